//! Operations: their names, their documented errors, and the bodies of these.

use super::tree::{Operation, Tree, entries};
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::load::node::Node;

pub(super) fn check(tree: &Tree<'_>, diagnostics: &mut Vec<Diagnostic>) {
    for operation in tree.operations() {
        let Operation { name, key, node, .. } = &operation;
        if node.get("operationId").is_none() {
            let message =
                format!("`{name}` has no `operationId`, so its method is named after its path");
            diagnostics.push(
                Diagnostic::warning(Code::LintOperationId, *key, message)
                    .help("add one, so that the method keeps its name when the path changes"),
            );
        }
        errors(tree, &operation, diagnostics);
    }
}

/// Checks the error responses of an operation.
fn errors(tree: &Tree<'_>, operation: &Operation<'_>, diagnostics: &mut Vec<Diagnostic>) {
    let Some(responses) = operation.node.get("responses") else { return };
    let errors = entries(Some(responses)).filter(|(status, _)| is_error(status));
    let errors: Vec<(&String, Span, bool)> = errors
        .map(|(status, entry)| (status, entry.key, has_body(tree.resolve(&entry.node))))
        .collect();
    let name = &operation.name;
    if errors.is_empty() {
        let message = format!("`{name}` documents no error");
        diagnostics.push(
            Diagnostic::warning(Code::LintUndocumentedErrors, operation.key, message).help(
                "add its error responses, or a `default`, so that callers can tell errors apart",
            ),
        );
    }
    let others_have = errors.iter().any(|(.., has_body)| *has_body);
    if operation.method == "head" || !others_have {
        return;
    }
    for (status, key, _) in errors.iter().filter(|(.., has_body)| !has_body) {
        let message =
            format!("the error {status} of `{name}` has no body, unlike others of the operation");
        diagnostics.push(
            Diagnostic::warning(Code::LintMissingBody, *key, message)
                .help("add its `content`, if it has the same body"),
        );
    }
}

/// Whether a response with that key may be an error: one with `default` is whatever is not documented.
fn is_error(status: &str) -> bool {
    status.starts_with(['4', '5']) || status == "default"
}

fn has_body(response: &Node) -> bool {
    entries(response.get("content")).next().is_some() || response.get("schema").is_some()
}
