//! `clientsmith init` as a user types it: a description in, a repository out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

const DESCRIPTION: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths: {}
components: {schemas: {Pet: {$ref: 'common/pet.yaml#/Pet'}}}
";

const PET: &str = "Pet: {type: object, properties: {name: {type: string}}}\n";

fn clientsmith(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_clientsmith"))
        .args(args)
        .current_dir(folder)
        .output()
        .unwrap();
    let texts = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    (output.status.code(), texts.concat())
}

/// A folder with a description of two files.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("in/common")).unwrap();
    fs::write(folder.path().join("in/pets.yaml"), DESCRIPTION).unwrap();
    fs::write(folder.path().join("in/common/pet.yaml"), PET).unwrap();
    folder
}

/// The files below a folder, but for the client's and those of git.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut queue = vec![folder.to_owned()];
    while let Some(next) = queue.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let shown = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            match path.is_dir() {
                true if ["generated", "client"].contains(&&*shown) => found.push(shown + "/"),
                true => queue.push(path),
                false => found.push(shown),
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_repository_has_all_files_and_its_client_is_up_to_date() {
    let folder = folder();
    let (code, text) = clientsmith(folder.path(), &["init", "out", "--spec", "in/pets.yaml"]);
    assert_eq!(code, Some(0), "{text}");
    let expected = [
        ".cargo/config.toml",
        ".github/workflows/ci.yml",
        ".gitignore",
        "Cargo.toml",
        "README.md",
        "generated/",
        "spec/codegen.schema.json",
        "spec/codegen.toml",
        "spec/common/pet.yaml",
        "spec/pets.yaml",
        "xtask/Cargo.toml",
        "xtask/src/main.rs",
    ];
    assert_eq!(files(&folder.path().join("out")), expected);
    let spec = folder.path().join("out/spec");
    let settings = fs::read_to_string(spec.join("codegen.toml")).unwrap();
    assert!(settings.starts_with("#:schema ./codegen.schema.json\n"), "{settings}");
    let (code, text) = clientsmith(&spec, &["codegen", "--check"]);
    assert_eq!(code, Some(0), "{text}");
}

#[test]
fn a_plain_crate_needs_no_xtask() {
    let folder = folder();
    let args = ["init", "out", "--spec", "in/pets.yaml", "--crate", "--name", "my-pets"];
    let (code, text) = clientsmith(folder.path(), &args);
    assert_eq!(code, Some(0), "{text}");
    let out = folder.path().join("out");
    assert!(files(&out).contains(&String::from("client/")) && !out.join("xtask").exists());
    let manifest = fs::read_to_string(out.join("client/Cargo.toml")).unwrap();
    assert!(manifest.contains("name = \"my-pets\"") && manifest.contains("[workspace]"));
    let check = ["codegen", "--config", "spec/codegen.toml", "--check"];
    assert_eq!(clientsmith(&out, &check).0, Some(0));
}

#[test]
fn nothing_is_written_over_files_or_from_a_wrong_description() {
    let folder = folder();
    let (code, text) = clientsmith(folder.path(), &["init", "in", "--spec", "in/pets.yaml"]);
    assert!(code == Some(2) && text.contains("`in` is not empty"), "{text}");
    fs::write(folder.path().join("in/common/pet.yaml"), "Cat: {}\n").unwrap();
    let (code, text) = clientsmith(folder.path(), &["init", "out", "--spec", "in/pets.yaml"]);
    assert!(code == Some(1) && text.contains("nothing was written"), "{text}");
    assert_eq!(folder.path().read_dir().unwrap().count(), 1, "only what was there");
    let (code, text) = clientsmith(folder.path(), &["init", "out", "--spec", "nothing.yaml"]);
    assert!(code == Some(2) && text.contains("cannot read `nothing.yaml`"), "{text}");
}

#[test]
fn an_empty_folder_is_filled_and_stays_the_same_folder() {
    let folder = folder();
    let here = folder.path().join("here");
    fs::create_dir(&here).unwrap();
    let (code, text) = clientsmith(&here, &["init", ".", "--spec", "../in/pets.yaml"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(here.join("spec/pets.yaml").is_file() && here.join("generated").is_dir());
    let hidden = [".cargo/config.toml", ".github/workflows/ci.yml", ".gitignore"];
    assert_eq!(files(&here).get(..3).unwrap(), hidden, "nothing else is left");
    assert_eq!(folder.path().read_dir().unwrap().count(), 2);
}

#[test]
fn levels_of_the_arguments_are_those_of_the_repository() {
    let folder = folder();
    fs::write(folder.path().join("in/common/pet.yaml"), "Cat: {}\n").unwrap();
    let args = ["init", "out", "--spec", "in/pets.yaml", "--warn", "unresolved-reference"];
    let (code, text) = clientsmith(folder.path(), &args);
    assert_eq!(code, Some(0), "{text}");
    let spec = folder.path().join("out/spec");
    let settings = fs::read_to_string(spec.join("codegen.toml")).unwrap();
    assert!(settings.ends_with("\n[diagnostics]\nwarn = [\"unresolved-reference\"]\n"));
    assert_eq!(clientsmith(&spec, &["codegen", "--check"]).0, Some(0));
}

#[test]
fn a_description_does_not_bring_the_files_of_the_repository() {
    for name in ["codegen.toml", "Source.TOML", "codegen.schema.json"] {
        let folder = folder();
        let example = format!("{DESCRIPTION}x-more: {{$ref: '{name}'}}\n");
        fs::write(folder.path().join("in/pets.yaml"), example).unwrap();
        fs::write(folder.path().join("in").join(name), "output = '../../elsewhere'\n").unwrap();
        let (code, text) = clientsmith(folder.path(), &["init", "out", "--spec", "in/pets.yaml"]);
        assert!(code == Some(2) && text.contains(&format!("refers to `{name}`")), "{text}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1, "nothing is written");
    }
}

#[cfg(feature = "remote")]
mod remote {
    use std::collections::BTreeMap;
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// The path of the description.
    const API: &str = "/v1/api?full=1";

    /// What is served, by path.
    type Served = Arc<Mutex<BTreeMap<&'static str, String>>>;

    /// Serves both files, which can be changed.
    fn serve() -> (String, Served) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let files = [(API, DESCRIPTION.to_owned()), ("/v1/common/pet.yaml", PET.to_owned())];
        let served: Served = Arc::new(Mutex::new(files.into()));
        let files = Arc::clone(&served);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 4096];
                let length = stream.read(&mut buffer).unwrap();
                let request = String::from_utf8_lossy(buffer.get(..length).unwrap()).into_owned();
                let file = files.lock().unwrap().get(request.split(' ').nth(1).unwrap()).cloned();
                let status = if file.is_none() { "503 Unavailable" } else { "200 OK" };
                let body = file.unwrap_or_default();
                let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len());
                stream
                    .write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes())
                    .unwrap();
            }
        });
        (address, served)
    }

    const HOST: [&str; 2] = ["--allow-host", "127.0.0.1"];

    /// A repository `out` of what is served.
    fn repository(address: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("{address}{API}");
        let args = [&["init", "out", "--spec", &url][..], &HOST].concat();
        let (code, text) = clientsmith(folder.path(), &args);
        assert_eq!(code, Some(0), "{text}");
        folder
    }

    fn fetch(out: &Path, args: &[&str]) -> (Option<i32>, String) {
        clientsmith(out, &[&["fetch"], args, &HOST].concat())
    }

    /// Each file of `spec/`, with its content.
    fn spec(out: &Path) -> Vec<(String, String)> {
        let spec = out.join("spec");
        let read = |path| (fs::read_to_string(spec.join(&path)).unwrap(), path);
        files(&spec).into_iter().map(read).collect()
    }

    #[test]
    fn a_passing_fault_of_the_host_changes_nothing() {
        let (address, served) = serve();
        let folder = repository(&address);
        let out = folder.path().join("out");
        let before = spec(&out);
        let set = |path, text: Option<&str>| match text {
            Some(text) => served.lock().unwrap().insert(path, text.to_owned()),
            None => served.lock().unwrap().remove(path),
        };
        let lost = |reason: &str| {
            for args in [&[][..], &["--check"]] {
                let (code, text) = fetch(&out, args);
                assert!(code == Some(2) && text.contains(reason), "{text}");
                assert_eq!(spec(&out), before);
            }
        };
        set("/v1/common/pet.yaml", None);
        lost("cannot read `common/pet.yaml`");
        set("/v1/common/pet.yaml", Some(PET));
        set(API, Some(&DESCRIPTION.replace("common/pet.yaml", "new.yaml")));
        lost("cannot read `new.yaml`");
        for page in ["<html><body>Try again later: soon</body></html>", "<a b=\"c\">\n{d: e\n", ""]
        {
            set(API, Some(page));
            lost("cannot be used: ");
        }
        set(API, Some(&format!("{DESCRIPTION}x-more: {{$ref: none.yaml}}\n")));
        assert_eq!(fetch(&out, &["--check"]).0, Some(1), "an example may refer to nowhere");
        set(API, Some(DESCRIPTION));
        fs::remove_file(out.join("spec/common/pet.yaml")).unwrap();
        set(API, Some(&DESCRIPTION.replace("$ref: 'common/pet.yaml#/Pet'", "type: string")));
        let (code, text) = fetch(&out, &[]);
        assert_eq!(code, Some(0), "what is gone already is removed: {text}");
        assert_eq!(fetch(&out, &["--check"]).0, Some(0));
        assert!(
            !out.join("spec")
                .read_dir()
                .unwrap()
                .any(|it| { it.unwrap().file_name().to_string_lossy().starts_with(".fetch") })
        );
    }

    #[test]
    fn what_is_fetched_replaces_no_file_that_was_not() {
        let (address, served) = serve();
        let folder = repository(&address);
        let out = folder.path().join("out");
        fs::write(out.join("spec/notes.md"), "By hand.").unwrap();
        for (name, reason) in [("notes.md", "was not fetched"), ("codegen.toml", "refers to")] {
            let path = if name == "notes.md" { "/v1/notes.md" } else { "/v1/codegen.toml" };
            let text = format!("{DESCRIPTION}x-more: {{$ref: {name}}}\n");
            served.lock().unwrap().extend([(API, text), (path, String::from("From elsewhere."))]);
            let before = spec(&out);
            let (code, text) = fetch(&out, &[]);
            assert!(code == Some(2) && text.contains(reason), "{text}");
            assert_eq!(spec(&out), before);
        }
    }

    #[test]
    fn a_description_from_a_url_can_be_fetched_again() {
        let (address, served) = serve();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("{address}{API}");
        let private = clientsmith(folder.path(), &["init", "out", "--spec", &url]);
        assert!(private.0 == Some(2) && private.1.contains("private address"), "{}", private.1);
        let folder = repository(&address);
        let out = folder.path().join("out");
        let source = fs::read_to_string(out.join("spec/source.toml")).unwrap();
        assert!(source.contains(&url) && source.contains("common/pet.yaml"), "{source}");
        let fetch = |args: &[&str]| self::fetch(&out, args);
        let serve = |text: String| served.lock().unwrap().insert(API, text);
        assert_eq!(fetch(&["--check"]).0, Some(0));

        serve(DESCRIPTION.replace("1.0.0", "1.1.0"));
        let (code, text) = fetch(&["--check"]);
        assert!(code == Some(1) && text.contains("changed api\n"), "{text}");
        assert!(!fs::read_to_string(out.join("spec/api")).unwrap().contains("1.1.0"));
        assert_eq!(fetch(&[]).0, Some(0));
        assert!(fs::read_to_string(out.join("spec/api")).unwrap().contains("1.1.0"));
        assert_eq!(fetch(&["--check"]).0, Some(0));

        fs::write(out.join("spec/api"), "edited").unwrap();
        serve(DESCRIPTION.to_owned());
        let (code, text) = fetch(&[]);
        assert!(code == Some(2) && text.contains("was edited"), "{text}");
        assert_eq!(fs::read_to_string(out.join("spec/api")).unwrap(), "edited");
    }
}
