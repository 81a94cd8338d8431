//! Optional values as arguments. In: a value, or an `Option` of one. Out: an `Option` of the type that is sent.

/// A value that converts to `T`, or an `Option` of one: `None` is not given.
///
/// For a `String` that is `"a"`, `Some("a")`, a `String`, an `Option<String>` or the like. `K` is inferred, and of no
/// interest: it tells these apart. A literal `None` needs a type, such as `None::<&str>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a value for a `{T}` nor an `Option` of one",
    label = "not a `{T}`",
    note = "pass a `{T}`, what converts into it by `Into`, or an `Option` of either"
)]
pub trait IntoOption<T, K> {
    /// The value, if one is given.
    fn into_option(self) -> Option<T>;
}

impl<T, V: Into<T>> IntoOption<T, ()> for V {
    fn into_option(self) -> Option<T> {
        Some(self.into())
    }
}

impl<T, V: Into<T>> IntoOption<T, Option<()>> for Option<V> {
    fn into_option(self) -> Option<T> {
        self.map(V::into)
    }
}
