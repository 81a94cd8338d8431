//! Which schemas lead to each other: the strongly connected components of a graph, in time linear in its size.

use std::collections::BTreeMap;

/// A number for each key, which is the same for those that lead to each other. In: where each key leads.
pub(super) fn of<'k>(
    edges: impl Iterator<Item = (&'k str, Vec<String>)>,
) -> BTreeMap<&'k str, usize> {
    let (keys, targets): (Vec<&str>, Vec<Vec<String>>) = edges.unzip();
    let numbers: BTreeMap<&str, usize> =
        keys.iter().enumerate().map(|(number, key)| (*key, number)).collect();
    let mut forth = vec![Vec::new(); keys.len()];
    let mut back = vec![Vec::new(); keys.len()];
    for (from, targets) in targets.iter().enumerate() {
        for to in targets.iter().filter_map(|target| numbers.get(target.as_str()).copied()) {
            forth.get_mut(from).into_iter().for_each(|list| list.push(to));
            back.get_mut(to).into_iter().for_each(|list| list.push(from));
        }
    }
    let mut order = Vec::with_capacity(keys.len());
    let mut seen = vec![false; keys.len()];
    for start in 0..keys.len() {
        walk(&forth, start, &mut seen, &mut order);
    }
    // From the last that was left, everything that leads to it belongs together (Kosaraju).
    let mut circle = vec![0; keys.len()];
    let mut seen = vec![false; keys.len()];
    for start in order.into_iter().rev() {
        let mut together = Vec::new();
        walk(&back, start, &mut seen, &mut together);
        for member in together {
            circle.get_mut(member).into_iter().for_each(|number| *number = start);
        }
    }
    keys.into_iter().zip(circle).collect()
}

/// Adds what a number leads to and has not been seen, each after what it leads to itself.
fn walk(edges: &[Vec<usize>], start: usize, seen: &mut [bool], left: &mut Vec<usize>) {
    let enter = |number: usize, seen: &mut [bool]| match seen.get_mut(number) {
        Some(seen) => !std::mem::replace(seen, true),
        None => false,
    };
    if !enter(start, seen) {
        return;
    }
    let next = |number: usize| edges.get(number).into_iter().flatten().copied();
    let mut way = vec![(start, next(start))];
    while let Some((number, targets)) = way.last_mut() {
        let number = *number;
        match targets.next() {
            Some(target) => {
                if enter(target, seen) {
                    way.push((target, next(target)));
                }
            }
            None => {
                left.push(number);
                way.pop();
            }
        }
    }
}
