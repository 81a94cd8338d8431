//! Unions whose values need not be any of their members. In: the members. Out: an enum.

/// Makes a union of which a value may also be none of the members: one that no member holds whole is `Unknown`.
macro_rules! open_union {
    ( $(#[$meta:meta])* pub enum $($rest:tt)* ) => {
        $crate::runtime::members::members! { true, $(#[$meta])* pub enum $($rest)* }
    };
}

pub(crate) use open_union;
