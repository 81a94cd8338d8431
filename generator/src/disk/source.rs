//! The files of a description on disk.

use std::fs;
use std::io::ErrorKind;

use crate::ReadSource;

/// Reads files; relative paths are relative to the current folder. It contacts no other host.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskSource;

impl ReadSource for DiskSource {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(path).map_err(|error| match error.kind() {
            ErrorKind::NotFound => "no such file".to_owned(),
            ErrorKind::PermissionDenied => "permission is denied".to_owned(),
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        })
    }
}
