//! Texts with a format: what has it, what has not, and what goes out again.

use std::net::Ipv6Addr;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::runtime::{Format, Formatted, Nullable};

impl Format for Ipv6Addr {}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Host {
    address: Formatted<Ipv6Addr>,
}

fn decode(json: &str) -> Host {
    serde_json::from_str(json).unwrap()
}

#[test]
fn every_text_decodes_and_goes_out_as_it_came() {
    for (json, value) in [
        (r#"{"address":"::1"}"#, Some(Ipv6Addr::LOCALHOST)),
        // Another way to write the same.
        (r#"{"address":"0:0:0:0:0:0:0:1"}"#, Some(Ipv6Addr::LOCALHOST)),
        (r#"{"address":""}"#, None),
        (r#"{"address":"\u00e9 \"unknown\""}"#, None),
    ] {
        let host = decode(json);
        assert_eq!(host.address.get(), value.as_ref(), "{json}");
        assert_eq!(host.address.clone().into_inner(), value, "{json}");
        let sent = serde_json::to_value(&host).unwrap();
        assert_eq!(sent, serde_json::from_str::<serde_json::Value>(json).unwrap());
    }
    assert!(serde_json::from_str::<Host>(r#"{"address":1}"#).is_err());
}

#[test]
fn values_convert_and_compare() {
    let text = |text: &str| Formatted::<Ipv6Addr>::from_str(text).unwrap();
    let (address, other) = (Formatted::from(Ipv6Addr::LOCALHOST), text("a"));
    assert_eq!(address, Ipv6Addr::LOCALHOST);
    assert_eq!(address, text("0:0:0:0:0:0:0:1"));
    assert_ne!(address, text(""));
    assert_ne!(other, text("b"));
    assert_ne!(other, Ipv6Addr::LOCALHOST);
    assert_eq!((address.to_string(), other.to_string()), ("::1".to_owned(), "a".to_owned()));
    assert_eq!(format!("{address:?} {other:?} {other:>3}"), "::1 \"a\"   a");
    let nullable: Nullable<Formatted<Ipv6Addr>> = Ipv6Addr::LOCALHOST.into();
    assert_eq!(nullable, Nullable::Value(address));
    assert_eq!(Nullable::from("a"), Nullable::Value("a".to_owned()));
}
