//! Unions whose values need not match any member. In: the members. Out: an enum.

/// Makes a union that also accepts other values: one that no member keeps completely is `Unknown`.
macro_rules! open_union {
    ( $(#[$meta:meta])* pub enum $($rest:tt)* ) => {
        $crate::runtime::members::members! { true, $(#[$meta])* pub enum $($rest)* }
    };
}

pub(crate) use open_union;
