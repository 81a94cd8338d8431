//! What a description gets wrong: each value of each row is replaced by one of every other type, and each key that the
//! specification requires is deleted. A diagnostic has to say so, but where a reason says why not.

use std::collections::{BTreeMap, BTreeSet};

use super::mutation::{self, Tree};
use super::row::{ALL, DIALECTS, Dialects, Place, Row, V2, V3, V3_0, V3_1, V3_2};
use super::{Memory, document, operations, parallel, schemas, swagger2};
use clientsmith::{Config, dump_ir};

/// A value of each type, and what only looks like one: nothing, and empty containers.
const VALUES: [&str; 8] = ["null", "true", "7", "\"seven\"", "[]", "[7]", "{}", "{\"seven\":7}"];

/// Keys whose values are any JSON, so that no type is wrong.
const ANY: [&str; 9] = [
    "example",
    "examples",
    "value",
    "dataValue",
    "default",
    "const",
    "enum",
    "requestBody",
    "parameters",
];

/// Why the value of another type needs no diagnostic there.
fn reason(row: &Row, path: &[String], value: &str, version: &str) -> Option<&'static str> {
    let newer = version.contains(" 3.1") || version.contains(" 3.2");
    let last = path.last()?.as_str();
    let is_schema = last.starts_with("unevaluated") || last == "additionalProperties";
    let within = path.iter().rev().skip(1).any(|key| ANY.contains(&key.as_str()));
    if path.iter().any(|key| key.starts_with("x-")) {
        return Some("tools give extensions their meaning");
    }
    if ANY.contains(&last) || within && !row.added.contains("schema:") {
        return Some("any JSON value is valid there");
    }
    match value {
        "true" if newer || is_schema => {
            Some("a boolean is a schema, which every value is valid by")
        }
        "{}" if is_schema => Some("an empty schema is what every value is valid by"),
        "7" if last.starts_with("exclusive") => {
            Some("older dialects may have the bound of newer ones")
        }
        _ => None,
    }
}

/// Code and message of each diagnostic, and how many there are of them.
fn said(text: &str) -> BTreeMap<(&'static str, String), usize> {
    let (_, diagnostics, _) = dump_ir("api.yaml", &Memory(text.to_owned()), &Config::default());
    let mut said = BTreeMap::new();
    for diagnostic in diagnostics {
        *said.entry((diagnostic.code.as_str(), diagnostic.message)).or_default() += 1;
    }
    said
}

/// Whether there is a diagnostic of `text` that `base` does not have.
fn says_more(base: &BTreeMap<(&'static str, String), usize>, text: &str) -> bool {
    said(text).iter().any(|(said, count)| base.get(said).is_none_or(|before| before < count))
}

/// Every value of the row, replaced by one of each type that it does not have: the keys that lead to it, the other
/// value, and the changed row.
fn mutants(row: &Row) -> Vec<(Vec<String>, &'static str, String)> {
    let tree = mutation::read(&format!("{{{}}}", row.added)).unwrap();
    let mut found = Vec::new();
    for (path, value) in mutation::values(&tree) {
        for other in VALUES.into_iter().filter(|other| kind(other) != kind(&value)) {
            let text = mutation::replaced(&tree, &path, other);
            let added = text.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
            found.push((mutation::keys(&tree, &path), other, row.changed(added)));
        }
    }
    found
}

/// The type of a value, by the first character of its JSON.
fn kind(json: &str) -> char {
    match json.chars().next().unwrap() {
        '0'..='9' | '-' => '7',
        'f' => 't',
        other => other,
    }
}

/// The mutants of a place in a dialect, and those without a diagnostic.
fn silent(place: &Place, rows: &[&Row], version: &str) -> (usize, Vec<String>) {
    let (mut count, mut silent) = (0, Vec::new());
    for row in rows {
        let base = said(&place.description(version, &row.added()));
        for (path, value, keywords) in mutants(row) {
            if reason(row, &path, value, version).is_some() {
                continue;
            }
            count += 1;
            if !says_more(&base, &place.description(version, &keywords)) {
                let path = path.join("/");
                silent.push(format!(
                    "{}: `{path}: {value}` of `{}` ({version})",
                    place.object, row.added
                ));
            }
        }
    }
    (count, silent)
}

#[test]
fn wrong_types_are_reported() {
    let mut seen = BTreeSet::new();
    let mut work = Vec::new();
    for place in [document::PLACES, operations::PLACES, schemas::PLACES, swagger2::PLACES]
        .into_iter()
        .flatten()
    {
        // The same row at another place is read by the same code.
        let rows: Vec<&Row> =
            place.rows.iter().filter(|row| seen.insert((row.added, row.beside))).collect();
        for (dialect, version) in DIALECTS {
            let of: Vec<&Row> =
                rows.iter().copied().filter(|row| row.dialects(place) & dialect != 0).collect();
            work.push((place, of, version));
        }
    }
    let found = parallel::map(&work, |(place, rows, version)| silent(place, rows, version));
    let count: usize = found.iter().map(|(count, _)| count).sum();
    let complaints: Vec<String> = found.into_iter().flat_map(|(_, silent)| silent).collect();
    assert!(count > 10_000, "only {count} wrong values were tried");
    assert!(complaints.is_empty(), "{} of {count}:\n{}", complaints.len(), complaints.join("\n"));
}

/// An object with the keys that it requires, at `@` of a description, and the dialects that require them.
struct Required {
    description: &'static str,
    object: &'static str,
    keys: &'static [(&'static str, Dialects)],
}

const PATH: &str = "info: {title: T, version: '1'}\npaths: {/a: {post: {";
const REST: &str = "responses: {'204': {description: Done.}}}}}";

fn required() -> Vec<Required> {
    let object = |description, object, keys| Required { description, object, keys };
    vec![
        object(
            "@",
            "info: {title: T, version: '1'}, paths: {}",
            &[("info", ALL), ("paths", V2 | V3_0)],
        ),
        object(
            "info: {@}\npaths: {}",
            "title: T, version: '1'",
            &[("title", ALL), ("version", ALL)],
        ),
        object(
            "info: {title: T, version: '1', license: {@}}\npaths: {}",
            "name: MIT, url: 'https://a.org'",
            &[("name", ALL)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\ntags: [{@}]",
            "name: pets, description: Pets.",
            &[("name", ALL)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\nexternalDocs: {@}",
            "url: 'https://a.org', description: A.",
            &[("url", ALL)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\nservers: [{@}]",
            "url: 'https://a.org', description: A.",
            &[("url", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\nservers: [{url: 'https://{a}.org', variables: {a: {@}}}]",
            "default: a, description: A.",
            &[("default", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {/a: {post: {@}}}",
            "operationId: a, responses: {'204': {description: Done.}}",
            &[("responses", V2 | V3_0)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {/a: {post: {responses: {'200': {@}}}}}",
            "description: Done., headers: {}",
            &[("description", V2 | V3_0 | V3_1)],
        ),
        object(
            "<parameters: [{@}],>",
            "name: a, in: query, schema: {type: string}",
            &[("name", V3), ("in", V3), ("schema", V3)],
        ),
        object(
            "<parameters: [{@}],>",
            "name: a, in: query, content: {application/json: {}}",
            &[("content", V3)],
        ),
        object(
            "<parameters: [{@}],>",
            "name: a, in: query, type: string",
            &[("name", V2), ("in", V2), ("type", V2)],
        ),
        object(
            "<parameters: [{@}],>",
            "name: a, in: body, schema: {type: string}",
            &[("name", V2), ("schema", V2)],
        ),
        object(
            "<requestBody: {@},>",
            "content: {application/json: {schema: {type: string}}}, required: true",
            &[("content", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {/a: {post: {responses: {'200': {description: D., headers: {A: {@}}}}}}}",
            "description: A., schema: {type: string}",
            &[("schema", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {/a: {post: {responses: {'200': {description: D., headers: {A: {@}}}}}}}",
            "description: A., type: string",
            &[("type", V2)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {/a: {post: {operationId: a, responses: {'200': {description: D., links: {next: {@}}}}}}}",
            "operationId: a, description: A.",
            &[("operationId", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {oneOf: [{type: string}], discriminator: {@}}}}",
            "propertyName: a, mapping: {}",
            &[("propertyName", V3)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {@}}}",
            "type: array, items: {type: string}",
            &[("items", V3_0)],
        ),
        object(
            "info: {title: T, version: '1'}\npaths: {}\ndefinitions: {A: {@}}",
            "type: array, items: {type: string}",
            &[("items", V2)],
        ),
        object(
            SCHEME,
            "type: apiKey, name: a, in: query",
            &[("type", V3), ("name", V3), ("in", V3)],
        ),
        object(SCHEME, "type: http, scheme: basic", &[("type", V3), ("scheme", V3)]),
        object(SCHEME, "type: oauth2, flows: {}", &[("flows", V3)]),
        object(
            SCHEME,
            "type: openIdConnect, openIdConnectUrl: 'https://a.org'",
            &[("openIdConnectUrl", V3)],
        ),
        object(
            FLOWS,
            "implicit: {authorizationUrl: 'https://a.org', scopes: {}}",
            &[("implicit/authorizationUrl", V3), ("implicit/scopes", V3)],
        ),
        object(
            FLOWS,
            "password: {tokenUrl: 'https://a.org', scopes: {}}",
            &[("password/tokenUrl", V3), ("password/scopes", V3)],
        ),
        object(
            FLOWS,
            "clientCredentials: {tokenUrl: 'https://a.org', scopes: {}}",
            &[("clientCredentials/tokenUrl", V3), ("clientCredentials/scopes", V3)],
        ),
        object(
            FLOWS,
            "authorizationCode: {authorizationUrl: 'https://a.org', tokenUrl: 'https://a.org', scopes: {}}",
            &[
                ("authorizationCode/authorizationUrl", V3),
                ("authorizationCode/tokenUrl", V3),
                ("authorizationCode/scopes", V3),
            ],
        ),
        object(
            FLOWS,
            "deviceAuthorization: {deviceAuthorizationUrl: 'https://a.org', tokenUrl: 'https://a.org', scopes: {}}",
            &[
                ("deviceAuthorization/deviceAuthorizationUrl", V3_2),
                ("deviceAuthorization/tokenUrl", V3_2),
                ("deviceAuthorization/scopes", V3_2),
            ],
        ),
        object(
            DEFINITION,
            "type: apiKey, name: a, in: query",
            &[("type", V2), ("name", V2), ("in", V2)],
        ),
        object(
            DEFINITION,
            "type: oauth2, flow: implicit, authorizationUrl: 'https://a.org', scopes: {}",
            &[("flow", V2), ("authorizationUrl", V2), ("scopes", V2)],
        ),
        object(
            DEFINITION,
            "type: oauth2, flow: password, tokenUrl: 'https://a.org', scopes: {}",
            &[("tokenUrl", V2)],
        ),
    ]
}

const SCHEME: &str =
    "info: {title: T, version: '1'}\npaths: {}\ncomponents: {securitySchemes: {key: {@}}}";
const FLOWS: &str = "info: {title: T, version: '1'}\npaths: {}\ncomponents: {securitySchemes: {key: {type: oauth2, flows: {@}}}}";
const DEFINITION: &str =
    "info: {title: T, version: '1'}\npaths: {}\nsecurityDefinitions: {key: {@}}";

#[test]
fn deleted_keys_are_reported() {
    let mut complaints = Vec::new();
    let mut count = 0;
    for Required { description, object, keys } in required() {
        let description = description.replace('<', PATH).replace('>', REST);
        let tree: Tree = mutation::read(&format!("{{{object}}}")).unwrap();
        for (key, of) in keys {
            let paths = mutation::values(&tree).into_iter().map(|(path, _)| path);
            let path = paths
                .into_iter()
                .find(|path| mutation::keys(&tree, path).join("/") == *key)
                .unwrap();
            let without = mutation::deleted(&tree, &path);
            for (dialect, version) in DIALECTS.iter().filter(|(dialect, _)| of & dialect != 0) {
                let text = |object: &str| {
                    let object =
                        object.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap();
                    match description.as_str() {
                        "@" => format!("{{{version}, {object}}}"),
                        _ => format!("{version}\n{}", description.replace('@', object)),
                    }
                };
                count += 1;
                let whole = said(&text(&format!("{{{object}}}")));
                if !says_more(&whole, &text(&without)) {
                    complaints.push(format!("`{key}` of `{object}` ({version}, {dialect})"));
                }
            }
        }
    }
    assert!(complaints.is_empty(), "{} of {count}:\n{}", complaints.len(), complaints.join("\n"));
}
