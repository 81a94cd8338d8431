//! What the work of a long-running operation results in.

use proc_macro2::TokenStream;
use quote::quote;

use super::super::imports::Origin;
use super::super::types::Scope;
use crate::ir::{FinalState, Operation};

/// The operation's `LongRunning`, if its work goes on after the response.
pub(super) fn long_running(scope: &mut Scope<'_>, operation: &Operation) -> Option<TokenStream> {
    let long_running = operation.long_running.as_ref()?;
    for name in ["DecodeError", "FinalState", "LongRunning", "Response"] {
        scope.imports.add(Origin::Runtime, name);
    }
    let name = &operation.type_name;
    let (ty, response, value) = match &long_running.result {
        Some(ty) => (scope.of(ty), quote!(response), quote!(response.json())),
        None => (quote!(()), quote!(_), quote!(Ok(()))),
    };
    let state = match long_running.state {
        FinalState::Usual => quote!(Usual),
        FinalState::Location => quote!(Location),
        FinalState::Original => quote!(Original),
        FinalState::Monitor => quote!(Monitor),
    };
    Some(quote! {
        impl LongRunning for #name {
            type Result = #ty;

            const FINAL: FinalState = FinalState::#state;

            fn result(#response: &Response) -> Result<#ty, DecodeError> {
                #value
            }
        }
    })
}
