//! Lists as arguments. In: anything that has items. Out: the items as what they are sent as.

/// A list of what becomes a `T`: an array, a `Vec`, a set, an iterator or the like.
///
/// A list of `String` is made of `["a", "b"]`, of a `Vec<String>`, and of `&names` where `names` is one.
/// Where the list is empty, there is nothing that its items' type can be told by: `[""; 0]` and `Vec::<String>::new()`
/// say it.
pub trait IntoList<T> {
    /// The items.
    fn into_list(self) -> Vec<T>;
}

impl<T, I: IntoIterator<Item: Into<T>>> IntoList<T> for I {
    fn into_list(self) -> Vec<T> {
        self.into_iter().map(Into::into).collect()
    }
}
