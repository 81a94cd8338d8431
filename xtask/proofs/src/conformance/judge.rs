//! Requests in; what Prism, which knows the description and nothing of the generator, says of them, out.

mod limits;

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::Duration;

use serde_json::Value;

use super::result::Judged;
use super::server::Recorded;
use super::showcase::folder;
use super::trial::{Finding, Record};
use crate::prism;

/// Prism compiles schemas when they are first needed.
const ANSWERS_WITHIN: Duration = Duration::from_secs(60);

/// Installs Prism, unless it is there.
///
/// # Errors.
///
/// Node or npm is missing, or npm failed.
pub(super) fn install() -> Result<(), String> {
    prism::install(folder())
}

/// So often Prism is started again after a request that ended it.
const MOST_STARTS: usize = 40;

/// Sends each request to Prism as it was recorded.
///
/// # Errors.
///
/// Prism does not start with the description.
pub(super) fn judge(description: &Path, records: &[Record]) -> Result<Judged, String> {
    let mut prism = prism::start(folder(), description)?;
    let mut judged = Judged::default();
    let mut ends = 0;
    for record in records {
        let of = record.name.of();
        let address = prism.url.trim_start_matches("http://").to_owned();
        match ask(&address, &record.request) {
            Ok((status, body)) if status > 0 => sort(&mut judged, record, status, &body),
            answer => {
                let error = answer.err().map(|error| error.to_string()).unwrap_or_default();
                let what = format!("no response: {error} {}", reason(&prism.log()));
                judged.undecided.push(Finding { of, what });
                // Some requests end it: it takes a number that it made of a string for a string.
                if TcpStream::connect(&address).is_err() {
                    ends += 1;
                    if ends > MOST_STARTS {
                        return Err(format!("Prism ended {ends} times: {}", reason(&prism.log())));
                    }
                    prism = prism::start(folder(), description)?;
                }
            }
        }
    }
    Ok(judged)
}

/// What the log says of an end.
fn reason(log: &str) -> &str {
    let mut lines = log.lines().map(str::trim);
    lines.rfind(|line| line.contains("Error")).unwrap_or_default()
}

/// Prism names what is wrong with a request in problem details (RFC 9457) of its own types.
fn sort(judged: &mut Judged, record: &Record, status: u16, body: &[u8]) {
    let problem: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |key: &str| problem.get(key).and_then(Value::as_str).unwrap_or_default();
    let kind = text("type").rsplit(['/', '#']).next().unwrap_or_default();
    let violations = problem.get("validation").and_then(Value::as_array).into_iter().flatten();
    let violations: Vec<&Value> = violations.filter(|it| is_of_request(it)).collect();
    let reasons: Vec<Option<&str>> = match kind {
        "UNPROCESSABLE_ENTITY" | "VIOLATIONS" => {
            limits::of_violations(&violations, &record.request)
        }
        "NO_PATH_MATCHED_ERROR" => vec![limits::of_path(&record.name.path)],
        "NO_METHOD_MATCHED_ERROR" | "UNAUTHORIZED" | "INVALID_CONTENT_TYPE" => vec![None],
        // The request was checked before: these say why there is no response.
        _ => Vec::new(),
    };
    let list: Vec<String> = violations.iter().map(|it| it.to_string()).collect();
    let said = format!("{status} {kind} {}", list.join(" "));
    let of = record.name.of();
    match reasons.first() {
        None => judged.accepted += 1,
        Some(Some(reason)) if reasons.iter().all(Option::is_some) => {
            judged.undecided.push(Finding { of, what: format!("{reason}: {said}") });
        }
        Some(_) => judged.refused.push(Finding { of, what: said }),
    }
}

/// Whether a violation is one of the request; Prism checks its own responses too.
fn is_of_request(violation: &Value) -> bool {
    violation.pointer("/location/0").and_then(Value::as_str) != Some("response")
}

/// Sends the bytes of the request; returns its status code and body.
fn ask(address: &str, request: &Recorded) -> std::io::Result<(u16, Vec<u8>)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_read_timeout(Some(ANSWERS_WITHIN))?;
    let mut text = format!("{} {} HTTP/1.1\r\n", request.method, request.target);
    for (name, value) in &request.headers {
        let is_framing = ["connection", "transfer-encoding", "content-length"]
            .contains(&name.to_ascii_lowercase().as_str());
        if !is_framing {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
    }
    let has_body = request.header("content-type").is_some() || !request.body.is_empty();
    if has_body {
        text.push_str(&format!("content-length: {}\r\n", request.body.len()));
    }
    text.push_str("connection: close\r\n\r\n");
    stream.write_all(text.as_bytes())?;
    stream.write_all(&request.body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(parts(&answer))
}

fn parts(answer: &[u8]) -> (u16, Vec<u8>) {
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(answer.len());
    let head = String::from_utf8_lossy(answer.get(..end).unwrap_or_default()).into_owned();
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    let body = answer.get(end + 4..).unwrap_or_default();
    // Prism's problems are short, and come in one chunk if in any.
    let start = body.iter().position(|byte| *byte == b'{').unwrap_or(0);
    let stop = body.iter().rposition(|byte| *byte == b'}').map_or(body.len(), |stop| stop + 1);
    (status, body.get(start..stop).unwrap_or_default().to_vec())
}
