//! From the description's model to the crate's: all decisions about types, names, presence and operations.

mod attributes;
mod body;
mod choice;
mod context;
pub(crate) mod custom;
mod docs;
mod find;
mod headers;
mod long_running;
mod media;
mod names;
mod nesting;
mod operation;
mod package;
mod pagination;
mod parameter;
mod path;
mod pattern;
mod renames;
mod repeat;
mod response;
mod schema;
mod security;
mod server;
mod steps;
mod stream;
mod style;
mod tags;
mod types_only;
mod unused;
mod webhook;
mod words;

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::ir::Api;
use crate::parse::Parsed;
use context::Context;
pub(crate) use renames::{RenamedPlaces, renamed_places};
use steps::{Complete, Lowered, Named, Settled, Typed};

/// Lowers `parsed`; what cannot be lowered is reported, and left out or typed as plain JSON.
pub(crate) fn lower(
    parsed: &Parsed,
    config: &Config,
    renamed: RenamedPlaces,
    diagnostics: &mut Vec<Diagnostic>,
) -> Api {
    let named = Named::schemas(Context::new(parsed, config, renamed, diagnostics));
    let typed = Typed::schemas(named);
    let lowered = Lowered::operations(typed);
    let complete = Complete::types(lowered);
    let settled = Settled::operations(complete);
    settled.into_api()
}
