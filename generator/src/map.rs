//! The names of things in the emitted crate, for tools.
