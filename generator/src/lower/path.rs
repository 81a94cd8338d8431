//! Templates of paths (OpenAPI 3.0.4, section 4.7.8.2). In: a path as it was written. Out: the same with the plain name of a
//! parameter between each pair of braces, and with every other brace percent-encoded.

use openapiv3::{PathItem, ReferenceOr};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Location, Operation, Parameter, Presence, Style, TypeRef};
use crate::load::refs::decode;
use crate::suggest;

/// The path with plain names between its braces: `{.color*}`, as in RFC 6570, and `{color:[a-z]+}`, as in some
/// frameworks, are `{color}`, whose parameter has the style.
pub(super) fn plain(path: &str, item: &PathItem, operation: &openapiv3::Operation) -> String {
    let described = item.parameters.iter().chain(&operation.parameters);
    let described = described.filter_map(ReferenceOr::as_item).filter_map(|parameter| {
        let is_in_path = matches!(parameter, openapiv3::Parameter::Path { .. });
        is_in_path.then(|| parameter.parameter_data_ref().name.as_str())
    });
    let known: Vec<&str> = described.collect();
    let mut plain = String::with_capacity(path.len());
    let mut rest = fragment(path).map_or(path, |(before, _)| before);
    while let Some(at) = rest.find(['{', '}']) {
        let (before, after) = rest.split_at(at);
        plain.push_str(before);
        match expression(after) {
            Some((inner, behind)) => {
                // What RFC 6570 adds as a query is described by parameters in `query`.
                if !inner.starts_with(['?', '&']) {
                    if inner.starts_with('/') && !known.contains(&inner) {
                        plain.push('/');
                    }
                    plain.push_str(&format!("{{{}}}", name(inner, &known)));
                }
                rest = behind;
            }
            None => {
                plain.push_str(if after.starts_with('{') { "%7B" } else { "%7D" });
                rest = after.get(1..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}

/// What comes before the fragment that a path ends in, which no request has, and the fragment.
pub(super) fn fragment(path: &str) -> Option<(&str, &str)> {
    let is_operator = |at: usize| path.get(..at).is_some_and(|before| before.ends_with('{'));
    let at = path.match_indices('#').map(|(at, _)| at).find(|at| !is_operator(*at))?;
    path.split_at_checked(at)
}

/// The text between the first brace and the matching one, and the rest; `None` if there is no matching one.
fn expression(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in text.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => {
                let inner = text.get(1..at).filter(|inner| !inner.trim().is_empty())?;
                return Some((inner, text.get(at + 1..)?));
            }
            '}' => depth = depth.checked_sub(1)?,
            '/' if depth == 0 => return None,
            _ => {}
        }
    }
    None
}

/// The name in an expression: unchanged if a parameter has it, else without characters that are not allowed.
fn name<'t>(inner: &'t str, known: &[&str]) -> &'t str {
    if known.contains(&inner) {
        return inner;
    }
    let plain = inner.trim().trim_start_matches(['.', ';', '/', '+', '#']);
    let plain = plain.trim_end_matches(['*', '?']);
    let before = plain.split([':', '=']).next().unwrap_or(plain).trim();
    if !known.contains(&plain) && !before.is_empty() { before } else { plain }
}

/// The parameters that the query of the path does not send already: a constant of the same name and value is one of them.
pub(super) fn without_fixed(mut parameters: Vec<Parameter>, path: &str) -> Vec<Parameter> {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    let pairs: Vec<(String, String)> = query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    parameters.retain(|parameter| {
        let is_same = |(name, value): &(String, String)| {
            *name == parameter.wire && Some(value) == parameter.constant.as_ref()
        };
        parameter.location != Location::Query || !pairs.iter().any(is_same)
    });
    parameters
}

/// The parameters, of which those are several segments that the path marks so: `{+path}` as in RFC 6570, `{path*}`,
/// `{name=projects/*}` as in Google's APIs, and `{path:.*}` as in some frameworks; or that the settings name.
pub(super) fn with_segments(
    mut parameters: Vec<Parameter>,
    path: &str,
    named: &[String],
) -> Vec<Parameter> {
    for parameter in &mut parameters {
        let Parameter { location, style, ty, wire, .. } = parameter;
        let is_plain = *location == Location::Path
            && *style == Style::Simple
            && !matches!(ty, TypeRef::Vec(_) | TypeRef::Map(_));
        if is_plain && (named.contains(wire) || is_marked(path, wire)) {
            *style = Style::Segments;
        }
    }
    parameters
}

/// The parameters, of which the last segment of the path need not be there if it is written as `{name?}`.
pub(super) fn with_optional(mut parameters: Vec<Parameter>, path: &str) -> Vec<Parameter> {
    let last = path.rsplit('/').next().and_then(|last| last.strip_prefix('{')?.strip_suffix("?}"));
    let last = parameters.iter_mut().find(|it| {
        it.location == Location::Path && Some(it.wire.as_str()) == last && it.constant.is_none()
    });
    if let Some(last) = last {
        last.presence = Presence::Optional;
    }
    parameters
}

/// Reports the settings for segments that no path parameter has.
pub(super) fn report_unused(
    config: &Config,
    operations: &[Operation],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (id, names) in &config.segments {
        let mut wrong = |message: String, help: String| {
            let span = config.span(&["segments", id]);
            diagnostics.push(Diagnostic::error(Code::Settings, span, message).help(help));
        };
        let Some(operation) = operations.iter().find(|operation| operation.id == *id) else {
            let ids = operations.iter().map(|operation| operation.id.as_str());
            wrong(
                format!("the settings have `segments` for `{id}`, which is not an operation"),
                suggest::did_you_mean(id, ids, "use its `operationId`"),
            );
            continue;
        };
        let parameters = operation.parameters.iter();
        let parameters = parameters.filter(|it| it.location == Location::Path);
        let known: Vec<&str> = parameters.map(|parameter| parameter.wire.as_str()).collect();
        for name in names.iter().filter(|name| !known.contains(&name.as_str())) {
            wrong(
                format!("the path of `{id}` has no parameter `{name}`"),
                suggest::did_you_mean(
                    name,
                    known.iter().copied(),
                    "correct the name, or remove it",
                ),
            );
        }
    }
}

/// Whether the path marks the parameter as several segments.
fn is_marked(path: &str, wire: &str) -> bool {
    let mut rest = path;
    while let Some(at) = rest.find('{') {
        let Some((inner, behind)) = rest.get(at..).and_then(expression) else { return false };
        let inner = inner.trim();
        let pattern = inner.split_once([':', '=']).map_or("", |(_, pattern)| pattern);
        let is_of_several = inner.starts_with('+')
            || (pattern.is_empty() && inner.ends_with('*'))
            || pattern.contains(['/'])
            || matches!(pattern, "**" | ".*" | ".+" | "path");
        if name(inner, &[wire]) == wire && inner != wire && is_of_several {
            return true;
        }
        rest = behind;
    }
    false
}

/// The names between the braces of a plain path.
pub(super) fn names(path: &str) -> impl Iterator<Item = &str> {
    path.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name)
}
