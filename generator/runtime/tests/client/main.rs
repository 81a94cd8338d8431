//! The support code as part of a crate that is like a generated one, against a server on this machine. In: calls. Out:
//! the bytes that arrived, and what the caller got.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

// As in a generated crate, which adds methods to the types of the support code; here nobody uses all of it.
#[allow(dead_code, unused_imports, unreachable_pub, reason = "the files are those of the library")]
#[path = "../../src/runtime/mod.rs"]
pub mod runtime;

mod auth;
mod blocking;
mod builder;
mod decimal;
mod dying;
mod errors;
mod formatted;
mod integers;
mod load;
mod middleware;
mod models;
mod numbers;
mod oauth2;
mod pages;
mod params;
mod poll;
mod refused;
mod requests;
mod responses;
mod retries;
mod rules;
mod secrets;
mod server;
mod streams;
mod styles;
mod timer;
mod tokens;
mod tolerance;
mod transport;
mod uploads;
mod xml;
