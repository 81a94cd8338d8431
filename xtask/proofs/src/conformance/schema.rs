//! A schema of the normalised description in; all that its `allOf`, references and alternatives come down to, out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

/// Merging stops here: what nests deeper refers to itself.
const DEEPEST: usize = 64;

/// The named schemas of a description.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schemas<'d> {
    named: Option<&'d Map<String, Value>>,
}

/// What all schemas that a value has to be valid by say together (JSON Schema, `allOf`).
#[derive(Debug, Clone, Default)]
pub(crate) struct Flat<'d> {
    /// Keywords that one schema says for all: `type`, `format`, bounds.
    keys: BTreeMap<&'d str, &'d Value>,
    /// The schemas of each property.
    pub(crate) properties: BTreeMap<&'d str, Vec<&'d Value>>,
    pub(crate) required: BTreeSet<&'d str>,
    pub(crate) items: Vec<&'d Value>,
    /// The schemas of properties that are not named; `false` where there are none.
    pub(crate) additional: Vec<&'d Value>,
    /// The values that are allowed, where only some are.
    pub(crate) allowed: Option<Vec<&'d Value>>,
    /// The members of each `oneOf` and `anyOf`, one of which has to hold.
    pub(crate) choices: Vec<Vec<&'d Value>>,
    /// The names of the schemas that were merged.
    pub(crate) names: Vec<&'d str>,
    discriminators: Vec<&'d Map<String, Value>>,
    /// Whether the schemas ask for types that no value has together.
    pub(crate) contradicts: bool,
    /// Whether `null` is a value: every schema that says something about types has to allow it.
    pub(crate) nullable: Option<bool>,
}

impl<'d> Schemas<'d> {
    pub(crate) fn of(description: &'d Value) -> Self {
        Self { named: description.pointer("/components/schemas").and_then(Value::as_object) }
    }

    /// The schema of that name.
    pub(crate) fn named(&self, name: &str) -> Option<(&'d str, &'d Value)> {
        self.named?.get_key_value(name).map(|(name, schema)| (name.as_str(), schema))
    }

    /// The schema that a reference leads to, and its name.
    pub(crate) fn target(&self, schema: &'d Value) -> Option<(&'d str, &'d Value)> {
        let reference = schema.get("$ref")?.as_str()?;
        let name = reference.strip_prefix("#/components/schemas/")?;
        let unescaped = || name.replace("~1", "/").replace("~0", "~");
        self.named(name).or_else(|| self.named(&unescaped()))
    }

    /// What the schemas say together.
    pub(crate) fn flat(&self, schemas: &[&'d Value]) -> Result<Flat<'d>, String> {
        let mut flat = Flat::default();
        for schema in schemas {
            self.merge(&mut flat, schema, 0)?;
        }
        Ok(flat)
    }

    /// Adds what a schema says.
    pub(crate) fn merge(
        &self,
        flat: &mut Flat<'d>,
        schema: &'d Value,
        depth: usize,
    ) -> Result<(), String> {
        if depth > DEEPEST {
            return Err("the schema consists of itself".to_owned());
        }
        if let Some(reference) = schema.get("$ref") {
            let (name, target) = self
                .target(schema)
                .ok_or_else(|| format!("the reference {reference} leads nowhere"))?;
            flat.names.push(name);
            return self.merge(flat, target, depth + 1);
        }
        let Some(object) = schema.as_object() else { return Ok(()) };
        let members = object.get("allOf").and_then(Value::as_array);
        for member in members.into_iter().flatten() {
            self.merge(flat, member, depth + 1)?;
        }
        flat.add(object);
        Ok(())
    }

    /// Whether a property goes in one direction only: `readOnly` or `writeOnly`, as `keyword` says.
    pub(crate) fn is(&self, keyword: &str, schemas: &[&'d Value]) -> bool {
        self.flat(schemas).is_ok_and(|flat| flat.flag(keyword))
    }
}

impl<'d> Flat<'d> {
    fn add(&mut self, object: &'d Map<String, Value>) {
        for (key, value) in object {
            match key.as_str() {
                "properties" => {
                    for (name, schema) in value.as_object().into_iter().flatten() {
                        self.properties.entry(name).or_default().push(schema);
                    }
                }
                "required" => {
                    self.required
                        .extend(value.as_array().into_iter().flatten().filter_map(Value::as_str));
                }
                "items" => self.items.push(value),
                "additionalProperties" => self.additional.push(value),
                "oneOf" | "anyOf" => {
                    let members: Vec<&Value> = value.as_array().into_iter().flatten().collect();
                    if !members.is_empty() {
                        self.choices.push(members);
                    }
                }
                "enum" => self.allow(value.as_array().into_iter().flatten().collect()),
                "discriminator" => self.discriminators.extend(value.as_object()),
                "allOf" | "nullable" => {}
                _ => self.set(key, value),
            }
        }
        let says_type = object.contains_key("type") || object.contains_key("enum");
        if says_type {
            let nullable = object.get("nullable") == Some(&Value::Bool(true));
            self.nullable = Some(self.nullable.unwrap_or(true) && nullable);
        }
    }

    /// Keeps the values that are allowed so far and by the new list.
    fn allow(&mut self, values: Vec<&'d Value>) {
        self.allowed = Some(match self.allowed.take() {
            Some(known) => known.into_iter().filter(|value| values.contains(value)).collect(),
            None => values,
        });
    }

    /// Of two bounds, the narrower one holds.
    fn set(&mut self, key: &'d str, value: &'d Value) {
        let narrower = match (key, self.number(key), value.as_f64()) {
            ("minimum" | "minLength" | "minItems" | "minProperties", Some(old), Some(new)) => {
                new > old
            }
            ("maximum" | "maxLength" | "maxItems" | "maxProperties", Some(old), Some(new)) => {
                new < old
            }
            ("type", ..) => {
                // Of two types, an integer is the one that is a number too; else no value has both.
                let (old, new) = (self.text("type"), value.as_str());
                let numeric = [Some("integer"), Some("number")];
                self.contradicts |= old.is_some()
                    && old != new
                    && !(numeric.contains(&old) && numeric.contains(&new));
                old != Some("integer")
            }
            _ => true,
        };
        if narrower {
            self.keys.insert(key, value);
        }
    }

    pub(crate) fn get(&self, key: &str) -> Option<&'d Value> {
        self.keys.get(key).copied()
    }

    pub(crate) fn text(&self, key: &str) -> Option<&'d str> {
        self.get(key)?.as_str()
    }

    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        self.get(key)?.as_f64()
    }

    pub(crate) fn count(&self, key: &str) -> Option<usize> {
        self.number(key).filter(|number| *number >= 0.0).map(|number| number as usize)
    }

    pub(crate) fn flag(&self, key: &str) -> bool {
        self.get(key) == Some(&Value::Bool(true))
    }

    /// The type that the keywords name or imply.
    pub(crate) fn kind(&self) -> &'d str {
        const OF_STRINGS: [&str; 4] = ["format", "pattern", "minLength", "maxLength"];
        const OF_NUMBERS: [&str; 3] = ["minimum", "maximum", "multipleOf"];
        let has = |keys: &[&str]| keys.iter().any(|key| self.keys.contains_key(key));
        match self.text("type") {
            Some(kind) => kind,
            None if !self.properties.is_empty()
                || !self.required.is_empty()
                || !self.additional.is_empty() =>
            {
                "object"
            }
            None if !self.items.is_empty() || has(&["x-codegen-tuple"]) => "array",
            None if has(&OF_STRINGS) => "string",
            None if has(&OF_NUMBERS) => "number",
            None => "",
        }
    }

    /// The properties that discriminators demand of a value of these schemas, each with its value
    /// (OpenAPI 3.0.4, section 4.7.25).
    pub(crate) fn marks(&self) -> Vec<(&'d str, String)> {
        let marks = self.discriminators.iter().filter_map(|discriminator| {
            let property = discriminator.get("propertyName")?.as_str()?;
            let mapping = discriminator.get("mapping").and_then(Value::as_object);
            // The most special schema comes first.
            let mapped = self.names.iter().find_map(|name| {
                let names = |target: &Value| {
                    target.as_str().and_then(|target| target.rsplit('/').next()) == Some(name)
                };
                mapping?.iter().find(|(_, target)| names(target)).map(|(value, _)| value.clone())
            });
            let value = mapped.or_else(|| self.names.first().map(|name| (*name).to_owned()))?;
            Some((property, value))
        });
        marks.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::Schemas;
    use serde_json::json;

    #[test]
    fn all_of_is_one_schema_and_the_narrower_bound_holds() {
        let description = json!({ "components": { "schemas": {
            "Named": { "type": "object", "properties": { "name": { "type": "string", "minLength": 1 } }, "required": ["name"] },
        } } });
        let schema = json!({ "allOf": [
            { "$ref": "#/components/schemas/Named" },
            { "properties": { "name": { "minLength": 3 }, "age": { "type": "integer" } } },
        ] });
        let schemas = Schemas::of(&description);
        let flat = schemas.flat(&[&schema]).unwrap();
        assert_eq!(flat.properties.keys().copied().collect::<Vec<_>>(), ["age", "name"]);
        assert!(flat.required.contains("name"));
        let name = schemas.flat(&flat.properties["name"]).unwrap();
        assert_eq!((name.count("minLength"), name.kind()), (Some(3), "string"));
    }

    #[test]
    fn a_schema_that_consists_of_itself_is_an_error() {
        let description = json!({ "components": { "schemas": {
            "Loop": { "allOf": [{ "$ref": "#/components/schemas/Loop" }] },
        } } });
        let schemas = Schemas::of(&description);
        assert!(schemas.flat(&[schemas.named("Loop").unwrap().1]).is_err());
    }
}
