// Copied by clientsmith from examples/update_phone_number.rs beside the description.

//! Sends the calls of a phone number to a webhook:
//! `cargo run --example update_phone_number -- ID https://example.com/calls`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::models::{CallHandler, HttpMethod};
use signalwire_phone_numbers::runtime::Nullable;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("name the ID of a phone number")?;
    let url = env::args().nth(2).ok_or("name the URL to be asked about calls")?;
    let client = settings::client()?;
    let number = client
        .update_phone_number(id)
        .call_handler(CallHandler::LamlWebhooks)
        .call_request_url(url)
        .call_request_method(HttpMethod::Post)
        // What is not named here stays as it is; this takes the value away.
        .call_fallback_url(Nullable::Null)
        .await?;
    println!("{} {:?}", number.number, number.call_handler.as_ref());
    Ok(())
}
