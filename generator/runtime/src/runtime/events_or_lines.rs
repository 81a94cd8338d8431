//! Responses of server-sent events or of several JSON values, whichever the server sends. In: chunks of the body, and
//! their decoders. Out: events or values.

use bytes::Bytes;
use serde::de::DeserializeOwned;

use super::events::{Event, Events};
use super::lines::JsonLines;
use super::stream::{Frames, Resume, Undecoded};

/// The decoder for what arrives: events, or JSON values.
#[derive(Debug)]
pub enum EventsOrLines<E, L> {
    /// The server sends events.
    Events(Box<Events<E>>),
    /// The server sends JSON values.
    Lines(JsonLines<L>),
}

/// An event, or a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventOrLine<E, L> {
    /// The server sends events.
    Event(Event<E>),
    /// The server sends JSON values.
    Line(L),
}

impl<E, L> EventsOrLines<E, L> {
    /// The body consists of events.
    pub fn events(events: Events<E>) -> Self {
        Self::Events(Box::new(events))
    }

    /// The body consists of JSON values.
    pub fn lines(lines: JsonLines<L>) -> Self {
        Self::Lines(lines)
    }
}

impl<T> EventOrLine<T, T> {
    /// The event's data, or the value.
    pub fn into_data(self) -> T {
        match self {
            Self::Event(event) => event.data,
            Self::Line(value) => value,
        }
    }
}

impl<E: DeserializeOwned, L: DeserializeOwned> Frames for EventsOrLines<E, L> {
    type Item = EventOrLine<E, L>;

    fn push(&mut self, piece: Bytes) {
        match self {
            Self::Events(events) => events.push(piece),
            Self::Lines(lines) => lines.push(piece),
        }
    }

    fn next(&mut self, is_end: bool) -> Option<Result<Self::Item, Undecoded>> {
        Some(match self {
            Self::Events(events) => events.next(is_end)?.map(EventOrLine::Event),
            Self::Lines(lines) => lines.next(is_end)?.map(EventOrLine::Line),
        })
    }

    fn held(&self) -> usize {
        match self {
            Self::Events(events) => events.held(),
            Self::Lines(lines) => lines.held(),
        }
    }

    fn is_over(&self) -> bool {
        match self {
            Self::Events(events) => events.is_over(),
            Self::Lines(lines) => lines.is_over(),
        }
    }

    fn resume(&mut self) -> Option<Resume> {
        match self {
            Self::Events(events) => events.resume(),
            Self::Lines(lines) => lines.resume(),
        }
    }
}
