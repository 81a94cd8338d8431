//! Azure's extension for pages: the names of the property with the next page's URL, and of the one with the items; and
//! the operation that returns the next page, if it is another one.

use std::collections::BTreeMap;

use serde_json::Value;

use super::page;
use super::place::{self, Place};
use crate::ir::{Method, Next, Operation, Pagination, Type};

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
    paths: &Paths,
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
    let at = link.pointer();
    let next = match told.get("operationName").and_then(Value::as_str) {
        None => Next::Url(at),
        Some(name) => {
            let next = paths.get(name).filter(|(method, _)| *method == operation.method);
            let (_, path) =
                next.ok_or_else(|| format!("`{name}` is no operation of this method"))?;
            match template(&operation.path, path)? {
                Some(template) => Next::Path { at, template },
                None => Next::Url(at),
            }
        }
    };
    let items_at = items.pointer();
    Ok(Some(Told::Pages(Pagination { items: steps, item, items_at, next, more: None })))
}

/// The methods and paths of operations, by their IDs.
pub(super) type Paths = BTreeMap<String, (Method, String)>;

/// The methods and paths of the operations.
pub(super) fn paths(operations: &[Operation]) -> Paths {
    let fact = |it: &Operation| (it.id.clone(), (it.method.clone(), it.path.clone()));
    operations.iter().map(fact).collect()
}

/// The path of the operation that returns the next page, with `{}` for the parameter that the link is; `None` if it has
/// none, so that the link is a URL.
///
/// # Errors
///
/// The path has several parameters that the operation's own one does not have.
fn template(own: &str, next: &str) -> Result<Option<String>, String> {
    let (own, next) = (without_query(own), without_query(next));
    let is_own = |segment: &&str| !segment.contains('{') || own.split('/').any(|it| it == *segment);
    let mut others = next.split('/').filter(|segment| !is_own(segment));
    match (others.next(), others.next()) {
        (None, _) => Ok(None),
        (Some(link), None) if link.starts_with('{') && link.ends_with('}') => {
            let segments =
                next.split('/').map(|segment| if segment == link { "{}" } else { segment });
            Ok(Some(segments.collect::<Vec<_>>().join("/")))
        }
        _ => Err(format!("`{next}` does not have the parameters of `{own}` and one for the link")),
    }
}

fn without_query(path: &str) -> &str {
    path.split('?').next().unwrap_or(path)
}
