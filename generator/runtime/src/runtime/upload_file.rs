//! Files and other readers of the standard library, to be sent. In: what is read by waiting for it. Out: pieces, each
//! read on a thread that may wait.

#![cfg(not(target_arch = "wasm32"))]

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::{Receiver, channel};
use tokio::task::{JoinHandle, spawn_blocking};

use super::time::BoxError;
use super::upload::{Opened, Upload};

/// How much is read at once.
const BLOCK: usize = 1 << 16;
/// How many items may wait to be sent.
const AHEAD: usize = 8;

impl Upload {
    /// Sends the file, which is opened when the call is sent, and again when it is repeated.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path: Arc<PathBuf> = Arc::new(path.into());
        Self::made(move || {
            let path = path.clone();
            Box::pin(async move { spawn_blocking(move || open(&path)).await? })
        })
    }

    /// Sends what is read, as it comes. Reading may wait: it happens on a thread for that.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(Pulled::new(Blocks(reader)))
    }
}

/// From where it stands to the end that it has now. Its length is known, unless it is something like a pipe.
impl From<File> for Upload {
    fn from(file: File) -> Self {
        match rest(&file) {
            Some(length) => Self::reader(file.take(length)).length(length),
            None => Self::reader(file),
        }
    }
}

fn open(path: &PathBuf) -> Result<Opened, BoxError> {
    let file = File::open(path)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", path.display())))?;
    let length = rest(&file);
    let blocks = Blocks(file.take(length.unwrap_or(u64::MAX)));
    Ok((Box::pin(Pulled::new(blocks)), length))
}

/// How much of a file is left.
fn rest(file: &File) -> Option<u64> {
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mut file = file;
    metadata.len().checked_sub(file.stream_position().ok()?)
}

/// What a reader gives, as it comes.
struct Blocks<R>(R);

impl<R: Read> Iterator for Blocks<R> {
    type Item = Result<Bytes, BoxError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut block = vec![0; BLOCK];
        loop {
            match self.0.read(&mut block) {
                Ok(0) => return None,
                Ok(length) => {
                    block.truncate(length);
                    return Some(Ok(block.into()));
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Some(Err(error.into())),
            }
        }
    }
}

/// An iterator as a stream: its items are asked for on a thread that may wait, a few ahead of what is sent.
pub(super) struct Pulled<I: Iterator> {
    /// None from the first item on that is asked for.
    iterator: Option<I>,
    /// None before that, and after the last one.
    thread: Option<(Receiver<I::Item>, JoinHandle<()>)>,
}

impl<I: Iterator> Pulled<I> {
    pub(super) fn new(iterator: I) -> Self {
        Self { iterator: Some(iterator), thread: None }
    }
}

/// Nothing of it is pinned.
impl<I: Iterator> Unpin for Pulled<I> {}

impl<I, T> Stream for Pulled<I>
where
    I: Iterator<Item = Result<T, BoxError>> + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(mut iterator) = self.iterator.take() {
            let (sender, receiver) = channel(AHEAD);
            // It ends with the iterator, or when nobody waits for more.
            let pull = move || {
                while iterator.next().is_some_and(|item| sender.blocking_send(item).is_ok()) {}
            };
            self.thread = Some((receiver, spawn_blocking(pull)));
        }
        let Some((items, thread)) = &mut self.thread else { return Poll::Ready(None) };
        if let Some(item) = ready!(items.poll_recv(context)) {
            return Poll::Ready(Some(item));
        }
        // One that panics is no end.
        let end = ready!(Pin::new(thread).poll(context));
        self.thread = None;
        Poll::Ready(end.err().map(|error| Err(error.into())))
    }
}
