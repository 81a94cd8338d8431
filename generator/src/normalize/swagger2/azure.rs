//! Azure's extensions of Swagger 2.0 (AutoRest): paths with a query, and hosts with variables.

use super::super::carrier;
use super::super::edit::{Edit, object};
use crate::load::node::{Entry, Node, Object};

const HOST: &str = "x-ms-parameterized-host";

/// The server's host with variables.
pub(super) struct Host {
    pub(super) template: Node,
    /// Whether the template has the scheme, too.
    pub(super) has_scheme: bool,
    /// The variables of a Server Object.
    pub(super) variables: Node,
}

/// `x-ms-paths`: paths that differ in their query only. They are paths like others here.
pub(super) fn paths(edit: &mut Edit<'_>) {
    let Some(more) = edit.remove("x-ms-paths") else { return };
    let Some(more) = more.node.as_object() else { return };
    let Some(paths) = edit.get("paths") else { return };
    let mut paths = Edit::of(paths);
    for (path, entry) in more {
        if paths.get(path).is_none() {
            paths.set(path, entry.node.clone());
        }
    }
    let paths = paths.finish().into_owned();
    edit.set("paths", paths);
}

/// `x-ms-parameterized-host`: a template of the host, whose parameters are the variables of the server.
pub(super) fn host(edit: &mut Edit<'_>) -> Option<Host> {
    let told = edit.remove(HOST)?.node;
    let template = told.get("hostTemplate").filter(|template| template.as_str().is_some())?;
    let listed = told.get("parameters").and_then(Node::as_array).unwrap_or_default();
    let named = listed.iter().filter_map(|parameter| {
        let parameter = defined(edit, parameter)?;
        Some((parameter.get("name")?.as_str()?.to_owned(), variable(parameter)))
    });
    let variables: Object = named.collect();
    Some(Host {
        template: template.clone(),
        has_scheme: told.get("useSchemePrefix").and_then(Node::as_bool) == Some(false),
        variables: Node::object(variables, told.span),
    })
}

/// The parameters of the root that the host's template refers to.
pub(crate) fn parameters_of_host(root: &Node) -> Vec<&str> {
    let listed = root.get(HOST).and_then(|told| told.get("parameters")).and_then(Node::as_array);
    listed.unwrap_or_default().iter().filter_map(name_of_reference).collect()
}

fn name_of_reference(parameter: &Node) -> Option<&str> {
    parameter.get("$ref")?.as_str()?.strip_prefix("#/parameters/")
}

/// The parameter, or the one of the same description that it refers to.
fn defined<'n>(edit: &'n Edit<'_>, parameter: &'n Node) -> Option<&'n Node> {
    match parameter.get("$ref") {
        Some(_) => edit.get("parameters")?.get(name_of_reference(parameter)?),
        None => Some(parameter),
    }
}

/// The parameter as a variable; one without a default has to be set by the caller.
fn variable(parameter: &Node) -> Entry {
    let span = parameter.span;
    let own = |key: &str| parameter.get(key).cloned();
    let default = own("default");
    let required = default.is_none();
    let variable = object(
        [
            ("default", Some(default.unwrap_or_else(|| Node::string("", span)))),
            ("enum", own("enum")),
            ("description", own("description")),
        ],
        span,
    );
    let mut edit = Edit::of(&variable);
    if required {
        edit.flag(carrier::REQUIRED);
    }
    Entry { key: span, node: edit.finish().into_owned() }
}
