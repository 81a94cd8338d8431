//! Operations: what the client's methods take, send and give.

use serde::Serialize;

use super::{Docs, FieldName, ModuleName, Presence, TypeId, TypeName, TypeRef};

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Operation {
    /// The `operationId`, or what stands for it.
    pub(crate) id: String,
    pub(crate) method: Method,
    /// The path's template, as the description has it.
    pub(crate) path: String,
    pub(crate) docs: Docs,
    /// The tags, which group the operations in the docs.
    pub(crate) tags: Vec<String>,
    /// The client's method.
    pub(crate) name: FieldName,
    /// The type that holds a call's values.
    pub(crate) type_name: TypeName,
    /// The enum of documented errors.
    pub(crate) error_name: TypeName,
    pub(crate) module: ModuleName,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    /// What the method takes: the required values, in their order.
    pub(crate) arguments: Vec<Argument>,
    /// What can be set on the call.
    pub(crate) options: Vec<Argument>,
    pub(crate) success: Vec<Success>,
    /// The enum of successes, where they differ in what they hold.
    pub(crate) output_name: Option<TypeName>,
    pub(crate) errors: Vec<ErrorVariant>,
    /// How one page of the result leads to the next, where it comes in pages.
    pub(crate) pagination: Option<Pagination>,
    /// The media types that a response may have, as `Accept` sends them.
    pub(crate) accept: String,
    /// The names of the schemes of each alternative.
    pub(crate) security: Vec<Vec<String>>,
}

impl Operation {
    /// The header in which the server takes a key that makes a request safe to repeat.
    pub(crate) fn idempotency_key(&self) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.location == Location::Header
                && parameter.wire.eq_ignore_ascii_case("Idempotency-Key")
        })
    }
}

/// A method of HTTP.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

impl Method {
    /// The name on the wire, which is that of the constant in the `http` crate too.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A parameter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Parameter {
    /// The field of the call's type.
    pub(crate) name: FieldName,
    pub(crate) wire: String,
    pub(crate) location: Location,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
    /// The media type of a part, where the description names one.
    pub(crate) content_type: Option<String>,
    pub(crate) ty: TypeRef,
    pub(crate) presence: Presence,
    pub(crate) docs: Docs,
    /// A text that the description gives as an example.
    pub(crate) example: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Location {
    Path,
    Query,
    Header,
    Cookie,
    /// A field of a body that is a form, or a part of one that is multipart.
    Body,
}

/// How a parameter is written (OpenAPI 3.0.4, section 4.7.12.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// As `form`, without percent-encoding, in a cookie.
    Cookie,
    /// JSON text, for a parameter that has `content`.
    Json,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) kind: BodyKind,
    pub(crate) ty: TypeRef,
    pub(crate) required: bool,
    /// The inline type whose fields are the method's arguments and options.
    pub(crate) spread: Option<TypeId>,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum BodyKind {
    Json,
    /// Properties of the value as fields of a form.
    Form,
    /// Parameters as fields of a form.
    Fields,
    /// Parameters as parts.
    Multipart,
    Text,
    Bytes,
}

/// A value that a caller gives.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum Argument {
    /// The parameter of that number.
    Parameter(usize),
    /// The field of that number of the spread body.
    BodyField(usize),
    /// The whole body.
    Body,
}

/// A documented success.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Success {
    pub(crate) status: Status,
    /// The variant, where successes differ.
    pub(crate) name: TypeName,
    pub(crate) content: Content,
    pub(crate) docs: Docs,
}

/// What a response holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Content {
    Nothing,
    Json(TypeRef),
    Text,
    Bytes,
}

impl Content {
    /// The type of JSON.
    pub(crate) fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty) => Some(ty),
            Self::Nothing | Self::Text | Self::Bytes => None,
        }
    }
}

/// A documented error.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ErrorVariant {
    pub(crate) status: Status,
    pub(crate) name: TypeName,
    pub(crate) content: Content,
    pub(crate) docs: Docs,
}

/// Which statuses a response is documented for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Status {
    Code(u16),
    /// All of a class: 4 is `4XX`.
    Range(u16),
    /// Whatever else.
    Default,
}

/// A result that comes in pages. Places are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Pagination {
    /// The fields that lead from a page to its items.
    pub(crate) items: Vec<ItemStep>,
    pub(crate) item: TypeRef,
    pub(crate) items_at: String,
    pub(crate) next: Next,
    /// The place of a boolean that is `false` on the last page.
    pub(crate) more: Option<String>,
}

/// A field on the way to a page's items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ItemStep {
    pub(crate) field: FieldName,
    pub(crate) presence: Presence,
}

/// What leads to the next page. Query parameters are percent-encoded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Next {
    /// The `Link` header.
    Link,
    /// The URL at that place.
    Url(String),
    /// The token at that place.
    Token { at: String, parameter: String },
    /// A number that counts up.
    Page {
        parameter: String,
        first: u64,
        /// The place of the number of pages.
        pages: Option<String>,
    },
    /// The number of the items so far.
    Offset(String),
    /// A property of the last item.
    After { property: String, parameter: String },
}
