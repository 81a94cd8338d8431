//! The program that a generated crate is tried with: its source, and its results for samples.
//!
//! It reads `INDEX JSON` line by line, decodes the JSON by the type of that index, and encodes it again. With the
//! argument `sizes` it only prints the size of each type in bytes.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

/// The packages that the program uses.
pub(super) const DEPENDENCIES: &str = "serde = \"1\"\nserde_json = \"1\"\n";

/// What the program is without its types: they are `CHECKS`.
const MAIN: &str = r#"
use std::io::{BufRead, Write};

struct Check {
    run: fn(&str) -> Result<String, String>,
    size: usize,
}

const fn of<T: serde::Serialize + serde::de::DeserializeOwned>() -> Check {
    Check { run: check::<T>, size: size_of::<T>() }
}

fn check<T: serde::Serialize + serde::de::DeserializeOwned>(json: &str) -> Result<String, String> {
    let value: T = serde_json::from_str(json).map_err(|error| error.to_string())?;
    serde_json::to_string(&value).map_err(|error| format!("encoding: {error}"))
}

fn answer(line: &str) -> Result<String, String> {
    let (index, json) = line.split_once(' ').ok_or("no index")?;
    let index: usize = index.parse().map_err(|_| "no index")?;
    let check = CHECKS.get(index).ok_or("no such type")?;
    std::panic::catch_unwind(|| (check.run)(json)).unwrap_or_else(|_| Err("it panicked".to_owned()))
}

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    if std::env::args().nth(1).as_deref() == Some("sizes") {
        let sizes: Vec<usize> = CHECKS.iter().map(|check| check.size).collect();
        return writeln!(out, "{}", serde_json::json!(sizes));
    }
    for line in std::io::stdin().lock().lines() {
        let said = match answer(&line?) {
            Ok(encoded) => serde_json::json!({ "encoded": encoded }),
            Err(error) => serde_json::json!({ "error": error }),
        };
        writeln!(out, "{said}")?;
        out.flush()?;
    }
    Ok(())
}
"#;

/// What became of a sample.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Answer {
    /// It was decoded, and this is what it was encoded to.
    Encoded(String),
    /// It was not decoded or not encoded, for this reason.
    Error(String),
}

/// The program of a crate that has these types.
pub(super) fn source(types: &[&str]) -> String {
    let checks: Vec<String> = types.iter().map(|ty| format!("    of::<{ty}>(),\n")).collect();
    format!("{MAIN}\nconst CHECKS: &[Check] = &[\n{}];\n", checks.concat())
}

/// How many bytes a value of each type has.
///
/// # Errors.
///
/// The program cannot be run, or prints something else than sizes.
pub(super) fn sizes(program: &Path) -> Result<Vec<usize>, String> {
    let said = Command::new(program)
        .arg("sizes")
        .output()
        .map_err(|error| format!("cannot run `{}`: {error}", program.display()))?;
    serde_json::from_slice(&said.stdout)
        .map_err(|error| format!("the driver returned no sizes: {error}"))
}

/// Gives values, each with the index of its type, to the driver; the results are in the same order.
///
/// A value that ends the program has that as its result, and the ones after it go to another run of the program.
///
/// # Errors.
///
/// The program cannot be run, or prints something else than results.
pub(super) fn ask(program: &Path, questions: &[(usize, &str)]) -> Result<Vec<Answer>, String> {
    let mut answers = Vec::with_capacity(questions.len());
    while let Some(rest @ [_, ..]) = questions.get(answers.len()..) {
        let end = run(program, rest, &mut answers)?;
        if answers.len() < questions.len() {
            answers.push(Answer::Error(format!("the program ended: {end}")));
        }
    }
    Ok(answers)
}

fn run(
    program: &Path,
    questions: &[(usize, &str)],
    answers: &mut Vec<Answer>,
) -> Result<String, String> {
    let failed = |error: std::io::Error| format!("cannot run `{}`: {error}", program.display());
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (into, out, err) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let mut complaints = Vec::new();
    let status = std::thread::scope(|scope| {
        scope.spawn(move || {
            let Some(mut into) = into else { return };
            for (index, value) in questions {
                // Where the program has ended nobody reads.
                if writeln!(into, "{index} {value}").is_err() {
                    break;
                }
            }
        });
        scope.spawn(|| err.map(|mut err| err.read_to_end(&mut complaints)));
        for line in out.into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let line = line.map_err(failed)?;
            let answer = serde_json::from_str(&line)
                .map_err(|error| format!("the driver said `{line}`: {error}"))?;
            answers.push(answer);
        }
        child.wait().map_err(failed)
    })?;
    let complaints = String::from_utf8_lossy(&complaints);
    let last = complaints.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    Ok(format!("{status} {last}").trim_end().to_owned())
}

/// The types of these schemas, each once, and the index of each schema's type.
pub(super) fn indices<'t>(
    types: impl IntoIterator<Item = (&'t str, &'t str)>,
) -> (Vec<&'t str>, BTreeMap<&'t str, usize>) {
    let mut list: Vec<&str> = Vec::new();
    let mut known = BTreeMap::<&str, usize>::new();
    let mut indices = BTreeMap::new();
    for (schema, ty) in types {
        let index = *known.entry(ty).or_insert_with(|| {
            list.push(ty);
            list.len() - 1
        });
        indices.insert(schema, index);
    }
    (list, indices)
}

#[cfg(test)]
mod tests {
    use super::{Answer, ask, indices};
    use std::path::Path;

    #[test]
    fn a_type_of_two_schemas_is_there_once() {
        let (types, indices) = indices([("a", "X"), ("b", "Y"), ("c", "X"), ("a", "X")]);
        assert_eq!(types, ["X", "Y"]);
        assert_eq!(indices.into_iter().collect::<Vec<_>>(), [("a", 0), ("b", 1), ("c", 0)]);
    }

    #[cfg(unix)]
    #[test]
    fn a_value_that_ends_the_program_does_not_take_the_others_with_it() {
        let program = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/driver.sh");
        let questions = [(7, "a"), (0, "boom"), (1, "bad"), (2, "boom"), (3, "boom")];
        let ended = || Answer::Error("the program ended: exit status: 3 too deep".to_owned());
        let wanted = [
            Answer::Encoded("7a".to_owned()),
            ended(),
            Answer::Error("no".to_owned()),
            ended(),
            ended(),
        ];
        assert_eq!(ask(&program, &questions).unwrap(), wanted);
        assert_eq!(ask(&program, &[]).unwrap(), []);
        assert!(ask(&program.with_extension("none"), &questions).is_err());
    }
}
