//! The source text of the support code. In: the names of what a generated crate uses. Out: the files that takes, what
//! each exports, and the packages they depend on.

use std::collections::{BTreeMap, BTreeSet};

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
    /// The feature of the generated crate that it belongs to, or that its features belong to where the package is
    /// always there; `None` for what is always there.
    pub feature: Option<&'static str>,
    /// The target that it is for, as Cargo writes it; `None` for all.
    pub target: Option<&'static str>,
}

impl Dependency {
    const fn new(name: &'static str, version: &'static str) -> Self {
        Self { name, version, default_features: true, features: &[], feature: None, target: None }
    }
}

/// Browsers, where the standard library has neither clock nor timers, nor anything random.
const WASM: Option<&str> = Some("cfg(target_arch = \"wasm32\")");

const BASE64: Dependency = Dependency::new("base64", "0.23");
const BYTES: Dependency = Dependency::new("bytes", "1");
const FASTRAND: Dependency = Dependency::new("fastrand", "2");
const FORM_URLENCODED: Dependency = Dependency::new("form_urlencoded", "1");
const FUTURES_CORE: Dependency = Dependency::new("futures-core", "0.3");
const GLOO_TIMERS: Dependency =
    Dependency { features: &["futures"], target: WASM, ..Dependency::new("gloo-timers", "0.4") };
const HTTP: Dependency = Dependency::new("http", "1");
const HTTP_BODY: Dependency = Dependency::new("http-body", "1");
const HTTPDATE: Dependency = Dependency::new("httpdate", "1");
const HTTP_BODY_UTIL: Dependency =
    Dependency { feature: Some("mock"), ..Dependency::new("http-body-util", "0.1") };
const HYPER: Dependency = Dependency {
    features: &["http1", "server"],
    feature: Some("mock"),
    ..Dependency::new("hyper", "1")
};
const HYPER_UTIL: Dependency = Dependency {
    features: &["tokio"],
    feature: Some("mock"),
    ..Dependency::new("hyper-util", "0.1")
};
const JIFF: Dependency =
    Dependency { default_features: false, features: &["std"], ..Dependency::new("jiff", "1") };
const JS_SYS: Dependency = Dependency { target: WASM, ..Dependency::new("js-sys", "0.3") };
const OAUTH2: Dependency = Dependency {
    default_features: false,
    feature: Some("oauth2"),
    ..Dependency::new("oauth2", "5")
};
const PERCENT_ENCODING: Dependency = Dependency::new("percent-encoding", "2");
const REGEX: Dependency = Dependency {
    default_features: false,
    features: &["std", "unicode"],
    ..Dependency::new("regex", "1")
};
const REQWEST: Dependency = Dependency {
    default_features: false,
    features: &["http2", "system-proxy"],
    ..Dependency::new("reqwest", "0.13")
};
const REQWEST_STREAM_JS: Dependency = Dependency { features: &["stream"], target: WASM, ..REQWEST };
const ROXMLTREE: Dependency = Dependency::new("roxmltree", "0.21");
const SECRECY: Dependency = Dependency::new("secrecy", "0.10");
const SERDE: Dependency = Dependency::new("serde", "1");
const SERDE_JSON: Dependency = Dependency::new("serde_json", "1");
const SERDE_JSON_RAW: Dependency = Dependency { features: &["raw_value"], ..SERDE_JSON };
const SERDE_PATH_TO_ERROR: Dependency = Dependency::new("serde_path_to_error", "0.1");
const TOKIO: Dependency = Dependency::new("tokio", "1");
const TOKIO_BLOCKING: Dependency =
    Dependency { features: &["net", "rt-multi-thread"], feature: Some("blocking"), ..TOKIO };
const TOKIO_MOCK: Dependency =
    Dependency { features: &["net", "rt-multi-thread"], feature: Some("mock"), ..TOKIO };
const TOKIO_RT: Dependency = Dependency { features: &["rt", "sync"], ..TOKIO };
const TOKIO_SYNC: Dependency = Dependency { features: &["sync"], ..TOKIO };
const TOKIO_TIME: Dependency = Dependency { features: &["time"], ..TOKIO };
const TOKIO_UTIL: Dependency =
    Dependency { features: &["io"], ..Dependency::new("tokio-util", "0.7") };
const TRACING: Dependency = Dependency {
    default_features: false,
    features: &["std"],
    feature: Some("tracing"),
    ..Dependency::new("tracing", "0.1")
};

const UUID: Dependency =
    Dependency { default_features: false, features: &["std"], ..Dependency::new("uuid", "1") };
const UUID_JS: Dependency = Dependency { features: &["js"], target: WASM, ..UUID };
const UUID_V4: Dependency = Dependency { features: &["v4"], ..UUID };

/// How connections are encrypted, which every generated crate leaves to its user.
const TLS: &[(&str, &str)] = &[("native-tls", "reqwest/native-tls"), ("rustls", "reqwest/rustls")];

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
        ..PLAIN
    },
    Source {
        name: "auth",
        text: include_str!("runtime/auth.rs"),
        requires: &["api", "encode", "time", "token"],
        exports: &["Credential"],
        dependencies: &[BASE64, HTTP, PERCENT_ENCODING, REQWEST, SECRECY],
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
        dependencies: &[HTTP, TOKIO_BLOCKING],
        ..PLAIN
    },
    Source {
        name: "builder",
        text: include_str!("runtime/builder.rs"),
        requires: &[
            "api",
            "auth",
            "client",
            "gate",
            "middleware",
            "request",
            "retry",
            "server",
            "time",
            "token",
        ],
        exports: &["BuildError", "Builder"],
        dependencies: &[HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "call",
        text: include_str!("runtime/call.rs"),
        requires: &["api", "client", "error", "execute", "request", "retry", "time"],
        exports: &["Call", "CallFuture", "CallWithResponse", "CallWithResponseFuture"],
        dependencies: &[HTTP],
        ..PLAIN
    },
    Source {
        name: "client",
        text: include_str!("runtime/client.rs"),
        requires: &["api", "auth", "call", "gate", "middleware", "retry", "time"],
        exports: &["Async", "Client"],
        dependencies: &[HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "content",
        text: include_str!("runtime/content.rs"),
        requires: &["decode", "request", "response"],
        dependencies: &[BYTES, HTTP, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "decode",
        text: include_str!("runtime/decode.rs"),
        requires: &["integral"],
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
        name: "events",
        text: include_str!("runtime/events.rs"),
        requires: &["decode", "stream"],
        exports: &["Event", "Events"],
        dependencies: &[BYTES, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "events_or_lines",
        text: include_str!("runtime/events_or_lines.rs"),
        requires: &["events", "lines", "stream"],
        exports: &["EventOrLine", "EventsOrLines"],
        dependencies: &[BYTES, SERDE],
        ..PLAIN
    },
    Source {
        name: "execute",
        text: include_str!("runtime/execute.rs"),
        requires: &[
            "auth",
            "client",
            "error",
            "gate",
            "middleware",
            "read",
            "request",
            "response",
            "retry",
            "time",
            "trace",
        ],
        dependencies: &[HTTP, REQWEST],
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
        name: "formatted",
        text: include_str!("runtime/formatted.rs"),
        exports: &["Format", "Formatted"],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "formatted_duration",
        text: include_str!("runtime/formatted_duration.rs"),
        requires: &["formatted"],
        dependencies: &[JIFF],
        ..PLAIN
    },
    Source {
        name: "formatted_time",
        text: include_str!("runtime/formatted_time.rs"),
        requires: &["formatted"],
        dependencies: &[JIFF],
        ..PLAIN
    },
    Source {
        name: "formatted_uuid",
        text: include_str!("runtime/formatted_uuid.rs"),
        requires: &["formatted"],
        dependencies: &[UUID],
        ..PLAIN
    },
    Source {
        name: "gate",
        text: include_str!("runtime/gate.rs"),
        requires: &["time"],
        dependencies: &[TOKIO_SYNC],
        ..PLAIN
    },
    Source {
        name: "idempotency",
        text: include_str!("runtime/idempotency.rs"),
        requires: &["request", "retry"],
        dependencies: &[HTTP, UUID_V4, UUID_JS],
        ..PLAIN
    },
    Source { name: "integral", text: include_str!("runtime/integral.rs"), ..PLAIN },
    Source {
        name: "into_list",
        text: include_str!("runtime/into_list.rs"),
        exports: &["IntoList"],
        ..PLAIN
    },
    Source {
        name: "lines",
        text: include_str!("runtime/lines.rs"),
        requires: &["decode", "stream"],
        exports: &["JsonLines"],
        dependencies: &[BYTES, SERDE],
        ..PLAIN
    },
    Source {
        name: "members",
        text: include_str!("runtime/members.rs"),
        requires: &["integral", "unknown", "when"],
        by_path: true,
        dependencies: &[SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "middleware",
        text: include_str!("runtime/middleware.rs"),
        requires: &["api", "error", "execute", "response", "time"],
        exports: &["Attempt", "Finished", "Middleware"],
        dependencies: &[REQWEST],
        ..PLAIN
    },
    Source {
        name: "mock",
        text: include_str!("runtime/mock.rs"),
        requires: &["api", "auth", "builder", "mock_body", "received"],
        exports: &["Mock", "MockServer", "Mocked", "Reply"],
        by_path: true,
        feature: Some("mock"),
        dependencies: &[
            BYTES,
            HTTP,
            HTTP_BODY_UTIL,
            HYPER,
            HYPER_UTIL,
            SERDE,
            SERDE_JSON,
            TOKIO_MOCK,
        ],
    },
    Source {
        name: "mock_body",
        text: include_str!("runtime/mock_body.rs"),
        feature: Some("mock"),
        dependencies: &[BYTES, HTTP, HYPER],
        ..PLAIN
    },
    Source {
        name: "mock_xml",
        text: include_str!("runtime/mock_xml.rs"),
        requires: &["mock", "value", "xml", "xml_write"],
        feature: Some("mock"),
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "multipart",
        text: include_str!("runtime/multipart.rs"),
        requires: &["request", "upload", "upload_body", "value"],
        exports: &["File", "Multipart"],
        dependencies: &[BYTES, FASTRAND, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "multipart_forms",
        text: include_str!("runtime/multipart_forms.rs"),
        requires: &["multipart", "style", "value"],
        exports: &[],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "multipart_headers",
        text: include_str!("runtime/multipart_headers.rs"),
        requires: &["multipart", "value"],
        exports: &[],
        dependencies: &[SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "multipart_items",
        text: include_str!("runtime/multipart_items.rs"),
        requires: &["multipart", "upload", "value"],
        exports: &[],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "multipart_nested",
        text: include_str!("runtime/multipart_nested.rs"),
        requires: &["multipart", "value"],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "multipart_styles",
        text: include_str!("runtime/multipart_styles.rs"),
        requires: &["multipart", "value"],
        exports: &[],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "nullable",
        text: include_str!("runtime/nullable.rs"),
        requires: &["object"],
        exports: &["Nullable"],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "nullable_formatted",
        text: include_str!("runtime/nullable_formatted.rs"),
        requires: &["formatted", "nullable"],
        ..PLAIN
    },
    Source {
        name: "oauth2",
        text: include_str!("runtime/oauth2.rs"),
        requires: &["error", "read", "time", "token"],
        exports: &["ClientCredentials", "RefreshTokens"],
        feature: Some("oauth2"),
        dependencies: &[OAUTH2, REQWEST],
        ..PLAIN
    },
    Source {
        name: "object",
        text: include_str!("runtime/object.rs"),
        requires: &["unknown"],
        by_path: true,
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
        name: "or",
        text: include_str!("runtime/or.rs"),
        exports: &["Or"],
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "pages",
        text: include_str!("runtime/pages.rs"),
        requires: &[
            "api", "blocking", "call", "client", "error", "execute", "paging", "request", "time",
        ],
        exports: &["Items", "Pages"],
        dependencies: &[FUTURES_CORE, REQWEST],
        ..PLAIN
    },
    Source {
        name: "paging",
        text: include_str!("runtime/paging.rs"),
        requires: &["api", "decode", "encode", "request", "response"],
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
        name: "pattern",
        text: include_str!("runtime/pattern.rs"),
        by_path: true,
        dependencies: &[REGEX],
        ..PLAIN
    },
    Source {
        name: "payload",
        text: include_str!("runtime/payload.rs"),
        requires: &["decode"],
        by_path: true,
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "payload_form",
        text: include_str!("runtime/payload_form.rs"),
        requires: &["decode", "value"],
        by_path: true,
        dependencies: &[FORM_URLENCODED, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "payload_form_styles",
        text: include_str!("runtime/payload_form_styles.rs"),
        requires: &["decode", "payload_form"],
        by_path: true,
        dependencies: &[FORM_URLENCODED, SERDE],
        ..PLAIN
    },
    Source {
        name: "payload_xml",
        text: include_str!("runtime/payload_xml.rs"),
        requires: &["decode", "xml", "xml_read"],
        by_path: true,
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "read",
        text: include_str!("runtime/read.rs"),
        requires: &["error", "response", "time"],
        dependencies: &[BYTES, HTTP, REQWEST],
        ..PLAIN
    },
    Source {
        name: "received",
        text: include_str!("runtime/received.rs"),
        requires: &["decode"],
        exports: &["Received"],
        feature: Some("mock"),
        dependencies: &[BYTES, HTTP, PERCENT_ENCODING, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "received_xml",
        text: include_str!("runtime/received_xml.rs"),
        requires: &["api", "decode", "received", "xml", "xml_read"],
        by_path: true,
        feature: Some("mock"),
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "records",
        text: include_str!("runtime/records.rs"),
        requires: &["request", "time", "upload", "upload_file"],
        exports: &["Records"],
        dependencies: &[BYTES, FUTURES_CORE, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "request",
        text: include_str!("runtime/request.rs"),
        requires: &["api", "auth", "error", "read", "retry", "time"],
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
        name: "retry",
        text: include_str!("runtime/retry.rs"),
        requires: &["error", "execute", "time"],
        exports: &["Repeat", "Retry"],
        dependencies: &[FASTRAND, HTTP, HTTPDATE],
        ..PLAIN
    },
    Source {
        name: "rules",
        text: include_str!("runtime/rules.rs"),
        requires: &["when"],
        exports: &["Violation", "Violations"],
        by_path: true,
        dependencies: &[SERDE, SERDE_JSON],
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
        name: "stream",
        text: include_str!("runtime/stream.rs"),
        requires: &[
            "api",
            "call",
            "client",
            "decode",
            "error",
            "execute",
            "request",
            "response",
            "retry",
            "stream_body",
            "time",
        ],
        exports: &[
            "Chunks",
            "Frames",
            "Resume",
            "StreamError",
            "Streamed",
            "Streaming",
            "Undecoded",
        ],
        dependencies: &[BYTES, FUTURES_CORE, HTTP],
        ..PLAIN
    },
    Source {
        name: "stream_blocking",
        text: include_str!("runtime/stream_blocking.rs"),
        requires: &["blocking", "call", "error", "stream"],
        feature: Some("blocking"),
        dependencies: &[TOKIO_BLOCKING],
        ..PLAIN
    },
    Source {
        name: "stream_body",
        text: include_str!("runtime/stream_body.rs"),
        requires: &["client", "error", "response", "time"],
        dependencies: &[BYTES, FUTURES_CORE, HTTP_BODY, REQWEST, REQWEST_STREAM_JS],
        ..PLAIN
    },
    Source {
        name: "style",
        text: include_str!("runtime/style.rs"),
        requires: &["encode", "request", "value"],
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
        name: "time",
        text: include_str!("runtime/time.rs"),
        exports: &["BoxError", "BoxFuture", "MaybeSend", "Timer"],
        dependencies: &[GLOO_TIMERS, JS_SYS, TOKIO_TIME],
        ..PLAIN
    },
    Source {
        name: "time_of_day",
        text: include_str!("runtime/time_of_day.rs"),
        requires: &["formatted"],
        exports: &["TimeOfDay"],
        dependencies: &[JIFF],
        ..PLAIN
    },
    Source {
        name: "token",
        text: include_str!("runtime/token.rs"),
        requires: &["api", "auth", "time"],
        exports: &["AccessToken", "TokenProvider"],
        dependencies: &[REQWEST, SECRECY, TOKIO_SYNC],
        ..PLAIN
    },
    Source {
        name: "trace",
        text: include_str!("runtime/trace.rs"),
        requires: &["api", "execute", "middleware"],
        feature: Some("tracing"),
        dependencies: &[TRACING],
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
        name: "unknown",
        text: include_str!("runtime/unknown.rs"),
        requires: &["object"],
        by_path: true,
        dependencies: &[SERDE],
        ..PLAIN
    },
    Source {
        name: "unknown_payload",
        text: include_str!("runtime/unknown_payload.rs"),
        requires: &["decode"],
        exports: &["UnknownPayload"],
        dependencies: &[BYTES, SERDE],
        ..PLAIN
    },
    Source {
        name: "upload",
        text: include_str!("runtime/upload.rs"),
        requires: &["request", "time", "upload_body"],
        exports: &["Upload"],
        dependencies: &[BYTES, FUTURES_CORE, TOKIO, TOKIO_UTIL],
        ..PLAIN
    },
    Source {
        name: "upload_body",
        text: include_str!("runtime/upload_body.rs"),
        requires: &["request", "time", "upload"],
        dependencies: &[BYTES, HTTP_BODY, REQWEST],
        ..PLAIN
    },
    Source {
        name: "upload_file",
        text: include_str!("runtime/upload_file.rs"),
        requires: &["time", "upload"],
        dependencies: &[BYTES, FUTURES_CORE, TOKIO_RT],
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
    Source {
        name: "when",
        text: include_str!("runtime/when.rs"),
        by_path: true,
        dependencies: &[SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "xml",
        text: include_str!("runtime/xml.rs"),
        requires: &["decode", "request", "response", "value", "xml_read", "xml_write"],
        by_path: true,
        dependencies: &[HTTP, SERDE],
        ..PLAIN
    },
    Source {
        name: "xml_read",
        text: include_str!("runtime/xml_read.rs"),
        requires: &["decode", "xml"],
        dependencies: &[ROXMLTREE, SERDE, SERDE_JSON],
        ..PLAIN
    },
    Source {
        name: "xml_write",
        text: include_str!("runtime/xml_write.rs"),
        requires: &["value", "xml"],
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
    // One a line, so that a new one is one line of a diff.
    let exports_of = |source: &&Source| -> String {
        let (guard, module) = (guard(source), source.name);
        source.exports.iter().map(|name| format!("{guard}pub use {module}::{name};\n")).collect()
    };
    let modules: String = sources.iter().map(module).collect();
    let exports: String = sources.iter().map(exports_of).collect();
    format!("{modules}\n{exports}")
}

/// The packages that the files depend on, by target and name, each with the features that are always on.
pub fn dependencies(sources: &[&Source]) -> Vec<(Dependency, Vec<&'static str>)> {
    let mut all: Vec<(Dependency, Vec<&'static str>)> = Vec::new();
    let mut listed: Vec<&Dependency> =
        sources.iter().flat_map(|source| source.dependencies).collect();
    // What is always there comes first, and is what a package is then.
    listed.sort_by_key(|dependency| (dependency.target, dependency.name, dependency.feature));
    for dependency in listed {
        let known = all
            .iter_mut()
            .find(|(known, _)| (known.name, known.target) == (dependency.name, dependency.target));
        match known {
            None => all.push((*dependency, dependency.features.to_vec())),
            Some((known, features)) if known.feature == dependency.feature => {
                features.extend(dependency.features);
                features.sort_unstable();
                features.dedup();
            }
            Some(_) => {}
        }
    }
    all
}

/// The features of a crate with these files, by name, each with what it enables.
pub fn features(sources: &[&Source]) -> Vec<(&'static str, Vec<String>)> {
    let packages = dependencies(sources);
    let mut all: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
    for dependency in sources.iter().flat_map(|source| source.dependencies) {
        let Some(feature) = dependency.feature else { continue };
        let is_always_there = packages
            .iter()
            .any(|(known, _)| known.name == dependency.name && known.feature.is_none());
        let name = dependency.name;
        let enabled = all.entry(feature).or_default();
        if is_always_there {
            enabled.extend(dependency.features.iter().map(|feature| format!("{name}/{feature}")));
        } else {
            enabled.insert(format!("dep:{name}"));
        }
    }
    if packages.iter().any(|(package, _)| package.name == "reqwest") {
        all.entry("default").or_default().insert(String::from("rustls"));
        for (feature, enabled) in TLS {
            all.entry(feature).or_default().insert((*enabled).to_owned());
        }
    }
    all.into_iter().map(|(name, enabled)| (name, enabled.into_iter().collect())).collect()
}
