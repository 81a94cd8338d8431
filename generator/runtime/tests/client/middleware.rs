//! The caller's own code around attempts, and limits of what goes on at once and comes back.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::numbers::{NumbersClient, client};
use crate::runtime::{Async, Attempt, BoxError, Builder, Error, Finished, Middleware};
use crate::server::{Server, answer, status};
use crate::timer::TestTimer;

fn builder(server: &Server) -> Builder<Async> {
    NumbersClient::builder().base_url(&server.url).credentials("project", "token-secret")
}

type Log = Arc<Mutex<Vec<String>>>;

struct Noted(&'static str, Log);

impl Middleware for Noted {
    fn before(&self, attempt: &Attempt, request: &mut reqwest::Request) -> Result<(), BoxError> {
        let text = format!("{} before {} {:?}", self.0, attempt.number(), request.headers());
        self.1.lock().unwrap().push(text);
        request.headers_mut().insert("x-attempt", attempt.number().into());
        Ok(())
    }

    fn after(&self, attempt: &Attempt, finished: &Finished<'_>) {
        let status = finished.response().map(|response| response.status().as_u16());
        let text = format!(
            "{} after {} {} {}:{:?} {status:?} {:?}",
            self.0,
            attempt.operation().id,
            attempt.number(),
            attempt.server_address(),
            attempt.server_port(),
            finished.error_type(),
        );
        self.1.lock().unwrap().push(text);
    }
}

#[tokio::test]
async fn headers_that_hold_a_secret_print_as_such() {
    let server = Server::json(200, "[]");
    let log = Log::default();
    let client = builder(&server)
        .default_header("Proxy-Authorization", "hidden")
        .default_header("Cookie", "id=hidden")
        .middleware(Noted("", log.clone()));
    let call = client.build().unwrap().list_phone_numbers().header("authorization", "hidden");
    call.await.unwrap();
    assert!(!log.lock().unwrap()[0].contains("hidden"));
    assert_eq!(server.request().header("authorization"), Some("hidden"));
}

#[tokio::test]
async fn it_runs_around_each_attempt() {
    let server = Server::sequence(vec![
        status(503, &[]),
        String::new(),
        answer(200, "application/json", "[]"),
    ]);
    let log = Log::default();
    let client = builder(&server)
        .timer(TestTimer::default())
        .middleware(Noted("outer", log.clone()))
        .middleware(Noted("inner", log.clone()))
        .build()
        .unwrap();
    client.list_phone_numbers().await.unwrap();
    let sent: Vec<_> = server
        .requests()
        .iter()
        .map(|request| request.header("x-attempt").unwrap().to_owned())
        .collect();
    assert_eq!(sent, ["1", "2", "3"]);
    let log = log.lock().unwrap();
    let port = server.url.rsplit(':').next().unwrap();
    let place = format!("127.0.0.1:Some({port})");
    let starts = [
        "outer before 1".to_owned(),
        "inner before 1".to_owned(),
        format!("inner after list_phone_numbers 1 {place} Some(503) Some(\"503\")"),
        format!("outer after list_phone_numbers 1 {place} Some(503) Some(\"503\")"),
        "outer before 2".to_owned(),
        "inner before 2".to_owned(),
        format!("inner after list_phone_numbers 2 {place} None Some(\"transport\")"),
        format!("outer after list_phone_numbers 2 {place} None Some(\"transport\")"),
        "outer before 3".to_owned(),
        "inner before 3".to_owned(),
        format!("inner after list_phone_numbers 3 {place} Some(200) None"),
        format!("outer after list_phone_numbers 3 {place} Some(200) None"),
    ];
    assert_eq!(log.len(), starts.len(), "{log:#?}");
    for (line, start) in log.iter().zip(&starts) {
        assert!(line.starts_with(start), "{line} is not {start}");
        assert!(!line.contains("secret") && !line.contains("Basic"), "{line}");
    }
}

#[tokio::test]
async fn functions_will_do_and_may_refuse() {
    let server = Server::json(200, "[]");
    let seen = Arc::new(Mutex::new(Duration::ZERO));
    let noted = seen.clone();
    let client = builder(&server)
        .before(|_, request| {
            request.headers_mut().insert("x-signed", "yes".parse()?);
            Ok(())
        })
        .after(move |_, finished| *noted.lock().unwrap() = finished.duration())
        .build()
        .unwrap();
    client.list_phone_numbers().await.unwrap();
    assert_eq!(server.request().header("x-signed"), Some("yes"));
    assert!(*seen.lock().unwrap() > Duration::ZERO);

    let refuse = builder(&server).before(|_, _| Err("no key".into())).build().unwrap();
    let error = refuse.list_phone_numbers().await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    assert_eq!(
        error.to_string(),
        "list_phone_numbers: nothing was sent: a middleware returned an error"
    );
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "no key");
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn no_more_requests_than_allowed_are_under_way() {
    let server = Server::json(200, "[]");
    let under_way = Arc::new((AtomicUsize::new(0), AtomicUsize::new(0)));
    let (start, end) = (under_way.clone(), under_way.clone());
    let client = builder(&server)
        .max_concurrency(3)
        .before(move |_, _| {
            let now = start.0.fetch_add(1, Ordering::SeqCst) + 1;
            start.1.fetch_max(now, Ordering::SeqCst);
            Ok(())
        })
        .after(move |_, _| {
            end.0.fetch_sub(1, Ordering::SeqCst);
        })
        .build()
        .unwrap();
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.list_phone_numbers().send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!((server.count(), under_way.1.load(Ordering::SeqCst)), (50, 3));
}

#[tokio::test]
async fn a_call_that_is_dropped_leaves_its_place_to_others() {
    let server = Server::hanging("");
    let client = builder(&server).max_concurrency(1).build().unwrap();
    let first = tokio::spawn(client.list_phone_numbers().send());
    while server.count() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let call = client.list_phone_numbers().timeout(Duration::from_millis(100));
    let error = call.await.unwrap_err();
    assert!(error.is_timeout() && !error.may_have_reached_server(), "{error:?}");
    assert_eq!(error.to_string(), "list_phone_numbers: timed out before anything was sent");
    first.abort();
    let call = client.list_phone_numbers().timeout(Duration::from_millis(500));
    assert!(call.await.unwrap_err().may_have_reached_server());
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn a_response_that_is_too_large_is_left() {
    let announced = answer(200, "application/json", r#"["0123456789"]"#);
    let chunked = "HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\nx-a: b\r\n\r\n\
                   5\r\n01234\r\n6\r\n567890\r\n0\r\n\r\n";
    for (text, status, body_starts) in [(announced.as_str(), 200, ""), (chunked, 500, "")] {
        let server = Server::raw(text);
        let client = builder(&server).max_response_size(10).build().unwrap();
        let error = client.list_phone_numbers().await.unwrap_err();
        assert!(matches!(error, Error::Incomplete(_)) && error.is_too_large(), "{error:?}");
        assert_eq!(error.status().unwrap().as_u16(), status);
        assert!(
            error.headers().is_some() && error.body().unwrap().starts_with(body_starts.as_bytes())
        );
        assert!(error.body().unwrap().len() <= 10);
        assert!(error.to_string().contains("larger than 10 bytes"), "{error}");
        assert_eq!(server.count(), 1);
    }
    let server = Server::json(200, "[]");
    builder(&server).max_response_size(2).build().unwrap().list_phone_numbers().await.unwrap();
    client(&server.url).list_phone_numbers().await.unwrap();
}
