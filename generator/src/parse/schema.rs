//! The Schema Object (OpenAPI 3.0.4, section 4.7.24).

use indexmap::IndexMap;
use openapiv3::{
    AdditionalProperties, AnySchema, Discriminator, ExternalDocumentation, ReferenceOr, Schema,
    SchemaData, SchemaKind,
};
use serde_json::Value as Json;

use super::SchemaOrigin;
use super::carrier::{self, Extensions};
use super::context::{Context, only_reference, reference_to};
use super::keys::{Keys, map};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::{Node, Value};

/// Reads every schema that something refers to, and those that they refer to in turn.
pub(super) fn read_queued(
    context: &mut Context<'_>,
) -> IndexMap<String, (SchemaOrigin, ReferenceOr<Schema>)> {
    let mut schemas = IndexMap::new();
    let mut index = 0;
    while let Some((key, origin, node)) = context.queued(index) {
        index += 1;
        if let Some(schema) = read(context, node) {
            schemas.insert(key, (origin, schema));
        }
    }
    schemas
}

/// A schema, or a reference to one.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Schema>> {
    if let Some(reference) = only_reference(node)
        && node.get("description").is_none()
    {
        return context.schema_reference(reference).map(|key| reference_to(&key));
    }
    context.deeper(node.span, |context| object(context, node)).map(ReferenceOr::Item)
}

fn boxed(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Box<Schema>>> {
    Some(match read(context, node)? {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    })
}

fn object(context: &mut Context<'_>, node: &Node) -> Option<Schema> {
    let mut keys = Keys::of(context, node, "schema")?;
    let mut carriers = Extensions::new();
    let mut schema = AnySchema {
        typ: type_of(context, &mut keys),
        format: keys.string(context, "format"),
        pattern: keys.string(context, "pattern"),
        enumeration: keys.array(context, "enum").iter().map(Node::to_json).collect(),
        unique_items: keys.boolean(context, "uniqueItems"),
        min_length: keys.count(context, "minLength"),
        max_length: keys.count(context, "maxLength"),
        min_items: keys.count(context, "minItems"),
        max_items: keys.count(context, "maxItems"),
        min_properties: keys.count(context, "minProperties"),
        max_properties: keys.count(context, "maxProperties"),
        ..AnySchema::default()
    };
    bounds(context, &mut keys, &mut schema, &mut carriers);
    structure(context, &mut keys, &mut schema);
    composition(context, &mut keys, &mut schema);
    if let Some(xml) = keys.json("xml") {
        carriers.insert(carrier::XML.to_owned(), xml);
    }
    let mut data = annotations(context, &mut keys);
    data.extensions = keys.finish(context);
    data.extensions.extend(carriers);
    Some(Schema { schema_data: data, schema_kind: SchemaKind::Any(schema) })
}

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

fn type_of(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<String> {
    let node = keys.node("type")?;
    match node.as_str() {
        Some(name) if TYPES.contains(&name) => Some(name.to_owned()),
        other => {
            let found =
                other.map_or_else(|| node.describe().to_owned(), |name| format!("`{name}`"));
            context.report(
                Diagnostic::error(
                    Code::InvalidValue,
                    node.span,
                    format!("{found} is no type of a schema"),
                )
                .help(format!("write one of {}", TYPES.join(", "))),
            );
            None
        }
    }
}

/// Bounds of numbers. Those that a float would change are carried as they were written.
fn bounds(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
    schema: &mut AnySchema,
    carriers: &mut Extensions,
) {
    let mut exact = serde_json::Map::new();
    for key in ["minimum", "maximum", "multipleOf"] {
        if let Some(Value::Number(number)) = keys.node(key).map(|node| &node.value)
            && number.as_f64().is_none_or(|value| value.abs() > 9_007_199_254_740_992.0)
        {
            exact.insert(key.to_owned(), Json::from(number.0.clone()));
        }
    }
    if !exact.is_empty() {
        carriers.insert(carrier::EXACT_BOUNDS.to_owned(), Json::Object(exact));
    }
    schema.minimum = keys.number(context, "minimum");
    schema.maximum = keys.number(context, "maximum");
    schema.multiple_of = keys.number(context, "multipleOf");
    schema.exclusive_minimum = keys.boolean(context, "exclusiveMinimum");
    schema.exclusive_maximum = keys.boolean(context, "exclusiveMaximum");
}

/// Properties and items.
fn structure(context: &mut Context<'_>, keys: &mut Keys<'_>, schema: &mut AnySchema) {
    let properties = keys.object(context, "properties");
    schema.properties = map(context, properties, boxed);
    for node in keys.array(context, "required") {
        match node.as_str() {
            Some(name) => schema.required.push(name.to_owned()),
            None => context.report(
                Diagnostic::warning(
                    Code::WrongType,
                    node.span,
                    format!(
                        "`required` lists names of properties, not {}; this one is ignored",
                        node.describe()
                    ),
                )
                .help("write the property's name"),
            ),
        }
    }
    schema.additional_properties =
        keys.node("additionalProperties").and_then(|node| match node.as_bool() {
            Some(allowed) => Some(AdditionalProperties::Any(allowed)),
            None => {
                read(context, node).map(|schema| AdditionalProperties::Schema(Box::new(schema)))
            }
        });
    schema.items = keys.node("items").and_then(|node| boxed(context, node));
}

/// `allOf`, `oneOf`, `anyOf`, `not`, and the reference that stands beside other keywords.
fn composition(context: &mut Context<'_>, keys: &mut Keys<'_>, schema: &mut AnySchema) {
    if let Some(reference) = keys.node("$ref")
        && let Some(key) = context.schema_reference(reference)
    {
        schema.all_of.push(reference_to(&key));
    }
    for node in keys.array(context, "allOf") {
        schema.all_of.extend(read(context, node));
    }
    for node in keys.array(context, "oneOf") {
        schema.one_of.extend(read(context, node));
    }
    for node in keys.array(context, "anyOf") {
        schema.any_of.extend(read(context, node));
    }
    schema.not = keys.node("not").and_then(|node| read(context, node)).map(Box::new);
}

fn annotations(context: &mut Context<'_>, keys: &mut Keys<'_>) -> SchemaData {
    SchemaData {
        title: keys.string(context, "title"),
        description: keys.string(context, "description"),
        nullable: keys.boolean(context, "nullable").unwrap_or_default(),
        read_only: keys.boolean(context, "readOnly").unwrap_or_default(),
        write_only: keys.boolean(context, "writeOnly").unwrap_or_default(),
        deprecated: keys.boolean(context, "deprecated").unwrap_or_default(),
        default: keys.json("default"),
        example: keys.json("example"),
        external_docs: keys.node("externalDocs").and_then(|node| external_docs(context, node)),
        discriminator: keys.node("discriminator").and_then(|node| discriminator(context, node)),
        extensions: Extensions::new(),
    }
}

/// The External Documentation Object (4.7.11).
pub(super) fn external_docs(
    context: &mut Context<'_>,
    node: &Node,
) -> Option<ExternalDocumentation> {
    let mut keys = Keys::of(context, node, "documentation link")?;
    let url = keys.string(context, "url");
    let description = keys.string(context, "description");
    let extensions = keys.finish(context);
    Some(ExternalDocumentation { url: url?, description, extensions })
}

/// The Discriminator Object (4.7.25). The values of its mapping become the keys of schemas, as in references.
fn discriminator(context: &mut Context<'_>, node: &Node) -> Option<Discriminator> {
    let mut keys = Keys::of(context, node, "discriminator")?;
    let property_name = keys.required_string(context, "propertyName");
    let mut mapping = IndexMap::new();
    for (value, entry) in keys.object(context, "mapping").into_iter().flatten() {
        let Some(text) = entry.node.as_str() else { continue };
        // A value is a name or a reference; a name is the reference to the component of that name.
        let is_name =
            !text.contains(['#', '/']) && !text.ends_with(".yaml") && !text.ends_with(".json");
        let reference =
            if is_name { format!("#/components/schemas/{text}") } else { text.to_owned() };
        if let Some(key) = context.schema_reference(&Node::string(reference, entry.node.span)) {
            mapping.insert(value.clone(), key);
        }
    }
    let extensions = keys.finish(context);
    Some(Discriminator { property_name: property_name?, mapping, extensions })
}
