//! `$ref`: resolved to its target, with a diagnostic if there is none.

use crate::diagnostic::{Code, Diagnostic, FileId, Severity};
use crate::load::lookup::{self, Failure, Found};
use crate::load::node::{Entry, Node, Object};
use crate::load::refs;

use super::context::Context;

/// Chains of references beyond this are rejected.
const LONGEST_CHAIN: usize = 64;

/// The `$ref` of an object without any other relevant keys.
pub(super) fn only_reference(node: &Node) -> Option<&Node> {
    let object = node.as_object()?;
    let reference = &object.get("$ref")?.node;
    let alone = object.keys().all(|key| matches!(key.as_str(), "$ref" | "summary" | "description"));
    (alone && reference.as_str().is_some()).then_some(reference)
}

/// The target of the `$ref` at `reference`, followed to its end; `None`, with a diagnostic, if there is none.
pub(super) fn resolve<'d>(
    context: &mut Context<'d>,
    reference: &Node,
    severity: Severity,
) -> Option<Found<'d>> {
    let mut seen: Vec<(FileId, String)> = Vec::new();
    let mut current = target(context, reference, severity)?;
    loop {
        let place = (current.file, current.pointer.clone());
        if let Some(start) = seen.iter().position(|other| *other == place) {
            let around = seen.iter().skip(start).chain([&place]);
            let path: Vec<String> = around.map(|(_, pointer)| format!("#{pointer}")).collect();
            circle(context, reference, severity, &path);
            return None;
        }
        if seen.len() >= LONGEST_CHAIN {
            too_long(context, reference, severity);
            return None;
        }
        seen.push(place);
        let Some(next) = only_reference(current.node) else { return Some(current) };
        let next = target(context, next, severity)?;
        if next.file == current.file && next.pointer == current.pointer {
            // A schema that only refers to itself is reported where it is read.
            return Some(current);
        }
        current = next;
    }
}

/// The target of one `$ref`, which may be a reference itself.
pub(super) fn target<'d>(
    context: &mut Context<'d>,
    reference: &Node,
    severity: Severity,
) -> Option<Found<'d>> {
    let Some(text) = reference.as_str() else {
        let mut diagnostic = Diagnostic::error(
            Code::WrongType,
            reference.span,
            format!("`$ref` has to be a string, not {}", reference.describe()),
        )
        .help("write a reference such as '#/components/schemas/Name'");
        diagnostic.severity = severity;
        context.report(diagnostic);
        return None;
    };
    match lookup::lookup(context.documents, reference.span, text) {
        Ok(found) => {
            if let Some(meant) = &found.repaired {
                context.report(
                    Diagnostic::warning(
                        Code::UnresolvedReference,
                        reference.span,
                        format!("the reference `{text}` has no target; it is read as `{meant}`"),
                    )
                    .help("correct the reference"),
                );
            }
            context.mark_used(found.node.span);
            Some(found)
        }
        Err(failure) => {
            report(context, reference, text, failure, severity);
            None
        }
    }
}

/// Whether the reference points to a whole description rather than to a part of one, as an empty one does.
pub(super) fn leads_to_description(context: &Context<'_>, reference: &Node) -> bool {
    let Some(text) = reference.as_str() else { return false };
    let is_whole = text.split_once('#').is_none_or(|(_, fragment)| fragment.is_empty());
    is_whole
        && lookup::lookup(context.documents, reference.span, text).is_ok_and(|found| {
            let has = |key| found.node.get(key).is_some();
            found.pointer.is_empty() && (has("openapi") || has("swagger"))
        })
}

fn report(
    context: &mut Context<'_>,
    reference: &Node,
    text: &str,
    failure: Failure,
    severity: Severity,
) {
    let (code, message, help) = match failure {
        Failure::Remote(reason) => (
            Code::RemoteReference,
            match text.starts_with("http") {
                true => format!("the reference `{text}` points to another host: {reason}"),
                false => format!("the reference `{text}` is not followed: {reason}"),
            },
            String::from("save the file beside the description and refer to it by its path"),
        ),
        Failure::Unreadable { path, reason } => (
            Code::UnresolvedReference,
            format!("the reference `{text}` points to {path}, which cannot be read: {reason}"),
            String::from("correct the path, which is relative to the file with the reference"),
        ),
        Failure::Missing { reason, meant } => (
            Code::UnresolvedReference,
            format!("the reference `{text}` has no target: {reason}"),
            match meant {
                Some(meant) => {
                    let file = text.split('#').next().unwrap_or_default();
                    format!("did you mean `{file}{meant}`?")
                }
                None => String::from("correct the reference, or add its target"),
            },
        ),
        Failure::Broken(file) => {
            for mut diagnostic in context.documents.broken(file).to_vec() {
                diagnostic.severity = diagnostic.severity.max(severity);
                context.report(diagnostic);
            }
            let path = context.documents.path(file);
            (
                Code::UnresolvedReference,
                format!("the reference `{text}` points to {path}, which is not valid YAML"),
                String::from("correct the file"),
            )
        }
    };
    let mut diagnostic = Diagnostic::error(code, reference.span, message).help(help);
    diagnostic.severity = severity;
    context.report(diagnostic);
}

/// The meaning of an object that may be a reference: the target, with the description, summary and extensions beside
/// the reference in place of its own. `None`, with a diagnostic, if the reference has no target.
pub(super) fn followed(context: &mut Context<'_>, node: &Node, severity: Severity) -> Option<Node> {
    follow(context, node, severity, |key| {
        matches!(key, "summary" | "description") || key.starts_with("x-")
    })
}

/// The meaning of an object that may be a reference with other keys beside it, such as a path item.
pub(super) fn followed_entirely(context: &mut Context<'_>, node: &Node) -> Option<Node> {
    follow(context, node, Severity::Error, |_| true)
}

fn follow(
    context: &mut Context<'_>,
    node: &Node,
    severity: Severity,
    counts: impl Fn(&str) -> bool,
) -> Option<Node> {
    let mut node = node.clone();
    let mut beside = Object::new();
    for _ in 0..LONGEST_CHAIN {
        let Some(reference) = node.get("$ref") else {
            return Some(if beside.is_empty() { node } else { merged(&node, beside) });
        };
        for (key, entry) in node.as_object().into_iter().flatten() {
            if key == "$ref" || beside.contains_key(key) {
                continue;
            }
            if counts(key) {
                beside.insert(key.clone(), entry.clone());
            } else {
                ignored_beside(context, key, entry);
            }
        }
        node = resolve(context, reference, severity)?.node.clone();
    }
    circle(context, &node, severity, &[]);
    None
}

/// Reports references that lead in a circle; `path` has the places on it, if they are known.
fn circle(context: &mut Context<'_>, reference: &Node, severity: Severity, path: &[String]) {
    let mut message = String::from("this reference leads back to itself, and never to a value");
    if !path.is_empty() {
        message.push_str(&format!(": {}", path.join(" -> ")));
    }
    let mut diagnostic = Diagnostic::error(Code::ReferenceCycle, reference.span, message)
        .help("point one of the references in the cycle at a definition");
    diagnostic.severity = severity;
    context.report(diagnostic);
}

fn too_long(context: &mut Context<'_>, reference: &Node, severity: Severity) {
    let mut diagnostic = Diagnostic::error(
        Code::TooDeep,
        reference.span,
        format!("this reference leads through more than {LONGEST_CHAIN} others"),
    )
    .help("refer to the final target");
    diagnostic.severity = severity;
    context.report(diagnostic);
}

fn ignored_beside(context: &mut Context<'_>, key: &str, entry: &Entry) {
    context.report(
        Diagnostic::warning(
            Code::UnknownKey,
            entry.key,
            format!("`{key}` has no effect beside a `$ref`; it is ignored"),
        )
        .help("move it to the target of the reference"),
    );
}

fn merged(node: &Node, beside: Object) -> Node {
    let Some(object) = node.as_object() else { return node.clone() };
    let mut object = object.clone();
    object.extend(beside);
    Node::object(object, node.span)
}

/// A schema whose `$recursiveRef` (JSON Schema 2019-09) is the `$ref` that it comes to where the schema is not extended:
/// one to the innermost schema around it that has a `$recursiveAnchor`.
pub(super) fn without_recursive(context: &Context<'_>, node: &Node) -> Option<Node> {
    let reference = node.get("$recursiveRef")?;
    let pointer = context.documents.recursive_anchor(reference.span)?;
    let mut object = node.as_object()?.clone();
    object.shift_remove("$recursiveRef");
    let target = Node::string(format!("#{pointer}"), reference.span);
    object.insert(String::from("$ref"), Entry { key: reference.span, node: target });
    Some(Node::object(object, node.span))
}

/// The reference to a schema in the model's one form; the schema is read later.
///
/// Unlike other references it is not followed to its end: a schema that only refers to another one has a name of
/// its own.
pub(super) fn schema(
    context: &mut Context<'_>,
    reference: &Node,
    severity: Severity,
) -> Option<String> {
    let before = context.diagnostics.len();
    let key = schema_key(context, reference, severity);
    if key.is_none() {
        // Every value is valid by a schema that is not known.
        context
            .diagnostics
            .iter_mut()
            .skip(before)
            .for_each(|diagnostic| diagnostic.softens = true);
    }
    key
}

fn schema_key(context: &mut Context<'_>, reference: &Node, severity: Severity) -> Option<String> {
    let target = target(context, reference, severity)?;
    // The end of the chain is checked first, so that a cycle is reported once, where it is used.
    if only_reference(target.node).is_some() {
        resolve(context, reference, severity)?;
    }
    Some(context.queue(target))
}

/// The key of the schema at `node`, which the model has no place for: it is read later, as a named one.
pub(super) fn schema_apart(context: &mut Context<'_>, node: &Node) -> Option<String> {
    if let Some(reference) = only_reference(node)
        && !leads_to_description(context, reference)
    {
        return schema(context, reference, Severity::Error);
    }
    let file = context.documents.home(node.span.file);
    let root = context.documents.root(file)?;
    // Within an alias no pointer leads to the exact place; any unique one will do.
    let pointer = refs::pointer_to(root, node.span)
        .unwrap_or_else(|| format!("/aliased/{}", node.span.start));
    Some(context.queue_node(file, pointer, node))
}
