// Copied by clientsmith from examples/assign_e911_address.rs beside the description.

//! Assigns the address for emergency calls from a phone number, or removes it if there is no argument for it:
//! `cargo run --example assign_e911_address -- ID ADDRESS_ID`.

mod settings;

use std::env;
use std::error::Error;
use std::time::Duration;

use signalwire_phone_numbers::models::E911Status;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let id = env::args().nth(1).ok_or("name the ID of a phone number")?;
    let address = env::args().nth(2);
    let client = settings::client()?;
    let mut number = match address {
        Some(address) => client.assign_e911_address(&id, address).await?,
        None => client.remove_e911_address(&id).await?,
    };
    // Either takes its time.
    for _ in 0..10 {
        match number.e911_status.as_ref() {
            Some(E911Status::Pending | E911Status::PendingRemoval) => {}
            status => {
                println!("{} {:?} {status:?}", number.number, number.e911_address_id.as_deref());
                return Ok(());
            }
        }
        tokio::time::sleep(Duration::from_secs(3)).await;
        number = client.retrieve_phone_number(&id).await?;
    }
    Err("it takes longer than usual: look again later".into())
}
