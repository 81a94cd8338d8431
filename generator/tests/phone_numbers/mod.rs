//! The description of this repository, as `cargo xtask codegen` reads it. Out: what the generator makes of it, or of a
//! changed text of it.

use std::path::{Path, PathBuf};

use clientsmith::{Config, Output, ReadSource, generate};

/// The description's path in `spec/`.
const ENTRY: &str = "phone-numbers.yaml";

/// The text of the description.
pub(crate) fn description() -> String {
    std::fs::read_to_string(home().join("spec").join(ENTRY)).unwrap()
}

/// What the generator makes of `description`, with the settings of this repository.
pub(crate) fn generate_from(description: &str) -> Output {
    let settings = std::fs::read_to_string(home().join("spec/codegen.toml")).unwrap();
    generate_with(description, &Config::parse(&settings).unwrap())
}

/// What the generator makes of `description`, with other settings.
pub(crate) fn generate_with(description: &str, config: &Config) -> Output {
    generate(ENTRY, &Spec(description), config)
}

/// The folder of this repository, which is above that of any of its packages.
pub(crate) fn home() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().find(|folder| folder.join("Cargo.lock").is_file()).unwrap().to_owned()
}

/// The folder `spec/` with another text of the description in it.
struct Spec<'t>(&'t str);

impl ReadSource for Spec<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        if path == ENTRY {
            return Ok(self.0.as_bytes().to_vec());
        }
        std::fs::read(home().join("spec").join(path)).map_err(|error| error.to_string())
    }
}
