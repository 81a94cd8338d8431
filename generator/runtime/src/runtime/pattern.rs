//! Regular expressions. In: a pattern and a string. Out: whether the string matches.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use regex::Regex;

/// Whether the pattern matches anywhere in the string. A pattern that [`regex`] does not support matches everything.
pub(crate) fn matches(pattern: &str, text: &str) -> bool {
    /// Patterns are compiled once.
    static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> =
        LazyLock::new(Mutex::default);
    let compiled = {
        let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(pattern.to_owned()).or_insert_with(|| Regex::new(pattern).ok()).clone()
    };
    compiled.is_none_or(|regex| regex.is_match(text))
}
