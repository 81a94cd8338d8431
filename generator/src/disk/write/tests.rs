//! What a folder holds after writes that succeed, and after those that are refused.

mod faults;

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use super::place::{Beside, Place};
use super::*;

/// A crate of some files in some folders, each of which says which version it belongs to.
fn version(version: &str) -> Files {
    let mut files = Files::default();
    for path in ["Cargo.toml", "src/lib.rs", "src/models/mod.rs", "src/models/phone_number.rs"] {
        files.insert(path, format!("{path} of {version}\n"));
    }
    // A name of its own, so that a mixture of versions cannot look whole.
    files.insert(format!("src/{version}.rs"), "");
    files
}

fn temporary() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    (folder, out)
}

/// Panics unless `dir` holds exactly `files` and there is nothing beside it.
#[track_caller]
fn assert_whole(dir: &Path, files: &Files) {
    let folder = Folder::read(dir).unwrap();
    folder.refuse_foreign(dir).unwrap();
    assert_eq!(folder.files, wanted(files).unwrap());
    assert_alone(dir);
}

#[track_caller]
fn assert_alone(dir: &Path) {
    assert_eq!(names(dir.parent().unwrap()), [dir.file_name().unwrap().to_str().unwrap()]);
}

fn names(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[track_caller]
fn assert_refused(dir: &Path, message: &str) {
    let error = write(dir, &version("new")).unwrap_err().to_string();
    assert!(error.contains(message), "{error}");
}

#[test]
fn a_folder_and_those_above_it_are_made() {
    let (folder, _) = temporary();
    let out = folder.path().join("not/there/yet");
    assert_eq!(write(&out, &version("a")).unwrap(), Outcome::Created);
    assert_whole(&out, &version("a"));
    let manifest = fs::read_to_string(out.join(MANIFEST)).unwrap();
    assert_eq!(
        manifest.lines().skip(1).collect::<Vec<_>>(),
        ["Cargo.toml", "src/a.rs", "src/lib.rs", "src/models/mod.rs", "src/models/phone_number.rs"]
    );
}

#[test]
fn an_empty_folder_is_filled() {
    let (_folder, out) = temporary();
    fs::create_dir(&out).unwrap();
    assert_eq!(write(&out, &version("a")).unwrap(), Outcome::Created);
    assert_whole(&out, &version("a"));
}

#[test]
fn stale_files_and_edits_by_hand_go_away() {
    let (_folder, out) = temporary();
    write(&out, &version("a")).unwrap();
    fs::write(out.join("src/lib.rs"), "edited").unwrap();
    assert_eq!(write(&out, &version("b")).unwrap(), Outcome::Replaced);
    assert_whole(&out, &version("b"));
    fs::remove_file(out.join("src/lib.rs")).unwrap();
    assert_eq!(write(&out, &version("b")).unwrap(), Outcome::Replaced);
    assert_whole(&out, &version("b"));
}

#[test]
fn unchanged_files_are_not_touched() {
    let (_folder, out) = temporary();
    write(&out, &version("a")).unwrap();
    let old = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
    for path in [out.join("src/lib.rs"), out.join(MANIFEST)] {
        fs::File::options().write(true).open(path).unwrap().set_modified(old).unwrap();
    }
    assert_eq!(write(&out, &version("a")).unwrap(), Outcome::Unchanged);
    for path in [out.join("src/lib.rs"), out.join(MANIFEST)] {
        assert_eq!(fs::metadata(path).unwrap().modified().unwrap(), old);
    }
}

#[test]
fn files_that_codegen_did_not_write_are_named_and_kept() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    for path in ["notes.txt", "src/models/mine.rs", "src/target"] {
        fs::write(out.join(path), "mine").unwrap();
        assert_refused(
            &out,
            &format!("`{}` contains files that codegen did not write:\n  {path}\n", out.display()),
        );
        assert_eq!(fs::read_to_string(out.join(path)).unwrap(), "mine");
        fs::remove_file(out.join(path)).unwrap();
        assert_whole(&out, &version("old"));
    }
}

#[test]
fn a_folder_that_codegen_never_wrote_is_refused() {
    let (_folder, out) = temporary();
    fs::create_dir_all(out.join("src")).unwrap();
    for number in 0..12 {
        fs::write(out.join(format!("src/{number:02}.rs")), "mine").unwrap();
    }
    assert_refused(&out, "  src/09.rs\n  and 2 more\n");
    assert_eq!(names(&out.join("src")).len(), 12);
    assert_alone(&out);
}

#[cfg(unix)]
#[test]
fn a_symbolic_link_in_place_of_a_file_is_refused() {
    let (folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    let elsewhere = folder.path().join("elsewhere.rs");
    fs::rename(out.join("src/lib.rs"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, out.join("src/lib.rs")).unwrap();
    assert_refused(&out, "  src/lib.rs\n");
    assert!(elsewhere.is_file());
}

#[test]
fn what_cargo_writes_survives() {
    let (_folder, out) = temporary();
    write(&out, &version("a")).unwrap();
    fs::write(out.join("Cargo.lock"), "locked").unwrap();
    fs::create_dir_all(out.join("target/debug")).unwrap();
    fs::write(out.join("target/debug/built"), "built").unwrap();
    assert_eq!(write(&out, &version("a")).unwrap(), Outcome::Unchanged);
    assert_eq!(write(&out, &version("b")).unwrap(), Outcome::Replaced);
    assert_whole(&out, &version("b"));
    assert_eq!(fs::read_to_string(out.join("Cargo.lock")).unwrap(), "locked");
    assert_eq!(fs::read_to_string(out.join("target/debug/built")).unwrap(), "built");
}

#[cfg(unix)]
#[test]
fn a_link_to_the_folder_stays_a_link() {
    let (folder, _) = temporary();
    let (real, link) = (folder.path().join("a/real"), folder.path().join("b/link"));
    write(&real, &version("a")).unwrap();
    fs::create_dir(folder.path().join("b")).unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    assert_eq!(write(&link, &version("b")).unwrap(), Outcome::Replaced);
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_whole(&real, &version("b"));
    assert_alone(&link);

    fs::remove_dir_all(&real).unwrap();
    assert_refused(&link, "is a symbolic link to a folder that does not exist");
}

#[test]
fn a_path_may_be_relative_and_end_in_a_slash() {
    let (folder, out) = temporary();
    let here = std::env::current_dir().unwrap();
    let up = "../".repeat(here.components().count() - 1);
    let relative = format!("{up}.{}/", out.display());
    for new in ["a", "b"] {
        write(Path::new(&relative), &version(new)).unwrap();
        assert_whole(&out, &version(new));
    }
    let dotted = folder.path().join("./out/../out/.");
    assert_eq!(write(&dotted, &version("c")).unwrap(), Outcome::Replaced);
    assert_whole(&out, &version("c"));
}

#[test]
fn a_file_is_no_folder() {
    let (_folder, out) = temporary();
    fs::write(&out, "mine").unwrap();
    assert_refused(&out, "is not a folder");
    assert_refused(&out.join("below"), "cannot find");
    assert_eq!(fs::read_to_string(&out).unwrap(), "mine");
}

#[cfg(target_os = "linux")]
#[test]
fn a_parent_that_takes_no_folders_is_named() {
    // Nobody can make folders there, not even the root user, who writes where permissions say no.
    assert_refused(Path::new("/proc/self/out"), "cannot write `/proc/self/out`: ");
    assert_refused(Path::new("/"), "`/` cannot be replaced by a new folder");
}

#[test]
fn paths_that_lead_out_of_the_folder_are_refused() {
    for path in [
        "",
        ".",
        "..",
        "../out.rs",
        "src/../../out.rs",
        "src/./lib.rs",
        "src//lib.rs",
        "src/",
        "/etc/passwd",
        "C:/x",
        "src\\lib.rs",
        "a\nb",
        MANIFEST,
        "target/x",
        "Cargo.lock",
    ] {
        let (folder, out) = temporary();
        let mut files = version("a");
        files.insert(path, "text");
        let error = write(&out, &files).unwrap_err();
        assert!(matches!(error, WriteError::BadPath(ref bad) if bad == path), "{path}: {error}");
        assert!(names(folder.path()).is_empty());
    }
}

#[test]
fn a_file_that_stands_alone_is_replaced_whole() {
    let (folder, path) = temporary();
    write_file(&path, "one").unwrap();
    write_file(&path, "two").unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "two");
    assert_eq!(names(folder.path()), ["out"]);
    assert!(write_file(&path.join("below"), "three").is_err());
}
