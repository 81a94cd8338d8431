//! How to send files and large bodies, for the README and the docs of the crate. In: the operations. Out: text, and
//! code that compiles.

use super::runtime::Uses;
use super::{features, sample};
use crate::ir::{Api, Argument, BodyKind, Operation, Scalar, TypeKind, TypeRef};

const FILES: &str = "\
A file in a multipart body is a `File`, such as `File::new(\"photo.jpg\", bytes)`.
It has a name, an optional media type, and bytes, a string or an `Upload`, which is read while it is sent.
";

const BODIES: &str = "\
A binary body is bytes, a string or an `Upload`, which is read while it is sent.
";

const UPLOADS: &str = "\
An `Upload` is made from a path, a stream or a reader (`from_path`, `stream`, `async_reader`, `reader`), or from a function that returns a stream for each attempt (`from_fn`).
`length` sets the length of a stream.
";

/// The code of a file, with all of its settings.
const FILE: &str =
    "File::new(\"photo.jpg\", Upload::from_path(\"photo.jpg\")).with_content_type(\"image/jpeg\")";

/// The code of a body.
const BODY: &str = "Upload::from_path(\"photo.jpg\")";

/// The section of the README; empty if nothing is uploaded.
pub(super) fn readme(api: &Api) -> String {
    section(api).map_or_else(String::new, |Section { text, code, .. }| {
        format!("## Uploads\n\n{text}{UPLOADS}\n```rust\n{code}```\n\n")
    })
}

/// The section of the docs of the crate; empty if nothing is uploaded.
pub(super) fn docs(api: &Api) -> String {
    section(api).map_or_else(String::new, |Section { text, code, condition }| {
        let lib = api.package.lib_name();
        let text = format!("{text}{UPLOADS}")
            .replace("`File`", "[`File`](runtime::File)")
            .replace("`Upload`", "[`Upload`](runtime::Upload)");
        format!(
            "\n# Uploads\n\n{text}\n```no_run\n{condition}\
             # async fn example(client: {lib}::Client) -> Result<(), Box<dyn std::error::Error>> {{\n\
             {code}# Ok(())\n# }}\n```\n"
        )
    })
}

struct Section {
    text: &'static str,
    code: String,
    /// The hidden line with the `cfg` attribute of the operation; empty if it has none.
    condition: String,
}

/// The text on files, or in a crate without files on bodies.
fn section(api: &Api) -> Option<Section> {
    let bodies = || api.operations.iter().flat_map(|operation| &operation.body);
    let (text, names, value, uploaded): (_, _, _, Uploaded) =
        if Uses::of(api).scalars.contains(&Scalar::File) {
            (FILES, "{File, Upload}", FILE, file)
        } else if bodies().any(|body| body.kind == BodyKind::Bytes) {
            (BODIES, "Upload", BODY, body)
        } else {
            return None;
        };
    let lib = api.package.lib_name();
    let mut code = format!("use {lib}::runtime::{names};\n\nlet photo = {value};\n");
    let mut condition = String::new();
    if let Some((operation, call)) = call(api, uploaded) {
        code.push_str(&format!("{call}.await?;\n"));
        let group = api.features.group(operation.group).map(features::condition);
        condition.extend(group.map(|group| format!("# {group}\n")));
    }
    Some(Section { text, code, condition })
}

/// The value for an argument that is uploaded.
type Uploaded = fn(&Operation, &Argument) -> Option<&'static str>;

/// The first call that takes the `uploaded` value, as an argument or else as an option, and otherwise only plain
/// values.
fn call(api: &Api, uploaded: Uploaded) -> Option<(&Operation, String)> {
    api.operations.iter().find_map(|operation| {
        let uploaded = |argument: &Argument| uploaded(operation, argument);
        let is_argument = operation.arguments.iter().any(|it| uploaded(it).is_some());
        let setter = match operation.options.iter().find_map(|it| Some((it, uploaded(it)?))) {
            _ if is_argument => String::new(),
            Some((Argument::Parameter(index), value)) => {
                format!(".{}({value})", operation.parameters.get(*index)?.name)
            }
            Some((_, value)) => format!(".body({value})"),
            None => return None,
        };
        let known = |it: &Argument| uploaded(it).map(str::to_owned).or(variant(api, operation, it));
        let arguments = cloned(sample::arguments(api, operation, known)?);
        let call = format!("client.{}({}){setter}", operation.name, arguments.join(", "));
        Some((operation, call))
    })
}

/// The arguments, with the upload cloned for all of them but the last.
fn cloned(mut arguments: Vec<String>) -> Vec<String> {
    let is_uploaded = |argument: &&mut String| ["photo", "[photo]"].contains(&argument.as_str());
    for argument in arguments.iter_mut().filter(is_uploaded).rev().skip(1) {
        *argument = argument.replace("photo", "photo.clone()");
    }
    arguments
}

/// The string for a value of an enum, the first one that is a short line, as an example.
fn variant(api: &Api, operation: &Operation, argument: &Argument) -> Option<String> {
    let Argument::Parameter(index) = argument else { return None };
    let TypeRef::Named(id) = api.unaliased(&operation.parameters.get(*index)?.ty) else {
        return None;
    };
    match &api.get(*id)?.kind {
        TypeKind::OpenEnum(values) => {
            let value = values.variants.iter().map(|it| &it.value).find(|it| sample::is_short(it));
            value.map(|it| format!("{it:?}"))
        }
        _ => None,
    }
}

/// The value of an argument that is a file, or an array of them.
fn file(operation: &Operation, argument: &Argument) -> Option<&'static str> {
    let Argument::Parameter(index) = argument else { return None };
    match &operation.parameters.get(*index)?.ty {
        TypeRef::Scalar(Scalar::File) => Some("photo"),
        TypeRef::Vec(item) if **item == TypeRef::Scalar(Scalar::File) => Some("[photo]"),
        _ => None,
    }
}

/// The value of a binary body.
fn body(operation: &Operation, argument: &Argument) -> Option<&'static str> {
    let is_bytes = operation.body.as_ref().is_some_and(|body| body.kind == BodyKind::Bytes);
    (is_bytes && *argument == Argument::Body).then_some("photo")
}
