//! Settings for retries.

use serde::{Deserialize, Serialize};

/// When a request of an operation is retried, besides after a failed connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// After anything that another attempt may fix: the operation is idempotent.
    Always,
    /// After 429 or 503 with `Retry-After`, the default for `POST` and `PATCH`.
    Refused,
    /// After 429 with `Retry-After`: even a server that responded with 503 may have acted.
    RateLimited,
}
