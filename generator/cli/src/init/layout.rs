//! The files of a new repository, but for its description and its client. In: its facts. Out: paths and texts.

use std::path::PathBuf;

use crate::config_schema;

/// The facts of a repository.
pub(super) struct Layout<'a> {
    /// Whether there is only the crate, without an xtask.
    pub(super) plain: bool,
    /// The name of the client's package.
    pub(super) package: &'a str,
    /// The file of the description in `spec/`.
    pub(super) file: &'a str,
    /// The URL that it comes from.
    pub(super) url: Option<&'a str>,
    /// The table of levels for its settings; empty if there is none.
    pub(super) levels: String,
    /// The folder of the library, if not a released version of it.
    pub(super) library: Option<PathBuf>,
}

impl Layout<'_> {
    /// The files, by path.
    pub(super) fn files(&self) -> Vec<(&'static str, String)> {
        let mut files = vec![
            ("spec/codegen.toml", self.settings()),
            ("spec/codegen.schema.json", config_schema::text()),
            (".github/workflows/ci.yml", self.workflow()),
        ];
        if self.plain {
            files.push(("README.md", self.readme(include_str!("files/crate.md.txt"))));
            files.push((".gitignore", String::from("/client/target\n")));
        } else {
            files.push(("README.md", self.readme(include_str!("files/workspace.md.txt"))));
            files.push((".gitignore", String::from("/target\n")));
            files.push(("Cargo.toml", String::from(include_str!("files/workspace.toml.txt"))));
            files.push((
                ".cargo/config.toml",
                String::from(include_str!("files/cargo-config.toml.txt")),
            ));
            files.push(("xtask/src/main.rs", String::from(include_str!("files/xtask.rs.txt"))));
            files.push(("xtask/Cargo.toml", self.xtask()));
        }
        files
    }

    fn settings(&self) -> String {
        let output = if self.plain { "../client" } else { "../generated" };
        let text = include_str!("files/codegen.toml.txt")
            .replace("{DESCRIPTION}", &quoted(self.file))
            .replace("{OUTPUT}", &quoted(output))
            .replace("{NAME}", &quoted(self.package));
        let member = if self.plain { "" } else { "workspace-member = true\n" };
        format!("{text}{member}{}", self.levels)
    }

    fn xtask(&self) -> String {
        let dependency = match &self.library {
            Some(path) => format!("{{ path = {} }}", quoted(&path.to_string_lossy())),
            None => quoted(env!("CARGO_PKG_VERSION")),
        };
        include_str!("files/xtask.toml.txt").replace("{DEPENDENCY}", &dependency)
    }

    fn workflow(&self) -> String {
        let version = env!("CARGO_PKG_VERSION");
        let steps = if self.plain {
            vec![
                format!("cargo install clientsmith-cli --locked --version {version}"),
                String::from("clientsmith codegen --config spec/codegen.toml --check"),
                String::from("cargo test --manifest-path client/Cargo.toml"),
            ]
        } else {
            vec![
                String::from("cargo xtask codegen --check"),
                String::from("cargo test --workspace"),
            ]
        };
        let steps: Vec<String> = steps.iter().map(|step| format!("      - run: {step}")).collect();
        include_str!("files/ci.yml.txt").replace("{STEPS}", &steps.join("\n"))
    }

    fn readme(&self, template: &str) -> String {
        let source = match self.url {
            Some(_) => {
                "\n`spec/source.toml` says where the description comes from.\n`clientsmith fetch spec/source.toml --check` tells whether it has changed there, and without `--check` replaces it.\n"
            }
            None => "",
        };
        let text = template.replace("{TITLE}", self.package).replace("{FILE}", self.file);
        text.replace("{SOURCE}\n", source)
    }
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let escape = |character: char| match character {
        '"' | '\\' => format!("\\{character}"),
        character if character.is_control() => format!("\\u{:04X}", u32::from(character)),
        character => character.to_string(),
    };
    format!("\"{}\"", text.chars().map(escape).collect::<String>())
}
