//! What all of lowering shares: the description, the types so far, the names that are taken, the findings.

mod aliases;
mod apart;
mod budget;
mod children;
mod choices;
mod combinations;
mod xml;

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema, SchemaKind};

pub(super) use aliases::Aliases;
pub(super) use budget::Budget;
pub(super) use choices::Choices;
pub(super) use combinations::{Combination, Combinations};
pub(super) use xml::XmlTable;

use super::custom;
use super::names::Scope;
use super::renames::{self, RenamedPlaces, Renames};
use crate::config::Config;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{
    Custom, Docs, FieldName, ModuleName, Type, TypeId, TypeKind, TypeName, TypeRef, XmlElement,
    defined,
};
use crate::markdown;
use crate::normalize::carrier::Extensions;
use crate::parse::{Parsed, referenced_key};
use crate::stack;

/// Recursion beyond this is refused.
const DEEPEST_RECURSION: usize = 100;

/// Recursion beyond this is refused, too, until a schema that was found to have no end is left: what it contains twice,
/// it would else contain two to the power of the limit times.
const DEEPEST_ENDLESS: usize = 2;

pub(super) struct Context<'a> {
    pub(super) parsed: &'a Parsed,
    pub(super) config: &'a Config,
    /// The names in the settings.
    pub(super) renames: Renames<'a>,
    diagnostics: &'a mut Vec<Diagnostic>,
    /// The names of the models.
    pub(super) model_names: Scope,
    /// The names beside operations; those of models do not change them.
    pub(super) operation_names: Scope,
    /// The types, by number; those of named schemas come first and are filled in one after the other.
    types: Vec<Option<Type>>,
    /// The numbers of the schemas that have names, by key.
    named: IndexMap<String, Named>,
    /// Inline types by what they are: equal ones become one.
    inline: HashMap<(ModuleHome, TypeKind), TypeId>,
    /// The other names of these.
    aliases: Aliases,
    /// The formats of the description that the settings have types for.
    custom_formats: BTreeSet<String>,
    /// The named schemas that extend others.
    pub(super) children: children::Children,
    /// The named schemas that need a type of their own, although they only refer to another one.
    pub(super) apart: BTreeSet<String>,
    /// The keys of the inline schemas that pointers lead to, by their places.
    pointed_at: BTreeMap<Span, String>,
    pub(super) combinations: Combinations,
    /// How much may still be merged and compared.
    pub(super) budget: Budget,
    depth: usize,
    /// Whether the limit was met since the depth was nothing.
    endless: bool,
    /// How bodies of XML are written.
    pub(super) xml: XmlTable,
    /// The media types that callers can choose.
    pub(super) choices: Option<Choices>,
}

/// A named schema's names.
#[derive(Debug, Clone)]
pub(super) struct Named {
    pub(super) id: TypeId,
    pub(super) name: TypeName,
    pub(super) module: ModuleName,
}

/// Inline types of operations do not become one with those of models.
type ModuleHome = bool;

/// What an inline type is to be called, and the file that it goes into.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    pub(super) name: String,
    pub(super) module: ModuleName,
    /// Whether the file is an operation's.
    pub(super) operation: bool,
    /// What the type is, for the docs of one without a description.
    pub(super) role: String,
}

impl Hint {
    /// The hint for the property `name` of what this one is for.
    pub(super) fn property(&self, name: &str) -> Self {
        let article = if self.name.starts_with(['A', 'E', 'I', 'O']) { "an" } else { "a" };
        let role = format!("The {} of {article} `{}`.", markdown::code(name), self.name);
        Self { role, ..self.part(name) }
    }

    /// The hint for the items or values of what this one is for.
    pub(super) fn part(&self, name: &str) -> Self {
        Self { name: format!("{}{}", self.name, super::words::upper_camel(name)), ..self.clone() }
    }

    /// The same hint for a type that is something else.
    pub(super) fn role(self, role: impl Into<String>) -> Self {
        Self { role: role.into(), ..self }
    }
}

impl<'a> Context<'a> {
    pub(super) fn new(
        parsed: &'a Parsed,
        config: &'a Config,
        renamed: RenamedPlaces,
        diagnostics: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self {
            parsed,
            config,
            renames: Renames::new(config, renamed),
            diagnostics,
            model_names: Scope::types(),
            operation_names: Scope::types(),
            types: Vec::new(),
            named: IndexMap::new(),
            inline: HashMap::new(),
            aliases: Aliases::default(),
            custom_formats: BTreeSet::new(),
            children: children::children(parsed),
            apart: apart::apart(parsed),
            pointed_at: parsed
                .schemas
                .iter()
                .filter(|(_, origin)| !origin.is_component())
                .map(|(key, origin)| (origin.span, key.clone()))
                .collect(),
            combinations: Combinations::default(),
            budget: Budget::of(parsed.bytes),
            depth: 0,
            endless: false,
            xml: XmlTable::default(),
            choices: None,
        }
    }

    /// Reports something valid that the client does not act on.
    pub(super) fn not_generated(&mut self, extensions: &Extensions, message: &str, help: &str) {
        let span = self.span(extensions);
        self.report(Diagnostic::warning(Code::NotGenerated, span, message).help(help));
    }

    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Runs `lower` for its result; its diagnostics were reported before.
    pub(super) fn quietly<T>(&mut self, lower: impl FnOnce(&mut Self) -> T) -> T {
        let count = self.diagnostics.len();
        let value = lower(self);
        self.diagnostics.truncate(count);
        value
    }

    /// The place of the object with these extensions.
    pub(super) fn span(&self, extensions: &Extensions) -> Span {
        self.parsed.span(extensions)
    }

    /// The schema of that key.
    pub(super) fn schema(&self, key: &str) -> Option<&'a ReferenceOr<Schema>> {
        self.parsed.openapi.components.as_ref()?.schemas.get(key)
    }

    /// The type that the settings have for the format.
    pub(super) fn custom_format(&mut self, keys: &openapiv3::AnySchema) -> Option<Custom> {
        let (format, custom) = self.config.types.formats.get_key_value(keys.format.as_deref()?)?;
        self.custom_formats.insert(format.clone());
        Some(custom::lowered(custom))
    }

    /// Reports the entries of `[rename]` that match nothing.
    pub(super) fn report_unused_renames(&mut self) {
        self.diagnostics.extend(self.renames.unused(self.config));
    }

    /// Reports the formats that the settings have types for and that no schema has.
    pub(super) fn report_unused_formats(&mut self) {
        let formats = self.config.types.formats.keys();
        let unused = formats.filter(|format| !self.custom_formats.contains(*format));
        self.diagnostics.extend(unused.map(|format| {
            let span = self.config.span(&["types", "formats", format]);
            custom::unmatched("format", format, [], span)
        }));
    }

    /// Follows a reference to the schema that it means in the end.
    pub(super) fn follow<'s, S: Borrow<Schema>>(
        &self,
        schema: &'s ReferenceOr<S>,
    ) -> Option<&'s Schema>
    where
        'a: 's,
    {
        let mut current = match schema {
            ReferenceOr::Item(schema) => return Some(schema.borrow()),
            ReferenceOr::Reference { reference } => self.schema(&referenced_key(reference))?,
        };
        // References that go in a circle were reported when they were read; here the way must only end.
        for _ in 0..DEEPEST_RECURSION {
            match current {
                ReferenceOr::Item(schema) => return Some(schema),
                ReferenceOr::Reference { reference } => {
                    current = self.schema(&referenced_key(reference))?
                }
            }
        }
        None
    }

    /// Gives a named schema its number and names.
    pub(super) fn declare(&mut self, key: &str, name: TypeName, module: ModuleName) {
        let id = self.reserve();
        self.named.insert(key.to_owned(), Named { id, name, module });
    }

    /// The number of a type that is still to be defined.
    pub(super) fn reserve(&mut self) -> TypeId {
        self.types.push(None);
        TypeId(u32::try_from(self.types.len() - 1).unwrap_or(u32::MAX))
    }

    /// The modules of named schemas.
    pub(super) fn modules(&self) -> impl Iterator<Item = &ModuleName> {
        self.named.values().map(|named| &named.module)
    }

    pub(super) fn named(&self, key: &str) -> Option<&Named> {
        self.named.get(key)
    }

    /// The key of the inline schema at that place, where a pointer leads to it.
    pub(super) fn pointed_at(&self, span: Span) -> Option<String> {
        self.pointed_at.get(&span).cloned()
    }

    /// Fills in the type of a number that was reserved.
    pub(super) fn define(&mut self, id: TypeId, ty: Type) {
        if let Some(slot) = self.types.get_mut(id.index()) {
            *slot = Some(ty);
        }
    }

    /// The inline type of that kind: a new one, the one that is there already in this file, or a name in this file for
    /// the one that is there already in another: what an operation or a schema adds does not rename what others have.
    pub(super) fn inline(&mut self, hint: &Hint, docs: Docs, kind: TypeKind) -> TypeRef {
        let identity = (hint.operation, self.aliases.resolve(&kind));
        let Some(definition) = self.inline.get(&identity).copied() else {
            let ty = self.inline_type(hint, docs, kind);
            let id = self.insert(ty);
            self.inline.insert(identity, id);
            return TypeRef::Named(id);
        };
        let Some(defined) = self.get(definition) else { return TypeRef::Named(definition) };
        if defined.module == hint.module {
            return TypeRef::Named(definition);
        }
        if let Some(alias) = self.aliases.find(&hint.module, definition) {
            return TypeRef::Named(alias);
        }
        // The definition has docs, and so has the field, parameter or response that mentions the alias.
        let mut ty = self.inline_type(&hint.clone().role(""), Docs::default(), kind);
        let kind = std::mem::replace(&mut ty.kind, TypeKind::Alias(TypeRef::Named(definition)));
        let alias = self.insert(ty);
        self.aliases.insert(alias, hint.module.clone(), definition, kind);
        TypeRef::Named(alias)
    }

    /// Makes a definition of an alias.
    pub(super) fn define_alias(&mut self, id: TypeId) {
        if let Some(kind) = self.aliases.remove(id)
            && let Some(Some(ty)) = self.types.get_mut(id.index())
        {
            ty.kind = kind;
        }
    }

    /// A new inline type of that kind, with a name of its own.
    pub(super) fn inline_type(&mut self, hint: &Hint, mut docs: Docs, kind: TypeKind) -> Type {
        if docs.text.is_empty() {
            docs.text.clone_from(&hint.role);
        }
        let suffixes: &[&str] = match kind {
            TypeKind::OpenEnum(_) => &["Kind", "Enum"],
            _ => &["Object", "Inline"],
        };
        let names = if hint.operation { &mut self.operation_names } else { &mut self.model_names };
        let renamed = self.renames.named(renames::Kind::Schema, &hint.name);
        let name = names.type_name(renamed.as_ref().unwrap_or(&hint.name), suffixes);
        Type {
            name,
            module: hint.module.clone(),
            operation: hint.operation,
            docs,
            kind,
            pointer: None,
            nullable: false,
            size: 0,
            omitted: false,
        }
    }

    /// Adds a type that nothing else may become one with.
    pub(super) fn insert(&mut self, ty: Type) -> TypeId {
        let id = self.reserve();
        self.define(id, ty);
        id
    }

    /// The type of that number, where it is filled in already.
    pub(super) fn get(&self, id: TypeId) -> Option<&Type> {
        self.types.get(id.index())?.as_ref()
    }

    /// The number of the type that an alias names, or else the same number.
    pub(super) fn defined(&self, id: TypeId) -> TypeId {
        defined(id, |id| self.get(id))
    }

    /// Runs `lower` one level deeper; none, with a diagnostic, beyond the limit.
    pub(super) fn deeper<T>(
        &mut self,
        span: Span,
        lower: impl FnOnce(&mut Self) -> T,
    ) -> Option<T> {
        if self.endless && self.depth >= DEEPEST_ENDLESS {
            return None;
        }
        if self.depth >= DEEPEST_RECURSION {
            self.endless = true;
            self.report(
                Diagnostic::error(
                    Code::TooDeep,
                    span,
                    format!("schemas nest deeper than {DEEPEST_RECURSION} levels, or contain themselves infinitely"),
                )
                .help("give the schema a name and refer to it"),
            );
            return None;
        }
        self.depth += 1;
        let value = stack::with_room(|| lower(self));
        self.depth -= 1;
        self.endless &= self.depth > 0;
        Some(value)
    }

    /// All types, in the order of their numbers, the aliases among them, the elements of XML, and the findings, which go
    /// on.
    pub(super) fn into_parts(
        self,
    ) -> (Vec<Type>, Aliases, BTreeMap<FieldName, XmlElement>, &'a mut Vec<Diagnostic>) {
        self.diagnostics.extend(self.budget.error());
        let types = self.types.into_iter().flatten().collect();
        (types, self.aliases, self.xml.into_elements(), self.diagnostics)
    }
}

/// The keywords of a schema. Every schema that [`crate::parse`] makes has this form.
pub(super) fn keywords(schema: &Schema) -> &openapiv3::AnySchema {
    static NONE: std::sync::LazyLock<openapiv3::AnySchema> =
        std::sync::LazyLock::new(Default::default);
    match &schema.schema_kind {
        SchemaKind::Any(keywords) => keywords,
        _ => &NONE,
    }
}
