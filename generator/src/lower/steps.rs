//! The steps of lowering in order. Each takes the result of the step before it, and nothing else can create it, so that
//! none runs too early.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Context;
use super::{
    attributes, choice, docs, media, names, operation, package, pagination, path, repeat, schema,
    security, server, stream,
};
use super::{tags, types_only, unused, webhook};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::{
    Api, FieldName, NamedServer, Operation, Package, Rule, SecurityScheme, Server, Type, TypeId,
    TypeName, Webhook, WebhookEnum, XmlElement,
};
use crate::parse::Parsed;

/// All named schemas have names, which no later one can take from them.
pub(super) struct Named<'a>(Context<'a>);

impl<'a> Named<'a> {
    pub(super) fn schemas(mut context: Context<'a>) -> Self {
        schema::declare_all(&mut context);
        Self(context)
    }
}

/// All named schemas have types.
pub(super) struct Typed<'a>(Context<'a>);

impl<'a> Typed<'a> {
    pub(super) fn schemas(Named(mut context): Named<'a>) -> Self {
        for key in context.parsed.schemas.keys() {
            schema::define(&mut context, key);
        }
        Self(context)
    }
}

/// All that is described is lowered: there will be no further type, and no further name.
pub(super) struct Lowered<'a> {
    parts: Parts<'a>,
    types: Vec<Type>,
    rules: BTreeMap<TypeId, Vec<Rule>>,
    /// The names of the enums of webhooks, each with the operation that the webhooks belong to.
    enum_names: Vec<(Option<String>, TypeName)>,
}

/// What only gains facts from here on.
struct Parts<'a> {
    parsed: &'a Parsed,
    config: &'a Config,
    diagnostics: &'a mut Vec<Diagnostic>,
    package: Package,
    server: Server,
    servers: Vec<NamedServer>,
    schemes: Vec<SecurityScheme>,
    operations: Vec<Operation>,
    webhooks: Vec<Webhook>,
    xml: BTreeMap<FieldName, XmlElement>,
}

impl<'a> Lowered<'a> {
    pub(super) fn operations(Typed(mut context): Typed<'a>) -> Self {
        let schemes = security::schemes(&mut context);
        let mut servers = server::lower(&mut context);
        let operations = operation::lower_all(&mut context, &schemes, &mut servers);
        let webhooks = webhook::lower_all(&mut context, &operations);
        let enum_names = webhook::enum_names(&mut context, &webhooks);
        let (server, servers) = servers.finish(&operations);
        context.report_unused_formats();
        context.report_unused_renames();
        server::report_unused(&mut context, &server);
        media::choice::define(&mut context);
        let rules = schema::rules::of_named(&mut context);
        let (parsed, config) = (context.parsed, context.config);
        let (mut types, aliases, xml, diagnostics) = context.into_parts();
        unused::mark_aliases(&mut types, &aliases, &operations, &webhooks);
        let package = package::lower(config, &parsed.openapi.info.title, diagnostics);
        let parts = Parts {
            parsed,
            config,
            diagnostics,
            package,
            server,
            servers,
            schemes,
            operations,
            webhooks,
            xml,
        };
        Self { parts, types, rules, enum_names }
    }
}

/// The types are complete: their facts no longer change.
pub(super) struct Complete<'a> {
    parts: Parts<'a>,
    types: schema::Complete,
    rules: BTreeMap<TypeId, Vec<Rule>>,
    enum_names: Vec<(Option<String>, TypeName)>,
}

impl<'a> Complete<'a> {
    pub(super) fn types(Lowered { parts, types, rules, enum_names }: Lowered<'a>) -> Self {
        let Parts { parsed, config, operations, webhooks, .. } = &parts;
        let keeps_unknown = config.unknown_fields != Some(false);
        let (types, endless) = schema::complete(types, operations, webhooks, keeps_unknown);
        schema::report_endless(parsed, &types, &endless, parts.diagnostics);
        Self { parts, types, rules, enum_names }
    }
}

/// Operations and webhooks know what they have to know of the types that they mention.
pub(super) struct Settled<'a> {
    parts: Parts<'a>,
    types: schema::Complete,
    rules: BTreeMap<TypeName, Vec<Rule>>,
    webhook_enums: Vec<WebhookEnum>,
}

impl<'a> Settled<'a> {
    pub(super) fn operations(complete: Complete<'a>) -> Self {
        let Complete { mut parts, types, rules, enum_names } = complete;
        let Parts { parsed, config, diagnostics, operations, webhooks, .. } = &mut parts;
        operation::settle_arguments(operations, &types);
        pagination::settle(parsed, config, operations, &types, diagnostics);
        repeat::settle(config, operations, diagnostics);
        path::report_unused(config, operations, diagnostics);
        stream::report_unused(config, operations, diagnostics);
        let webhook_enums = enum_names.into_iter();
        let webhook_enums = webhook_enums
            .map(|(caller, name)| webhook::to_enum(webhooks, caller, name, &types))
            .collect();
        let rules = schema::rules::resolve(&types, &rules);
        Self { parts, types, rules, webhook_enums }
    }

    /// Divides all into groups by the tags, which moves what several of them share.
    pub(super) fn into_api(self) -> Api {
        let Self { parts, types, mut rules, webhook_enums } = self;
        let Parts { parsed, config, diagnostics, mut operations, webhooks, .. } = parts;
        let Parts { mut servers, mut schemes, mut xml, .. } = parts;
        let mut types = types.into_types();
        unused::mark(&mut types, &operations, &webhooks, choice::prunes(config));
        let client = types_only::has_client(config);
        if !client {
            // From here on, since what is sent and received decides what types are.
            types_only::omit(&mut types);
            types_only::retain(&mut xml, &webhooks);
            operations.clear();
            servers.clear();
            schemes.clear();
        }
        let omitted: BTreeSet<&TypeName> =
            types.iter().filter(|ty| ty.omitted).map(|ty| &ty.name).collect();
        rules.retain(|name, _| !omitted.contains(name));
        attributes::add(&mut types, config, diagnostics);
        let openapi = &parsed.openapi;
        let mut features = tags::features(config, &openapi.tags, &mut operations, diagnostics);
        tags::share(&mut features, &mut types, &operations, &webhooks);
        tags::group_models(&mut features, &types, &rules, &operations, &webhooks);
        Api {
            times: config.formats.times,
            package: parts.package,
            client,
            title: openapi.info.title.clone(),
            headline: docs::headline(&openapi.info.title, client),
            docs: docs::of_api(openapi, &operations, &features, client),
            server: parts.server,
            servers,
            schemes,
            shared_names: shared_names(&types, &operations),
            runtime_names: runtime_names(&types, &operations),
            types,
            operations,
            features,
            webhooks,
            webhook_enums,
            xml,
            rules,
        }
    }
}

/// The names in both `models` and `operations`.
fn shared_names(types: &[Type], operations: &[Operation]) -> BTreeSet<TypeName> {
    let (beside, models): (Vec<_>, Vec<_>) = types.iter().partition(|ty| ty.operation);
    let models: BTreeSet<&TypeName> = models.into_iter().map(|ty| &ty.name).collect();
    let names = beside.into_iter().map(|ty| &ty.name).chain(names_of_operations(operations));
    names.filter(|name| models.contains(name)).cloned().collect()
}

fn names_of_operations(operations: &[Operation]) -> impl Iterator<Item = &TypeName> {
    operations.iter().flat_map(|operation| {
        [&operation.type_name, &operation.error_name, &operation.call_name]
            .into_iter()
            .chain(&operation.output_name)
            .chain(&operation.headers_name)
    })
}

/// The names in both the support code and the description.
fn runtime_names(types: &[Type], operations: &[Operation]) -> BTreeSet<&'static str> {
    let all: BTreeSet<&str> = types
        .iter()
        .map(|ty| &ty.name)
        .chain(names_of_operations(operations))
        .map(TypeName::as_str)
        .collect();
    names::SHARED_WITH_RUNTIME.iter().copied().filter(|name| all.contains(name)).collect()
}
