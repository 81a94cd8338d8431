//! The server without the generated client: raw bodies in, statuses and raw bodies out.

/// The mock server.
#[derive(Debug)]
pub(crate) struct Server {
    /// Its address.
    pub(crate) url: String,
    http: reqwest::Client,
}

impl Server {
    pub(crate) fn new(url: &str) -> Self {
        Self { url: url.to_owned(), http: reqwest::Client::new() }
    }

    /// Sends a purchase whose body is this text; gives the status and the body of the answer.
    ///
    /// `prefer` tells Prism which of the documented answers to give.
    pub(crate) async fn post(
        &self,
        body: &str,
        credentials: bool,
        prefer: &str,
    ) -> Result<(u16, String), reqwest::Error> {
        let mut request = self.http.post(format!("{}/api/relay/rest/phone_numbers", self.url));
        if credentials {
            request = request.basic_auth("project", Some("token"));
        }
        if !prefer.is_empty() {
            request = request.header("Prefer", prefer);
        }
        let request = request.header("Content-Type", "application/json").body(body.to_owned());
        let response = request.send().await?;
        Ok((response.status().as_u16(), response.text().await?))
    }
}
