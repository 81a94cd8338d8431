//! A value before and after the round trip in, every difference that a schema does not permit out.

use super::json::{Json, same_number};

/// A difference, at a place of the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Difference {
    /// Where, as a JSON pointer.
    pub(crate) pointer: String,
    /// What kind of difference it is.
    pub(crate) kind: Kind,
    /// What went in.
    pub(crate) before: Option<Json>,
    /// What came out.
    pub(crate) after: Option<Json>,
}

/// A kind of difference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// A key, or an item of an array, did not come back.
    Lost,
    /// A key, or an item of an array, came that was not there.
    Added,
    /// `null` came for a key that was not there.
    NullForAbsent,
    /// A key that was `null` did not come back.
    AbsentForNull,
    /// A number is another one.
    Number,
    /// A string is another one.
    Text,
    /// An instant is another one.
    Instant,
    /// A value is one of another type, or another one of `null`, `true` and `false`.
    Value,
}

impl Kind {
    /// The kind in words.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Lost => "lost",
            Self::Added => "added",
            Self::NullForAbsent => "null for absent",
            Self::AbsentForNull => "absent for null",
            Self::Number => "another number",
            Self::Text => "another text",
            Self::Instant => "another instant",
            Self::Value => "another value",
        }
    }
}

/// The differences between a value and what came back.
///
/// The order of keys, another writing of the same number or instant, and the case of a UUID are none.
pub(crate) fn compare(before: &Json, after: &Json) -> Vec<Difference> {
    let mut found = Vec::new();
    at(&mut found, &mut String::new(), before, after);
    found
}

fn at(found: &mut Vec<Difference>, pointer: &mut String, before: &Json, after: &Json) {
    let kind = match (before, after) {
        (Json::Object(old), Json::Object(new)) => {
            for key in old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))) {
                step(found, pointer, key, old.get(key), new.get(key));
            }
            return;
        }
        (Json::Array(old), Json::Array(new)) => {
            for index in 0..old.len().max(new.len()) {
                let (old, new) = (old.get(index), new.get(index));
                // An item that is missing moves the others, so `null` has no special meaning here.
                step(found, pointer, &index.to_string(), old, new);
            }
            return;
        }
        (Json::Number(old), Json::Number(new)) if same_number(old, new) => return,
        (Json::Number(_), Json::Number(_)) => Kind::Number,
        (Json::Text(old), Json::Text(new)) => match text(old, new) {
            Some(kind) => kind,
            None => return,
        },
        (before, after) if before == after => return,
        _ => Kind::Value,
    };
    let (before, after) = (Some(before.clone()), Some(after.clone()));
    found.push(Difference { pointer: pointer.clone(), kind, before, after });
}

/// Compares what stands at a key.
fn step(
    found: &mut Vec<Difference>,
    pointer: &mut String,
    key: &str,
    before: Option<&Json>,
    after: Option<&Json>,
) {
    let length = pointer.len();
    pointer.push('/');
    pointer.push_str(&escape(key));
    let kind = match (before, after) {
        (Some(before), Some(after)) => {
            at(found, pointer, before, after);
            None
        }
        (Some(before), None) if before.is_null() => Some(Kind::AbsentForNull),
        (None, Some(after)) if after.is_null() => Some(Kind::NullForAbsent),
        (Some(_), None) => Some(Kind::Lost),
        (None, Some(_)) => Some(Kind::Added),
        (None, None) => None,
    };
    if let Some(kind) = kind {
        let (before, after) = (before.cloned(), after.cloned());
        found.push(Difference { pointer: pointer.clone(), kind, before, after });
    }
    pointer.truncate(length);
}

/// A key as a part of a JSON pointer.
pub(super) fn escape(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}

/// How two strings differ, if they do.
///
/// A string without a format comes back as it was or not at all right; so what looks like another writing of the same
/// instant or UUID comes from a type that knows what it is.
fn text(before: &str, after: &str) -> Option<Kind> {
    if before == after || (is_uuid(before) && before.eq_ignore_ascii_case(after)) {
        return None;
    }
    match (instant(before), instant(after)) {
        (Some(before), Some(after)) => (before != after).then_some(Kind::Instant),
        _ => Some(Kind::Text),
    }
}

/// The instant that an RFC 3339 string names.
fn instant(text: &str) -> Option<jiff::Timestamp> {
    // Other writings than that of RFC 3339, such as a time zone in brackets, are strings.
    let plain = text.len() >= 20 && text.is_ascii() && !text.contains('[');
    if plain { text.parse().ok() } else { None }
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.concat().bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::{Kind, compare};
    use crate::roundtrip::json::Json;

    /// The differences as `POINTER: KIND`.
    fn differences(before: &str, after: &str) -> Vec<(String, Kind)> {
        compare(&Json::parse(before).unwrap(), &Json::parse(after).unwrap())
            .into_iter()
            .map(|difference| (difference.pointer, difference.kind))
            .collect()
    }

    #[test]
    fn what_a_schema_permits_is_no_difference() {
        for (before, after) in [
            (r#"{"a": 1, "b": [true, null]}"#, r#"{"b":[true,null],"a":1.0}"#),
            ("12345678901234567890123", "12345678901234567890123"),
            (r#""2021-03-04T05:06:07Z""#, r#""2021-03-04T05:06:07.000+00:00""#),
            (r#""2021-03-04T07:06:07.5+02:00""#, r#""2021-03-04T05:06:07.5Z""#),
            (r#""2021-03-04t05:06:07z""#, r#""2021-03-04T05:06:07Z""#),
            (
                r#""6BA7B810-9DAD-11D1-80B4-00C04FD430C8""#,
                r#""6ba7b810-9dad-11d1-80b4-00c04fd430c8""#,
            ),
        ] {
            assert_eq!(differences(before, after), [], "{before} {after}");
        }
    }

    #[test]
    fn every_other_difference_is_found() {
        for (before, after, pointer, kind) in [
            (r#"{"a": {"b/~": 1}}"#, r#"{"a": {}}"#, "/a/b~1~0", Kind::Lost),
            (r#"{}"#, r#"{"a": 0}"#, "/a", Kind::Added),
            (r#"{}"#, r#"{"a": null}"#, "/a", Kind::NullForAbsent),
            (r#"{"a": null}"#, r#"{}"#, "/a", Kind::AbsentForNull),
            (r#"{"a": null}"#, r#"{"a": 0}"#, "/a", Kind::Value),
            (r#"[1, 2]"#, r#"[1]"#, "/1", Kind::Lost),
            (r#"[[1]]"#, r#"[[1, 2]]"#, "/0/1", Kind::Added),
            (r#"[12345678901234567890123]"#, r#"[12345678901234567890000]"#, "/0", Kind::Number),
            ("0.1", "0.10000000149011612", "", Kind::Number),
            ("1", "\"1\"", "", Kind::Value),
            ("true", "false", "", Kind::Value),
            ("{}", "[]", "", Kind::Value),
            (r#""ABC""#, r#""abc""#, "", Kind::Text),
            (r#""https://example.com""#, r#""https://example.com/""#, "", Kind::Text),
            (r#""2021-03-04T05:06:07Z""#, r#""2021-03-04T05:06:08Z""#, "", Kind::Instant),
            (r#""2021-03-04T05:06:07Z""#, r#""2021-03-04T05:06:07.000000001Z""#, "", Kind::Instant),
            (r#""2021-03-04""#, r#""2021-03-04T00:00:00Z""#, "", Kind::Text),
            (r#""05:06:07Z""#, r#""05:06:07+00:00""#, "", Kind::Text),
        ] {
            assert_eq!(
                differences(before, after),
                [(pointer.to_owned(), kind)],
                "{before} {after}"
            );
        }
    }

    #[test]
    fn all_differences_are_named() {
        let found = differences(
            r#"{"a": 1, "b": [1, "x"], "c": null}"#,
            r#"{"a": 2, "b": [1, "y"], "d": 1}"#,
        );
        let kinds: Vec<Kind> = found.into_iter().map(|(_, kind)| kind).collect();
        assert_eq!(kinds, [Kind::Number, Kind::Text, Kind::AbsentForNull, Kind::Added]);
    }
}
