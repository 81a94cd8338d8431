//! `cargo xtask conformance`: a description in; the requests of the generated client, and what is wrong with them, out.

mod decode;
mod description;
pub(crate) mod driver;
mod fields;
mod judge;
mod parts;
mod pattern;
mod records;
mod replies;
mod result;
pub(crate) mod sample;
pub(crate) mod schema;
mod server;
mod showcase;
pub(crate) mod told;
mod trial;
mod values;
mod xml;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::Job;
use clientsmith::diagnostic::number;
use clientsmith::disk::DiskSource;
use result::Entry;
use trial::Trial;

use crate::corpus::generate::Generated;
use crate::corpus::progress::bar;
use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Compiled, Description, compile, generate_all, program, selected};
use crate::parallel::processors;
use crate::{CommandResult, report};

/// Call every operation of a generated client, and check what arrives at a server.
///
/// Each operation is called with its required arguments, and then with all of them; the values are sampled from the
/// description. What arrives is decoded by the description and compared with the values, and checked by Prism as well,
/// which is independent of this project. Then the client gets sampled responses for each documented status code and
/// media type, with the required headers and with all of them, and its outputs are compared with their content, value
/// by value; events and JSON lines item by item.
///
/// Without SPEC, the client in `generated/` is tested against Prism by the program in `xtask/proofs/showcase`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask conformance
  cargo xtask conformance petstore.yaml --record petstore.jsonl
  cargo xtask conformance ../corpus --only petstore,museum --record ../records --no-prism

Records are JSON objects, one per line:
  {\"operationId\", \"method\", \"path\", \"case\": \"required\" | \"all\",
   \"values\": {\"path\": {NAME: JSON}, \"query\": {…}, \"header\": {…}, \"cookie\": {…},
              \"body\": {\"mediaType\", \"value\", \"headers\"}},
   \"request\": {\"method\", \"target\", \"headers\": [[NAME, VALUE]], \"body\": BASE64}}
  Files and bytes are {\"base64\": …}, JSON lines an array, and XML that the client encodes is the JSON of its schema;
  \"headers\" are those of parts, by the name or the position of the part: {PART: {NAME: JSON}};
  an operation without a record has a line with \"skipped\": REASON.

The column wrong counts what a response contains and the client does not return: a value of its body, an item or a
header, or the right kind of result. As with roundtrip, another format of a number, an instant or a UUID is no
difference.

The columns accepted, refused and undecided are Prism's results for the requests. It needs Node.js 18.20 or later, with
npm, and supports Swagger 2.0, OpenAPI 3.0 and 3.1.

Exit codes:
  0  all requests and outcomes are right; operations may have been skipped
  1  one is wrong, or there is no client
  2  wrong arguments, or files that cannot be read or written; without SPEC, no Node.js")]
pub(crate) struct Args {
    /// The description, or a folder of descriptions.
    #[arg(value_name = "SPEC")]
    spec: Option<PathBuf>,
    /// Write what was sent and what arrived to this file; for a folder, to NAME.jsonl in this folder.
    #[arg(long, value_name = "FILE", requires = "spec")]
    record: Option<PathBuf>,
    /// Of a folder, use only these.
    #[arg(long, value_name = "NAME", value_delimiter = ',', requires = "spec")]
    only: Vec<String>,
    /// Skip Prism.
    #[arg(long, requires = "spec")]
    no_prism: bool,
    /// How many findings of a kind to show for each description.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    /// How many to generate and to compile at a time; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Timeout for generating one of them, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time_limit: u64,
    #[command(flatten)]
    folders: Folders,
}

/// A client to be tested.
struct Bench {
    description: Description,
    driver: Member,
    source: clientsmith::Driver,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let Some(spec) = &args.spec else { return showcase::run() };
    let descriptions = selected(spec, &args.only, None)?;
    let is_folder = spec.is_dir();
    let workspace = Workspace::open("conformance", &args.folders)?;
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let generated = generate_all(&workspace, &descriptions, jobs, args.time_limit);
    let (benches, mut entries) = prepare(&workspace, generated)?;
    let drivers: Vec<&Member> = benches.iter().map(|bench| &bench.driver).collect();
    let mut built = compile(&workspace, Step::Build, &drivers, jobs)?;
    let judge = judge(args);
    for bench in benches {
        let built = built.remove(&bench.driver.name).unwrap_or_default();
        let trial = trial(&workspace, &bench, built);
        let judged = match (&trial, judge) {
            (Ok(trial), true) => Some(judge::judge(&bench.description.path, &trial.records)),
            _ => None,
        };
        entries.push(Entry { name: bench.description.name, trial, judged });
    }
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    if let Some(record) = &args.record {
        write(record, is_folder, &entries)?;
    }
    report::to_stdout(&result::text(&entries, args.limit));
    Ok(ExitCode::from(u8::from(!entries.iter().all(Entry::is_clean))))
}

/// Whether Prism is used; reports why if it cannot be.
fn judge(args: &Args) -> bool {
    if args.no_prism {
        return false;
    }
    let installed = judge::install();
    if let Err(why) = &installed {
        report::status(&format!("Prism is skipped: {why}"));
    }
    installed.is_ok()
}

/// Writes the drivers of the clients that exist; the other descriptions have their entries already.
fn prepare(
    workspace: &Workspace,
    generated: Vec<(Description, Generated)>,
) -> Result<(Vec<Bench>, Vec<Entry>), String> {
    let (mut benches, mut entries) = (Vec::new(), Vec::new());
    let mut clients = Vec::new();
    for (description, generated) in generated {
        let client = workspace.member(&description.name);
        let source = match generated.done {
            true => source(&description, &client)?,
            false => None,
        };
        let Some(source) = source else {
            let reason = generated.reason.unwrap_or_else(|| "it was not generated".to_owned());
            entries.push(Entry { name: description.name, trial: Err(reason), judged: None });
            continue;
        };
        let driver = program::member(workspace, &client, "conformance");
        program::write(&driver, &client, driver::DEPENDENCIES, &source.program)?;
        clients.push(client);
        benches.push(Bench { description, driver, source });
    }
    let drivers = benches.iter().map(|bench| &bench.driver);
    let members: Vec<&Member> = clients.iter().chain(drivers).collect();
    workspace.set_members(&members)?;
    Ok((benches, entries))
}

/// The driver of a client, with the settings that the client was generated with.
fn source(
    description: &Description,
    client: &Member,
) -> Result<Option<clientsmith::Driver>, String> {
    let mut job = Job::from_description(&description.path).map_err(|error| error.to_string())?;
    job.config.package.name = Some(client.package.clone());
    Ok(clientsmith::driver(&job.description, &DiskSource, &job.config))
}

fn trial(workspace: &Workspace, bench: &Bench, built: Compiled) -> Result<Trial, String> {
    if !built.done || built.errors > 0 {
        let first = built.first.unwrap_or_else(|| "it was not built".to_owned());
        return Err(format!("{first}, of {}", number(built.errors, "error")));
    }
    let bar = bar("calling", trial::count(&bench.source));
    bar.set_message(bench.description.name.clone());
    let program = program::path(workspace, &bench.driver);
    let trial = trial::run(&bench.source, program, &mut || bar.inc(1));
    bar.finish_and_clear();
    trial
}

/// Writes the records; those of a folder's descriptions to a file each.
fn write(path: &Path, is_folder: bool, entries: &[Entry]) -> Result<(), String> {
    let failed = |error: std::io::Error| {
        format!("cannot write the records to `{}`: {error}", path.display())
    };
    if is_folder {
        fs::create_dir_all(path).map_err(failed)?;
    }
    for entry in entries {
        let file = match is_folder {
            true => path.join(format!("{}.jsonl", entry.name)),
            false => path.to_owned(),
        };
        fs::write(file, entry.records()).map_err(failed)?;
    }
    Ok(())
}
