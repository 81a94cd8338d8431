//! Names of a crate's own. In: a text. Out: the same text for every crate that differs in its names alone.

use clientsmith::Output;

/// The names of a crate: its package and title, its models and operations.
pub(crate) struct Names {
    /// Names that are no identifiers, each with what stands in its place.
    phrases: Vec<(String, &'static str)>,
    /// Names of modules and of the types in them, the longest first.
    identifiers: Vec<String>,
}

impl Names {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |key: &str| output.map[key].as_str().unwrap_or_default().to_owned();
        let files = output.files.iter().flat_map(|files| files.iter());
        let modules = files.filter_map(|(path, _)| {
            let module =
                path.strip_prefix("src/models/").or(path.strip_prefix("src/operations/"))?;
            module.strip_suffix(".rs")?.rsplit('/').next()
        });
        let mut identifiers: Vec<String> =
            modules.flat_map(|module| [module.to_owned(), camel(module)]).collect();
        identifiers.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let manifest = output.files.as_ref().and_then(|files| files.get("Cargo.toml"));
        let title =
            manifest.and_then(|text| text.split("A client for ").nth(1)?.split(".\"").next());
        let mut phrases = vec![
            (title.unwrap_or_default().to_owned(), "TITLE"),
            (text("package"), "CRATE"),
            (text("crate"), "CRATE"),
        ];
        let operations = output.map["operations"].as_array().into_iter().flatten();
        phrases.extend(operations.map(|operation| {
            let text = |key: &str| operation[key].as_str().unwrap_or_default();
            (format!("{} {}", text("method"), text("path")), "METHOD PATH")
        }));
        Self { phrases, identifiers }
    }

    /// The text without the names.
    pub(crate) fn aside(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (phrase, place) in &self.phrases {
            text = replace_words(&text, phrase, place);
        }
        let mut aside = String::new();
        for (token, is_word) in tokens(&text) {
            let own = is_word.then(|| self.rest(token)).flatten();
            match own {
                Some(rest) => {
                    aside.push_str(if token.starts_with(char::is_uppercase) { "N" } else { "n" });
                    aside.push_str(rest);
                }
                None => aside.push_str(token),
            }
        }
        aside
    }

    /// A line of docs without the names, and without whatever stands in backticks.
    pub(crate) fn aside_in_docs(&self, line: &str) -> String {
        let parts = line.split('`').enumerate();
        let parts = parts.map(|(number, part)| if number % 2 == 0 { part } else { "_" });
        let line = self.aside(&parts.collect::<Vec<&str>>().join("`"));
        // A link leads to what is named.
        let (first, links) = line.split_once("](").unwrap_or((&line, ""));
        let links = links.split("](").map(|link| link.split_once(')').unwrap_or_default().1);
        links.fold(first.to_owned(), |line, rest| line + "]" + rest)
    }

    /// What follows a name in an identifier, such as `Error`; none where it begins with no name.
    fn rest<'t>(&self, identifier: &'t str) -> Option<&'t str> {
        let rests = self.identifiers.iter().filter_map(|name| identifier.strip_prefix(&**name));
        let is_end = |rest: &&str| rest.is_empty() || rest.starts_with(char::is_uppercase);
        rests.into_iter().find(is_end)
    }
}

/// The text with a phrase replaced where it is not a part of a longer word.
fn replace_words(text: &str, phrase: &str, place: &str) -> String {
    if phrase.is_empty() {
        return text.to_owned();
    }
    let is_part = |character: char| character.is_alphanumeric() || character == '_';
    let mut replaced = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(phrase) {
        replaced.push_str(before);
        let is_word = !replaced.ends_with(is_part) && !after.starts_with(is_part);
        replaced.push_str(if is_word { place } else { phrase });
        rest = after;
    }
    replaced + rest
}

/// The words of a text and what stands between them.
fn tokens(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_part = |character: char| character.is_alphanumeric() || character == '_';
        let is_word = rest.starts_with(is_part);
        let end = rest.find(|character| is_part(character) != is_word).unwrap_or(rest.len());
        let token;
        (token, rest) = rest.split_at(end);
        (!token.is_empty()).then_some((token, is_word))
    })
}

fn camel(module: &str) -> String {
    let words = module.split('_').map(|word| {
        let (first, rest) = word.split_at(word.chars().next().map_or(0, char::len_utf8));
        first.to_uppercase() + rest
    });
    words.collect()
}
