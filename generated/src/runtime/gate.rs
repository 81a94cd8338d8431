//! Limits that delay attempts. In: the attempts of all calls of a client. Out: permits, one by one and in the order in
//! which they were requested.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::time::Timer;

/// A permit for one attempt; `None` if their number has no limit.
pub(super) type Permit<'a> = Option<SemaphorePermit<'a>>;

/// How many attempts may be in flight, and until when none may start.
pub(super) struct Gate {
    permits: Option<Semaphore>,
    /// When the server's rate limit ends; `None` if clients do not share it.
    closed_until: Option<Mutex<Duration>>,
}

impl Gate {
    pub(super) fn new(max_concurrency: Option<usize>, shares_rate_limit: bool) -> Self {
        let permits =
            max_concurrency.map(|number| Semaphore::new(number.clamp(1, Semaphore::MAX_PERMITS)));
        Self { permits, closed_until: shares_rate_limit.then(Mutex::default) }
    }

    /// Waits for a permit, which is held for as long as the attempt runs.
    pub(super) async fn enter(&self, timer: &dyn Timer) -> Permit<'_> {
        // Another attempt may meet the rate limit while this one waits.
        while let Some(time) = self.closed_for(timer) {
            timer.sleep(time).await;
        }
        match &self.permits {
            // An error means that the semaphore is closed, which never happens.
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        }
    }

    fn closed_for(&self, timer: &dyn Timer) -> Option<Duration> {
        let until = *self.closed_until.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        until.checked_sub(timer.elapsed()).filter(|time| !time.is_zero())
    }

    /// Closes for this time, as the server asked.
    pub(super) fn close(&self, time: Duration, timer: &dyn Timer) {
        if let Some(closed_until) = &self.closed_until {
            let mut until = closed_until.lock().unwrap_or_else(PoisonError::into_inner);
            *until = (*until).max(timer.elapsed().saturating_add(time));
        }
    }
}
