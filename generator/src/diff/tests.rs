//! Pairs of descriptions: what one edit of a description means for callers.

use super::{Bump, Diff, Format, Side, diff};
use crate::{Config, ReadSource};

const BASE: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: https://example.com}]
paths:
  /pets:
    get:
      operationId: listPets
      parameters:
        - {name: limit, in: query, schema: {type: integer}}
      responses:
        '200': {description: Pets., content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}}
    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'201': {description: Added.}}
  /pets/{id}:
    get:
      operationId: getPet
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses:
        '200': {description: A pet., content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        '404': {description: None., content: {application/json: {schema: {$ref: '#/components/schemas/Problem'}}}}
components:
  schemas:
    Pet:
      type: object
      required: [name]
      properties:
        name: {type: string}
        kind: {type: string, enum: [cat, dog]}
        age: {type: integer}
    Problem: {type: object, properties: {code: {type: string}}}
";

struct Memory(String);

impl ReadSource for Memory {
    fn read(&self, _: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

fn side(text: String) -> Side {
    let (side, output) = Side::of("pets.yaml", &Memory(text), &Config::default());
    side.unwrap_or_else(|| panic!("{}", output.report()))
}

/// The changes if each first string is replaced by the second.
fn edited(edits: &[(&str, &str)]) -> Diff {
    let mut text = BASE.to_owned();
    for (from, to) in edits {
        assert!(text.contains(from), "{from}");
        text = text.replacen(from, to, 1);
    }
    diff(&side(BASE.to_owned()), &side(text)).unwrap()
}

/// The bump and the messages, each with its path and its place.
fn told(diff: &Diff) -> (Bump, Vec<String>) {
    let told = diff.changes.iter().map(|change| {
        let place = change.place.as_deref().unwrap_or("-");
        format!("{}: {} @ {place}", change.rust, change.message)
    });
    (diff.bump(), told.collect())
}

fn check(edits: &[(&str, &str)], bump: Bump, wanted: &[&str]) {
    let (found, told) = told(&edited(edits));
    assert_eq!(found, bump, "{edits:?}: {told:#?}");
    for message in wanted {
        assert!(
            told.iter().any(|told| told == message),
            "{edits:?}: `{message}` is not in {told:#?}"
        );
    }
    assert!(wanted.is_empty() || told.len() == wanted.len(), "{edits:?}: {told:#?}");
}

#[test]
fn the_same_description_is_no_change() {
    check(&[], Bump::None, &[]);
    check(&[("limit, in: query", "limit,   in: query")], Bump::None, &[]);
}

#[test]
fn operations_come_and_go_as_a_whole() {
    let gone = "    post:
      operationId: addPet
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'201': {description: Added.}}
";
    // What only the operation needed goes with it, and so do the setters of a struct that is no longer sent.
    let (bump, told) = told(&edited(&[(gone, "")]));
    assert_eq!(bump, Bump::Major);
    assert_eq!(told[0], "Client::add_pet: the operation is gone @ POST /pets");
    let new =
        "    put: {operationId: putPets, responses: {'204': {description: Done.}}}\n    post:";
    check(
        &[("    post:", new)],
        Bump::Minor,
        &["Client::put_pets: the operation is new @ PUT /pets"],
    );
    let renamed = edited(&[("operationId: getPet", "operationId: fetchPet")]);
    assert_eq!(renamed.bump(), Bump::Major);
}

#[test]
fn parameters_are_arguments_or_options() {
    let more = (
        "schema: {type: integer}}\n      responses",
        "schema: {type: integer}}\n        - {name: tag, in: query, schema: {type: string}}\n      responses",
    );
    check(&[more], Bump::Minor, &["operations::ListPets::tag: it is new @ GET /pets"]);
    let required = (
        "schema: {type: integer}}\n      responses",
        "schema: {type: integer}}\n        - {name: tag, in: query, required: true, schema: {type: string}}\n      responses",
    );
    check(&[required], Bump::Major, &["Client::list_pets: its type changes @ GET /pets"]);
    check(
        &[("name: limit, in: query", "name: limit, in: header")],
        Bump::Patch,
        &["operations::ListPets::limit: the location changes @ GET /pets"],
    );
    check(
        &[(
            "limit, in: query, schema: {type: integer}",
            "limit, in: query, schema: {type: string}",
        )],
        Bump::Major,
        &["operations::ListPets::limit: its type changes @ GET /pets"],
    );
}

#[test]
fn fields_and_values_are_told_by_their_names() {
    let place = "#/components/schemas/Pet";
    check(
        &[(
            "        age: {type: integer}",
            "        age: {type: integer}\n        owner: {type: string}",
        )],
        Bump::Minor,
        &[&format!("models::Pet::owner: it is new @ {place}")],
    );
    let gone = edited(&[("        age: {type: integer}\n", "")]);
    assert_eq!(gone.bump(), Bump::Major);
    check(&[("required: [name]", "required: [name, age]")], Bump::Major, &[]);
    check(&[("age: {type: integer}", "age: {type: number}")], Bump::Major, &[]);
    check(
        &[("enum: [cat, dog]", "enum: [cat, dog, cow]")],
        Bump::Minor,
        &["models::PetKind::Cow: it is new @ -"],
    );
    check(&[("enum: [cat, dog]", "enum: [cat]")], Bump::Major, &[]);
    check(
        &[("enum: [cat, dog]", "enum: [CAT, dog]")],
        Bump::Patch,
        &["models::PetKind::Cat: the value changes @ -"],
    );
    check(
        &[("        age: {type: integer}", "        age: {type: integer, deprecated: true}")],
        Bump::Minor,
        &[&format!("models::Pet::age: it is deprecated @ {place}")],
    );
}

#[test]
fn what_is_sent_changes_without_the_api() {
    check(
        &[("  /pets:\n    get", "  /animals:\n    get")],
        Bump::Patch,
        &[
            "operations::ListPets: the path changes @ GET /animals",
            "operations::AddPet: the path changes @ POST /animals",
        ],
    );
    check(
        &[("https://example.com", "https://example.org")],
        Bump::Patch,
        &["Client: the server changes @ -"],
    );
    check(
        &[("{'201': {description: Added.}}", "{'200': {description: Added.}}")],
        Bump::Patch,
        &["operations::AddPet: a documented success changes @ POST /pets"],
    );
}

#[test]
fn a_crate_is_not_compared_with_a_description() {
    let with = side(BASE.to_owned());
    let without = Side { files: with.files.clone(), ..Side::default() };
    assert!(diff(&without, &with).is_err());
    assert_eq!(diff(&without, &without).unwrap().bump(), Bump::None);
}

#[test]
fn docs_are_a_patch() {
    let (bump, told) = told(&edited(&[("description: Added.", "description: It was added.")]));
    assert_eq!((bump, told.len()), (Bump::Patch, 1));
}

#[test]
fn reports_have_the_same_facts_in_each_format() {
    let found = edited(&[("enum: [cat, dog]", "enum: [cat, cow]")]);
    assert_eq!(
        found.report(Format::Text),
        "breaking: `models::PetKind::Dog`: it is gone\nadditive: `models::PetKind::Cow`: it is new\nbump: major\n"
    );
    let json: serde_json::Value = serde_json::from_str(&found.report(Format::Json)).unwrap();
    assert_eq!(json["bump"], "major");
    assert_eq!(json["changes"][0]["rust"], "models::PetKind::Dog");
    let markdown = found.report(Format::Markdown);
    assert!(markdown.starts_with("**Version bump: major**\n\n### Breaking\n"), "{markdown}");
    let github = found.report(Format::Github);
    assert!(
        github.starts_with("::error title=breaking change::`models::PetKind::Dog`: it is gone\n")
    );
}

#[test]
fn a_type_of_several_places_may_be_defined_in_any_of_them() {
    const PLACE: &str = "  /{}:
    get:
      operationId: get-{}
      responses:
        '200': {description: ok, content: {application/json: {schema: {type: object, properties: {kind: {type: string, enum: [a, b]}}}}}}
";
    let of = |paths: &str| side(BASE.replace("paths:\n", &format!("paths:\n{paths}")));
    let (cars, bikes) = (PLACE.replace("{}", "cars"), PLACE.replace("{}", "bikes"));
    let wider = bikes.replace("properties: {", "properties: {size: {type: integer}, ");
    let both = of(&format!("{cars}{bikes}"));
    for (old, new, wanted) in [
        (&of(&bikes), &both, vec!["Client::get_cars: the operation is new @ GET /cars"]),
        (&both, &of(&bikes), vec!["Client::get_cars: the operation is gone @ GET /cars"]),
        (&both, &of(&format!("{bikes}{cars}")), vec![]),
        (
            &both,
            &of(&format!("{cars}{wider}")),
            vec![
                "operations::GetBikesResponse: it is a type of its own, whose values are no longer those of `GetCarsResponse` @ -",
                "operations::GetBikesResponse::size: it is new @ GET /bikes",
            ],
        ),
    ] {
        let (_, told) = told(&diff(old, new).unwrap());
        let told: Vec<_> = told.iter().filter(|told| !told.starts_with("crate: ")).collect();
        assert_eq!(told, wanted);
    }
}
