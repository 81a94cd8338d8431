//! Combinations of schemas that contain themselves, as where `allOf` adds to a schema's property what leads back to that
//! schema: each becomes one type, which refers to itself.

use openapiv3::Schema;

use super::super::context::{Combination, Combinations, Context, Hint, keywords};
use super::super::renames::Kind;
use super::{Shape, docs_of};
use crate::ir::{Reason, TypeId, TypeKind, TypeRef};

/// The type of an inline schema that `shape` lowers: a new one, or the one that was met with the same keywords.
pub(super) fn lower(
    context: &mut Context<'_>,
    schema: &Schema,
    hint: &Hint,
    shape: impl FnOnce(&mut Context<'_>) -> Option<Shape>,
) -> TypeRef {
    let keys = keywords(schema);
    if keys.all_of.is_empty() {
        let shape = shape(context);
        return finish(context, schema, hint, shape, None);
    }
    if let Some(met) = context.combinations.met.iter().position(|met| met.keys == *keys) {
        return refer(context, met);
    }
    let index = context.combinations.met.len();
    context.combinations.met.push(Combination { keys: keys.clone(), ty: None });
    context.combinations.open += 1;
    let shape = shape(context);
    let promised = context.combinations.met.get(index).and_then(|met| match met.ty {
        Some(TypeRef::Named(id)) => Some(id),
        _ => None,
    });
    let ty = finish(context, schema, hint, shape, promised);
    complete(&mut context.combinations, index, &ty);
    ty
}

/// The type of one that was met; if it is not complete, its number is promised to it.
fn refer(context: &mut Context<'_>, met: usize) -> TypeRef {
    if let Some(ty) = context.combinations.met.get(met).and_then(|met| met.ty.clone()) {
        return ty;
    }
    let ty = TypeRef::Named(context.reserve());
    if let Some(met) = context.combinations.met.get_mut(met) {
        met.ty = Some(ty.clone());
    }
    ty
}

fn complete(combinations: &mut Combinations, index: usize, ty: &TypeRef) {
    combinations.open -= 1;
    if combinations.open == 0 {
        combinations.met.clear();
    } else if let Some(met) = combinations.met.get_mut(index) {
        met.ty = Some(ty.clone());
    }
}

fn finish(
    context: &mut Context<'_>,
    schema: &Schema,
    hint: &Hint,
    shape: Option<Shape>,
    promised: Option<TypeId>,
) -> TypeRef {
    let kind = match (shape.unwrap_or(Shape::Ref(TypeRef::Untyped(Reason::Any))), promised) {
        (Shape::Ref(ty), None) => return ty,
        (Shape::Ref(ty), Some(_)) => TypeKind::Alias(ty),
        (Shape::Kind(kind), _) => kind,
    };
    let span = context.span(&schema.schema_data.extensions);
    let renamed = context.renames.at(Kind::Schema, span, "");
    let hint = &Hint { name: renamed.unwrap_or_else(|| hint.name.clone()), ..hint.clone() };
    let docs = docs_of(schema, &hint.name, &hint.role);
    match promised {
        None => context.inline(hint, docs, kind),
        Some(id) => {
            let ty = context.inline_type(hint, docs, kind);
            context.define(id, ty);
            TypeRef::Named(id)
        }
    }
}
