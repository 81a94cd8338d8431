//! Webhooks (OpenAPI 3.1.1, section 4.8.1) and callbacks (3.0.4, section 4.7.18). In: the requests that the API sends.
//! Out: for each body of JSON, a form or XML a function that parses it, and its type; for several webhooks, and several
//! callbacks of one operation, an enum of them.

mod form;

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{Parameter, PathItem, ReferenceOr, RequestBody};

use super::context::{Context, Hint};
use super::media::{self, Kind};
use super::names::Scope;
use super::schema::xml::Direction;
use super::{docs, schema, words};
use crate::ir::{
    Docs, FieldName, Operation, PayloadFormat, Presence, Reason, Scalar, Type, TypeId, TypeKind,
    TypeName, TypeRef, Webhook, WebhookEnum, WebhookVariant, defined,
};
use crate::markdown;

/// A request that the API sends, in its place.
struct Sent<'a> {
    /// What it is to be called.
    name: String,
    /// By what the description knows it.
    origin: String,
    /// The name of a webhook or callback, of which this is the first request.
    event: Option<String>,
    /// The operation's method, where it is a callback.
    caller: Option<String>,
    method: &'a str,
    item: &'a PathItem,
    operation: &'a openapiv3::Operation,
}

/// The webhooks in their order, and then the callbacks of the operations.
pub(super) fn lower_all(context: &mut Context<'_>, operations: &[Operation]) -> Vec<Webhook> {
    let mut names = Scope::webhooks();
    report_empty(context);
    let sent: Vec<Sent<'_>> = webhooks(context).chain(callbacks(context, operations)).collect();
    sent.iter().filter_map(|sent| lower(context, sent, &mut names)).collect()
}

/// Reports webhooks and callbacks without a request.
fn report_empty(context: &mut Context<'_>) {
    let parsed = context.parsed;
    let is_empty = |item: &PathItem| item.iter().next().is_none();
    for item in parsed.webhooks.values().filter(|item| is_empty(item)) {
        let help = "describe the request that the API sends";
        context.not_generated(&item.extensions, "this webhook has no operation", help);
    }
    for additional in &parsed.additional_operations {
        if !additional.operation.callbacks.is_empty() {
            context.not_generated(
                &additional.operation.extensions,
                &format!(
                    "callbacks of an operation with the method {} are not generated",
                    additional.method
                ),
                "no change is needed; parse the requests yourself",
            );
        }
    }
    let items = parsed.openapi.paths.paths.values().filter_map(ReferenceOr::as_item);
    for operation in items.flat_map(PathItem::iter).map(|(_, operation)| operation) {
        if operation
            .callbacks
            .values()
            .any(|callback| callback.is_empty() || callback.values().any(is_empty))
        {
            context.not_generated(
                &operation.extensions,
                "a callback of this operation has no operation",
                "describe the request that the API sends",
            );
        }
    }
}

fn webhooks<'a>(context: &Context<'a>) -> impl Iterator<Item = Sent<'a>> + use<'a> {
    context.parsed.webhooks.iter().flat_map(|(name, item)| {
        methods(item).enumerate().map(move |(index, (method, operation))| Sent {
            name: name.clone(),
            origin: format!("The webhook {}", markdown::code(name)),
            event: (index == 0).then(|| name.clone()),
            caller: None,
            method,
            item,
            operation,
        })
    })
}

/// The operations of the item: `POST` first, which nearly all are, so that another one takes no name from it.
fn methods(item: &PathItem) -> impl Iterator<Item = (&str, &openapiv3::Operation)> {
    let post = item.post.iter().map(|operation| ("post", operation));
    post.chain(item.iter().filter(|(method, _)| *method != "post"))
}

fn callbacks<'a>(
    context: &Context<'a>,
    operations: &[Operation],
) -> impl Iterator<Item = Sent<'a>> + use<'a> {
    let mut found = Vec::new();
    let place = |path: &str, method: &str| (path.to_owned(), method.to_ascii_lowercase());
    let mut by_place: BTreeMap<(String, String), &Operation> = BTreeMap::new();
    for lowered in operations {
        by_place.entry(place(&lowered.path, lowered.method.as_str())).or_insert(lowered);
    }
    for (path, item) in &context.parsed.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        let calling = item.iter().filter(|(_, operation)| !operation.callbacks.is_empty());
        for (method, operation) in calling {
            let plain = super::path::plain(path, item, operation);
            let Some(lowered) = by_place.get(&place(&plain, method)) else { continue };
            for (name, callback) in &operation.callbacks {
                for (expression, item) in callback {
                    // Several places of one callback are distinguished by themselves.
                    let event = match callback.len() {
                        1 => name.clone(),
                        _ => format!("{name} {expression}"),
                    };
                    found.extend(methods(item).enumerate().map(|(index, (method, operation))| {
                        Sent {
                            name: format!("{}_{}", lowered.name.plain(), words::snake(name)),
                            origin: format!(
                                "The callback {} of `{called}`, to {}",
                                markdown::code(name),
                                markdown::code(expression),
                                called = lowered.name.plain(),
                            ),
                            event: (index == 0).then(|| event.clone()),
                            caller: Some(lowered.name.plain().to_owned()),
                            method,
                            item,
                            operation,
                        }
                    }));
                }
            }
        }
    }
    found.into_iter()
}

fn lower(context: &mut Context<'_>, sent: &Sent<'_>, names: &mut Scope) -> Option<Webhook> {
    let name = names.field(&sent.name, &[sent.method]);
    let (ty, format) = body(context, sent, &name)?;
    let (event, caller) = (sent.event.clone(), sent.caller.clone());
    Some(Webhook { docs: docs_of(sent), name, ty, format, event, caller })
}

/// The names of the enums: of the webhooks, and of the callbacks of each operation, if there are several.
pub(super) fn enum_names(
    context: &mut Context<'_>,
    webhooks: &[Webhook],
) -> Vec<(Option<String>, TypeName)> {
    let mut counts: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for webhook in webhooks.iter().filter(|webhook| webhook.event.is_some()) {
        *counts.entry(webhook.caller.as_deref()).or_default() += 1;
    }
    let several = counts.into_iter().filter(|(_, count)| *count > 1);
    let named = several.map(|(caller, _)| {
        let wanted = match caller {
            Some(caller) => format!("{}Callback", words::upper_camel(caller)),
            None => String::from("Webhook"),
        };
        (caller.map(str::to_owned), context.model_names.type_name(&wanted, &["Event"]))
    });
    named.collect()
}

/// The enum called `name` of the webhooks, or of the callbacks of an operation.
pub(super) fn to_enum(
    webhooks: &[Webhook],
    caller: Option<String>,
    name: TypeName,
    types: &schema::Complete,
) -> WebhookEnum {
    let events = webhooks.iter().enumerate().filter(|(_, webhook)| webhook.caller == caller);
    let events = events.filter_map(|(index, webhook)| {
        // In a body that is not JSON, no property is considered.
        let is_json = webhook.format == PayloadFormat::Json;
        let constants = if is_json { constants(&webhook.ty, types) } else { BTreeMap::new() };
        Some((index, webhook.event.as_deref()?, constants))
    });
    let events: Vec<(usize, &str, BTreeMap<&str, &str>)> = events.collect();
    let mut candidates = events.iter().flat_map(|(_, _, constants)| constants.keys());
    let property = candidates.find(|property| {
        let texts: BTreeSet<_> =
            events.iter().filter_map(|(_, _, constants)| constants.get(*property)).collect();
        texts.len() == events.len()
    });
    let mut names = Scope::variants();
    let variants = events.iter().map(|(webhook, event, constants)| {
        let mark = property.and_then(|property| constants.get(property)).unwrap_or(event);
        WebhookVariant { name: names.variant(event), mark: (*mark).to_owned(), webhook: *webhook }
    });
    let variants = variants.collect();
    let property = property.map(|property| (*property).to_owned());
    WebhookEnum { name, caller, property, variants }
}

/// The required properties of a body with a single allowed string each.
fn constants<'t>(ty: &TypeRef, types: &'t [Type]) -> BTreeMap<&'t str, &'t str> {
    let TypeRef::Named(id) = ty else { return BTreeMap::new() };
    let get = |id: TypeId| types.get(id.index());
    let Some(TypeKind::Struct(strukt)) = get(defined(*id, get)).map(|ty| &ty.kind) else {
        return BTreeMap::new();
    };
    let required = strukt.fields.iter().filter(|field| field.presence == Presence::Required);
    let texts = required.filter(|field| field.ty == TypeRef::Scalar(Scalar::String));
    texts.filter_map(|field| Some((field.wire.as_str(), field.constant.as_deref()?))).collect()
}

/// The type of the body, and how it is written: JSON rather than a form, and that rather than XML.
fn body(
    context: &mut Context<'_>,
    sent: &Sent<'_>,
    name: &FieldName,
) -> Option<(TypeRef, PayloadFormat)> {
    let body = sent.operation.request_body.as_ref().and_then(ReferenceOr::as_item);
    let offered = body.map(|body| media::representations(context, &body.content));
    let of_kind = |kind| offered.iter().flatten().find(|offered| offered.kind == kind);
    let hint = Hint {
        name: format!("{}Payload", words::upper_camel(name.plain())),
        module: Scope::modules().module(&format!("{}_payload", name.plain()), &[]),
        operation: false,
        role: format!("The body of the request that `{}` parses.", name.plain()),
    };
    let format = |context: &mut Context<'_>| {
        if let Some(json) = of_kind(Kind::Json) {
            return Some((json, PayloadFormat::Json));
        }
        if let Some(form) = of_kind(Kind::Form) {
            return Some((form, form::format(context, form.media)?));
        }
        let xml = of_kind(Kind::Xml)?;
        let element = media::element(context, xml, &hint, Direction::Received)?;
        Some((xml, PayloadFormat::Xml(element)))
    };
    let Some((representation, format)) = format(context) else {
        context.not_generated(&sent.operation.extensions,
            "this request, which the API sends, has no JSON, form or XML body; no parser is generated",
            "no change is needed; parse it yourself",
        );
        return None;
    };
    let ty = match &representation.media.schema {
        Some(schema) => schema::lower(context, schema, &hint).into_item(),
        None => TypeRef::Untyped(Reason::Any),
    };
    Some((ty, format))
}

/// The docs of the request, of its parameters, and of its responses.
fn docs_of(sent: &Sent<'_>) -> Docs {
    let Sent { origin, method, item, operation, .. } = sent;
    let body = operation.request_body.as_ref().and_then(ReferenceOr::as_item);
    let told = body.and_then(|body: &RequestBody| body.description.as_deref());
    let origin = format!("{origin}, sent by {}.", markdown::code(&method.to_ascii_uppercase()));
    let parameters = item.parameters.iter().chain(&operation.parameters);
    let parameters = parameters.filter_map(ReferenceOr::as_item).map(|parameter| {
        let data = parameter.parameter_data_ref();
        let place = match parameter {
            Parameter::Query { .. } => "Query parameter",
            Parameter::Header { .. } => "Header",
            Parameter::Path { .. } => "Path parameter",
            Parameter::Cookie { .. } => "Cookie",
        };
        line(place, &data.name, data.description.as_deref())
    });
    let responses = operation.responses.responses.iter().filter_map(|(status, response)| {
        Some(line("Answer", &status.to_string(), Some(&response.as_item()?.description)))
    });
    let list: Vec<String> = parameters.chain(responses).collect();
    let list = list.join("\n");
    let parts = [
        operation.summary.as_deref().or(item.summary.as_deref()),
        operation.description.as_deref().or(item.description.as_deref()),
        Some(origin.as_str()),
        told,
        Some(list.as_str()),
    ];
    docs::docs(&parts, operation.deprecated)
}

/// A list item: its kind, its name, and its docs.
fn line(kind: &str, name: &str, description: Option<&str>) -> String {
    let description = description.unwrap_or_default().split_whitespace();
    let description = description.collect::<Vec<_>>().join(" ");
    let end = if description.is_empty() { "" } else { ": " };
    format!("- {kind} {}{end}{description}", docs::code(&name.into()))
}
