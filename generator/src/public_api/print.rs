//! A module as text. In: items without bodies. Out: Rust as in a header file.

use syn::{ImplItem, Item, TraitItem, parse_quote};

use super::items::{PRIVATE, item_name};
use super::{ItemKind, Member, Module};

/// The items of a module, a blank line between those that are not a line each.
pub(super) fn module(module: &Module) -> String {
    let mut text = String::new();
    for line in module.condition.lines() {
        text.push_str(&line.replacen("#[", "#![", 1));
        text.push_str("\n\n");
    }
    let mut last: Option<&super::Item> = None;
    for item in &module.items {
        let is_tight =
            |last: &super::Item| is_line(last) && is_line(item) && last.kind == item.kind;
        if last.is_some() {
            text.push_str(if last.is_some_and(is_tight) { "\n" } else { "\n\n" });
        }
        text.push_str(&item.text);
        last = Some(item);
    }
    text.push('\n');
    text
}

fn is_line(item: &super::Item) -> bool {
    !item.text.trim_end().contains('\n')
}

/// An item with its source.
pub(super) fn item(item: &Item) -> super::Item {
    let (kind, name) = match item {
        Item::Use(_) => (ItemKind::Import, item_name(item)),
        Item::Impl(item) => (ItemKind::Impl, type_name(&item.self_ty)),
        _ => (ItemKind::Definition, item_name(item)),
    };
    let text = header(&unparse(item.clone()), item);
    super::Item { kind, name: name.unwrap_or_default(), members: members(item), text }
}

pub(super) fn attributes(attributes: &[syn::Attribute]) -> String {
    let lines = attributes.iter().map(|attribute| {
        let mut item: syn::ItemUse = syn::parse_quote!(
            use a;
        );
        item.attrs = vec![attribute.clone()];
        let text = unparse(Item::Use(item));
        text.lines().next().unwrap_or_default().to_owned()
    });
    lines.collect::<Vec<String>>().join("\n")
}

fn unparse(item: Item) -> String {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    prettyplease::unparse(&file).trim_end().to_owned()
}

/// The source with functions that end at their bodies, and with a comment for private parts.
fn header(text: &str, item: &Item) -> String {
    let ends_functions = matches!(item, Item::Impl(_) | Item::Fn(_));
    let mut lines: Vec<String> = Vec::new();
    for line in text.lines() {
        let (indent, code) = line.split_at(line.len() - line.trim_start().len());
        let is_function = ends_functions && (!indent.is_empty() || matches!(item, Item::Fn(_)));
        match code.strip_suffix("{}") {
            _ if code.starts_with(PRIVATE) => lines.push(format!("{indent}// private fields")),
            Some("") if is_function => {
                if let Some(last) = lines.last_mut() {
                    *last = format!("{};", last.trim_end_matches(','));
                }
            }
            Some(code) if is_function => lines.push(format!("{indent}{};", code.trim_end())),
            _ => lines.push(line.to_owned()),
        }
    }
    lines.join("\n")
}

/// The name of a type whatever its parameters are.
fn type_name(ty: &syn::Type) -> Option<String> {
    match ty {
        syn::Type::Path(path) => path.path.segments.last().map(|it| it.ident.to_string()),
        _ => None,
    }
}

fn members(item: &Item) -> Vec<Member> {
    match item {
        Item::Enum(item) => item.variants.iter().map(variant).collect(),
        Item::Struct(item) => item.fields.iter().filter_map(field).collect(),
        Item::Impl(item) => item.items.iter().filter_map(impl_member).collect(),
        Item::Trait(item) => item.items.iter().filter_map(trait_member).collect(),
        _ => Vec::new(),
    }
}

fn variant(variant: &syn::Variant) -> Member {
    let mut item: syn::ItemEnum = parse_quote!(
        enum X {}
    );
    item.variants.push(variant.clone());
    Member { name: variant.ident.to_string(), text: inner(Item::Enum(item)) }
}

fn field(field: &syn::Field) -> Option<Member> {
    let name = field.ident.as_ref().filter(|name| *name != PRIVATE)?;
    let item: syn::ItemStruct = parse_quote!(struct X { #field });
    Some(Member { name: name.to_string(), text: inner(Item::Struct(item)) })
}

fn impl_member(member: &ImplItem) -> Option<Member> {
    let name = match member {
        ImplItem::Const(member) => member.ident.to_string(),
        ImplItem::Fn(member) => member.sig.ident.to_string(),
        _ => return None,
    };
    let mut item: syn::ItemImpl = parse_quote!(impl X {});
    item.items.push(member.clone());
    Some(Member { name, text: inner(Item::Impl(item)) })
}

fn trait_member(member: &TraitItem) -> Option<Member> {
    let name = match member {
        TraitItem::Const(member) => member.ident.to_string(),
        TraitItem::Fn(member) => member.sig.ident.to_string(),
        _ => return None,
    };
    let mut item: syn::ItemTrait = parse_quote!(
        trait X {}
    );
    item.items.push(member.clone());
    Some(Member { name, text: inner(Item::Trait(item)) })
}

/// The content of the braces of an item.
fn inner(item: Item) -> String {
    let text = header(&unparse(item.clone()), &item);
    let lines = text.lines().filter_map(|line| line.strip_prefix("    "));
    lines.collect::<Vec<&str>>().join("\n")
}
