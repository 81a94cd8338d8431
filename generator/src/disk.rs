//! The disk, behind the feature `write`. In: the path of a description or of its settings. Out: a crate's folder, which
//! contains all of the new files or all of the old ones.
//!
//! This is all that a repository's own xtask needs:
//!
//! ```no_run
//! # fn main() -> Result<(), clientsmith::disk::JobError> {
//! let job = clientsmith::Job::from_settings("spec/codegen.toml")?;
//! let output = job.generate()?;
//! eprint!("{}", output.report());
//! if std::env::args().any(|arg| arg == "--check") { job.check(&output)? } else { job.write(&output)?; }
//! # Ok(())
//! # }
//! ```

mod changes;
mod job;
mod paths;
mod release;
mod source;
mod write;

pub use job::{Job, JobError};
pub use release::read as read_crate;
pub use source::DiskSource;
pub use write::{Outcome, WriteError, check, write, write_file};

/// The name of the default settings file.
pub const SETTINGS: &str = "codegen.toml";
