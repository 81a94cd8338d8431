//! Long-running operations. In: a call whose response only says that the work has begun. Out: the result, after asking the
//! server for it as often as needed.

use std::fmt;
use std::future::IntoFuture;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use reqwest::Url;
use serde_json::Value;

use super::api::Info;
#[cfg(feature = "blocking")]
use super::blocking::{self, Blocking};
use super::call::{Call, decode};
use super::client::{Async, Inner};
use super::decode::DecodeError;
use super::error::{DecodeFailure, Error, Failure};
use super::execute::execute;
use super::link::Target;
use super::operation::Operation;
use super::request::{Request, Settings};
use super::response::Response;
use super::retry::wanted_wait;
use super::tell::tell;
use super::time::BoxFuture;
#[cfg(feature = "blocking")]
use super::transport_error::TransportError;

/// An operation whose work goes on after its response.
pub trait LongRunning: Operation {
    /// What the work results in.
    type Result: 'static;
    /// Where the result is.
    const FINAL: FinalState;
    /// The facts of the requests for the state.
    const STATE: Info = Info { method: "GET", accept: "application/json", ..*Self::INFO };

    /// Decodes the result.
    fn result(response: &Response) -> Result<Self::Result, DecodeError>;
}

/// Where the result of a long-running operation is, if a status monitor tells that the work is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FinalState {
    /// By the method: `PUT` and `PATCH` have it at their own URL, `DELETE` has none, and others have it at `Location` if
    /// there is one, or else at the monitor.
    Usual,
    /// At `Location`.
    Location,
    /// At the URL of the operation itself.
    Original,
    /// At the status monitor.
    Monitor,
}

/// A call that waits for the result of a long-running operation. From [`Call::poll`].
///
/// The server says where its state is: at `Operation-Location` or `Azure-AsyncOperation`, a status monitor; or else at
/// `Location`, where 202 means that the work goes on; or else at the operation's own URL, in
/// `properties.provisioningState`. A timeout of the call is one of each request. Dropping the future ends the requests,
/// not the work.
#[must_use = "a call is not sent until it is awaited, or `send` is called"]
pub struct Poll<M, O> {
    call: Call<M, O>,
    interval: Duration,
}

/// Why there is no result of a long-running operation.
#[derive(Debug)]
#[non_exhaustive]
pub enum PollError<E> {
    /// The call itself failed.
    Call(Error<E>),
    /// The work has begun, and a request for its state failed.
    State(Error<E>),
    /// The work has begun, and the server does not say what its state is.
    Unclear {
        /// What is wrong with the response: a link that cannot be followed, or no state.
        reason: String,
        /// The response.
        response: Box<Response>,
    },
    /// The work ended without a result.
    Ended {
        /// Its last state, such as `Failed` or `Canceled`.
        state: String,
        /// The response with that state.
        response: Box<Response>,
    },
}

impl<E> fmt::Display for PollError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::State(error) => {
                write!(f, "the work has begun, and its state is unknown: {error}")
            }
            Self::Unclear { reason, response } => {
                write!(
                    f,
                    "{}: the work has begun, and its state is unknown: {reason}",
                    response.operation()
                )
            }
            Self::Ended { state, response } => {
                write!(f, "{}: the work ended in the state {state:?}", response.operation())
            }
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for PollError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Call(error) | Self::State(error) => error.source(),
            Self::Unclear { .. } | Self::Ended { .. } => None,
        }
    }
}

impl<M, O: LongRunning> Call<M, O> {
    /// Waits for the result of the work, asking the server for it as often as needed.
    pub fn poll(self) -> Poll<M, O> {
        Poll { call: self, interval: Duration::from_secs(2) }
    }
}

impl<M, O: LongRunning> Poll<M, O> {
    /// Sets the time between two requests where the server does not, by `Retry-After`; 2 seconds by default.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.interval = interval;
        self
    }

    fn into_work(self) -> (M, BoxFuture<'static, End>) {
        let settings = self.call.request.settings.clone();
        let (mode, inner, request) = self.call.into_parts();
        let work = Work {
            original: request.url(&inner.base),
            inner,
            info: const { &O::STATE },
            settings,
            overrides: request.overrides.clone(),
            base: request.base.clone(),
            headers: request.headers.clone(),
            cookies: request.cookies.clone(),
            interval: self.interval,
            state: O::FINAL,
        };
        (mode, Box::pin(async { work.run(request).await.unwrap_or_else(|end| end) }))
    }
}

fn finish<O: LongRunning>(end: End) -> Result<O::Result, PollError<O::Error>> {
    let (response, has_begun) = match end {
        End::Only(response) => (response, false),
        End::Response(response) => (response, true),
        End::NotBegun(failure) => return Err(PollError::Call(failure.into())),
        End::Unknown(failure) => return Err(PollError::State(failure.into())),
        End::Unclear(reason, response) => return Err(PollError::Unclear { reason, response }),
        End::Failed(state, response) => return Err(PollError::Ended { state, response }),
    };
    let failed = if has_begun { PollError::State } else { PollError::Call };
    if response.status().is_success() {
        let read = || O::result(&response).or_else(|error| or_nothing::<O>(&response).ok_or(error));
        let (result, corrections) = response.reader.read(read);
        tell(&response.reader, O::INFO.id, &corrections);
        return result.map_err(|error| failed(Error::Decode(DecodeFailure::new(*response, error))));
    }
    Err(match decode::<O>(Ok((*response).clone())) {
        Err(error) => failed(error),
        Ok(_) => PollError::Ended { state: response.status().to_string(), response },
    })
}

/// The result that an empty body is, if there may be none.
fn or_nothing<O: LongRunning>(response: &Response) -> Option<O::Result> {
    let null = || response.clone().with_body(Bytes::from_static(b"null"));
    response.body().is_empty().then(null).and_then(|response| O::result(&response).ok())
}

impl<O: LongRunning> IntoFuture for Poll<Async, O>
where
    O::Error: 'static,
{
    type Output = Result<O::Result, PollError<O::Error>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let (_, work) = self.into_work();
        Box::pin(async { finish::<O>(work.await) })
    }
}

#[cfg(feature = "blocking")]
impl<O: LongRunning> Poll<Blocking, O> {
    /// Sends the requests and waits for the result.
    pub fn send(self) -> Result<O::Result, PollError<O::Error>> {
        let (mode, work) = self.into_work();
        let lost =
            || End::Unknown(Failure::Transport(TransportError::ended(O::INFO.id, false, true)));
        finish::<O>(blocking::run(&mode, work).unwrap_or_else(lost))
    }
}

/// How the requests end.
enum End {
    /// With the response to the call: the result, or an error.
    Only(Box<Response>),
    /// With the result, or with an error of the server's.
    Response(Box<Response>),
    /// Before there was a response to the call.
    NotBegun(Failure),
    /// Without a response to a request for the state.
    Unknown(Failure),
    /// At a response that does not lead on, for this reason.
    Unclear(String, Box<Response>),
    /// In a state that is a failure.
    Failed(String, Box<Response>),
}

/// Where the state is.
enum Place {
    Monitor(Target),
    Location(Target),
    Original,
}

/// What all requests for one result share. The end that is not the usual one is the error of its functions.
struct Work {
    inner: Arc<Inner>,
    info: &'static Info,
    /// What the requests have of the call's: its settings, and the headers of its caller.
    settings: Settings,
    overrides: HeaderMap,
    /// The operation's own server and URL, and what else is sent there.
    base: Option<Url>,
    original: Url,
    headers: HeaderMap,
    cookies: String,
    interval: Duration,
    state: FinalState,
}

impl Work {
    async fn run(self, request: Request) -> Result<End, End> {
        let method = request.info.method;
        let mut response = execute(self.inner.clone(), request).await.map_err(End::NotBegun)?;
        let Some(mut place) = self.begin(method, &response)? else {
            return Ok(End::Only(Box::new(response)));
        };
        let mut location = header(&response, "location");
        loop {
            let wait = wanted_wait(&response, &*self.inner.timer).unwrap_or(self.interval);
            self.inner.timer.sleep(wait).await;
            response = self.get(&place).await?;
            location = header(&response, "location").or(location);
            let status = response.status();
            if let Place::Location(_) = place {
                if status != StatusCode::ACCEPTED && !is_redirect(status) {
                    return Ok(End::Response(Box::new(response)));
                }
                if let Some(link) = location.take() {
                    place = Place::Location(self.target(&link, &response)?);
                    if is_redirect(status) {
                        response = self.get(&place).await?;
                        return Ok(End::Response(Box::new(response)));
                    }
                }
                continue;
            }
            if !status.is_success() {
                return Ok(End::Response(Box::new(response)));
            }
            let is_monitor = matches!(place, Place::Monitor(_));
            let state = if is_monitor { monitored(&response) } else { provisioned(&response) };
            if is_failure(&state) {
                return Ok(End::Failed(state, Box::new(response)));
            }
            if is_running(&state) {
                continue;
            }
            return match (is_monitor, state.is_empty()) {
                (false, _) => Ok(End::Response(Box::new(response))),
                (true, true) => Err(unclear("the status monitor has no state", &response)),
                (true, false) => self.result(method, location, response).await,
            };
        }
    }

    /// Where the response to the call says that the state is; `None` if it is the result, or an error.
    fn begin(&self, method: &str, response: &Response) -> Result<Option<Place>, End> {
        let status = response.status();
        let puts = matches!(method, "PUT" | "PATCH");
        let is_running = is_running(&provisioned(response));
        // A change that is done at once may have links all the same.
        let is_done = method == "PATCH" && status == StatusCode::OK && !is_running;
        if !status.is_success() || is_done {
            return Ok(None);
        }
        let monitor = ["operation-location", "azure-asyncoperation"];
        if let Some(link) = monitor.iter().find_map(|name| header(response, name)) {
            return self.target(&link, response).map(Place::Monitor).map(Some);
        }
        let is_accepted = status == StatusCode::ACCEPTED;
        match header(response, "location") {
            Some(link) if is_accepted => {
                self.target(&link, response).map(Place::Location).map(Some)
            }
            _ if puts && is_running => Ok(Some(Place::Original)),
            _ if is_accepted => {
                Err(unclear("the response does not say where the state is", response))
            }
            _ => Ok(None),
        }
    }

    /// The result of work that a monitor says is done.
    async fn result(
        &self,
        method: &str,
        location: Option<String>,
        monitor: Response,
    ) -> Result<End, End> {
        let value = value(&monitor);
        let resource = value.get("resourceLocation").and_then(Value::as_str);
        let link = match (self.state, location, resource) {
            (FinalState::Monitor, ..) => return Ok(End::Response(Box::new(monitor))),
            (FinalState::Original, ..) => None,
            (FinalState::Usual, _, Some(link)) => Some(link.to_owned()),
            (FinalState::Usual, ..) if matches!(method, "PUT" | "PATCH") => None,
            // What is deleted is not there any more.
            (FinalState::Usual, ..) if method == "DELETE" => {
                return Ok(End::Response(Box::new(monitor.with_body(Bytes::new()))));
            }
            (_, Some(link), _) => Some(link),
            _ => return Ok(End::Response(Box::new(monitor))),
        };
        let place = match link {
            Some(link) => Place::Location(self.target(&link, &monitor)?),
            None => Place::Original,
        };
        self.get(&place).await.map(|response| End::Response(Box::new(response)))
    }

    fn target(&self, link: &str, response: &Response) -> Result<Target, End> {
        Target::of(&self.inner, &self.original, link).map_err(|reason| unclear(&reason, response))
    }

    async fn get(&self, place: &Place) -> Result<Response, End> {
        let mut request = Request::new(self.info);
        request.settings = self.settings.clone();
        request.overrides.clone_from(&self.overrides);
        request.base.clone_from(&self.base);
        request.expect(&self.inner.retry);
        match place {
            Place::Monitor(target) | Place::Location(target) => request.point_to(target),
            Place::Original => {
                request.headers.clone_from(&self.headers);
                request.cookies.clone_from(&self.cookies);
                request.point_to(&Target::from(&self.original));
            }
        }
        execute(self.inner.clone(), request).await.map_err(End::Unknown)
    }
}

fn unclear(reason: &str, response: &Response) -> End {
    End::Unclear(reason.to_owned(), Box::new(response.clone()))
}

fn header(response: &Response, name: &str) -> Option<String> {
    response.headers().get(name)?.to_str().ok().map(str::to_owned)
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301..=303 | 307 | 308)
}

fn value(response: &Response) -> Value {
    response.json().unwrap_or_default()
}

/// The state that a status monitor has; empty if it has none.
fn monitored(response: &Response) -> String {
    state(response, &["/status", "/properties/provisioningState"])
}

/// The state that a resource has, which may have another `status` of its own; empty if it has none.
fn provisioned(response: &Response) -> String {
    state(response, &["/properties/provisioningState"])
}

fn state(response: &Response, places: &[&str]) -> String {
    let value = value(response);
    let state = places.iter().find_map(|place| value.pointer(place)?.as_str());
    state.unwrap_or_default().to_owned()
}

fn is_failure(state: &str) -> bool {
    ["failed", "canceled", "cancelled"].iter().any(|failure| state.eq_ignore_ascii_case(failure))
}

/// Whether the state is one that another follows.
fn is_running(state: &str) -> bool {
    !state.is_empty() && !is_failure(state) && !state.eq_ignore_ascii_case("succeeded")
}
