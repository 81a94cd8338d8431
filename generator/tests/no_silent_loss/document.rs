//! What stands at the top of a description, and the objects that describe the API as a whole.

use super::row::{ALL, Place, SINCE_3_1, V3, V3_2, row};

const IDENTIFIES: &str = "it names the schema for references, which are resolved";

pub(crate) const PLACES: &[Place] = &[
    Place {
        object: "OpenAPI",
        dialects: V3,
        description: "
{info: {title: T, version: '1'}, @}",
        reported: None,
        allowed: &[],
        rows: &[
            row("servers: [{url: 'https://example.com'}]").beside("paths: {}"),
            row("paths: {/a: {get: {responses: {'204': {description: Done.}}}}}").instead_of("paths: {}"),
            row("webhooks: {new: {post: {responses: {'204': {description: Done.}}}}}").beside("paths: {}").of(SINCE_3_1),
            row("components: {schemas: {A: {type: object}}}").beside("paths: {}"),
            row("security: [{key: []}]").beside(
                "components: {securitySchemes: {key: {type: http, scheme: bearer}}}, \
                 paths: {/a: {get: {responses: {'204': {description: Done.}}}}}",
            ),
            row("tags: [{name: pets}]").beside("paths: {}"),
            row("externalDocs: {url: 'https://example.com'}").beside("paths: {}"),
            row("jsonSchemaDialect: 'https://example.com/dialect'").beside("paths: {}").of(SINCE_3_1),
            row("jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema'").beside("paths: {}").of(SINCE_3_1)
                .allowed("it is the dialect that schemas are read by"),
            row("$self: 'https://example.com/api.yaml'").beside("paths: {}").of(V3_2).allowed(IDENTIFIES),
            row("x-internal: true").beside("paths: {}").allowed("tools give extensions their meaning, and this one gives it none"),
        ],
    },
    Place {
        object: "Info",
        dialects: ALL,
        description: "
info: {@}
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("title: B").instead_of("title: A").beside("version: '1'"),
            row("version: '2'").instead_of("version: '1'").beside("title: T"),
            row("description: All about pets.").beside("title: T, version: '1'"),
            row("summary: All about pets.").beside("title: T, version: '1'").of(SINCE_3_1),
            row("termsOfService: 'https://example.com/terms'").beside("title: T, version: '1'"),
            row("contact: {name: Support}").beside("title: T, version: '1'"),
            row("license: {name: MIT}").beside("title: T, version: '1'"),
        ],
    },
    Place {
        object: "Contact",
        dialects: ALL,
        description: "
info: {title: T, version: '1', contact: {@}}
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("name: Support"),
            row("url: 'https://example.com/support'"),
            row("email: support@example.com"),
        ],
    },
    Place {
        object: "License",
        dialects: ALL,
        description: "
info: {title: T, version: '1', license: {@}}
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("name: B").instead_of("name: A"),
            row("identifier: Apache-2.0").beside("name: A").of(SINCE_3_1),
            row("url: 'https://example.com/licence'").beside("name: A"),
        ],
    },
    Place {
        object: "Server",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
servers: [{@}]
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("url: 'https://b.example.com'").instead_of("url: 'https://a.example.com'"),
            row("description: Production.").beside("url: 'https://a.example.com'"),
            row("name: production").beside("url: 'https://a.example.com'").of(V3_2),
            row("variables: {region: {default: eu}}").beside("url: 'https://{region}.example.com'"),
        ],
    },
    Place {
        object: "Server, further ones",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
servers: [{url: 'https://a.example.com'}, {@}]
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("url: 'https://b.example.com'").instead_of("url: 'https://c.example.com'"),
            row("description: Production.").beside("url: 'https://b.example.com'"),
            row("name: production").beside("url: 'https://b.example.com'").of(V3_2),
            row("variables: {region: {default: eu}}").beside("url: 'https://{region}.example.com'"),
            row("variables: {region: {default: eu, enum: [eu, us]}}")
                .instead_of("variables: {region: {default: eu}}")
                .beside("url: 'https://{region}.example.com'"),
            row("variables: {region: {default: eu, description: Where.}}")
                .instead_of("variables: {region: {default: eu}}")
                .beside("url: 'https://{region}.example.com'"),
        ],
    },
    Place {
        object: "Server Variable",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
servers: [{url: 'https://{region}.example.com', variables: {region: {@}}}]
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("enum: [eu, us]").beside("default: eu"),
            row("default: us").instead_of("default: eu"),
            row("description: Where it runs.").beside("default: eu"),
        ],
    },
    Place {
        object: "Tag",
        dialects: ALL,
        description: "
info: {title: T, version: '1'}
tags: [{name: animals}, {@}]
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("name: pets").instead_of("name: toys"),
            row("summary: Pets").beside("name: pets").of(V3_2),
            row("description: All about pets.").beside("name: pets"),
            row("externalDocs: {url: 'https://example.com'}").beside("name: pets"),
            row("parent: animals").beside("name: pets").of(V3_2),
            row("kind: nav").beside("name: pets").of(V3_2),
        ],
    },
    Place {
        object: "External Documentation",
        dialects: ALL,
        description: "
info: {title: T, version: '1'}
externalDocs: {@}
paths: {}",
        reported: None,
        allowed: &[],
        rows: &[
            row("url: 'https://b.example.com'").instead_of("url: 'https://a.example.com'"),
            row("description: The guide.").beside("url: 'https://a.example.com'"),
        ],
    },
    Place {
        object: "Components",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {@}",
        reported: None,
        allowed: &[],
        rows: &[
            row("schemas: {A: {type: object}}"),
            row("responses: {A: {description: Done.}}"),
            row("parameters: {A: {name: a, in: query, schema: {type: string}}}"),
            row("examples: {A: {value: 1}}"),
            row("requestBodies: {A: {content: {application/json: {schema: {type: string}}}}}"),
            row("headers: {A: {schema: {type: string}}}"),
            row("securitySchemes: {A: {type: http, scheme: basic}}"),
            row("links: {A: {operationId: a}}"),
            row("callbacks: {A: {'{$url}': {post: {responses: {'204': {description: Done.}}}}}}"),
            row("pathItems: {A: {get: {responses: {'204': {description: Done.}}}}}").of(SINCE_3_1),
            row("mediaTypes: {A: {schema: {type: string}}}").of(V3_2),
        ],
    },
    Place {
        object: "Security Scheme",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {security: [{key: []}], responses: {'204': {description: Done.}}}}}
components: {securitySchemes: {key: {@}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("type: http, scheme: bearer").instead_of("type: http, scheme: basic"),
            row("bearerFormat: JWT").beside("type: http, scheme: bearer"),
            row("scheme: digest").instead_of("scheme: basic").beside("type: http"),
            row("type: apiKey, name: X-Key, in: header").instead_of("type: http, scheme: basic"),
            row("name: X-Other").instead_of("name: X-Key").beside("type: apiKey, in: header"),
            row("in: query").instead_of("in: header").beside("type: apiKey, name: X-Key"),
            row("in: cookie").instead_of("in: header").beside("type: apiKey, name: X-Key"),
            row("description: From the dashboard.").beside("type: http, scheme: basic"),
            row("description: From the dashboard.").beside("type: oauth2, flows: {}"),
            row("flows: {implicit: {authorizationUrl: 'https://example.com/a', scopes: {}}}")
                .instead_of("flows: {}").beside("type: oauth2"),
            row("oauth2MetadataUrl: 'https://example.com/m'").beside("type: oauth2, flows: {}").of(V3_2),
            row("type: openIdConnect, openIdConnectUrl: 'https://example.com/o'").instead_of("type: http, scheme: bearer"),
            row("openIdConnectUrl: 'https://example.com/o'")
                .instead_of("openIdConnectUrl: 'https://example.com/p'").beside("type: openIdConnect"),
            row("type: mutualTLS").instead_of("type: http, scheme: bearer").of(SINCE_3_1),
            row("deprecated: true").beside("type: http, scheme: basic").of(V3_2),
        ],
    },
    Place {
        object: "OAuth Flows",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {@}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("implicit: {authorizationUrl: 'https://example.com/a', scopes: {}}"),
            row("password: {tokenUrl: 'https://example.com/t', scopes: {}}"),
            row("clientCredentials: {tokenUrl: 'https://example.com/t', scopes: {}}"),
            row("authorizationCode: {authorizationUrl: 'https://example.com/a', tokenUrl: 'https://example.com/t', scopes: {}}"),
            row("deviceAuthorization: {deviceAuthorizationUrl: 'https://example.com/d', tokenUrl: 'https://example.com/t', scopes: {}}").of(V3_2),
        ],
    },
    Place {
        object: "OAuth Flow, implicit",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {implicit: {@}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("authorizationUrl: 'https://example.com/b'").instead_of("authorizationUrl: 'https://example.com/a'").beside("scopes: {}"),
            row("refreshUrl: 'https://example.com/r'").beside("authorizationUrl: 'https://example.com/a', scopes: {}"),
            row("scopes: {read: ''}").instead_of("scopes: {}").beside("authorizationUrl: 'https://example.com/a'"),
            row("scopes: {read: Read all.}").instead_of("scopes: {read: ''}").beside("authorizationUrl: 'https://example.com/a'"),
        ],
    },
    Place {
        object: "OAuth Flow, authorizationCode",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {authorizationCode: {authorizationUrl: 'https://example.com/a', @}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("tokenUrl: 'https://example.com/u'").instead_of("tokenUrl: 'https://example.com/t'").beside("scopes: {}"),
            row("refreshUrl: 'https://example.com/r'").beside("tokenUrl: 'https://example.com/t', scopes: {}"),
            row("scopes: {read: Read all.}").instead_of("scopes: {}").beside("tokenUrl: 'https://example.com/t'"),
        ],
    },
    Place {
        object: "OAuth Flow, clientCredentials",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {clientCredentials: {@}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("tokenUrl: 'https://example.com/u'").instead_of("tokenUrl: 'https://example.com/t'").beside("scopes: {}"),
            row("refreshUrl: 'https://example.com/r'").beside("tokenUrl: 'https://example.com/t', scopes: {}"),
            row("scopes: {read: Read all.}").instead_of("scopes: {}").beside("tokenUrl: 'https://example.com/t'"),
        ],
    },
    Place {
        object: "OAuth Flow, password",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {password: {@}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("tokenUrl: 'https://example.com/u'").instead_of("tokenUrl: 'https://example.com/t'").beside("scopes: {}"),
            row("refreshUrl: 'https://example.com/r'").beside("tokenUrl: 'https://example.com/t', scopes: {}"),
            row("scopes: {read: Read all.}").instead_of("scopes: {}").beside("tokenUrl: 'https://example.com/t'"),
        ],
    },
    Place {
        object: "OAuth Flow, deviceAuthorization",
        dialects: V3_2,
        description: "
info: {title: T, version: '1'}
paths: {}
components: {securitySchemes: {key: {type: oauth2, flows: {deviceAuthorization: {@}}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("deviceAuthorizationUrl: 'https://example.com/e'").instead_of("deviceAuthorizationUrl: 'https://example.com/d'"),
            row("tokenUrl: 'https://example.com/u'").instead_of("tokenUrl: 'https://example.com/t'"),
            row("refreshUrl: 'https://example.com/r'"),
            row("scopes: {read: Read all.}").instead_of("scopes: {}"),
        ],
    },
    Place {
        object: "Security Requirement",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {security: [{@}], responses: {'204': {description: Done.}}}}}
components:
  securitySchemes:
    key: {type: http, scheme: bearer}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://example.com/a', scopes: {read: Read.}}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("key: []"),
            row("oauth: []").beside("key: []"),
            row("oauth: [read]").instead_of("oauth: []"),
        ],
    },
    Place {
        object: "Webhook",
        dialects: SINCE_3_1,
        description: "
info: {title: T, version: '1'}
webhooks: {new: {@}}",
        reported: Some("webhook"),
        allowed: &[],
        rows: &[row("summary: New."), row("post: {responses: {'204': {description: Done.}}}")],
    },
    Place {
        object: "Reference",
        dialects: V3,
        description: "
info: {title: T, version: '1'}
paths: {/a: {get: {responses: {'204': {@}}}}}
components: {responses: {Done: {description: Done.}, None: {description: None.}}}",
        reported: None,
        allowed: &[],
        rows: &[
            row("$ref: '#/components/responses/Done'").instead_of("$ref: '#/components/responses/None'"),
            row("description: No content.").beside("$ref: '#/components/responses/Done'"),
            row("summary: No content.").beside("$ref: '#/components/responses/Done'").of(SINCE_3_1),
        ],
    },
];
