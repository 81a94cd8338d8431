//! Types of other crates that the settings put in place of generated ones. In: the model, and the settings. Out: the
//! model with a carrier on each schema that has such a type; what the settings name and the description has not is
//! reported.

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use crate::config::{Config, CustomType, Trait};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::Custom;
use crate::normalize::carrier;
use crate::parse::Parsed;
use crate::suggest;

/// Schemas within schemas deeper than this are not looked into.
const DEEPEST: usize = 64;

/// Marks the schemas and properties that the settings have types for.
pub(crate) fn mark(parsed: &mut Parsed, config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let types = &config.types;
    let kinds = [
        ("formats", &types.formats),
        ("schemas", &types.schemas),
        ("properties", &types.properties),
    ];
    for (kind, name, custom) in kinds
        .into_iter()
        .flat_map(|(kind, all)| all.iter().map(move |(name, custom)| (kind, name, custom)))
        .filter(|(_, _, custom)| syn::parse_str::<syn::Type>(&custom.path).is_err())
    {
        diagnostics.push(
            Diagnostic::error(
                Code::Settings,
                config.span(&["types", kind, name]),
                format!("`{}` is not a valid Rust type", custom.path),
            )
            .help("use a path such as `rust_decimal::Decimal`"),
        );
    }
    let Some(components) = &mut parsed.openapi.components else { return };
    for (key, custom) in &types.schemas {
        match components.schemas.get_mut(key) {
            Some(schema) => mark_use(schema, custom),
            None => {
                let known = components.schemas.keys().map(String::as_str);
                let span = config.span(&["types", "schemas", key]);
                diagnostics.push(unmatched("schema", key, known, span));
            }
        }
    }
    for (path, custom) in &types.properties {
        let mut ways = path.match_indices('.').map(|(dot, _)| path.split_at(dot));
        let found = ways.any(|(key, rest)| match components.schemas.get_mut(key) {
            Some(ReferenceOr::Item(schema)) => {
                mark_property(schema, rest.trim_start_matches('.'), custom, 0)
            }
            _ => false,
        });
        if !found {
            let span = config.span(&["types", "properties", path]);
            diagnostics.push(unmatched("property", path, [], span));
        }
    }
}

/// The diagnostic for a setting whose name is not in the description.
pub(super) fn unmatched<'n>(
    what: &str,
    name: &str,
    known: impl IntoIterator<Item = &'n str>,
    span: Span,
) -> Diagnostic {
    let otherwise = format!(
        "correct the name, or remove it from `types` in the settings; the {what} has to be spelled as in the description"
    );
    Diagnostic::warning(
        Code::Settings,
        span,
        format!(
            "the settings have a type for the {what} `{name}`, which the description does not have"
        ),
    )
    .help(suggest::did_you_mean(name, known, &otherwise))
}

/// The type that the settings have for the schema.
pub(super) fn of(schema: &Schema) -> Option<Custom> {
    let custom = schema.schema_data.extensions.get(carrier::CUSTOM_TYPE)?;
    serde_json::from_value(custom.clone()).ok()
}

/// Types of the support code, by what the settings call them.
const OWN: [(&str, &str); 2] =
    [("milliseconds", "crate::runtime::Milliseconds"), ("seconds", "crate::runtime::Seconds")];

/// The type as the crate has it.
pub(super) fn lowered(custom: &CustomType) -> Custom {
    if let Some((_, path)) = OWN.iter().find(|(name, _)| *name == custom.path) {
        return Custom { path: (*path).to_owned(), hash: true, default: true };
    }
    let has = |wanted| custom.traits.contains(&wanted);
    Custom {
        path: custom.path.clone(),
        hash: has(Trait::Eq) && has(Trait::Hash),
        default: has(Trait::Default),
    }
}

/// A schema, in a box or not.
trait Inline {
    fn inline(schema: Schema) -> Self;
    fn get(&mut self) -> &mut Schema;
}

impl Inline for Schema {
    fn inline(schema: Schema) -> Self {
        schema
    }

    fn get(&mut self) -> &mut Schema {
        self
    }
}

impl Inline for Box<Schema> {
    fn inline(schema: Schema) -> Self {
        Self::new(schema)
    }

    fn get(&mut self) -> &mut Schema {
        self
    }
}

/// Marks a schema in place; a reference becomes a part of a schema that is marked.
fn mark_use<S: Inline>(schema: &mut ReferenceOr<S>, custom: &CustomType) {
    if let ReferenceOr::Reference { reference } = schema {
        let reference = ReferenceOr::Reference { reference: std::mem::take(reference) };
        let keys = AnySchema { all_of: vec![reference], ..AnySchema::default() };
        *schema = ReferenceOr::Item(S::inline(Schema {
            schema_data: SchemaData::default(),
            schema_kind: SchemaKind::Any(keys),
        }));
    }
    if let ReferenceOr::Item(schema) = schema
        && let Ok(custom) = serde_json::to_value(lowered(custom))
    {
        let extensions = &mut schema.get().schema_data.extensions;
        extensions.insert(carrier::CUSTOM_TYPE.to_owned(), custom);
    }
}

/// Marks the property at the path below the schema, or below its inline parts; whether there is one.
fn mark_property(schema: &mut Schema, path: &str, custom: &CustomType, depth: usize) -> bool {
    let SchemaKind::Any(keys) = &mut schema.schema_kind else { return false };
    if depth > DEEPEST {
        return false;
    }
    if let Some(property) = keys.properties.get_mut(path) {
        mark_use(property, custom);
        return true;
    }
    let into = |(dot, _): (usize, &str)| {
        let (name, rest) = path.split_at(dot);
        match keys.properties.get_mut(name) {
            Some(ReferenceOr::Item(property)) => {
                mark_property(property, rest.trim_start_matches('.'), custom, depth + 1)
            }
            _ => false,
        }
    };
    if path.match_indices('.').any(into) {
        return true;
    }
    let parts = keys.all_of.iter_mut().chain(&mut keys.one_of).chain(&mut keys.any_of);
    let values = match &mut keys.additional_properties {
        Some(AdditionalProperties::Schema(values)) => Some(&mut **values),
        _ => None,
    };
    let inline = parts.chain(values).filter_map(|part| match part {
        ReferenceOr::Item(part) => Some(part),
        ReferenceOr::Reference { .. } => None,
    });
    let items = match &mut keys.items {
        Some(ReferenceOr::Item(items)) => Some(&mut **items),
        _ => None,
    };
    inline.chain(items).any(|part| mark_property(part, path, custom, depth + 1))
}
