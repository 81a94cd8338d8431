//! How values are written as XML (OpenAPI 3.0.4, section 4.7.26; 3.2, section 4.26). In: the schema of a body. Out: the
//! constant for its element, or the place for which the specification defines no mapping.
//!
//! Named schemas become constants, which refer to each other; so types may contain themselves.

mod hints;
mod table;
mod union;
mod within;

use openapiv3::{AdditionalProperties, AnySchema, ReferenceOr, Schema};
use serde_json::Value;

use super::super::context::{Context, Hint, keywords};
use super::{enumeration, is_nullable, object, tuple};
use crate::diagnostic::Span;
use crate::ir::{FieldName, XmlContent, XmlElement, XmlField, XmlName, XmlNode};
use hints::Place;

/// What has no form, and where.
#[derive(Debug, Clone)]
pub(in crate::lower) struct Undefined {
    pub(in crate::lower) span: Span,
    pub(in crate::lower) reason: String,
}

/// Where a body goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Direction {
    Sent,
    Received,
    /// It is received in place of JSON of the same type.
    ReceivedAsJson,
}

/// What a body is as XML.
pub(in crate::lower) enum Form {
    Element(FieldName),
    /// The whole document is a string of the caller's.
    Text,
    Undefined(Undefined),
}

type Found<T> = Result<T, Undefined>;

/// The form of a body. The element of one that is received may have any name; one that is sent needs its own.
pub(in crate::lower) fn body(
    context: &mut Context<'_>,
    schema: &ReferenceOr<Schema>,
    hint: &Hint,
    direction: Direction,
) -> Form {
    let Some(place) = hints::resolve(context, schema) else { return Form::Text };
    let is_text = matches!(kind(context, &place), Ok(Kind::Scalar(XmlContent::Text)));
    // A document that is described only as a string may be any XML; beside JSON, the JSON string is the text of its
    // element.
    if is_text && place.name.is_none() && direction != Direction::ReceivedAsJson {
        return Form::Text;
    }
    let root = root(context, &place, hint, direction);
    match root.and_then(|name| table::complete(context).map(|()| name)) {
        Ok(name) => Form::Element(name),
        Err(undefined) => {
            table::undo(context);
            Form::Undefined(undefined)
        }
    }
}

/// The constant of the document's element.
fn root(
    context: &mut Context<'_>,
    place: &Place,
    hint: &Hint,
    direction: Direction,
) -> Found<FieldName> {
    if place.node.is_some_and(|node| node != XmlNode::Element) {
        return Err(place.undefined("the root of a document has to be an element"));
    }
    let kind = kind(context, place)?;
    let name = root_name(context, place, &kind, hint, direction)?;
    let content = match kind {
        // The text of a document is more useful than a value of unknown type, unless any value was requested.
        Kind::Any if direction != Direction::ReceivedAsJson => {
            return Err(place.undefined("it may be any value"));
        }
        Kind::List => list(context, place, &name.local, true)?,
        kind => content(context, place, kind)?,
    };
    // The constant of a named schema usually has that very name.
    if let XmlContent::Of(constant) = &content
        && table::name(context, constant) == Some(&name)
    {
        return Ok(constant.clone());
    }
    let wanted = place.component.as_deref().unwrap_or(&hint.name);
    Ok(table::add(context, wanted, XmlElement { name, content }))
}

/// What the document's element is called. Of one that is received it makes no difference.
fn root_name(
    context: &mut Context<'_>,
    place: &Place,
    kind: &Kind,
    hint: &Hint,
    direction: Direction,
) -> Found<XmlName> {
    let usual =
        place.component.as_deref().or((direction != Direction::Sent).then_some(&*hint.name));
    match (&place.name, kind, usual) {
        (Some(name), ..) => place.xml_name(name),
        (None, Kind::Union(members), usual) => {
            let name = union::name(context, place, members, usual.unwrap_or_default());
            match usual {
                Some(usual) if direction != Direction::Sent => {
                    name.or_else(|_| place.xml_name(usual))
                }
                Some(_) => name,
                None => name.map_err(|_| place.undefined("its element has no name")),
            }
        }
        (None, _, Some(usual)) => place.xml_name(usual),
        (None, _, None) => Err(place.undefined("its element has no name")),
    }
}

/// What a schema is to XML.
enum Kind {
    Scalar(XmlContent),
    Object,
    List,
    Union(union::Members),
    Any,
}

/// Asks a schema the questions that decide its type.
fn kind(context: &mut Context<'_>, place: &Place) -> Found<Kind> {
    let schema = &place.schema;
    let keys = keywords(schema);
    if place.is_doubled {
        return Err(place.undefined("it is an element within an element of the same value"));
    }
    if let Some(members) = union::members(context, place) {
        if let Some(scalar) = union::scalar(context, &members) {
            return Ok(Kind::Scalar(scalar));
        }
        return Ok(Kind::Union(members));
    }
    let values = enumeration::values(schema);
    if !values.is_empty() {
        return listed(&values)
            .map(Kind::Scalar)
            .ok_or_else(|| place.undefined("its values have several types"));
    }
    if object::has_patterns(schema) {
        return Err(place.undefined("its properties have only patterns"));
    }
    if object::is_object(keys) {
        let AnySchema { properties, required, additional_properties, .. } = keys;
        let says_nothing =
            properties.is_empty() && required.is_empty() && additional_properties.is_none();
        return Ok(if says_nothing { Kind::Any } else { Kind::Object });
    }
    if tuple::is_tuple(schema) {
        return Err(place.undefined("its items have different schemas"));
    }
    Ok(match keys.typ.as_deref() {
        _ if keys.items.is_some() => Kind::List,
        Some("array") => Kind::List,
        Some("string") => Kind::Scalar(XmlContent::Text),
        Some("integer" | "number") => Kind::Scalar(XmlContent::Number),
        Some("boolean") => Kind::Scalar(XmlContent::Boolean),
        _ => Kind::Any,
    })
}

/// What a schema is that is a scalar and nothing else.
fn scalar(schema: &Schema) -> Option<XmlContent> {
    let values = enumeration::values(schema);
    match keywords(schema).typ.as_deref() {
        _ if super::alternatives::is_union(schema) => None,
        _ if !values.is_empty() => listed(&values),
        Some("string") => Some(XmlContent::Text),
        Some("integer" | "number") => Some(XmlContent::Number),
        Some("boolean") => Some(XmlContent::Boolean),
        _ => None,
    }
}

/// What all of the values that a schema lists are.
fn listed(values: &[&Value]) -> Option<XmlContent> {
    let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(value));
    if all(Value::is_string) {
        Some(XmlContent::Text)
    } else if all(Value::is_number) {
        Some(XmlContent::Number)
    } else {
        all(Value::is_boolean).then_some(XmlContent::Boolean)
    }
}

/// The content of an element that is not a list.
fn content(context: &mut Context<'_>, place: &Place, kind: Kind) -> Found<XmlContent> {
    match (kind, &place.key) {
        (Kind::Scalar(content), _) => Ok(content),
        (Kind::Object | Kind::Union(_), Some(key)) => {
            Ok(XmlContent::Of(table::constant(context, key)))
        }
        (kind @ (Kind::Object | Kind::Union(_)), None) => whole(context, place, &kind),
        (Kind::Any, _) => {
            table::note_any(context, place.span);
            let is_object = object::is_object(keywords(&place.schema));
            Ok(if is_object { XmlContent::AnyObject } else { XmlContent::Any })
        }
        (Kind::List, _) => Err(place.undefined("an array in an array has no element of its own")),
    }
}

/// What an object is, or a value of several types.
fn whole(context: &mut Context<'_>, place: &Place, kind: &Kind) -> Found<XmlContent> {
    let content = context.deeper(place.span, |context| match kind {
        Kind::Union(members) => union::content(context, place, members),
        _ => object(context, place),
    });
    content.unwrap_or_else(|| Err(place.undefined("it is nested too deeply")))
}

/// An element for each item of a list.
fn list(context: &mut Context<'_>, place: &Place, usual: &str, is_root: bool) -> Found<XmlContent> {
    item(context, place, usual, is_root).map(|item| XmlContent::List(Box::new(item)))
}

/// The element of a list's item. Without a name of its own it is called as is usual: as the property is, or else the
/// list; in a list that is the document, as the schema of the items.
fn item(context: &mut Context<'_>, place: &Place, usual: &str, is_root: bool) -> Found<XmlElement> {
    let Some(items) = &keywords(&place.schema).items else {
        table::note_any(context, place.span);
        return Ok(XmlElement { name: place.plain_name(usual)?, content: XmlContent::Any });
    };
    let Some(item) = hints::resolve(context, items) else {
        return Err(place.undefined("its items have a reference without a target"));
    };
    if item.node.is_some_and(|node| node != XmlNode::Element) {
        return Err(item.undefined("an item of an array has to be an element"));
    }
    let component = item.component.clone().filter(|_| is_root);
    let usual = component.as_deref().unwrap_or(usual);
    within::enter(context, place)?;
    let element = element(context, &item, usual);
    within::leave(context, place);
    element
}

/// A value that has an element of its own.
fn element(context: &mut Context<'_>, place: &Place, usual: &str) -> Found<XmlElement> {
    let kind = kind(context, place)?;
    let name = match (&place.name, &kind) {
        (Some(name), _) => place.xml_name(name)?,
        (None, Kind::Union(members)) => union::name(context, place, members, usual)?,
        (None, _) => place.xml_name(usual)?,
    };
    let content = match kind {
        Kind::List if place.is_wrapped => list(context, place, &name.local, false)?,
        kind => content(context, place, kind)?,
    };
    Ok(XmlElement { name, content })
}

/// The properties of an object.
fn object(context: &mut Context<'_>, place: &Place) -> Found<XmlContent> {
    let keys = keywords(&place.schema);
    let mut fields: Vec<XmlField> = Vec::new();
    for (wire, property) in &keys.properties {
        let field = field(context, keys, wire, property)?;
        if let Some(other) = fields.iter().find(|other| is_same(other, &field)) {
            let reason = format!("`{}` and `{}` have the same name in XML", other.key, field.key);
            return Err(place.undefined(&reason));
        }
        fields.push(field);
    }
    for wire in keys.required.iter().filter(|name| !keys.properties.contains_key(*name)) {
        table::note_any(context, place.span);
        fields.push(XmlField {
            key: wire.clone(),
            name: place.plain_name(wire)?,
            node: XmlNode::Element,
            content: XmlContent::Any,
            required: true,
            nullable: false,
        });
    }
    let others = match &keys.additional_properties {
        None | Some(AdditionalProperties::Any(false)) => None,
        Some(AdditionalProperties::Any(true)) => {
            table::note_any(context, place.span);
            Some(Box::new(XmlContent::Any))
        }
        Some(AdditionalProperties::Schema(schema)) => {
            let Some(place) = hints::resolve(context, schema) else {
                return Err(place.undefined("its properties have a reference without a target"));
            };
            let kind = kind(context, &place)?;
            Some(Box::new(content(context, &place, kind)?))
        }
    };
    Ok(XmlContent::Object(fields, others))
}

fn field(
    context: &mut Context<'_>,
    keys: &AnySchema,
    wire: &str,
    property: &ReferenceOr<Box<Schema>>,
) -> Found<XmlField> {
    let Some(place) = hints::resolve(context, property) else {
        return Err(Undefined {
            span: Span::default(),
            reason: format!("`{wire}` has a reference without a target"),
        });
    };
    let node = place.node.unwrap_or(XmlNode::Element);
    let (node, element) = match (node, kind(context, &place)?) {
        (XmlNode::Element, Kind::List) if !place.is_wrapped => {
            (XmlNode::Items, item(context, &place, wire, false)?)
        }
        (XmlNode::Members, Kind::List) => (XmlNode::Items, item(context, &place, wire, false)?),
        (XmlNode::Element, _) => (node, element(context, &place, wire)?),
        (XmlNode::Members, kind @ Kind::Object) => {
            within::enter(context, &place)?;
            let content = content(context, &place, kind);
            within::leave(context, &place);
            (node, XmlElement { name: place.plain_name(wire)?, content: content? })
        }
        (XmlNode::Attribute, Kind::Scalar(content)) => {
            let name = place.xml_name(place.name.as_deref().unwrap_or(wire))?;
            (node, XmlElement { name, content })
        }
        (XmlNode::Text | XmlNode::Cdata, Kind::Scalar(content)) => {
            (node, XmlElement { name: place.plain_name("text")?, content })
        }
        _ => return Err(place.undefined("its value is not a string, number or boolean")),
    };
    Ok(XmlField {
        key: wire.to_owned(),
        name: element.name,
        node,
        content: element.content,
        required: keys.required.iter().any(|name| name == wire),
        nullable: is_nullable(context, property),
    })
}

/// Whether nothing distinguishes two properties.
fn is_same(one: &XmlField, other: &XmlField) -> bool {
    let is_text = |field: &XmlField| matches!(field.node, XmlNode::Text | XmlNode::Cdata);
    let is_element = |field: &XmlField| matches!(field.node, XmlNode::Element | XmlNode::Items);
    if is_text(one) || is_text(other) {
        return is_text(one) && is_text(other);
    }
    let are_alike = one.node == other.node || (is_element(one) && is_element(other));
    let same_name =
        (&one.name.local, &one.name.namespace) == (&other.name.local, &other.name.namespace);
    are_alike && one.node != XmlNode::Members && same_name
}
