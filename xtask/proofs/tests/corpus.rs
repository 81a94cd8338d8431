//! The commands that work on many descriptions, as a user types them: folders in; exit code and text out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const PETS: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths:
  /pets:
    get:
      operationId: list_pets
      responses:
        '200':
          description: All of them.
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}
components:
  schemas:
    Pet:
      type: object
      required: [name, born]
      properties:
        name: {type: string}
        born: {type: string, format: date-time}
        weight: {type: number, nullable: true}
";

const SAMPLES: &str = r#"
{"schema": "Pet", "case": "min", "value": {"name": "Rex", "born": "2021-03-04T05:06:07+02:00"}}
{"schema": "Pet", "case": "max", "value": {"weight": 7, "name": "Rex", "born": "2021-03-04T05:06:07Z"}}
{"schema": "Pet", "case": "null", "value": {"name": "", "born": "2021-03-04T05:06:07.5Z", "weight": null}}
"#;

struct Run {
    code: Option<i32>,
    out: String,
    err: String,
}

impl Run {
    fn lines(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// Runs `cargo xtask` with these arguments in a folder.
fn xtask(folder: &Path, args: &[&str]) -> Run {
    let output =
        Command::new(env!("CARGO_BIN_EXE_proofs")).args(args).current_dir(folder).output().unwrap();
    Run {
        code: output.status.code(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A folder of files.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// A working folder that stays, and the folder of this repository's build results, where dependencies are built already.
fn working(name: &str) -> [String; 4] {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let text = |path: PathBuf| path.to_str().unwrap().to_owned();
    ["--keep".into(), text(temporary.join(name)), "--target-dir".into(), text(temporary.join(".."))]
}

fn corpus() -> TempDir {
    folder(&[
        ("corpus/pets.yaml", PETS),
        ("corpus/broken.yaml", &PETS.replace("schemas/Pet'", "schemas/Cat'")),
        ("corpus/unset/api.yaml", PETS),
        (
            "corpus/other/api.json",
            r#"{"openapi": "3.0.3", "info": {"title": "x", "version": "1"}, "paths": {}}"#,
        ),
        ("corpus/other/notes.yaml", "title: no description"),
    ])
}

#[test]
fn every_description_of_a_folder_is_generated_whatever_becomes_of_the_others() {
    let folder = corpus();
    // The process that generates this one ends with an error of its own.
    let settings = "description = 'api.yaml'\nmistake = 1\n";
    fs::write(folder.path().join("corpus/unset/codegen.toml"), settings).unwrap();
    let run = xtask(folder.path(), &["corpus", "corpus", "--keep", "work"]);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let rows: Vec<Vec<&str>> =
        run.out.lines().map(|line| line.split_whitespace().collect()).take(5).collect();
    let first_and_last: Vec<_> =
        rows.iter().map(|row| (*row.first().unwrap(), *row.last().unwrap())).collect();
    let wanted = [
        ("description", "diagnostics"),
        ("broken", "FAILED"),
        ("other", "ok"),
        ("pets", "ok"),
        ("unset", "FAILED"),
    ];
    assert_eq!(first_and_last, wanted, "{}", run.out);
    assert!(run.out.contains("(broken.yaml:13:51 unresolved-reference)\n"), "{}", run.out);
    assert!(
        run.out.contains("unset: error: error[settings]: unknown field `mistake`"),
        "{}",
        run.out
    );
    assert!(run.out.contains("4 descriptions: 2 ok, 2 failed; "), "{}", run.out);
    assert!(folder.path().join("work/other/src/lib.rs").is_file());
    assert!(!folder.path().join("work/broken").exists());
    assert_eq!(run.err, "");
}

#[test]
fn results_can_be_json() {
    let folder = corpus();
    let args = ["corpus", "corpus", "--keep", "work", "--json", "--only", "broken,pets"];
    let run = xtask(folder.path(), &args);
    assert_eq!((run.code, run.err.as_str()), (Some(1), ""));
    let lines = run.lines();
    let [broken, pets] = lines.as_slice() else { panic!("{}", run.out) };
    assert_eq!((&broken["name"], &broken["generated"]), (&"broken".into(), &false.into()));
    assert_eq!(broken["diagnostics"]["codes"]["unresolved-reference"], 1);
    assert_eq!((&pets["name"], &pets["failed"]), (&"pets".into(), &Value::Null));
    assert_eq!((&pets["operations"], &pets["types"]), (&1.into(), &2.into()));
    assert_eq!(pets["bytes"], PETS.len());
    let code = |path: &str| {
        let text = fs::read_to_string(folder.path().join("work/pets/src").join(path)).unwrap();
        text.lines().filter(|it| !it.trim().is_empty() && !it.trim().starts_with("//")).count()
    };
    assert!(
        code("models/pet.rs") > 5 && pets["lines"].as_u64().unwrap() > code("client.rs") as u64
    );
}

#[test]
fn what_is_worked_on_can_be_chosen() {
    let folder = corpus();
    let names = |args: &[&str]| {
        let args = [&["corpus", "corpus", "--keep", "work", "--json"], args].concat();
        let lines = xtask(folder.path(), &args).lines();
        lines.into_iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names(&[]), ["broken", "other", "pets", "unset"]);
    assert_eq!(names(&["--max-size", "100"]), ["other"]);
    assert_eq!(names(&["--only", "pets"]), ["pets"]);
    for (args, message) in [
        (
            &["corpus", "corpus", "--only", "cats"][..],
            "there is no description `cats`, only: broken",
        ),
        (&["corpus", "corpus", "--max-size", "1"], "no description is that small"),
        (&["corpus", "corpus", "--max-size", "much"], "use a number"),
        (&["corpus", "nowhere"], "cannot read `nowhere`"),
        (&["unions", "nowhere"], "cannot read `nowhere`"),
        (&["roundtrip", "corpus", "none.jsonl"], "cannot read `none.jsonl`"),
        (&["roundtrip", "--all", "corpus", "none"], "no description has samples in `none`"),
    ] {
        let run = xtask(folder.path(), args);
        assert_eq!(run.code, Some(2), "{args:?}: {}", run.err);
        assert!(run.err.contains(message), "{args:?}: {}", run.err);
    }
}

#[test]
fn crates_are_compiled_and_measured() {
    let folder = corpus();
    let working = working("corpus");
    let mut args = vec!["corpus", "corpus", "--json", "--lints", "--only", "broken,pets"];
    args.extend(working.iter().map(String::as_str));
    let run = xtask(folder.path(), &args);
    assert_eq!(run.code, Some(1), "{}", run.err);
    let lines = run.lines();
    assert!(lines[0].get("rustc").is_none(), "there is nothing to compile: {}", lines[0]);
    assert_eq!(lines[1]["failed"], Value::Null, "{}", lines[1]);
    for step in ["rustc", "clippy", "rustdoc"] {
        assert_eq!(lines[1][step]["errors"], 0, "{}", lines[1]);
    }
    assert!(lines[1]["checkSeconds"].as_f64().unwrap() > 0.0, "{}", lines[1]);
    assert!(lines[1]["checkMemory"].as_u64().unwrap() > 10_000_000, "{}", lines[1]);
}

#[test]
fn values_come_back_as_they_were() {
    let refused = r#"{"schema": "Pet", "case": "rand", "value": {"name": 1, "born": "2021-03-04T05:06:07Z"}}"#;
    let unknown = r#"{"schema": "Cat", "case": "min", "value": {}}"#;
    let folder = folder(&[
        ("corpus/pets.yaml", PETS),
        ("corpus/cats.yaml", PETS),
        ("samples/pets.jsonl", SAMPLES),
        ("bad.jsonl", &format!("{SAMPLES}{refused}\n{unknown}\n")),
        ("wrong.jsonl", "{\"schema\": \"Pet\"}"),
    ]);
    let working = working("roundtrip");
    let xtask = |args: &[&str]| {
        let args = [&["roundtrip"], args, &working.each_ref().map(String::as_str)].concat();
        xtask(folder.path(), &args)
    };

    let run = xtask(&["--all", "corpus", "samples"]);
    assert_eq!(run.code, Some(0), "{}{}", run.out, run.err);
    let wanted = "3 samples: 3 equal, 0 different, 0 without a type, 0 not tried\n";
    assert!(run.out.ends_with(wanted) && !run.out.contains("cats"), "{}", run.out);

    let run = xtask(&["corpus/pets.yaml", "bad.jsonl"]);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("  Pet (rand) : refused: {"), "{}", run.out);
    assert!(run.out.contains("  no type for: Cat\n"), "{}", run.out);
    let wanted = "5 samples: 3 equal, 1 different, 1 without a type, 0 not tried\n";
    assert!(run.out.ends_with(wanted), "{}", run.out);

    let run = xtask(&["corpus/pets.yaml", "bad.jsonl", "--json"]);
    let lines = run.lines();
    assert_eq!(lines.len(), 2, "{}", run.out);
    assert_eq!((&lines[0]["schema"], &lines[0]["kind"]), (&"Pet".into(), &"refused".into()));
    assert_eq!((&lines[1]["different"], &lines[1]["missing"]["Cat"]), (&1.into(), &1.into()));

    let largest = &lines[1]["largest"];
    assert_eq!(largest["type"], "pets_client::models::Pet", "{largest}");
    assert!((50..1000).contains(&largest["bytes"].as_u64().unwrap()), "{largest}");

    let run = xtask(&["corpus/pets.yaml", "wrong.jsonl"]);
    assert_eq!(run.code, Some(2), "{}", run.err);
    assert!(run.err.contains("wrong.jsonl: line 1 is not a sample: "), "{}", run.err);
}

#[test]
fn a_value_in_a_wrong_member_is_found() {
    // No rule of a union is about what an array contains.
    let schema = |item: &str| {
        let list = format!("{{type: array, items: {{type: string}}, contains: {{const: {item}}}}}");
        format!(
            "{{type: object, required: [list], properties: {{list: {list}}}, examples: [{{list: [{item}]}}]}}"
        )
    };
    let description = format!(
        "openapi: 3.1.0\ninfo: {{title: Lists, version: '1'}}\ncomponents:\n  schemas:\n    A: {}\n    B: {}\n    \
         Either: {{oneOf: [{{$ref: '#/components/schemas/A'}}, {{$ref: '#/components/schemas/B'}}]}}\n",
        schema("a"),
        schema("b"),
    );
    let folder = folder(&[("lists.yaml", &description)]);
    let working = working("unions");
    let args = [&["unions", "lists.yaml"], &working.each_ref().map(String::as_str)[..]].concat();
    let run = xtask(folder.path(), &args);
    assert_eq!(run.code, Some(1), "{}{}", run.out, run.err);
    assert!(run.out.contains("  Either: A, not B: {\"list\":[\"b\"]}\n"), "{}", run.out);
}
