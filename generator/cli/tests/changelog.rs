//! `clientsmith codegen --changelog` and the version policy: changes of a description in, versions and entries out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// A description whose only model has this property.
fn description(property: &str) -> String {
    format!(
        "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\npaths: {{}}\ncomponents: {{schemas: {{Pet: {{type: object, properties: {{{property}: {{type: string}}}}}}}}}}\n"
    )
}

fn clientsmith(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let run =
        Command::new(env!("CARGO_BIN_EXE_clientsmith")).args(args).current_dir(folder).output();
    let run = run.unwrap();
    (run.status.code(), String::from_utf8(run.stderr).unwrap())
}

/// A folder with a crate of these settings for its package.
fn folder(package: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    settings(folder.path(), package);
    fs::write(folder.path().join("pets.yaml"), description("name")).unwrap();
    assert_eq!(clientsmith(folder.path(), &["codegen", "--changelog"]).0, Some(0));
    folder
}

fn settings(folder: &Path, package: &str) {
    let text = format!("description = 'pets.yaml'\noutput = 'pets'\n[package]\n{package}\n");
    fs::write(folder.join("codegen.toml"), text).unwrap();
}

/// A file of the crate.
fn read(folder: &TempDir, name: &str) -> String {
    fs::read_to_string(folder.path().join("pets").join(name)).unwrap()
}

#[test]
fn by_the_policy_what_breaks_callers_needs_a_new_version() {
    let folder = folder("version-policy = 'semver'");
    assert_eq!(read(&folder, "CHANGELOG.md"), "# Changelog\n\n## 0.1.0\n\nThe first version.\n");
    fs::write(folder.path().join("pets.yaml"), description("title")).unwrap();
    let (code, text) = clientsmith(folder.path(), &["codegen"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("need version 0.2.0") && text.contains("--changelog"), "{text}");
    assert!(read(&folder, "src/models/pet.rs").contains("name"), "the crate is unchanged");

    let (code, text) = clientsmith(folder.path(), &["codegen", "--changelog"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(read(&folder, "Cargo.toml").contains("version = \"0.2.0\"\n"));
    let changelog = read(&folder, "CHANGELOG.md");
    assert!(changelog.starts_with("# Changelog\n\n## 0.2.0\n\n### Breaking\n\n- `models::Pet"));
    assert!(changelog.ends_with("\n## 0.1.0\n\nThe first version.\n"), "{changelog}");
    // The version is that of the folder from now on.
    for args in [&["codegen", "--check"][..], &["codegen"], &["codegen", "--changelog"]] {
        assert_eq!(clientsmith(folder.path(), args).0, Some(0), "{args:?}");
    }
    assert_eq!(read(&folder, "CHANGELOG.md"), changelog);
}

#[test]
fn a_changelog_may_be_edited_and_stays() {
    let folder = folder("version = '1.0.0'");
    let own = "# What is new\n\n## 1.0.0\n\nBy hand.\n";
    fs::write(folder.path().join("pets/CHANGELOG.md"), own).unwrap();
    fs::write(folder.path().join("pets.yaml"), description("title")).unwrap();
    assert_eq!(clientsmith(folder.path(), &["codegen"]).0, Some(0));
    assert_eq!(read(&folder, "CHANGELOG.md"), own);
    assert_eq!(clientsmith(folder.path(), &["codegen", "--check"]).0, Some(0));
}

#[test]
fn without_the_policy_the_settings_have_the_version() {
    let folder = folder("version = '1.0.0'");
    fs::write(folder.path().join("pets.yaml"), description("title")).unwrap();
    let (code, text) = clientsmith(folder.path(), &["codegen", "--changelog"]);
    assert!(code == Some(1) && text.contains("`package.version = \"2.0.0\"`"), "{text}");
    assert!(read(&folder, "Cargo.toml").contains("version = \"1.0.0\"\n"));
    settings(folder.path(), "version = '2.0.0'");
    assert_eq!(clientsmith(folder.path(), &["codegen", "--changelog"]).0, Some(0));
    assert!(read(&folder, "CHANGELOG.md").contains("\n## 2.0.0\n\n### Breaking\n"));
}

#[test]
fn a_crate_that_cannot_be_read_is_not_compared_with() {
    let policy = folder("version = '1.0.0'\nversion-policy = 'semver'");
    let plain = folder("version = '1.0.0'");
    // A merge left it.
    let spoil = |folder: &TempDir, name: &str| {
        let wrong = format!("<<<<<<< HEAD\n{}", read(folder, name));
        fs::write(folder.path().join("pets").join(name), wrong).unwrap();
    };
    for (name, reason) in [("Cargo.toml", "no version that can be read"), ("src/lib.rs", "lib.rs")]
    {
        for folder in [&policy, &plain] {
            let right = read(folder, name);
            spoil(folder, name);
            let runs: &[&[&str]] = if std::ptr::eq(folder, &policy) {
                &[&["codegen"], &["codegen", "--changelog"]]
            } else {
                &[&["codegen", "--changelog"]]
            };
            for args in runs {
                let (code, text) = clientsmith(folder.path(), args);
                assert!(code == Some(2) && text.contains(reason), "{text}");
                assert!(text.contains("restore its files"), "{text}");
                assert!(read(folder, name).starts_with("<<<"), "nothing is written");
            }
            fs::write(folder.path().join("pets").join(name), right).unwrap();
        }
        // What is not compared is replaced.
        spoil(&plain, name);
        let (code, text) = clientsmith(plain.path(), &["codegen"]);
        assert_eq!(code, Some(0), "{text}");
    }
}

#[test]
fn a_changelog_that_is_not_utf_8_stays() {
    let folder = folder("version = '1.0.0'");
    let file = folder.path().join("pets/CHANGELOG.md");
    fs::write(&file, b"# Caf\xe9\n").unwrap();
    fs::write(folder.path().join("pets.yaml"), description("title")).unwrap();
    settings(folder.path(), "version = '2.0.0'");
    let (code, text) = clientsmith(folder.path(), &["codegen", "--changelog"]);
    assert!(code == Some(2) && text.contains("cannot read `pets/CHANGELOG.md`"), "{text}");
    assert_eq!(fs::read(&file).unwrap(), b"# Caf\xe9\n");
}

#[test]
fn a_pre_release_stays_one() {
    let folder = folder("version = '2.0.0-rc.1'\nversion-policy = 'semver'");
    fs::write(folder.path().join("pets.yaml"), description("title")).unwrap();
    for args in [&["codegen", "--changelog"][..], &["codegen"]] {
        assert_eq!(clientsmith(folder.path(), args).0, Some(0), "{args:?}");
        assert!(read(&folder, "Cargo.toml").contains("version = \"2.0.0-rc.1\"\n"));
    }
    let changelog = read(&folder, "CHANGELOG.md");
    assert!(changelog.contains("## 2.0.0-rc.1\n\nThe first version.\n\n### Breaking\n"));
}

#[test]
fn a_module_has_no_version_to_be_raised() {
    let folder = folder("");
    let settings = "description = 'pets.yaml'\noutput = 'src/pets'\nmodule = 'crate::pets'\n";
    fs::write(folder.path().join("codegen.toml"), settings).unwrap();
    let (code, text) = clientsmith(folder.path(), &["codegen", "--changelog"]);
    assert_eq!(code, Some(2), "{text}");
    assert!(text.contains("a module has no version"), "{text}");
    assert!(!folder.path().join("src/pets").exists());
    assert_eq!(clientsmith(folder.path(), &["codegen"]).0, Some(0));
    assert!(read(&folder, "../src/pets/dependencies.toml").contains("[dependencies]"));
}

#[test]
fn what_breaks_callers_is_told_before_it_is_written() {
    let folder = folder("");
    let description = |id: &str, property: &str| {
        format!(
            "openapi: 3.0.3\ninfo: {{title: Pets, version: '1'}}\ntags: [{{name: cats}}, {{name: dogs}}]\npaths:\n  /cats: {{get: {{operationId: get_cats, tags: [cats], parameters: [{{name: {property}, in: query, schema: {{type: string}}}}], responses: {{'204': {{description: Done.}}}}}}}}\n  /dogs: {{get: {{operationId: {id}, tags: [dogs], responses: {{'204': {{description: Done.}}}}}}}}\n"
        )
    };
    let write = |id, property| {
        fs::write(folder.path().join("pets.yaml"), description(id, property)).unwrap();
        clientsmith(folder.path(), &["codegen"]).1
    };
    for head in ["", "tag-features = true\n"] {
        let settings = format!("{head}description = 'pets.yaml'\noutput = 'pets'\n");
        fs::write(folder.path().join("codegen.toml"), settings).unwrap();
        write("get_dogs", "name");
        let text = write("list_dogs", "name");
        assert!(text.contains("breaking changes for callers of the crate:"), "{text}");
        assert!(text.contains("  Client::get_dogs: it is gone"), "{text}");
        // In a file that another one declares, which is the same.
        let text = write("list_dogs", "title");
        assert!(text.contains("1 breaking change for callers of the crate:"), "{text}");
        assert!(!write("list_dogs", "title").contains("breaking"));
    }
}
