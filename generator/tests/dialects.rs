//! What becomes of each dialect's keywords: a small description in, the model that the generator works on out.
//!
//! A case is a file below `dialects/`; its snapshot beside it holds the model as YAML, and before it what was found wrong.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail"
)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use clientsmith::diagnostic::{Severity, has_errors};
use clientsmith::{Config, Diagnostic, ReadSource, Sources, dump_normalized};

/// The files below `dialects/`.
struct Cases;

impl ReadSource for Cases {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let path = format!("{}/tests/dialects/{path}", env!("CARGO_MANIFEST_DIR"));
        fs::read(path).map_err(|_| String::from("no such file"))
    }
}

/// Files and addresses that are only in memory.
struct Memory(BTreeMap<&'static str, String>);

impl ReadSource for Memory {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or(String::from("missing"))
    }

    fn read_remote(&self, url: &str) -> Result<Vec<u8>, String> {
        self.read(url)
    }
}

fn listed(diagnostics: &[Diagnostic], sources: &Sources) -> String {
    let mut text = String::new();
    for diagnostic in diagnostics {
        let at = sources.locate(diagnostic.span);
        let severity = if diagnostic.severity == Severity::Error { "error" } else { "warning" };
        let Diagnostic { code, message, .. } = diagnostic;
        writeln!(text, "{}:{}:{} {severity} {code}: {message}", at.file, at.line, at.column)
            .unwrap();
    }
    text
}

fn check(name: &str) {
    let (model, diagnostics, sources) =
        dump_normalized(&format!("{name}.yaml"), &Cases, &Config::default());
    let found = listed(&diagnostics, &sources);
    insta::with_settings!({
        snapshot_path => "dialects",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, format!("{found}\n{model}"));
    });
}

macro_rules! cases {
    ($($name:ident,)+) => {
        $(#[test]
        fn $name() {
            check(stringify!($name));
        })+
    };
}

cases! {
    sense,
    media_types,
    maps,
    swagger2_document,
    swagger2_parameters,
    swagger2_responses,
    v3_1_types,
    v3_1_unions,
    v3_1_keywords,
    v3_1_references,
    v3_1_document,
    v3_2_document,
    v3_2_xml,
    references,
    unresolved,
    rules,
    yaml,
}

/// The codes of what is found in `text`.
fn codes(text: impl Into<String>) -> (Vec<&'static str>, bool) {
    let source = Memory(BTreeMap::from([("api.yaml", text.into())]));
    let (_, diagnostics, _) = dump_normalized("api.yaml", &source, &Config::default());
    let codes = diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    (codes, has_errors(&diagnostics))
}

#[test]
fn what_is_no_description_is_refused() {
    for (text, code) in [
        ("", "empty"),
        ("# nothing\n", "empty"),
        ("null", "empty"),
        ("hello: world", "not-openapi"),
        ("- 1", "not-openapi"),
        ("just a text", "not-openapi"),
        ("asyncapi: 2.0.0", "not-openapi"),
        ("openapi: 4.0.0", "unsupported-version"),
        ("swagger: '1.2'", "unsupported-version"),
        ("openapi: {a: 1}", "unsupported-version"),
        ("a: [1\nb: }", "syntax"),
    ] {
        assert_eq!(codes(text), (vec![code], true), "{text}");
    }
}

#[test]
fn versions_are_told_apart_by_content() {
    let rest = "\ninfo: {title: t, version: '1'}\npaths: {}\n";
    for version in [
        "openapi: 3.0.0",
        "openapi: '3.1'",
        "openapi: 3.2.0",
        "openapi: 3.0.4-rc1",
        "swagger: '2.0'",
    ] {
        assert_eq!(codes(format!("{version}{rest}")), (vec![], false), "{version}");
    }
    for version in ["openapi: 3.0", "swagger: 2.0", "swagger: 2"] {
        assert_eq!(codes(format!("{version}{rest}")), (vec!["wrong-type"], false), "{version}");
    }
    assert_eq!(codes(format!("openapi: 3.7.0{rest}")), (vec!["unsupported-version"], false));
    assert_eq!(codes(rest), (vec!["missing-key"], false));
}

#[test]
fn other_hosts_are_asked_only_by_a_source_that_does() {
    let entry = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\ncomponents:\n  schemas:\n    \
                 A: {$ref: 'https://a.example/dir/a.yaml#/A'}\n";
    let mut files = BTreeMap::from([("api.yaml", String::from(entry))]);
    files.insert("https://a.example/dir/a.yaml", String::from("A: {$ref: '../b.yaml'}"));
    files.insert("https://a.example/b.yaml", String::from("type: string"));
    let (model, diagnostics, _) = dump_normalized("api.yaml", &Memory(files), &Config::default());
    assert_eq!(diagnostics, []);
    assert!(model.contains("https://a.example/b.yaml#:\n      type: string"), "{model}");

    struct Refusing(&'static str);
    impl ReadSource for Refusing {
        fn read(&self, _: &str) -> Result<Vec<u8>, String> {
            Ok(self.0.as_bytes().to_vec())
        }
    }
    let (_, diagnostics, _) = dump_normalized("api.yaml", &Refusing(entry), &Config::default());
    let codes: Vec<&str> = diagnostics.iter().map(|it| it.code.as_str()).collect();
    assert_eq!(codes, ["remote-reference"]);
}

const HEAD: &str = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {}\n";

#[test]
fn nesting_ends_before_the_stack_does() {
    for depth in [50, 90, 100, 120, 1_000, 100_000] {
        let nested =
            format!("{}{}{}", r#"{"properties":{"a":"#.repeat(depth), "{}", "}}".repeat(depth));
        let text = format!("{HEAD}components: {{schemas: {{A: {nested}}}}}");
        assert_eq!(codes(text).1, depth >= 100, "{depth}");
    }
    assert!(codes("[".repeat(1_000_000)).1);
    assert!(codes("- ".repeat(10_000)).1);
}

#[test]
fn unions_with_null_in_unions_with_null_end() {
    let nested =
        format!("{}{}{}", r#"{"anyOf":[{"type":"null"},"#.repeat(110), "{}", "]}".repeat(110));
    assert_eq!(codes(format!("{HEAD}components: {{schemas: {{A: {nested}}}}}")), (vec![], false));
}

#[test]
fn components_that_nothing_refers_to_are_reported() {
    let unused =
        "components:\n  parameters:\n    a: {name: a, in: query, schema: {type: string}}\n";
    assert_eq!(codes(format!("{HEAD}{unused}")), (vec!["not-generated"], false));
    let used =
        "paths: {/a: {get: {parameters: [{$ref: '#/components/parameters/a'}], responses: {}}}}\n";
    assert_eq!(codes(format!("{}{unused}", HEAD.replace("paths: {}\n", used))), (vec![], false));
}

#[test]
fn a_reference_to_a_whole_description_is_no_schema() {
    let properties = [
        ("empty", "{$ref: ''}"),
        ("root", "{$ref: '#', description: Any.}"),
        ("beside", "{$ref: '', maxLength: 1}"),
        ("other", "{$ref: other.yaml}"),
        ("item", "{type: array, prefixItems: [{$ref: '#'}]}"),
        ("chain", "{$ref: '#/components/schemas/Nothing'}"),
        (
            "mapped",
            "{oneOf: [{$ref: '#/components/schemas/Nothing'}], discriminator: {propertyName: a, mapping: {a: ''}}}",
        ),
    ];
    let properties = properties.map(|(name, schema)| format!("        {name}: {schema}\n"));
    let text = format!(
        "{HEAD}components:\n  schemas:\n    Nothing: {{$ref: ''}}\n    A:\n      properties:\n{}",
        properties.concat()
    );
    // A file that is a schema as a whole can be referred to as a whole, and by itself.
    let schema = String::from("{properties: {next: {$ref: '#'}}}");
    let text = format!("{text}        schema: {{$ref: schema.yaml}}\n");
    let mut files = BTreeMap::from([("api.yaml", text.clone()), ("schema.yaml", schema)]);
    files.insert("other.yaml", String::from(HEAD));
    let (model, diagnostics, sources) =
        dump_normalized("api.yaml", &Memory(files), &Config::default());
    let found: Vec<(&str, &str)> = diagnostics
        .iter()
        .map(|it| {
            let (start, end) = (it.span.start as usize, it.span.end as usize);
            assert_eq!(sources.locate(it.span).file, "api.yaml");
            (it.code.as_str(), &text[start..end])
        })
        .collect();
    let invalid = ["''", "''", "'#'", "''", "other.yaml", "'#'"];
    let mut expected = Vec::from(invalid.map(|text| ("invalid-value", text)));
    expected.push(("missing-key", "{$ref: '#/components/schemas/Nothing'}"));
    expected.push(("unresolved-reference", "''"));
    assert_eq!(found, expected, "{model}");
}

#[test]
fn aliases_cannot_blow_a_text_up() {
    let mut text = format!("{HEAD}x-a: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n");
    for level in 1..12 {
        let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
        writeln!(text, "x-{level}: &a{level} [{aliases}]").unwrap();
    }
    assert_eq!(codes(text), (vec!["too-deep"], true));
}

#[test]
fn references_cannot_blow_a_description_up() {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\n\
         paths: {/a: {get: {responses: {'200': {description: d, headers: {x: {$ref: '#/components/headers/h0'}}}}}}}\n\
         components:\n  headers:\n    h30: {schema: {type: string}}\n",
    );
    for level in 0..30 {
        let next = format!("{{$ref: '#/components/headers/h{}'}}", level + 1);
        let headers = format!("{{encoding: {{p: {{headers: {{a: {next}, b: {next}}}}}}}}}");
        writeln!(text, "    h{level}: {{content: {{text/plain: {headers}}}}}").unwrap();
    }
    assert_eq!(codes(text), (vec!["too-deep"], true));
}

#[test]
fn callbacks_of_callbacks_end() {
    let mut text = String::from(
        "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths: {/a: {$ref: '#/components/pathItems/p0'}}\n\
         components:\n  pathItems:\n    p30: {}\n",
    );
    for level in 0..30 {
        let next = format!("{{x: {{$ref: '#/components/pathItems/p{}'}}}}", level + 1);
        writeln!(
            text,
            "    p{level}: {{get: {{responses: {{}}, callbacks: {{a: {next}, b: {next}}}}}}}"
        )
        .unwrap();
    }
    let (codes, has_errors) = codes(text);
    assert!(!has_errors);
    // The path items that are too far down are reported as unused, too.
    assert_eq!(codes.iter().filter(|code| **code == "too-deep").count(), 2);
}

#[test]
fn callbacks_that_lead_back_to_their_operation_end() {
    let text = "openapi: 3.1.0\ninfo: {title: t, version: '1'}\npaths:\n  /a:\n    get:\n      responses: {}\n      \
                callbacks: {a: {x: {$ref: '#/paths/~1a'}}, b: {x: {$ref: '#/paths/~1a'}}}\n";
    assert_eq!(codes(text), (vec![], false));
}
