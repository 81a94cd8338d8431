//! A server for the tests of code that uses a client. In: the responses of each operation. Out: a server on a local
//! port, and the requests that it received.

use std::collections::VecDeque;
use std::fmt;
use std::marker::PhantomData;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderName};
use http::{HeaderMap, HeaderValue, StatusCode};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::Runtime;

use super::api::SchemeKind;
use super::builder::{BuildError, Builder};
use super::credential::Credential;
use super::mock_body::Sending;
use super::operation::Operation;
use super::received::Received;

/// An operation that a [`MockServer`] can respond to.
pub trait Mocked: Operation {
    /// A success with this output.
    fn success(output: &Self::Output) -> Reply;

    /// This documented error.
    fn failure(error: &Self::Error) -> Reply;
}

/// Changes a value within an expression: models have no setters for what only a server sends.
/// `Pet::new("Tom").with(|pet| pet.id = Some(1))` is one with an ID.
pub trait With: Sized {
    /// The value after the change.
    fn with(mut self, change: impl FnOnce(&mut Self)) -> Self {
        change(&mut self);
        self
    }
}

impl<T> With for T {}

/// A response of a [`MockServer`].
#[derive(Debug, Clone)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    resets: bool,
    breaks_off: bool,
}

impl Reply {
    /// A response without a body.
    ///
    /// # Panics
    ///
    /// The number is not a status code.
    #[allow(clippy::expect_used, reason = "a test is wrong then, and has to fail")]
    pub fn status(status: u16) -> Self {
        let status = StatusCode::from_u16(status).expect("a status code has three digits");
        let (headers, body) = (HeaderMap::new(), Bytes::new());
        Self { status, headers, body, resets: false, breaks_off: false }
    }

    /// No response: the connection is closed.
    pub fn reset() -> Self {
        Self { resets: true, ..Self::status(500) }
    }

    /// Sets a JSON body, as `application/json` unless a header sets another media type.
    ///
    /// # Panics
    ///
    /// The value cannot be JSON.
    #[allow(clippy::expect_used, reason = "a test is wrong then, and has to fail")]
    pub fn json<T: Serialize + ?Sized>(self, body: &T) -> Self {
        let body = serde_json::to_vec(body).expect("the body has to be JSON");
        self.content("application/json", body.into())
    }

    /// Sets a text body, as `text/plain` unless a header sets another media type.
    pub fn text(self, body: &str) -> Self {
        self.content("text/plain; charset=utf-8", Bytes::copy_from_slice(body.as_bytes()))
    }

    /// Sets a body of bytes, as `application/octet-stream` unless a header sets another media type.
    pub fn bytes(self, body: &[u8]) -> Self {
        self.content("application/octet-stream", Bytes::copy_from_slice(body))
    }

    /// Sets this header, in place of any other of its name.
    ///
    /// # Panics
    ///
    /// The name or the value is not valid in a header.
    #[allow(clippy::expect_used, reason = "a test is wrong then, and has to fail")]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        let name: HeaderName = name.parse().expect("a valid header name");
        self.headers.insert(name, value.parse().expect("a valid header value"));
        self
    }

    /// Closes the connection after the body, as if more of it were to come.
    pub fn break_off(self) -> Self {
        Self { breaks_off: true, ..self }
    }

    fn content(mut self, media_type: &'static str, body: Bytes) -> Self {
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(media_type));
        self.body = body;
        self
    }
}

/// A server for tests, on a local port. It stops when it is dropped.
///
/// Each operation has a method that returns its [`Mock`], which sets its responses and lists the requests that arrived.
/// A request without a response gets 501, with a text that explains why.
#[non_exhaustive]
pub struct MockServer {
    /// The URL, for [`Builder::base_url`].
    pub url: String,
    state: Arc<Mutex<State>>,
    runtime: Option<Runtime>,
}

/// The method of an operation, its path template and its name.
type Known = (&'static str, &'static str, &'static str);

struct State {
    routes: Vec<Route>,
}

struct Route {
    operation: Known,
    answers: VecDeque<Answer>,
    received: Vec<Received>,
}

struct Answer {
    reply: Reply,
    delay: Duration,
    /// How often it is still sent; `None` for no limit.
    times: Option<usize>,
}

/// What identifies the requests of the operation.
pub(crate) fn known<O: Mocked>() -> Known {
    (O::INFO.method, O::INFO.path, O::INFO.id)
}

/// A server for these operations.
#[allow(clippy::expect_used, reason = "a test cannot go on without its server")]
pub(crate) fn serve(operations: &[Known]) -> MockServer {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let runtime = runtime.expect("the server's thread");
    let (listener, address) = listener(&runtime).expect("a local port");
    let route =
        |known: &Known| Route { operation: *known, answers: VecDeque::new(), received: Vec::new() };
    let routes = operations.iter().map(route).collect();
    let state = Arc::new(Mutex::new(State { routes }));
    runtime.spawn(accept(listener, Arc::clone(&state)));
    MockServer { url: format!("http://{address}"), state, runtime: Some(runtime) }
}

/// The responses of an operation.
pub(crate) fn answers<O: Mocked>(server: &MockServer) -> Mock<'_, O> {
    Mock { server, delay: Duration::ZERO, times: None, operation: PhantomData }
}

/// The builder's settings for this server, with a test credential for each security scheme.
pub(crate) fn aim<M>(server: &MockServer, builder: Builder<M>) -> Builder<M> {
    let schemes = builder.settings.api.schemes;
    schemes.iter().fold(builder.base_url(&server.url), |builder, scheme| {
        let credential = match scheme.kind {
            SchemeKind::Basic => Credential::basic("user", "password"),
            _ => Credential::token("token"),
        };
        builder.credential(scheme.name, credential)
    })
}

/// The client from such settings.
#[allow(clippy::expect_used, reason = "a test cannot go on without its client")]
pub(crate) fn built<C>(client: Result<C, BuildError>) -> C {
    client.expect("the settings of a client for tests are complete")
}

impl Drop for MockServer {
    fn drop(&mut self) {
        // A plain drop blocks, and panics inside async code.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for MockServer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MockServer").field("url", &self.url).finish_non_exhaustive()
    }
}

/// The responses of a test server to one operation, and the requests that it received.
///
/// Responses are sent in the order in which they are set. One that is not limited by [`times`](Self::times) is sent to
/// all requests from then on, until another one replaces it.
pub struct Mock<'s, O> {
    server: &'s MockServer,
    delay: Duration,
    times: Option<usize>,
    operation: PhantomData<fn() -> O>,
}

impl<O: Mocked> Mock<'_, O> {
    /// Limits the next response that is set to this many requests, after which the one after it is sent.
    pub fn times(mut self, times: usize) -> Self {
        self.times = Some(times);
        self
    }

    /// Delays the next response that is set.
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    /// Responds with a success.
    pub fn respond(self, output: impl Into<O::Output>) -> Self {
        self.reply(O::success(&output.into()))
    }

    /// Responds with a documented error.
    pub fn respond_error(self, error: O::Error) -> Self {
        self.reply(O::failure(&error))
    }

    /// Closes the connection without a response.
    pub fn reset(self) -> Self {
        self.reply(Reply::reset())
    }

    /// Responds with any response.
    pub fn reply(mut self, reply: Reply) -> Self {
        let answer =
            Answer { reply, delay: std::mem::take(&mut self.delay), times: self.times.take() };
        let mut state = lock(&self.server.state);
        if let Some(route) = state.route(known::<O>()) {
            // A response without a limit would hide all later ones.
            if route.answers.back().is_some_and(|last| last.times.is_none()) {
                route.answers.pop_back();
            }
            route.answers.push_back(answer);
        }
        drop(state);
        self
    }

    /// The requests that arrived, in order.
    pub fn calls(&self) -> Vec<Received> {
        let mut state = lock(&self.server.state);
        state.route(known::<O>()).map(|route| route.received.clone()).unwrap_or_default()
    }
}

impl<O: Operation> fmt::Debug for Mock<'_, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mock").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

impl State {
    fn route(&mut self, operation: Known) -> Option<&mut Route> {
        self.routes.iter_mut().find(|route| route.operation == operation)
    }

    /// Records the request, and chooses the response.
    fn answer(&mut self, request: Received) -> (Reply, Duration) {
        let ranked = self.routes.iter_mut().filter_map(|route| {
            let (method, template, _) = route.operation;
            let rank = request.rank(template).filter(|_| request.method() == method)?;
            Some((rank, route))
        });
        // A literal path takes precedence over a templated one (OpenAPI 3.0.4, section 4.7.8.1).
        let Some((_, route)) = ranked.min_by(|(one, _), (other, _)| one.cmp(other)) else {
            return refuse(&request, "no operation has this method and path");
        };
        let request = request.with_template(route.operation.1);
        route.received.push(request.clone());
        while route.answers.front().is_some_and(|answer| answer.times == Some(0)) {
            route.answers.pop_front();
        }
        match route.answers.front_mut() {
            Some(answer) => {
                answer.times = answer.times.map(|times| times.saturating_sub(1));
                (answer.reply.clone(), answer.delay)
            }
            None => {
                let name = route.operation.2;
                let reason = format!(
                    "the mock server has no response for `{name}`, or none left: set one by `{name}().respond(…)`"
                );
                refuse(&request, &reason)
            }
        }
    }
}

fn refuse(request: &Received, reason: &str) -> (Reply, Duration) {
    let text = format!("`{} {}`: {reason}", request.method(), request.target());
    (Reply::status(501).text(&text), Duration::ZERO)
}

fn lock(state: &Mutex<State>) -> MutexGuard<'_, State> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

fn listener(runtime: &Runtime) -> std::io::Result<(TcpListener, SocketAddr)> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    listener.set_nonblocking(true)?;
    let address = listener.local_addr()?;
    let _entered = runtime.enter();
    Ok((TcpListener::from_std(listener)?, address))
}

async fn accept(listener: TcpListener, state: Arc<Mutex<State>>) {
    while let Ok((stream, _)) = listener.accept().await {
        tokio::spawn(connection(stream, Arc::clone(&state)));
    }
}

async fn connection(stream: TcpStream, state: Arc<Mutex<State>>) {
    let service = service_fn(|request| respond(request, &state));
    // An error closes this connection, which the client sees.
    let _ended = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
}

/// The response to a request; an error closes the connection without one.
async fn respond(
    request: http::Request<Incoming>,
    state: &Mutex<State>,
) -> Result<http::Response<Sending>, Box<dyn std::error::Error + Send + Sync>> {
    let (parts, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let (reply, delay) = lock(state).answer(Received::new(parts, body));
    tokio::time::sleep(delay).await;
    if reply.resets {
        return Err("the connection is closed on purpose".into());
    }
    let mut response =
        http::Response::new(Sending::new(reply.body, &reply.headers, reply.breaks_off));
    *response.status_mut() = reply.status;
    *response.headers_mut() = reply.headers;
    Ok(response)
}

/// Makes a [`MockServer`] respond to operations: the outputs that each `gives`, or `one_of` which it gives, and how it
/// `fails`. A response is a status, the kind of its body, the XML element, and a media type other than the usual one.
/// An operation may have a `cfg` condition.
macro_rules! mock {
    (@direct empty $status:literal $body:ident) => {{
        let () = $body;
        $crate::runtime::mock::Reply::status($status)
    }};
    (@direct $($other:tt)*) => {
        $crate::runtime::mock::mock!(@reply $($other)*)
    };
    (@pattern empty $enum:ident $variant:ident $body:ident) => {
        $crate::operations::$enum::$variant
    };
    (@pattern $kind:ident $enum:ident $variant:ident $body:ident) => {
        $crate::operations::$enum::$variant($body)
    };
    (@reply empty $status:literal $body:ident) => {
        $crate::runtime::mock::Reply::status($status)
    };
    (@reply $kind:ident $status:literal $body:ident $(($element:ident))? $($media:literal)?) => {
        $crate::runtime::mock::Reply::status($status).$kind($(&$crate::xml::$element,)? $body)
            $(.header("content-type", $media))?
    };
    (@one_of $value:ident) => { match *$value {} };
    (@one_of $value:ident $enum:ident {
        $($variant:ident $status:literal $kind:ident $(($element:ident))? $($media:literal)?),+
    }) => {
        match $value {
            $(
                $crate::runtime::mock::mock!(@pattern $kind $enum $variant body) => {
                    $crate::runtime::mock::mock!(@reply $kind $status body $(($element))? $($media)?)
                }
            )+
        }
    };
    ($(
        $(#[$condition:meta])*
        $method:ident: $operation:ident
        $(gives $status:literal $kind:ident $(($element:ident))? $($media:literal)?)?
        $(one_of $output:ident { $($outputs:tt)* })?
        $(fails $error:ident { $($errors:tt)* })?
        ;
    )*) => {
        impl $crate::runtime::mock::MockServer {
            /// A server without any responses yet.
            ///
            /// # Panics
            ///
            /// There is no free port.
            #[allow(clippy::new_without_default, reason = "it opens a port")]
            pub fn new() -> Self {
                $crate::runtime::mock::serve(&[
                    $(
                        $(#[$condition])*
                        $crate::runtime::mock::known::<$crate::operations::$operation>(),
                    )*
                ])
            }

            $(
                $(#[$condition])*
                #[doc = concat!("The responses to `", stringify!($method), "`.")]
                pub fn $method(
                    &self,
                ) -> $crate::runtime::mock::Mock<'_, $crate::operations::$operation> {
                    $crate::runtime::mock::answers(self)
                }
            )*
        }

        /// A client of the server, with a test credential wherever one is needed.
        impl From<&$crate::runtime::mock::MockServer> for $crate::Client {
            fn from(server: &$crate::runtime::mock::MockServer) -> Self {
                let builder = $crate::runtime::mock::aim(server, Self::builder());
                $crate::runtime::mock::built(builder.build())
            }
        }

        /// A client of the server, with a test credential wherever one is needed.
        #[cfg(feature = "blocking")]
        impl From<&$crate::runtime::mock::MockServer> for $crate::blocking::Client {
            fn from(server: &$crate::runtime::mock::MockServer) -> Self {
                let builder = $crate::runtime::mock::aim(server, Self::builder());
                $crate::runtime::mock::built(builder.build())
            }
        }

        $(
            $(#[$condition])*
            impl $crate::runtime::mock::Mocked for $crate::operations::$operation {
                fn success(output: &Self::Output) -> $crate::runtime::mock::Reply {
                    $($crate::runtime::mock::mock!(
                        @direct $kind $status output $(($element))? $($media)?
                    ))?
                    $($crate::runtime::mock::mock!(@one_of output $output { $($outputs)* }))?
                }

                fn failure(error: &Self::Error) -> $crate::runtime::mock::Reply {
                    $crate::runtime::mock::mock!(@one_of error $($error { $($errors)* })?)
                }
            }
        )*
    };
}

pub(crate) use mock;
