//! `cargo xtask servers`: servers that others wrote in; what their clients made of what they sent out.

mod calls;
mod exchange;
mod known;
mod plan;
mod proxy;
mod result;
mod verdict;

use std::path::PathBuf;
use std::process::ExitCode;

use known::{Known, Subject};
use plan::Plan;
use result::Entry;

use crate::conformance::{self, Bench};
use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Description, compile, generate_all, program};
use crate::parallel::processors;
use crate::{CommandResult, report};

/// Call real servers through their clients, and compare what the caller gets with what the server sent.
///
/// Each server is started on a free port, with its data in a temporary folder, and ended. Its description is its own:
/// it comes from the server, or from the package of its sources. The calls of `xtask/proofs/servers/NAME.json` are made
/// first, each with the success that it expects; then each operation that is not among them, with sampled values, which
/// a server may reject. Every request and response passes through a proxy that keeps the bytes, so that both sides see
/// the same response. A request that only reads is sent again by a plain client if the server rejected it, which has
/// to be rejected as well.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask servers
  cargo xtask servers powerdns
  cargo xtask servers --at http://127.0.0.1:8000 --spec openapi.json --calls calls.json

Servers:
  alertmanager   of Debian's package prometheus-alertmanager; its description is in the package of its sources, which
                 `apt-get download` fetches
  powerdns       of Debian's packages pdns-server and pdns-backend-sqlite3; needs sqlite3
  chroma         of PyPI, installed by pip into a folder of build results; needs python3 with venv

Columns:
  right         the caller got what was sent: the value, or an error of the right kind with status and body
  corrected     the same after corrections, which are listed
  no body       there was a body, and the description has none for that status; `.raw()` returns it
  misdescribed  an error with status and body, where the calls say why the description is wrong
  wrong         anything else
  not sent      operations that no values could be sampled for

Absent and `null` are the same in what the caller gets, since both are `None`.
The client's credentials are all `dummy`, which the server of --at has to accept.

Exit codes:
  0  nothing is wrong; servers may have been skipped
  1  something is wrong, or there is no client
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
    /// The servers; by default all of them.
    #[arg(value_name = "NAME", conflicts_with = "at")]
    names: Vec<Known>,
    /// Call this running server instead.
    #[arg(long, value_name = "URL", requires = "spec")]
    at: Option<String>,
    /// The description of the running server.
    #[arg(long, value_name = "FILE", requires = "at")]
    spec: Option<PathBuf>,
    /// The calls of the running server, as in `xtask/proofs/servers/`.
    #[arg(long, value_name = "FILE", requires = "at")]
    calls: Option<PathBuf>,
    /// How many findings of a kind to show for each server.
    #[arg(long, value_name = "N", default_value_t = 20)]
    limit: usize,
    #[command(flatten)]
    folders: Folders,
}

/// Timeout for generating a client, in seconds.
const GENERATES_WITHIN: u64 = 60;

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let workspace = Workspace::open("servers", &args.folders)?;
    let mut entries = Vec::new();
    let subjects = subjects(args, &workspace, &mut entries)?;
    let descriptions: Vec<Description> = subjects.iter().map(description).collect();
    let jobs = processors();
    let generated = generate_all(&workspace, &descriptions, jobs, GENERATES_WITHIN);
    let (benches, failures) = conformance::prepare(&workspace, generated)?;
    entries.extend(failures.into_iter().map(|(name, why)| Entry::failed(name, why)));
    let drivers: Vec<&Member> = benches.iter().map(|bench| &bench.driver).collect();
    let built = compile(&workspace, Step::Build, &drivers, jobs)?;
    for bench in &benches {
        let name = &bench.description.name;
        let is_built = built.get(name).is_some_and(|it| it.done && it.errors == 0);
        let Some(subject) = subjects.iter().find(|it| it.name == *name).filter(|_| is_built) else {
            let first = built.get(name).and_then(|it| it.first.clone()).unwrap_or_default();
            entries.push(Entry::failed(name.clone(), first));
            continue;
        };
        entries.push(trial(&workspace, bench, subject)?);
    }
    report::to_stdout(&result::text(&entries, args.limit));
    Ok(ExitCode::from(u8::from(!entries.iter().all(Entry::is_clean))))
}

/// The servers that run; those that cannot be had are skipped, with a reason.
fn subjects(
    args: &Args,
    workspace: &Workspace,
    entries: &mut Vec<Entry>,
) -> Result<Vec<Subject>, String> {
    if let (Some(url), Some(spec)) = (&args.at, &args.spec) {
        let plan = args.calls.as_ref().map_or(Ok(Plan::default()), |file| Plan::read(file))?;
        return Ok(vec![Subject::running(url, spec, plan)]);
    }
    let names = if args.names.is_empty() { Known::ALL } else { &args.names };
    let packages = workspace.folder.join(".packages");
    let mut subjects = Vec::new();
    for known in names {
        match known.start(&packages) {
            Ok(subject) => subjects.push(subject),
            Err(why) => entries.push(Entry::skipped(known.name(), why)),
        }
    }
    Ok(subjects)
}

fn description(subject: &Subject) -> Description {
    let bytes = std::fs::metadata(&subject.description).map_or(0, |it| it.len());
    Description { name: subject.name.clone(), path: subject.description.clone(), bytes }
}

fn trial(workspace: &Workspace, bench: &Bench, subject: &Subject) -> Result<Entry, String> {
    let program = program::path(workspace, &bench.driver);
    let calls = calls::run(&bench.source, program, &subject.address, &subject.plan)?;
    Ok(Entry::tried(subject.name.clone(), calls))
}
