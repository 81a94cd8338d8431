//! Checks the generated client against Prism: the server's address in, an exit code and a line for each check out.
//!
//! Prism knows the description and nothing of the generator: it checks each request against the description, and takes
//! its responses from there.

mod errors;
mod refusals;
mod server;
mod successes;

use std::fmt::Debug;
use std::process::ExitCode;

use server::Server;
use signalwire_phone_numbers::models::PhoneNumber;
use signalwire_phone_numbers::{BuildError, Client, blocking};

/// What a check ends with: nothing, or what was wrong.
type Check = Result<(), Box<dyn std::error::Error>>;

const NUMBER: &str = "+15552345678";
const ID: &str = "0d8f3b0a-9a1d-4a0e-8f0b-2f5a9d1c7e64";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        report("usage: conformance URL");
        return ExitCode::from(2);
    };
    let server = Server::new(&url);
    let checks: [(&str, Check); 17] = [
        ("the server refuses what breaks the description", refusals::refuses(&server).await),
        ("search_available_phone_numbers", successes::search(&server).await),
        ("purchase_phone_number", successes::purchase(&server).await),
        ("list_phone_numbers", successes::list(&server).await),
        ("retrieve_phone_number", successes::retrieve(&server).await),
        ("update_phone_number", successes::update(&server).await),
        ("release_phone_number", successes::release(&server).await),
        ("list_addresses", successes::list_addresses(&server).await),
        ("create_address", successes::create_address(&server).await),
        ("retrieve_address", successes::retrieve_address(&server).await),
        ("assign_e911_address", successes::assign_e911_address(&server).await),
        ("remove_e911_address", successes::remove_e911_address(&server).await),
        ("import_phone_number", successes::import(&server).await),
        ("lookup_phone_number", successes::lookup(&server).await),
        ("the documented errors of each operation", errors::documented(&server).await),
        ("no call without credentials", no_credentials(&server).await),
        ("a purchase through the blocking client", blocking_purchase(&server).await),
    ];
    let mut failed = false;
    for (name, check) in checks {
        match check {
            Ok(()) => report(&format!("ok      {name}")),
            Err(error) => {
                failed = true;
                report(&format!("FAILED  {name}: {error}"));
            }
        }
    }
    ExitCode::from(u8::from(failed))
}

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn report(line: &str) {
    println!("{line}");
}

fn client(server: &Server) -> Result<Client, BuildError> {
    Client::builder().base_url(&server.url).credentials("project", "token").build()
}

async fn no_credentials(server: &Server) -> Check {
    let client = Client::builder().base_url(&server.url).build()?;
    match client.purchase_phone_number(NUMBER).await {
        Err(error) if error.status().is_none() && !error.may_have_reached_server() => Ok(()),
        other => Err(format!("the call was made: {other:?}").into()),
    }
}

async fn blocking_purchase(server: &Server) -> Check {
    let url = server.url.clone();
    let purchase = move || -> Result<PhoneNumber, String> {
        let builder = blocking::Client::builder().base_url(&url).credentials("project", "token");
        let client = builder.build().map_err(|error| error.to_string())?;
        client.purchase_phone_number(NUMBER).send().map_err(|error| error.to_string())
    };
    let number = tokio::task::spawn_blocking(purchase).await??;
    equal("number", &number.number.as_str(), &NUMBER)
}

fn equal<T: PartialEq + Debug>(what: &str, is: &T, should_be: &T) -> Check {
    if is == should_be {
        return Ok(());
    }
    Err(format!("{what} is {is:?} and should be {should_be:?}").into())
}
