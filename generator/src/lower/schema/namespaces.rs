//! The names of schemas without the packages that they are in, as generators of descriptions from code write them:
//! `io.k8s.api.core.v1.Pod`. In: all names. Out: those that get a shorter one.

use std::collections::{BTreeMap, BTreeSet};

use super::super::words;

/// What names of packages begin with: a domain from its end, or a host of code.
const ROOTS: [&str; 8] = ["com", "dev", "edu", "github", "gov", "io", "net", "org"];

/// Names of more segments are no names of packages.
const MOST_SEGMENTS: usize = 16;

/// Fewer names than this have the same beginning by chance.
const FEWEST: usize = 3;

/// The names without their packages, as far as they differ, by the whole names.
pub(super) fn without<'n>(names: &[&'n str]) -> BTreeMap<&'n str, &'n str> {
    let shared = shared_segments(names);
    // How many names could end so.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for name in names {
        let ends: BTreeSet<&str> = ends(name, shared).into_iter().chain([*name]).collect();
        for end in ends {
            *counts.entry(words::upper_camel(end)).or_default() += 1;
        }
    }
    let is_only = |end: &&str| counts.get(&words::upper_camel(end)) == Some(&1);
    let short = names
        .iter()
        .filter_map(|name| Some((*name, ends(name, shared).into_iter().find(is_only)?)));
    short.collect()
}

/// The number of segments that all names with dots begin with. Beside names without dots one segment is no package, but
/// another name.
fn shared_segments(names: &[&str]) -> usize {
    let dotted: Vec<&str> = names.iter().copied().filter(|name| name.contains('.')).collect();
    let Some((first, others)) = dotted.split_first().filter(|_| dotted.len() >= FEWEST) else {
        return 0;
    };
    let packages = |name: &str| name.split('.').count().saturating_sub(1);
    let same = |other: &&str| {
        let pairs = first.split('.').zip(other.split('.'));
        pairs.take_while(|(one, other)| one == other).count()
    };
    let shared = others.iter().map(|other| same(other).min(packages(other))).min();
    let shared = shared.unwrap_or_default().min(packages(first));
    let fewest = if dotted.len() == names.len() { 1 } else { 2 };
    if shared < fewest { 0 } else { shared }
}

/// What may stand for the name, the shortest first: any end of one with a package, and what is not shared of others.
fn ends(name: &str, shared: usize) -> Vec<&str> {
    let starts: Vec<usize> = name.match_indices('.').map(|(at, _)| at + 1).collect();
    if starts.len() > MOST_SEGMENTS {
        return Vec::new();
    }
    let is_package =
        starts.len() > 1 && name.split('.').next().is_some_and(|it| ROOTS.contains(&it));
    let mut ends: Vec<&str> = Vec::new();
    if is_package {
        ends.extend(starts.iter().rev().filter_map(|start| name.get(*start..)));
    } else if let Some(start) = shared.checked_sub(1).and_then(|last| starts.get(last)) {
        ends.extend(name.get(*start..));
    }
    ends.retain(|end| !end.is_empty());
    ends
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn packages_are_left_out_where_nothing_else_has_the_name() {
        let names = [
            "io.k8s.api.core.v1.Pod",
            "io.k8s.api.core.v1.Event",
            "io.k8s.api.events.v1.Event",
            "io.k8s.apimachinery.pkg.version.Info",
            "Info",
            "billing.Meter",
        ];
        let short: Vec<_> = without(&names).into_iter().collect();
        assert_eq!(
            short,
            [
                ("io.k8s.api.core.v1.Event", "core.v1.Event"),
                ("io.k8s.api.core.v1.Pod", "Pod"),
                ("io.k8s.api.events.v1.Event", "events.v1.Event"),
                ("io.k8s.apimachinery.pkg.version.Info", "version.Info"),
            ]
        );
    }

    #[test]
    fn what_all_names_begin_with_is_left_out() {
        let names = ["api.v2010.account", "api.v2010.account.call", "api.v2010.queue"];
        let short: Vec<_> = without(&names).into_values().collect();
        assert_eq!(short, ["account", "account.call", "queue"]);
        let beside = without(&["call", "api.v1.call", "api.v1.queue", "api.v1.call.event"]);
        assert_eq!(beside.into_values().collect::<Vec<_>>(), ["call.event", "queue"]);
        assert!(without(&["billing.meter", "billing.alert"]).is_empty());
        assert!(without(&["Pet", "Pet.Tag", "Pet.Owner", "Pet.Toy"]).is_empty());
    }
}
