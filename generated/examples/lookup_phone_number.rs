// Copied by clientsmith from examples/lookup_phone_number.rs beside the description.

//! Looks a phone number up, and with `--carrier` its carrier, which costs money:
//! `cargo run --example lookup_phone_number -- +15551234567 --carrier`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::models::LookupInclude;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let number = env::args().nth(1).ok_or("name the number to look up, such as +15551234567")?;
    let client = settings::client()?;
    let mut call = client.lookup_phone_number(number);
    if env::args().nth(2).is_some_and(|argument| argument == "--carrier") {
        call = call.include([LookupInclude::Carrier]);
    }
    let known = call.await?;
    println!("{:?} {:?}", known.valid_number.as_ref(), known.location.as_deref());
    if let Some(carrier) = known.carrier.as_ref() {
        println!("{:?} {:?}", carrier.lec.as_deref(), carrier.linetype.as_deref());
    }
    Ok(())
}
