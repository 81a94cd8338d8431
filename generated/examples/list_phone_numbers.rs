// Copied by `cargo xtask codegen` from examples/list_phone_numbers.rs beside the description.

//! Shows the phone numbers of the project: `cargo run --example list_phone_numbers`.

mod settings;

use std::error::Error;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = settings::client()?;
    let page = client.list_phone_numbers().page_size(50).await?;
    for number in page.data {
        println!("{} {}", number.number, number.name.as_deref().unwrap_or_default());
    }
    Ok(())
}
