//! Media types of sequences (OpenAPI 3.2.0, section 4.14.3). In: media types. Out: the framing of the items, and the
//! schema of each.

use openapiv3::MediaType;

use super::{Representation, essence, same_schema};
use crate::normalize::carrier;

/// Whether items of the two media types are written in the same way.
pub(super) fn is_written_alike(
    (one, media): (&str, &MediaType),
    (other, other_media): (&str, &MediaType),
) -> bool {
    framing(&essence(one)) == framing(&essence(other))
        && item_schema(media) == item_schema(other_media)
        && same_schema(media, other_media)
}

/// How the items of a media type follow each other.
#[derive(PartialEq, Eq)]
pub(in crate::lower) enum Framing {
    Lines,
    Sequence,
    Events,
}

fn framing(essence: &str) -> Framing {
    match essence {
        "text/event-stream" => Framing::Events,
        name if name.ends_with("json-seq") => Framing::Sequence,
        _ => Framing::Lines,
    }
}

/// How the items of the representation follow each other.
pub(in crate::lower) fn framing_of(representation: &Representation<'_>) -> Framing {
    framing(&essence(representation.media_type))
}

/// The name of the schema of each item (3.2).
pub(in crate::lower) fn item_schema(media: &MediaType) -> Option<&str> {
    carrier::text(&media.extensions, carrier::ITEM_SCHEMA)
}
