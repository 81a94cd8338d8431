//! The program that calls all clients: a module for each, and a client that is set up as an application would.

use std::fs;

use super::super::conformance::driver::DEPENDENCIES;
use crate::corpus::program::write_if_new;
use crate::corpus::workspace::{Member, Workspace};

/// The program without its modules. Some scenarios are told apart by cookies, which middleware sends back.
const MAIN: &str = include_str!("main.rs.txt");

/// Writes the program: a crate whose arguments are a description's name, `follow` for redirects, and a URL.
///
/// # Errors.
///
/// The files cannot be written.
pub(super) fn write(workspace: &Workspace, clients: &[(&Member, &str)]) -> Result<Member, String> {
    let folder = workspace.folder.join(".program");
    let program =
        Member { name: ".program".to_owned(), package: "suite-program".to_owned(), folder };
    let mut files = vec![("Cargo.toml".to_owned(), manifest(&program, clients))];
    let mut main = MAIN.to_owned();
    let mut arms = String::new();
    for (client, source) in clients {
        let module = client.package.replace('-', "_");
        main.push_str(&format!("\nmod {module};"));
        arms.push_str(&format!("        {:?} => start!({module}, url, redirects),\n", client.name));
        files.push((format!("src/{module}.rs"), (*source).to_owned()));
    }
    files.push(("src/main.rs".to_owned(), main.replace("        // Clients.\n", &arms)));
    fs::create_dir_all(program.folder.join("src"))
        .and_then(|()| {
            let mut files = files.iter();
            files.try_for_each(|(file, text)| write_if_new(&program.folder.join(file), text))
        })
        .map_err(|error| format!("cannot write to `{}`: {error}", program.folder.display()))?;
    Ok(program)
}

fn manifest(program: &Member, clients: &[(&Member, &str)]) -> String {
    let clients: String = clients
        .iter()
        .map(|(it, _)| {
            format!(
                "{} = {{ path = {} }}\n",
                it.package,
                toml::Value::from(format!("../{}", it.name))
            )
        })
        .collect();
    let package = &program.package;
    format!(
        "[package]\nname = \"{package}\"\nedition = \"2024\"\n\n[dependencies]\n{clients}{DEPENDENCIES}"
    )
}
