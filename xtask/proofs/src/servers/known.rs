//! The servers that are started here: a folder for their packages in; a running server with its description out.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

use super::exchange::{parse, plain, send};
use super::plan::Plan;
use crate::process::{Process, free_port};

/// A server that is known here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(super) enum Known {
    Alertmanager,
    Powerdns,
    Chroma,
}

/// A server that runs, until this is dropped.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) name: String,
    /// Its host and port.
    pub(super) address: String,
    pub(super) description: PathBuf,
    pub(super) plan: Plan,
    /// The process, and its data, which outlive it.
    _process: Option<Process>,
    _data: Option<TempDir>,
}

impl Subject {
    /// A server that somebody else started.
    pub(super) fn running(url: &str, description: &Path, mut plan: Plan) -> Self {
        let plain = url.trim_end_matches('/').trim_start_matches("http://");
        let (address, base) = plain.split_at(plain.find('/').unwrap_or(plain.len()));
        if !base.is_empty() {
            plan.base = base.to_owned();
        }
        Self {
            name: "server".to_owned(),
            address: address.to_owned(),
            description: description.to_owned(),
            plan,
            _process: None,
            _data: None,
        }
    }
}

impl Known {
    pub(super) const ALL: &[Self] = &[Self::Alertmanager, Self::Powerdns, Self::Chroma];

    /// The name of the server and of its calls.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Alertmanager => "alertmanager",
            Self::Powerdns => "powerdns",
            Self::Chroma => "chroma",
        }
    }

    /// Starts the server. What it needs beside the system's packages, and its description, is put below `packages`.
    ///
    /// # Errors.
    ///
    /// Why the server cannot be had here.
    pub(super) fn start(self, packages: &Path) -> Result<Subject, String> {
        let folder = packages.join(self.name());
        fs::create_dir_all(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
        let data = tempfile::tempdir().map_err(|error| format!("no temporary folder: {error}"))?;
        let port = free_port()?;
        let mut command = match self {
            Self::Alertmanager => alertmanager(data.path(), port),
            Self::Powerdns => powerdns(data.path(), port),
            Self::Chroma => chroma(&folder, data.path(), port),
        }?;
        let process = Process::start(self.name(), &mut command, port)?;
        let address = format!("127.0.0.1:{port}");
        let text = match self {
            Self::Alertmanager => alertmanager_description(&folder),
            Self::Powerdns => served(&address, "/api/docs", &[("x-api-key", "dummy")]),
            Self::Chroma => served(&address, "/openapi.json", &[]),
        }?;
        let description = folder.join("description.yaml");
        write(&description, &text)?;
        let plan = calls().join(format!("{}.json", self.name()));
        Ok(Subject {
            name: self.name().to_owned(),
            address,
            description,
            plan: Plan::read(&plan)?,
            _process: Some(process),
            _data: Some(data),
        })
    }
}

/// The folder of the calls.
fn calls() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("servers")
}

fn alertmanager(data: &Path, port: u16) -> Result<Command, String> {
    let settings = data.join("alertmanager.yml");
    write(&settings, "route: {receiver: none}\nreceivers: [{name: none}]\n")?;
    let mut command = Command::new("prometheus-alertmanager");
    command
        .arg(format!("--config.file={}", settings.display()))
        .arg(format!("--storage.path={}", data.join("data").display()))
        .arg(format!("--web.listen-address=127.0.0.1:{port}"))
        .arg("--cluster.listen-address=");
    Ok(command)
}

/// The description that the sources of the installed version contain, as a string of Go.
fn alertmanager_description(folder: &Path) -> Result<String, String> {
    const SOURCES: &str = "golang-github-prometheus-alertmanager-dev";
    const FILE: &str =
        "usr/share/gocode/src/github.com/prometheus/alertmanager/api/v2/restapi/embedded_spec.go";
    let version = output(Command::new("dpkg-query").args([
        "--show",
        "--showformat=${source:Version}",
        "prometheus-alertmanager",
    ]))?;
    let unpacked = folder.join(version.replace(|c: char| !c.is_ascii_alphanumeric(), "-"));
    let file = unpacked.join(FILE);
    if !file.exists() {
        let failed = |error: std::io::Error| format!("`{}`: {error}", unpacked.display());
        fs::create_dir_all(&unpacked).map_err(failed)?;
        let package = format!("{SOURCES}={version}");
        output(Command::new("apt-get").args(["download", &package]).current_dir(&unpacked))?;
        let mut files = fs::read_dir(&unpacked).map_err(failed)?.flatten().map(|it| it.path());
        let archive = files.find(|path| path.extension().is_some_and(|it| it == "deb"));
        let archive =
            archive.ok_or_else(|| format!("`apt-get download {package}` left no file"))?;
        output(Command::new("dpkg-deb").arg("--extract").arg(archive).arg(&unpacked))?;
    }
    let text =
        fs::read_to_string(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let start = text.split_once("SwaggerJSON = json.RawMessage([]byte(`").map(|it| it.1);
    let json = start.and_then(|text| text.split_once("`))")).map(|it| it.0);
    let json = json.ok_or_else(|| format!("`{}` has no description", file.display()))?;
    // Go has no escapes in such a string: a backtick is joined to it.
    Ok(json.replace("` + \"`\" + `", "`"))
}

fn powerdns(data: &Path, port: u16) -> Result<Command, String> {
    const SCHEMA: &str = "/usr/share/pdns-backend-sqlite3/schema/schema.sqlite3.sql";
    let database = data.join("pdns.db");
    output(Command::new("sqlite3").arg(&database).arg(format!(".read {SCHEMA}")))?;
    let (dns, folder) = (free_port()?, data.display());
    let settings = format!(
        "launch=gsqlite3\ngsqlite3-database={}\ngsqlite3-dnssec=yes\nlocal-address=127.0.0.1\nlocal-port={dns}\n\
         api=yes\napi-key=dummy\nwebserver=yes\nwebserver-address=127.0.0.1\nwebserver-port={port}\n\
         socket-dir={folder}\n",
        database.display()
    );
    write(&data.join("pdns.conf"), &settings)?;
    let mut command = Command::new("pdns_server");
    command.arg(format!("--config-dir={folder}")).args(["--daemon=no", "--guardian=no"]);
    Ok(command)
}

/// Chroma's package has its server, a program in Rust, which needs none of the packages that it depends on.
fn chroma(folder: &Path, data: &Path, port: u16) -> Result<Command, String> {
    let (wanted, installed) = (calls().join("chroma.txt"), folder.join("installed.txt"));
    let same = |one: &Path, other: &Path| {
        fs::read(one).ok().is_some_and(|it| fs::read(other).ok() == Some(it))
    };
    let python = folder.join("venv/bin/python");
    if !same(&wanted, &installed) {
        output(Command::new("python3").args(["-m", "venv"]).arg(folder.join("venv")))?;
        let pip =
            ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps", "-r"];
        output(Command::new(&python).args(pip).arg(&wanted))?;
        fs::copy(&wanted, &installed).map_err(|error| error.to_string())?;
    }
    let mut command = Command::new(python);
    command
        .args(["-c", "import sys, chromadb_rust_bindings as it; it.cli(['chroma'] + sys.argv[1:])"])
        .args(["run", "--host", "127.0.0.1", "--port", &port.to_string(), "--path"])
        .arg(data);
    Ok(command)
}

/// The text that a server has at a path.
fn served(address: &str, target: &str, headers: &[(&str, &str)]) -> Result<String, String> {
    let sent = send(address, &plain("GET", target, headers));
    let response = sent.map_err(|error| format!("`{target}`: {error}"))?;
    match parse(&response) {
        Some(it) if it.status == 200 => Ok(String::from_utf8_lossy(&it.body).into_owned()),
        other => Err(format!("`{target}` is no description: {:?}", other.map(|it| it.status))),
    }
}

fn write(path: &Path, text: &str) -> Result<(), String> {
    fs::write(path, text).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}

/// What a program prints; an error has what it complains of.
fn output(command: &mut Command) -> Result<String, String> {
    let name = command.get_program().display().to_string();
    let output = command.stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("cannot run `{name}`: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("`{name}` failed: {}", said.lines().last().unwrap_or_default()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
