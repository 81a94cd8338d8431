//! Conditions that are constants of one property in, the members of a union out.

use super::super::super::edit::{Edit, object};
use crate::load::node::{Node, Value};

/// More values than this do not decide, since each is compared with each.
const MOST: usize = 128;

/// What applies if the property has one of these values.
struct Case {
    values: Vec<Node>,
    then: Vec<Node>,
}

/// The members, if the conditions are constants of one property, and types depend on them.
pub(super) fn members(edit: &Edit<'_>, parts: &[Node]) -> Option<Node> {
    if edit.get("oneOf").is_some() || edit.get("anyOf").is_some() {
        return None;
    }
    let own = edit.get("if").map(|condition| (condition, edit.get("then"), edit.get("else")));
    let parts = parts.iter().filter_map(|it| Some((it.get("if")?, it.get("then"), it.get("else"))));
    let mut all: Vec<_> = own.into_iter().chain(parts).collect();
    let span = all.first()?.0.span;
    let property = constants(all.first()?.0)?.0.to_owned();
    let is_one = all.len() == 1;
    let (mut cases, mut count): (Vec<Case>, usize) = (Vec::new(), 0);
    let mut otherwise = None;
    while let Some((condition, then, or)) = all.pop() {
        let (name, values) = constants(condition)?;
        count += values.len();
        if *name != property || count > MOST {
            return None;
        }
        case(&mut cases, values, then)?;
        match or {
            None => {}
            // A condition within is one more case; several are not told apart by one property.
            Some(_) if !is_one => return None,
            Some(or) if super::is_condition(or) => {
                all.push((or.get("if")?, or.get("then"), or.get("else")));
            }
            Some(or) => otherwise = Some(or.clone()),
        }
    }
    if !is_one {
        cases.reverse();
    }
    let base = edit.get("properties");
    let types = cases.iter().flat_map(|case| &case.then).chain(&otherwise);
    if !types.into_iter().any(|then| has_types(then, base)) {
        return None;
    }
    let listed = base.and_then(|base| base.get(&property)).map(values).unwrap_or_default();
    let is_covered = (1..=MOST).contains(&listed.len())
        && listed.iter().all(|value| cases.iter().any(|case| contains(&case.values, value)));
    let mut members: Vec<Node> = cases.iter().map(|case| member(&property, case)).collect();
    if !is_covered {
        let title = Node::new(Value::String("Other".into()), span);
        let parts = otherwise.map(|or| Node::array(vec![or], span));
        members.push(object([("title", Some(title)), ("allOf", parts)], span));
    }
    Some(Node::array(members, span))
}

/// Adds a case, or a part to the one with the same values; `None` if it shares only some of the values of another.
fn case(cases: &mut Vec<Case>, values: Vec<Node>, then: Option<&Node>) -> Option<()> {
    let shares = |case: &&mut Case| values.iter().any(|value| contains(&case.values, value));
    match cases.iter_mut().find(shares) {
        None => cases.push(Case { values, then: then.into_iter().cloned().collect() }),
        Some(case) => {
            let is_same = case.values.len() == values.len()
                && values.iter().all(|value| contains(&case.values, value));
            if !is_same {
                return None;
            }
            case.then.extend(then.cloned());
        }
    }
    Some(())
}

fn contains(values: &[Node], value: &Node) -> bool {
    values.iter().any(|other| other.to_json() == value.to_json())
}

/// The property and its values, if the condition is that it has one of these.
fn constants(condition: &Node) -> Option<(&str, Vec<Node>)> {
    let only = ["properties", "required", "type"];
    let schema = condition.as_object()?;
    if !schema.keys().all(|key| only.contains(&&**key)) {
        return None;
    }
    let mut properties = condition.get("properties")?.as_object()?.iter();
    let (Some((name, entry)), None) = (properties.next(), properties.next()) else { return None };
    let is_own = |required: &Node| required.as_str() == Some(name);
    let required = condition.get("required").and_then(Node::as_array).unwrap_or_default();
    let has_only_notes = entry
        .node
        .as_object()?
        .keys()
        .all(|key| ["const", "enum", "type", "title", "description"].contains(&&**key));
    let values = values(&entry.node);
    (required.iter().all(is_own) && has_only_notes && !values.is_empty()).then_some((name, values))
}

/// The values that a schema lists.
fn values(schema: &Node) -> Vec<Node> {
    match (schema.get("const"), schema.get("enum").and_then(Node::as_array)) {
        (Some(value), _) => vec![value.clone()],
        (None, Some(values)) => values.to_vec(),
        (None, None) => Vec::new(),
    }
}

/// Whether a schema has more than constraints of the properties that are there anyway.
fn has_types(schema: &Node, base: Option<&Node>) -> bool {
    let adds = |name: &str, property: &Node| {
        let known = base.and_then(|base| base.get(name));
        let Some(known) = known else { return property.as_bool() != Some(false) };
        let typ = |node: &Node| node.get("type").and_then(Node::as_str).map(str::to_owned);
        let has_parts = ["$ref", "properties", "items", "allOf", "oneOf", "anyOf"]
            .iter()
            .any(|key| property.get(key).is_some());
        has_parts || (typ(property).is_some() && typ(property) != typ(known))
    };
    let mut properties = super::properties(schema);
    ["$ref", "allOf", "oneOf", "anyOf"].iter().any(|key| schema.get(key).is_some())
        || properties.any(|(name, entry)| adds(name, &entry.node))
}

/// The member for a case.
fn member(property: &str, case: &Case) -> Node {
    let span =
        case.then.first().or(case.values.first()).map_or_else(Default::default, |it| it.span);
    // A member is called by a single string that marks it.
    let texts: Vec<String> = case.values.iter().map(text).collect();
    let has_name = matches!(case.values.as_slice(), [only] if only.as_str().is_some());
    let title = (!has_name).then(|| format!("{property} {}", texts.join(" or ")));
    let title = title.map(|title| Node::new(Value::String(title), span));
    let listed = object([("enum", Some(Node::array(case.values.clone(), span)))], span);
    let required = Node::array(vec![Node::new(Value::String(property.into()), span)], span);
    let parts = (!case.then.is_empty()).then(|| Node::array(case.then.clone(), span));
    let properties = object([(property, Some(listed))], span);
    object(
        [
            ("title", title),
            ("allOf", parts),
            ("required", Some(required)),
            ("properties", Some(properties)),
        ],
        span,
    )
}

fn text(value: &Node) -> String {
    value.as_str().map_or_else(|| value.to_json().to_string(), str::to_owned)
}
