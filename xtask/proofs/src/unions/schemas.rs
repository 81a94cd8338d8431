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
        forget_annotations(&mut document);
        let whole = document.clone();
        ask_for_responses(&mut document, &whole);
        for pointer in endless(&document) {
            // Validation would not end either.
            if let Some(schema) = document.pointer_mut(&pointer) {
                *schema = Value::Bool(true);
            }
        }
        let named = ["components", "definitions"].into_iter();
        let mut parts: Map<String, Value> =
            named.filter_map(|key| Some((key.to_owned(), document.get(key)?.clone()))).collect();
        parts.values_mut().for_each(allow_several);
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
            .build(&json!({ "$ref": format!("{HOME}{}", renamed(pointer, &self.document)) }))
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

    /// The discriminator of the schema at that pointer, or of one that it extends.
    pub(super) fn discriminator(&self, pointer: &str) -> Option<Discriminator<'_>> {
        let lineage = self.extended(pointer);
        let found = lineage.iter().find_map(|it| self.at(it)?.get("discriminator"))?;
        let (property, mapping) = match found {
            Value::String(property) => (property.as_str(), None),
            found => (found.get("propertyName")?.as_str()?, found.get("mapping")),
        };
        let section = ["#/components/schemas", "#/definitions"]
            .into_iter()
            .find(|section| self.at(section).is_some())?;
        let of = |target: &str| match target.contains('/') {
            true => target.to_owned(),
            false => format!("{section}/{target}"),
        };
        let mut targets = BTreeMap::new();
        let named = self.at(section).and_then(Value::as_object);
        for (name, schema) in named.into_iter().flatten() {
            let value = schema.get("x-ms-discriminator-value").and_then(Value::as_str);
            targets.insert(value.unwrap_or(name).to_owned(), format!("{section}/{name}"));
        }
        for (value, target) in mapping.and_then(Value::as_object).into_iter().flatten() {
            targets.insert(value.clone(), of(target.as_str().unwrap_or_default()));
        }
        let default = found.get("defaultMapping").and_then(Value::as_str).map(of);
        Some(Discriminator { property, targets, default })
    }

    /// The schema whose members are the schemas at these pointers; of several, one with a discriminator.
    pub(super) fn listing(&self, members: &BTreeSet<String>) -> Option<String> {
        let mut found: Vec<String> = Vec::new();
        find(&self.document, &mut "#".to_owned(), &mut |schema, pointer| {
            let lists =
                ["oneOf", "anyOf"].into_iter().filter_map(|key| schema.get(key)?.as_array());
            let own = lists.flatten().filter_map(|it| it.get("$ref")?.as_str());
            if !members.is_empty() && own.map(str::to_owned).collect::<BTreeSet<_>>() == *members {
                found.push(pointer.to_owned());
            }
        });
        let has_mark =
            |it: &&String| self.at(it).is_some_and(|it| it.get("discriminator").is_some());
        found.iter().find(has_mark).or(found.first()).cloned()
    }

    /// The properties that the schema at that pointer, or one that it extends, describes.
    pub(super) fn properties(&self, pointer: &str) -> Vec<String> {
        let lineage = self.extended(pointer);
        let all = lineage.iter().filter_map(|it| self.at(it)?.get("properties")?.as_object());
        all.flat_map(|properties| properties.keys().cloned()).collect()
    }

    /// Whether the schema at that pointer, or one that it extends, requires the property.
    pub(super) fn requires(&self, pointer: &str, property: &str) -> bool {
        let lineage = self.extended(pointer);
        let mut all = lineage.iter().filter_map(|it| self.at(it)?.get("required")?.as_array());
        all.any(|required| required.iter().any(|name| name == property))
    }
}

/// What decides which member of a union an object is.
pub(super) struct Discriminator<'d> {
    pub(super) property: &'d str,
    /// The pointers of schemas by the values of the property.
    pub(super) targets: BTreeMap<String, String>,
    /// The pointer of the schema that all other objects are meant to be.
    pub(super) default: Option<String>,
}

/// Calls `met` with each object, and its pointer.
fn find(node: &Value, pointer: &mut String, met: &mut dyn FnMut(&Value, &str)) {
    let mut below = |key: &str, node: &Value, pointer: &mut String| {
        let length = pointer.len();
        pointer.push('/');
        pointer.push_str(&key.replace('~', "~0").replace('/', "~1"));
        find(node, pointer, met);
        pointer.truncate(length);
    };
    match node {
        Value::Array(items) => items
            .iter()
            .enumerate()
            .for_each(|(index, item)| below(&index.to_string(), item, pointer)),
        Value::Object(object) => {
            object.iter().for_each(|(key, value)| below(key, value, pointer));
            met(node, pointer);
        }
        _ => {}
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

/// Makes each `oneOf` an `anyOf`: by which member a value is valid is asked for each, and many values are valid by several.
fn allow_several(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(allow_several),
        Value::Object(object) => {
            let is_list = object.get("oneOf").is_some_and(Value::is_array);
            if is_list && !object.contains_key("anyOf") {
                let members = object.remove("oneOf").unwrap_or_default();
                object.insert("anyOf".to_owned(), members);
            }
            object.values_mut().for_each(allow_several);
        }
        _ => {}
    }
}

/// The pointer of the same schema after that.
fn renamed(pointer: &str, document: &Value) -> String {
    let mut found = String::from("#");
    let mut node = Some(document);
    for step in pointer.trim_start_matches('#').split('/').skip(1) {
        let is_renamed = step == "oneOf"
            && node.is_some_and(|it| {
                it.get("oneOf").is_some_and(Value::is_array) && it.get("anyOf").is_none()
            });
        found.push('/');
        found.push_str(if is_renamed { "anyOf" } else { step });
        let name = step.replace("~1", "/").replace("~0", "~");
        node = node.and_then(|it| match it {
            Value::Array(items) => items.get(step.parse::<usize>().ok()?),
            it => it.get(&name),
        });
    }
    found
}

/// The formats that decide: those whose types, or rules, reject other strings.
const FORMATS: [&str; 7] = ["date", "date-time", "time", "duration", "uuid", "ipv4", "ipv6"];

/// Removes formats that are annotations alone.
fn forget_annotations(node: &mut Value) {
    match node {
        Value::Array(items) => items.iter_mut().for_each(forget_annotations),
        Value::Object(object) => {
            let format = object.get("format").and_then(Value::as_str);
            if format.is_some_and(|format| !FORMATS.contains(&format)) {
                object.remove("format");
            }
            object.values_mut().for_each(forget_annotations);
        }
        _ => {}
    }
}

/// Requires no property that only requests have.
fn ask_for_responses(node: &mut Value, document: &Value) {
    let is_sent_only = |schema: &Value| schema.get("writeOnly") == Some(&Value::Bool(true));
    let target = |schema: &Value| {
        let pointer = schema.get("$ref")?.as_str()?.strip_prefix('#')?;
        document.pointer(pointer).map(is_sent_only)
    };
    match node {
        Value::Array(items) => items.iter_mut().for_each(|it| ask_for_responses(it, document)),
        Value::Object(object) => {
            let properties = object.get("properties").and_then(Value::as_object);
            let mut names = Vec::new();
            for (name, schema) in properties.into_iter().flatten() {
                let parts = schema.get("allOf").and_then(Value::as_array).into_iter().flatten();
                let mut all = std::iter::once(schema).chain(parts);
                if all.any(|it| is_sent_only(it) || target(it) == Some(true)) {
                    names.push(name.clone());
                }
            }
            if let Some(Value::Array(required)) = object.get_mut("required") {
                required.retain(|name| !names.iter().any(|sent| name == sent));
            }
            object.values_mut().for_each(|it| ask_for_responses(it, document));
        }
        _ => {}
    }
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
