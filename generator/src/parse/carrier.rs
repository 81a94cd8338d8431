//! The extensions that carry what openapiv3's model has no field for.
//!
//! A description's own extensions keep their names; these begin with `x-codegen-`, which a description has no
//! reason to use.

use indexmap::IndexMap;
use serde_json::Value;

/// The place of the object: an index into [`super::Parsed::spans`].
pub(crate) const SOURCE: &str = "x-codegen-source";
/// `true` on the schema that no value is valid by (`false` in 3.1).
pub(crate) const NEVER: &str = "x-codegen-never";
/// The keys of the schemas of a tuple's items, in their order (`prefixItems` in 3.1).
pub(crate) const TUPLE: &str = "x-codegen-tuple";
/// The keys of schemas by regular expression (`patternProperties` in 3.1).
pub(crate) const PATTERN_PROPERTIES: &str = "x-codegen-pattern-properties";
/// `contentEncoding` (3.1).
pub(crate) const CONTENT_ENCODING: &str = "x-codegen-content-encoding";
/// `contentMediaType` (3.1).
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-codegen-content-media-type";
/// The `xml` object of a schema.
pub(crate) const XML: &str = "x-codegen-xml";
/// A bound that a float cannot hold, by keyword, as it was written.
pub(crate) const EXACT_BOUNDS: &str = "x-codegen-exact-bounds";

/// Extensions, as every object of the model has them.
pub(crate) type Extensions = IndexMap<String, Value>;

/// The index of the object's place.
pub(crate) fn source(extensions: &Extensions) -> Option<usize> {
    extensions.get(SOURCE)?.as_u64().and_then(|index| usize::try_from(index).ok())
}

/// Whether `name` is set.
pub(crate) fn flag(extensions: &Extensions, name: &str) -> bool {
    extensions.get(name) == Some(&Value::Bool(true))
}

/// The text that `name` carries.
pub(crate) fn text<'e>(extensions: &'e Extensions, name: &str) -> Option<&'e str> {
    extensions.get(name)?.as_str()
}
