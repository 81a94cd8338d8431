//! The only place where names are made: valid in Rust, free of collisions, the same on every run.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use unicode_ident::is_xid_start;

use super::words;
use crate::ir::{FeatureName, Features, FieldName, ModuleName, TypeName};
use crate::normalize::carrier::{self, Extensions};

/// The extensions by which vendors name a property or a parameter for their clients.
const GIVEN: [&str; 2] = ["x-ms-client-name", "x-speakeasy-name-override"];

/// The same for operations, each with the one for the group that a method's name is unique in.
const GIVEN_METHODS: [(&str, &str); 2] = [
    ("x-speakeasy-name-override", "x-speakeasy-group"),
    ("x-fern-sdk-method-name", "x-fern-sdk-group-name"),
];

/// The name that the description gives a property or a parameter for clients, in place of the one that is sent.
pub(super) fn given(extensions: &Extensions) -> Option<&str> {
    GIVEN.iter().find_map(|key| carrier::text(extensions, key)).filter(|name| is_word(name))
}

/// The name that the description gives an operation for clients, in place of its id.
pub(super) fn given_method(extensions: &Extensions) -> Option<String> {
    let (name, group) = GIVEN_METHODS
        .iter()
        .find_map(|(name, group)| Some((carrier::text(extensions, name)?, group)))?;
    let groups = match extensions.get(*group) {
        Some(Value::String(group)) => vec![group.as_str()],
        Some(Value::Array(groups)) => groups.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let words = groups.into_iter().chain([name]);
    is_word(name).then(|| words.collect::<Vec<_>>().join("_"))
}

fn is_word(name: &str) -> bool {
    name.chars().any(is_xid_start)
}

/// Keywords that can be written as raw identifiers.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "do", "dyn",
    "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl", "in", "let",
    "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
    "static", "struct", "trait", "true", "try", "type", "typeof", "unsafe", "unsized", "use",
    "virtual", "where", "while", "yield",
];

/// Words that not even `r#` makes a name of.
const NOT_EVEN_RAW: &[&str] = &["self", "super", "crate", "_"];

/// Types of the prelude and of the emitted code, which a model of the same name would hide.
const RESERVED_TYPES: &[&str] = &[
    "Api",
    "Async",
    "Blocking",
    "Box",
    "Builder",
    "Bytes",
    "Call",
    "Client",
    "Clone",
    "Copy",
    "Credential",
    "Debug",
    "DecodeError",
    "Default",
    "Deserialize",
    "Drop",
    "Eq",
    "Err",
    "Error",
    "ErrorBody",
    "Formatted",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "Hash",
    "Info",
    "Into",
    "Iterator",
    "Method",
    "None",
    "Nullable",
    "Ok",
    "Operation",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Request",
    "HeaderForm",
    "Response",
    "Result",
    "Scheme",
    "Secret",
    "Self",
    "Send",
    "Serialize",
    "Sized",
    "Some",
    "String",
    "Sync",
    "Timestamp",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Uuid",
    "Value",
    "Variable",
    "Vec",
    "StatusCode",
    "BTreeMap",
    "AsRef",
    "AsMut",
    "Extend",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "IntoIterator",
    "Base64",
    "Date",
    "Time",
    "Future",
    "IntoFuture",
    "FromIterator",
    "Cow",
    "Map",
    // The generic parameters of emitted functions.
    "K",
    "M",
];

/// Names of the support code that types may have too: then the emitted code uses full paths.
pub(super) const SHARED_WITH_RUNTIME: &[&str] = &[
    "Decimal",
    "Base64Url",
    "Encoding",
    "Exact",
    "File",
    "Form",
    "HttpDate",
    "IntoList",
    "IntoListOption",
    "IntoMap",
    "IntoMapOption",
    "IntoNullable",
    "IntoOption",
    "Multipart",
    "SchemeKind",
    "Style",
    "TimeOfDay",
    "TokenProvider",
    "UnixTime",
];

/// Methods that every call or model has already, so that no setter may have their names.
const RESERVED_CALL_METHODS: &[&str] = &[
    "add",
    "allow_empty_segments",
    "at_link",
    "anonymous",
    "bitand",
    "bitor",
    "bitxor",
    "div",
    "mul",
    "rem",
    "shl",
    "shr",
    "sub",
    "send",
    "with_response",
    "timeout",
    "attempt_timeout",
    "retry",
    "header",
    "items",
    "pages",
    "poll",
    "raw",
    "reading",
    "without_body",
    "into_future",
    "into_operation",
    "into_stream",
    "into",
    "clone",
    "into_parts",
    "new",
];
const RESERVED_CLIENT_METHODS: &[&str] = &["builder", "call", "clone", "into", "from", "new"];
const RESERVED_BUILDER_METHODS: &[&str] = &[
    "after",
    "anonymous",
    "attempt_timeout",
    "base_url",
    "before",
    "build",
    "clone",
    "connect_timeout",
    "credential",
    "default_header",
    "http_client",
    "into",
    "max_concurrency",
    "max_response_size",
    "middleware",
    "new",
    "on_correction",
    "origin",
    "reading",
    "redirects",
    "retry",
    "server",
    "share_rate_limit",
    "timeout",
    "timer",
    "token_provider",
    "user_agent",
    "variable",
];
const RESERVED_MODEL_METHODS: &[&str] = &[
    "add", "bitand", "bitor", "bitxor", "div", "mul", "rem", "shl", "shr", "sub", "new", "default",
    "clone", "into", "eq", "ne", "hash", "fmt",
];

/// Features that a crate has whatever its tags are.
const RESERVED_FEATURES: &[&str] =
    &["blocking", "default", "mock", "native-tls", "oauth2", Features::ALL, "rustls", "tracing"];

/// Bytes of a type's name, of which rustdoc makes the name of a file, and systems of files allow 255.
const LONGEST_TYPE: usize = 180;
/// Bytes of a feature's name.
const LONGEST_FEATURE: usize = 60;
/// Bytes of a module's name.
const LONGEST_MODULE: usize = 120;

/// Names that are taken within one scope.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    /// Names that what is emitted has of itself.
    reserved: &'static [&'static str],
    taken: BTreeSet<String>,
    /// The next number for a name that is taken.
    numbers: BTreeMap<String, u32>,
}

impl Scope {
    pub(super) fn types() -> Self {
        Self::with(RESERVED_TYPES)
    }

    /// Files below `models/` and `operations/`, neither of which may contain one of its own name.
    pub(super) fn modules() -> Self {
        Self::with(&[
            "mod",
            "models",
            "operations",
            // Names of devices on Windows, whatever the extension.
            "aux",
            "con",
            "nul",
            "prn",
            "com1",
            "com2",
            "com3",
            "com4",
            "com5",
            "com6",
            "com7",
            "com8",
            "com9",
            "lpt1",
            "lpt2",
            "lpt3",
            "lpt4",
            "lpt5",
            "lpt6",
            "lpt7",
            "lpt8",
            "lpt9",
        ])
    }

    /// Parameters of one function.
    pub(super) fn parameters() -> Self {
        Self::default()
    }

    pub(super) fn call_setters() -> Self {
        Self::with(RESERVED_CALL_METHODS)
    }

    pub(super) fn client_methods() -> Self {
        Self::with(RESERVED_CLIENT_METHODS)
    }

    /// The functions of `webhooks`.
    pub(super) fn webhooks() -> Self {
        Self::default()
    }

    pub(super) fn builder_methods() -> Self {
        Self::with(RESERVED_BUILDER_METHODS)
    }

    /// The features of the crate.
    pub(super) fn features() -> Self {
        Self::with(RESERVED_FEATURES)
    }

    pub(super) fn model_fields() -> Self {
        Self::with(RESERVED_MODEL_METHODS)
    }

    pub(super) fn variants() -> Self {
        // The variant of a value that the description does not know, and what `Self::…` could mean otherwise.
        Self::with(&["Unknown", "Self"])
    }

    fn with(reserved: &'static [&'static str]) -> Self {
        Self { reserved, taken: BTreeSet::new(), numbers: BTreeMap::new() }
    }

    /// Keeps the names for what is emitted beside.
    pub(super) fn reserve(&mut self, names: &[&str]) {
        self.taken.extend(names.iter().map(|name| (*name).to_owned()));
    }

    /// Gives a name free that was kept.
    pub(super) fn release(&mut self, name: &str) {
        self.taken.remove(name);
    }

    /// Whether `name`, in its final spelling, is still free.
    pub(super) fn is_free(&self, name: &str) -> bool {
        !self.reserved.contains(&name) && !self.taken.contains(name)
    }

    /// Takes the first of `name`, `name` with each of the `suffixes`, and `name` with a number that is free.
    fn take(&mut self, name: String, suffixes: &[&str], join: fn(&str, &str) -> String) -> String {
        let suffixes = suffixes.iter().filter(|suffix| !suffix.is_empty());
        let mut named = std::iter::once(name.clone()).chain(suffixes.map(|it| join(&name, it)));
        let free = named.find(|candidate| self.is_free(candidate)).unwrap_or_else(|| {
            // Numbers before the last one are taken.
            let mut number = self.numbers.get(&name).copied().unwrap_or(2);
            let numbered = loop {
                let numbered = join(&name, &number.to_string());
                number = number.saturating_add(1);
                if self.is_free(&numbered) || number == u32::MAX {
                    break numbered;
                }
            };
            self.numbers.insert(name, number);
            numbered
        });
        self.taken.insert(free.clone());
        free
    }

    /// A type's name for `wanted`; where it is taken, the suffixes are tried before a number.
    pub(super) fn type_name(&mut self, wanted: &str, suffixes: &[&str]) -> TypeName {
        let name = shortened(camel_or(wanted, "Type"), LONGEST_TYPE, |before, c| {
            c.is_uppercase() && !before.is_uppercase()
        });
        TypeName::assume_valid(self.take(name, suffixes, |name, suffix| format!("{name}{suffix}")))
    }

    /// A variant's name for `value`.
    pub(super) fn variant(&mut self, value: &str) -> TypeName {
        self.variant_in_camel(value, &words::upper_camel(value))
    }

    /// The same of a value whose name in upper camel case is known.
    pub(super) fn variant_in_camel(&mut self, value: &str, camel: &str) -> TypeName {
        let name = valid_camel(value, camel.to_owned(), "Value");
        TypeName::assume_valid(
            self.take(name, &["Value"], |name, suffix| format!("{name}{suffix}")),
        )
    }

    /// A field's, method's or parameter's name for `wanted`.
    pub(super) fn field(&mut self, wanted: &str, suffixes: &[&str]) -> FieldName {
        let name = snake_or(wanted, "value");
        FieldName::assume_valid(raw(self.take(name, suffixes, |name, suffix| {
            format!("{}_{suffix}", name.trim_end_matches('_'))
        })))
    }

    /// A constant's name for `wanted`.
    pub(super) fn constant(&mut self, wanted: &str, suffixes: &[&str]) -> FieldName {
        let upper = suffixes.iter().map(|suffix| words::snake(suffix).to_uppercase());
        let upper: Vec<String> = upper.collect();
        let upper: Vec<&str> = upper.iter().map(String::as_str).collect();
        let name = snake_or(wanted, "value").to_uppercase();
        FieldName::assume_valid(self.take(name, &upper, |name, suffix| format!("{name}_{suffix}")))
    }

    /// A feature's name for `tag`. Letters of any script are kept: Cargo takes them, and nothing else would tell the tag.
    pub(super) fn feature(&mut self, tag: &str) -> FeatureName {
        let name = words::kebab(tag);
        let name = if name.is_empty() { String::from("tag") } else { name };
        let name = shortened(name, LONGEST_FEATURE, |before, _| before == '-');
        FeatureName::assume_valid(self.take(name, &["tag"], |name, suffix| {
            format!("{}-{suffix}", name.trim_end_matches('-'))
        }))
    }

    /// A module's name for `wanted`; where it is taken, the suffixes are tried before a number.
    pub(super) fn module(&mut self, wanted: &str, suffixes: &[&str]) -> ModuleName {
        // The names of files are ASCII, and `mod.rs` would be the parent itself.
        let ascii: String = words::snake(wanted).chars().filter(char::is_ascii).collect();
        let name = shortened(snake_or(&ascii, "item"), LONGEST_MODULE, |before, _| before == '_');
        ModuleName::assume_valid(raw(
            self.take(name, suffixes, |name, suffix| format!("{name}_{suffix}"))
        ))
    }
}

fn camel_or(wanted: &str, prefix: &str) -> String {
    valid_camel(wanted, words::upper_camel(wanted), prefix)
}

/// The name as Rust takes it, which is `wanted` in upper camel case.
fn valid_camel(wanted: &str, name: String, prefix: &str) -> String {
    match name.chars().next() {
        None if wanted.is_empty() => String::from("Empty"),
        None => prefix.to_owned(),
        Some(first) if is_xid_start(first) => {
            if name == "Self" {
                format!("{name}{prefix}")
            } else {
                name
            }
        }
        Some(_) => format!("{prefix}{name}"),
    }
}

fn snake_or(wanted: &str, prefix: &str) -> String {
    let name = words::snake(wanted);
    match name.chars().next() {
        None => prefix.to_owned(),
        Some(first) if is_xid_start(first) => {
            if NOT_EVEN_RAW.contains(&name.as_str()) {
                format!("{name}_")
            } else {
                name
            }
        }
        Some(_) => format!("{prefix}_{name}"),
    }
}

/// The name without words in its middle, where it has more than `most` bytes: its beginning and its end tell the most.
fn shortened(name: String, most: usize, begins_word: fn(char, char) -> bool) -> String {
    if name.len() <= most {
        return name;
    }
    let (head, tail) = (most / 3 * 2, name.len() - most / 3);
    let starts = || {
        let pairs = name.char_indices().zip(name.chars().skip(1));
        pairs.map(|((at, before), c)| (at + before.len_utf8(), begins_word(before, c)))
    };
    let words = || starts().filter_map(|(at, begins)| begins.then_some(at));
    let last_of_head = |at: &usize| *at <= head;
    let end = words().filter(last_of_head).last();
    let end = end.or_else(|| starts().map(|(at, _)| at).filter(last_of_head).last());
    let start = words().find(|at| *at >= tail);
    let part = |range: Option<&str>| range.unwrap_or_default().to_owned();
    part(name.get(..end.unwrap_or_default())) + &part(start.and_then(|start| name.get(start..)))
}

/// Whether Rust keeps the word for itself.
pub(super) fn is_keyword(word: &str) -> bool {
    KEYWORDS.contains(&word) || NOT_EVEN_RAW.contains(&word)
}

/// A keyword as a raw identifier.
fn raw(name: String) -> String {
    if KEYWORDS.contains(&name.as_str()) { format!("r#{name}") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_valid_and_differ() {
        let mut scope = Scope::types();
        let mut name = |wanted| scope.type_name(wanted, &["Model"]).to_string();
        assert_eq!(name("phone_number"), "PhoneNumber");
        assert_eq!(name("PhoneNumber"), "PhoneNumberModel");
        assert_eq!(name("phone-number"), "PhoneNumber2");
        assert_eq!(name("Option"), "OptionModel");
        assert_eq!(name("123"), "Type123");
        assert_eq!(name("$"), "Dollar");
        assert_eq!(name(" "), "Type");
        assert_eq!(name("self"), "SelfType");
        assert_eq!(name("Größe"), "Grosse");
    }

    #[test]
    fn names_of_files_are_short_enough_for_any_system() {
        let mut scope = Scope::types();
        let wanted = format!("Get{}Error", "AccessPackages".repeat(20));
        let name = |scope: &mut Scope, wanted: &str| scope.type_name(wanted, &[]).to_string();
        assert_eq!(
            name(&mut scope, &wanted),
            format!("Get{}Packages{}Error", "AccessPackages".repeat(8), "AccessPackages".repeat(3))
        );
        let whole = name(&mut scope, &"\u{3c9}".repeat(300));
        assert_eq!(whole, format!("\u{3a9}{}", "\u{3c9}".repeat(59)));
        assert_eq!(name(&mut scope, &"\u{3c9}".repeat(300)), format!("{whole}2"));

        let mut scope = Scope::modules();
        let wanted = format!("get_{}error", "access_packages_".repeat(20));
        let module = scope.module(&wanted, &[]).to_string();
        let repeated = "access_packages_";
        assert_eq!(module, format!("get_{}access_{}error", repeated.repeat(4), repeated.repeat(2)));
    }

    #[test]
    fn features_are_those_of_the_crate_or_of_a_tag() {
        let all: Vec<_> = clientsmith_runtime::sources::SOURCES.iter().collect();
        for (feature, _) in clientsmith_runtime::sources::features(&all) {
            assert!(RESERVED_FEATURES.contains(&feature), "{feature} is not reserved");
        }
        let mut scope = Scope::features();
        let mut name = |tag| scope.feature(tag).to_string();
        assert_eq!(name("Phone Numbers"), "phone-numbers");
        assert_eq!(name("1-Click Apps"), "1-click-apps");
        assert_eq!(name("Floating IPs"), "floating-ips");
        assert_eq!(name("Mock"), "mock-tag");
        assert_eq!(name("operations"), "operations-tag");
        assert_eq!(name("\u{7528}\u{6237}"), "\u{7528}\u{6237}");
        assert_eq!(name("!"), "exclamation");
        assert_eq!(name(" "), "tag");
        assert_eq!(name(&"very long ".repeat(20)), ["very-long"; 6].join("-"));
    }

    #[test]
    fn fields_avoid_keywords_and_methods() {
        let mut scope = Scope::model_fields();
        let mut name = |wanted| scope.field(wanted, &["value"]).to_string();
        assert_eq!(name("type"), "r#type");
        assert_eq!(name("@type"), "type_value");
        assert_eq!(name("self"), "self_");
        assert_eq!(name("Self"), "self_value");
        assert_eq!(name("new"), "new_value");
        assert_eq!(name("-1"), "minus_1");
        assert_eq!(name("2fa"), "value_2fa");
        assert_eq!(name("_"), "underscore");
        assert_eq!(name("\u{1f642}"), "u1f642");
        assert_eq!(name("\u{301}"), "u301");
    }

    #[test]
    fn every_character_gives_identifiers() {
        let all = (0..0x2_0000).filter_map(char::from_u32);
        for character in all {
            for wanted in [character.to_string(), format!("a{character}b")] {
                let names = [
                    Scope::variants().variant(&wanted).to_string(),
                    Scope::model_fields().field(&wanted, &["value"]).to_string(),
                    Scope::default().constant(&wanted, &[]).to_string(),
                ];
                for name in names {
                    let is_name = syn::parse_str::<proc_macro2::Ident>(&name).is_ok();
                    let is_raw = name.strip_prefix("r#").is_some_and(is_keyword);
                    assert!(is_name || is_raw, "{wanted:?} {name:?}");
                }
            }
        }
    }
}
