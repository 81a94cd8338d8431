//! What is made of bodies that do not match the description: each row of the table in the docs of `Reading`, at every
//! depth.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::runtime::{
    Api, Async, Builder, Call, Client, Correction, Decimal, Decoded, Error, Formatted, Info,
    Operation, Reading, Request, Response, UnixTime,
};
use crate::server::Server;

static API: Api = Api { user_agent: "t", server: "https://a.com", variables: &[], schemes: &[] };

#[allow(unreachable_pub, dead_code, reason = "as in a generated crate")]
mod models {
    use super::*;
    use crate::runtime::object::object;
    use crate::runtime::open_enum::open_enum;
    use crate::runtime::union::union;

    open_enum! {
        /// A colour.
        pub enum Colour {
            /// Red.
            Red = "red",
        }
    }

    union! {
        /// A card or an account.
        pub enum Payment {
            /// A card.
            #[when(object, mark("type", "card"))]
            #[tag("type", "card")]
            Card(Card),
            /// An account.
            #[when(object, mark("type", "account"))]
            #[tag("type", "account")]
            Account(Account),
        }
    }

    #[derive(Debug, Clone, PartialEq)]
    pub struct Card {
        pub number: String,
        pub tags: Vec<String>,
        pub next: Option<Box<Payment>>,
    }
    object! {
        Card:
        required number, tags;
        optional next;
    }

    #[derive(Debug, Clone, PartialEq)]
    pub struct Account {
        pub balance: f64,
    }
    object! {
        Account:
        required balance;
    }

    #[derive(Debug, Clone, PartialEq)]
    pub struct Owner {
        pub name: String,
        pub pets: Vec<Owner>,
    }
    object! {
        Owner:
        required name, pets;
    }

    #[derive(Debug, Clone, PartialEq)]
    pub struct Gaps {
        pub list: Vec<i64>,
        pub map: BTreeMap<String, i64>,
        pub any: Value,
        pub payment: Payment,
        pub colour: Colour,
        pub text: String,
        pub at: Formatted<crate::runtime::TimeOfDay>,
        pub owner: Owner,
    }
    object! {
        Gaps:
        required list, map, any, payment, colour, text, at, owner;
    }

    #[derive(Debug, Clone, PartialEq)]
    pub struct Numbers {
        pub integer: i64,
        pub float: f64,
        pub flag: bool,
        pub decimal: Decimal,
        pub time: UnixTime,
    }
    object! {
        Numbers:
        required integer, float, flag, decimal, time;
    }
}
use models::{Account, Card, Colour, Gaps, Numbers, Owner, Payment};

/// An operation with a body of that type.
struct Get<T>(std::marker::PhantomData<fn() -> T>);

impl<T: DeserializeOwned> Operation for Get<T> {
    type Output = T;
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "get", method: "GET", path: "/", accept: "application/json", security: &[] };

    fn request(&self, _: &mut Request) {}

    fn decode(response: &Response) -> Option<Result<T, crate::runtime::DecodeError>> {
        (response.status() == 200).then(|| response.json())
    }
}

type Answer<T> = Result<Decoded<T>, Error<std::convert::Infallible>>;

fn call<T: DeserializeOwned>(server: &Server) -> Call<Async, Get<T>> {
    let client = Builder::<Async>::new(&API).base_url(&server.url).build().unwrap();
    client.call(Get(std::marker::PhantomData))
}

async fn read<T: DeserializeOwned>(body: &str, reading: Reading) -> Answer<T> {
    call(&Server::json(200, body)).reading(reading).with_response().await
}

async fn tolerant<T: DeserializeOwned>(body: &str) -> (T, Vec<String>) {
    let response = read::<T>(body, Reading::Tolerant).await.unwrap();
    let corrections = response.corrections().iter().map(Correction::to_string).collect();
    (response.into_body(), corrections)
}

async fn message<T: DeserializeOwned + std::fmt::Debug>(body: &str, reading: Reading) -> String {
    match read::<T>(body, reading).await {
        Err(Error::Decode(failure)) => failure.error().to_string(),
        other => panic!("{body}: {other:?}"),
    }
}

fn nobody() -> Owner {
    Owner { name: String::new(), pets: Vec::new() }
}

#[tokio::test]
async fn what_is_missing_or_null_becomes_empty_or_unknown() {
    let keys = ["list", "map", "any", "payment", "colour", "text", "at", "owner"];
    let null: Vec<String> = keys.iter().map(|key| format!("\"{key}\":null")).collect();
    for body in [String::from("{}"), format!("{{{}}}", null.join(","))] {
        let (gaps, corrections) = tolerant::<Gaps>(&body).await;
        assert_eq!(gaps.list, Vec::<i64>::new());
        assert_eq!(gaps.map, BTreeMap::new());
        assert_eq!(gaps.any, Value::Null);
        assert_eq!(gaps.payment, Payment::Unknown(Value::Null));
        assert_eq!(gaps.colour, Colour::Unknown(String::new()));
        assert_eq!(gaps.text, "");
        assert_eq!((gaps.at.get(), gaps.at.to_string()), (None, String::new()));
        assert_eq!(gaps.owner, nobody());
        let arrived = if body == "{}" { "nothing" } else { "null" };
        let list =
            format!("at `$.list`: expected a list, got {arrived}, which was read as an empty list");
        assert!(corrections.contains(&list), "{corrections:?}");
        let name =
            "at `$.owner.name`: expected a string, got nothing, which was read as the empty string";
        assert!(corrections.contains(&name.to_owned()), "{corrections:?}");
        let error = read::<Gaps>(&body, Reading::Strict).await.unwrap_err();
        assert!(matches!(error, Error::Decode(_)), "{error:?}");
    }
}

#[tokio::test]
async fn so_it_does_at_every_depth() {
    let (owners, corrections) = tolerant::<BTreeMap<String, Vec<Owner>>>(
        r#"{"a": [{"name": "x", "pets": [null, {"name": 5}]}], "b": null}"#,
    )
    .await;
    let five = Owner { name: "5".into(), pets: Vec::new() };
    assert_eq!(owners["a"], [Owner { name: "x".into(), pets: vec![nobody(), five] }]);
    assert_eq!(owners["b"], []);
    let paths: Vec<&str> = corrections.iter().filter_map(|text| text.split('`').nth(1)).collect();
    let pets = "$.a[0].pets";
    assert_eq!(
        paths,
        [
            &format!("{pets}[0]"),
            &format!("{pets}[0].name"),
            &format!("{pets}[0].pets"),
            &format!("{pets}[1].name"),
            &format!("{pets}[1].pets"),
            "$.b"
        ]
    );
}

#[tokio::test]
async fn numbers_and_booleans_are_only_filled_in_if_the_caller_says_so() {
    let whole = r#"{"integer":1,"float":1,"flag":true,"decimal":1,"time":1}"#;
    for key in ["integer", "float", "flag", "decimal", "time"] {
        for gap in ["missing", "null"] {
            let mut body: BTreeMap<String, Value> = serde_json::from_str(whole).unwrap();
            body.insert(key.into(), Value::Null);
            if gap == "missing" {
                body.remove(key);
            }
            let body = serde_json::to_string(&body).unwrap();
            for reading in [Reading::Strict, Reading::Tolerant] {
                let error = message::<Numbers>(&body, reading).await;
                assert!(error.contains(key), "{error}");
                let action = match gap {
                    "null" => {
                        format!("['Numbers'].properties['{key}']\", update: {{x-nullable: true}}")
                    }
                    _ => format!("['Numbers'].required[?@ == '{key}']\", remove: true"),
                };
                assert!(error.contains(&action), "{error}");
            }
            let filled = read::<Numbers>(&body, Reading::FillIn).await.unwrap();
            assert_eq!(filled.corrections().len(), 1);
        }
    }
    let filled = read::<Numbers>("{}", Reading::FillIn).await.unwrap().into_body();
    let decimal = Decimal::default();
    assert_eq!(filled.decimal, decimal);
    assert_eq!((filled.integer, filled.float, filled.flag), (0, 0.0, false));
}

#[tokio::test]
async fn what_is_the_same_in_another_type_is_read() {
    let (numbers, corrections) = tolerant::<Numbers>(
        r#"{"integer":"-7","float":"2.50","flag":"true","decimal":"0.10","time":"5"}"#,
    )
    .await;
    assert_eq!((numbers.integer, numbers.float, numbers.flag), (-7, 2.5, true));
    assert_eq!(numbers.decimal.as_str(), "0.10");
    assert_eq!(corrections.len(), 5);
    assert_eq!(tolerant::<Vec<bool>>("[0, 1, \"false\"]").await.0, [false, true, false]);
    assert_eq!(tolerant::<Vec<String>>("[1.50, true, \"a\"]").await.0, ["1.50", "true", "a"]);
    assert_eq!(tolerant::<Vec<i64>>("{}").await.0, Vec::<i64>::new());
    assert_eq!(tolerant::<Vec<i64>>("5").await.0, [5]);
    assert_eq!(tolerant::<Vec<Owner>>(r#"{"name":"a","pets":{}}"#).await.0.len(), 1);
    assert_eq!(tolerant::<BTreeMap<String, i64>>("[]").await.0.len(), 0);
    for (body, expected) in
        [("2", "bool"), ("\"yes\"", "bool"), ("{\"a\":1}", "bool"), ("\"1\"", "bool")]
    {
        let error = message::<bool>(body, Reading::Tolerant).await;
        assert!(error.contains(expected) && !error.contains("yes"), "{error}");
    }
    for body in ["\"1.5\"", "\"a\"", "true", "\" 1\"", "\"0x1\"", "\"\"", "[1]"] {
        message::<i64>(body, Reading::FillIn).await;
    }
    message::<Vec<i64>>("\"5\" ", Reading::Strict).await;
    message::<i64>("\"5\"", Reading::Strict).await;
}

#[tokio::test]
async fn a_whole_body_that_is_null_is_an_empty_list_or_map_and_nothing_else() {
    assert_eq!(tolerant::<Vec<i64>>("null").await.0, Vec::<i64>::new());
    assert_eq!(tolerant::<BTreeMap<String, Owner>>("null").await.0, BTreeMap::new());
    assert_eq!(tolerant::<Option<Owner>>("null").await, (None, Vec::new()));
    for reading in [Reading::Tolerant, Reading::FillIn] {
        message::<Owner>("null", reading).await;
        message::<String>("null", reading).await;
        message::<i64>("null", reading).await;
    }
}

#[tokio::test]
async fn what_serde_json_rejects_is_read() {
    let (floats, corrections) = tolerant::<Vec<f64>>("[NaN, Infinity, -Infinity, 1]").await;
    assert!(floats[0].is_nan() && floats[1] == f64::INFINITY && floats[2] < 0.0);
    assert_eq!(corrections.len(), 3);
    let (texts, corrections) =
        tolerant::<Vec<String>>("[\"a\nb\", \"\\ud83d\", \"\\ud83d\\ude00\\u00e9\\\"\"]").await;
    assert_eq!(texts, ["a\nb", "\u{fffd}", "😀é\""]);
    assert_eq!(corrections.len(), 2);
    assert_eq!(tolerant::<Value>("{\"a\": NaN}").await.0, serde_json::json!({"a": null}));
    for body in ["[NaN]", "[\"a\nb\"]", "\"\\ud83d\""] {
        message::<Value>(body, Reading::Strict).await;
    }
    for body in
        ["[1,]", "{a: 1}", "['a']", "[01]", "[1] 2", "\"\\u12\"", "\"a", "[+1]", "nul", "[1e]"]
    {
        let error = message::<Value>(body, Reading::Tolerant).await;
        assert!(error.starts_with("at `$"), "{error}");
    }
    let deep = "[".repeat(100_000);
    message::<Value>(&deep, Reading::Tolerant).await;
}

#[tokio::test]
async fn members_of_unions_are_corrected_if_none_takes_the_value() {
    let (payments, corrections) = tolerant::<Vec<Payment>>(
        r#"[{"type":"card","number":5,"next":{"type":"card","tags":null,"number":"1"}},{"type":"cash"}]"#,
    )
    .await;
    let card = |number: &str, next| Card { number: number.into(), tags: Vec::new(), next };
    let inner = Payment::Card(card("1", None));
    assert_eq!(payments[0], Payment::Card(card("5", Some(Box::new(inner)))));
    assert!(matches!(payments[1], Payment::Unknown(_)));
    let paths: Vec<&str> = corrections.iter().filter_map(|text| text.split('`').nth(1)).collect();
    assert_eq!(paths, ["$[0].next.tags", "$[0].number", "$[0].tags"]);

    let body = r#"{"type":"account","balance":null}"#;
    let (unknown, corrections) = tolerant::<Payment>(body).await;
    assert_eq!(unknown, Payment::Unknown(serde_json::from_str(body).unwrap()));
    assert_eq!(corrections, Vec::<String>::new());
    let filled = read::<Payment>(body, Reading::FillIn).await.unwrap().into_body();
    assert_eq!(filled, Payment::Account(Account { balance: 0.0 }));
    let strict = read::<Payment>(body, Reading::Strict).await.unwrap().into_body();
    assert!(matches!(strict, Payment::Unknown(_)));
}

#[tokio::test]
async fn an_error_says_which_item_and_the_others_can_be_had() {
    let body =
        r#"{"a": [{"name": "x", "pets": []}, {"name": ["secret"], "pets": []}, {"pets": []}]}"#;
    let error = read::<BTreeMap<String, Vec<Owner>>>(body, Reading::Tolerant).await.unwrap_err();
    let Error::Decode(failure) = error else { panic!("{error:?}") };
    assert_eq!(failure.error().path(), "$.a[1].name");
    let items = failure.items::<Owner>();
    assert_eq!(items.iter().filter(|item| item.is_ok()).count(), 2);
    assert_eq!(items[1].as_ref().unwrap_err().path(), "$.a[1].name");
    assert_eq!(items[2].as_ref().unwrap(), &nobody());
}

#[tokio::test]
async fn an_empty_body_is_an_empty_list_or_nothing() {
    for reading in [Reading::Tolerant, Reading::Strict] {
        assert_eq!(read::<Option<Owner>>("", reading).await.unwrap().into_body(), None);
        assert!(matches!(read::<Owner>("", reading).await.unwrap_err(), Error::Empty(_)));
    }
    assert_eq!(tolerant::<Vec<i64>>("").await.0, Vec::<i64>::new());
    assert_eq!(tolerant::<Value>("").await.0, Value::Null);
}

#[tokio::test]
async fn an_observer_sees_each_correction_of_what_the_call_returns() {
    let seen = Arc::new(Mutex::new(Vec::new()));
    let sink = seen.clone();
    let server = Server::json(200, r#"[{"name": "a"}]"#);
    let client = Builder::<Async>::new(&API).base_url(&server.url).on_correction(
        move |operation, correction| {
            sink.lock().unwrap().push(format!("{operation} {correction}"));
        },
    );
    let client: Client = client.build().unwrap();
    client.call(Get::<Vec<Owner>>(std::marker::PhantomData)).await.unwrap();
    let _ = client.call(Get::<Vec<i64>>(std::marker::PhantomData)).await.unwrap_err();
    let said = "get at `$[0].pets`: expected a list, got nothing, which was read as an empty list";
    assert_eq!(*seen.lock().unwrap(), [said]);
}

/// Nested unions, long names and many corrections take no more than a body of that size should.
#[tokio::test]
async fn a_second_reading_is_linear() {
    let start = std::time::Instant::now();
    let mut nested = String::from(r#"{"type":"card","number":1,"tags":null}"#);
    for _ in 0..60 {
        nested = format!(r#"{{"type":"card","number":1,"tags":null,"next":{nested}}}"#);
    }
    let (_, corrections) = tolerant::<Payment>(&nested).await;
    assert!(!corrections.is_empty());
    let key = "k".repeat(100_000);
    let items = "null,".repeat(20_000);
    let body = format!(r#"{{"{key}":[{items}null]}}"#);
    let (owners, corrections) = tolerant::<BTreeMap<String, Vec<Owner>>>(&body).await;
    assert_eq!(owners[&key].len(), 20_001);
    assert!(corrections.len() > 10_000);
    assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
}

/// An operation whose errors have fields that are not described.
struct Fail;

#[derive(Debug)]
#[allow(dead_code, reason = "it is only printed")]
struct Failed {
    code: String,
    unknown_fields: BTreeMap<String, Value>,
    payments: Vec<Payment>,
    colour: Colour,
}

impl std::fmt::Display for Failed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("failed")
    }
}

impl std::error::Error for Failed {}

impl crate::runtime::ErrorBody for Failed {
    fn decode(response: &Response) -> Option<Result<Self, crate::runtime::DecodeError>> {
        let all: Result<BTreeMap<String, Value>, _> = response.json();
        Some(all.map(|unknown_fields| Self {
            code: String::from("E-1 unknown_fields: {"),
            payments: unknown_fields.values().cloned().map(Payment::Unknown).collect(),
            unknown_fields,
            colour: Colour::Unknown("teal".into()),
        }))
    }
}

impl Operation for Fail {
    type Output = ();
    type Error = Failed;
    const INFO: &'static Info = Get::<()>::INFO;

    fn request(&self, _: &mut Request) {}

    fn decode(_: &Response) -> Option<Result<(), crate::runtime::DecodeError>> {
        None
    }
}

#[tokio::test]
async fn errors_print_nothing_that_is_not_described() {
    let secret = r#"{"innererror": {"a\"}": ["Server=secret)"], "b": "secret"}, "c": "secret"}"#;
    let headers = "x-api-key: secret\r\nset-cookie: secret\r\nauthorization: secret\r\n";
    let server = Server::raw(&format!(
        "HTTP/1.1 400 No\r\n{headers}content-length: {}\r\n\r\n{secret}",
        secret.len()
    ));
    let client = Builder::<Async>::new(&API).base_url(&server.url).build().unwrap();
    let error = client.call(Fail).await.unwrap_err();
    for printed in [format!("{error:?}"), format!("{error:#?}"), format!("{:?}", error.headers())] {
        assert!(!printed.contains("secret") && !printed.contains("innererror"), "{printed}");
    }
    let printed = format!("{error:?}");
    assert!(printed.contains("E-1 unknown_fields: {\", unknown_fields: {..}"), "{printed}");
    assert!(printed.contains("payments: [Unknown(..), Unknown(..)]"), "{printed}");
    assert!(printed.contains("colour: Unknown(\"teal\")"), "{printed}");
}
