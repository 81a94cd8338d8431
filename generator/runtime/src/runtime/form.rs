//! Form bodies, `application/x-www-form-urlencoded`. In: fields and how each is encoded. Out: the body.

use serde::Serialize;

use super::request::{Request, push};
use super::style::{self, Encoding};
use super::value::{Value, to_json};

/// A form that is being built. The first error is kept, and returned when the request is about to be sent.
#[derive(Debug, Default)]
pub struct Form {
    body: String,
    error: Option<String>,
}

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field: one for each item of an array, and JSON for an object. `None` adds nothing.
    pub fn field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.put(name, None, to_json(value));
    }

    /// Adds a field in a style. `None` adds nothing.
    pub fn field_as(&mut self, name: &str, encoding: Encoding, value: &(impl Serialize + ?Sized)) {
        self.put(name, Some(encoding), to_json(value));
    }

    /// Adds each property of the value as a field: with its encoding, or else an array as a field for each item and an
    /// object as JSON.
    pub fn fields(&mut self, encodings: &[(&str, Encoding)], value: &(impl Serialize + ?Sized)) {
        if let Err(reason) = self.put_fields(encodings, to_json(value)) {
            self.fail(reason);
        }
    }

    /// Whether it has no fields.
    pub fn is_empty(&self) -> bool {
        self.body.is_empty() && self.error.is_none()
    }

    fn put_fields(
        &mut self,
        encodings: &[(&str, Encoding)],
        json: Result<String, serde_json::Error>,
    ) -> Result<(), String> {
        let json = json.map_err(|error| error.to_string())?;
        let fields = match Value::parse(&json).map_err(|error| error.to_string())? {
            Value::Object(fields, _) => fields,
            Value::Null => return Ok(()),
            _ => return Err("it is not an object".to_owned()),
        };
        for (name, value) in &fields {
            let given = encodings.iter().find(|(known, _)| known == name);
            let encoding = given.map_or_else(|| usual(value), |(_, encoding)| *encoding);
            self.add(name, encoding, value)
                .map_err(|reason| format!("field `{name}`: {reason}"))?;
        }
        Ok(())
    }

    /// The part that is the same for every type of value, and compiled once.
    fn put(
        &mut self,
        name: &str,
        encoding: Option<Encoding>,
        json: Result<String, serde_json::Error>,
    ) {
        let added = json.map_err(|error| error.to_string()).and_then(|json| {
            let value = Value::parse(&json).map_err(|error| error.to_string())?;
            self.add(name, encoding.unwrap_or_else(|| usual(&value)), &value)
        });
        if let Err(reason) = added {
            self.fail(format!("field `{name}`: {reason}"));
        }
    }

    fn add(&mut self, name: &str, encoding: Encoding, value: &Value<'_>) -> Result<(), String> {
        style::pairs(name, encoding, value, &mut |name, value| {
            style::push_pair(&mut self.body, "&", name, value);
        })
    }

    fn fail(&mut self, reason: String) {
        self.error.get_or_insert(reason);
    }
}

/// How a field without a style is encoded.
fn usual(value: &Value<'_>) -> Encoding {
    match value {
        Value::Object(..) => Encoding::JSON,
        _ => Encoding::FORM,
    }
}

impl Request {
    /// Makes the form the body.
    pub fn form(&mut self, form: Form) {
        match form.error {
            Some(reason) => self.fail(format!("the form cannot be sent: {reason}"), None),
            None => self.set_body("application/x-www-form-urlencoded", form.body.into()),
        }
    }

    /// Makes the form the whole query (OpenAPI 3.2, `in: querystring`).
    pub fn query_form(&mut self, form: Form) {
        match form.error {
            Some(reason) => self.fail(format!("the query cannot be sent: {reason}"), None),
            None if form.body.is_empty() => {}
            None => push(&mut self.query, "&", &form.body),
        }
    }
}
