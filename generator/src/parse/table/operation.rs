//! The objects that describe paths (OpenAPI 3.0.4, sections 4.7.7 to 4.7.21; 3.2), and the one around all of them.

use super::document::{EXAMPLE, EXAMPLES, INFO, REQUIREMENT, SCHEME, SERVER, TAG};
use super::kind::Shape::{Any, Array, Boolean, Map, Object, Patterned, Schema, String};
use super::kind::{Kind, key, required, required_until};
use super::schema::{EXTERNAL_DOCS, SCHEMA, SCHEMAS};
use crate::normalize::Dialect;

pub(super) static ROOT: Kind = Kind::new(
    "OpenAPI description",
    &[
        required("info", Object(&INFO)),
        required_until(Dialect::V3_0, "paths", Patterned(&Object(&PATH_ITEM))),
        key("openapi", String),
        key("swagger", String),
        key("components", Object(&COMPONENTS)),
        key("servers", Array(&SERVER)),
        key("security", Array(&REQUIREMENT)),
        key("tags", Array(&TAG)),
        key("externalDocs", Object(&EXTERNAL_DOCS)),
        key("webhooks", Map(&Object(&PATH_ITEM))),
        key("jsonSchemaDialect", String),
        key("$self", String),
    ],
);

/// All of them.
pub(super) static KINDS: &[&Kind] = &[
    &ROOT,
    &COMPONENTS,
    &PATH_ITEM,
    &OPERATION,
    &PARAMETER,
    &HEADER,
    &REQUEST_BODY,
    &MEDIA_TYPE,
    &ENCODING,
    &RESPONSE,
    &LINK,
];

static COMPONENTS: Kind = Kind::new(
    "components object",
    &[
        key("schemas", Map(&SCHEMAS)),
        key("responses", Map(&Object(&RESPONSE))),
        key("parameters", Map(&Object(&PARAMETER))),
        key("examples", Map(&Object(&EXAMPLE))),
        key("requestBodies", Map(&Object(&REQUEST_BODY))),
        key("headers", Map(&Object(&HEADER))),
        key("securitySchemes", Map(&Object(&SCHEME))),
        key("links", Map(&Object(&LINK))),
        key("callbacks", Map(&Patterned(&Object(&PATH_ITEM)))),
        key("pathItems", Map(&Object(&PATH_ITEM))),
        key("mediaTypes", Map(&Object(&MEDIA_TYPE))),
    ],
);

static PATH_ITEM: Kind = Kind::new(
    "path item",
    &[
        key("summary", String),
        key("description", String),
        key("get", Object(&OPERATION)),
        key("put", Object(&OPERATION)),
        key("post", Object(&OPERATION)),
        key("delete", Object(&OPERATION)),
        key("options", Object(&OPERATION)),
        key("head", Object(&OPERATION)),
        key("patch", Object(&OPERATION)),
        key("trace", Object(&OPERATION)),
        key("query", Object(&OPERATION)),
        key("additionalOperations", Map(&Object(&OPERATION))),
        key("servers", Array(&SERVER)),
        key("parameters", Array(&Object(&PARAMETER))),
    ],
);

static OPERATION: Kind = Kind::new(
    "operation",
    &[
        key("tags", Array(&String)),
        key("summary", String),
        key("description", String),
        key("externalDocs", Object(&EXTERNAL_DOCS)),
        key("operationId", String),
        key("parameters", Array(&Object(&PARAMETER))),
        key("requestBody", Object(&REQUEST_BODY)),
        required_until(Dialect::V3_0, "responses", Patterned(&Object(&RESPONSE))),
        key("callbacks", Map(&Patterned(&Object(&PATH_ITEM)))),
        key("deprecated", Boolean),
        key("security", Array(&REQUIREMENT)),
        key("servers", Array(&SERVER)),
    ],
);

static PARAMETER: Kind =
    Kind::new("parameter", &[required("name", String), required("in", String)]).and(&HEADER);

static HEADER: Kind = Kind::new(
    "header",
    &[
        key("description", String),
        key("required", Boolean),
        key("deprecated", Boolean),
        key("allowEmptyValue", Boolean),
        key("style", String),
        key("explode", Boolean),
        key("allowReserved", Boolean),
        key("schema", Schema(&SCHEMA)),
        key("content", Map(&Object(&MEDIA_TYPE))),
        key("example", Any),
        key("examples", EXAMPLES),
    ],
);

static REQUEST_BODY: Kind = Kind::new(
    "request body",
    &[
        required("content", Map(&Object(&MEDIA_TYPE))),
        key("description", String),
        key("required", Boolean),
    ],
);

static MEDIA_TYPE: Kind = Kind::new(
    "media type",
    &[
        key("schema", Schema(&SCHEMA)),
        key("itemSchema", Schema(&SCHEMA)),
        key("example", Any),
        key("examples", EXAMPLES),
        key("encoding", Map(&Object(&ENCODING))),
        key("prefixEncoding", Array(&Object(&ENCODING))),
        key("itemEncoding", Object(&ENCODING)),
    ],
);

static ENCODING: Kind = Kind::new(
    "encoding",
    &[
        key("contentType", String),
        key("headers", Map(&Object(&HEADER))),
        key("style", String),
        key("explode", Boolean),
        key("allowReserved", Boolean),
        key("encoding", Map(&Object(&ENCODING))),
        key("prefixEncoding", Array(&Object(&ENCODING))),
        key("itemEncoding", Object(&ENCODING)),
    ],
);

static RESPONSE: Kind = Kind::new(
    "response",
    &[
        required_until(Dialect::V3_1, "description", String),
        key("summary", String),
        key("headers", Map(&Object(&HEADER))),
        key("content", Map(&Object(&MEDIA_TYPE))),
        key("links", Map(&Object(&LINK))),
    ],
);

static LINK: Kind = Kind::new(
    "link",
    &[
        key("operationRef", String),
        key("operationId", String),
        key("parameters", Map(&Any)),
        key("requestBody", Any),
        key("description", String),
        key("server", SERVER),
    ],
);
