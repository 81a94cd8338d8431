//! `cargo xtask conformance` as a user types it: a description in; records, a table and an exit code out.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::{Value, json};

const PETS: &str = "\
openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
servers: [{url: 'https://example.com/v1'}]
security: [{key: []}]
paths:
  /pets/{id}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: string}}
    put:
      operationId: put_pet
      parameters:
        - {name: tags, in: query, required: true, explode: false, schema: {type: array, items: {type: string}}}
        - {name: filter, in: query, style: deepObject, schema: {type: object, properties: {a: {type: integer}}}}
        - {name: X-Trace, in: header, schema: {type: string}}
        - {name: key, in: query, required: true, schema: {type: string}}
        - {name: session, in: cookie, schema: {type: string}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
      responses:
        '200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
        4XX: {description: wrong, content: {text/plain: {schema: {type: string}}}}
  /pets:
    post:
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [photo]
              properties: {photo: {type: string, format: binary}, about: {$ref: '#/components/schemas/Pet'}}
      responses: {'204': {description: done}}
    get:
      operationId: never
      parameters:
        - {name: n, in: query, required: true, schema: {type: integer, minimum: 2, maximum: 1}}
      responses: {'204': {description: done}}
  /log:
    post:
      operationId: log
      requestBody: {required: true, content: {application/json-seq: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses: {'204': {description: done}}
  /weight:
    put:
      operationId: weigh
      parameters: [{name: Idempotency-Key, in: header, schema: {type: string}}]
      requestBody: {required: true, content: {text/plain: {schema: {type: number}}}}
      responses: {'204': {description: done}}
components:
  securitySchemes: {key: {type: apiKey, in: query, name: key}}
  schemas:
    Pet:
      type: object
      required: [name, id]
      properties:
        id: {type: integer, readOnly: true}
        name: {type: string}
        parent: {$ref: '#/components/schemas/Pet'}
";

/// Every kind of answer. The only value of a host is one that no type for addresses writes as it is.
const ANSWERS: &str = "\
openapi: 3.2.0
info: {title: Answers, version: 1.0.0}
servers: [{url: 'https://example.com'}]
paths:
  /row:
    get:
      responses:
        '200':
          description: ok
          headers:
            X-Limit: {required: true, schema: {type: integer}}
            X-Ids: {schema: {type: array, items: {type: integer}}}
            X-Row: {content: {application/json: {schema: {$ref: '#/components/schemas/Row'}}}}
          content: {application/json: {schema: {$ref: '#/components/schemas/Row'}}}
        '404': {description: none, content: {application/json: {schema: {$ref: '#/components/schemas/Row'}}}}
  /rows:
    get:
      responses: {'200': {description: ok, content: {application/jsonl: {itemSchema: {$ref: '#/components/schemas/Row'}}}}}
  /records:
    get:
      responses: {'200': {description: ok, content: {application/json-seq: {itemSchema: {$ref: '#/components/schemas/Row'}}}}}
  /data:
    get:
      responses: {'200': {description: ok, content: {text/event-stream: {schema: {$ref: '#/components/schemas/Row'}}}}}
  /events:
    get:
      responses: {'200': {description: ok, content: {text/event-stream: {itemSchema: {$ref: '#/components/schemas/Event'}}}}}
  /parts:
    get:
      responses: {'200': {description: ok, content: {multipart/mixed: {schema: {type: object, properties: {a: {type: string}}}}}}}
  /text:
    get:
      responses: {'200': {description: ok, content: {text/plain: {}}}}
  /file:
    get:
      responses: {'200': {description: ok, content: {application/octet-stream: {}}}}
components:
  schemas:
    Row: {type: object, required: [host], properties: {host: {$ref: '#/components/schemas/Host'}, n: {type: integer}}}
    Host: {type: string, enum: ['2001:DB8::1']}
    Event: {type: object, required: [event, data], properties: {event: {type: string}, id: {type: string}, data: {type: string}}}
";

fn xtask(folder: &Path, args: &[&str]) -> Output {
    let temporary = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let name = format!("conformance-{}", args.get(1).unwrap());
    Command::new(env!("CARGO_BIN_EXE_proofs"))
        .args(args)
        .arg("--keep")
        .arg(temporary.join(name))
        // The dependencies are built already.
        .arg("--target-dir")
        .arg(temporary.join(".."))
        .current_dir(folder)
        .output()
        .unwrap()
}

#[test]
fn what_arrived_is_recorded_beside_what_was_sent() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pets.yaml"), PETS).unwrap();
    let arguments = ["conformance", "pets.yaml", "--record", "pets.jsonl", "--no-prism"];
    let run = xtask(folder.path(), &arguments);
    let said = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(0), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let row: Vec<&str> = said.lines().last().unwrap().split_whitespace().collect();
    // Answers: two extents of 200 and of 4XX, three of 204.
    assert_eq!(row, ["pets", "5", "8", "1", "0", "7", "0", "-", "-", "-"], "{said}");

    let records = fs::read_to_string(folder.path().join("pets.jsonl")).unwrap();
    let records: Vec<Value> =
        records.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let told = |record: &Value| {
        ["operationId", "method", "path", "case"].map(|key| record[key].as_str().map(str::to_owned))
    };
    let name = |id: &str, method: &str, path: &str, case: &str| {
        [id, method, path, case].map(|text| Some(text.to_owned()))
    };
    assert_eq!(told(&records[0]), name("put_pet", "PUT", "/pets/{id}", "required"));
    assert_eq!(told(&records[1]), name("put_pet", "PUT", "/pets/{id}", "all"));
    assert_eq!(told(&records[2]), name("post_pets", "POST", "/pets", "required"));
    assert_eq!(records[8]["operationId"], "never");
    assert!(records[8]["skipped"].as_str().unwrap().contains("`n`"), "{}", records[8]);

    let required = &records[0];
    assert_eq!(required["values"]["path"], json!({ "id": "text" }));
    assert_eq!(required["values"]["query"], json!({ "tags": ["text"], "key": "dummy" }));
    assert_eq!(required["values"]["body"]["value"], json!({ "name": "text-1" }));
    assert_eq!(required["request"]["target"], "/pets/text?tags=text&key=dummy");
    // {"name":"text-1"}
    assert_eq!(required["request"]["body"], "eyJuYW1lIjoidGV4dC0xIn0=");
    let headers = required["request"]["headers"].as_array().unwrap();
    assert!(headers.contains(&json!(["content-type", "application/json"])), "{headers:?}");

    let all = &records[1]["request"]["target"];
    let target = all.as_str().unwrap();
    assert!(target.starts_with("/pets/a%20b%2Fc%3Fd%26e%3Df%2Bg%25h"), "{target}");
    assert!(target.contains("filter%5Ba%5D=1"), "{target}");
    let files = &records[3]["values"]["body"]["value"]["photo"];
    assert!(files["base64"].is_string(), "{files}");

    let log = &records[4];
    let value = json!({ "name": "text-1" });
    assert_eq!(log["values"]["body"]["value"], json!([value, value]));
    // {"name":"text-1"}, twice behind a separator.
    assert_eq!(log["request"]["body"], "HnsibmFtZSI6InRleHQtMSJ9Ch57Im5hbWUiOiJ0ZXh0LTEifQo=");

    // A value is what its schema says, also where it is a text on the wire, and nothing else arrives.
    let weigh = &records[6];
    assert_eq!(weigh["values"]["body"]["value"], json!(0.5));
    assert_eq!(weigh["values"]["header"], json!({}));
    assert_eq!(weigh["request"]["body"], "MC41");
    let headers = weigh["request"]["headers"].as_array().unwrap();
    assert!(headers.iter().all(|header| header[0] != "idempotency-key"), "{headers:?}");
}

#[test]
fn a_description_without_a_client_fails_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("all")).unwrap();
    let broken = PETS.replace("schemas/Pet'", "schemas/Cat'");
    fs::write(folder.path().join("all/broken.yaml"), broken).unwrap();
    let arguments = ["conformance", "all", "--record", "records", "--no-prism"];
    let run = xtask(folder.path(), &arguments);
    let said = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(1), "{said}");
    assert!(said.starts_with("broken: failure ×1\n"), "{said}");
    assert_eq!(fs::read_to_string(folder.path().join("records/broken.jsonl")).unwrap(), "");
}

/// A client is made wrong by a type of the settings that does not give back what it reads.
#[test]
fn an_answer_that_the_client_changes_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
    fs::create_dir_all(folder.path().join("answers/wrong")).unwrap();
    write("answers/right.yaml", ANSWERS);
    write("answers/wrong/wrong.yaml", ANSWERS);
    write(
        "answers/wrong/codegen.toml",
        "description = \"wrong.yaml\"\n[types.schemas]\nHost = \"std::net::Ipv6Addr\"\n",
    );
    let run = xtask(folder.path(), &["conformance", "answers", "--no-prism", "--limit", "99"]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert_eq!(run.status.code(), Some(1), "{said}{}", String::from_utf8_lossy(&run.stderr));
    let row = |name: &str| {
        let line = said.lines().rfind(|line| line.starts_with(name)).unwrap();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    let columns = |row: Vec<String>| row[5..7].to_vec();
    assert_eq!(columns(row("right ")), ["27", "0"], "{said}");
    assert!(!said.contains("right: "), "{said}");
    // Those that hold a host: 4 bodies and a header of `/row`, and 3 items of each of 6 other answers.
    assert_eq!(columns(row("wrong ")), ["27", "23"], "{said}");
    let change = "`/host` another text: \"2001:DB8::1\" became \"2001:db8::1\"";
    for what in [
        "GET /row: 200 application/json",
        "GET /row: 200 application/json header `X-Row`:",
        "GET /row: 404 application/json",
        "GET /rows: 200 application/jsonl item 2:",
        "GET /records: 200 application/json-seq item 0:",
        "GET /data: 200 text/event-stream item 1:",
    ] {
        assert!(said.contains(&format!("  {what} {change}\n")), "{what}: {said}");
    }
}
