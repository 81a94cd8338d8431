//! Operations (OpenAPI 3.0.4, section 4.7.10).

use std::collections::BTreeMap;

use openapiv3::{PathItem, ReferenceOr};

use super::context::{Context, Hint};
use super::names::Scope;
use super::{body, docs, parameter, response, security, words};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{
    Access, Argument, Body, BodyKind, FieldName, Method, ModuleName, Operation, Parameter,
    Presence, SecurityScheme, Success, Type, TypeKind, TypeName,
};
use crate::parse::carrier::{self, Extensions};

/// Names beyond this many arguments are no longer told apart by their places.
const MOST_ARGUMENTS: usize = 7;

/// All operations, in the order of the paths.
pub(super) fn lower_all(context: &mut Context<'_>, schemes: &[SecurityScheme]) -> Vec<Operation> {
    report_ungenerated(context);
    let found = find(context);
    let named = name(context, &found);
    found.iter().zip(named).map(|(found, names)| lower(context, found, names, schemes)).collect()
}

/// Names the operations that the client has no methods for.
fn report_ungenerated(context: &mut Context<'_>) {
    let parsed = context.parsed;
    for additional in &parsed.additional_operations {
        not_generated(
            context,
            &additional.operation.extensions,
            &format!("operations of the method {} are not generated", additional.method),
            "send it through a client of your own",
        );
    }
}

/// An operation where it stands.
struct Found<'a> {
    path: &'a str,
    item: &'a PathItem,
    method: Method,
    operation: &'a openapiv3::Operation,
}

impl Found<'_> {
    /// The `operationId`, or the method and the path in its place.
    fn id(&self) -> String {
        match &self.operation.operation_id {
            Some(id) if !id.trim().is_empty() => id.clone(),
            _ => format!(
                "{}_{}",
                self.method.as_str().to_ascii_lowercase(),
                words::snake(&path_words(self.path))
            ),
        }
    }
}

/// `/pets/{id}/toys` as `pets by id toys`.
fn path_words(path: &str) -> String {
    path.replace('{', " by ")
}

fn find<'a>(context: &Context<'a>) -> Vec<Found<'a>> {
    let mut found = Vec::new();
    for (path, item) in &context.parsed.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        for (method, operation) in item.iter() {
            let method = match method {
                "get" => Method::Get,
                "put" => Method::Put,
                "post" => Method::Post,
                "delete" => Method::Delete,
                "options" => Method::Options,
                "head" => Method::Head,
                "patch" => Method::Patch,
                _ => Method::Trace,
            };
            found.push(Found { path, item, method, operation });
        }
    }
    found
}

/// The names of an operation.
struct Names {
    method: FieldName,
    ty: crate::ir::TypeName,
    error: crate::ir::TypeName,
    module: ModuleName,
}

/// Names all operations before any of their inline types, so that those give way.
fn name(context: &mut Context<'_>, found: &[Found<'_>]) -> Vec<Names> {
    let mut methods = Scope::client_methods();
    let mut modules = Scope::modules();
    let mut ids: BTreeMap<String, Span> = BTreeMap::new();
    let mut names = Vec::with_capacity(found.len());
    for operation in found {
        let id = operation.id();
        let span = context.span(&operation.operation.extensions);
        if operation.operation.operation_id.is_some() {
            match ids.get(&id) {
                Some(first) => context.report(
                    Diagnostic::error(
                        Code::DuplicateOperationId,
                        span,
                        format!("the operationId `{id}` is used a second time"),
                    )
                    .related(*first, "the first operation of that id")
                    .help("give each operation an id of its own"),
                ),
                None => {
                    ids.insert(id.clone(), span);
                }
            }
        }
        let tag = operation.operation.tags.first().map(|tag| words::snake(tag)).unwrap_or_default();
        let verb = operation.method.as_str().to_ascii_lowercase();
        let method = methods.field(&id, &[&tag, &verb]);
        let wanted = words::upper_camel(method.plain());
        let ty = context.operation_names.type_name(&wanted, &["Call", "Operation"]);
        let error = context.operation_names.type_name(&format!("{wanted}Error"), &["Response"]);
        let module = modules.module(method.plain());
        names.push(Names { method, ty, error, module });
    }
    names
}

fn lower(
    context: &mut Context<'_>,
    found: &Found<'_>,
    names: Names,
    schemes: &[SecurityScheme],
) -> Operation {
    let operation = found.operation;
    let hint = Hint {
        name: names.ty.as_str().to_owned(),
        module: names.module.clone(),
        operation: true,
        role: String::new(),
    };
    let mut scope = Scope::call_setters();
    let path = parameter::plain_path(found.path);
    let mut parameters =
        parameter::lower_all(context, found.item, operation, &path, &hint, &mut scope);
    let body = body::lower(context, operation, &hint, &mut parameters, &mut scope);
    let (arguments, options) = arguments(context, &parameters, body.as_ref());
    let responses = response::lower(context, operation, &hint);
    let output_name = output_name(context, &responses.success, &names);
    report_unused(context, found);
    let described = context.parsed.openapi.security.as_deref();
    let docs = docs::of_operation(&docs::Told {
        method: found.method,
        path: &path,
        item: found.item,
        operation,
        security: operation.security.as_deref().or(described).unwrap_or_default(),
        parameters: &parameters,
        body: body.as_ref(),
        arguments: &arguments,
        success: if output_name.is_none() { &responses.success } else { &[] },
    });
    Operation {
        id: operation.operation_id.clone().unwrap_or_else(|| names.method.to_string()),
        method: found.method,
        path,
        docs,
        tags: operation.tags.clone(),
        name: names.method,
        type_name: names.ty,
        error_name: names.error,
        module: names.module,
        parameters,
        body,
        arguments,
        options,
        accept: responses.accept,
        success: responses.success,
        output_name,
        errors: responses.errors,
        pagination: None,
        security: security::requirements(
            context,
            operation.security.as_ref(),
            &operation.extensions,
            schemes,
        ),
    }
}

/// The name of the enum of successes, where they differ in what they hold.
fn output_name(context: &mut Context<'_>, success: &[Success], names: &Names) -> Option<TypeName> {
    let first = success.first()?;
    let differ = success.iter().any(|success| success.content != first.content);
    differ.then(|| context.operation_names.type_name(&format!("{}Output", names.ty), &["Success"]))
}

/// Required values are arguments, the rest can be set on the call. A body of too many required fields stays whole.
fn arguments(
    context: &Context<'_>,
    parameters: &[Parameter],
    body: Option<&Body>,
) -> (Vec<Argument>, Vec<Argument>) {
    let is_required = |presence: &Presence| presence.is_required();
    let (mut arguments, mut options): (Vec<_>, Vec<_>) = (Vec::new(), Vec::new());
    for (index, parameter) in parameters.iter().enumerate() {
        let group = if is_required(&parameter.presence) { &mut arguments } else { &mut options };
        group.push(Argument::Parameter(index));
    }
    let Some(body) =
        body.filter(|body| !matches!(body.kind, BodyKind::Fields | BodyKind::Multipart))
    else {
        return (arguments, options);
    };
    let fields = body.spread.and_then(|id| context.get(id)).and_then(|ty| match &ty.kind {
        TypeKind::Struct(strukt) => Some(&strukt.fields),
        _ => None,
    });
    let names_meet = |fields: &Vec<crate::ir::Field>| {
        fields.iter().any(|field| {
            parameters.iter().any(|parameter| parameter.name == field.name)
                || !Scope::call_setters().is_free(field.name.as_str())
        })
    };
    match fields {
        Some(fields)
            if !names_meet(fields)
                && arguments.len() + fields.iter().filter(|field| field.is_argument()).count()
                    <= MOST_ARGUMENTS =>
        {
            for (index, field) in
                fields.iter().enumerate().filter(|(_, field)| !field.is_constant())
            {
                let group = if field.is_argument() { &mut arguments } else { &mut options };
                group.push(Argument::BodyField(index));
            }
        }
        _ if body.required => arguments.push(Argument::Body),
        _ => options.push(Argument::Body),
    }
    (arguments, options)
}

/// Has the arguments agree with the fields that they set, once all is known of those.
pub(super) fn settle_arguments(operations: &mut [Operation], types: &[Type]) {
    for operation in operations {
        let spread = operation.body.as_ref().and_then(|body| body.spread);
        let strukt = spread.and_then(|id| types.get(id.index())).map(|ty| &ty.kind);
        let Some(TypeKind::Struct(strukt)) = strukt else { continue };
        let field = |argument: &Argument| match argument {
            Argument::BodyField(index) => strukt.fields.get(*index),
            _ => None,
        };
        let settled = std::mem::take(&mut operation.arguments);
        for argument in settled {
            match field(&argument) {
                Some(field) if field.is_constant() => {}
                Some(field) if !field.is_argument() => operation.options.push(argument),
                _ => operation.arguments.push(argument),
            }
        }
        // What only the server sets is not offered.
        operation
            .options
            .retain(|option| field(option).is_none_or(|field| field.access != Access::Read));
    }
}

/// Names the parts of an operation that are valid and that the client does not act on.
fn report_unused(context: &mut Context<'_>, found: &Found<'_>) {
    let operation = found.operation;
    if !operation.callbacks.is_empty() {
        not_generated(
            context,
            &operation.extensions,
            "callbacks are not generated",
            "remove `callbacks`",
        );
    }
    for (servers, of) in [(&operation.servers, "an operation"), (&found.item.servers, "a path")] {
        if let Some(server) = servers.first() {
            not_generated(
                context,
                &server.extensions,
                &format!("servers of {of} are not used; its requests go where all others go"),
                "move `servers` to the top",
            );
        }
    }
    if let Some(ReferenceOr::Item(body)) = &operation.request_body {
        for (media_type, media) in &body.content {
            report_encodings(context, media_type, media);
        }
    }
}

/// Names what the encodings of a form's fields and parts say in vain.
fn report_encodings(context: &mut Context<'_>, media_type: &str, media: &openapiv3::MediaType) {
    let is_multipart = media_type.starts_with("multipart/");
    let is_form = media_type.starts_with("application/x-www-form-urlencoded");
    for encoding in media.encoding.values() {
        if encoding.extensions.contains_key(carrier::DELIMITER) {
            not_generated(
                context,
                &encoding.extensions,
                "this `collectionFormat` is not honoured here; commas stand between the items",
                "describe the field as a text, and join its items",
            );
        }
        if is_multipart && !encoding.headers.is_empty() {
            not_generated(
                context,
                &encoding.extensions,
                "the headers of a part are not sent",
                "remove `headers`, or send the body through a client of your own",
            );
        }
        if is_form && encoding.content_type.is_some() {
            not_generated(
                context,
                &encoding.extensions,
                "the `contentType` of a form's field is not honoured; the field is written as its type says",
                "describe the field by its schema",
            );
        }
    }
}

/// Reports something valid that the client does not act on.
pub(super) fn not_generated(
    context: &mut Context<'_>,
    extensions: &Extensions,
    message: &str,
    help: &str,
) {
    let span = context.span(extensions);
    context.report(Diagnostic::warning(Code::NotGenerated, span, message).help(help));
}
