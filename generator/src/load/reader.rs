//! Parsing: turns JSON and YAML into [`Node`]s with spans.

use super::node::Node;
use super::{json, text, yaml};
use crate::diagnostic::{Diagnostic, FileId};

/// The tree of `text`; `None` if the text is empty or invalid, which a diagnostic then reports.
pub(crate) fn read(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let mut found = Vec::new();
    let root = read_either(file, text, &mut found);
    if root.is_none()
        && let Some((untabbed, repair)) = text::untabbed(text)
    {
        let mut found = vec![repair.at(file)];
        if let Some(root) = read_either(file, &untabbed, &mut found) {
            diagnostics.append(&mut found);
            return Some(root);
        }
    }
    diagnostics.append(&mut found);
    root
}

/// JSON is a subset of YAML, but faster to parse.
fn read_either(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = text.get(offset..).unwrap_or_default();
    let may_be_json = text.trim_start().starts_with(['{', '[']);
    let root = may_be_json.then(|| json::read(file, offset, text, diagnostics)).flatten();
    root.or_else(|| yaml::read(file, offset, text, diagnostics))
}
