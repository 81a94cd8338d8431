//! An operation in; an answer for each status, media type and extent that it documents, out.

use serde_json::Value;

use super::description::{Operation, essence, is_form, is_json};
use super::records;
use super::sample::{Direction, Extent, Place, Sampler};
use super::schema::Schemas;
use super::server::Reply;
use super::values::{is_text, is_xml};
use super::xml::Xml;

/// An answer, and what it documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Documented {
    pub(super) reply: Reply,
    /// The status as the description has it, and the media type.
    pub(super) of: String,
    /// Whether a call that is answered so has succeeded.
    is_success: bool,
}

impl Documented {
    /// How the client has to sort the answer.
    pub(super) fn kind(&self) -> &'static str {
        if self.is_success { "success" } else { "documented" }
    }
}

/// The answers, and the places of those that cannot be made.
pub(super) fn of<'d>(
    operation: &Operation<'d>,
    schemas: Schemas<'d>,
    xml: Xml<'d>,
) -> (Vec<Documented>, Vec<String>) {
    let (mut replies, mut left_out) = (Vec::new(), Vec::new());
    let documented: Vec<&str> = operation.responses.iter().map(|(status, _)| *status).collect();
    // Where redirections are all that is documented of success, they are that.
    let has = |class: char| documented.iter().any(|status| status.starts_with(class));
    let successes = if !has('2') && has('3') { 300..400 } else { 200..300 };
    for (name, response) in &operation.responses {
        let statuses = statuses(name, &documented);
        if statuses.is_empty() {
            left_out.push(format!("{name}: no answer ends with it"));
        }
        for status in statuses {
            let contents = contents(response, schemas, xml);
            for content in contents {
                match content {
                    Ok((media_type, body)) => replies.push(Documented {
                        of: format!("{name} {media_type}").trim_end().to_owned(),
                        is_success: successes.contains(&status),
                        reply: Reply {
                            status,
                            content_type: Some(media_type).filter(|it| !it.is_empty()),
                            body,
                        },
                    }),
                    Err(why) => left_out.push(format!("{name}: {why}")),
                }
            }
        }
    }
    (replies, left_out)
}

/// The statuses to answer with for a key of the responses (OpenAPI 3.0.4, section 4.7.16).
fn statuses(key: &str, documented: &[&str]) -> Vec<u16> {
    let is_free = |status: &u16| {
        let class = format!("{}XX", status / 100);
        !documented.iter().any(|it| *it == status.to_string() || it.eq_ignore_ascii_case(&class))
    };
    if let Ok(status) = key.parse::<u16>() {
        // A status below 200 is followed by another one.
        return (200..=599).contains(&status).then_some(status).into_iter().collect();
    }
    if let Some(class) = key.to_ascii_uppercase().strip_suffix("XX") {
        let class: u16 = class.parse().unwrap_or(0);
        // Redirections have a meaning of their own for clients, and 204 has no body.
        let mut statuses = (class * 100..class * 100 + 100).filter(|it| {
            (200..=599).contains(it)
                && !documented.contains(&it.to_string().as_str())
                && !matches!(it, 204 | 205 | 301..=308)
        });
        return statuses.next().into_iter().collect();
    }
    let has_success = documented.iter().any(|it| it.starts_with('2'));
    let success = [200].into_iter().filter(|it| !has_success && is_free(it));
    success.chain((500..=599).find(is_free)).collect()
}

type Content = Result<(String, Vec<u8>), String>;

/// A body for each media type of a response.
fn contents<'d>(response: &'d Value, schemas: Schemas<'d>, xml: Xml<'d>) -> Vec<Content> {
    let content = response.get("content").and_then(Value::as_object);
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        return vec![Ok((String::new(), Vec::new()))];
    };
    let mut contents = Vec::new();
    for (media_type, media) in content {
        for extent in [Extent::Required, Extent::All] {
            let sampler = Sampler::new(schemas, extent, Direction::Response);
            contents.push(body(&sampler, xml, media_type, media.get("schema")));
        }
    }
    contents.dedup();
    contents
}

fn body<'d>(
    sampler: &Sampler<'d>,
    xml: Xml<'d>,
    media_type: &str,
    schema: Option<&'d Value>,
) -> Content {
    let essence = essence(media_type);
    let sample = |schema: Option<&'d Value>, place| match schema {
        Some(schema) => sampler.sample(schema, place),
        None => sampler.text(place),
    };
    if is_json(media_type) && !is_stream(&essence) {
        let value = sample(schema, Place::Json).map_err(|why| format!("{media_type}: {why}"))?;
        return Ok((media_type.to_owned(), value.to_string().into_bytes()));
    }
    // Where something is said of any media type, it is JSON that can say it.
    if let Some(schema) = schema.filter(|_| essence == "*/*")
        && sampler.is_said(schema)
        && let Ok(value) = sampler.sample(schema, Place::Json)
        && value.get("base64").is_none()
    {
        return Ok(("application/json".to_owned(), value.to_string().into_bytes()));
    }
    if let Some(schema) = schema.filter(|_| is_xml(&essence)) {
        let value = sampler.sample(schema, Place::Json);
        let tree = value.and_then(|value| xml.document(schema, &value));
        let tree = tree.map_err(|why| format!("{media_type}: {why}"))?;
        return Ok((media_type.to_owned(), tree.document().into_bytes()));
    }
    if is_xml(&essence) || is_stream(&essence) || essence.starts_with("multipart/") {
        return Err(format!("{media_type}: no such answer is made"));
    }
    if is_form(media_type) {
        return Ok((media_type.to_owned(), b"a=b&c=d".to_vec()));
    }
    if is_text(&essence) {
        let text = text(sampler, schema).map_err(|why| format!("{media_type}: {why}"))?;
        return Ok((within(media_type), text.into_bytes()));
    }
    Ok((within(media_type), vec![0, 1, 255]))
}

/// A text: a string as it is, and what is no string as its JSON.
fn text<'d>(sampler: &Sampler<'d>, schema: Option<&'d Value>) -> Result<String, String> {
    let typed = schema.filter(|schema| sampler.kind(schema).is_some());
    Ok(match typed.map(|schema| sampler.sample(schema, Place::Json)).transpose()? {
        Some(Value::String(text)) => text,
        Some(value @ (Value::Number(_) | Value::Bool(_) | Value::Array(_) | Value::Object(_))) => {
            value.to_string()
        }
        Some(Value::Null) | None => "a text".to_owned(),
    })
}

/// A media type of a range (RFC 9110, section 12.5.1).
fn within(range: &str) -> String {
    match range.split_once("/*") {
        Some(("*" | "application", _)) => "application/octet-stream".to_owned(),
        Some((kind, _)) => format!("{kind}/plain"),
        None => range.to_owned(),
    }
}

/// Whether a media type is one of many values, one after the other.
fn is_stream(essence: &str) -> bool {
    essence == "text/event-stream" || records::are(essence)
}

#[cfg(test)]
mod tests {
    use super::{of, statuses};
    use crate::conformance::description::operations;
    use crate::conformance::schema::Schemas;
    use crate::conformance::xml::Xml;
    use serde_json::json;

    #[test]
    fn each_key_of_the_responses_stands_for_statuses() {
        assert_eq!(statuses("404", &["404"]), [404]);
        assert_eq!(statuses("101", &["101"]), Vec::<u16>::new());
        assert_eq!(statuses("4XX", &["400", "4XX"]), [401]);
        assert_eq!(statuses("default", &["default"]), [200, 500]);
        assert_eq!(statuses("default", &["201", "500", "default"]), [501]);
    }

    #[test]
    fn a_redirection_is_a_success_where_there_is_no_other() {
        let kinds = |responses: serde_json::Value| {
            let description = json!({ "paths": { "/a": { "get": { "responses": responses } } } });
            let operation = operations(&description).remove(0);
            let (replies, _) = of(&operation, Schemas::of(&description), Xml::of(&description));
            replies.iter().map(|it| it.kind()).collect::<Vec<_>>()
        };
        assert_eq!(kinds(json!({ "302": {}, "404": {} })), ["success", "documented"]);
        assert_eq!(kinds(json!({ "204": {}, "302": {} })), ["success", "documented"]);
    }

    #[test]
    fn an_answer_is_valid_by_its_schema() {
        let description = json!({ "paths": { "/a": { "get": { "responses": {
            "200": { "content": { "application/json": { "schema": { "type": "array", "items": { "type": "integer" } } } } },
            "204": {},
            "400": { "content": { "application/xml": {} } },
            "404": { "content": { "audio/*": {} } },
            "410": { "content": { "*/*": { "schema": { "properties": { "a": { "type": "boolean" } }, "required": ["a"] } } } },
            "411": { "content": { "*/*": { "schema": {} } } },
            "406": { "content": { "text/plain": { "schema": { "type": "boolean" } }, "text/csv": {} } },
        } } } } });
        let operation = operations(&description).remove(0);
        let (replies, left_out) = of(&operation, Schemas::of(&description), Xml::of(&description));
        let told: Vec<_> = replies
            .iter()
            .map(|it| {
                (it.of.as_str(), it.kind(), String::from_utf8_lossy(&it.reply.body).into_owned())
            })
            .collect();
        let told: Vec<_> =
            told.iter().map(|(of, kind, body)| (*of, *kind, body.as_str())).collect();
        assert_eq!(
            told,
            [
                ("200 application/json", "success", "[1]"),
                ("200 application/json", "success", "[1,2]"),
                ("204", "success", ""),
                ("404 audio/plain", "documented", "\0\u{1}\u{fffd}"),
                ("410 application/json", "documented", "{\"a\":true}"),
                ("411 application/octet-stream", "documented", "\0\u{1}\u{fffd}"),
                ("406 text/plain", "documented", "true"),
                ("406 text/csv", "documented", "a text"),
            ]
        );
        assert_eq!(left_out, ["400: application/xml: no such answer is made"]);
    }
}
