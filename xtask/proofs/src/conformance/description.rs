//! The normalised description in; its operations, each with its parameters, body and responses, out.

use serde_json::{Map, Value};

/// An operation (OpenAPI 3.0.4, section 4.7.10).
#[derive(Debug, Clone)]
pub(crate) struct Operation<'d> {
    pub(crate) id: Option<&'d str>,
    /// In upper case.
    pub(crate) method: String,
    /// The template, as it stands under `paths`.
    pub(crate) path: &'d str,
    pub(crate) parameters: Vec<Parameter<'d>>,
    pub(crate) body: Option<Body<'d>>,
    /// The responses by status.
    pub(crate) responses: Vec<(&'d str, &'d Value)>,
    /// The names of API keys in the query and in cookies, which are no parameters.
    pub(crate) keys: Vec<&'d str>,
}

/// A parameter (section 4.7.12).
#[derive(Debug, Clone)]
pub(crate) struct Parameter<'d> {
    pub(crate) name: &'d str,
    pub(crate) location: Location,
    pub(crate) required: bool,
    pub(crate) writing: Writing<'d>,
    pub(crate) schema: Option<&'d Value>,
    /// The media type of a whole query that is a form.
    pub(crate) form: Option<&'d Value>,
}

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Location {
    Path,
    Query,
    /// The query is the value (3.2).
    QueryString,
    Header,
    Cookie,
}

impl Location {
    /// The name in a record.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::QueryString => "querystring",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

/// How a value is written (section 4.7.12.2.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Writing<'d> {
    pub(crate) style: Style,
    pub(crate) explode: bool,
    /// What stands between items in place of a comma (Swagger 2.0, `collectionFormat`).
    pub(crate) delimiter: Option<&'d str>,
}

/// The styles, and the media types that stand for one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    DeepObject,
    /// A cookie that is not encoded (3.2).
    Cookie,
    /// JSON.
    Json,
    /// A string as it is.
    Text,
}

/// A request body (section 4.7.13).
#[derive(Debug, Clone)]
pub(crate) struct Body<'d> {
    pub(crate) required: bool,
    /// Whether it says that it may be left out.
    pub(crate) is_left_out: bool,
    pub(crate) content: &'d Map<String, Value>,
    /// Whether a part whose schema says nothing is bytes (3.1 and later).
    pub(crate) is_untyped_binary: bool,
}

const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// The operations, in the order of the description.
pub(crate) fn operations(description: &Value) -> Vec<Operation<'_>> {
    let keys = keys(description);
    let mut operations = Vec::new();
    for (path, item) in description.get("paths").and_then(Value::as_object).into_iter().flatten() {
        let shared = item.get("parameters");
        for method in METHODS {
            if let Some(object) = item.get(method).filter(|it| it.is_object()) {
                operations.push(operation(
                    path,
                    &method.to_ascii_uppercase(),
                    object,
                    shared,
                    &keys,
                ));
            }
        }
    }
    let further = description.get("x-codegen-additional-operations").and_then(Value::as_array);
    for further in further.into_iter().flatten() {
        let text = |key: &str| further.get(key).and_then(Value::as_str);
        let (path, method) = (text("path"), text("method"));
        if let (Some(path), Some(method), Some(object)) = (path, method, further.get("operation")) {
            let item = description.get("paths").and_then(|paths| paths.get(path));
            let shared = item.and_then(|item| item.get("parameters"));
            operations.push(operation(path, method, object, shared, &keys));
        }
    }
    let is_untyped_binary = description.get("x-codegen-untyped-binary") == Some(&Value::Bool(true));
    for body in operations.iter_mut().filter_map(|operation| operation.body.as_mut()) {
        body.is_untyped_binary = is_untyped_binary;
    }
    operations
}

/// The names of API keys that are sent in a query or a cookie.
fn keys(description: &Value) -> Vec<&str> {
    let schemes = description.pointer("/components/securitySchemes").and_then(Value::as_object);
    let schemes = schemes.into_iter().flat_map(|schemes| schemes.values());
    let keys = schemes.filter(|it| it.get("type").and_then(Value::as_str) == Some("apiKey"));
    keys.filter_map(|it| it.get("name")?.as_str()).collect()
}

fn operation<'d>(
    path: &'d str,
    method: &str,
    object: &'d Value,
    shared: Option<&'d Value>,
    keys: &[&'d str],
) -> Operation<'d> {
    let mut parameters: Vec<Parameter<'d>> = Vec::new();
    let listed = [shared, object.get("parameters")];
    let listed = listed.into_iter().flatten().filter_map(Value::as_array).flatten();
    for parameter in listed.filter_map(parameter) {
        let same = |other: &Parameter<'_>| {
            other.name == parameter.name && other.location == parameter.location
        };
        parameters.retain(|other| !same(other));
        parameters.push(parameter);
    }
    let named: Vec<&str> = names(path).map(|(name, _)| name).collect();
    parameters.retain(|it| it.location != Location::Path || named.contains(&it.name));
    for name in named {
        // The specification demands a parameter for each name; without one it is a string.
        if !parameters.iter().any(|it| it.location == Location::Path && it.name == name) {
            parameters.push(Parameter {
                name,
                location: Location::Path,
                required: true,
                writing: Writing { style: Style::Simple, explode: false, delimiter: None },
                schema: None,
                form: None,
            });
        }
    }
    let responses = object.get("responses").and_then(Value::as_object);
    Operation {
        id: object.get("operationId").and_then(Value::as_str).filter(|id| !id.trim().is_empty()),
        method: method.to_owned(),
        path,
        parameters,
        body: object.get("requestBody").and_then(|body| {
            Some(Body {
                required: body.get("required") == Some(&Value::Bool(true)),
                is_left_out: body.get("x-codegen-optional") == Some(&Value::Bool(true)),
                content: body.get("content")?.as_object()?,
                is_untyped_binary: false,
            })
        }),
        responses: responses
            .into_iter()
            .flatten()
            .filter(|(status, _)| !status.starts_with("x-"))
            .map(|(status, response)| (status.as_str(), response))
            .collect(),
        keys: keys.to_vec(),
    }
}

/// The names between the braces of a template, and what stands between the braces: some write it as RFC 6570 does.
pub(crate) fn names(path: &str) -> impl Iterator<Item = (&str, &str)> {
    let inner = path.split('{').skip(1).filter_map(|part| part.split_once('}'));
    inner.map(|(inner, _)| (plain(inner), inner))
}

/// A name without the operators of RFC 6570.
fn plain(inner: &str) -> &str {
    inner.trim_start_matches(['.', ';', '/', '?', '&', '+', '#']).trim_end_matches(['*', '?'])
}

/// A template with plain names, and without the fragment that some tell paths apart by.
pub(crate) fn plain_path(path: &str) -> String {
    let mut plain = names(path).fold(path.to_owned(), |path, (name, inner)| {
        path.replace(&format!("{{{inner}}}"), &format!("{{{name}}}"))
    });
    plain.truncate(plain.find('#').unwrap_or(plain.len()));
    plain
}

fn parameter(parameter: &Value) -> Option<Parameter<'_>> {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str);
    let flag = |key: &str| parameter.get(key) == Some(&Value::Bool(true));
    let name = text("name")?;
    let location = match text("in")? {
        "path" => Location::Path,
        "query" if flag("x-codegen-querystring") => Location::QueryString,
        "query" => Location::Query,
        "header" => Location::Header,
        _ => Location::Cookie,
    };
    // These are no parameters (section 4.7.12.2.1), but one of them in 2.0.
    let ignored = ["accept", "content-type", "authorization"];
    let is_ignored = !flag("x-codegen-own-header")
        && location == Location::Header
        && ignored.contains(&name.to_ascii_lowercase().as_str());
    if is_ignored {
        return None;
    }
    let (writing, schema) = writing(location, parameter);
    let content = content(parameter);
    Some(Parameter {
        name,
        location,
        required: flag("required") || location == Location::Path,
        writing,
        schema,
        form: content.filter(|(media_type, _)| is_query_form(location, media_type)).map(|it| it.1),
    })
}

/// The only media type that a parameter or a header has, where it has one.
fn content(object: &Value) -> Option<(&String, &Value)> {
    object.get("content")?.as_object()?.iter().next()
}

/// How a parameter or a header is written, and its schema.
pub(crate) fn writing(location: Location, object: &Value) -> (Writing<'_>, Option<&Value>) {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    let is_cookie = object.get("x-codegen-cookie-style") == Some(&Value::Bool(true));
    let content = content(object);
    let style = match (content, text("style"), location) {
        (Some((media_type, _)), ..) if is_json(media_type) => Style::Json,
        (Some((media_type, _)), ..) if is_query_form(location, media_type) => Style::Form,
        (Some(_), ..) => Style::Text,
        (_, Some("label"), _) => Style::Label,
        (_, Some("matrix"), _) => Style::Matrix,
        (_, Some("spaceDelimited"), _) => Style::SpaceDelimited,
        (_, Some("pipeDelimited"), _) => Style::PipeDelimited,
        (_, Some("deepObject"), _) => Style::DeepObject,
        (_, _, Location::Cookie) if is_cookie => Style::Cookie,
        (_, _, Location::Path | Location::Header) => Style::Simple,
        _ => Style::Form,
    };
    let explode = object.get("explode").and_then(Value::as_bool);
    let writing = Writing {
        style,
        explode: explode.unwrap_or(matches!(style, Style::Form | Style::Cookie)),
        delimiter: text("x-codegen-delimiter"),
    };
    let schema = match content {
        Some((_, media)) => media.get("schema"),
        None => object.get("schema"),
    };
    (writing, schema)
}

fn is_query_form(location: Location, media_type: &str) -> bool {
    location == Location::QueryString && is_form(media_type)
}

/// How a field of a form is written; none where it is JSON by its type (section 4.7.15).
pub(crate) fn field_writing<'d>(media: &'d Value, name: &str) -> Option<Writing<'d>> {
    encoding_writing(media.get("encoding")?.get(name)?)
}

/// The style of an encoding; none where the media type counts.
pub(crate) fn encoding_writing(encoding: &Value) -> Option<Writing<'_>> {
    let is_styled = encoding.get("x-codegen-styled") == Some(&Value::Bool(true));
    let style = match encoding.get("style").and_then(Value::as_str) {
        Some("spaceDelimited") => Style::SpaceDelimited,
        Some("pipeDelimited") => Style::PipeDelimited,
        Some("deepObject") => Style::DeepObject,
        Some(_) => Style::Form,
        None if is_styled => Style::Form,
        None => return None,
    };
    let explode = encoding.get("x-codegen-explode").and_then(Value::as_bool);
    Some(Writing {
        style,
        explode: explode.unwrap_or(style == Style::Form),
        delimiter: encoding.get("x-codegen-delimiter").and_then(Value::as_str),
    })
}

/// The media type without its parameters, in lower case.
pub(crate) fn essence(media_type: &str) -> String {
    media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

/// Whether a media type is JSON (RFC 6839, section 3.1).
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence == "application/json" || essence == "text/json" || essence.ends_with("+json")
}

/// Whether a media type is that of forms (WHATWG URL, section 5.1).
pub(crate) fn is_form(media_type: &str) -> bool {
    essence(media_type) == "application/x-www-form-urlencoded"
}

#[cfg(test)]
mod tests {
    use super::{Location, Style, operations, plain_path};
    use serde_json::json;

    #[test]
    fn an_operation_overrides_what_its_path_says_and_lacks_no_parameter_of_it() {
        let description = json!({ "paths": { "/a/{id}/{other}": {
            "parameters": [
                { "name": "id", "in": "path", "required": true, "schema": { "type": "string" } },
                { "name": "Accept", "in": "header", "schema": { "type": "string" } },
            ],
            "get": { "parameters": [
                { "name": "id", "in": "path", "style": "matrix", "schema": { "type": "integer" } },
                { "name": "q", "in": "query", "style": "deepObject", "schema": { "type": "object" } },
            ], "responses": {} },
        } } });
        let operations = operations(&description);
        let found: Vec<_> = operations[0]
            .parameters
            .iter()
            .map(|it| (it.name, it.location, it.writing.style, it.required))
            .collect();
        assert_eq!(
            found,
            [
                ("id", Location::Path, Style::Matrix, true),
                ("q", Location::Query, Style::DeepObject, false),
                ("other", Location::Path, Style::Simple, true),
            ]
        );
        assert_eq!(plain_path("/a/{.b*}/{c}"), "/a/{b}/{c}");
        assert_eq!(plain_path("/a/{#b}#c"), "/a/{b}");
    }
}
