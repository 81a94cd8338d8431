//! Links of the server's, such as `Location` and the next page's. In: a link, and the URL that it is relative to. Out: a
//! path and a query on the client's own server, or why the link is not followed.

use reqwest::Url;

use super::client::Inner;
use super::request::Request;

/// Where a link leads on the client's own server: its scheme and port are the client's, whatever the link has, since
/// servers behind a proxy do not know theirs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub(super) path: String,
    pub(super) query: String,
}

impl From<&Url> for Target {
    fn from(url: &Url) -> Self {
        let query = url.query().unwrap_or_default().to_owned();
        Self { path: url.path().to_owned(), query }
    }
}

impl Target {
    /// The target of a link, which may be relative to `asked`.
    ///
    /// # Errors
    ///
    /// The link is no URL, or leads to another host, which must not get the credentials.
    pub(super) fn of(inner: &Inner, asked: &Url, link: &str) -> Result<Self, String> {
        let url = asked.join(link).map_err(|error| format!("the server's link {error}"))?;
        let host = url.host_str().unwrap_or_default();
        let is_replaced = || {
            let is_ours = asked.host() == inner.base.host();
            is_ours && inner.replaced.is_some_and(|server| is_host_of(server, host))
        };
        if url.has_host() && (url.host() == asked.host() || is_replaced()) {
            return Ok(Self::from(&url));
        }
        Err(format!("the server's link leads to another host, `{host}`"))
    }
}

/// Whether the host may be that of a server's URL, in which each variable is one or more characters.
fn is_host_of(template: &str, host: &str) -> bool {
    let authority = template.split_once("://").map_or("", |(_, rest)| rest);
    let name = authority.split(['/', ':']).next().unwrap_or_default();
    let literals = name.split('{').map(|part| part.split_once('}').map_or(part, |(_, it)| it));
    let literals: Vec<&str> = literals.collect();
    let [first, middle @ .., last] = literals.as_slice() else { return name == host };
    let ends = host.strip_prefix(first).and_then(|rest| rest.strip_suffix(last));
    let rest = middle.iter().try_fold(ends, |rest, literal| {
        let rest = rest?.get(1..)?;
        Some(rest.find(literal).and_then(|at| rest.get(at + literal.len()..)))
    });
    rest.flatten().is_some_and(|rest| !rest.is_empty())
}

impl Request {
    /// Sends the request to the target, in place of the operation's path and query.
    pub(super) fn point_to(&mut self, target: &Target) {
        self.target = Some(target.path.clone());
        self.query.clone_from(&target.query);
    }
}

/// Sends the request to the caller's link, if there is one.
pub(super) fn follow(inner: &Inner, request: &mut Request) {
    let Some(link) = request.settings.link.take() else { return };
    let asked = request.base.as_ref().unwrap_or(&inner.base);
    match Target::of(inner, asked, &link) {
        Ok(target) => request.point_to(&target),
        Err(reason) => request.fail(reason, None),
    }
}
