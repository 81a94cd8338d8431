//! The support code of generated clients.
