//! `clientsmith diff` as a user types it: descriptions, crates and git revisions in; a report and an exit code out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const OLD: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths:
  /pets: {get: {operationId: listPets, tags: [pets], responses: {'200': {description: Pets.}}}}
";

fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("old.yaml"), OLD).unwrap();
    fs::write(folder.path().join("new.yaml"), OLD.replace("listPets", "findPets")).unwrap();
    folder
}

fn run(folder: &Path, program: &str, args: &[&str]) -> Output {
    Command::new(program).args(args).current_dir(folder).output().unwrap()
}

fn clientsmith(folder: &Path, args: &[&str]) -> (Option<i32>, String, String) {
    let output = run(folder, env!("CARGO_BIN_EXE_clientsmith"), args);
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

const RENAMED: &str = "\
breaking: `Client::list_pets`: the operation is gone (GET /pets)
additive: `Client::find_pets`: the operation is new (GET /pets)
bump: major
";

#[test]
fn two_descriptions_are_compared() {
    let folder = folder();
    let (code, out, err) = clientsmith(folder.path(), &["diff", "old.yaml", "new.yaml"]);
    assert_eq!((code, out.as_str()), (Some(0), RENAMED), "{err}");
    let (_, out, _) = clientsmith(folder.path(), &["diff", "old.yaml", "old.yaml"]);
    assert_eq!(out, "bump: none\n");
    let failing = ["diff", "old.yaml", "new.yaml", "--format", "json", "--fail-on", "breaking"];
    let (code, out, _) = clientsmith(folder.path(), &failing);
    assert_eq!(code, Some(1));
    assert!(out.starts_with("{\n  \"bump\": \"major\",\n  \"changes\": [\n"), "{out}");
}

#[test]
fn two_crates_are_compared() {
    let folder = folder();
    for name in ["old", "new"] {
        let spec = format!("{name}.yaml");
        let args = ["codegen", "--spec", &spec, "--out", name, "--name", "pets"];
        assert_eq!(clientsmith(folder.path(), &args).0, Some(0));
    }
    let (_, out, err) = clientsmith(folder.path(), &["diff", "old", "new"]);
    let told: Vec<&str> = out.lines().collect();
    assert!(told.contains(&"breaking: `Client::list_pets`: it is gone"), "{out}{err}");
    assert_eq!(told.last(), Some(&"bump: major"));
}

#[test]
fn a_file_of_a_revision_is_compared_with_the_settings_of_the_other() {
    let folder = folder();
    let git = |args: &[&str]| assert!(run(folder.path(), "git", args).status.success(), "{args:?}");
    git(&["init", "--quiet"]);
    git(&["add", "old.yaml"]);
    git(&["-c", "user.name=a", "-c", "user.email=a@example.com", "commit", "--quiet", "-m", "a"]);
    fs::rename(folder.path().join("new.yaml"), folder.path().join("old.yaml")).unwrap();
    let settings =
        "description = 'old.yaml'\ntag-features = true\nexamples = ['no-such-file.rs']\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let (code, out, err) = clientsmith(folder.path(), &["diff", "HEAD:old.yaml", "old.yaml"]);
    assert_eq!((code, out.as_str()), (Some(0), RENAMED), "{err}");
    let (code, _, err) = clientsmith(folder.path(), &["diff", "HEAD:nothing.yaml", "old.yaml"]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("error: cannot read `nothing.yaml`: "), "{err}");
}

#[test]
fn a_description_with_errors_has_no_crate() {
    let folder = folder();
    fs::write(folder.path().join("new.yaml"), OLD.replace("description: Pets.", "$ref: '#/no'"))
        .unwrap();
    let (code, out, err) = clientsmith(folder.path(), &["diff", "old.yaml", "new.yaml"]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.starts_with("new.yaml has errors:\nerror["), "{err}");
}
