//! The settings' levels of diagnostics. In: the diagnostics of a run. Out: those that are reported, as errors or warnings.

use crate::Config;
use crate::config::LevelRule;
use crate::diagnostic::{Code, Diagnostic, FileId, Severity, Sources};
use crate::load::refs;
use crate::report::Pointers;
use crate::suggest;

/// The word for all warnings in place of a code.
const WARNINGS: &str = "warnings";

/// Changes the diagnostics by `[diagnostics]` of the settings.
pub(crate) fn apply(config: &Config, sources: &Sources, diagnostics: &mut Vec<Diagnostic>) {
    let levels = &config.diagnostics;
    if levels.allow.is_empty() && levels.warn.is_empty() && levels.deny.is_empty() {
        return;
    }
    let mut pointers = Pointers::of(sources);
    diagnostics.retain_mut(|diagnostic| {
        // A mistake in the settings, or of the generator, stays one.
        if matches!(diagnostic.code, Code::Settings | Code::Internal) {
            return true;
        }
        let mut rank = |rules: &[LevelRule]| {
            rules.iter().filter_map(|rule| rank(rule, diagnostic, sources, &mut pointers)).max()
        };
        let ranks = [rank(&levels.allow), rank(&levels.warn), rank(&levels.deny)];
        let is_soft = diagnostic.severity == Severity::Warning || diagnostic.softens;
        let [allow, warn, deny] = ranks;
        if deny.is_some() && deny >= warn && deny >= allow {
            diagnostic.severity = Severity::Error;
        } else if warn.is_some() && warn >= allow && is_soft {
            diagnostic.severity = Severity::Warning;
        } else if allow.is_some() && allow > warn && is_soft {
            return false;
        }
        true
    });
}

/// Reports the codes that do not exist.
pub(crate) fn check(config: &Config, diagnostics: &mut Vec<Diagnostic>) {
    let levels = &config.diagnostics;
    for (key, rules) in [("allow", &levels.allow), ("warn", &levels.warn), ("deny", &levels.deny)] {
        for rule in rules {
            if rule.code == WARNINGS || Code::named(&rule.code).is_some() {
                continue;
            }
            let known = Code::ALL.iter().map(|code| code.as_str()).chain([WARNINGS]);
            let help =
                suggest::did_you_mean(&rule.code, known, "use a code that is shown in brackets");
            let message = format!("there is no diagnostic `{}`", rule.code);
            let span = config.span(&["diagnostics", key]);
            diagnostics.push(Diagnostic::error(Code::Settings, span, message).help(help));
        }
    }
}

/// How exactly the rule is about the diagnostic: by its place, by its code, or as one of all warnings; `None` if it is
/// not.
fn rank(
    rule: &LevelRule,
    diagnostic: &Diagnostic,
    sources: &Sources,
    pointers: &mut Pointers<'_>,
) -> Option<(usize, u8)> {
    let code = match rule.code.as_str() {
        WARNINGS if diagnostic.severity == Severity::Warning => 0,
        code if code == diagnostic.code.as_str() => 1,
        _ => return None,
    };
    let Some(at) = &rule.at else { return Some((0, code)) };
    let (file, pointer) = at.split_once('#').unwrap_or(("", at));
    let entry = sources.get(FileId(0)).map_or("", |file| file.name.as_str());
    let wanted = if file.is_empty() { entry.to_owned() } else { refs::join(entry, file) };
    let name = sources.get(diagnostic.span.file).map_or("", |file| file.name.as_str());
    if name != wanted {
        return None;
    }
    let found = pointers.to(diagnostic.span)?;
    let rest = found.strip_prefix(pointer.trim_end_matches('/'))?;
    (rest.is_empty() || rest.starts_with('/')).then_some((1 + pointer.len(), code))
}
