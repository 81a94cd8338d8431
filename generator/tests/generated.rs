//! The crate that is checked in: whether it is what the description gives, and whether a change of the description
//! shows in the files that it is about, and in no other.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

mod phone_numbers;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use clientsmith::{Config, diagnostic};
use phone_numbers::{description, generate_from, generate_with, home};

/// The emitted files by path. A description with errors has none.
fn emitted(description: &str) -> BTreeMap<String, String> {
    let output = generate_from(description);
    let files = output.files.unwrap_or_else(|| panic!("{:#?}", output.diagnostics));
    files.iter().map(|(path, text)| (path.to_owned(), text.to_owned())).collect()
}

/// The files of a folder by their path in it, without what cargo and codegen keep there for themselves.
fn on_disk(folder: &Path) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in next.read_dir().unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
            match name.as_str() {
                "target" | "Cargo.lock" | ".codegen-manifest" => {}
                _ if path.is_dir() => folders.push(path),
                _ => {
                    files.insert(name, fs::read_to_string(path).unwrap());
                }
            }
        }
    }
    files
}

/// The paths of the files that are not the same in both.
fn differences(
    one: &BTreeMap<String, String>,
    other: &BTreeMap<String, String>,
) -> BTreeSet<String> {
    one.keys()
        .chain(other.keys())
        .filter(|path| one.get(*path) != other.get(*path))
        .cloned()
        .collect()
}

#[test]
fn the_checked_in_crate_is_up_to_date() {
    let different = differences(&emitted(&description()), &on_disk(&home().join("generated")));
    assert!(different.is_empty(), "run `cargo xtask codegen`; it changes {different:#?}");
}

#[test]
fn the_same_description_gives_the_same_bytes() {
    assert_eq!(generate_from(&description()).files, generate_from(&description()).files);
}

/// Puts `new` in the place of `old`, which stands in the text once.
fn replace(text: &str, old: &str, new: &str) -> String {
    assert_eq!(text.matches(old).count(), 1, "the description has changed around {old:?}");
    text.replacen(old, new, 1)
}

/// Asserts that a change of the description changes these files and no other, but for files of the support code that
/// come or go as a whole.
fn check_change(old: &str, new: &str, paths: &[&str]) {
    let before = description();
    let after = replace(&before, old, new);
    let expected: BTreeSet<String> = paths.iter().map(|path| (*path).to_owned()).collect();
    let mut different = differences(&emitted(&before), &emitted(&after));
    different.retain(|path| !path.starts_with("src/runtime/") || path == "src/runtime/mod.rs");
    assert_eq!(different, expected, "for {new:?}");
}

#[test]
fn a_field_touches_its_model() {
    let field = "\n        nickname:\n          type: string\n        name:\n";
    check_change("\n        name:\n", field, &["src/models/phone_number.rs"]);
}

#[test]
fn a_field_of_a_body_touches_its_operation() {
    let old = "                number:\n                  description: The phone number in E.164";
    let new = format!("                note:\n                  type: string\n{old}");
    check_change(old, &new, &["src/operations/purchase_phone_number.rs"]);
    // A required one is an argument.
    let new = new.replace("note:", "number_type:");
    let before = description();
    let after = replace(
        &replace(&before, old, &new),
        "required: [number]\n              properties",
        "required: [number, number_type]\n              properties",
    );
    let expected = ["src/client.rs", "src/operations/purchase_phone_number.rs"];
    assert_eq!(differences(&emitted(&before), &emitted(&after)), expected.map(String::from).into());
}

#[test]
fn a_value_touches_its_enum() {
    check_change(
        "enum: [voice, fax, sms, mms]",
        "enum: [voice, fax, sms, mms, rcs]",
        &["src/models/capability.rs"],
    );
}

#[test]
fn a_description_touches_what_it_describes() {
    check_change(
        "description: What handles the inbound calls of a phone number.",
        "description: Who picks up.",
        &["src/models/call_handler.rs"],
    );
    check_change(
        "description: The name of the Space, the first part of its host name.",
        "description: The Space.",
        &["src/client.rs"],
    );
    check_change(
        "description: The request could not be understood.",
        "description: The request is wrong.",
        &["src/operations/purchase_phone_number.rs"],
    );
}

#[test]
fn what_only_readers_of_the_description_see_touches_nothing() {
    check_change("# The documentation repeats the text of `capabilities` here.", "# Odd.", &[]);
    check_change(
        "summary: A number that a value was given for every property",
        "summary: All",
        &[],
    );
}

#[test]
fn a_status_touches_its_operation() {
    let old = "        '400':\n          description: The request could not";
    let new = format!("        '409':\n          description: Sold.\n{old}");
    check_change(old, &new, &["src/mock.rs", "src/operations/purchase_phone_number.rs"]);
}

#[test]
fn a_schema_touches_its_file_and_the_list() {
    let old = "    Capability:\n";
    let new = "    Note:\n      type: object\n      properties:\n        text: {type: string}\n    Capability:\n";
    check_change(old, new, &["src/models.rs", "src/models/note.rs"]);
}

#[test]
fn an_operation_touches_its_file_the_list_and_the_client() {
    let old = "\ncomponents:\n";
    let new = "
  /api/relay/rest/phone_numbers/{id}/history:
    get:
      operationId: phone_number_history
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200':
          description: The phone number.
          content: {application/json: {schema: {$ref: '#/components/schemas/PhoneNumber'}}}

components:
";
    let paths = [
        "src/client.rs",
        "src/mock.rs",
        "src/operations.rs",
        "src/operations/phone_number_history.rs",
    ];
    check_change(old, new, &paths);
}

#[test]
fn the_first_call_is_a_part_of_the_docs() {
    // A required parameter is an argument, also of the call that the docs show.
    let old = "        - name: filter_name\n          in: query\n";
    let new = format!("{old}          required: true\n");
    let paths =
        ["README.md", "src/client.rs", "src/lib.rs", "src/operations/list_phone_numbers.rs"];
    check_change(old, &new, &paths);
}

#[test]
fn what_is_written_by_hand_has_to_be_there() {
    for settings in ["readme = 'gone.md'", "examples = ['gone.md']"] {
        let output = generate_with(&description(), &Config::parse(settings).unwrap());
        assert!(output.files.is_none(), "{settings}");
        let shown = diagnostic::render(&output.diagnostics, &output.sources, false);
        let setting = settings.split(' ').next().unwrap();
        let expected = format!("cannot read gone.md from `{setting}` of the settings");
        assert!(shown.contains(&expected), "{shown}");
    }
}
