//! `cargo xtask corpus`: a folder of descriptions in; the outcome of each of them out.

pub(crate) mod compiler;
pub(crate) mod descriptions;
pub(crate) mod generate;
mod messages;
pub(crate) mod program;
pub(crate) mod progress;
mod result;
pub(crate) mod table;
pub(crate) mod workspace;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

pub(crate) use descriptions::Description;
use generate::{Generated, Place};
pub(crate) use messages::Compiled;
use progress::bar;
use result::{Checked, Entry};
use workspace::{Folders, Member, Step, Workspace, cargo};

use crate::parallel::{in_parallel, processors};
use crate::{CommandResult, report};

/// Generate every description of a folder, compile each crate, and measure it.
///
/// A description is any YAML or JSON file with `openapi` or `swagger` at its root that no other one refers to.
/// The crates are kept in `target/corpus/NAME`, so that the next run compiles only what changed.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask corpus ../corpus                    generate everything
  cargo xtask corpus ../corpus --check            and compile it
  cargo xtask corpus ../corpus --lints --only petstore
                                                  one of them, with clippy and rustdoc too
  cargo run --release -p proofs -- corpus ../corpus --check --jobs 1
                                                  measure the generator as users build it, one at a time

Columns:
  ops, types, lines   operations; types in models/ and operations/; lines without blank ones, comments, runtime/
  gen s, gen MB       generating, without reading and writing; peak memory
  check s, check MB   the last compilation of that crate alone, with all features: CPU time in user mode, peak memory
  errors, warnings    of rustc, and with --lints of clippy and rustdoc
  diagnostics         errors and warnings about the description

Exit codes:
  0  every description was generated, and no compilation had an error or a warning
  1  otherwise
  2  wrong arguments, or files that cannot be read or written")]
pub(crate) struct Args {
    /// The folder of the descriptions, or a single description.
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// Also compile each crate, with all its features.
    #[arg(long)]
    check: bool,
    /// Also run clippy and rustdoc on each crate; implies --check.
    #[arg(long)]
    lints: bool,
    /// Use only these.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// Use only descriptions up to this size, with all their files: in bytes, or like 100k or 2m.
    #[arg(long, value_name = "SIZE", value_parser = size)]
    max_size: Option<u64>,
    /// How many to process at a time; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Timeout for generating one of them, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time_limit: u64,
    /// Print one JSON object per line, for each description, instead of the table.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    folders: Folders,
}

/// A size as people write it.
pub(crate) fn size(text: &str) -> Result<u64, String> {
    let text = text.to_ascii_lowercase();
    let (digits, factor) = match text.strip_suffix('k') {
        Some(digits) => (digits, 1 << 10),
        None => text.strip_suffix('m').map_or((text.as_str(), 1), |digits| (digits, 1 << 20)),
    };
    let size: u64 = digits.parse().map_err(|_| "use a number, or one with the suffix k or m")?;
    size.checked_mul(factor).ok_or_else(|| "the size is too large".to_owned())
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let descriptions = selected(&args.folder, &args.only, args.max_size)?;
    let workspace = Workspace::open("corpus", &args.folders)?;
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let generated = generate_all(&workspace, &descriptions, jobs, args.time_limit);
    let mut entries: Vec<Entry> = generated
        .into_iter()
        .map(|(description, generated)| Entry::new(description, generated))
        .collect();
    if args.check || args.lints {
        check(args, &workspace, &mut entries, jobs)?;
    }
    let failed = entries.iter().filter(|entry| entry.problem().is_some()).count();
    if args.json {
        let lines: Vec<String> =
            entries.iter().map(|entry| format!("{}\n", entry.json())).collect();
        report::to_stdout(&lines.concat());
    } else {
        report::to_stdout(&result::text(&entries, args.check || args.lints));
    }
    Ok(ExitCode::from(u8::from(failed > 0)))
}

/// The descriptions of a folder that a command processes.
///
/// # Errors.
///
/// There are none, or none with that name.
pub(crate) fn selected(
    folder: &Path,
    only: &[String],
    max_size: Option<u64>,
) -> Result<Vec<Description>, String> {
    let mut descriptions = descriptions::find(folder)?;
    for name in only {
        if !descriptions.iter().any(|it| it.name == *name) {
            let names: Vec<&str> = descriptions.iter().map(|it| it.name.as_str()).collect();
            return Err(format!("there is no description `{name}`, only: {}", names.join(", ")));
        }
    }
    descriptions.retain(|it| only.is_empty() || only.contains(&it.name));
    descriptions.retain(|it| max_size.is_none_or(|size| it.bytes <= size));
    if descriptions.is_empty() {
        return Err("no description is that small".to_owned());
    }
    Ok(descriptions)
}

/// Generates each description into its crate.
pub(crate) fn generate_all(
    workspace: &Workspace,
    descriptions: &[Description],
    jobs: usize,
    time_limit: u64,
) -> Vec<(Description, Generated)> {
    let bar = bar("generating", descriptions.len());
    let generated = in_parallel(jobs, descriptions, |description| {
        let member = workspace.member(&description.name);
        let map = workspace.map(&description.name);
        let place = Place { out: &member.folder, map: &map, package: &member.package };
        let generated = generate::generate(description, &place, time_limit);
        bar.set_message(description.name.clone());
        bar.inc(1);
        generated
    });
    bar.finish_and_clear();
    descriptions.iter().cloned().zip(generated).collect()
}

/// Compiles the crates that exist, and records the outcome at each entry.
fn check(
    args: &Args,
    workspace: &Workspace,
    entries: &mut [Entry],
    jobs: usize,
) -> Result<(), String> {
    let members: Vec<Member> = entries
        .iter()
        .filter(|entry| entry.generated.done)
        .map(|entry| workspace.member(&entry.description.name))
        .collect();
    let members: Vec<&Member> = members.iter().collect();
    workspace.set_members(&members)?;
    let mut compiled = compile(workspace, Step::Check, &members, jobs)?;
    let (mut clippy, mut rustdoc) = (BTreeMap::new(), BTreeMap::new());
    if args.lints {
        // A crate that does not compile would only repeat its errors.
        let sound: Vec<&Member> = members
            .iter()
            .copied()
            .filter(|member| compiled.get(&member.name).is_some_and(|it| it.errors == 0))
            .collect();
        clippy = compile(workspace, Step::Clippy, &sound, jobs)?;
        rustdoc = compile(workspace, Step::Doc, &sound, jobs)?;
    }
    for entry in entries {
        let name = &entry.description.name;
        let Some(rustc) = compiled.remove(name) else { continue };
        let effort = compiler::effort(&workspace.measured(), &workspace.member(name).package);
        entry.checked = Some(Checked {
            rustc,
            clippy: clippy.remove(name).map(result::clippy_alone),
            rustdoc: rustdoc.remove(name),
            effort: effort.unwrap_or_default(),
        });
    }
    Ok(())
}

/// Runs a step of Cargo over the members, with a bar.
pub(crate) fn compile(
    workspace: &Workspace,
    step: Step,
    members: &[&Member],
    jobs: usize,
) -> Result<BTreeMap<String, Compiled>, String> {
    let what = match step {
        Step::Check => "checking",
        Step::Clippy => "clippy",
        Step::Doc => "rustdoc",
        Step::Build => "building",
    };
    let bar = bar(what, members.len());
    bar.enable_steady_tick(std::time::Duration::from_millis(200));
    let compiled = cargo(workspace, step, members, jobs, &mut |name| {
        bar.set_message(name.to_owned());
        bar.inc(1);
    });
    bar.finish_and_clear();
    compiled
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn sizes_are_read() {
        assert_eq!(size("17"), Ok(17));
        assert_eq!(size("100k"), Ok(102_400));
        assert_eq!(size("2M"), Ok(2_097_152));
        assert!(size("k").is_err() && size("").is_err() && size("99999999999999999999").is_err());
        assert!(size("18446744073709551615m").is_err());
    }
}
