//! What is optional in words and required in fact, or the reverse. Only a description that begins with the word is
//! certain to mean it.

use super::tree::{Tree, entries, strings, visit};
use crate::diagnostic::{Code, Diagnostic};
use crate::load::node::Node;

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    visit(tree.root, &mut |node| {
        if node.get("in").is_some()
            && let Some(name) = node.get("name").and_then(Node::as_str)
        {
            let is_required = node.get("required").and_then(Node::as_bool) == Some(true);
            compare(name, node, is_required, "parameter", diagnostics);
        }
        let required: Vec<&str> = strings(node, "required").collect();
        for (name, entry) in entries(node.get("properties")) {
            let is_required = required.contains(&name.as_str());
            compare(name, &entry.node, is_required, "property", diagnostics);
        }
    });
}

fn compare(
    name: &str,
    node: &Node,
    is_required: bool,
    what: &str,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(description) = node.get("description") else { return };
    let Some(text) = description.as_str() else { return };
    let (said, fact, help) = match is_required {
        true if begins_with("optional", text) => ("optional", "required", "make it optional"),
        false if begins_with("required", text) => ("required", "optional", "make it required"),
        _ => return,
    };
    let message = format!("the {what} `{name}` is {said} in words, but {fact}");
    diagnostics.push(
        Diagnostic::warning(Code::LintPresence, description.span, message)
            .help(format!("{help}, or correct the words")),
    );
}

/// Whether a text begins with the word alone: `Optional.`, `(optional)`, `**Required**:`; but not `Required if …`.
fn begins_with(word: &str, text: &str) -> bool {
    let text = text.trim_start().to_ascii_lowercase();
    let rest = text.trim_start_matches(['(', '[', '*', '_', '`']);
    let Some(after) = rest.strip_prefix(word) else { return false };
    let after = after.trim_start_matches(['*', '_', '`']);
    after.is_empty() || after.starts_with(['.', ':', ')', ']', ';', '!'])
}

#[cfg(test)]
mod tests {
    use super::begins_with;

    #[test]
    fn only_the_word_alone_is_certain() {
        for text in ["Optional. A name.", "(optional) A name", "**Optional**: a name", "[OPTIONAL]"]
        {
            assert!(begins_with("optional", text), "{text}");
        }
        for text in [
            "Optional if set",
            "Optionally a name",
            "A name (optional)",
            "Optional, unless",
            "**Optional** unless",
        ] {
            assert!(!begins_with("optional", text), "{text}");
        }
    }
}
