//! Finds the operations and names them (OpenAPI 3.0.4, sections 4.7.8 to 4.7.10; 3.2 for further methods). In: the
//! paths. Out: each operation in its place, with the representations of its body, and its names.

use std::collections::BTreeMap;

use openapiv3::{PathItem, ReferenceOr};

use super::context::Context;
use super::media::{self, Representation};
use super::names::{self, Scope};
use super::renames::Kind;
use super::words;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{FieldName, Method, ModuleName, TypeName};

/// An operation in its place.
pub(super) struct Found<'a> {
    pub(super) path: &'a str,
    pub(super) item: &'a PathItem,
    pub(super) method: Method,
    pub(super) operation: &'a openapiv3::Operation,
    /// The `operationId`, if it is the first operation that has it.
    pub(super) own_id: Option<&'a str>,
    /// The forms that the body may have, the first of which is what the plain method sends.
    pub(super) bodies: Vec<Representation<'a>>,
}

impl Found<'_> {
    /// The string that the operation is named after: its own id, or the method and the path in its place.
    fn called(&self) -> String {
        match (given_method(self), self.own_id) {
            (Some(name), _) => name,
            (None, Some(id)) => id.to_owned(),
            (None, None) => format!("{}_{}", self.verb(), words::snake(&path_words(self.path))),
        }
    }

    fn verb(&self) -> String {
        self.method.as_str().to_ascii_lowercase()
    }

    /// The name of the function in an id that FastAPI makes of it, the path and the method: `read_pet` of
    /// `read_pet_pets__pet_id__get`.
    fn function(&self) -> Option<&str> {
        if given_method(self).is_some() {
            return None;
        }
        let is_of_word = |it: char| it.is_alphanumeric() || it == '_';
        let path = self.path.replace(|it: char| !is_of_word(it), "_");
        let (rest, method) = self.own_id?.rsplit_once('_')?;
        let function = rest.strip_suffix(path.as_str())?;
        let is_method = METHODS.contains(&method);
        (is_method && !function.trim_matches('_').is_empty()).then_some(function)
    }
}

/// The methods that FastAPI has functions for; of a function with several, any may be in the id.
const METHODS: [&str; 8] = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

fn given_method(operation: &Found<'_>) -> Option<String> {
    names::given_method(&operation.operation.extensions)
}

/// The strings that operations are named after. A function's name stands for one operation only.
fn called(context: &Context<'_>, found: &[Found<'_>]) -> Vec<String> {
    let short = found.iter().map(|it| it.function().map_or_else(|| it.called(), str::to_owned));
    let short: Vec<(String, String)> = short.map(|name| (words::snake(&name), name)).collect();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for (snake, _) in &short {
        *counts.entry(snake).or_default() += 1;
    }
    let called = found.iter().zip(&short).map(|(it, (snake, name))| {
        let id = it.own_id.unwrap_or_default();
        let renamed =
            context.renames.of(Kind::Operation, context.span(&it.operation.extensions), id);
        let is_own = counts.get(snake.as_str()) == Some(&1);
        renamed.unwrap_or_else(|| if is_own { name.clone() } else { it.called() })
    });
    called.collect()
}

/// `/pets/{id}/toys` as `pets by id toys`.
fn path_words(path: &str) -> String {
    path.replace('{', " by ")
}

/// The operations in the order of the paths, those of further methods behind the others of their path.
pub(super) fn find<'a>(context: &mut Context<'a>) -> Vec<Found<'a>> {
    let parsed = context.parsed;
    let mut ids: BTreeMap<&str, Span> = BTreeMap::new();
    let mut found = Vec::new();
    for (path, item) in &parsed.openapi.paths.paths {
        let ReferenceOr::Item(item) = item else { continue };
        let plain = item.iter().map(|(method, operation)| (standard(method), operation));
        let further = parsed.additional_operations.iter().filter(|other| other.path == *path);
        let further = further.map(|other| (Method::named(&other.method), &other.operation));
        for (method, operation) in plain.chain(further) {
            let bodies = match &operation.request_body {
                Some(ReferenceOr::Item(body)) => media::sent(context, &body.content),
                _ => Vec::new(),
            };
            let own_id = own_id(context, operation, &mut ids);
            found.push(Found { path, item, method, operation, own_id, bodies });
        }
    }
    found
}

fn standard(method: &str) -> Method {
    Method::named(&method.to_ascii_uppercase())
}

/// The names of an operation.
pub(super) struct Names {
    pub(super) own: OneName,
    /// Those of the methods that send the body in another form.
    pub(super) alternates: Vec<OneName>,
}

/// The names of one of the client's methods.
pub(super) struct OneName {
    pub(super) method: FieldName,
    pub(super) ty: TypeName,
    pub(super) error: TypeName,
    pub(super) call: TypeName,
    pub(super) module: ModuleName,
}

/// Names all operations before any of their inline types, which give way.
pub(super) fn name(context: &mut Context<'_>, found: &[Found<'_>]) -> Vec<Names> {
    let mut methods = Scope::client_methods();
    let mut modules = Scope::modules();
    let mut names = Vec::with_capacity(found.len());
    for (operation, id) in found.iter().zip(called(context, found)) {
        let tag = operation.operation.tags.first().map(|tag| words::snake(tag)).unwrap_or_default();
        let method = methods.field(&id, &[&tag, &operation.verb()]);
        report_renamed(context, operation, &id, &method);
        let wanted = words::upper_camel(method.plain());
        let ty = context.operation_names.type_name(&wanted, &["Call", "Operation"]);
        let error = context.operation_names.type_name(&format!("{wanted}Error"), &["Response"]);
        let module = modules.module(method.plain(), &[]);
        let call = call_name(context, &wanted);
        names.push(Names {
            own: OneName { method, ty, error, call, module },
            alternates: Vec::new(),
        });
    }
    // A form of a body that is added later takes no name from an operation.
    for (operation, names) in found.iter().zip(&mut names) {
        for body in operation.bodies.iter().skip(1) {
            let wanted = format!("{}_{}", names.own.method.plain(), body.suffix());
            let method = methods.field(&wanted, &["body"]);
            let wanted = words::upper_camel(method.plain());
            let ty = context.operation_names.type_name(&wanted, &["Call", "Operation"]);
            let module = modules.module(method.plain(), &[]);
            let error = names.own.error.clone();
            let call = call_name(context, &wanted);
            names.alternates.push(OneName { method, ty, error, call, module });
        }
    }
    names
}

fn call_name(context: &mut Context<'_>, wanted: &str) -> TypeName {
    context.operation_names.type_name(&format!("{wanted}Call"), &["Alias"])
}

/// Reports an operation whose method has another name than its id, since that is taken.
fn report_renamed(context: &mut Context<'_>, operation: &Found<'_>, id: &str, method: &FieldName) {
    let usual = words::snake(id);
    let suffix = method.plain().strip_prefix(usual.as_str());
    if operation.own_id.is_none() || suffix.is_none_or(str::is_empty) || usual.is_empty() {
        return;
    }
    let span = context.span(&operation.operation.extensions);
    let message = format!(
        "the operation `{id}` is the method `{}`, since the client has another `{usual}`",
        method.plain()
    );
    context.report(
        Diagnostic::warning(Code::Renamed, span, message)
            .help("no change is needed, unless another `operationId` is better"),
    );
}

/// The `operationId`, which "MUST be unique" (4.7.10.1): one that an earlier operation has is reported, and names nothing.
fn own_id<'a>(
    context: &mut Context<'a>,
    operation: &'a openapiv3::Operation,
    ids: &mut BTreeMap<&'a str, Span>,
) -> Option<&'a str> {
    let id = operation.operation_id.as_deref().filter(|id| !id.trim().is_empty())?;
    let span = context.span(&operation.extensions);
    let Some(first) = ids.insert(id, span) else { return Some(id) };
    ids.insert(id, first);
    context.report(
        Diagnostic::warning(
            Code::DuplicateOperationId,
            span,
            format!(
                "duplicate operationId `{id}`; this operation is named after its method and path"
            ),
        )
        .related(first, "the first operation with this id")
        .help("use a different id for each operation"),
    );
    None
}
