//! Parameters (OpenAPI 3.0.4, section 4.7.12).

use indexmap::IndexMap;
use openapiv3::{ParameterData, ParameterSchemaOrContent, PathItem, ReferenceOr};

use super::context::{Context, Hint};
use super::names::{self, Scope};
use super::renames::Kind;
use super::{body, docs, media, nesting, path, schema, style};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Docs, FieldEncoding, Location, Parameter, Presence, Scalar, Style, TypeKind, TypeRef,
};
use crate::markdown;
use crate::normalize::carrier;
use crate::suggest;

/// The parameters that an operation is called with: its own, and those of its path that it does not override. What goes to
/// one of the places of `credentials` is given to the builder.
pub(super) fn all<'d>(
    context: &mut Context<'_>,
    item: &'d PathItem,
    operation: &'d openapiv3::Operation,
    path: &str,
    credentials: &[(Location, String)],
) -> Vec<&'d openapiv3::Parameter> {
    let own = operation.parameters.iter().filter_map(ReferenceOr::as_item);
    let own: Vec<&openapiv3::Parameter> = own.collect();
    let inherited = item
        .parameters
        .iter()
        .filter_map(ReferenceOr::as_item)
        .filter(|parameter| !own.iter().any(|own| identity(own) == identity(parameter)));
    // Two of one name and place would be one on the wire; the last counts.
    let mut all = dedup(inherited.chain(own.iter().copied()).collect());
    // Path parameters are in the order of the path.
    all.sort_by_key(|parameter| match parameter {
        openapiv3::Parameter::Path { parameter_data, .. } => {
            path.find(&format!("{{{}}}", parameter_data.name)).unwrap_or(usize::MAX - 1)
        }
        _ => usize::MAX,
    });
    all.retain(|parameter| is_in_path(context, parameter, path));
    all.retain(|parameter| !is_credential(context, parameter, credentials));
    all.retain(|parameter| !is_ignored(context, parameter));
    all
}

/// The places that every call sets; a header's name is in lower case.
pub(super) fn required_places(described: &[&openapiv3::Parameter]) -> Vec<(Location, String)> {
    let required = described.iter().filter(|it| it.parameter_data_ref().required);
    let place = |(location, name): (Location, &str)| match location {
        Location::Header => (location, name.to_ascii_lowercase()),
        _ => (location, name.to_owned()),
    };
    required.map(|parameter| place(identity(parameter))).collect()
}

/// Lowers those parameters, and those that only the path names.
pub(super) fn lower_all(
    context: &mut Context<'_>,
    operation: &openapiv3::Operation,
    described: &[&openapiv3::Parameter],
    path: &str,
    hint: &Hint,
    scope: &mut Scope,
) -> Vec<Parameter> {
    let described = described.iter();
    let mut lowered: Vec<Parameter> =
        described.map(|parameter| lower(context, parameter, hint, scope)).collect();
    let mut undescribed = undescribed(context, path, operation, &lowered, scope);
    undescribed.append(&mut lowered);
    undescribed
}

/// Headers that the specification has elsewhere: as parameters they "SHALL be ignored" (4.7.12.2.1).
const IGNORED_HEADERS: [&str; 3] = ["accept", "content-type", "authorization"];

/// Whether the parameter is a header that the client sends by itself.
fn is_ignored(context: &mut Context<'_>, parameter: &openapiv3::Parameter) -> bool {
    let (location, name) = identity(parameter);
    let extensions = &parameter.parameter_data_ref().extensions;
    let is_ignored = location == Location::Header
        && IGNORED_HEADERS.iter().any(|ignored| ignored.eq_ignore_ascii_case(name))
        && !carrier::flag(extensions, carrier::OWN_HEADER);
    if is_ignored {
        context.not_generated(
            extensions,
            &format!(
                "`{name}` is not a parameter by the specification; the client sets it by itself"
            ),
            "remove the parameter; `content` and `security` describe it",
        );
    }
    is_ignored
}

/// Whether the parameter is one of the credentials, which the client sends by itself.
fn is_credential(
    context: &mut Context<'_>,
    parameter: &openapiv3::Parameter,
    credentials: &[(Location, String)],
) -> bool {
    let (location, name) = identity(parameter);
    let is_credential = credentials.iter().any(|(place, key)| {
        *place == location
            && (key == name || location == Location::Header && key.eq_ignore_ascii_case(name))
    });
    if is_credential {
        context.not_generated(&parameter.parameter_data_ref().extensions,
            &format!(
                "`{name}` is also a credential of `security`; the client takes it once, as a credential"
            ),
            "remove the parameter; `security` describes it",
        );
    }
    is_credential
}

fn identity(parameter: &openapiv3::Parameter) -> (Location, &str) {
    (location(parameter), parameter.parameter_data_ref().name.as_str())
}

/// Of two with one name and place, the last one takes the place of the first.
fn dedup(parameters: Vec<&openapiv3::Parameter>) -> Vec<&openapiv3::Parameter> {
    let kept: IndexMap<_, _> = parameters.into_iter().map(|it| (identity(it), it)).collect();
    kept.into_values().collect()
}

fn location(parameter: &openapiv3::Parameter) -> Location {
    match parameter {
        openapiv3::Parameter::Path { .. } => Location::Path,
        openapiv3::Parameter::Query { parameter_data, .. } => {
            let is_whole = carrier::flag(&parameter_data.extensions, carrier::QUERYSTRING);
            if is_whole { Location::Querystring } else { Location::Query }
        }
        openapiv3::Parameter::Header { .. } => Location::Header,
        openapiv3::Parameter::Cookie { .. } => Location::Cookie,
    }
}

fn lower(
    context: &mut Context<'_>,
    parameter: &openapiv3::Parameter,
    hint: &Hint,
    scope: &mut Scope,
) -> Parameter {
    let data = parameter.parameter_data_ref();
    let location = location(parameter);
    let (schema, written) = value_schema(context, data, location);
    let constant = constant(context, parameter, &schema).filter(|_| written.is_none());
    let usage = match &constant {
        // What an inline schema allows alone needs no type.
        Some((_, scalar)) if schema.as_item().is_some() => {
            schema::Use { ty: TypeRef::Scalar(*scalar), nullable: false }
        }
        _ => schema::lower(
            context,
            &schema,
            &hint.part(&data.name).role(format!("The parameter {}.", markdown::code(&data.name))),
        ),
    };
    let (style, allow_reserved) =
        written.map_or_else(|| style::of(parameter), |style| (style, false));
    let constant = constant.map(|(text, _)| text);
    let style = style::delimited(&data.extensions).unwrap_or(style);
    let explode =
        data.explode.unwrap_or(matches!(style, Style::Form | Style::Cookie | Style::Written));
    let explode = explode && style != Style::Json;
    let span = context.span(&data.extensions);
    if location != Location::Querystring {
        nesting::report(context, span, &data.name, (style, explode), &usage.ty);
    }
    report_empty(context, parameter, &usage.ty);
    let suffix = match location {
        Location::Path => "path",
        Location::Query | Location::Querystring => "query",
        Location::Header => "header",
        Location::Cookie => "cookie",
        Location::Body | Location::PartHeader => "field",
    };
    let renamed = context.renames.of(Kind::Parameter, span, &data.name);
    let given = renamed.as_deref().or_else(|| names::given(&data.extensions));
    Parameter {
        name: scope.field(given.unwrap_or(&data.name), &[suffix, "param"]),
        wire: data.name.clone(),
        location,
        style,
        explode,
        allow_reserved,
        encodings: encodings_of_query(context, data, location, style),
        pointer: None,
        // Open as in models: what a response gave as an id is an argument as it came.
        ty: usage.ty,
        // A parameter has no `null`: one that may be null may as well be missing.
        presence: if data.required && !usage.nullable && constant.is_none() {
            Presence::Required
        } else {
            Presence::Optional
        },
        docs: described(context, parameter, &schema, constant.as_deref()),
        constant,
        may_be_empty: location == Location::Path && schema::lists_empty(context, &schema),
        example: example(context, data, &schema),
    }
}

/// The only value that a required parameter may have, which a caller need not set.
fn constant(
    context: &mut Context<'_>,
    parameter: &openapiv3::Parameter,
    schema: &ReferenceOr<openapiv3::Schema>,
) -> Option<(String, Scalar)> {
    let data = parameter.parameter_data_ref();
    if !data.required || location(parameter) == Location::Querystring {
        return None;
    }
    schema::only(&*schema::merged(context, schema)?)
}

/// How the properties of a query that is a form are written, where that is not as usual.
fn encodings_of_query(
    context: &mut Context<'_>,
    data: &ParameterData,
    location: Location,
    style: Style,
) -> Vec<FieldEncoding> {
    match &data.format {
        ParameterSchemaOrContent::Content(content)
            if location == Location::Querystring && style == Style::Form =>
        {
            content.values().next().map(|media| body::encodings(context, media)).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// The docs of a parameter and of its schema, with examples.
fn described(
    context: &Context<'_>,
    parameter: &openapiv3::Parameter,
    schema: &ReferenceOr<openapiv3::Schema>,
    constant: Option<&str>,
) -> Docs {
    let data = parameter.parameter_data_ref();
    let mut docs = schema::docs_of_use(
        context,
        schema,
        &data.name,
        data.description.as_deref(),
        data.deprecated.unwrap_or_default(),
    );
    let may_be_empty =
        matches!(parameter, openapiv3::Parameter::Query { allow_empty_value: Some(true), .. });
    let media = match &data.format {
        ParameterSchemaOrContent::Content(content) => content.values().next(),
        ParameterSchemaOrContent::Schema(_) => None,
    };
    let always = constant.map(|text| format!("Always {}.", docs::code(&text.into())));
    let more = [
        always.filter(|always| !docs.text.contains(always)),
        may_be_empty.then(|| String::from("May be empty.")),
        docs::examples_of(data.example.as_ref(), &data.examples),
        media.and_then(|media| docs::examples_of(media.example.as_ref(), &media.examples)),
    ];
    let more: Vec<Option<&str>> = more.iter().map(Option::as_deref).collect();
    let more = docs::docs(&more, false).text;
    if !more.is_empty() && !docs.text.contains(&more) {
        if !docs.text.is_empty() {
            docs.text.push_str("\n\n");
        }
        docs.text.push_str(&more);
    }
    docs
}

/// An example of the parameter or its schema that is a string.
fn example(
    context: &Context<'_>,
    data: &ParameterData,
    schema: &ReferenceOr<openapiv3::Schema>,
) -> Option<String> {
    let of_schema = context.follow(schema).and_then(|schema| schema.schema_data.example.as_ref());
    data.example.as_ref().or(of_schema)?.as_str().map(str::to_owned)
}

/// Reports an `allowEmptyValue` (4.7.12.2.1) of anything but a string: only a string can be empty.
fn report_empty(context: &mut Context<'_>, parameter: &openapiv3::Parameter, ty: &TypeRef) {
    let openapiv3::Parameter::Query { parameter_data, allow_empty_value: Some(true), .. } =
        parameter
    else {
        return;
    };
    let is_text = match ty {
        TypeRef::Scalar(scalar) => *scalar == Scalar::String,
        TypeRef::Named(id) => matches!(
            context.get(context.defined(*id)).map(|ty| &ty.kind),
            Some(TypeKind::OpenEnum(_) | TypeKind::Alias(TypeRef::Scalar(Scalar::String)))
        ),
        _ => false,
    };
    if !is_text {
        context.not_generated(
            &parameter_data.extensions,
            &format!(
                "`{}` cannot be empty, since its type has no empty value",
                parameter_data.name
            ),
            "describe it as a string, if the server accepts an empty value",
        );
    }
}

/// The schema of the value, and its encoding if there is no style.
fn value_schema(
    context: &mut Context<'_>,
    data: &ParameterData,
    location: Location,
) -> (ReferenceOr<openapiv3::Schema>, Option<Style>) {
    match &data.format {
        ParameterSchemaOrContent::Schema(schema) => (schema.clone(), None),
        ParameterSchemaOrContent::Content(content) => {
            let (media_type, content) = match content.first() {
                Some((media_type, content)) => (media_type.as_str(), Some(content)),
                None => ("", None),
            };
            let is_json = media::is_json(media_type);
            let is_form = location == Location::Querystring
                && media::essence(media_type) == "application/x-www-form-urlencoded";
            if !is_json && !is_form && !media_type.starts_with("text/") {
                context.not_generated(
                    &data.extensions,
                    &format!(
                        "the parameter `{}` is a string that the caller has to encode as `{media_type}`",
                        data.name
                    ),
                    "describe it as application/json, or by `schema`",
                );
            }
            let is_typed = is_json || is_form;
            let schema = content.filter(|_| is_typed).and_then(|content| content.schema.clone());
            let style = match (is_json, is_form) {
                (true, _) => Some(Style::Json),
                (_, true) => Some(Style::Form),
                _ if location == Location::Querystring => Some(Style::Simple),
                _ => None,
            };
            (schema.unwrap_or_else(text_schema), style)
        }
    }
}

fn text_schema() -> ReferenceOr<openapiv3::Schema> {
    ReferenceOr::Item(openapiv3::Schema {
        schema_data: openapiv3::SchemaData::default(),
        schema_kind: openapiv3::SchemaKind::Any(openapiv3::AnySchema {
            typ: Some(String::from("string")),
            ..Default::default()
        }),
    })
}

/// A path parameter for each name in the path's braces that has none.
fn undescribed(
    context: &mut Context<'_>,
    path: &str,
    operation: &openapiv3::Operation,
    parameters: &[Parameter],
    scope: &mut Scope,
) -> Vec<Parameter> {
    let mut added: Vec<Parameter> = Vec::new();
    for name in path::names(path) {
        let is_known =
            |parameter: &Parameter| parameter.location == Location::Path && parameter.wire == name;
        if parameters.iter().chain(&added).any(is_known) {
            continue;
        }
        let span = context.span(&operation.extensions);
        context.report(
            Diagnostic::warning(
                Code::MissingKey,
                span,
                format!("the path has `{{{name}}}`, but no path parameter has that name; it is a string parameter"),
            )
            .help(format!("add a parameter `{name}` with `in: path`")),
        );
        added.push(Parameter {
            name: scope.field(name, &["path", "param"]),
            wire: name.to_owned(),
            location: Location::Path,
            style: Style::Simple,
            explode: false,
            allow_reserved: false,
            encodings: Vec::new(),
            pointer: None,
            ty: TypeRef::Scalar(Scalar::String),
            presence: Presence::Required,
            constant: None,
            may_be_empty: false,
            docs: Docs::default(),
            example: None,
        });
    }
    added
}

/// Whether a path parameter has a place in the path; one without is reported.
fn is_in_path(context: &mut Context<'_>, parameter: &openapiv3::Parameter, path: &str) -> bool {
    let data = parameter.parameter_data_ref();
    let is_there =
        location(parameter) != Location::Path || path::names(path).any(|name| name == data.name);
    if !is_there {
        context.not_generated(
            &data.extensions,
            &format!("the path has no `{{{}}}`; the parameter is ignored", data.name),
            &suggest::did_you_mean(
                &data.name,
                path::names(path),
                &format!("write `{{{}}}` in the path, or remove the parameter", data.name),
            ),
        );
    }
    is_there
}
