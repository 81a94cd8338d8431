// Copied by clientsmith from examples/search_to_release.rs beside the description.

//! The life of a phone number: searched for, bought, configured, listed with the others, and released.
//!
//! `cargo run --example search_to_release -- 512` stops before it costs money; with `--buy` at the end it continues.

mod settings;

use std::env;
use std::error::Error;

use signalwire_phone_numbers::models::CallHandler;
use signalwire_phone_numbers::operations::ReleasePhoneNumberError;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let areacode = env::args().nth(1).ok_or("name an area code, such as 512")?;
    let buy = env::args().nth(2).is_some_and(|argument| argument == "--buy");
    let client = settings::client()?;

    let found = client.search_available_phone_numbers().areacode(areacode).max_results(1).await?;
    let available = found.data.unwrap_or_default().into_iter().next().ok_or("none is for sale")?;
    let number = available.e164.into_option().or(available.number.into_option());
    let number = number.ok_or("the response has no number for sale")?;
    if !buy {
        println!("{number} is for sale; `--buy` would buy and release it");
        return Ok(());
    }

    println!("buying {number}");
    let bought = client.purchase_phone_number(number).await?;
    let id = bought.id.into_option().ok_or("the response has no ID for the number")?;

    let configured = client
        .update_phone_number(&id)
        .name("From search to release")
        .call_handler(CallHandler::RelayScript)
        .call_relay_script_url("https://example.com/support.swml")
        .await?;
    println!("{} is handled by {:?}", configured.number, configured.call_handler.as_ref());

    let mut numbers = client.list_phone_numbers().page_size(50).items();
    while let Some(number) = numbers.next().await {
        let number = number?;
        println!("{} {}", number.number, number.name.as_deref().unwrap_or_default());
    }

    println!("releasing {}", configured.number);
    match client.release_phone_number(&id).await {
        Ok(()) => Ok(()),
        Err(error) => {
            // A number stays for some days after its purchase.
            if let Some(ReleasePhoneNumberError::UnprocessableEntity(body)) = error.documented() {
                println!("not released yet: {:?}", body.errors);
            }
            Err(error.into())
        }
    }
}
