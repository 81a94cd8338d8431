//! Calls whose response is not decoded. In: a call of any operation. Out: its response as received, or only its status
//! and headers.

use std::convert::Infallible;

use super::api::Info;
use super::call::Call;
use super::decode::DecodeError;
use super::operation::Operation;
use super::request::Request;
use super::response::Response;
use super::stream::{Chunks, Streamed};

/// An operation whose response is returned as received, whatever its status code. From [`Call::raw`].
#[derive(Debug, Clone)]
pub struct Raw<O>(pub(super) O);

/// An operation whose response needs no body. From [`Call::without_body`].
#[derive(Debug, Clone)]
pub struct WithoutBody<O>(pub(super) O);

impl<M, O: Operation> Call<M, O> {
    /// Returns the response as received, whatever its status code and its body; [`into_stream`](Call::into_stream)
    /// then returns it as a stream of bytes.
    pub fn raw(self) -> Call<M, Raw<O>> {
        let Self { operation, client, request } = self;
        Call { operation: Raw(operation), client, request }
    }

    /// Ignores the body of a success, for a server that sends none, or not the documented one.
    pub fn without_body(self) -> Call<M, WithoutBody<O>> {
        let Self { operation, client, request } = self;
        Call { operation: WithoutBody(operation), client, request }
    }
}

impl<O: Operation> Operation for Raw<O> {
    type Output = Response;
    type Error = Infallible;
    const INFO: &'static Info = O::INFO;

    fn request(&self, request: &mut Request) {
        self.0.request(request);
    }

    fn decode(response: &Response) -> Option<Result<Response, DecodeError>> {
        Some(Ok(response.clone()))
    }
}

impl<O: Operation> Streamed for Raw<O> {
    type Frames = Chunks;
    const ACCEPT: &'static str = O::INFO.accept;

    fn frames(_: &Response) -> Chunks {
        Chunks::default()
    }

    fn is_stream(_: &Response) -> bool {
        true
    }
}

impl<O: Operation> Operation for WithoutBody<O> {
    type Output = ();
    type Error = O::Error;
    const INFO: &'static Info = O::INFO;

    fn request(&self, request: &mut Request) {
        self.0.request(request);
    }

    fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
        let is_documented = || O::decode(response).is_some();
        (response.status().is_success() || is_documented()).then_some(Ok(()))
    }
}
