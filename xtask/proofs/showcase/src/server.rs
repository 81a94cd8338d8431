//! The server without the generated client: raw requests in, statuses and raw bodies out.

use reqwest::Method;

/// The mock server.
#[derive(Debug)]
pub(crate) struct Server {
    /// Its address.
    pub(crate) url: String,
    http: reqwest::Client,
}

/// A request, as the description would have it written by hand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Raw<'a> {
    /// The method, in capital letters.
    pub(crate) method: &'a str,
    /// What follows `/api/relay/rest`: a path, and perhaps a query.
    pub(crate) target: &'a str,
    /// The body, as JSON.
    pub(crate) body: Option<&'a str>,
}

impl<'a> Raw<'a> {
    pub(crate) fn new(method: &'a str, target: &'a str, body: Option<&'a str>) -> Self {
        Self { method, target, body }
    }
}

impl Server {
    pub(crate) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), http: reqwest::Client::new() }
    }

    /// Sends the request; returns its status code and body.
    ///
    /// `prefer` tells Prism which of the documented responses to give.
    pub(crate) async fn send(
        &self,
        raw: Raw<'_>,
        credentials: bool,
        prefer: &str,
    ) -> Result<(u16, String), Box<dyn std::error::Error>> {
        let url = format!("{}/api/relay/rest{}", self.url, raw.target);
        let mut request = self.http.request(Method::from_bytes(raw.method.as_bytes())?, url);
        if credentials {
            request = request.basic_auth("project", Some("token"));
        }
        if !prefer.is_empty() {
            request = request.header("Prefer", prefer);
        }
        if let Some(body) = raw.body {
            request = request.header("Content-Type", "application/json").body(body.to_owned());
        }
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }
}
