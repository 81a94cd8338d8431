//! Where the items of a crate are in its description. In: the maps of both crates. Out: the place of a Rust path.

use std::collections::BTreeMap;

use serde_json::Value;

/// The places of schemas and operations.
#[derive(Debug, Default)]
pub(super) struct Names {
    old: Map,
    new: Map,
}

/// The names of one crate.
#[derive(Debug, Default)]
struct Map {
    /// The pointer of each model, by the model's name.
    models: BTreeMap<String, String>,
    operations: Vec<Operation>,
}

/// The names of an operation.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    /// The client's method.
    pub(super) method: String,
    /// The call's type.
    pub(super) call: String,
    /// Such as `GET /pets`.
    pub(super) place: String,
}

impl Names {
    pub(super) fn of(old: &Value, new: &Value) -> Self {
        Self { old: Map::of(old), new: Map::of(new) }
    }

    /// The place of a model, of the client's method, or of an operation's type.
    pub(super) fn place(&self, module: &str, name: &str) -> Option<String> {
        [&self.new, &self.old].into_iter().find_map(|map| match module {
            "models" => map.models.get(name).cloned(),
            "client" => map.find(|it| it.method == name).map(|it| it.place.clone()),
            _ => map.find(|it| name.starts_with(&it.call)).map(|it| it.place.clone()),
        })
    }

    /// The call's type of the operation that a type belongs to: the longest that it begins with.
    pub(super) fn call_of(&self, name: &str) -> Option<&str> {
        let find = |map: &'_ Map| map.find(|it| name.starts_with(&it.call)).map(|it| it.call.len());
        let longest = find(&self.old).max(find(&self.new))?;
        let all = self.old.operations.iter().chain(&self.new.operations);
        let mut calls = all.map(|it| it.call.as_str());
        calls.find(|call| call.len() == longest && name.starts_with(call))
    }

    /// The operations that only the old crate has.
    pub(super) fn removed(&self) -> Vec<&Operation> {
        self.old.operations.iter().filter(|it| !self.new.has(it)).collect()
    }

    /// The operations that only the new crate has.
    pub(super) fn added(&self) -> Vec<&Operation> {
        self.new.operations.iter().filter(|it| !self.old.has(it)).collect()
    }
}

impl Map {
    fn of(map: &Value) -> Self {
        let last = |path: &str| path.trim_end_matches('>').rsplit("::").next().map(str::to_owned);
        let schemas = map.get("schemas").and_then(Value::as_object);
        let models = schemas.into_iter().flatten();
        let models = models.filter_map(|(pointer, path)| {
            Some((
                last(path.as_str()?)?,
                pointer.split_once('#').map_or(pointer.clone(), |(_, it)| format!("#{it}")),
            ))
        });
        let listed = map.get("operations").and_then(Value::as_array);
        let operations = listed.into_iter().flatten().filter_map(|entry| {
            let text = |key: &str| entry.get(key).and_then(Value::as_str);
            Some(Operation {
                method: last(text("rust")?)?,
                call: last(text("call")?)?,
                place: format!("{} {}", text("method")?, text("path")?),
            })
        });
        Self { models: models.collect(), operations: operations.collect() }
    }

    /// The operation with the longest name of those that are meant, since one may begin with another.
    fn find(&self, is_it: impl Fn(&Operation) -> bool) -> Option<&Operation> {
        self.operations.iter().filter(|it| is_it(it)).max_by_key(|it| it.call.len())
    }

    fn has(&self, operation: &Operation) -> bool {
        self.operations.iter().any(|it| it.method == operation.method)
    }
}
