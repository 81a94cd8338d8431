// Copied by clientsmith from examples/import_phone_number.rs beside the description.

//! Adds a phone number that another carrier serves: `cargo run --example import_phone_number -- +49152234333323`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::models::{Capability, ImportNumberType};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let number = env::args().nth(1).ok_or("name the number to import, such as +49152234333323")?;
    let client = settings::client()?;
    let imported = client
        .import_phone_number(number, ImportNumberType::Longcode)
        .capabilities([Capability::Sms, Capability::Fax])
        .await?;
    println!("{} {:?}", imported.number, imported.id.as_ref());
    Ok(())
}
