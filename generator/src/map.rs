//! The names of things in the emitted crate, as JSON for tools.

use serde_json::{Map, Value, json};

use crate::ir::{Api, Argument, Operation, Presence, TypeKind};

/// The format of `--map`:
///
/// ```json
/// {
///   "package": "pets-client",
///   "crate": "pets_client",
///   "schemas": { "#/components/schemas/Pet": "pets_client::models::Pet" },
///   "operations": [{
///     "operationId": "get_pet", "method": "GET", "path": "/pets/{id}",
///     "rust": "pets_client::Client::get_pet", "call": "pets_client::operations::GetPet",
///     "parameters": [{ "name": "id", "in": "path", "rust": "id", "required": true }]
///   }]
/// }
/// ```
///
/// The path of a nullable schema is `Option<…>`. A parameter is an argument of the method if it is required, and
/// otherwise a method of the call; parts of the body have `in: body`. An operation that needs a feature of the crate
/// has `features`, any of which is enough.
pub(crate) fn map(api: &Api) -> Value {
    let lib = api.package.lib_name();
    let schemas: Map<String, Value> = api
        .emitted()
        .filter_map(|ty| {
            let path = format!("{lib}::models::{}", ty.name);
            let path = if ty.nullable { format!("Option<{path}>") } else { path };
            Some((ty.pointer.clone()?, Value::from(path)))
        })
        .collect();
    let operations: Vec<Value> =
        api.operations.iter().map(|operation| self::operation(api, &lib, operation)).collect();
    json!({
        "package": api.package.name,
        "crate": lib,
        "schemas": schemas,
        "operations": operations,
    })
}

fn operation(api: &Api, lib: &str, operation: &Operation) -> Value {
    let required = operation.arguments.iter().map(|argument| (argument, true));
    let optional = operation.options.iter().map(|argument| (argument, false));
    let parameters: Vec<Value> = required
        .chain(optional)
        .filter_map(|(argument, required)| parameter(api, operation, argument, required))
        .collect();
    let mut map = json!({
        "operationId": operation.id,
        "method": operation.method.as_str(),
        "path": operation.path,
        "rust": format!("{lib}::Client::{}", operation.name),
        "call": format!("{lib}::operations::{}", operation.type_name),
        "parameters": parameters,
    });
    if let (Some(group), Some(map)) = (api.features.group(operation.group), map.as_object_mut()) {
        map.insert(String::from("features"), json!(group.features));
    }
    map
}

fn parameter(
    api: &Api,
    operation: &Operation,
    argument: &Argument,
    required: bool,
) -> Option<Value> {
    let (name, location, rust) = match argument {
        Argument::Parameter(index) => {
            let parameter = operation.parameters.get(*index)?;
            debug_assert!(
                required == (parameter.presence == Presence::Required),
                "arguments are the required ones"
            );
            (parameter.wire.as_str(), parameter.location.as_str(), parameter.name.as_str())
        }
        Argument::BodyField(index) => {
            let TypeKind::Struct(body) = &api.get(operation.body.as_ref()?.spread?)?.kind else {
                return None;
            };
            let field = body.fields.get(*index)?;
            (field.wire.as_str(), "body", field.name.as_str())
        }
        Argument::Body => ("body", "body", "body"),
    };
    Some(json!({ "name": name, "in": location, "rust": rust, "required": required }))
}
