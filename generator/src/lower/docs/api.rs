//! The crate's docs: what the description has on the API as a whole, on its servers and on its tags.

use openapiv3::{Contact, ExternalDocumentation, License, OpenAPI, Server, Tag};

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
) -> Docs {
    let info = &openapi.info;
    let parts = [
        carrier::text(&info.extensions, carrier::SUMMARY).map(str::to_owned),
        info.description.clone(),
        openapi.external_docs.as_ref().map(see),
        about(openapi),
        servers(&openapi.servers),
        tags(&openapi.tags, operations, features),
    ];
    let parts: Vec<Option<&str>> = parts.iter().map(Option::as_deref).collect();
    docs(&parts, false)
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
    let mut line = format!("- **{name}**");
    if let Some(feature) = features.of_tag(name) {
        line.push_str(&format!(", feature `{feature}`"));
    }
    if let Some(tag) = described {
        let told = |carrier: &str| carrier::text(&tag.extensions, carrier);
        if let Some(parent) = told(carrier::PARENT) {
            line.push_str(&format!(", a part of **{parent}**"));
        }
        if let Some(kind) = told(carrier::KIND) {
            line.push_str(&format!(" ({kind})"));
        }
        let told = [told(carrier::SUMMARY), tag.description.as_deref()];
        for text in told.into_iter().flatten().filter(|text| !text.trim().is_empty()) {
            line.push_str(&format!(": {}", one_line(text)));
        }
        if let Some(link) = &tag.external_docs {
            line.push_str(&format!(" {}", link_of(link)));
        }
    }
    let of_tag = operations.iter().filter(|operation| operation.tags.iter().any(|own| own == name));
    let methods: Vec<String> =
        of_tag.map(|operation| format!("`{}`", operation.name.plain())).collect();
    if !methods.is_empty() {
        line.push_str(&format!("\n\n  {}", methods.join(", ")));
    }
    line
}

fn link_of(link: &ExternalDocumentation) -> String {
    one_line(&see(link))
}

/// A text as part of a list item.
fn one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
