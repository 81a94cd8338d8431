//! Which credentials a call carries. In: the builder's credentials, and the operation's security requirements. Out:
//! headers, query parameters and cookies, or an error before anything is sent.

use std::sync::Arc;

use super::api::{Scheme, SchemeKind};
use super::credential::{Credential, Place, place};
use super::retry::Retry;
use super::time::{BoxError, Timer};
use super::token::Tokens;

/// Where the credential of a scheme comes from.
pub(super) struct Source {
    scheme: &'static Scheme,
    origin: Origin,
}

enum Origin {
    Fixed(Arc<Place>),
    Tokens(Tokens),
}

impl Source {
    /// A fixed credential, or why it cannot be sent.
    pub(super) fn fixed(scheme: &'static Scheme, credential: &Credential) -> Result<Self, String> {
        Ok(Self { scheme, origin: Origin::Fixed(Arc::new(place(scheme, credential)?)) })
    }

    /// Tokens from a provider, requested when they are needed.
    pub(super) fn tokens(scheme: &'static Scheme, tokens: Tokens) -> Self {
        Self { scheme, origin: Origin::Tokens(tokens) }
    }

    /// What the request carries.
    pub(super) async fn place(
        &self,
        http: &reqwest::Client,
        pace: (&dyn Timer, &Retry),
    ) -> Result<Arc<Place>, BoxError> {
        match &self.origin {
            Origin::Fixed(place) => Ok(place.clone()),
            Origin::Tokens(tokens) => tokens.place(self.scheme, http, pace).await,
        }
    }

    /// Forgets the credential that the server rejected; `false` if there is no other.
    pub(super) async fn forget(&self, refused: &Arc<Place>) -> bool {
        match &self.origin {
            Origin::Fixed(_) => false,
            Origin::Tokens(tokens) => {
                tokens.forget(refused).await;
                true
            }
        }
    }
}

/// The credentials for the operation: of the first alternative that is complete, or which are missing. A credential that
/// the caller gives in another way, such as in a header, needs no source.
pub(super) fn choose<'a>(
    schemes: &[Scheme],
    sources: &'a [Source],
    alternatives: &[&[&str]],
    is_given: impl Fn(SchemeKind) -> bool,
) -> Result<Vec<&'a Source>, String> {
    let is_given = |name: &str| {
        let scheme = schemes.iter().find(|scheme| scheme.name == name);
        scheme.is_some_and(|scheme| is_given(scheme.kind))
    };
    let find = |name: &&str| {
        let source = sources.iter().find(|source| source.scheme.name == *name);
        (source.is_some() || is_given(name)).then_some(source)
    };
    // An empty alternative allows calls without credentials, but credentials that were set are sent.
    let mut complete = alternatives
        .iter()
        .filter(|names| !names.is_empty())
        .filter_map(|names| names.iter().map(find).collect::<Option<Vec<_>>>());
    match complete.next() {
        Some(chosen) => Ok(chosen.into_iter().flatten().collect()),
        None if alternatives.iter().all(|names| !names.is_empty()) && !alternatives.is_empty() => {
            let setters = setters(schemes, alternatives);
            Err(format!("credentials are missing: set {setters} on the builder"))
        }
        None => Ok(Vec::new()),
    }
}

/// Such as `` `credentials` ``, or `` `key` and `secret`, or `token` ``.
fn setters(schemes: &[Scheme], alternatives: &[&[&str]]) -> String {
    let setter = |name: &&str| {
        let scheme = schemes.iter().find(|scheme| scheme.name == *name);
        format!("`{}`", scheme.map_or(*name, |scheme| scheme.setter))
    };
    let together = |names: &&[&str]| names.iter().map(setter).collect::<Vec<_>>().join(" and ");
    alternatives.iter().map(together).collect::<Vec<_>>().join(", or ")
}
