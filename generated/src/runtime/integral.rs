//! Integers that are written as floats, as some servers do: `5.0`, `1e3`. In: JSON. Out: the same with `5`, `1000`.
//!
//! JSON has no integer type, and JSON Schema counts any number without a fraction as an integer (2020-12, section
//! 4.2.3), while serde requires plain digits. JSON that fails to deserialize is tried again with such numbers
//! rewritten; JSON that succeeds costs nothing.

/// The JSON with numbers without a fraction as plain digits; `None` if that changes nothing.
pub(super) fn text(json: &[u8]) -> Option<Vec<u8>> {
    let mut written = Vec::with_capacity(json.len());
    let mut rest = json;
    let mut changed = false;
    while let [first, behind @ ..] = rest {
        let length = match first {
            b'"' => string_length(rest),
            b'-' | b'0'..=b'9' => rest.iter().take_while(|byte| is_of_number(**byte)).count(),
            _ => {
                written.push(*first);
                rest = behind;
                continue;
            }
        };
        let (token, behind) = rest.split_at_checked(length)?;
        let digits =
            if *first == b'"' { None } else { std::str::from_utf8(token).ok().and_then(digits) };
        changed |= digits.is_some();
        written.extend_from_slice(digits.as_deref().map_or(token, str::as_bytes));
        rest = behind;
    }
    changed.then_some(written)
}

/// The length of the string at the start of the JSON, quotes included.
fn string_length(text: &[u8]) -> usize {
    let mut is_escaped = false;
    let end = text.iter().skip(1).position(|byte| {
        let ends = *byte == b'"' && !is_escaped;
        is_escaped = *byte == b'\\' && !is_escaped;
        ends
    });
    end.map_or(text.len(), |end| end + 2)
}

fn is_of_number(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')
}

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
