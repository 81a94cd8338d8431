//! Optional fields of any value, which includes `null`.

use crate::ir::{Presence, Reason, Type, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    for index in 0..types.len() {
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get(index) else { continue };
        let holds_null: Vec<bool> = strukt
            .fields
            .iter()
            .map(|field| field.presence == Presence::Optional && holds_any(types, &field.ty))
            .collect();
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(index) else {
            continue;
        };
        let fields = strukt.fields.iter_mut().zip(holds_null);
        for (field, _) in fields.filter(|(_, holds_null)| *holds_null) {
            field.presence = Presence::OptionalAny;
        }
    }
}

/// Whether every value is one of the type, aliases followed.
fn holds_any(types: &[Type], ty: &TypeRef) -> bool {
    let mut current = ty;
    // Only aliases in a circle are more than there are types.
    for _ in 0..=types.len() {
        current = match current {
            TypeRef::Untyped(reason) => return *reason == Reason::Any,
            TypeRef::Boxed(inner) => inner,
            TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
                Some(TypeKind::Alias(target)) => target,
                Some(TypeKind::Union(union)) => return union.open,
                _ => return false,
            },
            _ => return false,
        };
    }
    false
}
