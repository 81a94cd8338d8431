//! The test server: how it is installed and started, and the scenarios that it counted.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};

use super::folder;
use crate::node;

const NAME: &str = "the test server";
const PACKAGE: &str = "@microsoft.azure/autorest.testserver";

/// The reports, each with the scenarios of a kind of client.
const REPORTS: [&str; 4] = ["/report", "/report/azure", "/report/optional", "/report/dpg"];

/// The running server.
#[derive(Debug)]
pub(super) struct Server {
    _server: node::Server,
    /// Where it listens.
    pub(super) url: String,
}

/// Installs the server, unless it is installed already.
///
/// # Errors.
///
/// Node or npm is missing, or npm failed.
pub(super) fn install() -> Result<(), String> {
    node::install(NAME, folder())
}

/// The folder of its descriptions.
pub(super) fn descriptions() -> PathBuf {
    folder().join("node_modules").join(PACKAGE).join("swagger")
}

impl Server {
    /// Starts the server, which writes its reports to a folder in `folder` too.
    ///
    /// # Errors.
    ///
    /// It does not start; the error contains its output.
    pub(super) fn start(folder: &Path) -> Result<Self, String> {
        let script = format!("{PACKAGE}/dist/cli/cli.js");
        let server = node::Server::start(NAME, super::folder(), &script, |command, port| {
            command.args(["--port", port, "--coverageDirectory"]).arg(folder.join(".coverage"));
        })?;
        // Some descriptions name the host.
        let url = server.url.replace("127.0.0.1", "localhost");
        Ok(Self { _server: server, url })
    }

    /// How often each scenario was counted.
    ///
    /// # Errors.
    ///
    /// The server does not respond, or with something else.
    pub(super) fn counted(&self) -> Result<BTreeMap<String, u64>, String> {
        let mut counted = BTreeMap::new();
        for report in REPORTS {
            let body = self.get(report).map_err(|error| format!("no {report}: {error}"))?;
            let report: BTreeMap<String, u64> = serde_json::from_slice(&body)
                .map_err(|error| format!("{report} is not understood: {error}"))?;
            counted.extend(report);
        }
        Ok(counted)
    }

    fn get(&self, path: &str) -> std::io::Result<Vec<u8>> {
        let address = self.url.trim_start_matches("http://");
        let mut stream = TcpStream::connect(address)?;
        write!(stream, "GET {path} HTTP/1.0\r\nhost: {address}\r\n\r\n")?;
        let mut response = Vec::new();
        stream.read_to_end(&mut response)?;
        let end = response.windows(4).position(|it| it == b"\r\n\r\n").map_or(0, |end| end + 4);
        Ok(response.split_off(end))
    }
}
