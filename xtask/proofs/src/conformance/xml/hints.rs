//! The XML Object of a schema, and those of what it refers to, in; what they say together, out.

use serde_json::Value;

use super::Usual;
use super::tree::Tree;
use crate::conformance::schema::Schemas;

/// References that lead further than this lead in a circle.
const LONGEST: usize = 20;

/// What kind of node a schema is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Node {
    #[default]
    Element,
    Attribute,
    Text,
    None,
}

/// What is said of a schema where it stands.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints<'d> {
    pub(super) name: Option<&'d str>,
    namespace: Option<&'d str>,
    prefix: Option<&'d str>,
    pub(super) node: Node,
    pub(super) wrapped: bool,
    /// The name of the schema that it refers to.
    pub(super) component: Option<&'d str>,
}

impl<'d> Hints<'d> {
    /// Adds what the schema says, and what it refers to does; what is said first counts. Gives the last one.
    pub(super) fn follow(&mut self, schemas: Schemas<'d>, schema: &'d Value) -> &'d Value {
        let mut current = schema;
        for _ in 0..LONGEST {
            if let Some((name, target)) = schemas.target(current) {
                self.component = self.component.or(Some(name));
                current = target;
                continue;
            }
            if let Some(xml) = current.get("x-codegen-xml") {
                self.add(xml);
            }
            // A schema that is only a reference with words beside it.
            let parts = current.get("allOf").and_then(Value::as_array).map(Vec::as_slice);
            let is_bare = ["properties", "items", "oneOf", "anyOf", "additionalProperties"]
                .iter()
                .all(|key| current.get(key).is_none());
            match parts {
                Some([part]) if is_bare => current = part,
                _ => break,
            }
        }
        current
    }

    fn add(&mut self, xml: &'d Value) {
        let text = |key: &str| xml.get(key).and_then(Value::as_str);
        let flag = |key: &str| xml.get(key) == Some(&Value::Bool(true));
        self.name = self.name.or(text("name"));
        if self.namespace.is_none() {
            self.namespace = text("namespace");
            self.prefix = self.prefix.or(text("prefix"));
        }
        self.wrapped |= flag("wrapped");
        if self.node == Node::Element {
            self.node = match text("nodeType") {
                Some("text" | "cdata") => Node::Text,
                Some("none") if !self.wrapped => Node::None,
                _ if flag("attribute") => Node::Attribute,
                _ => Node::Element,
            };
        }
    }

    /// Is called as the other one is.
    pub(super) fn take_name(&mut self, other: &Self) {
        (self.name, self.namespace, self.prefix) = (other.name, other.namespace, other.prefix);
    }

    /// An element without content.
    pub(super) fn element(&self, usual: Usual<'_>) -> Tree {
        let namespace = self.namespace.unwrap_or(usual.namespace).to_owned();
        let has_prefix = self.prefix.is_some();
        let default = if has_prefix { usual.namespace.to_owned() } else { namespace.clone() };
        let name = self.name.unwrap_or(usual.name).to_owned();
        Tree { name, namespace, default, ..Tree::default() }
    }

    /// The namespace of an attribute, which only a prefix gives it (Namespaces in XML 1.0, section 6.2).
    pub(super) fn attribute_namespace(&self) -> String {
        let namespace = self.namespace.filter(|_| self.prefix.is_some());
        namespace.unwrap_or_default().to_owned()
    }
}
