//! The manifest's facts.

use super::words;
use crate::config::Config;
use crate::ir::Package;

/// The package that the settings ask for, or one named after the description.
pub(super) fn lower(config: &Config, title: &str) -> Package {
    let package = &config.package;
    let by_title = || {
        let name = words::snake(title).replace('_', "-");
        let valid = name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.is_ascii();
        if valid { name } else { String::from("api-client") }
    };
    Package {
        name: package.name.clone().unwrap_or_else(by_title),
        version: package.version.clone().unwrap_or_else(|| String::from("0.1.0")),
        license: package.license.clone(),
        workspace_member: package.workspace_member,
    }
}
