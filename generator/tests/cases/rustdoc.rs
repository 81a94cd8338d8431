//! A rustdoc that keeps the documentation of each crate apart. In: the arguments of rustdoc. Out: what rustdoc does with
//! them, in a folder of the crate's own. In a folder of all crates, it writes the index of all those before it anew for
//! each of them, which takes longer than all the rest.

use std::env;
use std::path::Path;
use std::process::{Command, exit};

fn main() {
    let mut arguments: Vec<String> = env::args().skip(1).collect();
    let value = |name: &str| arguments.iter().position(|argument| argument == name).map(|at| at + 1);
    if let (Some(name), Some(folder)) = (value("--crate-name"), value("-o")) {
        let own = Path::new(&arguments[folder]).join("apart").join(&arguments[name]);
        arguments[folder] = own.into_os_string().into_string().unwrap();
    }
    let status = Command::new("rustdoc").args(arguments).status().unwrap();
    exit(status.code().unwrap_or(1));
}
