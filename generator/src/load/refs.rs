//! References (RFC 3986, section 5; RFC 6901): which file and which node a `$ref` means.

use super::node::Node;

/// A reference, taken apart: the file, relative to the one that holds the reference, and the pointer within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The path of the file as [`crate::ReadSource`] knows it.
    pub(crate) path: String,
    /// The fragment, percent-decoded, without its `#`: a JSON pointer, or the name of an anchor.
    pub(crate) fragment: String,
}

/// Takes apart the reference `text` that stands in the file at `base`.
pub(crate) fn parse(base: &str, text: &str) -> Target {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    let path = if path.is_empty() { base.to_owned() } else { join(base, &decode(path)) };
    Target { path, fragment: decode(fragment) }
}

/// Whether `text` leads to another host.
pub(crate) fn is_remote(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    // A single letter is a drive, as in `C:\api.yaml`.
    scheme.len() > 1
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The path `relative`, seen from the file at `base`.
fn join(base: &str, relative: &str) -> String {
    if relative.starts_with('/') {
        return relative.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if folder.is_empty() { Vec::new() } else { folder.split('/').collect() };
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if base.starts_with('/') && !joined.starts_with('/') { format!("/{joined}") } else { joined }
}

/// Percent-decoding; a sequence that is none stays as it is.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let decoded = match (byte, after) {
            (b'%', [high, low, ..]) => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        bytes.push(decoded.unwrap_or(byte));
        rest = if decoded.is_some() { after.get(2..).unwrap_or_default() } else { after };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

fn hex(digit: u8) -> Option<u8> {
    (digit as char).to_digit(16).and_then(|value| u8::try_from(value).ok())
}

/// The node below `root` that the JSON pointer leads to (RFC 6901).
pub(crate) fn resolve<'n>(root: &'n Node, pointer: &str) -> Option<&'n Node> {
    if pointer.is_empty() {
        return Some(root);
    }
    pointer.strip_prefix('/')?.split('/').try_fold(root, |node, token| {
        let token = unescape(token);
        match node.as_array() {
            Some(items) => items.get(token.parse::<usize>().ok()?),
            None => node.get(&token),
        }
    })
}

/// A pointer's token as the key that it stands for.
pub(crate) fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}

/// A key as a pointer's token.
pub(crate) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_as_rfc_3986_has_it() {
        for (base, relative, joined) in [
            ("api.yaml", "models/pet.yaml", "models/pet.yaml"),
            ("spec/api.yaml", "./pet.yaml", "spec/pet.yaml"),
            ("spec/paths/a.yaml", "../models/pet.yaml", "spec/models/pet.yaml"),
            ("api.yaml", "../pet.yaml", "../pet.yaml"),
            ("../a/api.yaml", "../../pet.yaml", "../../pet.yaml"),
            ("/abs/spec/api.yaml", "../pet.yaml", "/abs/pet.yaml"),
            ("spec/api.yaml", "/other/pet.yaml", "/other/pet.yaml"),
        ] {
            assert_eq!(parse(base, relative).path, joined, "{relative} from {base}");
        }
    }

    #[test]
    fn fragments_are_percent_decoded() {
        assert_eq!(parse("a.yaml", "#/paths/~1pets~1%7Bid%7D").fragment, "/paths/~1pets~1{id}");
        assert_eq!(parse("a.yaml", "#/100%").fragment, "/100%");
    }

    #[test]
    fn other_hosts_are_told_from_files() {
        assert!(is_remote("https://example.com/a.yaml#/A"));
        assert!(is_remote("urn:example:a"));
        assert!(!is_remote("a.yaml#/components/schemas/x:y"));
        assert!(!is_remote("#/components/schemas/a"));
        assert!(!is_remote("C:/api.yaml"));
    }
}
