//! The JSON Schema of `codegen.toml`, for editors. In: the types that parse it. Out: their schema, so that it has each
//! key, with its documentation, and no other.

use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value};

use super::Config;

impl Config {
    /// The JSON Schema (draft 7) of a settings file.
    ///
    /// Editors with taplo show it beside the keys of a file that begins with `#:schema PATH`.
    pub fn schema() -> Value {
        let generator = SchemaGenerator::new(SchemaSettings::draft07());
        let mut schema = generator.into_root_schema_for::<Self>().to_value();
        plain(&mut schema);
        if let Value::Object(root) = &mut schema {
            root.insert(String::from("title"), Value::from("codegen.toml"));
        }
        schema
    }
}

/// TOML has no `null`: an optional key is absent instead. The schema is as deep as the types of the settings.
fn plain(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(plain),
        Value::Object(object) => {
            object.retain(|key, value| key != "default" || !value.is_null());
            object.values_mut().for_each(plain);
            if let Some(Value::String(text)) = object.get_mut("description") {
                // A line break of the source is none of the text.
                let paragraphs = text.split("\n\n").map(|paragraph| paragraph.replace('\n', " "));
                *text = paragraphs.collect::<Vec<_>>().join("\n\n");
            }
            plain_type(object);
            only_member(object);
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `["string", "null"]` becomes `"string"`.
fn plain_type(object: &mut Map<String, Value>) {
    if let Some(Value::Array(types)) = object.get_mut("type") {
        types.retain(|ty| ty != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            object.insert(String::from("type"), only);
        }
    }
}

/// An `anyOf` of one member and `null` becomes that member.
fn only_member(object: &mut Map<String, Value>) {
    if let Some(Value::Array(members)) = object.get_mut("anyOf") {
        members.retain(|member| member.get("type").is_none_or(|ty| ty != "null"));
        if let [Value::Object(only)] = members.as_slice() {
            let only = only.clone();
            object.remove("anyOf");
            only.into_iter().for_each(|(key, value)| drop(object.insert(key, value)));
        }
    }
}
