//! Bodies of several JSON values with anything or nothing between them, as some servers send events. In: chunks of the
//! body. Out: the values.

use std::marker::PhantomData;

use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;

use super::decode;
use super::stream::{Frames, Undecoded};

/// JSON values, one after the other, with or without line breaks between them.
#[derive(Debug)]
pub struct JsonValues<T> {
    held: BytesMut,
    /// How much of it belongs to the value that is not complete.
    seen: usize,
    /// How many objects and arrays are open there.
    depth: usize,
    is_quoted: bool,
    is_escaped: bool,
    item: PhantomData<fn() -> T>,
}

impl<T> Default for JsonValues<T> {
    fn default() -> Self {
        Self {
            held: BytesMut::new(),
            seen: 0,
            depth: 0,
            is_quoted: false,
            is_escaped: false,
            item: PhantomData,
        }
    }
}

/// What a byte is to the value before it.
enum Next {
    /// A part of it.
    Part,
    /// Its last byte.
    Last,
    /// The first byte after it.
    Behind,
}

impl<T> JsonValues<T> {
    fn next_of(&mut self, byte: u8) -> Next {
        if self.is_quoted {
            let ends = byte == b'"' && !self.is_escaped;
            self.is_escaped = byte == b'\\' && !self.is_escaped;
            self.is_quoted = !ends;
            return if ends && self.depth == 0 { Next::Last } else { Next::Part };
        }
        let is_begun = self.seen > 0;
        match byte {
            b'"' | b'{' | b'[' | b' ' | b'\t' | b'\r' | b'\n' | 0x1E
                if self.depth == 0 && is_begun =>
            {
                return Next::Behind;
            }
            b'"' => self.is_quoted = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => {
                self.depth = self.depth.saturating_sub(1);
                return if self.depth == 0 { Next::Last } else { Next::Part };
            }
            _ => {}
        }
        Next::Part
    }

    /// The next value.
    fn value(&mut self, is_end: bool) -> Option<Bytes> {
        if self.seen == 0 {
            let is_blank = |byte: &u8| byte.is_ascii_whitespace() || *byte == 0x1E;
            let blank = self.held.iter().take_while(|byte| is_blank(byte)).count();
            drop(self.held.split_to(blank));
        }
        while let Some(byte) = self.held.get(self.seen).copied() {
            let length = match self.next_of(byte) {
                Next::Part => {
                    self.seen += 1;
                    continue;
                }
                Next::Last => self.seen + 1,
                Next::Behind => self.seen,
            };
            self.seen = 0;
            return Some(self.held.split_to(length).freeze());
        }
        (is_end && !self.held.is_empty()).then(|| {
            (self.seen, self.depth, self.is_quoted) = (0, 0, false);
            self.held.split().freeze()
        })
    }
}

impl<T: DeserializeOwned> Frames for JsonValues<T> {
    type Item = T;

    fn push(&mut self, piece: Bytes) {
        self.held.extend_from_slice(&piece);
    }

    fn next(&mut self, is_end: bool) -> Option<Result<T, Undecoded>> {
        let value = self.value(is_end)?;
        Some(decode::json(&value).map_err(|error| {
            let text = String::from_utf8_lossy(&value).into_owned();
            Undecoded { text, error }
        }))
    }

    fn held(&self) -> usize {
        self.held.len()
    }
}
