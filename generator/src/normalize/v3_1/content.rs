//! Strings with other content (JSON Schema Validation 2020-12, section 8).

use super::super::edit::Edit;
use crate::load::node::Node;
use crate::normalize::carrier;

/// `contentEncoding` and `contentMediaType` as a `format`, if there is one; the keywords are carried too.
pub(super) fn rewrite(edit: &mut Edit<'_>) {
    let encoding = edit.remove("contentEncoding").map(|entry| entry.node);
    let media_type = edit.remove("contentMediaType").map(|entry| entry.node);
    let format = match (encoding.as_ref(), media_type.as_ref()) {
        (Some(encoding), _) => {
            let name = encoding.as_str().unwrap_or_default().to_ascii_lowercase();
            let format = match name.as_str() {
                "base64" => Some("byte"),
                "base64url" => Some("base64url"),
                _ => None,
            };
            format.map(|format| Node::string(format, encoding.span))
        }
        (None, Some(media_type)) => is_binary(media_type.as_str().unwrap_or_default())
            .then(|| Node::string("binary", media_type.span)),
        (None, None) => None,
    };
    if let Some(format) = format.filter(|_| edit.get("format").is_none()) {
        if edit.get("type").is_none() {
            edit.set("type", Node::string("string", format.span));
        }
        edit.set("format", format);
    }
    let encoding_is_none = encoding.is_none();
    if let Some(encoding) = encoding {
        edit.set(carrier::CONTENT_ENCODING, encoding);
    }
    // An inline one would be a type that nothing mentions.
    let has_json = encoding_is_none && media_type.as_ref().is_some_and(is_json);
    let schema = edit.get("contentSchema").filter(|it| has_json && it.get("$ref").is_some());
    if let Some(schema) = schema.cloned() {
        edit.remove("contentSchema");
        edit.set(carrier::CONTENT_SCHEMA, schema);
    }
    if let Some(media_type) = media_type {
        edit.set(carrier::CONTENT_MEDIA_TYPE, media_type);
    }
}

/// Whether the media type of a string is JSON.
pub(crate) fn is_json(media_type: &Node) -> bool {
    media_type.as_str().is_some_and(|it| it == "application/json" || it.ends_with("+json"))
}

/// Whether a string of this media type without an encoding can only be bytes.
fn is_binary(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let (kind, subtype) = essence.split_once('/').unwrap_or((&essence, ""));
    let is_text = kind == "text"
        || matches!(subtype, "json" | "xml" | "yaml" | "javascript" | "graphql" | "jwt" | "sql")
        || ["+json", "+xml", "+yaml"].iter().any(|suffix| subtype.ends_with(suffix));
    !is_text
}
