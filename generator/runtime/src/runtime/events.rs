//! Server-sent events (WHATWG HTML, section 9.2). In: chunks of the body. Out: the events, their data deserialized.

use std::marker::PhantomData;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::decode::{self, DecodeError};
use super::stream::{Frames, Resume, Undecoded};

/// How long to wait before reconnecting, unless the server sets it.
const WAIT: Duration = Duration::from_secs(1);
/// The least and the most that the server can set.
const LEAST_WAIT: Duration = Duration::from_millis(100);
const MOST_WAIT: Duration = Duration::from_secs(60);
/// A connection with fewer events is a short one: the next reconnection waits twice as long.
const FEW_EVENTS: u32 = 10;
/// The limit of reconnections in a row without an event.
const MOST_RESUMES: u32 = 5;
/// What many servers end a stream of JSON with.
const DONE: &str = "[DONE]";

/// A server-sent event.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Event<T> {
    /// The event type, `message` by default.
    pub event: String,
    /// The last `id` that the server sent; empty if there was none.
    pub id: String,
    /// The data of the event.
    pub data: T,
}

/// Which part of an event its type describes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Text,
    Whole,
}

/// Server-sent events.
///
/// If JSON is expected, an event whose data is `[DONE]` ends the stream, as is common practice.
#[derive(Debug)]
pub struct Events<T> {
    form: Form,
    held: BytesMut,
    /// How much of it is known to contain no line break.
    seen: usize,
    has_begun: bool,
    event: String,
    data: Option<String>,
    id: String,
    /// The `id` of the event that is not complete.
    next_id: Option<String>,
    retry: Option<u64>,
    wait: Duration,
    resumes: u32,
    /// How many short connections there were in a row, and the events of this one.
    short: u32,
    events: u32,
    is_over: bool,
    item: PhantomData<fn() -> T>,
}

impl<T> Events<T> {
    /// Events whose data is JSON.
    pub fn json() -> Self {
        Self::of(Form::Json)
    }

    /// Events whose data is text.
    pub fn text() -> Self {
        Self::of(Form::Text)
    }

    /// Events that are described as objects of `event`, `id`, `retry` and `data`, a string (OpenAPI 3.2.0, section
    /// 4.14.4).
    pub fn whole() -> Self {
        Self::of(Form::Whole)
    }

    fn of(form: Form) -> Self {
        Self {
            form,
            held: BytesMut::new(),
            seen: 0,
            has_begun: false,
            event: String::new(),
            data: None,
            id: String::new(),
            next_id: None,
            retry: None,
            wait: WAIT,
            resumes: 0,
            short: 0,
            events: 0,
            is_over: false,
            item: PhantomData,
        }
    }

    /// The next line, without its line break. An unfinished line is not returned: its event is not complete.
    fn line(&mut self, is_end: bool) -> Option<Bytes> {
        if !self.has_begun {
            // A byte order mark is not part of the first line.
            const MARK: &[u8] = b"\xEF\xBB\xBF";
            if self.held.len() < MARK.len() && MARK.starts_with(&self.held) && !is_end {
                return None;
            }
            if self.held.starts_with(MARK) {
                drop(self.held.split_to(MARK.len()));
            }
            self.has_begun = true;
        }
        let rest = self.held.get(self.seen..).unwrap_or_default();
        let Some(at) = rest.iter().position(|byte| matches!(byte, b'\r' | b'\n')) else {
            self.seen = self.held.len();
            return None;
        };
        let at = self.seen + at;
        let length = match self.held.get(at..at + 2) {
            Some(b"\r\n") => 2,
            // The next chunk may start with the other half of the line break.
            None if self.held.get(at) == Some(&b'\r') && !is_end => {
                self.seen = at;
                return None;
            }
            _ => 1,
        };
        let line = self.held.split_to(at);
        drop(self.held.split_to(length));
        self.seen = 0;
        Some(line.freeze())
    }

    fn field(&mut self, line: &str) {
        let (name, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match name {
            "event" => value.clone_into(&mut self.event),
            "data" => match &mut self.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.next_id = Some(value.to_owned()),
            "retry" if value.bytes().all(|byte| byte.is_ascii_digit()) => {
                if let Ok(milliseconds) = value.parse() {
                    self.retry = Some(milliseconds);
                    self.wait = Duration::from_millis(milliseconds);
                }
            }
            _ => {}
        }
    }
}

impl<T: DeserializeOwned> Events<T> {
    /// The event that a blank line ends; `None` without data.
    fn dispatch(&mut self) -> Option<Result<Event<T>, Undecoded>> {
        let id = self.next_id.take();
        if let Some(id) = &id {
            self.id.clone_from(id);
        }
        let (event, retry) = (std::mem::take(&mut self.event), self.retry.take());
        let text = self.data.take()?;
        self.resumes = 0;
        self.events = self.events.saturating_add(1);
        let data = match self.form {
            Form::Json if text.trim() == DONE => {
                self.is_over = true;
                return None;
            }
            Form::Json => decode::json(text.as_bytes()),
            Form::Text => from_value(Value::String(text.clone())),
            Form::Whole => from_value(whole(&text, &event, id, retry)),
        };
        let event = if event.is_empty() { String::from("message") } else { event };
        let event = data.map(|data| Event { event, id: self.id.clone(), data });
        Some(event.map_err(|error| Undecoded { text, error }))
    }
}

/// The value as its type describes it.
fn from_value<T: DeserializeOwned>(value: Value) -> Result<T, DecodeError> {
    decode::json(value.to_string().as_bytes())
}

/// An event as an object of its fields.
fn whole(data: &str, event: &str, id: Option<String>, retry: Option<u64>) -> Value {
    let mut fields = Map::new();
    fields.insert(String::from("data"), data.into());
    if !event.is_empty() {
        fields.insert(String::from("event"), event.into());
    }
    fields.extend(id.map(|id| (String::from("id"), id.into())));
    fields.extend(retry.map(|retry| (String::from("retry"), retry.into())));
    Value::Object(fields)
}

impl<T: DeserializeOwned> Frames for Events<T> {
    type Item = Event<T>;

    fn push(&mut self, piece: Bytes) {
        self.held.extend_from_slice(&piece);
    }

    fn next(&mut self, is_end: bool) -> Option<Result<Event<T>, Undecoded>> {
        while !self.is_over {
            let line = self.line(is_end)?;
            if !line.is_empty() {
                self.field(&String::from_utf8_lossy(&line));
            } else if let Some(event) = self.dispatch() {
                return Some(event);
            }
        }
        None
    }

    fn held(&self) -> usize {
        self.held.len() + self.data.as_ref().map_or(0, String::len)
    }

    fn is_over(&self) -> bool {
        self.is_over
    }

    fn resume(&mut self) -> Option<Resume> {
        if self.id.is_empty() || self.resumes == MOST_RESUMES {
            return None;
        }
        self.resumes += 1;
        self.short = if self.events < FEW_EVENTS { self.short.saturating_add(1) } else { 1 };
        self.events = 0;
        let factor = 2_u32.saturating_pow(self.short.saturating_sub(1));
        let wait = self.wait.clamp(LEAST_WAIT, MOST_WAIT).saturating_mul(factor).min(MOST_WAIT);
        // The incomplete event comes again.
        (self.data, self.next_id, self.retry) = (None, None, None);
        (self.seen, self.has_begun) = (0, false);
        self.event.clear();
        self.held.clear();
        Some(Resume { last_event_id: self.id.clone(), wait })
    }
}
