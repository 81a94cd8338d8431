//! Words that capital letters alone do not tell: plurals of acronyms, versions, and known spellings. In: a name. Out: the
//! same, in which each begins with its only capital letter.

use std::borrow::Cow;

/// The case that a name is to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    Snake,
    UpperCamel,
}

/// Spellings with capital letters within a word, and the word. In upper camel case those with a small letter at the
/// beginning need it, too; others keep their capital letters there.
const KNOWN: [(&str, &str); 29] = [
    ("OAuth", "Oauth"),
    ("IPv4", "Ipv4"),
    ("IPv6", "Ipv6"),
    ("iOS", "Ios"),
    ("iPad", "Ipad"),
    ("iPhone", "Iphone"),
    ("macOS", "Macos"),
    ("tvOS", "Tvos"),
    ("watchOS", "Watchos"),
    ("mTLS", "Mtls"),
    ("gRPC", "Grpc"),
    ("IOps", "Iops"),
    ("ETag", "Etag"),
    ("eTag", "Etag"),
    ("GitHub", "Github"),
    ("GitLab", "Gitlab"),
    ("YouTube", "Youtube"),
    ("LinkedIn", "Linkedin"),
    ("WhatsApp", "Whatsapp"),
    ("PayPal", "Paypal"),
    ("JavaScript", "Javascript"),
    ("TypeScript", "Typescript"),
    ("GraphQL", "Graphql"),
    ("PostgreSQL", "Postgresql"),
    ("MySQL", "Mysql"),
    ("DevOps", "Devops"),
    ("SaaS", "Saas"),
    ("VoIP", "Voip"),
    ("IoT", "Iot"),
];

/// The name with one capital letter for each word.
pub(super) fn respell(name: &str, case: Case) -> Cow<'_, str> {
    let bytes = name.as_bytes();
    let is_mixed = bytes.windows(2).any(|pair| matches!(pair, [one, other] if one.is_ascii_uppercase() && (other.is_ascii_uppercase() || other.is_ascii_digit())))
        || KNOWN.iter().any(|(written, _)| name.contains(written));
    if !is_mixed {
        return name.into();
    }
    let mut respelled = String::with_capacity(name.len() + 4);
    let mut rest = name;
    let mut is_within = false;
    while let Some(first) = rest.chars().next() {
        let before = respelled.chars().next_back();
        // A run of capital letters is looked at once, at its beginning.
        let begins = !is_within;
        is_within = first.is_ascii_uppercase();
        let run = || {
            let found = plural(rest).or_else(|| acronym_of_version(rest));
            found.or_else(|| after_digit(rest, &respelled))
        };
        let (word, after) =
            known(rest, before, case).or_else(|| begins.then(run).flatten()).unwrap_or_else(|| {
                (first.to_string(), rest.get(first.len_utf8()..).unwrap_or_default())
            });
        respelled.push_str(&word);
        rest = after;
    }
    respelled.into()
}

/// A known spelling at the beginning, which is not the end of another word.
fn known(rest: &str, before: Option<char>, case: Case) -> Option<(String, &str)> {
    let (written, word) = KNOWN.iter().find(|(written, _)| rest.starts_with(written))?;
    let is_small = written.starts_with(|first: char| first.is_ascii_lowercase());
    let continues = match is_small {
        true => before.is_some_and(|before| before.is_ascii_alphabetic()),
        false => before.is_some_and(|before| before.is_ascii_uppercase()),
    };
    let after = rest.get(written.len()..)?;
    // `IoTs`, but not `MySQLite` or `ETagged`.
    let ends = !after.starts_with(|next: char| next.is_ascii_lowercase()) || after.starts_with('s');
    let is_kept = case == Case::UpperCamel && !is_small && !written.starts_with("IPv");
    (!continues && ends && !is_kept).then(|| ((*word).to_owned(), after))
}

/// The plural of an acronym at the beginning, such as `URLs`.
fn plural(rest: &str) -> Option<(String, &str)> {
    let (acronym, after) = acronym(rest)?;
    let after = after.strip_prefix('s')?;
    let ends = !after.starts_with(|next: char| next.is_ascii_lowercase());
    ends.then(|| (format!("{}s", capitalized(acronym)), after))
}

/// An acronym at the beginning before its version, such as `UUIDv4`: two words.
fn acronym_of_version(rest: &str) -> Option<(String, &str)> {
    let (acronym, after) = acronym(rest)?;
    let version = after.strip_prefix('v')?;
    let is_version = version.starts_with(|next: char| next.is_ascii_digit());
    is_version.then(|| (format!("{}V", capitalized(acronym)), version))
}

/// An acronym at the beginning and after a word with digits, such as that of `V1CSIDriver`, which begins a word.
fn after_digit<'n>(rest: &'n str, before: &str) -> Option<(String, &'n str)> {
    let (acronym, after) = acronym(rest)?;
    // The last capital letter is that of the next word.
    let ends = !after.starts_with(|next: char| next.is_ascii_lowercase());
    let is_acronym = ends || acronym.len() > 2;
    let word = before.trim_end_matches(|digit: char| digit.is_ascii_digit());
    let has_digit = word.len() < before.len() && word.ends_with(char::is_alphabetic);
    let (first, after) = rest.split_at_checked(1)?;
    (is_acronym && has_digit).then(|| (format!(" {first}"), after))
}

/// At least two capital letters at the beginning, and the rest.
fn acronym(rest: &str) -> Option<(&str, &str)> {
    let end = rest.find(|next: char| !next.is_ascii_uppercase()).unwrap_or(rest.len());
    (end > 1).then(|| rest.split_at(end))
}

fn capitalized(acronym: &str) -> String {
    let mut word = acronym.to_ascii_lowercase();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

#[cfg(test)]
mod tests {
    use super::super::{snake, upper_camel};

    #[test]
    fn what_belongs_together_is_a_word() {
        for (name, in_snake, in_camel) in [
            ("userIDs", "user_ids", "UserIds"),
            ("URLs", "urls", "Urls"),
            ("IPv6s", "ipv6s", "Ipv6s"),
            ("UUIDv4", "uuid_v4", "UuidV4"),
            ("APIv2Key", "api_v2_key", "ApiV2Key"),
            ("getOAuth2Client", "get_oauth2_client", "GetOAuth2Client"),
            ("iOSApp", "ios_app", "IosApp"),
            ("V1CSIDriver", "v1_csi_driver", "V1CsiDriver"),
            ("maxNumOfTAs", "max_num_of_tas", "MaxNumOfTas"),
            ("GitHubApp", "github_app", "GitHubApp"),
            ("macOS", "macos", "Macos"),
            ("isMySQLServer", "is_mysql_server", "IsMySqlServer"),
        ] {
            assert_eq!(
                (snake(name).as_str(), upper_camel(name).as_str()),
                (in_snake, in_camel),
                "{name}"
            );
        }
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for (name, in_snake, in_camel) in [
            ("SIPv2", "sip_v2", "SipV2"),
            ("HTTPServer", "http_server", "HttpServer"),
            ("ISSUES", "issues", "Issues"),
            ("S3Bucket", "s3_bucket", "S3Bucket"),
            ("3DModel", "3d_model", "3dModel"),
            ("IDsafe", "i_dsafe", "IDsafe"),
            ("x509Certificate", "x509_certificate", "X509Certificate"),
            ("userId", "user_id", "UserId"),
            ("DNSSEC", "dnssec", "Dnssec"),
        ] {
            assert_eq!(
                (snake(name).as_str(), upper_camel(name).as_str()),
                (in_snake, in_camel),
                "{name}"
            );
        }
    }
}
