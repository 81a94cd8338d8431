//! A purchase costs money: whatever happens to it, it is sent once.

use std::time::Duration;

use signalwire_phone_numbers::{Client, Error};

use crate::client::{KINDS, PROJECT, Purchase, TOKEN};
use crate::server::{Answer, Server, json};

#[tokio::test]
async fn a_purchase_is_sent_once() {
    let answers = [
        Answer::Close(json(500, r#"{"error":"Oh"}"#)),
        Answer::Close(json(502, "")),
        Answer::Close(json(503, "")),
        Answer::Close(
            "HTTP/1.1 503 Reason\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n".to_owned(),
        ),
        Answer::Close(json(429, "")),
        Answer::Close("HTTP/1.1 408 Reason\r\ncontent-length: 0\r\n\r\n".to_owned()),
        Answer::Close(
            "HTTP/1.1 307 Reason\r\nlocation: /again\r\ncontent-length: 0\r\n\r\n".to_owned(),
        ),
        Answer::Close(String::new()),
        Answer::Close("HTTP/1.1 200 OK\r\ncontent-le".to_owned()),
        Answer::Close("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_owned()),
        Answer::Hang(String::new()),
        Answer::Hang("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_owned()),
        Answer::Reset,
    ];
    for kind in KINDS {
        for answer in &answers {
            let server = Server::start(std::slice::from_ref(answer)).await;
            let timeout = Some(Duration::from_millis(500));
            let purchase = Purchase { call_timeout: timeout, ..Purchase::default() };
            let error = purchase.send(kind, &server.url).await.unwrap_err();
            assert!(error.may_have_reached_server(), "{answer:?}");
            // Long enough for whoever would try again at once.
            tokio::time::sleep(Duration::from_millis(50)).await;
            let counts = (server.requests().len(), server.connections());
            assert_eq!(counts, (1, 1), "{kind:?} {answer:?}");
        }
    }
}

/// Except that the server says it has not looked at it, and when to come back.
#[tokio::test]
async fn a_purchase_that_the_server_put_off_is_sent_again() {
    let later = "HTTP/1.1 429 Reason\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";
    for kind in KINDS {
        let answers =
            [Answer::Close(later.to_owned()), Answer::Close(json(200, r#"{"number":"+1"}"#))];
        let server = Server::start(&answers).await;
        Purchase::default().send(kind, &server.url).await.unwrap();
        assert_eq!(server.requests().len(), 2, "{kind:?}");
    }
}

/// HTTP clients like to repeat what fails on a connection that was used before: the server may have closed it in the
/// meantime. Nobody can know whether it has read the request.
#[tokio::test]
async fn a_purchase_on_a_used_connection_is_sent_once() {
    for end in [Answer::Reset, Answer::Close(String::new()), Answer::Close(json(503, ""))] {
        let bought = json(200, r#"{"number":"+1"}"#);
        let server = Server::start(&[Answer::Keep(bought), end.clone()]).await;
        let client =
            Client::builder().base_url(&server.url).credentials(PROJECT, TOKEN).build().unwrap();
        client.purchase_phone_number("+1").await.unwrap();
        let error = client.purchase_phone_number("+2").await.unwrap_err();
        assert!(matches!(error, Error::Transport(_) | Error::Undocumented(_)), "{error:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
        let bodies: Vec<String> =
            server.requests().into_iter().map(|request| request.body).collect();
        assert_eq!(bodies, [r#"{"number":"+1"}"#, r#"{"number":"+2"}"#], "{end:?}");
        assert_eq!(server.connections(), 1);
    }
}
