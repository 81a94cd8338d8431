//! The program that calls a generated client, and its responses.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::told::Told;

/// The packages that the program uses.
pub(crate) const DEPENDENCIES: &str = "\
base64 = \"0.23\"
bytes = \"1\"
http = \"1\"
jiff = { version = \"1\", features = [\"serde\"] }
serde = \"1\"
serde_json = \"1\"
tokio = { version = \"1\", features = [\"net\", \"rt\", \"time\"] }
uuid = { version = \"1\", features = [\"serde\"] }
";

/// A call to a server on the same machine that takes longer does not come back.
const ANSWERS_WITHIN: Duration = Duration::from_secs(30);

/// How the response of a call is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Whole,
    /// Item by item, while it arrives.
    Items,
    /// The first of these.
    First,
    /// The items of all pages.
    Pages,
    /// The result of a long-running operation.
    Result,
}

impl Reading {
    fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Items => "items",
            Self::First => "first",
            Self::Pages => "pages",
            Self::Result => "result",
        }
    }
}

/// What came of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Outcome {
    /// `success`, `documented`, `undocumented`, `empty`, `decode`, `failed`, `ended` or `unclear` of a
    /// long-running operation, or `unusable` for values that the call does not take.
    pub(crate) kind: String,
    #[serde(default)]
    pub(crate) message: String,
    /// What the response holds, where the client gave it as a whole.
    #[serde(default)]
    pub(crate) told: Option<Told>,
    /// The items that it falls into, where they were asked for.
    #[serde(default)]
    pub(crate) items: Option<Vec<Told>>,
    /// The headers that the client has types for, by their names; none where the response has none of that name.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, Option<Told>>,
    /// The status code of the response, if there is one.
    #[serde(default)]
    pub(crate) status: Option<u16>,
    /// What was corrected in a success.
    #[serde(default)]
    pub(crate) corrections: Vec<Corrected>,
    /// The body of the response to an error, as base64.
    #[serde(default)]
    pub(crate) body: Option<String>,
}

/// What was read although it does not match the description.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct Corrected {
    /// The JSON path.
    pub(crate) path: String,
    /// The client's words for it.
    pub(crate) what: String,
}

impl Outcome {
    fn failed(message: String) -> Self {
        Self { kind: "failed".to_owned(), message, ..Self::default() }
    }
}

/// A driver that runs. One that ends is started again for the next call.
#[derive(Debug)]
pub(crate) struct Driver {
    program: PathBuf,
    arguments: Vec<String>,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    questions: ChildStdin,
    answers: Receiver<String>,
}

impl Driver {
    /// The last of the arguments is the URL of the server.
    pub(crate) fn new(program: PathBuf, arguments: &[&str]) -> Self {
        let arguments = arguments.iter().map(|it| (*it).to_owned()).collect();
        Self { program, arguments, running: None }
    }

    /// Has the operation of that number called with the values.
    ///
    /// # Errors.
    ///
    /// The program cannot be run.
    pub(crate) fn call(
        &mut self,
        operation: usize,
        values: &Value,
        reading: Reading,
    ) -> Result<Outcome, String> {
        self.call_with_headers(operation, values, reading, &Map::new())
    }

    /// The same with headers that the operation does not describe.
    ///
    /// # Errors.
    ///
    /// The program cannot be run.
    pub(crate) fn call_with_headers(
        &mut self,
        operation: usize,
        values: &Value,
        reading: Reading,
        headers: &Map<String, Value>,
    ) -> Result<Outcome, String> {
        let reading = reading.name();
        let question = json!({ "operation": operation, "values": values, "reading": reading, "headers": headers });
        let running = match self.running.take() {
            Some(running) => running,
            None => start(&self.program, &self.arguments)?,
        };
        let running = self.running.insert(running);
        let asked = writeln!(running.questions, "{question}");
        let answer = match asked {
            Ok(()) => running.answers.recv_timeout(ANSWERS_WITHIN),
            Err(_) => Err(RecvTimeoutError::Disconnected),
        };
        let why = match answer {
            Ok(line) => {
                return serde_json::from_str(&line)
                    .map_err(|error| format!("the driver said `{line}`: {error}"));
            }
            Err(RecvTimeoutError::Timeout) => {
                format!("the call did not come back within {ANSWERS_WITHIN:?}")
            }
            Err(RecvTimeoutError::Disconnected) => "the program ended".to_owned(),
        };
        self.stop();
        Ok(Outcome::failed(why))
    }

    fn stop(&mut self) {
        if let Some(mut running) = self.running.take() {
            // It has ended already, then.
            let _ = running.child.kill();
            let _ = running.child.wait();
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        self.stop();
    }
}

fn start(program: &Path, arguments: &[String]) -> Result<Running, String> {
    let failed = || format!("cannot run `{}`", program.display());
    let mut child = Command::new(program)
        .args(arguments)
        // A proxy of the environment would stand between the client and the server.
        .env("NO_PROXY", "*")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|error| format!("{}: {error}", failed()))?;
    let questions = child.stdin.take().ok_or_else(failed)?;
    let out = child.stdout.take().ok_or_else(failed)?;
    let (sender, answers) = channel();
    thread::spawn(move || {
        let lines = BufReader::new(out).lines().map_while(Result::ok);
        // Whoever asked may be gone.
        lines.map(|line| sender.send(line)).take_while(Result::is_ok).for_each(drop);
    });
    Ok(Running { child, questions, answers })
}

#[cfg(test)]
mod tests {
    use super::{Driver, Reading};
    use serde_json::json;
    use std::path::Path;

    #[cfg(unix)]
    #[test]
    fn a_program_that_ends_is_the_failure_of_one_call() {
        let mut driver = Driver::new(Path::new("/bin/false").to_owned(), &["http://localhost"]);
        for _ in 0..2 {
            let outcome = driver.call(0, &json!({}), Reading::Whole).unwrap();
            assert_eq!(
                (outcome.kind.as_str(), outcome.message.as_str()),
                ("failed", "the program ended")
            );
        }
        assert!(
            Driver::new(Path::new("/none").to_owned(), &[""])
                .call(0, &json!({}), Reading::Whole)
                .is_err()
        );
    }
}
