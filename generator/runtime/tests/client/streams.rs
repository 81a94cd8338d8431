//! Responses that are read while they arrive: how bodies fall into items, and what happens when they break off.

use std::convert::Infallible;
use std::io::Read;
use std::time::Duration;

use bytes::Bytes;

use crate::runtime::{
    Api, Async, Blocking, Builder, Chunks, Client, DecodeError, Error, Events, Frames, Info,
    JsonLines, JsonValues, Operation, Request, Response, StreamError, Streamed,
};
use crate::server::{Server, status};
use crate::timer::TestTimer;

static API: Api = Api { user_agent: "streams", server: "", variables: &[], schemes: &[] };

macro_rules! operation {
    ($name:ident, $method:ident, $frames:ty, $new:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = Bytes;
            type Error = Infallible;
            const INFO: &'static Info = &Info {
                id: "watch",
                method: stringify!($method),
                path: "/watch",
                accept: "*/*",
                security: &[],
            };

            fn request(&self, _: &mut Request) {}

            fn decode(response: &Response) -> Option<Result<Bytes, DecodeError>> {
                (response.status() == 200).then(|| response.bytes())
            }
        }

        impl Streamed for $name {
            type Frames = $frames;
            const ACCEPT: &'static str = "text/event-stream";

            fn frames(_: &Response) -> Self::Frames {
                $new
            }

            fn is_stream(response: &Response) -> bool {
                response.status() == 200
            }
        }
    };
}

operation!(Download, GET, Chunks, Chunks::default());
operation!(Watch, GET, Events<u32>, Events::json());
operation!(Run, POST, Events<u32>, Events::json());

fn client(server: &Server) -> Client<Async> {
    Builder::<Async>::new(&API).base_url(&server.url).build().unwrap()
}

fn blocking(server: &Server) -> Client<Blocking> {
    Builder::<Blocking>::new(&API).base_url(&server.url).build().unwrap()
}

/// What the pieces give, whatever their size.
fn items<F: Frames>(new: impl Fn() -> F, text: &str) -> Vec<Result<F::Item, String>>
where
    F::Item: PartialEq + std::fmt::Debug,
{
    let mut all = Vec::new();
    for size in [1, 2, 3, text.len().max(1)] {
        let mut frames = new();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(size) {
            frames.push(Bytes::copy_from_slice(piece));
            while let Some(item) = frames.next(false) {
                found.push(item.map_err(|item| item.text));
            }
        }
        while let Some(item) = frames.next(true) {
            found.push(item.map_err(|item| item.text));
        }
        if !all.is_empty() {
            assert_eq!(found, all, "in pieces of {size}");
        }
        all = found;
    }
    all
}

fn events(text: &str) -> Vec<(String, String, String)> {
    let events = items(Events::<String>::text, text);
    events.into_iter().map(|event| event.unwrap()).map(|it| (it.event, it.id, it.data)).collect()
}

fn event(event: &str, id: &str, data: &str) -> (String, String, String) {
    (event.to_owned(), id.to_owned(), data.to_owned())
}

#[test]
fn events_are_read_as_browsers_do() {
    let message = |data: &str| event("message", "", data);
    assert_eq!(events("data: a\n\n"), [message("a")]);
    assert_eq!(
        events("\u{feff}data: a\r\rdata:b\r\n\r\ndata:  c\n\n"),
        [message("a"), message("b"), message(" c")]
    );
    assert_eq!(events("data\n\ndata\ndata\n\ndata:"), [message(""), message("\n")]);
    assert_eq!(
        events(": comment\nevent: add\ndata: a\nunknown: x\ndata: b\n\n"),
        [event("add", "", "a\nb")]
    );
    // Without data there is no event, and its kind is not the next one's.
    assert_eq!(events("event: add\n\ndata: a\n\n"), [message("a")]);
    // What the stream ends within is no event.
    assert_eq!(events("data: a\n\ndata: b\n"), [message("a")]);
    let ids = "id: 1\ndata: a\n\ndata: b\n\nid: 2\u{0}\ndata: c\n\nid\ndata: d\n\n";
    let expected = [("1", "a"), ("1", "b"), ("1", "c"), ("", "d")];
    assert_eq!(events(ids), expected.map(|(id, data)| event("message", id, data)));
}

#[test]
fn an_event_that_does_not_decode_is_given_as_it_is() {
    let found =
        items(Events::<u32>::json, "data: 1\n\ndata: x\n\ndata: 2\n\ndata: [DONE]\n\ndata: 3\n\n");
    let found: Vec<_> = found.into_iter().map(|it| it.map(|event| event.data)).collect();
    assert_eq!(found, [Ok(1), Err("x".to_owned()), Ok(2)]);
}

#[test]
fn all_lines_are_values() {
    let lines = |text| items(JsonLines::<u32>::new, text);
    assert_eq!(lines("1\n2\r\n\n  \n3"), [Ok(1), Ok(2), Ok(3)]);
    assert_eq!(lines("1\nx\n2\n"), [Ok(1), Err("x".to_owned()), Ok(2)]);
    assert_eq!(lines(""), []);
    let records = |text| items(JsonLines::<u32>::sequence, text);
    assert_eq!(records("\u{1e}1\n\u{1e}\u{1e}2\n"), [Ok(1), Ok(2)]);
    // A number that nothing follows may be the beginning of a longer one.
    assert_eq!(records("\u{1e}1\n\u{1e}2"), [Ok(1), Err("2".to_owned())]);
}

const HEAD: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n";

fn chunk(text: &str) -> String {
    format!("{:x}\r\n{text}\r\n", text.len())
}

#[tokio::test]
async fn bytes_come_before_the_rest_does() {
    let server = Server::hanging(&format!("{HEAD}{}", chunk("first")));
    let mut stream = client(&server).call(Download).into_stream().await.unwrap();
    assert_eq!(stream.response().status(), 200);
    assert_eq!(stream.next().await.unwrap().unwrap(), "first");
}

#[tokio::test]
async fn time_runs_out_between_pieces_and_for_the_whole() {
    let server = Server::hanging(&format!("{HEAD}{}", chunk("first")));
    let client = client(&server);
    let short = Duration::from_millis(300);
    for call in [client.call(Download).attempt_timeout(short), client.call(Download).timeout(short)]
    {
        let mut stream = call.into_stream().await.unwrap();
        assert_eq!(stream.next().await.unwrap().unwrap(), "first");
        match stream.next().await.unwrap().unwrap_err() {
            StreamError::Incomplete(error) => assert!(error.is_timeout()),
            other => panic!("{other}"),
        }
        assert!(stream.next().await.is_none());
    }
}

#[test]
fn a_blocking_client_reads_bytes() {
    let server = Server::raw(&format!("{HEAD}{}{}0\r\n\r\n", chunk("first"), chunk("second")));
    let mut stream = blocking(&server).call(Download).into_stream().unwrap();
    let mut start = [0; 3];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"fir");
    let mut rest = String::new();
    stream.read_to_string(&mut rest).unwrap();
    assert_eq!(rest, "stsecond");
    let server = Server::raw(&format!("{HEAD}{}", chunk("first")));
    let mut stream = blocking(&server).call(Download).into_stream().unwrap();
    let error = stream.read_to_string(&mut rest).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::UnexpectedEof);
}

#[test]
fn an_item_may_be_as_large_as_a_response() {
    let server = Server::raw(&format!("{HEAD}{}{}", chunk("data: 1\n\n"), chunk("data: 22222222")));
    let client: Client<Blocking> =
        Builder::<Blocking>::new(&API).base_url(&server.url).max_response_size(10).build().unwrap();
    let mut stream = client.call(Watch).into_stream().unwrap();
    assert_eq!(stream.next().unwrap().unwrap().data, 1);
    match stream.next().unwrap().unwrap_err() {
        StreamError::Incomplete(error) => assert!(error.is_too_large()),
        other => panic!("{other}"),
    }
    assert!(stream.next().is_none());
}

#[test]
fn small_items_that_come_at_once_are_not_a_large_one() {
    let server = Server::raw(&format!("{HEAD}{}0\r\n\r\n", chunk("data: 1\n\ndata: 2\n\n")));
    let client: Client<Blocking> =
        Builder::<Blocking>::new(&API).base_url(&server.url).max_response_size(10).build().unwrap();
    let stream = client.call(Watch).into_stream().unwrap();
    assert_eq!(stream.map(|event| event.unwrap().data).collect::<Vec<_>>(), [1, 2]);
}

/// A stream that breaks off, and its rest.
fn broken() -> Server {
    let begin = format!("{HEAD}{}{}", chunk("retry: 1\nid: a\ndata: 1\n\n"), chunk("data: 9"));
    let rest = format!("{HEAD}{}0\r\n\r\n", chunk("data: 2\n\n"));
    Server::sequence(vec![begin, rest])
}

#[test]
fn a_broken_stream_goes_on_where_it_was() {
    let server = broken();
    let stream = blocking(&server).call(Watch).into_stream().unwrap();
    let data: Vec<u32> = stream.map(|event| event.unwrap().data).collect();
    assert_eq!(data, [1, 2]);
    let received = server.requests();
    assert_eq!(received[0].header("last-event-id"), None);
    assert_eq!(received[1].header("last-event-id"), Some("a"));
}

#[test]
fn the_time_of_a_stream_holds_for_its_rest() {
    // Each time it breaks off after an event.
    let server = Server::raw(&format!("{HEAD}{}", chunk("retry: 200\nid: a\ndata: 1\n\n")));
    let call = blocking(&server).call(Watch).timeout(Duration::from_millis(900));
    let mut events: Vec<_> = call.into_stream().unwrap().take(20).collect();
    match events.pop().unwrap().unwrap_err() {
        StreamError::Incomplete(error) => assert!(error.is_timeout(), "{error}"),
        other => panic!("{other}"),
    }
    assert!(events.len() < 6 && events.iter().all(Result::is_ok), "{events:?}");
    // A wait that the server asks for is no longer than the time, either.
    let server = Server::raw(&format!("{HEAD}{}", chunk("retry: 900000\nid: a\ndata: 1\n\n")));
    let call = blocking(&server).call(Watch).timeout(Duration::from_millis(300));
    assert!(call.into_stream().unwrap().last().unwrap().is_err());
    assert_eq!(server.count(), 1);
}

#[test]
fn a_server_ends_a_stream_that_broke_off_by_204() {
    let begin = format!("{HEAD}{}", chunk("retry: 1\nid: a\ndata: 1\n\n"));
    let server = Server::sequence(vec![begin, status(204, &[])]);
    let stream = blocking(&server).call(Watch).into_stream().unwrap();
    assert_eq!(stream.map(|event| event.unwrap().data).collect::<Vec<_>>(), [1]);
    assert_eq!(server.count(), 2);
}

#[test]
fn a_stream_without_end_goes_on_after_one() {
    let part = |text| format!("{HEAD}{}0\r\n\r\n", chunk(text));
    let parts =
        || vec![part("retry: 1\nid: a\ndata: 1\n\n"), part("data: 2\n\n"), status(204, &[])];
    let server = Server::sequence(parts());
    let stream = blocking(&server).call(Watch).into_stream().unwrap();
    assert_eq!(stream.map(|event| event.unwrap().data).collect::<Vec<_>>(), [1]);
    let server = Server::sequence(parts());
    let stream = blocking(&server).call(Watch).into_stream().unwrap().reconnecting_at_end();
    assert_eq!(stream.map(|event| event.unwrap().data).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(server.headers("last-event-id"), ["a", "a"]);
}

#[test]
fn what_must_not_be_sent_twice_is_not_asked_for_again() {
    let server = broken();
    let client = blocking(&server);
    let streams = [
        client.call(Run).into_stream().unwrap().map(|it| it.map(|it| it.data)).collect::<Vec<_>>(),
        broken_only(&client),
    ];
    for found in streams {
        assert!(
            matches!(found.as_slice(), [Ok(1), Err(StreamError::Incomplete(_))] | [Ok(2)]),
            "{found:?}"
        );
    }
    assert_eq!(server.requests().len(), 2);
}

fn broken_only(client: &Client<Blocking>) -> Vec<Result<u32, StreamError>> {
    let stream = client.call(Watch).into_stream().unwrap().without_reconnecting();
    stream.map(|it| it.map(|it| it.data)).collect()
}

#[test]
fn an_error_is_read_to_its_end() {
    let server = Server::json(500, "{}");
    let client = blocking(&server);
    match client.call(Run).into_stream().unwrap_err() {
        Error::Undocumented(response) => assert_eq!(response.body(), "{}"),
        other => panic!("{other}"),
    }
}

#[test]
fn a_stream_that_breaks_after_each_event_is_asked_for_less_and_less_often() {
    for (retry, expected) in [
        ("0", [100, 200, 400, 800, 1600, 3200, 6400, 12800, 25600, 51200, 60000, 60000]),
        (
            "40000",
            [40000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 60000, 60000],
        ),
    ] {
        let timer = TestTimer::default();
        let server = Server::raw(&format!(
            "{HEAD}{}",
            chunk(&format!("retry: {retry}\nid: a\ndata: 1\n\n"))
        ));
        let builder = Builder::<Blocking>::new(&API).base_url(&server.url).timer(timer.clone());
        let stream = builder.build().unwrap().call(Watch).into_stream().unwrap();
        assert_eq!(stream.take(13).filter(Result::is_ok).count(), 13);
        assert_eq!(timer.waits(), expected.map(Duration::from_millis));
    }
    // A stream that has come far starts anew.
    let timer = TestTimer::default();
    let events = "id: a\ndata: 1\n\n".repeat(20);
    let server = Server::raw(&format!("{HEAD}{}", chunk(&events)));
    let builder = Builder::<Blocking>::new(&API).base_url(&server.url).timer(timer.clone());
    let stream = builder.build().unwrap().call(Watch).into_stream().unwrap();
    assert_eq!(stream.take(61).filter(Result::is_ok).count(), 61);
    assert_eq!(timer.waits(), [Duration::from_secs(1); 3]);
}

#[test]
fn json_values_need_nothing_between_them() {
    let values = |text| items(JsonValues::<serde_json::Value>::default, text);
    let text = "{\"a\":\"}\\\"{\"}[1,[2]]\n\n 3 true\"x\"\"y\"null\u{1e}-4.5[]";
    let expected =
        [r#"{"a":"}\"{"}"#, "[1,[2]]", "3", "true", "\"x\"", "\"y\"", "null", "-4.5", "[]"];
    let found: Vec<String> = values(text).into_iter().map(|it| it.unwrap().to_string()).collect();
    assert_eq!(found, expected);
    assert_eq!(values(" \n").len(), 0);
    let cut = values("{\"a\":1}{\"a\":");
    assert!(cut[0].is_ok() && cut[1].is_err() && cut.len() == 2);
}
