//! Carrying out one call, the same for every operation. In: a client's settings and a request. Out: the whole response,
//! or an error, after as many attempts as needed and allowed.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use http::StatusCode;
use http::header::{AUTHORIZATION, COOKIE};
use percent_encoding::utf8_percent_encode;

use super::api::SchemeKind;
use super::auth::{self, Source};
use super::client::Inner;
use super::corrected::Reader;
use super::credential::Place;
use super::encode::COMPONENT;
use super::error::{Failure, IncompleteResponse, Outcome, RequestError};
use super::gate::Permit;
use super::middleware::{Attempt, Finished};
use super::read;
use super::request::{self, Request};
use super::response::is_secret;
use super::retry::{Retry, is_worth_repeating, retry_after};
use super::time::{BoxError, BoxFuture, within};
use super::transport_error::TransportError;

/// Sends the request and reads the response.
///
/// The future is boxed so that the futures of the operations around it stay small and quick to compile.
pub(super) fn execute(inner: Arc<Inner>, mut request: Request) -> BoxFuture<'static, Outcome> {
    // It is created here and not in the future: its parent is the caller's span, on whatever thread the call runs.
    #[cfg(feature = "tracing")]
    let span = super::trace::call(request.info);
    Box::pin(async move {
        let call = pin!(exchange(&inner, &mut request));
        #[cfg(feature = "tracing")]
        let call = super::trace::recorded(span, call);
        call.await
    })
}

/// A call in flight: what stays the same from attempt to attempt.
struct Ongoing<'a> {
    inner: &'a Inner,
    request: &'a Request,
    credentials: Vec<&'a Source>,
    /// The deadline of the call.
    deadline: Option<Duration>,
}

impl Ongoing<'_> {
    fn remaining(&self) -> Option<Duration> {
        Some(self.deadline?.saturating_sub(self.inner.timer.elapsed()))
    }

    /// Whether there is no time left, before anything is sent.
    fn is_late(&self) -> bool {
        let patience = self.request.settings.attempt_timeout.or(self.inner.attempt_timeout);
        self.remaining().into_iter().chain(patience).any(|time| time.is_zero())
    }

    /// Ends at the call's deadline, or after this time if that is earlier.
    fn limit(&self, time: Option<Duration>) -> Option<BoxFuture<'static, ()>> {
        let time = self.remaining().into_iter().chain(time).min()?;
        Some(self.inner.timer.sleep(time))
    }

    fn retry(&self) -> &Retry {
        self.request.settings.retry.as_deref().unwrap_or(&self.inner.retry)
    }

    fn not_sent(&self, message: &str, source: impl Into<Option<BoxError>>) -> Failure {
        let operation = self.request.info.id;
        Failure::NotSent(RequestError::new(operation, message.to_owned(), source.into()))
    }
}

async fn exchange(inner: &Inner, request: &mut Request) -> Outcome {
    request.finish().map_err(Failure::NotSent)?;
    let credentials = if inner.is_anonymous || request.settings.is_anonymous {
        Vec::new()
    } else {
        let is_given = |kind| is_given(inner, request, kind);
        let Inner { schemes, credentials, .. } = inner;
        let chosen = auth::choose(schemes, credentials, request.info.security, is_given);
        let fail = |message| RequestError::new(request.info.id, message, None);
        chosen.map_err(|message| Failure::NotSent(fail(message)))?
    };
    let timeout = request.settings.timeout.or(inner.timeout);
    let deadline = timeout.map(|timeout| inner.timer.elapsed().saturating_add(timeout));
    repeat(&Ongoing { inner, request, credentials, deadline }).await
}

/// Whether the caller gives the credential of such a scheme without the scheme's setter: by a header, a parameter or a
/// cookie in its place. An HTTP client of the caller's own may have a cookie jar.
fn is_given(inner: &Inner, request: &Request, kind: SchemeKind) -> bool {
    let all = || [&request.overrides, &request.headers, &inner.headers].into_iter();
    let has_pair = |pairs: &str, separator: &str, name: &str| {
        let mut names = pairs.split(separator).filter_map(|pair| pair.trim().split('=').next());
        names.any(|own| own == name)
    };
    match kind {
        SchemeKind::Basic | SchemeKind::Bearer | SchemeKind::Http(_) => {
            all().any(|headers| headers.contains_key(AUTHORIZATION))
        }
        SchemeKind::HeaderKey(name) => all().any(|headers| headers.contains_key(name)),
        SchemeKind::QueryKey(name) => {
            has_pair(&request.query, "&", &utf8_percent_encode(name, COMPONENT).to_string())
        }
        SchemeKind::CookieKey(name) => {
            let mut sent = all().flat_map(|headers| headers.get_all(COOKIE));
            inner.has_own_http
                || has_pair(&request.cookies, ";", name)
                || sent.any(|cookies| has_pair(cookies.to_str().unwrap_or_default(), ";", name))
        }
    }
}

/// Makes attempts until one is final.
async fn repeat(call: &Ongoing<'_>) -> Outcome {
    let retry = call.retry();
    let (mut number, mut was_renewed, mut was_sent) = (1, false, false);
    let mut previous = None;
    loop {
        let mut places = Vec::new();
        let mut outcome = attempt(call, number, &mut places).await;
        if let (Err(Failure::NotSent(_)), Some(previous)) = (&outcome, previous.take()) {
            return previous;
        }
        let may_renew = !was_renewed && is_unauthorized(&outcome);
        if may_renew && renew(call, &places).await && !call.request.is_spent() {
            was_renewed = true;
        } else if let Some(wait) = wait(call, retry, number, &outcome) {
            call.inner.timer.sleep(wait).await;
        } else {
            if let Err(Failure::Transport(error)) = &mut outcome
                && was_sent
            {
                error.set_sent();
            }
            return outcome;
        }
        was_sent |= !matches!(&outcome, Err(Failure::Transport(error)) if !error.was_sent());
        previous = Some(outcome);
        number += 1;
    }
}

/// How long to wait for the next attempt; `None` if this one's outcome is the call's.
fn wait(call: &Ongoing<'_>, retry: &Retry, number: u32, outcome: &Outcome) -> Option<Duration> {
    let Inner { timer, budget, gate, .. } = call.inner;
    let retry_after = retry_after(outcome, &**timer);
    if let Some(time) = retry_after.filter(|time| retry.obeys(*time))
        && matches!(outcome, Ok(response) if response.status() == StatusCode::TOO_MANY_REQUESTS)
    {
        gate.close(time, &**timer);
    }
    if call.request.is_spent()
        || !is_worth_repeating(outcome, call.request.repeat, retry_after.is_some())
    {
        if outcome.is_ok() {
            budget.earn(number);
        }
        return None;
    }
    let wait = retry.wait(number, retry_after)?;
    // A partial response says more than a timeout.
    let is_in_time = call.remaining().is_none_or(|remaining| wait < remaining);
    (is_in_time && budget.spend()).then_some(wait)
}

fn is_unauthorized(outcome: &Outcome) -> bool {
    matches!(outcome, Ok(response) if response.status() == StatusCode::UNAUTHORIZED)
}

/// Forgets the tokens that the server rejected; `false` if there were none.
async fn renew(call: &Ongoing<'_>, refused: &[Arc<Place>]) -> bool {
    let mut is_any = false;
    for (source, place) in call.credentials.iter().zip(refused) {
        is_any |= source.forget(place).await;
    }
    is_any
}

/// Sends the request once. `places` gets the credentials that it was sent with.
async fn attempt(call: &Ongoing<'_>, number: u32, places: &mut Vec<Arc<Place>>) -> Outcome {
    let Ongoing { inner, request, .. } = call;
    let leave = within(&mut call.limit(None), pin!(enter(call, places))).await;
    let Some(leave) = leave else {
        return Err(Failure::Transport(TransportError::ended(request.info.id, true, false)));
    };
    let _permit = leave?;
    if call.is_late() {
        return Err(Failure::Transport(TransportError::ended(request.info.id, true, false)));
    }
    let body = match &request.source {
        Some(source) => Some(open(call, source).await?),
        None => None,
    };
    let (attempt, built) = prepare(call, number, places, body)?;
    let start = inner.timer.elapsed();
    let sent = pin!(send(call, inner.http.execute(built)));
    #[cfg(feature = "tracing")]
    let sent = super::trace::recorded(super::trace::attempt(&attempt), sent);
    let mut outcome = sent.await;
    if let Ok(response) = &mut outcome {
        response.sent.clone_from(places);
        if !response.status().is_success() {
            response.own_secrets = own_secrets(inner, request);
        }
    }
    let finished = Finished::new(&outcome, inner.timer.elapsed().saturating_sub(start));
    #[cfg(feature = "tracing")]
    super::trace::finished(&attempt, &finished);
    inner.middleware.iter().rev().for_each(|middleware| middleware.after(&attempt, &finished));
    outcome
}

/// The values of the caller's own headers whose names say that they are secrets.
fn own_secrets(inner: &Inner, request: &Request) -> Vec<String> {
    let own = [&request.overrides, &request.headers, &inner.headers].into_iter().flatten();
    let secret = own.filter(|(name, _)| is_secret(name));
    let texts = secret.filter_map(|(name, value)| Some((*name == COOKIE, value.to_str().ok()?)));
    let words = texts.flat_map(|(is_cookie, text)| {
        let words = text.split(if is_cookie { ';' } else { ' ' });
        words.map(
            move |word| if is_cookie { word.split_once('=').unwrap_or_default().1 } else { word },
        )
    });
    // The scheme of `Authorization` is none; a shorter word is in many that are none.
    words.filter(|word| word.len() > 3 && !is_scheme(word)).map(str::to_owned).collect()
}

/// Whether the word is the name of a scheme for `Authorization`.
fn is_scheme(word: &str) -> bool {
    ["basic", "bearer", "token"].iter().any(|scheme| word.eq_ignore_ascii_case(scheme))
}

/// The request as it is sent, with the body that was opened for it if there is one.
fn prepare(
    call: &Ongoing<'_>,
    number: u32,
    places: &[Arc<Place>],
    body: Option<reqwest::Body>,
) -> Result<(Attempt, reqwest::Request), Failure> {
    let Ongoing { inner, request, .. } = call;
    let built = request.build(&inner.base, &inner.headers, places);
    let mut built = built.map_err(Failure::NotSent)?;
    if body.is_some() {
        *built.body_mut() = body;
    }
    let attempt = Attempt::new(request.info, number, built.url());
    for middleware in &inner.middleware {
        middleware
            .before(&attempt, &mut built)
            .map_err(|source| call.not_sent("a middleware returned an error", source))?;
    }
    Ok((attempt, built))
}

/// Gets tokens, and then a permit: in this order, so that a provider may call the API itself.
async fn enter<'a>(
    call: &Ongoing<'a>,
    places: &mut Vec<Arc<Place>>,
) -> Result<Permit<'a>, Failure> {
    let Inner { gate, timer, http, .. } = call.inner;
    for source in &call.credentials {
        let place = source.place(http, (&**timer, call.retry())).await;
        places.push(place.map_err(|source| call.not_sent("failed to get a token", source))?);
    }
    Ok(gate.enter(&**timer).await)
}

/// Opens a body that is read while it is sent.
async fn open(call: &Ongoing<'_>, source: &request::Source) -> Result<reqwest::Body, Failure> {
    let operation = call.request.info.id;
    let opened = within(&mut call.limit(None), pin!(source.open())).await;
    let opened =
        opened.ok_or_else(|| Failure::Transport(TransportError::ended(operation, true, false)))?;
    opened.map_err(|source| call.not_sent("the request body could not be read", source))
}

/// Waits for the head of the response, and reads the rest.
async fn send(
    call: &Ongoing<'_>,
    sent: impl Future<Output = reqwest::Result<reqwest::Response>>,
) -> Outcome {
    let (inner, operation) = (call.inner, call.request.info.id);
    let mut limit = call.limit(call.request.settings.attempt_timeout.or(inner.attempt_timeout));
    let response = match within(&mut limit, pin!(sent)).await {
        Some(Ok(response)) => response,
        Some(Err(source)) => {
            let is_body = call.request.source.as_ref().is_some_and(|source| source.has_failed());
            return Err(Failure::Transport(TransportError::new(operation, source, is_body)));
        }
        None => return Err(Failure::Transport(TransportError::ended(operation, true, true))),
    };
    let reader = call.request.settings.reading.map(|mode| Reader { mode, ..inner.reader.clone() });
    let reader = reader.as_ref().unwrap_or(&inner.reader);
    let (head, response) = read::head(operation, response, reader, call.request.take.as_ref());
    let Some(response) = response else { return Ok(head) };
    let (body, stop) = read::body(response, &mut limit, inner.max_response_size).await;
    let response = head.with_body(body);
    match stop {
        None => Ok(response),
        Some(stop) => Err(Failure::Incomplete(IncompleteResponse::new(response, stop))),
    }
}
