//! Markdown in, the same in lines that are not too long out, and indented so that clippy takes lists for what they are.

use super::WIDTH;

/// Breaks long lines of plain paragraphs.
pub(super) fn wrap(text: &str) -> String {
    let mut wrapped = String::with_capacity(text.len() + 16);
    // How many back-ticks end the code block, and where the text of the line before starts.
    let (mut fence, mut column) = (0, 0);
    let mut after_gap = true;
    for line in text.lines() {
        let line = line.trim_end();
        if !wrapped.is_empty() {
            wrapped.push('\n');
        }
        let text = line.trim_start();
        let ticks = text.len() - text.trim_start_matches('`').len();
        if fence > 0 {
            wrapped.push_str(line);
            if ticks >= fence && ticks == text.len() {
                fence = 0;
            }
            continue;
        }
        let blanks = line.len() - text.len();
        let begins = indentation(line);
        // Only a list's item indents what follows it; more would be a block of code.
        let extra = blanks.saturating_sub(column);
        let line = line.get(extra..).unwrap_or(line);
        if !text.is_empty() {
            // What comes behind a list within a list is written without the gap that keeps it apart.
            if blanks < column && blanks == begins && !after_gap {
                wrapped.push('\n');
            }
            column = begins - extra;
        }
        after_gap = text.is_empty();
        if ticks >= 3 {
            fence = ticks;
            wrapped.push_str(line);
        } else if line.len() <= WIDTH || line.contains('|') || text.starts_with(['#', '>']) {
            wrapped.push_str(line);
        } else {
            wrap_line(line, &mut wrapped);
        }
    }
    wrapped
}

/// The indentation of a line's text, including the marker of a list item.
fn indentation(line: &str) -> usize {
    let text = line.trim_start();
    let blanks = line.len() - text.len();
    let digits = text.find(|next: char| !next.is_ascii_digit()).unwrap_or_default();
    let is_item = |mark: usize| text.get(mark..).is_some_and(|rest| rest.starts_with(' '));
    match text.as_bytes().get(digits) {
        Some(b'.' | b')') if digits > 0 && is_item(digits + 1) => blanks + digits + 2,
        Some(b'-' | b'*' | b'+') if digits == 0 && is_item(1) => blanks + 2,
        _ => blanks,
    }
}

fn wrap_line(line: &str, wrapped: &mut String) {
    let indent = indentation(line);
    let (head, text) = line.split_at(indent.min(line.len()));
    wrapped.push_str(head);
    let mut column = indent;
    let mut in_code = false;
    for (index, word) in text.split(' ').enumerate() {
        // At a line's beginning these would start a list, a heading, a quotation or a table.
        let is_marker = word.starts_with(['-', '+', '*', '#', '>', '=', '~', '|', ':'])
            || word.trim_end_matches(['.', ')']).bytes().all(|byte| byte.is_ascii_digit());
        if index > 0 && column + 1 + word.len() > WIDTH && !is_marker && !in_code {
            wrapped.push('\n');
            wrapped.push_str(&" ".repeat(indent));
            column = indent;
        } else if index > 0 {
            wrapped.push(' ');
            column += 1;
        }
        wrapped.push_str(word);
        column += word.len();
        in_code ^= word.matches('`').count() % 2 == 1;
    }
}
