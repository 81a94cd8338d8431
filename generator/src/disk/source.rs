//! The files of a description on disk.

use std::fs;
use std::io::ErrorKind;

use crate::ReadSource;

/// The size limit of a file, in bytes.
const LARGEST: u64 = 256 << 20;

/// Reads files; relative paths are relative to the current folder. It contacts no other host.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskSource;

impl ReadSource for DiskSource {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let reason = |error: std::io::Error| match error.kind() {
            ErrorKind::NotFound => "no such file".to_owned(),
            ErrorKind::PermissionDenied => "permission is denied".to_owned(),
            ErrorKind::IsADirectory => "it is a folder".to_owned(),
            _ => error.to_string(),
        };
        // A pipe or a device may never end.
        let metadata = fs::metadata(path).map_err(reason)?;
        if metadata.is_dir() {
            return Err("it is a folder".to_owned());
        }
        if !metadata.is_file() {
            return Err("it is a pipe or a device, and not a file".to_owned());
        }
        if metadata.len() > LARGEST {
            return Err(format!("it is larger than {} MiB", LARGEST >> 20));
        }
        fs::read(path).map_err(reason)
    }
}
