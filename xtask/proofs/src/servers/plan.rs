//! A file of calls in; the calls, with the values that earlier ones returned, out.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

/// How to call a server.
#[derive(Debug, Clone, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Plan {
    /// The path that the client's base URL has after the origin.
    #[serde(default)]
    pub(super) base: String,
    /// The calls, in their order.
    #[serde(default)]
    pub(super) calls: Vec<Planned>,
    /// The operations that are not called, each with the reason.
    #[serde(default)]
    pub(super) skip: BTreeMap<String, String>,
}

/// A call.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Planned {
    /// The method and the path of the operation.
    pub(super) call: String,
    #[serde(default)]
    path: Map<String, Value>,
    #[serde(default)]
    query: Map<String, Value>,
    #[serde(default)]
    header: Map<String, Value>,
    #[serde(default)]
    body: Option<Value>,
    /// The status code that the server has to respond with; by default any success.
    #[serde(default)]
    pub(super) status: Option<u16>,
    /// Why the response is not the described one, and fits by no rule.
    #[serde(default)]
    pub(super) misdescribed: Option<String>,
    /// Names for values of the response, by JSON pointer; `<NAME>` in later calls is that value, and `<NAME:text>`
    /// its text.
    #[serde(default)]
    pub(super) keep: BTreeMap<String, String>,
}

/// The values that calls have kept.
pub(super) type Kept = BTreeMap<String, Value>;

impl Plan {
    /// Reads a file.
    ///
    /// # Errors.
    ///
    /// It cannot be read, or is no plan.
    pub(super) fn read(file: &Path) -> Result<Self, String> {
        let failed = |error: &dyn std::fmt::Display| format!("`{}`: {error}", file.display());
        let text = std::fs::read_to_string(file).map_err(|error| failed(&error))?;
        serde_json::from_str(&text).map_err(|error| failed(&error))
    }
}

impl Planned {
    /// The values of the call, as a driver reads them.
    pub(super) fn values(&self, kept: &Kept) -> Value {
        let mut values = json!({ "path": self.path, "query": self.query, "header": self.header });
        if let (Some(body), Some(values)) = (&self.body, values.as_object_mut()) {
            values.insert("body".to_owned(), json!({ "value": body }));
        }
        fill(&values, kept)
    }
}

/// Puts kept values in the place of their names: as they are where a string is only a name, else as text. `<NAME:text>`
/// is the text of a value.
fn fill(value: &Value, kept: &Kept) -> Value {
    match value {
        Value::String(text) => {
            let whole = text.strip_prefix('<').and_then(|text| text.strip_suffix('>'));
            if let Some(value) = whole.and_then(|name| kept.get(name)) {
                return value.clone();
            }
            let text = kept.iter().fold(text.clone(), |text, (name, value)| {
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                text.replace(&format!("<{name}:text>"), &value)
                    .replace(&format!("<{name}>"), &value)
            });
            Value::String(text)
        }
        Value::Array(items) => items.iter().map(|item| fill(item, kept)).collect(),
        Value::Object(object) => {
            object.iter().map(|(key, value)| (key.clone(), fill(value, kept))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Kept, fill};
    use serde_json::json;

    #[test]
    fn kept_values_take_the_place_of_their_names() {
        let kept = Kept::from([("id".to_owned(), json!(7)), ("name".to_owned(), json!("a"))]);
        let filled = fill(&json!(["<id>", "<id:text>", { "k": "<name>/<id>" }, "<other>"]), &kept);
        assert_eq!(filled, json!([7, "7", { "k": "a/7" }, "<other>"]));
    }
}
