//! Values that are valid by a schema: a schema and a place in; JSON, or why there is none, out.

mod scalar;

use std::cell::{Cell, RefCell};

use serde_json::{Map, Value, json};

use super::schema::{Flat, Schemas};
use scalar::{integer, number, string};

/// Beyond this depth nothing is added that does not have to be there.
const DEEPEST: usize = 6;
/// Values that are deeper are those of a schema that requires itself.
const TOO_DEEP: usize = 40;
/// So many values may be made before nothing is added that does not have to be there.
const MOST_VALUES: usize = 400;

/// How much of what may be there is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Extent {
    /// What is required, alone.
    Required,
    /// Everything.
    All,
}

/// In which direction a value goes: `readOnly` properties are not sent, `writeOnly` ones not received
/// (OpenAPI 3.0.4, section 4.7.24.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Request,
    /// The same request as the client is given it: a type has its required `readOnly` properties, though none is sent.
    Given,
    Response,
}

/// What a value will be written in, which decides which strings say something about the writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Json,
    /// A parameter, a field of a form or a part, where every character can be written.
    Text,
    /// A list between delimiters of its own, which no item may hold.
    Delimited(char),
    Header,
    /// A cookie that is not encoded.
    Cookie,
    /// Parts of a body: what is binary is a file.
    Parts,
}

/// A sampler of the schemas of a description.
#[derive(Debug)]
pub(crate) struct Sampler<'d> {
    schemas: Schemas<'d>,
    extent: Extent,
    direction: Direction,
    /// How many values there are so far.
    made: Cell<usize>,
    /// How many values there were that may be `null`.
    nullables: Cell<usize>,
    /// The named schemas that the value is inside of.
    inside: RefCell<Vec<&'d str>>,
}

/// Where in the whole value a value is.
#[derive(Debug, Clone, Copy)]
struct At {
    place: Place,
    depth: usize,
    /// Makes values differ.
    salt: usize,
}

impl At {
    fn below(self, salt: usize) -> Self {
        // What is inside of a parameter's list or object is text still.
        Self { depth: self.depth + 1, salt, ..self }
    }
}

impl<'d> Sampler<'d> {
    pub(crate) fn new(schemas: Schemas<'d>, extent: Extent, direction: Direction) -> Self {
        Self {
            schemas,
            extent,
            direction,
            made: Cell::new(0),
            nullables: Cell::new(0),
            inside: RefCell::new(Vec::new()),
        }
    }

    /// A value of the schema, to be written in that place.
    ///
    /// # Errors.
    ///
    /// What of the schema has no value that this sampler can make.
    pub(crate) fn sample(&self, schema: &'d Value, place: Place) -> Result<Value, String> {
        self.made.set(0);
        self.value(&[schema], At { place, depth: 0, salt: 0 })
    }

    /// A value of a property that objects of the schema have, to be written in that place.
    ///
    /// # Errors.
    ///
    /// What of its schema has no value that this sampler can make, or that there is no such property.
    pub(crate) fn sample_property(
        &self,
        schema: &'d Value,
        name: &str,
        place: Place,
    ) -> Result<Value, String> {
        let flat = self.schemas.flat(&[schema])?;
        let schemas = flat.properties.get(name).ok_or_else(|| format!("there is no `{name}`"))?;
        self.made.set(0);
        self.value(schemas, At { place, depth: 1, salt: 0 })
    }

    /// A string, where no schema says anything.
    ///
    /// # Errors.
    ///
    /// None; it stands beside [`Sampler::sample`].
    pub(crate) fn text(&self, place: Place) -> Result<Value, String> {
        string(&Flat::default(), self.extent, place, 0)
    }

    /// The schema of that name.
    pub(crate) fn named(&self, name: &str) -> Option<&'d Value> {
        self.schemas.named(name).map(|(_, schema)| schema)
    }

    /// The type that the schema asks for.
    pub(crate) fn kind(&self, schema: &'d Value) -> Option<&'d str> {
        self.schemas.flat(&[schema]).ok()?.text("type")
    }

    /// Whether the schema is that of bytes.
    pub(crate) fn is_binary(&self, schema: &'d Value) -> bool {
        let flat = self.schemas.flat(&[schema]);
        flat.is_ok_and(|flat| {
            flat.text("type") == Some("string") && flat.text("format") == Some("binary")
        })
    }

    /// Whether the schema says what values there are.
    pub(crate) fn is_said(&self, schema: &'d Value) -> bool {
        self.schemas.flat(&[schema]).is_ok_and(|flat| {
            flat.text("type").is_some()
                || !flat.properties.is_empty()
                || !flat.choices.is_empty()
                || flat.allowed.is_some()
        })
    }

    /// Whether objects of the schema have properties that have to be sent.
    pub(crate) fn requires(&self, schema: &'d Value) -> bool {
        let is_sent = |flat: &Flat<'d>, name: &&str| {
            flat.properties.get(name).is_some_and(|schemas| !self.goes_other_way(schemas))
        };
        let flat = self.schemas.flat(&[schema]);
        flat.is_ok_and(|flat| flat.required.iter().any(|name| is_sent(&flat, name)))
    }

    fn value(&self, schemas: &[&'d Value], at: At) -> Result<Value, String> {
        if at.depth > TOO_DEEP {
            return Err("the schema requires itself".to_owned());
        }
        self.made.set(self.made.get() + 1);
        let flat = self.schemas.flat(schemas)?;
        if at.place == Place::Json && flat.nullable == Some(true) && self.extent == Extent::All {
            self.nullables.set(self.nullables.get() + 1);
            if self.nullables.get().is_multiple_of(4) && flat.choices.is_empty() {
                return Ok(Value::Null);
            }
        }
        let known = self.inside.borrow().len();
        self.inside.borrow_mut().extend(&flat.names);
        let value = self.chosen(flat, 0, at);
        self.inside.borrow_mut().truncate(known);
        // What refers to itself may end so.
        let may_be_null = |schema: &&Value| schema.get("nullable") == Some(&Value::Bool(true));
        match value {
            Err(_) if at.place == Place::Json && schemas.iter().any(may_be_null) => Ok(Value::Null),
            value => value,
        }
    }

    /// Decides the alternatives from `first` on, and makes the value: the first member counts that has one.
    fn chosen(&self, flat: Flat<'d>, first: usize, at: At) -> Result<Value, String> {
        let Some(members) = flat.choices.get(first).cloned() else { return self.of(&flat, at) };
        let count = members.len();
        let mut problem = None;
        for offset in 0..count {
            let Some(member) = members.get((at.salt + offset) % count.max(1)) else { continue };
            let mut merged = flat.clone();
            let names = std::mem::take(&mut merged.names);
            let value = self.schemas.merge(&mut merged, member, 0).and_then(|()| {
                if merged.names.iter().any(|name| self.is_inside(name)) && at.depth > DEEPEST {
                    return Err("the member leads back to itself".to_owned());
                }
                // The discriminator's value is that of the member.
                merged.names.extend(names);
                self.chosen(merged, first + 1, at)
            });
            match value {
                Ok(value) => return Ok(value),
                Err(error) => problem = problem.or(Some(error)),
            }
        }
        Err(problem.unwrap_or_else(|| "there is no member".to_owned()))
    }

    fn is_inside(&self, name: &str) -> bool {
        self.inside.borrow().contains(&name)
    }

    fn of(&self, flat: &Flat<'d>, at: At) -> Result<Value, String> {
        if flat.flag("x-codegen-never") {
            return Err("no value is valid".to_owned());
        }
        if flat.contradicts {
            return Err("no value has all types that are asked for".to_owned());
        }
        if let Some(allowed) = &flat.allowed {
            return listed(flat, allowed, at);
        }
        match flat.kind() {
            "object" => self.object(flat, at),
            "array" => self.array(flat, at),
            "string" => string(flat, self.extent, at.place, at.salt),
            "integer" => integer(flat, at.salt),
            "number" => number(flat, at.salt),
            "boolean" => Ok(Value::Bool(at.salt.is_multiple_of(2))),
            "null" => Ok(Value::Null),
            "" if flat.nullable == Some(true) && at.place == Place::Json => Ok(Value::Null),
            "" => Ok(json!("anything")),
            other => Err(format!("there is no type `{other}`")),
        }
    }

    fn object(&self, flat: &Flat<'d>, at: At) -> Result<Value, String> {
        // A part that is an object is JSON.
        let in_part = at.place == Place::Parts && at.depth > 0;
        let at = if in_part { At { place: Place::Json, ..at } } else { at };
        let marks = flat.marks();
        let mut object = Map::new();
        for (index, (name, schemas)) in flat.properties.iter().enumerate() {
            let required = flat.required.contains(name);
            if self.goes_other_way(schemas) {
                if required && self.direction == Direction::Given && at.place == Place::Json {
                    object.insert((*name).to_owned(), self.aside(schemas, at)?);
                }
                continue;
            }
            if !required && !self.adds(schemas, at) {
                continue;
            }
            let mark = marks.iter().find(|(property, _)| property == name);
            let value = match mark {
                Some((_, value)) => self.marked(schemas, value, at),
                None => self.value(schemas, at.below(at.salt + index)),
            };
            match value {
                Ok(value) => object.insert((*name).to_owned(), value),
                Err(_) if !required => None,
                Err(error) => return Err(format!("`{name}`: {error}")),
            };
        }
        let closed = flat.additional.contains(&&Value::Bool(false));
        for name in &flat.required {
            if !flat.properties.contains_key(name) {
                if closed {
                    return Err(format!("`{name}` is required, and not allowed"));
                }
                let mark = marks.iter().find(|(property, _)| property == name);
                let value = match mark {
                    Some((_, value)) => Value::from(value.as_str()),
                    None => self.value(&schemas_of(flat), at.below(at.salt))?,
                };
                object.insert((*name).to_owned(), value);
            }
        }
        self.fill(flat, &mut object, at)?;
        if object.is_empty() && at.place != Place::Json {
            // What has no properties cannot be told from what is not there.
            object.extend(self.any_property(flat, at));
        }
        Ok(Value::Object(object))
    }

    /// The first property that has a value.
    fn any_property(&self, flat: &Flat<'d>, at: At) -> Option<(String, Value)> {
        let mut sent = flat.properties.iter().filter(|(_, schemas)| !self.goes_other_way(schemas));
        sent.find_map(|(name, schemas)| {
            Some(((*name).to_owned(), self.value(schemas, at.below(at.salt)).ok()?))
        })
    }

    /// Adds properties that may be missing until there are enough.
    fn reach(&self, least: usize, flat: &Flat<'d>, object: &mut Map<String, Value>, at: At) {
        for (index, (name, schemas)) in flat.properties.iter().enumerate() {
            let is_enough = object.len() >= least;
            if is_enough || object.contains_key(*name) || self.goes_other_way(schemas) {
                continue;
            }
            if let Ok(value) = self.value(schemas, at.below(at.salt + index)) {
                object.insert((*name).to_owned(), value);
            }
        }
    }

    /// Adds properties until there are enough, and those that have no names of their own, where there may be some.
    fn fill(&self, flat: &Flat<'d>, object: &mut Map<String, Value>, at: At) -> Result<(), String> {
        let closed = flat.additional.contains(&&Value::Bool(false));
        // What nothing is said about may as well be dropped by whoever decodes it.
        let kept = !flat.additional.is_empty() || flat.properties.is_empty();
        let wanted = match (self.extent, at.place) {
            _ if closed || !kept || at.depth > DEEPEST => 0,
            (Extent::All, Place::Json) => object.len() + 1,
            // An empty object cannot be told from one that is not there.
            (_, Place::Json) => 0,
            _ if flat.properties.is_empty() => 1,
            _ => 0,
        };
        let wanted = wanted.min(flat.count("maxProperties").unwrap_or(usize::MAX));
        let least = flat.count("minProperties").unwrap_or(0);
        self.reach(least, flat, object, at);
        for number in 0.. {
            if object.len() >= wanted.max(least) {
                break;
            }
            if closed || number > 100 {
                return Err(format!("{least} properties are needed, and not allowed"));
            }
            let name = format!("key-{number}");
            match self.value(&schemas_of(flat), at.below(at.salt + number)) {
                Ok(value) => object.insert(name, value),
                Err(_) if object.len() >= least => break,
                Err(error) => return Err(error),
            };
        }
        Ok(())
    }

    /// A value that changes no other one of the sample.
    fn aside(&self, schemas: &[&'d Value], at: At) -> Result<Value, String> {
        let counts = (self.made.get(), self.nullables.get());
        let value = self.value(schemas, at.below(at.salt));
        self.made.set(counts.0);
        self.nullables.set(counts.1);
        value
    }

    fn goes_other_way(&self, schemas: &[&'d Value]) -> bool {
        self.schemas.is(
            match self.direction {
                Direction::Request | Direction::Given => "readOnly",
                Direction::Response => "writeOnly",
            },
            schemas,
        )
    }

    /// Whether what may be missing is there.
    fn adds(&self, schemas: &[&'d Value], at: At) -> bool {
        let returns = || {
            let flat = self.schemas.flat(schemas);
            flat.is_ok_and(|flat| flat.names.iter().any(|name| self.is_inside(name)))
        };
        let is_small = || at.depth < DEEPEST && self.made.get() < MOST_VALUES && !returns();
        // All that the value itself has is there, however much that is.
        self.extent == Extent::All && (at.depth == 0 || is_small())
    }

    /// The value of a discriminator, if the property's own schema allows it.
    fn marked(&self, schemas: &[&'d Value], value: &str, at: At) -> Result<Value, String> {
        let flat = self.schemas.flat(schemas)?;
        let value = Value::from(value);
        match &flat.allowed {
            Some(allowed) if !allowed.contains(&&value) => self.value(schemas, at.below(0)),
            _ => Ok(value),
        }
    }

    fn array(&self, flat: &Flat<'d>, at: At) -> Result<Value, String> {
        if let Some(keys) = flat.get("x-codegen-tuple").and_then(Value::as_array) {
            let keys = keys.iter().filter_map(Value::as_str);
            let items = keys.enumerate().map(|(index, key)| {
                let named = self.schemas.named(key);
                let (_, schema) = named.ok_or_else(|| format!("there is no schema `{key}`"))?;
                self.value(&[schema], at.below(index))
            });
            return items.collect::<Result<Vec<_>, _>>().map(Value::Array);
        }
        let least = flat.count("minItems").unwrap_or(0);
        let wanted = match self.extent {
            _ if at.depth > DEEPEST || self.made.get() > MOST_VALUES => least,
            Extent::Required => least.max(1),
            Extent::All => least.max(2),
        };
        let wanted = wanted.min(flat.count("maxItems").unwrap_or(usize::MAX));
        let mut items: Vec<Value> = Vec::new();
        // Of values that have to differ, some may come out equal.
        for number in 0..wanted.saturating_mul(4).min(10_000) {
            if items.len() == wanted {
                break;
            }
            match self.value(&flat.items, at.below(at.salt + number)) {
                Ok(item) if flat.flag("uniqueItems") && items.contains(&item) => {}
                Ok(item) => items.push(item),
                Err(_) if items.len() >= least && at.place == Place::Json => break,
                Err(error) => return Err(format!("an item: {error}")),
            }
        }
        if items.len() < least {
            return Err(format!("{least} different items are needed"));
        }
        Ok(Value::Array(items))
    }
}

/// The schemas of properties that have no names of their own.
fn schemas_of<'d>(flat: &Flat<'d>) -> Vec<&'d Value> {
    flat.additional.iter().copied().filter(|schema| schema.is_object()).collect()
}

/// One of the values that are allowed, of the type that is asked for.
fn listed(flat: &Flat<'_>, allowed: &[&Value], at: At) -> Result<Value, String> {
    let fits = |value: &Value| match flat.text("type") {
        Some("string") => value.is_string(),
        Some("integer" | "number") => value.is_number(),
        Some("boolean") => value.is_boolean(),
        _ => !value.is_null() || at.place == Place::Json,
    };
    let fitting: Vec<&&Value> = allowed.iter().filter(|value| fits(value)).collect();
    let value = fitting.get(at.salt % fitting.len().max(1));
    match value {
        Some(value) => Ok((**value).clone()),
        None if flat.nullable == Some(true) && at.place == Place::Json => Ok(Value::Null),
        None => Err("no value of `enum` has the type".to_owned()),
    }
}

#[cfg(test)]
mod tests;
