//! Schemas that list their values. All of them stay open: a value that is not listed is kept as it came.

use std::collections::BTreeMap;

use openapiv3::{AnySchema, Schema};
use serde_json::{Number, Value};

use super::super::context::{Context, Hint, keywords};
use super::super::names::Scope;
use super::super::renames::Kind;
use super::super::{docs, words};
use super::{Shape, scalar};
use crate::ir::{
    Docs, OpenEnum, Reason, Scalar, TypeKind, TypeName, TypeRef, ValueEnum, ValueVariant, Variant,
};
use crate::normalize::carrier;

/// The values that a schema lists, `null` left out.
pub(super) fn values(schema: &Schema) -> Vec<&Value> {
    values_of(keywords(schema))
}

/// The same of a schema's keywords.
pub(super) fn values_of(keys: &AnySchema) -> Vec<&Value> {
    keys.enumeration.iter().filter(|value| !value.is_null()).collect()
}

/// The only value that an inline schema allows, as a string, and its type; it then needs no type of its own.
pub(super) fn only(schema: &Schema) -> Option<(String, Scalar)> {
    let scalar = || scalar::of(schema);
    match values(schema).as_slice() {
        [Value::String(text)] => Some((text.clone(), Scalar::String)),
        [value @ Value::Bool(_)] => Some((value.to_string(), Scalar::Bool)),
        [value @ Value::Number(number)] => {
            let usual = if number.is_f64() { Scalar::F64 } else { Scalar::I64 };
            let scalar = scalar().unwrap_or(usual);
            is_of(scalar, number).then(|| (value.to_string(), scalar))
        }
        _ => None,
    }
}

/// Whether the type has the number.
fn is_of(scalar: Scalar, number: &Number) -> bool {
    match scalar {
        Scalar::I32 => number.as_i64().is_some_and(|number| i32::try_from(number).is_ok()),
        Scalar::U32 => number.as_u64().is_some_and(|number| u32::try_from(number).is_ok()),
        Scalar::I64 => number.is_i64(),
        Scalar::U64 => number.is_u64(),
        Scalar::F64 => !scalar::is_mathematical(&number.to_string()),
        _ => false,
    }
}

/// The only string that an inline schema allows.
pub(super) fn constant(schema: &Schema) -> Option<&str> {
    match values(schema).as_slice() {
        [Value::String(text)] => Some(text),
        _ => None,
    }
}

/// Whether an enum has a variant for each of the values, which are its docs, too.
pub(super) fn has_variants(values: &[&Value]) -> bool {
    let is_integral = |value: &Value| {
        value.is_i64()
            || value.is_u64()
            || value.as_f64().is_some_and(|number| number.fract() == 0.0)
    };
    let is_simple = |value: &&Value| value.is_string() || value.is_boolean() || is_integral(value);
    values.iter().all(is_simple) && !values.iter().all(|value| value.is_boolean())
}

/// An enum for the values that a schema lists; `None` if it lists none.
pub(super) fn shape(context: &Context<'_>, schema: &Schema, hint: &Hint) -> Option<Shape> {
    let values = values(schema);
    if values.is_empty() {
        return None;
    }
    let known = Known::of(context, schema, hint);
    let texts: Option<Vec<&str>> = values.iter().map(|value| value.as_str()).collect();
    if let Some(texts) = texts {
        return Some(Shape::Kind(TypeKind::OpenEnum(named_enum(&texts, &known))));
    }
    if has_variants(&values) {
        return Some(Shape::Kind(TypeKind::ValueEnum(value_enum(&values, &known))));
    }
    // Booleans, fractions, lists and objects keep the type that they have; the docs list them.
    let untyped = TypeRef::Untyped(Reason::Any);
    let usual = match values.as_slice() {
        all if all.iter().all(|value| value.is_boolean()) => Some(Scalar::Bool),
        all if all.iter().all(|value| value.is_number()) => Some(Scalar::F64),
        _ => None,
    };
    let scalar = usual.map(|usual| scalar::of(schema).unwrap_or(usual));
    Some(Shape::Ref(scalar.map_or(untyped, TypeRef::Scalar)))
}

/// An enum of these strings.
pub(in crate::lower) fn open_enum(texts: &[&str]) -> OpenEnum {
    named_enum(texts, &Known::default())
}

fn named_enum(texts: &[&str], known: &Known<'_>) -> OpenEnum {
    let values: Vec<Value> = texts.iter().map(|text| Value::from(*text)).collect();
    let named = variant_names(&values, known).into_iter().zip(&values);
    let named = named.map(|(name, value)| (name, known.docs(value)));
    let variants = named.zip(texts);
    let variants =
        variants.map(|((name, docs), text)| Variant { name, docs, value: (*text).to_owned() });
    OpenEnum { variants: variants.collect() }
}

fn value_enum(values: &[&Value], known: &Known<'_>) -> ValueEnum {
    let values: Vec<Value> = values.iter().copied().cloned().collect();
    let names = variant_names(&values, known);
    let variants = names.into_iter().zip(values);
    let variants =
        variants.map(|(name, value)| ValueVariant { name, docs: known.docs(&value), value });
    ValueEnum { variants: variants.collect() }
}

/// What the description and the settings say of single values, beside their list, by the JSON of each.
#[derive(Default)]
struct Known<'s> {
    entries: BTreeMap<String, &'s Value>,
    /// The names in the settings.
    renamed: BTreeMap<String, String>,
}

impl<'s> Known<'s> {
    fn of(context: &Context<'_>, schema: &'s Schema, hint: &Hint) -> Self {
        let values = schema.schema_data.extensions.get(carrier::VALUES).and_then(Value::as_array);
        let entries = values.into_iter().flatten();
        let keyed = entries.filter_map(|it| Some((it.get(carrier::VALUE)?.to_string(), it)));
        let span = context.span(&schema.schema_data.extensions);
        let listed = keywords(schema).enumeration.iter().enumerate();
        let renamed = listed.filter_map(|(number, value)| {
            let json = value.to_string();
            let text = value.as_str().unwrap_or(&json);
            let place = (span, number.to_string());
            let name = (hint.name.as_str(), text);
            let renamed = context.renames.of_part(Kind::Value, (place.0, &place.1), name)?;
            Some((json, renamed))
        });
        Self { entries: keyed.collect(), renamed: renamed.collect() }
    }

    fn get(&self, value: &Value, key: &str) -> Option<&'s Value> {
        self.entries.get(&value.to_string())?.get(key)
    }

    fn name(&self, value: &Value) -> Option<&str> {
        let renamed = self.renamed.get(&value.to_string()).map(String::as_str);
        renamed.or_else(|| self.get(value, "name")?.as_str())
    }

    fn docs(&self, value: &Value) -> Docs {
        let description = self.get(value, "description").and_then(Value::as_str);
        let deprecated = self.get(value, "deprecated") == Some(&Value::Bool(true));
        docs::docs(&[description], deprecated)
    }
}

/// Names for values. Names that need no change are given first, so that `A` is `A` even if `a` precedes it; a value that
/// differs from one before it by signs alone, such as `C#` from `C`, gets a name with these.
fn variant_names(values: &[Value], known: &Known<'_>) -> Vec<TypeName> {
    let wanted = values.iter().map(|value| {
        let wanted = match (known.name(value), value) {
            (Some(name), _) => name.to_owned(),
            (None, Value::String(text)) => text.clone(),
            (None, value) => value.to_string(),
        };
        (words::of_value(&wanted), wanted)
    });
    let wanted: Vec<(String, String)> = wanted.collect();
    let mut scope = Scope::variants();
    let mut names: Vec<Option<TypeName>> = vec![None; wanted.len()];
    for unchanged in [true, false] {
        for ((camel, wanted), name) in wanted.iter().zip(&mut names) {
            if (camel == wanted) == unchanged {
                let with_signs = || words::of_value_with_signs(wanted);
                let camel = if scope.is_free(camel) { camel.clone() } else { with_signs() };
                *name = Some(scope.variant_in_camel(wanted, &camel));
            }
        }
    }
    names.into_iter().flatten().collect()
}
