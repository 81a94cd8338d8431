//! Swagger 2.0, where it says things in its own way.

use super::row::{Place, Row, V2, row};

/// The keywords of parameters that are neither bodies nor files, and of headers and items.
const VALUES: [Row; 15] = [
    row("type: integer").instead_of("type: string"),
    row("format: uuid").beside("type: string"),
    row("items: {type: integer}").instead_of("items: {type: string}").beside("type: array"),
    row("default: a").beside("type: string"),
    row("maximum: 5").beside("type: integer"),
    row("exclusiveMaximum: true").beside("type: integer, maximum: 5"),
    row("minimum: 5").beside("type: integer"),
    row("exclusiveMinimum: true").beside("type: integer, minimum: 5"),
    row("maxLength: 5").beside("type: string"),
    row("minLength: 5").beside("type: string"),
    row("pattern: ^a$").beside("type: string"),
    row("maxItems: 5").beside("type: array, items: {type: string}"),
    row("uniqueItems: true").beside("type: array, items: {type: string}"),
    row("enum: [a, b]").beside("type: string"),
    row("multipleOf: 5").beside("type: integer"),
];

const DONE: &str = "responses: {'204': {description: Done.}}";

/// What a schema of 2.0 has beside those of values.
const SCHEMA: [Row; 13] = [
    row("title: A word").beside("type: string"),
    row("description: A word.").beside("type: string"),
    row("maxProperties: 5").beside("type: object, properties: {a: {type: string}}"),
    row("minProperties: 5").beside("type: object, properties: {a: {type: string}}"),
    row("required: [a]").beside("type: object, properties: {a: {type: string}}"),
    row("properties: {a: {type: string}}").beside("type: object"),
    row("additionalProperties: {type: integer}").beside("type: object"),
    row("allOf: [{type: object, properties: {a: {type: string}}}]"),
    row("discriminator: kind")
        .beside("type: object, required: [kind], properties: {kind: {type: string}}"),
    row("xml: {name: a}")
        .beside("type: string")
        .allowed("it is about bodies of XML, and there is none"),
    row("externalDocs: {url: 'https://example.com'}").beside("type: string"),
    row("example: a").beside("type: string"),
    row("x-nullable: true").beside("type: string"),
];

const PARAMETER: [Row; 4] = [
    row("name: b").instead_of("name: a").beside("in: query, type: string"),
    row("in: header").instead_of("in: query").beside("name: a, type: string"),
    row("description: The dog's.").beside("name: a, in: query, type: string"),
    row("required: true").beside("name: a, in: query, type: string"),
];

macro_rules! at {
    ($object:literal, $description:literal, $rows:expr) => {
        at!($object, $description, $rows, &[])
    };
    ($object:literal, $description:literal, $rows:expr, $allowed:expr) => {
        Place {
            object: $object,
            dialects: V2,
            description: $description,
            reported: None,
            allowed: $allowed,
            rows: $rows,
        }
    };
}

pub(crate) const PLACES: &[Place] = &[
    at!("Swagger", "{info: {title: T, version: '1'}, @}", &[
        row("host: example.com").beside("paths: {}"),
        row("basePath: /v1").beside("host: example.com, paths: {}"),
        row("schemes: [http]").beside("host: example.com, paths: {}"),
        row("schemes: [https, http]").instead_of("schemes: [https]").beside("host: example.com, paths: {}"),
        row("schemes: [https, wss]").instead_of("schemes: [https]").beside("host: example.com, paths: {}"),
        row("consumes: [text/plain]").beside("paths: {/a: {post: {parameters: [{name: body, in: body, schema: {type: string}}], responses: {'204': {description: Done.}}}}}"),
        row("produces: [text/plain]").beside("paths: {/a: {get: {responses: {'200': {description: Done., schema: {type: string}}}}}}"),
        row("paths: {/a: {get: {responses: {'204': {description: Done.}}}}}").instead_of("paths: {}"),
        row("definitions: {A: {type: object}}").beside("paths: {}"),
        row("parameters: {A: {name: a, in: query, type: string}}").beside("paths: {}"),
        row("responses: {A: {description: Done.}}").beside("paths: {}"),
        row("securityDefinitions: {key: {type: basic}}").beside("paths: {}"),
        row("security: [{key: []}]").beside("securityDefinitions: {key: {type: basic}}, paths: {/a: {get: {responses: {'204': {description: Done.}}}}}"),
        row("tags: [{name: pets}]").beside("paths: {}"),
        row("externalDocs: {url: 'https://example.com'}").beside("paths: {}"),
    ]),
    at!("Path Item (2.0)", "
info: {title: T, version: '1'}
paths: {'/a/{id}': {@}, /b: {get: {responses: {'204': {description: Done.}}}}}", &[
        row("$ref: '#/paths/~1b'"),
        row("get: {responses: {'204': {description: Done.}}}"),
        row("put: {responses: {'204': {description: Done.}}}"),
        row("post: {responses: {'204': {description: Done.}}}"),
        row("delete: {responses: {'204': {description: Done.}}}"),
        row("options: {responses: {'204': {description: Done.}}}"),
        row("head: {responses: {'204': {description: Done.}}}"),
        row("patch: {responses: {'204': {description: Done.}}}"),
        row("parameters: [{name: id, in: path, required: true, type: integer}]").beside("get: {responses: {'204': {description: Done.}}}"),
        row("parameters: [{name: body, in: body, schema: {type: string}}]").beside("post: {responses: {'204': {description: Done.}}}"),
    ]),
    at!("Operation (2.0)", "
info: {title: T, version: '1'}
host: example.com
paths: {/a: {post: {@}}}
securityDefinitions: {key: {type: basic}}", &[
        row("tags: [pets]").beside(DONE),
        row("summary: Adds a pet.").beside(DONE),
        row("description: Adds a pet.").beside(DONE),
        row("externalDocs: {url: 'https://example.com'}").beside(DONE),
        row("operationId: add_pet").beside(DONE),
        row("consumes: [text/plain]").beside("parameters: [{name: body, in: body, schema: {type: string}}], responses: {'204': {description: Done.}}"),
        row("produces: [text/plain]").beside("responses: {'200': {description: Done., schema: {type: string}}}"),
        row("parameters: [{name: q, in: query, type: string}]").beside(DONE),
        row("responses: {'200': {description: Done., schema: {type: string}}}").instead_of(DONE),
        row("schemes: [http]").beside(DONE),
        row("deprecated: true").beside(DONE),
        row("security: [{key: []}]").beside(DONE),
    ]),
    at!("XML (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {get: {produces: [application/xml], responses: {'200': {description: Done., schema: {$ref: '#/definitions/A'}}}}}}
definitions: {A: {type: object, properties: {p: {type: string, xml: {@}}}}}", &[
        row("name: a"),
        row("namespace: 'https://example.com'"),
        row("prefix: p"),
        row("attribute: true"),
    ]),
    at!("XML of a list (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {get: {produces: [application/xml], responses: {'200': {description: Done., schema: {$ref: '#/definitions/A'}}}}}}
definitions: {A: {type: object, properties: {p: {type: array, items: {type: string}, xml: {@}}}}}", &[
        row("wrapped: true"),
    ]),
    at!("Parameter (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{@}], responses: {'204': {description: Done.}}}}}", &PARAMETER),
    at!("Parameter's value (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{name: a, in: query, @}], responses: {'204': {description: Done.}}}}}", &VALUES),
    at!("Parameter in query (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{name: a, in: query, @}], responses: {'204': {description: Done.}}}}}", &[
        row("allowEmptyValue: true").beside("type: string"),
        row("collectionFormat: multi").beside("type: array, items: {type: string}"),
        row("collectionFormat: ssv").beside("type: array, items: {type: string}"),
        row("collectionFormat: tsv").beside("type: array, items: {type: string}"),
        row("collectionFormat: pipes").beside("type: array, items: {type: string}"),
        row("collectionFormat: csv").beside("type: array, items: {type: string}").allowed("it is the default"),
        row("items: {type: array, items: {type: string}, collectionFormat: pipes}").instead_of("items: {type: array, items: {type: string}}").beside("type: array"),
    ]),
    at!("Parameter in header (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{name: X-A, in: header, @}], responses: {'204': {description: Done.}}}}}", &[
        row("collectionFormat: ssv").beside("type: array, items: {type: string}"),
        row("collectionFormat: tsv").beside("type: array, items: {type: string}"),
        row("collectionFormat: pipes").beside("type: array, items: {type: string}"),
    ]),
    at!("Parameter in path (2.0)", "
info: {title: T, version: '1'}
paths: {'/a/{a}': {post: {parameters: [{name: a, in: path, required: true, @}], responses: {'204': {description: Done.}}}}}", &[
        row("collectionFormat: ssv").beside("type: array, items: {type: string}"),
        row("collectionFormat: tsv").beside("type: array, items: {type: string}"),
        row("collectionFormat: pipes").beside("type: array, items: {type: string}"),
    ]),
    at!("Parameter in formData (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{name: a, in: formData, @}], responses: {'204': {description: Done.}}}}}", &[
        row("type: file").instead_of("type: string"),
        row("description: The dog's.").beside("type: string"),
        row("required: true").beside("type: string"),
        row("allowEmptyValue: true").beside("type: string"),
        row("default: a").beside("type: string"),
        row("maxLength: 5").beside("type: string"),
        row("enum: [a, b]").beside("type: string"),
        row("collectionFormat: multi").beside("type: array, items: {type: string}"),
        row("collectionFormat: ssv").beside("type: array, items: {type: string}"),
        row("collectionFormat: tsv").beside("type: array, items: {type: string}"),
        row("collectionFormat: pipes").beside("type: array, items: {type: string}"),
    ]),
    at!("Parameter in body (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{in: body, @}], responses: {'204': {description: Done.}}}}}", &[
        row("name: pet").instead_of("name: body").beside("schema: {type: string}")
            .allowed("the specification says that the name has no effect"),
        row("description: The pet.").beside("name: body, schema: {type: string}"),
        row("required: true").beside("name: body, schema: {type: string}"),
        row("schema: {type: integer}").instead_of("schema: {type: string}").beside("name: body"),
    ]),
    at!("Response (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {@}}}}}", &[
        row("description: A pet.").instead_of("description: Done."),
        row("schema: {type: string}").beside("description: Done."),
        row("schema: {type: file}").instead_of("schema: {type: string}").beside("description: Done."),
        row("headers: {X-Next: {type: string}}").beside("description: Done."),
        row("headers: {X-Next: {type: string, description: Where to go on.}}").instead_of("headers: {X-Next: {type: string}}").beside("description: Done."),
        row("examples: {application/json: Rex}").beside("description: Done., schema: {type: string}"),
    ]),
    Place {
        object: "Header (2.0)",
        dialects: V2,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: Done., headers: {X-Next: {@}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &VALUES,
    },
    at!("Security Scheme (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {get: {security: [{key: []}], responses: {'204': {description: Done.}}}}}
securityDefinitions: {key: {@}}", &[
        row("type: apiKey, name: X-Key, in: header").instead_of("type: basic"),
        row("description: From the dashboard.").beside("type: basic"),
        row("name: X-Other").instead_of("name: X-Key").beside("type: apiKey, in: header"),
        row("in: query").instead_of("in: header").beside("type: apiKey, name: X-Key"),
        row("flow: password, tokenUrl: 'https://example.com/t'").instead_of("flow: implicit, authorizationUrl: 'https://example.com/a'").beside("type: oauth2, scopes: {}"),
        row("flow: application").instead_of("flow: password").beside("type: oauth2, tokenUrl: 'https://example.com/t', scopes: {}"),
        row("flow: accessCode, authorizationUrl: 'https://example.com/a'").instead_of("flow: password").beside("type: oauth2, tokenUrl: 'https://example.com/t', scopes: {}"),
        row("authorizationUrl: 'https://example.com/b'").instead_of("authorizationUrl: 'https://example.com/a'").beside("type: oauth2, flow: implicit, scopes: {}"),
        row("tokenUrl: 'https://example.com/u'").instead_of("tokenUrl: 'https://example.com/t'").beside("type: oauth2, flow: password, scopes: {}"),
        row("scopes: {read: Read all.}").instead_of("scopes: {}").beside("type: oauth2, flow: implicit, authorizationUrl: 'https://example.com/a'"),
    ]),
    at!("Schema of a definition (2.0)", "
info: {title: T, version: '1'}
paths: {}
definitions: {A: {@}}", &VALUES),
    at!("Schema of a property (2.0)", "
info: {title: T, version: '1'}
paths: {}
definitions: {A: {type: object, properties: {p: {@}}}}", &VALUES),
    at!("Schema of a property, more (2.0)", "
info: {title: T, version: '1'}
paths: {}
definitions: {A: {type: object, properties: {p: {@}}}}", &SCHEMA),
    at!("Schema of a property that is sent (2.0)", "
info: {title: T, version: '1'}
paths: {/a: {post: {parameters: [{name: body, in: body, schema: {$ref: '#/definitions/A'}}], responses: {'204': {description: Done.}}}}}
definitions: {A: {type: object, required: [p], properties: {p: {type: string, @}}}}", &[row("readOnly: true")]),
];
