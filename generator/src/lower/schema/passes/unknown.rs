//! Structs that keep the properties which the description does not name, so that what a newer server sends is not lost and
//! goes out again with the value that it came with.
//!
//! A body whose fields are the arguments of a method keeps none, and neither does what occurs in nothing but XML, or in
//! nothing but parameters and forms without a name of its own.

use std::collections::BTreeSet;

use super::super::super::names::Scope;
use super::usage::reachable;
use crate::ir::{
    Additional, BodyKind, Content, Frames, Operation, PayloadFormat, Reason, Type, TypeId,
    TypeKind, TypeRef, Webhook,
};

pub(super) fn run(types: &mut [Type], operations: &[Operation], webhooks: &[Webhook]) {
    let spread: BTreeSet<usize> = operations
        .iter()
        .filter_map(|operation| operation.body.as_ref()?.spread)
        .map(TypeId::index)
        .collect();
    let fields_of_spread = spread.iter().filter_map(|index| types.get(*index));
    let fields_of_spread = fields_of_spread.flat_map(|ty| ty.kind.parts());
    let json = operations.iter().flat_map(in_json).chain(
        webhooks
            .iter()
            .filter(|webhook| webhook.format == PayloadFormat::Json)
            .map(|webhook| &webhook.ty),
    );
    let json = reachable(types, json.chain(fields_of_spread));
    let webhook_types = webhooks.iter().map(|webhook| &webhook.ty);
    let all = reachable(types, operations.iter().flat_map(Operation::types).chain(webhook_types));
    let form_payloads =
        webhooks.iter().filter(|webhook| matches!(webhook.format, PayloadFormat::Form { .. }));
    let in_forms = operations.iter().flat_map(in_forms);
    let in_forms = reachable(types, in_forms.chain(form_payloads.map(|webhook| &webhook.ty)));
    for (index, ty) in types.iter_mut().enumerate() {
        let TypeKind::Struct(strukt) = &mut ty.kind else { continue };
        let is_kept = json.contains(&index)
            || !all.contains(&index)
            || (in_forms.contains(&index) && ty.pointer.is_some());
        if !strukt.open || !is_kept {
            continue;
        }
        let mut scope = Scope::model_fields();
        for field in &strukt.fields {
            scope.field(field.name.as_str(), &[]);
        }
        let name = scope.field("unknown_fields", &["map"]);
        strukt.additional = Some(Additional { name, ty: TypeRef::Untyped(Reason::Any) });
    }
}

/// What an operation sends and gives as JSON, but for a body that only its method makes.
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
