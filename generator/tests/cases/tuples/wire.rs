//! Lists whose items each have a type of their own are tuples, and scalars that a reference leads to are no types.

use case_tuples::blocking::Client;
use case_tuples::models::{Place, PlaceNear, Route, Way};

use crate::server::Server;

/// A place, on whose route a way is that the description does not know.
const ANSWER: &str = r#"200 OK
content-type: application/json

{"id":7,"at":[13.5,-52.25],"found":["2024-02-29","rail",null],"route":{"step":["foot",{"step":["sled",null]}]},"near":[8,9]}"#;

#[test]
fn tuples_go_out_and_come_back() {
    let server = Server::answering([ANSWER]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let last = Route::new((Way::from("sled"), None));
    let found = ("2024-02-29".parse().unwrap(), Way::Rail, None);
    let place = Place::new(7, (13.5, -52.25), found)
        .route(Route::new((Way::Foot, Some(Box::new(last)))))
        .near(PlaceNear::IntegerList(vec![8, 9]));
    let answer = client.put_place(7, place.clone()).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "PUT /places/7");
    assert!(ANSWER.ends_with(&format!("\n\n{}", request.body)), "{}", request.body);
    assert_eq!(answer, place);
}
