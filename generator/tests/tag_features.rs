//! When tags are features. In: descriptions of so many tags, and settings. Out: the features in the manifest.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use clientsmith::{Config, Output, ReadSource, generate};

/// A description in memory.
struct Description(String);

impl ReadSource for Description {
    fn read(&self, _path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// What a description gives that has an operation of each of the tags, which are in YAML.
fn generated(tags: &[&str], settings: &str) -> Output {
    let mut text = String::from("openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n");
    for (index, tag) in tags.iter().enumerate() {
        text.push_str(&format!(
            "  /{index}: {{get: {{tags: [{tag}], responses: {{'204': {{description: Done.}}}}}}}}\n"
        ));
    }
    generate("api.yaml", &Description(text), &Config::parse(settings).unwrap())
}

/// The features that `operations` turns on.
fn features(output: &Output) -> Vec<String> {
    let manifest = output.files.as_ref().unwrap().get("Cargo.toml").unwrap();
    let manifest: toml::Table = toml::from_str(manifest).unwrap();
    let Some(all) = manifest["features"].get("operations") else { return Vec::new() };
    all.as_array().unwrap().iter().map(|name| name.as_str().unwrap().to_owned()).collect()
}

const EIGHT: [&str; 8] = ["a", "b", "c", "d", "e", "f", "g", "h"];

#[test]
fn many_tags_are_features_and_few_are_not() {
    assert_eq!(features(&generated(&EIGHT, "")), EIGHT);
    assert!(features(&generated(&EIGHT[1..], "")).is_empty());
    // Tags that differ in case alone are one.
    assert!(features(&generated(&["a", "b", "c", "d", "e", "f", "g", "G"], "")).is_empty());
}

#[test]
fn the_settings_decide_otherwise() {
    assert!(features(&generated(&EIGHT, "tag-features = false")).is_empty());
    let few = generated(&["a", "'b, a'"], "tag-features = true");
    assert_eq!(features(&few), ["a", "b-a"]);
    assert!(few.diagnostics.is_empty());
}

#[test]
fn settings_without_any_tag_are_reported() {
    let output = generated(&["", ""], "tag-features = true");
    assert!(features(&output).is_empty());
    let [diagnostic] = output.diagnostics.as_slice() else { panic!("{:?}", output.diagnostics) };
    assert_eq!(diagnostic.code.as_str(), "settings");
    assert!(diagnostic.message.contains("no operation has a tag"), "{}", diagnostic.message);
}

#[test]
fn a_crate_without_such_features_has_no_trace_of_them() {
    let off = generated(&EIGHT, "tag-features = false");
    for (path, text) in off.files.as_ref().unwrap().iter() {
        assert!(!text.contains("feature = \"operations\""), "{path}");
        assert!(path.split('/').count() < 4, "{path}");
    }
}
