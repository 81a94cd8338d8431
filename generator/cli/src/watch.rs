//! Waiting for changes. In: files, each with its last change. Out: nothing, when one of them has another one.

use std::collections::BTreeMap;
use std::thread;
use std::time::Duration;

use crate::observed::{Change, changed};

/// How often the files are looked at.
const INTERVAL: Duration = Duration::from_millis(200);

/// Waits until a file has changed, and then until nothing changes any more: editors write in several steps.
pub(crate) fn wait(files: &BTreeMap<String, Change>) {
    while now(files) == *files {
        thread::sleep(INTERVAL);
    }
    let mut before = now(files);
    loop {
        thread::sleep(INTERVAL / 4);
        let after = now(files);
        if after == before {
            return;
        }
        before = after;
    }
}

fn now(files: &BTreeMap<String, Change>) -> BTreeMap<String, Change> {
    files.keys().map(|path| (path.clone(), changed(path))).collect()
}
