//! Decoding of JSON, beside structs with serde's derive. In: 20,000 objects in 8 MB. Out: the time for all of them.
//!
//! `cargo bench -p clientsmith-runtime --bench decode`

#![allow(
    clippy::unwrap_used,
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "a benchmark may fail, and uses part of what the tests do"
)]

#[path = "../src/runtime/mod.rs"]
pub mod runtime;

use std::collections::BTreeMap;

use divan::Bencher;
use divan::counter::BytesCount;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

const OBJECTS: usize = 20_000;

fn main() {
    divan::main();
}

#[divan::bench]
fn with_object(bencher: Bencher<'_, '_>) {
    decode::<emitted::Order>(bencher);
}

#[divan::bench]
fn with_derive(bencher: Bencher<'_, '_>) {
    decode::<derived::Order>(bencher);
}

fn decode<T: DeserializeOwned>(bencher: Bencher<'_, '_>) {
    let body = body();
    bencher
        .counter(BytesCount::of_slice(&body))
        .bench(|| serde_json::from_slice::<Vec<T>>(&body).unwrap());
}

/// Every third object lacks an optional field and has `null` for another.
fn body() -> Vec<u8> {
    let order = |number: usize| {
        let mut order = json!({
            "id": format!("order-{number:08}"),
            "status": "shipped",
            "created_at": "2026-01-31T12:00:00Z",
            "total": number * 3,
            "weight": 12.5,
            "paid": true,
            "tags": ["new", "fragile"],
            "note": "Leave it with the neighbours, unless it rains; ring twice, and wait.",
            "customer": { "id": "customer-1", "name": "Ada", "email": "ada@example.com", "age": 36 },
            "address": { "street": "1 High Street", "city": "Ely", "zip": "CB7", "country": "GB" },
            "url": "https://example.com/orders/1",
        });
        if let (0, Value::Object(fields)) = (number % 3, &mut order) {
            fields.remove("weight");
            fields.insert("note".into(), Value::Null);
        }
        order
    };
    serde_json::to_vec(&(0..OBJECTS).map(order).collect::<Vec<Value>>()).unwrap()
}

/// The same structs, given what follows each of them.
macro_rules! structs {
    ($(#[$derive:meta])* $(unknown $unknown:ident: $rest:ty)?) => {
        $(#[$derive])*
        pub struct Order {
            pub id: String,
            pub status: String,
            pub created_at: String,
            pub total: i64,
            pub weight: Option<f64>,
            pub paid: bool,
            pub tags: Vec<String>,
            pub note: Option<String>,
            pub customer: Customer,
            pub address: Option<Address>,
            pub url: Option<String>,
            $(pub $unknown: $rest,)?
        }

        $(#[$derive])*
        pub struct Customer {
            pub id: String,
            pub name: Option<String>,
            pub email: Option<String>,
            pub age: Option<i32>,
            $(pub $unknown: $rest,)?
        }

        $(#[$derive])*
        pub struct Address {
            pub street: Option<String>,
            pub city: Option<String>,
            pub zip: Option<String>,
            pub country: Option<String>,
            $(pub $unknown: $rest,)?
        }
    };
}

/// As generated crates have them.
mod emitted {
    use super::*;
    use crate::runtime::object::object;

    structs!(unknown unknown_fields: BTreeMap<String, Value>);

    object! {
        Order:
        required id, status, created_at, total, paid, tags, customer;
        optional weight, note, address, url;
        unknown unknown_fields;
    }

    object! {
        Customer:
        required id;
        optional name, email, age;
        unknown unknown_fields;
    }

    object! {
        Address:
        optional street, city, zip, country;
        unknown unknown_fields;
    }
}

/// By hand.
mod derived {
    structs!(#[derive(serde::Deserialize)]);
}
