//! Idempotency keys. In: the header in which the server takes a key for each request. Out: a request that carries a
//! key, and can be retried.

use http::header::{HeaderName, HeaderValue};
use uuid::Uuid;

use super::request::Request;
use super::retry::Repeat;

impl Request {
    /// Sets the header of this name to a new key, unless the caller has set one; all attempts of a call carry the same.
    /// A call that is attempted once needs none.
    pub fn idempotency_key(&mut self, name: &'static str) {
        if self.is_sent_once {
            return;
        }
        let name: Result<HeaderName, _> = name.parse();
        let key = HeaderValue::from_str(&Uuid::new_v4().to_string());
        if let (Ok(name), Ok(key)) = (name, key) {
            self.headers.entry(name).or_insert(key);
            self.repeat = Repeat::Always;
        }
    }
}
