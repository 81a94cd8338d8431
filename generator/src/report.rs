//! Diagnostics for tools. In: the diagnostics of a run, and its files. Out: one text, in one of several formats.
//!
//! [`crate::diagnostic::render`] is for people.

mod github;
mod json;
mod pointers;
mod sarif;

pub(crate) use github::data as github_message;
pub use github::{github, github_all};
pub use json::json;
pub(crate) use pointers::Pointers;
pub use sarif::sarif;
