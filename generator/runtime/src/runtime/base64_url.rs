//! Bytes as base64 for URLs in JSON (RFC 4648, section 5). In and out: the string, which is decoded on demand.

use std::fmt;

use base64::Engine;
use base64::alphabet::URL_SAFE;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const ENGINE: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_encode_padding(false)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// Bytes, as a base64 string in the alphabet for URLs, without padding.
///
/// Bytes convert into it, and are encoded; a string converts into it as base64, as it is received, and is sent as it is,
/// with or without padding, even if it is not valid base64.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64Url(String);

impl Base64Url {
    /// Encodes `bytes`.
    pub fn new(bytes: impl AsRef<[u8]>) -> Self {
        Self(ENGINE.encode(bytes))
    }

    /// Decodes the bytes.
    ///
    /// # Errors
    ///
    /// The string is not valid base64.
    pub fn decode(&self) -> Result<Vec<u8>, base64::DecodeError> {
        ENGINE.decode(&self.0)
    }

    /// The base64 string.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&[u8]> for Base64Url {
    fn from(bytes: &[u8]) -> Self {
        Self::new(bytes)
    }
}

impl<const N: usize> From<&[u8; N]> for Base64Url {
    fn from(bytes: &[u8; N]) -> Self {
        Self::new(bytes)
    }
}

impl<const N: usize> From<[u8; N]> for Base64Url {
    fn from(bytes: [u8; N]) -> Self {
        Self::new(bytes)
    }
}

impl From<Vec<u8>> for Base64Url {
    fn from(bytes: Vec<u8>) -> Self {
        Self::new(bytes)
    }
}

impl From<bytes::Bytes> for Base64Url {
    fn from(bytes: bytes::Bytes) -> Self {
        Self::new(bytes)
    }
}

/// The string is base64 already; for text that is to be encoded there is [`Base64Url::new`].
impl From<&str> for Base64Url {
    fn from(base64: &str) -> Self {
        Self(base64.to_owned())
    }
}

/// The string is base64 already; for text that is to be encoded there is [`Base64Url::new`].
impl From<String> for Base64Url {
    fn from(base64: String) -> Self {
        Self(base64)
    }
}

impl Serialize for Base64Url {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Base64Url {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self)
    }
}

/// The length alone: there may be many bytes.
impl fmt::Debug for Base64Url {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Base64Url({} characters)", self.0.len())
    }
}
