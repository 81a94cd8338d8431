//! Nobody sets what has only one value, whatever its type.

use case_constants::blocking::Client;
use case_constants::models::Place;

use crate::server::Server;

const PLACE: &str = r#"200 OK
content-type: application/json

{"name":"a","version":3,"level":1,"flag":false,"scale":2.5,"approximate":3.14,"share":1,"maybe":4}"#;

#[test]
fn constants_are_filled_in() {
    let server = Server::answering([PLACE, PLACE, "204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let place = client.put_place(Place::new("a", 3.14)).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "PUT /places?version=2&exact=true");
    assert_eq!((request.header("x-scale"), request.header("cookie")), ("1.5", "mode=7"));
    let body = r#"{"name":"a","version":2,"level":-9007199254740993,"flag":true,"scale":1.5,"approximate":3.14,"share":1}"#;
    assert_eq!(request.body, body);
    // A server that sends another value is heard.
    assert_eq!((place.version, place.flag, place.scale, place.maybe), (3, false, 2.5, Some(4)));

    client.put_place(place).version(4).send().unwrap();
    assert_eq!(server.request().line, "PUT /places?version=4&exact=true");
    client.add_place("a").send().unwrap();
    assert_eq!(server.request().body, "version=2&flag=true&name=a");
}
