//! Lists as arguments. In: any iterable. Out: the items as the type that is sent.

/// A list of items that convert to `T`: an array, a `Vec`, a set, an iterator or the like.
///
/// A list of `String` can be `["a", "b"]`, a `Vec<String>`, or `&names` for such a `names`. An empty list needs an
/// explicit type for its items: `[""; 0]` or `Vec::<String>::new()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no list of `{T}`",
    label = "not a list of `{T}`",
    note = "pass an array, a `Vec` or an iterator of `{T}`, or of what converts into it by `Into`"
)]
pub trait IntoList<T> {
    /// The items.
    fn into_list(self) -> Vec<T>;
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoList<T> for I {
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}
