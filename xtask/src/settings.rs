//! What a run is to do: arguments and the settings file in, the description, the folder and the settings out.

use std::fs;
use std::path::{Component, Path, PathBuf};

use clientsmith::Config;

use crate::report;

/// What the arguments of a command say about the description and its settings.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct Choice {
    /// The settings file.
    ///
    /// By default the `codegen.toml` beside the description, if its `description` names that file.
    #[arg(long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// Read what http and https references lead to.
    ///
    /// An answer may have 16 MiB and take 30 seconds, and is kept in `target/remote`; delete that to ask again.
    #[arg(long)]
    pub(crate) allow_remote: bool,
}

/// What a run is to do.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Job {
    /// The path of the description.
    pub(crate) description: String,
    /// The crate's folder, if any is named.
    pub(crate) out: Option<PathBuf>,
    /// The settings.
    pub(crate) config: Config,
}

/// Finds the description, its settings, and the folder for them.
///
/// # Errors
///
/// A settings file that cannot be read or is wrong, or no description at all.
pub(crate) fn job(spec: Option<&Path>, choice: &Choice, out: Option<&Path>) -> Result<Job, String> {
    let file = match (&choice.config, spec) {
        (Some(config), _) => Some(config.clone()),
        (None, Some(spec)) => beside(spec)?,
        (None, None) => Some(home().join("spec/codegen.toml")),
    };
    let config = file.as_deref().map(read).transpose()?.unwrap_or_default();
    let folder = file.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
    let description = match (spec, &config.description) {
        (Some(spec), _) => spec.to_owned(),
        (None, Some(description)) => as_seen_from_here(&folder.join(description)),
        (None, None) => {
            return Err("no description: give --spec, or `description` in the settings".to_owned());
        }
    };
    let description = description
        .into_os_string()
        .into_string()
        .map_err(|path| format!("`{}` is not UTF-8", path.display()))?;
    let configured = config.output.as_ref().map(|output| as_seen_from_here(&folder.join(output)));
    let mut job = Job { description, out: out.map(Path::to_owned).or(configured.clone()), config };
    // Elsewhere the crate has no workspace around it that lists it.
    if job.out.as_deref().map(place) != configured.as_deref().map(place) {
        job.config.package.workspace_member = false;
    }
    Ok(job)
}

/// The folder of this repository.
pub(crate) fn home() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// The settings file beside a description, if it names that description.
fn beside(spec: &Path) -> Result<Option<PathBuf>, String> {
    let folder = spec.parent().unwrap_or(Path::new(""));
    let file = folder.join("codegen.toml");
    if !file.is_file() {
        return Ok(None);
    }
    let description = read(&file)?.description;
    let described = description.as_ref().map(|description| folder.join(description));
    if described.as_deref().is_some_and(|described| place(described) == place(spec)) {
        return Ok(Some(file));
    }
    if let Some(reason) = unused(described.as_deref()) {
        let (file, spec) = (as_seen_from_here(&file), spec.file_name().unwrap_or_default());
        report::status(&format!(
            "note: `{}` {reason}, so it does not count; write `description = \"{}\"` into it, or give --config",
            file.display(),
            spec.display()
        ));
    }
    Ok(None)
}

/// Why settings count for no description at all, which nobody means; none where they count for another one.
fn unused(described: Option<&Path>) -> Option<&'static str> {
    match described {
        None => Some("names no description"),
        Some(described) if !described.exists() => Some("names a description that is not there"),
        Some(_) => None,
    }
}

fn read(file: &Path) -> Result<Config, String> {
    let name = as_seen_from_here(file);
    let text = fs::read_to_string(file)
        .map_err(|error| format!("cannot read the settings `{}`: {error}", name.display()))?;
    Config::parse_file(name.to_string_lossy(), &text)
        .map_err(|error| format!("the settings `{}` are wrong: {error}", name.display()))
}

/// The path without `..` where it has a meaning without, and relative where it is inside of the current folder.
fn as_seen_from_here(path: &Path) -> PathBuf {
    let mut clean = PathBuf::new();
    for part in path.components() {
        match (part, clean.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                clean.pop();
            }
            _ => clean.push(part),
        }
    }
    match std::env::current_dir() {
        Ok(here) => clean.strip_prefix(here).map(Path::to_owned).unwrap_or(clean),
        Err(_) => clean,
    }
}

/// Two paths of one thing have one place, also while the thing itself does not exist.
fn place(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(as_seen_from_here(path)).unwrap_or_else(|_| path.to_owned());
    let in_parent = || Some(fs::canonicalize(absolute.parent()?).ok()?.join(absolute.file_name()?));
    fs::canonicalize(path).ok().or_else(in_parent).unwrap_or(absolute)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SETTINGS: &str = "description = 'api.yaml'\noutput = '../out'\n\n[package]\nname = 'named'\nworkspace-member = true\n";

    /// A folder with two descriptions, one of which the settings name.
    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("spec")).unwrap();
        for (name, text) in [("codegen.toml", SETTINGS), ("api.yaml", ""), ("other.yaml", "")] {
            fs::write(folder.path().join("spec").join(name), text).unwrap();
        }
        folder
    }

    fn with_config(config: &Path) -> Choice {
        Choice { config: Some(config.to_owned()), allow_remote: false }
    }

    #[test]
    fn the_settings_beside_a_description_count_where_they_name_it() {
        let folder = folder();
        let named =
            job(Some(&folder.path().join("spec/../spec/api.yaml")), &Choice::default(), None)
                .unwrap();
        let mut config = Config::parse(SETTINGS).unwrap();
        config.file.clone_from(&named.config.file);
        assert_eq!(named.config, config);
        assert_eq!(named.out, Some(folder.path().join("out")));
        let other =
            job(Some(&folder.path().join("spec/other.yaml")), &Choice::default(), None).unwrap();
        assert_eq!((other.config, other.out), (Config::default(), None));
    }

    #[test]
    fn a_settings_file_names_the_description_and_arguments_win() {
        let folder = folder();
        let choice = with_config(&folder.path().join("spec/codegen.toml"));
        let path = |name: &str| folder.path().join("spec").join(name).to_str().unwrap().to_owned();
        assert_eq!(job(None, &choice, None).unwrap().description, path("api.yaml"));
        let other = folder.path().join("spec/other.yaml");
        let job = job(Some(&other), &choice, None).unwrap();
        assert_eq!(job.description, path("other.yaml"));
        assert_eq!(job.config.package.name.as_deref(), Some("named"));
    }

    #[test]
    fn a_crate_is_a_workspace_member_only_where_the_settings_put_it() {
        let folder = folder();
        let spec = folder.path().join("spec/api.yaml");
        let member = |out: Option<&str>| {
            let out = out.map(|out| folder.path().join(out));
            let job = job(Some(&spec), &Choice::default(), out.as_deref()).unwrap();
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
    fn without_arguments_it_is_the_description_of_this_repository() {
        let job = job(None, &Choice::default(), None).unwrap();
        let home = home();
        assert_eq!(
            place(Path::new(&job.description)),
            place(&home.join("spec/phone-numbers.yaml"))
        );
        assert_eq!(job.out.as_deref().map(place), Some(place(&home.join("generated"))));
    }

    #[test]
    fn settings_that_are_missing_or_wrong_are_named() {
        let folder = folder();
        let file = folder.path().join("wrong.toml");
        let error = |file: &Path| job(None, &with_config(file), None).unwrap_err();
        assert!(error(&file).contains("cannot read the settings `"));
        fs::write(&file, "descriptoin = 'x'").unwrap();
        assert!(error(&file).contains("unknown field `descriptoin`"), "{}", error(&file));
        fs::write(&file, "").unwrap();
        assert!(error(&file).contains("no description"));
    }
}
