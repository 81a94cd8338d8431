//! Parts that are forms themselves, `application/x-www-form-urlencoded`. In: names and objects. Out: parts.

use serde::Serialize;

use super::multipart::Multipart;
use super::style::{self, Encoding};
use super::value::{Value, to_json};

impl Multipart {
    /// Adds a part that is the form of an object, or one for each object of an array: an array property is a field for
    /// each item, and an object property is JSON. `None` adds nothing.
    pub fn form(&mut self, name: &str, content_type: &str, value: &(impl Serialize + ?Sized)) {
        self.with_json(name, to_json(value), |parts, value| match value {
            Value::Null => Ok(()),
            Value::Array(items, _) => {
                items.iter().try_for_each(|item| parts.put_form(name, content_type, item))
            }
            value => parts.put_form(name, content_type, value),
        });
    }

    fn put_form(
        &mut self,
        name: &str,
        content_type: &str,
        value: &Value<'_>,
    ) -> Result<(), String> {
        let Value::Object(fields, _) = value else { return Err("it is not an object".to_owned()) };
        let mut form = String::new();
        for (field, value) in fields {
            let encoding = match value {
                Value::Object(..) => Encoding::JSON,
                _ => Encoding::FORM,
            };
            style::pairs(field, encoding, value, &mut |name, value| {
                style::push_pair(&mut form, "&", name, value);
            })?;
        }
        self.put(name, "", content_type, form);
        Ok(())
    }
}
