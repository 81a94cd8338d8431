//! Time. In: waits and timeouts. Out: futures that complete in time, by the system clock or the caller's own.

use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::Poll;
use std::time::{Duration, SystemTime};

/// A boxed future. It is `Send`, on platforms with threads.
#[cfg(not(target_arch = "wasm32"))]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A boxed future. In a browser futures stay on their thread.
#[cfg(target_arch = "wasm32")]
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// Any error of the caller's own code.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// `Send` and `Sync`, on platforms with threads.
#[cfg(not(target_arch = "wasm32"))]
pub trait MaybeSend: Send {}
#[cfg(not(target_arch = "wasm32"))]
impl<T: Send> MaybeSend for T {}

/// `Send` and `Sync`, on platforms with threads; a browser has none.
#[cfg(target_arch = "wasm32")]
pub trait MaybeSend {}
#[cfg(target_arch = "wasm32")]
impl<T> MaybeSend for T {}

/// The source of time for a client. By default it is the system clock with the timers of tokio, or those of the
/// browser; a test can set one whose waits take no time.
pub trait Timer: Send + Sync + 'static {
    /// The time since a fixed moment. It is monotonic.
    fn elapsed(&self) -> Duration;

    /// The current date, to compare with dates from the server.
    fn date(&self) -> SystemTime;

    /// Completes after this time.
    fn sleep(&self, time: Duration) -> BoxFuture<'static, ()>;
}

/// The system clock and its timers.
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

/// The output of the future, or `None` if the timeout expires first.
///
/// The future is pinned by the caller: an async function stores an argument twice, as such and where it awaits it.
/// Nested futures would double in size each time, and all of that is copied when a call begins.
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
