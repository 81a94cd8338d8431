//! Integers as servers write them.

use crate::numbers::client;
use crate::runtime::Error;
use crate::server::Server;

/// The rank that a body with that number gives, or what is wrong with it.
async fn rank(number: &str) -> Result<i64, String> {
    let body = format!(r#"{{"number":"1.0 \\\" 2.0","capabilities":[{{"rank":{number}}}]}}"#);
    match client(&Server::json(200, &body).url).retrieve_phone_number("1").await {
        Ok(answer) => {
            assert_eq!(answer.number, "1.0 \\\" 2.0");
            Ok(answer.capabilities[0].rank)
        }
        Err(Error::Decode(failure)) => {
            assert_eq!(failure.response().body(), body.as_bytes());
            Err(failure.error().to_string())
        }
        Err(error) => panic!("{error:?}"),
    }
}

#[tokio::test]
async fn integers_may_be_written_as_floats() {
    for (written, number) in [
        ("5", 5),
        ("5.0", 5),
        ("-5.000", -5),
        ("1e3", 1000),
        ("1.25E+2", 125),
        ("1000e-3", 1),
        ("0.0", 0),
        ("-0e9", 0),
        // Which no float holds.
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-922337203685477580.8e1", i64::MIN),
        ("\"5.0\"", 5),
    ] {
        assert_eq!(rank(written).await, Ok(number), "{written}");
    }
}

#[tokio::test]
async fn what_is_no_integer_is_an_error_that_keeps_the_body() {
    for written in
        ["5.5", "1e-3", "9223372036854775808", "1e30", "1e999999999999", "\"5.1\"", "\"5a\""]
    {
        let error = rank(written).await.unwrap_err();
        assert!(error.starts_with("at `$.capabilities[0].rank`: "), "{error}");
        assert!(!error.contains(written), "{error}");
    }
}
