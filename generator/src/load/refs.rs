//! References (RFC 3986, section 5; RFC 6901): the file and the node of a `$ref`.

use super::node::Node;
use crate::diagnostic::Span;

/// A parsed reference: the file, relative to the one with the reference, and the pointer within it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Target {
    /// The path of the file for [`crate::ReadSource`].
    pub(crate) path: String,
    /// The fragment, percent-decoded, without its `#`: a JSON pointer, or the name of an anchor.
    pub(crate) fragment: String,
}

/// Parses the reference `text` in the file at `base`.
pub(crate) fn parse(base: &str, text: &str) -> Target {
    let (path, fragment) = text.split_once('#').unwrap_or((text, ""));
    // As Windows writes paths.
    let slashed = path.replace('\\', "/");
    let path = if is_remote(path) { path } else { slashed.as_str() };
    let path = if path.is_empty() {
        base.to_owned()
    } else if is_remote(path) || is_remote(base) {
        // A URL is percent-decoded by its server.
        join(base, path)
    } else {
        join(base, &decode(path))
    };
    Target { path, fragment: decode(fragment) }
}

/// Whether a string that may be a reference or a name is the name of a schema, as in a discriminator's mapping.
pub(crate) fn is_schema_name(text: &str) -> bool {
    let is_file = [".yaml", ".yml", ".json"].iter().any(|extension| text.ends_with(extension));
    !text.contains(['#', '/']) && !is_file
}

/// Whether `text` points to another host.
pub(crate) fn is_remote(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    // A single letter is a drive, as in `C:\api.yaml`.
    scheme.len() > 1
        && scheme
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
}

/// The path or URL `relative`, resolved against `base`.
pub(crate) fn join(base: &str, relative: &str) -> String {
    if is_remote(relative) {
        return relative.to_owned();
    }
    let (host, path) = split_host(base);
    if relative.starts_with("//") && !host.is_empty() {
        let scheme = host.split("//").next().unwrap_or_default();
        return format!("{scheme}{relative}");
    }
    if relative.starts_with('/') {
        return format!("{host}{relative}");
    }
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> =
        if folder.is_empty() { Vec::new() } else { folder.split('/').collect() };
    for part in relative.split('/') {
        match part {
            "." | "" => {}
            ".." if parts.last().is_some_and(|last| !last.is_empty() && *last != "..") => {
                parts.pop();
            }
            // There is nothing above a URL's root.
            ".." if !host.is_empty() => {}
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    let is_absolute = path.starts_with('/') || !host.is_empty();
    let slash = if is_absolute && !joined.starts_with('/') { "/" } else { "" };
    format!("{host}{slash}{joined}")
}

/// The path of one file as a reference in another one: [`join`] of it is the path again.
pub(crate) fn relative(base: &str, path: &str) -> String {
    if is_remote(base) || is_remote(path) {
        return path.to_owned();
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    let (mut from, mut to) = (folder.split('/').peekable(), path.split('/').peekable());
    while to.peek().is_some() && from.next_if(|step| to.peek() == Some(step)).is_some() {
        to.next();
    }
    let up = from.filter(|step| !step.is_empty()).map(|_| "..");
    up.chain(to).collect::<Vec<_>>().join("/")
}

/// A URL as `scheme://host` and the rest; a path has no host.
fn split_host(base: &str) -> (&str, &str) {
    if !is_remote(base) {
        return ("", base);
    }
    let Some(start) = base.find("://") else { return ("", base) };
    let path = base.get(start + 3..).and_then(|rest| rest.find('/'));
    base.split_at(path.map_or(base.len(), |at| start + 3 + at))
}

/// Percent-decoding; invalid sequences are unchanged.
pub(crate) fn decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
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

/// The node below `root` at the JSON pointer (RFC 6901).
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

/// The JSON pointer to the node at `span`, which is below `root`; `None` if an alias is in between.
pub(crate) fn pointer_to(root: &Node, span: Span) -> Option<String> {
    if root.span == span {
        return Some(String::new());
    }
    // Nodes from another file can be anywhere.
    let may_hold = |node: &Node| node.span.file != span.file || node.span.encloses(span);
    let below = |token: String, node: &Node| {
        pointer_to(node, span).map(|pointer| format!("/{token}{pointer}"))
    };
    match root.as_array() {
        Some(items) => {
            let mut items = items.iter().enumerate().filter(|(_, item)| may_hold(item));
            items.find_map(|(index, item)| below(index.to_string(), item))
        }
        None => {
            let mut entries = root.as_object()?.iter().filter(|(_, it)| may_hold(&it.node));
            entries.find_map(|(key, entry)| below(escape(key), &entry.node))
        }
    }
}

/// The key for a pointer's token.
pub(crate) fn unescape(token: &str) -> String {
    if !token.contains('~') {
        return token.to_owned();
    }
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
    fn a_relative_path_leads_back() {
        for (base, path, expected) in [
            ("api.yaml", "pet.yaml", "pet.yaml"),
            ("spec/paths/pets.yaml", "spec/api.yaml", "../api.yaml"),
            ("spec/a/b/c.yaml", "spec/a/d/e.yaml", "../d/e.yaml"),
            ("/abs/spec/a/b.yaml", "/abs/spec/api.yaml", "../api.yaml"),
        ] {
            assert_eq!(relative(base, path), expected);
            assert_eq!(join(base, expected), path);
        }
    }

    #[test]
    fn addresses_are_joined_as_rfc_3986_has_it() {
        for (base, relative, joined) in [
            ("https://a.example/spec/api.yaml", "pet.yaml", "https://a.example/spec/pet.yaml"),
            ("https://a.example/spec/api.yaml", "../pet.yaml", "https://a.example/pet.yaml"),
            ("https://a.example/api.yaml", "../../pet.yaml", "https://a.example/pet.yaml"),
            ("https://a.example/spec/api.yaml", "/pet.yaml", "https://a.example/pet.yaml"),
            ("https://a.example/api.yaml", "//b.example/p", "https://b.example/p"),
            ("https://a.example", "pet%20.yaml", "https://a.example/pet%20.yaml"),
            ("spec/api.yaml", "http://b.example/p", "http://b.example/p"),
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
