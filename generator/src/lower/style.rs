//! Styles of parameters (OpenAPI 3.0.4, section 4.7.12.3), which the fields of bodies have too.

use openapiv3::{PathStyle, QueryStyle};

use crate::ir::Style;
use crate::normalize::carrier;

/// The style of a parameter, and whether reserved characters stay as they are.
pub(super) fn of(parameter: &openapiv3::Parameter) -> (Style, bool) {
    match parameter {
        openapiv3::Parameter::Header { .. } => (Style::Simple, false),
        openapiv3::Parameter::Path { parameter_data, style } => {
            let is_raw = carrier::flag(&parameter_data.extensions, "x-ms-skip-url-encoding");
            let style = match style {
                PathStyle::Simple if is_raw => Style::Segments,
                PathStyle::Simple => Style::Simple,
                PathStyle::Label => Style::Label,
                PathStyle::Matrix => Style::Matrix,
            };
            (style, carrier::flag(&parameter_data.extensions, carrier::ALLOW_RESERVED))
        }
        openapiv3::Parameter::Cookie { parameter_data, .. } => {
            let plain = carrier::flag(&parameter_data.extensions, carrier::COOKIE_STYLE);
            (if plain { Style::Cookie } else { Style::Form }, false)
        }
        openapiv3::Parameter::Query { parameter_data, style, allow_reserved, .. } => {
            let is_raw = carrier::flag(&parameter_data.extensions, "x-ms-skip-url-encoding");
            let style = match style {
                QueryStyle::Form if is_raw => return (Style::Written, false),
                QueryStyle::Form => Style::Form,
                QueryStyle::SpaceDelimited => Style::SpaceDelimited,
                QueryStyle::PipeDelimited => Style::PipeDelimited,
                QueryStyle::DeepObject => Style::DeepObject,
            };
            (style, *allow_reserved)
        }
    }
}

/// The style that a delimiter of Swagger 2.0 is.
pub(super) fn delimited(extensions: &carrier::Extensions) -> Option<Style> {
    match carrier::text(extensions, carrier::DELIMITER)? {
        "\t" => Some(Style::TabDelimited),
        "|" => Some(Style::PipeDelimited),
        _ => Some(Style::SpaceDelimited),
    }
}
