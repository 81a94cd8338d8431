//! The smallest sets of files that generated code can ask for, each as a crate of its own. In: the sources. Out: whether
//! the crates compile without a warning, with every set of features.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use clientsmith_runtime::sources::{CORE, SOURCES, Source, closure, features, mod_rs, packages};

/// What a description would use of a file, without which the compiler warns.
const USES: &[(&str, &str)] =
    &[("documented", ERRORS), ("object", STRUCT), ("open_enum", ENUM), ("rules", RULES)];

const ERRORS: &str = "
use crate::runtime::documented::documented;

documented! {
    /// The errors of a call.
    pub enum Failure {
        /// There is none.
        NotFound = (404, empty),
        /// All others.
        Other(String) = (_, json),
    }
}
";

const ENUM: &str = "
use crate::runtime::open_enum::open_enum;

open_enum! {
    /// A color.
    pub enum Color {
        /// Blue.
        #[deprecated]
        Blue = \"blue\",
        /// Red.
        Red = \"red\",
    }
}
";

const RULES: &str = "
/// Checks that a text is short.
pub fn validate(text: &str) -> Result<(), runtime::Violations> {
    runtime::rules::validate(&text, &[runtime::rules::Rule::MaxLength(1)])
}
";

const STRUCT: &str = "
use crate::runtime::object::object;

/// A struct.
#[derive(Debug, Clone, PartialEq)]
pub struct Thing {
    /// Its name.
    pub name: Option<String>,
}

object! {
    Thing:
    optional name;
}
";

#[test]
fn every_closure_compiles_without_a_warning() {
    let workspace = tempfile::tempdir().unwrap();
    for (name, sources) in closures() {
        write_crate(&workspace.path().join(&name), &name, &sources);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::write(
        workspace.path().join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
    )
    .unwrap();
    // The same versions, so that nothing is downloaded.
    fs::copy(root.join("Cargo.lock"), workspace.path().join("Cargo.lock")).unwrap();
    for arguments in [
        &["--workspace", "--no-default-features"][..],
        // Every crate has the same of it.
        &["--package", "closure-core", "--features", "tracing"],
        &["--workspace", "--features", "blocking,tracing,oauth2"],
    ] {
        // That of the workspace, where most dependencies are compiled already.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let check = Command::new(env!("CARGO"))
            .args(["check", "--offline", "--quiet"])
            .args(arguments)
            .current_dir(workspace.path())
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        assert!(
            check.status.success(),
            "{arguments:?}\n{}",
            String::from_utf8_lossy(&check.stderr)
        );
    }
}

/// The crates by name, each with its files: those for each file that generated code can ask for, with a client and
/// without one, and one for all of them.
fn closures() -> BTreeMap<String, Vec<&'static Source>> {
    let core = closure(CORE);
    let mut closures = BTreeMap::from([(String::from("core"), core.clone())]);
    let mut all = CORE.to_vec();
    for root in SOURCES.iter().filter(|source| is_root(source)) {
        let alone = closure(&[root.name]);
        let needs_core = alone.iter().any(|source| core.contains(source));
        // A crate without a client has no requests, and so no errors of them.
        let needs_client = alone.iter().any(|source| source.name == "error");
        if needs_core {
            let with_core = [CORE, &[root.name]].concat();
            closures.insert(root.name.to_owned(), closure(&with_core));
        }
        if !needs_client {
            closures.insert(format!("{}-alone", root.name), alone);
        }
        if !root.by_path || USES.iter().any(|(name, _)| *name == root.name) {
            all.push(root.name);
        }
    }
    closures.insert(String::from("all"), closure(&all));
    closures
}

/// Whether the generator asks for the file. The server for tests is left to the tests of the generator: most of it is
/// used by what a description becomes.
fn is_root(source: &Source) -> bool {
    const GENERATOR: &str = include_str!("../../../generator/src/emit/runtime.rs");
    source.feature != Some("mock") && GENERATOR.contains(&format!("{:?}", source.name))
}

/// The `mod.rs` of a crate, where what only a description would use may go unused.
fn forgiving_mod_rs(name: &str, sources: &[&Source]) -> String {
    let name = name.trim_end_matches("-alone");
    let is_used = |name: &str| USES.iter().any(|(used, _)| *used == name);
    let root = sources.iter().find(|source| source.name == name);
    let text = mod_rs(sources);
    match root {
        Some(root) if root.by_path && !is_used(name) => {
            let allow = "#[allow(dead_code, unused_imports, unused_macros)]\npub(crate) mod ";
            text.replace("pub(crate) mod ", allow)
        }
        _ => text,
    }
}

fn write_crate(folder: &Path, name: &str, sources: &[&Source]) {
    let runtime = folder.join("src/runtime");
    fs::create_dir_all(&runtime).unwrap();
    for source in sources {
        fs::write(runtime.join(format!("{}.rs", source.name)), source.text).unwrap();
    }
    let modules = forgiving_mod_rs(name, sources);
    fs::write(runtime.join("mod.rs"), format!("//! The support code.\n\n{modules}")).unwrap();
    let is_there = |name: &str| sources.iter().any(|source| source.name == name);
    let uses = USES.iter().filter(|(name, _)| is_there(name));
    let user: String = uses.map(|(_, text)| *text).collect();
    let lib = "//! A crate.\n#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs, unreachable_pub)]\n";
    fs::write(folder.join("src/lib.rs"), format!("{lib}\npub mod runtime;\n{user}")).unwrap();

    let mut manifest = format!(
        "[package]\nname = \"closure-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\n"
    );
    let features = features(sources);
    for (feature, enables) in &features {
        writeln!(manifest, "{feature} = {enables:?}").unwrap();
    }
    // What the checks turn on has to be there.
    if !features.iter().any(|(feature, _)| *feature == "tracing") {
        manifest.push_str("tracing = []\n");
    }
    for package in packages(sources) {
        let target = package.target.map(|target| format!("target.'{target}'.")).unwrap_or_default();
        writeln!(
            manifest,
            "\n[{target}dependencies.{}]\nversion = {:?}\ndefault-features = {}\nfeatures = {:?}\noptional = {}",
            package.name,
            package.version,
            package.default_features,
            package.features,
            package.feature.is_some(),
        )
        .unwrap();
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
}
