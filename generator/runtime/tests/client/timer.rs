//! A clock that goes only when somebody waits, so that waiting takes no time. In: waits. Out: what they were.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use crate::runtime::{BoxFuture, Timer};

/// Sunday, 6 November 1994, 08:49:37 GMT: the date of the examples in RFC 9110.
pub(crate) const START: u64 = 784_111_777;

#[derive(Clone, Default)]
pub(crate) struct TestTimer(Arc<Mutex<Vec<Duration>>>);

impl TestTimer {
    /// How long each wait was.
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0.lock().unwrap().clone()
    }

    /// Lets time pass.
    pub(crate) fn pass(&self, time: Duration) {
        self.0.lock().unwrap().push(time);
    }
}

impl Timer for TestTimer {
    fn elapsed(&self) -> Duration {
        self.waits().iter().sum()
    }

    fn date(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(START) + self.elapsed()
    }

    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
        self.pass(time);
        Box::pin(std::future::ready(()))
    }
}
