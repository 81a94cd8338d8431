//! What a server says of its error, in the bodies that APIs commonly have. In: a response. Out: its message for people,
//! and its code for programs.

use http::header::CONTENT_TYPE;
use serde_json::{Map, Value};

use super::credential::Place;
use super::response::Response;

/// A larger body is no message.
const LARGEST: usize = 64 * 1024;
/// Messages are nested no deeper.
const DEEPEST: usize = 4;
/// How many of a list of problems are told.
const MOST: usize = 3;
/// How many characters of a message are in a line.
const WIDTH: usize = 200;
const REDACTED: &str = "[redacted]";

/// The message in the body.
pub(super) fn message(response: &Response) -> Option<String> {
    if let Some(body) = json(response) {
        return said(&body, 0);
    }
    let is_text = response.headers().get(CONTENT_TYPE)?.as_bytes().starts_with(b"text/plain");
    let text = std::str::from_utf8(response.body()).ok().filter(|_| is_text);
    let text = text.filter(|text| text.len() <= LARGEST)?.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

/// The code in the body.
pub(super) fn code(response: &Response) -> Option<String> {
    coded(&json(response)?, 0)
}

/// The message in one line, shortened and without secrets.
pub(super) fn line(response: &Response) -> Option<String> {
    let message = message(response)?;
    let mut secrets: Vec<String> = response.sent.iter().flat_map(|it| it.secrets()).collect();
    secrets.extend_from_slice(&response.own_secrets);
    // One may be the beginning of another.
    secrets.sort_by_key(|secret| std::cmp::Reverse(secret.len()));
    let message = secrets.iter().fold(message, |text, secret| text.replace(secret, REDACTED));
    let is_apart = |it: char| it.is_whitespace() || it.is_control();
    let words = message.split(is_apart).filter(|word| !word.is_empty()).map(masked);
    let line = words.collect::<Vec<_>>().join(" ");
    let cut = line.char_indices().nth(WIDTH).and_then(|(end, _)| line.get(..end));
    Some(cut.map_or_else(|| line.clone(), |cut| format!("{cut}…"))).filter(|line| !line.is_empty())
}

fn json(response: &Response) -> Option<Value> {
    let body = Some(response.body()).filter(|body| body.len() <= LARGEST)?;
    serde_json::from_slice(body).ok()
}

fn said(value: &Value, depth: usize) -> Option<String> {
    match value {
        _ if depth > DEEPEST => None,
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Array(items) => joined(items.iter().map(|item| said(item, depth + 1)), "; "),
        Value::Object(fields) => {
            let said = |name| said(field(fields, name)?, depth + 1);
            let both = |one, other| joined([said(one), said(other)].into_iter(), ": ");
            said("message")
                .or_else(|| both("error", "errordescription"))
                .or_else(|| both("title", "detail"))
                .or_else(|| said("errors"))
                .or_else(|| of_fields(field(fields, "errors")?, depth + 1))
                .or_else(|| said("errormessage"))
                .or_else(|| said("msg"))
                .or_else(|| said("code").filter(|_| depth > 0))
        }
        _ => None,
    }
}

/// Problems by the field that has them.
fn of_fields(value: &Value, depth: usize) -> Option<String> {
    let said = |(name, value): (&String, &Value)| Some(format!("{name}: {}", said(value, depth)?));
    joined(value.as_object()?.iter().map(said), "; ")
}

fn joined(texts: impl Iterator<Item = Option<String>>, separator: &str) -> Option<String> {
    let texts: Vec<String> = texts.flatten().take(MOST).collect();
    (!texts.is_empty()).then(|| texts.join(separator))
}

fn coded(value: &Value, depth: usize) -> Option<String> {
    if depth > DEEPEST {
        return None;
    }
    let fields = match value {
        Value::Array(items) => return coded(items.first()?, depth + 1),
        value => value.as_object()?,
    };
    let word = |name| match field(fields, name)? {
        Value::String(text) => {
            let is_word = !text.is_empty() && !text.contains(char::is_whitespace);
            is_word.then(|| text.clone())
        }
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let coded = |name| coded(field(fields, name)?, depth + 1);
    word("code")
        .or_else(|| word("errorcode"))
        .or_else(|| coded("error"))
        .or_else(|| word("error"))
        .or_else(|| word("type").filter(|code| code != "about:blank"))
        .or_else(|| coded("errors"))
}

/// The field of this name, however it is written.
fn field<'v>(fields: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    fields.get(name).or_else(|| {
        let is_same = |key: &str| {
            let letters = key.chars().filter(|it| !matches!(it, '_' | '-'));
            letters.map(|it| it.to_ascii_lowercase()).eq(name.chars())
        };
        fields.iter().find(|(key, _)| is_same(key)).map(|(_, value)| value)
    })
}

impl Place {
    /// What must not be printed, if a server repeats it.
    fn secrets(&self) -> Vec<String> {
        let value = match self {
            Self::Header(_, value) => String::from_utf8_lossy(value.as_bytes()),
            Self::Query(pair) | Self::Cookie(pair) => {
                pair.split_once('=').map_or("", |(_, value)| value).into()
            }
        };
        let token = value.split_once(' ').map_or(&*value, |(_, token)| token);
        let decoded = percent_encoding::percent_decode_str(token).decode_utf8_lossy();
        let mut secrets = vec![token.to_owned(), decoded.into_owned()];
        secrets.extend(self.password());
        // A shorter one is in many words that are none.
        secrets.retain(|secret| secret.len() > 3);
        secrets
    }
}

/// The word without what looks like a key or a token: many letters and digits, and no UUID.
fn masked(word: &str) -> String {
    let is_of_token = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_' | '+' | '=');
    let mut shown = String::new();
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let end = match is_of_token(first) {
            true => rest.find(|it| !is_of_token(it)).unwrap_or(rest.len()),
            false => first.len_utf8(),
        };
        let (run, after) = rest.split_at(end);
        shown.push_str(if is_token(run) { REDACTED } else { run });
        rest = after;
    }
    shown
}

fn is_token(run: &str) -> bool {
    let is_uuid = run.len() == 36 && run.split('-').map(str::len).eq([8, 4, 4, 4, 12]);
    let has = |is_it: fn(&u8) -> bool| run.as_bytes().iter().any(is_it);
    run.len() >= 20 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic) && !is_uuid
}
