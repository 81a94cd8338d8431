//! The kinds of problem that a description can have. Codes are stable: tools may match on them.

use std::fmt;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal,)+) => {
        /// A kind of problem; `Display` gives its stable text.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// The stable text of the code.
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
    /// A file holds no document.
    Empty = "empty",
    /// A document is no OpenAPI description.
    NotOpenApi = "not-openapi",
    /// A version of the specification that is not read.
    UnsupportedVersion = "unsupported-version",
    /// A reference whose target does not exist or cannot be read.
    UnresolvedReference = "unresolved-reference",
    /// References that lead back to themselves without a value in between.
    ReferenceCycle = "reference-cycle",
    /// A reference to another host.
    RemoteReference = "remote-reference",
    /// A key that stands twice in one mapping.
    DuplicateKey = "duplicate-key",
    /// Two operations with one `operationId`.
    DuplicateOperationId = "duplicate-operation-id",
    /// A value of another type than the specification asks for.
    WrongType = "wrong-type",
    /// A value of the right type that the specification does not allow.
    InvalidValue = "invalid-value",
    /// A required key that is missing.
    MissingKey = "missing-key",
    /// A key that the specification does not know at this place.
    UnknownKey = "unknown-key",
    /// A keyword that is understood, and that the generated code does not act on.
    NotGenerated = "not-generated",
    /// Something that the specification does not define; the message says what is done.
    Undefined = "undefined",
    /// Something valid that this version cannot generate.
    Unsupported = "unsupported",
    /// Parts of a schema that contradict each other.
    Contradiction = "contradiction",
    /// A schema that is kept as plain JSON.
    Untyped = "untyped",
    /// A name that was changed to fit into Rust.
    Renamed = "renamed",
    /// Nesting beyond the limit.
    TooDeep = "too-deep",
    /// A name in a program or text of the maintainers' that the crate does not have.
    UnknownName = "unknown-name",
    /// A setting that does not fit the description.
    Settings = "settings",
    /// A mistake of the generator.
    Internal = "internal",
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
