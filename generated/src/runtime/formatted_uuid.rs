//! UUIDs as texts with a format.

use super::formatted::Format;

impl Format for uuid::Uuid {}
