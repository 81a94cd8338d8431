//! Time. In: waits and limits. Out: futures that end in time, by the clock of the machine or one that the caller brings.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// A future on the heap. It can go to another thread, where there are threads.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A future on the heap. In a browser futures stay on their thread.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Any error, of the caller's own code.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// Whatever can go to another thread, where there are threads.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send> MaybeSend for T {}

/// Whatever can go to another thread, where there are threads; a browser has none.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T> MaybeSend for T {}

/// Where a client takes the time from. The client that is built without one uses the clock of the machine and the
/// timers of tokio, or those of the browser; a test brings one whose waits take no time.
pub trait Timer: Send + Sync + 'static {
    /// How long ago a fixed moment was. It never goes back.
    fn elapsed(&self) -> Duration;

    /// The date, which dates of the server are compared with.
    fn date(&self) -> SystemTime;

    /// Ends after this time.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;
}

/// The clock and the timers of the machine.
#[cfg(not(target_arch = "wasm32"))]
pub(super) fn system() -> Box<dyn Timer> {
    struct System(std::time::Instant);

    impl Timer for System {
        fn elapsed(&self) -> Duration {
            self.0.elapsed()
        }

        fn date(&self) -> SystemTime {
            SystemTime::now()
        }

        fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
            Box::pin(tokio::time::sleep(time))
        }
    }

    Box::new(System(std::time::Instant::now()))
}

/// The clock and the timers of the browser; the standard library has none there.
#[cfg(target_arch = "wasm32")]
pub(super) fn system() -> Box<dyn Timer> {
    struct Browser;

    impl Timer for Browser {
        fn elapsed(&self) -> Duration {
            Duration::from_secs_f64(js_sys::Date::now() / 1000.0)
        }

        fn date(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH + self.elapsed()
        }

        fn sleep(&self, time: Duration) -> BoxFuture<'static, ()> {
            Box::pin(gloo_timers::future::sleep(time))
        }
    }

    Box::new(Browser)
}

/// What the future gives, or `None` if the limit ends before it does.
///
/// The future comes pinned: an async function holds an argument twice, as such and where it awaits it. Futures in
/// futures would double each time, and all of that is copied when a call begins.
pub(super) async fn within<T>(
    limit: &mut Option<BoxFuture<'static, ()>>,
    mut future: Pin<&mut impl Future<Output = T>>,
) -> Option<T> {
    poll_fn(|context| match (future.as_mut().poll(context), &mut *limit) {
        (Poll::Ready(value), _) => Poll::Ready(Some(value)),
        (Poll::Pending, Some(limit)) => limit.as_mut().poll(context).map(|()| None),
        (Poll::Pending, None) => Poll::Pending,
    })
    .await
}
