//! How the time of a run grows with the description, for shapes that take more than their share of it elsewhere: twice
//! the size has to take about twice the time, or an error ends the run. Out: the curve of each shape.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail")]

use clientsmith::{Config, ReadSource, generate};

fn main() {
    divan::main();
}

const SIZES: [usize; 4] = [250, 500, 1000, 2000];

struct Memory(String);

impl ReadSource for Memory {
    fn read(&self, _path: &str) -> Result<Vec<u8>, String> {
        Ok(self.0.clone().into_bytes())
    }
}

/// A description of schemas.
fn of_schemas(schemas: impl Iterator<Item = String>) -> String {
    let schemas: Vec<String> =
        schemas.enumerate().map(|(index, schema)| format!("    S{index}: {schema}\n")).collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Growth, version: '1'}}\npaths: {{}}\ncomponents:\n  schemas:\n{}",
        schemas.concat()
    )
}

/// Schemas in a row, each written with a reference to the next one.
fn row(length: usize, schema: impl Fn(usize, &str) -> String) -> String {
    let last = String::from("{type: object, properties: {last: {type: string}}}");
    let schemas = (0..length)
        .map(|index| schema(index, &format!("{{$ref: '#/components/schemas/S{}'}}", index + 1)));
    of_schemas(schemas.chain([last]))
}

fn measure(bencher: divan::Bencher<'_, '_>, description: String) {
    let source = Memory(description);
    bencher.bench_local(|| generate("api.yaml", &source, &Config::default()));
}

/// Each schema adds a property to the next one: an error from some hundreds on.
#[divan::bench(args = SIZES, sample_count = 3)]
fn chained_parts(bencher: divan::Bencher<'_, '_>, size: usize) {
    let schema = |index: usize, next: &str| {
        format!("{{allOf: [{next}, {{type: object, properties: {{p{index}: {{type: string}}}}}}]}}")
    };
    measure(bencher, row(size, schema));
}

/// One schema with many parts.
#[divan::bench(args = SIZES, sample_count = 3)]
fn many_parts(bencher: divan::Bencher<'_, '_>, size: usize) {
    let parts: Vec<String> =
        (1..=size).map(|index| format!("{{$ref: '#/components/schemas/S{index}'}}")).collect();
    let whole = format!("{{allOf: [{}]}}", parts.join(", "));
    let part =
        |index: usize| format!("{{type: object, properties: {{p{index}: {{type: string}}}}}}");
    measure(bencher, of_schemas([whole].into_iter().chain((0..size).map(part))));
}

/// Unions that double at each level: an error from some levels on.
#[divan::bench(args = [4, 6, 8, 16, 32], sample_count = 3)]
fn doubling_unions(bencher: divan::Bencher<'_, '_>, levels: usize) {
    let schema = |index: usize, next: &str| {
        let member = |name: &str| {
            format!(
                "{{allOf: [{next}, {{type: object, properties: {{{name}{index}: {{type: string}}}}}}]}}"
            )
        };
        format!("{{oneOf: [{}, {}]}}", member("a"), member("b"))
    };
    measure(bencher, row(levels, schema));
}

/// One body with many media types, each with a schema of its own.
#[divan::bench(args = SIZES, sample_count = 3)]
fn media_types(bencher: divan::Bencher<'_, '_>, size: usize) {
    let content: Vec<String> = (0..size)
        .map(|index| {
            format!("application/vnd.a{index}+json: {{schema: {{type: object, properties: {{p{index}: {{type: string}}}}}}}}")
        })
        .collect();
    let description = format!(
        "openapi: 3.1.0\ninfo: {{title: Growth, version: '1'}}\npaths: {{/a: {{post: {{requestBody: {{content: \
         {{{}}}}}, responses: {{'204': {{description: Done.}}}}}}}}}}\n",
        content.join(", ")
    );
    measure(bencher, description);
}

/// Keys that the specification does not define.
#[divan::bench(args = [5_000, 10_000, 20_000, 40_000], sample_count = 3)]
fn unknown_keys(bencher: divan::Bencher<'_, '_>, size: usize) {
    let keys: Vec<String> = (0..size).map(|index| format!("unknown{index}: 1")).collect();
    measure(bencher, of_schemas([format!("{{{}}}", keys.join(", "))].into_iter()));
}

/// References to nowhere.
#[divan::bench(args = SIZES, sample_count = 3)]
fn missing_targets(bencher: divan::Bencher<'_, '_>, size: usize) {
    let schema = |index: usize| format!("{{items: {{$ref: '#/components/schemas/T{index}'}}}}");
    measure(bencher, of_schemas((0..size).map(schema)));
}

/// Alternatives without names, which are called by what each has alone.
#[divan::bench(args = SIZES, sample_count = 3)]
fn nameless_members(bencher: divan::Bencher<'_, '_>, size: usize) {
    let members: Vec<String> = (0..size)
        .map(|index| format!("{{type: object, properties: {{p{index}: {{type: string}}}}}}"))
        .collect();
    measure(bencher, of_schemas([format!("{{oneOf: [{}]}}", members.join(", "))].into_iter()));
}

/// Parameters of one operation.
#[divan::bench(args = SIZES, sample_count = 3)]
fn parameters(bencher: divan::Bencher<'_, '_>, size: usize) {
    let parameters: Vec<String> = (0..size)
        .map(|index| format!("{{name: p{index}, in: query, schema: {{type: string}}}}"))
        .collect();
    let description = format!(
        "openapi: 3.1.0\ninfo: {{title: Growth, version: '1'}}\npaths: {{/a: {{get: {{parameters: [{}], \
         responses: {{'204': {{description: Done.}}}}}}}}}}\n",
        parameters.join(", ")
    );
    measure(bencher, description);
}
