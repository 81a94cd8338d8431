//! Nodes of XML as 3.2 names them.

use case_xml_nodes::blocking::Client;
use case_xml_nodes::models::{AnimalsItem, Bare, Document};

use crate::server::Server;

const DECLARATION: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

#[test]
fn attributes_texts_and_sections_are_told_apart() {
    let server = Server::answering([
        "200 OK\ncontent-type: application/xml\n\n<animals>\n  <animal kind=\"Cat\">Fluffy</animal>\n  <animal kind=\"Dog\">\n    Fido\n    <Size>2.5</Size>\n  </animal>\n</animals>",
        "200 OK\ncontent-type: application/xml\n\n<Stored><Size>1</Size></Stored>",
    ]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let document = Document::default().content("<p>a & b</p>").lang("de");
    let animals = client.store(document).send().unwrap();
    let bare = |size: f64| {
        let mut bare = Bare::default();
        bare.size = Some(size);
        bare
    };
    let mut dog = AnimalsItem::new("Dog", "Fido");
    dog.bare = Some(bare(2.5));
    assert_eq!(animals, [AnimalsItem::new("Cat", "Fluffy"), dog]);
    assert_eq!(
        server.request().body,
        format!("{DECLARATION}<Document lang=\"de\"><![CDATA[<p>a & b</p>]]></Document>")
    );
    assert_eq!(client.get_renamed().send().unwrap(), bare(1.0));
}
