//! The Schema Object (OpenAPI 3.0.4, section 4.7.24, with the keywords of 3.1 that are carried).

use indexmap::IndexMap;
use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};
use serde_json::Value as Json;

use super::context::{Context, reference_to, referenced_key};
use super::keys::{Keys, map};
use super::reference::{self, only_reference};
use super::{SchemaOrigin, discriminator, external_docs, values, xml};
use crate::diagnostic::{Code, Diagnostic, Severity, Span};
use crate::load::lookup;
use crate::load::node::{Node, Value};
use crate::normalize;
use crate::normalize::carrier::{self, Extensions};
use crate::suggest;

/// Longer lists of the names of properties are not carried.
const MOST_LISTED_NAMES: usize = 20;

/// Reads every referenced schema, and those that they refer to in turn.
pub(super) fn read_queued(
    context: &mut Context<'_>,
) -> IndexMap<String, (SchemaOrigin, ReferenceOr<Schema>)> {
    let mut schemas = IndexMap::new();
    let mut index = 0;
    while let Some((key, origin, node)) = context.queued(index) {
        index += 1;
        let Some(mut schema) = read(context, &node) else { continue };
        if matches!(&schema, ReferenceOr::Reference { reference } if referenced_key(reference) == key)
        {
            context.report(
                Diagnostic::warning(
                    Code::ReferenceCycle,
                    origin.span,
                    "this schema only refers to itself; every value is accepted",
                )
                .help("point it at a definition"),
            );
            schema = ReferenceOr::Item(anything(context, origin.span));
        }
        schemas.insert(key, (origin, schema));
    }
    schemas
}

/// A schema, or a reference to one; `None` if a reference has no target or the nesting has no end.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<ReferenceOr<Schema>> {
    if let Some(reference) = only_reference(node)
        && node.get("description").is_none()
    {
        if is_no_schema(context, reference) {
            return Some(ReferenceOr::Item(anything(context, node.span)));
        }
        // What a reference without a target means is not known.
        return Some(match reference::schema(context, reference, Severity::Error) {
            Some(key) => reference_to(&key),
            None => ReferenceOr::Item(anything(context, node.span)),
        });
    }
    match &node.value {
        _ if normalize::is_never(node) => {
            let mut schema = anything(context, node.span);
            schema.schema_data.extensions.insert(carrier::NEVER.to_owned(), Json::Bool(true));
            Some(schema)
        }
        Value::Object(_) => context.deeper(node.span, |context| {
            check_dynamic(context, node);
            let recursive = reference::without_recursive(context, node);
            let node = recursive.as_ref().unwrap_or(node);
            let node = normalize::schema(node, context.dialect, context.diagnostics);
            object(context, &node)
        }),
        Value::Bool(_) => Some(anything(context, node.span)),
        _ => {
            context.report(
                Diagnostic::warning(
                    Code::WrongType,
                    node.span,
                    format!(
                        "a schema has to be an object, not {}; every value is accepted",
                        node.describe()
                    ),
                )
                .help("write the schema as an object"),
            );
            Some(anything(context, node.span))
        }
    }
    .map(ReferenceOr::Item)
}

/// Whether the reference points to a whole description, which is reported.
fn is_no_schema(context: &mut Context<'_>, reference: &Node) -> bool {
    let leads = reference::leads_to_description(context, reference);
    if leads {
        let what = match reference.as_str() {
            None | Some("") => String::from("an empty reference"),
            Some(text) => format!("the reference `{text}`"),
        };
        context.report(
            Diagnostic::warning(
                Code::InvalidValue,
                reference.span,
                format!("{what} points to a whole description, which is not a schema; every value is accepted"),
            )
            .help("write a reference such as '#/components/schemas/Name', or `{}` for any value"),
        );
    }
    leads
}

/// A dynamic reference is resolved where the description is read, not where a value is validated: with one anchor of
/// its name both are the same.
fn check_dynamic(context: &mut Context<'_>, node: &Node) {
    let Some(reference) = node.get("$dynamicRef") else { return };
    let name = reference.as_str().and_then(|text| text.rsplit_once('#')).map(|(_, name)| name);
    if name.is_some_and(|name| context.documents.anchors_named(name) > 1) {
        context.report(
            Diagnostic::warning(
                Code::NotGenerated,
                reference.span,
                "several schemas have this `$dynamicAnchor`; the nearest one is used",
            )
            .help("use `$ref` to select one"),
        );
    }
}

/// The schema that accepts every value.
pub(super) fn anything(context: &mut Context<'_>, span: Span) -> Schema {
    let mut schema_data = SchemaData::default();
    schema_data.extensions.insert(carrier::SOURCE.to_owned(), context.source(span));
    Schema { schema_data, schema_kind: SchemaKind::Any(AnySchema::default()) }
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
        format: keys.string(context, "format").filter(|format| !format.is_empty()),
        pattern: keys.string(context, "pattern"),
        unique_items: keys.boolean(context, "uniqueItems"),
        min_length: keys.count(context, "minLength"),
        max_length: keys.count(context, "maxLength"),
        min_items: keys.count(context, "minItems"),
        max_items: keys.count(context, "maxItems"),
        min_properties: keys.count(context, "minProperties"),
        max_properties: keys.count(context, "maxProperties"),
        ..AnySchema::default()
    };
    file_type(&mut schema);
    schema.enumeration = values::enumeration(context, &mut keys, schema.typ.as_deref());
    bounds(context, &mut keys, &mut schema, &mut carriers);
    structure(context, &mut keys, &mut schema, &mut carriers);
    composition(context, &mut keys, &mut schema);
    if let Some(entry) = keys.entry("xml") {
        let xml = xml::read(context, entry, node.get("$ref").is_some());
        carriers.extend(xml.map(|xml| (carrier::XML.to_owned(), xml)));
    }
    let mut data = annotations(context, &mut keys, schema.typ.as_deref());
    // Names for references, and words for those who read the description.
    keys.skip(&["$defs", "definitions", "$id", "id", "$anchor", "$dynamicAnchor"]);
    keys.skip(&["$recursiveAnchor"]);
    keys.skip(&["$schema", "$vocabulary", "$comment"]);
    data.extensions = keys.finish(context);
    data.extensions.extend(carriers);
    Some(Schema { schema_data: data, schema_kind: SchemaKind::Any(schema) })
}

const TYPES: [&str; 6] = ["string", "number", "integer", "boolean", "array", "object"];

/// Types that the specification does not have, and what they mean.
const MEANT_TYPES: [(&str, &[&str]); 7] = [
    ("string", &["str", "text", "date", "datetime", "date-time", "uuid", "uri", "url", "char"]),
    ("string", &["email", "enum", "binary", "byte", "password", "time", "file"]),
    ("number", &["float", "double", "decimal", "numeric"]),
    ("integer", &["int", "int32", "int64", "long", "short", "bigint"]),
    ("boolean", &["bool"]),
    ("array", &["list", "set"]),
    ("object", &["map", "dict", "hash", "json", "struct"]),
];

fn type_of(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Option<String> {
    let node = keys.some("type")?;
    let Some(name) = node.as_str() else {
        invalid_type(context, node, node.describe(), None);
        return None;
    };
    if TYPES.contains(&name) || name == "file" {
        return Some(name.to_owned());
    }
    let lower = name.trim().to_ascii_lowercase();
    let meant = TYPES.into_iter().find(|known| *known == lower).or_else(|| {
        let mut groups = MEANT_TYPES.iter();
        groups.find(|(_, names)| names.contains(&lower.as_str())).map(|(known, _)| *known)
    });
    invalid_type(context, node, &format!("`{name}`"), meant);
    meant.map(str::to_owned)
}

fn invalid_type(context: &mut Context<'_>, node: &Node, found: &str, meant: Option<&str>) {
    let taken = match meant {
        Some(meant) => format!("it is read as `{meant}`"),
        None => String::from("every value is accepted"),
    };
    context.report(
        Diagnostic::warning(
            Code::InvalidValue,
            node.span,
            format!("{found} is not a schema type; {taken}"),
        )
        .help(suggest::did_you_mean(
            found.trim_matches('`'),
            TYPES,
            &format!("use one of {}", TYPES.join(", ")),
        )),
    );
}

/// `type: file` belongs to 2.0; in newer descriptions it is a leftover with the same meaning.
fn file_type(schema: &mut AnySchema) {
    if schema.typ.as_deref() == Some("file") {
        schema.typ = Some(String::from("string"));
        schema.format = Some(String::from("binary"));
    }
}

/// Numeric bounds. Those that a float would change are carried as written.
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
            exact.insert(key.to_owned(), Json::from(number.json()));
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
fn structure(
    context: &mut Context<'_>,
    keys: &mut Keys<'_>,
    schema: &mut AnySchema,
    carriers: &mut Extensions,
) {
    let properties = keys.object(context, "properties");
    schema.properties = map(context, &properties, boxed);
    schema.required = required(context, keys);
    schema.additional_properties =
        keys.some("additionalProperties").and_then(|node| match node.as_bool() {
            Some(allowed) => Some(AdditionalProperties::Any(allowed)),
            None => {
                read(context, node).map(|schema| AdditionalProperties::Schema(Box::new(schema)))
            }
        });
    let patterns = keys.object(context, "patternProperties");
    let patterns = map(context, &patterns, reference::schema_apart);
    if !patterns.is_empty() {
        let patterns = patterns.into_iter().map(|(pattern, key)| (pattern, Json::from(key)));
        carriers.insert(carrier::PATTERN_PROPERTIES.to_owned(), Json::Object(patterns.collect()));
    }
    let names = keys.some(carrier::PROPERTY_NAMES);
    if let Some(listed) = names.and_then(|node| listed_names(context, node)) {
        carriers.insert(carrier::LISTED_NAMES.to_owned(), listed);
    }
    if let Some(key) = names.and_then(|node| reference::schema_apart(context, node)) {
        carriers.insert(carrier::PROPERTY_NAMES.to_owned(), Json::from(key));
    }
    let content = keys.some(carrier::CONTENT_SCHEMA);
    if let Some(key) = content.and_then(|node| reference::schema_apart(context, node)) {
        carriers.insert(carrier::CONTENT_SCHEMA.to_owned(), Json::from(key));
    }
    let items = keys.some("items");
    let tuple = keys.array(context, "prefixItems");
    if !tuple.is_empty() {
        let schemas =
            tuple.iter().filter_map(|node| reference::schema_apart(context, node)).map(Json::from);
        carriers.insert(carrier::TUPLE.to_owned(), schemas.collect());
        if items.and_then(Node::as_bool) == Some(false) {
            carriers.insert(carrier::TUPLE_ENDS.to_owned(), Json::Bool(true));
            return;
        }
    }
    schema.items = items.and_then(|node| boxed(context, node));
}

/// The names under `required`; in the oldest drafts it was a boolean at the property.
fn required(context: &mut Context<'_>, keys: &mut Keys<'_>) -> Vec<String> {
    if let Some(node) = keys.node("required").filter(|node| node.as_bool().is_some()) {
        context.report(
            Diagnostic::warning(
                Code::WrongType,
                node.span,
                "`required` of a schema has to be a list of property names, not a boolean; it is ignored",
            )
            .help("add the property's name to `required` of the schema that contains it"),
        );
        return Vec::new();
    }
    keys.strings(context, "required")
}

/// `allOf`, `oneOf`, `anyOf`, `not`, and the reference beside other keywords.
fn composition(context: &mut Context<'_>, keys: &mut Keys<'_>, schema: &mut AnySchema) {
    if let Some(reference) = keys.some("$ref")
        && !is_no_schema(context, reference)
        && let Some(key) = reference::schema(context, reference, Severity::Error)
    {
        schema.all_of.push(reference_to(&key));
    }
    for node in keys.array(context, "allOf").iter() {
        schema.all_of.extend(read(context, node));
    }
    for node in keys.array(context, "oneOf").iter() {
        schema.one_of.extend(read(context, node));
    }
    for node in keys.array(context, "anyOf").iter() {
        schema.any_of.extend(read(context, node));
    }
    if let Some(entry) = keys.entry("not") {
        let (key, node) = (entry.key, &entry.node);
        not_generated(
            context,
            key,
            "`not` is not checked by the generated types",
            "no change is needed; the server still checks it",
        );
        schema.not = read(context, node).map(Box::new);
    }
}

/// Reports a keyword that is understood but has no effect on the generated types.
fn not_generated(context: &mut Context<'_>, key: Span, message: &str, help: &str) {
    context.report(Diagnostic::warning(Code::NotGenerated, key, message).help(help));
}

fn annotations(context: &mut Context<'_>, keys: &mut Keys<'_>, typ: Option<&str>) -> SchemaData {
    SchemaData {
        title: keys.string(context, "title"),
        description: keys.string(context, "description"),
        nullable: keys.boolean(context, "nullable").unwrap_or_default(),
        read_only: keys.boolean(context, "readOnly").unwrap_or_default(),
        write_only: keys.boolean(context, "writeOnly").unwrap_or_default(),
        deprecated: keys.boolean(context, "deprecated").unwrap_or_default(),
        default: values::default(context, keys, typ),
        example: keys.json("example"),
        external_docs: keys
            .some("externalDocs")
            .and_then(|node| external_docs::read(context, node)),
        discriminator: keys
            .some("discriminator")
            .and_then(|node| discriminator::read(context, node)),
        extensions: Extensions::new(),
    }
}

/// The names that a schema of names lists, itself or where it refers to.
fn listed_names(context: &Context<'_>, names: &Node) -> Option<Json> {
    let reference = names.get("$ref");
    let target = reference.and_then(|reference| {
        lookup::lookup(context.documents, reference.span, reference.as_str()?).ok()
    });
    let names = target.map_or(names, |found| found.node);
    let only = names.get("const").map(std::slice::from_ref);
    let listed = names.get("enum").and_then(Node::as_array).or(only)?;
    (listed.len() <= MOST_LISTED_NAMES).then(|| listed.iter().map(Node::to_json).collect())
}
