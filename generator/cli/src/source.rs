//! The source of a description's files: disk, and other hosts if the arguments allow them.

use clientsmith::ReadSource;
use clientsmith::disk::DiskSource;

/// The source that reads files, and other hosts if they are allowed.
///
/// # Errors.
///
/// Other hosts are allowed, but this program was built without the feature `remote`, or the user has no cache folder.
pub(crate) fn source(allow_remote: bool) -> Result<Box<dyn ReadSource>, String> {
    if allow_remote { remote() } else { Ok(Box::new(Disk)) }
}

#[cfg(feature = "remote")]
fn remote() -> Result<Box<dyn ReadSource>, String> {
    Ok(Box::new(DiskAndHosts(crate::remote::Remote::new()?)))
}

#[cfg(not(feature = "remote"))]
fn remote() -> Result<Box<dyn ReadSource>, String> {
    Err("--allow-remote needs the feature `remote`, which this program was built without"
        .to_owned())
}

/// Reads files.
#[derive(Debug)]
struct Disk;

impl ReadSource for Disk {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        DiskSource.read(path)
    }

    fn read_remote(&self, _url: &str) -> Result<Vec<u8>, String> {
        Err("use --allow-remote to follow it".to_owned())
    }
}

/// Reads files, and sends requests to other hosts.
#[cfg(feature = "remote")]
#[derive(Debug)]
struct DiskAndHosts(crate::remote::Remote);

#[cfg(feature = "remote")]
impl ReadSource for DiskAndHosts {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        DiskSource.read(path)
    }

    fn read_remote(&self, url: &str) -> Result<Vec<u8>, String> {
        self.0.read(url)
    }
}
