//! Operations whose work goes on after their response, of which Azure's extensions tell, or a 202 with the header of where
//! the state is.

use openapiv3::{ReferenceOr, StatusCode};
use serde_json::Value;

use crate::ir::{Content, FinalState, LongRunning, Method, Reason, Status, Success, TypeRef};

const EXTENSION: &str = "x-ms-long-running-operation";
const OPTIONS: &str = "x-ms-long-running-operation-options";

/// The headers by which a server says where the state of the work is.
const HEADERS: [&str; 3] = ["location", "operation-location", "azure-asyncoperation"];

/// What the work of the operation results in, if it goes on after the response.
pub(super) fn of(
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
    is_told.then(|| LongRunning { result: result(method, success), state })
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
