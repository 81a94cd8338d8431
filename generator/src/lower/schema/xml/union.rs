//! Values of several types. In: the members of a union. Out: what all of them are as XML.
//!
//! A document does not state its member; as for JSON, the type finds that out. So the members have to agree: a property
//! of several members has the same XML in all.

use openapiv3::{ReferenceOr, Schema};

use super::super::super::context::Context;
use super::super::{alternatives, family, union};
use super::hints::{self, Place};
use super::{Found, Kind, is_same, kind, object, within};
use crate::ir::{TypeKind, XmlContent, XmlField, XmlName, XmlNode};
use crate::parse::reference_to;

/// What a value may be one of.
pub(super) struct Members {
    schemas: Vec<ReferenceOr<Schema>>,
    /// The property that distinguishes them.
    mark: Option<String>,
    /// Whether the schema describes a member itself.
    has_own: bool,
}

/// The members of a schema, if it has any.
pub(super) fn members(context: &mut Context<'_>, place: &Place) -> Option<Members> {
    if alternatives::is_union(&place.schema) {
        let found = context.quietly(|context| union::members(context, &place.schema).members);
        let found: Vec<_> = found.into_iter().map(|member| member.schema).collect();
        let mark = place.schema.schema_data.discriminator.as_ref();
        let mark = mark.map(|discriminator| discriminator.property_name.clone());
        return Some(Members { schemas: found, mark, has_own: false });
    }
    let key = place.key.as_ref()?;
    let ty = context.get(context.named(key)?.id)?;
    if !matches!(ty.kind, TypeKind::Union(_)) {
        return None;
    }
    let mark = family::discriminator(context, key)?.property_name.clone();
    let members = family::members(context, key);
    let schemas = members.iter().map(|key| reference_to(key)).collect();
    Some(Members { schemas, mark: Some(mark), has_own: true })
}

/// What the members are, if all of them are the same kind of scalar, such as those of an open enum; a scalar has no
/// element of its own unless it has a name of its own.
pub(super) fn scalar(context: &mut Context<'_>, members: &Members) -> Option<XmlContent> {
    let mut found = None;
    for member in &members.schemas {
        let member = hints::resolve(context, member)?;
        let has_name = member.name.is_some() && member.name != member.component;
        let scalar = super::scalar(&member.schema)?;
        let differs = found.as_ref().is_some_and(|found| *found != scalar);
        if has_name || member.node.is_some() || differs {
            return None;
        }
        found = Some(scalar);
    }
    found
}

/// What the members have in common, and each of them has besides.
pub(super) fn content(
    context: &mut Context<'_>,
    place: &Place,
    members: &Members,
) -> Found<XmlContent> {
    let mut whole = if members.has_own { Some(object(context, place)?) } else { None };
    for member in &members.schemas {
        let Some(member) = hints::resolve(context, member) else { continue };
        if hints::by_component(context) && member.node != Some(XmlNode::Members) {
            return Err(place.undefined("its members are elements within its own element"));
        }
        // One that only refers to the whole describes what that does.
        if members.has_own && member.key == place.key {
            continue;
        }
        let content = one(context, &member)?;
        let both = match whole {
            None => Some(content),
            Some(whole) => both(whole, content),
        };
        whole =
            Some(both.ok_or_else(|| {
                place.undefined("it may be one of several types with different XML")
            })?);
    }
    let whole = whole.ok_or_else(|| place.undefined("it may be any value"))?;
    marked(place, members, whole)
}

fn one(context: &mut Context<'_>, member: &Place) -> Found<XmlContent> {
    match kind(context, member)? {
        Kind::Scalar(content) => Ok(content),
        Kind::Object => object(context, member),
        Kind::Union(members) => {
            within::enter(context, member)?;
            let content = context.deeper(member.span, |context| content(context, member, &members));
            within::leave(context, member);
            content.unwrap_or_else(|| Err(member.undefined("it is nested too deeply")))
        }
        Kind::List | Kind::Any => {
            Err(member.undefined("it is one of several types, and neither an object nor a string"))
        }
    }
}

/// The property that distinguishes the members is present, whether or not they describe it.
fn marked(place: &Place, members: &Members, content: XmlContent) -> Found<XmlContent> {
    let (Some(mark), XmlContent::Object(mut fields, others)) = (&members.mark, content.clone())
    else {
        return Ok(content);
    };
    if fields.iter().all(|field| field.key != *mark) {
        fields.push(XmlField {
            key: mark.clone(),
            name: place.plain_name(mark)?,
            node: XmlNode::Element,
            content: XmlContent::Text,
            required: false,
            nullable: false,
        });
    }
    Ok(XmlContent::Object(fields, others))
}

/// The union of two; `None` if they do not have the same XML.
fn both(one: XmlContent, other: XmlContent) -> Option<XmlContent> {
    let (mut fields, others, more, other_others) = match (one, other) {
        (XmlContent::Object(fields, others), XmlContent::Object(more, other_others)) => {
            (fields, others, more, other_others)
        }
        (one, other) => return (one == other).then_some(one),
    };
    for field in &mut fields {
        let same = more.iter().find(|other| other.key == field.key);
        field.required &= same.is_some_and(|same| same.required);
        field.nullable &= same.is_some_and(|same| same.nullable);
    }
    for field in more {
        let alike = |known: &XmlField| {
            let form = |field: &XmlField| (field.name.clone(), field.node, field.content.clone());
            form(known) == form(&field)
        };
        match fields.iter().find(|known| known.key == field.key) {
            Some(known) if alike(known) => {}
            Some(_) => return None,
            None if fields.iter().any(|known| is_same(known, &field)) => return None,
            None => fields.push(XmlField { required: false, nullable: false, ..field }),
        }
    }
    let others = match (others, other_others) {
        (Some(one), Some(other)) if one != other => return None,
        (one, other) => one.or(other),
    };
    Some(XmlContent::Object(fields, others))
}

/// What the element of a union is called that has no name of its own: as its members are, if they agree.
pub(super) fn name(
    context: &mut Context<'_>,
    place: &Place,
    members: &Members,
    usual: &str,
) -> Found<XmlName> {
    let mut names: Vec<XmlName> = Vec::new();
    for member in &members.schemas {
        let Some(member) = hints::resolve(context, member) else { continue };
        names.push(match &member.name {
            Some(name) => member.xml_name(name)?,
            None => place.xml_name(usual)?,
        });
    }
    names.dedup();
    match names.as_slice() {
        [] => place.xml_name(usual),
        [name] => Ok(name.clone()),
        _ => Err(place.undefined("it may be one of several types with different element names")),
    }
}
