//! Descriptions that nobody would write. In: every case, cut off at every line, and with every value of it deleted, put
//! twice, renamed or replaced. Out: that the generator survives all of them, and soon, and either generates or says why
//! not.
//!
//! Of all these descriptions a fixed share is tried, about 600 of each kind, or as many as `NO_PANIC` says.
//! `NO_PANIC=all` tries them all, which takes minutes.

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

use std::fs;
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use cases::{Case, Changed, DESCRIPTION, Folder};
use clientsmith::diagnostic::{Code, has_errors, render};
use clientsmith::{Config, Output, generate, lint};

/// A run that takes longer has lost its way: in a debug build a case takes some milliseconds.
const LIMIT: Duration = Duration::from_secs(5);

/// How many descriptions of a kind are tried at most, unless `NO_PANIC` says otherwise.
const SHARE: usize = 600;

/// A description that nobody would write.
struct Odd {
    /// The case that it was made from, and how.
    origin: String,
    folder: std::path::PathBuf,
    text: String,
}

/// Every case's text without what comes after the start of each line, and cut within each line.
fn truncated(case: &Case) -> Vec<Odd> {
    let text = fs::read_to_string(case.folder.join(DESCRIPTION)).unwrap();
    let starts = text.match_indices('\n').map(|(index, _)| index + 1);
    let ends: Vec<usize> = starts.flat_map(|start| [start, start.saturating_sub(8)]).collect();
    ends.into_iter()
        .filter(|end| text.is_char_boundary(*end))
        .map(|end| Odd {
            origin: format!("{} up to byte {end}", case.name),
            folder: case.folder.clone(),
            text: text[..end].to_owned(),
        })
        .collect()
}

/// A fixed share of what could be tried, spread over all of it.
fn share<T>(all: Vec<T>) -> impl Iterator<Item = T> {
    let wanted = match std::env::var("NO_PANIC").as_deref() {
        Ok("all") => all.len(),
        Ok(number) => number.parse().unwrap(),
        Err(_) => SHARE,
    };
    let step = all.len().div_ceil(wanted.max(1)).max(1);
    // A step that divides the number of changes of a node would try the same change at every node.
    let step = if step > 1 && step % 2 == 0 { step + 1 } else { step };
    all.into_iter().step_by(step)
}

/// What is wrong with what the generator gave.
fn objection(output: &Output) -> Option<String> {
    let rendered = render(&output.diagnostics, &output.sources, false);
    if output.diagnostics.iter().any(|found| found.code == Code::Internal) {
        return Some(format!("a mistake of the generator:\n{rendered}"));
    }
    match (&output.files, has_errors(&output.diagnostics)) {
        (Some(_), true) => Some(format!("files in spite of errors:\n{rendered}")),
        (None, false) => Some(String::from("neither files nor errors")),
        _ => None,
    }
}

/// What is wrong with a run on the description.
fn try_out(odd: &Odd) -> Option<String> {
    let source = Changed { folder: Folder(odd.folder.clone()), text: &odd.text };
    let run = || {
        lint(DESCRIPTION, &source, &Config::default());
        generate(DESCRIPTION, &source, &Config::default())
    };
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(output) => objection(&output),
        Err(panic) => {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
            Some(format!("a panic: {}", text.unwrap_or_default()))
        }
    }
}

/// Tries the descriptions on all processors.
///
/// What a thread is at stands in a file of its own in `target/tmp/no-panic`, so that it is known after a stack overflow,
/// which ends the process.
fn check(kind: &str, odd: &[Odd]) {
    assert!(!odd.is_empty(), "nothing is tried");
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-panic");
    fs::create_dir_all(&folder).unwrap();
    let workers = thread::available_parallelism().map_or(2, usize::from);
    let begun: Vec<Mutex<Option<Instant>>> = (0..workers).map(|_| Mutex::new(None)).collect();
    thread::scope(|scope| {
        let running: Vec<_> = (0..workers)
            .map(|worker| {
                let (odd, next, failures, begun) = (odd, &next, &failures, &begun[worker]);
                let file = folder.join(format!("{kind}-{worker}.yaml"));
                scope.spawn(move || {
                    while let Some(odd) = odd.get(next.fetch_add(1, Ordering::Relaxed)) {
                        fs::write(&file, &odd.text).unwrap();
                        *begun.lock().unwrap() = Some(Instant::now());
                        if let Some(problem) = try_out(odd) {
                            let Odd { origin, text, .. } = odd;
                            failures.lock().unwrap().push(format!("{origin}: {problem}\n{text}"));
                        }
                        *begun.lock().unwrap() = None;
                    }
                })
            })
            .collect();
        while running.iter().any(|worker| !worker.is_finished()) {
            thread::sleep(Duration::from_millis(20));
            watch(&begun, &folder, kind);
        }
    });
    let failures = failures.into_inner().unwrap();
    let shown = failures.iter().take(10).map(String::as_str).collect::<Vec<_>>().join("\n\n");
    assert!(failures.is_empty(), "{} of {}:\n{shown}", failures.len(), odd.len());
}

/// Ends the process when a run takes too long: nothing else ends the thread.
#[expect(clippy::exit, reason = "a thread that does not end keeps the test from ending")]
fn watch(begun: &[Mutex<Option<Instant>>], folder: &Path, kind: &str) {
    for (worker, begun) in begun.iter().enumerate() {
        let begun = *begun.lock().unwrap();
        if begun.is_some_and(|begun| begun.elapsed() > LIMIT) {
            let file = folder.join(format!("{kind}-{worker}.yaml"));
            // Not by a macro: those write into the test's report, which is lost with the process.
            let text = format!("\nno end after {LIMIT:?}: {}\n", file.display());
            std::io::stderr().write_all(text.as_bytes()).unwrap();
            std::process::exit(1);
        }
    }
}

#[test]
fn truncated_descriptions_do_no_harm() {
    let all: Vec<Odd> = cases::all().iter().flat_map(truncated).collect();
    check("truncated", &share(all).collect::<Vec<_>>());
}

#[test]
fn mutated_descriptions_do_no_harm() {
    let cases = cases::all();
    // Each case's tree, with each of its values changed in every way.
    let trees: Vec<_> = cases
        .iter()
        .filter_map(|case| {
            let text = fs::read_to_string(case.folder.join(DESCRIPTION)).unwrap();
            Some((case, mutation::read(&text)?))
        })
        .collect();
    let all: Vec<_> = trees
        .iter()
        .flat_map(|(case, tree)| {
            mutation::mutations(tree).into_iter().map(move |change| (case, change))
        })
        .collect();
    let odd = share(all).map(|(case, change)| Odd {
        origin: format!("{}: {}", case.name, change.origin()),
        folder: case.folder.clone(),
        text: change.text(),
    });
    check("mutated", &odd.collect::<Vec<_>>());
}

/// A description of schemas in a row, each written by `schema` with a reference to the next one, which has the property
/// `last` at the end.
fn row(length: usize, schema: impl Fn(usize, &str) -> String) -> String {
    let schemas: String = (0..length)
        .map(|index| {
            let next = format!("{{$ref: '#/components/schemas/S{}'}}", index + 1);
            format!("    S{index}: {}\n", schema(index, &next))
        })
        .collect();
    format!(
        "openapi: 3.1.0\ninfo: {{title: Row, version: 1.0.0}}\npaths:\n  /:\n    get:\n      operationId: get\n      \
         responses: {{'200': {{description: It., content: {{application/json: {{schema: {{$ref: \
         '#/components/schemas/S0'}}}}}}}}}}\ncomponents:\n  schemas:\n{schemas}    S{length}: {{type: object, \
         properties: {{last: {{type: string}}}}}}\n"
    )
}

#[test]
fn parts_that_share_parts_are_visited_once() {
    // With a visit for each way to a part, the last one is visited 2^24 times.
    let shapes = [
        "{allOf: [%, %]}",
        "{allOf: [%, %], discriminator: {propertyName: last}}",
        "{oneOf: [%, %]}",
        "{anyOf: [%, %], allOf: [%]}",
        "{oneOf: [%, {type: 'null'}]}",
        "{if: %, then: %, else: %}",
        "{type: object, properties: {one: %, other: %}}",
        "{type: array, items: {oneOf: [%, %, {type: string}]}}",
        "{type: object, additionalProperties: {allOf: [%, %]}}",
    ];
    let folder = &cases::all()[0].folder;
    let odd = shapes.map(|shape| Odd {
        origin: format!("schemas like {shape}"),
        folder: folder.clone(),
        text: row(24, |_, next| shape.replace('%', next)),
    });
    check("shared", &odd);
}

#[test]
fn what_expands_to_many_times_its_size_ends_soon() {
    let folder = &cases::all()[0].folder;
    let chained = |index: usize, next: &str| {
        format!("{{allOf: [{next}, {{type: object, properties: {{p{index}: {{type: string}}}}}}]}}")
    };
    let doubling = |index: usize, next: &str| {
        let member = |name| {
            format!("{{allOf: [{next}, {{properties: {{{name}{index}: {{type: string}}}}}}]}}")
        };
        format!("{{oneOf: [{}, {}]}}", member("a"), member("b"))
    };
    let shapes = [("chained parts", row(300, chained)), ("unions that double", row(24, doubling))];
    for (origin, text) in &shapes {
        let source = Changed { folder: Folder(folder.clone()), text };
        let output = generate(DESCRIPTION, &source, &Config::default());
        assert_eq!(output.files, None, "{origin}");
        assert!(output.diagnostics.iter().any(|it| it.code == Code::TooDeep), "{origin}");
    }
    let odd = shapes.map(|(origin, text)| Odd {
        origin: origin.to_owned(),
        folder: folder.clone(),
        text,
    });
    check("expanding", &odd);
}

#[test]
fn parts_of_parts_are_merged_at_any_depth() {
    let text = row(80, |index, next| {
        format!("{{allOf: [{next}, {{type: object, properties: {{p{index}: {{type: string}}}}}}]}}")
    });
    let source = Changed { folder: Folder(cases::all()[0].folder.clone()), text: &text };
    let output = generate(DESCRIPTION, &source, &Config::default());
    let files = output.files.unwrap();
    let first = files.get("src/models/s0.rs").unwrap();
    for field in ["p0", "p79", "last"] {
        assert!(first.contains(&format!("pub {field}: Option<String>")), "no {field} in {first}");
    }
}
