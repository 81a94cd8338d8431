//! The generator in another repository's own xtask. In: the program that the README shows, in a crate of its own. Out: a
//! crate in the folder that the settings name, and a check that fails when it is out of date.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const DESCRIPTION: &str = "openapi: 3.0.3\ninfo: {title: Pets, version: '1'}\npaths: {}\ncomponents: {schemas: {Pet: {type: object, properties: {name: {type: string}}}}}\n";

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The program in a README that uses the library.
fn program(readme: &str) -> String {
    let text = fs::read_to_string(home().join(readme)).unwrap();
    let blocks = text.split("```rust").skip(1).filter_map(|rest| rest.split("```").next());
    let block = blocks.into_iter().find(|code| code.contains("clientsmith::Job")).unwrap();
    block.split_once('\n').unwrap().1.to_owned()
}

/// Writes a file of the repository in `folder`.
fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Cargo with one folder for the builds of all repositories here, which nobody debugs or builds again.
fn command() -> Command {
    let mut command = Command::new(env!("CARGO"));
    command
        .env("CARGO_TARGET_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).join("own-xtask"))
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_PROFILE_DEV_DEBUG", "0")
        .env("CARGO_PROFILE_TEST_DEBUG", "0");
    command
}

/// Runs the xtask of the repository in `folder`.
fn xtask(folder: &Path, arguments: &[&str]) -> Output {
    command()
        .args(["run", "--quiet", "--offline", "--manifest-path"])
        .arg(folder.join("xtask/Cargo.toml"))
        .arg("--")
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap()
}

fn error(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn the_program_of_the_readme_writes_and_checks() {
    let programs = ["README.md", "generator/README.md"].map(program);
    assert_eq!(programs[0], programs[1]);
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| write(folder.path(), path, text);
    let generator = home().join("generator").canonicalize().unwrap();
    let manifest = format!(
        "[package]\nname = \"xtask\"\nedition = \"2024\"\n\n[dependencies]\nclientsmith = {{ path = '{}' }}\n\n[workspace]\n",
        generator.display()
    );
    write("xtask/Cargo.toml", &manifest);
    fs::copy(home().join("Cargo.lock"), folder.path().join("xtask/Cargo.lock")).unwrap();
    write("xtask/src/main.rs", &programs[0]);
    write("spec/codegen.toml", "description = 'pets.yaml'\noutput = '../client'\n");
    write("spec/pets.yaml", DESCRIPTION);

    let run = xtask(folder.path(), &["--check"]);
    assert!(!run.status.success() && error(&run).contains("+pub struct Pet {"), "{}", error(&run));
    assert!(!folder.path().join("client").exists());
    let run = xtask(folder.path(), &[]);
    assert!(run.status.success(), "{}", error(&run));
    assert!(folder.path().join("client/src/lib.rs").exists());
    let run = xtask(folder.path(), &["--check"]);
    assert_eq!((run.status.code(), error(&run).as_str()), (Some(0), ""));

    write(
        "spec/pets.yaml",
        &DESCRIPTION.replace("{type: string}", "{$ref: '#/components/schemas/Cat'}"),
    );
    let run = xtask(folder.path(), &[]);
    assert!(!run.status.success() && error(&run).contains("spec/pets.yaml:"), "{}", error(&run));
    assert!(folder.path().join("client/src/models/pet.rs").exists());
}

#[test]
fn a_build_script_generates_a_module() {
    let folder = tempfile::tempdir().unwrap();
    let write = |path: &str, text: &str| write(folder.path(), path, text);
    let generator = home().join("generator").canonicalize().unwrap();
    let package = "[package]\nname = \"user\"\nedition = \"2024\"\n\n[workspace]\n";
    let build =
        format!("[build-dependencies]\nclientsmith = {{ path = '{}' }}\n", generator.display());
    let module = "module = 'crate::pets'\ndescription = 'pets.yaml'\nclient = false\n";
    write("api/codegen.toml", module);
    write("api/pets.yaml", DESCRIPTION);
    write(
        "build.rs",
        "fn main() -> Result<(), clientsmith::disk::JobError> {\n    clientsmith::Job::from_settings(\"api/codegen.toml\")?.build_script()\n}\n",
    );
    write(
        "src/main.rs",
        "include!(concat!(env!(\"OUT_DIR\"), \"/pets.rs\"));\n\nfn main() {\n    let pet: pets::models::Pet = serde_json::from_str(r#\"{\"name\":\"Ada\"}\"#).unwrap();\n    assert_eq!(pet.name.as_deref(), Some(\"Ada\"));\n}\n",
    );
    fs::copy(home().join("Cargo.lock"), folder.path().join("Cargo.lock")).unwrap();
    // What the module needs is told beside it.
    let out = folder.path().join("written");
    let job = clientsmith::Job::from_settings(folder.path().join("api/codegen.toml")).unwrap();
    let output = job.generate().unwrap();
    job.output(&out).write(&output).unwrap();
    let needed = fs::read_to_string(out.join("dependencies.toml")).unwrap();
    write("Cargo.toml", &format!("{package}\n{build}\n{needed}"));
    let run = || command().args(["run", "--offline"]).current_dir(folder.path()).output().unwrap();
    let first = run();
    assert!(first.status.success(), "{}", error(&first));
    assert!(!error(&first).contains("warning"), "{}", error(&first));
    write("api/pets.yaml", &DESCRIPTION.replace("name:", "title:"));
    let second = run();
    assert!(error(&second).contains("no field `name` on type"), "{}", error(&second));
    write("api/pets.yaml", &DESCRIPTION.replace("{type: string}", "{$ref: '#/nothing'}"));
    let third = run();
    assert!(error(&third).contains("api/pets.yaml:4:"), "{}", error(&third));
}

/// Runs cargo in the folder, which has to succeed.
fn cargo(folder: &Path, arguments: &[&str]) {
    let output = command().args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "cargo {arguments:?}: {}", error(&output));
}

#[test]
fn a_repository_that_init_writes_passes_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let (spec, out) = (folder.path().join("pets.yaml"), folder.path().join("out"));
    fs::write(&spec, DESCRIPTION).unwrap();
    let generator = home().join("generator").canonicalize().unwrap();
    let init = Command::new(env!("CARGO"))
        .args([
            "run",
            "--quiet",
            "--package",
            "clientsmith-cli",
            "--no-default-features",
            "--",
            "init",
        ])
        .arg(&out)
        .args(["--spec", spec.to_str().unwrap(), "--clientsmith-path", generator.to_str().unwrap()])
        .current_dir(home())
        .output()
        .unwrap();
    assert!(init.status.success(), "{}", error(&init));
    // The versions of this repository, so that nothing is downloaded.
    fs::copy(home().join("Cargo.lock"), out.join("Cargo.lock")).unwrap();
    cargo(&out, &["xtask", "codegen", "--check"]);
    cargo(&out, &["test", "--quiet", "--offline", "--package", "xtask"]);
    // TLS takes longer to compile than all else.
    cargo(&out, &["test", "--quiet", "--offline", "--package", "pets", "--no-default-features"]);
    fs::write(out.join("spec/pets.yaml"), DESCRIPTION.replace("name:", "title:")).unwrap();
    let check = ["run", "--quiet", "--package", "xtask", "--", "codegen", "--check"];
    let run = command().args(check).current_dir(&out).output().unwrap();
    assert!(!run.status.success() && error(&run).contains("+    pub title:"), "{}", error(&run));
}
