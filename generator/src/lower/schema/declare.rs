//! The names of schemas. In: the schemas, in the order in which the description mentions them. Out: a type's name and a
//! file's for each.

use std::collections::BTreeMap;

use super::super::context::Context;
use super::super::names::Scope;
use super::super::renames::Kind;
use super::super::words;
use super::namespaces;
use crate::diagnostic::{Code, Diagnostic};

/// Gives every named schema its names, before any other name is made, so that nothing else can take them.
pub(in crate::lower) fn declare_all(context: &mut Context<'_>) {
    let mut modules = Scope::modules();
    let mut by_name: BTreeMap<String, String> = BTreeMap::new();
    // What the description names comes before what it only points at.
    let (named, others): (Vec<_>, Vec<_>) = context
        .parsed
        .schemas
        .iter()
        .partition(|(_, origin)| origin.file.is_empty() && origin.is_component());
    let others = others.into_iter().filter(|(key, _)| !super::is_in_place(context, key));
    let others: Vec<_> = others.collect();
    let names: Vec<&str> = named.iter().map(|(key, _)| key.as_str()).collect();
    let short = namespaces::without(&names);
    for (key, origin) in named.into_iter().chain(others) {
        let wanted = wanted_name(key, &origin.pointer, &origin.file);
        let wanted = short.get(key.as_str()).map_or(wanted, |short| (*short).to_owned());
        let renamed = context.renames.of(Kind::Schema, origin.span, key);
        let wanted = renamed.unwrap_or(wanted);
        let name = context.model_names.type_name(&wanted, &["Model"]);
        let usual = words::upper_camel(&wanted);
        if let Some(first) = by_name.get(&usual) {
            context.report(
                Diagnostic::warning(
                    Code::Renamed,
                    origin.span,
                    format!("the schema `{wanted}` is the type `{name}`, since `{first}` has the same name in Rust"),
                )
                .help("use names that differ in more than case and punctuation"),
            );
        } else {
            if is_reserved(&usual, name.as_str()) {
                context.report(
                    Diagnostic::warning(
                        Code::Renamed,
                        origin.span,
                        format!("the schema `{wanted}` is the type `{name}`, since the client already has the name `{usual}`"),
                    )
                    .help("no change is needed; the names in JSON stay the same"),
                );
            }
            by_name.insert(usual, wanted);
        }
        let module = modules.module(name.as_str(), &[]);
        context.declare(key, name, module);
    }
}

/// Whether the type's name is not the usual one because that is taken, rather than invalid or too long.
fn is_reserved(usual: &str, name: &str) -> bool {
    name.strip_prefix(usual).is_some_and(|suffix| !usual.is_empty() && !suffix.is_empty())
}

/// What a named schema is to be called: a component by its name, another one by the way to it.
fn wanted_name(key: &str, pointer: &str, file: &str) -> String {
    const STRUCTURE: [&str; 12] = [
        "components",
        "schemas",
        "definitions",
        "properties",
        "paths",
        "content",
        "schema",
        "responses",
        "requestBody",
        "parameters",
        "$defs",
        "allOf",
    ];
    if !key.contains('#') {
        return key.to_owned();
    }
    let steps: Vec<String> = pointer
        .split('/')
        .map(crate::load::refs::unescape)
        .filter(|step| {
            // A slash further on than at the beginning is a media type's.
            let is_media_type = step.find('/').is_some_and(|at| at > 0);
            !step.is_empty() && !STRUCTURE.contains(&step.as_str()) && !is_media_type
        })
        .map(|step| if step == "itemSchema" { String::from("item") } else { step })
        .collect();
    let stem = file.rsplit('/').next().and_then(|name| name.split('.').next()).unwrap_or_default();
    match steps.as_slice() {
        [] => stem.to_owned(),
        steps => steps.join(" "),
    }
}
