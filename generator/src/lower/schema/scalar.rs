//! Values without parts, by `type` and `format` (OpenAPI 3.0.4, section 4.4).

use openapiv3::AnySchema;

use crate::ir::Scalar;

/// The scalar that the keywords describe; none where they name no type.
pub(super) fn of(keys: &AnySchema) -> Option<Scalar> {
    let format = keys.format.as_deref().unwrap_or_default();
    match keys.typ.as_deref()? {
        "string" => Some(match format {
            "uuid" => Scalar::Uuid,
            "date-time" => Scalar::Timestamp,
            "date" => Scalar::Date,
            "password" => Scalar::Secret,
            _ => Scalar::String,
        }),
        "integer" => Some(if format == "int32" { Scalar::I32 } else { Scalar::I64 }),
        "number" => Some(if format == "float" { Scalar::F32 } else { Scalar::F64 }),
        "boolean" => Some(Scalar::Bool),
        _ => None,
    }
}
