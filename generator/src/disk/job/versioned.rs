//! Versions of a job's crate. In: the crate in the folder, and the output. Out: the version that the settings ask for,
//! and the output with an entry of the changelog.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::Path;

use semver::Version;

use super::super::release::{Release, version_in};
use super::super::write::{CHANGELOG, WriteError};
use super::{Job, JobError};
use crate::config::{Config, VersionPolicy};
use crate::diff::changelog::with_entry;
use crate::diff::{Bump, Format};
use crate::{Output, ReadSource, generate};

impl Job {
    /// The same as [`generate_from`](Self::generate_from), with an entry in the crate's `CHANGELOG.md` for what changes
    /// for callers of the crate in the folder.
    ///
    /// By the version policy of the settings, the version is raised as the changes need it.
    ///
    /// # Errors
    ///
    /// As [`generate_from`](Self::generate_from); or the crate in the folder or its changelog cannot be read, or the
    /// settings have a version that is too low, or a module, which has none.
    pub fn generate_with_changelog(&self, source: &dyn ReadSource) -> Result<Output, JobError> {
        if self.config.module.is_some() {
            return Err(JobError::NoVersion);
        }
        let mut output = self.generate_from(source)?;
        let Some(files) = &output.files else { return Ok(output) };
        let folder = self.folder()?;
        let before = changelog(folder)?;
        let (version, diff) = match self.release(files)? {
            None => (self.version()?.to_string(), crate::diff::Diff::default()),
            Some(release) if release.diff.changes.is_empty() => return Ok(output),
            Some(release) if !release.is_too_low() => (release.version.to_string(), release.diff),
            Some(release) if self.config.package.version_policy.is_some() => {
                let mut config = self.config.clone();
                config.package.version = Some(release.required.to_string());
                output = generate(&self.description, source, &config);
                (release.required.to_string(), release.diff)
            }
            Some(release) => return Err(too_low(&release)),
        };
        if let Some(files) = &mut output.files {
            files.insert(CHANGELOG, with_entry(before.as_deref(), &version, &diff));
        }
        Ok(output)
    }

    /// The settings, with the version by their policy.
    pub(super) fn versioned(&self) -> Result<Cow<'_, Config>, JobError> {
        if self.config.package.version_policy.is_none() {
            return Ok(Cow::Borrowed(&self.config));
        }
        let mut config = self.config.clone();
        // One that is invalid is for the pipeline to report.
        let is_valid =
            config.package.version.as_ref().is_none_or(|text| Version::parse(text).is_ok());
        if is_valid {
            config.package.version = Some(self.version()?.to_string());
        }
        Ok(Cow::Owned(config))
    }

    /// The version of the crate: that of the settings, or by their policy a higher one in the folder.
    fn version(&self) -> Result<Version, JobError> {
        let own = self.config.package.version.as_ref();
        let own = own.and_then(|version| Version::parse(version).ok());
        let Some(VersionPolicy::Semver) = self.config.package.version_policy else {
            return Ok(own.unwrap_or(FIRST));
        };
        let here = match self.output.as_deref() {
            Some(folder) => version_in(folder).map_err(|reason| not_compared(folder, reason))?,
            None => None,
        };
        Ok(own.max(here).unwrap_or(FIRST))
    }

    /// By the policy, rejects files that break callers under a version that does not allow it.
    pub(super) fn require_version(&self, files: &crate::Files) -> Result<(), JobError> {
        if self.config.package.version_policy.is_none() {
            return Ok(());
        }
        match self.release(files)? {
            Some(release) if release.is_too_low() && release.diff.bump() == Bump::Major => {
                Err(too_low(&release))
            }
            _ => Ok(()),
        }
    }

    fn release(&self, files: &crate::Files) -> Result<Option<Release>, JobError> {
        let folder = self.folder()?;
        Release::of(folder, files).map_err(|reason| not_compared(folder, reason))
    }
}

/// The default version.
const FIRST: Version = Version::new(0, 1, 0);

fn not_compared(folder: &Path, reason: String) -> JobError {
    JobError::Crate { folder: folder.to_owned(), reason }
}

/// The changelog in the folder, if there is one.
fn changelog(folder: &Path) -> Result<Option<String>, JobError> {
    let file = folder.join(CHANGELOG);
    match fs::read_to_string(&file) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(WriteError::io("cannot read", &file, error).into()),
    }
}

fn too_low(release: &Release) -> JobError {
    JobError::Version {
        changes: release.diff.report(Format::Text),
        before: release.before.to_string(),
        required: release.required.to_string(),
    }
}
