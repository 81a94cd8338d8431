//! The load of the test of this name, many times over. In: how many calls, at most how many at once. Out: how long it
//! takes and how much memory is in use meanwhile.
//!
//! `cargo bench -p clientsmith-runtime --bench load -- 100000 256`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "a benchmark may fail and print, and uses part of what the tests do"
)]

#[path = "../src/runtime/mod.rs"]
pub mod runtime;

#[path = "../tests/client/load.rs"]
mod load;

use std::time::Instant;

#[tokio::main]
async fn main() {
    let mut numbers = std::env::args().filter_map(|argument| argument.parse().ok());
    let (calls, concurrency) = (numbers.next().unwrap_or(100_000), numbers.next().unwrap_or(256));
    let start = Instant::now();
    let report = load::run(calls, concurrency, |call| {
        if call.is_multiple_of(10_000) {
            println!("call {call:>7}: {} KiB", resident().unwrap_or_default());
        }
    })
    .await;
    let load::Report { requests, failed } = report;
    println!("{calls} calls, {requests} requests, {failed} failed, {:.1?}", start.elapsed());
}

/// The memory in use, where the system tells.
fn resident() -> Option<String> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().trim_end_matches("kB").trim().to_owned())
}
