//! Connections that end while a client keeps them for its next request. In: many `POST`s. Out: none is done twice.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use crate::runtime::{
    Api, Async, Builder, Client, DecodeError, Info, Operation, Request, Response,
};

static API: Api = Api { user_agent: "dying", server: "https://h", variables: &[], schemes: &[] };

/// A `POST` whose body is its number.
struct Post(usize);

impl Operation for Post {
    type Output = ();
    type Error = std::convert::Infallible;
    const INFO: &'static Info =
        &Info { id: "post", method: "POST", path: "/", accept: "", security: &[] };

    fn request(&self, request: &mut Request) {
        request.json(&format!("{:06}", self.0));
    }

    fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
        response.status().is_success().then_some(Ok(()))
    }
}

/// How a connection ends after it has served some requests.
#[derive(Clone, Copy)]
enum End {
    /// At once, although it was to be kept alive.
    AtOnce,
    /// When the next request arrives, which is not read.
    Unread,
    /// After the next request was acted on, without a response.
    Unanswered,
}

/// Serves a connection; `acts` counts how often each call was acted on.
async fn serve(mut stream: TcpStream, number: usize, acts: &[AtomicU32]) -> std::io::Result<()> {
    let end = [End::AtOnce, End::Unread, End::Unanswered][number % 3];
    for _ in 0..=number % 4 {
        let Some(call) = read(&mut stream).await? else { return Ok(()) };
        acts[call].fetch_add(1, Ordering::SeqCst);
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await?;
    }
    match end {
        End::AtOnce => {}
        End::Unread => drop(stream.read(&mut [0]).await?),
        End::Unanswered => {
            if let Some(call) = read(&mut stream).await? {
                acts[call].fetch_add(1, Ordering::SeqCst);
            }
        }
    }
    Ok(())
}

/// The number in the next request; `None` at the end of the connection.
async fn read(stream: &mut TcpStream) -> std::io::Result<Option<usize>> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\"") {
        let mut chunk = [0; 1024];
        let length = stream.read(&mut chunk).await?;
        if length == 0 {
            return Ok(None);
        }
        bytes.extend_from_slice(&chunk[..length]);
    }
    let text = String::from_utf8(bytes).unwrap();
    Ok(text.trim_end_matches('"').rsplit('"').next().map(|number| number.parse().unwrap()))
}

#[tokio::test]
async fn no_post_is_done_twice() {
    const CALLS: usize = 400;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let acts: Arc<Vec<AtomicU32>> = Arc::new((0..CALLS).map(|_| AtomicU32::new(0)).collect());
    let (shared, connections) = (acts.clone(), AtomicUsize::new(0));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acts, number) = (shared.clone(), connections.fetch_add(1, Ordering::SeqCst));
            tokio::spawn(async move { drop(serve(stream, number, &acts).await) });
        }
    });
    let client: Client = Builder::<Async>::new(&API).base_url(url).build().unwrap();
    let mut failed = 0;
    for call in 0..CALLS {
        let result = client.call(Post(call)).await;
        match (result, acts[call].load(Ordering::SeqCst)) {
            (Ok(()), 1) => {}
            (Err(error), 0 | 1) if error.may_have_reached_server() => failed += 1,
            (Err(_), 0) => failed += 1,
            (result, acts) => panic!("call {call} was done {acts} times: {result:?}"),
        }
    }
    assert!((1..CALLS / 2).contains(&failed), "{failed} calls failed");
}
