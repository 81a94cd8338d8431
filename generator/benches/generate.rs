//! How long a crate takes to generate. In: the description of this repository, and those of the folder that the
//! environment variable `DESCRIPTIONS` names, if any. Out: the time of each, text to files, without disk.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a benchmark may fail")]

use std::fs;
use std::path::{Path, PathBuf};

use clientsmith::{Config, ReadSource, generate};

fn main() {
    divan::main();
}

/// A description: its name is that of its file.
struct Description(PathBuf);

impl std::fmt::Display for Description {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.file_name().unwrap_or_default().to_string_lossy())
    }
}

/// The files beside each other, so that references between them are followed.
struct Folder<'a>(&'a Path);

impl ReadSource for Folder<'_> {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(path)).map_err(|error| error.to_string())
    }
}

/// The descriptions, the smallest first.
fn descriptions() -> Vec<Description> {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut paths = vec![home.join("spec/phone-numbers.yaml")];
    if let Some(folder) = std::env::var_os("DESCRIPTIONS") {
        // Cargo runs benchmarks in the folder of the package.
        let files = fs::read_dir(home.join(folder)).expect("DESCRIPTIONS is a folder");
        paths.extend(files.map(|file| file.unwrap().path()).filter(|path| path.is_file()));
    }
    paths.retain(|path| {
        path.extension()
            .is_some_and(|extension| ["yaml", "yml", "json"].iter().any(|it| extension == *it))
    });
    paths.sort_by_key(|path| fs::metadata(path).map(|it| it.len()).unwrap_or_default());
    paths.into_iter().map(Description).collect()
}

#[divan::bench(args = descriptions(), sample_count = 10)]
fn generate_crate(bencher: divan::Bencher<'_, '_>, description: &Description) {
    let folder = description.0.parent().unwrap();
    let entry = description.0.file_name().unwrap().to_string_lossy();
    bencher.bench_local(|| generate(&entry, &Folder(folder), &Config::default()));
}
