//! The client of this repository's description against a server on this machine. In: calls, async and blocking. Out: the
//! bytes that arrive at the server, and what the caller gets for its answers.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

mod client;
mod server;

mod errors;
mod mock;
mod operations;
mod pages;
mod repetition;
mod requests;
mod responses;
mod secrets;
mod transport;
