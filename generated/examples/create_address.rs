// Copied by clientsmith from examples/create_address.rs beside the description.

//! Adds an address for emergency calls to the project: `cargo run --example create_address -- LABEL`.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::models::{AddressType, NewAddress};
use signalwire_phone_numbers::operations::CreateAddressError;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let label = env::args().nth(1).ok_or("name the address")?;
    let client = settings::client()?;
    let address = NewAddress::new(
        label,
        "US",
        "Emmett",
        "Brown",
        "1640",
        "Riverside Drive",
        "Alexandria",
        "CA",
        "91905",
    )
    .address_type(AddressType::Suite)
    .address_number("42")
    .emergency_enabled(true);
    match client.create_address(address).await {
        Ok(address) => println!("{:?} {:?}", address.id, address.validated.as_ref()),
        Err(error) => {
            if let Some(CreateAddressError::UnprocessableEntity(body)) = error.documented() {
                for candidate in body.candidates.iter().flatten() {
                    eprintln!("did you mean {candidate:?}?");
                }
            }
            return Err(error.into());
        }
    }
    Ok(())
}
