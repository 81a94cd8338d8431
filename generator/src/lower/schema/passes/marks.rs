//! The property that identifies a member of a union, so that no caller has to set it, or can set it wrong.
//!
//! A constant is a property of the member itself. The value of a discriminator belongs to the union: what is sent as a
//! member of one has the property, and what is sent by itself has only what its own schema requires.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{
    Access, Field, Presence, Scalar, Tag, Type, TypeId, TypeKind, TypeRef, Union, UnionVariant,
    defined,
};

/// How unions tell a struct by a property.
struct Mark {
    /// Its values; empty if two unions identify the struct by different ones.
    values: Vec<String>,
    /// Whether it is a constant that distinguishes the struct from the other members.
    tells: bool,
    /// Whether it is of a discriminator.
    is_discriminator: bool,
}

impl Mark {
    /// The only value.
    fn value(&self) -> Option<&String> {
        self.values.first().filter(|_| self.values.len() == 1)
    }
}

pub(super) fn run(types: &mut [Type]) {
    let get = |id: TypeId| types.get(id.index());
    let is_enum_at = |index: usize| {
        let id = defined(TypeId(u32::try_from(index).unwrap_or(u32::MAX)), get);
        get(id).is_some_and(|ty| matches!(ty.kind, TypeKind::OpenEnum(_)))
    };
    let enums: Vec<bool> = (0..types.len()).map(is_enum_at).collect();
    let is_enum = |ty: &TypeRef| match ty {
        TypeRef::Named(id) => enums.get(id.index()).copied().unwrap_or_default(),
        _ => false,
    };
    let marks = marks(types);
    for index in 0..types.len() {
        let tags = tags(types, index);
        let Some(Type { kind: TypeKind::Union(union), .. }) = types.get_mut(index) else {
            continue;
        };
        for (variant, tag) in union.variants.iter_mut().zip(tags) {
            variant.tag = tag;
        }
    }
    for ((id, property), mark) in marks {
        let Some(Type { kind: TypeKind::Struct(strukt), .. }) = types.get_mut(id) else { continue };
        if let Some(field) = strukt.fields.iter_mut().find(|field| field.wire == property) {
            apply(field, &mark, is_enum);
        }
    }
}

/// The properties that unions tell structs by, each with the number of the struct.
fn marks(types: &[Type]) -> BTreeMap<(usize, String), Mark> {
    let mut marks: BTreeMap<(usize, String), Mark> = BTreeMap::new();
    for ty in types {
        let TypeKind::Union(union) = &ty.kind else { continue };
        let counts = Counts::of(union);
        for variant in &union.variants {
            let TypeRef::Named(id) = variant.ty else { continue };
            let id = defined(id, |id| types.get(id.index()));
            let telling = telling(&counts, variant);
            for (property, values) in &variant.when.is {
                let is_discriminator = variant.when.mark.as_ref() == Some(property);
                let tells = telling == Some(property) && !is_discriminator;
                marks
                    .entry((id.index(), property.clone()))
                    .and_modify(|known| {
                        known.tells |= tells;
                        known.is_discriminator |= is_discriminator;
                        if known.values != *values {
                            known.values.clear();
                        }
                    })
                    .or_insert(Mark { values: values.clone(), tells, is_discriminator });
            }
        }
    }
    marks
}

/// How many members of a union have a property among what distinguishes them, and how many have which value of it.
#[derive(Default)]
struct Counts<'u> {
    properties: BTreeMap<&'u str, usize>,
    values: BTreeMap<(&'u str, &'u str), usize>,
}

impl<'u> Counts<'u> {
    fn of(union: &'u Union) -> Self {
        let mut counts = Self::default();
        for variant in &union.variants {
            let mut seen = BTreeSet::new();
            for (property, values) in &variant.when.is {
                if !seen.insert(property.as_str()) {
                    continue;
                }
                *counts.properties.entry(property).or_default() += 1;
                for value in values.iter().map(String::as_str).collect::<BTreeSet<_>>() {
                    *counts.values.entry((property, value)).or_default() += 1;
                }
            }
        }
        counts
    }

    /// Whether only one member has that value.
    fn is_only(&self, property: &str, value: &str) -> bool {
        self.values.get(&(property, value)).is_none_or(|count| *count <= 1)
    }
}

/// What a union adds to the values of each of its members.
fn tags(types: &[Type], index: usize) -> Vec<Option<Tag>> {
    let Some(Type { kind: TypeKind::Union(union), .. }) = types.get(index) else {
        return Vec::new();
    };
    let counts = Counts::of(union);
    let tag = |variant: &UnionVariant| {
        let property = variant.when.mark.as_ref()?;
        let values = variant.when.values(property)?;
        let value = values.iter().find(|value| counts.is_only(property, value))?.clone();
        let mut fields = Vec::new();
        fields_of(types, &variant.ty, property, &mut Vec::new(), &mut fields);
        match fields.as_slice() {
            [] => None,
            [.., _] if fields.iter().all(|it| *it == Has::Always) => None,
            [.., _] if values.len() == 1 && fields.iter().all(|it| *it == Has::Not) => {
                Some(Tag::Own(property.clone(), value))
            }
            // Which of several values it was is one of the unknown fields.
            _ => Some(Tag::Optional(property.clone(), value)),
        }
    };
    union.variants.iter().map(tag).collect()
}

/// Whether structs have a property.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Has {
    Always,
    Maybe,
    Not,
}

/// Whether the structs have the property that a type is, or that are the members of a union.
fn fields_of(
    types: &[Type],
    ty: &TypeRef,
    property: &str,
    unions: &mut Vec<usize>,
    found: &mut Vec<Has>,
) {
    match ty {
        TypeRef::Boxed(inner) => fields_of(types, inner, property, unions, found),
        TypeRef::Named(id) if !unions.contains(&id.index()) => {
            unions.push(id.index());
            match types.get(id.index()).map(|ty| &ty.kind) {
                Some(TypeKind::Alias(target)) => fields_of(types, target, property, unions, found),
                Some(TypeKind::Struct(strukt)) => {
                    let field = strukt.fields.iter().find(|field| field.wire == property);
                    found.push(match field {
                        Some(field) if field.presence.is_required() => Has::Always,
                        Some(_) => Has::Maybe,
                        None => Has::Not,
                    });
                }
                Some(TypeKind::Union(union)) => {
                    for variant in &union.variants {
                        // It adds the property itself.
                        if variant.when.mark.as_deref() == Some(property) {
                            found.push(Has::Always);
                        } else {
                            fields_of(types, &variant.ty, property, unions, found);
                        }
                    }
                }
                _ => {}
            }
        }
        _ => {}
    }
}

/// The first property whose value distinguishes this member from every other one that has the property.
fn telling<'u>(counts: &Counts<'_>, variant: &'u UnionVariant) -> Option<&'u String> {
    let told = variant.when.is.iter().find(|(property, values)| {
        counts.properties.get(property.as_str()).is_some_and(|count| *count > 1)
            && values.iter().all(|value| counts.is_only(property, value))
    });
    told.map(|(property, _)| property)
}

fn apply(field: &mut Field, mark: &Mark, is_enum: impl Fn(&TypeRef) -> bool) {
    let is_text = field.ty == TypeRef::Scalar(Scalar::String);
    if is_text {
        field.constant = field.constant.take().or_else(|| mark.value().cloned());
    }
    if field.access == Access::Read || !(is_text || is_enum(&field.ty)) {
        return;
    }
    if field.presence == Presence::Required && mark.is_discriminator && field.constant.is_none() {
        field.filling = mark.values.first().cloned();
    } else if mark.tells && !field.presence.is_required() {
        field.filling = mark.value().cloned();
    }
}
