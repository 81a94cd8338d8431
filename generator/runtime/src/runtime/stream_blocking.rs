//! Streams without async code. In: a stream of a blocking client. Out: an iterator, and a reader of bytes.

use std::io;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use super::blocking::Blocking;
use super::call::Call;
use super::error::Error;
use super::stream::{Chunks, Frames, StreamError, Streamed, Streaming, is_streamed, open, opened};

impl<O: Streamed> Call<Blocking, O> {
    /// Sends the request, and returns the response as soon as its head arrives. The body of an error is read
    /// completely.
    pub fn into_stream(self) -> Result<Streaming<Blocking, O::Frames>, Error<O::Error>> {
        let (mode, inner, request) = self.into_stream_parts();
        let mut opening = pin!(open(inner, request, is_streamed::<O>));
        let result = wait(&mode, |context| opening.as_mut().poll(context));
        opened::<Blocking, O>(mode, result)
    }
}

impl<F: Frames> Iterator for Streaming<Blocking, F> {
    type Item = Result<F::Item, StreamError>;

    fn next(&mut self) -> Option<Self::Item> {
        let mode = self.mode.clone();
        wait(&mode, |context| self.poll_item(context))
    }
}

impl io::Read for Streaming<Blocking, Chunks> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(mut chunk) = self.next().transpose()? else { return Ok(0) };
        let length = chunk.len().min(buffer.len());
        let part = chunk.split_to(length);
        for (place, byte) in buffer.iter_mut().zip(part) {
            *place = byte;
        }
        if !chunk.is_empty() {
            self.frames.0.push_front(chunk);
        }
        Ok(length)
    }
}

/// Blocks the calling thread, while the client's own thread moves the bytes.
fn wait<T>(mode: &Blocking, mut poll: impl FnMut(&mut Context<'_>) -> Poll<T>) -> T {
    struct Unpark(Thread);

    impl Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }

    // Timers need the context of the runtime.
    let _entered = mode.runtime().map(tokio::runtime::Runtime::enter);
    let waker = Waker::from(Arc::new(Unpark(thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match poll(&mut context) {
            Poll::Ready(value) => return value,
            Poll::Pending => thread::park(),
        }
    }
}
