//! Bodies of forms, `application/x-www-form-urlencoded`. In: fields and how each is written. Out: the body.

use serde::Serialize;

use super::request::Request;
use super::style::{self, Encoding};
use super::value::{Value, to_json};

/// A form that is being filled in. The first error is kept, and comes out when the request is about to be sent.
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

    /// Adds a field, in the style `form`, exploded. `None` adds nothing.
    pub fn field(&mut self, name: &str, value: &(impl Serialize + ?Sized)) {
        self.put(name, Encoding::FORM, to_json(value));
    }

    /// Adds a field. `None` adds nothing.
    pub fn field_as(&mut self, name: &str, encoding: Encoding, value: &(impl Serialize + ?Sized)) {
        self.put(name, encoding, to_json(value));
    }

    /// Adds each property of the value as a field.
    pub fn fields(&mut self, value: &(impl Serialize + ?Sized)) {
        match serde_json::to_value(value) {
            Ok(serde_json::Value::Object(fields)) => {
                fields.iter().for_each(|(name, value)| self.field(name, value));
            }
            Ok(_) => self.fail("it is no object".to_owned()),
            Err(error) => self.fail(error.to_string()),
        }
    }

    /// The part that is the same for every type of value, and compiled once.
    fn put(&mut self, name: &str, encoding: Encoding, json: Result<String, serde_json::Error>) {
        let pairs = json.map_err(|error| error.to_string()).and_then(|json| {
            let value = Value::parse(&json).map_err(|error| error.to_string())?;
            style::pairs(name, encoding, &value)
        });
        match pairs {
            Ok(pairs) => {
                for pair in pairs {
                    if !self.body.is_empty() {
                        self.body.push('&');
                    }
                    self.body.push_str(&pair);
                }
            }
            Err(reason) => self.fail(format!("field `{name}`: {reason}")),
        }
    }

    fn fail(&mut self, reason: String) {
        self.error.get_or_insert(reason);
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
}
