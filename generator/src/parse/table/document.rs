//! The objects that describe the API as a whole (OpenAPI 3.0.4, sections 4.7.1 to 4.7.6, 4.7.22 and 4.7.27 to 4.7.30).

use super::kind::Shape::{Any, Array, Boolean, Map, Object, Patterned, String};
use super::kind::{Kind, Shape, key, required};
use super::schema::EXTERNAL_DOCS;

/// All of them.
pub(super) static KINDS: &[&Kind] = &[
    &INFO,
    &CONTACT,
    &LICENSE,
    &TAG_OBJECT,
    &SERVER_OBJECT,
    &VARIABLE,
    &SCHEME,
    &FLOWS,
    &FLOW,
    &EXAMPLE,
];

pub(super) static INFO: Kind = Kind::new(
    "info object",
    &[
        required("title", String),
        required("version", String),
        key("summary", String),
        key("description", String),
        key("termsOfService", String),
        key("contact", Object(&CONTACT)),
        key("license", Object(&LICENSE)),
    ],
);

static CONTACT: Kind =
    Kind::new("contact", &[key("name", String), key("url", String), key("email", String)]);

static LICENSE: Kind = Kind::new(
    "licence",
    &[required("name", String), key("url", String), key("identifier", String)],
);

pub(super) static TAG: Shape = Object(&TAG_OBJECT);

static TAG_OBJECT: Kind = Kind::new(
    "tag",
    &[
        required("name", String),
        key("summary", String),
        key("description", String),
        key("externalDocs", Object(&EXTERNAL_DOCS)),
        key("parent", String),
        key("kind", String),
    ],
);

pub(super) static SERVER: Shape = Object(&SERVER_OBJECT);

static SERVER_OBJECT: Kind = Kind::new(
    "server",
    &[
        required("url", String),
        key("description", String),
        key("name", String),
        key("variables", Map(&Object(&VARIABLE))),
    ],
);

static VARIABLE: Kind = Kind::new(
    "server variable",
    &[required("default", String), key("enum", Array(&String)), key("description", String)],
);

/// The alternatives of `security`, each with the scopes of its schemes.
pub(super) static REQUIREMENT: Shape = Patterned(&Array(&String));

pub(super) static SCHEME: Kind = Kind::new(
    "security scheme",
    &[
        required("type", String),
        key("description", String),
        key("deprecated", Boolean),
        key("oauth2MetadataUrl", String),
        key("name", String),
        key("in", String),
        key("scheme", String),
        key("bearerFormat", String),
        key("openIdConnectUrl", String),
        key("flows", Object(&FLOWS)),
    ],
)
.by(
    "type",
    &[
        ("apiKey", &API_KEY),
        ("http", &HTTP),
        ("oauth2", &OAUTH2),
        ("openIdConnect", &OPEN_ID_CONNECT),
    ],
);

pub(super) static API_KEY: Kind =
    Kind::new("security scheme", &[required("name", String), required("in", String)]).and(&SCHEME);

static HTTP: Kind = Kind::new("security scheme", &[required("scheme", String)]).and(&SCHEME);

static OAUTH2: Kind =
    Kind::new("security scheme", &[required("flows", Object(&FLOWS))]).and(&SCHEME);

static OPEN_ID_CONNECT: Kind =
    Kind::new("security scheme", &[required("openIdConnectUrl", String)]).and(&SCHEME);

static FLOWS: Kind = Kind::new(
    "set of OAuth flows",
    &[
        key("implicit", Object(&IMPLICIT)),
        key("password", Object(&TOKEN)),
        key("clientCredentials", Object(&TOKEN)),
        key("authorizationCode", Object(&CODE)),
        key("deviceAuthorization", Object(&DEVICE)),
    ],
);

static FLOW: Kind = Kind::new(
    "OAuth flow",
    &[
        required("scopes", Patterned(&String)),
        key("authorizationUrl", String),
        key("tokenUrl", String),
        key("refreshUrl", String),
    ],
);

static IMPLICIT: Kind = Kind::new("OAuth flow", &[required("authorizationUrl", String)]).and(&FLOW);

static TOKEN: Kind = Kind::new("OAuth flow", &[required("tokenUrl", String)]).and(&FLOW);

static CODE: Kind = Kind::new("OAuth flow", &[required("authorizationUrl", String)]).and(&TOKEN);

static DEVICE: Kind =
    Kind::new("OAuth flow", &[required("deviceAuthorizationUrl", String)]).and(&TOKEN);

pub(super) static EXAMPLES: Shape = Map(&Object(&EXAMPLE));

pub(super) static EXAMPLE: Kind = Kind::new(
    "example",
    &[
        key("summary", String),
        key("description", String),
        key("value", Any),
        key("externalValue", String),
        key("dataValue", Any),
        key("serializedValue", String),
    ],
);
