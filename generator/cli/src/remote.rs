//! References to other hosts. In: a URL. Out: its content, which is cached on disk, so that the request is sent once.
//!
//! A description is not trusted: what it refers to is bounded as a whole, and leads neither to hosts that the user does
//! not allow nor into private networks.

mod address;

use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use etcetera::BaseStrategy;
use ureq::Agent;
use ureq::http::Uri;
use ureq::unversioned::transport::DefaultConnector;

use address::PublicAddresses;

/// The size limit of a response, in bytes.
const LARGEST: u64 = 16 << 20;
const TIMEOUT: Duration = Duration::from_secs(30);
const MOST_REDIRECTS: u32 = 5;

/// The limits of all responses of a run.
const MOST_DOCUMENTS: usize = 500;
const MOST_BYTES: usize = 64 << 20;
const MOST_TIME: Duration = Duration::from_secs(120);

/// File systems limit names to 255 bytes.
const LONGEST_NAME: usize = 240;

/// The hosts that references may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Hosts {
    /// Every host with a public address.
    Public,
    /// These, whatever their addresses.
    Only(Vec<String>),
}

impl Hosts {
    fn allow(&self, uri: &Uri) -> Result<(), String> {
        match self {
            Self::Only(hosts) if !hosts.iter().any(|host| Some(host.as_str()) == uri.host()) => {
                Err(format!("{} is not an allowed host", uri.host().unwrap_or_default()))
            }
            _ => Ok(()),
        }
    }
}

/// What was read so far.
#[derive(Debug, Default)]
struct Spent {
    documents: usize,
    bytes: usize,
    time: Duration,
}

/// Reads URLs.
#[derive(Debug)]
pub(crate) struct Remote {
    /// The cache, in files named after their URLs, if there is one.
    cache: Option<PathBuf>,
    hosts: Hosts,
    agent: Agent,
    spent: RefCell<Spent>,
}

impl Remote {
    /// Caches responses in the user's cache folder.
    ///
    /// # Errors.
    ///
    /// The user has no home folder, and so no cache.
    pub(crate) fn new(hosts: Hosts) -> Result<Self, String> {
        let strategy = etcetera::choose_base_strategy()
            .map_err(|error| format!("no cache folder for responses of other hosts: {error}"))?;
        Ok(Self::in_folder(strategy.cache_dir().join("clientsmith").join("remote"), hosts))
    }

    fn in_folder(cache: PathBuf, hosts: Hosts) -> Self {
        Self { cache: Some(cache), ..Self::without_cache(hosts) }
    }

    /// Sends each request.
    pub(crate) fn without_cache(hosts: Hosts) -> Self {
        let config = Agent::config_builder()
            // They are followed here, since they may lead elsewhere.
            .max_redirects(0)
            .user_agent(concat!("clientsmith/", env!("CARGO_PKG_VERSION")))
            .build();
        let agent = match hosts {
            Hosts::Public => {
                Agent::with_parts(config, DefaultConnector::default(), PublicAddresses::default())
            }
            Hosts::Only(_) => config.into(),
        };
        Self { cache: None, hosts, agent, spent: RefCell::default() }
    }

    /// Returns the content at the URL.
    ///
    /// # Errors.
    ///
    /// The host is not allowed, the request failed, or the response or all of them are too large.
    pub(crate) fn read(&self, url: &str) -> Result<Vec<u8>, String> {
        let uri: Uri = url.parse().map_err(|error| format!("it is not a URL: {error}"))?;
        self.hosts.allow(&uri)?;
        let mut spent = self.spent.borrow_mut();
        if spent.documents >= MOST_DOCUMENTS {
            return Err(format!("more than {MOST_DOCUMENTS} documents of other hosts are needed"));
        }
        spent.documents += 1;
        let left = MOST_BYTES.saturating_sub(spent.bytes);
        let file = self.cache.as_ref().and_then(|cache| Some(cache.join(file_name(url)?)));
        let cached = file.as_ref().and_then(|file| fs::read(file).ok());
        let is_cached = cached.is_some();
        let bytes = match cached {
            Some(bytes) => bytes,
            None => {
                let start = Instant::now();
                let time = MOST_TIME.saturating_sub(spent.time).min(TIMEOUT);
                let fetched = self.fetch(uri, time);
                spent.time += start.elapsed();
                fetched?
            }
        };
        if bytes.len() > left {
            return Err(format!(
                "the documents of other hosts have more than {} MiB",
                MOST_BYTES >> 20
            ));
        }
        spent.bytes += bytes.len();
        if let Some(file) = file.filter(|_| !is_cached) {
            // Without the cache the request is only sent again.
            let _ = keep(&file, &bytes);
        }
        Ok(bytes)
    }

    fn fetch(&self, mut uri: Uri, time: Duration) -> Result<Vec<u8>, String> {
        let end = Instant::now() + time;
        for _ in 0..=MOST_REDIRECTS {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(String::from("the responses of other hosts take too long"));
            }
            let request = self.agent.get(uri.clone()).config().timeout_global(Some(left)).build();
            let response = request.call().map_err(|error| error.to_string())?;
            if response.status().is_redirection() {
                let location = response.headers().get("location");
                let location = location.and_then(|value| value.to_str().ok()).unwrap_or_default();
                uri = redirected(&uri, location)?;
                continue;
            }
            let body = response.into_body().into_with_config().limit(LARGEST).read_to_vec();
            return body.map_err(|error| match error {
                ureq::Error::BodyExceedsLimit(_) => {
                    format!("the response is larger than {} MiB", LARGEST >> 20)
                }
                error => format!("the response is incomplete: {error}"),
            });
        }
        Err(format!("there are more than {MOST_REDIRECTS} redirects"))
    }
}

/// Where a redirect leads, which has to be on the same host.
fn redirected(from: &Uri, location: &str) -> Result<Uri, String> {
    let wrong = || format!("it redirects to `{location}`, which is not on the same host");
    let authority = from.authority().map(|authority| authority.as_str()).unwrap_or_default();
    let scheme = from.scheme_str().unwrap_or_default();
    let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
    let absolute = match location {
        location if location.contains("://") => location.to_owned(),
        location if location.starts_with("//") => format!("{scheme}:{location}"),
        location if location.starts_with('/') => format!("{scheme}://{authority}{location}"),
        location => format!("{scheme}://{authority}{folder}/{location}"),
    };
    let to: Uri = absolute.parse().map_err(|_| wrong())?;
    let is_same = to.authority() == from.authority() && to.scheme() == from.scheme();
    if is_same { Ok(to) } else { Err(wrong()) }
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
    use super::{Hosts, LARGEST, MOST_DOCUMENTS, Remote, file_name, redirected};
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

    fn local(folder: &std::path::Path) -> Remote {
        Remote::in_folder(folder.to_owned(), Hosts::Only(vec![String::from("127.0.0.1")]))
    }

    #[test]
    fn only_allowed_hosts_and_public_addresses_are_contacted() {
        let address = serve(|_| ("200 OK".to_owned(), 3));
        let folder = tempfile::tempdir().unwrap();
        let public = Remote::in_folder(folder.path().to_owned(), Hosts::Public);
        let error = public.read(&format!("{address}/a")).unwrap_err();
        assert!(error.contains("private address"), "{error}");
        let error = local(folder.path()).read("http://example.com/a").unwrap_err();
        assert_eq!(error, "example.com is not an allowed host");
    }

    #[test]
    fn the_documents_of_a_run_are_bounded() {
        let address = serve(|_| ("200 OK".to_owned(), 3));
        let folder = tempfile::tempdir().unwrap();
        let remote = local(folder.path());
        let read = |number| remote.read(&format!("{address}/{number}"));
        assert!((0..MOST_DOCUMENTS).all(|number| read(number).is_ok()));
        assert!(read(MOST_DOCUMENTS).unwrap_err().contains("more than 500 documents"));
    }

    #[test]
    fn redirects_stay_on_their_host() {
        let from = "https://a.example/b/c".parse().unwrap();
        let to = |location| redirected(&from, location).map(|uri| uri.to_string());
        assert_eq!(to("/d").as_deref(), Ok("https://a.example/d"));
        assert_eq!(to("d").as_deref(), Ok("https://a.example/b/d"));
        for other in
            ["https://b.example/", "//b.example/", "http://a.example/", "https://a.example:8443/"]
        {
            assert!(to(other).is_err(), "{other}");
        }
    }

    #[test]
    fn redirects_are_followed_a_few_times() {
        let address = serve(|path| match path {
            "/moved" => ("302 Found\r\nlocation: /there".to_owned(), 0),
            "/there" => ("200 OK".to_owned(), 3),
            circle => (format!("302 Found\r\nlocation: {circle}"), 0),
        });
        let folder = tempfile::tempdir().unwrap();
        let remote = local(folder.path());
        assert_eq!(remote.read(&format!("{address}/moved")).unwrap(), b"   ");
        let error = remote.read(&format!("{address}/circle")).unwrap_err();
        assert!(error.contains("redirect"), "{error}");
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
    }

    #[test]
    fn a_response_that_is_too_large_is_refused_and_not_kept() {
        let address = serve(|_| ("200 OK".to_owned(), usize::try_from(LARGEST).unwrap() + 1));
        let folder = tempfile::tempdir().unwrap();
        let remote = local(folder.path());
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
