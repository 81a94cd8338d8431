//! Instants, dates and times of the crate `time`.

use case_times_of_time::blocking::Client;
use case_times_of_time::models::{Event, Until};
use case_times_of_time::time::{Date, Month, OffsetDateTime};

use crate::server::Server;

const EVENTS: &str = r#"200 OK
content-type: application/json

[{"at":"2020-02-29T12:30:00+02:00","day":"soon","local":"2020-02-29T12:30:00","wakes":"07:00:00","until":"2020-03-01T00:00:00Z"},{"at":"","until":"2020-03-01"},{"at":"","until":"never"}]"#;

#[test]
fn time_is_the_only_difference() {
    let server = Server::answering([EVENTS]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let since = OffsetDateTime::from_unix_timestamp(1_582_934_400).unwrap();
    let day = |month, day| Date::from_calendar_date(2020, month, day).unwrap();
    let on = [day(Month::February, 29)];
    let received: Vec<Event> = client.list_events().since(since).on(on).send().unwrap();
    assert_eq!(server.request().line, "GET /events?since=2020-02-29T00%3A00%3A00Z&on=2020-02-29");
    assert_eq!(received[0].at.get().unwrap().unix_timestamp(), 1_582_972_200);
    assert_eq!(received[0].day.as_ref().unwrap().get(), None);
    assert!(matches!(received[0].until, Some(Until::DateTime(_))));
    assert_eq!(received[1].until, Some(Until::Date(day(Month::March, 1).into())));
    assert!(!matches!(received[2].until, Some(Until::DateTime(_) | Until::Date(_))));
    assert!(EVENTS.ends_with(&serde_json::to_string(&received).unwrap()));
}
