//! The Server Object and its variables (4.7.5, 4.7.6).

use openapiv3::{Server, ServerVariable};

use super::context::Context;
use super::keys::{Keys, map};
use crate::load::node::Node;
use crate::normalize::carrier::{self, carry};

/// A server and the variables of its URL.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<Server> {
    let mut keys = Keys::of(context, node, "server")?;
    let url = keys.required_string(context, "url");
    let description = keys.string(context, "description");
    let name = keys.string(context, "name");
    let variables = keys.object(context, "variables");
    let variables = map(context, &variables, variable);
    let variables = (!variables.is_empty()).then_some(variables);
    let mut extensions = keys.finish(context);
    carry(&mut extensions, carrier::NAME, name);
    Some(Server { url: url?, description, variables, extensions })
}

fn variable(context: &mut Context<'_>, node: &Node) -> Option<ServerVariable> {
    let mut keys = Keys::of(context, node, "server variable")?;
    let enumeration = keys.strings(context, "enum");
    let default = keys.required_string(context, "default");
    Some(ServerVariable {
        default: default.or_else(|| enumeration.first().cloned()).unwrap_or_default(),
        enumeration,
        description: keys.string(context, "description"),
        extensions: keys.finish(context),
    })
}
