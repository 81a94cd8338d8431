//! The property that identifies a member of a union is a constant of it, so that no caller has to set it, or can set it
//! wrong. New values have it even if it is optional: without it, the receiver would take them for another member.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::super::docs;
use super::names_of;
use crate::ir::{
    Access, Field, Presence, Scalar, Struct, Type, TypeKind, TypeRef, Union, UnionVariant,
};

/// How unions tell a struct by a property.
struct Mark {
    /// Its value; `None` if there are several, or two unions identify the struct by different ones.
    value: Option<String>,
    /// Whether it distinguishes the struct from the other members.
    tells: bool,
}

pub(super) fn run(types: &mut [Type]) {
    let enums: Vec<bool> =
        types.iter().map(|ty| matches!(ty.kind, TypeKind::OpenEnum(_))).collect();
    let is_enum = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => enums.get(id.index()).copied().unwrap_or_default(),
        _ => false,
    };
    for ((id, property), mark) in marks(types) {
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(id) else { continue };
        match strukt.fields.iter_mut().find(|field| field.wire == property) {
            Some(field) => apply(field, mark, is_enum),
            None => {
                let field = undescribed(strukt, property, mark.value);
                strukt.fields.push(field);
            }
        }
    }
}

/// The properties that unions tell structs by, each with the number of the struct.
fn marks(types: &[Type]) -> BTreeMap<(usize, String), Mark> {
    let mut marks: BTreeMap<(usize, String), Mark> = BTreeMap::new();
    for ty in types {
        let TypeKind::Union(union) = &ty.kind else { continue };
        for (index, variant) in union.variants.iter().enumerate() {
            let TypeRef::Named(id) = variant.ty else { continue };
            let telling = telling(union, index, variant);
            for (property, values) in &variant.when.is {
                let value = match values.as_slice() {
                    [value] => Some(value.clone()),
                    _ => None,
                };
                let tells = telling == Some(property);
                marks
                    .entry((id.index(), property.clone()))
                    .and_modify(|known| {
                        known.tells |= tells;
                        if known.value != value {
                            known.value = None;
                        }
                    })
                    .or_insert(Mark { value, tells });
            }
        }
    }
    marks
}

/// The first property whose value distinguishes this member from every other one that has the property.
fn telling<'u>(union: &Union, index: usize, variant: &'u UnionVariant) -> Option<&'u String> {
    let told = variant.when.is.iter().find(|(property, values)| {
        let others = union.variants.iter().enumerate().filter(|(other, _)| *other != index);
        let mut others = others
            .filter_map(|(_, other)| other.when.is.iter().find(|(name, _)| name == property))
            .peekable();
        others.peek().is_some()
            && others.all(|(_, theirs)| !theirs.iter().any(|value| values.contains(value)))
    });
    told.map(|(property, _)| property)
}

fn apply(field: &mut Field, mark: Mark, is_enum: impl Fn(&TypeRef) -> bool) {
    let is_text = field.ty == TypeRef::Scalar(Scalar::String);
    let may_be_sent = !field.presence.is_required() && field.access != Access::Read;
    if mark.tells && may_be_sent && (is_text || is_enum(&field.ty)) {
        field.filling = mark.value.clone();
    }
    if is_text {
        field.constant = field.constant.take().or(mark.value);
    }
}

/// The field of a discriminator that the struct does not describe: it is received and sent like any other.
fn undescribed(strukt: &Struct, property: String, value: Option<String>) -> Field {
    let mut scope = names_of(strukt);
    let always =
        value.as_ref().map(|value| format!(": {}", docs::code(&Value::from(value.as_str()))));
    let text = format!("Identifies this member{}.", always.unwrap_or_default());
    Field {
        name: scope.field(&property, &["value"]),
        wire: property,
        ty: TypeRef::Scalar(Scalar::String),
        presence: Presence::Optional,
        access: Access::Both,
        docs: docs::docs(&[Some(&text)], false),
        example: None,
        filling: value.clone(),
        constant: value,
        default: None,
        only_received: false,
        accessor: None,
    }
}
