//! Uploads of files and other readers of the standard library. In: a blocking source. Out: chunks, each read on a
//! thread that may block.

#![cfg(not(target_arch = "wasm32"))]

use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek};
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

use super::time::BoxError;
use super::upload::{Opened, Upload};

/// How many bytes are read at once.
const BLOCK: usize = 1 << 16;
/// How many items may be queued to be sent.
const AHEAD: usize = 16;

impl Upload {
    /// Sends the file, which is opened when the call is sent, and again for each retry.
    pub fn from_path(path: impl Into<PathBuf>) -> Self {
        let path: Arc<PathBuf> = Arc::new(path.into());
        Self::made(move || {
            let path = path.clone();
            Box::pin(async move { spawn_blocking(move || open(&path)).await? })
        })
    }

    /// Sends what is read, as it becomes ready. Reading may block: it runs on a thread of its own.
    pub fn reader(reader: impl Read + Send + 'static) -> Self {
        Self::stream(Pulled::new(Blocks(reader)))
    }
}

/// From the current position to the current end. The length is known, unless it is something like a pipe.
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

/// How many bytes of a file remain.
fn rest(file: &File) -> Option<u64> {
    let metadata = file.metadata().ok().filter(std::fs::Metadata::is_file)?;
    let mut file = file;
    metadata.len().checked_sub(file.stream_position().ok()?)
}

/// What a reader returns, as it becomes ready.
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

/// An iterator as a stream: its items are requested on a thread that may block, a few ahead of what is sent. The thread
/// is free while the stream waits for the server.
pub(super) struct Pulled<I: Iterator> {
    /// `None` while it is on the thread, and after the last item.
    iterator: Option<I>,
    away: Option<(Receiver<I::Item>, Thread<I>)>,
}

/// What returns the iterator after a batch, and the last item.
type Thread<I> = JoinHandle<Option<Back<I>>>;
type Back<I> = (I, <I as Iterator>::Item);

impl<I: Iterator> Pulled<I> {
    pub(super) fn new(iterator: I) -> Self {
        Self { iterator: Some(iterator), away: None }
    }
}

/// Produces items for as long as there is room for them. `None` after the last one.
fn pull<I: Iterator>(mut iterator: I, sender: &Sender<I::Item>) -> Option<Back<I>> {
    loop {
        let item = iterator.next()?;
        if let Err(TrySendError::Full(item) | TrySendError::Closed(item)) = sender.try_send(item) {
            return Some((iterator, item));
        }
    }
}

/// Nothing in it is pinned.
impl<I: Iterator> Unpin for Pulled<I> {}

impl<I, T> Stream for Pulled<I>
where
    I: Iterator<Item = Result<T, BoxError>> + Send + 'static,
    T: Send + 'static,
{
    type Item = Result<T, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(iterator) = self.iterator.take() {
            let (sender, receiver) = channel(AHEAD);
            self.away = Some((receiver, spawn_blocking(move || pull(iterator, &sender))));
        }
        let Some((items, thread)) = &mut self.away else { return Poll::Ready(None) };
        if let Some(item) = ready!(items.poll_recv(context)) {
            return Poll::Ready(Some(item));
        }
        let back = ready!(Pin::new(thread).poll(context));
        self.away = None;
        Poll::Ready(match back {
            Ok(Some((iterator, item))) => {
                self.iterator = Some(iterator);
                Some(item)
            }
            Ok(None) => None,
            // A panic is not a regular end.
            Err(error) => Some(Err(error.into())),
        })
    }
}
