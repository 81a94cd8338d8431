//! Multipart bodies (OpenAPI 3.0.4, section 4.7.15; 3.2.0, sections 4.14.4 and 4.15).

use serde::Serialize;

/// A part, or the parts of one name.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Part {
    /// The name; `None` if parts are identified by their positions.
    pub(crate) name: Option<String>,
    /// The media type, if the description has one that is not a range.
    pub(crate) content_type: Option<String>,
    pub(crate) content: PartContent,
    pub(crate) headers: Vec<PartHeader>,
}

/// The content of a part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum PartContent {
    /// The value of the parameter of that number. With a name, a list is a part for each of its items.
    Value(usize),
    /// The value of the parameter of that number as a form. A list is a part for each of its items.
    Form(usize),
    /// The items of the list that the parameter of that number is, each a part without a name.
    Items(usize),
    /// The entries of the map that the parameter of that number is, each a part of its own name.
    Entries(usize),
    /// The items of the list that the parameter of that number is, each a part whose properties are parts again.
    Each(usize),
    /// Nested parts; left out if none of them is present.
    Parts(Vec<Part>),
}

/// A header of a part.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct PartHeader {
    pub(crate) wire: String,
    pub(crate) value: PartHeaderValue,
}

/// The value of a part's header.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) enum PartHeaderValue {
    /// The value of the parameter of that number.
    Parameter(usize),
    /// The only allowed value.
    Constant(String),
}

impl Part {
    /// The part, and all nested ones.
    pub(crate) fn all(&self) -> Vec<&Self> {
        let mut found = vec![self];
        if let PartContent::Parts(parts) = &self.content {
            found.extend(parts.iter().flat_map(Self::all));
        }
        found
    }
}
