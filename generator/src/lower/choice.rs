//! The operations that the settings choose. In: all operations. Out: whether each is generated; and the settings that no
//! operation matches, which are errors.

use std::cell::RefCell;
use std::collections::BTreeSet;

use glob::{MatchOptions, Pattern};

use super::context::Context;
use super::find::Found;
use crate::config::{self, Config};
use crate::diagnostic::{Code, Diagnostic};
use crate::suggest;

/// The settings, ready to be compared with operations.
pub(super) struct Choice<'c> {
    include: Matcher<'c>,
    exclude: Matcher<'c>,
}

struct Matcher<'c> {
    /// The name of the setting.
    name: &'static str,
    settings: &'c config::Choice,
    paths: Vec<(&'c str, Pattern)>,
    /// The entries that an operation has matched so far.
    used: RefCell<BTreeSet<(&'static str, &'c str)>>,
    /// What operations have, by what an entry is compared with.
    known: RefCell<BTreeSet<(&'static str, String)>>,
}

impl<'c> Choice<'c> {
    /// The choice of the settings; patterns that are invalid are reported.
    pub(super) fn new(context: &mut Context<'c>) -> Self {
        let config = context.config;
        Self {
            include: Matcher::new("include", &config.include, context),
            exclude: Matcher::new("exclude", &config.exclude, context),
        }
    }

    /// Whether the operation is generated.
    pub(super) fn has(&self, found: &Found<'_>) -> bool {
        let is_included = self.include.settings.is_empty() || self.include.matches(found);
        // Both are asked, so that their entries count as used.
        let is_excluded = self.exclude.matches(found);
        is_included && !is_excluded
    }

    /// Reports the entries that no operation matched.
    pub(super) fn report_unused(&self, context: &mut Context<'_>) {
        self.include.report_unused(context);
        self.exclude.report_unused(context);
    }
}

/// Whether models that no operation needs are left out.
pub(super) fn prunes(config: &Config) -> bool {
    let chooses = !config.include.is_empty() || !config.exclude.is_empty();
    config.prune.unwrap_or(chooses)
}

impl<'c> Matcher<'c> {
    fn new(name: &'static str, settings: &'c config::Choice, context: &mut Context<'_>) -> Self {
        let mut paths = Vec::new();
        for path in &settings.paths {
            match Pattern::new(path) {
                Ok(pattern) => paths.push((path.as_str(), pattern)),
                Err(error) => {
                    let message = format!("`{path}` is not a pattern for paths: {}", error.msg);
                    let span = context.config.span(&[name, "paths"]);
                    context.report(
                        Diagnostic::error(Code::Settings, span, message)
                            .help("write a path such as `/pets/*` or `/pets/**`"),
                    );
                }
            }
        }
        Self { name, settings, paths, used: RefCell::default(), known: RefCell::default() }
    }

    fn matches(&self, found: &Found<'_>) -> bool {
        let options = MatchOptions { require_literal_separator: true, ..MatchOptions::new() };
        let config::Choice { tags, operations, methods, deprecated, .. } = self.settings;
        let id = found.operation.operation_id.as_deref();
        let method = found.method.as_str();
        if !self.settings.is_empty() {
            self.note(found);
        }
        let tags = tags.iter().filter(|tag| found.operation.tags.contains(tag));
        let ids = operations.iter().filter(|entry| id == Some(entry.as_str()));
        let methods = methods.iter().filter(|entry| entry.eq_ignore_ascii_case(method));
        let paths = self.paths.iter().filter(|(_, path)| path.matches_with(found.path, options));
        let hits = tags.map(|it| ("tags", it.as_str()));
        let hits = hits.chain(ids.map(|it| ("operations", it.as_str())));
        let hits = hits.chain(methods.map(|it| ("methods", it.as_str())));
        let hits: Vec<_> = hits.chain(paths.map(|(path, _)| ("paths", *path))).collect();
        let is_hit = !hits.is_empty();
        self.used.borrow_mut().extend(hits);
        is_hit || (*deprecated && found.operation.deprecated)
    }

    /// Remembers what the operation has, to suggest it.
    fn note(&self, found: &Found<'_>) {
        let mut known = self.known.borrow_mut();
        known.extend(found.operation.tags.iter().map(|tag| ("tags", tag.clone())));
        known.extend(found.operation.operation_id.iter().map(|id| ("operations", id.clone())));
        known.insert(("methods", found.method.as_str().to_owned()));
        known.insert(("paths", found.path.to_owned()));
    }

    fn report_unused(&self, context: &mut Context<'_>) {
        let config::Choice { tags, operations, methods, .. } = self.settings;
        let used = self.used.borrow();
        let paths = self.paths.iter().map(|(path, _)| *path);
        let lists = [("tags", tags), ("operations", operations), ("methods", methods)];
        let lists = lists.iter().flat_map(|(key, list)| list.iter().map(|it| (*key, it.as_str())));
        for (key, entry) in lists.chain(paths.map(|path| ("paths", path))) {
            if used.contains(&(key, entry)) {
                continue;
            }
            let name = self.name;
            let message = format!("no operation matches `{entry}` of `{name}.{key}`");
            context.report(
                Diagnostic::error(Code::Settings, context.config.span(&[name, key]), message)
                    .help(self.suggestion(key, entry)),
            );
        }
    }

    /// The help for an entry that no operation matches.
    fn suggestion(&self, key: &str, entry: &str) -> String {
        let known = self.known.borrow();
        let known = known.iter().filter(|(of, _)| *of == key).map(|(_, name)| name.as_str());
        suggest::did_you_mean(entry, known, "correct the entry, or remove it")
    }
}
