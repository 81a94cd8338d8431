//! How strictly bodies are read. In: a mode, and what had to be corrected. Out: the corrections of a response, each with
//! its place. It uses the thread: types are deserialized without arguments.

#![allow(dead_code, reason = "not every crate has unions")]

use std::cell::{Cell, RefCell};
use std::fmt;

/// How a body is read that does not match the description.
///
/// | arrives | where the description has | `Tolerant` | `FillIn` |
/// | --- | --- | --- | --- |
/// | `null`, or the key is missing | a required list or map | empty | same |
/// | `null`, or the key is missing | required plain JSON, a union, an enum | `null`, `Unknown` | same |
/// | `null`, or the key is missing | a required string; one with a format | the empty string; without a value | same |
/// | `null`, or the key is missing | a required object | the object whose fields are all missing, by this table | same |
/// | `null`, or the key is missing | a required number or boolean, or an instant that is a number | an error | `0`, `false` |
/// | `null` | the whole body, which is a list or a map | empty | same |
/// | a number or a boolean as string, a number or a boolean where a string is expected, `0` or `1` for a boolean, `{}` or one item for a list, `[]` for an object | each other | the value, if it is the same without loss | same |
/// | an object or a list as the whole body | a string | its JSON | same |
/// | `NaN`, `Infinity`, a lone surrogate, a raw control character | JSON | the value; U+FFFD for the surrogate | same |
///
/// A member of a union is corrected only if no member takes the value as it is. Everything else is an error, with its
/// JSON path.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reading {
    /// By the description to the letter: anything else is an error.
    Strict,
    /// What is missing becomes empty or unknown; no number, boolean or date is made up.
    #[default]
    Tolerant,
    /// Numbers and booleans that are missing become `0` and `false`, too.
    FillIn,
}

/// A part of a body that did not match the description, and was read nevertheless.
///
/// It has the place and the kinds of values, never a value from the body, which may be a secret.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Correction {
    path: Box<str>,
    expected: &'static str,
    arrived: &'static str,
    made: &'static str,
}

impl Correction {
    /// The JSON path of the value, such as `$.items[3].name`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What the description has there, such as `a list`.
    pub fn expected(&self) -> &'static str {
        self.expected
    }

    /// What arrived: `nothing` if the key is missing, or such as `null` and `a string`.
    pub fn arrived(&self) -> &'static str {
        self.arrived
    }

    /// What was made of it, such as `an empty list`.
    pub fn made(&self) -> &'static str {
        self.made
    }
}

/// Such as ``at `$.items`: expected a list, got null, which was read as an empty list``.
impl fmt::Display for Correction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { path, expected, arrived, made } = self;
        write!(f, "at `{path}`: expected {expected}, got {arrived}, which was read as {made}")
    }
}

/// One step from a value to a part of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Step {
    Key(Box<str>),
    Index(usize),
}

impl Step {
    /// The step to a property. Only the beginning of a long name is kept, since paths are written often.
    pub(super) fn key(name: &str) -> Self {
        const LONGEST: usize = 64;
        match name.char_indices().nth(LONGEST).and_then(|(end, _)| name.get(..end)) {
            Some(start) => Self::Key(format!("{start}…").into()),
            None => Self::Key(name.into()),
        }
    }
}

/// The steps as a JSON path.
pub(super) fn written(steps: &[Step]) -> String {
    steps.iter().fold(String::from("$"), |path, step| match step {
        Step::Key(key) => path + "." + key,
        Step::Index(index) => format!("{path}[{index}]"),
    })
}

/// How much memory the paths of a response's corrections may take; further ones are not kept.
const MOST_BYTES: usize = 8 * 1024 * 1024;

/// The state of the body that the thread reads.
#[derive(Default)]
struct State {
    path: Vec<Step>,
    corrections: Vec<Correction>,
    /// The size of all paths in `corrections`.
    bytes: usize,
    /// How many more values may be tried as members of unions, so that the time is linear in the size of a body.
    fuel: usize,
}

thread_local! {
    static READING: Cell<Option<Reading>> = const { Cell::new(None) };
    static CORRECTS: Cell<bool> = const { Cell::new(false) };
    static DOUBT: Cell<bool> = const { Cell::new(false) };
    static STATE: RefCell<State> = RefCell::default();
}

fn with<T>(change: impl FnOnce(&mut State) -> T) -> T {
    STATE.with_borrow_mut(change)
}

/// The mode in which the thread reads.
pub(super) fn mode() -> Reading {
    READING.get().unwrap_or_default()
}

/// Whether something reads in a mode of its own.
pub(super) fn is_set() -> bool {
    READING.get().is_some()
}

/// Reads in a mode, and returns what was corrected.
pub(super) fn within<T>(mode: Reading, read: impl FnOnce() -> T) -> (T, Vec<Correction>) {
    let before = Before { mode: READING.replace(Some(mode)), state: STATE.take() };
    let value = read();
    let corrections = with(|state| std::mem::take(&mut state.corrections));
    drop(before);
    (value, corrections)
}

/// What is restored when a body has been read, even after a panic.
struct Before {
    mode: Option<Reading>,
    state: State,
}

impl Drop for Before {
    fn drop(&mut self) {
        READING.set(self.mode);
        STATE.replace(std::mem::take(&mut self.state));
    }
}

/// Reads a body of this many bytes with corrections.
pub(super) fn correcting<T>(length: usize, read: impl FnOnce() -> T) -> T {
    if !is_set() {
        return within(mode(), || correcting(length, read)).0;
    }
    with(|state| {
        state.path.clear();
        state.fuel = length.saturating_mul(16).saturating_add(1024);
    });
    let before = Phase(CORRECTS.replace(true), DOUBT.get());
    let value = read();
    drop(before);
    value
}

/// Whether values are corrected, and not only read as they are.
pub(super) fn corrects() -> bool {
    CORRECTS.get()
}

/// Reads without corrections, and returns whether there was a doubt.
pub(super) fn as_it_is<T>(read: impl FnOnce() -> T) -> (T, bool) {
    let before = Phase(CORRECTS.replace(false), DOUBT.replace(false));
    let value = read();
    let doubt = DOUBT.get();
    drop(before);
    (value, doubt)
}

struct Phase(bool, bool);

impl Drop for Phase {
    fn drop(&mut self) {
        CORRECTS.set(self.0);
        DOUBT.set(self.1);
    }
}

/// Notes that a value is meant to be a member of a union, and does not match it.
pub(super) fn doubt() {
    DOUBT.set(true);
}

/// Whether as many values may still be tried as members of unions.
pub(super) fn spend(values: usize) -> bool {
    with(|state| match state.fuel.checked_sub(values) {
        Some(rest) => {
            state.fuel = rest;
            true
        }
        None => false,
    })
}

/// The path to the value that is being read, as its number of steps.
pub(super) fn depth() -> usize {
    with(|state| state.path.len())
}

/// Goes to a part of the value at this depth.
pub(super) fn enter(depth: usize, step: Step) {
    with(|state| {
        state.path.truncate(depth);
        state.path.push(step);
    });
}

/// Goes back to the value at this depth.
pub(super) fn leave(depth: usize) {
    with(|state| state.path.truncate(depth));
}

/// The path to the value that is being read.
pub(super) fn path() -> Vec<Step> {
    with(|state| state.path.clone())
}

/// Keeps a correction of the value that is being read.
pub(super) fn record(expected: &'static str, arrived: &'static str, made: &'static str) {
    with(|state| {
        if is_set() && state.bytes < MOST_BYTES {
            let path: Box<str> = written(&state.path).into();
            state.bytes += path.len() + size_of::<Correction>();
            state.corrections.push(Correction { path, expected, arrived, made });
        }
    });
}

/// How many corrections there are.
pub(super) fn mark() -> usize {
    with(|state| state.corrections.len())
}

/// Removes the corrections after these.
pub(super) fn take_since(mark: usize) -> Vec<Correction> {
    with(|state| state.corrections.split_off(mark.min(state.corrections.len())))
}

/// Keeps corrections that were removed.
pub(super) fn keep(corrections: Vec<Correction>) {
    with(|state| state.corrections.extend(corrections));
}
