//! The objects of Swagger 2.0 that later dialects have in another form.

use super::document::{API_KEY, INFO, REQUIREMENT, SCHEME, TAG};
use super::kind::Shape::{Any, Array, Boolean, Map, Object, Patterned, Schema, String, Type};
use super::kind::{Kind, key, required};
use super::operation;
use super::schema::{EXTERNAL_DOCS, SCHEMA, SCHEMAS};

pub(super) static ROOT: Kind = Kind::new(
    "OpenAPI description",
    &[
        required("info", Object(&INFO)),
        required("paths", Patterned(&Object(&PATH_ITEM))),
        key("host", String),
        key("basePath", String),
        key("schemes", Array(&String)),
        key("consumes", Array(&String)),
        key("produces", Array(&String)),
        key("definitions", Map(&SCHEMAS)),
        key("parameters", Map(&Object(&PARAMETER))),
        key("responses", Map(&Object(&RESPONSE))),
        key("securityDefinitions", Map(&Object(&DEFINITION))),
        key("security", Array(&REQUIREMENT)),
        key("tags", Array(&TAG)),
        key("externalDocs", Object(&EXTERNAL_DOCS)),
    ],
)
.and(&operation::ROOT);

/// All of them.
pub(super) static KINDS: &[&Kind] =
    &[&ROOT, &PATH_ITEM, &OPERATION, &PARAMETER, &HEADER, &RESPONSE, &DEFINITION];

static PATH_ITEM: Kind = Kind::new(
    "path item",
    &[
        key("get", Object(&OPERATION)),
        key("put", Object(&OPERATION)),
        key("post", Object(&OPERATION)),
        key("delete", Object(&OPERATION)),
        key("options", Object(&OPERATION)),
        key("head", Object(&OPERATION)),
        key("patch", Object(&OPERATION)),
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
        key("consumes", Array(&String)),
        key("produces", Array(&String)),
        key("parameters", Array(&Object(&PARAMETER))),
        required("responses", Patterned(&Object(&RESPONSE))),
        key("schemes", Array(&String)),
        key("deprecated", Boolean),
        key("security", Array(&REQUIREMENT)),
    ],
);

static PARAMETER: Kind = Kind::new(
    "parameter",
    &[
        required("name", String),
        required("in", String),
        required("type", Type),
        key("required", Boolean),
        key("allowEmptyValue", Boolean),
    ],
)
.and(&HEADER)
.by("in", &[("body", &BODY)]);

static BODY: Kind = Kind::new(
    "parameter",
    &[
        required("name", String),
        required("in", String),
        required("schema", Schema(&SCHEMA)),
        key("description", String),
        key("required", Boolean),
    ],
);

static HEADER: Kind = Kind::new(
    "header",
    &[
        required("type", Type),
        key("description", String),
        key("collectionFormat", String),
        key("items", Object(&ITEMS)),
        // Found in mixtures of dialects.
        key("schema", Schema(&SCHEMA)),
        key("examples", Any),
    ],
)
.and(&SCHEMA);

static ITEMS: Kind =
    Kind::new("schema", &[key("collectionFormat", String), key("items", Object(&ITEMS))])
        .and(&SCHEMA);

static RESPONSE: Kind = Kind::new(
    "response",
    &[
        required("description", String),
        key("schema", Schema(&SCHEMA)),
        key("headers", Map(&Object(&HEADER))),
        key("examples", Map(&Any)),
    ],
);

static DEFINITION: Kind = Kind::new("security scheme", &[])
    .and(&SCHEME)
    .by("type", &[("apiKey", &API_KEY), ("oauth2", &OAUTH2)]);

static OAUTH2: Kind = Kind::new(
    "security scheme",
    &[
        required("flow", String),
        required("scopes", Patterned(&String)),
        key("authorizationUrl", String),
        key("tokenUrl", String),
    ],
)
.and(&SCHEME)
.by(
    "flow",
    &[
        ("implicit", &IMPLICIT),
        ("password", &TOKEN),
        ("application", &TOKEN),
        ("accessCode", &CODE),
    ],
);

static IMPLICIT: Kind =
    Kind::new("security scheme", &[required("authorizationUrl", String)]).and(&OAUTH2);

static TOKEN: Kind = Kind::new("security scheme", &[required("tokenUrl", String)]).and(&OAUTH2);

static CODE: Kind =
    Kind::new("security scheme", &[required("authorizationUrl", String)]).and(&TOKEN);
