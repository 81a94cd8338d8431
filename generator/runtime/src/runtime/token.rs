//! Tokens that expire. In: the caller's token provider. Out: a valid token, which is replaced when it expires or the
//! server rejects it.

use std::error::Error as StdError;
use std::fmt;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::Poll;
use std::time::{Duration, SystemTime};

use http::StatusCode;
use reqwest::Url;
use secrecy::SecretString;
use tokio::sync::Mutex;

use super::api::Scheme;
use super::credential::{self, Credential, Place};
use super::retry::Retry;
use super::time::{BoxError, BoxFuture, MaybeSend, Timer};

/// A request for a token that takes longer than this is abandoned, and the next call starts a new one.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A provider of tokens: access tokens, or API keys that change.
///
/// A token is kept until shortly before it expires. It is replaced, once per call, when the server responds with 401.
/// Concurrent calls share one request for a token.
///
/// A function that returns a future of an [`AccessToken`] is a provider too.
pub trait TokenProvider: Send + Sync + 'static {
    /// Returns a token, or an error, whose message must contain no secret. `http` is the HTTP client of the calls,
    /// without their credentials.
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>>;

    /// Gets the server's URL, against which a relative URL of the provider is resolved. Nothing by default.
    fn set_server(&mut self, _url: &Url) {}
}

impl<F, R> TokenProvider for F
where
    F: Fn() -> R + Send + Sync + 'static,
    R: Future<Output = Result<AccessToken, BoxError>> + MaybeSend + 'static,
{
    fn token<'a>(&'a self, _: &'a reqwest::Client) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(self())
    }
}

/// A token, and when it expires. Its `Debug` output is `[redacted]`.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that is valid until the server rejects it.
    pub fn new(token: impl Into<String>) -> Self {
        Self { secret: SecretString::from(token.into()), lifetime: None }
    }

    /// Sets how long the token is valid, from now on.
    pub fn expires_in(mut self, time: Duration) -> Self {
        self.lifetime = Some(time);
        self
    }
}

impl fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<AccessToken> for Credential {
    fn from(token: AccessToken) -> Self {
        Self::secret(token.secret)
    }
}

/// Why there is no token: the source of the error of a call that needed one.
///
/// A provider that returns one with the status code 429 or 503 is called again, as often as [`Retry`] says.
#[derive(Debug, Clone)]
pub struct TokenError {
    message: String,
    status: Option<StatusCode>,
    retry_after: Option<Duration>,
}

impl TokenError {
    /// An error with this message, which must contain no secret.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), status: None, retry_after: None }
    }

    /// Sets the status code of the token endpoint's response, and the time that `Retry-After` says to wait.
    pub fn responded(mut self, status: StatusCode, retry_after: Option<Duration>) -> Self {
        (self.status, self.retry_after) = (Some(status), retry_after);
        self
    }

    /// The status code of the token endpoint's response, if there is one.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The same as an error of another call that waited for the same token.
    fn shared(error: &BoxError) -> Self {
        let same = error.downcast_ref::<Self>().cloned();
        same.unwrap_or_else(|| Self::new(error.to_string()))
    }

    /// How long to wait for the next request of a token; `None` if there is none.
    fn wait(&self, retry: &Retry, number: u32) -> Option<Duration> {
        let is_busy = matches!(self.status?.as_u16(), 429 | 503);
        is_busy.then(|| retry.wait(number, self.retry_after)).flatten()
    }
}

impl fmt::Display for TokenError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TokenError {}

/// The outcome of a provider, whose panic is an error of the call alone.
async fn unless_panics(
    token: &mut BoxFuture<'static, Result<AccessToken, BoxError>>,
) -> Result<AccessToken, BoxError> {
    poll_fn(|context| {
        let polled = catch_unwind(AssertUnwindSafe(|| token.as_mut().poll(context)));
        polled.unwrap_or_else(|_| Poll::Ready(Err("the token provider panicked".into())))
    })
    .await
}

/// A provider, and its last token.
pub(super) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    state: Mutex<State>,
    /// The same number as in the state, for calls that are about to wait for it.
    failures: AtomicU64,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The pending request for a token. If the call that started it ends, the next call waits for it: the server may
    /// have issued the token already, and revoked a refresh token for it.
    coming: Option<Coming>,
    /// How many requests failed, and why the last one did.
    failures: u64,
    failure: Option<TokenError>,
}

struct Coming {
    /// The timer's time when it was started.
    since: Duration,
    token: BoxFuture<'static, Result<AccessToken, BoxError>>,
}

#[derive(Clone)]
struct Held {
    place: Arc<Place>,
    until: Option<SystemTime>,
}

impl Tokens {
    pub(super) fn new(provider: Box<dyn TokenProvider>) -> Self {
        Self { provider: provider.into(), state: Mutex::default(), failures: AtomicU64::new(0) }
    }

    /// The token in the form in which it is sent.
    pub(super) async fn place(
        &self,
        scheme: &'static Scheme,
        http: &reqwest::Client,
        (timer, retry): (&dyn Timer, &Retry),
    ) -> Result<Arc<Place>, BoxError> {
        // Held while the provider runs, so that other calls wait for the same token.
        let known_failures = self.failures.load(Ordering::Acquire);
        let mut state = self.state.lock().await;
        if let Some(failure) = state.failure.clone().filter(|_| state.failures > known_failures) {
            // The request that this call waited for failed, and another one would, too.
            return Err(failure.into());
        }
        if let Some(known) = &state.held
            && known.until.is_none_or(|until| timer.date() < until)
        {
            return Ok(known.place.clone());
        }
        let mut number = 1;
        let token = loop {
            let now = timer.elapsed();
            let is_lost = |coming: &mut Coming| now.saturating_sub(coming.since) >= LONGEST_WAIT;
            state.coming.take_if(is_lost);
            let coming = state.coming.get_or_insert_with(|| {
                let (provider, http) = (self.provider.clone(), http.clone());
                Coming { since: now, token: Box::pin(async move { provider.token(&http).await }) }
            });
            let token = unless_panics(&mut coming.token).await;
            state.coming = None;
            let error = token.as_ref().err().and_then(|it| it.downcast_ref::<TokenError>());
            let Some(wait) = error.and_then(|it| it.wait(retry, number)) else { break token };
            timer.sleep(wait).await;
            number += 1;
        };
        let token = token.inspect_err(|error| {
            state.failures += 1;
            state.failure = Some(TokenError::shared(error));
            self.failures.store(state.failures, Ordering::Release);
        })?;
        // Time for the request to arrive before the token expires.
        let margin = |lifetime: Duration| (lifetime / 10).min(Duration::from_secs(30));
        let until = token.lifetime.and_then(|time| timer.date().checked_add(time - margin(time)));
        let place = Arc::new(credential::place(scheme, &Credential::from(token))?);
        state.held = Some(Held { place: place.clone(), until });
        Ok(place)
    }

    /// Forgets the token, unless it has been replaced already.
    pub(super) async fn forget(&self, refused: &Arc<Place>) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| Arc::ptr_eq(&held.place, refused)) {
            state.held = None;
        }
    }
}
