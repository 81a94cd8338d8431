//! A file's bytes in, its text out, with a report of what was repaired.

use crate::diagnostic::{Code, Diagnostic, FileId, Span};

/// A repair of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Repair {
    start: usize,
    message: &'static str,
    help: &'static str,
}

impl Repair {
    /// The warning for it.
    pub(super) fn at(self, file: FileId) -> Diagnostic {
        let start = u32::try_from(self.start).unwrap_or(u32::MAX);
        let span = Span { file, start, end: start.saturating_add(1) };
        Diagnostic::warning(Code::Syntax, span, self.message).help(self.help)
    }
}

/// A file that is no text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Undecodable {
    /// What can be shown of it, whose places are those of the file up to `start`.
    pub(super) text: String,
    /// The first byte that is not UTF-8.
    pub(super) start: usize,
}

impl Undecodable {
    /// Why it cannot be read, as it fits after `cannot read PATH: `.
    pub(super) fn reason(&self) -> String {
        let before = self.text.get(..self.start).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |line| line.chars().count()) + 1;
        format!("it is not UTF-8: invalid byte in line {line}, column {column}")
    }
}

/// The text of a file: UTF-8, or UTF-16 with a byte order mark. Characters that no text may contain are replaced.
pub(super) fn decode(bytes: Vec<u8>) -> Result<(String, Vec<Repair>), Undecodable> {
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| Undecodable {
            start: error.utf8_error().valid_up_to(),
            text: String::from_utf8_lossy(error.as_bytes()).into_owned(),
        })?,
    };
    let mut repairs = Vec::new();
    let text = without_controls(text, &mut repairs);
    let text = without_surrogates(text, &mut repairs);
    Ok((text, repairs))
}

fn utf16(bytes: &[u8], unit: impl Fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(&unit));
    char::decode_utf16(units).map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Control characters, and the two noncharacters, become spaces: one for each byte, so that all places stay the same.
fn without_controls(text: String, repairs: &mut Vec<Repair>) -> String {
    let mut suspects =
        text.bytes().enumerate().filter(|(_, byte)| may_begin_control(*byte)).map(|(at, _)| at);
    let begins_control =
        |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(is_control));
    let Some(start) = suspects.find(begins_control) else { return text };
    repairs.push(Repair {
        start,
        message: "control character; it is read as a space",
        help: "remove it, or write it as an escape in double quotes",
    });
    let mut spaced = String::with_capacity(text.len());
    for c in text.chars() {
        if is_control(c) {
            spaced.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            spaced.push(c);
        }
    }
    spaced
}

/// Escapes of JSON for half of a character become those for the replacement character.
fn without_surrogates(text: String, repairs: &mut Vec<Repair>) -> String {
    if !text.trim_start().starts_with(['{', '[']) {
        return text;
    }
    let mut halves = Vec::new();
    let mut rest = 0;
    while let Some(at) = text.get(rest..).and_then(|text| text.find('\\')).map(|at| rest + at) {
        let (this, next) = (surrogate(&text, at), surrogate(&text, at + 6));
        match (this, next) {
            (Some(0xd8..=0xdb), Some(0xdc..=0xdf)) => rest = at + 12,
            (Some(_), _) => {
                halves.push(at);
                rest = at + 6;
            }
            // A backslash after a backslash escapes nothing.
            (None, _) => rest = at + 2,
        }
        while !text.is_char_boundary(rest.min(text.len())) {
            rest += 1;
        }
    }
    let Some(start) = halves.first().copied() else { return text };
    repairs.push(Repair {
        start,
        message: "half of a surrogate pair; it is read as the replacement character",
        help: "write both halves, or remove it",
    });
    let mut whole = text;
    for at in halves {
        whole.replace_range(at..at + 6, "\\ufffd");
    }
    whole
}

/// The high byte of the escape at that place, if it is for half of a character.
fn surrogate(text: &str, at: usize) -> Option<u8> {
    let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
    let unit = u16::from_str_radix(digits, 16).ok()?;
    let [high, _] = unit.to_be_bytes();
    (0xd8..=0xdf).contains(&high).then_some(high)
}

/// Whether the byte is, or may be, the first of such a character, so that few characters need to be decoded.
fn may_begin_control(byte: u8) -> bool {
    matches!(byte, 0..=0x08 | 0x0b | 0x0c | 0x0e..=0x1f | 0x7f | 0xc2 | 0xef)
}

/// Whether YAML's `c-printable` (section 5.1) excludes a character. JSON does not, in a string.
fn is_control(c: char) -> bool {
    let is_break = matches!(c, '\t' | '\n' | '\r' | '\u{85}');
    (c.is_control() && !is_break) || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// The text with spaces for tabs, if it is indented only with tabs, which YAML does not allow.
pub(super) fn untabbed(text: &str) -> Option<(String, Repair)> {
    let mut start = None;
    let mut offset = 0;
    let mut untabbed = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let tabs = line.len() - line.trim_start_matches('\t').len();
        if line.starts_with(' ') && !line.trim().is_empty() {
            return None;
        }
        if tabs > 0 {
            start = start.or(Some(offset));
        }
        untabbed.extend(std::iter::repeat_n(' ', tabs));
        untabbed.push_str(line.get(tabs..).unwrap_or_default());
        offset += line.len();
    }
    let repair = Repair {
        start: start?,
        message: "YAML must be indented with spaces; each tab is read as one",
        help: "indent with spaces",
    };
    Some((untabbed, repair))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_in_utf_16_are_read() {
        let read = |bytes: &[u8]| decode(bytes.to_vec()).map(|(text, _)| text);
        assert_eq!(read(&[0xff, 0xfe, b'a', 0, 0xe9, 0]).as_deref(), Ok("a\u{e9}"));
        assert_eq!(read(&[0xfe, 0xff, 0, b'a']).as_deref(), Ok("a"));
        assert_eq!(read(b"a\x01\tb").as_deref(), Ok("a \tb"));
        assert_eq!(
            read("\u{9f}\u{85}\u{ffff}\u{a0}".as_bytes()).as_deref(),
            Ok("  \u{85}   \u{a0}")
        );
        assert!(read(b"caf\xe9: 1").is_err());
    }

    #[test]
    fn halves_of_characters_are_replaced_in_json() {
        let read = |text: &str| decode(text.as_bytes().to_vec()).map(|(text, _)| text);
        let text = r#"{"a": "\ud83d \ud83d\ude00 \\\ud800 \udc00"}"#.replace("\\\\", "\\");
        let whole = r#"{"a": "\ufffd \ud83d\ude00 \\\ud800 \ufffd"}"#.replace("\\\\", "\\");
        assert_eq!(read(&text), Ok(whole));
        assert_eq!(read(r"a: '\ud800'").as_deref(), Ok(r"a: '\ud800'"));
    }

    #[test]
    fn only_texts_without_other_indentation_lose_their_tabs() {
        let (text, repair) = untabbed("a:\n\tb:\n\t\tc: \t1\n").unwrap();
        assert_eq!((text.as_str(), repair.start), ("a:\n b:\n  c: \t1\n", 3));
        assert_eq!(untabbed("a:\n\tb: 1\n  c: 1\n"), None);
        assert_eq!(untabbed("a: 1\n"), None);
    }
}
