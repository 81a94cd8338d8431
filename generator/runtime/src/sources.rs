//! The source text of the support code. In: the names of what a generated crate uses. Out: the files that takes, what
//! each exports, and the packages they depend on.

/// A file of the support code, which is copied as it is to `src/runtime/<name>.rs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Source {
    /// The name of the module.
    pub name: &'static str,
    /// The text of the file.
    pub text: &'static str,
    /// The other modules that it uses.
    pub requires: &'static [&'static str],
    /// What `mod.rs` exports from it.
    pub exports: &'static [&'static str],
    /// Whether generated code uses the module by its path, `runtime::<name>::…`.
    pub by_path: bool,
    /// The feature of the generated crate that it belongs to; `None` for a module that is always there.
    pub feature: Option<&'static str>,
    /// The packages that it depends on.
    pub dependencies: &'static [Dependency],
}

/// A package that a generated crate depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dependency {
    /// The name of the package.
    pub name: &'static str,
    /// The required version.
    pub version: &'static str,
    /// Whether the package's default features are on.
    pub default_features: bool,
    /// The package's features that are on.
    pub features: &'static [&'static str],
    /// The feature of the generated crate that it belongs to; `None` for a package that is always there.
    pub feature: Option<&'static str>,
}

impl Dependency {
    const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, default_features: true, features: &[], feature: None }
    }
}

const BASE64: Dependency = Dependency::new("base64", "0.23");
const BYTES: Dependency = Dependency::new("bytes", "1");
const FUTURES_CORE: Dependency = Dependency::new("futures-core", "0.3");
const HTTP: Dependency = Dependency::new("http", "1");
const PERCENT_ENCODING: Dependency = Dependency::new("percent-encoding", "2");
const REQWEST: Dependency = Dependency {
    default_features: false,
    features: &["http2", "rustls", "system-proxy"],
    ..Dependency::new("reqwest", "0.13")
};
const SECRECY: Dependency = Dependency::new("secrecy", "0.10");
const SERDE: Dependency = Dependency::new("serde", "1");
const SERDE_JSON: Dependency = Dependency::new("serde_json", "1");
const SERDE_JSON_RAW: Dependency = Dependency { features: &["raw_value"], ..SERDE_JSON };
const SERDE_PATH_TO_ERROR: Dependency = Dependency::new("serde_path_to_error", "0.1");
const TOKIO: Dependency = Dependency {
    features: &["net", "rt-multi-thread", "time"],
    feature: Some("blocking"),
    ..Dependency::new("tokio", "1")
};
const TRACING: Dependency = Dependency {
    default_features: false,
    features: &["std"],
    feature: Some("tracing"),
    ..Dependency::new("tracing", "0.1")
};

const PLAIN: Source = Source {
    name: "",
    text: "",
    requires: &[],
    exports: &[],
    by_path: false,
    feature: None,
    dependencies: &[],
};

/// What every client takes.
pub const CORE: &[&str] = &["builder"];

/// All files of the support code, by name.
pub const SOURCES: &[Source] = &[
    Source {
        name: "api",
        text: include_str!("runtime/api.rs"),
        requires: &["decode", "request", "response"],
        exports: &[
            "Api",
            "ErrorBody",
            "Info",
            "Operation",
            "Scheme",
            "SchemeKind",
            "Server",
            "Variable",
        ],
        dependencies: &[HTTP],
        ..PLAIN
    },
    Source {
        name: "auth",
        text: include_str!("runtime/auth.rs"),
        requires: &["api", "encode", "request"],
        exports: &["Credential"],
        dependencies: &[BASE64, HTTP, PERCENT_ENCODING, SECRECY],
        ..PLAIN
    },
    Source {
        name: "base64_text",
        text: include_str!("runtime/base64_text.rs"),
        exports: &["Base64"],
        dependencies: &[BASE64, SERDE],
        ..PLAIN
    },
    Source {
        name: "blocking",
        text: include_str!("runtime/blocking.rs"),
        requires: &["api", "builder", "call", "client", "error", "execute", "request"],
        exports: &["Blocking"],
        feature: Some("blocking"),
        dependencies: &[HTTP, TOKIO],
        ..PLAIN
    },
    Source {
        name: "builder",
        text: include_str!("runtime/builder.rs"),
        requires: &["api", "auth", "client", "request", "server"],
        exports: &["BuildError", "Builder"],
        dependencies: &[HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "call",
        text: include_str!("runtime/call.rs"),
        requires: &["api", "client", "error", "execute", "request"],
        exports: &["Call", "CallWithResponse"],
        dependencies: &[HTTP],
        ..PLAIN
    },
    Source {
        name: "client",
        text: include_str!("runtime/client.rs"),
        requires: &["api", "auth", "call"],
        exports: &["Async", "Client"],
        dependencies: &[HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "content",
        text: include_str!("runtime/content.rs"),
        requires: &["decode", "request", "response"],
        dependencies: &[BYTES, HTTP],
        ..PLAIN
    },
    Source {
        name: "decode",
        text: include_str!("runtime/decode.rs"),
        exports: &["DecodeError"],
        dependencies: &[SERDE, SERDE_JSON, SERDE_PATH_TO_ERROR],
        ..PLAIN
    },
    Source {
        name: "encode",
        text: include_str!("runtime/encode.rs"),
        dependencies: &[PERCENT_ENCODING],
        ..PLAIN
    },
    Source {
        name: "error",
        text: include_str!("runtime/error.rs"),
        requires: &["decode", "response"],
        exports: &[
            "DecodeFailure",
            "Error",
            "ErrorResponse",
            "IncompleteResponse",
            "RequestError",
            "TransportError",
        ],
        dependencies: &[BYTES, HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "execute",
        text: include_str!("runtime/execute.rs"),
        requires: &["api", "auth", "client", "error", "request", "response"],
        dependencies: &[BYTES, HTTP, REQWEST, TRACING],
        ..PLAIN
    },
    Source {
        name: "form",
        text: include_str!("runtime/form.rs"),
        requires: &["request", "style", "value"],
        exports: &["Form"],
        dependencies: &[SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "members",
        text: include_str!("runtime/members.rs"),
        by_path: true,
        dependencies: &[SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "multipart",
        text: include_str!("runtime/multipart.rs"),
        requires: &["request", "value"],
        exports: &["File", "Multipart"],
        dependencies: &[BYTES, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "nullable",
        text: include_str!("runtime/nullable.rs"),
        exports: &["Nullable"],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "open_enum",
        text: include_str!("runtime/open_enum.rs"),
        by_path: true,
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "open_union",
        text: include_str!("runtime/open_union.rs"),
        requires: &["members"],
        by_path: true,
        ..PLAIN
    },
    Source {
        name: "pages",
        text: include_str!("runtime/pages.rs"),
        requires: &["api", "blocking", "call", "client", "error", "execute", "paging", "request"],
        exports: &["Items", "Pages"],
        dependencies: &[FUTURES_CORE, REQWEST],
        ..PLAIN
    },
    Source {
        name: "paging",
        text: include_str!("runtime/paging.rs"),
        requires: &["api", "encode", "request", "response"],
        exports: &["Next", "Paginated", "Paging"],
        dependencies: &[HTTP, PERCENT_ENCODING, REQWEST, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "params",
        text: include_str!("runtime/params.rs"),
        requires: &["encode", "request", "style", "style_path", "value"],
        dependencies: &[HTTP, PERCENT_ENCODING, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "request",
        text: include_str!("runtime/request.rs"),
        requires: &["api", "error"],
        exports: &["Request"],
        dependencies: &[BYTES, HTTP, REQWEST, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "response",
        text: include_str!("runtime/response.rs"),
        requires: &["decode"],
        exports: &["Response"],
        dependencies: &[BYTES, HTTP, SERDE],
        ..PLAIN
    },
    Source {
        name: "response_headers",
        text: include_str!("runtime/response_headers.rs"),
        requires: &["decode"],
        exports: &["HeaderForm"],
        dependencies: &[HTTP, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "secret",
        text: include_str!("runtime/secret.rs"),
        exports: &["Secret"],
        dependencies: &[SECRECY, SERDE],
        ..PLAIN
    },
    Source {
        name: "server",
        text: include_str!("runtime/server.rs"),
        requires: &["api", "client", "request"],
        dependencies: &[REQWEST],
        ..PLAIN
    },
    Source {
        name: "style",
        text: include_str!("runtime/style.rs"),
        requires: &["encode", "value"],
        exports: &["Encoding", "Style"],
        dependencies: &[PERCENT_ENCODING],
        ..PLAIN
    },
    Source {
        name: "style_path",
        text: include_str!("runtime/style_path.rs"),
        requires: &["style", "value"],
        dependencies: &[PERCENT_ENCODING],
        ..PLAIN
    },
    Source {
        name: "union",
        text: include_str!("runtime/union.rs"),
        requires: &["members"],
        by_path: true,
        ..PLAIN
    },
    Source {
        name: "value",
        text: include_str!("runtime/value.rs"),
        dependencies: &[SERDE, SERDE_JSON_RAW],
        ..PLAIN
    },
    Source {
        name: "value_enum",
        text: include_str!("runtime/value_enum.rs"),
        by_path: true,
        dependencies: &[SERDE, SERDE_JSON],
        ..PLAIN
    },
];

/// The files that the named ones take, themselves included, by name. A name that is no file's is passed over.
pub fn closure(roots: &[&str]) -> Vec<&'static Source> {
    let mut wanted: Vec<&str> = roots.to_vec();
    let mut found: Vec<&'static Source> = Vec::new();
    while let Some(name) = wanted.pop() {
        if let Some(source) = SOURCES.iter().find(|source| source.name == name)
            && !found.contains(&source)
        {
            found.push(source);
            wanted.extend(source.requires);
        }
    }
    found.sort_by_key(|source| source.name);
    found
}

/// The `mod.rs` over the files, without documentation of the module itself.
pub fn mod_rs(sources: &[&Source]) -> String {
    let guard = |source: &Source| match source.feature {
        Some(feature) => format!("#[cfg(feature = \"{feature}\")]\n"),
        None => String::new(),
    };
    let module = |source: &&Source| {
        let visibility = if source.by_path { "pub(crate) " } else { "" };
        format!("{}{visibility}mod {};\n", guard(source), source.name)
    };
    let export = |source: &&Source| {
        let names = match source.exports {
            [name] => (*name).to_owned(),
            names => format!("{{{}}}", names.join(", ")),
        };
        format!("{}pub use {}::{names};\n", guard(source), source.name)
    };
    let modules: String = sources.iter().map(module).collect();
    let exports: String =
        sources.iter().filter(|source| !source.exports.is_empty()).map(export).collect();
    format!("{modules}\n{exports}")
}

/// The packages that the files depend on, by name, each with the features that any of them needs.
pub fn dependencies(sources: &[&Source]) -> Vec<(Dependency, Vec<&'static str>)> {
    let mut all: Vec<(Dependency, Vec<&'static str>)> = Vec::new();
    for dependency in sources.iter().flat_map(|source| source.dependencies) {
        let known = all.iter_mut().find(|(known, _)| known.name == dependency.name);
        let Some((_, features)) = known else {
            all.push((*dependency, dependency.features.to_vec()));
            continue;
        };
        features.extend(dependency.features);
        features.sort_unstable();
        features.dedup();
    }
    all.sort_by_key(|(dependency, _)| dependency.name);
    all
}
