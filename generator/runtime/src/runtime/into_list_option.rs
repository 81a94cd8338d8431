//! Optional lists as arguments. In: any iterable, or an `Option` of one. Out: the items as the type that is sent.

use super::into_list::IntoList;

/// A list of items that convert to `T`, as for [`IntoList`], or an `Option` of one: `None` is not given.
///
/// An `Option` of a single item, such as `Some("a")`, is a list, too: of one item, or of none.
///
/// `K` is inferred, and of no interest: it tells the two apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a list of `{T}` nor an `Option` of one",
    label = "not a list of `{T}`",
    note = "pass an array, a `Vec` or an iterator of `{T}`, or of what converts into it by `Into`, or an `Option` of one"
)]
pub trait IntoListOption<T, K> {
    /// The items, if a list is given.
    fn into_list_option(self) -> Option<Vec<T>>;
}

impl<T, I: IntoList<T>> IntoListOption<T, ()> for I {
    fn into_list_option(self) -> Option<Vec<T>> {
        Some(self.into_list())
    }
}

impl<T, I: IntoList<T>> IntoListOption<T, Option<()>> for Option<I> {
    fn into_list_option(self) -> Option<Vec<T>> {
        self.map(I::into_list)
    }
}
