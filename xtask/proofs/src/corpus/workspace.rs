//! The working folder: a Cargo workspace whose members are the crates of many descriptions.
//!
//! Dependencies are built once for all of them, at the versions that this repository's `Cargo.lock` names.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::compiler;
use super::messages::{Compiled, take};
use crate::home;

/// A working folder. What is not a crate is in it under names that no description has.
#[derive(Debug, Clone)]
pub(crate) struct Workspace {
    /// The folder, as an absolute path.
    pub(crate) folder: PathBuf,
    /// Where Cargo puts what it builds.
    pub(crate) target: PathBuf,
    /// The program that measures rustc, if anything does.
    measured_by: Option<PathBuf>,
}

/// Which working folder a command uses.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Folders {
    /// Use this folder for the crates.
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// Let Cargo build in this folder; by default it is inside of the other one.
    #[arg(long, value_name = "DIR")]
    target_dir: Option<PathBuf>,
}

impl Folders {
    /// The arguments that say the same.
    pub(crate) fn arguments(&self) -> Vec<OsString> {
        let flags = [("--keep", &self.keep), ("--target-dir", &self.target_dir)];
        let given = flags.into_iter().filter_map(|(flag, path)| Some((flag, path.as_ref()?)));
        given.flat_map(|(flag, path)| [flag.into(), path.clone().into_os_string()]).collect()
    }
}

/// What Cargo is to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Let rustc check the library, with all features.
    Check,
    /// The same with clippy.
    Clippy,
    /// Write the documentation.
    Doc,
    /// Build the programs, without further features.
    Build,
}

/// A member of the workspace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    /// The name of the description, which is the name of the crate's folder too.
    pub(crate) name: String,
    /// The name of the package.
    pub(crate) package: String,
    /// The crate's folder.
    pub(crate) folder: PathBuf,
}

impl Workspace {
    /// The working folder that the arguments name, or else the one of that name in the folder of build results.
    ///
    /// # Errors.
    ///
    /// The folder cannot be made.
    pub(crate) fn open(name: &str, folders: &Folders) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot make the working folder: {error}");
        let chosen = |path: &Option<PathBuf>, or: PathBuf| {
            std::path::absolute(path.clone().unwrap_or(or)).map_err(failed)
        };
        let folder = chosen(&folders.keep, build_results().join(name))?;
        let target = chosen(&folders.target_dir, folder.join(".target"))?;
        let workspace = Self { folder, target, measured_by: std::env::current_exe().ok() };
        for inside in [workspace.measured(), workspace.maps()] {
            fs::create_dir_all(inside).map_err(failed)?;
        }
        Ok(workspace)
    }

    /// The crate of a description.
    pub(crate) fn member(&self, name: &str) -> Member {
        // A package's name begins with a letter, and rustc wants that of a crate in small letters and simple words.
        let first = if name.starts_with(|c: char| c.is_ascii_alphabetic()) { "" } else { "api-" };
        let lower = name.to_ascii_lowercase();
        let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
        let package = format!("{first}{}-client", words.collect::<Vec<_>>().join("-"));
        Member { name: name.to_owned(), package, folder: self.folder.join(name) }
    }

    /// The folder for what compiling took.
    pub(crate) fn measured(&self) -> PathBuf {
        self.folder.join(".measured")
    }

    /// The folder for the Rust names of descriptions.
    pub(crate) fn maps(&self) -> PathBuf {
        self.folder.join(".maps")
    }

    /// The file for the Rust names of a description.
    pub(crate) fn map(&self, name: &str) -> PathBuf {
        self.maps().join(format!("{name}.json"))
    }

    /// Makes these the members, and pins the versions of their dependencies.
    ///
    /// # Errors.
    ///
    /// The files cannot be written.
    pub(crate) fn set_members(&self, members: &[&Member]) -> Result<(), String> {
        let failed =
            |error: std::io::Error| format!("cannot write to `{}`: {error}", self.folder.display());
        let paths: Vec<String> = members
            .iter()
            .map(|member| {
                let inside = member.folder.strip_prefix(&self.folder).unwrap_or(&member.folder);
                format!("    {},\n", toml::Value::from(&*inside.to_string_lossy()))
            })
            .collect();
        // Dependencies are built as they are elsewhere, so that they can be shared.
        let manifest = format!(
            "[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n\n\
             [profile.dev]\ndebug = 0\n\n[profile.dev.package.\"*\"]\ndebug = 2\n",
            paths.concat()
        );
        fs::write(self.folder.join("Cargo.toml"), manifest).map_err(failed)?;
        fs::copy(home().join("Cargo.lock"), self.folder.join("Cargo.lock")).map_err(failed)?;
        Ok(())
    }
}

/// The folder of build results of this repository.
pub(crate) fn build_results() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| home().join("target"), PathBuf::from)
}

/// Runs Cargo over members of the workspace; `ready` is called for each that is compiled.
///
/// Members are built together where their dependencies are the same: Cargo would else give each the features that any
/// of them asks for, and a feature that is missing would not be seen.
///
/// # Errors.
///
/// Cargo cannot be run.
pub(crate) fn cargo(
    workspace: &Workspace,
    step: Step,
    members: &[&Member],
    jobs: usize,
    ready: &mut dyn FnMut(&str),
) -> Result<BTreeMap<String, Compiled>, String> {
    let mut groups = BTreeMap::<String, Vec<&Member>>::new();
    for member in members {
        groups.entry(dependencies(member)).or_default().push(member);
    }
    let mut known = BTreeMap::new();
    for group in groups.values() {
        run(workspace, step, group, jobs, &mut known, ready)?;
    }
    Ok(known)
}

/// What a crate's manifest says beside the package's own facts.
fn dependencies(member: &Member) -> String {
    let text = fs::read_to_string(member.folder.join("Cargo.toml")).unwrap_or_default();
    let mut manifest: toml::Table = toml::from_str(&text).unwrap_or_default();
    manifest.remove("package");
    manifest.to_string()
}

fn run(
    workspace: &Workspace,
    step: Step,
    members: &[&Member],
    jobs: usize,
    known: &mut BTreeMap<String, Compiled>,
    ready: &mut dyn FnMut(&str),
) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("cannot run cargo: {error}");
    let mut child = command(workspace, step, members, jobs).spawn().map_err(failed)?;
    let mut complaints = Vec::new();
    let (out, err) = (child.stdout.take(), child.stderr.take());
    let status = std::thread::scope(|scope| {
        scope.spawn(|| err.map(|mut err| err.read_to_end(&mut complaints)));
        for line in out.into_iter().flat_map(|out| BufReader::new(out).lines()) {
            if let Some(name) = take(known, &workspace.folder, &line?) {
                ready(name);
            }
        }
        child.wait()
    })
    .map_err(failed)?;
    let complaint = complaint(&String::from_utf8_lossy(&complaints));
    for member in members {
        let compiled = known.entry(member.name.clone()).or_default();
        // Documentation is no artifact.
        compiled.done |= status.success();
        if !compiled.done && compiled.errors == 0 {
            compiled.errors = 1;
            compiled.first = Some(complaint.clone());
            compiled.codes.insert("cargo".to_owned(), 1);
        }
    }
    Ok(())
}

/// What every generated crate offers, but for `native-tls`, which needs the headers of OpenSSL.
const FEATURES: &str = "blocking,mock,tracing";

fn command(workspace: &Workspace, step: Step, members: &[&Member], jobs: usize) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    match step {
        Step::Check => command.args(["check", "--features", FEATURES]),
        Step::Clippy => command.args(["clippy", "--features", FEATURES]),
        Step::Doc => command.args(["doc", "--features", FEATURES, "--no-deps"]),
        Step::Build => command.arg("build"),
    };
    command
        .args(["--quiet", "--keep-going", "--message-format", "json"])
        .args(["--jobs", &jobs.to_string()])
        .args(members.iter().flat_map(|member| ["--package", &member.package]))
        .current_dir(&workspace.folder)
        .env("CARGO_TARGET_DIR", &workspace.target)
        // Warnings that the environment makes errors are still to be counted as warnings.
        .env_remove("RUSTFLAGS")
        .env_remove("RUSTDOCFLAGS")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    if let (Step::Check, Some(program)) = (step, &workspace.measured_by) {
        command
            .env("RUSTC_WORKSPACE_WRAPPER", program)
            .env(compiler::MEASURED, workspace.measured());
    }
    command
}

/// What Cargo complained about, in one line.
fn complaint(text: &str) -> String {
    let lines: Vec<&str> = text
        .lines()
        .map(str::trim)
        .skip_while(|line| !line.starts_with("error"))
        .filter(|line| !line.is_empty())
        .take(4)
        .collect();
    if lines.is_empty() { "cargo failed and said nothing".to_owned() } else { lines.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::{Compiled, Member, Step, Workspace, cargo};
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;

    /// A workspace of crates without dependencies, each with this text.
    fn workspace(folder: &Path, crates: &[(&str, &str)]) -> (Workspace, Vec<Member>) {
        let workspace = Workspace {
            folder: folder.to_owned(),
            target: folder.join(".target"),
            measured_by: None,
        };
        let members: Vec<Member> = crates.iter().map(|(name, _)| workspace.member(name)).collect();
        for (member, (_, text)) in members.iter().zip(crates) {
            fs::create_dir_all(member.folder.join("src")).unwrap();
            let manifest = format!(
                "[package]\nname = \"{}\"\nedition = \"2024\"\n\n[features]\nblocking = []\nmock = []\ntracing = []\n",
                member.package
            );
            fs::write(member.folder.join("Cargo.toml"), manifest).unwrap();
            fs::write(member.folder.join("src/lib.rs"), text).unwrap();
        }
        workspace.set_members(&members.iter().collect::<Vec<_>>()).unwrap();
        (workspace, members)
    }

    #[test]
    fn packages_are_named_as_rustc_wants_it() {
        let folder = tempfile::tempdir().unwrap();
        let (workspace, _) = workspace(folder.path(), &[]);
        assert_eq!(workspace.member("Acme--Api_v3.1").package, "acme-api-v3-1-client");
        assert_eq!(workspace.member("3D").package, "api-3d-client");
    }

    fn counts(compiled: &BTreeMap<String, Compiled>) -> Vec<(&str, bool, usize, usize)> {
        compiled.iter().map(|(name, it)| (name.as_str(), it.done, it.errors, it.warnings)).collect()
    }

    #[test]
    fn each_crate_has_its_own_errors_and_warnings() {
        let folder = tempfile::tempdir().unwrap();
        let crates = [
            ("1.clean", "//! Clean.\n"),
            ("broken", "fn f() -> Missing {}\nfn g() -> u8 { \"\" }\n"),
            (
                "unclear",
                "//! See [`Missing`].\nfn unused() {}\npub fn f(x: bool) -> bool { x == true }\n",
            ),
        ];
        let (workspace, members) = workspace(folder.path(), &crates);
        let members: Vec<&Member> = members.iter().collect();
        let mut ready = Vec::new();
        let run = |step: Step, members: &[&Member], ready: &mut Vec<String>| {
            cargo(&workspace, step, members, 2, &mut |name| ready.push(name.to_owned())).unwrap()
        };
        let checked = run(Step::Check, &members, &mut ready);
        let wanted = [("1.clean", true, 0, 0), ("broken", false, 2, 0), ("unclear", true, 0, 1)];
        assert_eq!(counts(&checked), wanted);
        ready.sort();
        assert_eq!(ready, ["1.clean", "unclear"]);
        let first = checked["broken"].first.as_deref().unwrap();
        assert!(
            first.contains("`Missing`") && first.ends_with("(broken/src/lib.rs:1 E0425)"),
            "{first}"
        );

        let sound = [members[0], members[2]];
        let clippy = run(Step::Clippy, &sound, &mut ready);
        assert_eq!(counts(&clippy), [("1.clean", true, 0, 0), ("unclear", true, 0, 2)]);
        assert!(clippy["unclear"].codes.contains_key("clippy::bool_comparison"), "{clippy:?}");
        let doc = run(Step::Doc, &sound, &mut ready);
        assert_eq!(counts(&doc), [("1.clean", true, 0, 0), ("unclear", true, 0, 1)]);

        // Cargo stops before it compiles anything.
        fs::write(members[0].folder.join("Cargo.toml"), "[package]\nname = \"a b\"\n").unwrap();
        let refused = run(Step::Check, &members[..1], &mut ready);
        assert_eq!(counts(&refused), [("1.clean", false, 1, 0)]);
        assert!(refused["1.clean"].first.as_deref().unwrap().starts_with("error: "), "{refused:?}");
    }
}
