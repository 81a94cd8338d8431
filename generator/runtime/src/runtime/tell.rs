//! Who learns of corrections. In: what was corrected in a response. Out: an event for each, and calls of the observer.

use super::corrected::Reader;
use super::reading::Correction;

/// Tells of the corrections in a response.
pub(super) fn tell(reader: &Reader, operation: &'static str, corrections: &[Correction]) {
    for correction in corrections {
        #[cfg(feature = "tracing")]
        super::trace::corrected(operation, correction);
        if let Some(observer) = &reader.observer {
            observer(operation, correction);
        }
    }
}
