//! The extensions that carry what openapiv3's model has no field for.
//!
//! A description's own extensions keep their names; these begin with `x-codegen-`, which a description has no
//! reason to use.

use indexmap::IndexMap;
use serde_json::Value;

/// Anything: the place of the object, an index into [`crate::parse::Parsed::spans`].
pub(crate) const SOURCE: &str = "x-codegen-source";

/// Schema: `true` on the one that no value is valid by (`false` in 3.1).
pub(crate) const NEVER: &str = "x-codegen-never";
/// Schema: the keys of the schemas of a tuple's items, in order (`prefixItems` in 3.1).
pub(crate) const TUPLE: &str = "x-codegen-tuple";
/// Schema: `true` if a tuple has no additional items (`items: false` in 3.1); else `items` describes them.
pub(crate) const TUPLE_ENDS: &str = "x-codegen-tuple-ends";
/// Schema: the keys of schemas by regular expression (`patternProperties` in 3.1).
pub(crate) const PATTERN_PROPERTIES: &str = "x-codegen-pattern-properties";
/// Schema: the key of the schema of the names of its properties (`propertyNames` in 3.1).
pub(crate) const PROPERTY_NAMES: &str = "x-codegen-property-names";
/// Schema: the names of its properties, if they are listed (`enum` or `const` in `propertyNames` in 3.1).
pub(crate) const LISTED_NAMES: &str = "x-codegen-listed-names";
/// Schema: `true` if the one value of `enum` was a `const` (3.1).
pub(crate) const CONST: &str = "x-codegen-const";
/// Schema: a list of values of its `enum` with what is known of each: [`VALUE`], `name`, `description`, `deprecated`.
pub(crate) const VALUES: &str = "x-codegen-values";
/// The value itself in [`VALUES`].
pub(crate) const VALUE: &str = "value";
/// Schema: all of its `examples`, if there are several (3.1).
pub(crate) const EXAMPLES: &str = "x-codegen-examples";
/// Schema: `contentEncoding` (3.1).
pub(crate) const CONTENT_ENCODING: &str = "x-codegen-content-encoding";
/// Schema: `contentMediaType` (3.1).
pub(crate) const CONTENT_MEDIA_TYPE: &str = "x-codegen-content-media-type";
/// Media type of events: the key of the schema of the JSON in the `data` of each.
pub(crate) const EVENT_DATA: &str = "x-codegen-event-data";
/// Schema: the key of the schema of the JSON in a string (`contentSchema` in 3.1).
pub(crate) const CONTENT_SCHEMA: &str = "x-codegen-content-schema";
/// Schema: the `xml` object, whose `nodeType` is `text`, `cdata` or `none`, or is one of the flags of 3.0.
pub(crate) const XML: &str = "x-codegen-xml";
/// Document: `true` where an element is called as the named schema that a reference leads to, and not as the property
/// (3.2).
pub(crate) const XML_COMPONENT_NAMES: &str = "x-codegen-xml-component-names";
/// Document: `true` if a part with an empty schema is bytes (3.1 and later).
pub(crate) const UNTYPED_BINARY: &str = "x-codegen-untyped-binary";
/// Schema: a bound that a float cannot represent, by keyword, as written.
pub(crate) const EXACT_BOUNDS: &str = "x-codegen-exact-bounds";
/// Schema: its type in the settings.
pub(crate) const CUSTOM_TYPE: &str = "x-codegen-custom-type";
/// Discriminator: the key of the schema of values that are not in the mapping (`defaultMapping` in 3.2).
pub(crate) const DEFAULT_MAPPING: &str = "x-codegen-default-mapping";

/// Request body: `true` if it has `required: false`.
pub(crate) const OPTIONAL: &str = "x-codegen-optional";
/// Media type: the key of the schema of each item of a stream (`itemSchema` in 3.2).
pub(crate) const ITEM_SCHEMA: &str = "x-codegen-item-schema";
/// Media type or encoding: the number of the encodings of the parts by position, or of the parts inside (3.2), an index into
/// [`crate::parse::Parsed::part_encodings`]; the normalized description has the encodings themselves.
pub(crate) const PARTS: &str = "x-codegen-parts";
/// Encoding: `true` if `style`, `explode` or `allowReserved` was present, so that the media type does not count.
pub(crate) const STYLED: &str = "x-codegen-styled";
/// Encoding: `true` where these count in a form that is urlencoded, and not for parts (3.0).
pub(crate) const STYLED_FORM: &str = "x-codegen-styled-form";
/// Header or encoding: its `explode`, if present.
pub(crate) const EXPLODE: &str = "x-codegen-explode";
/// Parameter in a query: `true` if its value is the whole query (`in: querystring` in 3.2).
pub(crate) const QUERYSTRING: &str = "x-codegen-querystring";
/// Parameter in a path: `true` if reserved characters are not encoded (`allowReserved` in 3.2).
pub(crate) const ALLOW_RESERVED: &str = "x-codegen-allow-reserved";
/// Parameter in a cookie: `true` if its value is not percent-encoded (`style: cookie` in 3.2).
pub(crate) const COOKIE_STYLE: &str = "x-codegen-cookie-style";
/// Parameter: `true` for a header that is one although later dialects have it elsewhere (`Accept`, `Authorization` and `Content-Type` in 2.0).
pub(crate) const OWN_HEADER: &str = "x-codegen-own-header";
/// Parameter or encoding: the delimiter of an array's items, if no style has it (`collectionFormat` in 2.0).
pub(crate) const DELIMITER: &str = "x-codegen-delimiter";
/// Example: the value as it is sent (`serializedValue` in 3.2).
pub(crate) const SERIALIZED_VALUE: &str = "x-codegen-serialized-value";

/// OAuth flows: the `deviceAuthorization` flow (3.2), as written.
pub(crate) const DEVICE_AUTHORIZATION: &str = "x-codegen-device-authorization";
/// Security scheme: `oauth2MetadataUrl` (3.2).
pub(crate) const OAUTH2_METADATA_URL: &str = "x-codegen-oauth2-metadata-url";
/// Security scheme: `true` if it is `deprecated` (3.2).
pub(crate) const DEPRECATED: &str = "x-codegen-deprecated";

/// Info (3.1) or tag (3.2): its `summary`.
pub(crate) const SUMMARY: &str = "x-codegen-summary";
/// Licence: its SPDX `identifier` (3.1).
pub(crate) const IDENTIFIER: &str = "x-codegen-identifier";
/// Tag: the name of the tag that it is below (`parent` in 3.2).
pub(crate) const PARENT: &str = "x-codegen-parent";
/// Tag: what it is for (`kind` in 3.2).
pub(crate) const KIND: &str = "x-codegen-kind";
/// Server variable: `true` if it has no default, so that callers have to set it.
pub(crate) const REQUIRED: &str = "x-codegen-required";
/// Server: its `name` (3.2). Request body: the name of the parameter that described it (2.0).
pub(crate) const NAME: &str = "x-codegen-name";

/// Extensions, which every object of the model has.
pub(crate) type Extensions = IndexMap<String, Value>;

/// The index of the object's place.
pub(crate) fn source(extensions: &Extensions) -> Option<usize> {
    extensions.get(SOURCE)?.as_u64().and_then(|index| usize::try_from(index).ok())
}

/// Whether `name` is set.
pub(crate) fn flag(extensions: &Extensions, name: &str) -> bool {
    extensions.get(name) == Some(&Value::Bool(true))
}

/// The string that `name` carries.
pub(crate) fn text<'e>(extensions: &'e Extensions, name: &str) -> Option<&'e str> {
    extensions.get(name)?.as_str()
}

/// Carries `value` under `name`, if there is one.
pub(crate) fn carry<T: Into<Value>>(extensions: &mut Extensions, name: &str, value: Option<T>) {
    if let Some(value) = value {
        extensions.insert(name.to_owned(), value.into());
    }
}
