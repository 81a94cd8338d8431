//! A description as Prism understands it. In: the text of an OpenAPI 3.0 description. Out: the same without `null` among
//! the values of nullable enumerations.
//!
//! By OpenAPI 3.0 such a list has to name `null` (section 4.7.24, `nullable`). Prism adds it by itself, and where it
//! stands there twice it checks nothing of the whole body, without a word.

use serde_yaml::{Mapping, Value};

/// Takes `null` out of each `enum` beside `nullable: true`.
///
/// # Errors.
///
/// A text that is no YAML.
pub(crate) fn without(description: &str) -> Result<String, serde_yaml::Error> {
    let mut value: Value = serde_yaml::from_str(description)?;
    clean(&mut value);
    serde_yaml::to_string(&value)
}

fn clean(value: &mut Value) {
    match value {
        Value::Mapping(mapping) => {
            clean_enum(mapping);
            mapping.values_mut().for_each(clean);
        }
        Value::Sequence(items) => items.iter_mut().for_each(clean),
        _ => {}
    }
}

fn clean_enum(schema: &mut Mapping) {
    let nullable = schema.get("nullable").and_then(Value::as_bool) == Some(true);
    if let Some(Value::Sequence(values)) = schema.get_mut("enum").filter(|_| nullable) {
        values.retain(|value| !value.is_null());
    }
}

#[cfg(test)]
mod tests {
    use super::without;

    #[test]
    fn null_goes_where_nullable_says_it() {
        let text = "a:\n- nullable: true\n  enum: [x, null]\n- enum: [x, null]\n- default: null\n  enum: y\n";
        let expected = "a:\n- nullable: true\n  enum:\n  - x\n- enum:\n  - x\n  - null\n- default: null\n  enum: y\n";
        assert_eq!(without(text).unwrap(), expected);
    }
}
