//! The terminal output of a run: diagnostics and summaries in, text on the standard streams out.

use std::io::{self, Write};

use anstream::ColorChoice;
use clap::ValueEnum;
use clientsmith::config::{Config, LevelRule, SettingsError};
use clientsmith::diagnostic::{Code, Severity, number, render, render_all, shown};
use clientsmith::disk::JobError;
use clientsmith::{Diagnostic, Sources, report};

use crate::observed::Observed;

/// The format of diagnostics.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum MessageFormat {
    /// For people, on standard error.
    #[default]
    Human,
    /// One JSON object per line, on standard output: code, severity, message, help, file, line, column, end_line,
    /// end_column, pointer, related.
    Json,
    /// Workflow commands of GitHub Actions, on standard output.
    Github,
    /// One SARIF document, on standard output.
    Sarif,
}

/// Whether text for people has colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum Color {
    /// On a terminal, unless `NO_COLOR` is set or `TERM` is `dumb`; elsewhere if `CLICOLOR_FORCE` is set.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The arguments of a command on diagnostics.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Reporting {
    /// The format of diagnostics.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "human")]
    pub(crate) message_format: MessageFormat,
    /// Show errors only.
    #[arg(long, short, conflicts_with_all = ["verbose", "all"])]
    quiet: bool,
    /// Show how long each stage takes, and how many files are read.
    #[arg(long, short)]
    pub(crate) verbose: bool,
    /// Show each warning, instead of three places of those that are alike; json and sarif always do.
    #[arg(long)]
    all: bool,
    /// Whether diagnostics have colours.
    #[arg(long, value_enum, value_name = "WHEN", default_value = "auto")]
    color: Color,
    /// Do not report this code; `warnings` for all warnings.
    #[arg(long, value_name = "CODE", value_parser = code)]
    allow: Vec<String>,
    /// Make it a warning, if something sensible can be generated.
    #[arg(long, value_name = "CODE", value_parser = code)]
    warn: Vec<String>,
    /// Make it an error; `warnings` for all warnings.
    #[arg(long, value_name = "CODE", value_parser = code)]
    deny: Vec<String>,
}

/// The code of diagnostics, or the word for all warnings.
fn code(name: &str) -> Result<String, String> {
    if name == "warnings" || Code::named(name).is_some() {
        return Ok(name.to_owned());
    }
    Err(match Code::closest(name) {
        Some(code) => format!("there is no such code; did you mean `{code}`?"),
        None => String::from("there is no such code; `explain` lists them"),
    })
}

impl Reporting {
    /// Adds the levels to those of the settings.
    pub(crate) fn add_levels(&self, config: &mut Config) {
        let levels = &mut config.diagnostics;
        levels.allow.extend(self.allow.iter().map(LevelRule::everywhere));
        levels.warn.extend(self.warn.iter().map(LevelRule::everywhere));
        levels.deny.extend(self.deny.iter().map(LevelRule::everywhere));
    }

    /// The levels as a table of settings; empty if there are none.
    pub(crate) fn levels(&self) -> String {
        let all = [("allow", &self.allow), ("warn", &self.warn), ("deny", &self.deny)];
        // Codes are plain words.
        let lines = all.iter().filter(|(_, codes)| !codes.is_empty());
        let lines: String = lines.map(|(level, codes)| format!("{level} = {codes:?}\n")).collect();
        if lines.is_empty() { lines } else { format!("\n[diagnostics]\n{lines}") }
    }

    /// Prints the diagnostics of the runs, each with its files.
    pub(crate) fn print(&self, runs: &[(&[Diagnostic], &Sources)]) {
        if self.quiet {
            let is_error = |it: &&Diagnostic| it.severity == Severity::Error;
            let errors = |all: &[Diagnostic]| all.iter().filter(is_error).cloned().collect();
            let errors: Vec<Vec<Diagnostic>> = runs.iter().map(|(all, _)| errors(all)).collect();
            let runs = errors.iter().zip(runs).map(|(errors, (_, sources))| (&**errors, *sources));
            self.print_all(&runs.collect::<Vec<_>>());
        } else {
            self.print_all(runs);
        }
    }

    /// Prints a line about the run itself, unless only errors are shown.
    pub(crate) fn status(&self, line: &str) {
        if !self.quiet {
            status(line);
        }
    }

    /// Prints how long each stage of a run took, if that is asked for.
    pub(crate) fn times(&self, description: &str, run: &Observed) {
        if !self.verbose {
            return;
        }
        let stages = run.times().into_iter();
        let stages = stages.map(|(stage, time)| format!("{stage:?} {} ms", time.as_millis()));
        let (files, stages) = (number(run.count(), "file"), stages.collect::<Vec<_>>().join(", "));
        status(&format!("{description}: {files} read; {}", stages.to_lowercase()));
    }

    fn print_all(&self, runs: &[(&[Diagnostic], &Sources)]) {
        let each = |text: &dyn Fn(&[Diagnostic], &Sources) -> String| -> String {
            runs.iter().map(|(diagnostics, sources)| text(diagnostics, sources)).collect()
        };
        match self.message_format {
            MessageFormat::Human => {
                let render = if self.all { render_all } else { render };
                let text = each(&|diagnostics, sources| render(diagnostics, sources, true));
                styled_to_stderr(&text, self.color);
            }
            MessageFormat::Json => to_stdout(&each(&report::json)),
            MessageFormat::Github => {
                let github = if self.all { report::github_all } else { report::github };
                to_stdout(&each(&github));
            }
            MessageFormat::Sarif => to_stdout(&report::sarif(runs)),
        }
    }

    /// That there are more diagnostics than are shown, as the end of a sentence.
    pub(crate) fn hint(&self, diagnostics: &[Diagnostic]) -> &'static str {
        if self.all || shown(diagnostics) == diagnostics.len() { "" } else { "; --all shows each" }
    }

    /// Prints the errors of settings like those of descriptions; another error is given back.
    pub(crate) fn settings<T>(&self, result: Result<T, JobError>) -> Result<Option<T>, JobError> {
        match result {
            Ok(value) => Ok(Some(value)),
            Err(JobError::InvalidSettings(SettingsError { diagnostics, sources, .. })) => {
                self.print(&[(&diagnostics, &sources)]);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Prints text with ANSI styles, which are removed where they are not wanted.
fn styled_to_stderr(text: &str, color: Color) {
    let choice = match color {
        Color::Auto => anstream::AutoStream::choice(&io::stderr()),
        Color::Always => ColorChoice::Always,
        Color::Never => ColorChoice::Never,
    };
    let _ = anstream::AutoStream::new(io::stderr(), choice).write_all(text.as_bytes());
}

/// Prints a line about the run itself.
pub fn status(line: &str) {
    to_stderr(&format!("{line}\n"));
}

/// Prints on standard output. A closed pipe, such as to `head`, is not a failure.
pub fn to_stdout(text: &str) {
    let _ = io::stdout().write_all(text.as_bytes());
}

/// Prints on standard error.
pub fn to_stderr(text: &str) {
    let _ = io::stderr().write_all(text.as_bytes());
}
