// Copied by clientsmith from examples/retrieve_phone_number.rs beside the description.

//! Shows how a phone number of the project is configured: `cargo run --example retrieve_phone_number -- ID`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::operations::RetrievePhoneNumberError;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("name the ID of a phone number")?;
    let client = settings::client()?;
    match client.retrieve_phone_number(&id).await {
        Ok(number) => println!("{number:#?}"),
        Err(error) => match error.documented() {
            Some(RetrievePhoneNumberError::NotFound(_)) => println!("there is no number {id}"),
            _ => return Err(error.into()),
        },
    }
    Ok(())
}
