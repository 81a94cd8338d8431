//! Responses (OpenAPI 3.0.4, sections 4.7.16 and 4.7.17).

use std::collections::BTreeSet;

use openapiv3::{Link, LinkOperation, ReferenceOr, Response, StatusCode};

use super::context::{Context, Hint};
use super::find::Found;
use super::media::{self, AsText, Kind, Representation};
use super::names::Scope;
use super::schema::xml::Direction;
use super::{docs, headers, schema, stream, words};
use crate::ir::{
    Content, ErrorVariant, Reason, ResponseHeader, Status, Streamed, Success, TypeName, TypeRef,
};
use crate::markdown;
use crate::normalize::carrier;

/// The responses of an operation.
pub(super) struct Responses {
    pub(super) success: Vec<Success>,
    pub(super) errors: Vec<ErrorVariant>,
    pub(super) headers: Vec<ResponseHeader>,
    pub(super) stream: Option<Streamed>,
    pub(super) accept: String,
    /// The media types of a success, each once, without ranges.
    pub(super) offered: Vec<String>,
}

pub(super) fn lower(
    context: &mut Context<'_>,
    found: &Found<'_>,
    id: &str,
    hint: &Hint,
) -> Responses {
    let mut responses: Vec<(Status, &Response)> = Vec::new();
    for (status, response) in &found.operation.responses.responses {
        if let ReferenceOr::Item(response) = response {
            responses.push((lower_status(status), response));
        }
    }
    if let Some(ReferenceOr::Item(response)) = &found.operation.responses.default {
        responses.push((Status::Default, response));
    }
    // Exact status codes take precedence over ranges, and those over the default.
    responses.sort_by_key(|(status, _)| *status);
    let is_success = successes(&responses);
    let bare: Vec<&Response> = responses.iter().map(|(_, response)| *response).collect();
    let headers = headers::lower(context, bare.into_iter(), &hint.part("Header"));
    let (mut success, mut errors) = (Vec::new(), Vec::new());
    let mut accepted: Vec<&str> = Vec::new();
    let mut offered_types: Vec<String> = Vec::new();
    let mut stream = None;
    let (mut error_names, mut success_names) = (Scope::variants(), Scope::variants());
    for (status, response) in responses {
        let hint = hint
            .clone()
            .role(format!("The body of a response with the status {}.", suffix(status)));
        let mut representations = offered(context, found, status, response);
        if is_success(status) {
            let names = representations.iter().flat_map(accepts).filter(|it| !it.contains('*'));
            offered_types.extend(names.map(str::to_owned));
            for one in streamed(context, response, &representations) {
                let is_only = representations.len() < 2 && one.kind != Kind::Sequence;
                let media_types = told_apart(&one, is_only, &[]);
                stream::add(context, &mut stream, status, &one, media_types, &hint);
            }
            let is_json = |it: &&Representation<'_>| it.kind == Kind::Json;
            let has_values = representations.iter().any(|it| it.kind == Kind::Sequence);
            if let Some(json) = representations.iter().find(is_json).filter(|_| !has_values) {
                let (of, told) = ((found, id), (status, response));
                stream::add_values(context, &mut stream, of, told, json, &hint);
            }
        }
        // A streamed response is not a variant beside one that is read as a whole: the caller chooses.
        if representations.len() > 1 {
            representations.retain(|it| it.kind != Kind::Sequence);
        }
        // Neither is what the server is not asked for: the caller can, and gets it as it is. It sends any error, though.
        let is_asked = is_success(status);
        if is_asked && representations.iter().any(|it| it.kind == Kind::Json) {
            representations.retain(|it| it.kind == Kind::Json);
        }
        accepted.extend(representations.iter().flat_map(accepts));
        if is_success(status) {
            let part = if success.is_empty() {
                hint.part("Response")
            } else {
                hint.part(&format!("Response{}", suffix(status)))
            };
            for one in documented(context, status, response, &representations, &part) {
                let name = variant(&mut success_names, status, &one.suffix);
                let Documented { media_types, written_as, content, docs, .. } = one;
                success.push(Success { status, name, media_types, written_as, content, docs });
            }
            let contents = success.iter().map(|success| &success.content);
            offered_types.extend(beside(&representations, contents).map(str::to_owned));
        }
        if !is_success(status) || (status == Status::Default) {
            let name = variant_name(status);
            for one in documented(context, status, response, &representations, &hint.part(&name)) {
                let name = variant(&mut error_names, status, &one.suffix);
                let Documented { media_types, written_as, content, docs, .. } = one;
                errors.push(ErrorVariant { status, name, media_types, written_as, content, docs });
            }
        }
    }
    let mut seen = BTreeSet::new();
    offered_types.retain(|name| seen.insert(name.clone()));
    let accept = accept(&accepted);
    Responses { success, errors, headers, stream, accept, offered: offered_types }
}

/// Which status codes are successes: 2xx; without any, redirects; without those too, the default.
fn successes(responses: &[(Status, &Response)]) -> impl Fn(Status) -> bool + use<> {
    let has = |class| responses.iter().any(|(status, _)| status.class() == Some(class));
    let wanted = [2, 3].into_iter().find(|class| has(*class));
    move |status: Status| status.class() == wanted
}

/// The forms that can be read while they arrive: all that fall into values, or else one of bytes.
fn streamed<'a>(
    context: &Context<'_>,
    response: &'a Response,
    representations: &[Representation<'a>],
) -> Vec<Representation<'a>> {
    if representations.iter().any(|one| one.kind == Kind::Sequence) {
        return media::sequences(context, &response.content);
    }
    let is_of_bytes = |one: &&Representation<'_>| matches!(one.kind, Kind::Bytes | Kind::Multipart);
    representations.iter().rfind(is_of_bytes).cloned().into_iter().collect()
}

/// The forms that the body of a response may have.
fn offered<'a>(
    context: &mut Context<'_>,
    found: &Found<'_>,
    status: Status,
    response: &'a Response,
) -> Vec<Representation<'a>> {
    if found.method.is_head() {
        return Vec::new();
    }
    if let (Status::Code(204 | 205 | 304), Some(media)) = (status, response.content.values().next())
    {
        context.not_generated(
            &media.extensions,
            "a response with this status code never has a body; its content is ignored",
            "remove `content`, or document another status code",
        );
        return Vec::new();
    }
    beside_json(context, media::representations(context, &response.content))
}

/// The representations, without those of XML and text for the same value as JSON: they are not in `Accept`, and decoded
/// if they arrive.
fn beside_json<'a>(
    context: &Context<'_>,
    mut all: Vec<Representation<'a>>,
) -> Vec<Representation<'a>> {
    let Some(at) = all.iter().position(|one| one.kind == Kind::Json) else { return all };
    let mut json = all.remove(at);
    let as_text = media::as_text(context, json.media);
    let mut others = Vec::new();
    for one in all {
        let is_same = media::same_schema(one.media, json.media);
        let names = std::iter::once(one.media_type).chain(one.also.iter().copied());
        match (one.kind, as_text) {
            (Kind::Xml, _) if is_same => json.xml.extend(names),
            (Kind::Text, Some(AsText::Plain)) if is_same => json.text.extend(names),
            (Kind::Text, Some(AsText::Json)) if is_same => json.also.extend(names),
            _ => others.push(one),
        }
    }
    others.insert(at.min(others.len()), json);
    others
}

/// The media types of XML and text that are decoded as the same value as JSON, and for which the server is not asked.
fn beside<'a, 'c>(
    representations: &'a [Representation<'_>],
    mut contents: impl Iterator<Item = &'c Content> + Clone,
) -> impl Iterator<Item = &'a str> {
    let has_xml = contents
        .clone()
        .any(|content| matches!(content, Content::JsonOrXml(..) | Content::JsonOrText(_, Some(_))));
    let has_text = contents.any(|content| matches!(content, Content::JsonOrText(..)));
    representations.iter().flat_map(move |one| {
        let xml = one.xml.iter().filter(move |_| has_xml);
        xml.chain(one.text.iter().filter(move |_| has_text)).copied()
    })
}

/// What `Accept` has: of several JSON media types, which are all decoded alike, one.
fn accepts<'a>(representation: &Representation<'a>) -> Vec<&'a str> {
    let also = representation.also.iter().filter(|_| representation.kind != Kind::Json);
    std::iter::once(&representation.media_type).chain(also).copied().collect()
}

/// A response in one of its forms.
struct Documented {
    media_types: Vec<String>,
    written_as: Option<String>,
    suffix: String,
    content: Content,
    docs: crate::ir::Docs,
}

fn documented(
    context: &mut Context<'_>,
    status: Status,
    response: &Response,
    representations: &[Representation<'_>],
    hint: &Hint,
) -> Vec<Documented> {
    let only = representations.len() < 2;
    let mut found: Vec<Documented> = Vec::new();
    for representation in representations {
        let suffix = if only { String::new() } else { representation.suffix() };
        let hint = if found.is_empty() { hint.clone() } else { hint.part(&suffix) };
        media::report_items(context, representation, false);
        let content = content(context, representation, &hint);
        let media_types = match told_apart(representation, only, representations) {
            mut names if !names.is_empty() => {
                let Representation { xml, text, .. } = representation;
                names.extend(xml.iter().chain(text).copied().map(media::essence));
                names
            }
            names => names,
        };
        let docs = response_docs(status, response, Some(representation));
        let name = representation.media_type;
        let is_usual = name.contains('*') || media::essence(name) == "application/xml";
        let written_as =
            (matches!(content, Content::Xml(..)) && !is_usual).then(|| name.to_owned());
        found.push(Documented { media_types, written_as, suffix, content, docs });
    }
    // The most general one is matched last.
    found.sort_by_key(|documented| documented.media_types.is_empty());
    if found.is_empty() {
        let docs = response_docs(status, response, None);
        let (media_types, suffix, content) = (Vec::new(), String::new(), Content::Nothing);
        found.push(Documented { media_types, written_as: None, suffix, content, docs });
    }
    found
}

/// The media types of a representation; empty if any matches. A single one matches any: whether a body is JSON or XML
/// turns out when it is decoded, text and bytes are always that, and servers often send another media type.
fn told_apart(
    representation: &Representation<'_>,
    only: bool,
    all: &[Representation<'_>],
) -> Vec<String> {
    if only {
        return Vec::new();
    }
    let others = || all.iter().filter(|other| other.media_type != representation.media_type);
    let is_shared = |name: &str| {
        let name = media::essence(name);
        others().flat_map(Representation::media_types).any(|other| media::essence(other) == name)
    };
    let mut names: Vec<String> = Vec::new();
    for name in representation.media_types() {
        let name =
            if is_shared(name) { media::with_parameters(name) } else { media::essence(name) };
        if name == "*/*" {
            return Vec::new();
        }
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn lower_status(status: &StatusCode) -> Status {
    match status {
        StatusCode::Code(code) => Status::Code(*code),
        StatusCode::Range(class) => Status::Range(*class),
    }
}

fn suffix(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(class) => format!("{class}xx"),
        Status::Default => String::from("Default"),
    }
}

/// The `Accept` header, with each media type once.
fn accept(accepted: &[&str]) -> String {
    let mut types: Vec<&str> = Vec::new();
    for media_type in accepted {
        if !types.contains(media_type) {
            types.push(media_type);
        }
    }
    if types.is_empty() { String::from("*/*") } else { types.join(", ") }
}

/// The content of a response in that representation.
fn content(context: &mut Context<'_>, representation: &Representation<'_>, hint: &Hint) -> Content {
    let element = match representation.kind {
        Kind::Json => media::element_beside(context, representation, hint),
        Kind::Xml => media::element(context, representation, hint, Direction::Received),
        Kind::Text | Kind::Form | Kind::Sequence => return Content::Text,
        Kind::Multipart | Kind::Bytes => return Content::Bytes,
    };
    if representation.kind == Kind::Xml && element.is_none() {
        return Content::Text;
    }
    let ty = match &representation.media.schema {
        Some(schema) => schema::lower(context, schema, hint).into_item(),
        None => TypeRef::Untyped(Reason::Any),
    };
    match (representation.kind, element) {
        (Kind::Json, element) if !representation.text.is_empty() => {
            Content::JsonOrText(ty, element)
        }
        (_, None) => Content::Json(ty),
        (Kind::Xml, Some(element)) => Content::Xml(ty, element),
        (_, Some(element)) => Content::JsonOrXml(ty, element),
    }
}

/// Where the response leads (4.7.20): for each link the operation, and what it takes from this call and its response, as
/// runtime expressions.
fn links(response: &Response) -> Option<String> {
    let code = |text: &str| docs::code(&text.into());
    let line = |(name, link): (&String, &Link)| {
        let operation = match &link.operation {
            LinkOperation::OperationId(id) => code(id),
            LinkOperation::OperationRef(reference) => code(reference),
        };
        let given = link.parameters.iter().map(|(name, value)| {
            let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            format!("{} = {}", code(name), code(&value))
        });
        let body = link.request_body.as_ref().map(|body| {
            let body = body.as_str().map_or_else(|| body.to_string(), str::to_owned);
            format!("the body {}", code(&body))
        });
        let given: Vec<String> = given.chain(body).collect();
        let with =
            if given.is_empty() { String::new() } else { format!(" with {}", given.join(", ")) };
        let description = link.description.as_deref().unwrap_or_default().split_whitespace();
        let description = description.collect::<Vec<_>>().join(" ");
        let server = link.server.as_ref().map(|server| format!(" at {}", code(&server.url)));
        let server = server.unwrap_or_default();
        let end = if description.is_empty() { "" } else { ": " };
        format!("- Link {}, to {operation}{server}{with}{end}{description}", code(name))
    };
    let items = response.links.iter().filter_map(|(name, link)| Some((name, link.as_item()?)));
    let lines: Vec<String> = items.map(line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// The docs of a response, except those of its type.
fn response_docs(
    status: Status,
    response: &Response,
    representation: Option<&Representation<'_>>,
) -> crate::ir::Docs {
    let status = match status {
        Status::Code(code) => format!("`{code}`"),
        Status::Range(class) => format!("`{class}XX`"),
        Status::Default => String::from("Any other status code"),
    };
    let media = representation.map(|representation| representation.media);
    let also = representation.and_then(|representation| also(response, representation));
    let notes = media.and_then(|media| media.schema.as_ref()).and_then(schema::of_value);
    let shown = media.and_then(|media| docs::examples_of(media.example.as_ref(), &media.examples));
    let summary = carrier::text(&response.extensions, carrier::SUMMARY);
    let headers = headers(response);
    let links = links(response);
    let parts = [
        summary,
        Some(response.description.as_str()),
        headers.as_deref(),
        links.as_deref(),
        notes.as_deref(),
        shown.as_deref(),
        also.as_deref(),
    ];
    let said = docs::docs(&parts, false).text;
    let text = if said.is_empty() { format!("{status}.") } else { docs::labelled(&status, &said) };
    crate::ir::Docs { text, ..Default::default() }
}

/// Media types other than the accepted one, all with the same value.
fn also(response: &Response, representation: &Representation<'_>) -> Option<String> {
    if representation.kind != Kind::Json {
        return None;
    }
    let xml = response.content.iter().filter(|(name, media)| {
        media::is_xml(&media::essence(name)) && media::same_schema(media, representation.media)
    });
    let names = representation.also.iter().chain(&representation.text).copied();
    let names = names.chain(xml.map(|(name, _)| name.as_str()));
    let names: Vec<String> = names.map(|name| docs::code(&name.into())).collect();
    (!names.is_empty()).then(|| format!("The server also offers it as {}.", names.join(" and ")))
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
            let name = markdown::code(name);
            match description.as_str() {
                "" => format!("- Header {name}"),
                description => format!("- Header {name}: {description}"),
            }
        })
        .collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn variant(names: &mut Scope, status: Status, suffix: &str) -> TypeName {
    names.variant(&format!("{}{}", variant_name(status), words::upper_camel(suffix)))
}

fn variant_name(status: Status) -> String {
    match status {
        Status::Code(code) => {
            let reason = reason(code);
            if reason.is_empty() { format!("Status{code}") } else { reason.to_owned() }
        }
        Status::Range(1) => String::from("Informational"),
        Status::Range(2) => String::from("Success"),
        Status::Range(3) => String::from("Redirection"),
        Status::Range(4) => String::from("ClientError"),
        Status::Range(5) => String::from("ServerError"),
        Status::Range(class) => format!("Status{class}xx"),
        Status::Default => String::from("Other"),
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
