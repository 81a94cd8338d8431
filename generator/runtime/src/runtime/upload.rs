//! Content that may be large: a request body, or the content of a file. In: bytes, or a source of them. Out: a stream
//! that can be opened for each attempt, without buffering.

use std::fmt;
use std::hash::{Hash, Hasher};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use tokio::io::AsyncRead;
use tokio_util::io::ReaderStream;

use super::request::{BodySource, Request};
use super::time::{BoxError, BoxFuture, MaybeSend};
use super::upload_body::{Part, Pieces, Sending, body};

/// Bytes to be sent: in memory, or read while they are sent.
///
/// Content that is read while it is sent is never in memory as a whole. With a known length it has a `Content-Length`,
/// and otherwise it is sent in chunks. (A browser streams no body: there the content is read completely first.)
///
/// Bytes, files by their path and the streams of a function ([`from_fn`](Self::from_fn)) can be sent again. All else
/// can be read once: after any of it was read, the call is not retried, whatever the retry settings, and returns the
/// outcome of that attempt. Content that is read while it is sent follows no redirect: the call returns the redirect as
/// its response.
#[derive(Clone)]
pub struct Upload {
    content: Content,
    /// The length that the caller sets.
    length: Option<u64>,
}

#[derive(Clone)]
enum Content {
    Held(Bytes),
    /// Opened again for each attempt.
    Made(Arc<Make>),
    Once(Arc<Once>),
}

/// The chunks, and the length if it is known.
pub(super) type Opened = (Pieces, Option<u64>);

/// Creates the chunks for an attempt.
struct Make(Box<dyn Fn() -> BoxFuture<'static, Result<Opened, BoxError>> + Send + Sync>);

impl Upload {
    /// Sends the items of the stream, as they become ready. Each is bytes, a `Vec<u8>` or a string; an error fails the
    /// call.
    pub fn stream<S, B, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        let reading = Reading { pieces: pieces(stream), attempt: 0, has_begun: false };
        Self { content: Content::Once(Arc::new(Once(Mutex::new(reading)))), length: None }
    }

    /// Sends the stream that the function returns, which is called again for each retry.
    pub fn from_fn<S, B, E>(make: impl Fn() -> S + Send + Sync + 'static) -> Self
    where
        S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        Self::made(move || {
            let pieces = pieces(make());
            Box::pin(async { Ok((pieces, None)) })
        })
    }

    /// Sends what is read, as it becomes ready. (For a `std::io::Read` there is `Upload::reader`.)
    pub fn async_reader(reader: impl AsyncRead + MaybeSend + 'static) -> Self {
        Self::stream(ReaderStream::with_capacity(reader, 1 << 16))
    }

    /// Sets how many bytes a stream or reader has. One that has fewer fails the call, and so does one that has more
    /// ready; further ones are not awaited.
    pub fn length(mut self, length: u64) -> Self {
        self.length = Some(length);
        self
    }

    pub(super) fn made(
        make: impl Fn() -> BoxFuture<'static, Result<Opened, BoxError>> + Send + Sync + 'static,
    ) -> Self {
        Self { content: Content::Made(Arc::new(Make(Box::new(make)))), length: None }
    }

    /// The bytes, if they are in memory.
    pub(super) fn held(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Held(bytes) => Some(bytes),
            Content::Made(_) | Content::Once(_) => None,
        }
    }

    /// Opens the content, for one attempt.
    pub(super) async fn open(self) -> Result<Part, BoxError> {
        let (pieces, length) = match self.content {
            Content::Held(bytes) => return Ok(Part::Held(bytes)),
            Content::Made(make) => (make.0)().await?,
            Content::Once(once) => (Once::lend(once)?, None),
        };
        Ok(Part::Read { pieces, left: self.length.or(length) })
    }

    /// Whether it cannot be read again.
    pub(super) fn is_spent(&self) -> bool {
        matches!(&self.content, Content::Once(once) if once.reading().has_begun)
    }

    /// What identifies a stream.
    fn address(&self) -> usize {
        match &self.content {
            Content::Held(_) => 0,
            Content::Made(make) => Arc::as_ptr(make).addr(),
            Content::Once(once) => Arc::as_ptr(once).addr(),
        }
    }
}

fn pieces<S, B, E>(stream: S) -> Pieces
where
    S: Stream<Item = Result<B, E>> + MaybeSend + 'static,
    B: Into<Bytes>,
    E: Into<BoxError>,
{
    struct Converted<S>(Pin<Box<S>>);

    impl<S, B, E> Stream for Converted<S>
    where
        S: Stream<Item = Result<B, E>>,
        B: Into<Bytes>,
        E: Into<BoxError>,
    {
        type Item = Result<Bytes, BoxError>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<Self::Item>> {
            let piece = self.0.as_mut().poll_next(context);
            piece.map(|piece| Some(piece?.map(Into::into).map_err(Into::into)))
        }
    }

    Box::pin(Converted(Box::pin(stream)))
}

/// A stream that can be read once. Attempts that read nothing of it leave it to the next one.
struct Once(Mutex<Reading>);

struct Reading {
    pieces: Pieces,
    /// The number of the attempt that may read it.
    attempt: u64,
    has_begun: bool,
}

impl Once {
    fn reading(&self) -> MutexGuard<'_, Reading> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lend(once: Arc<Self>) -> Result<Pieces, BoxError> {
        let mut reading = once.reading();
        if reading.has_begun {
            return Err("it was read before, and cannot be read again".into());
        }
        reading.attempt += 1;
        let attempt = reading.attempt;
        drop(reading);
        Ok(Box::pin(Lent { once, attempt }))
    }
}

/// A stream that one attempt reads.
struct Lent {
    once: Arc<Once>,
    attempt: u64,
}

impl Stream for Lent {
    type Item = Result<Bytes, BoxError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut reading = self.once.reading();
        if reading.attempt != self.attempt {
            return Poll::Ready(Some(Err("another attempt is reading it".into())));
        }
        reading.has_begun = true;
        reading.pieces.as_mut().poll_next(context)
    }
}

impl Request {
    /// Makes it the body.
    pub fn upload(&mut self, content_type: &'static str, body: &Upload) {
        self.upload_all(content_type, vec![body.clone()]);
    }

    /// Makes the concatenated pieces the body.
    pub(super) fn upload_all(&mut self, content_type: impl Into<Bytes>, parts: Vec<Upload>) {
        self.set_content_type(content_type);
        let held = if let [part] = parts.as_slice() { part.held() } else { None };
        if let Some(bytes) = held {
            self.body = Some(bytes.clone());
            return;
        }
        self.source = Some(Arc::new(Uploads { parts, has_failed: Arc::default() }));
    }
}

/// The pieces of a body.
struct Uploads {
    parts: Vec<Upload>,
    /// Whether reading it failed at the last attempt.
    has_failed: Arc<AtomicBool>,
}

impl BodySource for Uploads {
    fn open(&self) -> BoxFuture<'static, Result<reqwest::Body, BoxError>> {
        self.has_failed.store(false, Ordering::Relaxed);
        let (parts, has_failed) = (self.parts.clone(), self.has_failed.clone());
        Box::pin(async move {
            let mut sending = Sending::new(has_failed);
            for part in parts {
                sending.add(part.open().await?);
            }
            body(sending).await
        })
    }

    fn is_spent(&self) -> bool {
        self.parts.iter().any(Upload::is_spent)
    }

    fn has_failed(&self) -> bool {
        self.has_failed.load(Ordering::Relaxed)
    }
}

macro_rules! from_bytes {
    ($($bytes:ty),*) => {
        $(
            impl From<$bytes> for Upload {
                fn from(bytes: $bytes) -> Self {
                    Self { content: Content::Held(bytes.into()), length: None }
                }
            }
        )*
    };
}

from_bytes!(Bytes, BytesMut, Vec<u8>, Box<[u8]>, String, &'static str, &'static [u8]);

impl<const N: usize> From<&'static [u8; N]> for Upload {
    fn from(bytes: &'static [u8; N]) -> Self {
        bytes.as_slice().into()
    }
}

/// Bytes are compared; content that is read while it is sent is equal only to its clones.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Held(one), Content::Held(other)) => one == other,
            _ => self.address() == other.address(),
        }
    }
}

impl Eq for Upload {}

impl Hash for Upload {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match &self.content {
            Content::Held(bytes) => bytes.hash(state),
            _ => self.address().hash(state),
        }
    }
}

/// The content is omitted: it may be large, or readable only once.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.held().map(|bytes| u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        f.debug_struct("Upload")
            .field("is_held", &held.is_some())
            .field("length", &held.or(self.length))
            .finish()
    }
}
