//! The form of the table: places of a description, and the keywords that may stand there.

/// A set of dialects, a bit for each.
pub(crate) type Dialects = u8;

pub(crate) const V2: Dialects = 1;
pub(crate) const V3_0: Dialects = 2;
pub(crate) const V3_1: Dialects = 4;
pub(crate) const V3_2: Dialects = 8;
pub(crate) const V3: Dialects = V3_0 | V3_1 | V3_2;
pub(crate) const SINCE_3_1: Dialects = V3_1 | V3_2;
pub(crate) const ALL: Dialects = V2 | V3;

/// The dialects, each with the line that says so.
pub(crate) const DIALECTS: [(Dialects, &str); 4] = [
    (V2, "swagger: '2.0'"),
    (V3_0, "openapi: 3.0.4"),
    (V3_1, "openapi: 3.1.1"),
    (V3_2, "openapi: 3.2.0"),
];

/// A place in a description where keywords are tried.
pub(crate) struct Place {
    /// The specification's name of the object.
    pub(crate) object: &'static str,
    /// The dialects that have it.
    pub(crate) dialects: Dialects,
    /// The description but for its version, with `@` in place of the keywords.
    pub(crate) description: &'static str,
    /// A part of the diagnostic that names the whole object as not generated, where one does.
    pub(crate) reported: Option<&'static str>,
    /// Keywords that may be lost at this place alone, each with the reason.
    pub(crate) allowed: &'static [(&'static str, &'static str)],
    /// The keywords.
    pub(crate) rows: &'static [Row],
}

impl Place {
    /// The description with these keywords.
    pub(crate) fn description(&self, version: &str, keywords: &str) -> String {
        assert!(self.description.contains('@'), "{} has no place for keywords", self.object);
        let text = self.description.trim_start().replace('@', keywords);
        match text.strip_prefix('{') {
            Some(rest) => format!("{{{version}, {rest}"),
            None => format!("{version}\n{text}"),
        }
    }
}

/// A keyword.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    /// The keyword with a value, as a mapping in YAML's flow style has it.
    pub(crate) added: &'static str,
    /// What stands beside it, with and without it.
    pub(crate) beside: &'static str,
    /// What stands in its place without it.
    pub(crate) instead_of: &'static str,
    /// Why nothing has to come of it.
    pub(crate) allowed: Option<&'static str>,
    of: Option<Dialects>,
}

/// A keyword of all dialects of its place.
pub(crate) const fn row(added: &'static str) -> Row {
    Row { added, beside: "", instead_of: "", allowed: None, of: None }
}

impl Row {
    pub(crate) const fn of(self, dialects: Dialects) -> Self {
        Self { of: Some(dialects), ..self }
    }

    pub(crate) const fn beside(self, beside: &'static str) -> Self {
        Self { beside, ..self }
    }

    pub(crate) const fn instead_of(self, instead_of: &'static str) -> Self {
        Self { instead_of, ..self }
    }

    pub(crate) const fn allowed(self, reason: &'static str) -> Self {
        Self { allowed: Some(reason), ..self }
    }

    /// Why nothing has to come of it at that place.
    pub(crate) fn reason(&self, place: &Place) -> Option<&'static str> {
        let at_place = place.allowed.iter().find(|(added, _)| *added == self.added);
        self.allowed.or(at_place.map(|(_, reason)| *reason))
    }

    pub(crate) fn dialects(&self, place: &Place) -> Dialects {
        self.of.unwrap_or(place.dialects)
    }

    /// The keywords with this one.
    pub(crate) fn added(&self) -> String {
        joined(self.beside, self.added)
    }

    /// The keywords with another text in place of this one.
    pub(crate) fn changed(&self, added: &str) -> String {
        joined(self.beside, added)
    }

    /// The keywords without this one.
    pub(crate) fn base(&self) -> String {
        joined(self.beside, self.instead_of)
    }
}

fn joined(one: &str, other: &str) -> String {
    if one.is_empty() || other.is_empty() {
        format!("{one}{other}")
    } else {
        format!("{one}, {other}")
    }
}
