//! Bodies in another charset than UTF-8. In: bytes, and what the content type says. Out: UTF-8.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8};
use http::HeaderMap;
use http::header::CONTENT_TYPE;

use super::decode::DecodeError;

/// The charset of the content type (RFC 9110, section 8.3.2).
#[allow(dead_code, reason = "not every crate has a client")]
pub(super) fn of(headers: &HeaderMap) -> Option<&str> {
    let said = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    let mut named = said.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, value) = named.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"'))
}

/// The body in UTF-8; without a copy or any change if it is that already, or in an unknown charset. A byte order mark
/// takes precedence over the charset.
pub(super) fn utf8<'b>(
    body: &'b [u8],
    charset: Option<&str>,
) -> Result<Cow<'b, [u8]>, DecodeError> {
    let marked = Encoding::for_bom(body).map(|(encoding, _)| encoding);
    let named = || Encoding::for_label(charset.unwrap_or("utf-8").as_bytes());
    let encoding = marked.or_else(named).unwrap_or(UTF_8);
    if encoding == UTF_8 {
        return Ok(body.into());
    }
    match encoding.decode_with_bom_removal(body) {
        (text, false) => Ok(text.into_owned().into_bytes().into()),
        (_, true) => Err(DecodeError::new("$", format!("not in the charset {}", encoding.name()))),
    }
}

/// The body as a string, in the same way.
#[allow(dead_code, reason = "not every crate has text or XML")]
pub(super) fn text<'b>(body: &'b [u8], charset: Option<&str>) -> Result<Cow<'b, str>, DecodeError> {
    let not_utf8 = |error: std::str::Utf8Error| {
        DecodeError::new("$", format!("not UTF-8 from byte {}", error.valid_up_to()))
    };
    Ok(match utf8(body, charset)? {
        Cow::Borrowed(body) => std::str::from_utf8(body).map_err(not_utf8)?.into(),
        Cow::Owned(body) => String::from_utf8(body).map_err(|it| not_utf8(it.utf8_error()))?.into(),
    })
}
