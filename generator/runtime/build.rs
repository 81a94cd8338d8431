//! The table of the support code. In: the files of `src/runtime`, and what `mod.rs` there says of each. Out: the list
//! that `src/sources.rs` includes, so that a file is listed by being there, and costs nothing to look up.

#[path = "build/packages.rs"]
mod packages;
#[path = "build/scan.rs"]
mod scan;

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use packages::{PACKAGES, Package};

type Outcome<T> = Result<T, Box<dyn Error>>;

fn main() -> Outcome<()> {
    println!("cargo::rerun-if-changed=src/runtime");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/runtime");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("sources.rs"), table(&folder)?)?;
    Ok(())
}

/// The files of the folder as a slice of `Source`.
fn table(folder: &Path) -> Outcome<String> {
    let mut files = read(folder)?;
    let (_, mod_rs) = files.remove("mod").ok_or("there is no mod.rs")?;
    let declared = scan::declared(&mod_rs);
    let mut table = String::from("&[\n");
    for (name, (path, text)) in &files {
        let declared =
            declared.get(&**name).ok_or_else(|| format!("mod.rs has no `mod {name};`"))?;
        let mut requires = scan::modules(text);
        requires.remove(&**name);
        if let Some(unknown) = requires.iter().find(|module| !files.contains_key(**module)) {
            return Err(format!("{name}.rs uses `super::{unknown}`, which is no file").into());
        }
        let exports = scan::exports(text);
        let dependencies: String =
            PACKAGES.iter().flat_map(|package| dependencies(package, text)).collect();
        writeln!(
            table,
            "Source {{ name: {name:?}, text: include_str!({path:?}), requires: &{:?}, exports: &{:?}, by_path: {}, feature: {:?}, dependencies: &[{dependencies}] }},",
            Vec::from_iter(requires),
            Vec::from_iter(exports),
            declared.by_path,
            declared.feature,
        )?;
    }
    table.push_str("]\n");
    Ok(table)
}

/// The files of the folder by the names of their modules, each with its path and its text.
fn read(folder: &Path) -> Outcome<BTreeMap<String, (PathBuf, String)>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_stem().and_then(|name| name.to_str()).ok_or("a file has no name")?;
        files.insert(name.to_owned(), (path.clone(), fs::read_to_string(&path)?));
    }
    Ok(files)
}

/// What the file depends on the package for, by target, as items of a list of `Dependency`.
fn dependencies(package: &Package, text: &str) -> Vec<String> {
    let Package { name, version, default_features, mention, .. } = package;
    let path = format!("{}::", name.replace('-', "_"));
    let mut by_target: BTreeMap<Option<&str>, Vec<&str>> = BTreeMap::new();
    if scan::mentions(text, mention.unwrap_or(&path)) {
        by_target.insert(package.target, package.features.to_vec());
        for extra in package.extras.iter().filter(|extra| scan::mentions(text, extra.mention)) {
            by_target.entry(extra.target).or_default().extend(extra.features);
        }
    }
    let dependency = |(target, features): (Option<&str>, Vec<&str>)| {
        format!(
            "Dependency {{ name: {name:?}, version: {version:?}, default_features: {default_features}, features: &{features:?}, target: {target:?} }},"
        )
    };
    by_target.into_iter().map(dependency).collect()
}
