//! The description's files: read through [`ReadSource`], each into a tree, with everything that references reach.

mod build;
mod folders;
mod json;
pub(crate) mod lookup;
pub(crate) mod node;
mod number;
mod overlay;
mod reader;
pub(crate) mod refs;
mod scalar;
mod scan;
mod text;
mod yaml;

use std::collections::{BTreeMap, VecDeque};

pub(crate) use folders::Folders;
use node::Node;
use scan::{Anchor, Resource, Scan};

use crate::ReadSource;
use crate::diagnostic::{self, Code, Diagnostic, FileId, Sources, Span};

/// All files of a description.
#[derive(Debug, Default)]
pub(crate) struct Documents {
    /// In the order of reading: the entry is the first.
    files: Vec<File>,
    /// Which file has which path; a path that cannot be read has the reason.
    paths: BTreeMap<String, Result<FileId, String>>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct File {
    name: String,
    root: Option<Node>,
    resources: Vec<Resource>,
    anchors: Vec<Anchor>,
    recursive: Vec<Resource>,
    /// Why there is no root. It matters only where something refers to the file.
    broken: Vec<Diagnostic>,
    /// Whether it is an overlay, whose values are part of the entry.
    is_overlay: bool,
}

impl File {
    fn new(name: &str) -> Self {
        Self { name: name.to_owned(), ..Self::default() }
    }
}

impl Documents {
    /// The tree of a file.
    pub(crate) fn root(&self, file: FileId) -> Option<&Node> {
        self.get(file)?.root.as_ref()
    }

    /// The length of all files together.
    pub(crate) fn bytes(&self) -> usize {
        self.bytes
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: FileId) -> &str {
        self.get(file).map_or("", |file| file.name.as_str())
    }

    /// The file at `path`, or why it cannot be read.
    pub(crate) fn file(&self, path: &str) -> Result<FileId, String> {
        self.paths.get(path).cloned().unwrap_or_else(|| Err(String::from("it was not loaded")))
    }

    /// What is wrong with the content of a file that has no tree.
    pub(crate) fn broken(&self, file: FileId) -> &[Diagnostic] {
        self.get(file).map_or(&[], |file| &file.broken)
    }

    /// How many places have the `$dynamicAnchor` or `$anchor` of that name.
    pub(crate) fn anchors_named(&self, name: &str) -> usize {
        let anchors = self.files.iter().flat_map(|file| &file.anchors);
        anchors.filter(|anchor| anchor.name == name).count()
    }

    /// The pointer of the innermost schema with a `$recursiveAnchor` around a place.
    pub(crate) fn recursive_anchor(&self, span: Span) -> Option<&str> {
        let mut around = self.get(self.home(span.file))?.recursive.iter();
        around.rfind(|resource| resource.encloses(span)).map(|resource| resource.pointer.as_str())
    }

    /// The file that references from `file` are relative to: values of an overlay are part of the entry.
    pub(crate) fn home(&self, file: FileId) -> FileId {
        if self.get(file).is_some_and(|file| file.is_overlay) { FileId(0) } else { file }
    }

    fn get(&self, file: FileId) -> Option<&File> {
        self.files.get(file.0 as usize)
    }

    fn resources(&self, file: FileId) -> &[Resource] {
        self.get(file).map_or(&[], |file| &file.resources)
    }

    /// The part with that URI, in any file.
    fn resource(&self, uri: &str, as_written: &str) -> Option<(FileId, &Resource)> {
        let mut files = (0..).map(FileId).zip(&self.files);
        files.find_map(|(id, file)| {
            let mut resources = file.resources.iter();
            let named = |resource: &&Resource| resource.uri == uri || resource.uri == as_written;
            resources.find(named).map(|resource| (id, resource))
        })
    }

    /// The pointer of the anchor of that name: the one below `start`, else any of the file, else any at all.
    fn anchor(&self, file: FileId, start: &str, name: &str) -> Option<&str> {
        let anchors = &self.get(file)?.anchors;
        let named = |anchor: &&Anchor| anchor.name == name;
        let below = |anchor: &&Anchor| named(anchor) && is_below(&anchor.pointer, start);
        // An anchor belongs to the innermost resource around it.
        let own = |anchor: &&Anchor| {
            let around = self.resources(file).iter().map(|resource| resource.pointer.as_str());
            let around = around.filter(|pointer| is_below(&anchor.pointer, pointer));
            below(anchor) && around.max_by_key(|pointer| pointer.len()).unwrap_or("") == start
        };
        let mut all = anchors.iter();
        let own = all.find(own).or_else(|| anchors.iter().find(below));
        let anchor = own.or_else(|| anchors.iter().find(named))?;
        Some(&anchor.pointer)
    }
}

/// Whether a pointer leads to the target of another one, or below it.
fn is_below(pointer: &str, other: &str) -> bool {
    pointer.strip_prefix(other).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A file that the settings name.
#[derive(Debug)]
pub(crate) struct Named {
    pub(crate) path: String,
    /// The setting.
    pub(crate) span: Span,
}

/// The source of files, and the list of diagnostics.
pub(crate) struct Loading<'l> {
    pub(crate) folders: Folders,
    pub(crate) source: &'l dyn ReadSource,
    pub(crate) sources: &'l mut Sources,
    pub(crate) diagnostics: &'l mut Vec<Diagnostic>,
}

/// Reads the entry, changes it by the overlays, and reads, one after the other, every file that a reference leads to.
///
/// A referenced file that cannot be read is no error yet: what looks like a reference may be part of an example.
pub(crate) fn load(entry: &str, overlays: &[Named], mut loading: Loading<'_>) -> Documents {
    let mut documents = Documents::default();
    let mut near = VecDeque::from([entry.to_owned()]);
    // Other hosts are contacted last: what looks like a URL may be the `$id` of a schema in another file.
    let mut remote = VecDeque::new();
    while let Some(path) = near.pop_front().or_else(|| remote.pop_front()) {
        let is_known = documents.paths.contains_key(&path)
            || documents.resource(&path, &path).is_some_and(|_| refs::is_remote(&path));
        if is_known {
            continue;
        }
        let decoded = match bytes(&path, entry, &loading).map(text::decode) {
            Ok(decoded) => decoded.map_err(|bad| (bad.reason(), bad.text, bad.start)),
            Err(reason) => Err((reason, String::new(), 0)),
        };
        match decoded {
            Ok(decoded) => {
                let scan = read_file(&mut documents, &path, decoded, overlays, &mut loading);
                for path in scan.files {
                    if refs::is_remote(&path) { &mut remote } else { &mut near }.push_back(path);
                }
            }
            Err((reason, text, start)) => {
                if documents.paths.is_empty() {
                    let file = loading.sources.add(path.as_str(), text);
                    loading.diagnostics.push(unreadable(file, &path, &reason, start));
                }
                documents.paths.insert(path, Err(reason));
            }
        }
    }
    documents
}

/// The tree of a file's text; `None` if it has none.
pub(crate) fn tree(file: FileId, text: &str) -> Option<Node> {
    reader::read(file, text, &mut Vec::new())
}

/// Adds a file to `documents`, the entry with its overlays; its references are left in the scan.
fn read_file(
    documents: &mut Documents,
    path: &str,
    decoded: (String, Vec<text::Repair>),
    overlays: &[Named],
    loading: &mut Loading<'_>,
) -> Scan {
    documents.bytes += decoded.0.len();
    let is_entry = documents.files.is_empty();
    let mut found = Vec::new();
    let (file, mut root) = read_text(path, decoded, loading.sources, &mut found);
    if is_entry && root.as_ref().is_none_or(Node::is_null) {
        empty(file, &mut found);
    }
    let overlays = if is_entry { overlays } else { &[] };
    let overlays: Vec<File> =
        overlays.iter().map(|named| apply_overlay(root.as_mut(), named, loading)).collect();
    let mut scan = root.as_ref().map(|root| scan::scan(root, path)).unwrap_or_default();
    let mut broken = Vec::new();
    // What is wrong with another file matters only where something refers to it.
    if is_entry || root.is_some() { &mut *loading.diagnostics } else { &mut broken }
        .append(&mut found);
    documents.files.push(File {
        root,
        resources: std::mem::take(&mut scan.resources),
        anchors: std::mem::take(&mut scan.anchors),
        recursive: std::mem::take(&mut scan.recursive),
        broken,
        ..File::new(path)
    });
    documents.files.extend(overlays);
    documents.paths.insert(path.to_owned(), Ok(file));
    scan
}

/// The number and the tree of a file.
fn read_text(
    path: &str,
    (text, repairs): (String, Vec<text::Repair>),
    sources: &mut Sources,
    found: &mut Vec<Diagnostic>,
) -> (FileId, Option<Node>) {
    let file = sources.add(path, text);
    let text = sources.get(file).map_or("", |source| source.text.as_str());
    found.extend(repairs.into_iter().map(|repair| repair.at(file)));
    let root = if is_prose(path) {
        Some(Node::string(text, Span { file, start: 0, end: 0 }))
    } else {
        reader::read(file, text, found)
    };
    (file, root)
}

/// Changes the entry by an overlay, whose file is given back.
fn apply_overlay(entry: Option<&mut Node>, named: &Named, loading: &mut Loading<'_>) -> File {
    let Loading { source, sources, diagnostics, .. } = loading;
    match source.read(&named.path).and_then(|it| text::decode(it).map_err(|bad| bad.reason())) {
        Ok(decoded) => {
            let (_, overlay) = read_text(&named.path, decoded, sources, diagnostics);
            if let (Some(entry), Some(overlay)) = (entry, &overlay) {
                overlay::apply(entry, overlay, diagnostics);
            }
        }
        Err(reason) => {
            sources.add(named.path.as_str(), "");
            let message =
                format!("cannot read {} from `overlays` of the settings: {reason}", named.path);
            diagnostics.push(
                Diagnostic::error(Code::Settings, named.span, message)
                    .help("the path is relative to the settings file; correct `overlays` in it"),
            );
        }
    }
    File { is_overlay: true, ..File::new(&named.path) }
}

/// Whether a file is a text as a whole, such as a description.
fn is_prose(path: &str) -> bool {
    [".md", ".markdown", ".txt", ".html"].iter().any(|extension| path.ends_with(extension))
}

fn bytes(path: &str, entry: &str, loading: &Loading<'_>) -> Result<Vec<u8>, String> {
    match path.split_once("://") {
        Some(("http" | "https", _)) => loading.source.read_remote(path),
        _ if refs::is_remote(path) => {
            Err(String::from("only relative paths, and http and https URLs, are followed"))
        }
        _ if path == entry || loading.folders.contain(path) => loading.source.read(path),
        _ => Err(String::from(
            "it is not below the folder of the description, nor of `reference-folders` in the settings",
        )),
    }
}

fn unreadable(file: FileId, path: &str, reason: &str, start: usize) -> Diagnostic {
    let start = u32::try_from(start).unwrap_or_default();
    Diagnostic::error(
        Code::Unreadable,
        Span { file, start, end: start },
        format!("cannot read {path}: {reason}"),
    )
    .help("use a file with an OpenAPI description in YAML or JSON, encoded as UTF-8")
}

/// Reports an entry without content, unless something else was found wrong with it.
fn empty(file: FileId, found: &mut Vec<Diagnostic>) {
    if !diagnostic::has_errors(found) {
        let start = Span { file, start: 0, end: 0 };
        found.push(
            Diagnostic::error(Code::Empty, start, "the file is empty")
                .help("write an OpenAPI description into it, or use another file"),
        );
    }
}
