//! The crate that is to be emitted, as plain data: every decision is made, nothing is printed yet.
//!
//! Only [`crate::lower`] makes it and only [`crate::emit`] prints it. The names in it are newtypes that nothing but
//! `lower::names` can build, so no later stage can invent one.

mod api;
mod docs;
mod features;
mod names;
mod operation;
mod parts;
mod rules;
mod types;
mod xml;

pub(crate) use api::{
    Api, Credential, Flow, Grant, NamedServer, Package, PayloadFormat, PayloadStyle, SchemeKind,
    SecurityScheme, Server, ServerVariable, Webhook, WebhookEnum, WebhookVariant,
};
pub(crate) use docs::Docs;
pub(crate) use features::{FeatureName, Features, Group, TagFeature};
pub(crate) use names::{FieldName, ModuleName, TypeName};
pub(crate) use operation::{
    Argument, Body, BodyKind, Content, ErrorVariant, FieldEncoding, FinalState, Frames, HeaderForm,
    ItemStep, Location, LongRunning, Method, Next, Operation, Pagination, Parameter,
    ResponseHeader, ServerChoice, Status, StreamWay, Streamed, Style, Success,
};
pub(crate) use parts::{Part, PartContent, PartHeader, PartHeaderValue};
pub(crate) use rules::{Bound, Count, Number, Rule};
pub(crate) use types::{
    Access, Accessor, Additional, Common, CommonPlace, Custom, Default, DefaultValue, Field,
    JsonKind, OpenEnum, Presence, Reason, Scalar, Struct, Tag, Type, TypeId, TypeKind, TypeRef,
    Union, UnionVariant, ValueEnum, ValueVariant, Variant, When, defined,
};
pub(crate) use xml::{XmlContent, XmlElement, XmlField, XmlName, XmlNode};
