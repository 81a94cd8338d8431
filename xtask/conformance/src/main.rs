//! Checks the generated client against Prism: the server's address in, an exit code and a line for each check out.
//!
//! Prism knows the description and nothing of the generator: it checks each request against the description, and takes
//! its answers from there.

mod server;

use std::fmt::Debug;
use std::process::ExitCode;

use server::Server;
use signalwire_phone_numbers::models::PhoneNumber;
use signalwire_phone_numbers::operations::PurchasePhoneNumberError as Documented;
use signalwire_phone_numbers::{BuildError, Client, blocking};

/// What a check ends with: nothing, or what was wrong.
type Check = Result<(), Box<dyn std::error::Error>>;

const NUMBER: &str = "+15552345678";

#[tokio::main]
async fn main() -> ExitCode {
    let Some(url) = std::env::args().nth(1) else {
        report("usage: conformance URL");
        return ExitCode::from(2);
    };
    let server = Server::new(&url);
    let checks: [(&str, Check); 7] = [
        ("the server refuses requests that break the description", refuses(&server).await),
        ("a purchase with nulls", purchase(&server, "new").await),
        ("a purchase with a value for everything", purchase(&server, "configured").await),
        ("a purchase of each of many random answers", random_answers(&server).await),
        ("the documented errors", documented_errors(&server).await),
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

/// Without this, the other checks would prove nothing.
async fn refuses(server: &Server) -> Check {
    let right = format!("{{\"number\":\"{NUMBER}\"}}");
    equal("the status of a right request", &server.post(&right, true, "").await?.0, &200)?;
    equal("the status without credentials", &server.post(&right, false, "").await?.0, &401)?;
    for wrong in ["{}", "{\"number\":5}", "[]", ""] {
        equal(&format!("the status of `{wrong}`"), &server.post(wrong, true, "").await?.0, &422)?;
    }
    Ok(())
}

async fn purchase(server: &Server, example: &str) -> Check {
    let prefer = format!("example={example}");
    let call = client(server)?.purchase_phone_number(NUMBER).header("Prefer", &prefer);
    let response = call.with_response().await?;
    equal("status", &response.status().as_u16(), &200)?;
    let (_, sent) = server.post(&format!("{{\"number\":\"{NUMBER}\"}}"), true, &prefer).await?;
    same(response.body(), &sent)
}

/// The type holds everything that the server sent.
fn same(number: &PhoneNumber, sent: &str) -> Check {
    let sent: serde_json::Value = serde_json::from_str(sent)?;
    equal("the body", &serde_json::to_value(number)?, &sent)
}

async fn random_answers(server: &Server) -> Check {
    for _ in 0..50 {
        let call = client(server)?.purchase_phone_number(NUMBER);
        call.header("Prefer", "dynamic=true").await?;
    }
    Ok(())
}

async fn documented_errors(server: &Server) -> Check {
    for status in [400, 401, 422, 500] {
        let call = client(server)?.purchase_phone_number(NUMBER);
        let error = match call.header("Prefer", &format!("code={status}")).await {
            Ok(number) => return Err(format!("{status}: a success, {number:?}").into()),
            Err(error) => error,
        };
        equal("status", &error.status().map(|status| status.as_u16()), &Some(status))?;
        let text = match error.documented() {
            Some(Documented::BadRequest(body)) if status == 400 => &body.error,
            Some(Documented::Unauthorized(body)) if status == 401 => &body.error,
            Some(Documented::InternalServerError(body)) if status == 500 => &body.error,
            Some(Documented::UnprocessableEntity(body)) if status == 422 => {
                &body.errors.first().ok_or("422: no errors")?.code
            }
            other => return Err(format!("{status}: {other:?}").into()),
        };
        let body = String::from_utf8_lossy(error.body().ok_or("no body")?);
        if text.is_empty() || !body.contains(text.as_str()) {
            return Err(format!("{status}: `{text}` is not in {body}").into());
        }
    }
    Ok(())
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
