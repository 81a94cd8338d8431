//! A description in; which values are valid by its schemas out, as the `jsonschema` crate sees it.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::{Registry, Validator};
use serde_json::{Map, Value, json};

/// The address of the description among the schemas.
const HOME: &str = "urn:description";

/// The schemas of a description.
pub(super) struct Schemas {
    /// The description, with schemas of draft 2020-12.
    pub(super) document: Value,
    registry: Registry<'static>,
}

impl Schemas {
    /// # Errors.
    ///
    /// The description has no schemas that can be found.
    pub(super) fn new(mut document: Value) -> Result<Self, String> {
        let version = document.get("openapi").and_then(Value::as_str).unwrap_or("2.0");
        if version.starts_with("3.0") || version == "2.0" {
            modernize(&mut document);
        }
        for pointer in endless(&document) {
            // Validation would not end either.
            if let Some(schema) = document.pointer_mut(&pointer) {
                *schema = Value::Bool(true);
            }
        }
        let named = ["components", "definitions"].into_iter();
        let parts: Map<String, Value> =
            named.filter_map(|key| Some((key.to_owned(), document.get(key)?.clone()))).collect();
        let registry = Registry::new()
            .add(HOME, Value::Object(parts))
            .and_then(jsonschema::RegistryBuilder::prepare)
            .map_err(|error| error.to_string())?;
        Ok(Self { document, registry })
    }

    /// The schema at a JSON pointer with `#`.
    pub(super) fn at(&self, pointer: &str) -> Option<&Value> {
        self.document.pointer(pointer.trim_start_matches('#'))
    }

    /// What decides whether values are valid by the schema at that pointer; `None` if it cannot be read.
    pub(super) fn validator(&self, pointer: &str) -> Option<Validator> {
        jsonschema::options()
            .with_registry(&self.registry)
            .should_validate_formats(true)
            .with_draft(jsonschema::Draft::Draft202012)
            .build(&json!({ "$ref": format!("{HOME}{pointer}") }))
            .ok()
    }

    /// The schemas that the one at that pointer extends by `allOf`, itself included.
    pub(super) fn extended(&self, pointer: &str) -> Vec<String> {
        let mut found = vec![pointer.to_owned()];
        let mut index = 0;
        while let Some(pointer) = found.get(index) {
            let parts = self.at(pointer).and_then(|it| it.get("allOf")).and_then(Value::as_array);
            let own = self.at(pointer).and_then(|it| it.get("$ref"));
            let parts = parts.into_iter().flatten().filter_map(|part| part.get("$ref"));
            let more: Vec<String> =
                parts.chain(own).filter_map(|it| it.as_str().map(str::to_owned)).collect();
            for pointer in more {
                if !found.contains(&pointer) {
                    found.push(pointer);
                }
            }
            index += 1;
        }
        found
    }

    /// The discriminator of the schema at that pointer, or of one that it extends: its property, and the schemas by
    /// its values.
    pub(super) fn discriminator(&self, pointer: &str) -> Option<(&str, BTreeMap<String, String>)> {
        let lineage = self.extended(pointer);
        let found = lineage.iter().find_map(|it| self.at(it)?.get("discriminator"))?;
        let (property, mapping) = match found {
            Value::String(property) => (property.as_str(), None),
            found => (found.get("propertyName")?.as_str()?, found.get("mapping")),
        };
        let section =
            pointer.rsplit_once('/').map_or("#/components/schemas", |(section, _)| section);
        let mut targets = BTreeMap::new();
        let named = self.at(section).and_then(Value::as_object);
        for (name, schema) in named.into_iter().flatten() {
            let value = schema.get("x-ms-discriminator-value").and_then(Value::as_str);
            targets.insert(value.unwrap_or(name).to_owned(), format!("{section}/{name}"));
        }
        for (value, target) in mapping.and_then(Value::as_object).into_iter().flatten() {
            let target = target.as_str().unwrap_or_default();
            let target = if target.contains('/') {
                target.to_owned()
            } else {
                format!("{section}/{target}")
            };
            targets.insert(value.clone(), target);
        }
        Some((property, targets))
    }
}

/// The named schemas that combinations lead back to themselves, so that they describe no value.
fn endless(document: &Value) -> Vec<String> {
    let sections = ["/components/schemas", "/definitions"];
    let named = sections.iter().flat_map(|section| {
        let schemas = document.pointer(section).and_then(Value::as_object).into_iter().flatten();
        schemas.map(move |(name, _)| {
            format!("{section}/{}", name.replace('~', "~0").replace('/', "~1"))
        })
    });
    named.filter(|pointer| reached(document, pointer).contains(pointer)).collect()
}

/// The schemas that the one at that pointer refers to for the same value, directly or through others.
fn reached(document: &Value, pointer: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut open: Vec<&Value> = document.pointer(pointer).into_iter().collect();
    while let Some(schema) = open.pop() {
        let parts =
            ["allOf", "anyOf", "oneOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
        open.extend(parts.flatten());
        let target = schema.get("$ref").and_then(Value::as_str).and_then(|it| it.strip_prefix('#'));
        if let Some(target) = target.filter(|it| found.insert((*it).to_owned())) {
            open.extend(document.pointer(target));
        }
    }
    found
}

/// Writes schemas of OpenAPI 3.0 and 2.0 as JSON Schema does.
fn modernize(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(modernize),
        Value::Object(object) => {
            object.values_mut().for_each(modernize);
            if object.remove("nullable") == Some(Value::Bool(true)) {
                if let Some(name @ Value::String(_)) = object.get("type").cloned() {
                    object.insert("type".to_owned(), json!([name, "null"]));
                }
                if let Some(Value::Array(values)) = object.get_mut("enum") {
                    values.push(Value::Null);
                }
            }
            for (flag, bound) in [("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")]
            {
                match object.get(flag) {
                    Some(Value::Bool(true)) => {
                        if let Some(bound) = object.remove(bound) {
                            object.insert(flag.to_owned(), bound);
                        }
                    }
                    Some(Value::Bool(false)) => {
                        object.remove(flag);
                    }
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::Schemas;
    use serde_json::json;

    #[test]
    fn a_combination_that_leads_back_to_itself_allows_everything() {
        let one = |name: &str| json!({ "oneOf": [{ "$ref": format!("#/definitions/{name}") }, { "type": "integer" }] });
        let list = json!({ "type": "array", "items": { "$ref": "#/definitions/List" } });
        let schemas = json!({ "Ping": one("Pong"), "Pong": one("Ping"), "List": list });
        let schemas = Schemas::new(json!({ "swagger": "2.0", "definitions": schemas })).unwrap();
        let is_valid = |name: &str| {
            schemas.validator(&format!("#/definitions/{name}")).unwrap().is_valid(&json!("text"))
        };
        assert_eq!(["Ping", "Pong", "List"].map(is_valid), [true, true, false]);
    }
}
