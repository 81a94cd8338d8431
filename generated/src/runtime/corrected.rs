//! Responses with what was corrected in them. In: how the caller wants bodies to be read. Out: outputs, with the
//! corrections that they needed.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

use super::reading::{self, Correction, Reading};

/// What is shown each correction, with the name of the operation.
pub(super) type Observer = Arc<dyn Fn(&str, &Correction) + Send + Sync>;

/// How responses are read.
#[derive(Clone, Default)]
pub(super) struct Reader {
    pub(super) mode: Reading,
    pub(super) observer: Option<Observer>,
}

impl Reader {
    /// Reads the body of a response; returns what was corrected as well.
    pub(super) fn read<T>(&self, read: impl FnOnce() -> T) -> (T, Vec<Correction>) {
        reading::within(self.mode, read)
    }
}

/// The output of a call with the status code and the headers of its response, as an [`http::Response`], and what was
/// corrected in it.
#[derive(Debug, Clone)]
pub struct Decoded<T> {
    response: http::Response<T>,
    corrections: Vec<Correction>,
}

impl<T> Decoded<T> {
    pub(super) fn new(response: http::Response<T>, corrections: Vec<Correction>) -> Self {
        Self { response, corrections }
    }

    /// What in the body did not match the description, and was read nevertheless; see [`Reading`].
    pub fn corrections(&self) -> &[Correction] {
        &self.corrections
    }

    /// The output.
    pub fn into_body(self) -> T {
        self.response.into_body()
    }

    /// The status code and the headers, and the output.
    pub fn into_parts(self) -> (http::response::Parts, T) {
        self.response.into_parts()
    }

    /// The response without the corrections.
    pub fn into_http(self) -> http::Response<T> {
        self.response
    }
}

impl<T> Deref for Decoded<T> {
    type Target = http::Response<T>;

    fn deref(&self) -> &http::Response<T> {
        &self.response
    }
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.mode.fmt(f)
    }
}
