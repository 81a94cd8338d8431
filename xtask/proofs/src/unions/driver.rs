//! The program that a generated crate is tried with: its source, and the members that values became.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

/// The packages that the program uses.
pub(super) const DEPENDENCIES: &str = "serde = \"1\"\nserde_json = \"1\"\n";

/// What the program is without its types: they are `CHECKS`.
///
/// It reads `INDEX JSON` line by line, and prints the member that the type of that index decodes the JSON as.
const MAIN: &str = r#"
fn check<T: serde::Serialize + serde::de::DeserializeOwned + std::fmt::Debug>(json: &str) -> String {
    match serde_json::from_str::<T>(json) {
        Ok(value) => format!("{value:?}").split('(').next().unwrap_or_default().to_owned(),
        Err(error) => format!("error: {error}").replace('\n', " "),
    }
}

fn main() {
    for line in std::io::stdin().lines() {
        let line = line.unwrap_or_default();
        let (index, json) = line.split_once(' ').unwrap_or_default();
        let check = index.parse::<usize>().ok().and_then(|index| CHECKS.get(index));
        println!("{}", check.map_or_else(|| "error: no such type".to_owned(), |check| check(json)));
    }
}
"#;

/// The program of a crate of that name that has these types among its models.
pub(super) fn source(library: &str, types: &[&str]) -> String {
    let check = |ty: &&str| format!("    check::<{library}::models::{ty}>,\n");
    let checks: String = types.iter().map(check).collect();
    format!("{MAIN}\nconst CHECKS: &[fn(&str) -> String] = &[\n{checks}];\n")
}

/// Gives values, each with the index of its type, to the program; the answers are in the same order.
///
/// # Errors.
///
/// The program cannot be run, or has not answered all.
pub(super) fn ask(program: &Path, questions: &[(usize, String)]) -> Result<Vec<String>, String> {
    let failed = |error: std::io::Error| format!("cannot run `{}`: {error}", program.display());
    let mut child = Command::new(program)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let into = child.stdin.take();
    let output = std::thread::scope(|scope| {
        scope.spawn(move || {
            let Some(mut into) = into else { return };
            for (index, value) in questions {
                // Where the program has ended nobody reads.
                if writeln!(into, "{index} {value}").is_err() {
                    break;
                }
            }
        });
        child.wait_with_output()
    });
    let text = String::from_utf8(output.map_err(failed)?.stdout)
        .map_err(|error| format!("the driver said something else: {error}"))?;
    let answers: Vec<String> = text.lines().map(str::to_owned).collect();
    match answers.len() == questions.len() {
        true => Ok(answers),
        false => Err(format!("{} of {} values were answered", answers.len(), questions.len())),
    }
}
