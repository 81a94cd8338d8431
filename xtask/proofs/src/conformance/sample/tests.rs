use serde_json::{Value, json};

use super::{Direction, Extent, Place, Sampler};
use crate::conformance::schema::Schemas;

fn sample_of(
    schemas: &Value,
    schema: &Value,
    extent: Extent,
    place: Place,
) -> Result<Value, String> {
    let description = json!({ "components": { "schemas": schemas } });
    Sampler::new(Schemas::of(&description), extent, Direction::Request).sample(schema, place)
}

fn sample(schema: Value, extent: Extent) -> Value {
    sample_of(&json!({}), &schema, extent, Place::Json).unwrap()
}

#[test]
fn required_properties_alone_or_all_of_them_but_not_what_is_only_received() {
    let schema = json!({
        "type": "object", "required": ["id", "name"],
        "properties": {
            "id": { "type": "integer", "readOnly": true },
            "name": { "type": "string" },
            "nested": { "type": "object", "required": ["deep"], "properties": { "deep": { "type": "boolean" } } },
        },
    });
    assert_eq!(sample(schema.clone(), Extent::Required), json!({ "name": "text-1" }));
    let all = sample(schema, Extent::All);
    assert!(all["nested"]["deep"].is_boolean() && all.get("id").is_none(), "{all}");
}

#[test]
fn properties_that_may_be_missing_make_up_the_number_that_is_needed() {
    let schema = json!({
        "type": "object", "minProperties": 2, "additionalProperties": false,
        "properties": {
            "id": { "type": "integer", "readOnly": true }, "a": { "type": "integer" },
            "b": { "type": "boolean" }, "c": { "type": "string" },
        },
    });
    let value = sample(schema, Extent::Required);
    assert!(value["a"].is_number() && value["b"].is_boolean(), "{value}");
    assert_eq!(value.as_object().unwrap().len(), 2);
}

#[test]
fn the_value_itself_has_all_of_its_properties_however_many_values_that_makes() {
    let item = json!({ "type": "object", "properties": { "n": { "type": "integer" } } });
    let list = json!({ "type": "array", "minItems": 300, "items": item });
    let node = json!({
        "type": "object",
        "properties": { "a": list, "b": { "$ref": "#/components/schemas/Node" }, "c": item },
    });
    let schema = json!({ "$ref": "#/components/schemas/Node" });
    let value = sample_of(&json!({ "Node": node }), &schema, Extent::All, Place::Json).unwrap();
    assert_eq!((&value["b"], &value["c"]), (&json!({}), &json!({})));
}

#[test]
fn what_may_be_null_ends_what_requires_itself() {
    let node = json!({
        "type": "object", "required": ["next"],
        "properties": { "next": { "nullable": true, "allOf": [{ "$ref": "#/components/schemas/Node" }] } },
    });
    let schema = json!({ "$ref": "#/components/schemas/Node" });
    let sample =
        |node: &Value| sample_of(&json!({ "Node": node }), &schema, Extent::Required, Place::Json);
    let end = "{\"next\":null}";
    assert!(sample(&node).unwrap().to_string().contains(end));
    let mut endless = node;
    endless["properties"]["next"] = schema.clone();
    assert!(sample(&endless).is_err());
}

#[test]
fn bounds_hold() {
    let of = |schema: Value| sample(schema, Extent::All);
    assert_eq!(of(json!({ "type": "integer", "minimum": 10, "exclusiveMinimum": true })), 11);
    assert_eq!(of(json!({ "type": "integer", "minimum": 10, "multipleOf": 7 })), 14);
    assert_eq!(of(json!({ "type": "integer", "maximum": -3 })), -3);
    assert_eq!(of(json!({ "type": "number", "minimum": 0, "maximum": 1 })), 0.5);
    assert_eq!(of(json!({ "type": "number", "minimum": 0.25, "maximum": 0.75 })), 0.5);
    let between = json!({
        "type": "number", "minimum": 1, "exclusiveMinimum": true, "maximum": 1.5, "exclusiveMaximum": true,
    });
    assert_eq!(of(between), 1.25);
    assert_eq!(
        of(json!({ "type": "string", "minLength": 30 })).as_str().unwrap().chars().count(),
        30
    );
    assert_eq!(of(json!({ "type": "string", "maxLength": 2 })).as_str().unwrap().len(), 2);
    let list = of(
        json!({ "type": "array", "minItems": 3, "uniqueItems": true, "items": { "enum": [1, 2, 3] } }),
    );
    assert_eq!(list.as_array().unwrap().len(), 3);
    assert_ne!(list[0], list[1]);
    let schema = json!({ "type": "array", "minItems": 3, "uniqueItems": true, "items": { "type": "boolean" } });
    assert!(sample_of(&json!({}), &schema, Extent::All, Place::Json).is_err());
}

#[test]
fn a_discriminator_has_the_value_of_the_member() {
    let schemas = json!({
        "Cat": { "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } } },
        "Dog": { "allOf": [{ "$ref": "#/components/schemas/Pet" }] },
        "Pet": {
            "type": "object", "required": ["kind"], "properties": { "kind": { "type": "string" } },
            "discriminator": { "propertyName": "kind", "mapping": { "woof": "#/components/schemas/Dog" } },
        },
    });
    let union = json!({
        "oneOf": [{ "$ref": "#/components/schemas/Cat" }], "discriminator": { "propertyName": "kind" },
    });
    let of = |schema: &Value| sample_of(&schemas, schema, Extent::All, Place::Json).unwrap();
    assert_eq!(of(&union)["kind"], "Cat");
    assert_eq!(of(&json!({ "$ref": "#/components/schemas/Dog" }))["kind"], "woof");
}

#[test]
fn recursion_ends_where_it_may_and_is_an_error_where_it_may_not() {
    let schemas = json!({
        "Tree": { "type": "object", "properties": {
            "left": { "$ref": "#/components/schemas/Tree" },
            "others": { "type": "array", "items": { "$ref": "#/components/schemas/Tree" } },
        } },
        "Endless": { "type": "object", "required": ["next"], "properties": { "next": { "$ref": "#/components/schemas/Endless" } } },
    });
    let tree = json!({ "$ref": "#/components/schemas/Tree" });
    assert!(sample_of(&schemas, &tree, Extent::All, Place::Json).is_ok());
    let endless = json!({ "$ref": "#/components/schemas/Endless" });
    assert!(sample_of(&schemas, &endless, Extent::Required, Place::Json).is_err());
}

#[test]
fn texts_hold_what_their_place_can_hold() {
    let text = json!({ "type": "string" });
    let of = |place| {
        sample_of(&json!({}), &text, Extent::All, place).unwrap().as_str().unwrap().to_owned()
    };
    assert!(of(Place::Text).contains('/') && of(Place::Text).contains('é'));
    assert!(!of(Place::Header).contains(','));
    assert!(!of(Place::Delimited('|')).contains('|'));
    assert!(!of(Place::Delimited(' ')).contains(' '));
}
