//! Whatever the identifiers are, the values on the wire are those of the description.

use case_symbols::blocking::Client;
use case_symbols::models::Mood;

use crate::server::Server;

const MOODS: &str = "200 OK\ncontent-type: application/json\n\n[\"㈠\", \"½\", \"nai\u{308}ve\", \"naïve\"]";

#[test]
fn values_of_symbols_are_told_apart() {
    let server = Server::answering([MOODS]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let moods = client.get_moods().u1f642(Mood::U1f641).send().unwrap();
    assert_eq!(server.request().line, "GET /moods?%F0%9F%99%82=%F0%9F%99%81");
    assert!(!moods.iter().any(|mood| matches!(mood, Mood::Unknown(_))));
    assert_eq!(moods, ["㈠".into(), Mood::Value1Over2, Mood::NaiveValue, Mood::Naive]);
}
