//! What may fail about a job. In: the failure. Out: a message that says what to do.

use std::fmt;
use std::path::PathBuf;

use super::super::write::WriteError;
use crate::config::SettingsError;
use crate::diagnostic;

/// Why a [`Job`](super::Job) failed. `Debug` is the same as `Display`, for a `main` that returns it.
#[non_exhaustive]
pub enum JobError {
    /// The settings file cannot be read.
    Settings {
        /// The file.
        file: PathBuf,
        /// Why, as the end of a sentence.
        reason: String,
    },
    /// The settings file is invalid.
    InvalidSettings(SettingsError),
    /// The settings have no description.
    NoDescription,
    /// The path of the description is not UTF-8.
    NotUtf8(PathBuf),
    /// The file at the description's path cannot be read.
    Unreadable {
        /// The path.
        path: String,
        /// The reason.
        reason: String,
    },
    /// The description has errors, so there is no crate; the output's diagnostics list them.
    Wrong {
        /// The path of the description.
        description: String,
        /// The number of errors and warnings, in words.
        count: String,
    },
    /// There is no folder for the crate.
    NoFolder,
    /// The settings have no path for a module.
    NoModule,
    /// A module has no version, which an entry of a changelog is for.
    NoVersion,
    /// A build script's part is run elsewhere.
    NoBuildScript,
    /// The folder differs from the generated files.
    OutOfDate {
        /// The folder.
        folder: PathBuf,
        /// A unified diff for each file that differs.
        changes: Vec<String>,
    },
    /// The version is too low for what changes for callers.
    Version {
        /// The changes, a line for each.
        changes: String,
        /// The version of the crate in the folder.
        before: String,
        /// The lowest version that the changes allow.
        required: String,
    },
    /// The crate in the folder cannot be compared.
    Crate {
        /// The folder.
        folder: PathBuf,
        /// The reason.
        reason: String,
    },
    /// The folder could not be read or written.
    Write(WriteError),
}

impl From<WriteError> for JobError {
    fn from(error: WriteError) -> Self {
        Self::Write(error)
    }
}

impl fmt::Display for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Settings { file, reason } => {
                write!(f, "the settings `{}` {reason}", file.display())
            }
            Self::InvalidSettings(error) => error.fmt(f),
            Self::NoDescription => f.write_str(
                "the settings have no description: add `description = \"FILE\"` to them",
            ),
            Self::NotUtf8(path) => write!(f, "`{}` is not UTF-8", path.display()),
            Self::Unreadable { path, reason } => write!(f, "cannot read `{path}`: {reason}"),
            Self::Wrong { description, count } => {
                write!(f, "{description}: {count}; nothing was written")
            }
            Self::NoFolder => {
                f.write_str("no folder to write to: add `output = \"FOLDER\"` to the settings")
            }
            Self::NoModule => {
                f.write_str("no module to generate: add `module = \"crate::NAME\"` to the settings")
            }
            Self::NoVersion => f.write_str(
                "a module has no version, and so no changelog of its own; generate without one",
            ),
            Self::NoBuildScript => f.write_str(
                "there is no OUT_DIR: only Cargo runs a build script; use `write` anywhere else",
            ),
            Self::OutOfDate { folder, changes } => {
                let (diff, count) = (changes.concat(), diagnostic::number(changes.len(), "file"));
                write!(f, "{diff}{}: {count} out of date", folder.display())
            }
            Self::Version { changes, before, required } => write!(
                f,
                "{changes}these changes to version {before} need version {required} or a higher one; nothing was written\n\
                 run `codegen --changelog` with `version-policy = \"semver\"`, or set `package.version = \"{required}\"` in the settings"
            ),
            Self::Crate { folder, reason } => {
                let folder = folder.display();
                write!(
                    f,
                    "cannot compare the crate in `{folder}`: {reason}\n\
                     restore its files, for example from version control after a merge conflict"
                )
            }
            Self::Write(error) => error.fmt(f),
        }
    }
}

impl fmt::Debug for JobError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl std::error::Error for JobError {}
