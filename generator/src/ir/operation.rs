//! Operations: what the client's methods take, send and give.

use serde::Serialize;

use crate::config::Repeat;

use super::{Docs, FieldName, ModuleName, Part, Presence, TypeId, TypeName, TypeRef};

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Operation {
    /// The `operationId`, or what stands for it.
    pub(crate) id: String,
    /// The call's type of the operation that this one is with another media type of the body; what it gives and its
    /// errors are the same.
    pub(crate) alternate_of: Option<TypeName>,
    pub(crate) method: Method,
    /// The path's template, as the description has it.
    pub(crate) path: String,
    pub(crate) docs: Docs,
    /// The tags, which group the operations in the docs.
    pub(crate) tags: Vec<String>,
    /// The number of its group in [`super::Features::groups`]; none where it is always there.
    pub(crate) group: Option<usize>,
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
    /// After what its requests are sent again, where it is not what goes for the method.
    pub(crate) repeat: Option<Repeat>,
    /// The response that can be read while it arrives.
    pub(crate) stream: Option<Streamed>,
    /// The media types that a response may have, as `Accept` sends them.
    pub(crate) accept: String,
    /// The type of the responses' headers, where any has some.
    pub(crate) headers_name: Option<TypeName>,
    pub(crate) headers: Vec<ResponseHeader>,
    /// Where its requests go, if not where all others go.
    pub(crate) server: Option<super::Server>,
    /// Further places where they can go.
    pub(crate) server_choice: Option<ServerChoice>,
    /// The names of the schemes of each alternative.
    pub(crate) security: Vec<Vec<String>>,
}

/// The servers that an operation or its path has, where there are several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ServerChoice {
    /// The function that chooses one.
    pub(crate) name: FieldName,
    /// Their constants; the first counts without a choice.
    pub(crate) servers: Vec<FieldName>,
}

impl Parameter {
    /// Whether it is sent by every call.
    pub(crate) fn is_always_sent(&self) -> bool {
        self.presence == Presence::Required || self.constant.is_some()
    }
}

impl Operation {
    /// The header in which the server takes a key that makes a request safe to repeat.
    pub(crate) fn idempotency_key(&self) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| {
            parameter.location == Location::Header
                && parameter.wire.eq_ignore_ascii_case("Idempotency-Key")
        })
    }

    /// The types that its file mentions.
    pub(crate) fn types(&self) -> impl Iterator<Item = &TypeRef> {
        let sent = self.parameters.iter().map(|parameter| &parameter.ty);
        let sent = sent.chain(self.body.iter().map(|body| &body.ty));
        let success = self.success.iter().filter_map(|success| success.content.ty());
        let errors = self.errors.iter().filter_map(|error| error.content.ty());
        let headers = self.headers.iter().map(|header| &header.ty);
        let items = self.pagination.iter().map(|pagination| &pagination.item);
        let streamed = self.stream.iter().flat_map(Streamed::items);
        sent.chain(success).chain(errors).chain(headers).chain(items).chain(streamed)
    }

    /// The numbers of the types that its file mentions.
    pub(crate) fn mentions(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.types().for_each(|ty| ty.mentioned(&mut found));
        found
    }
}

/// A method of HTTP (RFC 9110, section 9), as it is sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct Method(String);

impl Method {
    /// The method of that name; case counts.
    pub(crate) fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name on the wire.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a response to it has no body, whatever its headers say.
    pub(crate) fn is_head(&self) -> bool {
        self.as_str() == "HEAD"
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
    /// How properties of a whole query are written that are not written as usual.
    pub(crate) encodings: Vec<FieldEncoding>,
    /// Where a value of a body of several parts is in the values of a case of the conformance run: a JSON pointer.
    pub(crate) pointer: Option<String>,
    pub(crate) ty: TypeRef,
    pub(crate) presence: Presence,
    /// What is sent where the caller sets nothing else: the only value that the description allows, where it is required.
    pub(crate) constant: Option<String>,
    pub(crate) docs: Docs,
    /// A text that the description gives as an example.
    pub(crate) example: Option<String>,
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Location {
    Path,
    Query,
    /// The whole query, as a form, JSON or a text (3.2).
    Querystring,
    Header,
    Cookie,
    /// A field of a body that is a form, or a part of one that is multipart.
    Body,
    /// A header of a part.
    PartHeader,
}

impl Location {
    /// What tools call it.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Querystring => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
            Self::PartHeader => "partHeader",
        }
    }
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
    /// Between tabs, as Swagger 2.0 has it.
    TabDelimited,
    DeepObject,
    /// As `form`, without percent-encoding, in a cookie.
    Cookie,
    /// JSON text, for a parameter that has `content`; exploded, for each item of a list.
    Json,
    /// By the value, for a field or part that has no style: a list repeats the name, and an object is JSON.
    Usual,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) kind: BodyKind,
    pub(crate) ty: TypeRef,
    /// The constant for the element that it is as XML.
    pub(crate) element: Option<FieldName>,
    /// How properties of a form are written that are not written as usual.
    pub(crate) encodings: Vec<FieldEncoding>,
    /// The parts that the parameters are.
    pub(crate) parts: Vec<Part>,
    pub(crate) required: bool,
    /// The inline type whose fields are the method's arguments and options.
    pub(crate) spread: Option<TypeId>,
}

impl Body {
    /// Whether its fields are parameters.
    pub(crate) fn is_spread_over_parameters(&self) -> bool {
        matches!(self.kind, BodyKind::Fields | BodyKind::Multipart)
    }
}

/// How a property of a form is written (4.7.15).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FieldEncoding {
    pub(crate) wire: String,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
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
    /// Properties of the value as parts.
    Parts,
    Xml,
    Text,
    Bytes,
    /// Items of a list as JSON, each on a line.
    Lines,
    /// Items of a list as a JSON text sequence (RFC 7464).
    Sequence,
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
    /// The media types that it is documented for; empty where the status alone decides.
    pub(crate) media_types: Vec<String>,
    /// What the server for tests says that its XML is, where that is not application/xml.
    pub(crate) written_as: Option<String>,
    pub(crate) content: Content,
    pub(crate) docs: Docs,
}

/// What a response holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Content {
    Nothing,
    Json(TypeRef),
    /// XML, with the constant for its element.
    Xml(TypeRef, FieldName),
    /// JSON, or the same as XML where the response says so.
    JsonOrXml(TypeRef, FieldName),
    /// JSON, or the text of the same string where the response says so, or XML, with the constant for its element.
    JsonOrText(TypeRef, Option<FieldName>),
    Text,
    Bytes,
}

impl Content {
    /// The type of what is no bare text or bytes.
    pub(crate) fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty)
            | Self::Xml(ty, _)
            | Self::JsonOrXml(ty, _)
            | Self::JsonOrText(ty, _) => Some(ty),
            Self::Nothing | Self::Text | Self::Bytes => None,
        }
    }

    /// The type in Rust; none for the empty one.
    pub(crate) fn rust(&self) -> Option<TypeRef> {
        match self {
            Self::Text => Some(TypeRef::Scalar(super::Scalar::String)),
            Self::Bytes => Some(TypeRef::Scalar(super::Scalar::Bytes)),
            content => content.ty().cloned(),
        }
    }
}

/// A response that can be read while it arrives.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Streamed {
    /// The ways in which its items may follow each other, of which the response's media type decides; at least one.
    /// Among several none is of bytes, no two have events, and all of lines and sequences have the same items.
    pub(crate) ways: Vec<StreamWay>,
}

/// A way in which the items of a response follow each other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StreamWay {
    pub(crate) frames: Frames,
    /// The type of an item, or of an event's data.
    pub(crate) item: TypeRef,
    /// The media types that are asked for.
    pub(crate) accept: Vec<String>,
    /// The statuses, each with the media types that it has; none where the status alone decides.
    pub(crate) responses: Vec<(Status, Vec<String>)>,
}

impl Streamed {
    /// The types of its items.
    pub(crate) fn items(&self) -> impl Iterator<Item = &TypeRef> {
        self.ways.iter().map(|way| &way.item)
    }

    /// The `Accept` header of a call that reads it so.
    pub(crate) fn accept(&self) -> String {
        let all: Vec<&str> =
            self.ways.iter().flat_map(|way| &way.accept).map(String::as_str).collect();
        all.join(", ")
    }
}

/// How a body falls into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Frames {
    /// It does not: bytes as they arrive.
    Bytes,
    /// Lines of JSON.
    Lines,
    /// JSON text sequences (RFC 7464).
    Sequence,
    /// Server-sent events whose data is JSON.
    Events,
    /// Server-sent events whose data is text.
    TextEvents,
    /// Server-sent events that are described with all of their fields.
    WholeEvents,
}

impl Frames {
    /// Whether the items are server-sent events.
    pub(crate) fn are_events(self) -> bool {
        matches!(self, Self::Events | Self::TextEvents | Self::WholeEvents)
    }
}

/// A documented error.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ErrorVariant {
    pub(crate) status: Status,
    pub(crate) name: TypeName,
    /// The media types that it is documented for; empty where the status alone decides.
    pub(crate) media_types: Vec<String>,
    /// What the server for tests says that its XML is, where that is not application/xml.
    pub(crate) written_as: Option<String>,
    pub(crate) content: Content,
    pub(crate) docs: Docs,
}

/// A header that a response may have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ResponseHeader {
    pub(crate) name: FieldName,
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) form: HeaderForm,
    pub(crate) docs: Docs,
}

/// How a header of a response is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum HeaderForm {
    Text,
    /// As JSON, which numbers and booleans are.
    Json,
    TextList,
    JsonList,
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

impl Status {
    /// The class that it belongs to: 4 for 404.
    pub(crate) fn class(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code / 100),
            Self::Range(class) => Some(class),
            Self::Default => None,
        }
    }
}
