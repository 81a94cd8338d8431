//! How far schemas are compared: neither deeper than a few steps, nor for longer than takes time linear in the description.

use std::cell::Cell;

/// So many pairs of schemas are compared for a union.
const MOST_PAIRS: usize = 4096;

/// How deep within two schemas the comparison is, whether what only one of them describes is compared, and how many more
/// pairs may be compared.
#[derive(Clone, Copy)]
pub(super) struct Depth<'c> {
    depth: usize,
    alone: bool,
    left: &'c Cell<usize>,
}

/// The pairs that may be compared for a union.
pub(super) fn pairs() -> Cell<usize> {
    Cell::new(MOST_PAIRS)
}

impl<'c> Depth<'c> {
    pub(super) fn top(left: &'c Cell<usize>) -> Self {
        Self { depth: 0, alone: true, left }
    }

    /// The same, of what both describe.
    pub(super) fn shared(self) -> Self {
        Self { alone: false, ..self }
    }

    /// Whether what only one of them describes is compared.
    pub(super) fn is_alone(self) -> bool {
        self.alone
    }

    /// The depth of a part.
    pub(super) fn below(self) -> Self {
        Self { depth: self.depth + 1, ..self }
    }

    pub(super) fn is_top(self) -> bool {
        self.depth == 0
    }

    /// Counts a pair; true if it is too deep, or one too many.
    pub(super) fn is_too_far(self, deepest: usize) -> bool {
        let left = self.left.get();
        self.left.set(left.saturating_sub(1));
        left == 0 || self.depth > deepest
    }
}
