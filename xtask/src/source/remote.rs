//! The generator's door to other hosts: an address in, what is there out; kept on disk, so that it is asked for once.

use std::cell::OnceCell;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use reqwest::blocking::Client;
use reqwest::redirect::Policy;
use sha2::{Digest, Sha256};

/// The most bytes that an answer may have.
const LARGEST: u64 = 16 << 20;
const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: usize = 5;

/// Reads addresses.
#[derive(Debug)]
pub(crate) struct Remote {
    /// What was read stands here, in files named by the hash of their addresses.
    cache: PathBuf,
    client: OnceCell<Client>,
}

impl Remote {
    pub(crate) fn new(cache: PathBuf) -> Self {
        Self { cache, client: OnceCell::new() }
    }

    /// What is at the address.
    ///
    /// # Errors
    ///
    /// Why it is not there, or too much.
    pub(crate) fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let name: String = Sha256::digest(url).iter().map(|byte| format!("{byte:02x}")).collect();
        let file = self.cache.join(name);
        if let Ok(bytes) = fs::read(&file) {
            return Ok(bytes);
        }
        let bytes = self.fetch(url)?;
        // Without the cache the address is only asked again.
        let _ = keep(&file, &bytes);
        Ok(bytes)
    }

    fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
        let response = self
            .client()?
            .get(url)
            .send()
            .and_then(reqwest::blocking::Response::error_for_status)
            .map_err(|error| chain(&error))?;
        let mut bytes = Vec::new();
        response
            .take(LARGEST + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| format!("the answer broke off: {error}"))?;
        if bytes.len() as u64 > LARGEST {
            return Err(format!("the answer has more than {} MiB", LARGEST >> 20));
        }
        Ok(bytes)
    }

    fn client(&self) -> Result<&Client, String> {
        if let Some(client) = self.client.get() {
            return Ok(client);
        }
        let client = Client::builder()
            .timeout(TIMEOUT)
            // reqwest follows to http and https alone.
            .redirect(Policy::limited(MOST_REDIRECTS))
            .build()
            .map_err(|error| chain(&error))?;
        Ok(self.client.get_or_init(|| client))
    }
}

fn keep(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
    let temporary = file.with_extension(std::process::id().to_string());
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, file)
}

/// The error and what it comes from, which reqwest does not say by itself.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(error) = source {
        text.push_str(&format!(": {error}"));
        source = error.source();
    }
    text
}
