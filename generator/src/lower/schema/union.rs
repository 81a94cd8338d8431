//! `oneOf` and `anyOf`: a value that is one of several types.
//!
//! Both become an enum. A value that is valid by several members of an `anyOf`, and that no single one of them keeps
//! completely, is plain JSON.

mod names;

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaKind};

use super::super::context::{Context, Hint, keywords};
use super::super::names::Scope;
use super::{Shape, lower, object, when};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{JsonKind, Reason, TypeKind, TypeRef, Union, UnionVariant, When};
use crate::normalize::carrier;
use crate::parse::referenced_key;

/// A member of a union.
pub(super) struct Member {
    /// As in the list.
    own: ReferenceOr<Schema>,
    /// With the keywords beside the list.
    pub(super) schema: ReferenceOr<Schema>,
}

/// The members of a union, and what they are to each other.
pub(super) struct Members<'s> {
    pub(super) members: Vec<Member>,
    discriminator: Option<&'s Discriminator>,
}

/// Whether the schema is a union of types, rather than a type with alternative constraints.
pub(super) fn is_union(schema: &Schema) -> bool {
    let keys = keywords(schema);
    let mut members = keys.one_of.iter().chain(&keys.any_of).peekable();
    members.peek().is_some() && !members.all(only_constrains)
}

/// `required` and the like alone: which of the properties must be there, not what they are.
fn only_constrains(member: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = member else { return false };
    let keys = keywords(schema);
    let unconstrained = AnySchema {
        required: Vec::new(),
        not: None,
        min_properties: None,
        max_properties: None,
        typ: keys.typ.clone().filter(|name| name != "object"),
        all_of: if keys.all_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.all_of.clone()
        },
        any_of: if keys.any_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.any_of.clone()
        },
        one_of: if keys.one_of.iter().all(only_constrains) {
            Vec::new()
        } else {
            keys.one_of.clone()
        },
        ..keys.clone()
    };
    // An empty schema allows everything, which is a member of its own if others are more specific.
    unconstrained == AnySchema::default()
        && *keys != AnySchema::default()
        && (!keys.required.is_empty() || keys.not.is_some())
}

pub(super) fn shape(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Shape {
    let Members { members, discriminator } = members(context, schema);
    let mut whens: Vec<When> = Vec::new();
    let mut types: Vec<TypeRef> = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let own: Vec<&ReferenceOr<Schema>> = members.iter().map(|member| &member.own).collect();
    for (name, Member { schema: member, .. }) in names::of(context, &own).into_iter().zip(&members)
    {
        let ty = lower(context, member, &hint.part(&name)).ty;
        if matches!(ty, TypeRef::Untyped(Reason::Any)) {
            // A member of any value is covered by `Unknown`.
            continue;
        }
        let mut when = when::of(context, member);
        if let Some(discriminator) = discriminator
            && matches!(when.kind, JsonKind::Object | JsonKind::Any)
        {
            discriminate(context, discriminator, member, &mut when);
        }
        whens.push(when);
        types.push(ty);
        names.push(name);
    }
    // `{nullable: true}` and `{}` beside a reference allow every value, not only `null`.
    let open = types.len() < members.len();
    match types.as_slice() {
        [] => return Shape::Ref(TypeRef::Untyped(Reason::Any)),
        [only] if members.len() == 1 => return Shape::Ref(only.clone()),
        _ => {}
    }
    let discriminator = discriminator.filter(|discriminator| {
        members.iter().any(|member| is_default(discriminator, &member.schema))
    });
    when::reduce(&mut whens, discriminator.map(|it| it.property_name.as_str()));
    of(&names, types, whens, open)
}

/// The union of an object schema without `type`, by which `null` and any other value is valid too, and of those other
/// values; `None` if there is a type.
pub(super) fn with_any(
    context: &mut Context<'_>,
    member: &ReferenceOr<Schema>,
    hint: &Hint,
) -> Option<Shape> {
    let target = super::merged(context, member)?;
    let keys = keywords(&target);
    if keys.typ.is_some() || !object::is_object(keys) {
        return None;
    }
    let names = names::of(context, &[member]);
    let ty = lower(context, member, hint).ty;
    let when = when::of(context, member);
    Some(of(&names, vec![ty], vec![when], true))
}

/// The union of members, each with its name, its type, and what distinguishes it.
pub(super) fn of(names: &[String], types: Vec<TypeRef>, whens: Vec<When>, open: bool) -> Shape {
    let mut scope = Scope::variants();
    let variants = names
        .iter()
        .zip(types)
        .zip(whens)
        .map(|((name, ty), when)| UnionVariant { name: scope.variant(name), ty, when })
        .collect();
    Shape::Kind(TypeKind::Union(Union { variants, open }))
}

/// The members, each merged with the keywords beside the union; those that are only `null` are left out.
pub(super) fn members<'s>(context: &mut Context<'_>, schema: &'s Schema) -> Members<'s> {
    let keys = keywords(schema);
    let base = AnySchema { one_of: Vec::new(), any_of: Vec::new(), ..keys.clone() };
    let own = if keys.one_of.is_empty() { &keys.any_of } else { &keys.one_of };
    let says_more =
        !base.properties.is_empty() || base.additional_properties.is_some() || base.items.is_some();
    let base = says_more.then(|| Schema {
        schema_data: openapiv3::SchemaData {
            discriminator: None,
            description: None,
            nullable: false,
            ..schema.schema_data.clone()
        },
        schema_kind: SchemaKind::Any(base),
    });
    let mut members: Vec<Member> = Vec::new();
    for member in own {
        if when::is_only_null(context, member) {
            continue;
        }
        let schema = match &base {
            None => typed_by(member, keys.typ.as_deref()),
            Some(base) => {
                let both = AnySchema {
                    all_of: vec![ReferenceOr::Item(base.clone()), member.clone()],
                    ..AnySchema::default()
                };
                let data = match member {
                    ReferenceOr::Item(member) => member.schema_data.clone(),
                    ReferenceOr::Reference { .. } => openapiv3::SchemaData {
                        title: Some(names::one(context, member)),
                        ..Default::default()
                    },
                };
                ReferenceOr::Item(Schema { schema_data: data, schema_kind: SchemaKind::Any(both) })
            }
        };
        if !members.iter().any(|other| other.schema == schema) {
            let own = if base.is_some() { member.clone() } else { schema.clone() };
            members.push(Member { own, schema });
        }
    }
    let discriminator = schema.schema_data.discriminator.as_ref();
    if let Some(discriminator) = discriminator {
        // Any value may be the default member, so the others are matched before it.
        members.sort_by_key(|member| is_default(discriminator, &member.schema));
        let names_one = discriminator.extensions.contains_key(carrier::DEFAULT_MAPPING);
        if names_one && !members.iter().any(|it| is_default(discriminator, &it.schema)) {
            let span = context.span(&discriminator.extensions);
            context.report(
                Diagnostic::warning(
                    Code::NotGenerated,
                    span,
                    "`defaultMapping` is not a member of the union; a value without a mapping is kept as received",
                )
                .help("add that schema to the members"),
            );
        }
    }
    Members { members, discriminator }
}

/// The member with the type beside the union, if it has none of its own.
fn typed_by(member: &ReferenceOr<Schema>, typ: Option<&str>) -> ReferenceOr<Schema> {
    match (member, typ) {
        (ReferenceOr::Item(schema), Some(typ)) if needs_type(keywords(schema)) => {
            let keys = AnySchema { typ: Some(typ.to_owned()), ..keywords(schema).clone() };
            ReferenceOr::Item(Schema {
                schema_data: schema.schema_data.clone(),
                schema_kind: SchemaKind::Any(keys),
            })
        }
        (member, _) => member.clone(),
    }
}

fn needs_type(keys: &AnySchema) -> bool {
    keys.typ.is_none()
        && keys.all_of.is_empty()
        && keys.one_of.is_empty()
        && keys.any_of.is_empty()
        && !object::is_object(keys)
}

/// Adds the values of the discriminator that mean this member (OpenAPI 3.0.4, section 4.7.25).
pub(super) fn discriminate(
    context: &mut Context<'_>,
    discriminator: &Discriminator,
    member: &ReferenceOr<Schema>,
    when: &mut When,
) {
    discriminate_once(context, discriminator, member, when, &mut Vec::new());
}

/// `unions` are those that were looked into.
fn discriminate_once(
    context: &mut Context<'_>,
    discriminator: &Discriminator,
    member: &ReferenceOr<Schema>,
    when: &mut When,
    unions: &mut Vec<String>,
) {
    let Some(key) = member_key(member) else { return };
    if is_default(discriminator, member) {
        when.is.retain(|(name, _)| *name != discriminator.property_name);
        return;
    }
    let mut values: Vec<String> = discriminator
        .mapping
        .iter()
        .filter(|(_, target)| **target == key)
        .map(|(value, _)| value.clone())
        .collect();
    let property = &discriminator.property_name;
    // A property that all members inherit lists the values of all; those that mean another one are not this one's.
    let is_others = |context: &Context<'_>, value: &String| match discriminator.mapping.get(value) {
        Some(target) => *target != key,
        None => *value != key && context.named(value).is_some(),
    };
    let listed = when::listed(context, member, property);
    let own: Vec<String> = listed.into_iter().filter(|value| !is_others(context, value)).collect();
    let nested = nested_values(context, property, &key, unions);
    let is_mapped_elsewhere = discriminator.mapping.contains_key(&key);
    if values.is_empty() && !is_mapped_elsewhere && own.is_empty() && nested.is_empty() {
        values.push(key.clone());
    }
    for value in own.into_iter().chain(nested) {
        if !values.contains(&value) {
            values.push(value);
        }
    }
    if values.is_empty() {
        return;
    }
    when.is.retain(|(name, _)| name != property);
    when.is.insert(0, (property.clone(), values));
}

/// The values of the property that select a member of the union with that key; `None` if it is not a union.
fn nested_values(
    context: &mut Context<'_>,
    property: &str,
    key: &str,
    unions: &mut Vec<String>,
) -> Vec<String> {
    let schema = context.schema(key).and_then(|schema| context.follow(schema));
    let Some(schema) = schema.filter(|schema| is_union(schema)) else { return Vec::new() };
    if unions.iter().any(|known| known == key) {
        return Vec::new();
    }
    unions.push(key.to_owned());
    let discriminator = schema.schema_data.discriminator.as_ref();
    let discriminator = discriminator.filter(|inner| inner.property_name == property);
    let mut values: Vec<String> = Vec::new();
    for member in keywords(schema).one_of.iter().chain(&keywords(schema).any_of) {
        let mut when = when::of(context, member);
        if let Some(discriminator) = discriminator {
            discriminate_once(context, discriminator, member, &mut when, unions);
        }
        let own = when.is.into_iter().filter(|(name, _)| name == property);
        values.extend(own.flat_map(|(_, values)| values));
    }
    values
}

/// The schema that a member is, or extends.
fn member_key(member: &ReferenceOr<Schema>) -> Option<String> {
    match member {
        ReferenceOr::Reference { reference } => Some(referenced_key(reference)),
        ReferenceOr::Item(schema) => part_key(schema),
    }
}

/// Whether the member is meant by what the other members are not meant by (OpenAPI 3.2.0, `defaultMapping`).
fn is_default(discriminator: &Discriminator, member: &ReferenceOr<Schema>) -> bool {
    let default = carrier::text(&discriminator.extensions, carrier::DEFAULT_MAPPING);
    default.is_some() && default == member_key(member).as_deref()
}

/// The schema that a member refers to from within an `allOf`.
fn part_key(schema: &Schema) -> Option<String> {
    keywords(schema).all_of.iter().rev().find_map(|part| match part {
        ReferenceOr::Reference { reference } => Some(referenced_key(reference)),
        ReferenceOr::Item(_) => None,
    })
}
