//! Media types that a caller can choose. In: those that a body or a response is documented by. Out: a parameter, whose
//! type is an enum of all of them in the crate, so that each has the same name in every operation.

use std::collections::BTreeSet;

use super::super::context::{Choices, Context};
use super::super::names::Scope;
use super::super::{docs, schema};
use super::{Kind, Representation};
use crate::ir::{Location, Parameter, Presence, Style, Type, TypeId, TypeKind, TypeRef};

/// Adds a parameter for the media type of the response, if a success has several.
pub(in crate::lower) fn of_response(
    context: &mut Context<'_>,
    (offered, accept): (&[String], &str),
    parameters: &mut Vec<Parameter>,
    scope: &mut Scope,
) {
    if offered.len() > 1 {
        let default = docs::code(&accept.into());
        add(context, ("Accept", "of the response"), (offered, default), parameters, scope);
    }
}

/// Adds a parameter for the media type of the body, if it has several, or a range.
pub(in crate::lower) fn of_body(
    context: &mut Context<'_>,
    representation: &Representation<'_>,
    sent_as: &str,
    parameters: &mut Vec<Parameter>,
    scope: &mut Scope,
) {
    let is_whole = !matches!(representation.kind, Kind::Form | Kind::Multipart);
    let is_range = |name: &&str| name.contains('*');
    let mut offered = vec![sent_as.to_owned()];
    for name in representation.media_types().filter(|name| !is_range(name)) {
        if !offered.iter().any(|known| known == name) {
            offered.push(name.to_owned());
        }
    }
    let has_range = matches!(representation.kind, Kind::Bytes | Kind::Text)
        && representation.media_types().any(|name| is_range(&name));
    if is_whole && (offered.len() > 1 || has_range) {
        let default = docs::code(&sent_as.into());
        add(context, ("Content-Type", "of the body"), (&offered, default), parameters, scope);
    }
}

fn add(
    context: &mut Context<'_>,
    (header, of): (&str, &str),
    (offered, default): (&[String], String),
    parameters: &mut Vec<Parameter>,
    scope: &mut Scope,
) {
    let is_same = |known: &Parameter| {
        known.location == Location::Header && known.wire.eq_ignore_ascii_case(header)
    };
    if parameters.iter().any(is_same) {
        return;
    }
    let listed: Vec<String> =
        offered.iter().map(|name| docs::code(&name.as_str().into())).collect();
    let listed = match listed.as_slice() {
        [_] => String::new(),
        several => format!(" The description has {}.", several.join(", ")),
    };
    let text = format!("The media type {of}; by default {default}.{listed}");
    parameters.push(Parameter {
        name: scope.field(header, &["header", "param"]),
        wire: header.to_owned(),
        location: Location::Header,
        style: Style::Simple,
        explode: false,
        allow_reserved: false,
        encodings: Vec::new(),
        pointer: None,
        ty: TypeRef::Named(collected(context, offered)),
        presence: Presence::Optional,
        constant: None,
        may_be_empty: false,
        docs: docs::docs(&[Some(&text)], false),
        example: None,
    });
}

/// The number of the enum, to which these are added.
fn collected(context: &mut Context<'_>, offered: &[String]) -> TypeId {
    if context.choices.is_none() {
        let name = context.model_names.type_name("MediaType", &["Choice"]);
        let mut modules = Scope::modules();
        for module in context.modules() {
            modules.reserve(&[module.plain()]);
        }
        let module = modules.module(name.as_str(), &["choice"]);
        let id = context.reserve();
        context.choices = Some(Choices { id, name, module, values: BTreeSet::new() });
    }
    let Some(choices) = &mut context.choices else { return TypeId(u32::MAX) };
    choices.values.extend(offered.iter().cloned());
    choices.id
}

/// Defines the enum, if there is something to choose.
pub(in crate::lower) fn define(context: &mut Context<'_>) {
    let Some(Choices { id, name, module, values }) = context.choices.take() else { return };
    let values: Vec<&str> = values.iter().map(String::as_str).collect();
    let docs = docs::docs(&[Some("A media type of a body or a response.")], false);
    let ty = Type {
        name,
        module,
        operation: false,
        docs,
        kind: TypeKind::OpenEnum(schema::open_enum(&values)),
        pointer: None,
        nullable: false,
        size: 0,
        omitted: false,
    };
    context.define(id, ty);
}
