//! Prism, an independent mock server: a description in, a running server's address out.
//!
//! Prism responds with the description's examples, and checks requests and its own responses against the description.

pub(crate) mod nulls;

use std::path::Path;

use crate::node::{self, Server};

const NAME: &str = "Prism";

/// Starts the server that is installed in `folder`, and waits until it listens.
///
/// # Errors.
///
/// It does not start; the error contains its output.
pub(crate) fn start(folder: &Path, description: &Path) -> Result<Server, String> {
    Server::start(NAME, folder, "@stoplight/prism-cli/dist/index.js", |command, port| {
        // Without `--errors`, an invalid request would get an example as its response.
        command.args(["mock", "--errors", "--host", "127.0.0.1", "--port", port]).arg(description);
    })
}

/// Installs it in `folder`, unless it is installed already.
///
/// # Errors.
///
/// Node or npm is missing, or npm failed.
pub(crate) fn install(folder: &Path) -> Result<(), String> {
    node::install(NAME, folder)
}
