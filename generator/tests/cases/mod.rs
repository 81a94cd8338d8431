//! The cases: each folder beside this file holds a small description. Out: what the generator makes of it.

use std::path::{Path, PathBuf};

use clientsmith::{Config, Output, ReadSource, generate};

/// A folder with a `description.yaml`, and perhaps a `codegen.toml` with its settings.
pub(crate) struct Case {
    /// The folder's name, which says what the case is about.
    pub(crate) name: String,
    /// The folder.
    pub(crate) folder: PathBuf,
}

/// The description's file in the folder of a case.
pub(crate) const DESCRIPTION: &str = "description.yaml";

/// Every case, by name.
pub(crate) fn all() -> Vec<Case> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let generator = |folder: &&Path| folder.join("generator").is_dir();
    let home = package.ancestors().find(generator).unwrap().join("generator/tests/cases");
    let mut cases: Vec<Case> = home
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .map(|folder| Case {
            name: folder.file_name().unwrap().to_str().unwrap().to_owned(),
            folder,
        })
        .collect();
    cases.sort_by(|one, other| one.name.cmp(&other.name));
    assert!(!cases.is_empty(), "no cases in {}", home.display());
    cases
}

impl Case {
    /// The settings of the case.
    pub(crate) fn config(&self) -> Config {
        let file = self.folder.join("codegen.toml");
        if !file.exists() {
            return Config::default();
        }
        Config::parse(&std::fs::read_to_string(file).unwrap()).unwrap()
    }

    /// What the generator makes of the case.
    pub(crate) fn generate(&self, config: &Config) -> Output {
        generate(DESCRIPTION, &Folder(self.folder.clone()), config)
    }
}

/// A folder on disk as the place that a description is read from.
pub(crate) struct Folder(pub(crate) PathBuf);

impl ReadSource for Folder {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        std::fs::read(self.0.join(path)).map_err(|error| error.kind().to_string())
    }
}

/// The folder of a case with another description in it.
pub(crate) struct Changed<'t> {
    pub(crate) folder: Folder,
    pub(crate) text: &'t str,
}

impl ReadSource for Changed<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == DESCRIPTION {
            return Ok(self.text.as_bytes().to_vec());
        }
        self.folder.read(path)
    }
}
