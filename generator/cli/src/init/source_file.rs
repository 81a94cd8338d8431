//! `source.toml`: where a description comes from, and what it was when it was fetched. In: a URL and files, or the text.
//! Out: the text, or the URL and the hash of each file.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::origin::Kept;

const HEAD: &str = "\
# Written by clientsmith: where the description comes from, and the hash of each of its files.
# `clientsmith fetch` compares them with what is there now.
";

/// What the file contains.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct SourceFile {
    /// The URL of the description.
    pub(crate) url: String,
    /// The hash of each file (FIPS 180-4), in hexadecimal digits, by path.
    pub(crate) sha256: BTreeMap<String, String>,
}

/// The text for files that were fetched.
pub(crate) fn text(url: &str, kept: &Kept) -> String {
    let file = SourceFile { url: url.to_owned(), sha256: hashes(kept) };
    format!("{HEAD}{}", toml::to_string(&file).unwrap_or_default())
}

/// The hash of each file.
pub(crate) fn hashes(kept: &Kept) -> BTreeMap<String, String> {
    kept.iter().map(|(path, bytes)| (path.clone(), hash(bytes))).collect()
}

/// The hash of a file.
pub(crate) fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
