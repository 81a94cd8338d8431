//! The Discriminator Object (OpenAPI 3.0.4, section 4.7.25; 3.2, section 4.25).

use indexmap::IndexMap;
use openapiv3::Discriminator;

use super::context::Context;
use super::keys::Keys;
use super::reference;
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::load::node::Node;
use crate::load::{lookup, refs};
use crate::normalize::carrier;
use crate::suggest;

/// Reads a discriminator. The values of its mapping become the keys of schemas, as in references.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<Discriminator> {
    if let Some(name) = node.as_str() {
        // As in 2.0; its meaning is clear.
        return Some(Discriminator {
            property_name: name.to_owned(),
            mapping: IndexMap::new(),
            extensions: IndexMap::new(),
        });
    }
    let mut keys = Keys::of(context, node, "discriminator")?;
    let property_name = keys.required_string(context, "propertyName");
    let mut mapping = IndexMap::new();
    for (value, entry) in keys.object(context, "mapping").iter() {
        if let Some(key) = mapped(context, &entry.node) {
            mapping.insert(value.clone(), key);
        }
    }
    let default = keys.some("defaultMapping").and_then(|node| mapped(context, node));
    let mut extensions = keys.finish(context);
    carrier::carry(&mut extensions, carrier::DEFAULT_MAPPING, default);
    Some(Discriminator { property_name: property_name?, mapping, extensions })
}

/// The key of the schema that a value is mapped to: by its name or by a reference. A name takes precedence, since a
/// name may look like a file's.
fn mapped(context: &mut Context<'_>, node: &Node) -> Option<String> {
    let Some(text) = node.as_str() else {
        context.report(
            Diagnostic::warning(
                Code::WrongType,
                node.span,
                format!("a mapping has to be the name of a schema, not {}", node.describe()),
            )
            .help("use the schema's name"),
        );
        return None;
    };
    let Some(reference) = reference_of(context, node) else {
        context.report(
            Diagnostic::warning(
                Code::UnresolvedReference,
                node.span,
                format!("there is no schema `{text}`; its mapping is ignored"),
            )
            .help(suggestion(context, text)),
        );
        return None;
    };
    reference::schema(context, &Node::string(reference, node.span), Severity::Warning)
}

/// The reference to the schema that a value is mapped to.
pub(super) fn reference_of(context: &Context<'_>, node: &Node) -> Option<String> {
    let text = node.as_str()?;
    let named = |kind: &str| format!("#/{kind}/{}", refs::escape(text));
    let mut candidates = Vec::new();
    if refs::is_schema_name(text) || lookup::lookup(context.documents, node.span, text).is_err() {
        candidates.push(named("components/schemas"));
        candidates.push(named("definitions"));
    }
    candidates.push(text.to_owned());
    candidates
        .into_iter()
        .find(|candidate| is_part(context, &Node::string(candidate.as_str(), node.span)))
}

/// The name of the schema that is probably meant.
fn suggestion(context: &Context<'_>, text: &str) -> String {
    let name = text.rsplit('/').next().unwrap_or_default();
    let root = context.entry();
    let schemas = ["/components/schemas", "/definitions"]
        .into_iter()
        .filter_map(|place| refs::resolve(root?, place)?.as_object())
        .flatten()
        .map(|(name, _)| name.as_str());
    suggest::did_you_mean(name, schemas, "correct the name, or add the schema")
}

/// Whether a reference has a target that is not a whole description.
fn is_part(context: &Context<'_>, reference: &Node) -> bool {
    let text = reference.as_str().unwrap_or_default();
    lookup::lookup(context.documents, reference.span, text).is_ok()
        && !reference::leads_to_description(context, reference)
}
