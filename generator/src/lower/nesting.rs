//! What the styles of parameters do not define: nested arrays and objects (OpenAPI 3.0.4, section 4.7.12.4). In: a
//! parameter's type and style. Out: a diagnostic with what the client does instead.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::ir::{Style, TypeKind, TypeRef};

/// What a value is made of, as far as styles tell it apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Depth {
    Scalar,
    /// A list or an object of scalars.
    Flat(IsObject),
    Nested(IsObject),
}

type IsObject = bool;

/// Reports a value that the style does not define.
pub(super) fn report(
    context: &mut Context<'_>,
    span: Span,
    name: &str,
    (style, explode): (Style, bool),
    ty: &TypeRef,
) {
    let depth = depth(context, ty, 0);
    let choice = match (style, depth) {
        (Style::Json | Style::Usual, _) | (_, Depth::Scalar) => return,
        (Style::DeepObject, Depth::Flat(true)) => return,
        (Style::DeepObject, Depth::Flat(false)) => {
            "arrays in the style `deepObject`; the client puts the index of each item in brackets"
        }
        (Style::DeepObject, Depth::Nested(_)) => {
            "arrays and objects in a `deepObject`; the client adds more brackets"
        }
        (_, Depth::Flat(_)) => return,
        (_, Depth::Nested(true)) if explode => {
            "arrays and objects in an object; the client repeats the name for an array, and encodes an object as JSON"
        }
        (_, Depth::Nested(_)) => {
            "nested arrays and objects; the client encodes the inner ones as JSON"
        }
    };
    let message = format!("`{name}`: the specification does not define the encoding of {choice}");
    let diagnostic = Diagnostic::warning(Code::Undefined, span, message);
    context.report(
        diagnostic
            .help("describe it by `content` with application/json, if the server supports it"),
    );
}

/// How deep the values of a type are. What is not known to be deep is not.
fn depth(context: &Context<'_>, ty: &TypeRef, steps: usize) -> Depth {
    if steps > 8 {
        return Depth::Scalar;
    }
    let inner = |ty: &TypeRef| depth(context, ty, steps + 1);
    let holds = |is_object: bool, deepest: Depth| match deepest {
        Depth::Scalar => Depth::Flat(is_object),
        _ => Depth::Nested(is_object),
    };
    match ty {
        TypeRef::Scalar(_) | TypeRef::Formatted(_) | TypeRef::Custom(_) | TypeRef::Untyped(_) => {
            Depth::Scalar
        }
        TypeRef::Vec(item) => holds(false, inner(item)),
        TypeRef::Tuple(items) => {
            holds(false, items.iter().map(inner).max().unwrap_or(Depth::Scalar))
        }
        TypeRef::Map(value) => holds(true, inner(value)),
        TypeRef::Option(ty) | TypeRef::Boxed(ty) => inner(ty),
        TypeRef::Named(id) => match context.get(*id).map(|ty| &ty.kind) {
            Some(TypeKind::Struct(strukt)) => {
                let fields = strukt.fields.iter().map(|field| &field.ty);
                let additional = strukt.additional.iter().map(|additional| &additional.ty);
                let deepest = fields.chain(additional).map(inner).max();
                holds(true, deepest.unwrap_or(Depth::Scalar))
            }
            Some(TypeKind::Union(union)) => {
                let members = union.variants.iter().map(|variant| inner(&variant.ty));
                members.max().unwrap_or(Depth::Scalar)
            }
            Some(TypeKind::Alias(ty) | TypeKind::Newtype(ty)) => inner(ty),
            _ => Depth::Scalar,
        },
    }
}
