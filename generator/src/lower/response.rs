//! Responses (OpenAPI 3.0.4, sections 4.7.16 and 4.7.17).

use openapiv3::{ReferenceOr, Response, StatusCode};

use super::context::{Context, Hint};
use super::names::Scope;
use super::{docs, operation, schema};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{ErrorVariant, Reason, Status, Success, TypeName, TypeRef};

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
    let mut names = Scope::variants();
    for (status, response) in responses {
        let hint =
            hint.clone().role(format!("The body of a response of status {}.", suffix(status)));
        // Where no success is documented, the default is what a success gives.
        if is_success(status) || (status == Status::Default && !has_success) {
            let hint = if lowered.success.is_empty() {
                hint.part("Response")
            } else {
                hint.part(&format!("Response{}", suffix(status)))
            };
            let ty = body(context, response, &hint);
            lowered.success.push(Success { status, ty });
        }
        if !is_success(status) {
            let name = variant(&mut names, status);
            let ty = body(context, response, &hint.part(name.as_str()));
            lowered.errors.push(ErrorVariant {
                status,
                name,
                ty,
                docs: error_docs(status, response),
            });
        }
    }
    check_success(context, operation, &mut lowered.success);
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

/// The media types of all responses, each once.
fn accept(responses: &[(Status, &Response)]) -> String {
    let mut types: Vec<&str> = Vec::new();
    for media_type in responses.iter().flat_map(|(_, response)| response.content.keys()) {
        if !types.contains(&media_type.as_str()) {
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

/// The type of the response's body; none where it has none.
fn body(context: &mut Context<'_>, response: &Response, hint: &Hint) -> Option<TypeRef> {
    let json = response
        .content
        .iter()
        .find(|(media_type, _)| is_json(media_type) || media_type.as_str() == "*/*");
    for (media_type, content) in &response.content {
        if json.is_none_or(|(chosen, _)| chosen != media_type) {
            operation::unsupported(
                context,
                &content.extensions,
                &format!("responses of `{media_type}` are not supported yet"),
                "offer the response as application/json",
                json.is_some(),
            );
        }
    }
    let (_, content) = json?;
    Some(match &content.schema {
        Some(schema) => schema::lower(context, schema, hint).into_item(),
        None => TypeRef::Untyped(Reason::Any),
    })
}

/// Several successes with one body are one; others are not supported yet.
fn check_success(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    success: &mut Vec<Success>,
) {
    let Some(first) = success.first().map(|success| success.ty.clone()) else { return };
    if success.iter().any(|success| success.ty != first) {
        let span = context.span(&operation.responses.extensions);
        context.report(
            Diagnostic::error(
                Code::Unsupported,
                span,
                "several successes with different bodies are not supported yet",
            )
            .help("describe one success"),
        );
        success.truncate(1);
    }
}

fn error_docs(status: Status, response: &Response) -> crate::ir::Docs {
    let status = match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(class) => format!("`{class}XX`"),
        Status::Default => String::from("Any other status"),
    };
    let description = docs::clean(&response.description);
    let text = if description.is_empty() {
        format!("{status}.")
    } else {
        format!("{status}: {description}")
    };
    crate::ir::Docs { text, deprecated: None }
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
