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
            let Some(hold) = types.get(index).and_then(|ty| holds(&ty.kind).nth(position)) else {
                set(&mut marks, index, Mark::Done);
                way.pop();
                continue;
            };
            let TypeRef::Named(target) = hold else { continue };
            let target = target.index();
            match marks.get(target) {
                Some(Mark::New) => {
                    set(&mut marks, target, Mark::Open);
                    way.push((target, 0));
                }
                Some(Mark::Open) => {
                    if let Some(ty) = types.get_mut(index) {
                        wrap(&mut ty.kind, position);
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

/// What a type holds without a pointer in between, in its order: its parts, and the items of those that are tuples.
fn holds(kind: &TypeKind) -> impl Iterator<Item = &TypeRef> {
    let mut open: Vec<&TypeRef> = Vec::new();
    let mut parts = kind.parts();
    std::iter::from_fn(move || {
        loop {
            match open.pop().or_else(|| parts.next())? {
                TypeRef::Option(inner) => open.push(inner),
                TypeRef::Tuple(items) => open.extend(items.iter().rev()),
                hold => return Some(hold),
            }
        }
    })
}

/// Puts a `Box` around what a type holds at that position.
fn wrap(kind: &mut TypeKind, position: usize) {
    let mut left = position;
    for part in 0.. {
        let Some(part) = kind.part_mut(part) else { return };
        let mut open = vec![part];
        while let Some(hold) = open.pop() {
            match hold {
                TypeRef::Option(inner) => open.push(inner),
                TypeRef::Tuple(items) => open.extend(items.iter_mut().rev()),
                hold if left == 0 => {
                    *hold = TypeRef::Boxed(Box::new(hold.clone()));
                    return;
                }
                _ => left -= 1,
            }
        }
    }
}
