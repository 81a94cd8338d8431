//! XML reading. In: the bytes of a document, and the content of its root element. Out: the corresponding JSON.
//!
//! The expected names decide, not those in the document: namespaces count only if local names are ambiguous, and
//! unknown elements are ignored.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use roxmltree::{Document, Error};

use super::charset;
use super::decode::DecodeError;
use super::xml::{Content, Field, Name, Node, TEXT};

/// The maximum nesting of elements; JSON has the same limit.
const DEEPEST: usize = 120;

type Tree<'a> = roxmltree::Node<'a, 'a>;

/// The content of the document's root element as JSON. `charset` takes precedence over the XML declaration (RFC 7303,
/// section 3).
pub(super) fn json(
    body: &[u8],
    charset: Option<&str>,
    content: &Content,
) -> Result<String, DecodeError> {
    let text = &*text_of(body, charset)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    check_bounds(text)?;
    // Entities need a document type to be declared, which is rejected: none of them expands.
    let document = Document::parse(text).map_err(|error| malformed(text, &error))?;
    let mut json = String::with_capacity(text.len());
    Reader { json: &mut json }.element(document.root_element(), content, 0)?;
    Ok(json)
}

/// The text of the document. The XML declaration names its encoding if nothing else does.
fn text_of<'b>(body: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, DecodeError> {
    let start = body.split(|byte| *byte == b'>').next().unwrap_or_default();
    let start = std::str::from_utf8(start).unwrap_or_default();
    charset::text(body, charset.or_else(|| declared(start)))
}

/// Rejects what takes the parser more than time linear in the size of the document: it compares each prefix in scope, and
/// each attribute of an element, with all others.
fn check_bounds(text: &str) -> Result<(), DecodeError> {
    const MOST_PREFIXES: usize = 64;
    const MOST_ATTRIBUTES: usize = 2000;
    let mut prefixes: Vec<&str> = Vec::new();
    for declared in text.split("xmlns:").skip(1) {
        let end = declared.find(|it: char| it == '=' || it.is_whitespace());
        let prefix = end.and_then(|end| declared.get(..end)).unwrap_or_default();
        if !prefixes.contains(&prefix) {
            prefixes.push(prefix);
        }
        if prefixes.len() > MOST_PREFIXES {
            return Err(DecodeError::new("$", "the XML declares too many prefixes of namespaces"));
        }
    }
    // An attribute contains no `<`.
    let is_large = |tag: &&str| tag.len() > MOST_ATTRIBUTES;
    if text.split('<').filter(is_large).any(|tag| attributes(tag) > MOST_ATTRIBUTES) {
        return Err(DecodeError::new("$", "the XML has an element with too many attributes"));
    }
    Ok(())
}

/// How many attributes a tag has.
fn attributes(tag: &str) -> usize {
    let (mut quote, mut count) = (None, 0);
    for byte in tag.bytes() {
        match (quote, byte) {
            (None, b'>') => break,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'=') => count += 1,
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    count
}

/// The encoding in the XML declaration (XML 1.0, section 4.3.3).
fn declared(text: &str) -> Option<&str> {
    let (_, rest) =
        text.trim_start_matches('\u{feff}').strip_prefix("<?xml")?.split_once("encoding")?;
    let rest = rest.trim_start().strip_prefix('=')?.trim_start();
    let quote = rest.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    rest.split(quote).nth(1)
}

/// What is wrong with the document, and where; never its content.
fn malformed(text: &str, error: &Error) -> DecodeError {
    let position = error.pos();
    let reason = match error {
        _ if text.trim().is_empty() => String::from("the body is empty"),
        Error::DtdDetected => String::from("the XML has a document type, which is not supported"),
        _ => {
            format!("the XML is not well-formed at line {}, column {}", position.row, position.col)
        }
    };
    DecodeError::new("$", reason)
}

struct Reader<'j> {
    json: &'j mut String,
}

impl Reader<'_> {
    fn element(
        &mut self,
        node: Tree<'_>,
        content: &Content,
        depth: usize,
    ) -> Result<(), DecodeError> {
        if depth > DEEPEST {
            return Err(DecodeError::new("$", "its elements are nested too deeply"));
        }
        let is_nil = |attribute: &roxmltree::Attribute<'_, '_>| {
            attribute.name() == "nil" && matches!(attribute.value().trim(), "true" | "1")
        };
        if node.attributes().any(|attribute| is_nil(&attribute) && attribute.namespace().is_some())
        {
            self.json.push_str("null");
            return Ok(());
        }
        match content.target() {
            Content::Object(_) | Content::Open(..) => self.object(node, content, depth),
            Content::List(item) => {
                let named = || children(node).filter(|child| is_called(*child, &item.name));
                // A list contains nothing but its items, whatever their names.
                let is_any = named().next().is_none();
                let items: Vec<Tree<'_>> =
                    if is_any { children(node).collect() } else { named().collect() };
                self.list(&items, &item.content, depth)
            }
            Content::Any if is_text(node) => {
                self.string(&text(node));
                Ok(())
            }
            Content::Any | Content::AnyObject => self.any_object(node, depth),
            content => {
                if children(node).next().is_some() {
                    // The expected value is not an object, which deserialization reports with its place.
                    self.json.push_str("{}");
                } else {
                    self.scalar(&text(node), content);
                }
                Ok(())
            }
        }
    }

    /// Any content, as an object of attributes, elements and text.
    fn any_object(&mut self, node: Tree<'_>, depth: usize) -> Result<(), DecodeError> {
        let text = text(node);
        self.json.push('{');
        for attribute in node.attributes() {
            self.key(attribute.name());
            self.string(attribute.value());
        }
        let mut named: BTreeMap<&str, Vec<Tree<'_>>> = BTreeMap::new();
        for child in children(node) {
            named.entry(child.tag_name().name()).or_default().push(child);
        }
        for (name, nodes) in named {
            self.key(name);
            self.any_of(&nodes, depth)?;
        }
        if !text.trim().is_empty() {
            self.key(TEXT);
            self.string(&text);
        }
        self.json.push('}');
        Ok(())
    }

    /// All elements of a name together: several are an array.
    fn any_of(&mut self, nodes: &[Tree<'_>], depth: usize) -> Result<(), DecodeError> {
        match nodes {
            [node] => self.element(*node, &Content::Any, depth + 1),
            nodes => self.list(nodes, &Content::Any, depth),
        }
    }

    fn list(
        &mut self,
        items: &[Tree<'_>],
        content: &Content,
        depth: usize,
    ) -> Result<(), DecodeError> {
        self.json.push('[');
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.json.push(',');
            }
            self.element(*item, content, depth + 1)?;
        }
        self.json.push(']');
        Ok(())
    }

    fn object(
        &mut self,
        node: Tree<'_>,
        content: &Content,
        depth: usize,
    ) -> Result<(), DecodeError> {
        let Some((fields, others)) = content.fields() else { return Ok(()) };
        self.json.push('{');
        for field in fields {
            let start = self.key(field.key);
            if !self.field(node, field, depth)? {
                self.json.truncate(start);
            }
        }
        if let Some(content) = others {
            let is_known = |child: &Tree<'_>| {
                fields.iter().any(|field| field.is_element() && is_called(*child, &field.name))
            };
            for child in children(node).filter(|child| !is_known(child)) {
                self.key(child.tag_name().name());
                self.element(child, content, depth + 1)?;
            }
        }
        self.json.push('}');
        Ok(())
    }

    /// Writes a key; returns where it begins.
    fn key(&mut self, key: &str) -> usize {
        let start = self.json.len();
        if !self.json.ends_with('{') {
            self.json.push(',');
        }
        self.string(key);
        self.json.push(':');
        start
    }

    /// Writes the value of a property; `false` if it is absent.
    fn field(&mut self, node: Tree<'_>, field: &Field, depth: usize) -> Result<bool, DecodeError> {
        let is_own = |child: &Tree<'_>| is_called(*child, &field.name);
        match field.node {
            Node::Element => {
                let own = children(node).filter(is_own);
                if matches!(field.content, Content::Any) {
                    let own: Vec<Tree<'_>> = own.collect();
                    if !own.is_empty() {
                        self.any_of(&own, depth)?;
                    }
                    return Ok(!own.is_empty());
                }
                // Of two with the same name, the one with the right namespace counts, or else the last.
                let Some(child) = own.max_by_key(|child| is_within(*child, &field.name)) else {
                    return Ok(false);
                };
                self.element(child, &field.content, depth + 1)?;
            }
            Node::Items => {
                let items: Vec<Tree<'_>> = children(node).filter(is_own).collect();
                if items.is_empty() && !field.required {
                    return Ok(false);
                }
                self.list(&items, &field.content, depth)?;
            }
            Node::Attribute => match attribute(node, &field.name) {
                Some(value) => self.scalar(value, &field.content),
                None if field.nullable => self.json.push_str("null"),
                None => return Ok(false),
            },
            Node::Text | Node::Cdata => {
                let text = own_text(node, field.node);
                if text.is_empty() && !field.required {
                    return Ok(false);
                }
                self.scalar(&text, &field.content);
            }
            Node::Members => {
                let start = self.json.len();
                if depth > DEEPEST {
                    return Err(DecodeError::new("$", "its elements are nested too deeply"));
                }
                self.object(node, &field.content, depth + 1)?;
                let is_empty = self.json.get(start..) == Some("{}");
                return Ok(!is_empty || field.required);
            }
        }
        Ok(true)
    }

    fn scalar(&mut self, text: &str, content: &Content) {
        let plain = text.trim();
        match content.target() {
            // An empty element is neither a number nor a boolean.
            Content::Number | Content::Boolean if plain.is_empty() => self.json.push_str("null"),
            Content::Number => match number(plain) {
                Some(number) => self.json.push_str(&number),
                None => self.string(text),
            },
            Content::Boolean => match plain {
                "true" | "1" => self.json.push_str("true"),
                "false" | "0" => self.json.push_str("false"),
                _ => self.string(text),
            },
            _ => self.string(text),
        }
    }

    fn string(&mut self, text: &str) {
        self.json.push_str(&serde_json::Value::from(text).to_string());
    }
}

impl Field {
    /// Whether it has elements of its name.
    fn is_element(&self) -> bool {
        matches!(self.node, Node::Element | Node::Items)
    }
}

fn children<'a>(node: Tree<'a>) -> impl Iterator<Item = Tree<'a>> {
    node.children().filter(Tree::is_element)
}

fn is_called(node: Tree<'_>, name: &Name) -> bool {
    node.tag_name().name() == name.local
}

fn is_within(node: Tree<'_>, name: &Name) -> bool {
    node.tag_name().namespace().unwrap_or_default() == name.namespace
}

/// The value of an attribute: the one with the right namespace, or else another one of the name.
fn attribute<'a>(node: Tree<'a>, name: &Name) -> Option<&'a str> {
    let own = node.attributes().filter(|attribute| attribute.name() == name.local);
    let rank =
        |it: &roxmltree::Attribute<'_, '_>| it.namespace().unwrap_or_default() == name.namespace;
    own.max_by_key(rank).map(|attribute| attribute.value())
}

/// Whether it contains nothing but text.
fn is_text(node: Tree<'_>) -> bool {
    node.attributes().len() == 0 && children(node).next().is_none()
}

/// The text of an element without child elements.
fn text(node: Tree<'_>) -> String {
    node.children().filter(Tree::is_text).filter_map(|child| child.text()).collect()
}

/// The text of a text property: without the white space around elements or a CDATA section.
fn own_text(node: Tree<'_>, kind: Node) -> String {
    let text = text(node);
    if children(node).next().is_some() {
        return text.trim().to_owned();
    }
    let raw = node.document().input_text().get(node.range()).unwrap_or_default();
    match (kind, sections(raw)) {
        (Node::Cdata, Some((before, after))) => {
            let length = |range: Range<usize>| {
                raw.get(range).map_or(0, |blank| blank.replace("\r\n", "\n").len())
            };
            let end = text.len().saturating_sub(length(after));
            text.get(length(before)..end).unwrap_or_default().to_owned()
        }
        _ => text,
    }
}

/// The white space before and after the CDATA sections of an element, if there is nothing else.
fn sections(raw: &str) -> Option<(Range<usize>, Range<usize>)> {
    let (first, last) = (raw.find("<![CDATA[")?, raw.rfind("]]>")? + "]]>".len());
    let start = raw.get(..first)?.rfind('>')? + 1;
    let end = raw.rfind("</")?;
    let is_blank = |range: Range<usize>| raw.get(range).is_some_and(|it| it.trim().is_empty());
    (is_blank(start..first) && is_blank(last..end)).then_some((start..first, last..end))
}

/// A number as JSON (XML Schema 1.1, part 2, section 3.3.3); `None` if it is not a number.
fn number(text: &str) -> Option<String> {
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let end = digits.find(|it: char| !it.is_ascii_digit()).unwrap_or(digits.len());
    let (whole, fraction) = digits.split_at_checked(end)?;
    if whole.is_empty() && !fraction.starts_with('.') {
        return None;
    }
    let fraction = if fraction == "." && !whole.is_empty() { "" } else { fraction };
    let whole = whole.trim_start_matches('0');
    let number = format!("{sign}{}{fraction}", if whole.is_empty() { "0" } else { whole });
    serde_json::from_str::<serde::de::IgnoredAny>(&number).is_ok().then_some(number)
}
