//! The crate's docs: what the description has on the API as a whole, on its servers and on its tags.

use openapiv3::{Contact, ExternalDocumentation, License, OpenAPI, Server, Tag};

use super::wrap::wrap;
use super::{clean, docs, see};
use crate::ir::{Docs, Features, Operation};
use crate::markdown;
use crate::normalize::carrier;

/// The first sentence of the crate's docs.
pub(in crate::lower) fn headline(title: &str, client: bool) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let what = if client { "A client for" } else { "The types of" };
    clean(&format!("{what} {title}."))
}

/// The description's docs of the API, in the order in which readers want them.
pub(in crate::lower) fn of_api(
    openapi: &OpenAPI,
    operations: &[Operation],
    features: &Features,
    client: bool,
) -> Docs {
    let info = &openapi.info;
    let parts = [
        carrier::text(&info.extensions, carrier::SUMMARY).map(str::to_owned),
        info.description.clone(),
        openapi.external_docs.as_ref().map(see),
        about(openapi),
        servers(&openapi.servers).filter(|_| client),
    ];
    let parts: Vec<Option<&str>> = parts.iter().map(Option::as_deref).collect();
    let mut docs = docs(&parts, false);
    // It has links to methods, which those of a description must not be.
    if let Some(tags) = tags(&openapi.tags, operations, features).filter(|_| client) {
        docs.text.push_str(if docs.text.is_empty() { "" } else { "\n\n" });
        docs.text.push_str(&tags);
    }
    docs
}

/// The version, and the contact.
fn about(openapi: &OpenAPI) -> Option<String> {
    let info = &openapi.info;
    let mut sentences = Vec::new();
    if !info.version.trim().is_empty() {
        sentences.push(format!("Version {} of the API.", info.version.trim()));
    }
    sentences.extend(info.license.as_ref().and_then(license));
    sentences.extend(info.terms_of_service.as_ref().map(|url| format!("Terms of service: {url}.")));
    sentences.extend(info.contact.as_ref().and_then(contact));
    (!sentences.is_empty()).then(|| sentences.join("\n"))
}

fn license(license: &License) -> Option<String> {
    let identifier = carrier::text(&license.extensions, carrier::IDENTIFIER);
    let parts = [Some(license.name.as_str()), identifier, license.url.as_deref()];
    listed(&parts).map(|parts| format!("Licence of the API: {parts}."))
}

fn contact(contact: &Contact) -> Option<String> {
    let parts = [&contact.name, &contact.email, &contact.url].map(|part| part.as_deref());
    listed(&parts).map(|parts| format!("Contact: {parts}."))
}

fn listed(parts: &[Option<&str>]) -> Option<String> {
    let parts: Vec<&str> =
        parts.iter().flatten().copied().filter(|part| !part.is_empty()).collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// All servers, or the docs of the only one.
fn servers(servers: &[Server]) -> Option<String> {
    let is_told = |server: &Server| {
        server.description.is_some() || server.extensions.contains_key(carrier::NAME)
    };
    if let [only] = servers {
        // Its variables have methods of the builder, with docs of their own.
        let line = server(&Server { variables: None, ..only.clone() });
        return is_told(only).then(|| format!("Requests go to {}", line.trim_start_matches("- ")));
    }
    if servers.is_empty() {
        return None;
    }
    let lines: Vec<String> = servers.iter().map(server).collect();
    Some(format!(
        "# Servers\n\nRequests go to the first one, unless the builder is given another base URL.\n\n{}",
        lines.join("\n")
    ))
}

fn server(server: &Server) -> String {
    let mut line = format!("- {}", markdown::code(&server.url));
    if let Some(name) = carrier::text(&server.extensions, carrier::NAME) {
        line.push_str(&format!(" ({name})"));
    }
    if let Some(description) = &server.description {
        line.push_str(&format!(": {}", one_line(description)));
    }
    for (name, variable) in server.variables.iter().flatten() {
        let (name, default) = (markdown::code(name), markdown::code(&variable.default));
        line.push_str(&format!("\n  - {name}, by default {default}"));
        if !variable.enumeration.is_empty() {
            let values: Vec<String> =
                variable.enumeration.iter().map(|value| markdown::code(value)).collect();
            line.push_str(&format!(", one of {}", values.join(", ")));
        }
        if let Some(description) = &variable.description {
            line.push_str(&format!(": {}", one_line(description)));
        }
    }
    line
}

/// The tags that the description lists or uses, with the methods of each.
fn tags(described: &[Tag], operations: &[Operation], features: &Features) -> Option<String> {
    let mut names: Vec<&str> = described.iter().map(|tag| tag.name.as_str()).collect();
    for name in operations.iter().flat_map(|operation| &operation.tags) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let lines: Vec<String> = names
        .iter()
        .map(|name| {
            let described = described.iter().find(|tag| tag.name == *name);
            tag(name, described, operations, features)
        })
        .collect();
    (!lines.is_empty()).then(|| format!("# Operations by tag\n\n{}", lines.join("\n")))
}

fn tag(
    name: &str,
    described: Option<&Tag>,
    operations: &[Operation],
    features: &Features,
) -> String {
    let mut line = format!("- **{}**", in_line(name));
    if let Some(feature) = features.of_tag(name) {
        line.push_str(&format!(", feature `{feature}`"));
    }
    if let Some(tag) = described {
        let told = |carrier: &str| carrier::text(&tag.extensions, carrier);
        if let Some(parent) = told(carrier::PARENT) {
            line.push_str(&format!(", a part of **{}**", in_line(parent)));
        }
        if let Some(kind) = told(carrier::KIND) {
            line.push_str(&format!(" ({})", in_line(kind)));
        }
        let told = [told(carrier::SUMMARY), tag.description.as_deref()];
        for text in told.into_iter().flatten().filter(|text| !text.trim().is_empty()) {
            line.push_str(&in_item(&clean(text)));
        }
        if let Some(link) = &tag.external_docs {
            // Behind blocks it is a paragraph of its own.
            line.push_str(if line.contains('\n') { "\n\n  " } else { " " });
            line.push_str(&link_of(link));
        }
    }
    let of_tag = operations.iter().filter(|operation| operation.tags.iter().any(|own| own == name));
    // Without the features of all tags a link would lead nowhere.
    let links = features.groups.is_empty();
    let methods: Vec<String> = of_tag
        .map(|operation| match (operation.name.plain(), operation.name.as_str()) {
            (name, path) if links => format!("[`{name}`](Client::{path})"),
            (name, _) => format!("`{name}`"),
        })
        .collect();
    if !methods.is_empty() {
        // In a text by itself it would not be wrapped with the indentation of an item.
        let methods = wrap(&methods.join(", ")).replace('\n', "\n  ");
        line.push_str(&format!("\n\n  {methods}"));
    }
    line
}

fn link_of(link: &ExternalDocumentation) -> String {
    in_line(&see(link))
}

/// A string of the description in a line of Markdown.
fn in_line(text: &str) -> String {
    one_line(&clean(&one_line(text)))
}

/// A text behind the name of a list item: in the same line, or as blocks of the item if it has several or is a list or a
/// table. A heading would be one of the crate's docs.
fn in_item(text: &str) -> String {
    let text = text.trim();
    let is_block = |line: &str| line.starts_with(['#', '-', '*', '+', '|', '>', '`', '~']);
    if !text.lines().any(|line| line.trim().is_empty() || is_block(line.trim_start())) {
        return format!(": {}", one_line(text));
    }
    let mut blocks = String::from("\n");
    let mut is_code = false;
    for line in text.lines() {
        is_code ^= line.trim_start().starts_with("```");
        let title = line.trim_start_matches('#');
        let level = line.len() - title.len();
        let is_heading = !is_code && (1..=6).contains(&level) && title.starts_with(' ');
        let line = if is_heading { format!("**{}**", title.trim()) } else { line.to_owned() };
        blocks.push_str(if line.trim().is_empty() { "\n" } else { "\n  " });
        blocks.push_str(line.trim_end());
    }
    blocks
}

/// A text in one line.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
