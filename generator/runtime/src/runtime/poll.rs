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
#[cfg(feature = "blocking")]
use super::error::TransportError;
use super::error::{DecodeFailure, Error, Failure};
use super::execute::execute;
use super::link::Target;
use super::operation::Operation;
use super::request::{Request, Settings};
use super::response::Response;
use super::retry::wanted_wait;
use super::tell::tell;
use super::time::BoxFuture;

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
/// `properties.provisioningState`. Dropping the future ends the requests, not the work.
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

impl<E: fmt::Debug> std::error::Error for PollError<E> {
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
            headers: request.overrides.clone(),
            settings,
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
    headers: HeaderMap,
    settings: Settings,
    original: Url,
    interval: Duration,
    state: FinalState,
}

impl Work {
    async fn run(self, request: Request) -> Result<End, End> {
        let method = request.info.method;
        let puts = matches!(method, "PUT" | "PATCH");
        let mut response = execute(self.inner.clone(), request).await.map_err(End::NotBegun)?;
        let mut place = match self.place(&response)? {
            // A change that is done at once may have links all the same.
            Some(_)
                if method == "PATCH"
                    && response.status() == StatusCode::OK
                    && !is_running(&state(&response)) =>
            {
                return Ok(End::Only(Box::new(response)));
            }
            Some(place) if response.status().is_success() => place,
            None if puts && is_running(&state(&response)) => Place::Original,
            _ => return Ok(End::Only(Box::new(response))),
        };
        let mut location = self.link(&response, "location")?;
        loop {
            let wait = wanted_wait(&response, &*self.inner.timer).unwrap_or(self.interval);
            self.inner.timer.sleep(wait).await;
            response = self.get(&place).await?;
            location = self.link(&response, "location")?.or(location);
            match (&place, location.take()) {
                (Place::Location(_), Some(target)) if is_redirect(response.status()) => {
                    let response = self.get(&Place::Location(target)).await?;
                    return Ok(End::Response(Box::new(response)));
                }
                (Place::Location(_), Some(target)) => place = Place::Location(target),
                (_, other) => location = other,
            }
            let state = state(&response);
            match place {
                Place::Location(_) if response.status() == StatusCode::ACCEPTED => {}
                Place::Monitor(_) | Place::Original if is_failure(&state) => {
                    return Ok(End::Failed(state, Box::new(response)));
                }
                Place::Monitor(_) | Place::Original if is_running(&state) => {}
                Place::Monitor(_) if response.status().is_success() && state.is_empty() => {
                    let reason = "the status monitor has no state".to_owned();
                    return Ok(End::Unclear(reason, Box::new(response)));
                }
                Place::Monitor(_) if response.status().is_success() => {
                    return self.result(method, location, response).await;
                }
                _ => return Ok(End::Response(Box::new(response))),
            }
        }
    }

    /// The result of work that a monitor says is done.
    async fn result(
        &self,
        method: &str,
        location: Option<Target>,
        monitor: Response,
    ) -> Result<End, End> {
        let value = value(&monitor);
        let resource = value.get("resourceLocation").and_then(Value::as_str);
        let resource = resource.map(|link| self.target(link, &monitor)).transpose()?;
        let place = match (self.state, location, resource) {
            (FinalState::Monitor, ..) => None,
            (FinalState::Original, ..) => Some(Place::Original),
            (FinalState::Usual, _, Some(target)) => Some(Place::Location(target)),
            (FinalState::Usual, ..) if matches!(method, "PUT" | "PATCH") => Some(Place::Original),
            // What is deleted is not there any more.
            (FinalState::Usual, ..) if method == "DELETE" => {
                return Ok(End::Response(Box::new(monitor.with_body(Bytes::new()))));
            }
            (_, Some(target), _) => Some(Place::Location(target)),
            _ => None,
        };
        let response = match place {
            Some(place) => self.get(&place).await?,
            None => monitor,
        };
        Ok(End::Response(Box::new(response)))
    }

    /// Where the response to the call says that the state is.
    fn place(&self, response: &Response) -> Result<Option<Place>, End> {
        for name in ["operation-location", "azure-asyncoperation"] {
            if let Some(target) = self.link(response, name)? {
                return Ok(Some(Place::Monitor(target)));
            }
        }
        if response.status() != StatusCode::ACCEPTED {
            return Ok(None);
        }
        Ok(self.link(response, "location")?.map(Place::Location))
    }

    /// Where the header leads, if the response has it.
    fn link(&self, response: &Response, header: &str) -> Result<Option<Target>, End> {
        let link = response.headers().get(header).and_then(|value| value.to_str().ok());
        link.map(|link| self.target(link, response)).transpose()
    }

    fn target(&self, link: &str, response: &Response) -> Result<Target, End> {
        Target::of(&self.inner, &self.original, link)
            .map_err(|reason| End::Unclear(reason, Box::new(response.clone())))
    }

    async fn get(&self, place: &Place) -> Result<Response, End> {
        let mut request = Request::new(self.info);
        request.settings = self.settings.clone();
        request.overrides.clone_from(&self.headers);
        request.expect(&self.inner.retry);
        match place {
            Place::Monitor(target) | Place::Location(target) => request.point_to(target),
            Place::Original => request.point_to(&Target::from(&self.original)),
        }
        execute(self.inner.clone(), request).await.map_err(End::Unknown)
    }
}

fn is_redirect(status: StatusCode) -> bool {
    matches!(status.as_u16(), 301..=303 | 307 | 308)
}

fn value(response: &Response) -> Value {
    response.json().unwrap_or_default()
}

/// The state that a response has; empty if it has none.
fn state(response: &Response) -> String {
    let value = value(response);
    let places = ["/status", "/properties/provisioningState", "/provisioningState"];
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
