//! Texts and numbers by their keywords and formats (JSON Schema, validation; OpenAPI's registry of formats).

use serde_json::{Value, json};

use super::super::pattern;
use super::{Extent, Place};
use crate::conformance::schema::Flat;

/// Letters that make a string as long as it has to be.
const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// A string of the schema.
pub(super) fn string(
    flat: &Flat<'_>,
    extent: Extent,
    place: Place,
    salt: usize,
) -> Result<Value, String> {
    let format = flat.text("format").unwrap_or_default();
    if place == Place::Parts && matches!(format, "binary") {
        return Ok(json!({ "base64": "AAH/aGVsbG8K" }));
    }
    let (least, most) = (flat.count("minLength").unwrap_or(0), flat.count("maxLength"));
    if let Some(pattern) = flat.text("pattern") {
        // One of the format, if the pattern allows any.
        if let Some(text) = formatted(format, salt)
            && pattern::fits(pattern, least, most, &text)
        {
            return Ok(Value::from(text));
        }
        // A string that may be empty says more where it is not.
        let text = pattern::text(pattern, least.max(1), most, salt);
        return text.or_else(|_| pattern::text(pattern, least, most, salt)).map(Value::from);
    }
    let fits = |text: &str| {
        let length = text.chars().count();
        length >= least && most.is_none_or(|most| length <= most)
    };
    if let Some(text) = formatted(format, salt) {
        return match fits(&text) {
            true => Ok(Value::from(text)),
            false => Err(format!("no `{format}` has {least} to {most:?} characters")),
        };
    }
    let text = match extent {
        Extent::All => special(place),
        Extent::Required => "text",
    };
    let text = if salt == 0 { text.to_owned() } else { format!("{text}-{salt}") };
    if fits(&text) {
        return Ok(Value::from(text));
    }
    // Too short or too long: letters, beginning where the salt says.
    let most = most.unwrap_or(usize::MAX);
    if least > most || least > 1_000_000 {
        return Err(format!("no string has {least} to {most} characters"));
    }
    let length = least.max(text.len().min(most));
    Ok(Value::from(
        LETTERS.chars().cycle().skip(salt % LETTERS.len()).take(length).collect::<String>(),
    ))
}

/// A string with all that has a meaning in that place, less what the place cannot hold.
fn special(place: Place) -> &'static str {
    match place {
        Place::Json => "a \"b\"\\c/d\né 日",
        // No dots: the style `label` leaves them as they are, between the items of a list too.
        Place::Text | Place::Parts => "a b/c?d&e=f+g%h,i;j:k@é#l|m",
        Place::Delimited(' ') => "a/c?d&e=f+g%h,i;j",
        Place::Delimited(_) => "a b/c?d&e=f+g%h;j",
        Place::Header => "a b/c?d&e+f%g;h",
        Place::Cookie => "a/c?d&e+f%g",
    }
}

/// A string of a format; none where any string will do.
fn formatted(format: &str, salt: usize) -> Option<String> {
    let digit = salt % 10;
    Some(match format {
        "date-time" => format!("2024-02-29T12:34:5{digit}Z"),
        "date" => format!("2024-02-2{digit}"),
        "time" => format!("12:34:5{digit}Z"),
        "duration" => format!("P1DT{}H", digit + 1),
        "uuid" => format!("0b3f1c1e-5f0a-4d3c-9a51-7c2d6e8f901{digit}"),
        "email" | "idn-email" => format!("user{digit}@example.com"),
        "uri" | "url" | "iri" => format!("https://example.com/a?b=c&d={digit}"),
        "uri-reference" | "iri-reference" => format!("/a?b=c&d={digit}"),
        "hostname" | "idn-hostname" => format!("host{digit}.example.com"),
        "ipv4" => format!("192.0.2.{digit}"),
        "ipv6" => format!("2001:db8::{}", digit + 1),
        "byte" | "base64" => "aGVsbG8/Pz4+".to_owned(),
        "regex" => "^a+$".to_owned(),
        "json-pointer" => "/a/0".to_owned(),
        "relative-json-pointer" => "1/a".to_owned(),
        "uri-template" => "https://example.com/{a}".to_owned(),
        "int64" | "int32" | "uint64" => format!("1{digit}"),
        "decimal" => format!("1.{}", digit + 1),
        _ => return None,
    })
}

/// The bounds of a number, both included.
struct Bounds {
    least: Option<f64>,
    most: Option<f64>,
}

/// The bounds; `step` is what the next number is away from one that is excluded.
fn bounds(flat: &Flat<'_>, step: f64) -> Bounds {
    // A bound that a float cannot hold is written beside the schema.
    let exact = |key: &str| flat.get("x-codegen-exact-bounds")?.get(key)?.as_f64();
    let least = flat.number("minimum").or_else(|| exact("minimum"));
    let most = flat.number("maximum").or_else(|| exact("maximum"));
    Bounds {
        least: least.map(|it| if flat.flag("exclusiveMinimum") { it + step } else { it }),
        most: most.map(|it| if flat.flag("exclusiveMaximum") { it - step } else { it }),
    }
}

/// An integer of the schema.
pub(super) fn integer(flat: &Flat<'_>, salt: usize) -> Result<Value, String> {
    let step = flat.number("multipleOf").filter(|step| *step >= 1.0).unwrap_or(1.0);
    let Bounds { least, most } = bounds(flat, 1.0);
    let is_unsigned = flat.text("format").is_some_and(|format| format.starts_with("uint"));
    let least = least.or_else(|| is_unsigned.then_some(0.0));
    let least = least.map(|least| (least / step).ceil() * step);
    let start = match (least, most) {
        (Some(least), _) if least > 0.0 => least,
        (_, Some(most)) if most < step => (most / step).floor() * step,
        _ => step,
    };
    let value = shifted(start, step, salt, least, most)?;
    // Beyond that a float no longer tells integers apart.
    if value.abs() > 9_007_199_254_740_992.0 {
        return Err("the bounds are beyond 2^53".to_owned());
    }
    Ok(Value::from(value as i64))
}

/// A number of the schema, with a fraction where it may have one.
pub(super) fn number(flat: &Flat<'_>, salt: usize) -> Result<Value, String> {
    let whole = matches!(flat.text("format"), Some("int32" | "int64"));
    let step = flat.number("multipleOf").filter(|step| *step > 0.0);
    if whole || step.is_some_and(|step| step >= 1.0 && step.fract() == 0.0) {
        return integer(flat, salt);
    }
    let is_free = step.is_none();
    let range =
        flat.number("maximum").zip(flat.number("minimum")).map(|(most, least)| most - least);
    let Bounds { least, most } = bounds(flat, range.map_or(0.25, |range| (range / 4.0).min(0.25)));
    let step = step.unwrap_or(1.0);
    let fraction = if is_free { 0.5 } else { step };
    let start = match (least, most) {
        // No whole number has to be between bounds that are close.
        (Some(least), Some(most)) if is_free && most - least < 1.0 => f64::midpoint(least, most),
        (Some(least), _) if least > 0.0 => (least / step).ceil() * step,
        (_, Some(most)) if most < fraction => most,
        _ => fraction,
    };
    let value = shifted(start, step, salt, least, most)?;
    // 3 × 0.1 is to be written as 0.3.
    Ok(Value::from(if is_free { value } else { (value * 1e9).round() / 1e9 }))
}

/// `start`, `salt` steps further, if that is within the bounds; else `start`.
fn shifted(
    start: f64,
    step: f64,
    salt: usize,
    least: Option<f64>,
    most: Option<f64>,
) -> Result<f64, String> {
    let within = |value: f64| {
        least.is_none_or(|least| value >= least) && most.is_none_or(|most| value <= most)
    };
    let further = start + step * (salt % 100) as f64;
    let before = start - step * (salt % 100) as f64;
    [further, before, start]
        .into_iter()
        .find(|value| within(*value))
        .ok_or_else(|| format!("no number is between {least:?} and {most:?}"))
}
