//! Attributes from the settings. In: `[attributes]`, and all types. Out: the types with these attributes; entries that
//! match nothing, and attributes that are no Rust, are errors.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::pattern::Pattern;
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Docs, Type, TypeKind};
use crate::suggest;

/// An entry of the settings.
struct Entry<'c> {
    key: &'c str,
    pattern: Pattern<'c>,
    attributes: &'c [String],
    used: bool,
}

/// Adds the attributes of the settings to the types that are emitted, and to their parts.
pub(super) fn add(types: &mut [Type], config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    if config.attributes.is_empty() {
        return;
    }
    diagnostics.extend(invalid(config));
    let mut entries = entries(&config.attributes);
    for ty in types.iter_mut().filter(|ty| !ty.omitted && has_definition(&ty.kind)) {
        let name = ty.name.as_str().to_owned();
        set(&mut entries, &name, &mut ty.docs);
        for (part, docs) in parts(&mut ty.kind) {
            set(&mut entries, &format!("{name}.{part}"), docs);
        }
    }
    let names: Vec<&str> = types.iter().map(|ty| ty.name.as_str()).collect();
    let unused = entries.iter().filter(|entry| !entry.used);
    diagnostics.extend(unused.map(|entry| unmatched(config, entry.key, &names)));
}

/// In the order in which they apply: what names less of a thing first.
fn entries(settings: &BTreeMap<String, Vec<String>>) -> Vec<Entry<'_>> {
    let entries = settings.iter().map(|(key, attributes)| {
        let pattern = Pattern::new(key);
        Entry { key, pattern, attributes, used: false }
    });
    let mut entries: Vec<Entry<'_>> = entries.collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.pattern.rank()));
    entries
}

/// A name for another type has no attributes of its own, and neither has what callers cannot name.
fn has_definition(kind: &TypeKind) -> bool {
    match kind {
        TypeKind::Struct(strukt) => !strukt.private,
        TypeKind::OpenEnum(_)
        | TypeKind::ValueEnum(_)
        | TypeKind::Union(_)
        | TypeKind::Newtype(_) => true,
        TypeKind::Alias(_) => false,
    }
}

/// The parts that have names in the description: properties, and values of enums.
fn parts(kind: &mut TypeKind) -> Vec<(Cow<'_, str>, &mut Docs)> {
    match kind {
        TypeKind::Struct(strukt) => {
            let fields = strukt.fields.iter_mut();
            fields.map(|field| (field.wire.as_str().into(), &mut field.docs)).collect()
        }
        TypeKind::OpenEnum(of) => {
            let variants = of.variants.iter_mut();
            variants.map(|variant| (variant.value.as_str().into(), &mut variant.docs)).collect()
        }
        TypeKind::ValueEnum(of) => {
            let variants = of.variants.iter_mut();
            variants.map(|variant| (text(&variant.value).into(), &mut variant.docs)).collect()
        }
        TypeKind::Union(_) | TypeKind::Alias(_) | TypeKind::Newtype(_) => Vec::new(),
    }
}

fn text(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// Adds the attributes of all entries that match the name. A pattern for types is none for their parts.
fn set(entries: &mut [Entry<'_>], name: &str, docs: &mut Docs) {
    let is_part = name.contains('.');
    for entry in entries.iter_mut().filter(|entry| is_part == entry.key.contains('.')) {
        if entry.pattern.matched(name).is_some() {
            entry.used = true;
            docs.attributes.extend(entry.attributes.iter().cloned());
        }
    }
}

fn invalid(config: &Config) -> impl Iterator<Item = Diagnostic> {
    let all = config.attributes.iter().flat_map(|(key, all)| all.iter().map(move |one| (key, one)));
    all.filter(|(_, attribute)| syn::parse_str::<syn::Meta>(attribute).is_err()).map(
        |(key, attribute)| {
            let span = config.span(&["attributes", key]);
            Diagnostic::error(Code::Settings, span, format!("`{attribute}` is no Rust attribute"))
                .help("write what is between `#[` and `]`, such as `derive(schemars::JsonSchema)`")
        },
    )
}

fn unmatched(config: &Config, key: &str, names: &[&str]) -> Diagnostic {
    let otherwise = "write the type's name in Rust, such as `Pet`, with a property or value in JSON, such as `Pet.name`, or a pattern such as `*Event` or `*.id`";
    let span = config.span(&["attributes", key]);
    Diagnostic::error(Code::Settings, span, format!("`{key}` of `attributes` matches nothing"))
        .help(suggest::did_you_mean(key, names.iter().copied(), otherwise))
}
