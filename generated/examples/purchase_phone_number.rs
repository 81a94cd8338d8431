// Copied by clientsmith from examples/purchase_phone_number.rs beside the description.

//! Buys a phone number, which costs money: `cargo run --example purchase_phone_number -- +15551234567`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::Error as ClientError;
use signalwire_phone_numbers::operations::PurchasePhoneNumberError;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let number = env::args().nth(1).ok_or("name the number to buy, such as +15551234567")?;
    let client = settings::client()?;

    println!("buying {number}");
    match client.purchase_phone_number(number).await {
        Ok(bought) => println!("bought {} {:?}", bought.number, bought.id.as_ref()),
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
