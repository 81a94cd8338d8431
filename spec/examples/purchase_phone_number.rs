//! Buys a phone number, which costs money: `cargo run --example purchase_phone_number -- +15551234567`.
//!
//! `SIGNALWIRE_SPACE`, `SIGNALWIRE_PROJECT_ID` and `SIGNALWIRE_API_TOKEN` say who buys it.
//! `SIGNALWIRE_BASE_URL` sends the request somewhere else, for example to a mock server.

use std::env;
use std::error::Error;

use signalwire_phone_numbers::operations::PurchasePhoneNumberError;
use signalwire_phone_numbers::{Client, Error as ClientError};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let number = env::args().nth(1).ok_or("name the number to buy, such as +15551234567")?;
    let mut builder = Client::builder()
        .space(setting("SIGNALWIRE_SPACE")?)
        .credentials(setting("SIGNALWIRE_PROJECT_ID")?, setting("SIGNALWIRE_API_TOKEN")?);
    if let Ok(url) = env::var("SIGNALWIRE_BASE_URL") {
        builder = builder.base_url(url);
    }
    let client = builder.build()?;

    match client.purchase_phone_number(number).await {
        Ok(bought) => println!("bought {} {:?}", bought.number, bought.capabilities),
        Err(error) => {
            if let Some(PurchasePhoneNumberError::UnprocessableEntity(body)) = error.documented() {
                println!("not bought: {:?}", body.errors);
            }
            if error.may_have_reached_server() && !matches!(error, ClientError::Documented(_)) {
                println!("the number may have been bought all the same: look before you try again");
            }
            return Err(error.into());
        }
    }
    Ok(())
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set {name}"))
}
