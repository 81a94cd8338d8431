//! Descriptions with code in their strings. In: every case, with line breaks and code appended to each string and key
//! of it. Out: crates that parse as Rust, in whose docs rustdoc compiles none of that code.

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
mod mutation;
mod parallel;

use std::fs;

use cases::{Changed, DESCRIPTION, Folder};
use clientsmith::diagnostic::has_errors;
use clientsmith::{Config, generate};
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};

/// How many descriptions are tried at most, evenly from all of them.
const SHARE: usize = 300;

/// What ends a comment, a string, a list or a paragraph, and the code after it.
const PAYLOADS: [&str; 3] = [
    "\r\n\r\n    foreign();\r\n\r\n```\nforeign();\n```\n",
    "\r\rx\u{2028}\n\n\t\tforeign();\n\n~~~rust\nforeign();\n~~~",
    "``` `` ` \"# \"## */ /* {} \\ \u{202e}\u{0}\n\n    foreign();\n\n/// foreign();\n#![foreign]\n",
];

#[test]
fn no_string_of_a_description_becomes_code() {
    let cases = cases::all();
    let trees: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let text = fs::read_to_string(case.folder.join(DESCRIPTION)).unwrap();
            Some((case, mutation::read(&text)?))
        })
        .collect();
    let tried: Vec<_> = trees
        .iter()
        .flat_map(|(case, tree)| PAYLOADS.map(|payload| (case, tree, payload)))
        .flat_map(|(case, tree, payload)| {
            mutation::with_text(tree, payload).into_iter().map(move |change| (case, change))
        })
        .collect();
    let step = tried.len().div_ceil(SHARE);
    let tried: Vec<_> = tried.iter().step_by(step).collect();
    let faults = parallel::map(&tried, |(case, change)| {
        let source = Changed { folder: Folder(case.folder.clone()), text: &change.text() };
        let origin = format!("{}: {}", case.name, change.origin());
        faults(&source).iter().map(|fault| format!("{origin}\n  {fault}")).collect::<Vec<_>>()
    })
    .concat();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

fn faults(source: &Changed<'_>) -> Vec<String> {
    let output = generate(DESCRIPTION, source, &Config::default());
    if has_errors(&output.diagnostics) {
        return Vec::new();
    }
    let mut faults = Vec::new();
    for (path, text) in output.files.iter().flat_map(clientsmith::Files::iter) {
        // All other files are the same for every description, and slow to parse.
        if !text.contains("foreign") {
            continue;
        }
        let is_rust = path.ends_with(".rs");
        if is_rust && let Err(error) = syn::parse_file(text) {
            faults.push(format!("{path}: {error}"));
        }
        if path.ends_with(".toml")
            && let Err(error) = text.parse::<toml::Table>()
        {
            faults.push(format!("{path}: {error}"));
        }
        let docs = if is_rust { docs(text) } else { vec![text.to_owned()] };
        if is_rust || path.ends_with(".md") {
            let foreign = docs.iter().flat_map(|docs| foreign_blocks(docs));
            faults.extend(foreign.map(|block| format!("{path}: {block}")));
        }
    }
    faults
}

/// The docs of each item, as rustdoc sees them.
fn docs(text: &str) -> Vec<String> {
    let mut found = vec![String::new()];
    for line in text.lines() {
        let line = line.trim_start();
        match line.strip_prefix("///").or_else(|| line.strip_prefix("//!")) {
            Some(docs) => {
                let last = found.last_mut().unwrap();
                last.push_str(docs.strip_prefix(' ').unwrap_or(docs));
                last.push('\n');
            }
            None if found.last().unwrap().is_empty() => {}
            None => found.push(String::new()),
        }
    }
    found
}

/// The blocks of foreign code that rustdoc would compile.
fn foreign_blocks(markdown: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut language = None;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                language = Some(match kind {
                    CodeBlockKind::Indented => String::new(),
                    CodeBlockKind::Fenced(language) => language.to_string(),
                });
            }
            Event::Text(text) if text.contains("foreign();") => match &language {
                Some(language) if language != "text" => {
                    found.push(format!("a block of {language:?}: {text}"));
                }
                _ => {}
            },
            Event::End(pulldown_cmark::TagEnd::CodeBlock) => language = None,
            _ => {}
        }
    }
    found
}
