//! Servers that are slow, gone, or not speaking HTTP.

use std::time::{Duration, Instant};

use signalwire_phone_numbers::Error;
use wiremock::matchers::method;
use wiremock::{Mock, MockServer, ResponseTemplate};

use crate::client::{KINDS, Purchase, purchase_error};
use crate::server::{Answer, Server};

const SHORT: Duration = Duration::from_millis(150);

#[tokio::test]
async fn the_time_runs_out_on_a_slow_server() {
    for kind in KINDS {
        let server = MockServer::start().await;
        let slow = ResponseTemplate::new(200).set_delay(Duration::from_secs(30));
        Mock::given(method("POST")).respond_with(slow).expect(2).mount(&server).await;
        for purchase in [
            Purchase { client_timeout: Some(SHORT), ..Purchase::default() },
            Purchase {
                client_timeout: Some(Duration::from_secs(60)),
                call_timeout: Some(SHORT),
                ..Purchase::default()
            },
        ] {
            let start = Instant::now();
            let error = purchase.send(kind, &server.uri()).await.unwrap_err();
            assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
            assert!(matches!(error, Error::Transport(_)), "{error:?}");
            assert!(error.is_timeout() && !error.is_connect() && error.may_have_reached_server());
            assert_eq!((error.status(), error.headers(), error.body()), (None, None, None));
            let expected = "purchase_phone_number: timed out while waiting for the response";
            assert_eq!(error.to_string(), expected);
        }
    }
}

#[tokio::test]
async fn the_time_runs_out_within_a_body() {
    for kind in KINDS {
        let begun = "HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"number\"";
        let server = Server::start(&[Answer::Hang(begun.to_owned())]).await;
        let purchase = Purchase { call_timeout: Some(SHORT), ..Purchase::default() };
        let error = purchase.send(kind, &server.url).await.unwrap_err();
        assert!(matches!(error, Error::Incomplete(_)) && error.is_timeout(), "{error:?}");
        assert_eq!(error.status().unwrap(), 200);
        assert_eq!(error.body().unwrap(), "{\"number\"");
    }
}

#[tokio::test]
async fn nobody_listens() {
    for kind in KINDS {
        let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", free.local_addr().unwrap());
        drop(free);
        let error = purchase_error(kind, &url).await;
        assert!(matches!(error, Error::Transport(_)), "{error:?}");
        assert!(error.is_connect() && !error.is_timeout() && !error.may_have_reached_server());
        assert_eq!(error.to_string(), "purchase_phone_number: could not connect to the server");
        let mut cause: &dyn std::error::Error = &error;
        while let Some(next) = cause.source() {
            cause = next;
        }
        assert!(cause.to_string().contains("refused"), "{cause}");
    }
}

#[tokio::test]
async fn an_answer_in_another_protocol_is_named() {
    for kind in KINDS {
        let server = Server::start(&[Answer::Close("SSH-2.0-OpenSSH\r\n\r\n".to_owned())]).await;
        let error = purchase_error(kind, &server.url).await;
        assert!(
            matches!(error, Error::Transport(_)) && error.may_have_reached_server(),
            "{error:?}"
        );
        assert_eq!(server.requests().len(), 1);
    }
}
