//! The files of calls in; the call of each scenario out, and the reasons of those that have none.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use crate::conformance::driver::Reading;

/// The calls of all descriptions.
#[derive(Debug, Default)]
pub(super) struct Calls(BTreeMap<String, File>);

/// The calls of a description.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    /// The path of the base URL, where the host of the description is a parameter.
    #[serde(default)]
    pub(super) base: String,
    #[serde(deserialize_with = "scenarios")]
    pub(super) scenarios: Vec<Scenario>,
}

/// A call for a scenario. A scenario may need several.
#[derive(Debug)]
pub(super) struct Scenario {
    pub(super) name: String,
    pub(super) call: Call,
}

/// What is called, and what has to come back.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Call {
    /// The operation's ID.
    pub(super) call: String,
    /// The media type of the request body, where the operation has several.
    pub(super) sends: Option<String>,
    #[serde(default)]
    path: Map<String, Value>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    header: Map<String, Value>,
    /// Headers that the description does not have.
    #[serde(default)]
    pub(super) headers: Map<String, Value>,
    /// JSON; a string of a body that is a string, or bytes as `{base64: …}`; the fields of a form.
    #[serde(default, deserialize_with = "present")]
    body: Option<Value>,
    /// How the response is read, if not as a whole.
    read: Option<Read>,
    /// The JSON that comes back, `null` for nothing; `{server}` in it is the server's URL. Any does, if it is missing.
    #[serde(default, deserialize_with = "present")]
    pub(super) gives: Option<Value>,
    /// Bytes that come back, by their first ones in hexadecimal digits.
    pub(super) gives_bytes: Option<String>,
    /// Headers that come back.
    #[serde(default)]
    pub(super) gives_headers: BTreeMap<String, Value>,
    /// The kind of error, in place of a success.
    pub(super) fails: Option<Fails>,
    /// Whether the client follows redirects.
    #[serde(default = "yes")]
    pub(super) redirects: bool,
}

/// What else than the whole of a response is asked for.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Read {
    Items,
    First,
    Pages,
    Result,
}

/// A kind of error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Fails {
    /// A documented error.
    Documented,
    /// A status that is not documented.
    Undocumented,
    /// A response without the body that is described.
    Empty,
    /// The response is not what is described.
    Decode,
    /// Nothing came back.
    Failed,
    /// A value of the call is none of its type, so that nothing is sent.
    Unusable,
    /// A long-running operation ended without a result.
    Ended,
    /// A long-running operation does not tell its state.
    Unclear,
}

fn yes() -> bool {
    true
}

/// `null` is a value.
fn present<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(from).map(Some)
}

/// One call, or several.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(Box<Call>),
    More(Vec<Call>),
}

fn scenarios<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Vec<Scenario>, D::Error> {
    let by_name = BTreeMap::<String, OneOrMore>::deserialize(from)?;
    let list = by_name.into_iter().flat_map(|(name, calls)| {
        let calls = match calls {
            OneOrMore::One(call) => vec![*call],
            OneOrMore::More(calls) => calls,
        };
        calls.into_iter().map(move |call| Scenario { name: name.clone(), call })
    });
    Ok(list.collect())
}

impl Calls {
    /// Reads the files of the folder: `NAME.yaml` has the calls of the description `NAME`, by the scenarios.
    ///
    /// # Errors.
    ///
    /// A file cannot be read, or does not have the format.
    pub(super) fn read(folder: &Path) -> Result<Self, String> {
        let failed = |error: std::io::Error| format!("cannot read `{}`: {error}", folder.display());
        let mut calls = BTreeMap::new();
        for entry in fs::read_dir(folder).map_err(failed)? {
            let path = entry.map_err(failed)?.path();
            let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            calls.insert(name, parse(&path)?);
        }
        Ok(Self(calls))
    }

    /// The names of the descriptions.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// The calls of a description, which is one of `names`.
    pub(super) fn of(&self, description: &str) -> Option<&File> {
        self.0.get(description)
    }

    /// All calls.
    #[cfg(test)]
    fn all(&self) -> impl Iterator<Item = &Scenario> {
        self.0.values().flat_map(|file| &file.scenarios)
    }
}

impl Call {
    /// The values as the program reads them.
    pub(super) fn values(&self) -> Value {
        let Self { path, query, header, body, .. } = self;
        let mut values = json!({ "path": path, "query": query, "header": header });
        if let (Some(body), Some(values)) = (body, values.as_object_mut()) {
            values.insert("body".to_owned(), json!({ "value": body }));
        }
        values
    }

    pub(super) fn reading(&self) -> Reading {
        match self.read {
            None => Reading::Whole,
            Some(Read::Items) => Reading::Items,
            Some(Read::First) => Reading::First,
            Some(Read::Pages) => Reading::Pages,
            Some(Read::Result) => Reading::Result,
        }
    }
}

/// The scenarios that descriptions do not say, each with the reason.
///
/// # Errors.
///
/// The file cannot be read, or does not have the format.
pub(super) fn unsaid(path: &Path) -> Result<BTreeMap<String, String>, String> {
    let reasons: BTreeMap<String, Vec<String>> = parse(path)?;
    let by_scenario = reasons.into_iter().flat_map(|(reason, scenarios)| {
        scenarios.into_iter().map(move |scenario| (scenario, reason.clone()))
    });
    Ok(by_scenario.collect())
}

fn parse<T: DeserializeOwned>(path: &Path) -> Result<T, String> {
    let text = fs::read_to_string(path)
        .map_err(|error| format!("cannot read `{}`: {error}", path.display()))?;
    serde_yaml::from_str(&text).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Calls, unsaid};
    use crate::suite::folder;
    use crate::suite::result::MOST_UNSAID;

    #[test]
    fn few_scenarios_are_unsaid_and_each_has_a_reason() {
        let calls = Calls::read(&folder().join("calls")).unwrap();
        let unsaid = unsaid(&folder().join("unsaid.yaml")).unwrap();
        let called: BTreeSet<&str> = calls.all().map(|it| it.name.as_str()).collect();
        for (scenario, reason) in &unsaid {
            assert!(!called.contains(scenario.as_str()), "{scenario} is called, too");
            assert!(reason.len() > 20 && reason.ends_with('.'), "{scenario}: {reason}");
        }
        assert!(unsaid.len() as f64 <= MOST_UNSAID * (called.len() + unsaid.len()) as f64);
    }
}
