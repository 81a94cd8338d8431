//! Room for recursion: descriptions nest as deep as the limits of each stage allow, and threads of libraries and tests
//! have little stack.

/// Where less stack than this is left, more is taken.
const RED_ZONE: usize = 256 << 10;

/// How much more.
const MORE: usize = 4 << 20;

/// What `work` gives, with at least enough stack for one more level.
pub(crate) fn with_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::maybe_grow(RED_ZONE, MORE, work)
}

/// How much syntax of Rust takes that nests as deep as types do, no level of which can ask for more.
const MUCH: usize = 64 << 20;

/// What `work` gives that goes through syntax of Rust.
pub(crate) fn with_much_room<T>(work: impl FnOnce() -> T) -> T {
    stacker::grow(MUCH, work)
}
