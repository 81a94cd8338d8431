//! Types that would be too large for the stack: a `Box` around what makes them so.
//!
//! Descriptions nest objects in objects freely. As plain fields they would add up, level by level, to values of
//! megabytes, which no thread's stack holds while they are decoded.

use crate::ir::{Presence, Scalar, Type, TypeId, TypeKind, TypeRef};

/// A field's type that is larger than this, in bytes, is boxed.
const LARGEST_FIELD: usize = 1024;

/// A member of a union that is larger than this is boxed: the union is as large as its largest member.
const LARGEST_MEMBER: usize = 512;

/// How far the search has come with a type.
#[derive(Clone, Copy)]
enum Size {
    Unknown,
    /// Being asked for: whatever holds it does so behind a pointer.
    Open,
    Known(usize),
}

pub(super) fn run(types: &mut [Type]) {
    let mut sizes = vec![Size::Unknown; types.len()];
    for index in 0..types.len() {
        size_of_type(types, &mut sizes, index);
    }
}

fn size_of_type(types: &mut [Type], sizes: &mut [Size], index: usize) -> usize {
    match sizes.get(index) {
        Some(Size::Known(size)) => return *size,
        Some(Size::Unknown) => {}
        Some(Size::Open) | None => return 0,
    }
    set(sizes, index, Size::Open);
    let parts: Vec<TypeRef> = match types.get(index).map(|ty| &ty.kind) {
        Some(TypeKind::Struct(strukt)) => {
            strukt.fields.iter().map(|field| field.ty.clone()).collect()
        }
        Some(TypeKind::Union(union)) => {
            union.variants.iter().map(|variant| variant.ty.clone()).collect()
        }
        Some(TypeKind::Alias(ty) | TypeKind::Newtype(ty)) => vec![ty.clone()],
        Some(TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_)) | None => Vec::new(),
    };
    let part_sizes: Vec<usize> = parts.iter().map(|part| size_of(types, sizes, part)).collect();
    let size = match types.get_mut(index).map(|ty| &mut ty.kind) {
        Some(TypeKind::Struct(strukt)) => {
            let additional = if strukt.additional.is_some() { 24 } else { 0 };
            let fields = strukt.fields.iter_mut().zip(part_sizes).map(|(field, size)| {
                let tag = if field.presence == Presence::Required { 0 } else { 8 };
                tag + bounded(&mut field.ty, size, LARGEST_FIELD)
            });
            additional + fields.sum::<usize>()
        }
        Some(TypeKind::Union(union)) => {
            let members = union.variants.iter_mut().zip(part_sizes);
            8 + members
                .map(|(variant, size)| bounded(&mut variant.ty, size, LARGEST_MEMBER))
                .max()
                .unwrap_or_default()
        }
        Some(TypeKind::Alias(_) | TypeKind::Newtype(_)) => part_sizes.iter().sum(),
        Some(TypeKind::OpenEnum(_)) => 24,
        Some(TypeKind::ValueEnum(_)) | None => 72,
    };
    set(sizes, index, Size::Known(size));
    size
}

fn set(sizes: &mut [Size], index: usize, size: Size) {
    if let Some(slot) = sizes.get_mut(index) {
        *slot = size;
    }
}

/// The size of a use after it is boxed where it is larger than `limit`.
fn bounded(ty: &mut TypeRef, size: usize, limit: usize) -> usize {
    if size <= limit {
        return size;
    }
    match ty {
        TypeRef::Option(inner) => bounded(inner, size, limit),
        TypeRef::Named(_) => {
            *ty = TypeRef::Boxed(Box::new(ty.clone()));
            8
        }
        _ => size,
    }
}

/// About how many bytes a use takes, on a machine of 64 bits.
fn size_of(types: &mut [Type], sizes: &mut [Size], ty: &TypeRef) -> usize {
    match ty {
        TypeRef::Named(TypeId(id)) => {
            usize::try_from(*id).map_or(0, |index| size_of_type(types, sizes, index))
        }
        TypeRef::Option(inner) => 8 + size_of(types, sizes, inner),
        TypeRef::Tuple(items) => items.iter().map(|item| size_of(types, sizes, item)).sum(),
        TypeRef::Vec(_) | TypeRef::Map(_) => 24,
        TypeRef::Boxed(_) => 8,
        TypeRef::Untyped(_) => 72,
        TypeRef::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::Secret | Scalar::Base64 => 24,
            Scalar::Bytes => 32,
            Scalar::File => 88,
            Scalar::Uuid | Scalar::Timestamp => 16,
            Scalar::I64 | Scalar::U64 | Scalar::F64 => 8,
            Scalar::I32 | Scalar::U32 | Scalar::F32 | Scalar::Date | Scalar::Bool => 4,
        },
    }
}
