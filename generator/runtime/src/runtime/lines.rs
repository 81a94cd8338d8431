//! Bodies of several JSON values: JSON lines (`application/jsonl`, `application/x-ndjson`), and JSON text sequences
//! (RFC 7464). In: chunks of the body. Out: the values.

use std::marker::PhantomData;

use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::decode::{self, DecodeError};
use super::stream::{Frames, Undecoded};

/// The record separator of RFC 7464.
const RECORD: u8 = 0x1E;

/// JSON values, one after the other.
#[derive(Debug)]
pub struct JsonLines<T> {
    separator: u8,
    held: BytesMut,
    /// How much of it is known to contain no separator.
    seen: usize,
    item: PhantomData<fn() -> T>,
}

impl<T> JsonLines<T> {
    /// A value on each line. The last line needs no line break, and blank lines are skipped.
    pub fn new() -> Self {
        Self { separator: b'\n', held: BytesMut::new(), seen: 0, item: PhantomData }
    }

    /// A value after each record separator (RFC 7464).
    pub fn sequence() -> Self {
        Self { separator: RECORD, ..Self::new() }
    }

    /// The next record, which may be empty.
    fn record(&mut self, is_end: bool) -> Option<Bytes> {
        let rest = self.held.get(self.seen..).unwrap_or_default();
        match rest.iter().position(|byte| *byte == self.separator) {
            Some(at) => {
                let record = self.held.split_to(self.seen + at);
                drop(self.held.split_to(1));
                self.seen = 0;
                Some(record.freeze())
            }
            None if is_end && !self.held.is_empty() => {
                self.seen = 0;
                Some(self.held.split().freeze())
            }
            None => {
                self.seen = self.held.len();
                None
            }
        }
    }
}

impl<T> Default for JsonLines<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T: DeserializeOwned> Frames for JsonLines<T> {
    type Item = T;

    fn push(&mut self, piece: Bytes) {
        self.held.extend_from_slice(&piece);
    }

    fn next(&mut self, is_end: bool) -> Option<Result<T, Undecoded>> {
        loop {
            let record = self.record(is_end)?;
            let text = record.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&record);
            if text.trim_ascii().is_empty() {
                continue;
            }
            // A number or a literal at the very end may be truncated (RFC 7464, section 2.4).
            let is_cut = self.separator == RECORD
                && !matches!(text.trim_ascii().last(), Some(b'}' | b']' | b'"'))
                && !text.last().is_some_and(u8::is_ascii_whitespace);
            let value = if is_cut {
                Err(DecodeError::new("$", "the value is truncated"))
            } else {
                decode::json(text)
            };
            return Some(value.map_err(|error| {
                let text = String::from_utf8_lossy(text).into_owned();
                Undecoded { text, error }
            }));
        }
    }

    fn held(&self) -> usize {
        self.held.len()
    }
}
