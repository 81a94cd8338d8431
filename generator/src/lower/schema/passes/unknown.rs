//! Structs that keep the properties which the description does not name, so that what a newer server sends is not lost and
//! goes out again with the value that it came with.
//!
//! A body whose fields are the arguments of a method keeps none, and neither does what occurs in nothing but XML, or in
//! nothing but parameters and forms without a name of its own.

use std::collections::BTreeSet;

use super::names_of;
use super::usage::reachable;
use crate::ir::{
    Additional, BodyKind, Content, Frames, Operation, PayloadFormat, Reason, Type, TypeKind,
    TypeRef, Webhook,
};

pub(super) fn run(types: &mut [Type], operations: &[Operation], webhooks: &[Webhook]) {
    let users = Users::of(types, operations, webhooks);
    for (index, ty) in types.iter_mut().enumerate() {
        let is_named = ty.pointer.is_some();
        let TypeKind::Struct(strukt) = &mut ty.kind else { continue };
        if !strukt.open || !users.have_a_place(index, is_named) {
            continue;
        }
        let name = names_of(strukt).field("unknown_fields", &["map"]);
        strukt.additional = Some(Additional { name, ty: TypeRef::Untyped(Reason::Any) });
    }
}

/// The types that something uses, by what it is.
struct Users {
    all: BTreeSet<usize>,
    json: BTreeSet<usize>,
    forms: BTreeSet<usize>,
}

impl Users {
    fn of(types: &[Type], operations: &[Operation], webhooks: &[Webhook]) -> Self {
        let payloads = |is_wanted: fn(&PayloadFormat) -> bool| {
            let wanted = webhooks.iter().filter(move |webhook| is_wanted(&webhook.format));
            wanted.map(|webhook| &webhook.ty)
        };
        let all = operations.iter().flat_map(Operation::types).chain(payloads(|_| true));
        let spread = operations.iter().filter_map(|operation| operation.body.as_ref()?.spread);
        let spread = spread.filter_map(|id| types.get(id.index()));
        let json = operations.iter().flat_map(in_json);
        let json = json.chain(payloads(|format| matches!(format, PayloadFormat::Json)));
        let forms = operations.iter().flat_map(in_forms);
        let forms = forms.chain(payloads(|format| matches!(format, PayloadFormat::Form { .. })));
        Self {
            all: reachable(types, all),
            json: reachable(types, json.chain(spread.flat_map(|ty| ty.kind.parts()))),
            forms: reachable(types, forms),
        }
    }

    fn have_a_place(&self, ty: usize, is_named: bool) -> bool {
        let is_in_form = is_named && self.forms.contains(&ty);
        self.json.contains(&ty) || is_in_form || !self.all.contains(&ty)
    }
}

/// The JSON that an operation sends and receives, except for a body that only its method makes.
fn in_json(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let body = operation.body.iter().filter(|body| {
        body.spread.is_none()
            && matches!(body.kind, BodyKind::Json | BodyKind::Lines | BodyKind::Sequence)
    });
    let success = operation.success.iter().map(|success| &success.content);
    let contents = success.chain(operation.errors.iter().map(|error| &error.content));
    let answers = contents.filter_map(|content| match content {
        Content::Json(ty) | Content::JsonOrXml(ty, _) | Content::JsonOrText(ty, _) => Some(ty),
        Content::Nothing | Content::Xml(..) | Content::Text | Content::Bytes => None,
    });
    // An event has no other fields than those of the protocol.
    let streamed = operation.stream.iter().flat_map(|stream| &stream.ways);
    let streamed = streamed.filter(|way| way.frames != Frames::WholeEvents).map(|way| &way.item);
    body.map(|body| &body.ty).chain(answers).chain(streamed)
}

/// What an operation sends as parameters, or as fields or parts of a form.
fn in_forms(operation: &Operation) -> impl Iterator<Item = &TypeRef> {
    let body = operation.body.iter();
    let body = body.filter(|body| matches!(body.kind, BodyKind::Form | BodyKind::Parts));
    let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
    parameters.chain(body.map(|body| &body.ty))
}
