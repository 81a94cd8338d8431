//! Writes that fail, that are killed, and that meet others: the folder is always one version or another, whole.

use std::io;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use super::*;

/// Asks `child_process` for work: what, how many steps, and where.
const WORK: &str = "CODEGEN_TEST_WORK";

/// Not a test of its own: the process that other tests start and kill. Run by the harness, it has nothing to do.
#[test]
fn child_process() {
    let Ok(work) = std::env::var(WORK) else { return };
    let (kind, rest) = work.split_once(' ').unwrap();
    let (number, dir) = rest.split_once(' ').unwrap();
    let (number, dir): (usize, &Path) = (number.parse().unwrap(), Path::new(dir));
    match kind {
        "die" => {
            let steps = AtomicUsize::new(0);
            let outcome = write_by_steps(dir, &version("new"), &|| {
                if steps.fetch_add(1, Ordering::Relaxed) >= number {
                    std::process::abort();
                }
                Ok(())
            });
            outcome.unwrap();
        }
        "repeat" => loop {
            write(dir, &version("old")).unwrap();
            write(dir, &version("new")).unwrap();
        },
        "large" => {
            let mut files = version("new");
            files.insert("src/zzz.rs", "x".repeat(number));
            let error = write(dir, &files).unwrap_err();
            assert!(matches!(error, WriteError::Io { .. }), "{error}");
        }
        other => panic!("{other}"),
    }
}

fn child(work: &str, number: usize, dir: &Path) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["disk::write::tests::faults::child_process", "--exact"]);
    command.env(WORK, format!("{work} {number} {}", dir.display()));
    command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
    command
}

/// Panics unless `dir` holds one of the versions, whole; gives it.
#[track_caller]
fn whole_version(dir: &Path) -> &'static str {
    let folder = Folder::read(dir).unwrap();
    folder.refuse_foreign(dir).unwrap();
    ["old", "new"].into_iter().find(|name| folder.files == wanted(&version(name)).unwrap()).unwrap()
}

#[test]
fn a_failure_at_any_step_leaves_the_old_crate_and_nothing_else() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    fs::write(out.join("Cargo.lock"), "locked").unwrap();
    for steps in 0.. {
        let taken = AtomicUsize::new(0);
        let outcome = write_by_steps(&out, &version("new"), &|| {
            let is_full = taken.fetch_add(1, Ordering::Relaxed) >= steps;
            if is_full { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
        });
        assert_eq!(fs::read_to_string(out.join("Cargo.lock")).unwrap(), "locked");
        if outcome.is_ok() {
            // Each file is a step, and so is Cargo.lock; then there are the first step and the last.
            assert_eq!(steps, 7 + 2);
            return assert_whole(&out, &version("new"));
        }
        assert_whole(&out, &version("old"));
    }
}

#[test]
fn a_death_at_any_step_leaves_one_whole_crate() {
    for first in [true, false] {
        let (folder, out) = temporary();
        for steps in 0.. {
            if !first {
                write(&out, &version("old")).unwrap();
            }
            let lived = child("die", steps, &out).status().unwrap().success();
            if lived {
                assert_whole(&out, &version("new"));
                break;
            }
            if first {
                assert!(!out.exists());
            } else {
                assert_eq!(whole_version(&out), "old");
            }
            let leftovers = names(folder.path()).len() - usize::from(!first);
            assert_eq!(leftovers, usize::from(steps > 0));
        }
    }
}

#[test]
fn kills_at_any_time_leave_one_whole_crate() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    for delay in 0..25 {
        let mut process = child("repeat", 0, &out).spawn().unwrap();
        wait_for_change(&mut process, &out);
        thread::sleep(Duration::from_micros(delay * 700));
        process.kill().unwrap();
        process.wait().unwrap();
        whole_version(&out);
    }
    write(&out, &version("last")).unwrap();
    assert_whole(&out, &version("last"));
}

/// Waits until the process has replaced the folder at least once, so that the kill meets it at work.
fn wait_for_change(process: &mut Child, out: &Path) {
    let modified = || fs::metadata(out).and_then(|metadata| metadata.modified()).ok();
    let (start, before) = (Instant::now(), modified());
    while modified() == before {
        assert!(process.try_wait().unwrap().is_none(), "the process ended by itself");
        assert!(start.elapsed() < Duration::from_secs(20), "the process did nothing");
        thread::sleep(Duration::from_micros(200));
    }
}

/// A limit on the size of files fails a write in its middle, as a full disk does.
#[cfg(unix)]
#[test]
fn a_disk_that_takes_no_more_leaves_the_old_crate() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    let large = child("large", 1_000_000, &out);
    let mut limited = Command::new("sh");
    limited.args(["-c", "trap '' XFSZ; ulimit -f 8; exec \"$0\" \"$@\""]);
    limited.arg(large.get_program()).args(large.get_args());
    limited.envs(large.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let output = limited.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    assert_whole(&out, &version("old"));
    // Without the limit the write succeeds, which the child calls a failure.
    assert!(!child("large", 1_000_000, &out).status().unwrap().success());
}

#[test]
fn runs_at_the_same_time_do_not_meet() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    thread::scope(|scope| {
        for name in ["old", "new", "old", "new"] {
            let out = &out;
            scope.spawn(move || (0..8).for_each(|_| assert!(write(out, &version(name)).is_ok())));
        }
    });
    let last = whole_version(&out);
    assert_whole(&out, &version(last));
}

#[test]
fn what_a_killed_run_left_is_cleared_and_cargos_folder_rescued() {
    let (_folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    let place = Place::resolve(&out).unwrap();
    // Killed while it removed the folder that had been replaced.
    let left = place.beside(Beside::New, 3);
    fs::create_dir_all(left.join("target/debug")).unwrap();
    fs::create_dir_all(left.join("src")).unwrap();
    fs::write(left.join("src/lib.rs"), "half").unwrap();
    place::mark(&left).unwrap();
    assert_eq!(write(&out, &version("old")).unwrap(), Outcome::Unchanged);
    assert!(out.join("target/debug").is_dir());
    assert_whole(&out, &version("old"));
}

#[test]
fn folders_of_others_beside_it_stay() {
    let (folder, out) = temporary();
    let others = [".out.codegen-new-mine", ".out.codegen-newer", ".other.codegen-new-1-0", ".out"];
    for other in others {
        fs::create_dir(folder.path().join(other)).unwrap();
    }
    // It has the name of a leftover, and something that codegen did not write.
    let mine = folder.path().join(".out.codegen-new-1-0");
    fs::create_dir(&mine).unwrap();
    fs::write(mine.join("notes.txt"), "mine").unwrap();
    write(&out, &version("a")).unwrap();
    write(&out, &version("b")).unwrap();
    assert_eq!(names(folder.path()).len(), others.len() + 2);
    assert!(mine.join("notes.txt").exists());
}

#[test]
fn where_folders_cannot_be_exchanged_two_renames_do() {
    let (folder, out) = temporary();
    write(&out, &version("old")).unwrap();
    let other = folder.path().join("other");
    write(&other, &version("new")).unwrap();
    let place = Place::resolve(&out).unwrap();
    stage::exchange_by_renames(&place, &other).unwrap();
    assert_eq!((whole_version(&out), whole_version(&other)), ("new", "old"));
    assert!(stage::exchange_by_renames(&place, &folder.path().join("nowhere")).is_err());
    assert_eq!(whole_version(&out), "new");

    // Killed between the two: the next run brings the crate back, also where it writes nothing.
    fs::remove_dir_all(&other).unwrap();
    fs::rename(&out, place.beside(Beside::Old, 0)).unwrap();
    assert_eq!(write(&out, &version("new")).unwrap(), Outcome::Unchanged);
    assert_whole(&out, &version("new"));
}
