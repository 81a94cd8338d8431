//! The specification as a table: the keys of each object, and what their values have to be.

mod document;
mod hints;
mod kind;
mod operation;
mod schema;
mod swagger2;

pub(super) use hints::for_unknown;
pub(super) use kind::{Kind, Shape};

use crate::normalize::Dialect;

/// The kind of the whole description.
pub(super) fn root(dialect: Dialect) -> &'static Kind {
    if dialect == Dialect::Swagger2 { &swagger2::ROOT } else { &operation::ROOT }
}

/// The kind with that name.
fn named(what: &str, dialect: Dialect) -> Option<&'static Kind> {
    let old = swagger2::KINDS.iter().filter(|_| dialect == Dialect::Swagger2);
    let newer = operation::KINDS.iter().chain(document::KINDS).chain(schema::KINDS);
    old.chain(newer).copied().find(|kind| kind.what == what)
}
