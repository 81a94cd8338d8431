//! What the description does not name: fields of a struct, and values. In: those of a value. Out: the same beside what is
//! known, or whether there are any.

#![allow(dead_code, reason = "not every crate has unions, which ask for what is described alone")]

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

thread_local! {
    static LEFT_OUT: Cell<bool> = const { Cell::new(false) };
    static FOUND: Cell<bool> = const { Cell::new(false) };
}

/// Runs `write`, within which structs are serialized without their unknown fields, and returns whether an unknown value
/// was serialized too.
///
/// A union chooses the member that reproduces the most of a value. With its unknown fields every struct would reproduce
/// all of it, so they must not count, and an enum or another union reproduces every value.
pub(crate) fn without<T>(write: impl FnOnce() -> T) -> (T, bool) {
    struct Before(bool, bool);

    impl Drop for Before {
        fn drop(&mut self) {
            LEFT_OUT.set(self.0);
            FOUND.set(self.1);
        }
    }

    let _before = Before(LEFT_OUT.replace(true), FOUND.replace(false));
    let written = write();
    (written, FOUND.get())
}

/// Notes that an unknown value is serialized.
pub(crate) fn note() {
    FOUND.set(true);
}

/// More fields, which have their own keys.
pub(crate) trait PutRest<S: Serializer> {
    /// Serializes them.
    fn put_all(&self, map: &mut S::SerializeMap) -> Result<(), S::Error>;
}

impl<S: Serializer, T: Serialize> PutRest<S> for BTreeMap<String, T> {
    fn put_all(&self, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        self.iter().try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

/// The unknown fields of a struct.
pub(crate) struct Unknown<'a, T>(pub(crate) &'a BTreeMap<String, T>);

impl<S: Serializer, T: Serialize> PutRest<S> for Unknown<'_, T> {
    fn put_all(&self, map: &mut S::SerializeMap) -> Result<(), S::Error> {
        if LEFT_OUT.get() { Ok(()) } else { PutRest::<S>::put_all(self.0, map) }
    }
}
