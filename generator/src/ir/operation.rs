//! Operations: the arguments, requests and outputs of the client's methods.

use serde::Serialize;

use crate::config::Repeat;

use super::{Docs, FieldName, ModuleName, Part, Presence, TypeId, TypeName, TypeRef};

/// An operation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Operation {
    /// The `operationId`, or a name in its place.
    pub(crate) id: String,
    /// The call's type of the operation that this one is with another media type of the body; its output and its errors
    /// are the same.
    pub(crate) alternate_of: Option<TypeName>,
    pub(crate) method: Method,
    /// The path template of the description.
    pub(crate) path: String,
    pub(crate) docs: Docs,
    /// The tags, which group the operations in the docs.
    pub(crate) tags: Vec<String>,
    /// The number of its group in [`super::Features::groups`]; `None` if it is always compiled.
    pub(crate) group: Option<usize>,
    /// The client's method.
    pub(crate) name: FieldName,
    /// The type of a call's values.
    pub(crate) type_name: TypeName,
    /// The enum of documented errors.
    pub(crate) error_name: TypeName,
    /// The name of the alias for its call, whose page has the options of this operation alone.
    pub(crate) call_name: TypeName,
    pub(crate) module: ModuleName,
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) body: Option<Body>,
    /// The arguments of the method: the required values, in order.
    pub(crate) arguments: Vec<Argument>,
    /// The options of the call.
    pub(crate) options: Vec<Argument>,
    pub(crate) success: Vec<Success>,
    /// The enum of successes, if they differ in content.
    pub(crate) output_name: Option<TypeName>,
    pub(crate) errors: Vec<ErrorVariant>,
    /// The pagination of the result, if it has any.
    pub(crate) pagination: Option<Pagination>,
    /// What its work results in, if that goes on after the response.
    pub(crate) long_running: Option<LongRunning>,
    /// When its requests are retried, if not by the rule for the method.
    pub(crate) repeat: Option<Repeat>,
    /// The response that can be streamed.
    pub(crate) stream: Option<Streamed>,
    /// The media types of a response, as in `Accept`.
    pub(crate) accept: String,
    /// The type of the responses' headers, if there are any.
    pub(crate) headers_name: Option<TypeName>,
    pub(crate) headers: Vec<ResponseHeader>,
    /// Its own server, if it has one.
    pub(crate) server: Option<super::Server>,
    /// Other servers to choose from.
    pub(crate) server_choice: Option<ServerChoice>,
    /// The names of the schemes of each alternative.
    pub(crate) security: Vec<Vec<String>>,
}

/// The servers of an operation or its path, if there are several.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct ServerChoice {
    /// The function that chooses one.
    pub(crate) name: FieldName,
    /// Their constants; the first is the default.
    pub(crate) servers: Vec<FieldName>,
}

impl Parameter {
    /// Whether it is sent by every call.
    pub(crate) fn is_always_sent(&self) -> bool {
        self.presence == Presence::Required || self.constant.is_some()
    }
}

impl Operation {
    /// Whether its successes document no body, and one of them has a status code that allows one.
    pub(crate) fn lacks_body(&self) -> bool {
        let allows_one = |success: &Success| match success.status {
            Status::Code(code) => (200..300).contains(&code) && ![204, 205].contains(&code),
            Status::Range(class) => class == 2,
            Status::Default => false,
        };
        self.alternate_of.is_none()
            && self.stream.is_none()
            && !self.method.is_head()
            && self.success.iter().all(|it| it.content == Content::Nothing)
            && self.success.iter().any(allows_one)
    }

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

/// An HTTP method (RFC 9110, section 9), as sent.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct Method(String);

impl Method {
    /// The method with that name; it is case-sensitive.
    pub(crate) fn named(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// The name as sent.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a response to it has no body, whatever its headers.
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
    /// The encodings of properties of a whole query, except for default ones.
    pub(crate) encodings: Vec<FieldEncoding>,
    /// Where a value of a body of several parts is in the values of a case of the conformance run: a JSON pointer.
    pub(crate) pointer: Option<String>,
    pub(crate) ty: TypeRef,
    pub(crate) presence: Presence,
    /// The default that is sent: the only value that the description allows, if it is required.
    pub(crate) constant: Option<String>,
    /// Whether an empty string is one of the values that are listed for a part of the path.
    pub(crate) may_be_empty: bool,
    pub(crate) docs: Docs,
    /// An example in the description that is a string.
    pub(crate) example: Option<String>,
}

impl Parameter {
    /// Whether it is the last segment of a path that may end before it.
    pub(crate) fn is_optional_segment(&self) -> bool {
        self.location == Location::Path
            && self.presence == Presence::Optional
            && self.constant.is_none()
    }
}

/// Where a parameter is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Location {
    Path,
    Query,
    /// The whole query, as a form, JSON or a string (3.2).
    Querystring,
    Header,
    Cookie,
    /// A form field, or a part of a multipart body.
    Body,
    /// A header of a part.
    PartHeader,
}

impl Location {
    /// Its name for tools.
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

/// The encoding of a parameter (OpenAPI 3.0.4, section 4.7.12.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    /// Separated by tabs, only in Swagger 2.0.
    TabDelimited,
    DeepObject,
    /// As `form`, without percent-encoding, in a cookie.
    Cookie,
    /// A part of a query that the caller writes, without percent-encoding.
    Written,
    /// Several segments of a path.
    Segments,
    /// JSON, for a parameter with `content`; exploded, for each item of an array.
    Json,
    /// By the value, for a field or part without a style: an array repeats the name, and an object is JSON.
    Usual,
}

/// A request body.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Body {
    pub(crate) media_type: String,
    pub(crate) kind: BodyKind,
    pub(crate) ty: TypeRef,
    /// The constant for its XML element.
    pub(crate) element: Option<FieldName>,
    /// The encodings of properties of a form, except for default ones.
    pub(crate) encodings: Vec<FieldEncoding>,
    /// The parts that the parameters are.
    pub(crate) parts: Vec<Part>,
    pub(crate) required: bool,
    /// The inline type whose fields are the method's arguments and options.
    pub(crate) spread: Option<TypeId>,
    /// The model of the named schema whose properties are the parameters.
    pub(crate) described_by: Option<TypeId>,
}

impl Body {
    /// Whether it changes what it mentions, and removes what is `null` (RFC 7396).
    pub(crate) fn is_merge_patch(&self) -> bool {
        let essence = self.media_type.split(';').next().unwrap_or_default().trim();
        essence.eq_ignore_ascii_case("application/merge-patch+json")
    }

    /// Whether its fields are parameters.
    pub(crate) fn is_spread_over_parameters(&self) -> bool {
        matches!(self.kind, BodyKind::Fields | BodyKind::Multipart)
    }
}

/// The encoding of a property of a form (4.7.15).
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct FieldEncoding {
    pub(crate) wire: String,
    pub(crate) style: Style,
    pub(crate) explode: bool,
    pub(crate) allow_reserved: bool,
}

/// The encoding of a body.
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
    /// Items of an array as JSON, each on a line.
    Lines,
    /// Items of an array as a JSON text sequence (RFC 7464).
    Sequence,
}

/// An argument or option of a call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum Argument {
    /// The parameter with that number.
    Parameter(usize),
    /// The field with that number of the spread body.
    BodyField(usize),
    /// The whole body.
    Body,
}

/// A documented success.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Success {
    pub(crate) status: Status,
    /// The variant, if successes differ.
    pub(crate) name: TypeName,
    /// The documented media types; empty if the status code alone decides.
    pub(crate) media_types: Vec<String>,
    /// The media type of the test server's XML, if that is not application/xml.
    pub(crate) written_as: Option<String>,
    pub(crate) content: Content,
    pub(crate) docs: Docs,
}

/// The content of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum Content {
    Nothing,
    Json(TypeRef),
    /// XML, with the constant for its element.
    Xml(TypeRef, FieldName),
    /// JSON, or the same as XML if the response has that media type.
    JsonOrXml(TypeRef, FieldName),
    /// JSON, or the plain string if the response has that media type, or XML, with the constant for its element.
    JsonOrText(TypeRef, Option<FieldName>),
    Text,
    Bytes,
}

impl Content {
    /// The type of anything but plain text or bytes.
    pub(crate) fn ty(&self) -> Option<&TypeRef> {
        match self {
            Self::Json(ty)
            | Self::Xml(ty, _)
            | Self::JsonOrXml(ty, _)
            | Self::JsonOrText(ty, _) => Some(ty),
            Self::Nothing | Self::Text | Self::Bytes => None,
        }
    }

    /// The type in Rust; `None` for the empty one.
    pub(crate) fn rust(&self) -> Option<TypeRef> {
        match self {
            Self::Text => Some(TypeRef::Scalar(super::Scalar::String)),
            Self::Bytes => Some(TypeRef::Scalar(super::Scalar::Bytes)),
            content => content.ty().cloned(),
        }
    }
}

/// A response that can be streamed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Streamed {
    /// The ways in which its items may follow each other, of which the response's media type decides; at least one.
    /// Among several none is of bytes, no two have events, and all of lines and sequences have the same items.
    pub(crate) ways: Vec<StreamWay>,
}

/// One framing of a stream's items.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct StreamWay {
    pub(crate) frames: Frames,
    /// The type of an item, or of an event's data.
    pub(crate) item: TypeRef,
    /// The accepted media types.
    pub(crate) accept: Vec<String>,
    /// The status codes, each with its media types; none if the status code alone decides.
    pub(crate) responses: Vec<(Status, Vec<String>)>,
}

impl Streamed {
    /// The types of its items.
    pub(crate) fn items(&self) -> impl Iterator<Item = &TypeRef> {
        self.ways.iter().map(|way| &way.item)
    }

    /// The `Accept` header of a streaming call.
    pub(crate) fn accept(&self) -> String {
        let all: Vec<&str> =
            self.ways.iter().flat_map(|way| &way.accept).map(String::as_str).collect();
        all.join(", ")
    }
}

/// How a body is split into items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum Frames {
    /// It does not: bytes as they arrive.
    Bytes,
    /// Lines of JSON.
    Lines,
    /// JSON text sequences (RFC 7464).
    Sequence,
    /// JSON values with anything or nothing between them.
    Values,
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
    /// The documented media types; empty if the status code alone decides.
    pub(crate) media_types: Vec<String>,
    /// The media type of the test server's XML, if that is not application/xml.
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

/// The encoding of a response header.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum HeaderForm {
    Text,
    /// As JSON, for numbers and booleans.
    Json,
    TextList,
    JsonList,
    /// A string for each line.
    Lines,
}

/// The status codes of a documented response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Status {
    Code(u16),
    /// All of a class: 4 is `4XX`.
    Range(u16),
    /// All others.
    Default,
}

/// A paginated result. Places are JSON pointers.
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

/// An operation whose work goes on after its response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LongRunning {
    /// The type of the result; `None` if there is none.
    pub(crate) result: Option<TypeRef>,
    pub(crate) state: FinalState,
}

/// Where the result of a long-running operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum FinalState {
    /// As the method tells.
    Usual,
    Location,
    Original,
    Monitor,
}

/// A field on the path to a page's items.
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
    /// The end of the path of another operation at that place; the template has `{}` for it.
    Path { at: String, template: String },
    /// The token at that place.
    Token { at: String, parameter: String },
    /// The token in a header.
    Header { name: String, parameter: String },
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
    /// The class of a status code: 4 for 404.
    pub(crate) fn class(self) -> Option<u16> {
        match self {
            Self::Code(code) => Some(code / 100),
            Self::Range(class) => Some(class),
            Self::Default => None,
        }
    }
}
