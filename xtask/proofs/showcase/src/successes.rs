//! What the operations give. Each call sets everything that it can, and each response of the server is kept whole.

use std::fmt::Debug;

use serde::Serialize;
use signalwire_phone_numbers::models::{
    AddressType, CallHandler, CallReceiveMode, Capability, HttpMethod, ImportNumberType,
    LookupInclude, MessageHandler, NewAddress, SearchNumberType,
};
use signalwire_phone_numbers::operations::ListPhoneNumbers;
use signalwire_phone_numbers::runtime::{Async, Call, Nullable, Operation, Pages};

use crate::server::{Raw, Server};
use crate::{Check, ID, NUMBER, client, equal};

/// How many random responses a call gets.
const RANDOM_ANSWERS: usize = 20;

/// Makes the call once for each of the named examples, and compares what it gives with what the same request gets when
/// it is written by hand. Then gives it random responses that fit the description.
async fn check<O: Operation>(
    server: &Server,
    call: impl Fn() -> Result<Call<Async, O>, Box<dyn std::error::Error>>,
    raw: Raw<'_>,
    examples: &[&str],
) -> Check
where
    O::Output: Serialize,
    O::Error: Debug + 'static,
{
    for example in examples {
        let prefer = if example.is_empty() { String::new() } else { format!("example={example}") };
        let response = call()?.header("Prefer", &prefer).with_response().await?;
        let (status, sent) = server.send(raw, true, &prefer).await?;
        equal("the status", &response.status().as_u16(), &status)?;
        let given = serde_json::to_value(response.body())?;
        // Nothing comes in place of a body.
        let sent = if sent.is_empty() { "null" } else { &sent };
        equal("the body", &given, &serde_json::from_str(sent)?)?;
    }
    for _ in 0..RANDOM_ANSWERS {
        call()?.header("Prefer", "dynamic=true").await?;
    }
    Ok(())
}

pub(crate) async fn search(server: &Server) -> Check {
    let call = || {
        let call = client(server)?.search_available_phone_numbers();
        Ok(call
            .areacode("512")
            .number_type(SearchNumberType::Local)
            .starts_with("512555")
            .contains("5550")
            .ends_with("0123")
            .max_results(100)
            .region("TX")
            .city("Austin & Umland"))
    };
    let raw = Raw::new("GET", "/phone_numbers/search", None);
    check(server, call, raw, &["found", "documented"]).await
}

pub(crate) async fn list(server: &Server) -> Check {
    let call = || {
        let call = client(server)?.list_phone_numbers().filter_name("a&b").filter_number("+1555");
        Ok(call.page_number(1).page_size(1000).page_token("PA+/="))
    };
    check(server, call, Raw::new("GET", "/phone_numbers", None), &["only", "first", "empty"])
        .await?;
    let numbers = client(server)?.list_phone_numbers().page_size(50).pages();
    all_pages(numbers).await
}

/// The server's only page is all that there is, and the request for it is one that the server takes.
async fn all_pages(mut pages: Pages<Async, ListPhoneNumbers>) -> Check {
    let mut count = 0;
    while let Some(page) = pages.next().await {
        count += page?.data.len();
    }
    equal("the count of items", &count, &2)
}

pub(crate) async fn purchase(server: &Server) -> Check {
    let call = || Ok(client(server)?.purchase_phone_number(NUMBER));
    let body = format!("{{\"number\":\"{NUMBER}\"}}");
    let raw = Raw::new("POST", "/phone_numbers", Some(&body));
    check(server, call, raw, &["new", "configured"]).await
}

pub(crate) async fn retrieve(server: &Server) -> Check {
    let call = || Ok(client(server)?.retrieve_phone_number(ID));
    check(server, call, Raw::new("GET", &format!("/phone_numbers/{ID}"), None), &[""]).await
}

pub(crate) async fn update(server: &Server) -> Check {
    let call = || {
        Ok(client(server)?
            .update_phone_number(ID)
            .name("Support")
            .call_handler(CallHandler::RelayScript)
            .call_receive_mode(CallReceiveMode::Voice)
            .call_request_url(Nullable::Null)
            .call_request_method(HttpMethod::Get)
            .call_fallback_url("")
            .call_fallback_method(Nullable::Null)
            .call_relay_script_url("https://example.com/support.swml")
            .call_video_room_id(ID)
            .message_handler(MessageHandler::RelayTopic)
            .message_relay_topic("support"))
    };
    let raw = format!("/phone_numbers/{ID}");
    check(server, call, Raw::new("PUT", &raw, Some("{}")), &[""]).await
}

pub(crate) async fn release(server: &Server) -> Check {
    let call = || Ok(client(server)?.release_phone_number(ID));
    check(server, call, Raw::new("DELETE", &format!("/phone_numbers/{ID}"), None), &[""]).await
}

pub(crate) async fn assign_e911_address(server: &Server) -> Check {
    let call = || Ok(client(server)?.assign_e911_address(ID, ID));
    let (target, body) =
        (format!("/phone_numbers/{ID}/e911_address"), format!("{{\"e911_address_id\":\"{ID}\"}}"));
    check(server, call, Raw::new("POST", &target, Some(&body)), &[""]).await
}

pub(crate) async fn remove_e911_address(server: &Server) -> Check {
    let call = || Ok(client(server)?.remove_e911_address(ID));
    let target = format!("/phone_numbers/{ID}/e911_address");
    check(server, call, Raw::new("DELETE", &target, None), &[""]).await
}

pub(crate) async fn list_addresses(server: &Server) -> Check {
    let call =
        || Ok(client(server)?.list_addresses().filter_label("Office").page_number(0).page_size(50));
    let target = "/addresses?filter_label=Office&page_number=0&page_size=50";
    check(server, call, Raw::new("GET", target, None), &[""]).await
}

pub(crate) async fn create_address(server: &Server) -> Check {
    let call = || Ok(client(server)?.create_address(new_address()));
    let body = serde_json::to_string(&new_address())?;
    check(server, call, Raw::new("POST", "/addresses", Some(&body)), &[""]).await
}

pub(crate) async fn retrieve_address(server: &Server) -> Check {
    let call = || Ok(client(server)?.retrieve_address(ID));
    check(server, call, Raw::new("GET", &format!("/addresses/{ID}"), None), &[""]).await
}

/// An address with all that it can have.
pub(crate) fn new_address() -> NewAddress {
    NewAddress::new(
        "Office",
        "US",
        "Emmett",
        "Brown",
        "1640",
        "Riverside Drive",
        "Alexandria",
        "CA",
        "91905",
    )
    .address_type(AddressType::Suite)
    .address_number("42")
    .emergency_enabled(true)
    .auto_correct_address(false)
}

pub(crate) async fn import(server: &Server) -> Check {
    let call = || {
        let call =
            client(server)?.import_phone_number("+49152234333323", ImportNumberType::Tollfree);
        Ok(call.capabilities([Capability::Sms, Capability::Fax]))
    };
    let body = "{\"number\":\"+49152234333323\",\"number_type\":\"tollfree\"}";
    check(server, call, Raw::new("POST", "/imported_phone_numbers", Some(body)), &[""]).await
}

pub(crate) async fn lookup(server: &Server) -> Check {
    let call = || {
        let call = client(server)?.lookup_phone_number(NUMBER);
        Ok(call.include([LookupInclude::Carrier, LookupInclude::Cnam]))
    };
    let raw = Raw::new("GET", "/lookup/phone_number/%2B15552345678", None);
    check(server, call, raw, &["plain", "everything"]).await
}
