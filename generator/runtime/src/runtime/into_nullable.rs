//! Nullable values as arguments. In: a value, an `Option` of one, or a `Nullable`. Out: a `Nullable` of the type that is
//! sent.

use super::nullable::Nullable;

/// A value that converts to `T`, an `Option` of one, or a [`Nullable`]: `None` is not given, [`Nullable::Null`] clears.
///
/// For a `String` that is `"a"`, `Some("a")`, a `String`, an `Option<String>`, `Nullable::Null` or the like. `K` is
/// inferred, and of no interest: it tells these apart. A literal `None` needs a type, such as `None::<&str>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a value for a `{T}` nor an `Option` or a `Nullable` of one",
    label = "not a `{T}`",
    note = "pass a `{T}`, what converts into it by `Into`, an `Option` of either, or `Nullable::Null` to clear the field"
)]
pub trait IntoNullable<T, K> {
    /// The value, if one is given.
    fn into_nullable(self) -> Nullable<T>;
}

impl<T, V: Into<T>> IntoNullable<T, ()> for V {
    fn into_nullable(self) -> Nullable<T> {
        Nullable::Value(self.into())
    }
}

impl<T, V: Into<T>> IntoNullable<T, Option<()>> for Option<V> {
    fn into_nullable(self) -> Nullable<T> {
        self.map(V::into).into()
    }
}

impl<T> IntoNullable<T, Nullable<()>> for Nullable<T> {
    fn into_nullable(self) -> Self {
        self
    }
}
