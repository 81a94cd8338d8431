//! A documented error of any operation. In: the error of one. Out: the same, without its type.

use std::any::Any;
use std::error::Error;
use std::fmt;

/// A documented error of any operation, for functions that call several: `Result<T, Error>` is that of all of them, and
/// `?` converts into it.
pub struct AnyError(Box<dyn Documented>);

impl AnyError {
    pub(super) fn new<E: Error + Send + Sync + 'static>(error: E) -> Self {
        Self(Box::new(error))
    }

    /// The error as the one of an operation, if it is of that one.
    pub fn downcast_ref<E: 'static>(&self) -> Option<&E> {
        (*self.0).as_any().downcast_ref()
    }
}

impl fmt::Debug for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl fmt::Display for AnyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Error for AnyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.0.source()
    }
}

/// What is known of it.
trait Documented: Error + Send + Sync {
    fn as_any(&self) -> &dyn Any;
}

impl<E: Error + Send + Sync + 'static> Documented for E {
    fn as_any(&self) -> &dyn Any {
        self
    }
}
