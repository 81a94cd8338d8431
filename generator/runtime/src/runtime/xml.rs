//! How types are written as XML (OpenAPI 3.0.4, section 4.7.26). In: constants. Out: the table that drives reading and
//! writing.
//!
//! Values are converted to JSON first, and XML is converted from and to that JSON, so that only the table has to
//! describe XML.

#![allow(dead_code, reason = "not every crate has nodes of each kind")]

/// The key of the text beside elements, in an object of any properties.
pub(super) const TEXT: &str = "#text";

/// An element: its name, and its content.
pub(crate) struct Element {
    pub(super) name: Name,
    pub(super) content: Content,
}

/// The name of an element or attribute; the prefix and the namespace may be empty.
pub(super) struct Name {
    pub(super) local: &'static str,
    pub(super) prefix: &'static str,
    pub(super) namespace: &'static str,
}

/// The content of an element or attribute.
pub(crate) enum Content {
    Text,
    Number,
    Boolean,
    /// Any value: a string, or an object of the element's content.
    Any,
    /// An object of the element's content, which may be empty.
    AnyObject,
    /// The properties of an object.
    Object(&'static [Field]),
    /// The same, and an element for each additional property.
    Open(&'static [Field], &'static Content),
    /// An element for each item.
    List(&'static Element),
    /// The content of that element, which may contain this one.
    Of(&'static Element),
}

/// A property.
pub(crate) struct Field {
    /// Its name in JSON.
    pub(super) key: &'static str,
    pub(super) name: Name,
    pub(super) node: Node,
    pub(super) content: Content,
    pub(super) required: bool,
    pub(super) nullable: bool,
}

/// How a property appears in its element.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Node {
    Element,
    Attribute,
    /// An array, with an element for each item among those of other properties.
    Items,
    Text,
    Cdata,
    /// An object whose properties appear in its place.
    Members,
}

impl Name {
    const fn new(local: &'static str) -> Self {
        Self { local, prefix: "", namespace: "" }
    }
}

impl Element {
    pub(crate) const fn new(name: &'static str, content: Content) -> Self {
        Self { name: Name::new(name), content }
    }

    /// Sets the namespace of the name.
    pub(crate) const fn within(mut self, prefix: &'static str, namespace: &'static str) -> Self {
        self.name.prefix = prefix;
        self.name.namespace = namespace;
        self
    }
}

impl Content {
    /// The content itself, if it refers to another element.
    pub(super) fn target(&self) -> &Self {
        match self {
            Self::Of(element) => match &element.content {
                Self::Of(element) => &element.content,
                content => content,
            },
            content => content,
        }
    }

    /// The properties of an object, and the content of additional ones.
    pub(super) fn fields(&self) -> Option<(&'static [Field], Option<&'static Self>)> {
        match self.target() {
            Self::Object(fields) => Some((fields, None)),
            Self::Open(fields, others) => Some((fields, Some(others))),
            _ => None,
        }
    }
}

impl Field {
    /// A property that is an element of its name.
    pub(crate) const fn element(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Element, content)
    }

    /// A property that is an attribute of its name.
    pub(crate) const fn attribute(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Attribute, content)
    }

    /// An array whose items are elements of its name.
    pub(crate) const fn items(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Items, content)
    }

    /// A property that is the text of the element.
    pub(crate) const fn text(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Text, content)
    }

    /// A property that is the text of the element, as a CDATA section.
    pub(crate) const fn cdata(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Cdata, content)
    }

    /// An object whose properties appear in the element itself.
    pub(crate) const fn members(key: &'static str, content: Content) -> Self {
        Self::new(key, Node::Members, content)
    }

    const fn new(key: &'static str, node: Node, content: Content) -> Self {
        Self { key, name: Name::new(key), node, content, required: false, nullable: false }
    }

    /// Sets the name of the element or attribute.
    pub(crate) const fn named(mut self, name: &'static str) -> Self {
        self.name.local = name;
        self
    }

    /// Sets the namespace of the name.
    pub(crate) const fn within(mut self, prefix: &'static str, namespace: &'static str) -> Self {
        self.name.prefix = prefix;
        self.name.namespace = namespace;
        self
    }

    /// Makes the property required.
    pub(crate) const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Makes the property nullable.
    pub(crate) const fn nullable(mut self) -> Self {
        self.nullable = true;
        self
    }
}
