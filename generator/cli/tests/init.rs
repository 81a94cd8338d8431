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

#[cfg(feature = "remote")]
mod remote {
    use std::io::{Read, Write};
    use std::net::TcpListener;
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Serves both files; the description can be changed.
    fn serve() -> (String, Arc<Mutex<String>>) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let description = Arc::new(Mutex::new(DESCRIPTION.to_owned()));
        let served = Arc::clone(&description);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 4096];
                let length = stream.read(&mut buffer).unwrap();
                let request = String::from_utf8_lossy(buffer.get(..length).unwrap()).into_owned();
                let body = match request.split(' ').nth(1).unwrap() {
                    "/v1/api?full=1" => served.lock().unwrap().clone(),
                    "/v1/common/pet.yaml" => PET.to_owned(),
                    _ => String::new(),
                };
                let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
                let head = format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\n", body.len());
                stream
                    .write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes())
                    .unwrap();
            }
        });
        (address, description)
    }

    #[test]
    fn a_description_from_a_url_can_be_fetched_again() {
        let (address, description) = serve();
        let folder = tempfile::tempdir().unwrap();
        let url = format!("{address}/v1/api?full=1");
        let host = ["--allow-host", "127.0.0.1"];
        let private = clientsmith(folder.path(), &["init", "out", "--spec", &url]);
        assert!(private.0 == Some(2) && private.1.contains("private address"), "{}", private.1);
        let (code, text) =
            clientsmith(folder.path(), &[&["init", "out", "--spec", &url][..], &host].concat());
        assert_eq!(code, Some(0), "{text}");
        let out = folder.path().join("out");
        let source = fs::read_to_string(out.join("spec/source.toml")).unwrap();
        assert!(source.contains(&url) && source.contains("common/pet.yaml"), "{source}");
        let fetch = |args: &[&str]| clientsmith(&out, &[&["fetch"], args, &host].concat());
        assert_eq!(fetch(&["--check"]).0, Some(0));

        *description.lock().unwrap() = DESCRIPTION.replace("1.0.0", "1.1.0");
        let (code, text) = fetch(&["--check"]);
        assert!(code == Some(1) && text.contains("changed api\n"), "{text}");
        assert!(!fs::read_to_string(out.join("spec/api")).unwrap().contains("1.1.0"));
        assert_eq!(fetch(&[]).0, Some(0));
        assert!(fs::read_to_string(out.join("spec/api")).unwrap().contains("1.1.0"));
        assert_eq!(fetch(&["--check"]).0, Some(0));

        fs::write(out.join("spec/api"), "edited").unwrap();
        *description.lock().unwrap() = DESCRIPTION.to_owned();
        let (code, text) = fetch(&[]);
        assert!(code == Some(2) && text.contains("was edited"), "{text}");
        assert_eq!(fs::read_to_string(out.join("spec/api")).unwrap(), "edited");
    }
}
