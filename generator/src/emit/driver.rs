//! The source of a program that calls every operation of the crate with given values.
//!
//! It is not part of the crate: the conformance run compiles it beside the crate, and records what arrives at a server.
//! All that it knows of operations and their arguments is in this module.

mod told;

use std::fmt::Write;

use proc_macro2::TokenStream;

use super::runtime::Uses;
use super::spread;
use super::types::{Place, Scope};
use crate::ir::{Api, Argument, BodyKind, Operation, Presence, Scalar, TypeRef};

/// The program without its operations.
const MAIN: &str = include_str!("driver/main.rs.txt");

/// How items are read, if the crate has responses that can be streamed.
const ITEMS: &str = include_str!("driver/items.rs.txt");

/// How the items of all pages are read, if the crate has paginated results.
const PAGES: &str = include_str!("driver/pages.rs.txt");

/// How a result is waited for, if the crate has long-running operations.
const RESULT: &str = include_str!("driver/result.rs.txt");

/// How files are read, if the crate has a type for them.
const FILES: &str = r#"
impl Values {
    #[allow(dead_code)]
    fn file(&self, place: &str, name: &str) -> Result<runtime::File, String> {
        self.bytes(place, name).map(|bytes| runtime::File::new("file.bin", bytes))
    }

    #[allow(dead_code)]
    fn files(&self, place: &str, name: &str) -> Result<Vec<runtime::File>, String> {
        files_of(&self.get(place, name)?)
    }

    #[allow(dead_code)]
    fn file_by_name(&self, place: &str, name: &str) -> Result<std::collections::BTreeMap<String, runtime::File>, String> {
        let object = self.get(place, name)?;
        let files = object.as_object().ok_or("files are no object")?.iter();
        files.map(|(name, file)| Ok((name.clone(), runtime::File::new("file.bin", bytes_of(file)?)))).collect()
    }

    #[allow(dead_code)]
    fn files_by_name(&self, place: &str, name: &str) -> Result<std::collections::BTreeMap<String, Vec<runtime::File>>, String> {
        let object = self.get(place, name)?;
        let files = object.as_object().ok_or("files are no object")?.iter();
        files.map(|(name, files)| Ok((name.clone(), files_of(files)?))).collect()
    }
}

#[allow(dead_code)]
fn files_of(files: &Value) -> Result<Vec<runtime::File>, String> {
    let files = files.as_array().ok_or("files are no list")?;
    files.iter().map(|file| bytes_of(file).map(|bytes| runtime::File::new("file.bin", bytes))).collect()
}
"#;

/// The program: its operations are in the order of [`crate::map`], and its input selects one by number.
pub(crate) fn text(api: &Api) -> String {
    let mut text = MAIN.replace("client_crate", &api.package.lib_name());
    if Uses::of(api).scalars.contains(&Scalar::File) {
        text.push_str(FILES);
    }
    if api.operations.iter().any(|operation| operation.stream.is_some()) {
        text.push_str(ITEMS);
    }
    if api.operations.iter().any(|operation| operation.pagination.is_some()) {
        text.push_str(PAGES);
    }
    if api.operations.iter().any(|operation| operation.long_running.is_some()) {
        text.push_str(RESULT);
    }
    text.push_str(&builder(api));
    let mut scope = Scope::new(api, Place::Client);
    let functions: Vec<String> = api
        .operations
        .iter()
        .enumerate()
        .map(|(number, operation)| function(&mut scope, number, operation))
        .collect();
    let imports: Vec<String> = scope.imports.blocks().collect();
    let own = format!("use {}::", api.package.lib_name());
    let imports = imports.join("\n").replace("use crate::", &own);
    // In a module of their own, the crate's names conflict with none but the prelude's, which they avoid.
    let _ = write!(text, "\nmod calls {{\n{imports}\n{}}}\n", functions.concat());
    text.push_str("\nconst OPERATIONS: &[Operation] = &[\n");
    for number in 0..api.operations.len() {
        let _ = writeln!(text, "    calls::operation_{number},");
    }
    text.push_str("];\n");
    text
}

/// Code of the crate, as written in a program outside of it.
fn outside(api: &Api, tokens: &TokenStream) -> String {
    format!(" {tokens}").replace(" crate ::", &format!(" {} ::", api.package.lib_name()))
}

/// The media type of the body that each operation sends.
pub(crate) fn media_types(api: &Api) -> Vec<Option<String>> {
    let bodies = api.operations.iter().map(|operation| operation.body.as_ref());
    bodies.map(|body| body.map(|body| body.media_type.clone())).collect()
}

/// Whether the body that each operation sends is XML that the crate writes.
pub(crate) fn writes_xml(api: &Api) -> Vec<bool> {
    let bodies = api.operations.iter().map(|operation| operation.body.as_ref());
    bodies.map(|body| body.is_some_and(|body| body.kind == BodyKind::Xml)).collect()
}

/// The media types of the responses that each operation reads item by item.
pub(crate) fn streamed(api: &Api) -> Vec<Vec<String>> {
    let streams = api.operations.iter().map(|operation| operation.stream.as_ref());
    streams
        .map(|stream| {
            let ways = stream.iter().flat_map(|stream| &stream.ways);
            ways.flat_map(|way| way.accept.iter().cloned()).collect()
        })
        .collect()
}

/// The value of every credential that the program sets.
pub(crate) const CREDENTIAL: &str = "dummy";

/// The builder of the client, with a credential for each scheme.
fn builder(api: &Api) -> String {
    let credentials: String = api
        .schemes
        .iter()
        .map(|scheme| {
            let text = format!("{CREDENTIAL:?}");
            let values = vec![text; scheme.credential.parameters.len()].join(", ");
            format!("\n        .{}({values})", scheme.credential.method)
        })
        .collect();
    format!(
        "\nfn builder(url: &str) -> client::Builder {{\n    \
         client::Client::builder()\n        .base_url(url){credentials}\n}}\n"
    )
}

/// The call of the operation: required values are arguments, the others are set if the case has them.
fn function(scope: &mut Scope<'_>, number: usize, operation: &Operation) -> String {
    let arguments: Vec<String> = operation
        .arguments
        .iter()
        .filter_map(|argument| {
            let value = value(scope, operation, argument)?;
            let Value { place, name, read, .. } = &value;
            Some(format!("values.{read}(\"{place}\", {name:?})?"))
        })
        .collect();
    let setters: String = operation
        .options
        .iter()
        .filter_map(|option| {
            let Value { place, name, read, setter } = value(scope, operation, option)?;
            Some(format!(
                "    if values.has(\"{place}\", {name:?}) {{\n        \
                 call = call.{setter}(values.{read}(\"{place}\", {name:?})?);\n    }}\n"
            ))
        })
        .collect();
    let mutable = if setters.is_empty() { "" } else { "mut " };
    let ways = ways(number, operation);
    let reads = !arguments.is_empty() || !setters.is_empty() || !ways.is_empty();
    let values = if reads { "values" } else { "_" };
    let (functions, output) = (told::functions(number, operation), told::output(operation));
    format!(
        "\npub fn operation_{number}(client: &super::client::Client, {values}: &super::Values) \
         -> Result<super::Answer, String> {{\n    \
         let {mutable}call = client.{}({});\n{setters}{ways}    \
         Ok(super::answer(call, {output}, error_{number}, headers_{number}))\n}}\n{functions}",
        operation.name,
        arguments.join(", ")
    )
}

/// What else the call can be read as than a whole, if the case asks for it.
fn ways(number: usize, operation: &Operation) -> String {
    let mut text = String::new();
    let mut way = |name: &str, function: &str, output: &str, most: &str| {
        let _ = write!(
            text,
            "    if values.asks_for(\"{name}\") {{\n        \
             return Ok(super::{function}(call, {output}, error_{number}, headers_{number}{most}));\n    }}\n"
        );
    };
    if let Some(item) = told::item(operation) {
        way("items", "items", &item, ", usize::MAX");
        way("first", "items", &item, ", 1");
    }
    if operation.pagination.is_some() {
        way("pages", "pages", "super::json", "");
    }
    if let Some(work) = &operation.long_running {
        way("result", "result", &told::result(work), "");
    }
    text
}

/// A value that a call takes: its place in the case, and how it is read.
struct Value {
    place: &'static str,
    /// The name on the wire; empty for the whole body.
    name: String,
    /// The reading function, with its type.
    read: String,
    setter: String,
}

fn value(scope: &mut Scope<'_>, operation: &Operation, argument: &Argument) -> Option<Value> {
    Some(match argument {
        Argument::Parameter(index) => {
            let parameter = operation.parameters.get(*index)?;
            let (place, name) = match &parameter.pointer {
                Some(pointer) => (AT, pointer.clone()),
                None => (parameter.location.as_str(), parameter.wire.clone()),
            };
            Value {
                place,
                name,
                read: read(scope, &parameter.ty, parameter.presence),
                setter: parameter.name.to_string(),
            }
        }
        Argument::BodyField(index) => {
            let field = spread::field(scope, operation, *index)?;
            Value {
                place: "body",
                name: field.wire.clone(),
                read: read(scope, &field.ty, field.presence),
                setter: field.name.to_string(),
            }
        }
        Argument::Body => {
            let body = operation.body.as_ref()?;
            let read = match body.kind {
                BodyKind::Text => String::from("text"),
                _ => read(scope, &body.ty, Presence::Required),
            };
            Value { place: "body", name: String::new(), read, setter: String::from("body") }
        }
    })
}

/// The place of a value whose name is a pointer into all values.
const AT: &str = "at";

/// The function that reads a value of the type; files and bytes are not JSON.
fn read(scope: &mut Scope<'_>, ty: &TypeRef, presence: Presence) -> String {
    match ty {
        TypeRef::Scalar(Scalar::File) => return String::from("file"),
        TypeRef::Scalar(Scalar::Bytes) => return String::from("bytes"),
        TypeRef::Vec(item) if **item == TypeRef::Scalar(Scalar::File) => {
            return String::from("files");
        }
        TypeRef::Map(item) if **item == TypeRef::Scalar(Scalar::File) => {
            return String::from("file_by_name");
        }
        TypeRef::Map(item) if **item == TypeRef::Vec(Box::new(TypeRef::Scalar(Scalar::File))) => {
            return String::from("files_by_name");
        }
        _ => {}
    }
    let ty = match presence {
        // Missing values are not set then.
        Presence::Required | Presence::Optional | Presence::OptionalAny => scope.of(ty),
        Presence::Nullable | Presence::OptionalNullable => scope.field(ty, presence),
    };
    format!("json::<{}>", outside(scope.api, &ty))
}
