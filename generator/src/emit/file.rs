//! A source file: its docs, imports and items, and how they are laid out.
//!
//! prettyplease prints items without blank lines between them; so each item, and each function of an `impl`, is printed
//! by itself, and the results are joined.

use proc_macro2::TokenStream;
use syn::{ImplItem, Item};

use super::PREAMBLE;
use super::docs;
use super::export::Export;
use super::imports::Imports;

/// A source file to be printed.
#[derive(Default)]
pub(super) struct File {
    /// The docs of the module, in Markdown.
    pub(super) docs: String,
    /// Attributes of the module, each a line.
    pub(super) attributes: String,
    pub(super) imports: Imports,
    pub(super) parts: Vec<Part>,
}

/// A part of a file.
pub(super) enum Part {
    /// Rust items.
    Items(TokenStream),
    /// Items one below the other, such as `mod` and `use` lines with `cfg` attributes.
    Lines(TokenStream),
    /// Items in the braces of a macro: `open_enum! { … }`.
    InMacro(&'static str, TokenStream),
    /// An item that is laid out already.
    Text(String),
}

impl File {
    pub(super) fn new(docs: impl Into<String>) -> Self {
        Self { docs: docs.into(), ..Self::default() }
    }

    pub(super) fn items(&mut self, tokens: TokenStream) {
        self.parts.push(Part::Items(tokens));
    }

    /// The content of the file, and the names that it defines for others.
    pub(super) fn print(self) -> syn::Result<(String, Vec<Export>)> {
        let mut exports = Vec::new();
        let mut blocks: Vec<String> = self.imports.blocks().collect();
        for part in self.parts {
            match part {
                Part::Items(tokens) => blocks.extend(print_items(tokens, &mut exports)?),
                Part::Lines(tokens) => blocks.push(print_tight(tokens)?),
                Part::Text(text) => blocks.push(text),
                Part::InMacro(name, tokens) => {
                    let body = print_items(tokens, &mut exports)?.join("\n\n");
                    blocks.push(format!("{name}! {{\n{}\n}}", indent(&body)));
                }
            }
        }
        let mut text = String::from(PREAMBLE);
        text.push('\n');
        for line in docs::lines(&self.docs) {
            text.push_str(if line.is_empty() { "//!" } else { "//! " });
            text.push_str(line);
            text.push('\n');
        }
        if !self.docs.is_empty() {
            text.push('\n');
        }
        if !self.attributes.is_empty() {
            text.push_str(&self.attributes);
            text.push_str("\n\n");
        }
        text.push_str(&blocks.join("\n\n"));
        text.push('\n');
        // The compiler rejects docs with characters that reorder text; in literals these are escaped.
        if !text.is_ascii() {
            text.retain(|character| !turns_text(character));
        }
        Ok((text, exports))
    }
}

/// Whether a character changes the direction of the text after it (Unicode Standard Annex 9, section 2).
fn turns_text(character: char) -> bool {
    matches!(character, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The items one below the other, as prettyplease prints them.
fn print_tight(tokens: TokenStream) -> syn::Result<String> {
    Ok(prettyplease::unparse(&syn::parse2(tokens)?).trim_end().to_owned())
}

/// The source of each item; consecutive `use`, `mod` and `type` lines stay together.
fn print_items(tokens: TokenStream, exports: &mut Vec<Export>) -> syn::Result<Vec<String>> {
    let file: syn::File = syn::parse2(tokens)?;
    exports.extend(file.items.iter().filter_map(Export::of));
    let mut blocks: Vec<String> = Vec::new();
    let mut last_is_line = false;
    for item in file.items {
        let is_line = is_line(&item);
        let text = match item {
            Item::Impl(item) => print_impl(item),
            item => print_item(item),
        };
        match blocks.last_mut() {
            Some(last) if is_line && last_is_line => {
                last.push('\n');
                last.push_str(&text);
            }
            _ => blocks.push(text),
        }
        last_is_line = is_line;
    }
    Ok(blocks)
}

/// Whether the item is one of those on consecutive lines: a `mod`, `use` or `type` without docs.
fn is_line(item: &Item) -> bool {
    match item {
        Item::Type(item) => item.attrs.is_empty(),
        Item::Mod(item) => item.content.is_none() && item.attrs.is_empty(),
        Item::Use(item) => item.attrs.is_empty(),
        _ => false,
    }
}

fn print_item(item: Item) -> String {
    let file = syn::File { shebang: None, frontmatter: None, attrs: Vec::new(), items: vec![item] };
    prettyplease::unparse(&file).trim_end().to_owned()
}

/// An `impl` with blank lines between its functions, but not between other items.
fn print_impl(mut item: syn::ItemImpl) -> String {
    let members = std::mem::take(&mut item.items);
    if members.len() < 2 {
        item.items = members;
        return print_item(Item::Impl(item));
    }
    let head = print_item(Item::Impl(item.clone()));
    let head = head.strip_suffix('}').unwrap_or(&head).to_owned();
    let mut text = head.clone();
    let mut last_is_function = true;
    for (index, member) in members.into_iter().enumerate() {
        let is_function = matches!(member, ImplItem::Fn(_));
        let printed = print_item(Item::Impl(syn::ItemImpl { items: vec![member], ..item.clone() }));
        let body =
            printed.strip_prefix(&head).and_then(|rest| rest.strip_suffix('}')).unwrap_or(&printed);
        if index > 0 && (is_function || last_is_function) {
            text.push('\n');
        }
        text.push_str(if index == 0 { body } else { body.trim_start_matches('\n') });
        last_is_function = is_function;
    }
    text.push('}');
    text
}

fn indent(text: &str) -> String {
    let lines: Vec<String> = text
        .lines()
        .map(|line| if line.is_empty() { String::new() } else { format!("    {line}") })
        .collect();
    lines.join("\n")
}
