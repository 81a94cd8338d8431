//! The whole crate.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::config::{Dependency, Times};

use super::{
    Docs, Features, FieldName, Operation, Rule, Scalar, Type, TypeId, TypeKind, TypeName, TypeRef,
    XmlElement,
};

/// A client crate.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Api {
    /// The crate that instants, dates and local times are of.
    pub(crate) times: Times,
    pub(crate) package: Package,
    /// Whether there is a client; otherwise there are no operations, servers and security schemes either.
    pub(crate) client: bool,
    /// The description's title.
    pub(crate) title: String,
    /// What the crate is, in Markdown.
    pub(crate) headline: String,
    pub(crate) docs: Docs,
    /// The first server, with the variables of all.
    pub(crate) server: Server,
    /// The servers that callers choose from, if there are several.
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
    /// The XML of bodies: the constants for elements.
    pub(crate) xml: BTreeMap<FieldName, XmlElement>,
    /// The rules of the models that have any, if values can be validated.
    pub(crate) rules: BTreeMap<TypeName, Vec<Rule>>,
    /// The names that a model and something beside an operation both have.
    pub(crate) shared_names: BTreeSet<TypeName>,
    /// The names that occur both in the description and in the support code.
    pub(crate) runtime_names: BTreeSet<&'static str>,
}

impl Api {
    /// The types that are emitted.
    pub(crate) fn emitted(&self) -> impl Iterator<Item = &Type> + Clone {
        self.types.iter().filter(|ty| !ty.omitted)
    }

    /// Whether the type of a string with that format does not itself deserialize from it, so that `Exact` does.
    pub(crate) fn is_exact(&self, scalar: Scalar) -> bool {
        self.times == Times::Time && scalar.times(Times::Time) == Some(Times::Time)
    }

    /// The type with that number. Numbers come from [`crate::lower`], which returns none without a type.
    pub(crate) fn get(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.index())
    }

    /// The type that an alias stands for.
    pub(crate) fn unaliased<'a>(&'a self, ty: &'a TypeRef) -> &'a TypeRef {
        let mut current = ty;
        // Only aliases in a circle are more than there are types.
        for _ in 0..=self.types.len() {
            match current {
                TypeRef::Named(id) => match self.get(*id).map(|ty| &ty.kind) {
                    Some(TypeKind::Alias(target)) => current = target,
                    _ => break,
                },
                _ => break,
            }
        }
        current
    }
}

/// A request that the API sends, and the client's users receive.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Webhook {
    /// The function that parses its body.
    pub(crate) name: FieldName,
    pub(crate) docs: Docs,
    /// The type of the body.
    pub(crate) ty: TypeRef,
    pub(crate) format: PayloadFormat,
    /// The name of a webhook or callback, of which this is the first request.
    pub(crate) event: Option<String>,
    /// The operation's method with this callback, if it is one.
    pub(crate) caller: Option<String>,
}

/// The encoding of a form field that the API sends (OpenAPI 3.0.4, section 4.7.15). The last list names the properties
/// whose values are JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum PayloadStyle {
    /// Items of an array with this delimiter.
    List(char),
    /// Names and values of an object in turn with this delimiter.
    Object(char, Vec<String>),
    /// Properties of an object as `name[key]`.
    Deep(Vec<String>),
    /// Properties of an object as fields of these names.
    Spread(Vec<String>, Vec<String>),
}

/// The encoding of a webhook's body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum PayloadFormat {
    Json,
    /// A form, in which some fields are not strings.
    Form {
        /// The fields whose values, or the items of which, are JSON.
        json: Vec<String>,
        /// The fields that are arrays, whose name is repeated.
        lists: Vec<String>,
        /// The fields with another style.
        styles: Vec<(String, PayloadStyle)>,
    },
    /// XML, with the constant for its element.
    Xml(FieldName),
}

/// What distinguishes webhooks that arrive at one place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct WebhookEnum {
    pub(crate) name: TypeName,
    /// The operation's method with these callbacks; `None` for webhooks.
    pub(crate) caller: Option<String>,
    /// The property of all bodies that identifies the webhook; without one, its name does.
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
    /// The path of the module, if there is one in place of a crate.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) module: Option<String>,
    pub(crate) version: String,
    pub(crate) license: Option<String>,
    pub(crate) authors: Vec<String>,
    pub(crate) repository: Option<String>,
    pub(crate) documentation: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
    /// Whether the crate may be published.
    pub(crate) publish: bool,
    pub(crate) workspace_member: bool,
    /// The dependencies from the settings.
    pub(crate) dependencies: BTreeMap<String, Dependency>,
}

impl Package {
    /// The path of the library's root: its name, or that of the module.
    pub(crate) fn lib_name(&self) -> String {
        self.module.clone().unwrap_or_else(|| self.name.replace('-', "_"))
    }
}

/// Where requests go.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Server {
    /// The URL's template; empty if the description has no server.
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
    /// `None` if the caller has to set it.
    pub(crate) default: Option<String>,
    /// The allowed values; empty if any value is allowed.
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
    /// The flows that a program can use without a user.
    pub(crate) flows: Vec<Flow>,
    pub(crate) docs: Docs,
}

/// A flow to get access tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Flow {
    pub(crate) grant: Grant,
    /// The builder's method.
    pub(crate) method: FieldName,
    /// The token endpoint: a URL, which may be relative to the server's.
    pub(crate) token_url: String,
    /// The scopes of the token.
    pub(crate) scopes: Vec<String>,
}

/// The grant of a token request (RFC 6749).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Grant {
    ClientCredentials,
    RefreshToken,
    Password,
}

/// How a credential is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum SchemeKind {
    Basic,
    Bearer,
    /// Another HTTP scheme, with this name.
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
    /// The builder's method that takes a provider of tokens; `None` for Basic.
    pub(crate) provider: Option<FieldName>,
}
