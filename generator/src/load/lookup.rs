//! A reference in, its target out: by path and JSON pointer, by `$id`, `$anchor` or `$self`; and the probable meaning
//! of a reference without a target.

use super::node::Node;
use super::scan::Resource;
use super::{Documents, refs};
use crate::diagnostic::{FileId, Span};
use crate::suggest;

/// A pointer through more references than this has no target.
const MOST_DETOURS: usize = 16;

/// A reference's target.
#[derive(Debug, Clone)]
pub(crate) struct Found<'d> {
    pub(crate) file: FileId,
    /// The JSON pointer within the file.
    pub(crate) pointer: String,
    pub(crate) node: &'d Node,
    /// The corrected reference, if it is wrong and its meaning is clear.
    pub(crate) repaired: Option<String>,
}

/// Why a reference has no target.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// It points to another host; why that is not contacted, or its response.
    Remote(String),
    /// The file cannot be read, and why.
    Unreadable { path: String, reason: String },
    /// The file is not valid YAML; the errors were kept.
    Broken(FileId),
    /// The file does not have that part; the reference that is probably meant.
    Missing { reason: String, meant: Option<String> },
}

/// The target of the reference `text` at `span`.
pub(crate) fn lookup<'d>(
    documents: &'d Documents,
    span: Span,
    text: &str,
) -> Result<Found<'d>, Failure> {
    let found = follow(documents, span, text, 0);
    match found {
        Err(Failure::Missing { .. } | Failure::Unreadable { .. }) => {
            repair(documents, span, text).map_or(found, Ok)
        }
        found => found,
    }
}

fn follow<'d>(
    documents: &'d Documents,
    span: Span,
    text: &str,
    detours: usize,
) -> Result<Found<'d>, Failure> {
    let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
    let fragment = refs::decode(fragment);
    let (scope, home) = (enclosing(documents, span), documents.home(span.file));
    if uri.is_empty() {
        let start = scope.map_or("", |resource| resource.pointer.as_str());
        let within = part(documents, home, start, &fragment, detours);
        // A schema with an `$id` is the root of its references; many descriptions use the file's root nevertheless.
        return if within.is_err() && !start.is_empty() {
            part(documents, home, "", &fragment, detours)
        } else {
            within
        };
    }
    let base = scope.map_or("", |resource| resource.uri.as_str());
    if let Some((file, resource)) = documents.resource(&refs::join(base, uri), uri) {
        return part(documents, file, &resource.pointer, &fragment, detours);
    }
    let path = refs::parse(documents.path(home), text).path;
    match documents.file(&path) {
        // By the `$id` around it, the reference leads to another place, which nobody has described.
        Ok(file)
            if scope.is_some_and(|scope| !scope.pointer.is_empty()) && !refs::is_remote(uri) =>
        {
            let found = part(documents, file, "", &fragment, detours)?;
            Ok(Found { repaired: Some(format!("{path} beside this file")), ..found })
        }
        Ok(file) => part(documents, file, "", &fragment, detours),
        Err(reason) if refs::is_remote(&path) => Err(Failure::Remote(reason)),
        Err(reason) => Err(Failure::Unreadable { path, reason }),
    }
}

/// The innermost schema with an `$id` around a place.
fn enclosing(documents: &Documents, span: Span) -> Option<&Resource> {
    let mut resources = documents.resources(documents.home(span.file)).iter();
    resources.rfind(|resource| resource.encloses(span))
}

/// The part `fragment` of the resource that starts at the pointer `start` of `file`.
fn part<'d>(
    documents: &'d Documents,
    file: FileId,
    start: &str,
    fragment: &str,
    detours: usize,
) -> Result<Found<'d>, Failure> {
    let root = documents.root(file).ok_or(Failure::Broken(file))?;
    if !fragment.is_empty() && !fragment.starts_with('/') {
        let pointer = documents.anchor(file, start, fragment).ok_or_else(|| {
            let reason =
                format!("`{fragment}` is neither a JSON pointer nor the name of an `$anchor`");
            Failure::Missing { reason, meant: None }
        })?;
        let node = refs::resolve(root, pointer)
            .ok_or_else(|| missing(String::from("its target is missing")))?;
        return Ok(Found { file, pointer: pointer.to_owned(), node, repaired: None });
    }
    let pointer = format!("{start}{fragment}");
    if let Some(node) = refs::resolve(root, &pointer) {
        return Ok(Found { file, pointer, node, repaired: None });
    }
    detour(documents, file, &pointer, detours).unwrap_or_else(|| Err(missing_part(root, &pointer)))
}

/// A pointer into an object that is a reference continues in that reference's target.
fn detour<'d>(
    documents: &'d Documents,
    file: FileId,
    pointer: &str,
    detours: usize,
) -> Option<Result<Found<'d>, Failure>> {
    if detours >= MOST_DETOURS {
        return None;
    }
    let root = documents.root(file)?;
    let ends = pointer.match_indices('/').map(|(at, _)| at).chain([pointer.len()]);
    let (end, reference) = ends.rev().find_map(|end| {
        let reference = refs::resolve(root, pointer.get(..end)?)?.get("$ref")?;
        Some((end, reference))
    })?;
    let target = follow(documents, reference.span, reference.as_str()?, detours + 1).ok()?;
    let rest = format!("{}{}", target.pointer, pointer.get(end..)?);
    Some(part(documents, target.file, "", &rest, detours + 1))
}

/// The probable meaning of a reference without a target.
fn repair<'d>(documents: &'d Documents, span: Span, text: &str) -> Option<Found<'d>> {
    let (uri, fragment) = text.split_once('#').unwrap_or((text, ""));
    let mut guesses = Vec::new();
    if let Some(name) = fragment.strip_prefix("/definitions/") {
        guesses.push(format!("{uri}#/components/schemas/{name}"));
    }
    if let Some(name) = fragment.strip_prefix("/components/schemas/") {
        guesses.push(format!("{uri}#/definitions/{name}"));
    }
    if !fragment.is_empty() && !fragment.starts_with('/') {
        guesses.push(format!("{uri}#/{fragment}"));
    }
    if !text.contains('#') {
        if text.starts_with('/') {
            guesses.push(format!("#{text}"));
        } else if text.starts_with("components/") || text.starts_with("definitions/") {
            guesses.push(format!("#/{text}"));
        } else if refs::is_schema_name(text) {
            guesses.push(format!("#/components/schemas/{text}"));
            guesses.push(format!("#/definitions/{text}"));
        }
    }
    let repaired = guesses.into_iter().find_map(|guess| {
        let found = follow(documents, span, &guess, 0).ok()?;
        Some(Found { repaired: Some(guess), ..found })
    });
    repaired.or_else(|| in_entry(documents, span, text))
}

/// The part of the entry that a reference of another file means, as if both were one file.
fn in_entry<'d>(documents: &'d Documents, span: Span, text: &str) -> Option<Found<'d>> {
    let fragment = refs::decode(text.strip_prefix('#')?);
    let (entry, home) = (FileId(0), documents.home(span.file));
    if home == entry || !fragment.starts_with('/') {
        return None;
    }
    let found = part(documents, entry, "", &fragment, 0).ok()?;
    let path = refs::relative(documents.path(home), documents.path(entry));
    Some(Found { repaired: Some(format!("{path}{text}")), ..found })
}

fn missing(reason: String) -> Failure {
    Failure::Missing { reason, meant: None }
}

/// Which part of a pointer is missing, and what is probably meant.
fn missing_part(root: &Node, pointer: &str) -> Failure {
    let mut node = root;
    let mut reached = String::new();
    for token in pointer.split('/').skip(1) {
        let step = format!("/{token}");
        if let Some(next) = refs::resolve(node, &step) {
            node = next;
            reached.push_str(&step);
            continue;
        }
        let name = refs::unescape(token);
        let reason = match reached.as_str() {
            "" => format!("the file has no `{name}`"),
            _ => format!("`{reached}` has no `{name}`"),
        };
        let names = node.as_object().into_iter().flatten().map(|(name, _)| name.as_str());
        let rest = pointer.get(reached.len() + step.len()..).unwrap_or_default();
        let meant = suggest::closest(&name, names)
            .map(|meant| format!("#{reached}/{}{rest}", refs::escape(meant)))
            .filter(|meant| refs::resolve(root, meant.trim_start_matches('#')).is_some());
        return Failure::Missing { reason, meant };
    }
    missing(String::from("its target is missing"))
}
