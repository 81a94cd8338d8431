//! A call: an operation to be sent. In: a client and an operation. Out: the operation's output, or an error.

use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use super::client::{Async, Client, Inner};
use super::corrected::Decoded;
use super::decode::DecodeError;
use super::error::{DecodeFailure, Error, ErrorResponse, Outcome};
use super::error_body::ErrorBody;
use super::execute::execute;
use super::link;
use super::operation::Operation;
use super::reading::{self, Reading};
use super::request::Request;
use super::response::Response;
use super::retry::Retry;
use super::tell::tell;
use super::time::BoxFuture;

type Answer<T, E> = Result<T, Error<E>>;

/// A call that has not been sent yet.
#[must_use = "a call is not sent until it is awaited, or `send` is called"]
pub struct Call<M, O> {
    pub(crate) operation: O,
    pub(super) client: Client<M>,
    pub(super) request: Request,
}

/// A call that returns the status and the headers of the response as well. From [`Call::with_response`].
#[must_use = "a call is not sent until it is awaited, or `send` is called"]
pub struct CallWithResponse<M, O>(pub(super) Call<M, O>);

impl<M: Clone> Client<M> {
    /// A call of any operation, even one that is not in the description.
    pub fn call<O: Operation>(&self, operation: O) -> Call<M, O> {
        Call::new(self.clone(), operation)
    }
}

impl<M, O: Operation> Call<M, O> {
    pub(super) fn new(client: Client<M>, operation: O) -> Self {
        Self { operation, client, request: Request::new(O::INFO) }
    }

    /// Sets the timeout of this call, in place of the client's.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.settings.timeout = Some(timeout);
        self
    }

    /// Sets the timeout of each attempt of this call, in place of the client's.
    pub fn attempt_timeout(mut self, timeout: Duration) -> Self {
        self.request.settings.attempt_timeout = Some(timeout);
        self
    }

    /// Sets when this call is retried, in place of the client's setting.
    pub fn retry(mut self, retry: Retry) -> Self {
        self.request.settings.retry = Some(Box::new(retry));
        self
    }

    /// Sets a header for this call, in place of any other header of this name.
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.request.override_header(name, value);
        self
    }

    /// Sends the request to where the server pointed, such as `Location` or the URL of a next page, in place of the
    /// operation's path and query. The link may be relative.
    ///
    /// A link to another host is an error, and nothing is sent: the credentials are for this server.
    pub fn at_link(mut self, link: impl Into<String>) -> Self {
        self.request.settings.link = Some(link.into());
        self
    }

    /// Sets how the body is read if it does not match the description, in place of the client's setting.
    pub fn reading(mut self, reading: Reading) -> Self {
        self.request.settings.reading = Some(reading);
        self
    }

    /// Sends no credential, even if the operation requires one.
    pub fn anonymous(mut self) -> Self {
        self.request.settings.is_anonymous = true;
        self
    }

    /// Sends path parameters even if they are empty, for a server for which the path is another one then. Without this,
    /// an empty one is an error.
    pub fn allow_empty_segments(mut self) -> Self {
        self.request.settings.may_have_empty_segments = true;
        self
    }

    /// Also returns the status and the headers of the response, and what was corrected in its body.
    pub fn with_response(self) -> CallWithResponse<M, O> {
        CallWithResponse(self)
    }

    /// The operation with its arguments, which any client sends by [`Client::call`], as often as needed: it can be
    /// cloned and stored. What is set of this call alone, such as its timeout, is not part of it.
    pub fn into_operation(self) -> O {
        self.operation
    }

    /// What is needed to carry out the call. Only the way of waiting is generic.
    pub(super) fn into_parts(mut self) -> (M, Arc<Inner>, Request) {
        self.request.expect(&self.client.inner.retry);
        self.operation.request(&mut self.request);
        self.client.inner.locate(&mut self.request);
        link::follow(&self.client.inner, &mut self.request);
        (self.client.mode, self.client.inner, self.request)
    }
}

impl<O: Operation> Call<Async, O> {
    /// Sends the request and waits for the response; awaiting the call does the same.
    pub async fn send(self) -> Result<O::Output, Error<O::Error>> {
        self.into_future().await
    }
}

impl<O: Operation> CallWithResponse<Async, O> {
    /// Sends the request and waits for the response; awaiting the call does the same.
    pub async fn send(self) -> Result<Decoded<O::Output>, Error<O::Error>> {
        self.into_future().await
    }
}

impl<O: Operation> IntoFuture for Call<Async, O> {
    type Output = Answer<O::Output, O::Error>;
    type IntoFuture = CallFuture<O>;

    fn into_future(self) -> Self::IntoFuture {
        CallFuture(self.with_response().into_future())
    }
}

impl<O: Operation> IntoFuture for CallWithResponse<Async, O> {
    type Output = Answer<Decoded<O::Output>, O::Error>;
    type IntoFuture = CallWithResponseFuture<O>;

    fn into_future(self) -> Self::IntoFuture {
        let (_, inner, request) = self.0.into_parts();
        CallWithResponseFuture { outcome: execute(inner, request), operation: PhantomData }
    }
}

/// The future of a [`Call`]. Nothing is sent before it is polled, and dropping it cancels the call.
#[must_use = "a call is not sent until it is awaited"]
pub struct CallFuture<O>(CallWithResponseFuture<O>);

/// The future of a [`CallWithResponse`]. Nothing is sent before it is polled, and dropping it cancels the call.
#[must_use = "a call is not sent until it is awaited"]
pub struct CallWithResponseFuture<O> {
    outcome: BoxFuture<'static, Outcome>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Operation> Future for CallFuture<O> {
    type Output = Answer<O::Output, O::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        Pin::new(&mut self.0).poll(context).map_ok(Decoded::into_body)
    }
}

impl<O: Operation> Future for CallWithResponseFuture<O> {
    type Output = Answer<Decoded<O::Output>, O::Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.outcome.as_mut().poll(context).map(decode::<O>)
    }
}

/// The arguments are omitted: they may contain secrets.
impl<M, O: Operation> fmt::Debug for Call<M, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// The arguments are omitted: they may contain secrets.
impl<M, O: Operation> fmt::Debug for CallWithResponse<M, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CallWithResponse").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// Decodes the response as the operation documents it for its status.
pub(super) fn decode<O: Operation>(outcome: Outcome) -> Answer<Decoded<O::Output>, O::Error> {
    let mut response = outcome?;
    let (found, corrections) = response.reader.read(|| find::<O>(&response));
    if matches!(found, Found::Output(_) | Found::Error(_)) {
        tell(&response.reader, O::INFO.id, &corrections);
    }
    Err(match found {
        Found::Output(output) => {
            return Ok(Decoded::new(response.into_http().map(|_| output), corrections));
        }
        Found::Error(error) => Error::Documented(ErrorResponse::new(error, response, corrections)),
        Found::Neither(error) if !response.status().is_success() => {
            response.mismatch = error.map(Box::new);
            Error::Undocumented(Box::new(response))
        }
        Found::Neither(Some(_)) if response.is_empty() => Error::Empty(Box::new(response)),
        Found::Neither(Some(error)) => Error::Decode(DecodeFailure::new(response, error)),
        Found::Neither(None) => Error::Undocumented(Box::new(response)),
    })
}

/// What a response is.
enum Found<T, E> {
    Output(T),
    Error(E),
    /// Something else, and why if its status code is documented.
    Neither(Option<DecodeError>),
}

fn find<O: Operation>(response: &Response) -> Found<O::Output, O::Error> {
    let is_success = response.status().is_success();
    let failure = match O::decode(response) {
        Some(Ok(output)) => return Found::Output(output),
        Some(Err(error)) => Some(error),
        None => None,
    };
    if failure.is_none() && is_success && reading::mode() != Reading::Strict {
        match other_success::<O>(response) {
            Some(Ok(output)) => return Found::Output(output),
            Some(Err(error)) if response.is_empty() => return Found::Neither(Some(error)),
            _ => {}
        }
    }
    match failure {
        Some(error) => Found::Neither(Some(error)),
        None => match O::Error::decode(response) {
            Some(Ok(error)) => Found::Error(error),
            Some(Err(error)) => Found::Neither(Some(error)),
            None => Found::Neither(None),
        },
    }
}

/// The response as a documented success of another status code, if one fits, or why the first one does not.
#[cold]
fn other_success<O: Operation>(response: &Response) -> Option<Result<O::Output, DecodeError>> {
    let mut failure = None;
    for code in 200..300 {
        let Ok(status) = http::StatusCode::from_u16(code) else { continue };
        match O::decode(&response.with_status(status)) {
            Some(Ok(output)) => return Some(Ok(output)),
            Some(Err(error)) => {
                failure.get_or_insert(error);
            }
            None => {}
        }
    }
    failure.map(Err)
}
