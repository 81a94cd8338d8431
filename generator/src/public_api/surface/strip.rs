//! The public part of an item: no bodies, docs, or private fields and functions. In: an item. Out: the item as in a
//! header file, with empty bodies.

use syn::punctuated::Punctuated;
use syn::{Attribute, Fields, FnArg, ImplItem, Item, Pat, TraitItem, Visibility};

use super::super::items::PRIVATE;

/// The public part of the item; `None` if nothing of it is left.
pub(super) fn item(mut item: Item) -> Option<Item> {
    match &mut item {
        Item::Const(item) => {
            visible_attributes(&mut item.attrs);
            *item.expr = placeholder();
        }
        Item::Static(item) => {
            visible_attributes(&mut item.attrs);
            *item.expr = placeholder();
        }
        Item::Enum(item) => {
            visible_attributes(&mut item.attrs);
            for variant in &mut item.variants {
                visible_attributes(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| visible_attributes(&mut field.attrs));
            }
        }
        Item::Fn(item) => {
            visible_attributes(&mut item.attrs);
            signature(&mut item.sig);
            item.block.stmts.clear();
        }
        Item::Impl(item) => implementation(item)?,
        Item::Struct(item) => {
            visible_attributes(&mut item.attrs);
            fields(&mut item.fields);
        }
        Item::Trait(item) => definition(item),
        Item::Type(item) => visible_attributes(&mut item.attrs),
        Item::Use(item) => visible_attributes(&mut item.attrs),
        _ => return None,
    }
    Some(item)
}

/// Keeps the attributes that matter to callers.
fn visible_attributes(attributes: &mut Vec<Attribute>) {
    const VISIBLE: [&str; 5] = ["cfg", "deprecated", "derive", "must_use", "non_exhaustive"];
    attributes.retain(|it| VISIBLE.iter().any(|name| it.path().is_ident(name)));
}

fn placeholder() -> syn::Expr {
    syn::parse_quote!(_)
}

fn signature(signature: &mut syn::Signature) {
    for input in &mut signature.inputs {
        match input {
            FnArg::Receiver(receiver) => {
                receiver.attrs.clear();
                // `mut self` does not matter to callers, `&mut self` does.
                if matches!(receiver.kind, syn::ReceiverKind::Value) {
                    receiver.mutability = None;
                }
            }
            FnArg::Typed(argument) => {
                argument.attrs.clear();
                if let Pat::Ident(name) = argument.pat.as_mut() {
                    name.mutability = None;
                }
            }
        }
    }
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn fields(fields: &mut Fields) {
    for field in fields.iter_mut() {
        visible_attributes(&mut field.attrs);
    }
    match fields {
        Fields::Named(named) => {
            let all = std::mem::take(&mut named.named);
            let count = all.len();
            named.named = all.into_iter().filter(|field| is_public(&field.vis)).collect();
            if named.named.len() < count {
                named.named.push(private_field());
            }
        }
        Fields::Unnamed(unnamed) => {
            for field in unnamed.unnamed.iter_mut().filter(|field| !is_public(&field.vis)) {
                field.vis = Visibility::Inherited;
                field.ty = syn::parse_quote!(_);
            }
        }
        Fields::Unit => {}
    }
}

fn private_field() -> syn::Field {
    let name = syn::Ident::new(PRIVATE, proc_macro2::Span::call_site());
    syn::parse_quote!(#name: _)
}

/// Keeps the types of a trait's `impl`, and the public items of a type's; `None` if there are none.
fn implementation(item: &mut syn::ItemImpl) -> Option<()> {
    visible_attributes(&mut item.attrs);
    let of_trait = item.trait_.is_some();
    item.items.retain(|item| match item {
        ImplItem::Type(_) => true,
        ImplItem::Const(item) => !of_trait && is_public(&item.vis),
        ImplItem::Fn(item) => !of_trait && is_public(&item.vis),
        _ => false,
    });
    for item in &mut item.items {
        match item {
            ImplItem::Type(item) => visible_attributes(&mut item.attrs),
            ImplItem::Const(item) => {
                visible_attributes(&mut item.attrs);
                item.expr = placeholder();
            }
            ImplItem::Fn(item) => {
                visible_attributes(&mut item.attrs);
                signature(&mut item.sig);
                item.block.stmts.clear();
            }
            _ => {}
        }
    }
    (of_trait || !item.items.is_empty()).then_some(())
}

/// Empties the bodies of a trait's functions: those that have one need not be written by who implements it.
fn definition(item: &mut syn::ItemTrait) {
    visible_attributes(&mut item.attrs);
    for item in &mut item.items {
        match item {
            TraitItem::Const(item) => visible_attributes(&mut item.attrs),
            TraitItem::Type(item) => visible_attributes(&mut item.attrs),
            TraitItem::Fn(item) => {
                visible_attributes(&mut item.attrs);
                signature(&mut item.sig);
                item.default.iter_mut().for_each(|block| block.stmts.clear());
            }
            _ => {}
        }
    }
}

/// Puts the conditions of a module on an item of it.
pub(super) fn add_conditions(item: &mut Item, conditions: &[Attribute]) {
    let attributes = match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        _ => return,
    };
    attributes.splice(0..0, conditions.iter().cloned());
}

/// Names the traits of serde with those that a type derives, which they are to callers.
pub(super) fn join_serde(items: &mut Vec<Item>) {
    let mut of_types: Vec<(syn::Ident, syn::Path)> = Vec::new();
    items.retain(|item| match serde_impl(item) {
        Some(found) => {
            of_types.push(found);
            false
        }
        None => true,
    });
    for (name, path) in of_types {
        let derives = items.iter_mut().find_map(|item| derives(item, &name));
        if let Some(derives) = derives
            && let Ok(mut paths) =
                derives.parse_args_with(Punctuated::<syn::Path, syn::Token![,]>::parse_terminated)
        {
            paths.push(path);
            *derives = syn::parse_quote!(#[derive(#paths)]);
        }
    }
}

/// The type that is turned into JSON or made of it, and the name of the trait, where the type has no parameters.
fn serde_impl(item: &Item) -> Option<(syn::Ident, syn::Path)> {
    let Item::Impl(item) = item else { return None };
    let ident = &item.trait_.as_ref()?.0.segments.last()?.ident;
    let syn::Type::Path(ty) = item.self_ty.as_ref() else { return None };
    let is_serde = ident == "Serialize" || ident == "Deserialize";
    let name = ty.path.get_ident().filter(|_| is_serde && item.attrs.is_empty())?;
    Some((name.clone(), syn::Path::from(ident.clone())))
}

/// The attribute that lists what the type of that name derives.
fn derives<'i>(item: &'i mut Item, name: &syn::Ident) -> Option<&'i mut Attribute> {
    let attributes = match item {
        Item::Struct(item) if item.ident == *name => &mut item.attrs,
        Item::Enum(item) if item.ident == *name => &mut item.attrs,
        _ => return None,
    };
    attributes.iter_mut().find(|attribute| attribute.path().is_ident("derive"))
}
