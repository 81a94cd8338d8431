//! A program beside a generated crate, which calls the crate's code: where it is, its files, and what Cargo makes of it.

use std::fs;
use std::path::{Path, PathBuf};

use super::workspace::{Member, Workspace};

/// The program of a crate for that purpose.
pub(crate) fn member(workspace: &Workspace, client: &Member, purpose: &str) -> Member {
    Member {
        name: client.name.clone(),
        package: format!("{}-{purpose}", client.package),
        folder: workspace.folder.join(".drivers").join(&client.name),
    }
}

/// Writes the program of a crate; `dependencies` are lines of its manifest.
///
/// # Errors.
///
/// The files cannot be written.
pub(crate) fn write(
    program: &Member,
    client: &Member,
    dependencies: &str,
    source: &str,
) -> Result<(), String> {
    let path = Path::new("../..").join(&client.name);
    let (package, client) = (&program.package, &client.package);
    let manifest = format!(
        "[package]\nname = \"{package}\"\nedition = \"2024\"\n\n[dependencies]\n\
         {client} = {{ path = {} }}\n{dependencies}",
        toml::Value::from(&*path.to_string_lossy())
    );
    let files = [("Cargo.toml", manifest.as_str()), ("src/main.rs", source)];
    fs::create_dir_all(program.folder.join("src"))
        .and_then(|()| {
            files.iter().try_for_each(|(file, text)| write_if_new(&program.folder.join(file), text))
        })
        .map_err(|error| format!("cannot write to `{}`: {error}", program.folder.display()))
}

/// Leaves a file that is right alone, so that Cargo sees no change.
pub(crate) fn write_if_new(path: &Path, text: &str) -> std::io::Result<()> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text)
}

/// The file that Cargo made of a program.
pub(crate) fn path(workspace: &Workspace, program: &Member) -> PathBuf {
    let name = format!("{}{}", program.package, std::env::consts::EXE_SUFFIX);
    workspace.target.join("debug").join(name)
}
