//! A description, its settings and its crate's folder. In: the path of a settings file or of a description. Out: the
//! steps of a run: generate, then write or check.

mod breaking;
mod build_script;
mod error;
mod versioned;

use std::fs;
use std::path::{Path, PathBuf};

use super::paths::{self, as_seen_from_here, place};
use super::write::{Outcome, check, write};
use super::{DiskSource, SETTINGS};
use crate::config::Config;
use crate::diagnostic;
use crate::{Output, ReadSource, generate};

pub use error::JobError;

/// A description on disk, its settings, and the folder of its crate.
///
/// Relative paths are relative to the current folder; those in a settings file are relative to that file.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Job {
    /// The path of the description.
    pub description: String,
    /// The crate's folder: that of the settings, unless [`output`](Self::output) sets another.
    pub output: Option<PathBuf>,
    /// The settings.
    pub config: Config,
    /// A note that the `codegen.toml` beside the description applies to no description, which is probably a mistake.
    pub note: Option<String>,
}

impl Job {
    /// The job of a settings file, such as `spec/codegen.toml`: its `description` and its `output`.
    ///
    /// # Errors
    ///
    /// The file cannot be read, is invalid, or has no description.
    pub fn from_settings(file: impl AsRef<Path>) -> Result<Self, JobError> {
        Self::new(Some(file.as_ref()), None)
    }

    /// The job of a description. The `codegen.toml` beside it is used if its `description` is that file.
    ///
    /// # Errors
    ///
    /// That settings file is invalid.
    pub fn from_description(file: impl AsRef<Path>) -> Result<Self, JobError> {
        let file = file.as_ref();
        let (settings, note) = beside(file)?;
        Ok(Self { note, ..Self::new(settings.as_deref(), Some(file))? })
    }

    /// The job of a description with the settings in a file, whatever its `description`.
    ///
    /// # Errors
    ///
    /// The settings file cannot be read, or is invalid.
    pub fn with_settings(
        description: impl AsRef<Path>,
        settings: impl AsRef<Path>,
    ) -> Result<Self, JobError> {
        Self::new(Some(settings.as_ref()), Some(description.as_ref()))
    }

    fn new(settings: Option<&Path>, description: Option<&Path>) -> Result<Self, JobError> {
        let mut config = settings.map(read).transpose()?.unwrap_or_default();
        let folder = settings.and_then(Path::parent).unwrap_or(Path::new(""));
        let description = match (description, &config.description) {
            (Some(description), _) => description.to_owned(),
            (None, Some(description)) => as_seen_from_here(&folder.join(description)),
            (None, None) => return Err(JobError::NoDescription),
        };
        let beside = description.parent().unwrap_or(Path::new(""));
        for overlay in &mut config.overlays {
            *overlay = utf8(paths::relative(beside, folder, Path::new(overlay)))?;
        }
        let description = utf8(description)?;
        let output = config.output.as_ref().map(|output| as_seen_from_here(&folder.join(output)));
        Ok(Self { description, output, config, note: None })
    }

    /// Writes to another folder than that of the settings. The crate there is not a workspace member.
    #[must_use]
    pub fn output(mut self, folder: impl Into<PathBuf>) -> Self {
        let folder = folder.into();
        if self.output.as_deref().map(place) != Some(place(&folder)) {
            self.config.package.workspace_member = false;
        }
        self.output = Some(folder);
        self
    }

    /// Generates the crate, without contacting other hosts.
    ///
    /// # Errors
    ///
    /// The description cannot be read, or the version policy of the settings needs that of the crate in the folder, which
    /// cannot be read. Problems *in* the description are among the output's diagnostics.
    pub fn generate(&self) -> Result<Output, JobError> {
        self.generate_from(&DiskSource)
    }

    /// The same, with files from `source`.
    ///
    /// # Errors
    ///
    /// As [`generate`](Self::generate).
    pub fn generate_from(&self, source: &dyn ReadSource) -> Result<Output, JobError> {
        self.is_readable(source)?;
        Ok(generate(&self.description, source, &*self.versioned()?))
    }

    /// Distinguishes a missing description from one with errors.
    ///
    /// # Errors
    ///
    /// The file at the description's path cannot be read.
    pub fn is_readable(&self, source: &dyn ReadSource) -> Result<(), JobError> {
        let unreadable = |reason| JobError::Unreadable { path: self.description.clone(), reason };
        source.read(&self.description).map(drop).map_err(unreadable)
    }

    /// Makes the crate's folder contain exactly the generated files, like [`write()`].
    ///
    /// # Errors
    ///
    /// The description has errors, there is no folder, or it cannot be written; or by the version policy of the settings,
    /// the version is too low for what the files break. The folder is unchanged then.
    pub fn write(&self, output: &Output) -> Result<Outcome, JobError> {
        let files = self.files(output)?;
        self.require_version(files)?;
        Ok(write(self.folder()?, files)?)
    }

    /// Compares the crate's folder with the generated files, and writes nothing.
    ///
    /// # Errors
    ///
    /// They differ ([`JobError::OutOfDate`] has the diff), or [`write()`](Self::write) would fail.
    pub fn check(&self, output: &Output) -> Result<(), JobError> {
        let folder = self.folder()?;
        let changes = check(folder, self.files(output)?)?;
        if changes.is_empty() {
            return Ok(());
        }
        Err(JobError::OutOfDate { folder: folder.to_owned(), changes })
    }

    /// The crate's folder.
    ///
    /// # Errors
    ///
    /// Neither the settings nor [`output`](Self::output) have one.
    pub fn folder(&self) -> Result<&Path, JobError> {
        self.output.as_deref().ok_or(JobError::NoFolder)
    }

    fn files<'a>(&self, output: &'a Output) -> Result<&'a crate::Files, JobError> {
        output.files.as_ref().ok_or_else(|| JobError::Wrong {
            description: self.description.clone(),
            count: diagnostic::count(&output.diagnostics),
        })
    }
}

/// The settings file beside a description, if its `description` is that file, or else a note.
fn beside(description: &Path) -> Result<(Option<PathBuf>, Option<String>), JobError> {
    let folder = description.parent().unwrap_or(Path::new(""));
    let file = folder.join(SETTINGS);
    if !file.is_file() {
        return Ok((None, None));
    }
    let described = read(&file)?.description.map(|described| folder.join(described));
    if described.as_deref().is_some_and(|described| place(described) == place(description)) {
        return Ok((Some(file), None));
    }
    let note = unused(described.as_deref()).map(|reason| {
        let name = description.file_name().unwrap_or_default();
        format!(
            "`{}` {reason}, so it is ignored; add `description = \"{}\"` to it",
            as_seen_from_here(&file).display(),
            name.display()
        )
    });
    Ok((None, note))
}

/// Why settings apply to no description at all, which is probably a mistake; `None` if they apply to another one.
fn unused(described: Option<&Path>) -> Option<&'static str> {
    match described {
        None => Some("has no `description`"),
        Some(described) if !described.exists() => Some("has a `description` that does not exist"),
        Some(_) => None,
    }
}

fn utf8(path: PathBuf) -> Result<String, JobError> {
    path.into_os_string().into_string().map_err(|path| JobError::NotUtf8(path.into()))
}

fn read(file: &Path) -> Result<Config, JobError> {
    let name = as_seen_from_here(file);
    let wrong = |reason| JobError::Settings { file: name.clone(), reason };
    let text =
        fs::read_to_string(file).map_err(|error| wrong(format!("cannot be read: {error}")))?;
    Config::parse_file(name.to_string_lossy(), &text).map_err(JobError::InvalidSettings)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "description = 'api.yaml'\noutput = '../out'\n\n[package]\nname = 'named'\nworkspace-member = true\n";

    /// A folder with two descriptions, one of them in the settings.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("spec")).unwrap();
        for (name, text) in [("codegen.toml", SETTINGS), ("api.yaml", ""), ("other.yaml", "")] {
            fs::write(folder.path().join("spec").join(name), text).unwrap();
        }
        folder
    }

    #[test]
    fn the_settings_beside_a_description_count_where_they_name_it() {
        let folder = folder();
        let named = Job::from_description(folder.path().join("spec/../spec/api.yaml")).unwrap();
        let mut config = Config::parse(SETTINGS).unwrap();
        config.file.clone_from(&named.config.file);
        assert_eq!(named.config, config);
        assert_eq!(named.output, Some(folder.path().join("out")));
        let other = Job::from_description(folder.path().join("spec/other.yaml")).unwrap();
        assert_eq!((other.config, other.output), (Config::default(), None));
    }

    #[test]
    fn a_settings_file_names_the_description_and_arguments_win() {
        let folder = folder();
        let settings = folder.path().join("spec/codegen.toml");
        let path = |name: &str| folder.path().join("spec").join(name).to_str().unwrap().to_owned();
        assert_eq!(Job::from_settings(&settings).unwrap().description, path("api.yaml"));
        let other = folder.path().join("spec/other.yaml");
        let job = Job::with_settings(&other, &settings).unwrap();
        assert_eq!(job.description, path("other.yaml"));
        assert_eq!(job.config.package.name.as_deref(), Some("named"));
    }

    #[test]
    fn a_crate_is_a_workspace_member_only_where_the_settings_put_it() {
        let folder = folder();
        let member = |out: Option<&str>| {
            let job = Job::from_description(folder.path().join("spec/api.yaml")).unwrap();
            let job = match out {
                Some(out) => job.output(folder.path().join(out)),
                None => job,
            };
            job.config.package.workspace_member
        };
        assert!(member(None));
        assert!(member(Some("out")));
        assert!(member(Some("spec/../out/")));
        assert!(!member(Some("elsewhere")));
        fs::create_dir(folder.path().join("out")).unwrap();
        assert!(member(Some("out")));
    }

    #[test]
    fn overlays_are_relative_to_the_settings_file() {
        let folder = folder();
        let settings = folder.path().join("settings");
        fs::create_dir(&settings).unwrap();
        let file = settings.join("codegen.toml");
        fs::write(
            &file,
            "description = '../spec/api.yaml'\noverlays = ['fix.yaml', '/fix.yaml']\n",
        )
        .unwrap();
        let overlays = Job::from_settings(&file).unwrap().config.overlays;
        assert_eq!(overlays, ["../settings/fix.yaml", "/fix.yaml"]);
        let beside = folder.path().join("spec/overlaid.toml");
        fs::write(&beside, "description = 'api.yaml'\noverlays = ['./fix.yaml']\n").unwrap();
        assert_eq!(Job::from_settings(&beside).unwrap().config.overlays, ["fix.yaml"]);
        let description = "openapi: 3.0.3\ninfo: { title: A, version: '1' }\npaths: {}\n";
        fs::write(folder.path().join("spec/api.yaml"), description).unwrap();
        let overlay = "overlay: 1.1.0\ninfo: { title: B, version: '1' }\nactions: [{ target: $.info, update: { title: Fixed } }]\n";
        fs::write(settings.join("fix.yaml"), overlay).unwrap();
        fs::write(&file, "description = '../spec/api.yaml'\noverlays = ['fix.yaml']\n").unwrap();
        let output = Job::from_settings(&file).unwrap().generate().unwrap();
        let readme = output.files.unwrap().get("README.md").unwrap().to_owned();
        assert!(readme.contains("A client for Fixed."), "{readme}");
    }

    #[test]
    fn settings_that_are_missing_or_wrong_are_named() {
        let folder = folder();
        let file = folder.path().join("wrong.toml");
        let error = |file: &Path| Job::from_settings(file).unwrap_err().to_string();
        assert!(error(&file).contains("wrong.toml` cannot be read: "), "{}", error(&file));
        fs::write(&file, "descriptoin = 'x'").unwrap();
        assert!(error(&file).contains("unknown field `descriptoin`"), "{}", error(&file));
        fs::write(&file, "").unwrap();
        assert!(error(&file).contains("no description"), "{}", error(&file));
    }
}
