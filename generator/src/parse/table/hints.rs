//! What to do about a key that the specification does not define for its object.

use super::kind::Shape;
use super::named;
use crate::load::node::Object;
use crate::normalize::Dialect;
use crate::suggest;

/// Keys of Swagger 2.0, by the object that has them, and what OpenAPI 3 has in their place.
const OLDER: [(&str, &[&str], &str); 14] = [
    (
        "OpenAPI description",
        &["host", "basePath", "schemes"],
        "OpenAPI 3 has `servers`, each with a `url`",
    ),
    ("OpenAPI description", &["definitions"], "OpenAPI 3 has `components.schemas`"),
    ("OpenAPI description", &["parameters"], "OpenAPI 3 has `components.parameters`"),
    ("OpenAPI description", &["responses"], "OpenAPI 3 has `components.responses`"),
    ("OpenAPI description", &["securityDefinitions"], "OpenAPI 3 has `components.securitySchemes`"),
    (
        "OpenAPI description",
        &["consumes"],
        "OpenAPI 3 has the media types in `content` of each request body",
    ),
    (
        "OpenAPI description",
        &["produces"],
        "OpenAPI 3 has the media types in `content` of each response",
    ),
    ("operation", &["consumes"], "OpenAPI 3 has the media types in `requestBody.content`"),
    ("operation", &["produces"], "OpenAPI 3 has the media types in `content` of each response"),
    ("operation", &["schemes"], "OpenAPI 3 has `servers`, each with a `url`"),
    ("parameter", &["collectionFormat"], "OpenAPI 3 has `style` and `explode`"),
    (
        "security scheme",
        &["flow", "authorizationUrl", "tokenUrl", "scopes"],
        "OpenAPI 3 has `flows`, with an object for each flow",
    ),
    ("set of OAuth flows", &["application"], "OpenAPI 3 has `clientCredentials`"),
    ("set of OAuth flows", &["accessCode"], "OpenAPI 3 has `authorizationCode`"),
];

/// How to fix an unknown `key` of an object.
pub(in crate::parse) fn for_unknown(
    what: &str,
    key: &str,
    object: &Object,
    dialect: Dialect,
) -> String {
    let older = OLDER.iter().filter(|_| dialect != Dialect::Swagger2);
    let mut older = older.filter(|(of, keys, _)| *of == what && keys.contains(&key));
    if let Some((_, _, newer)) = older.next() {
        return (*newer).to_owned();
    }
    let Some(kind) = named(what, dialect) else { return otherwise() };
    let slip = suggest::closest(key, kind.names());
    let is_sure =
        |slip: &&str| strsim::osa_distance(&suggest::plain(slip), &suggest::plain(key)) <= 1;
    if let Some(slip) = slip.filter(is_sure) {
        return format!("did you mean `{slip}`?");
    }
    if let Some(parent) = parent(what, key, object, dialect) {
        return format!("indent it below `{parent}`");
    }
    match slip {
        Some(slip) => format!("did you mean `{slip}`?"),
        None => otherwise(),
    }
}

fn otherwise() -> String {
    String::from("correct its name, or remove it")
}

/// The key of the object below which the unknown one belongs: best one without a value, which a wrong indent leaves.
fn parent(what: &str, key: &str, object: &Object, dialect: Dialect) -> Option<&'static str> {
    let is_status = key.len() == 3 && key.starts_with(|first: char| ('1'..='5').contains(&first));
    match what {
        "operation" if is_status || key == "default" => return Some("responses"),
        "OpenAPI description" if key.starts_with('/') => return Some("paths"),
        "request body" | "response" | "parameter" | "header" if key.contains('/') => {
            return Some("content");
        }
        _ => {}
    }
    let kind = named(what, dialect)?;
    let belongs = kind.keys().filter(|(_, shape)| {
        let inner = match shape {
            Shape::Object(inner) | Shape::Schema(inner) => inner,
            _ => return false,
        };
        inner.key(key).is_some()
    });
    let (mut parents, mut are_schemas) = (Vec::new(), true);
    for (name, shape) in belongs {
        parents.push(name);
        are_schemas &= matches!(shape, Shape::Schema(_));
    }
    let is_empty =
        |name: &&&'static str| object.get(**name).is_some_and(|entry| entry.node.is_null());
    let is_there = |name: &&&'static str| object.contains_key(**name);
    let parent = parents.iter().find(is_empty).or_else(|| parents.iter().find(is_there));
    // Of several schemas the first is the usual one.
    parent.or(if parents.len() == 1 || are_schemas { parents.first() } else { None }).copied()
}
