//! What holds calls back before they are sent. In: the attempts of all calls of a client. Out: leave to go on, one by
//! one and in the order in which they came.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use super::time::Timer;

/// Leave for one attempt; none is needed where their number has no limit.
pub(super) type Permit<'a> = Option<SemaphorePermit<'a>>;

/// How many attempts may be under way at once, and until when there is to be none.
pub(super) struct Gate {
    permits: Option<Semaphore>,
    /// The moment until which a limit of the server's holds; none where clients do not wait for each other's.
    closed_until: Option<Mutex<Duration>>,
}

impl Gate {
    pub(super) fn new(max_concurrency: Option<usize>, shares_rate_limit: bool) -> Self {
        let permits =
            max_concurrency.map(|number| Semaphore::new(number.clamp(1, Semaphore::MAX_PERMITS)));
        Self { permits, closed_until: shares_rate_limit.then(Mutex::default) }
    }

    /// Waits for leave; what it gives is held for as long as the attempt goes on.
    pub(super) async fn enter(&self, timer: &dyn Timer) -> Permit<'_> {
        // It is closed again for those that wait when another attempt meets the limit first.
        while let Some(time) = self.closed_for(timer) {
            timer.sleep(time).await;
        }
        match &self.permits {
            // An error says that the semaphore is closed, which nobody does.
            Some(permits) => permits.acquire().await.ok(),
            None => None,
        }
    }

    fn closed_for(&self, timer: &dyn Timer) -> Option<Duration> {
        let until = *self.closed_until.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        until.checked_sub(timer.elapsed()).filter(|time| !time.is_zero())
    }

    /// Closes for this time, for a server that asked for it.
    pub(super) fn close(&self, time: Duration, timer: &dyn Timer) {
        if let Some(closed_until) = &self.closed_until {
            let mut until = closed_until.lock().unwrap_or_else(PoisonError::into_inner);
            *until = (*until).max(timer.elapsed().saturating_add(time));
        }
    }
}
