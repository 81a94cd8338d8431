//! An operation in; a response for each status, media type and extent that it documents, out.

mod body;
mod header;
mod parts;
mod stream;
#[cfg(test)]
mod tests;

use serde_json::Value;

use super::description::{Operation, essence, is_json};
use super::records;
use super::sample::{Direction, Extent, Sampler};
use super::schema::Schemas;
use super::server::Reply;
use super::told::Holds;
use super::values::is_xml;
use super::xml::Xml;
use body::Body;
use header::Header;

/// A response, and what it documents.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Documented {
    pub(super) reply: Reply,
    /// The status as the description has it, and the media type.
    pub(super) of: String,
    /// The media type as the description has it; empty for none.
    pub(super) media_type: String,
    /// What the body holds as a whole; none where it is only read item by item.
    pub(super) whole: Option<Holds>,
    /// The items that it falls into.
    pub(super) items: Option<Vec<Holds>>,
    pub(super) headers: Vec<Header>,
    /// Whether a call with this response succeeds.
    pub(super) is_success: bool,
}

impl Documented {
    /// How the client has to sort the response.
    pub(super) fn kind(&self) -> &'static str {
        if self.is_success { "success" } else { "documented" }
    }
}

/// The samplers of a response: one of its own extent, and one of what is required, so that items differ.
struct Samplers<'d> {
    extent: Extent,
    own: Sampler<'d>,
    least: Sampler<'d>,
}

impl<'d> Samplers<'d> {
    fn new(schemas: Schemas<'d>, extent: Extent) -> Self {
        let sampler = |extent| Sampler::new(schemas, extent, Direction::Response);
        Self { extent, own: sampler(extent), least: sampler(Extent::Required) }
    }

    /// A sampler for each item of a body.
    fn each(&self) -> impl Iterator<Item = &Sampler<'d>> {
        [&self.own, &self.least, &self.own].into_iter()
    }
}

/// The responses, and the places of those that cannot be made.
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
            left_out.push(format!("{name}: no response ends with it"));
        }
        let (answers, problems) = answers(operation, response, schemas, xml);
        if !statuses.is_empty() {
            left_out.extend(problems.into_iter().map(|why| format!("{name}: {why}")));
        }
        for status in statuses {
            // Responses to HEAD have no body, nor have those of these statuses (RFC 9110, sections 9.3.2 and 15).
            let has_body = operation.method != "HEAD" && !matches!(status, 204 | 205 | 304);
            let is_success = successes.contains(&status);
            let is_asked = |body: &Body| !is_success || is_asked_for(response, &body.media_type);
            let asked = answers.iter().filter(|(body, _)| is_asked(body)).cloned();
            replies.extend(asked.map(|(body, headers)| {
                let body = if has_body { body } else { body.without_content() };
                Documented {
                    of: format!("{name} {}", body.content_type).trim_end().to_owned(),
                    media_type: body.media_type,
                    whole: body.whole,
                    items: body.items,
                    is_success,
                    reply: Reply {
                        status,
                        content_type: Some(body.content_type).filter(|it| !it.is_empty()),
                        headers: headers
                            .iter()
                            .map(|it| (it.name.clone(), it.text.clone()))
                            .collect(),
                        body: body.bytes,
                    },
                    headers,
                }
            }));
        }
    }
    replies.dedup();
    (replies, left_out)
}

/// A body and headers for each media type of a response, and each extent; and why there are no others.
fn answers<'d>(
    operation: &Operation<'d>,
    response: &'d Value,
    schemas: Schemas<'d>,
    xml: Xml<'d>,
) -> (Vec<(Body, Vec<Header>)>, Vec<String>) {
    let (mut answers, mut left_out) = (Vec::new(), Vec::new());
    let content = response.get("content").and_then(Value::as_object);
    let content = content.filter(|content| !content.is_empty());
    let media: Vec<Option<(&String, &Value)>> = match content {
        Some(content) => content.iter().map(Some).collect(),
        None => vec![None],
    };
    for media in media {
        for extent in [Extent::Required, Extent::All] {
            let samplers = Samplers::new(schemas, extent);
            let (headers, problems) = header::of(operation, response, &samplers.own, extent);
            left_out.extend(problems);
            let body = match (media, content) {
                (Some((media_type, media)), Some(content)) => {
                    body::of(&samplers, xml, media_type, media, content)
                        .map_err(|why| format!("{media_type}: {why}"))
                }
                _ => Ok(Body::default()),
            };
            match body {
                Ok(body) => answers.push((body, headers)),
                Err(why) => left_out.push(why),
            }
        }
    }
    answers.dedup();
    left_out.sort();
    left_out.dedup();
    (answers, left_out)
}

/// Whether the client asks for the media type of a success: beside JSON only for XML, for sequences, and for text of the
/// same value.
fn is_asked_for(response: &Value, media_type: &str) -> bool {
    let content = response.get("content").and_then(Value::as_object);
    let Some(content) = content.filter(|content| content.keys().any(|name| is_json(name))) else {
        return true;
    };
    let schema = |name: &str| content.get(name)?.get("schema");
    let is_same = |name: &String| is_json(name) && schema(name) == schema(media_type);
    let is_text = essence(media_type).starts_with("text/") && content.keys().any(is_same);
    is_json(media_type)
        || is_xml(&essence(media_type))
        || is_text
        || essence(media_type) == "text/event-stream"
        || records::are(media_type)
}

/// The statuses to respond with for a key of the responses (OpenAPI 3.0.4, section 4.7.16).
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
