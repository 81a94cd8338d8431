//! Instants, dates and times of the crate `chrono`.

use case_times_of_chrono::blocking::Client;
use case_times_of_chrono::chrono::{DateTime, NaiveDate};
use case_times_of_chrono::models::{Event, Until};

use crate::server::Server;

const EVENTS: &str = r#"200 OK
content-type: application/json

[{"at":"2020-02-29T12:30:00+02:00","day":"soon","local":"2020-02-29T12:30:00","wakes":"07:00:00","until":"2020-03-01T00:00:00Z"},{"at":"","until":"2020-03-01"},{"at":"","until":"never"}]"#;

#[test]
fn chrono_is_the_only_difference() {
    let server = Server::answering([EVENTS]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let since = DateTime::parse_from_rfc3339("2020-02-29T00:00:00Z").unwrap();
    let day = NaiveDate::from_ymd_opt(2020, 2, 29).unwrap();
    let received: Vec<Event> = client.list_events().since(since).on([day]).send().unwrap();
    assert_eq!(server.request().line, "GET /events?since=2020-02-29T00%3A00%3A00Z&on=2020-02-29");
    assert_eq!(received[0].at.get().unwrap().timestamp(), 1_582_972_200);
    assert_eq!(received[0].day.as_ref().unwrap().get(), None);
    assert!(matches!(received[0].until, Some(Until::DateTime(_))));
    assert_eq!(received[1].until, Some(Until::Date(NaiveDate::from_ymd_opt(2020, 3, 1).unwrap())));
    assert!(!matches!(received[2].until, Some(Until::DateTime(_) | Until::Date(_))));
    assert!(EVENTS.ends_with(&serde_json::to_string(&received).unwrap()));
}
