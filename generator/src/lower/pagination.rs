//! Paginated results: by the settings, the description, or well-known names.

mod pageable;
mod place;
mod plain;

use std::collections::BTreeMap;

use openapiv3::{ParameterSchemaOrContent, PathItem, ReferenceOr, Schema};

use super::context::keywords;
use super::path;
use super::schema::Complete;
use crate::config::{Config, Pagination as Settings};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{Content, Location, Next, Operation, Pagination, Type, TypeRef};
use crate::parse::{Parsed, referenced_key};
use crate::suggest;
use place::Place;

/// The extension of an operation with the same keys as the settings.
const OWN: &str = "x-clientsmith-pagination";

/// The same under a name that other tools use too: what is not understood is not meant for this one.
const EXTENSION: &str = "x-pagination";

/// Finds the operations whose results come in pages, once their types are complete.
pub(super) fn settle(
    parsed: &Parsed,
    config: &Config,
    operations: &mut [Operation],
    types: &Complete,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let described = described(parsed);
    let mut unused: Vec<&String> = config.pagination.keys().collect();
    let ids: Vec<String> = operations.iter().map(|operation| operation.id.clone()).collect();
    let paths = pageable::paths(operations);
    for operation in operations {
        unused.retain(|id| **id != operation.id);
        let key = (operation.path.clone(), operation.method.as_str().to_ascii_lowercase());
        if operation.alternate_of.is_some() {
            continue;
        }
        let Some(described) = described.get(&key) else { continue };
        let first_page = |name: &str| first_page(parsed, described, name);
        let described = described.operation;
        let mut span = parsed.span(&described.extensions);
        if config.file.is_some() && config.pagination.contains_key(&operation.id) {
            span = config.span(&["pagination", &operation.id]);
        }
        let found = match wanted(config, operation, described) {
            Ok(Some(settings)) if settings.off => continue,
            Ok(Some(settings)) => {
                report_missing(span, operation, types, &settings, diagnostics);
                told(operation, types, &settings, &first_page)
            }
            Ok(None) => {
                let told =
                    pageable::told(operation, types, described, &paths).unwrap_or_else(|reason| {
                        diagnostics.push(foreign(span, pageable::EXTENSION, &reason));
                        None
                    });
                match told {
                    Some(pageable::Told::OnePage) => continue,
                    Some(pageable::Told::Pages(pagination)) => Ok(Some(pagination)),
                    None => Ok(plain::recognize(operation, types, described, &first_page)),
                }
            }
            Err(reason) => Err(reason),
        };
        match found {
            Ok(pagination) => operation.pagination = pagination,
            Err(reason)
                if config.pagination.contains_key(&operation.id)
                    || described.extensions.contains_key(OWN) =>
            {
                diagnostics.push(wrong(span, operation, &reason));
            }
            Err(reason) => diagnostics.push(foreign(span, EXTENSION, &reason)),
        }
        if operation.pagination.is_some() {
            operation.docs.text.push_str(
                "\n\nThe result is paginated: `.items()` returns the items of all pages, `.pages()` page by page.",
            );
        }
    }
    for id in unused {
        let message = format!("the settings have pagination for `{id}`, which is not an operation");
        diagnostics.push(
            Diagnostic::error(Code::Settings, config.span(&["pagination", id]), message).help(
                suggest::did_you_mean(id, ids.iter().map(String::as_str), "use its `operationId`"),
            ),
        );
    }
}

/// An operation as the description has it.
struct Described<'p> {
    item: &'p PathItem,
    operation: &'p openapiv3::Operation,
}

/// The operations of the description, by the path's plain form and the method.
fn described(parsed: &Parsed) -> BTreeMap<(String, String), Described<'_>> {
    let mut found = BTreeMap::new();
    for (path, item) in &parsed.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            let key = (path::plain(path, item, operation), method.to_owned());
            found.insert(key, Described { item, operation });
        }
    }
    found
}

/// The number of the page that comes without that query parameter, which is its default; or else its least value, or the
/// first one by the words of its description.
fn first_page(parsed: &Parsed, described: &Described<'_>, name: &str) -> Option<u64> {
    let parameters = described.operation.parameters.iter().chain(&described.item.parameters);
    let parameter = parameters.filter_map(ReferenceOr::as_item).find(|parameter| {
        matches!(parameter, openapiv3::Parameter::Query { parameter_data, .. } if parameter_data.name == name)
    })?;
    let ParameterSchemaOrContent::Schema(schema) = &parameter.parameter_data_ref().format else {
        return None;
    };
    let schema: &Schema = match schema {
        ReferenceOr::Item(schema) => schema,
        ReferenceOr::Reference { reference } => {
            let components = parsed.openapi.components.as_ref()?;
            components.schemas.get(&referenced_key(reference))?.as_item()?
        }
    };
    let default = schema.schema_data.default.as_ref().and_then(serde_json::Value::as_u64);
    let least = || match keywords(schema).minimum {
        Some(0.0) => Some(0),
        Some(1.0) => Some(1),
        _ => None,
    };
    let description = parameter.parameter_data_ref().description.as_deref();
    default.or_else(least).or_else(|| said_first(description?))
}

/// What a description says of the first page's number, such as "page number (1-based)".
fn said_first(description: &str) -> Option<u64> {
    /// What stands for the number, before or after which it stands.
    const WORDS: [(u64, &[&str]); 2] = [
        (1, &["1-based", "1 based", "one-based", "1-indexed", "one-indexed"]),
        (0, &["0-based", "0 based", "zero-based", "0-indexed", "zero-indexed"]),
    ];
    const BEFORE: [&str; 9] = [
        "start at ",
        "starts at ",
        "starting at ",
        "starts from ",
        "starting from ",
        "starts with ",
        "starting with ",
        "first page is ",
        "begins at ",
    ];
    let description = description.to_lowercase();
    let by_word = WORDS.iter().find(|(_, words)| words.iter().any(|it| description.contains(it)));
    let number = || {
        let after = BEFORE.iter().find_map(|before| Some(description.split_once(before)?.1))?;
        let digits: String =
            after.trim_start_matches('`').chars().take_while(char::is_ascii_digit).collect();
        digits.parse().ok().filter(|first| *first < 2)
    };
    by_word.map(|(first, _)| *first).or_else(number)
}

/// The operation's settings, or else its extension.
fn wanted(
    config: &Config,
    operation: &Operation,
    described: &openapiv3::Operation,
) -> Result<Option<Settings>, String> {
    if let Some(settings) = config.pagination.get(&operation.id) {
        return Ok(Some(settings.clone()));
    }
    let extension = [OWN, EXTENSION].into_iter().find_map(|name| described.extensions.get(name));
    let Some(value) = extension else { return Ok(None) };
    serde_json::from_value(value.clone()).map(Some).map_err(|error| error.to_string())
}

/// An extension that others may have given another meaning.
fn foreign(span: Span, extension: &str, reason: &str) -> Diagnostic {
    let message = format!("`{extension}` is ignored: {reason}");
    Diagnostic::warning(Code::NotGenerated, span, message)
        .help("no change is needed if it is meant for another tool; README lists the keys")
}

fn wrong(span: Span, operation: &Operation, reason: &str) -> Diagnostic {
    let message = format!("pagination of `{}` cannot be generated: {reason}", operation.id);
    Diagnostic::error(Code::Settings, span, message).help(format!(
        "correct `pagination.{}` of the settings, or the operation's `{OWN}`",
        operation.id
    ))
}

/// Reports the places that the settings name in a page and the description does not: a server that has nothing there
/// ends the pages after the first.
fn report_missing(
    span: Span,
    operation: &Operation,
    types: &[Type],
    settings: &Settings,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(page) = page(operation) else { return };
    let named = [&settings.next_url, &settings.next_token, &settings.pages, &settings.more];
    for name in named.into_iter().flatten() {
        let place = Place::parse(name);
        if place::is_missing(types, page, &place) {
            let (id, at) = (&operation.id, place.pointer());
            let message = format!(
                "the page of `{id}` has no property `{at}` in the description; if it is missing, the first page is the last"
            );
            diagnostics.push(Diagnostic::warning(Code::Settings, span, message).help(format!(
                "correct `pagination.{id}` of the settings, or the operation's `{OWN}`; or describe the property"
            )));
        }
    }
}

/// The pagination that the settings tell.
fn told(
    operation: &Operation,
    types: &[Type],
    settings: &Settings,
    first_page: &dyn Fn(&str) -> Option<u64>,
) -> Result<Option<Pagination>, String> {
    let page = page(operation).ok_or("it has no single JSON success response")?;
    let items = match &settings.items {
        Some(place) => Place::parse(place),
        None => place::only_list(types, page)
            .ok_or("the page does not have exactly one array; set `items`")?,
    };
    let (steps, item) = place::list(types, page, &items)
        .ok_or_else(|| format!("the page has no array at `{}`", items.pointer()))?;
    Ok(Some(Pagination {
        items: steps,
        item,
        items_at: items.pointer(),
        next: next(operation, settings, first_page)?,
        more: settings.more.as_deref().map(|more| Place::parse(more).pointer()),
    }))
}

fn next(
    operation: &Operation,
    settings: &Settings,
    first_page: &dyn Fn(&str) -> Option<u64>,
) -> Result<Next, String> {
    let pointer = |place: &str| Place::parse(place).pointer();
    let mut ways = Vec::new();
    if settings.link_header {
        ways.push(Next::Link);
    }
    if let Some(at) = &settings.next_url {
        ways.push(Next::Url(pointer(at)));
    }
    if let Some(at) = &settings.next_token {
        let name = settings.parameter.as_ref().ok_or("`next-token` needs `parameter`")?;
        ways.push(Next::Token { at: pointer(at), parameter: query(operation, name)? });
    }
    if let Some(header) = &settings.next_header {
        let name = settings.parameter.as_ref().ok_or("`next-header` needs `parameter`")?;
        let parameter = query(operation, name)?;
        ways.push(Next::Header { name: header.to_ascii_lowercase(), parameter });
    }
    if let Some(name) = &settings.page {
        let parameter = query(operation, name)?;
        let first = settings.first_page.or_else(|| first_page(name)).unwrap_or(1);
        let pages = settings.pages.as_deref().map(pointer);
        ways.push(Next::Page { parameter, first, pages });
    }
    if let Some(name) = &settings.offset {
        ways.push(Next::Offset(query(operation, name)?));
    }
    if let Some(name) = &settings.after {
        let property = pointer(settings.property.as_deref().unwrap_or("id"));
        ways.push(Next::After { property, parameter: query(operation, name)? });
    }
    match (ways.pop(), ways.is_empty()) {
        (Some(next), true) => Ok(next),
        _ => Err(String::from(
            "it needs exactly one of `next-url`, `next-token`, `next-header`, `page`, `offset`, `after` and `link-header`",
        )),
    }
}

/// The query parameter of that name, as a URL has it.
fn query(operation: &Operation, name: &str) -> Result<String, String> {
    let is_known = operation
        .parameters
        .iter()
        .any(|parameter| parameter.location == Location::Query && parameter.wire == name);
    if is_known { Ok(encoded(name)) } else { Err(format!("it has no query parameter `{name}`")) }
}

/// The name as encoded in a query: all but the unreserved characters are escaped (RFC 3986, section 2.3).
fn encoded(name: &str) -> String {
    name.bytes()
        .map(|byte| match byte {
            b'-' | b'.' | b'_' | b'~' => char::from(byte).to_string(),
            byte if byte.is_ascii_alphanumeric() => char::from(byte).to_string(),
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The type of a page: the content of the operation's only kind of success.
fn page(operation: &Operation) -> Option<&TypeRef> {
    match &operation.output_name {
        None => match &operation.success.first()?.content {
            Content::Json(ty) | Content::JsonOrXml(ty, _) | Content::JsonOrText(ty, _) => Some(ty),
            // The next page is found in JSON.
            Content::Xml(..) | Content::Nothing | Content::Text | Content::Bytes => None,
        },
        Some(_) => None,
    }
}
