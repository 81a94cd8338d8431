//! Descriptions whose unions are all pairs of kinds of schemas, in both orders.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};

use crate::corpus::Description;

/// So many unions are in a description, whose crate is compiled as one.
const UNIONS: usize = 400;

/// A kind: a name, a schema, and values that are valid by it.
pub(super) type Kind = (&'static str, Value, Value);

/// All kinds.
pub(super) fn kinds() -> Vec<Kind> {
    let mark = |key: &str, value: Value| json!({"type": "object", "required": [key], "properties": {key: value}});
    let mut kinds = scalars();
    kinds.extend(vec![
        ("Record", json!({"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}, "size": {"type": "integer"}}}), json!([{"id": "x"}, {"id": "x", "size": 1}, {"id": "x", "other": 1}])),
        ("Failure", mark("error", json!({"type": "string"})), json!([{"error": "e"}])),
        ("Options", json!({"type": "object", "properties": {"limit": {"type": "integer"}, "order": {"enum": ["up", "down"]}}}), json!([{}, {"limit": 1}, {"order": "up"}])),
        ("Pet", json!({"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}), json!([{"kind": "cat", "lives": 9}, {"kind": "dog", "loud": true}])),
        ("PetHolder", mark("pet", json!({"$ref": "#/components/schemas/Pet"})), json!([{"pet": {"kind": "cat", "lives": 9}}])),
        ("FailureHolder", mark("pet", json!({"$ref": "#/components/schemas/Failure"})), json!([{"pet": {"error": "e"}}])),
        ("KindLow", mark("k", json!({"enum": ["a", "b"]})), json!([{"k": "a"}, {"k": "b"}])),
        ("KindHigh", mark("k", json!({"enum": ["c", "d"]})), json!([{"k": "c"}, {"k": "d"}])),
        ("KindNumber", mark("k", json!({"const": 1})), json!([{"k": 1}])),
        ("KindOtherNumber", mark("k", json!({"const": 2})), json!([{"k": 2}, {"k": 2.0}])),
        ("KindTrue", mark("k", json!({"const": true})), json!([{"k": true}])),
        ("KindText", mark("k", json!({"type": "string"})), json!([{"k": "z"}, {"k": "a"}])),
        ("MetaLow", mark("meta", mark("kind", json!({"const": "low"}))), json!([{"meta": {"kind": "low"}}])),
        ("MetaHigh", mark("meta", mark("kind", json!({"const": "high"}))), json!([{"meta": {"kind": "high"}}])),
        ("ListOfLow", mark("list", json!({"type": "array", "items": {"enum": ["a", "b"]}})), json!([{"list": ["a"]}])),
        ("ListOfHigh", mark("list", json!({"type": "array", "items": {"enum": ["c", "d"]}})), json!([{"list": ["c", "d"]}])),
        ("ClosedA", json!({"type": "object", "additionalProperties": false, "properties": {"a": {"type": "string"}}}), json!([{"a": "x"}])),
        ("ClosedB", json!({"type": "object", "additionalProperties": false, "properties": {"b": {"type": "string"}}}), json!([{"b": "x"}])),
        ("Nothing", json!({"type": "object", "additionalProperties": false}), json!([{}])),
        ("WithoutSecret", json!({"type": "object", "properties": {"secret": false, "id": {"type": "string"}}}), json!([{"id": "x"}])),
        ("AnyObject", json!({"type": "object"}), json!([{"z": 1}])),
        ("MapOfText", json!({"type": "object", "additionalProperties": {"type": "string"}}), json!([{"q": "x"}])),
        ("MapOfNumbers", json!({"type": "object", "additionalProperties": {"type": "integer"}}), json!([{"q": 1}])),
        ("MapByName", json!({"type": "object", "propertyNames": {"pattern": "^x-"}, "additionalProperties": {"type": "string"}}), json!([{"x-q": "x"}])),
        ("MapOfFew", json!({"type": "object", "minProperties": 2, "additionalProperties": {"type": "string"}}), json!([{"q": "x", "r": "y"}])),
        ("Texts", json!({"type": "array", "items": {"type": "string"}}), json!([["x"], []])),
        ("Integers", json!({"type": "array", "items": {"type": "integer"}}), json!([[1, 2]])),
        ("LowList", json!({"type": "array", "items": {"enum": ["a", "b"]}}), json!([["a"]])),
        ("HighList", json!({"type": "array", "items": {"enum": ["c", "d"]}}), json!([["c"]])),
        ("Pets", json!({"type": "array", "items": {"$ref": "#/components/schemas/Pet"}}), json!([[{"kind": "cat", "lives": 9}]])),
        ("Failures", json!({"type": "array", "items": {"$ref": "#/components/schemas/Failure"}}), json!([[{"error": "e"}]])),
        ("Several", json!({"type": "array", "minItems": 2, "items": {"type": "string"}}), json!([["x", "y"]])),
        ("Few", json!({"type": "array", "maxItems": 1, "items": {"type": "string"}}), json!([["x"]])),
        ("Pair", json!({"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false, "minItems": 2}), json!([["x", 1]])),
        ("OtherPair", json!({"type": "array", "prefixItems": [{"enum": ["a"]}, {"type": "integer"}], "items": false, "minItems": 2}), json!([["a", 1]])),
    ]);
    kinds
}

/// The kinds of values without parts.
fn scalars() -> Vec<Kind> {
    let format = |name: &str| json!({"type": "string", "format": name});
    vec![
        ("Text", json!({"type": "string"}), json!(["z", "", "hello"])),
        ("Low", json!({"type": "string", "enum": ["a", "b"]}), json!(["a", "b"])),
        ("High", json!({"enum": ["c", "d"]}), json!(["c", "d"])),
        ("Overlap", json!({"enum": ["b", "c"]}), json!(["b", "c"])),
        ("Only", json!({"const": "only"}), json!(["only"])),
        ("One", json!({"const": 1}), json!([1])),
        ("Two", json!({"const": 2}), json!([2, 2.0])),
        ("MinusOne", json!({"const": -1}), json!([-1])),
        ("Half", json!({"const": 0.5}), json!([0.5])),
        ("Five", json!({"type": "integer", "enum": [5]}), json!([5])),
        ("True", json!({"const": true}), json!([true])),
        ("False", json!({"type": "boolean", "enum": [false]}), json!([false])),
        ("Mixed", json!({"enum": [1, "a", true]}), json!([1, "a", true])),
        ("Flag", json!({"type": "boolean"}), json!([true, false])),
        ("Integer", json!({"type": "integer"}), json!([7, 7.0, -3])),
        ("Number", json!({"type": "number"}), json!([1.25, 3])),
        ("Natural", json!({"type": "integer", "minimum": 0}), json!([0, 7])),
        ("Negative", json!({"type": "integer", "maximum": -1}), json!([-3])),
        ("Share", json!({"type": "number", "minimum": 0, "exclusiveMaximum": 1}), json!([0.25])),
        ("Tens", json!({"type": "integer", "multipleOf": 10}), json!([20, -10])),
        ("Day", format("date"), json!(["2024-02-03"])),
        ("Instant", format("date-time"), json!(["2024-02-03T04:05:06Z"])),
        ("Clock", format("time"), json!(["04:05:06Z"])),
        ("Span", format("duration"), json!(["PT5M"])),
        ("Identity", format("uuid"), json!(["0190163d-8694-739b-aea5-966c26f8ad91"])),
        ("Link", format("uri"), json!(["https://example.com/", "a:b"])),
        ("Mail", format("email"), json!(["a@example.com", "a@b.co"])),
        ("Customer", json!({"type": "string", "pattern": "^cus_"}), json!(["cus_1"])),
        ("Account", json!({"type": "string", "pattern": "^acct_[0-9]+$"}), json!(["acct_1"])),
        ("Short", json!({"type": "string", "maxLength": 3}), json!(["abc"])),
        ("Long", json!({"type": "string", "minLength": 8}), json!(["abcdefgh"])),
    ]
}

/// Writes the descriptions into a folder.
///
/// # Errors.
///
/// The folder cannot be written to.
pub(super) fn write(folder: &Path) -> Result<Vec<Description>, String> {
    let (schemas, unions) = (named(), unions());
    let chunks = unions.chunks(UNIONS).enumerate().map(|(index, unions)| {
        let mut all = schemas.clone();
        all.extend(unions.iter().cloned());
        describe(folder, &format!("pairs-{}", index + 1), "3.1.0", all)
    });
    chunks.collect()
}

/// Writes a description of these schemas, in that version.
///
/// # Errors.
///
/// The folder cannot be written to.
pub(super) fn describe(
    folder: &Path,
    name: &str,
    version: &str,
    schemas: Map<String, Value>,
) -> Result<Description, String> {
    let info = json!({"title": name, "version": "1.0.0"});
    let text = match version {
        "2.0" => json!({"swagger": version, "info": info, "paths": {}, "definitions": schemas})
            .to_string()
            .replace("#/components/schemas/", "#/definitions/"),
        _ => json!({"openapi": version, "info": info, "paths": {}, "components": {"schemas": schemas}}).to_string(),
    };
    let path = folder.join(format!("{name}.json"));
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&path, &text))
        .map_err(|error| format!("cannot write to `{}`: {error}", folder.display()))?;
    Ok(Description { name: name.to_owned(), path, bytes: text.len() as u64 })
}

/// The schemas of the kinds, by name.
pub(super) fn named() -> Map<String, Value> {
    let pet = |kind: &str, key: &str, schema: Value| json!({"type": "object", "required": ["kind", key], "properties": {"kind": {"const": kind}, key: schema}});
    let mut named = Map::new();
    named.insert("Cat".to_owned(), pet("cat", "lives", json!({"type": "integer"})));
    named.insert("Dog".to_owned(), pet("dog", "loud", json!({"type": "boolean"})));
    for (name, mut schema, examples) in kinds() {
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("examples".to_owned(), examples);
        }
        named.insert(name.to_owned(), schema);
    }
    named
}

/// The unions by name: of references, and of scalars themselves.
fn unions() -> Vec<(String, Value)> {
    let kinds = kinds();
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let inline = |(name, schema, examples): &Kind| {
        let mut schema = schema.clone();
        if let Some(schema) = schema.as_object_mut() {
            schema.insert("title".to_owned(), (*name).into());
            schema.insert("examples".to_owned(), examples.clone());
        }
        schema
    };
    let scalars: Vec<&str> = scalars().iter().map(|(name, ..)| *name).collect();
    let is_scalar = |(name, ..): &Kind| scalars.contains(name);
    let mut unions = Vec::new();
    for (index, one) in kinds.iter().enumerate() {
        for other in kinds.iter().skip(index + 1) {
            for (first, second) in [(one, other), (other, one)] {
                let members = json!({"oneOf": [reference(first.0), reference(second.0)]});
                unions.push((format!("{}Or{}", first.0, second.0), members));
            }
            if is_scalar(one) && is_scalar(other) {
                let members = json!({"anyOf": [inline(one), inline(other)]});
                unions.push((format!("Inline{}Or{}", one.0, other.0), members));
            }
        }
    }
    unions
}
