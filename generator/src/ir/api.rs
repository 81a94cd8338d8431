//! The whole crate.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::config::Dependency;

use super::{
    Docs, Features, FieldName, Operation, Rule, Type, TypeId, TypeName, TypeRef, XmlElement,
};

/// A client crate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Api {
    pub(crate) package: Package,
    /// The description's title.
    pub(crate) title: String,
    /// What the crate is, in Markdown.
    pub(crate) headline: String,
    pub(crate) docs: Docs,
    /// The first server, with the variables of all.
    pub(crate) server: Server,
    /// The servers that callers choose from, where there are several.
    pub(crate) servers: Vec<NamedServer>,
    pub(crate) schemes: Vec<SecurityScheme>,
    pub(crate) types: Vec<Type>,
    pub(crate) operations: Vec<Operation>,
    /// The features by which operations are chosen.
    pub(crate) features: Features,
    /// The requests that the API sends.
    pub(crate) webhooks: Vec<Webhook>,
    /// The enum of the webhooks, and that of the callbacks of each operation, where there are several.
    pub(crate) webhook_enums: Vec<WebhookEnum>,
    /// How bodies of XML are written, and what is in them: the constants for elements.
    pub(crate) xml: BTreeMap<FieldName, XmlElement>,
    /// The rules of the models that have any, where values are to be checked.
    pub(crate) rules: BTreeMap<TypeName, Vec<Rule>>,
    /// The names that a model and something beside an operation both have.
    pub(crate) shared_names: BTreeSet<TypeName>,
    /// The names that something of the description and something of the support code both have.
    pub(crate) runtime_names: BTreeSet<&'static str>,
}

impl Api {
    /// The type of that number. Numbers come from [`crate::lower`], which gives none that is not there.
    pub(crate) fn get(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.index())
    }
}

/// A request that the API sends, and the client's users receive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Webhook {
    /// The function that reads its body.
    pub(crate) name: FieldName,
    pub(crate) docs: Docs,
    /// What the body holds.
    pub(crate) ty: TypeRef,
    pub(crate) format: PayloadFormat,
    /// The name of a webhook or callback, of which this is the first request.
    pub(crate) event: Option<String>,
    /// The operation's method whose call asks for it, where it is a callback.
    pub(crate) caller: Option<String>,
}

/// How a field of a form that the API sends is written (OpenAPI 3.0.4, section 4.7.15). The names of properties whose
/// values are JSON stand last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum PayloadStyle {
    /// Items of a list with this between them.
    List(char),
    /// Names and values of an object in turn, with this between them.
    Object(char, Vec<String>),
    /// Properties of an object as `name[key]`.
    Deep(Vec<String>),
    /// Properties of an object as fields of these names.
    Spread(Vec<String>, Vec<String>),
}

/// How the body of a webhook is written.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum PayloadFormat {
    Json,
    /// A form, in which some fields are no texts.
    Form {
        /// The fields whose values, or the items of which, are JSON.
        json: Vec<String>,
        /// The fields that are lists, whose name is repeated.
        lists: Vec<String>,
        /// The fields that are written in another style.
        styles: Vec<(String, PayloadStyle)>,
    },
    /// XML, with the constant for its element.
    Xml(FieldName),
}

/// What tells webhooks apart that arrive at one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct WebhookEnum {
    pub(crate) name: TypeName,
    /// The operation's method whose callbacks they are; none for webhooks.
    pub(crate) caller: Option<String>,
    /// The property of all bodies that says which webhook it is; without one, their names do.
    pub(crate) property: Option<String>,
    pub(crate) variants: Vec<WebhookVariant>,
}

/// A webhook of several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct WebhookVariant {
    pub(crate) name: TypeName,
    /// The value of the property, or the name.
    pub(crate) mark: String,
    /// The index of the webhook.
    pub(crate) webhook: usize,
}

/// The manifest's facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) repository: Option<String>,
    pub(crate) documentation: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
    /// Whether a registry may have the crate.
    pub(crate) publish: bool,
    pub(crate) workspace_member: bool,
    /// What the settings add to what the crate depends on anyway.
    pub(crate) dependencies: BTreeMap<String, Dependency>,
}

impl Package {
    /// The library's name.
    pub(crate) fn lib_name(&self) -> String {
        self.name.replace('-', "_")
    }
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Server {
    /// The URL's template; empty where the description names no server.
    pub(crate) url: String,
    pub(crate) variables: Vec<ServerVariable>,
}

/// A server with the constant that it becomes.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct NamedServer {
    pub(crate) name: FieldName,
    pub(crate) server: Server,
    pub(crate) docs: Docs,
}

/// A variable of the server's URL.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ServerVariable {
    /// The builder's method.
    pub(crate) name: FieldName,
    pub(crate) wire: String,
    /// None where the caller has to set it.
    pub(crate) default: Option<String>,
    /// The values that are allowed; empty where all are.
    pub(crate) values: Vec<String>,
    pub(crate) docs: Docs,
}

/// A way to authenticate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct SecurityScheme {
    /// The name in the description.
    pub(crate) wire: String,
    pub(crate) kind: SchemeKind,
    pub(crate) credential: Credential,
    /// The ways to get a token that a program can go alone.
    pub(crate) flows: Vec<Flow>,
    pub(crate) docs: Docs,
}

/// A way to get access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Flow {
    pub(crate) grant: Grant,
    /// The builder's method.
    pub(crate) method: FieldName,
    /// Where tokens are given out: an absolute URL.
    pub(crate) token_url: String,
    /// The scopes that a token can be asked for.
    pub(crate) scopes: Vec<String>,
}

/// What a program shows to get a token (RFC 6749).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Grant {
    ClientCredentials,
    RefreshToken,
}

/// How a credential is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum SchemeKind {
    Basic,
    Bearer,
    /// Another scheme of HTTP, of this name.
    Http(String),
    ApiKey {
        location: super::Location,
        name: String,
    },
}

/// The builder's method that takes a credential.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Credential {
    pub(crate) method: FieldName,
    /// The method's parameters: user name and password for Basic, else one.
    pub(crate) parameters: Vec<FieldName>,
    /// The builder's method that takes a provider of tokens; none for Basic.
    pub(crate) provider: Option<FieldName>,
}
