//! "Did you mean": the known name that a wrong one is closest to.

/// More candidates than this are not compared: every wrong name of a description is compared with all of them.
const MOST: usize = 1_000;

/// The candidate that differs from `word` in few characters, or only in case and punctuation; the first of the closest.
pub(crate) fn closest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    let plain = plain(word);
    // Short words are close to many others.
    let most = plain.chars().count() / 3;
    let distances = candidates.into_iter().take(MOST).filter(|candidate| *candidate != word);
    let distances = distances.filter_map(|candidate| {
        let other = self::plain(candidate);
        if other.len().abs_diff(plain.len()) > most {
            return None;
        }
        let distance = strsim::osa_distance(&plain, &other);
        (distance <= most).then_some((distance, candidate))
    });
    distances.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// Only the letters and digits, in lower case.
pub(crate) fn plain(word: &str) -> String {
    word.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The help for a wrong name: the one that is meant, or else `otherwise`.
pub(crate) fn did_you_mean<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
    otherwise: &str,
) -> String {
    match closest(word, candidates) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => otherwise.to_owned(),
    }
}

/// The help for a value that is none of the `allowed` ones, which are listed in words: `form, simple or label`.
pub(crate) fn among(word: Option<&str>, allowed: &str) -> String {
    let words = allowed.split([',', ' ']).filter(|word| !word.is_empty() && *word != "or");
    let list = format!("write {allowed}");
    word.map_or_else(|| list.clone(), |word| did_you_mean(word, words, &list))
}

#[cfg(test)]
mod tests {
    use super::closest;

    #[test]
    fn slips_are_close_and_other_words_are_not() {
        let known = ["operationId", "parameters", "query", "summary", "in"];
        assert_eq!(closest("operationID", known), Some("operationId"));
        assert_eq!(closest("operation_id", known), Some("operationId"));
        assert_eq!(closest("querry", known), Some("query"));
        assert_eq!(closest("parameter", known), Some("parameters"));
        assert_eq!(closest("id", known), None);
        assert_eq!(closest("timeout", known), None);
    }
}
