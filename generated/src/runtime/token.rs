//! Tokens that run out. In: a way to get one, which the caller brings. Out: a token that holds, got anew when it runs out
//! or the server refuses it.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use secrecy::SecretString;
use tokio::sync::Mutex;

use super::api::Scheme;
use super::credential::{self, Credential, Place};
use super::time::{BoxError, BoxFuture, MaybeSend, Timer};

/// A token that was not there after this long is asked for anew, by the next call that needs it.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// A way to get tokens: access tokens, or API keys that change.
///
/// A token is kept until shortly before it expires. It is got anew, once a call, when the server answers 401. Calls
/// that need one at the same time wait for the same.
///
/// A function that returns a future of an [`AccessToken`] is a provider too.
pub trait TokenProvider: Send + Sync + 'static {
    /// Gets a token, or says why there is none, in an error that prints no secret. The client that is given is the one that calls are sent with, less its credentials.
    fn token<'a>(
        &'a self,
        http: &'a reqwest::Client,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>>;
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

/// A token, and how long it holds. It prints as `[redacted]`.
#[derive(Clone)]
pub struct AccessToken {
    secret: SecretString,
    lifetime: Option<Duration>,
}

impl AccessToken {
    /// A token that holds until the server refuses it.
    pub fn new(token: impl Into<String>) -> Self {
        Self { secret: SecretString::from(token.into()), lifetime: None }
    }

    /// Says how long the token holds from now on.
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

/// A provider, and what it gave last.
pub(super) struct Tokens {
    provider: Arc<dyn TokenProvider>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    held: Option<Held>,
    /// The token that is on its way. When the call ends that asked for it, the next call waits for it: the server may have
    /// given it out already, and taken back a refresh token for it.
    coming: Option<Coming>,
}

struct Coming {
    /// The timer's time when it was asked for.
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
        Self { provider: provider.into(), state: Mutex::default() }
    }

    /// The token in the form in which it is sent.
    pub(super) async fn place(
        &self,
        scheme: &'static Scheme,
        http: &reqwest::Client,
        timer: &dyn Timer,
    ) -> Result<Arc<Place>, BoxError> {
        // Held while the provider is at work, so that others wait for the same token.
        let mut state = self.state.lock().await;
        if let Some(known) = &state.held
            && known.until.is_none_or(|until| timer.date() < until)
        {
            return Ok(known.place.clone());
        }
        let now = timer.elapsed();
        let is_lost = |coming: &mut Coming| now.saturating_sub(coming.since) >= LONGEST_WAIT;
        state.coming.take_if(is_lost);
        let coming = state.coming.get_or_insert_with(|| {
            let (provider, http) = (self.provider.clone(), http.clone());
            Coming { since: now, token: Box::pin(async move { provider.token(&http).await }) }
        });
        let token = (&mut coming.token).await;
        state.coming = None;
        let token = token?;
        // Time for the request to arrive before the token runs out.
        let margin = |lifetime: Duration| (lifetime / 10).min(Duration::from_secs(30));
        let until = token.lifetime.and_then(|time| timer.date().checked_add(time - margin(time)));
        let place = Arc::new(credential::place(scheme, &Credential::from(token))?);
        state.held = Some(Held { place: place.clone(), until });
        Ok(place)
    }

    /// Forgets the token, unless another has taken its place already.
    pub(super) async fn forget(&self, refused: &Arc<Place>) {
        let mut state = self.state.lock().await;
        if state.held.as_ref().is_some_and(|held| Arc::ptr_eq(&held.place, refused)) {
            state.held = None;
        }
    }
}
