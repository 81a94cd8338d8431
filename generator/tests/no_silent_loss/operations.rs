//! Paths, operations, what they take, and what they answer.

use super::row::{Place, Row, SINCE_3_1, V3, V3_2, row};

/// What a parameter has whatever its place is, beside `schema: {type: string}`.
const EXAMPLES: [Row; 4] = [
    row("example: Rex"),
    row("examples: {dog: {value: Rex}}"),
    row("description: The dog's."),
    row("deprecated: true"),
];

pub(crate) const PLACES: &[Place] = &[
    Place {
        object: "Path Item",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {'/a/{id}': {@}, /b: {get: {responses: {'204': {description: Done.}}}}}
",
        reported: None,
        allowed: &[],
        rows: &[
            row("$ref: '#/paths/~1b'"),
            row("summary: Pets.").beside("get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}"),
            row("description: All about pets.").beside("get: {parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}"),
            row("summary: Pets.").beside("get: {summary: A., description: B., parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}"),
            row("description: All about pets.").beside("get: {summary: A., description: B., parameters: [{name: id, in: path, required: true, schema: {type: string}}], responses: {'204': {description: Done.}}}"),
            row("get: {responses: {'204': {description: Done.}}}"),
            row("put: {responses: {'204': {description: Done.}}}"),
            row("post: {responses: {'204': {description: Done.}}}"),
            row("delete: {responses: {'204': {description: Done.}}}"),
            row("options: {responses: {'204': {description: Done.}}}"),
            row("head: {responses: {'204': {description: Done.}}}"),
            row("patch: {responses: {'204': {description: Done.}}}"),
            row("trace: {responses: {'204': {description: Done.}}}"),
            row("query: {responses: {'204': {description: Done.}}}").of(V3_2),
            row("additionalOperations: {LINK: {responses: {'204': {description: Done.}}}}").of(V3_2),
            row("servers: [{url: 'https://example.com'}]").beside("get: {responses: {'204': {description: Done.}}}"),
            row("parameters: [{name: id, in: path, required: true, schema: {type: integer}}]").beside("get: {responses: {'204': {description: Done.}}}"),
            row("parameters: [{name: other, in: path, required: true, schema: {type: integer}}]").beside("get: {responses: {'204': {description: Done.}}}"),
        ],
    },
    Place {
        object: "Operation",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {@}}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("tags: [pets]").beside("responses: {'204': {description: Done.}}"),
            row("tags: [pets, dogs]").instead_of("tags: [pets]").beside("responses: {'204': {description: Done.}}"),
            row("summary: Adds a pet.").beside("responses: {'204': {description: Done.}}"),
            row("description: Adds a pet.").beside("responses: {'204': {description: Done.}}"),
            row("externalDocs: {url: 'https://example.com'}").beside("responses: {'204': {description: Done.}}"),
            row("externalDocs: {url: 'https://example.com', description: The guide.}").instead_of("externalDocs: {url: 'https://example.com'}").beside("responses: {'204': {description: Done.}}"),
            row("operationId: add_pet").beside("responses: {'204': {description: Done.}}"),
            row("parameters: [{name: q, in: query, schema: {type: string}}]").beside("responses: {'204': {description: Done.}}"),
            row("requestBody: {content: {application/json: {schema: {type: string}}}}").beside("responses: {'204': {description: Done.}}"),
            row("responses: {'200': {description: Done., content: {application/json: {schema: {type: string}}}}}").instead_of("responses: {'204': {description: Done.}}"),
            row("callbacks: {done: {'{$request.body#/url}': {post: {responses: {'204': {description: Done.}}}}}}").beside("responses: {'204': {description: Done.}}"),
            row("deprecated: true").beside("responses: {'204': {description: Done.}}"),
            row("security: [{key: []}]").beside("responses: {'204': {description: Done.}}"),
            row("servers: [{url: 'https://example.com'}]").beside("responses: {'204': {description: Done.}}"),
        ],
    },
    Place {
        object: "Parameter in query",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{@}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("name: b").instead_of("name: a").beside("in: query, schema: {type: string}"),
            row("in: header").instead_of("in: query").beside("name: a, schema: {type: string}"),
            row("in: cookie").instead_of("in: query").beside("name: a, schema: {type: string}"),
            row("in: querystring, content: {application/x-www-form-urlencoded: {schema: {type: object}}}").instead_of("in: query, schema: {type: string}").beside("name: a").of(V3_2),
            row("required: true").beside("name: a, in: query, schema: {type: string}"),
            row("allowEmptyValue: true").beside("name: a, in: query, schema: {type: string}"),
            row("style: spaceDelimited, explode: false").instead_of("explode: false").beside("name: a, in: query, schema: {type: array, items: {type: string}}"),
            row("style: pipeDelimited, explode: false").instead_of("explode: false").beside("name: a, in: query, schema: {type: array, items: {type: string}}"),
            row("style: deepObject").beside("name: a, in: query, schema: {type: object, additionalProperties: {type: string}}"),
            row("explode: false").beside("name: a, in: query, schema: {type: array, items: {type: string}}"),
            row("allowReserved: true").beside("name: a, in: query, schema: {type: string}"),
            row("schema: {type: integer}").instead_of("schema: {type: string}").beside("name: a, in: query"),
            row("content: {application/json: {schema: {type: integer}}}").instead_of("schema: {type: integer}").beside("name: a, in: query"),
            row("content: {application/json: {schema: {type: integer}, example: 7}}").instead_of("content: {application/json: {schema: {type: integer}}}").beside("name: a, in: query"),
        ],
    },
    Place {
        object: "Parameter in query, annotated",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{name: a, in: query, schema: {type: string}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &EXAMPLES,
    },
    Place {
        object: "Parameter in query, required and annotated",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{name: a, in: query, required: true, schema: {type: string}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &EXAMPLES,
    },
    Place {
        object: "Parameter in path, annotated",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {'/a/{a}': {get: {parameters: [{name: a, in: path, required: true, schema: {type: string}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &EXAMPLES,
    },
    Place {
        object: "Parameter in header, annotated",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{name: X-A, in: header, schema: {type: string}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &EXAMPLES,
    },
    Place {
        object: "Parameter in path",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {'/a/{a}': {get: {parameters: [{name: a, in: path, required: true, schema: {type: array, items: {type: string}}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[row("style: label"), row("style: matrix"), row("explode: true"), row("allowReserved: true").of(V3_2)],
    },
    Place {
        object: "Parameter in header",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{@}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("explode: true").beside("name: X-A, in: header, schema: {type: object, additionalProperties: {type: string}}"),
            row("name: Accept, in: header, schema: {type: string}").instead_of("name: a, in: query, schema: {type: string}"),
            row("style: simple").beside("name: X-A, in: header, schema: {type: string}").allowed("it is the only style of a header"),
        ],
    },
    Place {
        object: "Parameter in cookie",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{name: a, in: cookie, schema: {type: array, items: {type: string}}, @}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[row("style: cookie").of(V3_2), row("explode: false"), row("description: The dog's.")],
    },
    Place {
        object: "Request Body",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {@}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("description: The pet.").beside("content: {application/json: {schema: {type: string}}}"),
            row("description: The pet.").beside("content: {application/json: {schema: {type: object, properties: {a: {type: string}}}}}"),
            row("description: The pet.").beside("content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}}"),
            row("required: true").beside("content: {application/json: {schema: {type: string}}}"),
            row("required: true").beside("content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}}}"),
            row("required: true").beside("content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: string}}}}}"),
            row("content: {application/json: {schema: {type: integer}}}").instead_of("content: {application/json: {schema: {type: string}}}"),
            row("content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}").instead_of("content: {application/json: {schema: {type: string}}}"),
        ],
    },
    Place {
        object: "Media Type of a request",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/json: {@}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: integer}").instead_of("schema: {type: string}"),
            row("example: Rex").beside("schema: {type: string}"),
            row("examples: {dog: {value: Rex}}").beside("schema: {type: string}"),
            row("encoding: {a: {contentType: text/plain}}").beside("schema: {type: object, properties: {a: {type: string}}}")
                .allowed("the specification gives encodings only to forms and parts"),
            row("itemSchema: {type: string}").of(V3_2),
        ],
    },
    Place {
        object: "Media Type of lines in a request",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/x-ndjson: {@}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: array, items: {type: integer}}").instead_of("schema: {type: array, items: {type: string}}"),
            row("schema: {type: integer}").instead_of("schema: {type: boolean}"),
            row("itemSchema: {type: integer}").instead_of("itemSchema: {type: boolean}").of(V3_2),
            row("itemSchema: {type: string}").of(V3_2),
        ],
    },
    Place {
        object: "Media Type of events in a request",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {text/event-stream: {@}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: object, properties: {a: {type: string}}}").instead_of("schema: {type: string}"),
            row("itemSchema: {type: string}").of(V3_2),
        ],
    },
    Place {
        object: "Media Type of a response",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {responses: {'200': {description: Done., content: {application/json: {@}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: integer}").instead_of("schema: {type: string}"),
            row("example: Rex").beside("schema: {type: string}"),
            row("example: {name: Rex}").beside("schema: {type: object}"),
            row("examples: {dog: {value: Rex}}").beside("schema: {type: string}"),
            row("itemSchema: {type: string}").of(V3_2),
        ],
    },
    Place {
        object: "Media Type of an error",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {responses: {'204': {description: Done.}, '400': {description: Bad., content: {application/json: {@}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: integer}").instead_of("schema: {type: string}"),
            row("example: Rex").beside("schema: {type: string}"),
            row("examples: {dog: {value: Rex}}").beside("schema: {type: string}"),
        ],
    },
    Place {
        object: "Media Type of a form",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, @}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("encoding: {a: {contentType: text/css}}"),
            row("example: {a: [b]}"),
            row("prefixEncoding: [{contentType: text/css}]").of(V3_2),
            row("itemEncoding: {contentType: text/css}").of(V3_2),
        ],
    },
    Place {
        object: "Encoding of a part",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {@}}}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("contentType: text/css"),
            row("headers: {X-A: {schema: {type: string}}}"),
            row("encoding: {b: {contentType: text/css}}").of(V3_2),
            row("prefixEncoding: [{contentType: text/css}]").of(V3_2),
            row("itemEncoding: {contentType: text/css}").of(V3_2),
        ],
    },
    Place {
        object: "Encoding of a form that the API sends",
        dialects: SINCE_3_1,
        description: "
info: {title: T, version: '1'}
webhooks: {new: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {@}}}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("contentType: application/json"),
            row("style: pipeDelimited"),
            row("explode: false"),
            row("headers: {X-A: {schema: {type: string}}}"),
        ],
    },
    Place {
        object: "Media Type of parts by position",
        dialects: V3_2,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {multipart/mixed: {schema: {type: array, items: {type: string}}, @}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("encoding: {a: {contentType: text/css}}"),
            row("prefixEncoding: [{contentType: text/css}]"),
            row("itemEncoding: {contentType: text/css}"),
        ],
    },
    Place {
        object: "Encoding of parts by position",
        dialects: V3_2,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {multipart/mixed: {schema: {type: array, prefixItems: [{type: array, items: {type: string}}]}, prefixEncoding: [{@}]}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("contentType: text/css"),
            row("headers: {X-A: {schema: {type: string}}}"),
            row("style: pipeDelimited"),
            row("explode: false"),
            row("itemEncoding: {contentType: text/css}").beside("contentType: multipart/mixed"),
            row("itemEncoding: {contentType: text/css}"),
        ],
    },
    Place {
        object: "Header of a part",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}, encoding: {a: {headers: {X-A: {@}}}}}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schema: {type: integer}").instead_of("schema: {type: string}"),
            row("explode: true").beside("schema: {type: object}"),
            row("content: {application/json: {schema: {type: integer}}}").instead_of("schema: {type: string}"),
            row("description: How large it is.").beside("schema: {type: string}"),
        ],
    },
    Place {
        object: "Encoding of a field",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {a: {type: array, items: {type: string}}}}, encoding: {a: {@}}}}}, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("contentType: application/json"),
            row("style: spaceDelimited"),
            row("style: pipeDelimited"),
            row("explode: false"),
            row("allowReserved: true"),
            row("headers: {X-A: {schema: {type: string}}}"),
        ],
    },
    Place {
        object: "Responses",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {@}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("'200': {description: Done.}").instead_of("default: {description: Done.}"),
            row("'404': {description: None.}").beside("'200': {description: Done.}"),
            row("4XX: {description: Refused.}").beside("'200': {description: Done.}"),
            row("default: {description: Other.}").beside("'200': {description: Done.}"),
            row("'302': {description: Elsewhere.}").beside("'200': {description: Done.}"),
            row("'101': {description: Switching.}").beside("'200': {description: Done.}"),
        ],
    },
    Place {
        object: "Response",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {@}}}}, /b: {get: {operationId: b, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("summary: A pet.").beside("description: Done.").of(V3_2),
            row("description: A pet.").instead_of("description: Done."),
            row("headers: {X-Next: {schema: {type: string}}}").beside("description: Done."),
            row("content: {application/json: {schema: {type: string}}}").beside("description: Done."),
            row("content: {application/json: {schema: {type: string}}, text/plain: {schema: {type: string}}}").instead_of("content: {application/json: {schema: {type: string}}}").beside("description: Done."),
            row("links: {next: {operationId: b}}").beside("description: Done."),
        ],
    },
    Place {
        object: "Response of an error",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'204': {description: Done.}, '400': {@}}}}, /b: {get: {operationId: b, responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("summary: Wrong.").beside("description: Bad.").of(V3_2),
            row("description: Wrong.").instead_of("description: Bad."),
            row("headers: {X-Next: {schema: {type: string}}}").beside("description: Bad."),
            row("content: {application/json: {schema: {type: string}}}").beside("description: Bad."),
            row("links: {next: {operationId: b}}").beside("description: Bad."),
        ],
    },
    Place {
        object: "Header of a response",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: Done., headers: {X-Next: {@}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("description: Where to go on.").beside("schema: {type: string}"),
            row("required: true").beside("schema: {type: string}"),
            row("deprecated: true").beside("schema: {type: string}"),
            row("style: simple").beside("schema: {type: string}").allowed("it is the only style of a header"),
            row("explode: true").beside("schema: {type: string}").allowed("a text and a list look the same either way, and an object stays a text"),
            row("schema: {type: integer}").instead_of("schema: {type: string}"),
            row("example: a").beside("schema: {type: string}"),
            row("examples: {a: {value: a}}").beside("schema: {type: string}"),
            row("content: {text/plain: {schema: {type: string}}}").instead_of("schema: {type: string}").allowed("it is a text either way"),
            row("content: {application/json: {schema: {type: string}}}").instead_of("schema: {type: string}"),
        ],
    },
    Place {
        object: "Link",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {operationId: a, responses: {'200': {description: Done., links: {next: {@}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("operationRef: '#/paths/~1a/get'").instead_of("operationId: a"),
            row("operationId: a").instead_of("operationRef: '#/paths/~1a/get'"),
            row("parameters: {id: '$response.body#/id'}").beside("operationId: a"),
            row("requestBody: '$response.body'").beside("operationId: a"),
            row("description: The next.").beside("operationId: a"),
            row("server: {url: 'https://example.com'}").beside("operationId: a"),
        ],
    },
    Place {
        object: "Callback",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {post: {callbacks: {done: {@}}, responses: {'204': {description: Done.}}}}}",
        reported: Some("a callback of this operation has no operation"),
        allowed: &[],
        rows: &[row("'{$request.body#/url}': {post: {responses: {'204': {description: Done.}}}}")],
    },
    Place {
        object: "Example of a parameter",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{name: a, in: query, schema: {type: string}, examples: {dog: {@}}}], responses: {'204': {description: Done.}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("summary: A dog.").beside("value: Rex"),
            row("description: A dog.").beside("value: Rex"),
            row("value: Max").instead_of("value: Rex"),
            row("externalValue: 'https://example.com/dog'"),
            row("dataValue: Rex").of(V3_2),
            row("serializedValue: Rex").of(V3_2),
            row("serializedValue: Rex%20II").instead_of("serializedValue: Rex+II").beside("dataValue: Rex II").of(V3_2),
        ],
    },
    Place {
        object: "Example of a response",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'200': {description: Done., content: {application/json: {schema: {type: string}, examples: {dog: {@}}}}}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("summary: A dog.").beside("value: Rex"),
            row("description: A dog.").beside("value: Rex"),
            row("value: Max").instead_of("value: Rex"),
            row("externalValue: 'https://example.com/dog'"),
            row("dataValue: Rex").of(V3_2),
            row("serializedValue: Rex").of(V3_2),
        ],
    },
    Place {
        object: "Reference to a parameter",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {parameters: [{@}], responses: {'204': {description: Done.}}}}}
components: {parameters: {A: {name: a, in: query, description: Of all., schema: {type: string}}, B: {name: b, in: query, schema: {type: string}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("$ref: '#/components/parameters/A'").instead_of("$ref: '#/components/parameters/B'"),
            row("description: Of one.").beside("$ref: '#/components/parameters/A'"),
        ],
    },
];
