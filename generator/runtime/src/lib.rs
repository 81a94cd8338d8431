//! The support code of generated clients. In: nothing. Out: its source text, file by file ([`sources`]), for the
//! generator to copy; and, with the feature `client`, the same code compiled (`runtime`), so that it is linted and
//! tested on its own.

#[cfg(feature = "client")]
pub mod runtime;
pub mod sources;
