//! The styles of parameters, by OpenAPI's tables and RFC 6570. In: a name, a style and a value. Out: the pairs for a
//! query, a cookie or a form.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, percent_encode_byte, utf8_percent_encode};

use super::encode::COMPONENT;
use super::request::push;
use super::value::Value;

/// How the value of a parameter is encoded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding {
    /// The style.
    pub style: Style,
    /// Whether each item of an array and each property of an object is a parameter of its own (`explode`).
    pub explode: bool,
    /// Whether reserved characters are not encoded, if they do no harm.
    pub allow_reserved: bool,
}

impl Encoding {
    /// The default for a parameter of a path or a header.
    pub const SIMPLE: Self = Self { style: Style::Simple, explode: false, allow_reserved: false };
    /// The default for a parameter of a query or a cookie.
    pub const FORM: Self = Self { style: Style::Form, explode: true, allow_reserved: false };
    /// For a parameter of the style `deepObject`.
    pub const DEEP_OBJECT: Self =
        Self { style: Style::DeepObject, explode: true, allow_reserved: false };
    /// For a parameter that is described by `content` and a JSON media type.
    pub const JSON: Self = Self { style: Style::Json, explode: false, allow_reserved: false };
    /// For a form field that is described by a JSON media type: an array is a field for each of its items.
    pub const JSON_ITEMS: Self = Self { style: Style::Json, explode: true, allow_reserved: false };

    /// The style, exploded or not.
    pub const fn new(style: Style, explode: bool) -> Self {
        Self { style, explode, allow_reserved: false }
    }

    /// The same with reserved characters unencoded.
    pub const fn reserved(self) -> Self {
        Self { allow_reserved: true, ..self }
    }
}

/// The style of a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// `blue,black` in a path or a header.
    Simple,
    /// `.blue,black` in a path.
    Label,
    /// `;color=blue,black` in a path.
    Matrix,
    /// `color=blue,black` in a query or a cookie.
    Form,
    /// `color=blue%20black` in a query; `blue%20black` in a path and `blue black` in a header, as in Swagger 2.0.
    SpaceDelimited,
    /// `color=blue%7Cblack` in a query, and in a path or a header without the name.
    PipeDelimited,
    /// `color=blue%09black` in a query, and in a path or a header without the name; only in Swagger 2.0.
    TabDelimited,
    /// `color%5BR%5D=100` in a query.
    DeepObject,
    /// `color=blue` in a cookie, without percent-encoding.
    Cookie,
    /// `color=blue&tone=dark` in a query: the caller writes a part of the query, and only what no URL has is encoded.
    Written,
    /// `a/b` in a path: several segments, in which `.` and `..` are not allowed.
    Segments,
    /// JSON.
    Json,
}

/// Characters that a query keeps under `allowReserved`: not those that would end the value or that a form decodes.
pub(super) const QUERY_RESERVED: &AsciiSet = &COMPONENT
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// Characters that no query of a URL has, and the one that ends it.
const NOT_IN_QUERY: &AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b'#').add(b'<').add(b'>');

/// Characters that a cookie's value cannot have (RFC 6265, section 4.1.1); the rest of those is percent-encoded anyway.
#[allow(dead_code, reason = "not every crate has parameters")]
pub(super) const COOKIE: &AsciiSet =
    &percent_encoding::CONTROLS.add(b' ').add(b'"').add(b',').add(b';').add(b'\\');

/// How the characters of a value are encoded.
#[derive(Clone, Copy)]
pub(super) enum Escape {
    /// Unchanged.
    Nothing,
    /// Percent-encoded, except for the unreserved ones.
    All,
    /// Only these are percent-encoded.
    #[allow(dead_code, reason = "not every crate has parameters")]
    Only(&'static AsciiSet),
    /// Percent-encoded, except for these and for what is percent-encoded already.
    AllBut(&'static AsciiSet),
}

impl Escape {
    pub(super) fn apply<'a>(self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::Nothing => text.into(),
            Self::All => utf8_percent_encode(text, COMPONENT).into(),
            Self::Only(set) => utf8_percent_encode(text, set).into(),
            Self::AllBut(set) => keep_encoded(text, set).into(),
        }
    }

    /// An item of a list: delimiters in it are encoded.
    fn apply_item<'a>(self, text: &'a str) -> Cow<'a, str> {
        match self {
            Self::AllBut(_) => self.apply(text).replace(',', "%2C").replace('=', "%3D").into(),
            _ => self.apply(text),
        }
    }
}

/// Percent-encodes, except for what is percent-encoded already.
fn keep_encoded(text: &str, set: &'static AsciiSet) -> String {
    let mut encoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('%') {
        encoded.extend(utf8_percent_encode(before, set));
        let is_encoded =
            after.as_bytes().get(..2).is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit));
        encoded.push_str(if is_encoded { "%" } else { percent_encode_byte(b'%') });
        rest = after;
    }
    encoded.extend(utf8_percent_encode(rest, set));
    encoded
}

/// Passes each pair of a query, a form or a cookie to `take`, with its name and its value encoded; none for an absent
/// value.
pub(super) fn pairs(
    name: &str,
    encoding: Encoding,
    value: &Value<'_>,
    take: &mut dyn FnMut(&str, &str),
) -> Result<(), String> {
    let escape = match encoding {
        Encoding { style: Style::Cookie, .. } => Escape::Nothing,
        Encoding { style: Style::Written, .. } => Escape::Only(NOT_IN_QUERY),
        Encoding { allow_reserved: true, .. } => Escape::AllBut(QUERY_RESERVED),
        _ => Escape::All,
    };
    pairs_as(name, encoding, escape, value, take)
}

/// The same, with the encoding of the characters of each value.
pub(super) fn pairs_as(
    name: &str,
    encoding: Encoding,
    escape: Escape,
    value: &Value<'_>,
    take: &mut dyn FnMut(&str, &str),
) -> Result<(), String> {
    let name = if encoding.style == Style::Cookie { name.into() } else { Escape::All.apply(name) };
    let mut pairs = Pairs { take, escape };
    let is_list = matches!(value, Value::Array(..) | Value::Object(..));
    match (encoding.style, encoding.explode, value) {
        (_, _, Value::Null) => {}
        (Style::Json, true, Value::Array(items, _)) => {
            items.iter().for_each(|item| pairs.add(&name, item.json()));
        }
        (Style::Json, ..) => pairs.add(&name, value.json()),
        (Style::DeepObject, ..) => pairs.add_deep(&name, value),
        (Style::Simple | Style::Label | Style::Matrix | Style::Segments, ..) => {
            return Err(format!("the style {:?} is only for paths and headers", encoding.style));
        }
        (_, true, _) => pairs.add_exploded(&name, value),
        (style, false, _) => {
            let joined = match style.delimiter().filter(|_| is_list) {
                Some(delimiter) => delimited(value, escape, delimiter)?,
                None => {
                    let parts = parts(value, false, escape);
                    (!parts.is_empty()).then(|| parts.join(","))
                }
            };
            let joined = joined.or_else(|| is_empty_list(value).then(String::new));
            joined.iter().for_each(|list| (pairs.take)(&name, list));
        }
    }
    Ok(())
}

/// Passes on pairs with encoded names.
struct Pairs<'a> {
    take: &'a mut dyn FnMut(&str, &str),
    /// How values are encoded.
    escape: Escape,
}

impl Pairs<'_> {
    fn add(&mut self, name: &str, value: &str) {
        (self.take)(name, &self.escape.apply(value));
    }

    /// A pair for each item or property.
    fn add_exploded(&mut self, name: &str, value: &Value<'_>) {
        match value {
            Value::Null => {}
            Value::Scalar { text, .. } => self.add(name, text),
            Value::Array(items, _) => {
                items.iter().for_each(|item| self.add(name, item.text()));
                self.add_empty(name, items);
            }
            // An array property is repeated, as in a form.
            Value::Object(entries, _) => entries.iter().for_each(|(key, value)| {
                let name = escape_name(key, self.escape);
                match value {
                    Value::Object(_, json) => self.add(&name, json),
                    value => self.add_exploded(&name, value),
                }
            }),
        }
    }

    /// A list that is set is sent, even if it has no items.
    fn add_empty(&mut self, name: &str, items: &[Value<'_>]) {
        if items.is_empty() {
            self.add(name, "");
        }
    }

    /// `name[key]=value` for each property, at any depth; array items use their index as the key.
    fn add_deep(&mut self, name: &str, value: &Value<'_>) {
        match value {
            Value::Null => {}
            Value::Scalar { text, .. } => self.add(name, text),
            Value::Array(items, _) => {
                for (index, item) in items.iter().enumerate() {
                    let name = format!("{name}%5B{index}%5D");
                    match item {
                        Value::Null => self.add(&name, ""),
                        item => self.add_deep(&name, item),
                    }
                }
                self.add_empty(name, items);
            }
            Value::Object(entries, _) => {
                for (key, item) in entries {
                    self.add_deep(&format!("{name}%5B{}%5D", Escape::All.apply(key)), item);
                }
            }
        }
    }
}

/// Adds a pair that is already encoded to a list of them.
pub(super) fn push_pair(list: &mut String, separator: &str, name: &str, value: &str) {
    push(list, separator, name);
    list.push('=');
    list.push_str(value);
}

impl Style {
    /// The delimiter between the items of a list, if it is not a comma.
    pub(super) fn delimiter(self) -> Option<char> {
        match self {
            Self::SpaceDelimited => Some(' '),
            Self::PipeDelimited => Some('|'),
            Self::TabDelimited => Some('\t'),
            _ => None,
        }
    }
}

/// The items of a list, or the names and values of an object, between delimiters that are themselves encoded.
pub(super) fn delimited(
    value: &Value<'_>,
    escape: Escape,
    delimiter: char,
) -> Result<Option<String>, String> {
    let plain = parts(value, false, Escape::Nothing);
    let is_list = matches!(value, Value::Array(..) | Value::Object(..));
    if is_list && plain.iter().any(|part| part.contains(delimiter)) {
        return Err(format!("an item of the array contains the delimiter {delimiter:?}"));
    }
    let parts = parts(value, false, escape);
    let delimiter = delimiter.to_string();
    Ok(Some(parts.join(&escape.apply(&delimiter))).filter(|_| !parts.is_empty()))
}

/// The pieces of a list: items, which are empty for `null`; `key`, `value`, ... of an object; `key=value` if it is exploded.
pub(super) fn parts(value: &Value<'_>, explode: bool, escape: Escape) -> Vec<String> {
    match value {
        Value::Null => Vec::new(),
        Value::Scalar { text, .. } => vec![escape.apply(text).into_owned()],
        Value::Array(items, _) => {
            items.iter().map(|item| escape.apply_item(item.text()).into_owned()).collect()
        }
        Value::Object(entries, _) => {
            let entries = entries.iter().filter(|(_, value)| present(value).is_some());
            let encoded = entries
                .map(|(key, value)| (escape_name(key, escape), escape.apply_item(value.text())));
            if explode {
                encoded.map(|(key, value)| format!("{key}={value}")).collect()
            } else {
                encoded.flat_map(|(key, value)| [key.into_owned(), value.into_owned()]).collect()
            }
        }
    }
}

/// Whether it is a list without items: it has no parts, but is not absent.
pub(super) fn is_empty_list(value: &Value<'_>) -> bool {
    matches!(value, Value::Array(items, _) if items.is_empty())
}

/// `allowReserved` applies to values; names are always encoded.
fn escape_name<'a>(name: &'a str, escape: Escape) -> Cow<'a, str> {
    match escape {
        Escape::Nothing => name.into(),
        _ => Escape::All.apply(name),
    }
}

pub(super) fn present<'v, 'a>(value: &'v Value<'a>) -> Option<&'v Value<'a>> {
    match value {
        Value::Null => None,
        value => Some(value),
    }
}
