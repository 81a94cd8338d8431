//! Settings that make a client, and settings that do not.

use std::time::Duration;

use crate::numbers::NumbersClient;
use crate::runtime::{Api, Async, Builder, Credential, Scheme, SchemeKind, Variable};

fn error(builder: Builder<Async>) -> String {
    match builder.build() {
        Ok(client) => panic!("{client:?}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_space_makes_the_server() {
    let client = NumbersClient::builder().space("example").credentials("a", "b").build().unwrap();
    assert_eq!(
        format!("{client:?}"),
        r#"Client { base_url: "https://example.signalwire.com/", timeout: None, .. }"#
    );
}

#[test]
fn a_missing_variable_is_named() {
    let expected = "the variable `space` of the server's URL is missing: set `space`";
    assert_eq!(error(NumbersClient::builder()), expected);
}

#[test]
fn a_default_that_is_no_host_is_named_by_its_setter() {
    static API: Api = Api {
        user_agent: "a/1",
        server: "https://{site}/v1",
        variables: &[Variable { name: "site", setter: "site", default: Some(""), values: &[] }],
        schemes: &[],
    };
    let expected = "the variable `site` of the server's URL is missing: set `site`";
    assert_eq!(error(Builder::new(&API)), expected);
}

#[test]
fn a_variable_cannot_change_the_host() {
    for space in ["evil.com/", "a?", "a#", "a@evil", "a b", "a:80", "a\\b", "a\n", "ä", ""] {
        let message = error(NumbersClient::builder().space(space));
        assert!(message.starts_with("`space` "), "{message}");
    }
}

#[test]
fn a_base_url_goes_over_the_server() {
    for url in ["http://127.0.0.1:80/x", "https://h"] {
        NumbersClient::builder().base_url(url).build().unwrap();
    }
    for url in [
        "",
        "/x",
        "localhost:80",
        "ftp://h",
        "https://",
        "https://h/?a",
        "https://h/#a",
        "https://u:pw-secret@h",
    ] {
        let message = error(NumbersClient::builder().base_url(url));
        assert!(message.starts_with("`base_url` ") && !message.contains("pw-secret"), "{message}");
    }
}

#[test]
fn headers_and_credentials_that_cannot_be_sent_are_named() {
    let with = NumbersClient::builder().base_url("http://h");
    assert_eq!(
        error(with.default_header("x-a", "secret\n")),
        "the value for header `x-a` contains a character that is not allowed in a header"
    );
    let with = NumbersClient::builder().base_url("http://h");
    assert_eq!(error(with.default_header("a b", "1")), "`a b` is not a valid header name");
    let with = NumbersClient::builder().base_url("http://h");
    assert_eq!(
        error(with.credentials("a:b", "c")),
        "`credentials` cannot be used: a user name must not contain a colon"
    );
    let with = NumbersClient::builder().base_url("http://h");
    assert_eq!(
        error(with.credential("x", Credential::token("c"))),
        "there is no security scheme `x`"
    );
    let with = NumbersClient::builder().base_url("http://h");
    assert_eq!(
        error(with.credential("SignalWireBasicAuth", Credential::token("c"))),
        "`credentials` cannot be used: it takes a user name and a password"
    );
}

#[test]
fn a_connect_timeout_is_not_lost_beside_an_own_client() {
    let builder =
        NumbersClient::builder().base_url("http://h").connect_timeout(Duration::from_secs(1));
    assert!(
        error(builder.http_client(reqwest::Client::new()))
            .starts_with("`connect_timeout` has no effect")
    );
    let builder =
        NumbersClient::builder().base_url("http://h").connect_timeout(Duration::from_secs(1));
    builder.build().unwrap();
}

/// An API whose server is this template, with variables `a` (no default), `b` (default `eu`) and `c` (one of two).
fn api(server: &'static str) -> &'static Api {
    Box::leak(Box::new(Api {
        user_agent: "test",
        server,
        variables: &[
            Variable { name: "a", setter: "set_a", default: None, values: &[] },
            Variable { name: "b", setter: "set_b", default: Some("eu"), values: &[] },
            Variable { name: "c", setter: "set_c", default: Some("v1/x"), values: &["v1/x", "v2"] },
        ],
        schemes: &[Scheme { name: "key", setter: "key", kind: SchemeKind::HeaderKey("x-key") }],
    }))
}

fn server(template: &'static str, variables: &[(&'static str, &str)]) -> Result<String, String> {
    let mut builder = Builder::<Async>::new(api(template));
    for (name, value) in variables {
        builder = builder.variable(name, *value);
    }
    let client = builder.build().map_err(|error| error.to_string())?;
    let printed = format!("{client:?}");
    Ok(printed.split('"').nth(1).unwrap().to_owned())
}

#[test]
fn templates_take_variables_anywhere() {
    let ok = |template, variables: &[_], expected: &str| {
        assert_eq!(server(template, variables).as_deref(), Ok(expected), "{template}");
    };
    ok("https://{b}.h.com/{c}/", &[], "https://eu.h.com/v1/x/");
    ok("https://{b}.h.com/{c}", &[("b", "us"), ("c", "v2")], "https://us.h.com/v2");
    ok("https://{a}/api", &[("a", "localhost:8080")], "https://localhost:8080/api");
    ok("https://h:{a}", &[("a", "8443")], "https://h:8443/");
    ok("https://h/{a}", &[("a", "x/y")], "https://h/x/y");
    ok("{a}/api", &[("a", "http://h:1/x")], "http://h:1/x/api");
    ok("{a}://h", &[("a", "http")], "http://h/");
}

#[test]
fn templates_refuse_values_that_lead_elsewhere() {
    let refused = |template, value, start: &str| {
        let message = server(template, &[("a", value)]).unwrap_err();
        assert!(message.starts_with(start), "{message}");
    };
    refused("https://{a}/api", "h/x", "`set_a` cannot be");
    refused("https://{a}/api", "u@h", "`set_a` cannot be");
    refused("https://h:{a}", "1/", "`set_a` cannot be");
    refused("https://h/{a}", "x?y", "`set_a` cannot be");
    refused("https://h/{a}", "../y", "`set_a` cannot be");
    refused("{a}://h", "http://evil", "`set_a` cannot be");
    refused("{a}", "http://u:p@h", "`set_a` cannot be");
    refused("/relative/{a}", "x", "the description has no host, only the path `/relative/x`");
    let message = server("https://{c}.h", &[("c", "v3")]).unwrap_err();
    assert_eq!(message, "`set_c` cannot be \"v3\": the allowed values are `v1/x`, `v2`");
    assert_eq!(
        server("https://h", &[("zz", "1")]).unwrap_err(),
        "the server's URL has no variable `zz`"
    );
}
