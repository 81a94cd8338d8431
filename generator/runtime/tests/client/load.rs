//! Many calls through one client, to a server of which one answer in ten goes wrong. In: how many. Out: whether anything
//! was lost or done twice.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::runtime::{
    Api, Async, Builder, Client, DecodeError, Info, Operation, Request, Response, Retry,
};

static API: Api = Api { user_agent: "load", server: "https://h", variables: &[], schemes: &[] };

/// An operation of this method that names the call it is, with or without an `Idempotency-Key`.
macro_rules! operation {
    ($name:ident, $method:ident, $has_key:literal) => {
        struct $name(usize);

        impl Operation for $name {
            type Output = ();
            type Error = std::convert::Infallible;
            const INFO: &'static Info = &Info {
                id: "load",
                method: stringify!($method),
                path: "/",
                accept: "",
                security: &[],
            };

            fn request(&self, request: &mut Request) {
                request.header("x-call", &self.0);
                if $has_key {
                    request.idempotency_key("idempotency-key");
                }
            }

            fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
                let is_whole = response.body() == "whole";
                (response.status() == 200 && is_whole).then_some(Ok(()))
            }
        }
    };
}

operation!(Get, GET, false);
operation!(Post, POST, false);
operation!(PostWithKey, POST, true);

/// What the server saw.
struct Seen {
    requests: AtomicUsize,
    /// How often it acted on each call.
    acts: Vec<AtomicU32>,
    /// The key of each call under way that has one, which it acts on but once.
    keys: Mutex<HashMap<usize, String>>,
}

/// What came of the calls.
#[derive(Debug, Default)]
pub(crate) struct Report {
    pub(crate) requests: usize,
    pub(crate) failed: usize,
}

/// Makes the calls, of three kinds by turns, and fails if one is lost or done twice. `progress` hears of each that ended.
pub(crate) async fn run(calls: usize, concurrency: usize, progress: fn(usize)) -> Report {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let seen = Arc::new(Seen {
        requests: AtomicUsize::new(0),
        acts: (0..calls).map(|_| AtomicU32::new(0)).collect(),
        keys: Mutex::default(),
    });
    tokio::spawn(serve(listener, seen.clone()));
    let retry = Retry::default().max_attempts(12);
    let retry = retry.backoff(Duration::from_millis(5), Duration::from_millis(50));
    let builder = Builder::<Async>::new(&API).base_url(url).retry(retry);
    let client = builder.attempt_timeout(Duration::from_secs(2)).build().unwrap();
    let (next, failed) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let workers: Vec<_> = (0..concurrency)
        .map(|_| {
            let (client, seen) = (client.clone(), seen.clone());
            let (next, failed) = (next.clone(), failed.clone());
            tokio::spawn(async move {
                loop {
                    let call = next.fetch_add(1, Ordering::Relaxed);
                    if call >= calls {
                        break;
                    }
                    if !succeeds(&client, &seen, call).await {
                        failed.fetch_add(1, Ordering::Relaxed);
                    }
                    // What the server remembers is not to pass for what the client holds.
                    seen.keys.lock().unwrap().remove(&call);
                    progress(call);
                }
            })
        })
        .collect();
    for worker in workers {
        worker.await.unwrap();
    }
    for (call, acts) in seen.acts.iter().enumerate() {
        let acts = acts.load(Ordering::SeqCst);
        // What has no key and is no GET, the server must not be told twice.
        assert!(call.is_multiple_of(3) || acts <= 1, "call {call} was done {acts} times");
    }
    Report { requests: seen.requests.load(Ordering::SeqCst), failed: failed.load(Ordering::SeqCst) }
}

/// Makes one call. It may fail only if it cannot be made again, and then it says that it may have been done.
async fn succeeds(client: &Client, seen: &Seen, call: usize) -> bool {
    let result = match call % 3 {
        0 => client.call(Get(call)).await,
        1 => client.call(Post(call)).await,
        _ => client.call(PostWithKey(call)).await,
    };
    match result {
        Ok(()) => {
            let acts = seen.acts[call].load(Ordering::SeqCst);
            assert!(acts >= 1, "call {call} came to nothing");
            true
        }
        Err(error) => {
            assert!(call % 3 == 1, "call {call}: {error:?}");
            assert!(error.may_have_reached_server(), "call {call}: {error:?}");
            false
        }
    }
}

async fn serve(listener: TcpListener, seen: Arc<Seen>) {
    while let Ok((stream, _)) = listener.accept().await {
        let seen = seen.clone();
        tokio::spawn(async move { drop(connection(stream, &seen).await) });
    }
}

/// Answers the requests on a connection, until one goes wrong.
async fn connection(mut stream: TcpStream, seen: &Seen) -> std::io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut head, mut chunk) = (Vec::new(), [0; 2048]);
    loop {
        let length = stream.read(&mut chunk).await?;
        if length == 0 {
            return Ok(());
        }
        head.extend_from_slice(&chunk[..length]);
        if !head.ends_with(b"\r\n\r\n") {
            continue;
        }
        let text = String::from_utf8(std::mem::take(&mut head)).unwrap();
        let number = seen.requests.fetch_add(1, Ordering::SeqCst);
        // One in ten goes wrong, in four ways by turns.
        let fault = number.is_multiple_of(10).then_some(number / 10 % 4);
        if fault == Some(0) {
            let busy = b"HTTP/1.1 429 Busy\r\nretry-after: 0\r\ncontent-length: 0\r\n\r\n";
            stream.write_all(busy).await?;
            continue;
        }
        act(seen, &text);
        match fault {
            None => {
                stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwhole").await?;
            }
            // No answer.
            Some(1) => return Ok(()),
            // Half of one.
            Some(2) => {
                return stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nwh").await;
            }
            // None until the client gives up.
            _ => drop(stream.read(&mut chunk).await?),
        }
    }
}

/// Does what the request asks for; with a key that it knows it has done so before.
fn act(seen: &Seen, head: &str) {
    let header = |name: &str| head.lines().find_map(|line| line.strip_prefix(name));
    let call: usize = header("x-call: ").unwrap().parse().unwrap();
    if let Some(key) = header("idempotency-key: ") {
        let mut keys = seen.keys.lock().unwrap();
        match keys.get(&call) {
            Some(known) => {
                assert_eq!(known, key, "call {call} has two keys");
                return;
            }
            None => drop(keys.insert(call, key.to_owned())),
        }
    }
    seen.acts[call].fetch_add(1, Ordering::SeqCst);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_lost_or_done_twice() {
    let report = run(2_000, 64, |_| {}).await;
    // Some requests were sent again, and of the calls that cannot be made again some failed.
    assert!(report.requests > 2_000 && (10..200).contains(&report.failed), "{report:?}");
}
