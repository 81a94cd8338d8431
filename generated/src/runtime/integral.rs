//! Integers that are written as floats, as some servers do. In: `5.0`, `1e3`. Out: `5`, `1000`.
//!
//! JSON has no integer type, and JSON Schema counts any number without a fraction as an integer (2020-12, section
//! 4.2.3), while serde requires plain digits. JSON that fails to deserialize is read again, with such digits; JSON that
//! succeeds costs nothing.

/// The digits of a number that is written with a point or an exponent, and has no fraction.
pub(super) fn digits(number: &str) -> Option<String> {
    /// No integer type has more digits.
    const MOST: usize = 40;
    if !number.contains(['.', 'e', 'E']) {
        return None;
    }
    let (sign, number) = match number.strip_prefix('-') {
        Some(number) => ("-", number),
        None => ("", number),
    };
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let point = exponent.parse::<i64>().ok()?.checked_add(i64::try_from(whole.len()).ok()?)?;
    let all = format!("{whole}{fraction}");
    let significant = all.trim_end_matches('0');
    if significant.trim_start_matches('0').is_empty() {
        return Some(String::from("0"));
    }
    let length = usize::try_from(point).ok().filter(|length| *length <= MOST)?;
    let padded = format!("{significant:0<length$}");
    (padded.len() == length).then(|| format!("{sign}{}", padded.trim_start_matches('0')))
}
