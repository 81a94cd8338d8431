//! From the description's model to the crate's: all decisions about types, names, presence and operations.

mod body;
mod context;
pub(crate) mod custom;
mod docs;
mod find;
mod headers;
mod media;
mod names;
mod nesting;
mod operation;
mod package;
mod pagination;
mod parameter;
mod path;
mod repeat;
mod response;
mod schema;
mod security;
mod server;
mod stream;
mod style;
mod tags;
mod webhook;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Api, Operation, Type, TypeName};
use crate::parse::Parsed;
use context::Context;
use names::Scope;

/// Lowers `parsed`; what cannot be lowered is reported, and left out or kept as plain JSON.
pub(crate) fn lower(parsed: &Parsed, config: &Config, diagnostics: &mut Vec<Diagnostic>) -> Api {
    let mut context = Context::new(parsed, config, diagnostics);
    declare_schemas(&mut context);
    let keys: Vec<String> = parsed.schemas.keys().cloned().collect();
    for key in &keys {
        schema::define(&mut context, key);
    }
    let schemes = security::schemes(&mut context);
    let mut servers = server::lower(&mut context);
    let mut operations = operation::lower_all(&mut context, &schemes, &mut servers);
    let webhooks = webhook::lower_all(&mut context, &operations);
    let webhook_enums = webhook::enum_names(&mut context, &webhooks);
    let (server, servers) = servers.finish(&operations);
    context.report_unused_formats();
    server::report_unused(&mut context, &server);
    let rules = schema::rules::of_named(&mut context);
    let info = &parsed.openapi.info;
    let xml = std::mem::take(&mut context.xml).into_elements();
    let mut types = context.into_types();
    let package = package::lower(config, &info.title, diagnostics);
    let endless =
        schema::finish(&mut types, &operations, &webhooks, config.unknown_fields != Some(false));
    schema::report_endless(parsed, &types, &endless, diagnostics);
    operation::settle_arguments(&mut operations, &types);
    pagination::settle(parsed, config, &mut operations, &types, diagnostics);
    repeat::settle(config, &mut operations, diagnostics);
    let webhook_enums = webhook_enums.into_iter();
    let webhook_enums = webhook_enums
        .map(|(caller, name)| webhook::to_enum(&webhooks, caller, name, &types))
        .collect();
    let rules = schema::rules::resolve(&types, &rules);
    let mut features = tags::features(config, &parsed.openapi.tags, &mut operations, diagnostics);
    tags::share(&mut features, &mut types, &operations, &webhooks);
    tags::group_models(&mut features, &types, &rules, &operations, &webhooks);
    let shared_names = shared_names(&types, &operations);
    let runtime_names = runtime_names(&types, &operations);
    Api {
        package,
        title: info.title.clone(),
        headline: docs::headline(&info.title),
        docs: docs::of_api(&parsed.openapi, &operations, &features),
        server,
        servers,
        schemes,
        types,
        operations,
        features,
        webhooks,
        webhook_enums,
        xml,
        rules,
        shared_names,
        runtime_names,
    }
}

/// The names that stand in both `models` and `operations`.
fn shared_names(types: &[Type], operations: &[Operation]) -> BTreeSet<TypeName> {
    let (beside, models): (Vec<_>, Vec<_>) = types.iter().partition(|ty| ty.operation);
    let models: BTreeSet<&TypeName> = models.into_iter().map(|ty| &ty.name).collect();
    let names = beside.into_iter().map(|ty| &ty.name).chain(names_of_operations(operations));
    names.filter(|name| models.contains(name)).cloned().collect()
}

fn names_of_operations(operations: &[Operation]) -> impl Iterator<Item = &TypeName> {
    operations.iter().flat_map(|operation| {
        [&operation.type_name, &operation.error_name]
            .into_iter()
            .chain(&operation.output_name)
            .chain(&operation.headers_name)
    })
}

/// The names that stand in both the support code and the description.
fn runtime_names(types: &[Type], operations: &[Operation]) -> BTreeSet<&'static str> {
    let all: BTreeSet<&str> = types
        .iter()
        .map(|ty| &ty.name)
        .chain(names_of_operations(operations))
        .map(TypeName::as_str)
        .collect();
    names::SHARED_WITH_RUNTIME.iter().copied().filter(|name| all.contains(name)).collect()
}

/// Gives every named schema its names, before any other name is made, so that nothing else can take them.
fn declare_schemas(context: &mut Context<'_>) {
    let mut modules = Scope::modules();
    let mut by_name: BTreeMap<String, String> = BTreeMap::new();
    // What the description names comes before what it only points at.
    let (named, others): (Vec<_>, Vec<_>) = context
        .parsed
        .schemas
        .iter()
        .partition(|(_, origin)| origin.file.is_empty() && origin.is_component());
    let others = others.into_iter().filter(|(key, _)| !schema::is_in_place(context, key));
    let others: Vec<_> = others.collect();
    for (key, origin) in named.into_iter().chain(others) {
        let wanted = wanted_name(key, &origin.pointer, &origin.file);
        let name = context.model_names.type_name(&wanted, &["Model"]);
        let usual = words::upper_camel(&wanted);
        if let Some(first) = by_name.get(&usual) {
            context.report(
                Diagnostic::warning(
                    Code::Renamed,
                    origin.span,
                    format!("the schema `{wanted}` is the type `{name}`, since `{first}` is called so too"),
                )
                .help("give the two schemas names that differ in more than case and punctuation"),
            );
        } else {
            by_name.insert(usual, wanted);
        }
        let module = modules.module(name.as_str(), &[]);
        context.declare(key, name, module);
    }
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
