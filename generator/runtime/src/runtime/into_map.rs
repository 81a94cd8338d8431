//! Maps as arguments. In: pairs in an array or a collection. Out: the entries as the type that is sent.

use std::collections::{BTreeMap, HashMap};

/// Strings, each with what converts to `T`: an array or a `Vec` of pairs, a `HashMap` or a `BTreeMap`.
///
/// A map of `String` can be `[("a", "b")]`, and an empty one `BTreeMap::new()`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no map of `{T}`",
    label = "not a map of `{T}`",
    note = "pass an array of pairs such as `[(\"key\", value)]`, a `Vec` of pairs, a `HashMap` or a `BTreeMap`"
)]
pub trait IntoMap<T> {
    /// The entries.
    fn into_map(self) -> BTreeMap<String, T>;
}

impl<T> IntoMap<T> for BTreeMap<String, T> {
    fn into_map(self) -> Self {
        self
    }
}

impl<T, N: Into<String>, V: Into<T>, S> IntoMap<T> for HashMap<N, V, S> {
    fn into_map(self) -> BTreeMap<String, T> {
        entries(self)
    }
}

impl<T, N: Into<String>, V: Into<T>> IntoMap<T> for Vec<(N, V)> {
    fn into_map(self) -> BTreeMap<String, T> {
        entries(self)
    }
}

impl<T, N: Into<String>, V: Into<T>, const LENGTH: usize> IntoMap<T> for [(N, V); LENGTH] {
    fn into_map(self) -> BTreeMap<String, T> {
        entries(self)
    }
}

/// So that a received map can be an argument.
impl<T: Clone> IntoMap<T> for &BTreeMap<String, T> {
    fn into_map(self) -> BTreeMap<String, T> {
        self.clone()
    }
}

fn entries<T, N: Into<String>, V: Into<T>>(
    pairs: impl IntoIterator<Item = (N, V)>,
) -> BTreeMap<String, T> {
    pairs.into_iter().map(|(name, value)| (name.into(), value.into())).collect()
}

/// A map as for [`IntoMap`], or an `Option` of one: `None` is not given.
///
/// `K` is inferred, and of no interest: it tells the two apart.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is neither a map of `{T}` nor an `Option` of one",
    label = "not a map of `{T}`",
    note = "pass an array of pairs such as `[(\"key\", value)]`, a `Vec` of pairs, a `HashMap`, a `BTreeMap`, or an `Option` of one"
)]
pub trait IntoMapOption<T, K> {
    /// The entries, if a map is given.
    fn into_map_option(self) -> Option<BTreeMap<String, T>>;
}

impl<T, I: IntoMap<T>> IntoMapOption<T, ()> for I {
    fn into_map_option(self) -> Option<BTreeMap<String, T>> {
        Some(self.into_map())
    }
}

impl<T, I: IntoMap<T>> IntoMapOption<T, Option<()>> for Option<I> {
    fn into_map_option(self) -> Option<BTreeMap<String, T>> {
        self.map(I::into_map)
    }
}
