//! Turns an OpenAPI description into the files of a Rust client crate.
//!
//! ```text
//! load        bytes -> Document          YAML or JSON, changed by overlays; a node owns its source span
//! normalize   Node -> Node              an object of any dialect in its 3.0 form; parse asks for it, object by object
//! parse       Document -> OpenAPI       openapiv3's model for the meaning
//! lower       OpenAPI -> ir::Api        all decisions: types, names, presence, operations
//! emit        ir::Api -> Files          quote + prettyplease
//! ```
//!
//! The pipeline is pure: it reads through [`ReadSource`], and neither prints nor writes. [`disk`], behind the feature
//! `write`, reads settings and descriptions from disk, and writes the crate's folder or compares it.

pub mod config;
pub mod diagnostic;
pub mod diff;
#[cfg(feature = "write")]
pub mod disk;
mod emit;
pub mod files;
mod handwritten;
mod ir;
mod levels;
mod lint;
mod load;
mod lower;
mod map;
mod markdown;
mod module;
mod normalize;
mod parallel;
mod parse;
pub mod public_api;
pub mod report;
mod stack;
mod suggest;

pub use config::Config;
pub use diagnostic::{Diagnostic, Sources};
#[cfg(feature = "write")]
pub use disk::Job;
pub use files::Files;
pub use lint::lint;
pub use public_api::public_api;

/// The source of a description's files.
pub trait ReadSource {
    /// Returns the bytes of the file at `path`, which is the entry's path or one made relative to it, with `/` between
    /// folders.
    ///
    /// # Errors
    ///
    /// The file cannot be read. The reason has to fit after `cannot read PATH: `.
    fn read(&self, path: &str) -> Result<Vec<u8>, String>;

    /// Returns the bytes at the `http` or `https` URL `url`, which a reference of the description points to.
    ///
    /// By default no other host is contacted.
    ///
    /// # Errors
    ///
    /// The URL is not read. The reason has to fit after `the reference points to another host: `.
    fn read_remote(&self, _url: &str) -> Result<Vec<u8>, String> {
        Err(String::from("other hosts are not contacted"))
    }

    /// Called when a stage of the pipeline begins, for whoever measures it.
    fn begin(&self, _stage: Stage) {}
}

/// A stage of the pipeline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Stage {
    /// Files are read, and parsed as YAML or JSON.
    Load,
    /// The description is normalized and parsed.
    Parse,
    /// All decisions are made.
    Lower,
    /// The crate's files are printed.
    Emit,
    /// The description is linted.
    Lint,
}

/// The result of a run.
#[derive(Debug, Clone, Default)]
pub struct Output {
    /// The crate's files; `None` if a diagnostic is an error.
    pub files: Option<Files>,
    /// The problems of the description, in the order of its text.
    pub diagnostics: Vec<Diagnostic>,
    /// The files that the diagnostics point into.
    pub sources: Sources,
    /// The Rust names of the description's schemas and operations, as JSON.
    pub map: serde_json::Value,
    /// The operations whose success documents no body, although its status code allows one, as `POST /pets`. Servers
    /// often send one all the same, which a caller gets from `.raw()` of a call.
    pub without_body: Vec<String>,
}

impl Output {
    /// The diagnostics as text for people, without colours: each with its code, `file:line:column`, the source line,
    /// and help. Empty without diagnostics.
    pub fn report(&self) -> String {
        diagnostic::render(&self.diagnostics, &self.sources, false)
    }
}

/// Generates the client crate of the description at `entry`, or the module that the settings ask for.
pub fn generate(entry: &str, source: &dyn ReadSource, config: &Config) -> Output {
    let mut output = generate_and(entry, source, config, |_| ()).0;
    if let Some(path) = &config.module {
        output.files = output.files.map(|files| module::of(&files, path));
    }
    output
}

/// The same, with what `facts` finds in the data that is emitted; its default if there is none.
pub(crate) fn generate_and<T: Default>(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    facts: impl FnOnce(&ir::Api) -> T,
) -> (Output, T) {
    let mut output = Output::default();
    let mut found = T::default();
    let diagnostics = &mut output.diagnostics;
    if let Some((parsed, api)) = lowered(entry, source, config, &mut output.sources, diagnostics) {
        // Emitting consumes the crate, to save memory.
        drop(parsed);
        output.map = map::map(&api);
        let bare = api.operations.iter().filter(|it| it.lacks_body());
        output.without_body =
            bare.map(|it| format!("{} {}", it.method.as_str(), it.path)).collect();
        found = facts(&api);
        source.begin(Stage::Emit);
        if !diagnostic::has_errors(diagnostics)
            && let Some(handwritten) = handwritten::read(entry, source, config, diagnostics)
        {
            match emit::emit(&api, handwritten.usage()) {
                Ok(mut files) => {
                    let library = api.package.lib_name();
                    handwritten.check(&files, &library, &mut output.sources, diagnostics);
                    handwritten.add_to(&mut files);
                    output.files = (!diagnostic::has_errors(diagnostics)).then_some(files);
                }
                Err(error) => diagnostics.push(diagnostic::internal(error)),
            }
        }
    }
    levels::apply(config, &output.sources, diagnostics);
    diagnostic::settle(diagnostics);
    (output, found)
}

/// All steps before a crate is emitted; `None` if the description cannot be read at all.
fn lowered(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(parse::Parsed, ir::Api)> {
    levels::check(config, diagnostics);
    source.begin(Stage::Load);
    let documents = load(entry, source, config, sources, diagnostics);
    source.begin(Stage::Parse);
    let mut parsed = parse::parse(&documents, sources, formats(config), diagnostics)?;
    let renamed = lower::renamed_places(&documents, config);
    drop(documents);
    source.begin(Stage::Lower);
    lower::custom::mark(&mut parsed, config, diagnostics);
    let api = lower::lower(&parsed, config, renamed, diagnostics);
    levels::apply(config, sources, diagnostics);
    Some((parsed, api))
}

/// The formats that the settings have types for.
fn formats(config: &Config) -> std::collections::BTreeSet<&str> {
    config.types.formats.keys().map(String::as_str).collect()
}

/// The files of the description at `entry`, changed by the overlays in the settings.
fn load(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> load::Documents {
    if let Some(file) = &config.file {
        sources.set_settings(&file.name, &file.text);
    }
    let overlays: Vec<load::Named> = config
        .overlays
        .iter()
        .map(|file| load::Named {
            path: load::refs::parse(entry, file).path,
            span: config.span(&["overlays"]),
        })
        .collect();
    let folders = load::Folders::of(entry, &config.reference_folders);
    load::load(entry, &overlays, load::Loading { folders, source, sources, diagnostics })
}

/// The description at `entry` in its normalized form, as YAML: OpenAPI 3.0, with every referenced schema under
/// `components`, and `x-codegen-` extensions for what 3.0 cannot express.
///
/// The string is empty if the description cannot be read; the diagnostics say why.
pub fn dump_normalized(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
) -> (String, Vec<Diagnostic>, Sources) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let documents = load(entry, source, config, &mut sources, &mut diagnostics);
    let parsed = parse::parse(&documents, &sources, formats(config), &mut diagnostics);
    let text = parsed.as_ref().map(parse::dump).unwrap_or_default();
    levels::apply(config, &sources, &mut diagnostics);
    diagnostic::settle(&mut diagnostics);
    (text, diagnostics, sources)
}

/// The crate of the description at `entry` as the data that is emitted, as JSON: every decision has been made.
///
/// It is meant for reading and comparing; its format is not stable. It is null if the description cannot be read; the
/// diagnostics say why.
pub fn dump_ir(
    entry: &str,
    source: &dyn ReadSource,
    config: &Config,
) -> (serde_json::Value, Vec<Diagnostic>, Sources) {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let lowered = lowered(entry, source, config, &mut sources, &mut diagnostics);
    let json = lowered.and_then(|(_, api)| serde_json::to_value(&api).ok()).unwrap_or_default();
    diagnostic::settle(&mut diagnostics);
    (json, diagnostics, sources)
}

/// The parts of a program that calls every operation of a crate, to test what arrives at a server.
#[derive(Debug, Clone, PartialEq)]
pub struct Driver {
    /// The source of a program that depends on the crate; its first argument is the server's URL. It reads one case per
    /// line, `{"operation": 0, "values": {"path": {…}, "query": {…}, "header": {…}, "cookie": {…}, "body": {"value": …}}}`,
    /// with the operation's number in [`Output::map`] and, if its response is to be read item by item, `"items": true`.
    ///
    /// It prints the outcome of each call on a line: `{"kind": …, "message": …, "told": …, "items": […], "headers":
    /// {NAME: …}}`. The content of a response is `{"json": TEXT}`, `{"text": …}`, `{"base64": …}` or `"nothing"`, as
    /// the client returns it, and an event is `{"event": {"event": …, "id": …, "data": …}}`; `{"wrong": REASON}` failed
    /// to decode.
    pub program: String,
    /// The media type of the body that each operation sends, if any.
    pub media_types: Vec<Option<String>>,
    /// Whether the body of each operation is XML that the crate encodes, and not a string of the caller's.
    pub writes_xml: Vec<bool>,
    /// The media types of the responses that each operation can read item by item.
    pub streamed: Vec<Vec<String>>,
    /// The names of the crate's operations, as in [`Output::map`].
    pub map: serde_json::Value,
    /// The description, as returned by [`dump_normalized`].
    pub description: serde_json::Value,
}

/// The value of every credential that a [`Driver`] sets.
pub const DRIVER_CREDENTIAL: &str = emit::driver::CREDENTIAL;

/// The driver of the crate that [`generate`] returns for the same arguments; `None` if that returns no files.
pub fn driver(entry: &str, source: &dyn ReadSource, config: &Config) -> Option<Driver> {
    let (mut sources, mut diagnostics) = (Sources::default(), Vec::new());
    let (parsed, api) = lowered(entry, source, config, &mut sources, &mut diagnostics)?;
    (!diagnostic::has_errors(&diagnostics)).then(|| Driver {
        program: emit::driver::text(&api),
        media_types: emit::driver::media_types(&api),
        writes_xml: emit::driver::writes_xml(&api),
        streamed: emit::driver::streamed(&api),
        map: map::map(&api),
        description: parse::dump_json(&parsed),
    })
}
