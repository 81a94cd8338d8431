//! Pagination without any settings, recognized by the names that APIs commonly use.

use super::place::{self, Place};
use super::{encoded, page};
use crate::ir::{Location, Next, Operation, Pagination, Scalar, Type, TypeRef};

/// Where pages have the next one's URL.
const URLS: &[&str] = &[
    "links.next",
    "_links.next",
    "_links.next.href",
    "links.next.href",
    "links.pages.next",
    "paging.next",
    "next_page_url",
    "next_page_uri",
    "next_url",
    "nextPageUrl",
    "next_link",
    "nextLink",
    "/@odata.nextLink",
];

/// Query parameters that take a token, and where pages have it.
const TOKENS: &[(&str, &[&str])] = &[
    ("page_token", &["next_page_token", "next_page"]),
    ("pageToken", &["nextPageToken"]),
    ("next_token", &["next_token"]),
    ("nextToken", &["nextToken"]),
    ("token", &["nextToken", "next_token", "next_page_token", "nextPageToken"]),
    ("continuationToken", &["continuationToken", "nextContinuationToken"]),
    ("continuation_token", &["continuation_token", "next_continuation_token"]),
    ("start_cursor", &["next_cursor"]),
    (
        "cursor",
        &[
            "next_cursor",
            "nextCursor",
            "meta.next_cursor",
            "response_metadata.next_cursor",
            "pagination.next_cursor",
            "page.next_cursor",
        ],
    ),
    ("next_cursor", &["next_cursor"]),
];

/// Headers that have a token, in lower case.
const HEADERS: &[&str] = &[
    "x-next-token",
    "next-token",
    "x-next-page-token",
    "next-page-token",
    "x-next-cursor",
    "next-cursor",
    "x-continuation-token",
    "x-ms-continuation",
];

/// Query parameters that take the token of a header.
const TAKERS: &[&str] = &[
    "token",
    "next_token",
    "nextToken",
    "next-token",
    "page_token",
    "pageToken",
    "cursor",
    "continuation_token",
    "continuationToken",
    "continuation",
];

/// Query parameters that take the number of a page.
const PAGES: &[&str] =
    &["page", "page_number", "pageNumber", "page[number]", "current_page", "currentPage"];
/// Where pages have the number of all pages.
const COUNTS: &[&str] = &[
    "pages",
    "total_pages",
    "totalPages",
    "page_count",
    "pageCount",
    "num_pages",
    "last_page",
    "lastPage",
    "meta.total_pages",
    "meta.totalPages",
    "meta.pages",
    "meta.page_count",
    "meta.last_page",
    "meta.lastPage",
    "meta.pagination.total_pages",
    "meta.pagination.pages",
    "pagination.total_pages",
    "pagination.totalPages",
    "pagination.pages",
    "pagination.page_count",
    "pagination.last_page",
    "paging.total_pages",
    "paging.pages",
    "page_info.total_pages",
    "page.total_pages",
    "page.totalPages",
];
/// Query parameters for the page size.
const LENGTHS: &[&str] = &[
    "per_page",
    "perPage",
    "page_size",
    "pageSize",
    "limit",
    "size",
    "count",
    "per-page",
    "page-size",
    "page[size]",
    "page[limit]",
];
/// Where pages have the number of all items.
const TOTALS: &[&str] =
    &["count", "total", "total_count", "totalCount", "total_items", "totalItems"];

/// The pagination of an operation that reads a list, where what leads to the next page is plain.
pub(super) fn recognize(
    operation: &Operation,
    types: &[Type],
    described: &openapiv3::Operation,
    first_page: &dyn Fn(&str) -> Option<u64>,
) -> Option<Pagination> {
    if operation.method.as_str() != "GET" {
        return None;
    }
    let page = page(operation)?;
    let items = place::only_list(types, page)?;
    let (steps, item) = place::list(types, page, &items)?;
    let found = Found { operation, types, page, item: &item };
    let next = found
        .url()
        .or_else(|| documented(described, &["link"]).map(|_| Next::Link))
        .or_else(|| found.token())
        .or_else(|| found.header(described))
        .or_else(|| found.after())
        .or_else(|| found.number(first_page))
        .or_else(|| found.offset())?;
    let has_more = Place::parse("has_more");
    let more = found.is(&has_more, &TypeRef::Scalar(Scalar::Bool)).then(|| has_more.pointer());
    Some(Pagination { items: steps, item, items_at: items.pointer(), next, more })
}

struct Found<'a> {
    operation: &'a Operation,
    types: &'a [Type],
    page: &'a TypeRef,
    item: &'a TypeRef,
}

impl Found<'_> {
    fn is(&self, at: &Place, wanted: &TypeRef) -> bool {
        place::at(self.types, self.page, at)
            .is_some_and(|ty| place::resolve(self.types, ty) == wanted)
    }

    fn is_text(&self, at: &Place) -> bool {
        self.is(at, &TypeRef::Scalar(Scalar::String))
    }

    fn query(&self, names: &[&str]) -> Option<(String, &TypeRef)> {
        let mut parameters = self.operation.parameters.iter();
        let parameter = parameters.find(|parameter| {
            parameter.location == Location::Query && names.contains(&parameter.wire.as_str())
        })?;
        Some((encoded(&parameter.wire), place::resolve(self.types, &parameter.ty)))
    }

    fn count(&self, names: &[&str]) -> Option<String> {
        let (name, ty) = self.query(names)?;
        is_integer(ty).then_some(name)
    }

    fn url(&self) -> Option<Next> {
        let mut places = URLS.iter().map(|place| Place::parse(place));
        let plain = places.find(|place| self.is_text(place));
        plain.or_else(|| self.bare_url()).map(|place| Next::Url(place.pointer()))
    }

    /// `next`, where it cannot be a token: beside `previous`, or without a query parameter to take one.
    fn bare_url(&self) -> Option<Place> {
        let next = Place::property("next");
        let takes_token = || {
            let mut parameters = self.operation.parameters.iter();
            parameters.any(|it| {
                it.location == Location::Query && !is_integer(place::resolve(self.types, &it.ty))
            })
        };
        let is_url = self.is_text(&Place::property("previous")) || !takes_token();
        (self.is_text(&next) && is_url).then_some(next)
    }

    fn token(&self) -> Option<Next> {
        TOKENS.iter().find_map(|(name, places)| {
            let (parameter, _) = self.query(&[name])?;
            let at = places.iter().map(|place| Place::parse(place)).find(|at| self.is_text(at))?;
            Some(Next::Token { at: at.pointer(), parameter })
        })
    }

    fn header(&self, described: &openapiv3::Operation) -> Option<Next> {
        let name = documented(described, HEADERS)?.to_owned();
        let (parameter, ty) = self.query(TAKERS)?;
        (*ty == TypeRef::Scalar(Scalar::String)).then_some(Next::Header { name, parameter })
    }

    /// The last item's `id`, if the page states whether there is more.
    fn after(&self) -> Option<Next> {
        let (parameter, _) = self.query(&["starting_after", "after"])?;
        let has_id = place::fields(self.types, self.item).iter().any(|field| field.wire == "id");
        let says_more = self.is(&Place::parse("has_more"), &TypeRef::Scalar(Scalar::Bool));
        (has_id && says_more).then(|| Next::After { property: String::from("/id"), parameter })
    }

    /// A number that counts up, if the description has its first value.
    fn number(&self, first_page: &dyn Fn(&str) -> Option<u64>) -> Option<Next> {
        let parameter = self.count(PAGES)?;
        let first = first_page(&parameter)?;
        let is_count = |at: &Place| {
            place::at(self.types, self.page, at)
                .is_some_and(|ty| is_integer(place::resolve(self.types, ty)))
        };
        let find = |places: &[&str]| places.iter().map(|at| Place::parse(at)).find(is_count);
        let pages = find(COUNTS);
        // A page with neither its size nor the number of pages or items may be the page of a book.
        if pages.is_none() && find(TOTALS).is_none() {
            self.query(LENGTHS)?;
        }
        Some(Next::Page { parameter, first, pages: pages.map(|at| at.pointer()) })
    }

    fn offset(&self) -> Option<Next> {
        self.query(LENGTHS)?;
        self.count(&["offset", "page[offset]"]).map(Next::Offset)
    }
}

fn is_integer(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Scalar(scalar) if scalar.is_integer())
}

/// The first of these headers that a success documents.
fn documented<'n>(described: &openapiv3::Operation, names: &[&'n str]) -> Option<&'n str> {
    let responses = described.responses.responses.iter().filter(|(status, _)| {
        matches!(status, openapiv3::StatusCode::Code(200..=299) | openapiv3::StatusCode::Range(2))
    });
    let headers: Vec<&String> = responses
        .filter_map(|(_, response)| response.as_item())
        .flat_map(|response| response.headers.keys())
        .collect();
    names.iter().find(|name| headers.iter().any(|it| it.eq_ignore_ascii_case(name))).copied()
}
