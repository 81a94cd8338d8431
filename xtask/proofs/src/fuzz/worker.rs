//! The process that tries mutants one after another: mutants in, a line of JSON for each out.
//!
//! In a process of its own a stack overflow ends one mutant's trial, not the run.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clientsmith::diagnostic::{Code, has_errors};
use clientsmith::{Config, Files, Output, ReadSource};

use super::mutant::{Mutant, Originals};
use super::{Args, Tried, member};
use crate::corpus::workspace::Workspace;
use crate::{CommandResult, report};
use clientsmith::disk::{DiskSource, write};

/// Tries the mutants from `first` on.
pub(super) fn run(
    args: &Args,
    first: usize,
    workspace: &Workspace,
    originals: &Originals,
) -> CommandResult {
    let begun = watch(Duration::from_secs(args.time_limit));
    let between = args.count.checked_div(args.compile).map(|every| every.max(1));
    for number in (first..args.count).step_by(args.step.max(1)) {
        let mutant = originals.mutant(number)?;
        let member = member(workspace, number);
        let mut config = Config::default();
        config.package.name = Some(member.package);
        config.package.workspace_member = true;
        set(&begun, Some(Instant::now()));
        let (files, problem) = attempt(&mutant, &config);
        set(&begun, None);
        let keep = between.is_some_and(|every| number.is_multiple_of(every));
        let files = files.filter(|_| problem.is_none());
        let tried =
            Tried { number, generated: files.is_some(), kept: keep && files.is_some(), problem };
        if let (true, Some(files)) = (keep, &files) {
            write(&member.folder, files)?;
        }
        report::to_stdout(&format!("{}\n", serde_json::to_string(&tried)?));
    }
    Ok(ExitCode::SUCCESS)
}

/// Generates from a mutant; says what is wrong with what comes of it.
fn attempt(mutant: &Mutant, config: &Config) -> (Option<Files>, Option<String>) {
    let entry = mutant.entry.to_string_lossy().into_owned();
    let source = Changed { file: &mutant.file, text: &mutant.text };
    let run = || clientsmith::generate(&entry, &source, config);
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(output) => {
            let problem = objection(&output);
            (output.files, problem)
        }
        Err(panic) => {
            let text = panic.downcast_ref::<String>().map(String::as_str);
            let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
            (None, Some(format!("a panic: {}", text.unwrap_or_default())))
        }
    }
}

/// What is wrong with what the generator gave.
fn objection(output: &Output) -> Option<String> {
    let internal = output.diagnostics.iter().find(|it| it.code == Code::Internal);
    match (internal, &output.files, has_errors(&output.diagnostics)) {
        (Some(mistake), ..) => Some(format!("a mistake of the generator: {}", mistake.message)),
        (None, Some(_), true) => Some("files in spite of errors".to_owned()),
        (None, None, false) => Some("neither files nor errors".to_owned()),
        _ => None,
    }
}

/// The disk with one file changed.
struct Changed<'m> {
    file: &'m PathBuf,
    text: &'m str,
}

impl ReadSource for Changed<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if Path::new(path) == self.file {
            return Ok(self.text.as_bytes().to_vec());
        }
        DiskSource.read(path)
    }
}

/// When the mutant that is tried was begun.
type Begun = Arc<Mutex<Option<Instant>>>;

fn set(begun: &Begun, instant: Option<Instant>) {
    *begun.lock().unwrap_or_else(PoisonError::into_inner) = instant;
}

/// Ends the process when a mutant takes too long: nothing else ends what does not come back.
#[expect(clippy::exit, reason = "it ends a generator that does not come back")]
fn watch(limit: Duration) -> Begun {
    let begun = Begun::default();
    let watched = Arc::clone(&begun);
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(Duration::from_millis(100));
            let begun = *watched.lock().unwrap_or_else(PoisonError::into_inner);
            if begun.is_some_and(|begun| begun.elapsed() > limit) {
                report::status(&format!("no end after {} seconds", limit.as_secs()));
                std::process::exit(1);
            }
        }
    });
    begun
}

#[cfg(test)]
mod tests {
    use super::{Files, Output, objection};

    #[test]
    fn nothing_at_all_is_wrong() {
        let mut output = Output::default();
        assert_eq!(objection(&output).as_deref(), Some("neither files nor errors"));
        output.files = Some(Files::default());
        assert_eq!(objection(&output), None);
    }
}
