//! Descriptions that are wrong. In: the files beside the snapshots in `diagnostics/`, and places where no description
//! is. Out: what the user reads, each with its place. What the command line does with them is a test of its own.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

#[allow(dead_code, reason = "the other tests use the rest of it")]
mod cases;
#[allow(dead_code, reason = "the other tests use the rest of it")]
mod phone_numbers;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use cases::Folder;
use clientsmith::diagnostic::Severity;
use clientsmith::{Config, Output, diagnostic, generate, lint, report};

/// The folder of the wrong descriptions.
static FOLDER: LazyLock<PathBuf> =
    LazyLock::new(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics"));

/// The names of the wrong descriptions.
fn names() -> Vec<String> {
    let mut names: Vec<String> = FOLDER
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml") || name.ends_with(".json"))
        .collect();
    names.sort();
    assert!(!names.is_empty());
    names
}

fn run(name: &str) -> Output {
    generate(name, &Folder(FOLDER.clone()), &Config::default())
}

fn rendered(output: &Output) -> String {
    diagnostic::render(&output.diagnostics, &output.sources, false)
}

/// Compares with the snapshot beside the description.
fn check_snapshot(name: &str, text: &str) {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(&*FOLDER);
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

#[test]
fn each_problem_is_told_with_its_place() {
    for name in names() {
        let output = run(&name);
        assert_eq!(output.files, None, "{name} generates");
        assert!(diagnostic::has_errors(&output.diagnostics), "{name}: no error");
        check_snapshot(&name, &rendered(&output));
        for found in &output.diagnostics {
            let place = output.sources.locate(found.span);
            assert_eq!(place.file, name, "{found:?}");
            let text = &output.sources.files()[found.span.file.0 as usize].text;
            assert!(found.span.start <= found.span.end, "{found:?}");
            assert!(found.span.start as usize <= text.len(), "{found:?}");
            assert!(found.help.is_some(), "{name}: without help: {found:?}");
        }
        // The same as JSON, for tools.
        let json = report::json(&output.diagnostics, &output.sources);
        assert_eq!(json.lines().count(), output.diagnostics.len());
        for (line, found) in json.lines().zip(&output.diagnostics) {
            let line: serde_json::Value = serde_json::from_str(line).unwrap();
            assert_eq!(line["message"], found.message);
            assert!(line["line"].as_u64() > Some(0) && line["column"].as_u64() > Some(0), "{line}");
            assert!(line["end_line"].as_u64() >= line["line"].as_u64(), "{line}");
            assert_eq!(line["related"].as_array().unwrap().len(), found.related.len());
        }
        let github = report::github_all(&output.diagnostics, &output.sources);
        assert_eq!(github.lines().count(), output.diagnostics.len());
        let sarif = report::sarif(&[(&output.diagnostics, &output.sources)]);
        let sarif: serde_json::Value = serde_json::from_str(&sarif).unwrap();
        let results = sarif["runs"][0]["results"].as_array().unwrap();
        assert_eq!(results.len(), output.diagnostics.len());
    }
}

#[test]
fn a_place_without_a_description_is_told() {
    for (name, snapshot) in [("nowhere.yaml", "missing-file"), (".", "a-folder")] {
        let output = run(name);
        assert_eq!(output.files, None);
        check_snapshot(snapshot, &rendered(&output));
    }
}

#[test]
fn what_is_wrong_with_a_setting_is_told_in_the_settings() {
    let folder = FOLDER.join("settings");
    let text = fs::read_to_string(folder.join("codegen.toml")).unwrap();
    let config = Config::parse_file("codegen.toml", &text).unwrap();
    let output = generate("description.yaml", &Folder(folder), &config);
    assert_eq!(output.files, None);
    for found in &output.diagnostics {
        assert_eq!(output.sources.locate(found.span).file, "codegen.toml", "{found:?}");
        assert!(found.help.is_some(), "without help: {found:?}");
    }
    check_snapshot("settings", &rendered(&output));

    // Files that settings name are read only where nothing else is wrong.
    let text = "readme = 'nowhere.md'\n";
    let config = Config::parse_file("codegen.toml", text).unwrap();
    let output = generate("description.yaml", &Folder(FOLDER.join("settings")), &config);
    let place = output.sources.locate(output.diagnostics[0].span);
    assert_eq!((place.file.as_str(), place.line, place.column), ("codegen.toml", 1, 1));
}

#[test]
fn settings_make_diagnostics_errors_or_warnings_or_remove_them() {
    let text = "openapi: 3.0.4\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    \
                A: {type: object, propertis: {}, required: [a]}\n    B: {type: object, required: [a]}\n    \
                C: {type: object, properties: {c: {$ref: '#/components/schemas/D'}}}\n";
    let found = |settings: &str| {
        let source = cases::Changed { folder: Folder(FOLDER.clone()), text };
        let config = Config::parse(settings).unwrap();
        let output = generate(cases::DESCRIPTION, &source, &config);
        let shown = |it: &clientsmith::Diagnostic| {
            let line = output.sources.locate(it.span).line;
            format!("{line} {} {}", it.severity.as_str(), it.code)
        };
        let shown: Vec<String> = output.diagnostics.iter().map(shown).collect();
        (output.files.is_some(), shown.join(", "))
    };
    let plain =
        "6 warning untyped, 6 warning unknown-key, 7 warning untyped, 8 error unresolved-reference";
    assert_eq!(found(""), (false, plain.to_owned()));
    let (generates, said) = found(
        "diagnostics.warn = ['unresolved-reference']\n\
         diagnostics.allow = [{code = 'untyped', at = '/components/schemas/A'}]\n",
    );
    let softened = "6 warning unknown-key, 7 warning untyped, 8 warning unresolved-reference";
    assert_eq!((generates, said.as_str()), (true, softened));
    let (generates, said) = found(
        "diagnostics = {allow = ['warnings', 'unresolved-reference'], deny = ['unknown-key']}",
    );
    assert_eq!((generates, said.as_str()), (false, "6 error unknown-key"));
    let (_, said) = found("diagnostics.deny = ['unknwn-key']");
    assert!(said.contains("error settings"), "{said}");
}

#[test]
fn what_is_wrong_with_an_overlay_is_told_in_the_overlay() {
    let folder = FOLDER.join("overlay");
    let text = fs::read_to_string(folder.join("codegen.toml")).unwrap();
    let config = Config::parse_file("codegen.toml", &text).unwrap();
    let output = generate("description.yaml", &Folder(folder), &config);
    assert_eq!(output.files, None);
    for found in &output.diagnostics {
        assert_ne!(output.sources.locate(found.span).file, "description.yaml", "{found:?}");
        assert!(found.help.is_some(), "without help: {found:?}");
    }
    check_snapshot("overlay", &rendered(&output));
}

#[test]
fn no_snapshot_is_left_over() {
    let mut known = names();
    let others = ["missing-file", "a-folder", "settings", "overlay", "lint", "lint-swagger"];
    known.extend(others.map(String::from));
    for entry in FOLDER.read_dir().unwrap() {
        let file = entry.unwrap().file_name().into_string().unwrap();
        if let Some(name) = file.strip_suffix(".snap") {
            assert!(known.contains(&name.to_owned()), "nothing has this snapshot: {file}");
        }
    }
}

#[test]
fn json_is_as_good_as_yaml() {
    let case = cases::all().into_iter().find(|case| case.name == "nested-objects").unwrap();
    let yaml = fs::read_to_string(case.folder.join(cases::DESCRIPTION)).unwrap();
    let value: serde_yaml::Value = serde_yaml::from_str(&yaml).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("pretty.json", serde_json::to_string_pretty(&value).unwrap()),
        ("small.json", serde_json::to_string(&value).unwrap()),
        // What a file is called says nothing.
        ("json.yaml", format!("\u{feff}{}", serde_json::to_string(&value).unwrap())),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
        let source = Folder(folder.path().to_owned());
        let output = generate(name, &source, &Config::default());
        assert_eq!(rendered(&output), "");
        assert_eq!(output.files, case.generate(&Config::default()).files, "{name}");
    }
}

#[test]
fn what_would_make_a_client_better_is_told_with_its_place() {
    let folder = Folder(FOLDER.join("lint"));
    for (file, snapshot) in [("description.yaml", "lint"), ("swagger.yaml", "lint-swagger")] {
        let (found, sources) = lint(file, &folder, &Config::default());
        check_snapshot(snapshot, &diagnostic::render_all(&found, &sources, false));
        assert!(found.iter().all(|it| it.code.as_str().starts_with("lint-")));
        assert!(generate(file, &folder, &Config::default()).files.is_some());
    }
    let config = "[diagnostics]\nallow = ['warnings']\ndeny = [{ code = 'lint-security', at = '/servers' }]\n";
    let (found, _) = lint("description.yaml", &folder, &Config::parse(config).unwrap());
    let found: Vec<(&str, bool)> =
        found.iter().map(|it| (it.code.as_str(), it.severity == Severity::Error)).collect();
    assert_eq!(found, [("lint-security", true)]);
}

#[test]
fn the_description_of_this_repository_has_nothing_to_mend() {
    let (found, sources) =
        lint("phone-numbers.yaml", &Folder(phone_numbers::home().join("spec")), &Config::default());
    assert_eq!(diagnostic::render(&found, &sources, false), "");
}

#[test]
fn examples_of_schemas_that_share_parts_take_no_longer() {
    let parts: Vec<String> = (0..40)
        .map(|part| {
            let next = part + 1;
            let next = format!("{{$ref: '#/components/schemas/S{next}'}}");
            format!("    S{part}: {{allOf: [{next}, {next}, {next}]}}\n")
        })
        .collect();
    let text = format!(
        "openapi: 3.0.3\ninfo: {{title: A, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n    A: {{allOf: [{{$ref: '#/components/schemas/S0'}}], example: 1}}\n{}    S40: {{type: integer}}\n",
        parts.concat()
    );
    let source = cases::Changed { folder: Folder(FOLDER.clone()), text: &text };
    let start = std::time::Instant::now();
    assert!(lint(cases::DESCRIPTION, &source, &Config::default()).0.is_empty());
    assert!(start.elapsed() < std::time::Duration::from_secs(2));
}
