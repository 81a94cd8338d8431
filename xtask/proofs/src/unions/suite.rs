//! The official tests of JSON Schema in; a description whose unions are of neighbouring schemas, with their valid
//! instances as examples, out.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::kinds::describe;
use crate::corpus::Description;

/// Keywords by which a schema depends on its place.
const PLACES: [&str; 8] = [
    "$ref",
    "$id",
    "$anchor",
    "$dynamicRef",
    "$dynamicAnchor",
    "$defs",
    "$vocabulary",
    "definitions",
];

/// Writes the description into a folder.
///
/// # Errors.
///
/// The tests cannot be read, or the folder cannot be written to.
pub(super) fn write(tests: &Path, folder: &Path) -> Result<Vec<Description>, String> {
    let failed = |error| format!("cannot read `{}`: {error}", tests.display());
    let entries = fs::read_dir(tests).map_err(failed)?;
    let mut files: Vec<PathBuf> =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<_, _>>().map_err(failed)?;
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    let mut schemas: Vec<(String, Value)> = Vec::new();
    for file in files {
        let text = fs::read_to_string(&file).map_err(failed)?;
        let groups: Vec<Value> = serde_json::from_str(&text)
            .map_err(|error| format!("`{}` has no tests: {error}", file.display()))?;
        let name = file.file_stem().unwrap_or_default().to_string_lossy().replace('-', "");
        let number = |(index, schema)| (format!("{name}Case{index}"), schema);
        schemas.extend(groups.iter().filter_map(schema).enumerate().map(number));
    }
    let reference =
        |(name, _): &(String, Value)| json!({"$ref": format!("#/components/schemas/{name}")});
    let mut unions: Vec<(String, Value)> = Vec::new();
    for (number, pair) in schemas.windows(2).enumerate() {
        let mut members: Vec<Value> = pair.iter().map(reference).collect();
        unions.push((format!("Pair{number}"), json!({"oneOf": members})));
        members.reverse();
        unions.push((format!("Reversed{number}"), json!({"oneOf": members})));
    }
    let all: Map<String, Value> = schemas.into_iter().chain(unions).collect();
    Ok(vec![describe(folder, "suite", "3.1.0", all)?])
}

/// The schema of a group of tests with its valid instances; `None` if it depends on its place, or has no instance.
fn schema(group: &Value) -> Option<Value> {
    let mut schema = group.get("schema")?.as_object()?.clone();
    schema.remove("$schema");
    let text = Value::from(schema.clone()).to_string();
    if PLACES.iter().any(|key| text.contains(&format!("\"{key}\""))) {
        return None;
    }
    let tests = group.get("tests")?.as_array()?.iter();
    let valid = tests.filter(|test| test.get("valid") == Some(&Value::Bool(true)));
    let valid: Vec<Value> = valid.filter_map(|test| test.get("data").cloned()).collect();
    schema.insert("examples".to_owned(), valid.into());
    Some(schema.into())
}
