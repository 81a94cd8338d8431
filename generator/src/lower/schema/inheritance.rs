//! Schemas that others extend by `allOf`, and that tell them apart by a `discriminator` (OpenAPI 3.0.4, section 4.7.25.1).
//!
//! Such a schema lists no members as `oneOf` does; its members are the schemas that refer to it. Where it is used, any
//! of them may occur, so it becomes a union of them and of what it describes itself.

use openapiv3::{Discriminator, ReferenceOr, Schema};

use super::super::context::{Context, Hint};
use super::{Shape, all_of, discriminator, docs_of, family, object, shape, union, when};
use crate::ir::{JsonKind, TypeKind, TypeRef, When};
use crate::parse::{reference_to, referenced_key};

/// The union that a schema is which others extend.
pub(super) fn of(
    context: &mut Context<'_>,
    key: &str,
    schema: &Schema,
    hint: &Hint,
) -> Option<Shape> {
    let discriminator = family::discriminator(context, key)?.clone();
    let own = Schema { schema_data: schema.schema_data.clone(), ..all_of::merge(context, schema) };
    // Its inline types have the names that they have without other members, too.
    let Shape::Kind(kind @ TypeKind::Struct(_)) = object::shape(context, &own, hint) else {
        return None;
    };
    let hint =
        Hint { role: format!("A `{key}` that is none of the other members."), ..hint.part("Base") };
    let mut base = own_mark(context, &discriminator, key);
    // What means another schema, by the mapping or by its name, does not mean what the schema itself describes.
    let is_own = |value: &String| match discriminator.mapping.get(value) {
        Some(target) => target == key,
        None => value == key || context.named(value).is_none(),
    };
    base.is.iter_mut().for_each(|(_, values)| values.retain(is_own));
    let part = |name: &str, ty, when| union::Part {
        name: name.to_owned(),
        named: true,
        schema: None,
        ty,
        when,
        rules: Vec::new(),
    };
    let ty = context.inline(&hint, docs_of(&own, key, &hint.role), kind);
    let mut parts = vec![part(key, ty, base)];
    for member in family::members(context, key) {
        let Some(named) = context.named(&member) else { continue };
        let (name, ty) = (named.name.as_str().to_owned(), TypeRef::Named(named.id));
        parts.push(part(&name, ty, mark(context, &discriminator, &member)));
    }
    let mut shape = union::of(parts, None, false);
    if let Shape::Kind(TypeKind::Union(union)) = &mut shape {
        union.family = true;
    }
    Some(shape)
}

/// The type of a schema that only refers to one that is a union of it and others, or another member of a union: what that
/// one describes.
pub(super) fn plain_child(
    context: &mut Context<'_>,
    key: &str,
    schema: &Schema,
    hint: &Hint,
) -> Option<Shape> {
    let ReferenceOr::Reference { reference } = all_of::wrapped(schema)? else { return None };
    let is_apart = context.apart.contains(key);
    if !is_apart && family::discriminator(context, &referenced_key(reference)).is_none() {
        return None;
    }
    let merged = all_of::merge(context, schema);
    Some(shape(context, &merged, hint))
}

/// The values of the discriminator that mean the schema, or one that extends it.
fn mark(context: &mut Context<'_>, discriminator: &Discriminator, key: &str) -> When {
    let mut when = own_mark(context, discriminator, key);
    let (within, property) = family::descendants(context, key);
    if property.is_none_or(|property| property != discriminator.property_name) {
        return when;
    }
    for member in within {
        let more = own_mark(context, discriminator, &member).is;
        for ((_, values), (_, more)) in when.is.iter_mut().zip(more) {
            let new: Vec<String> = more.into_iter().filter(|it| !values.contains(it)).collect();
            values.extend(new);
        }
    }
    when
}

fn own_mark(context: &mut Context<'_>, discriminator: &Discriminator, key: &str) -> When {
    let reference = reference_to::<Schema>(key);
    let mut when = when::of(context, &reference);
    when.kind = JsonKind::Object;
    discriminator::discriminate_alone(context, discriminator, &reference, &mut when);
    when.is.retain(|(name, _)| *name == discriminator.property_name);
    when
}
