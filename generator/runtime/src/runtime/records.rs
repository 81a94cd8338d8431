//! Request bodies of several JSON values: JSON lines, and JSON text sequences (RFC 7464). In: a list of values, or a
//! source of them. Out: the body, read while it is sent unless it is a list.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_core::Stream;
use serde::Serialize;

use super::plain_numbers;
use super::request::Request;
use super::time::{BoxError, MaybeSend};
use super::upload::Upload;
#[cfg(not(target_arch = "wasm32"))]
use super::upload_file::Pulled;

/// The record separator of RFC 7464.
const RECORD: u8 = 0x1E;

/// JSON values to be sent one after the other: a list, or a stream of them.
///
/// A list can be sent again. A stream can be read once, like an [`Upload`].
#[derive(Debug, Clone)]
pub struct Records<T>(Items<T>);

#[derive(Debug, Clone)]
enum Items<T> {
    List(Vec<T>),
    Streamed {
        upload: Upload,
        /// Whether each value follows a separator, which is known when the operation takes them.
        is_sequence: Arc<AtomicBool>,
    },
}

impl<T: Serialize> Records<T> {
    /// Sends the values of the stream, as they become ready. An error fails the call.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + MaybeSend + 'static,
        E: Into<BoxError>,
    {
        let is_sequence = Arc::new(AtomicBool::new(false));
        let written = Written { values: Box::pin(stream), is_sequence: is_sequence.clone() };
        Self(Items::Streamed { upload: Upload::stream(written), is_sequence })
    }

    /// Sends the values of the iterator, as they become ready. It may block: it runs on a thread of its own.
    #[cfg(not(target_arch = "wasm32"))]
    pub fn iterator<I>(values: I) -> Self
    where
        I: IntoIterator<Item = T>,
        I::IntoIter: Send + 'static,
        T: Send + 'static,
    {
        Self::stream(Pulled::new(values.into_iter().map(Ok)))
    }
}

impl<T> From<Vec<T>> for Records<T> {
    fn from(values: Vec<T>) -> Self {
        Self(Items::List(values))
    }
}

impl<T, const N: usize> From<[T; N]> for Records<T> {
    fn from(values: [T; N]) -> Self {
        Self(Items::List(values.into()))
    }
}

impl<T> FromIterator<T> for Records<T> {
    fn from_iter<I: IntoIterator<Item = T>>(values: I) -> Self {
        Self(Items::List(values.into_iter().collect()))
    }
}

impl Request {
    /// Makes the values the body, each on a line.
    pub fn json_lines<T: Serialize>(&mut self, content_type: &'static str, values: &Records<T>) {
        self.records(content_type, values, false);
    }

    /// Makes the values the body, each after a record separator.
    pub fn json_sequence<T: Serialize>(&mut self, content_type: &'static str, values: &Records<T>) {
        self.records(content_type, values, true);
    }

    fn records<T: Serialize>(
        &mut self,
        content_type: &'static str,
        values: &Records<T>,
        sequence: bool,
    ) {
        match &values.0 {
            Items::List(values) => {
                let mut body = Vec::new();
                match values.iter().try_for_each(|value| write(&mut body, value, sequence)) {
                    Ok(()) => self.set_body(content_type, body.into()),
                    Err(source) => {
                        self.fail("failed to serialize the body as JSON", Some(source.into()))
                    }
                }
            }
            Items::Streamed { upload, is_sequence } => {
                is_sequence.store(sequence, Ordering::Relaxed);
                self.upload(content_type, upload);
            }
        }
    }
}

/// Adds a value as a line, or as an item of a sequence: `json-seq` is that with the separator before it.
fn write(body: &mut Vec<u8>, value: &impl Serialize, is_sequence: bool) -> serde_json::Result<()> {
    body.extend(is_sequence.then_some(RECORD));
    plain_numbers::write(&mut *body, value)?;
    body.push(b'\n');
    Ok(())
}

/// Values as they are sent.
struct Written<S> {
    values: Pin<Box<S>>,
    is_sequence: Arc<AtomicBool>,
}

impl<S, T, E> Stream for Written<S>
where
    S: Stream<Item = Result<T, E>>,
    T: Serialize,
    E: Into<BoxError>,
{
    type Item = Result<Bytes, BoxError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let is_sequence = self.is_sequence.load(Ordering::Relaxed);
        self.values.as_mut().poll_next(context).map(|value| {
            let mut body = Vec::new();
            Some(value?.map_err(Into::into).and_then(|value| {
                write(&mut body, &value, is_sequence)?;
                Ok(body.into())
            }))
        })
    }
}
