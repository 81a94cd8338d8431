//! What Prism 5.14 says of requests that are right: a violation in, the reason why it decides nothing, out.

use serde_json::Value;

use crate::conformance::description::{essence, names};
use crate::conformance::server::Recorded;
use crate::conformance::values::is_xml;

/// Why Prism finds no operation for a path that there is.
pub(super) fn of_path(template: &str) -> Option<&'static str> {
    if names(template).any(|(name, inner)| name != inner) {
        return Some(
            "Prism takes RFC 6570's operators in a path for a part of the parameter's name",
        );
    }
    let has_dot = |(name, _): (&str, &str)| name.contains('.');
    names(template).any(has_dot).then_some("Prism knows no path parameter with a dot in its name")
}

/// Why each violation is none; one of a part is none where that of the whole is.
pub(super) fn of_violations(
    violations: &[&Value],
    request: &Recorded,
) -> Vec<Option<&'static str>> {
    let place = |violation: &Value| -> Vec<Value> {
        violation.get("location").and_then(Value::as_array).cloned().unwrap_or_default()
    };
    let own: Vec<(Vec<Value>, Option<&str>)> =
        violations.iter().map(|it| (place(it), of_violation(it, request))).collect();
    let of_whole = |part: &[Value]| {
        own.iter().find(|(whole, reason)| reason.is_some() && part.starts_with(whole))
    };
    own.iter().map(|(part, reason)| reason.or_else(|| of_whole(part)?.1)).collect()
}

/// Why a violation is none.
fn of_violation(violation: &Value, request: &Recorded) -> Option<&'static str> {
    let text = |key: &str| violation.get(key).and_then(Value::as_str).unwrap_or_default();
    let place = violation.pointer("/location/0").and_then(Value::as_str).unwrap_or_default();
    let (code, message) = (text("code"), text("message"));
    let is_list_or_object =
        code == "type" && (message.contains("array") || message.contains("object"));
    let content_type = essence(request.header("content-type").unwrap_or_default());
    let is_form = content_type == "application/x-www-form-urlencoded"
        || content_type.starts_with("multipart/");
    match place {
        // As parameters these "shall be ignored" (OpenAPI 3.0.4, section 4.7.12.2.1).
        "header" if is_ignored(message) => {
            Some("Prism requires a header that is not a parameter by the specification")
        }
        "query" if code == "required" && message.contains('%') => {
            Some("Prism compares the names of parameters while they are percent-encoded")
        }
        "query" if code == "type" && violation.pointer("/location/2").is_some() => {
            Some("Prism does not take lists between spaces or bars apart")
        }
        "path" | "query" | "header" | "cookie" if is_list_or_object => Some(
            "Prism decodes arrays and objects only by `type`, not behind a union or beside `null`",
        ),
        "body"
            if is_form
                && (is_list_or_object || code == "required" || message.contains("Reserved")) =>
        {
            Some("Prism reads lists and objects in forms by some encodings alone")
        }
        // What Prism has no reader for is a string to it.
        "body"
            if code == "type"
                && violation.pointer("/location/1").is_none()
                && (is_xml(&content_type) || content_type.starts_with("text/") || is_form) =>
        {
            Some("Prism decodes XML, text, and forms of anything but an object only as strings")
        }
        _ if code == "oneOf" => Some(
            "the sampled value is valid by several members of a `oneOf`, or Prism's `nullable` differs",
        ),
        _ => None,
    }
}

fn is_ignored(message: &str) -> bool {
    ["authorization", "accept", "content-type"]
        .iter()
        .any(|name| message == format!("Request header must have required property '{name}'"))
}

#[cfg(test)]
mod tests {
    use super::{of_path, of_violation, of_violations};
    use crate::conformance::server::Recorded;
    use serde_json::json;

    #[test]
    fn what_the_specification_says_otherwise_decides_nothing_and_the_rest_does() {
        let request = Recorded::default();
        let violation = |place: &str, code: &str, message: &str| json!({ "location": [place], "code": code, "message": message });
        let asked = "Request header must have required property 'authorization'";
        assert!(of_violation(&violation("header", "required", asked), &request).is_some());
        let asked = "Request header must have required property 'x-trace'";
        assert!(of_violation(&violation("header", "required", asked), &request).is_none());
        let wrong = "Request body property name must be string";
        assert!(of_violation(&violation("body", "type", wrong), &request).is_none());
        let (one_of, part) = (violation("body", "oneOf", ""), violation("body", "required", ""));
        let all = of_violations(&[&part, &one_of], &request);
        assert!(all.iter().all(Option::is_some) && of_violation(&part, &request).is_none());
        let xml = ("content-type".to_owned(), "text/xml; charset=utf-8".to_owned());
        let xml = Recorded { headers: vec![xml], ..Recorded::default() };
        let whole = violation("body", "type", "Request body must be object");
        assert!(of_violation(&whole, &xml).is_some() && of_violation(&whole, &request).is_none());
        assert!(of_path("/a/{.b*}").is_some() && of_path("/a/{b.c}").is_some());
        assert!(of_path("/a/{b}").is_none());
    }
}
