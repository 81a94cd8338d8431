//! What generated code implements for an operation. In: arguments, and a response. Out: a request, and the decoded
//! response.

use super::api::Info;
use super::decode::DecodeError;
use super::error_body::ErrorBody;
use super::request::Request;
use super::response::Response;

/// An operation with its arguments: how to build the request and decode the response.
pub trait Operation {
    /// The output of a success.
    type Output;
    /// The documented errors.
    type Error: ErrorBody;
    /// The facts that do not depend on arguments.
    const INFO: &'static Info;

    /// Adds the arguments to the request.
    fn request(&self, request: &mut Request);

    /// Decodes a documented success; `None` if the response's status code is not one.
    fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>>;
}
