//! Fields that the description does not name. In: what a struct keeps of them. Out: the same beside its known fields.

#![allow(dead_code, reason = "not every crate has unions, which ask for what is described alone")]

use std::cell::Cell;
use std::collections::BTreeMap;

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

thread_local! {
    static LEFT_OUT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `write`, in which structs are written without their unknown fields.
///
/// A union chooses its member by what comes back of a value. Every struct would give back all of it, so what nothing
/// describes must not speak for one of them.
pub(crate) fn without<T>(write: impl FnOnce() -> T) -> T {
    struct Before(bool);

    impl Drop for Before {
        fn drop(&mut self) {
            LEFT_OUT.set(self.0);
        }
    }

    let _before = Before(LEFT_OUT.replace(true));
    write()
}

/// Further fields, which bring their keys.
pub(crate) trait PutRest<S: Serializer> {
    /// Writes them.
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
