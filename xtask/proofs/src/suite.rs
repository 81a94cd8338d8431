//! `cargo xtask suite`: the scenarios of a public test server in; those that a generated client gets wrong out.

mod calls;
mod judge;
mod program;
mod result;
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clientsmith::Job;
use clientsmith::disk::DiskSource;
use serde_json::Value;

use crate::conformance::driver::Driver;
use crate::corpus::workspace::{Folders, Member, Step, Workspace};
use crate::corpus::{Compiled, Description, compile, generate_all, selected};
use crate::parallel::processors;
use crate::{CommandResult, report};
use calls::{Calls, Scenario};
use judge::Judged;
use server::Server;

/// Call every scenario of a public test server through generated clients.
///
/// The server is npm's `autorest.testserver`, by which Microsoft judges its generators: it has Swagger 2.0 descriptions,
/// checks every request and counts the scenarios that it has seen. The calls, and what has to come back, are in
/// `xtask/proofs/suite/calls`, a file for each description; scenarios that a description does not say are in
/// `xtask/proofs/suite/unsaid.yaml`, with a reason. The crates and the program are kept in `target/suite`.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask suite
  cargo xtask suite --only body-string,lro

It needs Node.js 18.20 or later, with npm.

Exit codes:
  0  every scenario is right, or in the table
  1  one is not, or more than 5 % are in the table
  2  wrong arguments, or files that cannot be read or written, or no Node.js")]
pub(crate) struct Args {
    /// Use only the calls of these descriptions.
    #[arg(long, value_name = "NAME", value_delimiter = ',')]
    only: Vec<String>,
    /// How many to generate and to compile at a time; by default as many as there are processors.
    #[arg(long, value_name = "N")]
    jobs: Option<usize>,
    /// Timeout for generating one of them, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    time_limit: u64,
    #[command(flatten)]
    folders: Folders,
}

/// The folder of the suite's own files.
fn folder() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/suite"))
}

/// Runs the command.
pub(crate) fn run(args: &Args) -> CommandResult {
    let calls = Calls::read(&folder().join("calls"))?;
    let unsaid = calls::unsaid(&folder().join("unsaid.yaml"))?;
    server::install()?;
    let workspace = Workspace::open("suite", &args.folders)?;
    let jobs = args.jobs.unwrap_or_else(processors).max(1);
    let names: Vec<String> =
        calls.names().filter(|it| wanted(args, it)).map(str::to_owned).collect();
    let descriptions = selected(&server::descriptions(), &names, None)?;
    let clients = clients(&workspace, &descriptions, jobs, args.time_limit)?;
    let program = build(&workspace, &clients, jobs)?;
    let server = Server::start(&workspace.folder)?;
    let mut judged = Judged::default();
    for client in &clients {
        let Some(of) = calls.of(&client.description.name) else { continue };
        let url = format!("{}{}", server.url, of.base);
        let name = client.description.name.as_str();
        let mut drivers =
            ["follow", "stay"].map(|it| Driver::new(program.clone(), &[name, it, &url]));
        let [follow, stay] = &mut drivers;
        for scenario in &of.scenarios {
            let driver = if scenario.call.redirects { &mut *follow } else { &mut *stay };
            let found = call(driver, client, scenario, &server.url)?;
            judged.calls.entry(scenario.name.clone()).or_default().extend(found);
        }
    }
    judged.counted = server.counted()?;
    if !args.only.is_empty() {
        judged.counted.retain(|name, _| judged.calls.contains_key(name));
    }
    report::to_stdout(&result::text(&judged, &unsaid));
    Ok(ExitCode::from(u8::from(!judged.is_clean(&unsaid))))
}

fn wanted(args: &Args, name: &str) -> bool {
    args.only.is_empty() || args.only.iter().any(|it| it == name)
}

/// A client, and how its operations are called.
struct Client {
    description: Description,
    member: Member,
    source: clientsmith::Driver,
}

fn clients(
    workspace: &Workspace,
    descriptions: &[Description],
    jobs: usize,
    time_limit: u64,
) -> Result<Vec<Client>, String> {
    let mut clients = Vec::new();
    for (description, generated) in generate_all(workspace, descriptions, jobs, time_limit) {
        if let Some(reason) = generated.reason.filter(|_| !generated.done) {
            return Err(format!("{}: {reason}", description.name));
        }
        let member = workspace.member(&description.name);
        let mut job = Job::from_description(&description.path).map_err(|it| it.to_string())?;
        job.config.package.name = Some(member.package.clone());
        let source = clientsmith::driver(&job.description, &DiskSource, &job.config)
            .ok_or_else(|| format!("{}: there is no driver", description.name))?;
        clients.push(Client { description, member, source });
    }
    Ok(clients)
}

/// Compiles the program, and returns its path.
fn build(workspace: &Workspace, clients: &[Client], jobs: usize) -> Result<PathBuf, String> {
    let sources: Vec<(&Member, &str)> =
        clients.iter().map(|it| (&it.member, it.source.program.as_str())).collect();
    let program = program::write(workspace, &sources)?;
    let members: Vec<&Member> = clients.iter().map(|it| &it.member).chain([&program]).collect();
    workspace.set_members(&members)?;
    let built: BTreeMap<String, Compiled> = compile(workspace, Step::Build, &[&program], jobs)?;
    let failed = built.values().find(|it| it.errors > 0 || !it.done);
    match failed {
        Some(it) => Err(it.first.clone().unwrap_or_else(|| "the program was not built".to_owned())),
        None => Ok(crate::corpus::program::path(workspace, &program)),
    }
}

/// Makes the call of a scenario; returns what is wrong.
fn call(
    driver: &mut Driver,
    client: &Client,
    scenario: &Scenario,
    server: &str,
) -> Result<Vec<String>, String> {
    let Some(operation) = operation(&client.source, scenario) else {
        return Ok(vec![format!("the client has no operation `{}`", scenario.call.call)]);
    };
    let call = &scenario.call;
    let outcome =
        driver.call_with_headers(operation, &call.values(), call.reading(), &call.headers)?;
    Ok(judge::wrong(call, &outcome, server))
}

/// The number of the operation, of those that send the media type if the call names one.
fn operation(source: &clientsmith::Driver, scenario: &Scenario) -> Option<usize> {
    let all = source.map.get("operations")?.as_array()?;
    let mut numbers = (0..all.len()).filter(|number| {
        let id = all.get(*number).and_then(|it| it.get("operationId")).and_then(Value::as_str);
        id == Some(&scenario.call.call)
    });
    match &scenario.call.sends {
        None => numbers.next(),
        Some(media_type) => numbers.find(|number| {
            source.media_types.get(*number).and_then(Option::as_ref) == Some(media_type)
        }),
    }
}
