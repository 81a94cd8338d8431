//! The description's files: read through [`ReadSource`], each into a tree, with everything that references reach.

pub(crate) mod node;
mod reader;
pub(crate) mod refs;
mod scalar;

use std::collections::BTreeMap;

use node::{Node, Value};

use crate::ReadSource;
use crate::diagnostic::{Code, Diagnostic, FileId, Sources, Span};

/// All files of a description.
pub(crate) struct Documents {
    /// In the order of reading: the entry is the first.
    roots: Vec<Option<Node>>,
    /// Which file has which path; a path that cannot be read has the reason.
    paths: BTreeMap<String, Result<FileId, String>>,
    names: Vec<String>,
}

impl Documents {
    /// The tree of a file.
    pub(crate) fn root(&self, file: FileId) -> Option<&Node> {
        self.roots.get(file.0 as usize)?.as_ref()
    }

    /// The path of a file.
    pub(crate) fn path(&self, file: FileId) -> &str {
        self.names.get(file.0 as usize).map_or("", String::as_str)
    }

    /// The file at `path`, or why it cannot be read.
    pub(crate) fn file(&self, path: &str) -> Result<FileId, String> {
        self.paths.get(path).cloned().unwrap_or_else(|| Err(String::from("it was not loaded")))
    }
}

/// Reads the entry and, one after the other, every file that a `$ref` leads to.
///
/// A file that a reference names and that cannot be read is no error yet: what looks like a reference may be part of
/// an example.
pub(crate) fn load(
    entry: &str,
    source: &dyn ReadSource,
    sources: &mut Sources,
    diagnostics: &mut Vec<Diagnostic>,
) -> Documents {
    let mut documents = Documents { roots: Vec::new(), paths: BTreeMap::new(), names: Vec::new() };
    let mut queue = vec![entry.to_owned()];
    while let Some(path) = queue.pop() {
        if documents.paths.contains_key(&path) {
            continue;
        }
        let text = source.read(&path).and_then(|bytes| {
            String::from_utf8(bytes).map_err(|error| {
                format!(
                    "it is not UTF-8: byte {} begins no character",
                    error.utf8_error().valid_up_to()
                )
            })
        });
        match text {
            Ok(text) => {
                let file = sources.add(path.as_str(), text.as_str());
                let root = reader::read(file, &text, diagnostics);
                if let Some(root) = &root {
                    let mut found = Vec::new();
                    referenced_files(root, &path, &mut found);
                    // The last one is read first: the reverse keeps the order of the text.
                    queue.extend(found.into_iter().rev());
                }
                documents.roots.push(root);
                documents.names.push(path.clone());
                documents.paths.insert(path, Ok(file));
            }
            Err(reason) => {
                if documents.paths.is_empty() {
                    let file = sources.add(path.as_str(), "");
                    diagnostics.push(
                        Diagnostic::error(
                            Code::Unreadable,
                            Span { file, start: 0, end: 0 },
                            format!("cannot read {path}: {reason}"),
                        )
                        .help("name a file that holds an OpenAPI description in YAML or JSON"),
                    );
                }
                documents.paths.insert(path, Err(reason));
            }
        }
    }
    documents
}

/// The paths of the other files that references below `node` name.
fn referenced_files(node: &Node, base: &str, found: &mut Vec<String>) {
    match &node.value {
        Value::Array(items) => items.iter().for_each(|item| referenced_files(item, base, found)),
        Value::Object(object) => {
            for (key, entry) in object {
                match entry.node.as_str() {
                    Some(text) if key == "$ref" => {
                        if !text.starts_with('#') && !refs::is_remote(text) {
                            found.push(refs::parse(base, text).path);
                        }
                    }
                    _ => referenced_files(&entry.node, base, found),
                }
            }
        }
        _ => {}
    }
}
