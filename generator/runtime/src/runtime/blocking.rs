//! Calls without async code. In: the same builder and calls. Out: results, after blocking the calling thread.

use std::sync::{Arc, mpsc};

use tokio::runtime::Runtime;

use super::builder::{BuildError, Builder};
use super::call::{Call, CallWithResponse, decode};
use super::client::{Client, Inner};
use super::corrected::Decoded;
use super::error::{Error, Failure, Outcome};
use super::execute::execute;
use super::operation::Operation;
use super::request::Request;
use super::time::BoxFuture;
use super::transport_error::TransportError;

/// Calls block the calling thread, while a thread of the client's own does the work. This also works inside async code,
/// where it blocks the current thread.
#[derive(Debug, Clone)]
pub struct Blocking {
    worker: Arc<Worker>,
}

#[derive(Debug)]
struct Worker(Option<Runtime>);

impl Drop for Worker {
    fn drop(&mut self) {
        // A plain drop blocks, and panics inside async code.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Blocking {
    /// The thread that does the work.
    pub(super) fn runtime(&self) -> Option<&Runtime> {
        self.worker.0.as_ref()
    }
}

impl Builder<Blocking> {
    /// Checks the settings and builds the client.
    pub fn build(self) -> Result<Client<Blocking>, BuildError> {
        let inner = self.into_settings().finish()?;
        let runtime =
            tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
        let runtime = runtime
            .map_err(|source| BuildError::caused("failed to start the client's thread", source))?;
        Ok(Client::new(inner, Blocking { worker: Arc::new(Worker(Some(runtime))) }))
    }
}

impl<O: Operation> Call<Blocking, O> {
    /// Sends the request and waits for the response.
    pub fn send(self) -> Result<O::Output, Error<O::Error>> {
        self.with_response().send().map(Decoded::into_body)
    }
}

impl<O: Operation> CallWithResponse<Blocking, O> {
    /// Sends the request and waits for the response.
    pub fn send(self) -> Result<Decoded<O::Output>, Error<O::Error>> {
        let (mode, inner, request) = self.0.into_parts();
        decode::<O>(wait(&mode, inner, request))
    }
}

/// Sends the request and waits for the response.
pub(super) fn wait(mode: &Blocking, inner: Arc<Inner>, request: Request) -> Outcome {
    let operation = request.info.id;
    let lost = || Err(Failure::Transport(TransportError::ended(operation, false, true)));
    run(mode, execute(inner, request)).unwrap_or_else(lost)
}

/// Does the work and waits for its end; `None` if the client's thread is gone.
pub(super) fn run<T: Send + 'static>(mode: &Blocking, work: BoxFuture<'static, T>) -> Option<T> {
    let (sender, receiver) = mpsc::sync_channel(1);
    mode.runtime()?.spawn(async move { sender.send(work.await) });
    receiver.recv().ok()
}
