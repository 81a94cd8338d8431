//! The generator's door to the disk: a path in, what the generator makes of the file there out.

mod remote;

use std::fs;
use std::io::ErrorKind;

use clientsmith::{Config, Diagnostic, Output, ReadSource, Sources};

use crate::corpus::workspace::build_results;
use remote::Remote;

/// Generates from the description at `path`.
///
/// # Errors
///
/// There is nothing to read at `path`: that is no error of a description.
pub(crate) fn generate(path: &str, config: &Config, allow_remote: bool) -> Result<Output, String> {
    DiskSource.read(path).map_err(|reason| format!("cannot read `{path}`: {reason}"))?;
    Ok(clientsmith::generate(path, &*source(allow_remote), config))
}

fn source(allow_remote: bool) -> Box<dyn ReadSource> {
    if allow_remote {
        Box::new(DiskAndHosts(Remote::new(build_results().join("remote"))))
    } else {
        Box::new(DiskSource)
    }
}

/// The description at `path` in the one form that the generator works on.
///
/// # Errors
///
/// There is nothing to read at `path`.
pub(crate) fn dump_normalized(
    path: &str,
    config: &Config,
    allow_remote: bool,
) -> Result<(String, Vec<Diagnostic>, Sources), String> {
    DiskSource.read(path).map_err(|reason| format!("cannot read `{path}`: {reason}"))?;
    Ok(clientsmith::dump_normalized(path, &*source(allow_remote), config))
}

/// The crate of the description at `path` as data.
///
/// # Errors
///
/// There is nothing to read at `path`.
pub(crate) fn dump_ir(
    path: &str,
    config: &Config,
    allow_remote: bool,
) -> Result<(String, Vec<Diagnostic>, Sources), String> {
    DiskSource.read(path).map_err(|reason| format!("cannot read `{path}`: {reason}"))?;
    let (json, diagnostics, sources) = clientsmith::dump_ir(path, &*source(allow_remote), config);
    Ok((format!("{json:#}\n"), diagnostics, sources))
}

/// Reads files; relative paths are relative to the current folder.
#[derive(Debug)]
pub(crate) struct DiskSource;

impl ReadSource for DiskSource {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => "there is no such file".to_owned(),
            ErrorKind::PermissionDenied => "permission is denied".to_owned(),
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        })
    }

    fn read_remote(&self, _url: &str) -> Result<Vec<u8>, String> {
        Err("it is asked with --allow-remote alone".to_owned())
    }
}

/// Reads files, and asks other hosts.
#[derive(Debug)]
struct DiskAndHosts(Remote);

impl ReadSource for DiskAndHosts {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        DiskSource.read(path)
    }

    fn read_remote(&self, url: &str) -> Result<Vec<u8>, String> {
        self.0.read(url)
    }
}
