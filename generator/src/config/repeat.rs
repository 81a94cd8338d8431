//! What tells after what a request is sent again.

use serde::{Deserialize, Serialize};

/// After what a request of an operation is sent again, beside a connection that could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// After whatever may end better at another attempt: the operation does no more when it is called twice.
    Always,
    /// After 429 or 503 with `Retry-After`, as `POST` and `PATCH` are without a setting.
    Refused,
    /// After 429 with `Retry-After`: even a server that answered 503 may have acted.
    RateLimited,
}
