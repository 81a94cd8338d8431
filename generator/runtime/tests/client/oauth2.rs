//! Access tokens by OAuth 2.0: what the token endpoint is asked, and what comes of its responses.

use crate::runtime::{ClientCredentials, PasswordTokens, RefreshTokens, TokenError, TokenProvider};
use crate::server::{Server, answer};

const TOKEN: &str = r#"{"access_token": "hidden-token", "token_type": "bearer", "expires_in": 60}"#;

async fn token(provider: impl TokenProvider) -> Result<String, String> {
    let http = reqwest::Client::new();
    match provider.token(&http).await {
        Ok(token) => Ok(format!("{token:?}")),
        Err(error) => {
            assert!(!format!("{error:?} {error}").contains("hidden"), "{error:?}");
            Err(error.to_string())
        }
    }
}

fn sorted(body: &str) -> Vec<&str> {
    let mut pairs: Vec<&str> = body.split('&').collect();
    pairs.sort_unstable();
    pairs
}

#[tokio::test]
async fn client_credentials() {
    let server = Server::json(200, TOKEN);
    let provider = ClientCredentials::new(&server.url, "me", "hidden").scopes(["a:b", "c"]);
    assert!(!format!("{provider:?}").contains("hidden"));
    assert_eq!(token(provider).await.unwrap(), "[redacted]");
    let request = server.request();
    assert_eq!(request.line, "POST / HTTP/1.1");
    assert_eq!(request.header("authorization"), Some("Basic bWU6aGlkZGVu"));
    assert_eq!(request.header("content-type"), Some("application/x-www-form-urlencoded"));
    assert_eq!(sorted(&request.body), ["grant_type=client_credentials", "scope=a%3Ab+c"]);

    // Names and secrets are encoded like fields of a form before they are joined by a colon.
    let server = Server::json(200, TOKEN);
    token(ClientCredentials::new(&server.url, "m:e", "hidden &")).await.unwrap();
    assert_eq!(server.request().header("authorization"), Some("Basic bSUzQWU6aGlkZGVuKyUyNg=="));

    let server = Server::json(200, TOKEN);
    let provider = ClientCredentials::new(&server.url, "me", "hidden").credentials_in_body();
    token(provider).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("authorization"), None);
    assert_eq!(
        sorted(&request.body),
        ["client_id=me", "client_secret=hidden", "grant_type=client_credentials"]
    );
}

#[tokio::test]
async fn refresh_tokens_take_the_place_of_each_other() {
    let next = TOKEN.replace('{', r#"{"refresh_token": "hidden-2", "#);
    let server = Server::sequence(vec![
        answer(200, "application/json", &next),
        answer(200, "application/json", TOKEN),
    ]);
    let provider = RefreshTokens::new(&server.url, "me", "", "hidden-1");
    let http = reqwest::Client::new();
    for _ in 0..3 {
        provider.token(&http).await.unwrap();
    }
    let sent: Vec<_> = server.requests().iter().map(|request| request.body.clone()).collect();
    let expected = ["hidden-1", "hidden-2", "hidden-2"]
        .map(|token| format!("client_id=me&grant_type=refresh_token&refresh_token={token}"));
    let sent: Vec<String> = sent.iter().map(|body| sorted(body).join("&")).collect();
    assert_eq!(sent, expected);
}

/// Servers write it as a string, too, or leave it out.
#[tokio::test]
async fn a_lifetime_that_is_no_number_is_no_failure() {
    for lifetime in ["\"3600\"", "3600.5", "null", "-1", "\"soon\"", "1e300"] {
        let granted = format!("{{\"access_token\": \"hidden\", \"expires_in\": {lifetime}}}");
        let server = Server::json(200, &granted);
        token(ClientCredentials::new(&server.url, "me", "hidden")).await.unwrap();
    }
}

#[tokio::test]
async fn what_goes_wrong_is_said_without_a_secret() {
    let refused = r#"{"error": "invalid_client", "error_description": "no such client"}"#;
    let text = token(ClientCredentials::new(&Server::json(401, refused).url, "me", "hidden")).await;
    assert_eq!(
        text.unwrap_err(),
        "the token endpoint returned an error, 401 Unauthorized: invalid_client: no such client"
    );
    let odd = Server::json(200, r#"{"access_tokens": "hidden"}"#);
    let text = token(ClientCredentials::new(&odd.url, "me", "hidden")).await;
    assert_eq!(text.unwrap_err(), "the response of the token endpoint, 200 OK, has no token");
    for url in ["http://127.0.0.1:1/?hidden", "/relative"] {
        token(ClientCredentials::new(url, "me", "hidden")).await.unwrap_err();
    }
}

#[tokio::test]
async fn a_response_that_is_too_large_is_no_token() {
    let large = TOKEN.replace('{', &format!("{{\"x\": \"{}\", ", "x".repeat(1024 * 1024)));
    let text = token(ClientCredentials::new(&Server::json(200, &large).url, "me", "hidden")).await;
    assert_eq!(text.unwrap_err(), "the response of the token endpoint is too large");
}

#[tokio::test]
async fn a_password_is_exchanged_for_a_token() {
    let server = Server::json(200, TOKEN);
    let provider = PasswordTokens::new(&server.url, "", "", "Ada", "hidden &").scopes(["a"]);
    assert!(!format!("{provider:?}").contains("hidden"));
    token(provider).await.unwrap();
    let request = server.request();
    assert_eq!(request.header("authorization"), None);
    assert_eq!(
        sorted(&request.body),
        ["grant_type=password", "password=hidden+%26", "scope=a", "username=Ada"]
    );
}

#[tokio::test]
async fn a_relative_url_counts_from_the_server() {
    for (url, line) in [("token", "POST /v1/token HTTP/1.1"), ("/auth", "POST /auth HTTP/1.1")] {
        let server = Server::json(200, TOKEN);
        let mut provider = PasswordTokens::new(url, "me", "hidden", "Ada", "hidden");
        provider.set_server(&format!("{}/v1", server.url).parse().unwrap());
        token(provider).await.unwrap();
        assert_eq!(server.request().line, line);
    }
    let server = Server::json(200, TOKEN);
    let mut provider = ClientCredentials::new(&server.url, "me", "hidden");
    provider.set_server(&"http://127.0.0.1:1".parse().unwrap());
    token(provider).await.unwrap();
}

#[tokio::test]
async fn an_error_has_the_status_of_the_token_endpoint() {
    let server = Server::json(503, "{}");
    let provider = ClientCredentials::new(&server.url, "me", "hidden");
    let error = provider.token(&reqwest::Client::new()).await.unwrap_err();
    let error = error.downcast_ref::<TokenError>().unwrap();
    assert_eq!(error.status().unwrap().as_u16(), 503);
}
