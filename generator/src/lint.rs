//! The health of a description for those who call its API. In: a description. Out: what would make a client better, as
//! diagnostics, each with its place.
//!
//! None of it prevents generation. It looks at the tree as it was written, after overlays, in any dialect.
//!
//! *Invariant:* a lint reports only what is certain: what may be meant as it is, is not reported.

mod examples;
mod inline;
mod operations;
mod patterns;
mod presence;
mod security;
mod tree;
mod unused;
mod valid;

use crate::diagnostic::{self, Diagnostic, FileId, Sources};
use crate::load::Documents;
use crate::{Config, ReadSource, Stage, levels};
use tree::Tree;

/// What would make a client of the description at `entry` better, and the files that this points into.
///
/// If a file cannot be read, that is all that is reported.
pub fn lint(entry: &str, source: &dyn ReadSource, config: &Config) -> (Vec<Diagnostic>, Sources) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    levels::check(config, &mut diagnostics);
    source.begin(Stage::Load);
    let documents = crate::load(entry, source, config, &mut sources, &mut diagnostics);
    diagnostics.extend(documents.broken(FileId(0)).iter().cloned());
    source.begin(Stage::Lint);
    if !diagnostic::has_errors(&diagnostics) {
        run(&documents, &mut diagnostics);
    }
    levels::apply(config, &sources, &mut diagnostics);
    diagnostic::settle(&mut diagnostics);
    (diagnostics, sources)
}

fn run(documents: &Documents, diagnostics: &mut Vec<Diagnostic>) {
    let Some(tree) = Tree::of(documents) else { return };
    operations::check(&tree, diagnostics);
    unused::check(&tree, diagnostics);
    inline::check(&tree, diagnostics);
    presence::check(&tree, diagnostics);
    security::check(&tree, diagnostics);
    examples::check(&tree, diagnostics);
}
