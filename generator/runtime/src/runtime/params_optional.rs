//! The last segment of a path, which need not be there. In: a name, an encoding and a value or none. Out: a request with or
//! without that segment.

use serde::Serialize;

use super::params::Place;
use super::request::Request;
use super::style::Encoding;
use super::value::to_json;

impl Request {
    /// Sets the last path parameter; without a value, the path ends before its segment.
    pub fn path_if_any(
        &mut self,
        name: &'static str,
        encoding: Encoding,
        value: &Option<impl Serialize>,
    ) {
        match value {
            Some(value) => self.put(Place::Path, name, encoding, to_json(value)),
            None => self.path = self.path.replace(&format!("/{{{name}}}"), ""),
        }
    }
}
