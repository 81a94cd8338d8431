//! The packages that support files use. In: nothing. Out: what the source of a file cannot tell: versions, and the
//! required features and targets.

/// A package, which a file depends on if it mentions it.
pub(crate) struct Package {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) default_features: bool,
    /// The features that every file wants.
    pub(crate) features: &'static [&'static str],
    /// The features that only some files want.
    pub(crate) extras: &'static [Extra],
    /// The target that it is for, as Cargo writes it; `None` for all.
    pub(crate) target: Option<&'static str>,
    /// What a file mentions, if not the package's name with `::`.
    pub(crate) mention: Option<&'static str>,
}

/// Features that a file wants if it mentions what they are for.
pub(crate) struct Extra {
    pub(crate) mention: &'static str,
    pub(crate) features: &'static [&'static str],
    /// The target on which they are needed; `None` for all.
    pub(crate) target: Option<&'static str>,
}

/// Browsers, where the standard library has neither clock nor timers, nor anything random.
const WASM: Option<&str> = Some("cfg(target_arch = \"wasm32\")");

const fn package(name: &'static str, version: &'static str) -> Package {
    Package {
        name,
        version,
        default_features: true,
        features: &[],
        extras: &[],
        target: None,
        mention: None,
    }
}

const fn extra(mention: &'static str, features: &'static [&'static str]) -> Extra {
    Extra { mention, features, target: None }
}

/// A package without its default features, but with these.
const fn only(
    name: &'static str,
    version: &'static str,
    features: &'static [&'static str],
) -> Package {
    Package { default_features: false, features, ..package(name, version) }
}

/// All packages, by name.
pub(crate) const PACKAGES: &[Package] = &[
    package("base64", "0.23.1"),
    package("bytes", "1.10"),
    only("chrono", "0.4.38", &["std"]),
    only("encoding_rs", "0.8.35", &["alloc"]),
    package("fastrand", "2.3"),
    package("form_urlencoded", "1.2.1"),
    package("futures-core", "0.3.31"),
    Package { features: &["futures"], target: WASM, ..package("gloo-timers", "0.4") },
    package("http", "1.2"),
    package("http-body", "1.0.1"),
    package("http-body-util", "0.1.2"),
    package("httpdate", "1.0.3"),
    Package { features: &["http1", "server"], ..package("hyper", "1.6") },
    Package { features: &["tokio"], ..package("hyper-util", "0.1.12") },
    only("jiff", "1", &["std"]),
    Package { target: WASM, ..package("js-sys", "0.3.91") },
    package("percent-encoding", "2.3.1"),
    only("regex", "1.11.1", &["std", "unicode"]),
    Package {
        extras: &[Extra { target: WASM, ..extra("bytes_stream", &["stream"]) }],
        ..only("reqwest", "0.13.5", &["http2", "system-proxy"])
    },
    package("roxmltree", "0.21"),
    package("secrecy", "0.10.3"),
    package("serde", "1.0.225"),
    Package {
        // Without it, one float in five is another number after it was read and written.
        features: &["float_roundtrip"],
        extras: &[extra("RawValue", &["raw_value"])],
        ..package("serde_json", "1.0.140")
    },
    Package {
        // Modules of other crates, and of the support code, have that name, too.
        mention: Some("::time::"),
        ..only("time", "0.3.36", &["formatting", "parsing", "std"])
    },
    Package {
        extras: &[
            // The runtime waits for sockets, whoever opens them.
            extra("tokio::runtime", &["net", "rt-multi-thread"]),
            extra("tokio::sync", &["sync"]),
            extra("tokio::task", &["rt"]),
            extra("tokio::time", &["time"]),
        ],
        ..package("tokio", "1.44")
    },
    Package { features: &["io"], ..package("tokio-util", "0.7.13") },
    only("tracing", "0.1.41", &["std"]),
    Package {
        extras: &[
            // Errors of parsing.
            extra("Format", &["std"]),
            extra("Uuid::new_v4", &["v4"]),
            Extra { target: WASM, ..extra("Uuid::new_v4", &["js"]) },
        ],
        ..only("uuid", "1.13", &[])
    },
];
