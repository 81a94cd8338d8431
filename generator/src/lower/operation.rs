//! Operations (OpenAPI 3.0.4, section 4.7.10).

mod docs;

use super::choice::Choice;
use super::context::{Context, Hint};
use super::find::{Found, OneName};
use super::media::{Representation, choice};
use super::names::Scope;
use super::schema::Complete;
use super::server::{OwnServers, Servers};
use super::{body, find, long_running, parameter, path, response, security};
use crate::ir::{
    Access, Argument, Body, Operation, Parameter, Presence, SecurityScheme, ServerChoice, Success,
    TypeKind, TypeName, TypeRef,
};

/// Names with more arguments than this are no longer distinguished by their places.
const MOST_ARGUMENTS: usize = 7;

/// All operations, in the order of the paths. One that takes several media types is one for each of them.
pub(super) fn lower_all(
    context: &mut Context<'_>,
    schemes: &[SecurityScheme],
    servers: &mut Servers,
) -> Vec<Operation> {
    let found = find::find(context);
    // All are named, so that those that are generated have the same names whatever is chosen.
    let named = find::name(context, &found);
    let choice = Choice::new(context);
    let chosen: Vec<_> = found.iter().zip(named).filter(|(found, _)| choice.has(found)).collect();
    choice.report_unused(context);
    chosen
        .into_iter()
        .flat_map(|(found, names)| lower(context, found, names, (schemes, &mut *servers)))
        .collect()
}

/// What an operation is, whichever media type its body has.
struct Shared<'f> {
    found: &'f Found<'f>,
    id: String,
    path: String,
    parameters: Vec<Parameter>,
    /// The names of the parameters, which fields of a body may not have.
    scope: Scope,
    responses: response::Responses,
    output_name: Option<TypeName>,
    headers_name: Option<TypeName>,
    servers: OwnServers,
    security: Vec<Vec<String>>,
}

fn lower<'f>(
    context: &mut Context<'_>,
    found: &'f Found<'f>,
    names: find::Names,
    (schemes, servers): (&[SecurityScheme], &mut Servers),
) -> Vec<Operation> {
    let operation = found.operation;
    let find::Names { own, alternates } = names;
    let mut scope = Scope::call_setters();
    let path = path::plain(found.path, found.item, operation);
    // A parameter `body` gives way to the body itself; a form field of that name does not, as it is part of the body.
    if operation.request_body.is_some() {
        scope.reserve(&["body"]);
    }
    let (own_security, extensions) = (operation.security.as_ref(), &operation.extensions);
    let security = security::requirements(context, own_security, extensions, schemes);
    let security = security::without_own_token(context, security, &path);
    let credentials = security::places_of_credentials(&security, schemes);
    let described = parameter::all(context, found.item, operation, &path, &credentials);
    let places = parameter::required_places(&described);
    let security = security::without_arguments(security, schemes, &places);
    let parameters =
        parameter::lower_all(context, operation, &described, &path, &hint(&own), &mut scope);
    let parameters = path::without_fixed(parameters, &path);
    let id = found.own_id.map_or_else(|| own.method.to_string(), str::to_owned);
    let named = context.config.segments.get(&id).map(Vec::as_slice).unwrap_or_default();
    let parameters = path::with_segments(parameters, found.path, named);
    let parameters = path::with_optional(parameters, found.path);
    if operation.request_body.is_some() {
        scope.release("body");
    }
    let responses = response::lower(context, found, &id, &hint(&own));
    let output_name = output_name(context, &responses.success, &own);
    let headers_name = (!responses.headers.is_empty())
        .then(|| context.operation_names.type_name(&format!("{}Headers", own.ty), &["Response"]));
    report_unused(context, found);
    let shared = Shared {
        found,
        id,
        path,
        parameters,
        scope,
        responses,
        output_name,
        headers_name,
        servers: servers.of_operation(context, [&operation.servers, &found.item.servers]),
        security,
    };
    // An operation without a body is one operation all the same.
    let representations = found.bodies.iter().map(Some).chain([None]);
    let mut lowered: Vec<Operation> = Vec::new();
    for (names, representation) in std::iter::once(own).chain(alternates).zip(representations) {
        let first = lowered.first().map(|first| first.type_name.clone());
        lowered.push(with_body(context, &shared, names, representation, first));
    }
    lowered
}

/// The operation with its body in one form; `first` is the call's type of the one with the first form.
fn with_body(
    context: &mut Context<'_>,
    shared: &Shared<'_>,
    names: OneName,
    representation: Option<&Representation<'_>>,
    first: Option<TypeName>,
) -> Operation {
    let Shared { found, responses, output_name, headers_name, .. } = shared;
    let operation = found.operation;
    let (mut parameters, mut scope) = (shared.parameters.clone(), shared.scope.clone());
    let mut body = representation.and_then(|representation| {
        let hint = hint(&names);
        let (parameters, scope) = (&mut parameters, &mut scope);
        let body = body::lower(context, operation, representation, &hint, parameters, scope)?;
        choice::of_body(context, representation, &body.media_type, parameters, scope);
        Some(body)
    });
    choice::of_response(
        context,
        (&responses.offered, &responses.accept),
        &mut parameters,
        &mut scope,
    );
    let choice = shared.servers.choice.clone();
    let server_choice = (!choice.is_empty())
        .then(|| ServerChoice { name: scope.field("server", &["choice"]), servers: choice });
    let (arguments, options) = arguments(context, &parameters, body.as_ref());
    if let Some(body) = &mut body
        && let (Some(_), TypeRef::Named(id)) = (body.spread, &body.ty)
        && !has_body(&arguments)
        && !has_body(&options)
    {
        // The type is private to the client's method, which needs it in its own file.
        context.define_alias(*id);
        body.spread = Some(*id);
    }
    let described = context.parsed.openapi.security.as_deref();
    let long_running = long_running::of(context, operation, &found.method, &responses.success);
    let docs = docs::of_operation(&docs::Told {
        method: &found.method,
        path: &shared.path,
        item: found.item,
        operation,
        security: operation.security.as_deref().or(described).unwrap_or_default(),
        parameters: &parameters,
        body: body.as_ref(),
        headers: headers_name.as_ref(),
        stream: responses.stream.as_ref(),
        is_long_running: long_running.is_some(),
        representation: representation.filter(|_| found.bodies.len() > 1),
        also: representation.map(|it| it.also.as_slice()).unwrap_or_default(),
        arguments: &arguments,
        success: if output_name.is_none() { &responses.success } else { &[] },
    });
    Operation {
        id: shared.id.clone(),
        alternate_of: first,
        method: found.method.clone(),
        path: shared.path.clone(),
        docs,
        tags: operation.tags.clone(),
        group: None,
        name: names.method,
        type_name: names.ty,
        error_name: names.error,
        call_name: names.call,
        module: names.module,
        parameters,
        body,
        arguments,
        options,
        accept: responses.accept.clone(),
        success: responses.success.clone(),
        output_name: output_name.clone(),
        errors: responses.errors.clone(),
        headers_name: headers_name.clone(),
        headers: responses.headers.clone(),
        pagination: None,
        long_running,
        repeat: None,
        stream: responses.stream.clone(),
        server: shared.servers.first.clone(),
        server_choice,
        security: shared.security.clone(),
    }
}

fn has_body(arguments: &[Argument]) -> bool {
    arguments.iter().any(|argument| matches!(argument, Argument::Body))
}

/// What the inline types of an operation are to be called.
fn hint(names: &OneName) -> Hint {
    Hint {
        name: names.ty.as_str().to_owned(),
        module: names.module.clone(),
        operation: true,
        role: String::new(),
    }
}

/// The name of the enum of successes, if they differ in content.
fn output_name(
    context: &mut Context<'_>,
    success: &[Success],
    names: &OneName,
) -> Option<TypeName> {
    let first = success.first()?.content.rust();
    let differ = success.iter().any(|success| success.content.rust() != first);
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
    let Some(body) = body.filter(|body| !body.is_spread_over_parameters()) else {
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
pub(super) fn settle_arguments(operations: &mut [Operation], types: &Complete) {
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
    if let Some((_, fragment)) = path::fragment(found.path) {
        context.not_generated(
            &operation.extensions,
            &format!("the path ends in the fragment `{fragment}`, which is never sent"),
            "remove it",
        );
    }
}
