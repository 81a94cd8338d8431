//! A first call of the crate, for its docs: code that compiles.

use super::features;
use super::spread;
use super::types::{Place, Scope};
use crate::ir::{Api, Argument, Content, Operation, Presence, Scalar, SchemeKind, TypeRef};

/// Code that builds a client and, if an operation's arguments are plain, calls it.
pub(super) struct Sample {
    /// `.space("…")` and the like.
    pub(super) settings: Vec<String>,
    /// `client.purchase_phone_number("…")`.
    pub(super) call: Option<String>,
    /// Whether the call has an output.
    pub(super) gives: bool,
    /// The `cfg` attribute of the call.
    pub(super) condition: Option<String>,
}

impl Sample {
    /// The lines after the client's: the call, and its output.
    pub(super) fn call_lines(&self) -> Vec<String> {
        match &self.call {
            Some(call) if self.gives => {
                vec![
                    format!("let response = {call}.await?;"),
                    String::from("println!(\"{response:?}\");"),
                ]
            }
            Some(call) => vec![format!("{call}.await?;")],
            None => vec![String::from("println!(\"{client:?}\");")],
        }
    }
}

pub(super) fn first_call(api: &Api) -> Sample {
    let variables =
        api.server.variables.iter().filter(|variable| variable.default.is_none()).map(|variable| {
            format!(
                ".{}({:?})",
                variable.name,
                variable.values.first().map_or("example", String::as_str)
            )
        });
    let plain_ones = api.operations.iter().filter(|operation| plain(api, operation).is_some());
    let operation = plain_ones.min_by_key(|operation| risk(operation));
    let needed = operation.and_then(|operation| operation.security.first());
    let schemes = api
        .schemes
        .iter()
        .filter(|scheme| needed.is_some_and(|needed| needed.contains(&scheme.wire)))
        .map(|scheme| {
            let values: Vec<String> = scheme
                .credential
                .parameters
                .iter()
                .map(|name| format!("{:?}", name.as_str().to_uppercase()))
                .collect();
            debug_assert!(
                scheme.kind != SchemeKind::Basic || values.len() == 2,
                "Basic takes a user name and a password"
            );
            format!(".{}({})", scheme.credential.method, values.join(", "))
        });
    let mut settings: Vec<String> = variables.chain(schemes).collect();
    if api.server.url.is_empty() || !api.server.url.contains("://") {
        let has_path = api.server.url.trim_end_matches('/').starts_with('/');
        let method = if has_path { "origin" } else { "base_url" };
        settings.push(format!(".{method}(\"https://api.example.com\")"));
    }
    let call = operation.and_then(|operation| {
        let arguments = plain(api, operation)?;
        Some(format!("client.{}({})", operation.name, arguments.join(", ")))
    });
    let gives = operation.is_some_and(|operation| {
        operation.output_name.is_some()
            || operation.success.first().is_some_and(|success| success.content != Content::Nothing)
    });
    let group = api.features.group(operation.and_then(|operation| operation.group));
    Sample { settings, call, gives, condition: group.map(features::condition) }
}

/// How much harm a reader may do who tries the operation, and how little they learn: a list is best, which needs nothing
/// and changes nothing.
fn risk(operation: &Operation) -> (bool, bool, bool, usize) {
    let content = operation.success.first().map(|success| &success.content);
    let is_list = operation.pagination.is_some()
        || matches!(content.and_then(Content::ty), Some(TypeRef::Vec(_)));
    let returns_nothing = matches!(content, None | Some(Content::Nothing));
    let changes = operation.method.as_str() != "GET";
    (changes, returns_nothing, !is_list, operation.arguments.len())
}

/// The arguments of the operation as literals; `None` if one of them is more than a plain value.
fn plain(api: &Api, operation: &Operation) -> Option<Vec<String>> {
    arguments(api, operation, |_| None)
}

/// The arguments of the operation: those that are `known`, the others as literals.
pub(super) fn arguments(
    api: &Api,
    operation: &Operation,
    known: impl Fn(&Argument) -> Option<String>,
) -> Option<Vec<String>> {
    if operation.docs.deprecated.is_some() {
        return None;
    }
    let scope = Scope::new(api, Place::Client);
    operation
        .arguments
        .iter()
        .map(|argument| match argument {
            argument if known(argument).is_some() => known(argument),
            Argument::Parameter(index) => {
                let parameter = operation.parameters.get(*index)?;
                literal(&parameter.ty, parameter.example.as_deref())
            }
            Argument::BodyField(index) => {
                let field = spread::field(&scope, operation, *index)?;
                if field.presence == Presence::Nullable {
                    None
                } else {
                    literal(&field.ty, field.example.as_deref())
                }
            }
            Argument::Body => None,
        })
        .collect()
}

/// Whether the string is a short line: one that is not would be more of a sample than the call.
pub(super) fn is_short(text: &str) -> bool {
    text.len() <= 60 && !text.contains(char::is_control)
}

fn literal(ty: &TypeRef, example: Option<&str>) -> Option<String> {
    match ty {
        TypeRef::Scalar(Scalar::String) => {
            Some(format!("{:?}", example.filter(|it| is_short(it)).unwrap_or("…")))
        }
        TypeRef::Scalar(Scalar::Bool) => Some(String::from("true")),
        TypeRef::Scalar(Scalar::I32 | Scalar::I64 | Scalar::I128) => Some(String::from("1")),
        _ => None,
    }
}
