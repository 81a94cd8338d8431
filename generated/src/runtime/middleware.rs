//! The caller's own code around each attempt. In: the request that is about to be sent, and the outcome. Out: a changed
//! request, an error, or something noted elsewhere.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::fmt;
use std::time::Duration;

use reqwest::Url;

use super::api::Info;
use super::error::{Failure, Outcome};
use super::response::Response;
use super::time::BoxError;

/// Code that runs before and after each attempt of each call, such as for signing requests, metrics or logging.
///
/// The hooks see the request as it is sent, secrets included; headers with secrets are marked as sensitive, and their
/// `Debug` output hides them. Hooks run within the call's task, so they must not block.
pub trait Middleware: Send + Sync + 'static {
    /// Runs before an attempt, and may change the request; if it returns an error, nothing is sent.
    fn before(&self, attempt: &Attempt, request: &mut reqwest::Request) -> Result<(), BoxError> {
        let _ = (attempt, request);
        Ok(())
    }

    /// Runs after an attempt.
    fn after(&self, attempt: &Attempt, finished: &Finished<'_>) {
        let _ = (attempt, finished);
    }
}

/// A single attempt to send a request.
pub struct Attempt {
    info: &'static Info,
    number: u32,
    address: String,
    port: Option<u16>,
}

impl Attempt {
    pub(super) fn new(info: &'static Info, number: u32, url: &Url) -> Self {
        let address = url.host_str().unwrap_or_default().to_owned();
        Self { info, number, address, port: url.port_or_known_default() }
    }

    /// The facts about the operation: its name, its method (`http.request.method` in OpenTelemetry's conventions) and
    /// its path template (`url.template`).
    pub fn operation(&self) -> &'static Info {
        self.info
    }

    /// The number of the attempt, counted from one.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The host that the request is sent to (`server.address`).
    pub fn server_address(&self) -> &str {
        &self.address
    }

    /// The port that the request is sent to (`server.port`).
    pub fn server_port(&self) -> Option<u16> {
        self.port
    }
}

impl fmt::Debug for Attempt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Attempt")
            .field("operation", &self.info.id)
            .field("number", &self.number)
            .finish_non_exhaustive()
    }
}

/// The outcome of an attempt.
#[derive(Debug)]
pub struct Finished<'a> {
    outcome: &'a Outcome,
    duration: Duration,
}

impl<'a> Finished<'a> {
    pub(super) fn new(outcome: &'a Outcome, duration: Duration) -> Self {
        Self { outcome, duration }
    }

    /// The response, if one arrived, even if its body was incomplete.
    pub fn response(&self) -> Option<&'a Response> {
        match self.outcome {
            Ok(response) => Some(response),
            Err(Failure::Incomplete(error)) => Some(error.response()),
            Err(_) => None,
        }
    }

    /// Why no complete response arrived.
    pub fn error(&self) -> Option<&'a (dyn StdError + 'static)> {
        match self.outcome {
            Ok(_) => None,
            Err(Failure::NotSent(error)) => Some(&**error),
            Err(Failure::Transport(error)) => Some(&**error),
            Err(Failure::Incomplete(error)) => Some(&**error),
        }
    }

    /// How long it took, from the first byte sent to the last one received: the value of the metric
    /// `http.client.request.duration`.
    pub fn duration(&self) -> Duration {
        self.duration
    }

    /// The value of `error.type` in OpenTelemetry's conventions: the status code of an error, or one of `timeout`,
    /// `connect`, `transport`, `too_large`, `incomplete` and `not_sent`.
    pub fn error_type(&self) -> Option<Cow<'static, str>> {
        error_type(self.outcome)
    }
}

/// The value of `error.type` for the outcome.
pub(super) fn error_type(outcome: &Outcome) -> Option<Cow<'static, str>> {
    let name = match outcome {
        Ok(response) => {
            let status = response.status();
            let is_error = status.is_client_error() || status.is_server_error();
            return is_error.then(|| status.as_str().to_owned().into());
        }
        Err(Failure::NotSent(_)) => "not_sent",
        Err(Failure::Transport(error)) if error.is_connect() => "connect",
        Err(Failure::Transport(error)) if error.is_timeout() => "timeout",
        Err(Failure::Transport(_)) => "transport",
        Err(Failure::Incomplete(error)) if error.is_timeout() => "timeout",
        Err(Failure::Incomplete(error)) if error.is_too_large() => "too_large",
        Err(Failure::Incomplete(_)) => "incomplete",
    };
    Some(name.into())
}

/// A function as a middleware that runs before each attempt.
pub(super) struct Before<F>(pub(super) F);

impl<F> Middleware for Before<F>
where
    F: Fn(&Attempt, &mut reqwest::Request) -> Result<(), BoxError> + Send + Sync + 'static,
{
    fn before(&self, attempt: &Attempt, request: &mut reqwest::Request) -> Result<(), BoxError> {
        (self.0)(attempt, request)
    }
}

/// A function as a middleware that runs after each attempt.
pub(super) struct After<F>(pub(super) F);

impl<F: Fn(&Attempt, &Finished<'_>) + Send + Sync + 'static> Middleware for After<F> {
    fn after(&self, attempt: &Attempt, finished: &Finished<'_>) {
        (self.0)(attempt, finished);
    }
}
