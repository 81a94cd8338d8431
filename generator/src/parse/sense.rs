//! What is wrong with a schema although each of its values has the right type: keywords that contradict each other, or
//! that have no effect. In: a schema as it was written. Out: diagnostics.

mod applies;
mod bounds;
mod choice;
mod closed;
mod discriminator;
mod format;
mod given;
mod mapping;
mod parts;
mod pattern;
mod values;

pub(super) use closed::report_never;

use super::context::Context;
use crate::load::node::{Node, Object};

/// Reports what is wrong with the schema.
pub(super) fn check(context: &mut Context<'_>, schema: &Node) {
    let Some(object) = schema.as_object() else { return };
    applies::check(context, object);
    bounds::check(context, object);
    pattern::check(context, object);
    values::check(context, object);
    format::check(context, object);
    given::check(context, object);
    choice::check(context, object);
    closed::check(context, object);
    parts::check(context, object);
    discriminator::check(context, object);
    mapping::check(context, object);
}

/// The string at a key.
fn text<'o>(object: &'o Object, key: &str) -> Option<&'o str> {
    object.get(key)?.node.as_str()
}
