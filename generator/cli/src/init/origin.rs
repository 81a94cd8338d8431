//! Where a description comes from. In: a file or a URL. Out: the description, and every file that it refers to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Component, Path};

use clientsmith::{Config, Output, ReadSource, generate};

/// The files of a description, by path relative to the description's folder.
pub(crate) type Kept = BTreeMap<String, Vec<u8>>;

/// The files beside a description that are the repository's own, and no part of the description.
const OWN: [&str; 3] = ["codegen.toml", "codegen.schema.json", "source.toml"];

/// What reading a description came to.
pub(crate) struct Read {
    /// What is generated from it.
    pub(crate) output: Output,
    /// The files that were read.
    pub(crate) kept: Kept,
    /// The files that could not be read, each with the reason, by the same paths.
    #[cfg_attr(not(feature = "remote"), expect(dead_code, reason = "only `fetch` needs it"))]
    pub(crate) failed: BTreeMap<String, String>,
}

/// A description on disk or on another host.
pub(crate) struct Origin {
    /// The description's path, for diagnostics.
    entry: String,
    /// The folder of the entry, with its `/`; empty if that is the current one.
    folder: String,
    source: Box<dyn ReadSource>,
}

/// Whether it is a URL, and not a file.
pub(crate) fn is_url(spec: &str) -> bool {
    spec.starts_with("http://") || spec.starts_with("https://")
}

impl Origin {
    /// The file, or the URL, which is read again even if it is cached. A URL leads to a public host, or to one of `hosts`.
    ///
    /// # Errors.
    ///
    /// It is a URL, and this program was built without the feature `remote`.
    pub(crate) fn of(spec: &str, hosts: &[String]) -> Result<Self, String> {
        if is_url(spec) {
            return url(spec, hosts);
        }
        let slashed = spec.replace('\\', "/");
        let folder = slashed.rsplit_once('/').map(|(folder, _)| format!("{folder}/"));
        let source = Box::new(clientsmith::disk::DiskSource);
        Ok(Self { folder: folder.unwrap_or_default(), entry: slashed, source })
    }

    /// The file name of the description.
    pub(crate) fn name(&self) -> &str {
        self.entry.strip_prefix(&self.folder).unwrap_or(&self.entry)
    }

    /// Generates, and returns the files that were read.
    ///
    /// # Errors.
    ///
    /// The description cannot be read at all, or it refers to a file that must not be kept beside it.
    pub(crate) fn read(&self, config: &Config) -> Result<Read, String> {
        let recording = Recording {
            source: &*self.source,
            kept: RefCell::default(),
            failed: RefCell::default(),
        };
        recording
            .read(&self.entry)
            .map_err(|reason| format!("cannot read `{}`: {reason}", self.entry))?;
        let output = generate(&self.entry, &recording, config);
        let (kept, failed) = (recording.kept.into_inner(), recording.failed.into_inner());
        let (kept, failed) = (self.inside(kept), self.inside(failed));
        kept.keys().try_for_each(|path| keepable(path))?;
        Ok(Read { output, kept, failed })
    }

    /// What belongs to files in the description's folder, by their paths in it.
    fn inside<T>(&self, all: BTreeMap<String, T>) -> BTreeMap<String, T> {
        let inside = |path: String| path.strip_prefix(&self.folder).map(str::to_owned);
        all.into_iter().filter_map(|(path, value)| Some((inside(path)?, value))).collect()
    }
}

/// Rejects a path that leads elsewhere, or to a file of the repository itself: a description may come from somebody else.
fn keepable(path: &str) -> Result<(), String> {
    let is_plain = |part| matches!(part, Component::Normal(_));
    if path.contains('\\') || !Path::new(path).components().all(is_plain) {
        return Err(format!("the description refers to `{path}`, which is not below its folder"));
    }
    // Some file systems ignore case, and dots and spaces at the end.
    let first = path.split('/').next().unwrap_or_default().trim_end_matches(['.', ' ']);
    if OWN.iter().any(|own| own.eq_ignore_ascii_case(first)) {
        return Err(format!(
            "the description refers to `{path}`, which is the name of a file that the repository has beside it"
        ));
    }
    Ok(())
}

/// Keeps what is read.
struct Recording<'s> {
    source: &'s dyn ReadSource,
    kept: RefCell<Kept>,
    failed: RefCell<BTreeMap<String, String>>,
}

impl ReadSource for Recording<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let read = self.source.read(path);
        match &read {
            Ok(bytes) => drop(self.kept.borrow_mut().insert(path.to_owned(), bytes.clone())),
            Err(reason) => {
                drop(self.failed.borrow_mut().insert(path.to_owned(), reason.clone()));
            }
        }
        read
    }

    fn read_remote(&self, _url: &str) -> Result<Vec<u8>, String> {
        Err(String::from("a repository keeps all files of its description; download that one"))
    }
}

#[cfg(not(feature = "remote"))]
fn url(_spec: &str, _hosts: &[String]) -> Result<Origin, String> {
    Err(String::from("a URL needs the feature `remote`, which this program was built without"))
}

#[cfg(feature = "remote")]
fn url(spec: &str, hosts: &[String]) -> Result<Origin, String> {
    use crate::remote::{Hosts, Remote};

    /// Reads files as URLs beside the description's.
    struct Beside {
        base: String,
        url: String,
        entry: String,
        remote: Remote,
    }

    impl ReadSource for Beside {
        fn read(&self, path: &str) -> Result<Vec<u8>, String> {
            if path == self.entry {
                return self.remote.read(&self.url);
            }
            self.remote.read(&format!("{}{path}", self.base))
        }
    }

    /// The name of a description whose URL has none.
    const DEFAULT: &str = "openapi.yaml";

    let plain = spec.split('#').next().unwrap_or(spec);
    let path = plain.split('?').next().unwrap_or(plain);
    let (base, name) = match path.rsplit_once('/') {
        // Without a path, the slash is that of `https://`.
        Some((base, name)) if !base.ends_with('/') => (format!("{base}/"), name),
        _ => (format!("{path}/"), ""),
    };
    let entry = if matches!(name, "" | "." | "..") { DEFAULT } else { name }.to_owned();
    let hosts = if hosts.is_empty() { Hosts::Public } else { Hosts::Only(hosts.to_vec()) };
    let remote = Remote::without_cache(hosts);
    let source = Box::new(Beside { base, url: plain.to_owned(), entry: entry.clone(), remote });
    Ok(Origin { entry, folder: String::new(), source })
}
