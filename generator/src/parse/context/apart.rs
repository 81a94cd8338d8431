//! Components that are only a reference to a schema in another file: the schema has the component's name, wherever it is
//! referred to.

use std::collections::BTreeMap;

use crate::diagnostic::FileId;
use crate::load::node::Node;
use crate::load::{Documents, lookup, refs};

/// The schemas of other files that have a component's name.
#[derive(Debug, Default)]
pub(super) struct Apart<'d> {
    /// The component's pointer, by the place of the schema.
    components: BTreeMap<(FileId, String), String>,
    /// The schema, by the component's pointer.
    schemas: BTreeMap<String, &'d Node>,
}

impl<'d> Apart<'d> {
    /// Those of the components at a pointer of the entry.
    pub(super) fn of(documents: &'d Documents, place: &str) -> Self {
        let mut apart = Self::default();
        let root = documents.root(FileId(0));
        let components = root.and_then(|root| refs::resolve(root, place)?.as_object());
        for (name, entry) in components.into_iter().flatten() {
            let Some(text) = alone(&entry.node) else { continue };
            let Ok(found) = lookup::lookup(documents, entry.node.span, text) else { continue };
            let target = (found.file, found.pointer);
            let is_taken = target.0 == FileId(0) || apart.components.contains_key(&target);
            if !is_taken && found.repaired.is_none() && alone(found.node).is_none() {
                let component = format!("{place}/{}", refs::escape(name));
                apart.schemas.insert(component.clone(), found.node);
                apart.components.insert(target, component);
            }
        }
        apart
    }

    /// The schema at a place as the component that it is, if it is one.
    pub(super) fn named<'n>(
        &self,
        file: FileId,
        pointer: String,
        node: &'n Node,
    ) -> (FileId, String, &'n Node)
    where
        'd: 'n,
    {
        if file == FileId(0) {
            let schema = self.schemas.get(&pointer).copied();
            return (file, pointer, schema.unwrap_or(node));
        }
        match self.components.get(&(file, pointer.clone())) {
            Some(component) => (FileId(0), component.clone(), node),
            None => (file, pointer, node),
        }
    }
}

/// The reference of a schema that has nothing else.
fn alone(node: &Node) -> Option<&str> {
    let object = node.as_object().filter(|object| object.len() == 1)?;
    object.get("$ref")?.node.as_str()
}
