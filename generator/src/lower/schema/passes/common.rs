//! What all members of a hierarchy have, so that it can be read of any of them, even of an unknown one.

use super::canonical::canonical;
use crate::ir::{Common, CommonPlace, Field, Type, TypeKind, TypeRef, Union};

/// Hierarchies within hierarchies deeper than this have nothing in common.
const DEEPEST: usize = 16;

pub(super) fn run(types: &mut [Type]) {
    for index in 0..types.len() {
        let Some(Type { kind: TypeKind::Union(union), .. }) = types.get(index) else { continue };
        let found = common(types, union);
        if let Some(Type { kind: TypeKind::Union(union), .. }) = types.get_mut(index) {
            union.common = found;
        }
    }
}

fn common(types: &[Type], union: &Union) -> Vec<Common> {
    let fields = base(types, union).unwrap_or_default();
    let found = fields.iter().filter_map(|field| {
        let places = union.variants.iter().map(|it| place(types, &it.ty, field, 0));
        Some(Common {
            name: field.name.clone(),
            wire: field.wire.clone(),
            ty: field.ty.clone(),
            docs: field.docs.clone(),
            places: places.collect::<Option<_>>()?,
        })
    });
    found.collect()
}

/// The fields of the schema that the members extend.
fn base<'t>(types: &'t [Type], union: &Union) -> Option<&'t [Field]> {
    let first = union.variants.first().filter(|_| union.family)?;
    match resolved(types, &first.ty)? {
        TypeKind::Struct(strukt) => Some(&strukt.fields),
        _ => None,
    }
}

/// Where a member has a property of the same type.
fn place(types: &[Type], ty: &TypeRef, field: &Field, depth: usize) -> Option<CommonPlace> {
    let find = |fields: &[Field]| {
        let is_same = |it: &&Field| {
            it.wire == field.wire && canonical(types, &it.ty) == canonical(types, &field.ty)
        };
        fields.iter().find(is_same).cloned()
    };
    match resolved(types, ty)? {
        TypeKind::Struct(strukt) => {
            find(&strukt.fields).map(|found| CommonPlace::Field(found.name, found.presence))
        }
        TypeKind::Union(inner) if depth < DEEPEST => {
            let found = find(base(types, inner)?)?;
            let has_all =
                inner.variants.iter().all(|it| place(types, &it.ty, field, depth + 1).is_some());
            has_all.then_some(CommonPlace::Function(found.name))
        }
        _ => None,
    }
}

/// What a type is, aliases and boxes followed.
fn resolved<'t>(types: &'t [Type], ty: &TypeRef) -> Option<&'t TypeKind> {
    let mut current = ty;
    for _ in 0..types.len() {
        match current {
            TypeRef::Boxed(inner) => current = inner,
            TypeRef::Named(id) => match &types.get(id.index())?.kind {
                TypeKind::Alias(target) => current = target,
                kind => return Some(kind),
            },
            _ => return None,
        }
    }
    None
}
