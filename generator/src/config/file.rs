//! A settings file. In: its name and its content. Out: the place of each setting in it.

use std::ops::Range;

use toml::de::{DeTable, DeValue};

/// A settings file, as diagnostics show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    pub(crate) name: String,
    pub(crate) text: String,
}

impl File {
    /// The bytes of the key at the end of that path, or of the nearest one that exists.
    pub(super) fn place(&self, path: &[&str]) -> Range<usize> {
        let mut place = 0..0;
        let Ok(root) = DeTable::parse(&self.text) else { return place };
        let mut table = Some(root.get_ref());
        for name in path {
            let Some((key, value)) =
                table.and_then(|table| table.iter().find(|(key, _)| key.get_ref() == name))
            else {
                break;
            };
            place = key.span();
            table = match value.get_ref() {
                DeValue::Table(inner) => Some(inner),
                _ => None,
            };
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use super::File;

    #[test]
    fn each_setting_has_a_place() {
        let text = "readme = 'a.md'\n\n[types.formats]\nmoney = 'Money'\nx.type = 'X'\n";
        let file = File { name: String::from("codegen.toml"), text: text.to_owned() };
        let at = |path: &[&str]| text.get(file.place(path)).unwrap().to_owned();
        assert_eq!(at(&["readme"]), "readme");
        assert_eq!(at(&["types", "formats", "money"]), "money");
        assert_eq!(at(&["types", "formats", "x", "type"]), "type");
        // The nearest one that exists.
        assert_eq!(at(&["types", "formats", "nothing"]), "formats");
        assert_eq!(at(&["readme", "inside"]), "readme");
        assert_eq!(file.place(&["nothing"]), 0..0);
    }
}
