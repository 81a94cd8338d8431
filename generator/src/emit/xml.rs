//! `src/xml.rs`: the XML of bodies, as a constant for each element that others refer to.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::file::File;
use super::imports::Origin;
use crate::ir::{Api, XmlContent, XmlElement, XmlField, XmlName, XmlNode};

pub(super) fn file(api: &Api) -> File {
    let mut file = File::new("The XML of bodies: the elements and their content.");
    let has_fields = api.xml.values().any(|element| has_fields(&element.content));
    for name in ["Content", "Element"].into_iter().chain(has_fields.then_some("Field")) {
        file.imports.add(Origin::Xml, name);
    }
    for (name, element) in &api.xml {
        let element = self::element(element);
        file.items(quote!(pub(crate) static #name: Element = #element;));
    }
    file
}

fn has_fields(content: &XmlContent) -> bool {
    match content {
        XmlContent::Object(fields, _) => !fields.is_empty(),
        XmlContent::List(item) => has_fields(&item.content),
        _ => false,
    }
}

fn element(element: &XmlElement) -> TokenStream {
    let XmlElement { name, content } = element;
    let local = &name.local;
    let within = within(name);
    let content = self::content(content);
    quote!(Element::new(#local, #content) #within)
}

fn within(name: &XmlName) -> Option<TokenStream> {
    let XmlName { prefix, namespace, .. } = name;
    (!prefix.is_empty() || !namespace.is_empty()).then(|| quote!(.within(#prefix, #namespace)))
}

fn content(content: &XmlContent) -> TokenStream {
    match content {
        XmlContent::Text => quote!(Content::Text),
        XmlContent::Number => quote!(Content::Number),
        XmlContent::Boolean => quote!(Content::Boolean),
        XmlContent::Any => quote!(Content::Any),
        XmlContent::AnyObject => quote!(Content::AnyObject),
        XmlContent::Object(fields, others) => {
            let fields = fields.iter().map(field);
            let fields = quote!(&[#(#fields),*]);
            match others.as_deref().map(self::content) {
                None => quote!(Content::Object(#fields)),
                Some(others) => quote!(Content::Open(#fields, &#others)),
            }
        }
        XmlContent::List(item) => {
            let item = element(item);
            quote!(Content::List(&#item))
        }
        XmlContent::Of(constant) => quote!(Content::Of(&#constant)),
    }
}

fn field(field: &XmlField) -> TokenStream {
    let XmlField { key, name, node, .. } = field;
    let content = content(&field.content);
    let kind = match node {
        XmlNode::Element => "element",
        XmlNode::Attribute => "attribute",
        XmlNode::Items => "items",
        XmlNode::Text => "text",
        XmlNode::Cdata => "cdata",
        XmlNode::Members => "members",
    };
    let kind = Ident::new(kind, Span::call_site());
    let local = &name.local;
    let has_name = matches!(node, XmlNode::Element | XmlNode::Attribute | XmlNode::Items);
    let named = (has_name && local != key).then(|| quote!(.named(#local)));
    let within = within(name);
    // Absence makes a difference only if the element would be omitted.
    let required = (field.required && !matches!(node, XmlNode::Element | XmlNode::Attribute))
        .then(|| quote!(.required()));
    let nullable = (field.nullable && *node == XmlNode::Attribute).then(|| quote!(.nullable()));
    quote!(Field::#kind(#key, #content) #named #within #required #nullable)
}
