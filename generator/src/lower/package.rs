//! The manifest's facts.

use semver::Version;

use super::names;
use super::words;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Package;

/// Crates that every crate can name already.
const TAKEN: [&str; 6] = ["alloc", "core", "proc_macro", "std", "test", "runtime"];

/// The package that the settings ask for, or one named after the description.
pub(super) fn lower(config: &Config, title: &str, diagnostics: &mut Vec<Diagnostic>) -> Package {
    let package = &config.package;
    if let Some(name) = package.name.as_ref().filter(|name| !is_valid(name)) {
        diagnostics.push(
            Diagnostic::error(
                Code::Settings,
                config.span(&["package", "name"]),
                format!("`{name}` is not a valid package name"),
            )
            .help("use letters, digits, `-` and `_`, start with a letter, and avoid Rust keywords"),
        );
    }
    if let Some(version) =
        package.version.as_ref().filter(|version| Version::parse(version).is_err())
    {
        diagnostics.push(
            Diagnostic::error(
                Code::Settings,
                config.span(&["package", "version"]),
                format!("`{version}` is not a valid package version"),
            )
            .help("use three numbers, such as `0.1.0`"),
        );
    }
    diagnostics.extend(module(config));
    for (key, words) in [("keywords", &package.keywords), ("categories", &package.categories)] {
        words_for_the_registry(key, words, config, diagnostics);
    }
    let by_title = || {
        let name = words::snake(title).replace('_', "-");
        let with_suffix = format!("{name}-client");
        [name, with_suffix]
            .into_iter()
            .find(|name| is_valid(name))
            .unwrap_or_else(|| String::from("api-client"))
    };
    Package {
        name: package.name.clone().unwrap_or_else(by_title),
        module: config.module.clone(),
        version: package.version.clone().unwrap_or_else(|| String::from("0.1.0")),
        license: package.license.clone(),
        authors: package.authors.clone(),
        repository: package.repository.clone(),
        documentation: package.documentation.clone(),
        keywords: package.keywords.clone(),
        categories: package.categories.clone(),
        publish: package.publish.unwrap_or(true),
        workspace_member: package.workspace_member,
        dependencies: config.dependencies.clone(),
    }
}

/// Reports the path of a module that is none, and settings that only a crate has.
fn module(config: &Config) -> Vec<Diagnostic> {
    let Some(path) = &config.module else { return Vec::new() };
    let error = |at: &[&str], message| Diagnostic::error(Code::Settings, config.span(at), message);
    let mut found = Vec::new();
    let is_path = path.starts_with("crate::") && syn::parse_str::<syn::Path>(path).is_ok();
    if !is_path {
        found.push(
            error(&["module"], format!("`{path}` is not the path of a module"))
                .help("write where the module is in its crate, such as `crate::petstore`"),
        );
    }
    let of_crates: [(&[&str], bool); 4] = [
        (&["examples"], !config.examples.is_empty()),
        (&["readme"], config.readme.is_some()),
        (&["package", "license-files"], !config.package.license_files.is_empty()),
        (&["package", "version-policy"], config.package.version_policy.is_some()),
    ];
    found.extend(of_crates.into_iter().filter(|(_, is_set)| *is_set).map(|(key, _)| {
        error(key, format!("a module has no `{}`", key.join(".")))
            .help("remove the setting, or `module`")
    }));
    found
}

/// The most keywords, and the most categories, that the registry takes.
const MOST_WORDS: usize = 5;

/// The most characters that the registry takes of a keyword.
const LONGEST_KEYWORD: usize = 20;

/// Reports what the registry refuses, which would else be known when the crate is published.
fn words_for_the_registry(
    key: &'static str,
    words: &[String],
    config: &Config,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let mut wrong = |message: String, help: &str| {
        let span = config.span(&["package", key]);
        diagnostics.push(Diagnostic::error(Code::Settings, span, message).help(help));
    };
    if words.len() > MOST_WORDS {
        wrong(
            format!("the registry accepts five {key}, but there are {}", words.len()),
            "remove some",
        );
    }
    if key != "keywords" {
        return;
    }
    for word in words.iter().filter(|word| !is_keyword(word)) {
        wrong(
            format!("`{word}` is not a valid keyword for the registry"),
            "use up to 20 ASCII letters, digits, `_`, `-` and `+`, and start with a letter or digit",
        );
    }
}

/// Whether the registry takes the word as a keyword.
fn is_keyword(word: &str) -> bool {
    word.len() <= LONGEST_KEYWORD
        && word.starts_with(|first: char| first.is_ascii_alphanumeric())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-+".contains(&byte))
}

/// Whether Cargo takes the name for a package, and Rust for a crate.
fn is_valid(name: &str) -> bool {
    let library = name.replace('-', "_");
    name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        && !names::is_keyword(&library)
        && !TAKEN.contains(&library.as_str())
}
