// Copied by clientsmith from examples/list_phone_numbers.rs beside the description.

//! Shows all phone numbers of the project: `cargo run --example list_phone_numbers`.

mod settings;

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = settings::client()?;
    // Asks for page after page, each when it is wanted.
    let mut numbers = client.list_phone_numbers().page_size(50).items();
    while let Some(number) = numbers.next().await {
        let number = number?;
        println!("{} {}", number.number, number.name.as_deref().unwrap_or_default());
    }
    Ok(())
}
