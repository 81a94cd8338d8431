//! Paginated results. In: a call of such an operation. Out: the pages or their items, one after the other, each page
//! requested on demand.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::vec;

use futures_core::Stream;
use reqwest::Url;

#[cfg(feature = "blocking")]
use super::blocking::{self, Blocking};
use super::call::{Call, decode};
use super::client::Async;
use super::error::{Error, Failure, Outcome, RequestError};
use super::execute::execute;
use super::link;
use super::operation::Operation;
use super::paging::{Course, Paginated};
use super::request::Request;
use super::time::BoxFuture;

type Page<O> = Result<<O as Operation>::Output, Error<<O as Operation>::Error>>;
type Item<O> = Result<<O as Paginated>::Item, Error<<O as Operation>::Error>>;
type Waiting = BoxFuture<'static, Outcome>;

/// The pages of a result: a stream, or an iterator for a blocking client. From [`Call::pages`].
///
/// It ends after the last page, or after an error.
#[must_use = "pages are asked for one by one: call `next`"]
pub struct Pages<M, O> {
    call: Call<M, O>,
    course: Course,
    /// The position of the last page that was requested.
    asked: Option<Url>,
    /// The page that is being requested.
    waiting: Option<Waiting>,
    state: State,
}

enum State {
    /// There is a next page.
    Open,
    /// There is a next page, but it cannot be requested, for this reason.
    Stuck(String),
    Ended,
}

/// The items of all pages: a stream, or an iterator for a blocking client. From [`Call::items`].
///
/// It ends after the last item of the last page, or after an error.
#[must_use = "items are asked for page by page: call `next`"]
pub struct Items<M, O: Paginated> {
    pages: Pages<M, O>,
    page: vec::IntoIter<O::Item>,
}

impl<M, O: Paginated> Call<M, O> {
    /// All pages of the result, starting with the page of this call.
    pub fn pages(self) -> Pages<M, O> {
        Pages {
            call: self,
            course: Course::default(),
            asked: None,
            waiting: None,
            state: State::Open,
        }
    }

    /// The items of all pages, starting with the page of this call.
    pub fn items(self) -> Items<M, O> {
        Items { pages: self.pages(), page: Vec::new().into_iter() }
    }
}

impl<O: Paginated> Pages<Async, O> {
    /// The next page; `None` after the last one.
    pub async fn next(&mut self) -> Option<Page<O>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<O: Paginated> Items<Async, O> {
    /// The next item; `None` after the last one.
    pub async fn next(&mut self) -> Option<Item<O>> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await
    }
}

impl<M, O: Paginated> Pages<M, O> {
    /// The request for the next page; `None` after the last one.
    fn request(&mut self) -> Option<Result<Request, Failure>> {
        match std::mem::replace(&mut self.state, State::Ended) {
            State::Open => {}
            State::Stuck(reason) => {
                return Some(Err(Failure::NotSent(RequestError::new(O::INFO.id, reason, None))));
            }
            State::Ended => return None,
        }
        let mut request = self.call.request.again();
        request.expect(&self.call.client.inner.retry);
        self.call.operation.request(&mut request);
        self.call.client.inner.locate(&mut request);
        link::follow(&self.call.client.inner, &mut request);
        self.course.apply(&mut request);
        self.asked = Some(request.url(&self.call.client.inner.base));
        Some(Ok(request))
    }

    /// Handles a page that arrived.
    fn page(&mut self, outcome: Outcome) -> Page<O> {
        let next = outcome.as_ref().ok().zip(self.asked.as_ref()).map(|(response, asked)| {
            self.course.advance(&O::PAGING, &self.call.client.inner, asked, response)
        });
        let page = decode::<O>(outcome)?.into_body();
        self.state = match next {
            Some(Ok(true)) => State::Open,
            Some(Err(reason)) => State::Stuck(reason),
            Some(Ok(false)) | None => State::Ended,
        };
        Ok(page)
    }
}

impl Request {
    /// A request with the caller's settings for this call, without the arguments. An error is passed on to it.
    fn again(&mut self) -> Self {
        let mut again = Self::new(self.info);
        again.overrides.clone_from(&self.overrides);
        again.settings = self.settings.clone();
        again.error = self.error.take();
        again
    }
}

/// Nothing in it is pinned except the boxed future.
impl<M, O> Unpin for Pages<M, O> {}

/// Nothing in it is pinned except the boxed future.
impl<M, O: Paginated> Unpin for Items<M, O> {}

impl<O: Paginated> Stream for Pages<Async, O> {
    type Item = Page<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Page<O>>> {
        let mut waiting = match self.waiting.take() {
            Some(waiting) => waiting,
            None => match self.request() {
                Some(Ok(request)) => execute(self.call.client.inner.clone(), request),
                Some(Err(failure)) => return Poll::Ready(Some(Err(failure.into()))),
                None => return Poll::Ready(None),
            },
        };
        match waiting.as_mut().poll(context) {
            Poll::Ready(outcome) => Poll::Ready(Some(self.page(outcome))),
            Poll::Pending => {
                self.waiting = Some(waiting);
                Poll::Pending
            }
        }
    }
}

impl<O: Paginated> Stream for Items<Async, O> {
    type Item = Item<O>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Item<O>>> {
        loop {
            if let Some(item) = self.page.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            match ready!(Pin::new(&mut self.pages).poll_next(context)) {
                Some(Ok(page)) => self.page = O::items(page).into_iter(),
                Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                None => return Poll::Ready(None),
            }
        }
    }
}

#[cfg(feature = "blocking")]
impl<O: Paginated> Iterator for Pages<Blocking, O> {
    type Item = Page<O>;

    fn next(&mut self) -> Option<Page<O>> {
        match self.request()? {
            Ok(request) => {
                let client = &self.call.client;
                let outcome = blocking::wait(&client.mode, client.inner.clone(), request);
                Some(self.page(outcome))
            }
            Err(failure) => Some(Err(failure.into())),
        }
    }
}

#[cfg(feature = "blocking")]
impl<O: Paginated> Iterator for Items<Blocking, O> {
    type Item = Item<O>;

    fn next(&mut self) -> Option<Item<O>> {
        loop {
            if let Some(item) = self.page.next() {
                return Some(Ok(item));
            }
            match self.pages.next()? {
                Ok(page) => self.page = O::items(page).into_iter(),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// The arguments are omitted: they may contain secrets.
impl<M, O: Operation> fmt::Debug for Pages<M, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}

/// The arguments are omitted: they may contain secrets.
impl<M, O: Paginated> fmt::Debug for Items<M, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Items").field("operation", &O::INFO.id).finish_non_exhaustive()
    }
}
