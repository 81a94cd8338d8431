//! What is under way within no element of its own. In: the schemas that are entered and left. Out: whether one contains
//! itself directly.

use super::super::super::context::Context;
use super::Undefined;
use super::hints::Place;

/// Enters a list, or an object without an element of its own.
pub(super) fn enter(context: &mut Context<'_>, place: &Place) -> Result<(), Undefined> {
    let Some(key) = &place.key else { return Ok(()) };
    if context.xml.within.contains(key) {
        return Err(place.undefined("it contains itself directly"));
    }
    context.xml.within.push(key.clone());
    Ok(())
}

/// Leaves it.
pub(super) fn leave(context: &mut Context<'_>, place: &Place) {
    if place.key.is_some() {
        context.xml.within.pop();
    }
}
