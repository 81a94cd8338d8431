//! Types that would be too large for the stack: a `Box` around what makes them so.
//!
//! Descriptions nest objects in objects freely. As plain fields they would add up, level by level, to values of
//! megabytes, which overflow a thread's stack during deserialization.

use crate::ir::{Presence, Scalar, Type, TypeKind, TypeRef};

/// A field's type that is larger than this, in bytes, is boxed.
const LARGEST_FIELD: usize = 1024;

/// A member of a union that is larger than this is boxed: the union is as large as its largest member.
const LARGEST_MEMBER: usize = 512;

/// How far the search has come with a type.
#[derive(Clone, Copy)]
enum Size {
    Unknown,
    /// In progress: whatever contains it does so behind a pointer.
    Open,
    Known(usize),
}

pub(super) fn run(types: &mut [Type]) {
    let mut sizes = vec![Size::Unknown; types.len()];
    for start in 0..types.len() {
        // The content of a type is measured before the type itself; the chain may be long.
        let mut way = vec![start];
        while let Some(index) = way.last().copied() {
            match sizes.get(index) {
                Some(Size::Unknown) => {
                    set(&mut sizes, index, Size::Open);
                    let parts = parts(types, index);
                    way.extend(
                        parts
                            .flat_map(held)
                            .filter(|held| matches!(sizes.get(*held), Some(Size::Unknown))),
                    );
                }
                Some(Size::Open) => {
                    let size = measure(types, &sizes, index);
                    set(&mut sizes, index, Size::Known(size));
                    if let Some(ty) = types.get_mut(index) {
                        ty.size = size;
                    }
                    way.pop();
                }
                Some(Size::Known(_)) | None => {
                    way.pop();
                }
            }
        }
    }
}

/// The types of all parts of a type.
fn parts(types: &[Type], index: usize) -> impl Iterator<Item = &TypeRef> {
    types.get(index).into_iter().flat_map(|ty| ty.kind.parts())
}

/// The types that a use contains without indirection.
fn held(ty: &TypeRef) -> Vec<usize> {
    match ty {
        TypeRef::Named(id) => vec![id.index()],
        TypeRef::Option(inner) => held(inner),
        TypeRef::Tuple(items) => items.iter().flat_map(held).collect(),
        TypeRef::Vec(_)
        | TypeRef::Map(_)
        | TypeRef::Boxed(_)
        | TypeRef::Scalar(_)
        | TypeRef::Formatted(_)
        | TypeRef::Custom(_)
        | TypeRef::Untyped(_) => Vec::new(),
    }
}

/// The size of a type whose parts are measured, after those that are too large are boxed.
fn measure(types: &mut [Type], sizes: &[Size], index: usize) -> usize {
    let part_sizes: Vec<usize> = parts(types, index).map(|part| size_of(sizes, part)).collect();
    match types.get_mut(index).map(|ty| &mut ty.kind) {
        Some(TypeKind::Struct(strukt)) => {
            let additional = if strukt.additional.is_some() { 24 } else { 0 };
            let fields = strukt.fields.iter_mut().zip(part_sizes).map(|(field, size)| {
                let tag = if field.presence == Presence::Required { 0 } else { 8 };
                tag + bounded(&mut field.ty, size, LARGEST_FIELD, sizes)
            });
            additional + fields.sum::<usize>()
        }
        Some(TypeKind::Union(union)) => {
            let members = union.variants.iter_mut().zip(part_sizes);
            8 + members
                .map(|(variant, size)| bounded(&mut variant.ty, size, LARGEST_MEMBER, sizes))
                .max()
                .unwrap_or_default()
        }
        Some(TypeKind::Alias(_) | TypeKind::Newtype(_)) => part_sizes.iter().sum(),
        Some(TypeKind::OpenEnum(_)) => 24,
        Some(TypeKind::ValueEnum(_)) | None => 72,
    }
}

fn set(sizes: &mut [Size], index: usize, size: Size) {
    if let Some(slot) = sizes.get_mut(index) {
        *slot = size;
    }
}

/// The size of a use after it is boxed where it is larger than `limit`.
fn bounded(ty: &mut TypeRef, size: usize, limit: usize, sizes: &[Size]) -> usize {
    if size <= limit {
        return size;
    }
    match ty {
        TypeRef::Option(inner) => bounded(inner, size, limit, sizes),
        TypeRef::Named(_) => {
            *ty = TypeRef::Boxed(Box::new(ty.clone()));
            8
        }
        TypeRef::Tuple(items) => {
            let most = limit / items.len().max(1);
            let items = items.iter_mut().map(|item| {
                let size = size_of(sizes, item);
                bounded(item, size, most, sizes)
            });
            items.sum()
        }
        _ => size,
    }
}

/// About how many bytes a use takes, on a machine of 64 bits.
fn size_of(sizes: &[Size], ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Named(id) => match sizes.get(id.index()) {
            Some(Size::Known(size)) => *size,
            _ => 0,
        },
        TypeRef::Option(inner) => 8 + size_of(sizes, inner),
        TypeRef::Tuple(items) => items.iter().map(|item| size_of(sizes, item)).sum(),
        TypeRef::Vec(_) | TypeRef::Map(_) => 24,
        TypeRef::Boxed(_) => 8,
        // What is not known is taken to be about the same.
        TypeRef::Untyped(_) | TypeRef::Custom(_) => 72,
        TypeRef::Formatted(scalar) => 24 + size_of(sizes, &TypeRef::Scalar(*scalar)),
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::Secret | Scalar::Base64 | Scalar::Base64Url => 24,
            Scalar::Bytes => 32,
            Scalar::File => 88,
            Scalar::Uuid | Scalar::Timestamp | Scalar::TimeOfDay => 16,
            Scalar::I128
            | Scalar::Decimal
            | Scalar::LocalDateTime
            | Scalar::HttpDate
            | Scalar::Ipv6 => 16,
            Scalar::Duration => 64,
            Scalar::I64 | Scalar::U64 | Scalar::F64 | Scalar::LocalTime | Scalar::UnixTime => 8,
            Scalar::I32 | Scalar::U32 | Scalar::Date | Scalar::Bool | Scalar::Ipv4 => 4,
        },
    }
}
