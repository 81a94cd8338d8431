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

#[cfg(test)]
mod tests {
    use super::{LARGEST, Remote};
    use std::io::{Read, Write};
    use std::net::TcpListener;

    /// A server that answers each path by `answer`: the head without its length, and how long the body is.
    fn serve(answer: fn(&str) -> (String, usize)) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let mut stream = stream.unwrap();
                let mut buffer = [0; 4096];
                let length = stream.read(&mut buffer).unwrap();
                let request = String::from_utf8_lossy(&buffer[..length]).into_owned();
                let (head, length) = answer(request.split(' ').nth(1).unwrap());
                let head = format!(
                    "HTTP/1.1 {head}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n"
                );
                // Whoever has read enough hangs up.
                let _ = stream.write_all(head.as_bytes());
                let _ = stream.write_all(&vec![b' '; length]);
            }
        });
        address
    }

    #[test]
    fn redirects_are_followed_a_few_times() {
        let address = serve(|path| match path {
            "/moved" => ("302 Found\r\nlocation: /there".to_owned(), 0),
            "/there" => ("200 OK".to_owned(), 3),
            circle => (format!("302 Found\r\nlocation: {circle}"), 0),
        });
        let folder = tempfile::tempdir().unwrap();
        let remote = Remote::new(folder.path().to_owned());
        assert_eq!(remote.read(&format!("{address}/moved")).unwrap(), b"   ");
        let error = remote.read(&format!("{address}/circle")).unwrap_err();
        assert!(error.contains("redirect"), "{error}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn an_answer_that_is_too_large_is_refused_and_not_kept() {
        let address = serve(|_| ("200 OK".to_owned(), usize::try_from(LARGEST).unwrap() + 1));
        let folder = tempfile::tempdir().unwrap();
        let remote = Remote::new(folder.path().to_owned());
        let error = remote.read(&format!("{address}/large")).unwrap_err();
        assert_eq!(error, "the answer has more than 16 MiB");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }
}
