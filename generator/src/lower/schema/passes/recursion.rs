//! Types that contain themselves: a `Box` where the circle closes, a newtype where an alias would never end.

use super::Mark;
use crate::ir::{Type, TypeKind, TypeRef, defined};

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

/// Boxes the uses that close a cycle of types which contain each other without indirection.
fn box_fields(types: &mut [Type]) {
    let mut marks = vec![Mark::New; types.len()];
    for start in 0..types.len() {
        if marks.get(start) != Some(&Mark::New) {
            continue;
        }
        set(&mut marks, start, Mark::Open);
        let mut way = vec![(start, holds(types, start))];
        while let Some((index, left)) = way.last_mut() {
            let index = *index;
            let Some(hold) = left.next() else {
                set(&mut marks, index, Mark::Done);
                way.pop();
                continue;
            };
            match marks.get(hold.target) {
                Some(Mark::New) => {
                    set(&mut marks, hold.target, Mark::Open);
                    way.push((hold.target, holds(types, hold.target)));
                }
                Some(Mark::Open) => {
                    if let Some(part) =
                        types.get_mut(index).and_then(|ty| ty.kind.part_mut(hold.part))
                    {
                        wrap(part, hold.position);
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

/// A type that another one contains without indirection.
struct Hold {
    /// The part that contains it.
    part: usize,
    /// Where in the part, which may be a tuple.
    position: usize,
    target: usize,
}

/// The types that the type with that number contains, in order.
fn holds(types: &[Type], index: usize) -> std::vec::IntoIter<Hold> {
    let parts = types.get(index).into_iter().flat_map(|ty| ty.kind.parts()).enumerate();
    let mut found = Vec::new();
    for (part, ty) in parts {
        let (mut position, mut open) = (0, vec![ty]);
        while let Some(ty) = open.pop() {
            match ty {
                TypeRef::Option(inner) => open.push(inner),
                TypeRef::Tuple(items) => open.extend(items.iter().rev()),
                hold => {
                    if let TypeRef::Named(id) = hold {
                        // The `Box` belongs to what mentions an alias, and not into it.
                        let target = defined(*id, |id| types.get(id.index())).index();
                        found.push(Hold { part, position, target });
                    }
                    position += 1;
                }
            }
        }
    }
    found.into_iter()
}

/// Puts a `Box` around the type of a part at that position.
fn wrap(part: &mut TypeRef, position: usize) {
    let (mut left, mut open) = (position, vec![part]);
    while let Some(ty) = open.pop() {
        match ty {
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
