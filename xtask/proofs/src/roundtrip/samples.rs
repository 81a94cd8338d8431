//! JSON lines in, samples out; and which Rust type each of them is of.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::compare::escape;

/// A JSON value that is valid by a named schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Sample {
    /// The schema's name.
    pub(super) schema: String,
    /// What the sample is meant to show.
    pub(super) case: String,
    /// The value, on one line.
    pub(super) value: String,
}

#[derive(Deserialize)]
struct Line<'a> {
    schema: String,
    #[serde(default)]
    case: String,
    #[serde(borrow)]
    value: &'a RawValue,
}

/// Reads the samples of a file.
///
/// # Errors.
///
/// The number of a line that is not a sample, and why.
pub(super) fn parse(text: &str) -> Result<Vec<Sample>, String> {
    text.lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            let line: Line<'_> = serde_json::from_str(line)
                .map_err(|error| format!("line {} is not a sample: {error}", index + 1))?;
            let value = line.value.get().to_owned();
            Ok(Sample { schema: line.schema, case: line.case, value })
        })
        .collect()
}

/// The Rust types of a description's schemas, by JSON pointer.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Types {
    schemas: BTreeMap<String, String>,
}

impl Types {
    /// Reads what codegen wrote with `--map`.
    ///
    /// # Errors.
    ///
    /// It is something else.
    pub(super) fn parse(map: &str) -> serde_json::Result<Self> {
        serde_json::from_str(map)
    }

    /// The type of a named schema.
    pub(super) fn of(&self, schema: &str) -> Option<&str> {
        let name = escape(schema);
        let pointers = [format!("#/components/schemas/{name}"), format!("#/definitions/{name}")];
        pointers.iter().find_map(|pointer| self.schemas.get(pointer)).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::{Sample, Types, parse};

    #[test]
    fn samples_are_read_line_by_line() {
        let text = "{\"schema\": \"Pet\", \"case\": \"min\", \"value\": {\"a\": 1.50}}\n\n{\"value\": null, \"schema\": \"x\"}\n";
        let sample = |schema: &str, case: &str, value: &str| Sample {
            schema: schema.to_owned(),
            case: case.to_owned(),
            value: value.to_owned(),
        };
        assert_eq!(
            parse(text).unwrap(),
            [sample("Pet", "min", "{\"a\": 1.50}"), sample("x", "", "null")]
        );
        assert!(parse("\n{\"schema\": \"x\"}").unwrap_err().starts_with("line 2 is not a sample"));
    }

    #[test]
    fn a_schema_is_found_by_its_name_in_any_dialect() {
        let map = r##"{"package": "p", "schemas": {"#/components/schemas/a~1b": "p::AB", "#/definitions/C": "Option<p::C>"}}"##;
        let types = Types::parse(map).unwrap();
        assert_eq!(types.of("a/b"), Some("p::AB"));
        assert_eq!(types.of("C"), Some("Option<p::C>"));
        assert_eq!(types.of("D"), None);
    }
}
