//! The crates of all cases, and that of this repository's description, as the members of one workspace. In: the
//! descriptions. Out: the workspace on disk, and what cargo has to say about its members, which has to be nothing.
//!
//! No crate is compiled with TLS, which takes longer than all else and says nothing about a case, and all that is
//! compiled has one set of features, so that dependencies are compiled once.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clientsmith::Files;

use crate::cases::{self, Case};
use crate::phone_numbers;

/// All that the crates offer, but for TLS.
pub(crate) const FEATURES: &str = "blocking,mock,tracing,oauth2";

/// The member that is no case.
pub(crate) const PHONE_NUMBERS: &str = "phone-numbers";

/// The member that calls the clients of the cases.
pub(crate) const CALLS: &str = "calls";

/// The file of a case that calls its client.
const WIRE: &str = "wire.rs";

/// How often a run says how far it is.
const PULSE: Duration = Duration::from_secs(10);

/// A workspace on disk. Its folder stays between runs, and what is the same is not compiled again.
pub(crate) struct Workspace {
    /// The folder.
    pub(crate) folder: PathBuf,
    /// Where cargo builds.
    target: PathBuf,
    /// The cases whose descriptions give a crate.
    pub(crate) cases: Vec<String>,
    /// Those of them that have a test of their client.
    pub(crate) called: Vec<String>,
}

impl Workspace {
    /// Writes the workspace into a folder of build results.
    pub(crate) fn write() -> Self {
        let mut files = BTreeMap::new();
        let (mut names, mut called) = (Vec::new(), BTreeMap::new());
        for case in cases::all() {
            if let Some(emitted) = emit(&case) {
                add(&case.name, &emitted, &[], &mut files);
                if let Ok(wire) = fs::read_to_string(case.folder.join(WIRE)) {
                    called.insert(case.name.clone(), wire);
                }
                names.push(case.name);
            }
        }
        let emitted = phone_numbers::generate_from(&phone_numbers::description()).files.unwrap();
        let readme = fs::read_to_string(phone_numbers::home().join("README.md")).unwrap();
        add(PHONE_NUMBERS, &emitted, &[&readme], &mut files);
        add_calls(&called, &mut files);
        files.insert("Cargo.toml".to_owned(), manifest(&names));
        // The versions of this repository, so that nothing is downloaded.
        let lock = fs::read_to_string(phone_numbers::home().join("Cargo.lock")).unwrap();
        files.insert("Cargo.lock".to_owned(), lock);

        let temporary = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let folder = temporary.join("cases");
        write(&folder, &files);
        // That of this repository, where most dependencies are compiled already.
        let target = temporary.join("..");
        Self { folder, target, cases: names, called: called.into_keys().collect() }
    }

    /// Cargo, to run in this workspace. `args` begin with a command of cargo's.
    pub(crate) fn cargo(&self, args: &[&str]) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        let (command, flags) = args.split_first().unwrap();
        cargo.arg(command).arg("--offline").args(flags).current_dir(&self.folder);
        cargo.env("CARGO_TARGET_DIR", &self.target);
        cargo
    }

    /// Runs a command of cargo's that compiles, and panics with every warning and error about a member, by member.
    pub(crate) fn expect_silence(&self, args: &[&str]) {
        self.expect_silence_of(self.cargo(args), args);
    }

    /// The same, of a command with an environment of its own.
    pub(crate) fn expect_silence_of(&self, mut cargo: Command, args: &[&str]) {
        let shown = args.join(" ");
        say(&format!("cargo {shown}"));
        let cargo = cargo.args(["--keep-going", "--message-format=json"]);
        let mut child = cargo.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut errors = child.stderr.take().unwrap();
        let errors = std::thread::spawn(move || {
            let mut text = String::new();
            errors.read_to_string(&mut text).map(|_| text)
        });
        let mut findings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut pulse = Pulse::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let message: serde_json::Value = serde_json::from_str(&line.unwrap()).unwrap();
            let Some(member) = self.member(&message) else { continue };
            match message["reason"].as_str() {
                Some("compiler-artifact") => pulse.count(&member),
                Some("compiler-message") => {
                    let text = message["message"]["rendered"].as_str().unwrap().to_owned();
                    findings.entry(member).or_default().insert(text);
                }
                _ => {}
            }
        }
        let status = child.wait().unwrap();
        let mut report = String::new();
        for (member, texts) in findings {
            report.push_str(&format!("\n=== {member}\n{}", Vec::from_iter(texts).join("")));
        }
        let place = self.folder.display();
        assert!(report.is_empty(), "cargo {shown} in {place}:{report}");
        let errors = errors.join().unwrap().unwrap();
        assert!(status.success(), "cargo {shown} in {place}:\n{errors}");
    }

    /// The member that cargo tells something about.
    fn member(&self, message: &serde_json::Value) -> Option<String> {
        let manifest = Path::new(message["manifest_path"].as_str()?);
        let member = manifest.strip_prefix(&self.folder).ok()?.parent()?;
        Some(member.display().to_string())
    }
}

/// Says from time to time how many members are compiled.
struct Pulse {
    last: Instant,
    count: usize,
}

impl Pulse {
    fn new() -> Self {
        Self { last: Instant::now(), count: 0 }
    }

    fn count(&mut self, member: &str) {
        self.count += 1;
        if self.last.elapsed() >= PULSE {
            self.last = Instant::now();
            say(&format!("{} compiled, {member} just now", self.count));
        }
    }
}

/// Says what goes on, on the terminal itself: a test that takes a minute and says nothing looks as if it hung.
#[allow(clippy::explicit_write, reason = "a test's eprintln! is shown at its end, if at all")]
pub(crate) fn say(line: &str) {
    writeln!(std::io::stderr(), "    {line}").unwrap();
}

/// The manifest of the workspace.
fn manifest(cases: &[String]) -> String {
    let members: Vec<&str> =
        cases.iter().map(String::as_str).chain([PHONE_NUMBERS, CALLS]).collect();
    // What backtraces need of dependencies is what this repository has of them, or they would be compiled twice.
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = {members:?}\n\n[profile.dev]\ndebug = false\nincremental = false\n"
    )
}

/// The files of the case's crate; none where its description has errors, which its snapshots then tell.
fn emit(case: &Case) -> Option<Files> {
    let mut config = case.config();
    config.package.name = Some(format!("case-{}", case.name));
    config.package.workspace_member = true;
    let files = case.generate(&config).files?;
    Some(match config.module {
        Some(path) => around(&files, &format!("case-{}", case.name), &path),
        None => files,
    })
}

/// A crate around a module.
fn around(module: &Files, name: &str, path: &str) -> Files {
    let mut files = Files::default();
    let path = path.strip_prefix("crate::").unwrap();
    let package =
        format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n");
    let dependencies = module.get("dependencies.toml").unwrap();
    files.insert("Cargo.toml", format!("{package}\n{dependencies}"));
    files.insert("src/lib.rs", format!("#[rustfmt::skip]\npub mod {path};\n"));
    for (file, text) in module.iter().filter(|(file, _)| file.ends_with(".rs")) {
        files.insert(format!("src/{path}/{file}"), text);
    }
    files
}

/// Adds the files of a member, and the code in its README and in others as its examples.
fn add(member: &str, emitted: &Files, readmes: &[&str], files: &mut BTreeMap<String, String>) {
    files.extend(emitted.iter().map(|(path, text)| (format!("{member}/{path}"), text.to_owned())));
    let readmes: Vec<&str> =
        emitted.get("README.md").into_iter().chain(readmes.iter().copied()).collect();
    if readmes.is_empty() {
        return;
    }
    let (programs, steps): (Vec<&str>, Vec<&str>) =
        readmes.iter().flat_map(|readme| code(readme)).partition(|code| code.contains("fn main()"));
    assert!(!programs.is_empty(), "{member}: no README has a program");
    // A sample shows how to get a client or a response, not what to do with it.
    let head = "#![allow(unused, clippy::let_unit_value)]\n";
    for (index, program) in programs.iter().enumerate() {
        files.insert(format!("{member}/examples/readme_{index}.rs"), format!("{head}{program}"));
    }
    if steps.is_empty() {
        return;
    }
    let library = emitted.get("Cargo.toml").unwrap().split('"').nth(1).unwrap().replace('-', "_");
    let mut text = format!("{head}fn main() {{}}\n");
    for (index, step) in steps.iter().enumerate() {
        text.push_str(&format!(
            "async fn step_{index}(client: {library}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n{step}Ok(())\n}}\n"
        ));
    }
    files.insert(format!("{member}/examples/readme_steps.rs"), text);
}

/// The Rust code in a text of Markdown, but for that which calls this generator.
fn code(markdown: &str) -> impl Iterator<Item = &str> {
    let blocks = markdown.split("```rust\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.filter(|code| !code.contains("clientsmith::"))
}

/// The manifest of the member that calls the clients, but for these.
const CALLS_MANIFEST: &str = "\
[package]
name = \"calls\"
version = \"0.0.0\"
edition = \"2024\"

[features]
# What other crates of a program may turn on.
json = [\"serde_json/arbitrary_precision\", \"serde_json/preserve_order\"]

[dependencies]
jiff = { version = \"1\", default-features = false, features = [\"std\"] }
serde = \"1\"
serde_json = \"1\"
tokio = { version = \"1\", features = [\"macros\", \"rt-multi-thread\"] }
";

/// Adds the member that calls the clients of these cases: one program, which is linked once.
fn add_calls(called: &BTreeMap<String, String>, files: &mut BTreeMap<String, String>) {
    let mut manifest = String::from(CALLS_MANIFEST);
    let mut main = String::from("mod server;\n");
    for (name, wire) in called {
        let features = features(&files[&format!("{name}/Cargo.toml")]);
        manifest.push_str(&format!(
            "case-{name} = {{ path = \"../{name}\", default-features = false, features = {features:?} }}\n"
        ));
        let module = name.replace('-', "_");
        main.push_str(&format!("mod {module};\n"));
        files.insert(format!("{CALLS}/tests/calls/{module}.rs"), wire.clone());
    }
    files.insert(format!("{CALLS}/tests/calls/main.rs"), main);
    files.insert(format!("{CALLS}/tests/calls/server.rs"), include_str!("server.rs").to_owned());
    files.insert(format!("{CALLS}/src/lib.rs"), String::new());
    files.insert(format!("{CALLS}/Cargo.toml"), manifest);
}

/// The features of a case's crate that are compiled: all but TLS, of which those that stand for others say it again.
fn features(manifest: &str) -> Vec<String> {
    let manifest: toml::Table = toml::from_str(manifest).unwrap();
    let features = manifest.get("features").into_iter();
    let features = features.flat_map(|features| features.as_table().unwrap().keys());
    let tls = ["default", "native-tls", "rustls"];
    features.filter(|feature| !tls.contains(&feature.as_str())).cloned().collect()
}

/// Makes the folder hold these files and no other. What is the same stays untouched, and is not compiled again.
fn write(folder: &Path, files: &BTreeMap<String, String>) {
    let mut kept = BTreeSet::new();
    for (path, text) in files {
        let path = folder.join(path);
        if fs::read_to_string(&path).ok().as_deref() != Some(text) {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
        }
        kept.insert(path);
    }
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if !kept.contains(&path) {
                fs::remove_file(path).unwrap();
            }
        }
    }
}
