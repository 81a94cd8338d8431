//! The unions of a crate, values, and the members that they became in; what is wrong out.

use std::collections::{BTreeMap, BTreeSet};

use jsonschema::Validator;
use serde_json::Value;

use super::marks;
use super::schemas::Schemas;

/// So many values of a member are mixed with those of so many others.
const MOST_MIXED: usize = 3;

/// The unions of a description, and the values to try them with.
pub(super) struct Trial {
    pub(super) name: String,
    unions: Vec<Union>,
    pub(super) questions: Vec<Question>,
}

/// A union.
pub(super) struct Union {
    /// The type's name.
    name: String,
    /// The pointer of its schema.
    pub(super) own: Option<String>,
    /// The variants, and the pointers of their schemas.
    pub(super) members: Vec<(String, String)>,
    /// The members that the schema refers to.
    pub(super) listed: BTreeSet<String>,
}

/// A value to be decoded by a union.
pub(super) struct Question {
    union: usize,
    value: Value,
    right: Right,
    /// Whether no schema by which the value is valid has a type.
    is_untyped: bool,
    /// How many members the value is valid by.
    valid: usize,
}

/// Which variants are right for a value.
pub(super) enum Right {
    /// These, where `Unknown` is no member at all.
    Members(BTreeSet<String>),
    /// The value is valid by no member that is known here.
    Any,
}

/// A value that became a wrong member.
#[derive(Debug)]
pub(super) struct Finding {
    pub(super) union: String,
    pub(super) taken: String,
    pub(super) right: String,
    pub(super) value: String,
}

/// Finds the unions, and asks for values of each member by its pointer.
pub(super) fn trial(
    name: &str,
    ir: &Value,
    schemas: &Schemas,
    values: &dyn Fn(&str) -> Vec<Value>,
) -> Trial {
    let types = ir.get("types").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut trial = Trial { name: name.to_owned(), unions: Vec::new(), questions: Vec::new() };
    let mut validators: BTreeMap<String, Option<Validator>> = BTreeMap::new();
    let mut known: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for ty in types.iter().filter(|ty| ty.get("operation") == Some(&Value::Bool(false))) {
        let Some(union) = union(ty, &types, schemas) else { continue };
        let own = union.own.as_deref();
        let mut pool: Vec<Value> = Vec::new();
        for pointer in union.members.iter().map(|(_, pointer)| pointer.as_str()).chain(own) {
            let own = known.entry(pointer.to_owned()).or_insert_with(|| values(pointer));
            pool.extend_from_slice(own);
            validators.entry(pointer.to_owned()).or_insert_with(|| schemas.validator(pointer));
        }
        pool.extend(mixed(&union, &known, schemas));
        let mut met = BTreeSet::new();
        pool.retain(|value| !value.is_null() && met.insert(value.to_string()));
        let valid: Vec<Valid<'_>> = union
            .members
            .iter()
            .map(|(variant, pointer)| {
                let validator = validators.get(pointer).and_then(Option::as_ref);
                let is_valid = |(_, value): &(usize, &Value)| {
                    validator.is_some_and(|validator| validator.is_valid(value))
                };
                let valid = pool.iter().enumerate().filter(is_valid).map(|(index, _)| index);
                Valid { variant, pointer, values: valid.collect() }
            })
            .collect();
        let discriminator = own.and_then(|own| schemas.discriminator(own));
        for (index, value) in pool.iter().enumerate() {
            let marked = discriminator.as_ref().filter(|_| value.is_object());
            let right = match marked.map(|it| marks::right(schemas, &union, value, it)) {
                // Its mark and the rest of it contradict each other.
                Some(Right::Members(names)) if !is_valid(&valid, &names, index) => Right::Any,
                Some(right) => right,
                None => by_validity(&valid, index, &|pointer| described(schemas, pointer, value)),
            };
            let has_type = |(_, pointer): &&(String, String)| {
                let lineage = schemas.extended(pointer);
                let mut all = lineage.iter().filter_map(|it| schemas.at(it));
                all.any(|schema| {
                    ["type", "enum", "const"].iter().any(|key| schema.get(key).is_some())
                })
            };
            let is_untyped = matches!(&right, Right::Members(members) if !union
                .members
                .iter()
                .filter(|(name, _)| members.contains(name))
                .any(|member| has_type(&member)));
            let union = trial.unions.len();
            let value = value.clone();
            let valid = valid.iter().filter(|it| it.values.contains(&index)).count();
            trial.questions.push(Question { union, value, right, is_untyped, valid });
        }
        trial.unions.push(union);
    }
    trial
}

/// Objects with the properties of two members.
fn mixed(union: &Union, known: &BTreeMap<String, Vec<Value>>, schemas: &Schemas) -> Vec<Value> {
    let objects = |pointer: &String| {
        let values = known.get(pointer).into_iter().flatten();
        values.filter_map(Value::as_object).take(MOST_MIXED).cloned().collect::<Vec<_>>()
    };
    let members: Vec<_> = union.members.iter().map(|(_, pointer)| objects(pointer)).collect();
    let mut found = Vec::new();
    for object in members.iter().filter_map(|objects| objects.first()) {
        for name in union.members.iter().flat_map(|(_, pointer)| schemas.properties(pointer)) {
            let mut more = object.clone();
            more.entry(name).or_insert_with(|| "text".into());
            found.push(more.into());
        }
    }
    for (index, one) in members.iter().enumerate() {
        for other in members.iter().skip(index + 1).take(MOST_MIXED) {
            for (one, other) in one.iter().flat_map(|one| other.iter().map(move |it| (one, it))) {
                let mut both = one.clone();
                both.extend(other.clone());
                found.push(both.into());
            }
        }
    }
    found
}

/// The part of a pointer within the entry.
fn local(pointer: &str) -> Option<&str> {
    pointer.find('#').and_then(|at| pointer.get(at..))
}

/// The union that a type is, with those of its members whose schemas are known.
pub(super) fn union(ty: &Value, types: &[Value], schemas: &Schemas) -> Option<Union> {
    let variants = ty.pointer("/kind/Union/variants")?.as_array()?;
    let inline = || schemas.listing(&references(variants, types));
    let own = ty.get("pointer").and_then(Value::as_str).and_then(local).map(str::to_owned);
    let own = own.or_else(inline);
    let own = own.as_deref();
    let titled = |name: &str| {
        let own = own?;
        ["oneOf", "anyOf"].into_iter().find_map(|list| {
            let members = schemas.at(own)?.get(list)?.as_array()?;
            let place = members
                .iter()
                .position(|member| member.get("title").and_then(Value::as_str) == Some(name))?;
            Some(format!("{own}/{list}/{place}"))
        })
    };
    let lists = own.and_then(|own| schemas.at(own)).into_iter().flat_map(|schema| {
        ["oneOf", "anyOf"].into_iter().filter_map(|list| schema.get(list)?.as_array())
    });
    let listed = lists.flatten().filter_map(|it| it.get("$ref")?.as_str().map(str::to_owned));
    let listed: BTreeSet<String> = listed.collect();
    let members = variants.iter().filter_map(|variant| {
        let name = variant.get("name")?.as_str()?;
        let pointer = referenced(variant, types).or_else(|| titled(name));
        let is_own = |pointer: &&String| pointer.rsplit('/').next() == Some(name);
        let pointer = pointer.or_else(|| listed.iter().find(is_own).cloned())?;
        Some((name.to_owned(), pointer))
    });
    let members: Vec<(String, String)> = members.collect();
    let name = ty.get("name")?.as_str()?.to_owned();
    let own = own.map(str::to_owned);
    (!members.is_empty()).then_some(Union { name, own, members, listed })
}

/// The pointer of the schema that a variant's type is made of, if it is a named one.
fn referenced(variant: &Value, types: &[Value]) -> Option<String> {
    let mut of = variant.get("ty")?;
    while let Some(inner) = of.get("Boxed") {
        of = inner;
    }
    let id = of.get("Named").and_then(Value::as_u64).and_then(|id| usize::try_from(id).ok());
    let pointer = id.and_then(|id| types.get(id)?.get("pointer")?.as_str());
    pointer.and_then(local).map(str::to_owned)
}

fn references(variants: &[Value], types: &[Value]) -> BTreeSet<String> {
    variants.iter().filter_map(|variant| referenced(variant, types)).collect()
}

/// The values that are valid by a member.
struct Valid<'a> {
    variant: &'a str,
    pointer: &'a str,
    values: BTreeSet<usize>,
}

/// Whether the value is valid by any of these members, or they are none.
fn is_valid(valid: &[Valid<'_>], names: &BTreeSet<String>, index: usize) -> bool {
    let mut named = valid.iter().filter(|it| names.contains(it.variant)).peekable();
    named.peek().is_none() || named.any(|it| it.values.contains(&index))
}

/// The members that the value is valid by, without those that another one is more exact than, which describes as many
/// of its properties.
fn by_validity(valid: &[Valid<'_>], index: usize, described: &dyn Fn(&str) -> usize) -> Right {
    let valid: Vec<&Valid<'_>> = valid.iter().filter(|it| it.values.contains(&index)).collect();
    let most_exact = valid.iter().filter(|it| {
        let is_more_exact = |other: &&Valid<'_>| {
            other.values.is_subset(&it.values)
                && other.values != it.values
                && described(other.pointer) >= described(it.pointer)
        };
        !valid.iter().any(is_more_exact)
    });
    let members: BTreeSet<String> = most_exact.map(|it| it.variant.to_owned()).collect();
    if members.is_empty() { Right::Any } else { Right::Members(members) }
}

/// How many properties of a value a schema describes.
fn described(schemas: &Schemas, pointer: &str, value: &Value) -> usize {
    let lineage = schemas.extended(pointer);
    let has = |name: &String| {
        let mut all = lineage.iter().filter_map(|it| schemas.at(it)?.get("properties"));
        all.any(|properties| properties.get(name).is_some())
    };
    value.as_object().map_or(0, |object| object.keys().filter(|name| has(name)).count())
}

impl Trial {
    /// The types of the unions.
    pub(super) fn types(&self) -> Vec<&str> {
        self.unions.iter().map(|union| union.name.as_str()).collect()
    }

    /// The values, each with the index of its union.
    pub(super) fn questions(&self) -> Vec<(usize, String)> {
        self.questions.iter().map(|it| (it.union, it.value.to_string())).collect()
    }

    /// How many unions there are.
    pub(super) fn unions(&self) -> usize {
        self.unions.len()
    }

    /// The values that became a wrong member.
    pub(super) fn judge(&self, answers: &[String]) -> Vec<Finding> {
        let judged = self.questions.iter().zip(answers).filter_map(|(question, taken)| {
            let right = match &question.right {
                // Where a schema has no type, any other value is valid too, which no member has a place for.
                Right::Members(_) if taken == "Unknown" && question.is_untyped => return None,
                // No single one of several members keeps all of it.
                Right::Members(_) if taken == "Unknown" && question.valid > 1 => return None,
                Right::Members(members) if !members.contains(taken) => members,
                Right::Any if taken.starts_with("error") => &BTreeSet::new(),
                _ => return None,
            };
            Some(Finding {
                union: self.unions.get(question.union)?.name.clone(),
                taken: taken.clone(),
                right: right.iter().cloned().collect::<Vec<_>>().join(" or "),
                value: question.value.to_string(),
            })
        });
        judged.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Right, Valid, by_validity};

    fn names(right: Right) -> Vec<String> {
        match right {
            Right::Members(names) => names.into_iter().collect(),
            Right::Any => vec!["any".to_owned()],
        }
    }

    #[test]
    fn the_most_exact_member_is_right() {
        let valid = |variant: &'static str, values: &[usize]| Valid {
            variant,
            pointer: variant,
            values: values.iter().copied().collect(),
        };
        let all = [valid("Number", &[0, 1]), valid("Integer", &[0]), valid("Text", &[2])];
        assert_eq!(names(by_validity(&all, 0, &|_| 0)), ["Integer"]);
        assert_eq!(names(by_validity(&all, 1, &|_| 0)), ["Number"]);
        assert_eq!(names(by_validity(&all, 3, &|_| 0)), ["any"]);
        let describes_more = |pointer: &str| usize::from(pointer == "Number");
        assert_eq!(names(by_validity(&all, 0, &describes_more)), ["Integer", "Number"]);
    }
}
