//! Stack for recursion: descriptions nest as deeply as the limits of each stage allow, and threads of libraries and
//! tests have small stacks.

/// If less stack than this is left, more is allocated.
const RED_ZONE: usize = 256 << 10;

/// How much is allocated.
const MORE: usize = 4 << 20;

/// The result of `work`, with at least enough stack for one more level.
pub(crate) fn with_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, MORE, work)
}

/// The stack for Rust syntax that nests as deeply as types do, and cannot ask for more at each level.
const MUCH: usize = 64 << 20;

/// The result of `work` that traverses Rust syntax.
pub(crate) fn with_much_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::grow(MUCH, work)
}
