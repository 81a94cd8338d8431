//! The errors that the operations document.

use signalwire_phone_numbers::models::ImportNumberType;

use crate::server::Server;
use crate::successes::new_address;
use crate::{Check, ID, NUMBER, client, equal};

/// Asks for each documented error of a call. It has to come as its variant, with the body that arrived.
macro_rules! check {
    ($error:ident, $call:expr, $($status:literal $variant:ident)*) => {{
        use signalwire_phone_numbers::operations::$error as Documented;
        for status in [$($status),*] {
            let what = format!("{} {status}", stringify!($error));
            let Err(error) = $call.header("Prefer", &format!("code={status}")).await else {
                return Err(format!("{what}: a success").into());
            };
            equal(&what, &error.status().map(|status| status.as_u16()), &Some(status))?;
            let text = match error.documented() {
                $(Some(Documented::$variant(body)) if status == $status => serde_json::to_value(body)?,)*
                other => return Err(format!("{what}: {other:?}").into()),
            };
            let arrived = serde_json::from_slice(error.body().ok_or("no body")?)?;
            equal(&what, &text, &arrived)?;
        }
    }};
}

/// Every documented error of every operation.
pub(crate) async fn documented(server: &Server) -> Check {
    let client = client(server)?;
    let id = ID;
    check!(SearchAvailablePhoneNumbersError, client.search_available_phone_numbers(),
        401 Unauthorized 403 Forbidden 429 TooManyRequests 500 InternalServerError);
    check!(ListPhoneNumbersError, client.list_phone_numbers(),
        400 BadRequest 401 Unauthorized 403 Forbidden 429 TooManyRequests 500 InternalServerError);
    check!(PurchasePhoneNumberError, client.purchase_phone_number(NUMBER),
        400 BadRequest 401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(RetrievePhoneNumberError, client.retrieve_phone_number(id),
        401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(UpdatePhoneNumberError, client.update_phone_number(id).name("a"),
        401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(ReleasePhoneNumberError, client.release_phone_number(id),
        401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(AssignE911AddressError, client.assign_e911_address(id, id),
        401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(RemoveE911AddressError, client.remove_e911_address(id),
        401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(ImportPhoneNumberError,
        client.import_phone_number(NUMBER, ImportNumberType::Longcode),
        401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError);
    check!(LookupPhoneNumberError, client.lookup_phone_number(NUMBER),
        401 Unauthorized 403 Forbidden 404 NotFound 429 TooManyRequests 500 InternalServerError);
    check!(ListAddressesError, client.list_addresses(),
        401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests
        500 InternalServerError);
    check!(CreateAddressError, client.create_address(new_address()),
        401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests
        500 InternalServerError);
    check!(RetrieveAddressError, client.retrieve_address(id),
        401 Unauthorized 403 Forbidden 404 NotFound 429 TooManyRequests 500 InternalServerError);
    Ok(())
}
