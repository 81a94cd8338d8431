//! From schemas to types. A schema is checked against a fixed list of cases, and the first that applies decides:
//!
//! 0. Do the settings have a type for it? Then it is that.
//! 1. Is it a reference, or only a wrapper around one? Then it has the type of its target.
//! 2. Does it have `allOf`? Then its parts are merged, and it is checked again.
//! 3. Does it have `oneOf` or `anyOf`? A union.
//! 4. Does it list its values? An enumeration.
//! 5. Does it have properties, or is it an object? A struct or a map.
//! 6. Does it have items, or is it an array? A list.
//! 7. Does it have another type? A scalar.
//! 8. Else every value is valid: plain JSON.

mod all_of;
mod alternatives;
mod combination;
mod declare;
mod discriminator;
mod ecma;
mod enumeration;
mod family;
mod inheritance;
mod namespaces;
mod notes;
mod nullable;
mod object;
mod passes;
pub(super) mod rules;
mod scalar;
mod tuple;
mod union;
mod values;
mod when;
pub(super) mod xml;

use std::borrow::{Borrow, Cow};

use openapiv3::{AnySchema, ReferenceOr, Schema};
use serde_json::Value;

pub(super) use declare::declare_all;
pub(super) use enumeration::open_enum;
pub(super) use notes::of_value;
pub(super) use nullable::is_nullable;
pub(super) use object::is_object;
pub(super) use passes::{Complete, complete, report_endless};

use super::context::{Context, Hint, keywords};
use super::{custom, docs, words};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Reason, Scalar, Type, TypeKind, TypeRef};
use crate::normalize::carrier;
use crate::parse::{SchemaOrigin, referenced_key};

/// A schema where it is used.
#[derive(Debug, Clone)]
pub(super) struct Use {
    pub(super) ty: TypeRef,
    /// Whether `null` is a value too.
    pub(super) nullable: bool,
}

impl Use {
    /// The type as an item or a map's value, where nothing can be missing.
    pub(super) fn into_item(self) -> TypeRef {
        if self.nullable { TypeRef::Option(Box::new(self.ty)) } else { self.ty }
    }
}

/// What a schema is: a type that needs a name, or one that is there already.
enum Shape {
    Kind(TypeKind),
    Ref(TypeRef),
}

/// Lowers a schema where it is used; an inline one becomes a type of its own, named by `hint`.
pub(super) fn lower<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
    hint: &Hint,
) -> Use {
    let nullable = is_nullable(context, schema);
    let ty = match schema {
        ReferenceOr::Reference { reference } => reference_type(context, reference, hint),
        ReferenceOr::Item(schema) => inline(context, schema.borrow(), hint),
    };
    Use { ty, nullable }
}

/// Lowers the property `name` of what the hint is for.
pub(super) fn lower_property<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
    hint: &Hint,
    name: &str,
) -> Use {
    // Most need no name, and to make one takes longer than to see that.
    if schema.as_item().is_none_or(|schema| is_scalar(keywords(schema.borrow()))) {
        return lower(context, schema, hint);
    }
    lower(context, schema, &hint.property(name))
}

/// Whether the schema is a string, number or boolean without listed values.
fn is_scalar(keys: &AnySchema) -> bool {
    let is_one = |typ: &str| ["string", "integer", "number", "boolean"].contains(&typ);
    keys.typ.as_deref().is_some_and(is_one)
        && keys.enumeration.is_empty()
        && keys.all_of.is_empty()
        && keys.one_of.is_empty()
        && keys.any_of.is_empty()
}

fn reference_type(context: &mut Context<'_>, reference: &str, hint: &Hint) -> TypeRef {
    let key = referenced_key(reference);
    match (context.named(&key), context.schema(&key)) {
        (Some(named), _) => TypeRef::Named(named.id),
        (None, Some(ReferenceOr::Item(schema))) => inline(context, schema, hint),
        // A reference without a target was reported when it was read.
        (None, _) => TypeRef::Untyped(Reason::Any),
    }
}

/// Whether no type is made of the schema of that key: nobody gave it a name, and it is only a scalar or a wrapper around a reference.
pub(super) fn is_in_place(context: &Context<'_>, key: &str) -> bool {
    let is_named = context.parsed.schemas.get(key).is_none_or(SchemaOrigin::is_named);
    let is_wrapper = |schema: &Schema| {
        custom::of(schema).is_none()
            && all_of::wrapped(schema).is_some()
            && !all_of::has_null_part(schema)
    };
    let schema = context.schema(key).and_then(ReferenceOr::as_item);
    is_plain(context, key) || (!is_named && schema.is_some_and(is_wrapper))
}

/// Whether the schema of that key is a scalar that nobody gave a name.
pub(super) fn is_plain(context: &Context<'_>, key: &str) -> bool {
    let is_named = context.parsed.schemas.get(key).is_none_or(SchemaOrigin::is_named);
    let schema = context.schema(key).and_then(ReferenceOr::as_item).filter(|_| !is_named);
    schema.is_some_and(|schema| is_scalar(keywords(schema)) && custom::of(schema).is_none())
}

fn inline(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> TypeRef {
    let span = context.span(&schema.schema_data.extensions);
    let pointed_at = context.pointed_at(span).filter(|key| is_same(context, key, schema));
    if let Some(named) = pointed_at.and_then(|key| context.named(&key)) {
        return TypeRef::Named(named.id);
    }
    combination::lower(context, schema, hint, |context| {
        context.deeper(span, |context| shape(context, schema, hint))
    })
}

/// Whether the schema needs a type, and is the one with that key, at the same place, and not derived from it.
fn is_same(context: &Context<'_>, key: &str, schema: &Schema) -> bool {
    let Some(ReferenceOr::Item(other)) = context.schema(key) else { return false };
    let (one, other) = (keywords(schema), keywords(other));
    let has_type = !one.properties.is_empty()
        || !one.enumeration.is_empty()
        || !one.all_of.is_empty()
        || alternatives::is_union(schema);
    has_type
        && one.typ == other.typ
        && one.required == other.required
        && one.properties.keys().eq(other.properties.keys())
        && one.additional_properties.is_some() == other.additional_properties.is_some()
        && (one.all_of.len(), one.one_of.len(), one.any_of.len())
            == (other.all_of.len(), other.one_of.len(), other.any_of.len())
}

/// The schema, or the one that it refers to, with all parts of its `allOf` in one.
pub(super) fn merged<'s, 'a: 's, S: Borrow<Schema>>(
    context: &mut Context<'a>,
    schema: &'s ReferenceOr<S>,
) -> Option<Cow<'s, Schema>> {
    let schema = context.follow(schema)?;
    Some(if keywords(schema).all_of.is_empty() {
        Cow::Borrowed(schema)
    } else {
        Cow::Owned(all_of::merge(context, schema))
    })
}

/// The only value that a schema allows, as a string, and its type; `None` if another type takes its place.
pub(super) fn only(schema: &Schema) -> Option<(String, Scalar)> {
    enumeration::only(schema).filter(|_| custom::of(schema).is_none())
}

/// Whether an empty string is one of the values that a schema lists.
pub(super) fn lists_empty<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
) -> bool {
    let is_empty = |value: &&Value| value.as_str() == Some("");
    merged(context, schema).is_some_and(|schema| enumeration::values(&schema).iter().any(is_empty))
}

/// The string for the only value that a schema allows.
pub(super) fn only_text(schema: &Schema) -> Option<String> {
    match enumeration::values(schema).as_slice() {
        [Value::String(text)] => Some(text.clone()),
        [value @ (Value::Number(_) | Value::Bool(_))] => Some(value.to_string()),
        _ => None,
    }
}

/// Lowers the named schema of that key into its type.
pub(super) fn define(context: &mut Context<'_>, key: &str) {
    let Some(named) = context.named(key).cloned() else { return };
    let Some(schema) = context.schema(key) else { return };
    let nullable = is_nullable(context, schema);
    let hint = Hint {
        name: named.name.as_str().to_owned(),
        module: named.module.clone(),
        operation: false,
        role: String::new(),
    };
    let (kind, docs) = match schema {
        ReferenceOr::Reference { reference } if !context.apart.contains(key) => {
            (TypeKind::Alias(reference_type(context, reference, &hint)), Docs::default())
        }
        schema => {
            let Some(schema) = context.follow(schema) else { return };
            let span = context.span(&schema.schema_data.extensions);
            let kind =
                match context.deeper(span, |context| named_shape(context, key, schema, &hint)) {
                    Some(Shape::Kind(kind)) => kind,
                    Some(Shape::Ref(ty)) => TypeKind::Alias(ty),
                    None => TypeKind::Alias(TypeRef::Untyped(Reason::Any)),
                };
            (kind, docs_of(schema, key, ""))
        }
    };
    let pointer =
        context.parsed.schemas.get(key).map(|origin| format!("{}#{}", origin.file, origin.pointer));
    let ty = Type {
        name: named.name,
        module: named.module,
        operation: false,
        docs,
        kind,
        pointer,
        nullable,
        size: 0,
        omitted: false,
    };
    context.define(named.id, ty);
}

/// What a named schema is. Others may extend it, or it may extend another one without a word of its own.
fn named_shape(context: &mut Context<'_>, key: &str, schema: &Schema, hint: &Hint) -> Shape {
    if custom::of(schema).is_none() {
        let family = inheritance::of(context, key, schema, hint);
        if let Some(found) = family.or_else(|| inheritance::plain_child(context, key, schema, hint))
        {
            return found;
        }
    }
    shape(context, schema, hint)
}

fn shape(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Shape {
    let extensions = &schema.schema_data.extensions;
    if extensions.contains_key(carrier::CONTENT_SCHEMA) {
        context.not_generated(
            extensions,
            "the value in this string has no type, in spite of `contentSchema`",
            "no change is needed; parse the string",
        );
    }
    let keys = keywords(schema);
    if let Some(custom) = custom::of(schema) {
        return Shape::Ref(TypeRef::Custom(custom));
    }
    if let Some(wrapped) = all_of::wrapped(schema) {
        if all_of::has_null_part(schema)
            && let Some(open) = union::with_any(context, wrapped, hint)
        {
            return open;
        }
        return Shape::Ref(lower(context, wrapped, hint).ty);
    }
    if !keys.all_of.is_empty() {
        let merged = all_of::merge(context, schema);
        return shape(context, &merged, hint);
    }
    if alternatives::is_union(schema) {
        return union::shape(context, schema, hint);
    }
    if let Some(shape) = enumeration::shape(context, schema, hint) {
        return shape;
    }
    let typ = keys.typ.as_deref();
    if object::is_object(keys) || (typ.is_none() && object::has_patterns(schema)) {
        return object::shape(context, schema, hint);
    }
    // Keywords for items have no effect if there can be none.
    let has_items = || keys.items.is_some() || tuple::is_tuple(schema);
    if typ == Some("array") || (typ.is_none() && has_items()) {
        return Shape::Ref(list(context, schema, hint));
    }
    if let Some(custom) = context.custom_format(keys) {
        return Shape::Ref(TypeRef::Custom(custom));
    }
    let scalar = scalar::in_use(schema, &context.config.formats);
    Shape::Ref(scalar.unwrap_or_else(|| untyped(context, schema)))
}

/// Plain JSON, which is reported if the schema has keywords that no type has.
fn untyped(context: &mut Context<'_>, schema: &Schema) -> TypeRef {
    let keys = keywords(schema);
    // `not` is reported where it is read.
    let rest = AnySchema { not: None, typ: None, ..keys.clone() };
    let found = match keys.enumeration.as_slice() {
        [] if rest == AnySchema::default() => None,
        [] => Some((
            "without `type`, the other keywords decide no type; it is any JSON value",
            "add the `type`",
        )),
        [Value::Null] => Some((
            "only `null` is valid; the type is any JSON value",
            "no change is needed; a response without a body has no `content`",
        )),
        _ => Some((
            "Rust has no type for these values; it is any JSON value",
            "list strings or integers, if the values are all of one type",
        )),
    };
    if let Some((message, help)) = found {
        let span = context.span(&schema.schema_data.extensions);
        context.report(Diagnostic::warning(Code::Untyped, span, message).help(help));
    }
    TypeRef::Untyped(Reason::Any)
}

fn list(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> TypeRef {
    if let Some(tuple) = tuple::of(context, schema, hint) {
        return tuple;
    }
    let item = match &keywords(schema).items {
        Some(items) => lower(context, items, &hint.part("Item")).into_item(),
        None => TypeRef::Untyped(Reason::Any),
    };
    TypeRef::Vec(Box::new(item))
}

/// The docs of the type that a schema becomes.
///
/// Without a description, they are its `role`.
fn docs_of(schema: &Schema, name: &str, role: &str) -> Docs {
    let data = &schema.schema_data;
    let notes = notes::of_type(schema);
    let title = title(schema, name);
    let description = data.description.as_deref().or(title.is_none().then_some(role));
    let parts = [title, description, notes.as_deref()];
    docs::docs(&parts, data.deprecated)
}

/// The title, if there is no description or it is more than the name in another spelling.
fn title<'s>(schema: &'s Schema, name: &str) -> Option<&'s str> {
    let data = &schema.schema_data;
    let title = data.title.as_deref()?;
    let is_name = || words::snake(title) == words::snake(name);
    (data.description.is_none() || !is_name()).then_some(title)
}

/// The docs of a property, parameter or header with that schema, and with a description of its own if it has one.
pub(super) fn docs_of_use<S: Borrow<Schema>>(
    context: &Context<'_>,
    schema: &ReferenceOr<S>,
    name: &str,
    description: Option<&str>,
    deprecated: bool,
) -> Docs {
    let Some(target) = context.follow(schema) else {
        return docs::docs(&[description], deprecated);
    };
    let inline = match schema {
        ReferenceOr::Item(schema) => Some(schema.borrow()),
        ReferenceOr::Reference { .. } => None,
    };
    let title = inline.and_then(|schema| title(schema, name));
    let own = inline.and_then(|schema| schema.schema_data.description.as_deref());
    let wrapped = all_of::wrapped(target).and_then(|wrapped| context.follow(wrapped));
    // The docs of a named type are on the type; the first paragraph is enough here.
    let borrowed = wrapped
        .unwrap_or(target)
        .schema_data
        .description
        .as_deref()
        .map(|description| description.split("\n\n").next().unwrap_or(description));
    let notes = inline.and_then(notes::of_use);
    let deprecated = deprecated || inline.is_some_and(|schema| schema.schema_data.deprecated);
    // Two descriptions are both useful: one is of the use, the other of the type.
    let parts = match (description, own, title) {
        (None, None, None) => [None, borrowed, None, notes.as_deref()],
        _ => [title, description, own, notes.as_deref()],
    };
    docs::docs(&parts, deprecated)
}
