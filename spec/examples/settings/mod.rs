//! The client of all examples.
//!
//! `SIGNALWIRE_SPACE`, `SIGNALWIRE_PROJECT_ID` and `SIGNALWIRE_API_TOKEN` are the credentials of the project.
//! `SIGNALWIRE_BASE_URL` sends the requests somewhere else, for example to a mock server.

use std::env;
use std::error::Error;

use signalwire_phone_numbers::Client;

/// A client with the settings of the environment.
pub fn client() -> Result<Client, Box<dyn Error>> {
    let mut builder = Client::builder()
        .space(setting("SIGNALWIRE_SPACE")?)
        .credentials(setting("SIGNALWIRE_PROJECT_ID")?, setting("SIGNALWIRE_API_TOKEN")?);
    if let Ok(url) = env::var("SIGNALWIRE_BASE_URL") {
        builder = builder.base_url(url);
    }
    Ok(builder.build()?)
}

fn setting(name: &str) -> Result<String, String> {
    env::var(name).map_err(|_| format!("set {name}"))
}
