//! Handwritten parts of a crate. In: the settings, and their files. Out: the crate's examples, its licence files, the
//! usage section of its README, and names in programs that the crate does not have.

mod calls;
mod paths;
mod position;
mod programs;

use std::ops::Range;

use proc_macro2::Ident;

use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span, internal};
use crate::load::refs;
use crate::public_api::{PublicApi, public_api};
use crate::{Config, Files, ReadSource, stack};

/// The files of the settings.
#[derive(Default)]
pub(crate) struct Handwritten {
    /// The usage section of the README.
    usage: Option<Page>,
    examples: Vec<Page>,
    licenses: Vec<Page>,
}

/// A file that is written by hand.
struct Page {
    /// The name in the settings.
    name: String,
    /// As it was read.
    path: String,
    text: String,
}

/// Reads the files of the settings; `None`, with a diagnostic for each, if some cannot be read.
pub(crate) fn read(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Handwritten> {
    let before = diagnostics.len();
    let mut read = |setting: &[&str], name: &str| {
        let page = page(setting, name, entry, source, config);
        page.map_err(|diagnostic| diagnostics.push(diagnostic)).ok()
    };
    let usage = config.readme.as_ref().and_then(|name| read(&["readme"], name));
    let examples = config.examples.iter().filter_map(|name| read(&["examples"], name)).collect();
    let licenses = config.package.license_files.iter();
    let licenses = licenses.filter_map(|name| read(&["package", "license-files"], name)).collect();
    (diagnostics.len() == before).then_some(Handwritten { usage, examples, licenses })
}

/// A file of a setting, relative to the description.
fn page(
    setting: &[&str],
    name: &str,
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
) -> Result<Page, Diagnostic> {
    let path = refs::parse(entry, name).path;
    let text = source
        .read(&path)
        .and_then(|bytes| String::from_utf8(bytes).map_err(|error| error.to_string()));
    match text {
        Ok(text) => Ok(Page { name: name.to_owned(), path, text }),
        Err(reason) => {
            let span = config.span(setting);
            let setting = setting.join(".");
            let message = format!("cannot read {path} from `{setting}` of the settings: {reason}");
            Err(Diagnostic::error(Code::Settings, span, message).help(format!(
                "the path is relative to the description; correct `{setting}` in the settings"
            )))
        }
    }
}

impl Handwritten {
    /// The usage section of the README, empty if there is none.
    pub(crate) fn usage(&self) -> &str {
        self.usage.as_ref().map_or("", |page| &page.text)
    }

    /// Adds the programs and the licence files to the crate's files.
    pub(crate) fn add_to(&self, files: &mut Files) {
        for Page { name, text, .. } in &self.examples {
            let head = format!("// Copied by clientsmith from {name} beside the description.\n\n");
            files.insert(format!("examples/{}", place(name)), head + text);
        }
        for Page { name, text, .. } in &self.licenses {
            files.insert(name.rsplit('/').next().unwrap_or(name), text);
        }
    }

    /// Reports the names in programs and code blocks that the crate does not have. Only certain errors are reported:
    /// what cannot be followed is left to the compiler.
    pub(crate) fn check(
        &self,
        files: &Files,
        library: &str,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        if self.usage.is_none() && self.examples.is_empty() {
            return;
        }
        match public_api(files) {
            Ok(api) => {
                stack::with_much_room(|| self.compare(&api, library, sources, diagnostics));
            }
            Err(error) => diagnostics.push(internal(error)),
        }
    }

    fn compare(
        &self,
        api: &PublicApi,
        library: &str,
        sources: &mut Sources,
        diagnostics: &mut Vec<Diagnostic>,
    ) {
        let pages: Vec<(&Page, Vec<programs::Program>)> = self
            .examples
            .iter()
            .map(|page| (page, programs::of_file(&page.text).into_iter().collect()))
            .chain(self.usage.iter().map(|page| (page, programs::of_markdown(&page.text))))
            .collect();
        let all = pages.iter().flat_map(|(_, programs)| programs);
        let known = calls::Known::of(all, library);
        for (page, programs) in &pages {
            let mut file = None;
            for program in programs {
                let mut found = paths::check(program, library, api);
                found.extend(calls::check(program, library, &known, api));
                for finding in found {
                    let file = *file.get_or_insert_with(|| sources.add(&*page.path, &*page.text));
                    let range = program.range(finding.name);
                    diagnostics.push(finding.diagnostic(file, range));
                }
            }
        }
    }
}

/// A name that the crate does not have.
struct Finding<'p> {
    name: &'p Ident,
    message: String,
    /// The most similar name that exists.
    nearest: Option<String>,
}

impl<'p> Finding<'p> {
    fn new<'n>(name: &'p Ident, message: String, known: impl Iterator<Item = &'n str>) -> Self {
        let text = name.to_string();
        let distance = |known: &&str| strsim::levenshtein(&text, known);
        let nearest = known.min_by_key(distance).map(str::to_owned);
        Self { name, message, nearest }
    }

    fn diagnostic(self, file: FileId, range: Range<usize>) -> Diagnostic {
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let span = Span { file, start: place(range.start), end: place(range.end) };
        let diagnostic = Diagnostic::error(Code::UnknownName, span, self.message);
        match self.nearest {
            Some(nearest) => diagnostic.help(format!("did you mean `{nearest}`?")),
            None => diagnostic,
        }
    }
}

/// The path of a program among the examples: below a folder of that name it is kept, so that a shared module keeps its
/// folder, and otherwise it is the file name.
fn place(example: &str) -> &str {
    match example.rsplit_once("examples/") {
        Some((before, place)) if before.is_empty() || before.ends_with('/') => place,
        _ => example.rsplit('/').next().unwrap_or(example),
    }
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn a_shared_module_keeps_its_folder() {
        assert_eq!(place("examples/buy.rs"), "buy.rs");
        assert_eq!(place("examples/settings/mod.rs"), "settings/mod.rs");
        assert_eq!(place("../shop/examples/settings/mod.rs"), "settings/mod.rs");
        assert_eq!(place("programs/buy.rs"), "buy.rs");
        assert_eq!(place("my-examples/settings/buy.rs"), "buy.rs");
    }
}
