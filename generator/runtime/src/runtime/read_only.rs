//! Properties that only responses have (`readOnly`). In: what serializes a request. Out: whether structs leave them out.
//!
//! One struct serves both directions: everywhere else, such as in files and in tests, it serializes completely.

#![allow(dead_code, reason = "not every crate has structs, which ask")]

use std::cell::Cell;

thread_local! {
    static LEFT_OUT: Cell<bool> = const { Cell::new(false) };
}

/// Runs `write`, within which structs are serialized without their read-only properties.
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

/// Whether structs are to be serialized without them.
pub(crate) fn are_left_out() -> bool {
    LEFT_OUT.get()
}
