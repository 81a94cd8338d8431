//! Objects: structs where properties are known, maps where they are not, both where both are.

use std::collections::BTreeMap;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::{Context, Hint, keywords};
use super::super::custom;
use super::super::names::{self, Scope};
use super::super::renames::Kind;
use super::super::words;
use super::{Shape, Use, all_of, docs_of_use, enumeration, is_nullable, lower, lower_property};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Access, Additional, Docs, Field, Presence, Reason, Scalar, Struct, TypeKind, TypeRef,
};
use crate::normalize::carrier;
use crate::parse::reference_to;
use crate::suggest;

/// Whether a value of the schema is an object.
pub(crate) fn is_object(keys: &AnySchema) -> bool {
    match keys.typ.as_deref() {
        Some(name) => name == "object",
        None => !keys.properties.is_empty() || keys.additional_properties.is_some(),
    }
}

/// Whether the schema is an object of which nothing is described, which is plain JSON.
pub(super) fn is_any(schema: &Schema) -> bool {
    let keys = keywords(schema);
    is_object(keys)
        && keys.properties.is_empty()
        && keys.required.is_empty()
        && keys.additional_properties.is_none()
        && !has_patterns(schema)
}

pub(super) fn shape(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Shape {
    let keys = keywords(schema);
    let additional = additional_type(context, schema, hint);
    if keys.properties.is_empty() && keys.required.is_empty() {
        return match additional {
            Some(ty) => Shape::Ref(TypeRef::Map(Box::new(ty))),
            // `additionalProperties: false` without properties: always `{}`.
            None if keys.additional_properties.is_some() => {
                Shape::Kind(TypeKind::Struct(Struct::default()))
            }
            None => Shape::Ref(TypeRef::Untyped(Reason::AnyObject)),
        };
    }
    let mut scope = Scope::model_fields();
    if context.config.validate {
        scope.reserve(&["validate", "validation_rules"]);
    }
    let mut fields: Vec<Field> = keys
        .properties
        .iter()
        .map(|(wire, property)| field(context, schema, (wire, property), hint, &mut scope))
        .collect();
    for wire in keys.required.iter().filter(|name| !keys.properties.contains_key(*name)) {
        fields.push(undescribed(context, schema, wire, additional.as_ref(), &mut scope));
    }
    report_renamed(context, schema, &fields);
    let additional = additional
        .map(|ty| Additional { name: scope.field("additional_properties", &["map"]), ty });
    let open = additional.is_none() && keys.additional_properties.is_none();
    Shape::Kind(TypeKind::Struct(Struct { fields, additional, open, ..Struct::default() }))
}

/// A required property that is described only as an additional one.
fn undescribed(
    context: &mut Context<'_>,
    schema: &Schema,
    wire: &str,
    others: Option<&TypeRef>,
    scope: &mut Scope,
) -> Field {
    if others.is_none() {
        let span = context.span(&schema.schema_data.extensions);
        let message = format!("`{wire}` is required, but not described; it is any JSON value");
        context.report(Diagnostic::warning(Code::Untyped, span, message).help(
            suggest::did_you_mean(
                wire,
                keywords(schema).properties.keys().map(String::as_str),
                "describe the property, or correct the name",
            ),
        ));
    }
    Field {
        name: scope.field(wire, &["value"]),
        wire: wire.to_owned(),
        ty: others.cloned().unwrap_or(TypeRef::Untyped(Reason::Any)),
        presence: Presence::Required,
        access: Access::Both,
        docs: Docs::default(),
        example: None,
        constant: None,
        filling: None,
        default: None,
        only_received: false,
        accessor: None,
    }
}

/// Names the properties whose names in Rust would be the same, but for what was added to one of them.
fn report_renamed(context: &mut Context<'_>, schema: &Schema, fields: &[Field]) {
    let keys = keywords(schema);
    let mut by_name: BTreeMap<String, &str> = BTreeMap::new();
    for field in fields {
        let usual = words::snake(&field.wire);
        let Some(first) = by_name.get(&usual) else {
            by_name.insert(usual, &field.wire);
            continue;
        };
        let inline = keys.properties.get(&field.wire).and_then(ReferenceOr::as_item);
        let place = inline.map_or(schema, |property| &**property);
        let span = context.span(&place.schema_data.extensions);
        context.report(
            Diagnostic::warning(
                Code::Renamed,
                span,
                format!(
                    "the property `{}` is the field `{}`, since `{first}` has the same name in Rust",
                    field.wire,
                    field.name.plain()
                ),
            )
            .help("no change is needed; the names in JSON stay the same"),
        );
    }
}

fn field(
    context: &mut Context<'_>,
    schema: &Schema,
    (wire, property): (&str, &ReferenceOr<Box<Schema>>),
    hint: &Hint,
    scope: &mut Scope,
) -> Field {
    let keys = keywords(schema);
    let constant = constant(context, property);
    let usage = match &constant {
        Some((_, scalar)) => {
            Use { ty: TypeRef::Scalar(*scalar), nullable: is_nullable(context, property) }
        }
        None => lower_property(context, property, hint, wire),
    };
    let target = context.follow(property);
    let access = match target.map(|schema| &schema.schema_data) {
        Some(data) if data.read_only && !data.write_only => Access::Read,
        Some(data) if data.write_only && !data.read_only => Access::Write,
        _ => Access::Both,
    };
    let required = keys.required.iter().any(|name| name == wire);
    let inline = property.as_item().map(|schema| &schema.schema_data.extensions);
    let renamed = renamed(context, schema, hint, wire);
    let wanted = renamed.as_deref().or_else(|| inline.and_then(names::given)).unwrap_or(wire);
    Field {
        name: scope.field(wanted, &["value"]),
        wire: wire.to_owned(),
        ty: usage.ty,
        presence: Presence::new(required, usage.nullable),
        access,
        docs: docs_of_use(context, property, wire, None, false),
        example: target
            .and_then(|schema| schema.schema_data.example.as_ref()?.as_str().map(str::to_owned)),
        constant: constant.map(|(text, _)| text),
        filling: None,
        default: default(context, property),
        only_received: false,
        accessor: None,
    }
}

/// The name in the settings for a property.
fn renamed(context: &Context<'_>, schema: &Schema, hint: &Hint, wire: &str) -> Option<String> {
    let span = context.span(&schema.schema_data.extensions);
    context.renames.of_part(Kind::Property, (span, wire), (&hint.name, wire))
}

/// The only value that the property may have, and its type.
fn constant(
    context: &mut Context<'_>,
    property: &ReferenceOr<Box<Schema>>,
) -> Option<(String, Scalar)> {
    let ReferenceOr::Item(schema) = property else { return None };
    if custom::of(schema).is_some() {
        return None;
    }
    let is_narrowed = !keywords(schema).all_of.is_empty() && all_of::wrapped(schema).is_none();
    let merged = is_narrowed.then(|| all_of::merge(context, schema));
    enumeration::only(merged.as_ref().unwrap_or(schema))
}

/// The meaning of an absent property: from the property itself, else from the schema that it refers to.
fn default(context: &Context<'_>, property: &ReferenceOr<Box<Schema>>) -> Option<Value> {
    let schema = context.follow(property)?;
    let wrapped = || all_of::wrapped(schema).and_then(|wrapped| context.follow(wrapped));
    let of = |schema: &Schema| schema.schema_data.default.clone();
    of(schema).or_else(|| of(wrapped()?))
}

/// The type of additional properties; `None` if they are not described.
fn additional_type(context: &mut Context<'_>, schema: &Schema, hint: &Hint) -> Option<TypeRef> {
    let patterns = patterns(schema);
    let additional = match keywords(schema).additional_properties.as_ref() {
        None | Some(AdditionalProperties::Any(false)) => None,
        Some(AdditionalProperties::Any(true)) => Some(TypeRef::Untyped(Reason::Any)),
        Some(AdditionalProperties::Schema(schema)) => {
            Some(lower(context, schema, &hint.part("Value")).into_item())
        }
    };
    if patterns.is_empty() {
        return additional;
    }
    let mut types: Vec<TypeRef> = patterns
        .iter()
        .map(|(_, key)| lower(context, &reference_to::<Schema>(key), hint).into_item())
        .chain(additional)
        .collect();
    types.dedup();
    match types.as_slice() {
        [only] if keywords(schema).additional_properties.is_some() => Some(only.clone()),
        // A map cannot have a type for each name.
        _ => {
            let span = context.span(&schema.schema_data.extensions);
            context.report(
                Diagnostic::warning(
                    Code::Untyped,
                    span,
                    "properties with a pattern occur beside others of any type; their values are any JSON value",
                )
                .help("describe all of them by one schema"),
            );
            Some(TypeRef::Untyped(Reason::Any))
        }
    }
}

/// Whether properties are described by the pattern of their names.
pub(super) fn has_patterns(schema: &Schema) -> bool {
    schema.schema_data.extensions.contains_key(carrier::PATTERN_PROPERTIES)
}

/// The patterns of `patternProperties`, each with the key of its schema.
pub(super) fn patterns(schema: &Schema) -> Vec<(String, String)> {
    let patterns =
        schema.schema_data.extensions.get(carrier::PATTERN_PROPERTIES).and_then(Value::as_object);
    let entry =
        |(pattern, key): (&String, &Value)| Some((pattern.clone(), key.as_str()?.to_owned()));
    patterns.into_iter().flatten().filter_map(entry).collect()
}
