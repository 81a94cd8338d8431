//! References to other hosts. In: a URL. Out: its content, which is cached on disk, so that the request is sent once.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use etcetera::BaseStrategy;
use ureq::Agent;

/// The size limit of a response, in bytes.
const LARGEST: u64 = 16 << 20;
const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: u32 = 5;

/// File systems limit names to 255 bytes.
const LONGEST_NAME: usize = 240;

/// Reads URLs.
#[derive(Debug)]
pub(crate) struct Remote {
    /// The cache, in files named after their URLs.
    cache: PathBuf,
    agent: Agent,
}

impl Remote {
    /// Caches responses in the user's cache folder.
    ///
    /// # Errors.
    ///
    /// The user has no home folder, and so no cache.
    pub(crate) fn new() -> Result<Self, String> {
        let strategy = etcetera::choose_base_strategy()
            .map_err(|error| format!("no cache folder for responses of other hosts: {error}"))?;
        Ok(Self::in_folder(strategy.cache_dir().join("clientsmith").join("remote")))
    }

    fn in_folder(cache: PathBuf) -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(TIMEOUT))
            .max_redirects(MOST_REDIRECTS)
            .user_agent(concat!("clientsmith/", env!("CARGO_PKG_VERSION")))
            .build();
        Self { cache, agent: config.into() }
    }

    /// Returns the content at the URL.
    ///
    /// # Errors.
    ///
    /// The request failed, or the response is too large.
    pub(crate) fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let file = file_name(url).map(|name| self.cache.join(name));
        if let Some(bytes) = file.as_ref().and_then(|file| fs::read(file).ok()) {
            return Ok(bytes);
        }
        let bytes = self.fetch(url)?;
        if let Some(file) = file {
            // Without the cache the request is only sent again.
            let _ = keep(&file, &bytes);
        }
        Ok(bytes)
    }

    fn fetch(&self, url: &str) -> Result<Vec<u8>, String> {
        let response = self.agent.get(url).call().map_err(|error| error.to_string())?;
        response.into_body().into_with_config().limit(LARGEST).read_to_vec().map_err(|error| {
            match error {
                ureq::Error::BodyExceedsLimit(_) => {
                    format!("the response is larger than {} MiB", LARGEST >> 20)
                }
                error => format!("the response is incomplete: {error}"),
            }
        })
    }
}

/// The file name for a URL; `None` if it would be too long. Capital letters are percent-encoded, since some file
/// systems are not case-sensitive.
fn file_name(url: &str) -> Option<String> {
    let encode = |byte: u8| match byte {
        b'a'..=b'z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(byte).to_string(),
        byte => format!("%{byte:02x}"),
    };
    let name: String = url.bytes().map(encode).collect();
    (name.len() <= LONGEST_NAME).then_some(name)
}

fn keep(file: &Path, bytes: &[u8]) -> std::io::Result<()> {
    fs::create_dir_all(file.parent().unwrap_or(Path::new("")))?;
    let temporary = file.with_extension(std::process::id().to_string());
    fs::write(&temporary, bytes)?;
    fs::rename(&temporary, file)
}

#[cfg(test)]
mod tests {
    use super::{LARGEST, Remote, file_name};
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
                // The client closes the connection when it has read enough.
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
        let remote = Remote::in_folder(folder.path().to_owned());
        assert_eq!(remote.read(&format!("{address}/moved")).unwrap(), b"   ");
        let error = remote.read(&format!("{address}/circle")).unwrap_err();
        assert!(error.contains("redirect"), "{error}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_response_that_is_too_large_is_refused_and_not_kept() {
        let address = serve(|_| ("200 OK".to_owned(), usize::try_from(LARGEST).unwrap() + 1));
        let folder = tempfile::tempdir().unwrap();
        let remote = Remote::in_folder(folder.path().to_owned());
        let error = remote.read(&format!("{address}/large")).unwrap_err();
        assert_eq!(error, "the response is larger than 16 MiB");
        assert_eq!(folder.path().read_dir().unwrap().count(), 0);
    }

    #[test]
    fn urls_that_differ_have_files_that_differ() {
        let name = |url| file_name(url).unwrap();
        assert_eq!(name("https://a.example/B?c=%2f"), "https%3a%2f%2fa.example%2f%42%3fc%3d%252f");
        assert_ne!(name("http://a/B"), name("http://a/b"));
        assert_eq!(file_name(&format!("http://a/{}", "x".repeat(300))), None);
    }
}
