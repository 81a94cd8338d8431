//! Why a folder could not be written.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// At most this many foreign files are listed.
const NAMED: usize = 10;

/// Why a folder could not be read, or was not written.
#[derive(Debug)]
#[non_exhaustive]
pub enum WriteError {
    /// The path is that of something other than a folder.
    NotAFolder(PathBuf),
    /// The path has no last part that could be a folder's name.
    NoName(PathBuf),
    /// The path is a dangling symbolic link.
    DanglingLink(PathBuf),
    /// The folder contains files that codegen did not write.
    Foreign {
        /// The folder, as named by the caller.
        dir: PathBuf,
        /// The files, relative to the folder.
        files: Vec<String>,
    },
    /// An emitted path that is not inside the folder.
    BadPath(String),
    /// An I/O error.
    Io {
        /// What was tried, without the path.
        action: &'static str,
        /// The path.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
}

impl WriteError {
    pub(in crate::disk) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io { action, path: path.to_owned(), source }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotAFolder(path) => write!(f, "`{}` is not a folder", path.display()),
            Self::NoName(path) => {
                write!(f, "`{}` cannot be replaced by a new folder", path.display())
            }
            Self::DanglingLink(path) => {
                write!(f, "`{}` is a symbolic link to a folder that does not exist", path.display())
            }
            Self::Foreign { dir, files } => foreign(f, dir, files),
            Self::BadPath(path) => {
                write!(f, "the generator returned a path outside of the crate's folder: `{path}`")
            }
            Self::Io { action, path, source } => {
                write!(f, "{action} `{}`: {source}", path.display())
            }
        }
    }
}

fn foreign(f: &mut fmt::Formatter<'_>, dir: &Path, files: &[String]) -> fmt::Result {
    writeln!(f, "`{}` contains files that codegen did not write:", dir.display())?;
    for file in files.iter().take(NAMED) {
        writeln!(f, "  {file}")?;
    }
    if files.len() > NAMED {
        writeln!(f, "  and {} more", files.len() - NAMED)?;
    }
    write!(f, "codegen replaces the whole folder: move them away, or choose another folder")
}

impl std::error::Error for WriteError {}
