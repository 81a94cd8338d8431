//! Elements in each other, read from a document, written as one, and compared.

use std::collections::BTreeMap;
use std::fmt::Write;

use roxmltree::Document;

/// The namespace of `xsi:nil` (XML Schema 1.1, part 1, section 2.7).
pub(super) const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// An element.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::conformance) struct Tree {
    pub(super) name: String,
    pub(super) namespace: String,
    /// The namespace of elements in it that say nothing.
    pub(super) default: String,
    /// By namespace and name.
    pub(super) attributes: BTreeMap<(String, String), String>,
    pub(super) children: Vec<Tree>,
    pub(super) text: String,
}

impl Tree {
    /// An element of that name in this one, without content.
    pub(super) fn child(&self, name: &str) -> Self {
        let namespace = self.default.clone();
        Self { name: name.to_owned(), default: namespace.clone(), namespace, ..Self::default() }
    }

    /// The tree of a document.
    ///
    /// # Errors.
    ///
    /// It is no well-formed XML.
    pub(in crate::conformance) fn parse(document: &[u8]) -> Result<Self, String> {
        let text = std::str::from_utf8(document).map_err(|error| error.to_string())?;
        let document = Document::parse(text).map_err(|error| error.to_string())?;
        Ok(Self::of(document.root_element()))
    }

    fn of(node: roxmltree::Node<'_, '_>) -> Self {
        let attributes = node.attributes().map(|it| {
            let namespace = it.namespace().unwrap_or_default().to_owned();
            ((namespace, it.name().to_owned()), it.value().to_owned())
        });
        let text: String =
            node.children().filter(|it| it.is_text()).filter_map(|it| it.text()).collect();
        let children: Vec<Self> =
            node.children().filter(|it| it.is_element()).map(Self::of).collect();
        Self {
            name: node.tag_name().name().to_owned(),
            namespace: node.tag_name().namespace().unwrap_or_default().to_owned(),
            default: String::new(),
            attributes: attributes.collect(),
            text: if children.is_empty() { text } else { text.trim().to_owned() },
            children,
        }
    }

    /// The document of the tree, laid out as no client lays it out.
    pub(in crate::conformance) fn document(&self) -> String {
        let mut text = String::from("<?xml version='1.0' encoding='UTF-8'?>\n");
        self.write(&mut text);
        text
    }

    fn write(&self, out: &mut String) {
        let _ = write!(out, "<{} xmlns='{}'", self.name, escaped(&self.namespace));
        for (number, ((namespace, name), value)) in self.attributes.iter().enumerate() {
            let value = escaped(value);
            let _ = match namespace.as_str() {
                "" => write!(out, " {name}='{value}'"),
                namespace => write!(
                    out,
                    " xmlns:a{number}='{}' a{number}:{name}='{value}'",
                    escaped(namespace)
                ),
            };
        }
        let _ = write!(out, ">{}", escaped(&self.text));
        for child in &self.children {
            out.push_str("\n  ");
            child.write(out);
        }
        let _ = write!(out, "</{}>", self.name);
    }

    /// The first place where another tree is not this one. In what order elements of different names are is nobody's
    /// business.
    pub(in crate::conformance) fn difference(&self, other: &Self) -> Option<String> {
        self.difference_at(other, &self.name)
    }

    fn difference_at(&self, other: &Self, place: &str) -> Option<String> {
        if (&self.name, &self.namespace) != (&other.name, &other.namespace) {
            let told = |tree: &Self| format!("`{}` of `{}`", tree.name, tree.namespace);
            return Some(format!("at {place}: {}, and should be {}", told(other), told(self)));
        }
        if self.attributes != other.attributes {
            return Some(format!(
                "at {place}: the attributes {:?}, and should have {:?}",
                other.attributes, self.attributes
            ));
        }
        if !is_same_text(&self.text, &other.text) {
            return Some(format!(
                "at {place}: the text {:?}, and should be {:?}",
                other.text, self.text
            ));
        }
        let (own, others) = (self.sorted(), other.sorted());
        if own.len() != others.len() {
            let names =
                |trees: &[&Self]| trees.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
            return Some(format!(
                "at {place}: the elements {:?}, and should be {:?}",
                names(&others),
                names(&own)
            ));
        }
        own.iter()
            .zip(&others)
            .find_map(|(own, other)| own.difference_at(other, &format!("{place}/{}", own.name)))
    }

    /// The elements by name, each name's in their order.
    fn sorted(&self) -> Vec<&Self> {
        let mut children: Vec<&Self> = self.children.iter().collect();
        children.sort_by_key(|child| (&child.name, &child.namespace));
        children
    }
}

/// Whether two strings are the same, or the same number.
fn is_same_text(one: &str, other: &str) -> bool {
    let number = |text: &str| text.parse::<f64>().ok();
    one == other || (number(one).is_some() && number(one) == number(other))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for character in text.chars() {
        match character {
            '&' | '<' | '>' | '\'' | '"' | '\r' | '\n' | '\t' => {
                let _ = write!(escaped, "&#x{:x};", u32::from(character));
            }
            character => escaped.push(character),
        }
    }
    escaped
}
