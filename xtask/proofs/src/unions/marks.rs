//! A value and the discriminator of a union in; the members that its mark selects out (OpenAPI 3.2.0, section 4.25).

use std::collections::BTreeSet;

use serde_json::Value;

use super::judge::{Right, Union};
use super::schemas::{Discriminator, Schemas};

/// Unions within unions are looked into this deep.
const DEEPEST: usize = 8;

/// The members that are right by the mark of an object.
pub(super) fn right(
    schemas: &Schemas,
    union: &Union,
    value: &Value,
    discriminator: &Discriminator<'_>,
) -> Right {
    let only = |variant: &str| Right::Members(BTreeSet::from([variant.to_owned()]));
    let property = discriminator.property;
    let mark = value.get(property).and_then(Value::as_str);
    if let Some(target) = mark.and_then(|mark| discriminator.targets.get(mark)) {
        return by_target(schemas, union, target);
    }
    let lists =
        |pointer: &str| mark.is_some_and(|mark| accepts(schemas, pointer, property, mark, DEEPEST));
    // The schema that others extend lists values that mean none of them, or does not ask for one.
    let own = union.own.as_deref().filter(|_| union.listed.is_empty());
    let is_optional = |own: &str| mark.is_none() && !schemas.requires(own, property);
    if own.is_some_and(|own| lists(own) || is_optional(own)) {
        return Right::Any;
    }
    let listing = union.members.iter().filter(|(_, pointer)| lists(pointer));
    let listing: BTreeSet<String> = listing.map(|(variant, _)| variant.clone()).collect();
    if !listing.is_empty() {
        return Right::Members(listing);
    }
    if let Some(default) = &discriminator.default {
        let variant = union.members.iter().find(|(_, pointer)| pointer == default);
        return variant.map_or(Right::Any, |(variant, _)| only(variant));
    }
    only("Unknown")
}

/// The members that a schema is, or that it extends.
fn by_target(schemas: &Schemas, union: &Union, target: &str) -> Right {
    let only = |variant: &str| Right::Members(BTreeSet::from([variant.to_owned()]));
    // A member may be a union itself, of all that extend it.
    let lineage = match union.listed.contains(target) {
        true => vec![target.to_owned()],
        false => schemas.extended(target),
    };
    let member = lineage.iter().find_map(|above| union.members.iter().find(|(_, it)| it == above));
    match member {
        Some((variant, _)) => only(variant),
        None if union.listed.contains(target) => only(&format!("`{target}`, which is no member")),
        // Its value is that of the schema itself, which others extend, or it has nothing to do with the union.
        None => Right::Any,
    }
}

/// Whether the schema at that pointer lists the mark among the values of the property, or selects one of its members by
/// it.
fn accepts(schemas: &Schemas, pointer: &str, property: &str, mark: &str, depth: usize) -> bool {
    let Some(depth) = depth.checked_sub(1) else { return false };
    let lineage = schemas.extended(pointer);
    let all = || lineage.iter().filter_map(|it| schemas.at(it));
    let lists = |schema: &Value| {
        let property = schema.get("properties").and_then(|it| it.get(property));
        let values = property.and_then(|it| it.get("enum")).and_then(Value::as_array);
        let only = property.and_then(|it| it.get("const"));
        values.into_iter().flatten().chain(only).any(|value| value.as_str() == Some(mark))
    };
    if all().any(lists) {
        return true;
    }
    let is_union = |schema: &&Value| schema.get("oneOf").is_some() || schema.get("anyOf").is_some();
    let Some(union) = all().find(is_union) else { return false };
    let own = schemas.discriminator(pointer).filter(|own| own.property == property);
    let lists = ["oneOf", "anyOf"].into_iter().filter_map(|key| union.get(key)?.as_array());
    let members: Vec<&str> = lists.flatten().filter_map(|it| it.get("$ref")?.as_str()).collect();
    let target = own.as_ref().and_then(|own| own.targets.get(mark));
    target.is_some_and(|target| members.contains(&target.as_str()))
        || members.iter().any(|member| accepts(schemas, member, property, mark, depth))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::super::judge::{Right, union};
    use super::right;
    use crate::unions::schemas::Schemas;

    #[test]
    fn a_mark_decides() {
        let schemas = Schemas::new(json!({"openapi": "3.0.0", "components": {"schemas": {
            "Pet": {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Toy"}], "discriminator": {"propertyName": "kind", "mapping": {"kitten": "Cat"}}},
            "Cat": {"type": "object", "nullable": true},
            "Toy": {"oneOf": [{"$ref": "#/components/schemas/Ball"}]},
            "Ball": {"properties": {"kind": {"enum": ["ball"]}}},
            "Tabby": {"allOf": [{"$ref": "#/components/schemas/Cat"}]},
        }}})).unwrap();
        let variants =
            json!([{"name": "Cat", "ty": {"Named": 0}}, {"name": "Toy", "ty": {"Named": 1}}]);
        let ty = json!({"name": "Pet", "pointer": "#/components/schemas/Pet", "kind": {"Union": {"variants": variants}}});
        let types =
            ["Cat", "Toy"].map(|name| json!({"pointer": format!("#/components/schemas/{name}")}));
        let pet = union(&ty, &types, &schemas).unwrap();
        let mut discriminator = schemas.discriminator("#/components/schemas/Pet").unwrap();
        assert_eq!(discriminator.property, "kind");
        let mut found = |mark: &str, default: Option<&str>| {
            discriminator.default = default.map(|it| format!("#/components/schemas/{it}"));
            match right(&schemas, &pet, &json!({"kind": mark}), &discriminator) {
                Right::Members(names) => names,
                Right::Any => BTreeSet::new(),
            }
        };
        for (mark, right) in [
            ("Cat", "Cat"),
            ("kitten", "Cat"),
            ("Tabby", "Cat"),
            ("dog", "Unknown"),
            ("ball", "Toy"),
        ] {
            assert_eq!(Vec::from_iter(found(mark, None)), [right], "{mark}");
        }
        assert_eq!(Vec::from_iter(found("dog", Some("Toy"))), ["Toy"]);
        let cat = schemas.validator("#/components/schemas/Cat").unwrap();
        assert!(cat.is_valid(&json!(null)) && cat.is_valid(&json!({})) && !cat.is_valid(&json!(1)));
    }
}
