//! `cargo xtask roundtrip`: JSON values in; differences after a round trip through the generated types out.

pub(crate) mod compare;
mod driver;
pub(crate) mod json;
mod result;
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::diagnostic::number;
use compare::compare;
use driver::Answer;
use json::Json;
use result::{Finding, Outcome, Trip};
use samples::{Sample, Types};

use crate::corpus::generate::Generated;
use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Compiled, Description, compile, generate_all, program, selected};
use crate::parallel::processors;
use crate::{CommandResult, report};

/// Deserialize JSON values with the generated types, serialize them again, and report every difference.
///
/// SAMPLES has one JSON object per line, `{"schema": "Pet", "case": "min", "value": …}`, whose value is valid by the
/// schema of that name. The crate and its test program are kept in `target/roundtrip`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask roundtrip petstore.yaml petstore.jsonl
  cargo xtask roundtrip --all ../corpus ../samples
                       every description of a folder with a NAME.jsonl in the other one

Equal values are no difference: another order of keys, `1.0` for `1`, another format of the same instant, another
case of a UUID.

The column `largest` is the size in bytes of the largest type with samples: values of many kilobytes overflow the stack.

Exit codes:
  0  every value was reproduced
  1  a value was not, or its schema has no type, or there is no crate
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
    /// The description, or with --all the folder of the descriptions.
    #[arg(value_name = "SPEC")]
    spec: PathBuf,
    /// The samples, or with --all the folder of the samples.
    #[arg(value_name = "SAMPLES")]
    samples: PathBuf,
    /// Process all descriptions of a folder that have samples.
    #[arg(long)]
    all: bool,
    /// With --all, use only these.
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "all")]
    only: Vec<String>,
    /// How many differences to show for each description.
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
    /// Print one JSON object per line: each difference, and the totals of each description.
    #[arg(long)]
    json: bool,
}

/// A description that has samples.
struct Case {
    description: Description,
    samples: Vec<Sample>,
}

/// A crate to be tested.
struct Trial {
    case: Case,
    driver: Member,
    types: Types,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let cases = cases(args)?;
    let workspace = Workspace::open("roundtrip", &args.folders)?;
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let descriptions: Vec<Description> = cases.iter().map(|it| it.description.clone()).collect();
    let generated = generate_all(&workspace, &descriptions, jobs, args.time_limit);
    let (trials, mut outcomes) = prepare(&workspace, cases, generated)?;
    let drivers: Vec<&Member> = trials.iter().map(|trial| &trial.driver).collect();
    let mut built = compile(&workspace, Step::Build, &drivers, jobs)?;
    for trial in &trials {
        let built = built.remove(&trial.driver.name).unwrap_or_default();
        outcomes.push(Outcome {
            name: trial.case.description.name.clone(),
            samples: trial.case.samples.len(),
            trip: trip(&workspace, trial, built),
        });
    }
    outcomes.sort_by(|one, other| one.name.cmp(&other.name));
    report::to_stdout(&match args.json {
        true => result::json(&outcomes),
        false => result::text(&outcomes, args.limit),
    });
    let failed = outcomes.iter().any(|outcome| !outcome.is_clean());
    Ok(ExitCode::from(u8::from(failed)))
}

/// The descriptions that the arguments select.
fn cases(args: &Args) -> Result<Vec<Case>, String> {
    let descriptions = selected(&args.spec, &args.only, None)?;
    let mut cases = Vec::new();
    for description in descriptions {
        let file = match args.all {
            true => args.samples.join(format!("{}.jsonl", description.name)),
            false => args.samples.clone(),
        };
        if args.all && !file.exists() {
            continue;
        }
        let text = fs::read_to_string(&file)
            .map_err(|error| format!("cannot read `{}`: {error}", file.display()))?;
        let samples = samples::parse(&text).map_err(|why| format!("{}: {why}", file.display()))?;
        cases.push(Case { description, samples });
    }
    match cases.len() {
        0 => Err(format!("no description has samples in `{}`", args.samples.display())),
        1 => Ok(cases),
        _ if args.all => Ok(cases),
        _ => Err(format!("`{}` is a folder: use --all", args.spec.display())),
    }
}

/// Writes the drivers of the crates that exist; the other descriptions have their outcomes already.
fn prepare(
    workspace: &Workspace,
    cases: Vec<Case>,
    generated: Vec<(Description, Generated)>,
) -> Result<(Vec<Trial>, Vec<Outcome>), String> {
    let (mut trials, mut outcomes) = (Vec::new(), Vec::new());
    let mut clients = Vec::new();
    for (case, (_, generated)) in cases.into_iter().zip(generated) {
        if !generated.done {
            let reason = generated.reason.unwrap_or_else(|| "it was not generated".to_owned());
            let name = case.description.name.clone();
            outcomes.push(Outcome { name, samples: case.samples.len(), trip: Err(reason) });
            continue;
        }
        let types = types(&workspace.map(&case.description.name))?;
        let client = workspace.member(&case.description.name);
        let driver = program::member(workspace, &client, "roundtrip");
        program::write(
            &driver,
            &client,
            driver::DEPENDENCIES,
            &driver::source(&list(&case.samples, &types).0),
        )?;
        clients.push(client);
        trials.push(Trial { case, driver, types });
    }
    let drivers = trials.iter().map(|trial| &trial.driver);
    let members: Vec<&Member> = clients.iter().chain(drivers).collect();
    workspace.set_members(&members)?;
    Ok((trials, outcomes))
}

fn types(map: &Path) -> Result<Types, String> {
    let failed =
        |error: &dyn std::error::Error| format!("cannot read `{}`: {error}", map.display());
    let text = fs::read_to_string(map).map_err(|error| failed(&error))?;
    Types::parse(&text).map_err(|error| failed(&error))
}

/// The types of the samples, and the index of each schema's type.
fn list<'t>(samples: &'t [Sample], types: &'t Types) -> (Vec<&'t str>, BTreeMap<&'t str, usize>) {
    driver::indices(
        samples.iter().filter_map(|it| Some((it.schema.as_str(), types.of(&it.schema)?))),
    )
}

/// Tests a crate with its samples.
fn trip(workspace: &Workspace, trial: &Trial, built: Compiled) -> Result<Trip, String> {
    if !built.done || built.errors > 0 {
        let first = built.first.unwrap_or_else(|| "it was not built".to_owned());
        return Err(format!("{first}, of {}", number(built.errors, "error")));
    }
    let samples = &trial.case.samples;
    let (types, indices) = list(samples, &trial.types);
    let known: Vec<(&Sample, usize)> = samples
        .iter()
        .filter_map(|sample| Some((sample, *indices.get(sample.schema.as_str())?)))
        .collect();
    let questions: Vec<(usize, &str)> =
        known.iter().map(|(sample, index)| (*index, sample.value.as_str())).collect();
    let answers = driver::ask(&program::path(workspace, &trial.driver), &questions)?;
    let sizes = driver::sizes(&program::path(workspace, &trial.driver))?;
    let largest = sizes.into_iter().zip(&types).max_by_key(|(size, _)| *size);
    let mut trip =
        Trip { largest: largest.map(|(size, ty)| (size, (*ty).to_owned())), ..Trip::default() };
    for ((sample, _), answer) in known.iter().zip(answers) {
        let findings = findings(sample, &answer)?;
        trip.equal += usize::from(findings.is_empty());
        trip.different += usize::from(!findings.is_empty());
        trip.findings.extend(findings);
    }
    for sample in samples.iter().filter(|it| !indices.contains_key(it.schema.as_str())) {
        *trip.missing.entry(sample.schema.clone()).or_default() += 1;
    }
    Ok(trip)
}

/// What is wrong with a sample after its round trip.
fn findings(sample: &Sample, answer: &Answer) -> Result<Vec<Finding>, String> {
    let parse = |text: &str| {
        Json::parse(text).map_err(|error| format!("`{}` has no JSON: {error}", sample.schema))
    };
    let before = parse(&sample.value)?;
    Ok(match answer {
        Answer::Encoded(after) => compare(&before, &parse(after)?)
            .into_iter()
            .map(|difference| Finding::different(sample, difference))
            .collect(),
        Answer::Error(error) => vec![Finding::refused(sample, before, error)],
    })
}
