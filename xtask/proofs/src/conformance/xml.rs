//! XML (OpenAPI 3.0.4, section 4.7.26; 3.2, section 4.26). A value and its schema in; the tree that it is as XML, or why
//! it has no form, out.
//!
//! It knows the description and the specification alone, and shares nothing with what writes and reads XML in clients.

mod hints;
mod tree;

use serde_json::{Map, Value};

use super::schema::{Flat, Schemas};
use hints::{Hints, Node};
pub(super) use tree::Tree;

/// Unions in unions deeper than this are those of a schema that contains itself.
const DEEPEST: usize = 8;

/// The key of the text in an object of any kind.
const TEXT: &str = "#text";

/// What trees are made by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Xml<'d> {
    schemas: Schemas<'d>,
    /// Whether a reference has the name of what it leads to (3.2).
    by_component: bool,
}

/// What is not said by a schema, and is usual where it stands.
#[derive(Clone, Copy)]
struct Usual<'u> {
    name: &'u str,
    /// The namespace of elements without a word about it.
    namespace: &'u str,
}

impl<'d> Xml<'d> {
    /// The schemas that values are described by.
    pub(super) fn schemas(self) -> Schemas<'d> {
        self.schemas
    }

    pub(super) fn of(description: &'d Value) -> Self {
        let by_component = description.get("x-codegen-xml-component-names");
        Self {
            schemas: Schemas::of(description),
            by_component: by_component == Some(&Value::Bool(true)),
        }
    }

    /// The document of a value; one that is received may have any name where none is said.
    ///
    /// # Errors.
    ///
    /// Something that the specification gives no form to.
    pub(super) fn document(&self, schema: &'d Value, value: &Value) -> Result<Tree, String> {
        let hints = self.hints(&[schema]);
        let name = hints.component.unwrap_or("document");
        let usual = Usual { name, namespace: "" };
        if hints.node != Node::Element && !value.is_array() {
            return Err(String::from("a document is not an element"));
        }
        let mut tree = hints.element(usual);
        let flat = self.schemas.flat(&[schema])?;
        match value {
            Value::Array(items) => {
                let first = flat.items.first().map(|item| self.hints(&[item]));
                let component = first.and_then(|hints| hints.component);
                let name = component.unwrap_or(&tree.name).to_owned();
                self.items(&flat, items, &name, &mut tree)?;
            }
            value => self.fill(&flat, value, &mut tree)?,
        }
        Ok(tree)
    }

    fn hints(&self, schemas: &[&'d Value]) -> Hints<'d> {
        let mut hints = Hints::default();
        if let Some(schema) = schemas.first() {
            let last = hints.follow(self.schemas, schema);
            // A union is called as all of its members are.
            let members = ["oneOf", "anyOf"].into_iter().find_map(|key| last.get(key)?.as_array());
            let mut names = members.into_iter().flatten().map(|member| {
                let mut own = Hints::default();
                own.follow(self.schemas, member);
                own
            });
            if let Some(first) = names.next().filter(|_| hints.name.is_none())
                && names.all(|other| other.name == first.name)
            {
                hints.take_name(&first);
            }
        }
        if self.by_component && hints.name.is_none() {
            hints.name = hints.component;
        }
        hints
    }

    /// Gives an element what it holds.
    fn fill(&self, flat: &Flat<'d>, value: &Value, tree: &mut Tree) -> Result<(), String> {
        match value {
            Value::Null => {
                let nil = (tree::INSTANCE.to_owned(), String::from("nil"));
                tree.attributes.insert(nil, String::from("true"));
            }
            Value::Object(object) if !flat.choices.is_empty() || !is_free(flat) => {
                self.properties(flat, object, tree)?;
            }
            Value::Object(object) => any(object, tree)?,
            Value::Array(_) => return Err(String::from("a list has no element of its own")),
            value => tree.text = text(value),
        }
        Ok(())
    }

    fn properties(
        &self,
        flat: &Flat<'d>,
        object: &Map<String, Value>,
        tree: &mut Tree,
    ) -> Result<(), String> {
        self.named(flat)?;
        for (name, value) in object {
            let property = match self.known(flat, name, 0) {
                Some(schemas) => self.property(name, &schemas, value, tree),
                None => self.other(name, &flat.additional, value, tree),
            };
            property.map_err(|why| format!("`{name}`: {why}"))?;
        }
        Ok(())
    }

    /// Whether all properties have names that elements and attributes can have: what has one that has not is no XML,
    /// whether or not it is there.
    fn named(&self, flat: &Flat<'d>) -> Result<(), String> {
        let mut names = flat.properties.iter().map(|(name, schemas)| {
            let hints = self.hints(schemas);
            if hints.node == Node::None { None } else { Some(hints.name.unwrap_or(name)) }
        });
        let is_none = |name: &&str| {
            let element = format!("<{}/>", name.replace(':', "-"));
            Tree::parse(element.as_bytes()).is_err()
        };
        match names.by_ref().flatten().find(is_none) {
            Some(name) => Err(format!("`{name}` is not a valid XML name")),
            None => Ok(()),
        }
    }

    /// The schemas of a property, its own or those of a member of a union: the members agree, or have no form.
    fn known(&self, flat: &Flat<'d>, name: &str, depth: usize) -> Option<Vec<&'d Value>> {
        if let Some(schemas) = flat.properties.get(name) {
            return Some(schemas.clone());
        }
        let mut members = flat.choices.iter().flatten().filter(|_| depth < DEEPEST);
        members.find_map(|member| self.known(&self.schemas.flat(&[member]).ok()?, name, depth + 1))
    }

    fn property(
        &self,
        name: &str,
        schemas: &[&'d Value],
        value: &Value,
        tree: &mut Tree,
    ) -> Result<(), String> {
        let hints = self.hints(schemas);
        let namespace = tree.default.clone();
        let usual = Usual { name, namespace: &namespace };
        let flat = self.schemas.flat(schemas)?;
        let is_list = flat.kind() == "array";
        match (hints.node, value) {
            (Node::Attribute, Value::Null) => {}
            (Node::Attribute, value) if !is_list => {
                let key = (hints.attribute_namespace(), hints.name.unwrap_or(name).to_owned());
                tree.attributes.insert(key, text(value));
            }
            (Node::Text, value) if !is_list => tree.text = text(value),
            (Node::None, Value::Object(object)) => self.properties(&flat, object, tree)?,
            (Node::None, Value::Null) => {}
            (_, Value::Null) if is_list && !hints.wrapped => {}
            (_, Value::Array(items)) if is_list && !hints.wrapped => {
                self.items(&flat, items, name, tree)?;
            }
            (Node::Element, Value::Array(items)) if is_list => {
                let mut list = hints.element(usual);
                let name = list.name.clone();
                self.items(&flat, items, &name, &mut list)?;
                tree.children.push(list);
            }
            (Node::Element, value) => {
                let mut element = hints.element(usual);
                self.fill(&flat, value, &mut element)?;
                tree.children.push(element);
            }
            _ => {
                return Err(String::from(
                    "only a text, number or boolean is an attribute or a text",
                ));
            }
        }
        Ok(())
    }

    /// Adds an element for each item.
    fn items(
        &self,
        flat: &Flat<'d>,
        items: &[Value],
        name: &str,
        tree: &mut Tree,
    ) -> Result<(), String> {
        let hints = self.hints(&flat.items);
        let namespace = tree.default.clone();
        let of_item = self.schemas.flat(&flat.items)?;
        for item in items {
            let mut element = hints.element(Usual { name, namespace: &namespace });
            match item {
                Value::Array(inner) if hints.wrapped => {
                    let name = element.name.clone();
                    self.items(&of_item, inner, &name, &mut element)?;
                }
                item => self.fill(&of_item, item, &mut element)?,
            }
            tree.children.push(element);
        }
        Ok(())
    }

    /// Adds a property that no schema names: an element that is called by its key.
    fn other(
        &self,
        name: &str,
        schemas: &[&'d Value],
        value: &Value,
        tree: &mut Tree,
    ) -> Result<(), String> {
        let schemas: Vec<&Value> = schemas.iter().copied().filter(|it| it.is_object()).collect();
        if schemas.is_empty() {
            return any_property(name, value, tree);
        }
        let mut element = tree.child(name);
        self.fill(&self.schemas.flat(&schemas)?, value, &mut element)?;
        tree.children.push(element);
        Ok(())
    }
}

/// Whether nothing is said of an object's properties.
fn is_free(flat: &Flat<'_>) -> bool {
    flat.properties.is_empty() && flat.required.is_empty() && flat.additional.is_empty()
}

/// A value of any type.
fn any(object: &Map<String, Value>, tree: &mut Tree) -> Result<(), String> {
    object.iter().try_for_each(|(name, value)| any_property(name, value, tree))
}

fn any_property(name: &str, value: &Value, tree: &mut Tree) -> Result<(), String> {
    let mut element = tree.child(name);
    match value {
        value if name == TEXT => {
            tree.text = text(value);
            return Ok(());
        }
        Value::Array(items) => {
            return items.iter().try_for_each(|item| any_property(name, item, tree));
        }
        Value::Object(object) => any(object, &mut element)?,
        value => element.text = text(value),
    }
    tree.children.push(element);
    Ok(())
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Tree, Xml};

    fn description() -> Value {
        json!({ "components": { "schemas": {
            "Pet": {
                "type": "object",
                "x-codegen-xml": { "name": "pet", "namespace": "urn:pets" },
                "properties": {
                    "id": { "type": "integer", "x-codegen-xml": { "attribute": true } },
                    "code": { "type": "string", "x-codegen-xml": { "attribute": true, "prefix": "c", "namespace": "urn:codes" } },
                    "name": { "type": "string", "nullable": true },
                    "tags": { "type": "array", "items": { "type": "string", "x-codegen-xml": { "name": "tag" } } },
                    "homes": { "type": "array", "x-codegen-xml": { "wrapped": true, "name": "list" }, "items": { "type": "object", "properties": { "a": { "type": "boolean", "x-codegen-xml": { "nodeType": "text" } } } } },
                    "friend": { "$ref": "#/components/schemas/Pet" },
                },
                "additionalProperties": { "type": "number" },
            },
        } } })
    }

    /// The specification's words, written out by hand.
    const DOCUMENT: &str = "<p:pet xmlns:p='urn:pets' xmlns:x='urn:codes' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance' x:code='&lt;' id='1'>
        <p:list><p:list>true</p:list></p:list><p:tag>a</p:tag><p:tag/>
        <pet xmlns='urn:pets'><name xsi:nil='true'/></pet><p:weight>2.50</p:weight></p:pet>";

    fn value() -> Value {
        json!({
            "id": 1, "code": "<", "tags": ["a", ""], "homes": [{ "a": true }],
            "friend": { "name": null, "id": null }, "weight": 2.5,
        })
    }

    #[test]
    fn a_value_has_the_tree_that_the_specification_says() {
        let (description, pet) = (description(), json!({ "$ref": "#/components/schemas/Pet" }));
        let xml = Xml::of(&description);
        let tree = xml.document(&pet, &value()).unwrap();
        assert_eq!(tree.difference(&Tree::parse(DOCUMENT.as_bytes()).unwrap()), None);
        let again = Tree::parse(tree.document().as_bytes()).unwrap();
        assert_eq!(tree.difference(&again), None, "{}", tree.document());
        for (from, to) in [
            ("id='1'", "id='2'"),
            ("x:code", "code"),
            ("<p:tag/>", "<p:tag>b</p:tag>"),
            ("<p:tag/>", ""),
            ("p:weight", "weight"),
            ("2.50", "2.51"),
            ("urn:pets", "urn:pet"),
            (" xsi:nil='true'", ""),
        ] {
            let wrong = Tree::parse(DOCUMENT.replace(from, to).as_bytes()).unwrap();
            assert!(tree.difference(&wrong).is_some(), "{from} as {to}");
        }
    }

    #[test]
    fn a_list_that_is_the_document_has_items_of_the_name_of_their_schema() {
        let description = description();
        let schema = json!({ "type": "array", "items": { "$ref": "#/components/schemas/Pet" } });
        let tree = Xml::of(&description).document(&schema, &json!([{ "id": 1 }])).unwrap();
        let written = "<document><pet xmlns='urn:pets' id='1'/></document>";
        assert_eq!(tree.difference(&Tree::parse(written.as_bytes()).unwrap()), None);
    }

    #[test]
    fn what_has_no_form_is_told() {
        let description = description();
        let lists = json!({ "type": "array", "items": { "type": "array", "items": {} } });
        assert!(Xml::of(&description).document(&lists, &json!([[1]])).is_err());
    }
}
