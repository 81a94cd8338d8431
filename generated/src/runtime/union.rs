//! Unions whose values should match one of their members. In: the members. Out: an enum.

/// Makes a union: an enum with a variant for each member, and `Unknown` for other values.
macro_rules! union {
    ( $(#[$meta:meta])* pub enum $($rest:tt)* ) => {
        $crate::runtime::members::members! { false, $(#[$meta])* pub enum $($rest)* }
    };
}

pub(crate) use union;
