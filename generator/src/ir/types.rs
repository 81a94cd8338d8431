//! Model types.

use serde::{Deserialize, Serialize};

use crate::config::Times;

use super::{Docs, FieldName, ModuleName, Rule, TypeName};

/// A type's number in [`super::Api::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) struct TypeId(pub(crate) u32);

impl TypeId {
    /// The number as an index into [`super::Api::types`].
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The number of the type that an alias names, if it is an alias of another named type, or else the same number.
pub(crate) fn defined<'t>(id: TypeId, get: impl Fn(TypeId) -> Option<&'t Type>) -> TypeId {
    /// Aliases that lead back to themselves are an error that is reported elsewhere.
    const MOST: usize = 100;
    let mut current = id;
    for _ in 0..MOST {
        let Some(TypeKind::Alias(TypeRef::Named(target))) = get(current).map(|ty| &ty.kind) else {
            break;
        };
        current = *target;
    }
    current
}

/// A type that is emitted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Type {
    pub(crate) name: TypeName,
    /// The module of the type.
    pub(crate) module: ModuleName,
    /// Whether the file is an operation's rather than a model's.
    pub(crate) operation: bool,
    pub(crate) docs: Docs,
    pub(crate) kind: TypeKind,
    /// The JSON pointer of the schema, if it has a name in the description.
    pub(crate) pointer: Option<String>,
    /// Whether `null` is a value of the schema itself; where the type is used it is an `Option` then.
    pub(crate) nullable: bool,
    /// The approximate size of a value in bytes, without what it points to.
    pub(crate) size: usize,
    /// Whether nobody could use it, so that it is not emitted.
    pub(crate) omitted: bool,
}

impl Type {
    /// The numbers of the types that it mentions.
    pub(crate) fn mentions(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.kind.mentioned(&mut found);
        found
    }
}

/// What a type is.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum TypeKind {
    Struct(Struct),
    OpenEnum(OpenEnum),
    ValueEnum(ValueEnum),
    Union(Union),
    Alias(TypeRef),
    /// A struct around another type: an alias cannot contain itself.
    Newtype(TypeRef),
}

impl TypeKind {
    /// The part with that number: the type of a field or member, or the target of an alias.
    pub(crate) fn part(&self, position: usize) -> Option<&TypeRef> {
        match self {
            Self::Struct(strukt) => strukt.fields.get(position).map(|field| &field.ty),
            Self::Union(union) => union.variants.get(position).map(|variant| &variant.ty),
            Self::Alias(ty) | Self::Newtype(ty) => (position == 0).then_some(ty),
            Self::OpenEnum(_) | Self::ValueEnum(_) => None,
        }
    }

    /// The same, mutable.
    pub(crate) fn part_mut(&mut self, position: usize) -> Option<&mut TypeRef> {
        match self {
            Self::Struct(strukt) => strukt.fields.get_mut(position).map(|field| &mut field.ty),
            Self::Union(union) => union.variants.get_mut(position).map(|variant| &mut variant.ty),
            Self::Alias(ty) | Self::Newtype(ty) => (position == 0).then_some(ty),
            Self::OpenEnum(_) | Self::ValueEnum(_) => None,
        }
    }

    /// All parts, in order, without the type of additional properties.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &TypeRef> {
        (0..).map_while(|position| self.part(position))
    }

    /// Adds every type that this one mentions, with or without indirection.
    pub(crate) fn mentioned(&self, found: &mut Vec<usize>) {
        self.parts().for_each(|part| part.mentioned(found));
        if let Self::Struct(strukt) = self {
            strukt.additional.iter().for_each(|additional| additional.ty.mentioned(found));
        }
    }

    /// Calls `change` with each type that this one mentions.
    pub(crate) fn each_named(&mut self, change: &mut impl FnMut(&mut TypeId)) {
        for position in 0.. {
            let Some(part) = self.part_mut(position) else { break };
            part.each_named(change);
        }
        if let Self::Struct(Struct { additional: Some(additional), .. }) = self {
            additional.ty.each_named(change);
        }
    }
}

/// An object with known properties.
#[derive(Debug, Clone, PartialEq, Eq, Hash, std::default::Default, Serialize)]
pub(crate) struct Struct {
    pub(crate) fields: Vec<Field>,
    /// The type of additional properties, if they are kept.
    pub(crate) additional: Option<Additional>,
    /// Whether the description neither describes nor forbids such properties.
    pub(crate) open: bool,
    /// Whether values of it are sent, so that callers build them.
    pub(crate) sent: bool,
    /// Whether only the client's own methods construct and read it.
    pub(crate) private: bool,
    /// Whether it implements `Eq` and `Hash`.
    pub(crate) hash: bool,
    /// Whether a new value needs no arguments, or only ones that have defaults.
    pub(crate) default: Default,
}

/// How a struct implements `Default`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, std::default::Default, Serialize)]
pub(crate) enum Default {
    #[default]
    No,
    /// By the defaults of its fields.
    Derived,
    /// By hand: its constants are not the defaults of their types.
    Written,
}

/// The field for additional properties.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Additional {
    pub(crate) name: FieldName,
    pub(crate) ty: TypeRef,
}

/// A property.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Field {
    pub(crate) name: FieldName,
    /// The property's name in JSON.
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) presence: Presence,
    pub(crate) access: Access,
    pub(crate) docs: Docs,
    /// An example in the description that is a string.
    pub(crate) example: Option<String>,
    /// The only value that the property may have; a number or a boolean as JSON.
    pub(crate) constant: Option<String>,
    /// The string in new values although the property is not required, or may have others.
    pub(crate) filling: Option<String>,
    /// The meaning of an absent property.
    pub(crate) default: Option<serde_json::Value>,
    /// Whether requests lack the property, although its struct is sent.
    pub(crate) only_received: bool,
    /// The function that returns the property, or the default.
    pub(crate) accessor: Option<Accessor>,
}

/// A function that returns the value of a field, or else a default.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Accessor {
    pub(crate) name: FieldName,
    pub(crate) docs: String,
    pub(crate) value: DefaultValue,
}

/// A default.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum DefaultValue {
    /// A number or a boolean, in Rust's syntax.
    Plain(String),
    Text(String),
    /// A variant of an enum.
    Variant(TypeId, TypeName),
    /// A list without items of this type.
    NoItems(TypeRef),
}

impl Field {
    /// Whether every new value has the property with its only value.
    pub(crate) fn is_constant(&self) -> bool {
        self.constant.is_some() && (self.filling.is_some() || self.presence == Presence::Required)
    }

    /// Whether a new value needs a value for the property.
    pub(crate) fn is_argument(&self) -> bool {
        self.presence.is_required()
            && !self.is_constant()
            && !self.only_received
            && self.filling.is_none()
    }
}

/// The direction of a property.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Access {
    Both,
    /// Only received (`readOnly`).
    Read,
    /// Only sent (`writeOnly`).
    Write,
}

/// Whether a value is optional, and whether it is nullable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Presence {
    /// Required, never `null`: `T`.
    Required,
    /// Optional: `Option<T>`.
    Optional,
    /// Required, nullable: `Option<T>`.
    Nullable,
    /// Optional and nullable, and the two differ: `Nullable<T>`.
    OptionalNullable,
    /// Optional, of any value including `null`: `Option<T>`.
    OptionalAny,
}

impl Presence {
    pub(crate) fn new(required: bool, nullable: bool) -> Self {
        match (required, nullable) {
            (true, false) => Self::Required,
            (false, false) => Self::Optional,
            (true, true) => Self::Nullable,
            (false, true) => Self::OptionalNullable,
        }
    }

    /// Whether a caller has to set a value.
    pub(crate) fn is_required(self) -> bool {
        matches!(self, Self::Required | Self::Nullable)
    }
}

/// A set of known strings, open to others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct OpenEnum {
    pub(crate) variants: Vec<Variant>,
}

/// A known value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Variant {
    pub(crate) name: TypeName,
    pub(crate) docs: Docs,
    pub(crate) value: String,
}

/// A set of known numbers, or of values of several types, open to others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ValueEnum {
    pub(crate) variants: Vec<ValueVariant>,
}

/// A known value: a string, a number or a boolean.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct ValueVariant {
    pub(crate) name: TypeName,
    pub(crate) docs: Docs,
    pub(crate) value: serde_json::Value,
}

/// A value that is one of several types.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Union {
    pub(crate) variants: Vec<UnionVariant>,
    /// Whether a value of no member is valid too.
    pub(crate) open: bool,
    /// Whether all members extend one schema, which is the first.
    pub(crate) family: bool,
    /// What all members of a family have.
    pub(crate) common: Vec<Common>,
}

/// A property that all members of a union have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct Common {
    pub(crate) name: FieldName,
    /// The property's name in JSON.
    pub(crate) wire: String,
    pub(crate) ty: TypeRef,
    pub(crate) docs: Docs,
    /// Where each member has it.
    pub(crate) places: Vec<CommonPlace>,
}

/// Where a member of a union has a property that all members have.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum CommonPlace {
    Field(FieldName, Presence),
    /// The member is such a union itself.
    Function(FieldName),
}

/// A member of a union.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct UnionVariant {
    pub(crate) name: TypeName,
    pub(crate) ty: TypeRef,
    pub(crate) when: When,
    /// Rules for the member's values, if those distinguish it from another member.
    pub(crate) rules: Vec<Rule>,
    /// Whether the description has a name for it.
    pub(crate) named: bool,
    /// What the union adds to the member's values.
    pub(crate) tag: Option<Tag>,
    /// Whether another member has the same type.
    pub(crate) shared: bool,
}

/// The property by which a union identifies a member, where the union has to send it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Tag {
    /// The member's type does not have it.
    Own(String, String),
    /// The member's type has it, and it may be absent.
    Optional(String, String),
}

/// Which values a member of a union accepts: what distinguishes it from the others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) struct When {
    pub(crate) kind: JsonKind,
    /// Keys that an object always has.
    pub(crate) has: Vec<String>,
    /// The values of a key of an object, if it is present.
    pub(crate) is: Vec<(String, Vec<String>)>,
    /// The key of the discriminator, which is one of these, and has to be present.
    pub(crate) mark: Option<String>,
    /// The allowed values; empty if any value is allowed.
    pub(crate) one_of: Vec<String>,
}

impl When {
    /// All values of that type.
    pub(crate) fn all(kind: JsonKind) -> Self {
        Self { kind, has: Vec::new(), is: Vec::new(), mark: None, one_of: Vec::new() }
    }

    /// The values of a key that the member accepts.
    pub(crate) fn values(&self, key: &str) -> Option<&[String]> {
        self.is.iter().find(|(name, _)| name == key).map(|(_, values)| values.as_slice())
    }

    /// Whether each of the members requires a key that the other does not.
    pub(crate) fn requires_others(&self, other: &Self) -> bool {
        let more = |one: &Self, other: &Self| one.has.iter().any(|key| !other.has.contains(key));
        more(self, other) && more(other, self)
    }

    /// Whether no value belongs to both members.
    pub(crate) fn is_apart(&self, other: &Self) -> bool {
        let apart = |one: &[String], other: &[String]| {
            !one.is_empty() && !other.is_empty() && !one.iter().any(|value| other.contains(value))
        };
        !self.kind.overlaps(other.kind)
            || apart(&self.one_of, &other.one_of)
            || self
                .is
                .iter()
                .any(|(key, values)| other.values(key).is_some_and(|others| apart(values, others)))
    }
}

/// A type of JSON (JSON Schema, section 4.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum JsonKind {
    String,
    /// A string that is a day, and no instant, which would be parsed as one too.
    Day,
    Integer,
    Number,
    Boolean,
    Array,
    Object,
    /// An object of which nothing is described, and whose type keeps every property.
    Map,
    Any,
}

impl JsonKind {
    /// The word for it in conditions.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Day => "day",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Array => "array",
            Self::Object => "object",
            Self::Map => "map",
            Self::Any => "any",
        }
    }

    /// Whether there may be values of both.
    pub(crate) fn overlaps(self, other: Self) -> bool {
        let broad = |kind| match kind {
            Self::Day => Self::String,
            Self::Integer => Self::Number,
            Self::Map => Self::Object,
            kind => kind,
        };
        broad(self) == broad(other) || self == Self::Any || other == Self::Any
    }
}

/// A use of a type.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum TypeRef {
    Named(TypeId),
    Scalar(Scalar),
    /// A string that is meant to have the format of such a value, and may be any other.
    Formatted(Scalar),
    Vec(Box<TypeRef>),
    /// A tuple of items, each with a type of its own.
    Tuple(Vec<TypeRef>),
    /// Values by name.
    Map(Box<TypeRef>),
    /// A nullable value, as an item or a map's value.
    Option(Box<TypeRef>),
    /// A use that would make a type contain itself without indirection.
    Boxed(Box<TypeRef>),
    /// A type of another crate, from the settings.
    Custom(Custom),
    /// Any JSON.
    Untyped(Reason),
}

impl TypeRef {
    /// The numbers of the types that the use mentions.
    pub(crate) fn mentions(&self) -> Vec<usize> {
        let mut found = Vec::new();
        self.mentioned(&mut found);
        found
    }

    /// Adds every type that the use mentions, with or without indirection.
    pub(crate) fn mentioned(&self, found: &mut Vec<usize>) {
        match self {
            Self::Named(id) => found.push(id.index()),
            Self::Option(inner) | Self::Vec(inner) | Self::Map(inner) | Self::Boxed(inner) => {
                inner.mentioned(found);
            }
            Self::Tuple(items) => items.iter().for_each(|item| item.mentioned(found)),
            Self::Scalar(_) | Self::Formatted(_) | Self::Custom(_) | Self::Untyped(_) => {}
        }
    }

    /// Calls `change` with each type that the use mentions.
    pub(crate) fn each_named(&mut self, change: &mut impl FnMut(&mut TypeId)) {
        match self {
            Self::Named(id) => change(id),
            Self::Option(inner) | Self::Vec(inner) | Self::Map(inner) | Self::Boxed(inner) => {
                inner.each_named(change);
            }
            Self::Tuple(items) => items.iter_mut().for_each(|item| item.each_named(change)),
            Self::Scalar(_) | Self::Formatted(_) | Self::Custom(_) | Self::Untyped(_) => {}
        }
    }

    /// The same, with strings that have their format.
    pub(crate) fn strict(self) -> Self {
        match self {
            Self::Formatted(scalar) if scalar.is_strict_text() => Self::Scalar(scalar),
            Self::Vec(inner) => Self::Vec(Box::new(inner.strict())),
            Self::Option(inner) => Self::Option(Box::new(inner.strict())),
            other => other,
        }
    }
}

/// A type of another crate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Custom {
    /// The type as Rust writes it.
    pub(crate) path: String,
    /// Whether it implements `Eq` and `Hash`.
    pub(crate) hash: bool,
    /// Whether it implements `Default`.
    pub(crate) default: bool,
}

/// Why a schema is kept as plain JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub(crate) enum Reason {
    /// The schema allows every value.
    Any,
    /// An object without known properties.
    AnyObject,
}

/// A value without parts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub(crate) enum Scalar {
    String,
    /// A string that is not to be seen.
    Secret,
    Bool,
    I32,
    I64,
    U32,
    U64,
    /// Any integer.
    I128,
    F64,
    /// A number with all its digits.
    Decimal,
    Uuid,
    /// An instant.
    Timestamp,
    /// A day.
    Date,
    /// A time of a day.
    TimeOfDay,
    /// A span of time.
    Duration,
    /// A day and a time of it, wherever.
    LocalDateTime,
    /// A time of a day, wherever.
    LocalTime,
    /// An instant as in HTTP's headers.
    HttpDate,
    /// An instant, as a number of seconds.
    UnixTime,
    /// An address of IP version 4.
    Ipv4,
    /// An address of IP version 6.
    Ipv6,
    /// Bytes, as base64 in JSON.
    Base64,
    /// Bytes, as base64 for URLs in JSON.
    Base64Url,
    /// Bytes, as they are.
    Bytes,
    /// Bytes with a name and a media type, as a part of a body.
    File,
}

impl Scalar {
    /// Whether the value is an integer.
    pub(crate) const fn is_integer(self) -> bool {
        matches!(self, Self::I32 | Self::I64 | Self::U32 | Self::U64 | Self::I128)
    }

    /// The crate that has the type of what is about time: the chosen one, or jiff for what the others have no type for.
    pub(crate) const fn times(self, chosen: Times) -> Option<Times> {
        match self {
            Self::Timestamp | Self::Date | Self::LocalDateTime | Self::LocalTime => Some(chosen),
            Self::TimeOfDay | Self::Duration | Self::HttpDate | Self::UnixTime => Some(Times::Jiff),
            _ => None,
        }
    }

    /// Whether its type is deserialized from a string with the format, and from no other.
    pub(crate) const fn is_strict_text(self) -> bool {
        matches!(self, Self::Uuid | Self::Timestamp | Self::Date)
    }
}
