//! Azure's extension for pages: the names of the property with the next page's URL, and of the one with the items.

use serde_json::Value;

use super::page;
use super::place::{self, Place};
use crate::ir::{Next, Operation, Pagination, Type};

const EXTENSION: &str = "x-ms-pageable";

/// What the extension says of an operation's result.
pub(super) enum Told {
    Pages(Pagination),
    /// All items are on one page.
    OnePage,
}

/// What the extension says, if there is one, and if the page has what it names.
pub(super) fn told(
    operation: &Operation,
    types: &[Type],
    described: &openapiv3::Operation,
) -> Option<Told> {
    let told = described.extensions.get(EXTENSION)?;
    let Some(link) = told.get("nextLinkName").and_then(Value::as_str) else {
        return Some(Told::OnePage);
    };
    let items = Place::property(told.get("itemName").and_then(Value::as_str).unwrap_or("value"));
    let (steps, item) = place::list(types, page(operation)?, &items)?;
    let next = Next::Url(Place::property(link).pointer());
    Some(Told::Pages(Pagination {
        items: steps,
        item,
        items_at: items.pointer(),
        next,
        more: None,
    }))
}
