//! Every set of files that a generated crate may hold, as a crate of its own. In: the sources. Out: whether the crates
//! compile without a warning, with every set of features.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use clientsmith_runtime::sources::{closure, dependencies, features, mod_rs};

const ROOTS: &[(&str, &[&str])] = &[
    ("nullable", &["nullable"]),
    ("formatted", &["formatted"]),
    ("nullable-formatted", &["nullable_formatted"]),
    ("open-enum", &["open_enum"]),
    ("secret", &["secret"]),
    ("or", &["or"]),
    ("into-list", &["into_list"]),
    ("unknown-payload", &["unknown_payload"]),
    ("rules", &["rules"]),
    ("models", &["nullable", "open_enum", "secret"]),
    ("core", &["builder"]),
    ("blocking", &["builder", "blocking"]),
    ("params", &["builder", "params"]),
    ("pages", &["builder", "pages"]),
    ("stream", &["builder", "stream"]),
    ("stream-blocking", &["builder", "stream_blocking"]),
    ("events", &["builder", "events"]),
    ("lines", &["builder", "lines"]),
    ("events-or-lines", &["builder", "events_or_lines"]),
    ("upload", &["builder", "upload"]),
    ("upload-file", &["builder", "upload_file"]),
    ("records", &["builder", "records"]),
    ("multipart", &["builder", "multipart"]),
    ("multipart-forms", &["builder", "multipart_forms"]),
    ("multipart-headers", &["builder", "multipart_headers"]),
    ("multipart-items", &["builder", "multipart_items"]),
    ("multipart-nested", &["builder", "multipart_nested"]),
    ("multipart-styles", &["builder", "multipart_styles"]),
    ("idempotency", &["builder", "idempotency"]),
    ("oauth2", &["builder", "oauth2"]),
    ("xml", &["builder", "xml"]),
    (
        "all",
        &[
            "builder",
            "blocking",
            "idempotency",
            "oauth2",
            "params",
            "nullable",
            "open_enum",
            "secret",
        ],
    ),
];

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
    for (name, roots) in ROOTS {
        write_crate(&workspace.path().join(name), name, roots);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::write(
        workspace.path().join("Cargo.toml"),
        "[workspace]\nresolver = \"3\"\nmembers = [\"*\"]\n\n[profile.dev]\ndebug = false\nincremental = false\n",
    )
    .unwrap();
    // The same versions, so that nothing is downloaded.
    fs::copy(root.join("Cargo.lock"), workspace.path().join("Cargo.lock")).unwrap();
    for features in [
        &["--no-default-features"][..],
        &["--features", "tracing"],
        &["--features", "blocking,tracing,oauth2"],
    ] {
        // That of the workspace, where most dependencies are compiled already.
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("..");
        let check = Command::new(env!("CARGO"))
            .args(["check", "--workspace", "--offline", "--quiet"])
            .args(features)
            .current_dir(workspace.path())
            .env("CARGO_TARGET_DIR", target)
            .output()
            .unwrap();
        assert!(check.status.success(), "{features:?}\n{}", String::from_utf8_lossy(&check.stderr));
    }
}

fn write_crate(folder: &Path, name: &str, roots: &[&str]) {
    let sources = closure(roots);
    let runtime = folder.join("src/runtime");
    fs::create_dir_all(&runtime).unwrap();
    for source in &sources {
        fs::write(runtime.join(format!("{}.rs", source.name)), source.text).unwrap();
    }
    fs::write(runtime.join("mod.rs"), format!("//! The support code.\n\n{}", mod_rs(&sources)))
        .unwrap();
    let is_there = |name: &str| sources.iter().any(|source| source.name == name);
    let uses = [("open_enum", ENUM), ("object", STRUCT), ("rules", RULES)];
    let uses = uses.iter().filter(|(name, _)| is_there(name));
    let user: String = uses.map(|(_, text)| *text).collect();
    let lib = "//! A crate.\n#![forbid(unsafe_code)]\n#![deny(warnings, missing_docs, unreachable_pub)]\n";
    fs::write(folder.join("src/lib.rs"), format!("{lib}\npub mod runtime;\n{user}")).unwrap();

    let mut manifest = format!(
        "[package]\nname = \"closure-{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[features]\n"
    );
    let features = features(&sources);
    for (feature, enables) in &features {
        writeln!(manifest, "{feature} = {enables:?}").unwrap();
    }
    // What the checks turn on has to be there.
    if !features.iter().any(|(feature, _)| *feature == "tracing") {
        manifest.push_str("tracing = []\n");
    }
    for (package, features) in dependencies(&sources) {
        let target = package.target.map(|target| format!("target.'{target}'.")).unwrap_or_default();
        writeln!(
            manifest,
            "\n[{target}dependencies.{}]\nversion = {:?}\ndefault-features = {}\nfeatures = {features:?}\noptional = {}",
            package.name,
            package.version,
            package.default_features,
            package.feature.is_some(),
        )
        .unwrap();
    }
    fs::write(folder.join("Cargo.toml"), manifest).unwrap();
}
