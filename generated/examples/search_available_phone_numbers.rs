// Copied by clientsmith from examples/search_available_phone_numbers.rs beside the description.

//! Shows phone numbers that are for sale: `cargo run --example search_available_phone_numbers -- 512`.

mod settings;

use std::env;
use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let areacode = env::args().nth(1).ok_or("name an area code, such as 512")?;
    let client = settings::client()?;
    let found = client.search_available_phone_numbers().areacode(areacode).max_results(10).await?;
    for number in found.data.unwrap_or_default() {
        // Servers send it as `e164`, and the newest documentation calls it `number`.
        let e164 = number.e164.as_deref().or(number.number.as_deref()).unwrap_or("?");
        println!("{e164} {:?} {:?}", number.region.as_deref(), number.capabilities.as_ref());
    }
    Ok(())
}
