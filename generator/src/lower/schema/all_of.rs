//! `allOf`: several schemas that a value must be valid by, merged into one.

use std::collections::HashMap;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema, SchemaData, SchemaKind};

use super::super::context::{Context, keywords};
use super::super::custom;
use super::alternatives;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::normalize::carrier;
use crate::parse::referenced_key;
use crate::stack;

/// The one schema that `schema` only adds annotations to, such as a description beside a reference.
pub(super) fn wrapped(schema: &Schema) -> Option<&ReferenceOr<Schema>> {
    let keys = keywords(schema);
    // `type: object` beside the reference is redundant.
    let mut parts = keys.all_of.iter().filter(|part| !says_nothing(part) && !is_plain_object(part));
    let (part, None) = (parts.next()?, parts.next()) else { return None };
    let alone = AnySchema { all_of: Vec::new(), typ: None, ..keys.clone() };
    if alone != AnySchema::default() {
        return None;
    }
    match part {
        ReferenceOr::Reference { .. } => Some(part),
        // A wrapper in a wrapper, such as a described reference in a `oneOf` with `null`.
        ReferenceOr::Item(inner) if custom::of(inner).is_none() => wrapped(inner),
        ReferenceOr::Item(_) => None,
    }
}

/// Whether every value is valid by the schema: it has nothing but annotations.
pub(super) fn says_nothing(part: &ReferenceOr<Schema>) -> bool {
    matches!(part, ReferenceOr::Item(schema) if *keywords(schema) == AnySchema::default())
}

/// Whether a part is `{type: object}`, whatever else it applies to the whole.
fn is_plain_object(part: &ReferenceOr<Schema>) -> bool {
    let ReferenceOr::Item(schema) = part else { return false };
    let keys = keywords(schema);
    keys.typ.as_deref() == Some("object")
        && AnySchema { typ: None, ..keys.clone() } == AnySchema::default()
}

/// Whether a part is `{nullable: true}`, which allows `null` besides the values of the others.
pub(super) fn has_null_part(schema: &Schema) -> bool {
    keywords(schema).all_of.iter().any(|part| {
        says_nothing(part) && matches!(part, ReferenceOr::Item(part) if part.schema_data.nullable)
    })
}

/// The schema with all its parts in one, and `allOf` empty.
pub(super) fn merge(context: &mut Context<'_>, schema: &Schema) -> Schema {
    let mut whole = Whole {
        span: context.span(&schema.schema_data.extensions),
        keys: AnySchema::default(),
        data: schema.schema_data.clone(),
        typed: None,
        is_contradiction: false,
        visits: HashMap::new(),
        path: Vec::new(),
    };
    collect(context, schema, &mut whole);
    // No type is right for values that are not valid; plain JSON keeps whatever arrives.
    let keys = if whole.is_contradiction { AnySchema::default() } else { whole.keys };
    Schema { schema_data: whole.data, schema_kind: SchemaKind::Any(keys) }
}

/// Whether no value has both types.
pub(super) fn are_apart(one: Option<&str>, other: Option<&str>) -> bool {
    match (one, other) {
        (Some("number"), Some("integer")) | (Some("integer"), Some("number")) => false,
        (Some(one), Some(other)) => one != other,
        _ => false,
    }
}

/// The parts so far.
struct Whole {
    span: Span,
    keys: AnySchema,
    data: SchemaData,
    /// The part that the type is from.
    typed: Option<Span>,
    /// Whether the parts have types that exclude each other.
    is_contradiction: bool,
    /// The named parts.
    visits: HashMap<String, Visit>,
    /// Those that are being merged, from the outermost.
    path: Vec<String>,
}

/// How far a part is merged. Once is enough: a second time adds nothing, and parts may share parts at every level.
enum Visit {
    Pending,
    Done,
}

fn collect(context: &mut Context<'_>, schema: &Schema, whole: &mut Whole) {
    if !context.budget.spend(size(keywords(schema)), whole.span) {
        return;
    }
    let span = context.span(&schema.schema_data.extensions);
    // What was combined of references stands nowhere; its first part does.
    if whole.span == Span::default() {
        whole.span = span;
    }
    let keys = keywords(schema).clone();
    for part in &keys.all_of {
        match part {
            ReferenceOr::Item(part) => collect(context, part, whole),
            ReferenceOr::Reference { reference } => {
                let key = referenced_key(reference);
                match whole.visits.get(&key) {
                    Some(Visit::Pending) => {
                        report_cycle(context, whole, &key);
                        continue;
                    }
                    Some(Visit::Done) => continue,
                    None => {}
                }
                whole.visits.insert(key.clone(), Visit::Pending);
                whole.path.push(key.clone());
                if let Some(part) = context.schema(&key).and_then(|part| context.follow(part)) {
                    stack::with_room(|| collect(context, part, whole));
                }
                whole.path.pop();
                whole.visits.insert(key, Visit::Done);
            }
        }
    }
    // A type for one part is none for all of them.
    carry(&schema.schema_data, &mut whole.data, |name| name != carrier::CUSTOM_TYPE);
    add(context, keys, span, whole);
}

/// How much one part adds.
fn size(keys: &AnySchema) -> usize {
    let lists = keys.required.len() + keys.enumeration.len();
    1 + keys.properties.len() + lists + keys.all_of.len() + keys.one_of.len() + keys.any_of.len()
}

/// Reports a part that contains itself, with the way from it to itself.
fn report_cycle(context: &mut Context<'_>, whole: &Whole, key: &str) {
    let around = whole.path.iter().skip_while(|part| *part != key).map(String::as_str);
    let path: Vec<&str> = around.chain([key]).collect();
    let message = format!("this `allOf` contains itself: {}", path.join(" -> "));
    context.report(
        Diagnostic::error(Code::ReferenceCycle, whole.span, message)
            .help("remove the circular reference"),
    );
}

/// Adds the extensions of one part that `wanted` names, where the whole has none of that name.
fn carry(part: &SchemaData, whole: &mut SchemaData, wanted: impl Fn(&str) -> bool) {
    for (name, value) in part.extensions.iter().filter(|(name, _)| wanted(name)) {
        whole.extensions.entry(name.clone()).or_insert_with(|| value.clone());
    }
}

/// Adds the type of one part.
fn add_type(context: &mut Context<'_>, typ: Option<String>, span: Span, whole: &mut Whole) {
    let Some(other) = typ else { return };
    if let Some(one) = &whole.keys.typ
        && are_apart(Some(one), Some(&other))
    {
        whole.is_contradiction = true;
        let message = format!(
            "no value is valid: one part has the type `{one}`, another `{other}`; every value is accepted"
        );
        let mut diagnostic = Diagnostic::warning(Code::Contradiction, whole.span, message)
            .help("use one type for all parts");
        for (place, typ) in [(whole.typed, one), (Some(span), &other)] {
            if let Some(place) = place.filter(|place| *place != whole.span) {
                diagnostic = diagnostic.related(place, format!("`{typ}`"));
            }
        }
        context.report(diagnostic);
    } else if whole.keys.typ.as_deref() != Some("integer") {
        whole.keys.typ = Some(other);
        whole.typed = whole.typed.or(Some(span));
    }
}

/// Adds the keywords of one part.
fn add(context: &mut Context<'_>, part: AnySchema, span: Span, whole: &mut Whole) {
    add_type(context, part.typ, span, whole);
    let place = whole.span;
    let merged = &mut whole.keys;
    for (name, property) in part.properties {
        match merged.properties.get_mut(&name) {
            None => {
                merged.properties.insert(name, property);
            }
            Some(present) => *present = both(present.clone(), property),
        }
    }
    for name in part.required {
        if !merged.required.contains(&name) {
            merged.required.push(name);
        }
    }
    merged.additional_properties =
        additional(merged.additional_properties.take(), part.additional_properties);
    merged.items = match (merged.items.take(), part.items) {
        (Some(one), Some(other)) => Some(both(one, other)),
        (one, other) => one.or(other),
    };
    if merged.enumeration.is_empty() {
        merged.enumeration = part.enumeration;
    } else if !part.enumeration.is_empty() {
        merged.enumeration.retain(|value| part.enumeration.contains(value));
    }
    unions(context, part.one_of, part.any_of, place, merged);
    merged.not = merged.not.take().or(part.not);
    merged.format = merged.format.take().or(part.format);
    merged.pattern = merged.pattern.take().or(part.pattern);
    merged.multiple_of = merged.multiple_of.or(part.multiple_of);
    (merged.minimum, merged.exclusive_minimum) = bound(
        (merged.minimum, merged.exclusive_minimum),
        (part.minimum, part.exclusive_minimum),
        f64::gt,
    );
    (merged.maximum, merged.exclusive_maximum) = bound(
        (merged.maximum, merged.exclusive_maximum),
        (part.maximum, part.exclusive_maximum),
        f64::lt,
    );
    merged.min_length = merged.min_length.max(part.min_length);
    merged.max_length = tighter(merged.max_length, part.max_length);
    merged.min_items = merged.min_items.max(part.min_items);
    merged.max_items = tighter(merged.max_items, part.max_items);
    merged.min_properties = merged.min_properties.max(part.min_properties);
    merged.max_properties = tighter(merged.max_properties, part.max_properties);
    merged.unique_items = merged.unique_items.or(part.unique_items);
}

fn unions(
    context: &mut Context<'_>,
    one_of: Vec<ReferenceOr<Schema>>,
    any_of: Vec<ReferenceOr<Schema>>,
    span: Span,
    merged: &mut AnySchema,
) {
    // What only constrains the whole is no union beside one.
    if alternatives::only_constrain(one_of.iter().chain(&any_of))
        && (!merged.one_of.is_empty() || !merged.any_of.is_empty())
    {
        return;
    }
    if alternatives::only_constrain(merged.one_of.iter().chain(&merged.any_of)) {
        merged.one_of.clear();
        merged.any_of.clear();
    }
    let second = (!one_of.is_empty() || !any_of.is_empty())
        && (!merged.one_of.is_empty() || !merged.any_of.is_empty())
        && (one_of != merged.one_of || any_of != merged.any_of);
    if second {
        context.report(
            Diagnostic::warning(
                Code::Untyped,
                span,
                "several parts of this `allOf` are unions; only the first one is typed",
            )
            .help("combine the unions into one"),
        );
        return;
    }
    if merged.one_of.is_empty() {
        merged.one_of = one_of;
    }
    if merged.any_of.is_empty() {
        merged.any_of = any_of;
    }
}

/// A schema for values that are valid by both.
///
/// Parts are listed side by side in it, without duplicates, so that repeated combinations in a cycle of references stay
/// the same.
fn both(
    one: ReferenceOr<Box<Schema>>,
    other: ReferenceOr<Box<Schema>>,
) -> ReferenceOr<Box<Schema>> {
    if one == other {
        return one;
    }
    let mut data = match &other {
        ReferenceOr::Item(schema) => schema.schema_data.clone(),
        ReferenceOr::Reference { .. } => SchemaData::default(),
    };
    if let ReferenceOr::Item(one) = &one {
        carry(&one.schema_data, &mut data, |name| name == carrier::CUSTOM_TYPE);
    }
    let mut all_of: Vec<ReferenceOr<Schema>> = Vec::new();
    for part in parts(one).into_iter().chain(parts(other)) {
        if !all_of.contains(&part) {
            all_of.push(part);
        }
    }
    let keys = AnySchema { all_of, ..AnySchema::default() };
    ReferenceOr::Item(Box::new(Schema { schema_data: data, schema_kind: SchemaKind::Any(keys) }))
}

/// The parts of a schema that [`both`] made, which has nothing else; else the schema.
fn parts(schema: ReferenceOr<Box<Schema>>) -> Vec<ReferenceOr<Schema>> {
    if let ReferenceOr::Item(schema) = &schema {
        let keys = keywords(schema);
        let has_only_parts =
            AnySchema { all_of: Vec::new(), ..keys.clone() } == AnySchema::default();
        let adds_nothing = match keys.all_of.last() {
            Some(ReferenceOr::Item(last)) => last.schema_data == schema.schema_data,
            Some(ReferenceOr::Reference { .. }) => schema.schema_data == SchemaData::default(),
            None => false,
        };
        if has_only_parts && adds_nothing {
            return keys.all_of.clone();
        }
    }
    vec![schema.unbox()]
}

/// What one part forbids and another describes is kept as it is described: keeping it loses nothing.
fn additional(
    one: Option<AdditionalProperties>,
    other: Option<AdditionalProperties>,
) -> Option<AdditionalProperties> {
    match (one, other) {
        (Some(AdditionalProperties::Schema(schema)), _)
        | (_, Some(AdditionalProperties::Schema(schema))) => {
            Some(AdditionalProperties::Schema(schema))
        }
        (Some(AdditionalProperties::Any(true)), _) | (_, Some(AdditionalProperties::Any(true))) => {
            Some(AdditionalProperties::Any(true))
        }
        (one, other) => one.or(other),
    }
}

/// A number, and whether it is excluded itself.
type Bound = (Option<f64>, Option<bool>);

/// The tighter one of two bounds, of which `is_tighter` compares the numbers.
fn bound(one: Bound, other: Bound, is_tighter: impl Fn(&f64, &f64) -> bool) -> Bound {
    match (one.0, other.0) {
        (_, None) => one,
        (None, Some(_)) => other,
        (Some(this), Some(that)) if is_tighter(&that, &this) => other,
        // Of equal numbers, the excluded one is tighter.
        (Some(this), Some(that)) if !is_tighter(&this, &that) => {
            (one.0, one.1.filter(|is_excluded| *is_excluded).or(other.1))
        }
        _ => one,
    }
}

fn tighter(one: Option<usize>, other: Option<usize>) -> Option<usize> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
