//! JSON that is read a second time. In: the bytes of a body. Out: its values, numbers digit by digit, or where it is not
//! JSON.
//!
//! It also accepts what serde_json rejects and some servers send: `NaN` and `Infinity`, raw control characters in
//! strings, and lone surrogates.

#![allow(dead_code, reason = "not every crate has unions")]

use std::borrow::Cow;

use serde_json::Value;

use super::reading::Step;

/// The maximum depth, as in serde_json.
const DEEPEST: usize = 127;

/// A value.
#[derive(Debug)]
pub(super) enum Node<'a> {
    /// There is none: the key is missing, or the body is empty.
    Missing,
    Null,
    Bool(bool),
    /// A number as it is written, or `NaN`, `Infinity` or `-Infinity`.
    Number(Cow<'a, str>),
    String(Cow<'a, str>),
    /// A string that was not valid JSON.
    Repaired(String),
    /// A whole body that is no JSON, which may be meant as a string.
    Bare(&'a str),
    Array(Vec<Node<'a>>),
    Object(Vec<(Cow<'a, str>, Node<'a>)>),
}

impl<'a> Node<'a> {
    /// Parses a whole body; or the path to where it is not JSON, from the inside out.
    pub(super) fn parse(json: &'a str) -> Result<Self, Vec<Step>> {
        let mut parser = Parser { rest: json };
        let node = parser.value(0)?;
        parser.skip();
        if parser.rest.is_empty() { Ok(node) } else { Err(Vec::new()) }
    }

    /// The same value, which is already parsed.
    pub(super) fn of(value: &'a Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(*value),
            Value::Number(number) => Self::Number(number.to_string().into()),
            Value::String(text) => Self::String(text.into()),
            Value::Array(items) => Self::Array(items.iter().map(Node::of).collect()),
            Value::Object(entries) => {
                let entry = |(key, value): (&'a String, &'a Value)| (key.into(), Node::of(value));
                Self::Object(entries.iter().map(entry).collect())
            }
        }
    }

    /// The value at a step.
    pub(super) fn part(&self, step: &Step) -> Option<&Self> {
        match (self, step) {
            (Self::Array(items), Step::Index(index)) => items.get(*index),
            (Self::Object(entries), Step::Key(_)) => {
                let found = entries.iter().rfind(|(key, _)| Step::key(key) == *step);
                found.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// How many values it has, itself included.
    pub(super) fn count(&self) -> usize {
        1 + match self {
            Self::Array(items) => items.iter().map(Self::count).sum(),
            Self::Object(entries) => entries.iter().map(|(_, value)| value.count()).sum::<usize>(),
            _ => 0,
        }
    }

    /// What it is called in messages.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Missing => "nothing",
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) | Self::Repaired(_) => "a string",
            Self::Bare(_) => "text",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Writes it as JSON.
    pub(super) fn write(&self, json: &mut String) {
        match self {
            Self::Missing | Self::Null => json.push_str("null"),
            Self::Bool(value) => json.push_str(if *value { "true" } else { "false" }),
            Self::Number(text) => json.push_str(text),
            Self::String(text) => quote(text, json),
            Self::Repaired(text) => quote(text, json),
            Self::Bare(text) => quote(text, json),
            Self::Array(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    item.write(json);
                }
                json.push(']');
            }
            Self::Object(entries) => {
                json.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    json.push_str(if index > 0 { "," } else { "" });
                    quote(key, json);
                    json.push(':');
                    value.write(json);
                }
                json.push('}');
            }
        }
    }
}

fn quote(text: &str, json: &mut String) {
    json.push_str(&Value::from(text).to_string());
}

struct Parser<'a> {
    rest: &'a str,
}

/// A path from the inside out.
type Parsed<T> = Result<T, Vec<Step>>;

impl<'a> Parser<'a> {
    fn skip(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\r', '\n']);
    }

    /// Whether this is next, which is then skipped.
    fn takes(&mut self, token: &str) -> bool {
        self.skip();
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Parsed<Node<'a>> {
        self.skip();
        if depth > DEEPEST {
            return Err(Vec::new());
        }
        match self.rest.bytes().next() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => self.string(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Parsed<Node<'a>> {
        let is_of_word = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'-' | b'+' | b'.');
        let end = self.rest.bytes().position(|it| !is_of_word(it)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).ok_or_else(Vec::new)?;
        let node = match word {
            "null" => Node::Null,
            "true" => Node::Bool(true),
            "false" => Node::Bool(false),
            "NaN" | "Infinity" | "-Infinity" => Node::Number(word.into()),
            _ if is_number(word) => Node::Number(word.into()),
            _ => return Err(Vec::new()),
        };
        self.rest = rest;
        Ok(node)
    }

    fn array(&mut self, depth: usize) -> Parsed<Node<'a>> {
        let mut items = Vec::new();
        if self.takes("[") && self.takes("]") {
            return Ok(Node::Array(items));
        }
        loop {
            let item = self.value(depth + 1);
            items.push(item.map_err(|path| within(path, || Step::Index(items.len())))?);
            if self.takes("]") {
                return Ok(Node::Array(items));
            }
            if !self.takes(",") {
                return Err(Vec::new());
            }
        }
    }

    fn object(&mut self, depth: usize) -> Parsed<Node<'a>> {
        let mut entries = Vec::new();
        if self.takes("{") && self.takes("}") {
            return Ok(Node::Object(entries));
        }
        loop {
            self.skip();
            let key = match self.string()? {
                Node::String(key) => key,
                Node::Repaired(key) => key.into(),
                _ => return Err(Vec::new()),
            };
            if !self.takes(":") {
                return Err(Vec::new());
            }
            let value = self.value(depth + 1);
            let value = value.map_err(|path| within(path, || Step::key(&key)))?;
            entries.push((key, value));
            if self.takes("}") {
                return Ok(Node::Object(entries));
            }
            if !self.takes(",") {
                return Err(Vec::new());
            }
        }
    }

    fn string(&mut self) -> Parsed<Node<'a>> {
        let text = self.rest.strip_prefix('"').ok_or_else(Vec::new)?;
        let mut owned: Option<String> = None;
        let mut is_valid = true;
        let mut rest = text;
        loop {
            let end = rest.bytes().position(|byte| matches!(byte, b'"' | b'\\' | 0..=0x1f));
            let (plain, behind) =
                end.and_then(|end| rest.split_at_checked(end)).ok_or_else(Vec::new)?;
            if let Some(behind) = behind.strip_prefix('"') {
                self.rest = behind;
                return Ok(match owned {
                    None => Node::String(plain.into()),
                    Some(text) if is_valid => Node::String((text + plain).into()),
                    Some(text) => Node::Repaired(text + plain),
                });
            }
            let owned = owned.get_or_insert_default();
            owned.push_str(plain);
            rest = match behind.strip_prefix('\\') {
                Some(behind) => {
                    let (character, behind) = escaped(behind).ok_or_else(Vec::new)?;
                    is_valid &= character.is_some();
                    owned.push(character.unwrap_or(char::REPLACEMENT_CHARACTER));
                    behind
                }
                None => {
                    is_valid = false;
                    let mut characters = behind.chars();
                    owned.extend(characters.next());
                    characters.as_str()
                }
            };
        }
    }
}

/// The path with one more step.
fn within(mut path: Vec<Step>, step: impl FnOnce() -> Step) -> Vec<Step> {
    path.push(step());
    path
}

/// The character of an escape sequence, without its backslash, and what follows; no character for a lone surrogate.
fn escaped(text: &str) -> Option<(Option<char>, &str)> {
    let mut characters = text.chars();
    let plain = match characters.next()? {
        '"' => '"',
        '\\' => '\\',
        '/' => '/',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'u' => return unicode(characters.as_str()),
        _ => return None,
    };
    Some((Some(plain), characters.as_str()))
}

fn unicode(text: &str) -> Option<(Option<char>, &str)> {
    let (high, rest) = unit(text)?;
    let low = || rest.strip_prefix("\\u").and_then(unit);
    match high {
        0xD800..=0xDBFF => match low() {
            Some((low @ 0xDC00..=0xDFFF, rest)) => {
                let code = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                Some((char::from_u32(code), rest))
            }
            _ => Some((None, rest)),
        },
        code => Some((char::from_u32(code), rest)),
    }
}

/// Four hexadecimal digits, and what follows.
fn unit(text: &str) -> Option<(u32, &str)> {
    let (digits, rest) = text.split_at_checked(4)?;
    let is_hex = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let code = u32::from_str_radix(digits, 16).ok()?;
    is_hex.then_some((code, rest))
}

/// Whether the text is a number of JSON (RFC 8259, section 6).
pub(super) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let is_of_digits = |text: &str| !text.is_empty() && text.bytes().all(|it| it.is_ascii_digit());
    let unsigned = |exponent: &str| exponent.strip_prefix(['+', '-']).is_none_or(is_of_digits);
    is_of_digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(is_of_digits)
        && exponent
            .is_none_or(|it| unsigned(it) && (it.starts_with(['+', '-']) || is_of_digits(it)))
}
