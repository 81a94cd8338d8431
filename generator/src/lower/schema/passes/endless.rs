//! Types of which a value would be valid by what the same value is valid by: an `allOf`, `oneOf` or `anyOf` leads back to
//! its own schema without a property or an item between. JSON Schema calls that undefined (2020-12, section 9.4.1), and
//! code that decides by it would never end. In: the types. Out: the same, without the parts that lead back.

use super::Mark;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Reason, Type, TypeId, TypeKind, TypeRef};
use crate::parse::Parsed;

/// Cuts every such circle. The types that something led back to.
pub(super) fn run(types: &mut [Type]) -> Vec<TypeId> {
    let mut marks = vec![Mark::New; types.len()];
    let mut found = Vec::new();
    for start in 0..types.len() {
        search(types, &mut marks, start, &mut found);
    }
    found
}

fn search(types: &mut [Type], marks: &mut [Mark], start: usize, found: &mut Vec<TypeId>) {
    if marks.get(start) != Some(&Mark::New) {
        return;
    }
    // Each type on the way, with the number of its part that comes next.
    let mut way = vec![(start, 0)];
    while let Some((index, position)) = way.last_mut() {
        let index = *index;
        let Some((ty, mark)) = types.get_mut(index).zip(marks.get_mut(index)) else { return };
        let Some(part) = same_value(&ty.kind, *position) else {
            *mark = Mark::Done;
            way.pop();
            continue;
        };
        *mark = Mark::Open;
        let target = named(part);
        match target.and_then(|target| marks.get(target.index())) {
            Some(Mark::Open) => {
                cut(&mut ty.kind, *position);
                found.extend(target);
            }
            Some(Mark::New) => {
                *position += 1;
                way.extend(target.map(|target| (target.index(), 0)));
            }
            Some(Mark::Done) | None => *position += 1,
        }
    }
}

/// The part with that number, of those with the same value as the whole.
fn same_value(kind: &TypeKind, position: usize) -> Option<&TypeRef> {
    match kind {
        TypeKind::Alias(_) | TypeKind::Newtype(_) | TypeKind::Union(_) => kind.part(position),
        TypeKind::Struct(_) | TypeKind::OpenEnum(_) | TypeKind::ValueEnum(_) => None,
    }
}

fn named(ty: &TypeRef) -> Option<TypeId> {
    match ty {
        TypeRef::Named(id) => Some(*id),
        TypeRef::Option(inner) | TypeRef::Boxed(inner) => named(inner),
        _ => None,
    }
}

/// Removes the part. What is nothing else than it may be anything.
fn cut(kind: &mut TypeKind, position: usize) {
    match kind {
        TypeKind::Union(union) if position < union.variants.len() => {
            union.variants.remove(position);
        }
        kind => *kind = TypeKind::Alias(TypeRef::Untyped(Reason::Any)),
    }
}

/// Names the schemas of the types.
pub(in crate::lower) fn report(
    parsed: &Parsed,
    types: &[Type],
    found: &[TypeId],
    diagnostics: &mut Vec<Diagnostic>,
) {
    let places = found.iter().filter_map(|id| types.get(id.index())?.pointer.as_deref());
    for place in places {
        let origins = parsed.schemas.values();
        let origin = origins.into_iter().find(|it| format!("{}#{}", it.file, it.pointer) == place);
        let Some(origin) = origin else { continue };
        diagnostics.push(
            Diagnostic::warning(
                Code::ReferenceCycle,
                origin.span,
                "this schema refers to itself without a property or an item between; the circular part is ignored",
            )
            .help("remove it from the `allOf`, `oneOf` or `anyOf`"),
        );
    }
}
