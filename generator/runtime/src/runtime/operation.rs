//! What generated code states of one operation beside its facts. In: arguments, and what arrived. Out: a request, and
//! what the response means.

use super::api::Info;
use super::decode::DecodeError;
use super::request::Request;
use super::response::Response;

/// An operation with its arguments: how to ask, and what the answers mean.
pub trait Operation {
    /// What a success gives.
    type Output;
    /// The documented errors.
    type Error: ErrorBody;
    /// The facts that no argument changes.
    const INFO: &'static Info;

    /// Adds the arguments to the request.
    fn request(&self, request: &mut Request);

    /// Decodes a documented success; `None` when the response's status is not one.
    fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>>;
}

/// The documented errors of an operation.
pub trait ErrorBody: Sized {
    /// Decodes a documented error; `None` when the response's status is not one.
    fn decode(response: &Response) -> Option<Result<Self, DecodeError>>;
}

/// For an operation that documents no errors.
impl ErrorBody for std::convert::Infallible {
    fn decode(_: &Response) -> Option<Result<Self, DecodeError>> {
        None
    }
}
