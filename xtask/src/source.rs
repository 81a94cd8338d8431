//! The generator's door to the disk: a path in, what the generator makes of the file there out.

use std::fs;
use std::io::ErrorKind;

use openapi_codegen::{Config, Output, ReadSource};

/// Generates from the description at `path`.
///
/// # Errors
///
/// There is nothing to read at `path`: that is no error of a description.
pub(crate) fn generate(path: &str, config: &Config) -> Result<Output, String> {
    DiskSource.read(path).map_err(|reason| format!("cannot read `{path}`: {reason}"))?;
    Ok(openapi_codegen::generate(path, &DiskSource, config))
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
}
