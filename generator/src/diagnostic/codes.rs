//! The kinds of problem that a description can have. Codes are stable: tools may match on them.

use std::fmt;

use crate::suggest;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// A kind of problem; `Display` writes its stable code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes, in the order of the page that explains them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The stable code.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$name => $text,)+
                }
            }
        }
    };
}

codes! {
    /// A file cannot be read.
    Unreadable = "unreadable",
    /// A file is neither YAML nor JSON.
    Syntax = "syntax",
    /// A file is empty.
    Empty = "empty",
    /// A document is not an OpenAPI description.
    NotOpenApi = "not-openapi",
    /// A version of the specification that is not supported.
    UnsupportedVersion = "unsupported-version",
    /// A reference whose target does not exist or cannot be read.
    UnresolvedReference = "unresolved-reference",
    /// References that form a cycle without a value.
    ReferenceCycle = "reference-cycle",
    /// A reference to another host.
    RemoteReference = "remote-reference",
    /// A duplicate key in a mapping.
    DuplicateKey = "duplicate-key",
    /// Two operations with the same `operationId`.
    DuplicateOperationId = "duplicate-operation-id",
    /// A value of another type than the specification requires.
    WrongType = "wrong-type",
    /// A value of the right type that the specification does not allow.
    InvalidValue = "invalid-value",
    /// A required key that is missing.
    MissingKey = "missing-key",
    /// A key that the specification does not define at this place.
    UnknownKey = "unknown-key",
    /// A keyword that is understood, but has no effect on the generated code.
    NotGenerated = "not-generated",
    /// Something that the specification leaves undefined; the message states what the generator does.
    Undefined = "undefined",
    /// Something valid that this version cannot generate.
    Unsupported = "unsupported",
    /// Parts of a schema that contradict each other.
    Contradiction = "contradiction",
    /// A schema whose type is plain JSON.
    Untyped = "untyped",
    /// A name that was changed to be valid in Rust.
    Renamed = "renamed",
    /// Nesting beyond the limit.
    TooDeep = "too-deep",
    /// A name in the maintainers' programs or texts that the crate does not have.
    UnknownName = "unknown-name",
    /// A setting that does not match the description.
    Settings = "settings",
    /// An operation without an `operationId`.
    LintOperationId = "lint-operation-id",
    /// An operation that documents no error.
    LintUndocumentedErrors = "lint-undocumented-errors",
    /// An error without a body, where others of the operation have one.
    LintMissingBody = "lint-missing-body",
    /// A component that nothing needs.
    LintUnusedComponent = "lint-unused-component",
    /// The same object at several places.
    LintInlineObject = "lint-inline-object",
    /// What is optional in words and required in fact, or the reverse.
    LintPresence = "lint-presence",
    /// A credential that others can read.
    LintSecurity = "lint-security",
    /// An example that its schema does not allow.
    LintExample = "lint-example",
    /// An error of the generator.
    Internal = "internal",
}

/// The page that explains all codes.
const PAGE: &str = include_str!("../../DIAGNOSTICS.md");

impl Code {
    /// The code with that name, such as `unknown-key`.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }

    /// The code whose name is close to a wrong one.
    pub fn closest(name: &str) -> Option<Self> {
        suggest::closest(name, Self::ALL.iter().map(|code| code.as_str())).and_then(Self::named)
    }

    /// Why a problem of this kind matters, with an example and how to mend it, as Markdown.
    pub fn explanation(self) -> &'static str {
        let section = PAGE
            .split("\n## ")
            .skip(1)
            .find_map(|section| section.strip_prefix(self.as_str())?.strip_prefix('\n'));
        section.unwrap_or_default().trim()
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_explains_each_code_in_order() {
        let sections = PAGE.lines().filter_map(|line| line.strip_prefix("## "));
        assert!(sections.eq(Code::ALL.iter().map(|code| code.as_str())));
        for code in Code::ALL {
            assert!(code.explanation().len() > 50, "{code}");
            assert_eq!(Code::named(code.as_str()), Some(*code));
        }
    }
}
