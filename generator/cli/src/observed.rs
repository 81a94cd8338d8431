//! A source that notes what a run does. In: a source. Out: the same files; when each stage began, and what was read.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fs;
use std::time::{Duration, Instant, SystemTime};

use clientsmith::{ReadSource, Stage};

/// When a file was changed; `None` if it does not exist.
pub(crate) type Change = Option<SystemTime>;

/// The source with notes.
pub(crate) struct Observed {
    source: Box<dyn ReadSource>,
    stages: RefCell<Vec<(Stage, Instant)>>,
    /// The files that were read, each with its last change before that.
    files: RefCell<BTreeMap<String, Change>>,
}

impl Observed {
    pub(crate) fn new(source: Box<dyn ReadSource>) -> Self {
        Self { source, stages: RefCell::default(), files: RefCell::default() }
    }

    /// How long each stage took, in order. The last one ends now.
    pub(crate) fn times(&self) -> Vec<(Stage, Duration)> {
        let stages = self.stages.borrow();
        let ends = stages.iter().skip(1).map(|(_, start)| *start).chain([Instant::now()]);
        stages.iter().zip(ends).map(|((stage, start), end)| (*stage, end - *start)).collect()
    }

    /// The number of files that were read.
    pub(crate) fn count(&self) -> usize {
        self.files.borrow().len()
    }

    /// The files, which may have changed since then.
    pub(crate) fn into_files(self) -> BTreeMap<String, Change> {
        self.files.into_inner()
    }
}

impl ReadSource for Observed {
    fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let change = changed(path);
        // The first time counts: a later change may come between two reads.
        self.files.borrow_mut().entry(path.to_owned()).or_insert(change);
        self.source.read(path)
    }

    fn read_remote(&self, url: &str) -> Result<Vec<u8>, String> {
        self.source.read_remote(url)
    }

    fn begin(&self, stage: Stage) {
        self.stages.borrow_mut().push((stage, Instant::now()));
    }
}

/// When the file was changed.
pub(crate) fn changed(path: &str) -> Change {
    fs::metadata(path).and_then(|metadata| metadata.modified()).ok()
}
