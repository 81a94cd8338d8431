//! The External Documentation Object (4.7.11).

use openapiv3::ExternalDocumentation;

use super::context::Context;
use super::keys::Keys;
use crate::load::node::Node;

/// A link to further documentation.
pub(super) fn read(context: &mut Context<'_>, node: &Node) -> Option<ExternalDocumentation> {
    let mut keys = Keys::of(context, node, "documentation link")?;
    let url = keys.required_string(context, "url");
    let description = keys.string(context, "description");
    let extensions = keys.finish(context);
    Some(ExternalDocumentation { url: url?, description, extensions })
}
