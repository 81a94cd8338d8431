//! Types that contain themselves: a `Box` where the circle closes, a newtype where an alias would never end.

use super::Mark;
use crate::ir::{Type, TypeKind, TypeRef};

pub(super) fn run(types: &mut [Type]) {
    break_aliases(types);
    box_fields(types);
}

/// Makes a newtype of each alias that leads back to itself through aliases alone.
fn break_aliases(types: &mut [Type]) {
    let mut marks = vec![Mark::New; types.len()];
    for start in 0..types.len() {
        visit_aliases(types, &mut marks, start);
    }
}

fn visit_aliases(types: &mut [Type], marks: &mut [Mark], start: usize) {
    // The next target of each alias on the way; a circle closes where a target is still open.
    let mut way: Vec<(usize, Vec<usize>)> = Vec::new();
    let enter =
        |index: usize, types: &[Type], marks: &mut [Mark], way: &mut Vec<(usize, Vec<usize>)>| {
            if marks.get(index) == Some(&Mark::New) {
                set(marks, index, Mark::Open);
                way.push((index, alias_targets(types, index)));
            }
        };
    enter(start, types, marks, &mut way);
    while let Some((index, targets)) = way.last_mut() {
        let index = *index;
        let Some(target) = targets.pop() else {
            set(marks, index, Mark::Done);
            way.pop();
            continue;
        };
        if marks.get(target) == Some(&Mark::Open) {
            if let Some(ty) = types.get_mut(target)
                && let TypeKind::Alias(inner) = &ty.kind
            {
                ty.kind = TypeKind::Newtype(inner.clone());
            }
        } else {
            enter(target, types, marks, &mut way);
        }
    }
}

fn alias_targets(types: &[Type], index: usize) -> Vec<usize> {
    let mut targets = Vec::new();
    if let Some(TypeKind::Alias(ty)) = types.get(index).map(|ty| &ty.kind) {
        ty.mentioned(&mut targets);
    }
    targets
}

/// Boxes the uses that close a circle of types which hold each other without a pointer in between.
fn box_fields(types: &mut [Type]) {
    let mut marks = vec![Mark::New; types.len()];
    for start in 0..types.len() {
        if marks.get(start) != Some(&Mark::New) {
            continue;
        }
        set(&mut marks, start, Mark::Open);
        let mut way = vec![(start, 0)];
        while let Some((index, next)) = way.last_mut() {
            let (index, position) = (*index, *next);
            *next += 1;
            let Some(part) = types.get(index).and_then(|ty| ty.kind.part(position)) else {
                set(&mut marks, index, Mark::Done);
                way.pop();
                continue;
            };
            let Some(target) = held(part) else { continue };
            match marks.get(target) {
                Some(Mark::New) => {
                    set(&mut marks, target, Mark::Open);
                    way.push((target, 0));
                }
                Some(Mark::Open) => {
                    if let Some(part) =
                        types.get_mut(index).and_then(|ty| ty.kind.part_mut(position))
                    {
                        wrap(part);
                    }
                }
                _ => {}
            }
        }
    }
}

fn set(marks: &mut [Mark], index: usize, mark: Mark) {
    if let Some(slot) = marks.get_mut(index) {
        *slot = mark;
    }
}

/// The type that a part holds without a pointer in between.
fn held(ty: &TypeRef) -> Option<usize> {
    match ty {
        TypeRef::Named(id) => Some(id.index()),
        TypeRef::Option(inner) => held(inner),
        // The items of a tuple are boxed one by one where they are lowered.
        TypeRef::Tuple(_)
        | TypeRef::Vec(_)
        | TypeRef::Map(_)
        | TypeRef::Boxed(_)
        | TypeRef::Scalar(_)
        | TypeRef::Formatted(_)
        | TypeRef::Custom(_)
        | TypeRef::Untyped(_) => None,
    }
}

fn wrap(part: &mut TypeRef) {
    match part {
        TypeRef::Option(inner) => wrap(inner),
        part => {
            let inner = std::mem::replace(part, TypeRef::Untyped(crate::ir::Reason::Any));
            *part = TypeRef::Boxed(Box::new(inner));
        }
    }
}
