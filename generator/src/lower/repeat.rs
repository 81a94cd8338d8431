//! The settings for retries. In: operations. Out: the same, each with its rule, which is also in its documentation.

use crate::config::{Config, Repeat};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::Operation;
use crate::suggest;

/// Gives operations the rules of the settings, and reports those that no operation has.
pub(super) fn settle(
    config: &Config,
    operations: &mut [Operation],
    diagnostics: &mut Vec<Diagnostic>,
) {
    for operation in &mut *operations {
        let Some(repeat) = config.repeat.get(&operation.id) else { continue };
        operation.repeat = Some(*repeat);
        operation.docs.text.push_str("\n\n");
        operation.docs.text.push_str(words(*repeat));
    }
    let is_unused = |id: &&String| operations.iter().all(|operation| operation.id != **id);
    for id in config.repeat.keys().filter(is_unused) {
        let message = format!("the settings have `repeat` for `{id}`, which is not an operation");
        diagnostics.push(
            Diagnostic::error(Code::Settings, config.span(&["repeat", id]), message).help(
                suggest::did_you_mean(
                    id,
                    operations.iter().map(|operation| operation.id.as_str()),
                    "use its `operationId`",
                ),
            ),
        );
    }
}

fn words(repeat: Repeat) -> &'static str {
    match repeat {
        Repeat::Always => "It is idempotent, and is retried like an idempotent method.",
        Repeat::Refused => {
            "It is retried only if the server has not acted on it: the connection failed, or the server responded with 429 or 503 and `Retry-After`."
        }
        Repeat::RateLimited => {
            "It is retried only if the connection failed, or the server responded with 429 and `Retry-After`."
        }
    }
}
