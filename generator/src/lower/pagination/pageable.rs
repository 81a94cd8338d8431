//! Azure's extension for pages: the names of the property with the next page's URL, and of the one with the items.

use serde_json::Value;

use super::page;
use super::place::{self, Place};
use crate::ir::{Next, Operation, Pagination, Type};

pub(super) const EXTENSION: &str = "x-ms-pageable";

/// What the extension says of an operation's result.
pub(super) enum Told {
    Pages(Pagination),
    /// All items are on one page.
    OnePage,
}

/// What the extension says, if there is one.
///
/// # Errors
///
/// The page does not have what it names.
pub(super) fn told(
    operation: &Operation,
    types: &[Type],
    described: &openapiv3::Operation,
) -> Result<Option<Told>, String> {
    let Some(told) = described.extensions.get(EXTENSION) else { return Ok(None) };
    let Some(link) = told.get("nextLinkName").and_then(Value::as_str) else {
        return Ok(Some(Told::OnePage));
    };
    let (items, link) = (
        Place::property(told.get("itemName").and_then(Value::as_str).unwrap_or("value")),
        Place::property(link),
    );
    let page = page(operation).ok_or("it has no single JSON success response")?;
    let (steps, item) = place::list(types, page, &items)
        .ok_or_else(|| format!("the page has no array at `{}`", items.pointer()))?;
    if place::is_missing(types, page, &link) {
        return Err(format!("the page has no property `{}`", link.pointer()));
    }
    let next = Next::Url(link.pointer());
    let items_at = items.pointer();
    Ok(Some(Told::Pages(Pagination { items: steps, item, items_at, next, more: None })))
}
