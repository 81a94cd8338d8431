//! The bound of what is made of a description: parts of schemas that share parts can be merged into far more than was
//! written.

use crate::diagnostic::{Code, Diagnostic, Span};

/// What every description may take; real ones take a quarter of it.
const LEAST: usize = 100_000;

/// What each byte of a description adds; real ones take less than a half.
const EACH_BYTE: usize = 2;

/// What may still be spent, in keywords, properties and members that are merged.
#[derive(Debug)]
pub(in crate::lower) struct Budget {
    left: usize,
    /// Where it was exhausted.
    exhausted: Option<Span>,
}

impl Budget {
    /// The budget of a description of that length.
    pub(super) fn of(bytes: usize) -> Self {
        Self { left: bytes.saturating_mul(EACH_BYTE).saturating_add(LEAST), exhausted: None }
    }

    /// Spends that much at a place; false if there was not enough, after which there is nothing left.
    pub(in crate::lower) fn spend(&mut self, much: usize, span: Span) -> bool {
        match self.left.checked_sub(much) {
            Some(left) => self.left = left,
            None => {
                self.left = 0;
                self.exhausted.get_or_insert(span);
            }
        }
        self.exhausted.is_none()
    }

    /// The error that the budget was exhausted.
    pub(in crate::lower) fn error(&self) -> Option<Diagnostic> {
        let message = "the parts of `allOf`, `oneOf` and `anyOf` expand the description to many times its size";
        self.exhausted.map(|span| {
            Diagnostic::error(Code::TooDeep, span, message).help(
                "share fewer parts between the parts of others, or refer to them by properties",
            )
        })
    }
}
