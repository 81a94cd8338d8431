//! Descriptions whose unions are in other places and of other forms than two schemas side by side: three members, lists,
//! maps and properties of members, `allOf`, `null`, OpenAPI 3.0, hierarchies, conditions.

use std::path::Path;

use serde_json::{Map, Value, json};

use super::kinds::{self, Kind};
use crate::corpus::Description;

/// How far apart in the list of kinds the members of a union are.
const STEPS: [usize; 3] = [1, 7, 24];

/// Writes the descriptions into a folder.
///
/// # Errors.
///
/// The folder cannot be written to.
pub(super) fn write(folder: &Path) -> Result<Vec<Description>, String> {
    let all = kinds::kinds();
    let mut modern = kinds::named();
    modern.extend(forms(&all));
    let older: Vec<Kind> = all.into_iter().filter_map(as_3_0).collect();
    let mut old = named_3_0(&older);
    old.extend(forms(&older));
    Ok(vec![
        kinds::describe(folder, "forms-3-1", "3.1.0", modern)?,
        kinds::describe(folder, "forms-3-0", "3.0.3", old)?,
        kinds::describe(folder, "families-3-1", "3.1.0", families())?,
        kinds::describe(folder, "families-3-0", "3.0.3", families())?,
        kinds::describe(folder, "families-2-0", "2.0", hierarchy(&json!("kind")))?,
    ])
}

/// The unions of all forms.
fn forms(kinds: &[Kind]) -> Vec<(String, Value)> {
    let mut unions = Vec::new();
    for (index, first) in kinds.iter().enumerate() {
        let at = |step: usize| kinds.get((index + step) % kinds.len());
        for (number, step) in STEPS.into_iter().enumerate() {
            let (Some(second), Some(third)) = (at(step), at(step * 2 + 1)) else { continue };
            let three = [first, second, third].map(reference);
            unions.push((format!("Three{number}{}", first.0), json!({"oneOf": three})));
            for (form, wrap) in FORMS {
                let name = format!("{form}{}Or{}", first.0, second.0);
                let key = if index % 2 == 0 { "oneOf" } else { "anyOf" };
                unions.push((name, json!({ key: [wrap(first), wrap(second)] })));
            }
        }
    }
    unions
}

fn reference(kind: &Kind) -> Value {
    json!({"$ref": format!("#/components/schemas/{}", kind.0)})
}

type Form = fn(&Kind) -> Value;

/// What is made of a member.
const FORMS: [(&str, Form); 5] = [
    ("List", |kind| {
        with_title(kind, json!({"type": "array", "items": reference(kind)}), &|it| json!([it]))
    }),
    ("Map", |kind| {
        let schema = json!({"type": "object", "additionalProperties": reference(kind)});
        with_title(kind, schema, &|it| json!({"key": it}))
    }),
    ("Holder", |kind| {
        let schema = json!({"type": "object", "required": ["part"], "properties": {"part": reference(kind)}});
        with_title(kind, schema, &|it| json!({"part": it}))
    }),
    ("Chance", |kind| {
        let schema = json!({"type": "object", "properties": {"part": reference(kind)}});
        with_title(kind, schema, &|it| json!({"part": it}))
    }),
    ("All", |kind| {
        let schema = json!({"allOf": [reference(kind), {"description": "The same."}]});
        with_title(kind, schema, &Value::clone)
    }),
];

/// The schema with the kind's name and its values.
fn with_title(kind: &Kind, mut schema: Value, of: &dyn Fn(&Value) -> Value) -> Value {
    let values: Vec<Value> = kind.2.as_array().into_iter().flatten().map(of).collect();
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("title".to_owned(), kind.0.into());
        schema.insert("examples".to_owned(), values.into());
    }
    schema
}

/// The kind as OpenAPI 3.0 writes it; `None` if it cannot.
fn as_3_0((name, mut schema, values): Kind) -> Option<Kind> {
    older(&mut schema).then_some((name, schema, values))
}

/// Writes a schema without what came with OpenAPI 3.1; false if that is not possible.
fn older(schema: &mut Value) -> bool {
    let Some(object) = schema.as_object_mut() else { return !schema.is_boolean() };
    if ["prefixItems", "propertyNames"].iter().any(|key| object.contains_key(*key)) {
        return false;
    }
    if let Some(only) = object.remove("const") {
        object.insert("enum".to_owned(), json!([only]));
    }
    if let Some(bound) = object.remove("exclusiveMaximum") {
        object.insert("maximum".to_owned(), bound);
        object.insert("exclusiveMaximum".to_owned(), true.into());
    }
    let properties = object.get_mut("properties").and_then(Value::as_object_mut);
    let all_are = properties.is_none_or(|it| it.values_mut().all(older));
    all_are && object.get_mut("items").is_none_or(older)
}

fn named_3_0(kinds: &[Kind]) -> Map<String, Value> {
    let mut named = kinds::named();
    named.retain(|name, schema| match kinds.iter().find(|kind| kind.0 == name) {
        Some(kind) => {
            *schema = with_title(kind, kind.1.clone(), &Value::clone);
            true
        }
        None => older(schema),
    });
    named
}

/// Hierarchies, and unions with marks within unions.
fn families() -> Map<String, Value> {
    let mut all = hierarchy(&json!({"propertyName": "kind"}));
    let reference = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    let object = |properties: Value| json!({"type": "object", "properties": properties});
    let marked = |mark: &str, key: &str| {
        json!({
            "type": "object",
            "required": ["sort"],
            "properties": {"sort": {"enum": [mark]}, key: {"type": "string"}},
            "examples": [{"sort": mark, key: "x"}, {"sort": mark}],
        })
    };
    let plain = |key: &str, mark: &str| {
        let properties = json!({"sort": {"type": "string"}, key: {"type": "string"}});
        let examples = json!([{"sort": mark, key: "x"}]);
        json!({"type": "object", "required": ["sort"], "properties": properties, "examples": examples})
    };
    let members = |names: &[&str]| names.iter().map(|name| reference(name)).collect::<Vec<_>>();
    let more = json!({
        "Nail": marked("nail", "head"),
        "Screw": marked("screw", "thread"),
        "Glue": plain("brand", "glue"),
        "Tape": plain("brand", "tape"),
        "Fastener": {"oneOf": members(&["Nail", "Screw"])},
        "Sticker": {"oneOf": members(&["Glue", "Tape"]), "discriminator": {"propertyName": "sort", "mapping": {"glue": "Glue", "tape": "#/components/schemas/Tape"}}},
        "Implied": {"anyOf": members(&["Glue", "Tape"]), "discriminator": {"propertyName": "sort"}},
        "Both": {"oneOf": members(&["Fastener", "Sticker"])},
        "Reversed": {"oneOf": members(&["Sticker", "Fastener"])},
        "Tree": {"oneOf": [reference("Branch"), reference("Leaf")]},
        "Branch": {"type": "array", "items": reference("Tree"), "examples": [[], ["x"], [["x"], 1]]},
        "Leaf": {"oneOf": [{"type": "string"}, {"type": "integer"}], "examples": ["x", 1]},
        "Expression": {"anyOf": [reference("Sum"), reference("Negation"), {"type": "number", "title": "Constant", "examples": [1.5]}]},
        "Sum": {"type": "object", "required": ["left", "right"], "properties": {"left": reference("Expression"), "right": reference("Expression")}, "examples": [{"left": 1, "right": {"of": 2}}]},
        "Negation": {"type": "object", "required": ["of"], "properties": {"of": reference("Expression")}, "examples": [{"of": 1}, {"of": {"of": 1.5}}]},
        "Holder": {"allOf": [object(json!({"id": {"type": "string"}})), {"oneOf": [
            {"title": "ByName", "type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
            {"title": "ByNumber", "type": "object", "required": ["number"], "properties": {"number": {"type": "integer"}}},
        ]}]},
    });
    all.extend(more.as_object().cloned().unwrap_or_default());
    all
}

/// A hierarchy of four levels.
fn hierarchy(discriminator: &Value) -> Map<String, Value> {
    let extends = |name: &str, properties: Value, mark: &str| {
        json!({
            "allOf": [{"$ref": format!("#/components/schemas/{name}")}, {"type": "object", "properties": properties}],
            "example": {"kind": mark, "name": "x"},
        })
    };
    let named = json!({
        "Animal": {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}, "name": {"type": "string"}}, "discriminator": discriminator, "example": {"kind": "Animal"}},
        "Cow": extends("Animal", json!({"milk": {"type": "number"}}), "Cow"),
        "Calf": extends("Cow", json!({"days": {"type": "integer"}}), "Calf"),
        "Twin": extends("Calf", json!({"other": {"type": "string"}}), "Twin"),
        "Hen": extends("Animal", json!({"eggs": {"type": "integer"}}), "Hen"),
    });
    named.as_object().cloned().unwrap_or_default()
}
