//! The names that a file defines for others. In: its items. Out: names, and who may use them.

use proc_macro2::TokenStream;
use syn::{Item, Visibility};

/// A name that a file defines and other files use.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Export {
    name: String,
    /// Whether callers see it, or the crate alone.
    pub(super) is_public: bool,
}

impl Export {
    /// The name of the item, if other modules can use it.
    pub(super) fn of(item: &Item) -> Option<Self> {
        let (visibility, name) = match item {
            Item::Const(item) => (&item.vis, &item.ident),
            Item::Enum(item) => (&item.vis, &item.ident),
            Item::Fn(item) => (&item.vis, &item.sig.ident),
            Item::Static(item) => (&item.vis, &item.ident),
            Item::Struct(item) => (&item.vis, &item.ident),
            Item::Type(item) => (&item.vis, &item.ident),
            _ => return None,
        };
        let is_public = match visibility {
            Visibility::Public(_) => true,
            Visibility::Restricted(_) => false,
            Visibility::Inherited => return None,
        };
        Some(Self { name: name.to_string(), is_public })
    }

    pub(super) fn ident(&self) -> TokenStream {
        // A name that was read from an item is one; raw identifiers keep their prefix.
        self.name.parse().unwrap_or_default()
    }
}
