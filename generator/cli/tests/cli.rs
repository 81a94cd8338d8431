//! The commands as a user types them: arguments in; exit code, text and files out.
#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on has failed")]

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

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

/// Runs `clientsmith` with these arguments in a folder.
fn clientsmith(folder: &Path, args: &[&str]) -> Run {
    let output = Command::new(env!("CARGO_BIN_EXE_clientsmith"))
        .args(args)
        .current_dir(folder)
        // What other hosts send is kept there.
        .env("XDG_CACHE_HOME", folder.join("cache"))
        .output()
        .unwrap();
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
    let run = clientsmith(folder.path(), &CODEGEN);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.is_empty(), "{}", run.out);
    assert!(run.err.contains("pets: created, "), "{}", run.err);
    let manifest = fs::read_to_string(folder.path().join("pets/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"pets\"") && manifest.contains("[workspace]"), "{manifest}");

    let again = clientsmith(folder.path(), &CODEGEN);
    assert_eq!(
        (again.code, again.err.ends_with("pets: unchanged\n")),
        (Some(0), true),
        "{}",
        again.err
    );
}

#[test]
fn without_arguments_the_settings_of_the_current_folder_count() {
    let folder = folder(DESCRIPTION);
    let settings = "description = 'pets.yaml'\noutput = 'pets'\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let run = clientsmith(folder.path(), &["codegen"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
    assert!(folder.path().join("pets/src/lib.rs").exists());
}

#[test]
fn the_program_calls_itself_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let version = clientsmith(folder.path(), &["--version"]);
    assert_eq!(version.out, format!("clientsmith {}\n", env!("CARGO_PKG_VERSION")));
    for args in [&["--help"][..], &["codegen", "--help"], &["check", "--help"]] {
        let run = clientsmith(folder.path(), args);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("Usage: clientsmith "), "{}", run.out);
        assert!(!run.out.contains("xtask"), "{}", run.out);
    }
}

#[test]
fn a_check_shows_the_diff_and_the_command_and_writes_nothing() {
    let folder = folder(DESCRIPTION);
    let check = [&CODEGEN[..], &["--check"]].concat();
    let missing = clientsmith(folder.path(), &check);
    assert_eq!(missing.code, Some(1), "{}", missing.err);
    assert!(missing.out.contains("--- /dev/null\n+++ b/Cargo.toml\n"), "{}", missing.out);
    assert!(!folder.path().join("pets").exists());

    clientsmith(folder.path(), &CODEGEN);
    let fresh = clientsmith(folder.path(), &check);
    assert_eq!((fresh.code, fresh.out.as_str()), (Some(0), ""), "{}", fresh.err);

    let lib = folder.path().join("pets/src/lib.rs");
    let edited = format!("{}// mine\n", fs::read_to_string(&lib).unwrap());
    fs::write(&lib, &edited).unwrap();
    let stale = clientsmith(folder.path(), &check);
    assert_eq!(stale.code, Some(1));
    assert!(stale.out.starts_with("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ "), "{}", stale.out);
    assert!(stale.out.ends_with("\n-// mine\n"), "{}", stale.out);
    let command =
        "1 file out of date; run `clientsmith codegen --spec pets.yaml --out pets --name pets`";
    assert!(stale.err.contains(command), "{}", stale.err);
    assert_eq!(fs::read_to_string(&lib).unwrap(), edited);
}

#[test]
fn errors_of_a_description_are_located_and_leave_the_crate_alone() {
    let folder = folder(DESCRIPTION);
    clientsmith(folder.path(), &CODEGEN);
    fs::write(folder.path().join("pets.yaml"), broken()).unwrap();
    fs::write(folder.path().join("pets/src/lib.rs"), "edited").unwrap();
    for args in [&CODEGEN[..], &[&CODEGEN[..], &["--check"]].concat(), &["check", "pets.yaml"]] {
        let run = clientsmith(folder.path(), args);
        assert_eq!((run.code, run.out.as_str()), (Some(1), ""), "{}", run.err);
        assert!(run.err.contains("error") && run.err.contains("pets.yaml:22:30"), "{}", run.err);
        assert_eq!(fs::read_to_string(folder.path().join("pets/src/lib.rs")).unwrap(), "edited");
    }
}

#[test]
fn diagnostics_can_be_json() {
    let folder = folder(&broken());
    let args = ["check", "./pets.yaml", "--message-format", "json"];
    let run = clientsmith(folder.path(), &args);
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
    let run = clientsmith(folder.path(), &["check", "pets.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.ends_with("pets.yaml: no errors, no warnings\n"), "{}", run.err);
    assert!(!folder.path().join("pets").exists());
}

#[test]
fn a_description_that_cannot_be_read_is_told_apart_from_one_with_errors() {
    let folder = folder(DESCRIPTION);
    for args in [&["codegen", "--spec", "cats.yaml", "--out", "cats"][..], &["check", "cats.yaml"]]
    {
        let run = clientsmith(folder.path(), args);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert_eq!(run.err, "error: cannot read `cats.yaml`: no such file\n");
    }
    assert!(!folder.path().join("cats").exists());
}

#[test]
fn the_map_is_written_as_json() {
    let folder = folder(DESCRIPTION);
    let run = clientsmith(folder.path(), &[&CODEGEN[..], &["--map", "map.json"]].concat());
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
        let run = clientsmith(folder.path(), args);
        assert_eq!(run.code, Some(2), "{}", run.err);
        assert!(
            run.err.contains("`pets` contains files that codegen did not write:\n  notes.txt\n"),
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
        (&["codegen", "--spec", "pets.yaml"], "use --out"),
        (&["codegen", "--config", "none.toml"], "the settings `none.toml` cannot be read"),
        (&["codegen", "--check", "--map", "map.json"], "cannot be used with"),
        (&["codegen"], "run `clientsmith codegen` in a folder with a codegen.toml"),
        (&["check"], "<SPEC>"),
    ] {
        let run = clientsmith(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}

/// What is checked in is what codegen writes.
#[test]
fn the_generated_folder_of_this_repository_is_up_to_date() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let run = clientsmith(&home, &["codegen", "--check", "--config", "spec/codegen.toml"]);
    assert_eq!((run.code, run.out.as_str()), (Some(0), ""), "{}", run.err);
    assert!(run.err.ends_with("generated: up to date\n"), "{}", run.err);
}

/// A server for one file, which says how often it was asked.
fn serve(name: &'static str, text: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 4096];
            let length = stream.read(&mut buffer).unwrap();
            count.fetch_add(1, Ordering::SeqCst);
            let request = String::from_utf8_lossy(buffer.get(..length).unwrap());
            let found = request.starts_with(&format!("GET /{name} "));
            let (status, body) = if found { ("200 OK", text) } else { ("404 Not Found", "") };
            let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len());
            stream.write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes()).unwrap();
        }
    });
    (address, asked)
}

#[test]
fn other_hosts_are_asked_where_that_is_allowed_and_only_once() {
    const SCHEMAS: &str =
        "Pet: {type: object, properties: {name: {$ref: '#/Name'}}}\nName: {type: string}\n";
    let (address, asked) = serve("a/schemas.yaml", SCHEMAS);
    let description = |name: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Far, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{P: {{$ref: '{address}/a/{name}#/Pet'}}}}}}\n"
        )
    };
    let folder = folder(&description("schemas.yaml"));
    let refused = clientsmith(folder.path(), &["check", "pets.yaml"]);
    assert_eq!(refused.code, Some(1), "{}", refused.err);
    assert!(refused.err.contains("--allow-remote"), "{}", refused.err);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    let private = clientsmith(folder.path(), &["check", "--allow-remote", "pets.yaml"]);
    assert!(private.err.contains("private address"), "{}", private.err);
    assert_eq!(asked.load(Ordering::SeqCst), 0);
    for _ in 0..2 {
        let run = clientsmith(folder.path(), &["check", "--allow-host", "127.0.0.1", "pets.yaml"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    fs::write(folder.path().join("pets.yaml"), description("missing.yaml")).unwrap();
    let run = clientsmith(folder.path(), &["check", "--allow-host", "127.0.0.1", "pets.yaml"]);
    assert_eq!(run.code, Some(1));
    assert!(run.err.contains("404"), "{}", run.err);
}

#[test]
fn what_the_generator_works_on_is_printed_and_nothing_is_written() {
    let folder = folder(
        "openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents: {schemas: {A: {type: [string, 'null']}}}\n",
    );
    let run = clientsmith(folder.path(), &["codegen", "--spec", "pets.yaml", "--dump-normalized"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("nullable: true"), "{}", run.out);
    let run =
        clientsmith(folder.path(), &["codegen", "--spec", "pets.yaml", "--dump-ir", "--name", "t"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    let crate_as_data: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(crate_as_data["package"]["name"], "t");
    assert_eq!(crate_as_data["types"][0]["name"], "A");
    let settings = "description = \"pets.yaml\"\n[types.schemas]\nA = \"std::string::String\"\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let run = clientsmith(folder.path(), &["codegen", "--spec", "pets.yaml", "--dump-ir"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.out.contains("std::string::String"), "{}", run.out);
    assert_eq!(folder.path().read_dir().unwrap().count(), 2);
}

#[test]
fn settings_that_count_for_no_description_are_noted() {
    let folder = folder(DESCRIPTION);
    let check = |settings: &str| {
        fs::write(folder.path().join("codegen.toml"), settings).unwrap();
        let run = clientsmith(folder.path(), &["check", "pets.yaml"]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        run.err
    };
    let said = check("[package]\nname = 'x'\n");
    let expected = "note: `codegen.toml` has no `description`, so it is ignored; add `description = \"pets.yaml\"` to it, or use --config\n";
    assert!(said.contains(expected), "{said}");
    let said = check("description = 'pets.yml'\n");
    assert!(said.contains("has a `description` that does not exist, so"), "{said}");
    assert!(!check("description = 'pets.yaml'\n").contains("note"));
    fs::write(folder.path().join("other.yaml"), DESCRIPTION).unwrap();
    assert!(!check("description = 'other.yaml'\n").contains("note"));
}

#[test]
fn what_is_wrong_with_a_setting_is_shown_in_the_settings() {
    let folder = folder(DESCRIPTION);
    let settings = "description = 'pets.yaml'\n\n[security.nobody]\nmethod = 'x'\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let run = clientsmith(folder.path(), &["check", "pets.yaml"]);
    assert!(run.err.contains("--> codegen.toml:3:11"), "{}", run.err);
}

#[test]
fn several_descriptions_are_checked_at_once() {
    let folder = folder(DESCRIPTION);
    fs::write(folder.path().join("broken.yaml"), broken()).unwrap();
    let run = clientsmith(folder.path(), &["check", "pets.yaml", "broken.yaml"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    assert!(
        run.err.contains("pets.yaml: no errors, no warnings\nbroken.yaml: 1 error\n"),
        "{}",
        run.err
    );
    let sarif = ["check", "pets.yaml", "broken.yaml", "--message-format", "sarif"];
    let run = clientsmith(folder.path(), &sarif);
    let sarif: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(sarif["runs"][1]["results"][0]["ruleId"], "unresolved-reference", "{sarif}");
    let github =
        clientsmith(folder.path(), &["check", "broken.yaml", "--message-format", "github"]);
    assert!(github.out.starts_with("::error file=broken.yaml,line=22,"), "{}", github.out);
}

#[test]
fn a_reference_to_nowhere_can_be_a_warning_and_a_warning_an_error() {
    let folder = folder(&broken());
    let soft = ["check", "pets.yaml", "--warn", "unresolved-reference"];
    assert_eq!(clientsmith(folder.path(), &soft).code, Some(0));
    let description = DESCRIPTION.replace("version: 1.0.0", "version: 1.0.0, sumary: A");
    fs::write(folder.path().join("pets.yaml"), description).unwrap();
    assert_eq!(clientsmith(folder.path(), &["check", "pets.yaml"]).code, Some(0));
    let denied = clientsmith(folder.path(), &["check", "pets.yaml", "--deny", "warnings"]);
    assert_eq!(denied.code, Some(1), "{}", denied.err);
    let wrong = clientsmith(folder.path(), &["check", "pets.yaml", "--deny", "unresolved"]);
    assert_eq!(wrong.code, Some(2), "{}", wrong.err);
}

#[test]
fn a_code_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let run = clientsmith(folder.path(), &["explain", "missing-key"]);
    assert!(run.out.contains("Add the key."), "{}", run.out);
    let run = clientsmith(folder.path(), &["explain", "mising-key"]);
    assert!(run.code == Some(2) && run.err.contains("did you mean `missing-key`?"), "{}", run.err);
}

#[test]
fn colours_are_for_terminals_and_for_who_wants_them() {
    let folder = folder(&broken());
    let plain = clientsmith(folder.path(), &["check", "pets.yaml"]);
    assert!(!plain.err.contains('\u{1b}'), "{}", plain.err);
    let colored = clientsmith(folder.path(), &["check", "pets.yaml", "--color", "always"]);
    assert!(colored.err.contains('\u{1b}'), "{}", colored.err);
    let forced = Command::new(env!("CARGO_BIN_EXE_clientsmith"))
        .args(["check", "pets.yaml"])
        .current_dir(folder.path())
        .env("CLICOLOR_FORCE", "1")
        .output()
        .unwrap();
    assert!(forced.stderr.contains(&0x1b));
}

#[test]
fn all_errors_of_settings_are_shown_with_their_places() {
    let folder = folder(DESCRIPTION);
    let settings = "description = 'pets.yaml'\noutpt = 'pets'\nvalidate = 1\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let run = clientsmith(folder.path(), &["codegen"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    for part in ["codegen.toml:2:1", "did you mean `output`?", "codegen.toml:3:12"] {
        assert!(run.err.contains(part), "{}", run.err);
    }
    let json = clientsmith(folder.path(), &["codegen", "--message-format", "json"]);
    assert_eq!((json.code, json.out.lines().count()), (Some(2), 2), "{}", json.out);
}

#[test]
fn standard_input_is_a_description() {
    let folder = tempfile::tempdir().unwrap();
    for path in ["-", "/dev/stdin"] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_clientsmith"))
            .args(["codegen", "--out", "pets", "--spec", path])
            .current_dir(folder.path())
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(DESCRIPTION.as_bytes()).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{path}");
        assert!(folder.path().join("pets/src/lib.rs").exists(), "{path}");
    }
}

#[test]
fn quiet_shows_errors_only_and_verbose_the_time_of_each_stage() {
    let folder = folder(DESCRIPTION);
    let quiet = clientsmith(folder.path(), &[&CODEGEN[..], &["--quiet"]].concat());
    assert_eq!((quiet.code, quiet.err.as_str()), (Some(0), ""));
    let verbose = clientsmith(folder.path(), &["check", "pets.yaml", "--verbose"]);
    let stages = ["1 file read; ", "load ", "parse ", "lower ", "emit "];
    assert!(stages.iter().all(|stage| verbose.err.contains(stage)), "{}", verbose.err);
    fs::write(folder.path().join("pets.yaml"), broken()).unwrap();
    let wrong = clientsmith(folder.path(), &["check", "pets.yaml", "-q"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.starts_with("error[unresolved-reference]"), "{}", wrong.err);
}

#[cfg(feature = "shell")]
#[test]
fn shells_get_completions_and_manual_pages() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = clientsmith(folder.path(), &["completions", shell]);
        assert_eq!(run.code, Some(0), "{}", run.err);
        assert!(run.out.contains("config-schema") && run.out.contains("changelog"), "{shell}");
    }
    assert_eq!(clientsmith(folder.path(), &["man", "--out", "man"]).code, Some(0));
    let page = fs::read_to_string(folder.path().join("man/clientsmith-codegen.1")).unwrap();
    assert!(page.contains("changelog"), "{page}");
}

/// A process that is killed at the end of a test.
struct Running(std::process::Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Waits until the file has that text.
fn wait_for(file: &Path, text: &str) {
    for _ in 0..300 {
        if fs::read_to_string(file).is_ok_and(|found| found.contains(text)) {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    }
    panic!("{} never had `{text}`", file.display());
}

#[test]
fn watch_runs_again_upon_each_change_and_survives_errors() {
    let folder = folder(DESCRIPTION);
    let [description, model, log] =
        ["pets.yaml", "pets/src/models/pet.rs", "log"].map(|name| folder.path().join(name));
    let child = Command::new(env!("CARGO_BIN_EXE_clientsmith"))
        .args(CODEGEN)
        .arg("--watch")
        .current_dir(folder.path())
        .stderr(fs::File::create(&log).unwrap())
        .spawn();
    let _running = Running(child.unwrap());
    wait_for(&model, "pub name: String");
    wait_for(&log, "watching 2 files");
    fs::write(&description, broken()).unwrap();
    wait_for(&log, "nothing was written");
    fs::write(&description, DESCRIPTION.replace("A pet.", "An animal.")).unwrap();
    wait_for(&model, "An animal.");
    // Settings that come later count, too.
    fs::write(folder.path().join("codegen.toml"), "description = 'pets.yaml'\nvalidate = tru\n")
        .unwrap();
    wait_for(&log, "error[settings]");
    fs::write(
        folder.path().join("codegen.toml"),
        "description = 'pets.yaml'\nunknown-fields = false\n",
    )
    .unwrap();
    wait_for(&log, "updated");
}

#[test]
fn lints_are_diagnostics_like_others() {
    let folder = folder(DESCRIPTION);
    let run = clientsmith(folder.path(), &["lint", "pets.yaml"]);
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("warning[lint-undocumented-errors]"), "{}", run.err);
    assert!(run.err.ends_with("pets.yaml: 1 warning\n"), "{}", run.err);
    let args =
        ["lint", "pets.yaml", "--deny", "lint-undocumented-errors", "--message-format", "json"];
    let denied = clientsmith(folder.path(), &args);
    assert_eq!(denied.code, Some(1), "{}", denied.err);
    assert!(denied.out.contains("\"pointer\":\"/paths/~1pets/post\""), "{}", denied.out);
    let explained = clientsmith(folder.path(), &["explain", "lint-undocumented-errors"]);
    assert!(explained.out.contains("no error response"), "{}", explained.out);
    fs::write(folder.path().join("wrong.yaml"), "openapi: [").unwrap();
    assert_eq!(clientsmith(folder.path(), &["lint", "wrong.yaml"]).code, Some(1));
    assert_eq!(clientsmith(folder.path(), &["lint", "missing.yaml"]).code, Some(2));
    let help = clientsmith(folder.path(), &["lint", "--help"]).out;
    assert!(help.contains("1  a description cannot be parsed") && help.contains("2  wrong"));
}

#[test]
fn check_notes_what_documents_no_body() {
    let folder = tempfile::tempdir().unwrap();
    let (start, end) = (
        DESCRIPTION
            .find("          content:\n            application/json:\n              schema: {$ref"),
        DESCRIPTION.find("components:"),
    );
    let bare = format!("{}{}", &DESCRIPTION[..start.unwrap()], &DESCRIPTION[end.unwrap()..]);
    fs::write(folder.path().join("pets.yaml"), bare).unwrap();
    let run = clientsmith(folder.path(), &["check", "pets.yaml"]);
    let note = "note: the success of `POST /pets` documents no body; `.raw()` of a call returns what the server sends";
    assert!(run.err.contains(note), "{}", run.err);
    let run = clientsmith(folder.path(), &["codegen", "--spec", "pets.yaml", "--out", "crate"]);
    assert_eq!((run.code, run.err.contains("note")), (Some(0), false), "{}", run.err);
}
