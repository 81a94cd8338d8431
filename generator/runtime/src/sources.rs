//! The source of the support code. In: the names of what a generated crate uses. Out: the files that requires, what
//! each exports, and the packages they depend on.

use std::collections::{BTreeMap, BTreeSet};

/// A file of the support code, which is copied as it is to `src/runtime/<name>.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The name of the module.
    pub name: &'static str,
    /// The content of the file.
    pub text: &'static str,
    /// The other modules that it uses.
    pub requires: &'static [&'static str],
    /// What `mod.rs` exports from it.
    pub exports: &'static [&'static str],
    /// Whether generated code uses the module by its path, `runtime::<name>::…`.
    pub by_path: bool,
    /// The feature of the generated crate that it belongs to; `None` for a module that is always there.
    pub feature: Option<&'static str>,
    /// The packages that it depends on.
    pub dependencies: &'static [Dependency],
}

/// What a file depends on a package for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the package.
    pub name: &'static str,
    /// The required version.
    pub version: &'static str,
    /// Whether the package's default features are on.
    pub default_features: bool,
    /// The package's features that the file wants.
    pub features: &'static [&'static str],
    /// The target that it is for, as Cargo writes it; `None` for all.
    pub target: Option<&'static str>,
}

/// A package that a generated crate depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    /// The name of the package.
    pub name: &'static str,
    /// The required version.
    pub version: &'static str,
    /// Whether the package's default features are on.
    pub default_features: bool,
    /// The package's features that are on wherever it is.
    pub features: Vec<&'static str>,
    /// The feature of the generated crate that it belongs to; `None` for what is always there.
    pub feature: Option<&'static str>,
    /// The target that it is for, as Cargo writes it; `None` for all.
    pub target: Option<&'static str>,
}

/// How connections are encrypted, which every generated crate leaves to its user.
const TLS: &[(&str, &str)] = &[("native-tls", "reqwest/native-tls"), ("rustls", "reqwest/rustls")];

/// What every client takes.
pub const CORE: &[&str] = &["builder", "call"];

/// All files of the support code, by name, as `build.rs` finds them.
pub const SOURCES: &[Source] = include!(concat!(env!("OUT_DIR"), "/sources.rs"));

/// The files that the named ones require, themselves included, by name. A name without a file is ignored.
pub fn closure(roots: &[&str]) -> Vec<&'static Source> {
    let mut wanted: Vec<&str> = roots.to_vec();
    let mut found: Vec<&'static Source> = Vec::new();
    while let Some(name) = wanted.pop() {
        if let Some(source) = SOURCES.iter().find(|source| source.name == name)
            && !found.contains(&source)
        {
            found.push(source);
            wanted.extend(source.requires);
        }
    }
    found.sort_by_key(|source| source.name);
    found
}

/// The package with that name, as the first file that uses it depends on it.
pub fn dependency(name: &str) -> Option<&'static Dependency> {
    let all = SOURCES.iter().flat_map(|source| source.dependencies);
    all.into_iter().find(|dependency| dependency.name == name && dependency.target.is_none())
}

/// The `mod.rs` over the files, without documentation of the module itself.
pub fn mod_rs(sources: &[&Source]) -> String {
    let guard = |source: &Source| match source.feature {
        Some(feature) => format!("#[cfg(feature = \"{feature}\")]\n"),
        None => String::new(),
    };
    let module = |source: &&Source| {
        let visibility = if source.by_path { "pub(crate) " } else { "" };
        format!("{}{visibility}mod {};\n", guard(source), source.name)
    };
    // One a line, so that a new one is one line of a diff.
    let exports_of = |source: &&Source| -> String {
        let (guard, module) = (guard(source), source.name);
        source.exports.iter().map(|name| format!("{guard}pub use {module}::{name};\n")).collect()
    };
    let modules: String = sources.iter().map(module).collect();
    let exports: String = sources.iter().map(exports_of).collect();
    format!("{modules}\n{exports}")
}

/// The packages that the files depend on, by target and name.
pub fn packages(sources: &[&Source]) -> Vec<Package> {
    let mut all: BTreeMap<_, Package> = BTreeMap::new();
    let mut sources = sources.to_vec();
    // What is always there comes first, and is what a package is then.
    sources.sort_by_key(|source| source.feature);
    for source in sources {
        for Dependency { name, version, default_features, features, target } in source.dependencies
        {
            let package = all.entry((target, name)).or_insert_with(|| Package {
                name,
                version,
                default_features: *default_features,
                features: Vec::new(),
                feature: source.feature,
                target: *target,
            });
            if package.feature == source.feature {
                package.features.extend(*features);
                package.features.sort_unstable();
                package.features.dedup();
            }
        }
    }
    all.into_values().collect()
}

/// The features of a crate with these files, by name, each with what it enables.
pub fn features(sources: &[&Source]) -> Vec<(&'static str, Vec<String>)> {
    let packages = packages(sources);
    let mut all: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for source in sources {
        let Some(feature) = source.feature else { continue };
        let enabled = all.entry(feature).or_default();
        for Dependency { name, features, .. } in source.dependencies {
            let always = packages.iter().find(|it| it.name == *name && it.feature.is_none());
            match always {
                Some(always) => {
                    let more = features.iter().filter(|feature| !always.features.contains(feature));
                    enabled.extend(more.map(|feature| format!("{name}/{feature}")));
                }
                None => drop(enabled.insert(format!("dep:{name}"))),
            }
        }
    }
    if packages.iter().any(|package| package.name == "reqwest") {
        all.entry("default").or_default().insert(String::from("rustls"));
        for (feature, enabled) in TLS {
            all.entry(feature).or_default().insert((*enabled).to_owned());
        }
    }
    all.into_iter().map(|(name, enabled)| (name, enabled.into_iter().collect())).collect()
}
