//! Documentation of an emitted item.

use serde::Serialize;

/// The docs of an item, and its attributes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize)]
pub(crate) struct Docs {
    /// Paragraphs in Markdown that rustdoc takes without a warning, free of line breaks at the ends.
    pub(crate) text: String,
    /// Whether the item is deprecated, and why.
    pub(crate) deprecated: Option<String>,
    /// The attributes that the settings add to the item, as Rust between `#[` and `]`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) attributes: Vec<String>,
}
