//! A crate for phone numbers, written by hand in the shape in which crates are generated.

use serde::{Deserialize, Serialize};

use crate::runtime::documented::documented;
use crate::runtime::{
    Api, Async, Blocking, Builder, Call, Client, Credential, DecodeError, Info, Nullable,
    Operation, Request, Response, Scheme, SchemeKind, Secret, Variable,
};

static API: Api = Api {
    user_agent: "numbers/1.2.3",
    server: "https://{space}.signalwire.com",
    variables: &[Variable { name: "space", setter: "space", default: None, values: &[] }],
    schemes: &[Scheme {
        name: "SignalWireBasicAuth",
        setter: "credentials",
        kind: SchemeKind::Basic,
    }],
};

/// As the root of a generated crate has them.
pub(crate) type NumbersClient = Client<Async>;
pub(crate) type BlockingClient = Client<Blocking>;

impl Client {
    pub(crate) fn builder() -> Builder<Async> {
        Builder::new(&API)
    }
}

impl Client<Blocking> {
    pub(crate) fn builder() -> Builder<Blocking> {
        Builder::new(&API)
    }
}

impl<M> Builder<M> {
    pub(crate) fn space(self, space: impl Into<String>) -> Self {
        self.variable("space", space)
    }

    pub(crate) fn credentials(
        self,
        project_id: impl Into<String>,
        api_token: impl Into<String>,
    ) -> Self {
        self.credential("SignalWireBasicAuth", Credential::basic(project_id, api_token))
    }
}

impl<M: Clone> Client<M> {
    pub(crate) fn purchase_phone_number(
        &self,
        number: impl Into<String>,
    ) -> Call<M, PurchasePhoneNumber> {
        self.call(PurchasePhoneNumber {
            body: PurchaseBody { number: number.into(), note: Nullable::Absent },
        })
    }

    pub(crate) fn retrieve_phone_number(
        &self,
        id: impl Into<String>,
    ) -> Call<M, RetrievePhoneNumber> {
        self.call(RetrievePhoneNumber { id: id.into() })
    }

    pub(crate) fn list_phone_numbers(&self) -> Call<M, ListPhoneNumbers> {
        self.call(ListPhoneNumbers { page_size: None, filter_name: None })
    }
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PurchaseBody {
    pub(crate) number: String,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub(crate) note: Nullable<String>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct PhoneNumber {
    pub(crate) number: String,
    pub(crate) name: Option<String>,
    pub(crate) call_handler: Option<CallHandler>,
    #[serde(default)]
    pub(crate) capabilities: Vec<Capability>,
    pub(crate) pin: Option<Secret>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct Capability {
    pub(crate) rank: i64,
}

#[allow(unreachable_pub, reason = "a test has nothing public")]
mod call_handler {
    use crate::runtime::open_enum::open_enum;

    open_enum! {
        /// What answers a call.
        pub enum CallHandler {
            /// A context.
            RelayContext = "relay_context",
            /// A script.
            #[deprecated]
            LamlWebhooks = "laml_webhooks",
        }
    }
}
pub(crate) use call_handler::CallHandler;

pub(crate) struct PurchasePhoneNumber {
    pub(crate) body: PurchaseBody,
}

impl<M> Call<M, PurchasePhoneNumber> {
    pub(crate) fn note(mut self, note: impl Into<Nullable<String>>) -> Self {
        self.operation.body.note = note.into();
        self
    }
}

impl Operation for PurchasePhoneNumber {
    type Output = PhoneNumber;
    type Error = PurchasePhoneNumberError;
    const INFO: &'static Info = &Info {
        id: "purchase_phone_number",
        method: "POST",
        path: "/api/relay/rest/phone_numbers",
        accept: "application/json",
        security: &[&["SignalWireBasicAuth"]],
    };

    fn request(&self, request: &mut Request) {
        request.json(&self.body);
    }

    fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>> {
        match response.status().as_u16() {
            200 => Some(response.json()),
            _ => None,
        }
    }
}

documented! {
    /// The documented errors of a purchase.
    #[allow(unreachable_pub, reason = "it is that of an emitted enum")]
    pub enum PurchasePhoneNumberError {
        Unauthorized(StatusError) = (401, json),
        UnprocessableEntity(ValidationErrors) = (422, json),
        InternalServerError(StatusError) = (500, json),
    }
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct StatusError {
    pub(crate) error: String,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct ValidationErrors {
    pub(crate) errors: Vec<ValidationError>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct ValidationError {
    pub(crate) code: String,
}

pub(crate) struct RetrievePhoneNumber {
    id: String,
}

impl Operation for RetrievePhoneNumber {
    type Output = PhoneNumber;
    type Error = std::convert::Infallible;
    const INFO: &'static Info = &Info {
        id: "retrieve_phone_number",
        method: "GET",
        path: "/api/relay/rest/phone_numbers/{id}",
        accept: "application/json",
        security: &[&["SignalWireBasicAuth"]],
    };

    fn request(&self, request: &mut Request) {
        request.path("id", &self.id);
    }

    fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>> {
        match response.status().as_u16() {
            200 => Some(response.json()),
            _ => None,
        }
    }
}

pub(crate) struct ListPhoneNumbers {
    page_size: Option<i32>,
    filter_name: Option<String>,
}

impl<M> Call<M, ListPhoneNumbers> {
    pub(crate) fn page_size(mut self, page_size: i32) -> Self {
        self.operation.page_size = Some(page_size);
        self
    }

    pub(crate) fn filter_name(mut self, filter_name: impl Into<String>) -> Self {
        self.operation.filter_name = Some(filter_name.into());
        self
    }
}

impl Operation for ListPhoneNumbers {
    type Output = Vec<PhoneNumber>;
    type Error = std::convert::Infallible;
    const INFO: &'static Info = &Info {
        id: "list_phone_numbers",
        method: "GET",
        path: "/api/relay/rest/phone_numbers",
        accept: "application/json",
        security: &[&["SignalWireBasicAuth"]],
    };

    fn request(&self, request: &mut Request) {
        request.query("page_size", &self.page_size);
        request.query("filter_name", &self.filter_name);
    }

    fn decode(response: &Response) -> Option<Result<Self::Output, DecodeError>> {
        match response.status().as_u16() {
            200 => Some(response.json()),
            _ => None,
        }
    }
}

/// A client for the server, whose credentials are known to the tests.
pub(crate) fn client(url: &str) -> NumbersClient {
    NumbersClient::builder().base_url(url).credentials("project", "token-secret").build().unwrap()
}
