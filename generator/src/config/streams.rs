//! Settings for streaming responses.

use serde::{Deserialize, Serialize};

/// How a response that is documented as JSON consists of several values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Stream {
    /// JSON values, one after the other, with or without line breaks between them.
    Json,
    /// A JSON value on each line.
    Lines,
    /// Server-sent events whose data is JSON.
    Events,
}
