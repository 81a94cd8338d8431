//! Releases a phone number, for good: `cargo run --example release_phone_number -- ID +15551234567`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::operations::ReleasePhoneNumberError;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("name the ID of a phone number")?;
    let number = env::args().nth(2).ok_or("name the phone number too, to be sure")?;
    let client = settings::client()?;
    let found = client.retrieve_phone_number(&id).await?;
    if found.number != number {
        return Err(format!("{id} is {}, not {number}: nothing is released", found.number).into());
    }

    println!("releasing {number}");
    if let Err(error) = client.release_phone_number(id).await {
        if let Some(ReleasePhoneNumberError::UnprocessableEntity(body)) = error.documented() {
            println!("not released: {:?}", body.errors);
        }
        return Err(error.into());
    }
    Ok(())
}
