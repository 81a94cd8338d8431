//! The JSON Schema of `codegen.toml`. In: what the README documents, and wrong files. Out: whether the schema knows each
//! key, and rejects what the settings do.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use clientsmith::Config;

const README: &str = include_str!("../../../README.md");

/// The paths of the keys in the README's table of settings.
fn documented() -> Vec<String> {
    let table = README.split("| key | meaning |").nth(1).unwrap();
    let rows = table.lines().skip(2).take_while(|line| line.starts_with("| "));
    let keys = rows.flat_map(|row| {
        let names: Vec<&str> =
            row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).collect();
        // `.warn` is beside the first name of its row.
        let first = names[0].rsplit_once('.').map_or("", |(table, _)| table).to_owned();
        names.into_iter().map(move |name| match name.strip_prefix('.') {
            Some(name) => format!("{first}.{name}"),
            None => name.to_owned(),
        })
    });
    keys.collect()
}

/// A value that has the type which the schema has at the path, in a file with nothing else.
fn file(path: &str, value: &str) -> String {
    format!("{path} = {value}\n")
}

fn errors(file: &str) -> Vec<String> {
    let file: toml::Table = toml::from_str(file).unwrap();
    let schema = jsonschema::validator_for(&Config::schema()).unwrap();
    let instance = serde_json::to_value(file).unwrap();
    schema.iter_errors(&instance).map(|error| error.to_string()).collect()
}

#[test]
fn every_documented_key_is_in_the_schema_and_in_the_settings() {
    let values = [
        "'always'",
        "'semver'",
        "'json'",
        "'chrono'",
        "true",
        "'x'",
        "['x']",
        "{ version = '1' }",
        "{}",
        "{ required = true }",
    ];
    let keys = documented();
    assert!(keys.len() > 30, "{keys:?}");
    for key in keys {
        let accepted: Vec<String> = values
            .iter()
            .map(|value| file(&key, value))
            .filter(|file| errors(file).is_empty())
            .collect();
        assert!(!accepted.is_empty(), "the schema has no `{key}`");
        for file in accepted {
            Config::parse(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        }
    }
}

#[test]
fn the_settings_of_this_repository_match_the_schema() {
    let found = errors(include_str!("../../../spec/codegen.toml"));
    assert!(found.is_empty(), "{found:?}");
}

#[test]
fn each_mistake_is_rejected() {
    let mistakes = [
        "outptu = 'x'",
        "overlays = 'x'",
        "validate = 'yes'",
        "package.nam = 'x'",
        "package.keywords = 'x'",
        "pagination.list.first-page = 'one'",
        "repeat.list = 'sometimes'",
        "streams.list = 'xml'",
        "diagnostics.allow = [{ at = '/paths' }]",
        "types.formats.money = { type = 'Money', traits = ['Ord'] }",
    ];
    for mistake in mistakes {
        assert_eq!(errors(mistake).len(), 1, "{mistake}: {:?}", errors(mistake));
        assert!(Config::parse(mistake).is_err(), "{mistake}");
    }
    // All of them in one file.
    assert!(errors(&mistakes.join("\n")).len() >= mistakes.len());
}
