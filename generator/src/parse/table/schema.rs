//! The Schema Object (OpenAPI 3.0.4, section 4.7.24; JSON Schema 2020-12), and the objects in it.

use super::kind::Shape::{
    Any, Array, Boolean, Bound, Count, Items, Map, Number, Object, ObjectOrString, Schema,
    SchemaOrBoolean, SchemaOrStrings, String, Type,
};
use super::kind::{Key, Kind, Shape, key, required, required_until};
use crate::normalize::Dialect;

pub(super) static SCHEMA: Kind = Kind::new("schema", &KEYWORDS).by("type", &[("array", &ARRAY)]);

/// All of them.
pub(super) static KINDS: &[&Kind] = &[&SCHEMA, &DISCRIMINATOR, &XML, &EXTERNAL_DOCS];

static ARRAY: Kind =
    Kind::new("schema", &[required_until(Dialect::V3_0, "items", Items(&SCHEMA))]).and(&SCHEMA);

static KEYWORDS: [Key; 66] = [
    key("$ref", String),
    key("type", Type),
    key("properties", Map(&SCHEMAS)),
    key("required", Array(&String)),
    key("description", String),
    key("items", Items(&SCHEMA)),
    key("format", String),
    key("enum", Array(&Any)),
    key("example", Any),
    key("allOf", Array(&SCHEMAS)),
    key("oneOf", Array(&SCHEMAS)),
    key("anyOf", Array(&SCHEMAS)),
    key("not", Schema(&SCHEMA)),
    key("title", String),
    key("nullable", Boolean),
    key("x-nullable", Boolean),
    key("default", Any),
    key("readOnly", Boolean),
    key("writeOnly", Boolean),
    key("deprecated", Boolean),
    key("additionalProperties", SchemaOrBoolean(&SCHEMA)),
    key("minLength", Count),
    key("maxLength", Count),
    key("pattern", String),
    key("minimum", Number),
    key("maximum", Number),
    key("exclusiveMinimum", Bound),
    key("exclusiveMaximum", Bound),
    key("multipleOf", Number),
    key("minItems", Count),
    key("maxItems", Count),
    key("uniqueItems", Boolean),
    key("minProperties", Count),
    key("maxProperties", Count),
    key("const", Any),
    key("examples", Array(&Any)),
    key("prefixItems", Array(&SCHEMAS)),
    key("additionalItems", SchemaOrBoolean(&SCHEMA)),
    key("unevaluatedItems", SchemaOrBoolean(&SCHEMA)),
    key("unevaluatedProperties", SchemaOrBoolean(&SCHEMA)),
    key("patternProperties", Map(&SCHEMAS)),
    key("propertyNames", Schema(&SCHEMA)),
    key("dependentRequired", Map(&Array(&String))),
    key("dependentSchemas", Map(&SCHEMAS)),
    key("dependencies", Map(&SchemaOrStrings(&SCHEMA))),
    key("contains", Schema(&SCHEMA)),
    key("minContains", Count),
    key("maxContains", Count),
    key("if", Schema(&SCHEMA)),
    key("then", Schema(&SCHEMA)),
    key("else", Schema(&SCHEMA)),
    key("contentEncoding", String),
    key("contentMediaType", String),
    key("contentSchema", Schema(&SCHEMA)),
    key("discriminator", ObjectOrString(&DISCRIMINATOR)),
    key("xml", Object(&XML)),
    key("externalDocs", Object(&EXTERNAL_DOCS)),
    key("$defs", Map(&SCHEMAS)),
    key("definitions", Map(&SCHEMAS)),
    key("$id", String),
    key("$anchor", String),
    key("$dynamicAnchor", String),
    key("$dynamicRef", String),
    key("$schema", String),
    key("$vocabulary", Map(&Boolean)),
    key("$comment", String),
];

/// A schema among others.
pub(super) static SCHEMAS: Shape = Schema(&SCHEMA);

static DISCRIMINATOR: Kind = Kind::new(
    "discriminator",
    &[
        required("propertyName", String),
        key("mapping", Map(&String)),
        key("defaultMapping", String),
    ],
);

static XML: Kind = Kind::new(
    "description of XML",
    &[
        key("name", String),
        key("namespace", String),
        key("prefix", String),
        key("attribute", Boolean),
        key("wrapped", Boolean),
        key("nodeType", String),
    ],
);

pub(super) static EXTERNAL_DOCS: Kind =
    Kind::new("documentation link", &[required("url", String), key("description", String)]);
