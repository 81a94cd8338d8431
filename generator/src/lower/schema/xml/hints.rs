//! The XML Object (OpenAPI 3.0.4, section 4.7.26). In: a schema in its place. Out: its name, and the kind of its node.

use std::borrow::Borrow;

use openapiv3::{ReferenceOr, Schema};
use serde_json::Value;

use super::super::super::context::{Context, keywords};
use super::super::all_of;
use super::Undefined;
use crate::diagnostic::Span;
use crate::ir::{XmlName, XmlNode};
use crate::load::refs;
use crate::normalize::carrier;
use crate::parse::referenced_key;

/// References that go in a circle were reported when they were read; here the way must only end.
const LONGEST: usize = 32;

/// A schema in its place.
pub(super) struct Place {
    /// With the parts of its `allOf` in one.
    pub(super) schema: Schema,
    /// The key of the named schema that it is.
    pub(super) key: Option<String>,
    /// The name that the description has for it.
    pub(super) component: Option<String>,
    pub(super) span: Span,
    /// The name of its element or attribute, if it has one.
    pub(super) name: Option<String>,
    prefix: String,
    namespace: String,
    pub(super) node: Option<XmlNode>,
    /// Whether a list has an element around its items.
    pub(super) is_wrapped: bool,
    /// Whether it has an element of its own, and what it refers to another one in that.
    pub(super) is_doubled: bool,
}

impl Place {
    pub(super) fn undefined(&self, reason: &str) -> Undefined {
        Undefined { span: self.span, reason: reason.to_owned() }
    }

    /// The name within the declared namespace.
    pub(super) fn xml_name(&self, local: &str) -> Result<XmlName, Undefined> {
        let (prefix, namespace) = (self.prefix.clone(), self.namespace.clone());
        Ok(XmlName { prefix, namespace, ..self.plain_name(local)? })
    }

    /// The name in no namespace.
    pub(super) fn plain_name(&self, local: &str) -> Result<XmlName, Undefined> {
        if !is_name(local) || !(self.prefix.is_empty() || is_name(&self.prefix)) {
            return Err(self.undefined(&format!("`{local}` is not a valid XML name")));
        }
        let (prefix, namespace) = (String::new(), String::new());
        Ok(XmlName { local: local.to_owned(), prefix, namespace })
    }
}

/// Whether it is a name without a prefix (Namespaces in XML, section 4), of letters and digits of any language.
fn is_name(text: &str) -> bool {
    let is_inner = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    text.starts_with(|it: char| it.is_alphabetic() || it == '_') && text.chars().all(is_inner)
}

/// Follows references; nearer keywords take precedence. `None` if a reference has no target.
pub(super) fn resolve<S: Borrow<Schema>>(
    context: &mut Context<'_>,
    schema: &ReferenceOr<S>,
) -> Option<Place> {
    let mut found = Found::default();
    let mut current = match schema {
        ReferenceOr::Item(schema) => ReferenceOr::Item(schema.borrow().clone()),
        ReferenceOr::Reference { reference } => {
            ReferenceOr::Reference { reference: reference.clone() }
        }
    };
    let (mut key, mut component, mut span) = (None, None, None);
    let mut is_around = false;
    for _ in 0..LONGEST {
        let schema = match current {
            ReferenceOr::Reference { reference } => {
                let target = referenced_key(&reference);
                component = component.or_else(|| component_name(context, &target));
                current = context.schema(&target)?.clone();
                key = Some(target);
                continue;
            }
            ReferenceOr::Item(schema) => schema,
        };
        found.add(&schema);
        span = span.or(Some(context.span(&schema.schema_data.extensions)));
        if let Some(wrapped) = all_of::wrapped(&schema) {
            current = wrapped.clone();
            is_around = found.node == Some(XmlNode::Element);
            continue;
        }
        // Since 3.2 a reference has no name, and no element, of its own.
        let by_component = by_component(context);
        let is_doubled = by_component && is_around && has_element(&schema);
        let name = found.name.or_else(|| component.clone().filter(|_| by_component));
        let schema = if keywords(&schema).all_of.is_empty() {
            schema
        } else {
            // Problems of its parts were reported when it became a type.
            context.quietly(|context| all_of::merge(context, &schema))
        };
        return Some(Place {
            schema,
            key,
            component,
            span: span.unwrap_or_default(),
            name,
            prefix: found.prefix.unwrap_or_default(),
            namespace: found.namespace.unwrap_or_default(),
            node: found.node,
            is_wrapped: found.is_wrapped,
            is_doubled,
        });
    }
    None
}

/// Whether references have the names, and the elements, of what they lead to (3.2).
pub(super) fn by_component(context: &Context<'_>) -> bool {
    carrier::flag(&context.parsed.openapi.extensions, carrier::XML_COMPONENT_NAMES)
}

/// Whether the schema by itself is an element; a list is one only if that is explicit.
fn has_element(schema: &Schema) -> bool {
    let mut own = Found::default();
    own.add(schema);
    let keys = keywords(schema);
    let is_list = keys.items.is_some() || keys.typ.as_deref() == Some("array");
    own.node.map_or(!is_list, |node| node == XmlNode::Element)
}

/// The name of a schema that the description names.
fn component_name(context: &Context<'_>, key: &str) -> Option<String> {
    let origin = context.parsed.schemas.get(key).filter(|origin| origin.is_component())?;
    origin.pointer.rsplit('/').next().map(refs::unescape)
}

/// XML Objects merged.
#[derive(Default)]
struct Found {
    name: Option<String>,
    prefix: Option<String>,
    namespace: Option<String>,
    node: Option<XmlNode>,
    is_wrapped: bool,
}

impl Found {
    /// Adds the keywords of the schema that are not set yet.
    fn add(&mut self, schema: &Schema) {
        let Some(xml) = schema.schema_data.extensions.get(carrier::XML) else { return };
        let text = |key: &str| xml.get(key).and_then(Value::as_str).map(str::to_owned);
        let flag = |key: &str| xml.get(key) == Some(&Value::Bool(true));
        // A prefix is nothing without its namespace.
        if self.namespace.is_none() {
            self.namespace = text("namespace");
            self.prefix = self.prefix.take().or_else(|| text("prefix"));
        }
        self.name = self.name.take().or_else(|| text("name"));
        self.is_wrapped |= flag("wrapped");
        self.node = self.node.or(match text("nodeType").as_deref() {
            Some("text") => Some(XmlNode::Text),
            Some("cdata") => Some(XmlNode::Cdata),
            Some("none") => Some(XmlNode::Members),
            _ if flag("attribute") => Some(XmlNode::Attribute),
            _ if flag("wrapped") => Some(XmlNode::Element),
            _ => None,
        });
    }
}
