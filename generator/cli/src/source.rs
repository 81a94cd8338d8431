//! The source of a description's files: disk, and other hosts if the arguments allow them.

use std::cell::OnceCell;
use std::io::{self, Read};

use clientsmith::ReadSource;
use clientsmith::disk::DiskSource;

/// The paths that mean standard input.
const STDIN: [&str; 2] = ["-", "/dev/stdin"];

/// The source that reads files, and other hosts if they are allowed.
///
/// # Errors.
///
/// Other hosts are allowed, but this program was built without the feature `remote`, or the user has no cache folder.
pub(crate) fn source(allow_remote: bool) -> Result<Box<dyn ReadSource>, String> {
    if allow_remote { remote() } else { Ok(Box::new(Disk::default())) }
}

#[cfg(feature = "remote")]
fn remote() -> Result<Box<dyn ReadSource>, String> {
    Ok(Box::new(DiskAndHosts(Disk::default(), crate::remote::Remote::new()?)))
}

#[cfg(not(feature = "remote"))]
fn remote() -> Result<Box<dyn ReadSource>, String> {
    Err("--allow-remote needs the feature `remote`, which this program was built without"
        .to_owned())
}

/// Reads files.
#[derive(Debug, Default)]
struct Disk {
    /// The content of standard input, which can be read once.
    stdin: OnceCell<Result<Vec<u8>, String>>,
}

impl ReadSource for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if !STDIN.contains(&path) {
            return DiskSource.read(path);
        }
        let read = || {
            let mut bytes = Vec::new();
            let read = io::stdin().lock().read_to_end(&mut bytes);
            read.map(|_| bytes).map_err(|error| error.to_string())
        };
        self.stdin.get_or_init(read).clone()
    }

    fn read_remote(&self, _url: &str) -> Result<Vec<u8>, String> {
        Err("use --allow-remote to follow it".to_owned())
    }
}

/// Reads files, and sends requests to other hosts.
#[cfg(feature = "remote")]
#[derive(Debug)]
struct DiskAndHosts(Disk, crate::remote::Remote);

#[cfg(feature = "remote")]
impl ReadSource for DiskAndHosts {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.read(path)
    }

    fn read_remote(&self, url: &str) -> Result<Vec<u8>, String> {
        self.1.read(url)
    }
}
