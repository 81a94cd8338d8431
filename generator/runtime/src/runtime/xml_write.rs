//! XML writing. In: JSON, and the root element. Out: a document (XML 1.0; Namespaces in XML 1.0), or an error.

use super::value::Value;
use super::xml::{Content, Element, Field, Name, Node, TEXT};

/// The namespace of `xsi:nil`, which marks an element as `null` (XML Schema 1.1, part 1, section 2.7.2).
const INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The document with that root element.
pub(super) fn document(element: &Element, json: &str) -> Result<String, String> {
    let value = Value::parse(json).map_err(|error| error.to_string())?;
    let text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
    let mut writer = Writer { text, declared: Vec::new() };
    match writer.element(&element.name, &element.content, &value) {
        Ok(()) => Ok(writer.text),
        Err(Unwritable { path, reason }) => Err(format!("at `${path}`: {reason}")),
    }
}

/// A value that cannot be written, and its place.
struct Unwritable {
    path: String,
    reason: String,
}

type Written = Result<(), Unwritable>;

fn unwritable<T>(reason: impl Into<String>) -> Result<T, Unwritable> {
    Err(Unwritable { path: String::new(), reason: reason.into() })
}

/// The error with the property prepended to its path.
fn below(key: &str) -> impl Fn(Unwritable) -> Unwritable {
    move |error| Unwritable { path: format!(".{key}{}", error.path), ..error }
}

struct Writer {
    text: String,
    /// The prefixes of the open elements, with their namespaces.
    declared: Vec<(&'static str, &'static str)>,
}

impl Writer {
    fn element(&mut self, name: &Name, content: &Content, value: &Value<'_>) -> Written {
        let declared = self.declared.len();
        let at = self.text.len();
        self.declare(name);
        let namespaces = self.text.split_off(at);
        let tag = self.qualified(name);
        self.text.push_str(&format!("<{tag}{namespaces}"));
        if matches!(value, Value::Null) {
            self.text.push_str(&format!(" xmlns:xsi=\"{INSTANCE}\" xsi:nil=\"true\"/>"));
            self.declared.truncate(declared);
            return Ok(());
        }
        self.attributes(content, value)?;
        self.text.push('>');
        let start = self.text.len();
        self.content(content, value)?;
        if self.text.len() == start {
            self.text.pop();
            self.text.push_str("/>");
        } else {
            self.text.push_str(&format!("</{tag}>"));
        }
        self.declared.truncate(declared);
        Ok(())
    }

    /// Declares the namespace of a name, unless an ancestor does.
    fn declare(&mut self, name: &Name) {
        let Name { prefix, namespace, .. } = *name;
        let around = self.declared.iter().rev().find(|(known, _)| *known == prefix);
        if namespace.is_empty() || around.is_some_and(|(_, known)| *known == namespace) {
            return;
        }
        let colon = if prefix.is_empty() { "" } else { ":" };
        self.text.push_str(&format!(" xmlns{colon}{prefix}=\"{}\"", quoted(namespace)));
        self.declared.push((prefix, namespace));
    }

    /// The name with its prefix, if that is declared.
    fn qualified(&self, name: &Name) -> String {
        let is_declared = self.declared.iter().any(|(known, _)| *known == name.prefix);
        match name.prefix {
            "" => name.local.to_owned(),
            prefix if is_declared => format!("{prefix}:{}", name.local),
            _ => name.local.to_owned(),
        }
    }

    fn attributes(&mut self, content: &Content, value: &Value<'_>) -> Written {
        let (Some((fields, _)), Value::Object(entries, _)) = (content.fields(), value) else {
            return Ok(());
        };
        for field in fields {
            let Some(value) = entry(entries, field.key) else { continue };
            match field.node {
                Node::Members => {
                    self.attributes(&field.content, value).map_err(below(field.key))?;
                }
                Node::Attribute if !matches!(value, Value::Null) => {
                    let text = scalar(value).map_err(below(field.key))?;
                    // Only a prefix puts an attribute into a namespace (Namespaces in XML, section 6.2).
                    if !field.name.prefix.is_empty() {
                        self.declare(&field.name);
                    }
                    let name = self.qualified(&field.name);
                    self.text.push_str(&format!(" {name}=\"{}\"", quoted(text)));
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn content(&mut self, content: &Content, value: &Value<'_>) -> Written {
        match (content.target(), value) {
            (Content::Object(_) | Content::Open(..), Value::Object(entries, _)) => {
                self.properties(content, entries)
            }
            (Content::Object(_) | Content::Open(..), _) => unwritable("it is not an object"),
            (Content::List(item), Value::Array(items, _)) => {
                each(items, |value| self.element(&item.name, &item.content, value))
            }
            (Content::List(_), _) => unwritable("it is not an array"),
            (Content::Any | Content::AnyObject, Value::Object(entries, _)) => {
                let mut other = |key: &str, value| self.other(key, &Content::Any, value);
                entries.iter().try_for_each(|(key, value)| other(key, value).map_err(below(key)))
            }
            (Content::AnyObject, _) => unwritable("it is not an object"),
            _ => {
                self.text.push_str(&escaped(scalar(value)?));
                Ok(())
            }
        }
    }

    fn properties(&mut self, content: &Content, entries: &[(String, Value<'_>)]) -> Written {
        let Some((fields, others)) = content.fields() else { return Ok(()) };
        for field in fields {
            if let Some(value) = entry(entries, field.key) {
                self.property(field, value).map_err(below(field.key))?;
            }
        }
        let is_other = |key: &str| fields.iter().all(|field| field.key != key);
        for (key, value) in entries.iter().filter(|(key, _)| is_other(key)) {
            let others = others.map_or_else(|| unwritable("it is not a known property"), Ok);
            let other = others.and_then(|content| self.other(key, content, value));
            other.map_err(below(key))?;
        }
        Ok(())
    }

    fn property(&mut self, field: &Field, value: &Value<'_>) -> Written {
        match (field.node, value) {
            (Node::Element, Value::Array(items, _)) if matches!(field.content, Content::Any) => {
                each(items, |item| self.element(&field.name, &field.content, item))
            }
            (Node::Element, _) => self.element(&field.name, &field.content, value),
            (Node::Items, Value::Array(items, _)) => {
                each(items, |item| self.element(&field.name, &field.content, item))
            }
            (Node::Attribute, _) | (_, Value::Null) => Ok(()),
            (Node::Items, _) => unwritable("it is not an array"),
            (Node::Members, Value::Object(entries, _)) => self.properties(&field.content, entries),
            (Node::Members, _) => unwritable("it is not an object"),
            (Node::Text, _) => {
                self.text.push_str(&escaped(scalar(value)?));
                Ok(())
            }
            (Node::Cdata, _) => {
                let text = scalar(value)?.replace("]]>", "]]]]><![CDATA[>");
                // A CDATA section cannot contain a carriage return: only a reference keeps it.
                let text = text.replace('\r', "]]>&#13;<![CDATA[");
                self.text.push_str(&format!("<![CDATA[{text}]]>"));
                Ok(())
            }
        }
    }

    /// A property that is named by its key.
    fn other(&mut self, key: &str, content: &Content, value: &Value<'_>) -> Written {
        match (content, value) {
            (Content::Any, Value::Array(items, _)) => {
                return each(items, |item| self.other(key, content, item));
            }
            (Content::Any, value) if key == TEXT => {
                self.text.push_str(&escaped(scalar(value)?));
                return Ok(());
            }
            _ => {}
        }
        if !is_name(key) {
            return unwritable("its key is not a valid element name");
        }
        self.text.push_str(&format!("<{key}"));
        if matches!(value, Value::Null) {
            self.text.push_str(&format!(" xmlns:xsi=\"{INSTANCE}\" xsi:nil=\"true\"/>"));
            return Ok(());
        }
        self.attributes(content, value)?;
        self.text.push('>');
        self.content(content, value)?;
        self.text.push_str(&format!("</{key}>"));
        Ok(())
    }
}

/// Writes each item of a list.
fn each(items: &[Value<'_>], mut write: impl FnMut(&Value<'_>) -> Written) -> Written {
    for (index, item) in items.iter().enumerate() {
        let within =
            |error: Unwritable| Unwritable { path: format!("[{index}]{}", error.path), ..error };
        write(item).map_err(within)?;
    }
    Ok(())
}

fn entry<'v, 'a>(entries: &'v [(String, Value<'a>)], key: &str) -> Option<&'v Value<'a>> {
    entries.iter().find(|(known, _)| known == key).map(|(_, value)| value)
}

/// The text of a scalar.
fn scalar<'v>(value: &'v Value<'_>) -> Result<&'v str, Unwritable> {
    match value {
        Value::Scalar { text, .. } => match text.chars().find(|it| !is_character(*it)) {
            None => Ok(text),
            Some(other) => unwritable(format!(
                "it contains U+{:04X}, which is not allowed in XML",
                u32::from(other)
            )),
        },
        Value::Null => Ok(""),
        Value::Array(..) | Value::Object(..) => unwritable("it is not a string, number or boolean"),
    }
}

/// Whether a document may contain the character (XML 1.0, section 2.2).
fn is_character(character: char) -> bool {
    matches!(character, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..)
}

/// Whether it is a name without a prefix (Namespaces in XML, section 4), of Unicode letters and digits.
fn is_name(text: &str) -> bool {
    let is_inner = |it: char| it.is_alphanumeric() || matches!(it, '_' | '-' | '.');
    text.starts_with(|it: char| it.is_alphabetic() || it == '_') && text.chars().all(is_inner)
}

/// Escapes character data. A carriage return would be read as a line feed (XML 1.0, section 2.11).
fn escaped(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('\r', "&#13;")
}

/// Escapes an attribute value. White space would be read as spaces (XML 1.0, section 3.3.3).
fn quoted(text: &str) -> String {
    let text = escaped(text).replace('"', "&quot;");
    text.replace('\t', "&#9;").replace('\n', "&#10;")
}
