//! How far the work on many things is, as a bar on the terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// A bar for `count` things; there is none where standard error is no terminal.
pub(crate) fn bar(what: &str, count: usize) -> ProgressBar {
    let bar = ProgressBar::new(u64::try_from(count).unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("{prefix:>10} [{bar:40}] {pos}/{len} {elapsed} {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    bar.with_style(style.progress_chars("=> ")).with_prefix(what.to_owned())
}
