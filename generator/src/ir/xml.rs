//! How values are written as XML.

use serde::Serialize;

use super::FieldName;

/// An element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct XmlElement {
    pub(crate) name: XmlName,
    pub(crate) content: XmlContent,
}

/// The name of an element or attribute; without a prefix or a namespace they are empty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct XmlName {
    pub(crate) local: String,
    pub(crate) prefix: String,
    pub(crate) namespace: String,
}

/// The content of an element or attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) enum XmlContent {
    Text,
    Number,
    Boolean,
    /// Whatever is there.
    Any,
    /// The same, as an object, be it without anything.
    AnyObject,
    /// The properties of an object, and what those beside them are, where they are kept.
    Object(Vec<XmlField>, Option<Box<XmlContent>>),
    /// An element for each item.
    List(Box<XmlElement>),
    /// The same as the element of that constant.
    Of(FieldName),
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct XmlField {
    /// Its name in JSON.
    pub(crate) key: String,
    pub(crate) name: XmlName,
    pub(crate) node: XmlNode,
    pub(crate) content: XmlContent,
    pub(crate) required: bool,
    pub(crate) nullable: bool,
}

/// What a property is in its element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(crate) enum XmlNode {
    Element,
    Attribute,
    /// A list, with an element for each item beside those of other properties.
    Items,
    Text,
    Cdata,
    /// An object whose properties appear in its place.
    Members,
}
