//! Bodies that are read while they are sent: how they arrive, and when they are sent again.

use std::collections::{BTreeMap, VecDeque};
use std::error::Error as _;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_core::Stream;

use crate::runtime::{
    AccessToken, Api, Async, Blocking, BoxError, BoxFuture, Builder, Client, DecodeError, Error,
    File, Info, Multipart, Operation, Records, Request, Response, Scheme, SchemeKind, Timer,
    TokenProvider, Upload,
};
use crate::server::{Server, status};
use crate::timer::TestTimer;

static API: Api = Api {
    user_agent: "test",
    server: "https://h",
    variables: &[],
    schemes: &[Scheme { name: "bearer", setter: "token", kind: SchemeKind::Bearer }],
};

const INFO: Info = Info { id: "put", method: "PUT", path: "/file", accept: "", security: &[] };

macro_rules! operation {
    ($name:ident, $body:ty, $info:expr, $request:expr) => {
        #[derive(Debug, Clone)]
        struct $name($body);

        impl Operation for $name {
            type Output = ();
            type Error = std::convert::Infallible;
            const INFO: &'static Info = &$info;

            fn request(&self, request: &mut Request) {
                $request(&self.0, request);
            }

            fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
                response.status().is_success().then_some(Ok(()))
            }
        }
    };
}

operation!(Put, Upload, INFO, |body, request: &mut Request| request
    .upload("application/octet-stream", body));
operation!(
    Authorized,
    Upload,
    Info { security: &[&["bearer"]], ..INFO },
    |body, request: &mut Request| request.upload("image/png", body)
);
operation!(Send, Vec<File>, INFO, |files, request: &mut Request| {
    let mut parts = Multipart::new();
    parts.value("name", "value");
    parts.files("file", files);
    request.multipart(parts);
});

operation!(Add, Records<BTreeMap<Key, u8>>, INFO, |values, request: &mut Request| request
    .json_sequence("application/json-seq", values));

/// The key of an object, or of none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(untagged)]
enum Key {
    Text(&'static str),
    List([u8; 2]),
}

fn client(url: &str) -> Client {
    Builder::<Async>::new(&API).base_url(url).timer(TestTimer::default()).build().unwrap()
}

fn put(content: impl Into<Upload>) -> Put {
    Put(content.into())
}

fn no_content() -> String {
    status(204, &[])
}

/// A stream of what is there already.
struct Ready<E, T = Bytes>(VecDeque<Result<T, E>>);

impl<E: Unpin, T: Unpin> Stream for Ready<E, T> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.pop_front())
    }
}

fn stream(pieces: &[&'static str]) -> Ready<BoxError> {
    Ready(pieces.iter().map(|piece| Ok(Bytes::from(*piece))).collect())
}

#[tokio::test]
async fn bytes_come_in_many_types() {
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    let all: [Upload; 8] = [
        Bytes::from("abc").into(),
        BytesMut::from("abc").into(),
        Vec::from("abc").into(),
        Vec::from("abc").into_boxed_slice().into(),
        String::from("abc").into(),
        "abc".into(),
        b"abc".into(),
        b"abc".as_slice().into(),
    ];
    for upload in &all {
        assert_eq!(format!("{upload:?}"), "Upload { is_held: true, length: Some(3) }");
        assert_eq!(*upload, all[0]);
        client.call(put(upload.clone())).await.unwrap();
    }
    for request in server.requests() {
        assert_eq!(request.header("content-length"), Some("3"));
        assert_eq!(request.header("content-type"), Some("application/octet-stream"));
        assert_eq!(request.body, "abc");
    }
}

#[tokio::test]
async fn a_stream_goes_in_chunks_unless_its_length_is_known() {
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    client.call(put(Upload::stream(stream(&["one, ", "", "two"])))).await.unwrap();
    client.call(put(Upload::stream(stream(&["one, ", "two"])).length(8))).await.unwrap();
    client.call(put(Upload::async_reader(Cursor::new("one, two")).length(8))).await.unwrap();
    client.call(put(Upload::reader(Cursor::new("one, two")))).await.unwrap();
    client.call(put(Upload::stream(stream(&[])).length(0))).await.unwrap();
    let requests = server.requests();
    let lengths: Vec<_> = requests.iter().map(|it| it.header("content-length")).collect();
    assert_eq!(lengths, [None, Some("8"), Some("8"), None, Some("0")]);
    assert_eq!(requests[0].header("transfer-encoding"), Some("chunked"));
    assert!(requests[..4].iter().all(|request| request.body == "one, two"), "{requests:#?}");
}

#[tokio::test]
async fn a_stream_of_another_length_ends_the_call() {
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    for (length, reason) in [(2, "longer"), (4, "longer"), (6, "shorter")] {
        let upload = Upload::from_fn(|| stream(&["ab", "cde"])).length(length);
        let error = client.call(put(upload)).await.unwrap_err();
        let Error::Transport(error) = error else { panic!("{error}") };
        assert!(error.is_body());
        let mut causes =
            std::iter::successors(error.source(), |error: &&(dyn std::error::Error + 'static)| {
                (*error).source()
            });
        let reason = format!("it is {reason} than its declared length");
        assert!(causes.any(|cause| cause.to_string() == reason), "{error:?}");
    }
    assert_eq!(server.count(), 0, "no request was complete");
}

#[tokio::test]
async fn the_error_of_a_stream_is_the_callers_and_nothing_is_repeated() {
    let server = Server::raw(&no_content());
    let opened = Arc::new(AtomicUsize::new(0));
    let count = opened.clone();
    let upload = Upload::from_fn(move || {
        count.fetch_add(1, Ordering::SeqCst);
        Ready(VecDeque::from([Ok(Bytes::from("ab")), Err("the disk is gone")]))
    });
    let error = client(&server.url).call(put(upload)).await.unwrap_err();
    assert_eq!(error.to_string(), "put: the request body could not be read");
    assert!(error.may_have_reached_server());
    assert!(format!("{error:?}").contains("the disk is gone"), "{error:?}");
    assert_eq!(opened.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn pieces_arrive_before_the_stream_ends() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let (pieces, coming) = tokio::sync::mpsc::unbounded_channel();
    let (arrived, mut arrivals) = tokio::sync::mpsc::unbounded_channel();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut received = Vec::new();
        while !received.ends_with(b"0\r\n\r\n") {
            let mut block = [0; 1024];
            let length = stream.read(&mut block).unwrap();
            received.extend_from_slice(&block[..length]);
            arrived.send(String::from_utf8(received.clone()).unwrap()).unwrap();
        }
        stream.write_all(no_content().as_bytes()).unwrap();
    });
    /// A stream of what is still to come.
    struct Coming(tokio::sync::mpsc::UnboundedReceiver<&'static str>);

    impl Stream for Coming {
        type Item = Result<&'static str, BoxError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            self.0.poll_recv(context).map(|piece| piece.map(Ok))
        }
    }

    let call = tokio::spawn(client(&url).call(put(Upload::stream(Coming(coming)))).into_future());
    for piece in ["first", "second", "third"] {
        pieces.send(piece).unwrap();
        while !arrivals.recv().await.unwrap().contains(piece) {}
    }
    assert!(!call.is_finished());
    drop(pieces);
    call.await.unwrap().unwrap();
}

/// How many requests come of a call that is answered with 503 first.
async fn attempts(upload: Upload) -> (usize, Result<(), u16>) {
    let server = Server::sequence(vec![status(503, &[]), no_content()]);
    let result = client(&server.url).call(put(upload)).await;
    let bodies: Vec<String> = server.requests().into_iter().map(|it| it.body).collect();
    assert!(bodies.iter().all(|body| body == "abc"), "{bodies:?}");
    (server.count(), result.map_err(|error| error.status().unwrap().as_u16()))
}

#[tokio::test]
async fn only_what_can_be_read_again_is_sent_again() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"abc").unwrap();
    let path = file.path().to_owned();
    assert_eq!(attempts("abc".into()).await, (2, Ok(())));
    assert_eq!(attempts(Upload::from_fn(|| stream(&["a", "bc"]))).await, (2, Ok(())));
    assert_eq!(attempts(Upload::from_path(path)).await, (2, Ok(())));
    assert_eq!(attempts(Upload::stream(stream(&["a", "bc"]))).await, (1, Err(503)));
    assert_eq!(attempts(Upload::reader(&b"abc"[..])).await, (1, Err(503)));
    assert_eq!(attempts(std::fs::File::open(file.path()).unwrap().into()).await, (1, Err(503)));
}

/// Starts the server when the call waits for its next attempt.
struct Starting(String, std::sync::Mutex<Option<TcpListener>>);

impl Timer for Starting {
    fn elapsed(&self) -> Duration {
        Duration::ZERO
    }

    fn date(&self) -> std::time::SystemTime {
        std::time::SystemTime::UNIX_EPOCH
    }

    fn sleep(&self, _: Duration) -> BoxFuture<'static, ()> {
        let mut listener = self.1.lock().unwrap();
        if listener.is_none() {
            let bound = TcpListener::bind(&self.0).unwrap();
            *listener = Some(bound.try_clone().unwrap());
            std::thread::spawn(move || {
                let (mut stream, _) = bound.accept().unwrap();
                let mut received = Vec::new();
                while !received.ends_with(b"0\r\n\r\n") {
                    let mut block = [0; 1024];
                    let length = stream.read(&mut block).unwrap();
                    received.extend_from_slice(&block[..length]);
                }
                assert!(String::from_utf8(received).unwrap().contains("abc"));
                stream.write_all(no_content().as_bytes()).unwrap();
            });
        }
        Box::pin(std::future::ready(()))
    }
}

#[tokio::test]
async fn what_was_not_read_is_there_for_the_next_attempt() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let timer = Starting(address.clone(), std::sync::Mutex::default());
    let builder = Builder::<Async>::new(&API).base_url(format!("http://{address}"));
    let client = builder.timer(timer).build().unwrap();
    client.call(put(Upload::stream(stream(&["abc"])))).await.unwrap();
}

#[tokio::test]
async fn a_clone_of_what_was_read_is_not_sent() {
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    let first = put(Upload::stream(stream(&["abc"])));
    let second = first.clone();
    assert_eq!(first.0, second.0);
    assert_ne!(first.0, Upload::stream(stream(&["abc"])));
    client.call(first).await.unwrap();
    let error = client.call(second).await.unwrap_err();
    assert_eq!(error.to_string(), "put: nothing was sent: the request body could not be read");
    let reason = error.source().unwrap().to_string();
    assert_eq!(reason, "it was read before, and cannot be read again");
    let error = client.call(put(Upload::from_path("/no/such/file"))).await.unwrap_err();
    assert!(error.source().unwrap().to_string().starts_with("/no/such/file: "), "{error:?}");
    assert_eq!(server.count(), 1);
}

/// Gives `t1`, `t2` and so on.
struct Counting(AtomicUsize);

impl TokenProvider for Counting {
    fn token<'a>(&'a self, _: &'a reqwest::Client) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst) + 1;
        Box::pin(async move { Ok(AccessToken::new(format!("t{number}"))) })
    }
}

#[tokio::test]
async fn a_refused_token_is_forgotten_though_the_body_is_gone() {
    let server = Server::sequence(vec![status(401, &[]), no_content()]);
    let builder = Builder::<Async>::new(&API).base_url(&server.url);
    let client = builder.token_provider("bearer", Counting(AtomicUsize::new(0))).build().unwrap();
    let once = Upload::stream(stream(&["abc"]));
    let error = client.call(Authorized(once)).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 401);
    client.call(Authorized(Upload::from_fn(|| stream(&["abc"])))).await.unwrap();
    assert_eq!(server.headers("authorization"), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_redirect_is_not_followed_with_what_is_read_while_it_is_sent() {
    let server = Server::sequence(vec![status(307, &[("location", "/other")]), no_content()]);
    let client = Builder::<Async>::new(&API).base_url(&server.url);
    let client = client.http_client(reqwest::Client::new()).build().unwrap();
    let error = client.call(put(Upload::from_fn(|| stream(&["abc"])))).await.unwrap_err();
    assert_eq!(error.status().unwrap(), 307);
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn parts_are_read_while_they_are_sent() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"from a path").unwrap();
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    let held = || File::new("a", "held");
    let known = || File::new("b", Upload::from_path(file.path().to_owned()));
    let unknown = File::new("c", Upload::stream(stream(&["stre", "amed"])));
    assert!(format!("{unknown:?}").contains("Upload { is_held: false, length: None }"));
    client.call(Send(vec![held()])).await.unwrap();
    client.call(Send(vec![held(), known()])).await.unwrap();
    client.call(Send(vec![known(), unknown, held()])).await.unwrap();
    let requests = server.requests();
    let boundaries: Vec<&str> = requests
        .iter()
        .map(|it| it.header("content-type").unwrap().split_once("boundary=").unwrap().1)
        .collect();
    assert_eq!(boundaries[0], "part-boundary");
    assert_ne!(boundaries[1], boundaries[2]);
    let part = |boundary: &str, name: &str, content: &str| {
        format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n{content}\r\n"
        )
    };
    let (held, known) = (("a", "held"), ("b", "from a path"));
    let wanted = [vec![held], vec![held, known], vec![known, ("c", "streamed"), held]];
    for ((files, boundary), request) in wanted.iter().zip(boundaries).zip(&requests) {
        let files: String =
            files.iter().map(|(name, content)| part(boundary, name, content)).collect();
        let first = "Content-Disposition: form-data; name=\"name\"\r\n\r\nvalue\r\n";
        assert_eq!(request.body, format!("--{boundary}\r\n{first}{files}--{boundary}--\r\n"));
    }
    let lengths: Vec<_> = requests.iter().map(|it| it.header("content-length")).collect();
    let length = |index: usize| requests[index].body.len().to_string();
    assert_eq!(lengths, [Some(length(0).as_str()), Some(length(1).as_str()), None]);
}

#[test]
fn readers_are_sent_without_async_code() {
    let server = Server::raw(&no_content());
    let client = Builder::<Blocking>::new(&API).base_url(&server.url).build().unwrap();
    let content = "x".repeat(300_000);
    client.call(put(Upload::reader(Cursor::new(content.clone())))).send().unwrap();
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(content.as_bytes()).unwrap();
    file.seek(SeekFrom::Start(100_000)).unwrap();
    client.call(put(file)).send().unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("transfer-encoding"), Some("chunked"));
    assert_eq!(requests[0].body, content);
    assert_eq!(requests[1].header("content-length"), Some("200000"));
    assert_eq!(requests[1].body, content[100_000..]);
}

#[tokio::test]
async fn a_reader_that_panics_does_not_pass_for_one_that_ends() {
    struct Broken;

    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            panic!("it is broken")
        }
    }

    let server = Server::raw(&no_content());
    let reader = Cursor::new("abc").chain(Broken);
    let error = client(&server.url).call(put(Upload::reader(reader))).await.unwrap_err();
    assert!(matches!(error, Error::Transport(error) if error.is_body()));
    assert_eq!(server.count(), 0, "no request was complete");
}

#[tokio::test]
async fn values_of_a_sequence_are_written_as_they_come() {
    let server = Server::raw(&no_content());
    let client = client(&server.url);
    let (value, none) =
        (BTreeMap::from([(Key::Text("a"), 1)]), BTreeMap::from([(Key::List([1, 2]), 3)]));
    let all = [Ok(value.clone()), Ok(BTreeMap::new())];
    let values = Records::stream(Ready::<BoxError, _>(all.into()));
    client.call(Add(values.clone())).await.unwrap();
    client.call(Add([value.clone(), BTreeMap::new()].into())).await.unwrap();
    let requests = server.requests();
    assert_eq!(requests[0].header("transfer-encoding"), Some("chunked"));
    assert!(requests.iter().all(|request| request.body == "\u{1e}{\"a\":1}\n\u{1e}{}\n"));

    let error = client.call(Add(values)).await.unwrap_err();
    assert_eq!(error.to_string(), "put: nothing was sent: the request body could not be read");
    let error = client.call(Add(vec![none.clone()].into())).await.unwrap_err();
    assert_eq!(error.to_string(), "put: nothing was sent: failed to serialize the body as JSON");
    for last in [Ok(none), Err(BoxError::from("no more"))] {
        let values = Records::stream(Ready(VecDeque::from([Ok(value.clone()), last])));
        let error = client.call(Add(values)).await.unwrap_err();
        assert_eq!(error.to_string(), "put: the request body could not be read");
    }
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn middleware_sees_that_there_is_a_body_and_not_what_it_holds() {
    let server = Server::raw(&no_content());
    let builder = Builder::<Async>::new(&API).base_url(&server.url);
    let builder = builder.before(|_, request| {
        assert!(request.body().unwrap().as_bytes().is_none());
        Ok(())
    });
    let operation = put(Upload::stream(stream(&["abc"])).length(3));
    assert_eq!(format!("{operation:?}"), "Put(Upload { is_held: false, length: Some(3) })");
    builder.build().unwrap().call(operation).await.unwrap();
    assert_eq!(server.request().body, "abc");
}
