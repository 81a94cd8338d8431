//! Types that keep properties which their own schema does not describe, because a schema that refers to them allows
//! everything beside them.

use std::collections::BTreeSet;

use super::super::super::names::Scope;
use crate::ir::{Additional, Reason, Type, TypeId, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type], open: &[TypeId]) {
    let mut queue: Vec<TypeId> = open.to_vec();
    let mut seen = BTreeSet::new();
    while let Some(id) = queue.pop() {
        let Some(ty) = types.get_mut(id.index()) else { continue };
        if !seen.insert(id) {
            continue;
        }
        match &mut ty.kind {
            TypeKind::Struct(strukt) if strukt.additional.is_none() => {
                let mut scope = Scope::model_fields();
                for field in &strukt.fields {
                    scope.field(field.name.as_str(), &[]);
                }
                let name = scope.field("additional_properties", &["map"]);
                strukt.additional = Some(Additional { name, ty: TypeRef::Untyped(Reason::Any) });
            }
            TypeKind::Union(union) => {
                queue.extend(union.variants.iter().filter_map(|variant| named(&variant.ty)))
            }
            TypeKind::Alias(target) => queue.extend(named(target)),
            _ => {}
        }
    }
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Boxed(inner) | TypeRef::Option(inner) => named(inner),
        _ => None,
    }
}
