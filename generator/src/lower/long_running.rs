//! Operations whose work goes on after their response, of which Azure's extensions tell, or a 202 with the header of where
//! the state is.

use openapiv3::{ReferenceOr, StatusCode};
use serde_json::Value;

use super::context::Context;
use crate::ir::{Content, FinalState, LongRunning, Method, Reason, Status, Success, TypeRef};
use crate::load::refs;

const EXTENSION: &str = "x-ms-long-running-operation";
const OPTIONS: &str = "x-ms-long-running-operation-options";

/// The headers by which a server says where the state of the work is.
const HEADERS: [&str; 3] = ["location", "operation-location", "azure-asyncoperation"];

/// What the work of the operation results in, if it goes on after the response.
pub(super) fn of(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    method: &Method,
    success: &[Success],
) -> Option<LongRunning> {
    let is_told = match operation.extensions.get(EXTENSION) {
        Some(told) => told == &Value::Bool(true),
        None => has_header(operation),
    };
    let options = operation.extensions.get(OPTIONS);
    let via = options.and_then(|options| options.get("final-state-via")).and_then(Value::as_str);
    let state = match via {
        Some("location") => FinalState::Location,
        Some("original-uri") => FinalState::Original,
        Some("azure-async-operation" | "operation-location") => FinalState::Monitor,
        _ => FinalState::Usual,
    };
    if !is_told {
        return None;
    }
    let schema = options.and_then(|options| options.get("final-state-schema")?.as_str());
    let described = schema.and_then(|reference| final_schema(context, operation, reference));
    let result = described.map_or_else(|| result(method, success), Some);
    Some(LongRunning { result, state })
}

/// The type of the schema that the result has, whatever the responses have.
fn final_schema(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    reference: &str,
) -> Option<TypeRef> {
    let places = ["#/definitions/", "#/components/schemas/"];
    let key = places.iter().find_map(|place| reference.strip_prefix(place));
    let named = key.and_then(|key| context.named(&refs::unescape(key)));
    let Some(named) = named else {
        context.not_generated(
            &operation.extensions,
            &format!("`final-state-schema` is ignored: `{reference}` is no schema of this file"),
            "let it refer to a schema with a name",
        );
        return None;
    };
    Some(TypeRef::Named(named.id))
}

/// Whether a documented 202 has one of the headers.
fn has_header(operation: &openapiv3::Operation) -> bool {
    let accepted = operation.responses.responses.get(&StatusCode::Code(202));
    let Some(ReferenceOr::Item(response)) = accepted else { return false };
    response.headers.keys().any(|name| HEADERS.contains(&name.to_ascii_lowercase().as_str()))
}

/// The content of the success other than 202, which only says that the work goes on. If none is documented, the result
/// may be anything. Of what is deleted there may be none, whatever is documented.
fn result(method: &Method, success: &[Success]) -> Option<TypeRef> {
    let others = || success.iter().filter(|success| success.status != Status::Code(202));
    let typed = others().find_map(|success| match &success.content {
        Content::Json(ty) | Content::JsonOrXml(ty, _) | Content::JsonOrText(ty, _) => Some(ty),
        Content::Nothing | Content::Xml(..) | Content::Text | Content::Bytes => None,
    });
    let nothing = others().any(|success| success.content == Content::Nothing);
    match typed {
        Some(ty) if nothing || method.as_str() == "DELETE" => {
            Some(TypeRef::Option(Box::new(ty.clone())))
        }
        Some(ty) => Some(ty.clone()),
        None if nothing => None,
        None => Some(TypeRef::Untyped(Reason::Any)),
    }
}
