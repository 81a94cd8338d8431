//! Descriptions as rustdoc takes them: no warning, no doctest by accident, nothing that looks like a link and is none.

mod api;
mod scheme;
mod wrap;

use std::borrow::Cow;

use indexmap::IndexMap;
use openapiv3::{Example, ExternalDocumentation, ReferenceOr};
use pulldown_cmark::{CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd};
use serde_json::Value;

pub(super) use api::{headline, of_api};
pub(super) use scheme::of_scheme;
use wrap::wrap;

use crate::ir::Docs;
use crate::markdown;
use crate::normalize::carrier;

/// Lines of text are wrapped before this column.
const WIDTH: usize = 100;

/// The docs of an item: its title or summary, its description, and notes on what it allows.
pub(super) fn docs(parts: &[Option<&str>], deprecated: bool) -> Docs {
    let mut paragraphs: Vec<String> = Vec::new();
    for part in parts.iter().flatten() {
        let text = clean(part);
        // A summary that the description repeats is redundant.
        if !text.is_empty()
            && !paragraphs.iter().any(|paragraph| starts_with_sentence(&text, paragraph))
        {
            paragraphs.push(text);
        } else if let Some(shorter) =
            paragraphs.iter_mut().find(|paragraph| starts_with_sentence(&text, paragraph))
        {
            *shorter = text;
        }
    }
    Docs {
        text: paragraphs.join("\n\n"),
        deprecated: deprecated.then(|| String::from("the API description marks it as deprecated")),
        attributes: Vec::new(),
    }
}

/// Whether `text` starts with all of `sentence`, except for its full stop.
fn starts_with_sentence(text: &str, sentence: &str) -> bool {
    let sentence = sentence.trim_end_matches('.');
    text.strip_prefix(sentence)
        .is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric()))
}

/// A text after its label; a list or a heading starts on a line of its own.
pub(super) fn labelled(label: &str, text: &str) -> String {
    let text = text.trim();
    let is_block = ['#', '-', '*', '+', '>', '|', '`', '='];
    let is_block = text.starts_with(|first: char| is_block.contains(&first) || first.is_numeric())
        && (!text.starts_with('`') || text.starts_with("```"));
    let gap = if is_block { "\n\n" } else { " " };
    format!("{label}:{gap}{text}")
}

/// The external documentation.
pub(super) fn see(link: &ExternalDocumentation) -> String {
    match link.description.as_deref().map(|text| text.trim().trim_end_matches('.')) {
        Some(text) if !text.is_empty() => format!("See {} ({text}).", link.url),
        _ => format!("See {}.", link.url),
    }
}

/// Examples of a value, without those of more than a line: they would hide the rest.
pub(super) fn examples<'v>(values: impl IntoIterator<Item = &'v Value>) -> Option<String> {
    let is_short = |value: &&Value| !value.is_null() && value.to_string().len() <= WIDTH;
    let values: Vec<String> = values.into_iter().filter(is_short).map(code).collect();
    let word = if values.len() > 1 { "Examples" } else { "Example" };
    (!values.is_empty()).then(|| format!("{word}: {}.", values.join(", ")))
}

/// The examples of a parameter or of a media type, each with its summary and description.
pub(super) fn examples_of(
    example: Option<&Value>,
    named: &IndexMap<String, ReferenceOr<Example>>,
) -> Option<String> {
    let mut lines: Vec<String> = examples(example).into_iter().collect();
    for example in named.values().filter_map(ReferenceOr::as_item) {
        let serialized = example.extensions.get(carrier::SERIALIZED_VALUE);
        let mut line = match (examples(&example.value), &example.external_value) {
            (Some(shown), _) => shown.trim_end_matches('.').to_owned(),
            (None, Some(url)) => format!("Example: {url}"),
            (None, None) => continue,
        };
        if let Some(sent) = serialized.filter(|sent| Some(*sent) != example.value.as_ref()) {
            line.push_str(&format!(", sent as {}", code(sent)));
        }
        let told = [&example.summary, &example.description].into_iter().flatten();
        let told: Vec<&str> = told.map(|text| text.trim().trim_end_matches('.')).collect();
        if !told.is_empty() {
            line.push_str(&format!(" ({})", told.join(": ")));
        }
        lines.push(format!("{line}."));
    }
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// A value as code in Markdown.
pub(super) fn code(value: &Value) -> String {
    match value {
        Value::String(text) if !text.is_empty() => markdown::code(text),
        value => markdown::code(&value.to_string()),
    }
}

/// A description's Markdown (CommonMark) as Markdown for rustdoc.
pub(super) fn clean(markdown: &str) -> String {
    let markdown = untabbed(markdown);
    let markdown = markdown.trim();
    if is_plain(markdown) {
        return wrap(markdown);
    }
    let events = Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH);
    let mut text = String::with_capacity(markdown.len() + 16);
    let events = Rewrite { events, link: None, code: false }.flatten_all();
    let ticks = pulldown_cmark_to_cmark::calculate_code_block_token_count(&events);
    let options = pulldown_cmark_to_cmark::Options {
        code_block_token_count: ticks.unwrap_or(3),
        list_token: '-',
        ..pulldown_cmark_to_cmark::Options::default()
    };
    if pulldown_cmark_to_cmark::cmark_with_options(events.iter(), &mut text, options).is_err() {
        // Writing into a string does not fail; if it did, no docs are better than wrong ones.
        return String::new();
    }
    wrap(text.trim())
}

/// The text with spaces for tabs, which clippy rejects: as many as Markdown counts for indentation (CommonMark, section
/// 2.2), and one for those within a line.
fn untabbed(markdown: &str) -> Cow<'_, str> {
    if !markdown.contains('\t') {
        return Cow::Borrowed(markdown);
    }
    let mut text = String::with_capacity(markdown.len());
    for line in markdown.split_inclusive('\n') {
        let rest = line.trim_start_matches([' ', '\t']);
        let (blanks, _) = line.split_at(line.len() - rest.len());
        let column = blanks
            .bytes()
            .fold(0, |at, blank| if blank == b'\t' { (at / 4 + 1) * 4 } else { at + 1 });
        text.push_str(&" ".repeat(column));
        for (index, piece) in rest.split('\t').filter(|piece| !piece.is_empty()).enumerate() {
            if index > 0 && !text.ends_with(' ') {
                text.push(' ');
            }
            text.push_str(if index > 0 { piece.trim_start_matches(' ') } else { piece });
        }
    }
    Cow::Owned(text)
}

/// Whether nothing in the text has a meaning in Markdown or rustdoc.
fn is_plain(text: &str) -> bool {
    !text.contains([
        '[', ']', '<', '>', '`', '*', '_', '#', '|', '&', '\\', '~', '\t', '\r', '!', '=',
    ]) && !text.contains("://")
        && text.lines().all(|line| {
            line.starts_with(|first: char| first.is_alphabetic() || first == '"' || first == '(')
                || line.is_empty()
        })
}

/// A link of a text.
struct Link {
    is_kept: bool,
    /// The template of an address that is to be shown after the text, as it is no address.
    template: Option<String>,
}

struct Rewrite<'t> {
    events: Parser<'t>,
    /// The link that the text is in.
    link: Option<Link>,
    code: bool,
}

impl<'t> Rewrite<'t> {
    fn flatten_all(mut self) -> Vec<Event<'t>> {
        let mut all = Vec::new();
        while let Some(event) = self.events.next() {
            self.rewrite(event, &mut all);
        }
        all
    }

    fn rewrite(&mut self, event: Event<'t>, out: &mut Vec<Event<'t>>) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                self.code = true;
                out.push(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language(&kind)))));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.code = false;
                out.push(event);
            }
            // Blocks of HTML become paragraphs of their text.
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Html(html) | Event::InlineHtml(html) => html_as_text(&html, out),
            Event::Start(Tag::Link { ref link_type, ref dest_url, .. }) => {
                let is_kept = is_web_address(dest_url) && *link_type != LinkType::Email;
                let is_template = is_web(dest_url) && dest_url.contains('{');
                let is_shown = is_template && *link_type != LinkType::Autolink;
                self.link =
                    Some(Link { is_kept, template: is_shown.then(|| dest_url.to_string()) });
                if is_kept {
                    out.push(event);
                }
            }
            Event::End(TagEnd::Link) => match self.link.take() {
                Some(Link { is_kept: true, .. }) => out.push(event),
                Some(Link { template: Some(template), .. }) => {
                    out.push(Event::Text(" (".into()));
                    out.push(Event::Code(template.into()));
                    out.push(Event::Text(")".into()));
                }
                _ => {}
            },
            // Images are on other hosts; their text describes them.
            Event::Start(Tag::Image { .. }) | Event::End(TagEnd::Image) => {}
            Event::Text(text) if !self.code && !self.link.as_ref().is_some_and(|it| it.is_kept) => {
                // Blanks behind a `<br>` would indent the line.
                let begins_line = matches!(out.last(), Some(Event::SoftBreak));
                let text = if begins_line { text.trim_start().to_owned().into() } else { text };
                links_in_text(&text, out);
            }
            event => out.push(event),
        }
    }
}

/// The language of a code block; without one, rustdoc would take it for Rust and run it.
fn language(kind: &CodeBlockKind<'_>) -> CowStr<'static> {
    let name = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    let known = [
        "json",
        "yaml",
        "xml",
        "html",
        "http",
        "bash",
        "shell",
        "sh",
        "curl",
        "javascript",
        "python",
        "text",
    ];
    known
        .iter()
        .find(|known| name.eq_ignore_ascii_case(known))
        .map_or("text".into(), |name| (*name).into())
}

/// Breaks for `<br>`, nothing for other tags and comments.
fn html_as_text<'t>(html: &str, out: &mut Vec<Event<'t>>) {
    let tag = html.trim().trim_start_matches('<').trim_start().to_ascii_lowercase();
    if tag.starts_with("br") {
        out.push(Event::SoftBreak);
        return;
    }
    let mut rest = html;
    let mut text = String::new();
    while let Some((before, after)) = rest.split_once('<') {
        text.push_str(before);
        let is_tag = is_tag(after);
        match after.split_once('>') {
            Some((_, behind)) if is_tag => rest = behind,
            _ => {
                text.push('<');
                rest = after;
            }
        }
    }
    text.push_str(rest);
    if !text.trim().is_empty() {
        let mut pieces = Vec::new();
        // Blanks at the beginning would be written as an entity.
        links_in_text(&text.trim_start_matches(' ').to_owned().into(), &mut pieces);
        pieces.into_iter().for_each(|piece| in_pieces(piece, out));
    }
}

/// Puts what would mean something in Markdown into events of its own, which are escaped; the parser does so elsewhere.
fn in_pieces<'t>(event: Event<'t>, out: &mut Vec<Event<'t>>) {
    const SPECIAL: [char; 8] = ['[', ']', '<', '*', '_', '`', '\\', '~'];
    let Event::Text(text) = event else { return out.push(event) };
    let mut rest: &str = &text;
    while let Some((at, special)) = rest.char_indices().find(|(_, next)| SPECIAL.contains(next)) {
        let (before, from) = rest.split_at(at);
        let (special, after) = from.split_at(special.len_utf8());
        out.extend([before, special].map(|piece| Event::Text(piece.to_owned().into())));
        rest = after;
    }
    out.push(Event::Text(rest.to_owned().into()));
}

/// Whether what follows a `<` is a tag of HTML or a comment, rather than a placeholder such as `<id>`.
fn is_tag(after: &str) -> bool {
    const TAGS: [&str; 48] = [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "center",
        "code",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figure",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "s",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "u",
        "ul",
        "script",
        "style",
    ];
    if after.starts_with("!--") {
        return true;
    }
    let after = after.strip_prefix('/').unwrap_or(after);
    let end = after.find(|next: char| !next.is_ascii_alphanumeric()).unwrap_or(after.len());
    let name = after.get(..end).unwrap_or_default().to_ascii_lowercase();
    TAGS.contains(&name.as_str())
}

fn is_web_address(text: &str) -> bool {
    is_web(text) && !text.contains(['<', '>', ' ', '{', '}'])
}

fn is_web(text: &str) -> bool {
    text.starts_with("https://") || text.starts_with("http://")
}

/// Puts bare URLs in a text between angle brackets, as rustdoc requires.
fn links_in_text<'t>(text: &CowStr<'t>, out: &mut Vec<Event<'t>>) {
    if !text.contains("://") {
        out.push(Event::Text(text.clone()));
        return;
    }
    let mut rest: &str = text;
    while let Some(start) =
        ["https://", "http://"].iter().filter_map(|scheme| rest.find(scheme)).min()
    {
        let (before, from) = rest.split_at(start);
        let address = from.get(..address_end(from)).unwrap_or(from);
        let address = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '_']);
        let (address, after) = from.split_at(address.len());
        out.push(Event::Text(before.to_owned().into()));
        if address.ends_with("//") || address.contains('{') {
            // Only a scheme, in the midst of a sentence, or a template.
            out.push(Event::Code(address.to_owned().into()));
        } else {
            out.push(Event::InlineHtml(format!("<{address}>").into()));
        }
        rest = after;
    }
    out.push(Event::Text(rest.to_owned().into()));
}

/// Where an address at the beginning ends; the variables of a template are part of it.
fn address_end(text: &str) -> usize {
    let mut rest = text;
    loop {
        let is_end = |next: char| next.is_whitespace() || "<>\"`{}|\\^()[]'*".contains(next);
        let Some(end) = rest.find(is_end) else { return text.len() };
        let at = text.len() - rest.len() + end;
        let variable = rest.get(end..).and_then(|from| from.strip_prefix('{')?.split_once('}'));
        match variable {
            Some((name, after)) if !name.contains(is_end) => rest = after,
            _ => return at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{clean, headline};

    #[test]
    fn titles_are_markdown_of_which_rustdoc_says_nothing() {
        assert_eq!(
            headline("Registry [v2]\n(https://example.com)", true),
            "A client for Registry \\[v2\\] (<https://example.com>)."
        );
    }

    #[test]
    fn what_rustdoc_would_take_amiss_is_escaped() {
        for (markdown, cleaned) in [
            ("Plain text.", "Plain text."),
            ("See [the guide](https://example.com/a).", "See [the guide](https://example.com/a)."),
            ("See [the guide](/relative).", "See the guide."),
            ("See [it](https://e.com/{id}/a?b={c}).", "See it (`https://e.com/{id}/a?b={c}`)."),
            (
                "<https://e.com/{x}/y>, http://{host}/z.",
                "`https://e.com/{x}/y`, `http://{host}/z`.",
            ),
            ("Not https://e.com/{a b}.", "Not <https://e.com/>{a b}."),
            ("An array[0] and <id>", "An array\\[0\\] and \\<id>"),
            ("<p>One <b>bold</b> word.</p>", "One bold word."),
            ("Bare https://example.com/a.", "Bare <https://example.com/a>."),
            ("    let x = 1;", "let x = 1;"),
            ("Use:\n\n    curl example", "Use:\n\n```text\ncurl example\n```"),
            ("```rust\nfn main() {}\n```", "```text\nfn main() {}\n```"),
            ("a<br/>b", "a\nb"),
            (
                "<script>x()</script> [b] `c <T> http://e.x/a_b",
                "x() \\[b\\] \\`c \\<T> <http://e.x/a_b>",
            ),
            ("<!-- c --> [`Foo`] _x_", "\\[\\`Foo\\`\\] \\_x\\_"),
            ("5 < 6 & 7", "5 \\< 6 & 7"),
            (
                "a \t\tb\tc\n\n- d\n\t- e\n\n```json\n{\n\t}\n```\n",
                "a b c\n\n- d\n  - e\n\n```json\n{\n    }\n```",
            ),
            ("- a\n\n  b\n  - c\n\n  d", "- a\n\n  b\n\n  - c\n\n  d"),
        ] {
            assert_eq!(clean(markdown), cleaned, "{markdown}");
        }
    }
}
