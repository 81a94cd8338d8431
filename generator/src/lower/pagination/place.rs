//! Places in a page: from a string to the fields that lead to it.

use crate::ir::{Field, ItemStep, Type, TypeKind, TypeRef};
use crate::load::refs;

/// Names of properties, from the outside in.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Place(Vec<String>);

impl Place {
    /// `links.next`, or a JSON pointer such as `/links/next` for names that have dots.
    pub(super) fn parse(text: &str) -> Self {
        Self(match text.strip_prefix('/') {
            Some(pointer) => pointer.split('/').map(refs::unescape).collect(),
            None if text.is_empty() => Vec::new(),
            None => text.split('.').map(str::to_owned).collect(),
        })
    }

    /// A property of the page itself.
    pub(super) fn property(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    /// The JSON pointer (RFC 6901).
    pub(super) fn pointer(&self) -> String {
        self.0.iter().map(|name| format!("/{}", refs::escape(name))).collect()
    }
}

/// What the type is behind names and boxes.
pub(super) fn resolve<'t>(types: &'t [Type], mut ty: &'t TypeRef) -> &'t TypeRef {
    // Aliases do not go in circles; a bound costs nothing.
    for _ in 0..types.len().saturating_add(2) {
        ty = match ty {
            TypeRef::Boxed(inner) => inner,
            TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
                Some(TypeKind::Alias(inner)) => inner,
                _ => return ty,
            },
            _ => return ty,
        };
    }
    ty
}

/// The fields of an object.
pub(super) fn fields<'t>(types: &'t [Type], ty: &'t TypeRef) -> &'t [Field] {
    match resolve(types, ty) {
        TypeRef::Named(id) => match types.get(id.index()).map(|ty| &ty.kind) {
            Some(TypeKind::Struct(strukt)) => &strukt.fields,
            _ => &[],
        },
        _ => &[],
    }
}

/// The type of the property at that place.
pub(super) fn at<'t>(types: &'t [Type], page: &'t TypeRef, place: &Place) -> Option<&'t TypeRef> {
    place.0.iter().try_fold(page, |ty, name| {
        fields(types, ty).iter().find(|field| field.wire == *name).map(|field| &field.ty)
    })
}

/// Whether the description has the properties of the object on the way to that place, without this one.
pub(super) fn is_missing(types: &[Type], page: &TypeRef, place: &Place) -> bool {
    let mut ty = page;
    for name in &place.0 {
        let fields = fields(types, ty);
        match fields.iter().find(|field| field.wire == *name) {
            Some(field) => ty = &field.ty,
            None => return !fields.is_empty(),
        }
    }
    false
}

/// The way to the list at that place, and the type of its items.
pub(super) fn list(
    types: &[Type],
    page: &TypeRef,
    place: &Place,
) -> Option<(Vec<ItemStep>, TypeRef)> {
    let mut steps = Vec::with_capacity(place.0.len());
    let mut ty = page;
    for name in &place.0 {
        let field = fields(types, ty).iter().find(|field| field.wire == *name)?;
        steps.push(ItemStep { field: field.name.clone(), presence: field.presence });
        ty = &field.ty;
    }
    match ty {
        TypeRef::Vec(item) => Some((steps, (**item).clone())),
        _ => match resolve(types, ty) {
            TypeRef::Vec(item) if !matches!(ty, TypeRef::Boxed(_)) => {
                Some((steps, (**item).clone()))
            }
            _ => None,
        },
    }
}

/// The place of the only list of a page: the page itself, one of its properties, or one of theirs.
pub(super) fn only_list(types: &[Type], page: &TypeRef) -> Option<Place> {
    let is_list = |ty: &TypeRef| matches!(resolve(types, ty), TypeRef::Vec(_));
    if is_list(page) {
        return Some(Place::default());
    }
    let lists = |ty| fields(types, ty).iter().filter(|field| is_list(&field.ty));
    let outer: Vec<&Field> = lists(page).collect();
    match outer.as_slice() {
        [list] => return Some(Place(vec![list.wire.clone()])),
        [] => {}
        _ => return None,
    }
    let mut inner = fields(types, page)
        .iter()
        .flat_map(|field| lists(&field.ty).map(move |list| (field, list)));
    let (field, list) = inner.next()?;
    inner.next().is_none().then(|| Place(vec![field.wire.clone(), list.wire.clone()]))
}
