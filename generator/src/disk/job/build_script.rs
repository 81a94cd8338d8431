//! A client that is generated whenever the crate that uses it is built. In: a job, in a build script. Out: a file for
//! `include!` in Cargo's `OUT_DIR`, which declares the client's module.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::path::PathBuf;

use super::{Job, JobError};
use crate::diagnostic::Severity;
use crate::disk::{DiskSource, write, write_file};
use crate::{Output, ReadSource};

impl Job {
    /// In a build script, generates the module that the settings name by `module`, such as `crate::petstore`, for
    /// `include!(concat!(env!("OUT_DIR"), "/petstore.rs"));` where that module is declared.
    ///
    /// Cargo runs the script again when a file has changed that was read, and shows the warnings of a package in the
    /// workspace.
    ///
    /// # Errors
    ///
    /// This is no build script, the settings have no `module`, the description has errors, which standard error has, or a
    /// file cannot be read or written.
    pub fn build_script(&self) -> Result<(), JobError> {
        let folder = env::var_os("OUT_DIR").map(PathBuf::from).ok_or(JobError::NoBuildScript)?;
        let module = self.config.module.as_deref().ok_or(JobError::NoModule)?;
        let name = module.rsplit("::").next().unwrap_or(module);
        let source = Recorded(RefCell::default());
        let output = self.generate_from(&source)?;
        let settings = self.config.file.iter().map(|file| file.name.clone());
        tell(&output, source.0.into_inner().into_iter().chain(settings));
        let files = self.files(&output)?;
        let root = folder.join(name);
        write(&root, files)?;
        let declaration =
            format!("#[path = {:?}]\npub mod {name};\n", root.join("mod.rs").to_string_lossy());
        write_file(&folder.join(format!("{name}.rs")), &declaration)?;
        Ok(())
    }
}

/// Files on disk, and which of them were read.
struct Recorded(RefCell<BTreeSet<String>>);

impl ReadSource for Recorded {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        self.0.borrow_mut().insert(path.to_owned());
        DiskSource.read(path)
    }
}

/// Tells Cargo what the build depends on, and the warnings; errors go where Cargo shows why a script failed.
#[expect(clippy::print_stdout, clippy::print_stderr, reason = "a build script talks to Cargo so")]
fn tell(output: &Output, files: impl Iterator<Item = String>) {
    for file in files {
        println!("cargo::rerun-if-changed={file}");
    }
    let warnings = output.diagnostics.iter().filter(|it| it.severity == Severity::Warning);
    for warning in warnings {
        let place = output.sources.locate(warning.span);
        let message = warning.message.replace('\n', " ");
        println!("cargo::warning={}:{}:{}: {message}", place.file, place.line, place.column);
    }
    if output.files.is_none() {
        eprint!("{}", output.report());
    }
}
