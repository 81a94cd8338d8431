//! OpenAPI 3.2: new features of its objects, in their 3.0 form or as a carrier.
//!
//! Methods beyond those of 3.0 (`query`, `additionalOperations`) are kept beside the model, see
//! [`crate::parse::AdditionalOperation`]; keys that 3.0 does not have at all are read where their object is.

use std::borrow::Cow;

use super::edit::Edit;
use crate::load::node::Node;
use crate::normalize::carrier;

/// A parameter: the whole query as one value, and cookies that are not percent-encoded.
pub(crate) fn parameter(node: &Node) -> Cow<'_, Node> {
    let mut edit = Edit::of(node);
    let text = |node: Option<&Node>| node.and_then(Node::as_str).map(str::to_owned);
    if text(edit.get("in")).as_deref() == Some("querystring") {
        let span = edit.get("in").map_or(node.span, |node| node.span);
        edit.set("in", Node::string("query", span));
        edit.flag(carrier::QUERYSTRING);
    }
    if text(edit.get("style")).as_deref() == Some("cookie") {
        edit.remove("style");
        edit.flag(carrier::COOKIE_STYLE);
    }
    edit.finish()
}

/// An example: its `dataValue` is what `value` was; its `serializedValue` is one too if there is no other.
pub(crate) fn example(node: &Node) -> Cow<'_, Node> {
    let mut edit = Edit::of(node);
    if let Some(entry) = edit.remove("dataValue")
        && edit.get("value").is_none()
    {
        edit.set("value", entry.node);
    }
    if let Some(entry) = edit.remove("serializedValue") {
        if edit.get("value").is_none() {
            edit.set("value", entry.node.clone());
        }
        edit.set(carrier::SERIALIZED_VALUE, entry.node);
    }
    edit.finish()
}
