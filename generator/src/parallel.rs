//! Work on many files at once. In: jobs that do not depend on each other. Out: their results, in the order of the jobs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Printing recurses as deeply as types nest, which may exceed an ordinary thread's stack.
const STACK: usize = 64 << 20;

/// More threads than this would only wait for each other.
const MOST_THREADS: usize = 8;

/// How many jobs are worked on at a time.
pub(crate) fn threads() -> usize {
    thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}

/// The results of `work` for the jobs; `None` for a job whose thread ended early.
///
/// For fewer than `per_thread` jobs, another thread takes longer to start than it saves.
pub(crate) fn map<J: Sync, R: Send>(
    jobs: &[J],
    per_thread: usize,
    work: impl Fn(&J) -> R + Sync,
) -> Vec<Option<R>> {
    let next = AtomicUsize::new(0);
    let worker = || {
        let mut done: Vec<(usize, R)> = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(job) = jobs.get(index) else { return done };
            done.push((index, work(job)));
        }
    };
    // What it costs to ask for is more than a few jobs take.
    let threads = match jobs.len().div_ceil(per_thread) {
        few @ (0 | 1) => few,
        most => threads().min(most),
    };
    let done = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads)
            .filter_map(|_| {
                thread::Builder::new().stack_size(STACK).spawn_scoped(scope, worker).ok()
            })
            .collect();
        // Where no thread can be had, the work is done here.
        let mut done = if handles.is_empty() { worker() } else { Vec::new() };
        done.extend(handles.into_iter().filter_map(|handle| handle.join().ok()).flatten());
        done
    });
    let mut results: Vec<Option<R>> = jobs.iter().map(|_| None).collect();
    for (index, result) in done {
        if let Some(slot) = results.get_mut(index) {
            *slot = Some(result);
        }
    }
    results
}
