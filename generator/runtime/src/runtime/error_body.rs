//! What generated code implements for the documented errors of an operation. In: a response. Out: one of them.

use super::decode::DecodeError;
use super::response::Response;

/// The documented errors of an operation, each of which is an error of the standard library, too.
pub trait ErrorBody: std::error::Error + Send + Sync + Sized + 'static {
    /// Decodes a documented error; `None` if the response's status code is not one.
    fn decode(response: &Response) -> Option<Result<Self, DecodeError>>;
}

/// For an operation that documents no errors.
impl ErrorBody for std::convert::Infallible {
    fn decode(_: &Response) -> Option<Result<Self, DecodeError>> {
        None
    }
}
