//! Programs and texts that are written by hand, against the crate that they are for. In: a small description, and a
//! program or a text. Out: what is said of names that the crate does not have, and that nothing is said of others.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use clientsmith::{Config, ReadSource, diagnostic, generate};

const DESCRIPTION: &str = "
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths:
  /pets:
    get:
      operationId: list_pets
      parameters: [{name: limit, in: query, schema: {type: integer}}]
      responses:
        '200':
          description: The pets.
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
    post:
      operationId: add_pet
      parameters: [{name: name, in: query, schema: {type: string}}]
      responses: {'204': {description: Done.}}
components:
  schemas:
    Pet: {type: object, properties: {name: {type: string}}}
";

struct Texts<'t>(&'t [(&'t str, &'t str)]);

impl ReadSource for Texts<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|(name, _)| *name == path);
        found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| String::from("not there"))
    }
}

/// What is said of the files that the settings name.
fn said(settings: &str, files: &[(&str, &str)]) -> String {
    let files = [&[("pets.yaml", DESCRIPTION)], files].concat();
    let output = generate("pets.yaml", &Texts(&files), &Config::parse(settings).unwrap());
    assert_eq!(output.files.is_some(), output.diagnostics.is_empty());
    diagnostic::render(&output.diagnostics, &output.sources, false)
}

fn said_of_program(program: &str) -> String {
    said("examples = ['examples/a.rs']", &[("examples/a.rs", program)])
}

fn said_of_usage(usage: &str) -> String {
    said("readme = 'usage.md'", &[("usage.md", usage)])
}

/// A program in which the statements know the client.
fn main(statements: &str) -> String {
    format!(
        "use pets::Client;\n\nasync fn main_() -> Result<(), Box<dyn std::error::Error>> {{\n    \
         let client = Client::builder().base_url(\"x\").build()?;\n{statements}\n    Ok(())\n}}\n"
    )
}

#[test]
fn a_renamed_operation_is_named_with_its_place() {
    insta::assert_snapshot!(said_of_program(&main("    let pets = client.list_all_pets().limit(3).await?;")), @r#"
    error[unknown-name]: the client has no method `list_all_pets`
     --> examples/a.rs:5:23
      |
    5 |     let pets = client.list_all_pets().limit(3).await?;
      |                       ^^^^^^^^^^^^^
      |
      = help: did you mean `list_pets`?
    "#);
    insta::assert_snapshot!(said_of_usage("# Usage\n\nThe pets:\n\n```rust\nlet pets = client.list_all().await?;\n```\n"), @r#"
    error[unknown-name]: the client has no method `list_all`
     --> usage.md:6:19
      |
    6 | let pets = client.list_all().await?;
      |                   ^^^^^^^^
      |
      = help: did you mean `list_pets`?
    "#);
}

#[test]
fn the_place_is_that_of_the_call() {
    let program = main(
        "    // client.gone()\n    let gone = \"gone\"; println!(\"{gone} {}\", gone);\n    \
         other.gone(gone);\n    client.gone(other.gone());",
    );
    let said = said_of_program(&program);
    assert!(said.contains("--> examples/a.rs:8:12"), "{said}");
}

#[test]
fn an_option_of_another_operation_is_named() {
    insta::assert_snapshot!(said_of_program(&main("    let call = client.add_pet().name(\"Rex\");\n    call.limit(3).await?;")), @r#"
    error[unknown-name]: a call of `AddPet` has no method `limit`
     --> examples/a.rs:6:10
      |
    6 |     call.limit(3).await?;
      |          ^^^^^
      |
      = help: did you mean `name`?
    "#);
}

#[test]
fn paths_that_lead_nowhere_are_named() {
    let program = "
use pets::models::{Cat, Pet};
use pets::operations::AddPet as Add;
use pets::nothing::Here;

fn f(pet: &pets::models::Dog) -> pets::runtime::Retry { pets::serde_json::Value::Null; todo!() }
";
    insta::assert_snapshot!(said_of_program(program), @r#"
    error[unknown-name]: `pets::models` has no `Cat`
     --> examples/a.rs:2:20
      |
    2 | use pets::models::{Cat, Pet};
      |                    ^^^
      |
      = help: did you mean `Pet`?

    error[unknown-name]: `pets` has no `nothing`
     --> examples/a.rs:4:11
      |
    4 | use pets::nothing::Here;
      |           ^^^^^^^
      |
      = help: did you mean `blocking`?

    error[unknown-name]: `pets::models` has no `Dog`
     --> examples/a.rs:6:26
      |
    6 | fn f(pet: &pets::models::Dog) -> pets::runtime::Retry { pets::serde_json::Value::Null; todo!() }
      |                          ^^^
      |
      = help: did you mean `Pet`?
    "#);
}

#[test]
fn a_client_is_known_wherever_it_comes_from() {
    let known = [
        "async fn f(client: &pets::Client) { client.gone().await; }",
        "use pets::blocking::Client as Sync; fn f(it: Sync) { it.gone().send(); }",
        "use pets::Client; fn made() -> Result<Client, String> { todo!() } fn f() { let it = made().unwrap(); it.gone(); }",
        "fn f(client: pets::Client) { let other = client.clone(); other.gone(); }",
        "fn f() { let it = pets::Client::builder().build().expect(\"settings\"); (|| it.gone())(); }",
    ];
    for program in known {
        let said = said_of_program(program);
        assert!(said.contains("the client has no method `gone`"), "{program}\n{said}");
        assert!(said.contains("--> examples/a.rs:1:"), "{program}\n{said}");
    }
}

#[test]
fn what_is_not_certain_is_left_to_the_compiler() {
    let fine = [
        // Another type, or another value of the name.
        "struct Client; fn f(client: Client) { client.gone(); }",
        "use other::Client; fn f(client: Client) { client.gone(); }",
        "fn f(client: pets::Client) { let client = wrap(client); client.gone(); }",
        "fn f(client: pets::Client, all: Vec<Own>) { for client in all { client.gone(); } client.list_pets(); }",
        "fn f(client: pets::Client) { let g = |client: Own| client.gone(); }",
        "fn f(client: pets::Client) { match own() { client => client.gone() } }",
        "fn f(client: pets::Client) { if let Some(client) = own() { client.gone(); } }",
        // What a trait of the program adds.
        "trait More { fn gone(&self) {} } impl More for pets::Client {} fn f(client: pets::Client) { client.gone(); }",
        // Methods of any type, and what calls give.
        "fn f(client: pets::Client) { client.clone().to_owned().list_pets().into_future(); }",
        "async fn f(client: pets::Client) { client.list_pets().limit(1).timeout(t).with_response().await?.into_body(); }",
        "async fn f(client: pets::Client) { client.list_pets().await.unwrap().first(); }",
        // Other crates, and modules that are named after this one.
        "use petshop::models::Cat; mod own { pub mod models { pub struct Cat; } } use own::models::Cat as Own;",
        "use pets::models::*; use pets::models::{self, Pet}; use pets::{Client, runtime};",
        "fn f() { pets::models::Pet::new(); pets::models::Pet::gone(); }",
        // No Rust at all.
        "fn f( {",
    ];
    for program in fine {
        assert_eq!(said_of_program(program), "", "{program}");
    }
    let usage = "```rust\nclient.list_pets().await?;\n```\n\n```text\nclient.gone();\n```\n\n    client.gone();\n";
    assert_eq!(said_of_usage(usage), "");
}

#[test]
fn programs_share_the_functions_that_make_clients() {
    let shared = "pub fn client() -> Result<pets::Client, String> { todo!() }";
    let program = "mod settings;\n\nfn main() {\n    let client = settings::client()?;\n    client.gone();\n}\n";
    let files = [("examples/settings/mod.rs", shared), ("examples/a.rs", program)];
    let said = said("examples = ['examples/settings/mod.rs', 'examples/a.rs']", &files);
    assert!(said.contains("--> examples/a.rs:5:12"), "{said}");
}
