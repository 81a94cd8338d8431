//! Text in, tree out: reads JSON and YAML into [`Node`]s with spans.

use super::node::Node;
use super::{json, text, yaml};
use crate::diagnostic::{Diagnostic, FileId};

/// The tree of `text`; none where the text is empty or cannot be read, which a diagnostic then says.
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

/// JSON is a part of YAML, but for the time that it takes to read.
fn read_either(file: FileId, text: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Node> {
    let offset = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let text = text.get(offset..).unwrap_or_default();
    let may_be_json = text.trim_start().starts_with(['{', '[']);
    let root = may_be_json.then(|| json::read(file, offset, text, diagnostics)).flatten();
    root.or_else(|| yaml::read(file, offset, text, diagnostics))
}
