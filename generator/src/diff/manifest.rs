//! The manifests before and after. In: the files. Out: the features that came and went, and a raised `rust-version`.

use std::collections::BTreeSet;

use toml::Table;

use super::{Change, Kind, Level};
use crate::Files;

pub(super) fn changes(old: &Files, new: &Files) -> Vec<Change> {
    let (Some(old), Some(new)) = (manifest(old), manifest(new)) else { return Vec::new() };
    let (before, after) = (features(&old), features(&new));
    let feature = |name: &&String, level, message: &str| Change {
        level,
        kind: Kind::Api,
        rust: format!("feature `{name}`"),
        before: None,
        after: None,
        message: message.to_owned(),
        place: None,
    };
    let defaults = |manifest: &Table| -> BTreeSet<String> {
        let listed = manifest.get("features").and_then(|features| features.get("default"));
        let listed = listed.and_then(|listed| listed.as_array()).into_iter().flatten();
        listed.filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let (usual, now) = (defaults(&old), defaults(&new));
    let off = usual.difference(&now).filter(|name| after.contains(*name));
    let off = off.map(|it| feature(&it, Level::Breaking, "it is no longer on by default"));
    let gone = before.difference(&after).map(|it| feature(&it, Level::Breaking, "it is gone"));
    let fresh = after.difference(&before).map(|it| feature(&it, Level::Additive, "it is new"));
    let mut changes: Vec<Change> = gone.chain(fresh).chain(off).collect();
    let (before, after) = (rust_version(&old), rust_version(&new));
    if before != after {
        changes.push(Change {
            level: Level::Additive,
            kind: Kind::Api,
            rust: String::from("rust-version"),
            before,
            after,
            message: String::from("another version of Rust is needed"),
            place: None,
        });
    }
    changes
}

fn manifest(files: &Files) -> Option<Table> {
    files.get("Cargo.toml")?.parse().ok()
}

fn features(manifest: &Table) -> BTreeSet<String> {
    let features = manifest.get("features").and_then(|features| features.as_table());
    features.into_iter().flat_map(|features| features.keys().cloned()).collect()
}

fn rust_version(manifest: &Table) -> Option<String> {
    Some(manifest.get("package")?.get("rust-version")?.as_str()?.to_owned())
}
