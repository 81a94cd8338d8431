//! Responses (OpenAPI 3.0.4, sections 4.7.16 and 4.7.17).

use openapiv3::{ReferenceOr, Response, StatusCode};

use super::context::{Context, Hint, keywords};
use super::names::Scope;
use super::{docs, operation, schema};
use crate::ir::{Content, ErrorVariant, Reason, Status, Success, TypeName, TypeRef};
use crate::parse::carrier;

/// What an operation may answer.
pub(super) struct Responses {
    pub(super) success: Vec<Success>,
    pub(super) errors: Vec<ErrorVariant>,
    pub(super) accept: String,
}

pub(super) fn lower(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    hint: &Hint,
) -> Responses {
    let mut responses: Vec<(Status, &Response)> = Vec::new();
    for (status, response) in &operation.responses.responses {
        if let ReferenceOr::Item(response) = response {
            responses.push((lower_status(status), response));
        }
    }
    if let Some(ReferenceOr::Item(response)) = &operation.responses.default {
        responses.push((Status::Default, response));
    }
    // Exact statuses are asked before ranges, and those before the default.
    responses.sort_by_key(|(status, _)| *status);
    let has_success = responses.iter().any(|(status, _)| is_success(*status));
    let mut lowered =
        Responses { success: Vec::new(), errors: Vec::new(), accept: accept(&responses) };
    let (mut error_names, mut success_names) = (Scope::variants(), Scope::variants());
    for (status, response) in responses {
        let hint =
            hint.clone().role(format!("The body of a response of status {}.", suffix(status)));
        report_unused(context, response);
        // Where no success is documented, the default is what a success gives.
        if is_success(status) || (status == Status::Default && !has_success) {
            let part = if lowered.success.is_empty() {
                hint.part("Response")
            } else {
                hint.part(&format!("Response{}", suffix(status)))
            };
            let content = content(context, response, &part);
            let docs = response_docs(status, response, &content);
            let name = variant(&mut success_names, status);
            lowered.success.push(Success { status, name, content, docs });
        }
        if !is_success(status) {
            let name = variant(&mut error_names, status);
            let content = content(context, response, &hint.part(name.as_str()));
            let docs = response_docs(status, response, &content);
            lowered.errors.push(ErrorVariant { status, name, content, docs });
        }
    }
    lowered
}

fn lower_status(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(class) => Status::Range(*class),
    }
}

fn is_success(status: Status) -> bool {
    match status {
        Status::Code(code) => (200..300).contains(&code),
        Status::Range(class) => class == 2,
        Status::Default => false,
    }
}

fn suffix(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}xx"),
        Status::Default => String::from("Default"),
    }
}

/// The media types of all responses that the client decodes, each once.
fn accept(responses: &[(Status, &Response)]) -> String {
    let mut types: Vec<&str> = Vec::new();
    for media_type in responses
        .iter()
        .filter_map(|(_, response)| chosen(response))
        .map(|(media_type, _)| media_type)
    {
        if !types.contains(&media_type) {
            types.push(media_type);
        }
    }
    if types.is_empty() { String::from("*/*") } else { types.join(", ") }
}

/// Whether a media type holds JSON (RFC 6839, section 3.1).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// The media type that the client asks for: JSON where it is offered, else the first one.
fn chosen(response: &Response) -> Option<(&str, &openapiv3::MediaType)> {
    let mut content =
        response.content.iter().map(|(media_type, content)| (media_type.as_str(), content));
    content.clone().find(|(media_type, _)| is_json(media_type)).or_else(|| content.next())
}

/// What a response holds.
fn content(context: &mut Context<'_>, response: &Response, hint: &Hint) -> Content {
    let Some((media_type, media)) = chosen(response) else { return Content::Nothing };
    for (other, media) in response.content.iter().filter(|(other, _)| *other != media_type) {
        operation::not_generated(
            context,
            &media.extensions,
            &format!(
                "the client asks for `{media_type}`; responses of `{other}` are not generated"
            ),
            "offer one media type",
        );
    }
    let target = media.schema.as_ref().and_then(|schema| context.follow(schema));
    let keys = target.map(keywords);
    let is_binary = keys.is_some_and(|keys| {
        keys.typ.as_deref() == Some("string") && keys.format.as_deref() == Some("binary")
    });
    let is_any = media_type.starts_with("*/*")
        && keys.is_some_and(|keys| *keys != openapiv3::AnySchema::default());
    if (is_json(media_type) || is_any) && !is_binary {
        return Content::Json(match &media.schema {
            Some(schema) => schema::lower(context, schema, hint).into_item(),
            None => TypeRef::Untyped(Reason::Any),
        });
    }
    if is_text(media_type) && !is_binary { Content::Text } else { Content::Bytes }
}

/// Whether a body of the media type is a text.
pub(super) fn is_text(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence.starts_with("text/") || essence.ends_with("+xml") || essence == "application/xml"
}

/// Names what is valid of a response and what the client does not act on.
fn report_unused(context: &mut Context<'_>, response: &Response) {
    if !response.headers.is_empty() {
        operation::not_generated(
            context,
            &response.extensions,
            "the types of response headers are not generated; `.with_response()` gives them as they came",
            "nothing has to be changed",
        );
    }
    if let Some(link) = response.links.values().find_map(ReferenceOr::as_item) {
        operation::not_generated(
            context,
            &link.extensions,
            "links are not generated",
            "nothing has to be changed; call the operation that the link leads to",
        );
    }
}

/// What is said of a response, but for what the docs of its type say.
fn response_docs(status: Status, response: &Response, content: &Content) -> crate::ir::Docs {
    let status = match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(class) => format!("`{class}XX`"),
        Status::Default => String::from("Any other status"),
    };
    let media = chosen(response).map(|(_, media)| media);
    let is_type = matches!(content.ty(), Some(TypeRef::Named(_)));
    let notes = media
        .and_then(|media| media.schema.as_ref())
        .filter(|_| !is_type)
        .and_then(schema::of_value);
    let shown = media.and_then(|media| docs::examples_of(media.example.as_ref(), &media.examples));
    let summary = carrier::text(&response.extensions, carrier::SUMMARY);
    let headers = headers(response);
    let parts = [
        summary,
        Some(response.description.as_str()),
        headers.as_deref(),
        notes.as_deref(),
        shown.as_deref(),
    ];
    let said = docs::docs(&parts, false).text;
    let text = if said.is_empty() { format!("{status}.") } else { docs::labelled(&status, &said) };
    crate::ir::Docs { text, deprecated: None }
}

/// The headers of a response, each with what it is.
fn headers(response: &Response) -> Option<String> {
    let lines: Vec<String> = response
        .headers
        .iter()
        .map(|(name, header)| {
            let description = header.as_item().and_then(|header| header.description.as_deref());
            let description = description.unwrap_or_default().split_whitespace();
            let description = description.collect::<Vec<_>>().join(" ");
            match description.as_str() {
                "" => format!("- Header `{name}`"),
                description => format!("- Header `{name}`: {description}"),
            }
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn variant(names: &mut Scope, status: Status) -> TypeName {
    match status {
        Status::Code(code) => {
            let reason = reason(code);
            if reason.is_empty() {
                names.variant(&format!("Status{code}"))
            } else {
                names.variant(reason)
            }
        }
        Status::Range(1) => names.variant("Informational"),
        Status::Range(2) => names.variant("Success"),
        Status::Range(3) => names.variant("Redirection"),
        Status::Range(4) => names.variant("ClientError"),
        Status::Range(5) => names.variant("ServerError"),
        Status::Range(class) => names.variant(&format!("Status{class}xx")),
        Status::Default => names.variant("Other"),
    }
}

/// The reason phrase of a status (RFC 9110, section 15), empty where it has none.
fn reason(code: u16) -> &'static str {
    match code {
        200 => "Ok",
        201 => "Created",
        202 => "Accepted",
        203 => "NonAuthoritativeInformation",
        204 => "NoContent",
        205 => "ResetContent",
        206 => "PartialContent",
        207 => "MultiStatus",
        208 => "AlreadyReported",
        226 => "ImUsed",
        300 => "MultipleChoices",
        301 => "MovedPermanently",
        302 => "Found",
        303 => "SeeOther",
        304 => "NotModified",
        307 => "TemporaryRedirect",
        308 => "PermanentRedirect",
        400 => "BadRequest",
        401 => "Unauthorized",
        402 => "PaymentRequired",
        403 => "Forbidden",
        404 => "NotFound",
        405 => "MethodNotAllowed",
        406 => "NotAcceptable",
        407 => "ProxyAuthenticationRequired",
        408 => "RequestTimeout",
        409 => "Conflict",
        410 => "Gone",
        411 => "LengthRequired",
        412 => "PreconditionFailed",
        413 => "ContentTooLarge",
        414 => "UriTooLong",
        415 => "UnsupportedMediaType",
        416 => "RangeNotSatisfiable",
        417 => "ExpectationFailed",
        418 => "ImATeapot",
        421 => "MisdirectedRequest",
        422 => "UnprocessableEntity",
        423 => "Locked",
        424 => "FailedDependency",
        425 => "TooEarly",
        426 => "UpgradeRequired",
        428 => "PreconditionRequired",
        429 => "TooManyRequests",
        431 => "RequestHeaderFieldsTooLarge",
        451 => "UnavailableForLegalReasons",
        500 => "InternalServerError",
        501 => "NotImplemented",
        502 => "BadGateway",
        503 => "ServiceUnavailable",
        504 => "GatewayTimeout",
        505 => "HttpVersionNotSupported",
        507 => "InsufficientStorage",
        508 => "LoopDetected",
        511 => "NetworkAuthenticationRequired",
        _ => "",
    }
}
