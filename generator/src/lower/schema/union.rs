//! `oneOf` and `anyOf`: a value that is one of several types.
//!
//! Both become an enum. A value that is valid by several members of an `anyOf`, and that no single one of them keeps
//! completely, is plain JSON.

mod depth;
mod exact;
mod names;
mod telling;

use openapiv3::{AnySchema, Discriminator, ReferenceOr, Schema, SchemaKind};

use super::super::context::{Context, Hint, keywords};
use super::super::custom;
use super::super::names::Scope;
use super::discriminator::{discriminate, is_default};
use super::{Shape, all_of, enumeration, lower, object, scalar, values, when};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{JsonKind, Reason, Rule, Scalar, TypeKind, TypeRef, Union, UnionVariant, When};
use crate::normalize::carrier;

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

pub(super) fn shape(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Shape {
    let Members { members, discriminator } = members(context, schema);
    if let Some(open) = open_enum(context, &members, hint) {
        return open;
    }
    let own: Vec<&ReferenceOr<Schema>> = members.iter().map(|member| &member.own).collect();
    let names = names::of(context, &own);
    let mut parts: Vec<Part<'_>> = Vec::new();
    for (name, Member { schema: member, own }) in names.into_iter().zip(&members) {
        let ty = lower(context, member, &hint.part(&name)).ty;
        if matches!(ty, TypeRef::Untyped(Reason::Any)) {
            // A member of any value is covered by `Unknown`.
            continue;
        }
        let mut when = values::of(context, member);
        if let Some(discriminator) = discriminator
            && matches!(when.kind, JsonKind::Object | JsonKind::Any)
        {
            discriminate(context, discriminator, member, &mut when);
        }
        let named = names::is_given(context, own);
        parts.push(Part { name, named, schema: Some(member), ty, when, rules: Vec::new() });
    }
    // `{nullable: true}` and `{}` beside a reference allow every value, not only `null`.
    let open = parts.len() < members.len();
    match parts.as_slice() {
        [] => return Shape::Ref(TypeRef::Untyped(Reason::Any)),
        [only] if members.len() == 1 && only.when.mark.is_none() => {
            return Shape::Ref(only.ty.clone());
        }
        _ => {}
    }
    let discriminator = discriminator.filter(|discriminator| {
        members.iter().any(|member| is_default(discriminator, &member.schema))
    });
    if discriminator.is_none() {
        context.quietly(|context| exact::sort(context, &mut parts));
    }
    context.quietly(|context| telling::add(context, &mut parts, open));
    telling::report(context, schema, &parts);
    of(parts, discriminator.map(|it| it.property_name.as_str()), open)
}

/// The enum of the strings that one member lists, if the others allow any string: it accepts those, too. It is no type
/// beside that of the union, which would be another name for it.
fn open_enum(context: &Context<'_>, members: &[Member], hint: &Hint) -> Option<Shape> {
    let mut listed = None;
    for member in members {
        let schema = member.schema.as_item()?;
        if custom::of(schema).is_some() {
            return None;
        }
        match enumeration::shape(context, schema, hint) {
            Some(shape @ Shape::Kind(TypeKind::OpenEnum(_))) if listed.is_none() => {
                listed = Some(shape);
            }
            Some(_) => return None,
            None => {
                let ty = scalar::in_use(schema, &context.config.formats)?;
                let is_text =
                    ty == TypeRef::Scalar(Scalar::String) && super::is_scalar(keywords(schema));
                if !is_text || names::is_given(context, &member.own) {
                    return None;
                }
            }
        }
    }
    listed.filter(|_| members.len() > 1)
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
    let name = names::one(context, member);
    let ty = lower(context, member, hint).ty;
    let when = values::of(context, member);
    let part = Part { name, named: true, schema: None, ty, when, rules: Vec::new() };
    Some(of(vec![part], None, true))
}

/// A member that becomes a variant.
pub(super) struct Part<'s> {
    pub(super) name: String,
    /// Whether the description has the name.
    pub(super) named: bool,
    pub(super) schema: Option<&'s ReferenceOr<Schema>>,
    pub(super) ty: TypeRef,
    /// What distinguishes it.
    pub(super) when: When,
    pub(super) rules: Vec<Rule>,
}

/// The union of members; `discriminator` is the property of one that has a default member.
pub(super) fn of(mut parts: Vec<Part<'_>>, discriminator: Option<&str>, open: bool) -> Shape {
    let mut whens: Vec<When> = parts.iter().map(|part| part.when.clone()).collect();
    when::reduce(&mut whens, discriminator);
    let mut scope = Scope::variants();
    let variants = parts.drain(..).zip(whens).map(|(part, when)| UnionVariant {
        name: scope.variant(&part.name),
        ty: part.ty,
        rules: telling::without(part.rules, &when),
        when,
        named: part.named,
        tag: None,
        shared: false,
    });
    let variants = variants.collect();
    Shape::Kind(TypeKind::Union(Union { variants, open, family: false, common: Vec::new() }))
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
    let fits = |member: &ReferenceOr<Schema>| {
        let own = context.follow(member).and_then(|member| keywords(member).typ.as_deref());
        !all_of::are_apart(keys.typ.as_deref(), own)
    };
    // No value is valid by a member of another type than the one beside the list.
    let fitting: Vec<&ReferenceOr<Schema>> = own.iter().filter(|member| fits(member)).collect();
    let own = if fitting.is_empty() { own.iter().collect() } else { fitting };
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
