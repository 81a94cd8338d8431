//! Purchases. In: the kind of client, the server, settings. Out: what the client gives.

use std::time::Duration;

use signalwire_phone_numbers::models::PhoneNumber;
use signalwire_phone_numbers::operations::PurchasePhoneNumberError;
use signalwire_phone_numbers::runtime::Decoded;
use signalwire_phone_numbers::{Builder, Client, Error, blocking};

/// The project and token of the worked example in SignalWire's documentation.
pub(crate) const PROJECT: &str = "a1b2c3d4-e5f6-7890-abcd-ef1234567890";
pub(crate) const TOKEN: &str = "4tjCGnmAeQ0hwFmFDhwfgww880X2lsnuR60VMyasGR3hFpSyvu";
/// What the documentation makes of the two.
pub(crate) const AUTHORIZATION: &str = "Basic YTFiMmMzZDQtZTVmNi03ODkwLWFiY2QtZWYxMjM0NTY3ODkwOjR0akNHbm1BZVEwaHdGbUZEaHdmZ3d3ODgwWDJsc251UjYwVk15YXNHUjNoRnBTeXZ1";

/// The number that is bought.
pub(crate) const NUMBER: &str = "+15552345678";

pub(crate) type PurchaseError = Error<PurchasePhoneNumberError>;
pub(crate) type Outcome = Result<Decoded<PhoneNumber>, PurchaseError>;

/// The two kinds of client, which promise the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    Async,
    Blocking,
}

pub(crate) const KINDS: [Kind; 2] = [Kind::Async, Kind::Blocking];

/// A purchase that differs from the usual one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Purchase {
    /// The number, in place of the usual one.
    pub(crate) number: Option<String>,
    /// The time for each call of the client.
    pub(crate) client_timeout: Option<Duration>,
    /// The time for this call.
    pub(crate) call_timeout: Option<Duration>,
    /// The HTTP client that sends.
    pub(crate) http_client: Option<reqwest::Client>,
    /// In place of the package's name and version.
    pub(crate) user_agent: Option<String>,
    /// A header of the client, and one of the call.
    pub(crate) headers: Option<[(&'static str, &'static str); 2]>,
}

/// Buys the usual number.
pub(crate) async fn purchase(kind: Kind, url: &str) -> Outcome {
    Purchase::default().send(kind, url).await
}

/// Why buying the usual number fails.
pub(crate) async fn purchase_error(kind: Kind, url: &str) -> PurchaseError {
    purchase(kind, url).await.unwrap_err()
}

impl Purchase {
    /// Buys the number.
    pub(crate) async fn send(&self, kind: Kind, url: &str) -> Outcome {
        match kind {
            Kind::Async => {
                let client = self.configure(Client::builder(), url).build().unwrap();
                self.call(client.purchase_phone_number(self.number())).with_response().await
            }
            Kind::Blocking => {
                let (purchase, url) = (self.clone(), url.to_owned());
                let wait = move || {
                    let builder = blocking::Client::builder();
                    let client = purchase.configure(builder, &url).build().unwrap();
                    let call = client.purchase_phone_number(purchase.number());
                    purchase.call(call).with_response().send()
                };
                tokio::task::spawn_blocking(wait).await.unwrap()
            }
        }
    }

    fn number(&self) -> &str {
        self.number.as_deref().unwrap_or(NUMBER)
    }

    fn configure<M>(&self, builder: Builder<M>, url: &str) -> Builder<M> {
        let mut builder = builder.base_url(url).credentials(PROJECT, TOKEN);
        if let Some(timeout) = self.client_timeout {
            builder = builder.timeout(timeout);
        }
        if let Some(client) = &self.http_client {
            builder = builder.http_client(client.clone());
        }
        if let Some(user_agent) = &self.user_agent {
            builder = builder.user_agent(user_agent);
        }
        if let Some([(name, value), _]) = self.headers {
            builder = builder.default_header(name, value);
        }
        builder
    }

    fn call<M>(&self, mut call: Call<M>) -> Call<M> {
        if let Some(timeout) = self.call_timeout {
            call = call.timeout(timeout);
        }
        if let Some([_, (name, value)]) = self.headers {
            call = call.header(name, value);
        }
        call
    }
}

type Call<M> = signalwire_phone_numbers::runtime::Call<
    M,
    signalwire_phone_numbers::operations::PurchasePhoneNumber,
>;
