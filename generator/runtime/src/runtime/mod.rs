//! The support code, put together as in a generated crate that uses all of it. In: the files beside this one. Out:
//! their public names. This file is not copied: each generated crate has one with what it uses.

mod any_error;
mod api;
mod auth;
mod base64_text;
mod base64_url;
#[cfg(feature = "blocking")]
mod blocking;
mod builder;
mod call;
mod charset;
mod client;
mod content;
mod corrected;
mod credential;
mod decimal;
mod decode;
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod documented;
mod encode;
mod end;
mod error;
mod error_body;
mod events;
mod events_or_lines;
mod exact;
mod execute;
mod fault;
mod form;
mod formatted;
mod formatted_address;
mod formatted_by_time;
mod formatted_chrono;
mod formatted_decimal;
mod formatted_duration;
mod formatted_local;
mod formatted_number;
mod formatted_time;
mod formatted_uuid;
mod gate;
mod http_date;
mod idempotency;
mod integral;
mod into_list;
mod into_list_option;
mod into_map;
mod into_nullable;
mod into_option;
mod json_tree;
mod json_values;
mod lenient;
mod lines;
mod link;
mod masked;
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod members;
mod middleware;
mod milliseconds;
mod missing;
#[cfg(feature = "mock")]
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod mock;
#[cfg(feature = "mock")]
mod mock_body;
#[cfg(feature = "mock")]
#[allow(dead_code, reason = "for generated code")]
mod mock_xml;
mod multipart;
mod multipart_forms;
mod multipart_headers;
mod multipart_items;
mod multipart_nested;
mod multipart_styles;
mod nullable;
mod nullable_formatted;
#[cfg(feature = "oauth2")]
mod oauth2;
#[cfg(feature = "oauth2")]
mod oauth2_password;
#[allow(unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod object;
// Only generated code calls the macro, and what it expands to.
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod open_enum;
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod open_union;
mod operation;
mod or;
mod pages;
mod paging;
mod params;
mod params_optional;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod pattern;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod payload;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod payload_form;
pub(crate) mod payload_form_styles;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod payload_xml;
mod plain_numbers;
mod poll;
mod raw;
mod read;
mod read_only;
mod reading;
#[cfg(feature = "mock")]
#[allow(dead_code, reason = "for generated code")]
mod received;
#[cfg(feature = "mock")]
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod received_xml;
mod records;
mod request;
mod response;
mod response_headers;
mod retry;
pub(crate) mod rule;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod rules;
mod seconds;
mod secret;
mod server;
mod server_words;
mod stream;
#[cfg(feature = "blocking")]
mod stream_blocking;
mod stream_body;
mod style;
mod style_path;
mod tell;
mod time;
mod time_of_day;
mod token;
#[cfg(feature = "tracing")]
mod trace;
mod transport_error;
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod union;
mod unix_time;
pub(crate) mod unknown;
mod unknown_payload;
mod upload;
mod upload_body;
mod upload_file;
mod value;
#[allow(dead_code, unused_imports, unused_macros, reason = "for generated code")]
pub(crate) mod value_enum;
#[allow(dead_code, reason = "for generated code")]
pub(crate) mod when;
pub(crate) mod xml;
mod xml_body;
#[allow(dead_code, reason = "for generated code")]
mod xml_read;
#[allow(dead_code, reason = "for generated code")]
mod xml_write;

pub use any_error::AnyError;
pub use api::{Api, Info, Scheme, SchemeKind, Server, Variable};
pub use base64_text::Base64;
pub use base64_url::Base64Url;
#[cfg(feature = "blocking")]
pub use blocking::Blocking;
pub use builder::{BuildError, Builder};
pub use call::{Call, CallFuture, CallWithResponse, CallWithResponseFuture};
pub use client::{Async, Client};
pub use corrected::Decoded;
pub use credential::Credential;
pub use decimal::{Decimal, NotADecimal};
pub use decode::DecodeError;
pub use error::{DecodeFailure, Error, ErrorResponse, IncompleteResponse, RequestError};
pub use error_body::ErrorBody;
pub use events::{Event, Events};
pub use events_or_lines::{EventOrLine, EventsOrLines};
pub use exact::Exact;
pub use form::Form;
pub use formatted::{Format, Formatted};
pub use http_date::HttpDate;
pub use into_list::IntoList;
pub use into_list_option::IntoListOption;
pub use into_map::{IntoMap, IntoMapOption};
pub use into_nullable::IntoNullable;
pub use into_option::IntoOption;
pub use json_values::JsonValues;
pub use lines::JsonLines;
pub use middleware::{Attempt, Finished, Middleware};
pub use milliseconds::Milliseconds;
#[cfg(feature = "mock")]
pub use mock::{Mock, MockServer, Mocked, Reply, With};
pub use multipart::{File, Multipart};
pub use nullable::Nullable;
#[cfg(feature = "oauth2")]
pub use oauth2::{ClientCredentials, RefreshTokens};
#[cfg(feature = "oauth2")]
pub use oauth2_password::PasswordTokens;
pub use operation::Operation;
pub use or::Or;
pub use pages::{Items, Pages};
pub use paging::{Next, Paginated, Paging};
pub use poll::{FinalState, LongRunning, Poll, PollError};
pub use raw::{Raw, WithoutBody};
pub use reading::{Correction, Reading};
#[cfg(feature = "mock")]
pub use received::Received;
pub use records::Records;
pub use request::Request;
pub use response::Response;
pub use response_headers::HeaderForm;
pub use retry::{Repeat, Retry};
pub use rules::{Violation, Violations};
pub use seconds::Seconds;
pub use secret::Secret;
pub use stream::{Chunks, Frames, Resume, StreamError, Streamed, Streaming, Undecoded};
pub use style::{Encoding, Style};
pub use time::{BoxError, BoxFuture, MaybeSend, Timer};
pub use time_of_day::TimeOfDay;
pub use token::{AccessToken, TokenError, TokenProvider};
pub use transport_error::TransportError;
pub use unix_time::UnixTime;
pub use unknown_payload::UnknownPayload;
pub use upload::Upload;
