//! A property may be the text of its object's element.

use case_xml_text_content::blocking::Client;
use case_xml_text_content::models::Banner;

use crate::server::Server;

const BANNER: &str = "200 OK\ncontent-type: application/xml\n\n<Banner language=\"en\">Hello</Banner>";

#[test]
fn the_text_of_an_element_is_a_property() {
    let server = Server::answering([BANNER]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let banner = client.put_banner(Banner::default().language("de").content("Hallo")).send().unwrap();
    let body = server.request().body;
    assert!(body.ends_with("<Banner language=\"de\">Hallo</Banner>"), "{body}");
    assert_eq!(banner.content.as_deref(), Some("Hello"));
}
