//! The commands as a user types them: arguments in; exit code, text and files out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const DESCRIPTION: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths:
  /pets:
    post:
      operationId: add_pet
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [name]
              properties:
                name: {type: string, description: How it is called.}
      responses:
        '200':
          description: It was added.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
components:
  schemas:
    Pet:
      description: A pet.
      type: object
      required: [name]
      properties:
        name: {type: string, description: How it is called.}
";

/// The same with a reference to nowhere, in line 22.
fn broken() -> String {
    DESCRIPTION.replace("schemas/Pet'", "schemas/Cat'")
}

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs `cargo xtask` with these arguments in a folder.
fn xtask(folder: &Path, args: &[&str]) -> Run {
    let output =
        Command::new(env!("CARGO_BIN_EXE_xtask")).args(args).current_dir(folder).output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn folder(description: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), description).unwrap();
    folder
}

const CODEGEN: [&str; 7] = ["codegen", "--spec", "pets.yaml", "--out", "pets", "--name", "pets"];

#[test]
fn any_description_becomes_a_crate_of_its_own() {
    let folder = folder(DESCRIPTION);
    let run = xtask(folder.path(), &CODEGEN);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.contains("pets: created, "), "{}", run.err);
    let manifest = fs::read_to_string(folder.path().join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets\"") && manifest.contains("[workspace]"), "{manifest}");

    let again = xtask(folder.path(), &CODEGEN);
    assert_eq!(
        (again.code, again.err.ends_with("pets: unchanged\n")),
        (Some(0), true),
        "{}",
        again.err
    );
}

#[test]
fn a_check_shows_the_diff_and_the_command_and_writes_nothing() {
    let folder = folder(DESCRIPTION);
    let check = [&CODEGEN[..], &["--check"]].concat();
    let missing = xtask(folder.path(), &check);
    assert_eq!(missing.code, Some(1), "{}", missing.err);
    assert!(missing.out.contains("--- /dev/null\n+++ b/Cargo.toml\n"), "{}", missing.out);
    assert!(!folder.path().join("pets").exists());

    xtask(folder.path(), &CODEGEN);
    let fresh = xtask(folder.path(), &check);
    assert_eq!((fresh.code, fresh.out.as_str()), (Some(0), ""), "{}", fresh.err);

    let lib = folder.path().join("pets/src/lib.rs");
    let edited = format!("{}// mine\n", fs::read_to_string(&lib).unwrap());
    fs::write(&lib, &edited).unwrap();
    let stale = xtask(folder.path(), &check);
    assert_eq!(stale.code, Some(1));
    assert!(stale.out.starts_with("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ "), "{}", stale.out);
    assert!(stale.out.ends_with("\n-// mine\n"), "{}", stale.out);
    let command =
        "1 file out of date; run `cargo xtask codegen --spec pets.yaml --out pets --name pets`";
    assert!(stale.err.contains(command), "{}", stale.err);
    assert_eq!(fs::read_to_string(&lib).unwrap(), edited);
}

#[test]
fn errors_of_a_description_are_located_and_leave_the_crate_alone() {
    let folder = folder(DESCRIPTION);
    xtask(folder.path(), &CODEGEN);
    fs::write(folder.path().join("pets.yaml"), broken()).unwrap();
    fs::write(folder.path().join("pets/src/lib.rs"), "edited").unwrap();
    for args in [&CODEGEN[..], &[&CODEGEN[..], &["--check"]].concat(), &["check", "pets.yaml"]] {
        let run = xtask(folder.path(), args);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{}", run.err);
        assert!(run.err.contains("error") && run.err.contains("pets.yaml:22:30"), "{}", run.err);
        assert_eq!(fs::read_to_string(folder.path().join("pets/src/lib.rs")).unwrap(), "edited");
    }
}

#[test]
fn diagnostics_can_be_json() {
    let folder = folder(&broken());
    let args = ["check", "./pets.yaml", "--message-format", "json"];
    let run = xtask(folder.path(), &args);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let diagnostics: Vec<serde_json::Value> =
        run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(diagnostics.len(), 1, "{}", run.out);
    assert_eq!(diagnostics[0]["severity"], "error");
    // As the user typed it.
    assert_eq!(diagnostics[0]["file"], "./pets.yaml");
    assert_eq!(diagnostics[0]["line"], 22);
}

#[test]
fn a_description_without_errors_passes_the_check() {
    let folder = folder(DESCRIPTION);
    let run = xtask(folder.path(), &["check", "pets.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.ends_with("pets.yaml: no errors, no warnings\n"), "{}", run.err);
    assert!(!folder.path().join("pets").exists());
}

#[test]
fn a_description_that_cannot_be_read_is_told_apart_from_one_with_errors() {
    let folder = folder(DESCRIPTION);
    for args in [&["codegen", "--spec", "cats.yaml", "--out", "cats"][..], &["check", "cats.yaml"]]
    {
        let run = xtask(folder.path(), args);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert_eq!(run.err, "error: cannot read `cats.yaml`: there is no such file\n");
    }
    assert!(!folder.path().join("cats").exists());
}

#[test]
fn the_map_is_written_as_json() {
    let folder = folder(DESCRIPTION);
    let run = xtask(folder.path(), &[&CODEGEN[..], &["--map", "map.json"]].concat());
    assert_eq!(run.code, Some(0), "{}", run.err);
    let map = fs::read_to_string(folder.path().join("map.json")).unwrap();
    let map: serde_json::Value = serde_json::from_str(&map).unwrap();
    assert!(map.to_string().contains("add_pet"), "{map}");
}

#[test]
fn a_folder_with_other_files_is_refused() {
    let folder = folder(DESCRIPTION);
    fs::create_dir(folder.path().join("pets")).unwrap();
    fs::write(folder.path().join("pets/notes.txt"), "mine").unwrap();
    for args in [&CODEGEN[..], &[&CODEGEN[..], &["--check"]].concat()] {
        let run = xtask(folder.path(), args);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(
            run.err.contains("`pets` holds files that codegen did not write:\n  notes.txt\n"),
            "{}",
            run.err
        );
    }
    assert_eq!(fs::read_to_string(folder.path().join("pets/notes.txt")).unwrap(), "mine");
}

#[test]
fn wrong_arguments_are_told_apart_by_the_exit_code() {
    let folder = folder(DESCRIPTION);
    for (args, message) in [
        (&["codegen", "--frobnicate"][..], "unexpected argument"),
        (&["codegen", "--spec", "pets.yaml"], "give --out"),
        (&["codegen", "--config", "none.toml"], "cannot read the settings `none.toml`"),
        (&["codegen", "--check", "--map", "map.json"], "cannot be used with"),
        (&["check"], "<SPEC>"),
    ] {
        let run = xtask(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}

/// What is checked in is what codegen writes.
#[test]
fn the_generated_folder_of_this_repository_is_up_to_date() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let run = xtask(home, &["codegen", "--check"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
    assert!(run.err.ends_with("generated: up to date\n"), "{}", run.err);
}
