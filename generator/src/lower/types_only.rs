//! A crate without a client, by a setting. In: all that was lowered, so that its types are those of the whole crate.
//! Out: the models, the webhooks, and the XML that these are in.

use std::collections::BTreeMap;

use crate::config::Config;
use crate::ir::{FieldName, PayloadFormat, Type, Webhook, XmlContent, XmlElement};

/// Whether there is a client.
pub(super) fn has_client(config: &Config) -> bool {
    config.client != Some(false)
}

/// Leaves out the types beside operations.
pub(super) fn omit(types: &mut [Type]) {
    types.iter_mut().for_each(|ty| ty.omitted |= ty.operation);
}

/// Leaves out the elements that no webhook needs.
pub(super) fn retain(xml: &mut BTreeMap<FieldName, XmlElement>, webhooks: &[Webhook]) {
    let mut wanted: Vec<FieldName> = webhooks
        .iter()
        .filter_map(|webhook| match &webhook.format {
            PayloadFormat::Xml(element) => Some(element.clone()),
            PayloadFormat::Json | PayloadFormat::Form { .. } => None,
        })
        .collect();
    let mut kept = BTreeMap::new();
    while let Some(name) = wanted.pop() {
        if let Some((name, element)) = xml.remove_entry(&name) {
            mentioned(&element.content, &mut wanted);
            kept.insert(name, element);
        }
    }
    *xml = kept;
}

/// Adds the constants that the content refers to. It nests only as deep as a description does.
fn mentioned(content: &XmlContent, found: &mut Vec<FieldName>) {
    match content {
        XmlContent::Text
        | XmlContent::Number
        | XmlContent::Boolean
        | XmlContent::Any
        | XmlContent::AnyObject => {}
        XmlContent::Object(fields, others) => {
            fields.iter().for_each(|field| mentioned(&field.content, found));
            others.iter().for_each(|others| mentioned(others, found));
        }
        XmlContent::List(item) => mentioned(&item.content, found),
        XmlContent::Of(name) => found.push(name.clone()),
    }
}
