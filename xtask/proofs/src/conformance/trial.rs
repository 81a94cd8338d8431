//! The client of one description in; what it sent, and what is wrong with it, out.

use std::path::PathBuf;

use clientsmith::Driver as Source;
use serde_json::{Value, json};

use super::decode;
use super::description::{Operation, operations, plain_path};
use super::driver::{Driver, Outcome, Reading};
use super::replies::{self, Documented};
use super::sample::{Direction, Extent, Sampler};
use super::schema::Schemas;
use super::server::{Recorded, Reply, Server};
use super::told;
use super::values::{self, Sent};
use super::xml::Xml;

/// What a run gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Trial {
    pub(super) operations: usize,
    /// The calls that were recorded.
    pub(super) records: Vec<Record>,
    /// The operations without a record, each with a reason.
    pub(super) skipped: Vec<Skipped>,
    /// The cases that have no record, of operations that have one.
    pub(super) left_out: Vec<Finding>,
    /// What is wrong with requests.
    pub(super) requests: Vec<Finding>,
    /// Answers that the client was given.
    pub(super) answers: usize,
    /// What is wrong with what it made of them.
    pub(super) responses: Vec<Finding>,
    /// Answers that could not be made.
    pub(super) not_answered: Vec<Finding>,
}

/// Something that was found at an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Finding {
    /// The method and the path.
    pub(super) of: String,
    pub(super) what: String,
}

/// Facts that a line of the records begins with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) id: String,
    pub(super) method: String,
    pub(super) path: String,
}

/// A call that was recorded.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Record {
    pub(super) name: Name,
    pub(super) extent: Extent,
    pub(super) values: Value,
    pub(super) request: Recorded,
}

/// An operation that has no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Skipped {
    pub(super) name: Name,
    pub(super) reason: String,
}

impl Name {
    /// What a finding names.
    pub(super) fn of(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

impl Record {
    pub(super) fn json(&self) -> Value {
        let Name { id, method, path } = &self.name;
        let case = match self.extent {
            Extent::Required => "required",
            Extent::All => "all",
        };
        json!({
            "operationId": id, "method": method, "path": path, "case": case,
            "values": self.values, "request": self.request,
        })
    }
}

impl Skipped {
    pub(super) fn json(&self) -> Value {
        let Name { id, method, path } = &self.name;
        json!({ "operationId": id, "method": method, "path": path, "skipped": self.reason })
    }
}

/// Calls every operation of a client whose driver is `program`.
///
/// # Errors.
///
/// The program or the server cannot be run.
pub(super) fn run(
    source: &Source,
    program: PathBuf,
    ready: &mut dyn FnMut(),
) -> Result<Trial, String> {
    let server = Server::start().map_err(|error| format!("cannot start a server: {error}"))?;
    let mut bench = Bench { driver: Driver::new(program, &[&server.url]), server, source };
    let mut trial = Trial::default();
    for operation in operations(&source.description) {
        bench.operation(&operation, &mut trial)?;
        trial.operations += 1;
        ready();
    }
    Ok(trial)
}

/// What calls are made with.
struct Bench<'s> {
    driver: Driver,
    server: Server,
    source: &'s Source,
}

impl<'s> Bench<'s> {
    fn operation(&mut self, operation: &Operation<'s>, trial: &mut Trial) -> Result<(), String> {
        let number = number(&self.source.map, operation);
        let name = self.name(operation, number);
        let Some(number) = number else {
            let reason = "the client has no method for it".to_owned();
            trial.skipped.push(Skipped { name, reason });
            return Ok(());
        };
        let schemas = Schemas::of(&self.source.description);
        let sent = Sent::of(self.source, number);
        let xml = Xml::of(&self.source.description);
        let mut reasons = Vec::new();
        let mut usable = None;
        for extent in [Extent::Required, Extent::All] {
            let sample = |direction| {
                values::of(operation, &Sampler::new(schemas, extent, direction), extent, sent)
            };
            let values = sample(Direction::Request)
                .and_then(|values| Ok((values, sample(Direction::Given)?)));
            let called = match values {
                Ok((values, given)) => {
                    self.call(number, &given, ok())?.map(|request| (values, given, request))
                }
                Err(why) => Err(why),
            };
            match called {
                Ok((values, given, request)) => {
                    for what in decode::differences(operation, &values, &request, xml) {
                        trial.requests.push(Finding { of: name.of(), what });
                    }
                    usable.get_or_insert(given);
                    trial.records.push(Record { name: name.clone(), extent, values, request });
                }
                Err(why) => reasons.push(why),
            }
        }
        match usable {
            Some(values) => {
                let left_out = reasons.into_iter().map(|what| Finding { of: name.of(), what });
                trial.left_out.extend(left_out);
                self.answers(operation, number, &values, &name, trial)
            }
            None => {
                let reason = reasons.into_iter().next().unwrap_or_default();
                trial.skipped.push(Skipped { name, reason });
                Ok(())
            }
        }
    }

    fn name(&self, operation: &Operation<'_>, number: Option<usize>) -> Name {
        let entry = number.and_then(|number| self.source.map.get("operations")?.get(number));
        let called = entry.and_then(|entry| entry.get("operationId")?.as_str());
        Name {
            id: operation.id.or(called).unwrap_or_default().to_owned(),
            method: operation.method.clone(),
            path: operation.path.to_owned(),
        }
    }

    /// Calls the operation once. One request has to arrive, whatever the client makes of the response.
    fn call(
        &mut self,
        number: usize,
        values: &Value,
        reply: Reply,
    ) -> Result<Result<Recorded, String>, String> {
        self.server.expect(reply);
        let outcome = self.driver.call(number, values, Reading::Whole)?;
        let mut recorded = self.server.take();
        Ok(match (recorded.pop(), recorded.len()) {
            (Some(request), 0) => Ok(request),
            (Some(_), more) => Err(format!("{} requests arrived", more + 1)),
            (None, _) => Err(match outcome.message {
                message if message.is_empty() => "nothing arrived".to_owned(),
                message => message,
            }),
        })
    }

    /// Gives the client every documented response.
    fn answers(
        &mut self,
        operation: &Operation<'s>,
        number: usize,
        values: &Value,
        name: &Name,
        trial: &mut Trial,
    ) -> Result<(), String> {
        let (replies, left_out) = replies::of(
            operation,
            Schemas::of(&self.source.description),
            Xml::of(&self.source.description),
        );
        let not_answered = left_out.into_iter().map(|what| Finding { of: name.of(), what });
        trial.not_answered.extend(not_answered);
        let no_names = Vec::new();
        let streamed = self.source.streamed.get(number).unwrap_or(&no_names);
        for documented in replies {
            let can_stream = documented.is_success && streamed.contains(&documented.media_type);
            let readings = documented.whole.iter().map(|_| Reading::Whole);
            for reading in readings.chain(can_stream.then_some(Reading::Items)) {
                self.server.expect(documented.reply.clone());
                let outcome = self.driver.call(number, values, reading)?;
                trial.answers += 1;
                let wrong = wrong(&documented, reading, &outcome);
                trial.responses.extend(wrong.into_iter().map(|what| Finding {
                    of: name.of(),
                    what: format!("{} {what}", documented.of),
                }));
            }
            if documented.items.is_some() && !can_stream {
                let what = format!("{}: the client does not read its items", documented.of);
                let finding = Finding { of: name.of(), what };
                // Once for both extents.
                if trial.not_answered.last() != Some(&finding) {
                    trial.not_answered.push(finding);
                }
            }
        }
        Ok(())
    }
}

/// What is wrong with what the client made of a response.
fn wrong(documented: &Documented, reading: Reading, outcome: &Outcome) -> Vec<String> {
    let Outcome { kind, message, .. } = outcome;
    if kind != documented.kind() {
        let body = String::from_utf8_lossy(&documented.reply.body);
        let body: String = body.chars().take(400).collect();
        let wanted = documented.kind();
        return vec![format!("came out as `{kind}`, and should be `{wanted}`: {message} {body}")];
    }
    let mut wrong = match reading {
        // Only pages and results are read in other ways, which no documented response is by itself.
        Reading::Whole | Reading::First | Reading::Pages | Reading::Result => {
            told::of_whole(documented.whole.as_ref(), outcome.told.as_ref())
        }
        Reading::Items => {
            let bytes = &documented.reply.body;
            told::of_items(documented.items.as_deref(), bytes, outcome.items.as_deref())
        }
    };
    let headers = documented.headers.iter().map(|it| (it.name.as_str(), &it.holds));
    wrong.extend(told::of_headers(headers, &outcome.headers));
    wrong
}

/// The response to calls that are made for their requests.
fn ok() -> Reply {
    let content_type = Some("application/json".to_owned());
    Reply { status: 200, content_type, headers: Vec::new(), body: b"{}".to_vec() }
}

/// The number that the driver has for an operation.
pub(crate) fn number(map: &Value, operation: &Operation<'_>) -> Option<usize> {
    let path = plain_path(operation.path);
    let text = |entry: &Value, key: &str| entry.get(key).and_then(Value::as_str).map(str::to_owned);
    let is_here = |entry: &Value| {
        text(entry, "method").as_deref() == Some(&operation.method)
            && [Some(path.as_str()), Some(operation.path)].contains(&text(entry, "path").as_deref())
    };
    let is_called = |entry: &Value| {
        operation.id.is_none_or(|id| text(entry, "operationId").as_deref() == Some(id))
    };
    let entries = map.get("operations")?.as_array()?;
    let called = entries.iter().position(|entry| is_here(entry) && is_called(entry));
    // An id that another operation has, too, is not that of this one.
    called.or_else(|| entries.iter().position(is_here))
}

/// How many operations a description has.
pub(super) fn count(source: &Source) -> usize {
    operations(&source.description).len()
}
