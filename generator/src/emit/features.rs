//! The features that select operations: `cfg` attributes in the sources, lines of the manifest, and their docs.

use crate::ir::{Api, FeatureName, Features, Group, TagFeature};

/// The `cfg` attribute of items that belong to a group, as source code.
pub(super) fn condition(group: &Group) -> String {
    let features: Vec<String> = group.features.iter().map(feature).collect();
    match features.as_slice() {
        [only] => format!("#[cfg({only})]"),
        several => format!("#[cfg(any({}))]", several.join(", ")),
    }
}

fn feature(name: &FeatureName) -> String {
    format!("feature = \"{name}\"")
}

/// The docs of a group's module.
pub(super) fn of_group(what: &str, group: &Group) -> String {
    let features: Vec<String> = group.features.iter().map(|name| format!("`{name}`")).collect();
    match features.as_slice() {
        [only] => format!("The {what} of the feature {only}."),
        several => format!("The {what} of any of the features {}.", several.join(", ")),
    }
}

/// The lint of a crate whose operations may be compiled out.
pub(super) fn lints() -> String {
    format!(
        "#![cfg_attr(not(feature = \"{}\"), allow(dead_code, unused_imports, unused_macros, reason = \"some of it is for operations alone that are left out\"))]",
        Features::ALL
    )
}

/// The lines of the manifest.
pub(super) fn manifest(features: &Features) -> String {
    let all: String = features.tags.iter().map(|tag| format!("    \"{}\",\n", tag.name)).collect();
    let all = format!("\n# All operations.\n{} = [\n{all}]\n", Features::ALL);
    features.tags.iter().map(line).fold(all, |all, line| all + &line)
}

fn line(feature: &TagFeature) -> String {
    let TagFeature { name, about, .. } = feature;
    // A bare key is ASCII.
    let is_bare = name.as_str().bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let key = if is_bare { name.to_string() } else { format!("\"{name}\"") };
    let about: String = about.chars().filter(|character| !character.is_control()).collect();
    if about.is_empty() { format!("{key} = []\n") } else { format!("# {about}\n{key} = []\n") }
}

/// The section on features in the docs of the crate.
pub(super) fn docs(api: &Api) -> String {
    let Some(tag) = api.features.tags.first() else { return String::new() };
    format!(
        "\nEach tag has a feature, which turns on its operations; `{all}`, which is on by default, turns on all of them.\n\
         `default-features = false, features = [\"rustls\", \"{name}\"]` makes a client that compiles faster.\n\
         Models that only one tag uses need its feature; all others are always compiled, and so are operations without a tag.\n",
        all = Features::ALL,
        name = tag.name,
    )
}

/// The section on features in the README.
pub(super) fn readme(api: &Api) -> String {
    let Some(tag) = api.features.tags.first() else { return String::new() };
    format!(
        "- `{all}` (on by default): all operations. Each tag has a feature as well, for its operations and the models that only these use.\n  \
         Set in `Cargo.toml`, it makes a client of a few operations that compiles faster:\n\n\
         ```toml\n[dependencies]\n{package} = {{ path = \"path/to/this/folder\", default-features = false, features = [\"rustls\", \"{name}\"] }}\n```\n",
        all = Features::ALL,
        package = api.package.name,
        name = tag.name,
    )
}
