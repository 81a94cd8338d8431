//! The features by which users of the crate choose operations: one for each tag (OpenAPI 3.0.4, section 4.7.22). In: the
//! operations with their tags. Out: the features, and the groups of operations that the same features turn on.

mod models;
mod share;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use openapiv3::Tag;

use super::names::Scope;
use super::words;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Features, Group, Operation, TagFeature};
use crate::normalize::carrier;

pub(super) use models::run as group_models;
pub(super) use share::run as share;

/// So many tags are many: an API with fewer is small enough to be compiled as a whole.
const MANY: usize = 8;

/// The features of the tags, if the settings turn them on or there are many tags; operations get their groups. An
/// operation without a tag is always compiled: it has no feature.
pub(super) fn features(
    config: &Config,
    described: &[Tag],
    operations: &mut [Operation],
    diagnostics: &mut Vec<Diagnostic>,
) -> Features {
    let tags = tags(described, operations);
    if config.tag_features == Some(true) && tags.is_empty() {
        diagnostics.push(
            Diagnostic::warning(
                Code::Settings,
                config.span(&["tag-features"]),
                String::from("the settings turn on `tag-features`, but no operation has a tag"),
            )
            .help("add tags to the operations, or remove `tag-features` from the settings"),
        );
    }
    if tags.is_empty() || !config.tag_features.unwrap_or(tags.len() >= MANY) {
        return Features::default();
    }
    let groups = groups(&tags, operations);
    Features { tags, groups, ..Features::default() }
}

/// The features of the tags that operations have: those that the description lists come first.
fn tags(described: &[Tag], operations: &[Operation]) -> Vec<TagFeature> {
    let used: BTreeSet<&str> =
        operations.iter().flat_map(|operation| &operation.tags).map(String::as_str).collect();
    let listed = described.iter().filter(|tag| used.contains(tag.name.as_str()));
    let listed = listed.map(|tag| (tag.name.as_str(), about(tag)));
    let others = operations.iter().flat_map(|operation| &operation.tags);
    let others = others.map(|tag| (tag.as_str(), String::new()));
    let mut scope = Scope::features();
    let mut features: IndexMap<String, TagFeature> = IndexMap::new();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for (tag, about) in listed.chain(others) {
        if seen.insert(tag) {
            let feature = features.entry(words::kebab(tag)).or_insert_with(|| TagFeature {
                name: scope.feature(tag),
                tags: Vec::new(),
                about,
            });
            feature.tags.push(tag.to_owned());
        }
    }
    features.into_values().collect()
}

/// The docs of a tag, in a sentence.
fn about(tag: &Tag) -> String {
    let summary = carrier::text(&tag.extensions, carrier::SUMMARY);
    let text = summary.or(tag.description.as_deref()).unwrap_or_default();
    let text = text.trim().trim_start_matches(['#', ' ']);
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let line = paragraph.split_whitespace().collect::<Vec<_>>().join(" ");
    let end = line.find(". ").map_or(line.len(), |dot| dot + 1);
    line.get(..end).unwrap_or_default().to_owned()
}

/// Puts the operations into groups by the features of their tags.
fn groups(features: &[TagFeature], operations: &mut [Operation]) -> Vec<Group> {
    let by_tag: BTreeMap<&str, usize> = features
        .iter()
        .enumerate()
        .flat_map(|(number, feature)| feature.tags.iter().map(move |tag| (tag.as_str(), number)))
        .collect();
    let mut modules = Scope::modules();
    for operation in operations.iter() {
        modules.reserve(&[operation.module.plain()]);
    }
    let mut groups: IndexMap<BTreeSet<usize>, Group> = IndexMap::new();
    for operation in operations {
        let tags = operation.tags.iter();
        let numbers: BTreeSet<usize> =
            tags.filter_map(|tag| by_tag.get(tag.as_str()).copied()).collect();
        if numbers.is_empty() {
            continue;
        }
        let entry = groups.entry(numbers);
        operation.group = Some(entry.index());
        entry.or_insert_with_key(|numbers| {
            let names = numbers.iter().filter_map(|number| features.get(*number));
            let names: Vec<_> = names.map(|feature| feature.name.clone()).collect();
            let wanted: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
            Group { module: modules.module(&wanted.join(" or "), &["tag"]), features: names }
        });
    }
    groups.into_values().collect()
}
