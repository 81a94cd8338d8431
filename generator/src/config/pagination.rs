//! Settings for the pagination of an operation's result.

use serde::Deserialize;

/// How one page of an operation's result leads to the next: one of `next-url`, `next-token`, `next-header`, `page`,
/// `offset`, `after` and `link-header`.
///
/// Places in a page, and in an item, are names with dots between them, such as `links.next`, or JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub struct Pagination {
    /// The place of the array of items; by default the only array of the page.
    pub items: Option<String>,
    /// The place of the next page's URL.
    pub next_url: Option<String>,
    /// The place of a token, which is sent as the query parameter `parameter`.
    pub next_token: Option<String>,
    /// The header with a token, which is sent as the query parameter `parameter`.
    pub next_header: Option<String>,
    /// The query parameter for the token.
    pub parameter: Option<String>,
    /// The query parameter for the page number.
    pub page: Option<String>,
    /// The number of the first page; by default the parameter's default, else 1.
    pub first_page: Option<u64>,
    /// The place of the number of pages, after which it ends.
    pub pages: Option<String>,
    /// The query parameter for the number of items to skip.
    pub offset: Option<String>,
    /// The query parameter for a property of the last item.
    pub after: Option<String>,
    /// The property of the last item for `after`; by default `id`.
    pub property: Option<String>,
    /// Whether the `Link` header points to the next page (RFC 8288).
    pub link_header: bool,
    /// The place of a boolean that is `false` on the last page.
    pub more: Option<String>,
    /// Whether the result is a single page, even if it looks paginated.
    pub off: bool,
}
