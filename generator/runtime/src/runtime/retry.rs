//! Which calls are sent again, and when. In: what came of an attempt. Out: how long to wait, or that it is over.

use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use http::StatusCode;
use http::header::{DATE, RETRY_AFTER};

use super::error::{Failure, Outcome};
use super::time::Timer;

/// Whether and when a call is sent again.
///
/// Only what is safe to repeat is repeated:
///
/// - Methods that are idempotent (RFC 9110, section 9.2.2: `GET`, `HEAD`, `PUT`, `DELETE`, `OPTIONS`, `TRACE`), and
///   requests that carry the `Idempotency-Key` that the description knows, are sent again after the statuses 408, 429,
///   500, 502, 503 and 504, after a connection that broke, a response that broke off, and an attempt that took too long.
/// - All other requests are sent again only if the server has not acted on them: no connection to it could be made, it
///   refused the request unread, as HTTP/2 can say, or it answered 429 or 503 and said in `Retry-After` when to come
///   back. Operations can have rules of their own, see [`Repeat`].
/// - A body that was read while it was sent, and cannot be read again, ends the call with the attempt that read it; so
///   does one that ended in an error.
///
/// The time between two attempts is random, between nothing and a limit that doubles from attempt to attempt ("full
/// jitter"). `Retry-After` (RFC 9110, section 10.2.3) goes before it, in seconds or as a date; a server that asks for
/// more than [`Retry::max_retry_after`] is not asked again, and its answer is what the call gives. All calls of a
/// client share a budget, which retries that fail use up and calls that succeed fill: a server that is down gets no
/// more than a small share of requests on top.
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
    /// Sends nothing a second time.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sends a request this many times at most, the first time included.
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

    /// Whether a server that says so is given this time.
    pub(super) fn obeys(&self, retry_after: Duration) -> bool {
        retry_after <= self.max_retry_after
    }

    /// Whether anything is sent a second time.
    pub(super) fn repeats(&self) -> bool {
        self.attempts > 1
    }

    /// How long to wait before the attempt that follows the one of this number, counted from one; `None` when there is
    /// to be no other.
    pub(super) fn wait(&self, number: u32, retry_after: Option<Duration>) -> Option<Duration> {
        if number >= self.attempts {
            return None;
        }
        match retry_after {
            Some(time) => self.obeys(time).then_some(time),
            None => Some(self.backoff_limit(number).mul_f64(fastrand::f64())),
        }
    }

    /// How long the wait after the attempt of this number may be.
    fn backoff_limit(&self, number: u32) -> Duration {
        let doubled = 2_u32.checked_pow(number.saturating_sub(1));
        let time = doubled.and_then(|factor| self.first_backoff.checked_mul(factor));
        time.unwrap_or(self.max_backoff).min(self.max_backoff)
    }
}

/// After what the request of an operation may be sent again, whatever [`Retry`] says of times and numbers. What never
/// reached the server always may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Repeat {
    /// After 429 with `Retry-After`.
    RateLimited,
    /// After 429 or 503 with `Retry-After`, as `POST` and `PATCH` are.
    Refused,
    /// After whatever may end better at another attempt, as requests that are idempotent are.
    Always,
}

/// Whether another attempt may end better, and does no harm.
pub(super) fn is_worth_repeating(outcome: &Outcome, repeat: Repeat) -> bool {
    let always = repeat == Repeat::Always;
    match outcome {
        Ok(response) => match response.status() {
            _ if !always && !response.headers().contains_key(RETRY_AFTER) => false,
            StatusCode::TOO_MANY_REQUESTS => true,
            StatusCode::SERVICE_UNAVAILABLE => repeat >= Repeat::Refused,
            status => always && matches!(status.as_u16(), 408 | 500 | 502 | 504),
        },
        Err(Failure::Transport(error)) => !error.is_body() && (always || !error.was_sent()),
        Err(Failure::Incomplete(error)) => always && !error.is_too_large(),
        Err(Failure::NotSent(_)) => false,
    }
}

/// What `Retry-After` asks for: seconds, or a date, which is read by the server's own clock if it tells the time.
pub(super) fn retry_after(outcome: &Outcome, timer: &dyn Timer) -> Option<Duration> {
    let response = outcome.as_ref().ok().filter(|response| !response.status().is_success())?;
    let text = |name| response.headers().get(name)?.to_str().ok().map(str::trim);
    let date = |text| httpdate::parse_http_date(text).ok();
    let wanted = text(RETRY_AFTER)?;
    if !wanted.is_empty() && wanted.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(wanted.parse().unwrap_or(u64::MAX)));
    }
    let now = text(DATE).and_then(date).unwrap_or_else(|| timer.date());
    Some(date(wanted)?.duration_since(now).unwrap_or_default())
}

/// How many retries all calls of a client may spend. What a retry costs comes back with its success, and each call
/// that succeeds at once adds a little, so that only failures in a row run it down.
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

    /// Notes a success at the attempt of this number.
    pub(super) fn earn(&self, number: u32) {
        let gain = if number == 1 { 1 } else { Self::COST };
        let add = |tokens: u32| {
            (tokens < Self::CAPACITY).then(|| tokens.saturating_add(gain).min(Self::CAPACITY))
        };
        // An error only says that it is full.
        let _ = self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add);
    }
}
