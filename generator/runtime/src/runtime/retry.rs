//! Which calls are retried, and when. In: the outcome of an attempt. Out: how long to wait, or that it was the last.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::StatusCode;
use http::header::{DATE, RETRY_AFTER};

use super::error::{Failure, Outcome};
use super::response::Response;
use super::time::Timer;

/// Whether and when a call is retried.
///
/// Only what is safe to repeat is retried:
///
/// - Requests with an idempotent method (RFC 9110, section 9.2.2: `GET`, `HEAD`, `PUT`, `DELETE`, `OPTIONS`, `TRACE`),
///   and those with a documented `Idempotency-Key`, are retried after the status codes 408, 429, 500, 502, 503 and 504,
///   a broken connection, an incomplete response, and a timeout of the attempt.
/// - All other requests are retried only if the server has not acted on them: the connection could not be established,
///   the server refused the request unprocessed, as HTTP/2 can state, or it responded with 429 or 503 and
///   a valid `Retry-After`. An operation can have a rule of its own, see [`Repeat`].
/// - A body that is read while it is sent, and cannot be read again, allows no retry after the attempt that read it;
///   neither does a body that fails to be read.
///
/// The time between two attempts is random, between zero and a limit that doubles from attempt to attempt ("full
/// jitter"). `Retry-After` (RFC 9110, section 10.2.3), in seconds or as a date, takes precedence; if it exceeds
/// [`Retry::max_retry_after`], there is no retry, and the call returns the response. All calls of a client share a
/// retry budget, which failed retries use up and successful calls fill: a server that is down gets only a small share
/// of additional requests.
#[derive(Debug, Clone, PartialEq)]
pub struct Retry {
    attempts: u32,
    first_backoff: Duration,
    max_backoff: Duration,
    max_retry_after: Duration,
}

/// Three attempts; waits of up to half a second and then one second; a `Retry-After` of up to a minute is obeyed.
impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 3,
            first_backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            max_retry_after: Duration::from_secs(60),
        }
    }
}

impl Retry {
    /// Turns retries off.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets the maximum number of attempts, the first one included.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.attempts = attempts;
        self
    }

    /// Waits up to `first` before the second attempt, twice as long before each one after it, and never longer than
    /// `max`.
    pub fn backoff(mut self, first: Duration, max: Duration) -> Self {
        self.first_backoff = first;
        self.max_backoff = max;
        self
    }

    /// Obeys a `Retry-After` of up to this time.
    pub fn max_retry_after(mut self, time: Duration) -> Self {
        self.max_retry_after = time;
        self
    }

    /// Whether the requested time is short enough.
    pub(super) fn obeys(&self, retry_after: Duration) -> bool {
        retry_after <= self.max_retry_after
    }

    /// Whether there are retries at all.
    pub(super) fn repeats(&self) -> bool {
        self.attempts > 1
    }

    /// How long to wait after the attempt of this number, counted from one; `None` if there is no next attempt.
    pub(super) fn wait(&self, number: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if number >= self.attempts {
            return None;
        }
        match retry_after {
            Some(time) => self.obeys(time).then_some(time),
            None => Some(self.backoff_limit(number).mul_f64(fastrand::f64())),
        }
    }

    /// The maximum wait after the attempt of this number.
    fn backoff_limit(&self, number: u32) -> Duration {
        let doubled = 2_u32.checked_pow(number.saturating_sub(1));
        let time = doubled.and_then(|factor| self.first_backoff.checked_mul(factor));
        time.unwrap_or(self.max_backoff).min(self.max_backoff)
    }
}

/// When the request of an operation may be retried, regardless of the times and numbers in [`Retry`]. A request that
/// never reached the server always may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repeat {
    /// After 429 with `Retry-After`.
    RateLimited,
    /// After 429 or 503 with `Retry-After`, like `POST` and `PATCH`.
    Refused,
    /// After anything that another attempt may fix, like requests that are idempotent.
    Always,
}

/// Whether another attempt may succeed, and does no harm.
///
/// `asks` states whether the server asks for another attempt, by a `Retry-After` that is understood.
pub(super) fn is_worth_repeating(outcome: &Outcome, repeat: Repeat, asks: bool) -> bool {
    let always = repeat == Repeat::Always;
    match outcome {
        Ok(response) => match response.status() {
            _ if !always && !asks => false,
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::SERVICE_UNAVAILABLE => repeat >= Repeat::Refused,
            status => always && matches!(status.as_u16(), 408 | 500 | 502 | 504),
        },
        Err(Failure::Transport(error)) => !error.is_body() && (always || !error.was_sent()),
        Err(Failure::Incomplete(error)) => always && !error.is_too_large(),
        Err(Failure::NotSent(_)) => false,
    }
}

/// The wait of `Retry-After`: seconds, or a date, which is compared with the server's own clock if it sends the time.
pub(super) fn retry_after(outcome: &Outcome, timer: &dyn Timer) -> Option<Duration> {
    let response = outcome.as_ref().ok().filter(|response| !response.status().is_success())?;
    wanted_wait(response, timer)
}

/// How long `Retry-After` says to wait.
pub(super) fn wanted_wait(response: &Response, timer: &dyn Timer) -> Option<Duration> {
    let text = |name| response.headers().get(name)?.to_str().ok().map(str::trim);
    let date = |text| httpdate::parse_http_date(text).ok();
    let wanted = text(RETRY_AFTER)?;
    if !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(wanted.parse().unwrap_or(u64::MAX)));
    }
    let now = text(DATE).and_then(date).unwrap_or_else(|| timer.date());
    Some(date(wanted)?.duration_since(now).unwrap_or_default())
}

/// How many retries all calls of a client may use. The cost of a retry is returned with its success, and each call that
/// succeeds at once adds a little, so that only failures in a row use it up.
pub(super) struct Budget(AtomicU32);

impl Budget {
    const CAPACITY: u32 = 500;
    const COST: u32 = 5;

    pub(super) fn new() -> Self {
        Self(AtomicU32::new(Self::CAPACITY))
    }

    /// Pays for a retry, if there is enough.
    pub(super) fn spend(&self) -> bool {
        let pay = |tokens: u32| tokens.checked_sub(Self::COST);
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, pay).is_ok()
    }

    /// Records a success at the attempt of this number.
    pub(super) fn earn(&self, number: u32) {
        let gain = if number == 1 { 1 } else { Self::COST };
        let add = |tokens: u32| {
            (tokens < Self::CAPACITY).then(|| tokens.saturating_add(gain).min(Self::CAPACITY))
        };
        // An error only means that it is full.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}
