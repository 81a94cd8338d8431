//! `cargo xtask unions`: JSON values in; those that the generated unions decode as a wrong member out.

mod driver;
mod forms;
mod judge;
mod kinds;
mod marks;
mod result;
mod schemas;
mod suite;
mod values;

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use clientsmith::Job;
use clientsmith::disk::DiskSource;
use judge::{Finding, Trial};
use result::Outcome;
use schemas::Schemas;
use serde_json::Value;

use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Compiled, Description, compile, generate_all, program, selected};
use crate::parallel::processors;
use crate::{CommandResult, report};

/// Deserialize values with the generated unions, and report those for which another member is right.
///
/// Without PATH, the unions are all pairs of kinds of schemas, in both orders, and others of them: three members, in lists,
/// maps and properties, in hierarchies, in OpenAPI 3.0 and Swagger 2.0. The values of a description are its
/// examples, values that are made by the schemas of the members, and samples as of `cargo xtask roundtrip`.
/// The crates and their test programs are kept in `target/unions`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask unions                      every pair of kinds of members, and other forms
  cargo xtask unions ../cases             the descriptions of a folder
  cargo xtask unions ../corpus --samples ../samples
  cargo xtask unions --suite ../json-schema-tests/tests/draft2020-12

A member is wrong if the value is not valid by its schema, but by that of another one, or if another one is more exact:
by its schema only some of the values are valid that are valid by the schema of the first. If the union has a
discriminator, its value decides.

Exit codes:
  0  every value became the right member
  1  a value did not, or there is no crate
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
    /// Descriptions, or folders of them.
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The folder of samples, NAME.jsonl for each description.
    #[arg(long, value_name = "DIR")]
    samples: Option<PathBuf>,
    /// Use the official tests of JSON Schema in this folder: neighbouring schemas are a union.
    #[arg(long, value_name = "DIR", conflicts_with = "paths")]
    suite: Option<PathBuf>,
    /// Use only these.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// How many findings to show for each description.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many to generate at a time; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Timeout for generating one of them, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time_limit: u64,
    #[command(flatten)]
    folders: Folders,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let workspace = Workspace::open("unions", &args.folders)?;
    let descriptions = match (args.paths.as_slice(), &args.suite) {
        (_, Some(tests)) => suite::write(tests, &workspace.folder.join(".suite"))?,
        ([], None) => {
            let folder = workspace.folder.join(".pairs");
            let mut made = [kinds::write(&folder)?, forms::write(&folder)?].concat();
            made.retain(|it| args.only.is_empty() || args.only.contains(&it.name));
            made
        }
        (paths, None) => {
            let found = paths.iter().map(|path| selected(path, &args.only, None));
            found.collect::<Result<Vec<_>, _>>()?.concat()
        }
    };
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let mut trials: Vec<(Trial, Member)> = Vec::new();
    let mut outcomes: Vec<Outcome> = Vec::new();
    let mut clients: Vec<Member> = Vec::new();
    for (description, generated) in generate_all(&workspace, &descriptions, jobs, args.time_limit) {
        if !generated.done {
            let reason = generated.reason.unwrap_or_else(|| "it was not generated".to_owned());
            outcomes.push(Outcome::failed(description.name, reason));
            continue;
        }
        let trial = trial(args, &description)?;
        if trial.questions.is_empty() {
            continue;
        }
        let client = workspace.member(&description.name);
        let driver = program::member(&workspace, &client, "unions");
        let library = client.package.replace('-', "_");
        let source = driver::source(&library, &trial.types());
        program::write(&driver, &client, driver::DEPENDENCIES, &source)?;
        clients.push(client);
        trials.push((trial, driver));
    }
    let drivers: Vec<&Member> = trials.iter().map(|(_, driver)| driver).collect();
    let members: Vec<&Member> = clients.iter().chain(drivers.iter().copied()).collect();
    workspace.set_members(&members)?;
    let mut built = compile(&workspace, Step::Build, &drivers, jobs)?;
    for (trial, driver) in &trials {
        let built = built.remove(&driver.name).unwrap_or_default();
        outcomes.push(match findings(&workspace, trial, driver, built) {
            Ok(findings) => Outcome::of(trial, findings),
            Err(reason) => Outcome::failed(trial.name.clone(), reason),
        });
    }
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    report::to_stdout(&result::text(&outcomes, args.limit));
    Ok(ExitCode::from(u8::from(!outcomes.iter().all(Outcome::is_clean))))
}

/// The unions of a description, and the values to try them with.
fn trial(args: &Args, description: &Description) -> Result<Trial, String> {
    let job = Job::from_description(&description.path).map_err(|error| error.to_string())?;
    let (ir, ..) = clientsmith::dump_ir(&job.description, &DiskSource, &job.config);
    let (normalized, ..) = clientsmith::dump_normalized(&job.description, &DiskSource, &job.config);
    let failed = |error: serde_yaml::Error| format!("{}: {error}", description.path.display());
    let normalized: Value = serde_yaml::from_str(&normalized).map_err(failed)?;
    let text = fs::read_to_string(&description.path)
        .map_err(|error| format!("cannot read `{}`: {error}", description.path.display()))?;
    let document: Value = serde_yaml::from_str(&text).map_err(failed)?;
    let samples = args.samples.as_ref().map(|it| it.join(format!("{}.jsonl", description.name)));
    let samples = match samples.filter(|file| file.exists()) {
        Some(file) => fs::read_to_string(&file)
            .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?,
        None => String::new(),
    };
    // References to other files are resolved in the normalized form.
    let schemas = Schemas::new(document).or_else(|_| Schemas::new(normalized.clone()))?;
    Ok(judge::trial(&description.name, &ir, &schemas, &|pointer| {
        values::of(&schemas, &normalized, &samples, pointer)
    }))
}

/// The values of a trial that became a wrong member.
fn findings(
    workspace: &Workspace,
    trial: &Trial,
    driver: &Member,
    built: Compiled,
) -> Result<Vec<Finding>, String> {
    if !built.done || built.errors > 0 {
        return Err(built.first.unwrap_or_else(|| "it was not built".to_owned()));
    }
    let answers = driver::ask(&program::path(workspace, driver), &trial.questions())?;
    Ok(trial.judge(&answers))
}
