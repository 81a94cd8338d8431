//! `cargo xtask fuzz`: descriptions in; how the generator and the compiler handle random mutants of them out.

mod change;
mod mutant;
mod worker;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, ExitCode, Stdio};

use serde::{Deserialize, Serialize};

use crate::corpus::generate::why;
use crate::corpus::progress::bar;
use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Compiled, compile, selected};
use crate::parallel::{in_parallel, processors};
use crate::{CommandResult, report};
use clientsmith::diagnostic::number;
use mutant::Originals;

/// Change descriptions at random, and report where the generator panics, hangs, or emits a crate that does not compile.
///
/// A mutant is a description in which up to four values were deleted, renamed, replaced, or moved to another place.
/// The same seed and number produce the same mutant.
#[derive(Debug, Clone, clap::Args)]
#[command(after_help = "\
Examples:
  cargo run --release -p proofs -- fuzz ../corpus --max-size 1m
                                          10,000 mutants of the smaller descriptions
  cargo run --release -p proofs -- fuzz ../corpus --seed 7 --count 1000 --compile 100
                                          others, and compile the crates of a hundred of them

Mutants that failed are written to the working folder, target/fuzz/.failed.

Exit codes:
  0  each mutant led to a crate or errors, and no compilation had an error or a warning
  1  otherwise
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
    /// The folder of the descriptions, or a single description.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The number of mutants.
    #[arg(long, value_name = "N", default_value_t = 10_000)]
    count: usize,
    /// The seed.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    seed: u64,
    /// Compile about this many of the crates, with all their features.
    #[arg(long, value_name = "N", default_value_t = 0)]
    compile: usize,
    /// Also run clippy and rustdoc on these.
    #[arg(long, requires = "compile")]
    lints: bool,
    /// Use only descriptions up to this size, with all their files: in bytes, or like 100k or 2m.
    #[arg(long, value_name = "SIZE", value_parser = crate::corpus::size)]
    max_size: Option<u64>,
    /// How many to process at a time; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Timeout for generating one of them, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10)]
    time_limit: u64,
    /// The first mutant of a process that the command starts, which tries every `step`-th from there on.
    #[arg(long, hide = true)]
    first: Option<usize>,
    #[arg(long, hide = true, default_value_t = 1)]
    step: usize,
    #[command(flatten)]
    folders: Folders,
}

/// The outcome of a mutant.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Tried {
    number: usize,
    /// Whether there is a crate.
    generated: bool,
    /// Whether the crate was written, to be compiled.
    kept: bool,
    /// What went wrong.
    problem: Option<String>,
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let descriptions = selected(&args.folder, &[], args.max_size)?;
    let workspace = Workspace::open("fuzz", &args.folders)?;
    let originals = Originals::read(&descriptions, args.seed);
    if let Some(first) = args.first {
        return worker::run(args, first, &workspace, &originals);
    }
    let tried = try_all(args)?;
    let mut problems: BTreeMap<usize, String> =
        tried.iter().filter_map(|it| Some((it.number, it.problem.clone()?))).collect();
    let kept: Vec<usize> = tried.iter().filter(|it| it.kept).map(|it| it.number).collect();
    if !kept.is_empty() {
        problems.extend(compile_all(args, &workspace, &kept)?);
    }
    for (number, problem) in &problems {
        let mutant = originals.mutant(*number)?;
        let folder = workspace.folder.join(".failed");
        fs::create_dir_all(&folder)?;
        let file = folder.join(format!("{number}.json"));
        fs::write(&file, &mutant.text)?;
        report::to_stdout(&format!("{number} {mutant}\n    {problem}\n    {}\n", file.display()));
    }
    let generated = tried.iter().filter(|it| it.generated).count();
    report::to_stdout(&format!(
        "{}: {generated} became a crate, {} compiled; {} failed\n",
        number(tried.len(), "mutant"),
        kept.len(),
        problems.len()
    ));
    Ok(ExitCode::from(u8::from(!problems.is_empty())))
}

/// Tries all mutants, in as many processes as there are jobs.
fn try_all(args: &Args) -> Result<Vec<Tried>, String> {
    let jobs = args.jobs.unwrap_or_else(processors).clamp(1, args.count.max(1));
    let bar = bar("mutants", args.count);
    let firsts: Vec<usize> = (0..jobs).collect();
    let tried = in_parallel(jobs, &firsts, |first| {
        let (mut all, mut next) = (Vec::new(), *first);
        // A process that dies is followed by another one, which continues after the mutant that killed it.
        while next < args.count {
            let (tried, end) = process(args, next, jobs, &|| bar.inc(1))?;
            next += tried.len() * jobs;
            all.extend(tried);
            let Some(end) = end else { break };
            all.push(Tried { number: next, generated: false, kept: false, problem: Some(end) });
            next += jobs;
        }
        Ok(all)
    });
    bar.finish_and_clear();
    let mut tried = tried.into_iter().collect::<Result<Vec<_>, String>>()?.concat();
    tried.sort_by_key(|it| it.number);
    Ok(tried)
}

/// Runs a process that tries mutants, and reads its output; returns why it ended early.
fn process(
    args: &Args,
    first: usize,
    step: usize,
    ready: &dyn Fn(),
) -> Result<(Vec<Tried>, Option<String>), String> {
    let failed = |error: std::io::Error| format!("cannot run the generator: {error}");
    let mut command = Command::new(std::env::current_exe().map_err(failed)?);
    command.arg("fuzz").arg(&args.folder);
    for (flag, value) in [
        ("count", args.count.to_string()),
        ("seed", args.seed.to_string()),
        ("compile", args.compile.to_string()),
        ("time-limit", args.time_limit.to_string()),
        ("first", first.to_string()),
        ("step", step.to_string()),
    ] {
        command.args([format!("--{flag}"), value]);
    }
    if let Some(size) = args.max_size {
        command.args(["--max-size", &size.to_string()]);
    }
    command.args(args.folders.arguments());
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failed)?;
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let (mut tried, mut complaints) = (Vec::new(), Vec::new());
    let status = std::thread::scope(|scope| {
        scope.spawn(|| err.map(|mut err| err.read_to_end(&mut complaints)));
        for line in out.into_iter().flat_map(|out| BufReader::new(out).lines()) {
            let Ok(one) = serde_json::from_str(&line?) else { break };
            tried.push(one);
            ready();
        }
        child.wait()
    })
    .map_err(failed)?;
    let end = || why(&status.to_string(), &String::from_utf8_lossy(&complaints));
    if status.code() == Some(2) {
        return Err(end());
    }
    Ok((tried, (!status.success()).then(end)))
}

/// The member of the workspace for a mutant.
fn member(workspace: &Workspace, number: usize) -> Member {
    workspace.member(&format!("mutant-{number}"))
}

/// Compiles the crates of these mutants; what is wrong with each.
fn compile_all(
    args: &Args,
    workspace: &Workspace,
    kept: &[usize],
) -> Result<BTreeMap<usize, String>, String> {
    let numbers: BTreeMap<String, usize> =
        kept.iter().map(|number| (member(workspace, *number).name, *number)).collect();
    let members: Vec<Member> = kept.iter().map(|number| member(workspace, *number)).collect();
    let mut members: Vec<&Member> = members.iter().collect();
    workspace.set_members(&members)?;
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let mut problems = BTreeMap::new();
    let steps: &[Step] =
        if args.lints { &[Step::Check, Step::Clippy, Step::Doc] } else { &[Step::Check] };
    for step in steps {
        let compiled = compile(workspace, *step, &members, jobs)?;
        let wrong = compiled.into_iter().filter_map(|(name, compiled)| {
            Some((*numbers.get(&name)?, problem(*step, &compiled)?))
        });
        problems.extend(wrong);
        // The same error would only be repeated.
        members.retain(|it| numbers.get(&it.name).is_some_and(|it| !problems.contains_key(it)));
    }
    Ok(problems)
}

/// What is wrong with a crate.
fn problem(step: Step, compiled: &Compiled) -> Option<String> {
    (compiled.errors + compiled.warnings > 0).then(|| {
        let first = compiled.first.as_deref().unwrap_or_default();
        let counts = format!(
            "{}, {}",
            number(compiled.errors, "error"),
            number(compiled.warnings, "warning")
        );
        format!("{step:?}: {counts}: {first}")
    })
}
