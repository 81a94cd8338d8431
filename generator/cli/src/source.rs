//! The source of a description's files: disk, and other hosts if the arguments allow them.

use std::cell::OnceCell;
use std::io::{self, Read};

use clientsmith::ReadSource;
use clientsmith::disk::DiskSource;

/// The paths that mean standard input.
const STDIN: [&str; 2] = ["-", "/dev/stdin"];

/// The size limit of standard input, in bytes: that of a file.
const LARGEST: u64 = 256 << 20;

/// The source that reads files, and other hosts if they are allowed: all public ones, or these.
///
/// # Errors.
///
/// Other hosts are allowed, but this program was built without the feature `remote`, or the user has no cache folder.
pub(crate) fn source(allow_remote: bool, hosts: &[String]) -> Result<Box<dyn ReadSource>, String> {
    if allow_remote || !hosts.is_empty() { remote(hosts) } else { Ok(Box::new(Disk::default())) }
}

#[cfg(feature = "remote")]
fn remote(hosts: &[String]) -> Result<Box<dyn ReadSource>, String> {
    use crate::remote::{Hosts, Remote};

    let hosts = if hosts.is_empty() { Hosts::Public } else { Hosts::Only(hosts.to_vec()) };
    Ok(Box::new(DiskAndHosts(Disk::default(), Remote::new(hosts)?)))
}

#[cfg(not(feature = "remote"))]
fn remote(_hosts: &[String]) -> Result<Box<dyn ReadSource>, String> {
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
            let read = io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes);
            match read {
                Ok(length) if length as u64 > LARGEST => {
                    Err(format!("it is larger than {} MiB", LARGEST >> 20))
                }
                read => read.map(|_| bytes).map_err(|error| error.to_string()),
            }
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
