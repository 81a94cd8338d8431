//! What marks a member of a union is a constant of it, so that no caller has to say it, or can say it wrong.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::super::docs;
use super::names_of;
use crate::ir::{Access, Field, Presence, Scalar, Struct, Type, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    // The value of each property that unions tell a struct by; none where two unions tell it by different values.
    let mut marks: BTreeMap<(usize, String), Option<String>> = BTreeMap::new();
    for ty in types.iter() {
        let TypeKind::Union(union) = &ty.kind else { continue };
        for variant in &union.variants {
            let TypeRef::Named(id) = variant.ty else { continue };
            for (property, values) in &variant.when.is {
                let value = match values.as_slice() {
                    [value] => Some(value.clone()),
                    _ => None,
                };
                marks
                    .entry((id.index(), property.clone()))
                    .and_modify(|known| {
                        if *known != value {
                            *known = None;
                        }
                    })
                    .or_insert(value);
            }
        }
    }
    for ((id, property), value) in marks {
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(id) else { continue };
        let field = strukt.fields.iter_mut().find(|field| field.wire == property);
        if field.is_none() {
            let field = undescribed(strukt, property, value);
            strukt.fields.push(field);
            continue;
        }
        if let Some(field) = field.filter(|field| field.ty == TypeRef::Scalar(Scalar::String)) {
            field.constant = field.constant.take().or(value);
        }
    }
}

/// The field of a discriminator that the struct does not describe: it is received and sent like any other.
fn undescribed(strukt: &Struct, property: String, value: Option<String>) -> Field {
    let mut scope = names_of(strukt);
    let always =
        value.as_ref().map(|value| format!(": {}", docs::code(&Value::from(value.as_str()))));
    let text = format!("Tells it apart from other cases{}.", always.unwrap_or_default());
    Field {
        name: scope.field(&property, &["value"]),
        wire: property,
        ty: TypeRef::Scalar(Scalar::String),
        presence: Presence::Optional,
        access: Access::Both,
        docs: docs::docs(&[Some(&text)], false),
        example: None,
        is_filled: value.is_some(),
        constant: value,
        default: None,
        accessor: None,
    }
}
