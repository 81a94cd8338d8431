//! Schemas, at the places where they stand: as a component, and where a value of that type is used.

use super::row::{Place, Row, SINCE_3_1, V3, V3_0, V3_2, row};

const COMMENT: &str = "the specification calls it a comment, of no effect";
const NAME: &str = "it is a name for references, which are resolved";

/// The keywords that say which values there are; what a schema is of otherwise stands beside them.
const KEYWORDS: [Row; 62] = [
    row("type: string"),
    row("type: integer").instead_of("type: string"),
    row("type: [string, 'null']").instead_of("type: string").of(SINCE_3_1),
    row("type: [string, integer]").instead_of("type: string").of(SINCE_3_1),
    row("format: uuid").beside("type: string"),
    row("format: int32")
        .beside("type: integer")
        .allowed("servers send larger numbers, so that the type is as wide as without it"),
    row("nullable: true").beside("type: string").of(V3_0),
    row("enum: [a, b]").beside("type: string"),
    row("enum: [1, 2]").beside("type: integer"),
    row("const: a").of(SINCE_3_1),
    row("const: {a: 1}").of(SINCE_3_1),
    row("multipleOf: 5").beside("type: integer"),
    row("minimum: 5").beside("type: integer"),
    row("maximum: 5").beside("type: integer"),
    row("exclusiveMinimum: true").beside("type: integer, minimum: 5").of(V3_0),
    row("exclusiveMaximum: true").beside("type: integer, maximum: 5").of(V3_0),
    row("exclusiveMinimum: 5").beside("type: integer").of(SINCE_3_1),
    row("exclusiveMaximum: 5").beside("type: integer").of(SINCE_3_1),
    row("minLength: 5").beside("type: string"),
    row("maxLength: 5").beside("type: string"),
    row("pattern: ^a$").beside("type: string"),
    row("minItems: 5").beside("type: array, items: {type: string}"),
    row("maxItems: 5").beside("type: array, items: {type: string}"),
    row("uniqueItems: true").beside("type: array, items: {type: string}"),
    row("items: {type: integer}").instead_of("items: {type: string}").beside("type: array"),
    row("prefixItems: [{type: string}]").beside("type: array").of(SINCE_3_1),
    row("contains: {type: string}").beside("type: array").of(SINCE_3_1),
    row("minContains: 2").beside("type: array, contains: {type: string}").of(SINCE_3_1),
    row("maxContains: 2").beside("type: array, contains: {type: string}").of(SINCE_3_1),
    row("unevaluatedItems: false")
        .beside("type: array, prefixItems: [{type: string}]")
        .of(SINCE_3_1),
    row("properties: {a: {type: string}}").beside("type: object"),
    row("required: [a]").beside("type: object, properties: {a: {type: string}}"),
    row("required: [b]").beside("type: object, properties: {a: {type: string}}"),
    row("minProperties: 1").beside("type: object, properties: {a: {type: string}}"),
    row("maxProperties: 1").beside("type: object, properties: {a: {type: string}}"),
    row("additionalProperties: {type: integer}").beside("type: object"),
    row("additionalProperties: false").beside("type: object, properties: {a: {type: string}}"),
    row("unevaluatedProperties: false")
        .beside("type: object, properties: {a: {type: string}}")
        .of(SINCE_3_1),
    row("patternProperties: {^a$: {type: integer}}").beside("type: object").of(SINCE_3_1),
    row("propertyNames: {pattern: ^a$}").beside("type: object").of(SINCE_3_1),
    row("dependentRequired: {a: [b]}")
        .beside("type: object, properties: {a: {type: string}}")
        .of(SINCE_3_1),
    row("dependentSchemas: {a: {properties: {b: {type: string}}}}")
        .beside("type: object, properties: {a: {type: string}}")
        .of(SINCE_3_1),
    row("if: {required: [a]}").beside("type: object").of(SINCE_3_1),
    row("then: {properties: {b: {type: string}}}")
        .beside("type: object, if: {required: [a]}")
        .of(SINCE_3_1),
    row("else: {properties: {b: {type: string}}}")
        .beside("type: object, if: {required: [a]}")
        .of(SINCE_3_1),
    row("allOf: [{type: object, properties: {a: {type: string}}}]"),
    row("oneOf: [{type: string}, {type: boolean}]"),
    row("anyOf: [{type: string}, {type: boolean}]"),
    row("not: {type: string}"),
    row("discriminator: {propertyName: kind}")
        .beside("oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]"),
    row("contentEncoding: base64").beside("type: string").of(SINCE_3_1),
    row("contentEncoding: base32").beside("type: string").of(SINCE_3_1),
    row("contentMediaType: image/png").beside("type: string").of(SINCE_3_1),
    row("contentMediaType: text/html").beside("type: string").of(SINCE_3_1),
    row("contentSchema: {type: object}")
        .beside("type: string, contentMediaType: application/json")
        .of(SINCE_3_1),
    row("$ref: '#/components/schemas/Dog'").instead_of("$ref: '#/components/schemas/Cat'"),
    row("$dynamicRef: '#/components/schemas/Dog'")
        .instead_of("$dynamicRef: '#/components/schemas/Cat'")
        .of(SINCE_3_1),
    row("minLength: 5").beside("$ref: '#/components/schemas/Word'").of(SINCE_3_1),
    row("minLength: 5").beside("anyOf: [{type: string}, {type: boolean}]"),
    row("pattern: ^a$").beside("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("minimum: 5").beside("type: [integer, string]").of(SINCE_3_1),
    row("minLength: 5").beside("enum: [long one, longer one]"),
];

/// What is said of a schema for its readers.
const ANNOTATIONS: [Row; 31] = [
    row("title: A word").beside("type: string"),
    row("title: A word").beside("type: string, description: Words."),
    row("description: A word.").beside("type: string"),
    row("description: A thing.").beside("type: object, properties: {a: {type: string}}"),
    row("title: A thing").beside("type: object, properties: {a: {type: string}}"),
    row("default: a").beside("type: string"),
    row("default: [a]").beside("type: array, items: {type: string}"),
    row("default: null").beside("type: string, nullable: true").of(V3_0),
    row("example: a").beside("type: string"),
    row("example: {a: b}").beside("type: object, properties: {a: {type: string}}"),
    row("examples: [a]").beside("type: string").of(SINCE_3_1),
    row("examples: [a, b]").instead_of("examples: [a]").beside("type: string").of(SINCE_3_1),
    row("deprecated: true").beside("type: string"),
    row("deprecated: true").beside("type: object, properties: {a: {type: string}}"),
    row("externalDocs: {url: 'https://example.com'}").beside("type: string"),
    row("externalDocs: {url: 'https://example.com'}")
        .beside("type: object, properties: {a: {type: string}}"),
    row("externalDocs: {url: 'https://example.com', description: The guide.}")
        .instead_of("externalDocs: {url: 'https://example.com'}")
        .beside("type: string"),
    row("allOf: [{$ref: '#/components/schemas/Word'}, {title: What was said}]")
        .instead_of("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("allOf: [{$ref: '#/components/schemas/Word'}, {description: What was said.}]")
        .instead_of("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("allOf: [{$ref: '#/components/schemas/Word'}, {deprecated: true}]")
        .instead_of("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("allOf: [{$ref: '#/components/schemas/Word'}, {default: a}]")
        .instead_of("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("allOf: [{$ref: '#/components/schemas/Word'}, {example: a}]")
        .instead_of("allOf: [{$ref: '#/components/schemas/Word'}]"),
    row("$comment: Nothing.").beside("type: string").of(SINCE_3_1).allowed(COMMENT),
    row("$schema: 'https://json-schema.org/draft/2020-12/schema'")
        .beside("type: string")
        .of(SINCE_3_1)
        .allowed("it is the dialect that schemas are read by"),
    row("$vocabulary: {'https://example.com/v': true}")
        .beside("type: string")
        .of(SINCE_3_1)
        .allowed("the specification ignores it where the schema is no metaschema"),
    row("$id: 'https://example.com/word'").beside("type: string").of(SINCE_3_1).allowed(NAME),
    row("$anchor: word").beside("type: string").of(SINCE_3_1).allowed(NAME),
    row("$dynamicAnchor: word").beside("type: string").of(SINCE_3_1).allowed(NAME),
    row("$defs: {A: {type: string}}")
        .beside("type: string")
        .of(SINCE_3_1)
        .allowed("it holds schemas that are generated where something refers to them"),
    row("xml: {name: a}")
        .beside("type: string")
        .allowed("it is about bodies of XML, and there is none"),
    row("x-internal: true")
        .beside("type: string")
        .allowed("tools give extensions their meaning, and this one gives it none"),
];

const XML: [Row; 9] = [
    row("name: a"),
    row("namespace: 'https://example.com'"),
    row("prefix: p"),
    row("attribute: true"),
    row("nodeType: attribute").of(V3_2),
    row("nodeType: text").of(V3_2),
    row("nodeType: cdata").of(V3_2),
    row("nodeType: none").of(V3_2),
    row("nodeType: element").of(V3_2).allowed("it is the default"),
];

/// A parameter or field that may be null is one that may be left out.
const NO_NULL: &[(&str, &str)] = &[
    ("nullable: true", "a parameter has no `null`, and may be left out as it is"),
    ("type: [string, 'null']", "a parameter has no `null`, and may be left out as it is"),
];

macro_rules! at {
    ($object:literal, $before:literal, $after:literal, $rows:expr) => {
        at!($object, $before, $after, $rows, &[])
    };
    ($object:literal, $before:literal, $after:literal, $rows:expr, $allowed:expr) => {
        Place {
            object: $object,
            dialects: V3,
            description: concat!("
info: {title: T, version: '1'}
", $before, "@", $after, "
    Word: {type: string}
    Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [Cat]}, a: {type: string}}}
    Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [Dog]}, b: {type: string}}}
"),
            reported: None,
            allowed: $allowed,
            rows: $rows,
        }
    };
}

pub(crate) const PLACES: &[Place] = &[
    at!("Schema of a component", "paths: {}
components:
  schemas:
    B: {type: object, properties: {p: {$ref: '#/components/schemas/A'}}}
    A: {", "}", &KEYWORDS),
    at!("Schema of a property", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {", "}}}", &KEYWORDS),
    at!("Schema of an item", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {type: array, items: {", "}}}}", &KEYWORDS),
    at!("Schema of a map's value", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {type: object, additionalProperties: {", "}}}}", &KEYWORDS),
    at!("Schema of a union's member", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {oneOf: [{type: boolean}, {", "}]}}}", &KEYWORDS),
    at!("Schema of a part", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {allOf: [{", "}, {description: Both.}]}}}", &KEYWORDS),
    at!("Schema of a parameter", "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {", "}}], responses: {'204': {description: Done.}}}}}
components:
  schemas:", &KEYWORDS, NO_NULL),
    at!("Schema of a body", "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {", "}}}}, responses: {'204': {description: Done.}}}}}
components:
  schemas:", &KEYWORDS),
    at!("Schema of a required body", "paths: {/a: {post: {requestBody: {required: true, content: {application/json: {schema: {", "}}}}, responses: {'204': {description: Done.}}}}}
components:
  schemas:", &KEYWORDS),
    at!("Schema of a part of a form", "paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {p: {", "}}}}}}, responses: {'204': {description: Done.}}}}}
components:
  schemas:", &KEYWORDS, NO_NULL),
    at!("Schema of a response", "paths: {/a: {get: {responses: {'200': {description: Done., content: {application/json: {schema: {", "}}}}}}}}
components:
  schemas:", &KEYWORDS),
    at!("Schema of an error", "paths: {/a: {get: {responses: {'204': {description: Done.}, '400': {description: Bad., content: {application/json: {schema: {", "}}}}}}}}
components:
  schemas:", &KEYWORDS),
    at!("Annotations of a component", "paths: {}
components:
  schemas:
    A: {", "}", &ANNOTATIONS),
    at!("Annotations of a property", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {", "}}}", &ANNOTATIONS),
    at!("Annotations of an item", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {type: array, items: {", "}}}}", &ANNOTATIONS),
    at!("Annotations of a parameter", "paths: {/a: {get: {parameters: [{name: a, in: query, schema: {", "}}], responses: {'204': {description: Done.}}}}}
components:
  schemas:", &ANNOTATIONS),
    at!("Annotations of a body", "paths: {/a: {post: {requestBody: {content: {application/json: {schema: {", "}}}}, responses: {'204': {description: Done.}}}}}
components:
  schemas:", &ANNOTATIONS),
    at!("Annotations of a response", "paths: {/a: {get: {responses: {'200': {description: Done., content: {application/json: {schema: {", "}}}}}}}}
components:
  schemas:", &ANNOTATIONS),
    at!("Property", "paths: {/a: {post: {requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'200': {description: Done., content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}
components:
  schemas:
    A: {type: object, required: [p], properties: {p: {type: string, ", "}}}", &[
        row("readOnly: true"),
        row("writeOnly: true"),
    ]),
    at!("Reference with siblings", "paths: {}
components:
  schemas:
    A: {type: object, properties: {p: {$ref: '#/components/schemas/Word', ", "}}}", &[
        row("description: A word.").of(SINCE_3_1),
        row("title: A word").of(SINCE_3_1),
        row("default: a").of(SINCE_3_1),
        row("examples: [a]").of(SINCE_3_1),
        row("deprecated: true").of(SINCE_3_1),
        row("maxLength: 5").of(SINCE_3_1),
        row("enum: [a]").of(SINCE_3_1),
    ]),
    at!("Discriminator", "paths: {}
components:
  schemas:
    A: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {", "}}", &[
        row("propertyName: kind").instead_of("propertyName: a"),
        row("mapping: {dog: '#/components/schemas/Dog'}").beside("propertyName: kind"),
        row("defaultMapping: Dog").beside("propertyName: kind").of(V3_2),
    ]),
    Place {
        object: "XML",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}}}, responses: {'204': {description: Done.}}}}}
components: {schemas: {A: {type: object, properties: {p: {type: string, xml: {@}}}}}}",
        reported: None,
        allowed: &[],
        rows: &XML,
    },
    Place {
        object: "XML of a list",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: Done., content: {application/xml: {schema: {$ref: '#/components/schemas/A'}}}}}}}}
components: {schemas: {A: {type: object, properties: {p: {type: array, items: {type: string}, xml: {@}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("wrapped: true"),
            row("name: a").beside("wrapped: true"),
            row("name: a").allowed("a list without an element around it has no name"),
            row("nodeType: element").of(V3_2),
            row("nodeType: none").of(V3_2).allowed("it is the default of a list"),
        ],
    },
    Place {
        object: "XML of a body",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {type: object, properties: {p: {type: string}}, @}}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[row("xml: {name: a}"), row("xml: {namespace: urn:a}").instead_of("xml: {name: a}")],
    },
    Place {
        object: "XML beside a reference",
        dialects: SINCE_3_1,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/xml: {schema: {$ref: '#/components/schemas/A', xml: {@}}}}}, responses: {'204': {description: Done.}}}}}
components: {schemas: {A: {type: object, properties: {p: {type: string}}}}}",
        reported: None,
        allowed: &[],
        rows: &[row("name: a"), row("nodeType: element").of(V3_2)],
    },
];
