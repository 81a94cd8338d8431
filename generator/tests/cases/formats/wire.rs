//! Texts with a format in a query and in a body.

use case_formats::blocking::Client;
use case_formats::jiff::ToSpan;
use case_formats::jiff::civil::{date, time};
use case_formats::jiff::tz::offset;

use crate::server::Server;

const FORMATS: &str = r#"200 OK
content-type: application/json

{"made": "2026-01-02T03:04:05Z", "owners": [], "time": "09:30:00+02:00", "duration": "half a day", "closes": null, "lasts": "P3D"}"#;

#[test]
fn values_are_sent_by_their_formats_and_read_back() {
    let server = Server::answering([FORMATS]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let call = client.get_formats(case_formats::uuid::Uuid::nil(), date(2026, 1, 2));
    let formats = call.opens(time(9, 30, 0, 0)).within(1.day().hours(12)).send().unwrap();
    assert_eq!(
        server.request().line,
        "GET /formats/00000000-0000-0000-0000-000000000000/2026-01-02?opens=09%3A30%3A00&within=P1DT12H"
    );
    let time_of_day = formats.time.as_ref().unwrap().get().unwrap();
    assert_eq!((time_of_day.time, time_of_day.offset), (time(9, 30, 0, 0), Some(offset(2))));
    assert_eq!(formats.duration.unwrap().to_string(), "half a day");
    assert_eq!(formats.lasts.as_ref().unwrap().get(), Some(&3.days().fieldwise()));
}
