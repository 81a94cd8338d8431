//! What is sent.

use std::collections::BTreeMap;

use crate::client::{AUTHORIZATION, KINDS, PROJECT, Purchase, TOKEN, purchase};
use crate::server::{Answer, Server, json};

const BOUGHT: &str = r#"{"number":"+15552345678"}"#;

#[tokio::test]
async fn a_purchase_is_these_bytes() {
    for kind in KINDS {
        let server = Server::json(200, BOUGHT).await;
        purchase(kind, &server.url).await.unwrap();
        let request = server.request();
        assert_eq!(request.line, "POST /api/relay/rest/phone_numbers HTTP/1.1");
        let expected = [
            ("accept", "application/json"),
            ("authorization", AUTHORIZATION),
            ("content-length", "25"),
            ("content-type", "application/json"),
            ("host", server.url.strip_prefix("http://").unwrap()),
            ("user-agent", "signalwire-phone-numbers/0.1.0"),
        ];
        let expected: BTreeMap<String, String> =
            expected.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(request.headers, expected, "{kind:?}");
        assert_eq!(request.body, r#"{"number":"+15552345678"}"#);
    }
}

#[tokio::test]
async fn a_base_url_may_have_a_path_and_a_slash_at_its_end() {
    for kind in KINDS {
        for (base, path) in [
            ("", "/api/relay/rest/phone_numbers"),
            ("/", "/api/relay/rest/phone_numbers"),
            ("/proxy/v1", "/proxy/v1/api/relay/rest/phone_numbers"),
            ("/proxy/v1/", "/proxy/v1/api/relay/rest/phone_numbers"),
        ] {
            let server = Server::json(200, BOUGHT).await;
            purchase(kind, &format!("{}{base}", server.url)).await.unwrap();
            assert_eq!(server.request().line, format!("POST {path} HTTP/1.1"), "{kind:?} {base}");
        }
    }
}

#[tokio::test]
async fn what_is_bought_is_written_as_json() {
    for kind in KINDS {
        let server = Server::json(200, BOUGHT).await;
        let number = String::from("\"+1\\\n\u{1}ü数");
        let purchase = Purchase { number: Some(number), ..Purchase::default() };
        purchase.send(kind, &server.url).await.unwrap();
        assert_eq!(server.request().body, r#"{"number":"\"+1\\\n\u0001ü数"}"#);
    }
}

#[tokio::test]
async fn an_own_http_client_an_own_user_agent_and_own_headers_are_used() {
    for kind in KINDS {
        let mut headers = reqwest::header::HeaderMap::new();
        headers.insert("x-of-http-client", "1".parse().unwrap());
        let http_client = reqwest::Client::builder().default_headers(headers).build().unwrap();
        let purchase = Purchase {
            http_client: Some(http_client),
            user_agent: Some(String::from("mine/2")),
            headers: Some([("x-of-client", "3"), ("x-of-call", "4")]),
            ..Purchase::default()
        };
        let server = Server::json(200, BOUGHT).await;
        purchase.send(kind, &server.url).await.unwrap();
        let headers = server.request().headers;
        for (name, value) in [
            ("x-of-http-client", "1"),
            ("user-agent", "mine/2"),
            ("x-of-client", "3"),
            ("x-of-call", "4"),
            ("authorization", AUTHORIZATION),
        ] {
            assert_eq!(headers.get(name).map(String::as_str), Some(value), "{kind:?} {name}");
        }
    }
}

#[tokio::test]
async fn calls_of_one_client_share_a_connection() {
    let server = Server::start(&[Answer::Keep(json(200, BOUGHT))]).await;
    let client = signalwire_phone_numbers::Client::builder()
        .base_url(&server.url)
        .credentials(PROJECT, TOKEN)
        .build()
        .unwrap();
    for _ in 0..3 {
        client.purchase_phone_number("+15552345678").await.unwrap();
    }
    assert_eq!((server.requests().len(), server.connections()), (3, 1));
}

#[test]
fn the_space_and_the_credentials_are_asked_for() {
    let builder = signalwire_phone_numbers::Client::builder();
    let error = builder.credentials(PROJECT, TOKEN).build().unwrap_err();
    assert!(error.to_string().contains("set `space`"), "{error}");
    let builder = signalwire_phone_numbers::Client::builder();
    let error = builder.space("evil.example/").credentials(PROJECT, TOKEN).build().unwrap_err();
    assert!(error.to_string().starts_with("`space` cannot be"), "{error}");
}

#[tokio::test]
async fn nothing_is_sent_without_credentials() {
    let server = Server::json(200, BOUGHT).await;
    let builder = signalwire_phone_numbers::Client::builder().base_url(&server.url);
    let error = builder.build().unwrap().purchase_phone_number("+1").await.unwrap_err();
    assert!(error.to_string().contains("set `credentials`"), "{error}");
    assert!(!error.may_have_reached_server());
    assert_eq!(server.connections(), 0);
}
