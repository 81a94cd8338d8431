//! The constants for elements. In: keys of named schemas, and elements. Out: the names of their constants; once all are
//! complete, or one cannot be, the elements of the first or nothing of either.

use std::collections::BTreeSet;

use openapiv3::Schema;

use super::super::super::context::{Context, XmlTable};
use super::hints::{self, Place};
use super::{Undefined, kind, union, whole};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{FieldName, XmlContent, XmlElement, XmlName};
use crate::parse::reference_to;

/// The constant of a named schema.
pub(super) fn constant(context: &mut Context<'_>, key: &str) -> FieldName {
    if let Some(constant) = context.xml.named.get(key) {
        return constant.clone();
    }
    let wanted = context.named(key).map(|named| named.name.to_string()).unwrap_or_default();
    let place = hints::resolve(context, &reference_to::<Schema>(key));
    let name = place.and_then(|place| own_name(context, &place));
    // As the document's element it would be refused for its name; within others it has theirs.
    let name = name.unwrap_or_else(|| XmlName {
        local: wanted.clone(),
        prefix: String::new(),
        namespace: String::new(),
    });
    let content = XmlContent::Object(Vec::new(), None);
    let constant = add(context, &wanted, XmlElement { name, content });
    context.xml.named.insert(key.to_owned(), constant.clone());
    context.xml.queue.push(key.to_owned());
    constant
}

/// The default name of a named schema.
fn own_name(context: &mut Context<'_>, place: &Place) -> Option<XmlName> {
    let usual = place.component.as_deref().unwrap_or_default();
    match (&place.name, union::members(context, place)) {
        (Some(name), _) => place.xml_name(name).ok(),
        (None, Some(members)) => union::name(context, place, &members, usual).ok(),
        (None, None) => place.xml_name(usual).ok(),
    }
}

/// A constant for the element.
pub(super) fn add(context: &mut Context<'_>, wanted: &str, element: XmlElement) -> FieldName {
    let constant = context.xml.taken.constant(wanted, &["element"]);
    context.xml.elements.insert(constant.clone(), element);
    context.xml.added.push(constant.clone());
    constant
}

/// What the element of a constant is called.
pub(super) fn name<'c>(context: &'c Context<'_>, constant: &FieldName) -> Option<&'c XmlName> {
    context.xml.elements.get(constant).map(|element| &element.name)
}

/// Fills in the constants of all named schemas that others refer to.
pub(super) fn complete(context: &mut Context<'_>) -> Result<(), Undefined> {
    while let Some(key) = context.xml.queue.pop() {
        let Some(place) = hints::resolve(context, &reference_to::<Schema>(&key)) else { continue };
        context.xml.within = vec![key.clone()];
        let kind = kind(context, &place)?;
        let content = whole(context, &place, &kind)?;
        let XmlTable { named, elements, .. } = &mut context.xml;
        if let Some(element) = named.get(&key).and_then(|constant| elements.get_mut(constant)) {
            element.content = content;
        }
    }
    context.xml.within.clear();
    context.xml.added.clear();
    let mut unreported: Vec<Span> = Vec::new();
    for (span, is_reported) in &mut context.xml.any {
        if !std::mem::replace(is_reported, true) {
            unreported.push(*span);
        }
    }
    for span in unreported {
        context.report(
            Diagnostic::warning(
                Code::Undefined,
                span,
                "a value of any type cannot be mapped to XML; it is decoded as a string, or as an object of its element's content",
            )
            .help("add a type, or properties"),
        );
    }
    Ok(())
}

/// Takes back all that was added since the last that is complete.
pub(super) fn undo(context: &mut Context<'_>) {
    let XmlTable { taken, named, elements, queue, added, within, any } = &mut context.xml;
    let gone: BTreeSet<FieldName> = added.drain(..).collect();
    named.retain(|_, constant| !gone.contains(constant));
    elements.retain(|constant, _| !gone.contains(constant));
    gone.iter().for_each(|constant| taken.release(constant.as_str()));
    any.retain(|_, is_reported| *is_reported);
    queue.clear();
    within.clear();
}

/// Records a place of any value.
pub(super) fn note_any(context: &mut Context<'_>, span: Span) {
    context.xml.any.entry(span).or_insert(false);
}
