//! Each operation: the request as it arrives, and the answer as servers give it. The purchase has files of its own.

use std::future::IntoFuture;

use serde::Serialize;
use serde_json::{Value, json};
use signalwire_phone_numbers::models::{
    AddressType, AvailableCapabilities, CallHandler, CallReceiveMode, Capability, E911Status,
    GeneralError, HttpMethod, ImportNumberType, LookupInclude, MessageHandler, NewAddress,
    NumberType, SearchNumberType,
};
use signalwire_phone_numbers::operations::{CreateAddressError, RetrievePhoneNumberError};
use signalwire_phone_numbers::runtime::{Nullable, Retry};
use signalwire_phone_numbers::{Client, blocking};

use crate::client::{AUTHORIZATION, PROJECT, TOKEN};
use crate::server::{Answer, Received, Server, json as answer};

const ID: &str = "3fa85f64-5717-4562-b3fc-2c963f66afa6";
const PHONE_NUMBERS: &str = "/api/relay/rest/phone_numbers";

fn phone_number() -> Value {
    serde_json::from_str(include_str!("bodies/phone_number.json")).unwrap()
}

/// A server that gives this answer, and a client of it.
async fn server(status: u16, body: &str) -> (Server, Client) {
    let server = if status == 204 {
        Server::start(&[Answer::Close(String::from("HTTP/1.1 204 Reason\r\n\r\n"))]).await
    } else {
        Server::json(status, body).await
    };
    let client =
        Client::builder().base_url(&server.url).credentials(PROJECT, TOKEN).build().unwrap();
    (server, client)
}

/// Makes the call to a server that answers with this body, and asserts that nothing of the body gets lost. Gives the
/// request that arrived, and what the call gave.
async fn check_kept<C, T, E>(
    status: u16,
    body: &Value,
    call: impl FnOnce(Client) -> C,
) -> (Received, T)
where
    C: IntoFuture<Output = Result<T, E>>,
    T: Serialize,
    E: std::fmt::Debug,
{
    let (server, client) = server(status, &body.to_string()).await;
    let output = call(client).await.unwrap();
    assert_eq!(&serde_json::to_value(&output).unwrap(), body);
    let request = server.request();
    assert_eq!(request.headers["authorization"], AUTHORIZATION);
    assert_eq!(request.headers["accept"], "application/json");
    (request, output)
}

/// Asserts that the request has this line, and no body.
fn check_bare(request: &Received, method: &str, target: &str) {
    assert_eq!(request.line, format!("{method} {target} HTTP/1.1"));
    assert_eq!(request.body, "");
    for header in ["content-type", "content-length", "transfer-encoding"] {
        assert_eq!(request.headers.get(header), None, "{header}");
    }
}

/// Asserts that the request has this line, and this JSON as its body, byte for byte.
fn check_json(request: &Received, method: &str, target: &str, body: &str) {
    assert_eq!(request.line, format!("{method} {target} HTTP/1.1"));
    assert_eq!(request.body, body);
    assert_eq!(request.headers["content-type"], "application/json");
}

#[tokio::test]
async fn a_search_with_everything() {
    let body = serde_json::from_str(include_str!("bodies/available.json")).unwrap();
    let (request, found) = check_kept(200, &body, |client| {
        client
            .search_available_phone_numbers()
            .areacode("512")
            .number_type(SearchNumberType::TollFree)
            .starts_with("123")
            .contains("4567")
            .ends_with("1234567")
            .max_results(100)
            .region("TX")
            .city("San José & Co")
    })
    .await;
    let query = "areacode=512&number_type=toll-free&starts_with=123&contains=4567&ends_with=1234567\
                 &max_results=100&region=TX&city=San%20Jos%C3%A9%20%26%20Co";
    check_bare(&request, "GET", &format!("{PHONE_NUMBERS}/search?{query}"));
    let number = &found.data.unwrap()[0];
    assert_eq!(number.e164.as_deref(), Some("+15558675309"));
    let Some(AvailableCapabilities::CapabilityList(list)) = number.capabilities.as_ref() else {
        panic!("{number:?}")
    };
    assert_eq!(list[3], Capability::Fax);
}

#[tokio::test]
async fn a_search_in_the_form_of_the_newest_documentation() {
    let body = json!({"data": [{"number": "+15551234567", "region": "CA", "city": "Los Angeles",
        "capabilities": {"voice": true, "sms": true}}]});
    let (request, found) =
        check_kept(200, &body, |client| client.search_available_phone_numbers()).await;
    check_bare(&request, "GET", &format!("{PHONE_NUMBERS}/search"));
    let number = &found.data.unwrap()[0];
    assert_eq!(number.number.as_deref(), Some("+15551234567"));
    let Some(AvailableCapabilities::CapabilityFlags(flags)) = number.capabilities.as_ref() else {
        panic!("{number:?}")
    };
    assert_eq!((flags.voice, flags.fax), (Some(true), None));
}

#[tokio::test]
async fn a_search_that_says_little() {
    for body in [
        json!({}),
        json!({"links": {}, "data": []}),
        json!({"data": [{"e164": null, "number": null, "capabilities": null}]}),
    ] {
        check_kept(200, &body, |client| client.search_available_phone_numbers()).await;
    }
    // What is null where nothing has null is as good as absent.
    let (_, client) = server(200, r#"{"links":null,"data":null,"new":1}"#).await;
    let found = client.search_available_phone_numbers().await.unwrap();
    assert_eq!((found.links, found.data), (None, None));
}

#[tokio::test]
async fn a_list_with_everything() {
    let body = json!({
        "links": {
            "self": "/api/relay/rest/phone_numbers?page_number=0&page_size=50",
            "first": "/api/relay/rest/phone_numbers?page_size=50",
            "next": "/api/relay/rest/phone_numbers?page_number=1&page_size=50&page_token=PAbff61159",
            "prev": null,
        },
        "data": [phone_number(), {"number": "+1"}],
    });
    let (request, page) = check_kept(200, &body, |client| {
        client
            .list_phone_numbers()
            .filter_name("a b&page_size=1")
            .filter_number("+1555")
            .page_number(1)
            .page_size(1000)
            .page_token("PA7+/=")
    })
    .await;
    let query = "filter_name=a%20b%26page_size%3D1&filter_number=%2B1555&page_number=1&page_size=1000\
                 &page_token=PA7%2B%2F%3D";
    check_bare(&request, "GET", &format!("{PHONE_NUMBERS}?{query}"));
    assert_eq!(page.data[0].call_relay_topic.as_deref(), Some("office"));
    assert_eq!(page.links.first.as_deref(), Some("/api/relay/rest/phone_numbers?page_size=50"));
}

#[tokio::test]
async fn the_last_page_has_no_link_to_a_next_one() {
    let body = json!({"links": {"self": "a", "first": "b"}, "data": []});
    let (request, page) = check_kept(200, &body, |client| client.list_phone_numbers()).await;
    check_bare(&request, "GET", PHONE_NUMBERS);
    assert_eq!(page.links.next, Nullable::Absent);
}

#[tokio::test]
async fn a_number_is_retrieved_whole() {
    let body = phone_number();
    let call = |client: Client| client.retrieve_phone_number(ID);
    let (request, number) = check_kept(200, &body, call).await;
    check_bare(&request, "GET", &format!("{PHONE_NUMBERS}/{ID}"));
    assert_eq!(number.number_type.as_ref(), Some(&NumberType::TollFree));
    assert_eq!(number.call_request_url.as_deref(), Some(""));
    assert_eq!(number.message_laml_application_id.as_deref(), Some("null"));
    assert_eq!(number.e911_address_id, Nullable::Null);
    assert_eq!(number.e911_status, Nullable::Absent);
}

/// As a server answered.
#[tokio::test]
async fn an_update_sends_what_is_set() {
    let body = serde_json::from_str(include_str!("bodies/updated.json")).unwrap();
    let script = "https://swsupport.signalwire.com/relay-bins/60e2ba7b-366e-44de-84e3-0c76cfccf1cf";
    let (request, number) = check_kept(200, &body, |client| {
        client
            .update_phone_number(ID)
            .name("Nick")
            .call_handler(CallHandler::RelayScript)
            .call_receive_mode(CallReceiveMode::Voice)
            .call_relay_script_url(script)
    })
    .await;
    let sent = format!(
        r#"{{"name":"Nick","call_handler":"relay_script","call_receive_mode":"voice","call_relay_script_url":"{script}"}}"#
    );
    check_json(&request, "PUT", &format!("{PHONE_NUMBERS}/{ID}"), &sent);
    assert_eq!(number.call_handler.as_ref(), Some(&CallHandler::RelayScript));
    assert!(number.calling_handler_resource_id.is_value());
}

#[tokio::test]
async fn an_update_tells_null_from_nothing() {
    let body = json!({"number": "+1"});
    let update = |client: Client| client.update_phone_number(ID);
    let (request, _) = check_kept(200, &body, update).await;
    check_json(&request, "PUT", &format!("{PHONE_NUMBERS}/{ID}"), "{}");
    let (request, _) = check_kept(200, &body, |client| {
        let call = update(client).name(Nullable::Null).call_request_url("");
        call.call_fallback_url(Nullable::Null).call_status_callback_url(None::<&str>)
    })
    .await;
    assert_eq!(request.body, r#"{"name":null,"call_request_url":"","call_fallback_url":null}"#);
}

#[tokio::test]
#[expect(deprecated, reason = "what is deprecated can be sent")]
async fn an_update_of_everything() {
    let room = "fe4093d9-58c2-4931-b4b9-5679f82652c6";
    let body = json!({"number": "+1"});
    let (request, _) = check_kept(200, &body, |client| {
        client
            .update_phone_number(ID)
            .name("a")
            .call_handler(CallHandler::from("call_flow"))
            .call_receive_mode(CallReceiveMode::Fax)
            .call_request_url("b")
            .call_request_method(HttpMethod::Get)
            .call_fallback_url("c")
            .call_fallback_method(HttpMethod::Post)
            .call_status_callback_url("d")
            .call_status_callback_method(HttpMethod::Get)
            .call_laml_application_id("e")
            .call_dialogflow_agent_id("f")
            .call_relay_topic("g")
            .call_relay_topic_status_callback_url("h")
            .call_relay_script_url("i")
            .call_relay_context("j")
            .call_relay_context_status_callback_url("k")
            .call_relay_application("l")
            .call_relay_connector_id("m")
            .call_sip_endpoint_id("n")
            .call_verto_resource("o")
            .call_video_room_id(Nullable::Value(room.parse().unwrap()))
            .message_handler(MessageHandler::RelayTopic)
            .message_request_url("p")
            .message_request_method(HttpMethod::Get)
            .message_fallback_url("q")
            .message_fallback_method(HttpMethod::Post)
            .message_laml_application_id("r")
            .message_relay_topic("s")
            .message_relay_context("t")
            .message_relay_application("u")
    })
    .await;
    let sent: Value = serde_json::from_str(&request.body).unwrap();
    let expected = json!({
        "name": "a", "call_handler": "call_flow", "call_receive_mode": "fax", "call_request_url": "b",
        "call_request_method": "GET", "call_fallback_url": "c", "call_fallback_method": "POST",
        "call_status_callback_url": "d", "call_status_callback_method": "GET",
        "call_laml_application_id": "e", "call_dialogflow_agent_id": "f", "call_relay_topic": "g",
        "call_relay_topic_status_callback_url": "h", "call_relay_script_url": "i",
        "call_relay_context": "j", "call_relay_context_status_callback_url": "k",
        "call_relay_application": "l", "call_relay_connector_id": "m", "call_sip_endpoint_id": "n",
        "call_verto_resource": "o", "call_video_room_id": room, "message_handler": "relay_topic",
        "message_request_url": "p", "message_request_method": "GET", "message_fallback_url": "q",
        "message_fallback_method": "POST", "message_laml_application_id": "r",
        "message_relay_topic": "s", "message_relay_context": "t", "message_relay_application": "u",
    });
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_release_has_no_body_in_either_direction() {
    let (server, client) = server(204, "").await;
    client.release_phone_number(ID).await.unwrap();
    check_bare(&server.request(), "DELETE", &format!("{PHONE_NUMBERS}/{ID}"));
}

#[tokio::test]
async fn an_address_for_emergencies_comes_and_goes() {
    let target = format!("{PHONE_NUMBERS}/{ID}/e911_address");
    let id = || ID;
    let mut body = phone_number();
    for (name, status) in
        [("pending", E911Status::Pending), ("moved", E911Status::Unknown("moved".to_owned()))]
    {
        body["e911_status"] = json!(name);
        let (request, number) =
            check_kept(200, &body, |client| client.assign_e911_address(id(), id())).await;
        check_json(&request, "POST", &target, &format!(r#"{{"e911_address_id":"{ID}"}}"#));
        assert_eq!(number.e911_status.as_ref(), Some(&status));
    }
    body["e911_status"] = json!("pending_removal");
    let (request, number) = check_kept(200, &body, |client| client.remove_e911_address(id())).await;
    check_bare(&request, "DELETE", &target);
    assert_eq!(number.e911_status.as_ref(), Some(&E911Status::PendingRemoval));
}

#[tokio::test]
async fn an_address_is_added_and_looked_at() {
    let target = "/api/relay/rest/addresses";
    let body = json!({
        "id": ID, "label": "Office", "country": "US", "first_name": "Emmett", "last_name": "Brown",
        "street_number": "1640", "street_name": "Riverside Drive", "address_type": "Suite",
        "address_number": "42", "city": "Alexandria", "state": "CA", "postal_code": "91905",
        "zip_code": "91905", "emergency_enabled": true, "validated": false, "validated_at": null,
    });
    let new = || {
        let place = ("1640", "Riverside Drive", "Alexandria", "CA", "91905");
        NewAddress::new(
            "Office", "US", "Emmett", "Brown", place.0, place.1, place.2, place.3, place.4,
        )
    };
    // The documentation has both statuses.
    for status in [200, 201] {
        let (request, address) = check_kept(status, &body, |client| {
            let new = new().address_type(AddressType::Suite).address_number("42");
            client.create_address(new.emergency_enabled(true))
        })
        .await;
        let sent = r#"{"label":"Office","country":"US","first_name":"Emmett","last_name":"Brown","street_number":"1640","street_name":"Riverside Drive","city":"Alexandria","state":"CA","postal_code":"91905","address_type":"Suite","address_number":"42","emergency_enabled":true}"#;
        check_json(&request, "POST", target, sent);
        assert_eq!(address.validated.as_ref(), Some(&false));
    }
    let retrieve = |client: Client| client.retrieve_address(ID);
    let (request, _) = check_kept(200, &body, retrieve).await;
    check_bare(&request, "GET", &format!("{target}/{ID}"));
    let page = json!({"links": {"self": "a", "first": "b"}, "data": [body]});
    let list = |client: Client| client.list_addresses().filter_label("Off ice");
    let (request, _) = check_kept(200, &page, list).await;
    check_bare(&request, "GET", &format!("{target}?filter_label=Off%20ice"));
}

#[tokio::test]
async fn an_address_that_is_not_known_comes_with_others() {
    let body = r#"{"errors":[{"detail":"Label can't be blank","status":"422","title":"Invalid Attribute","code":"422"}],
        "candidates":[{"street_number":"1640","street_name":null,"city":"Alexandria"}]}"#;
    let (_, client) = server(422, body).await;
    let new = NewAddress::new("", "US", "E", "B", "1640", "River", "Alexandria", "CA", "91905");
    let error = client.create_address(new).await.unwrap_err();
    let Some(CreateAddressError::UnprocessableEntity(body)) = error.documented() else {
        panic!("{error:?}")
    };
    let candidate = &body.candidates.as_ref().unwrap()[0];
    assert_eq!((body.errors.len(), candidate.city.as_deref()), (1, Some("Alexandria")));
}

#[tokio::test]
async fn a_refusal_of_the_whole_api_has_either_body() {
    for (status, body) in [
        (403, r#"{"error":"Forbidden"}"#),
        (
            429,
            r#"{"errors":[{"detail":null,"status":"429","title":"t","code":"rate_limit_exceeded"}]}"#,
        ),
    ] {
        let (_, client) = server(status, body).await;
        let error = client.retrieve_phone_number(ID).retry(Retry::never()).await.unwrap_err();
        match error.documented() {
            Some(RetrievePhoneNumberError::Forbidden(GeneralError::StatusError(body))) => {
                assert_eq!(body.error, "Forbidden");
            }
            Some(RetrievePhoneNumberError::TooManyRequests(GeneralError::ValidationErrors(
                body,
            ))) => {
                assert_eq!(body.errors.len(), 1);
            }
            _ => panic!("{error:?}"),
        }
    }
}

#[tokio::test]
async fn an_import_with_and_without_capabilities() {
    let target = "/api/relay/rest/imported_phone_numbers";
    let import =
        |client: Client| client.import_phone_number("+49152234333323", ImportNumberType::Longcode);
    let body = json!({"number": "+49152234333323", "number_type": "tollfree"});
    let (request, number) = check_kept(201, &body, |client| {
        import(client).capabilities([Capability::Sms, Capability::Fax])
    })
    .await;
    let sent =
        r#"{"number":"+49152234333323","number_type":"longcode","capabilities":["sms","fax"]}"#;
    check_json(&request, "POST", target, sent);
    assert_eq!(number.number_type.as_ref(), Some(&NumberType::Unknown("tollfree".to_owned())));
    let (request, _) = check_kept(201, &body, import).await;
    assert_eq!(request.body, r#"{"number":"+49152234333323","number_type":"longcode"}"#);
}

#[tokio::test]
async fn a_lookup_with_everything() {
    let target = "/api/relay/rest/lookup/phone_number/%2B15551234567";
    let body = serde_json::from_str(include_str!("bodies/lookup.json")).unwrap();
    let (request, known) = check_kept(200, &body, |client| {
        client
            .lookup_phone_number("+15551234567")
            .include([LookupInclude::Carrier, LookupInclude::Cnam])
    })
    .await;
    check_bare(&request, "GET", &format!("{target}?include=carrier,cnam"));
    assert_eq!(known.carrier.as_ref().unwrap().lec.as_deref(), Some("Verizon"));
    let body = json!({"e164": "+15551234567", "carrier": null, "timezones": null});
    let (request, _) =
        check_kept(200, &body, |client| client.lookup_phone_number("+15551234567")).await;
    check_bare(&request, "GET", target);
}

/// Asserts that each documented status of a call is a variant of its error, and that no other is.
macro_rules! check_errors {
    ($error:ident, $call:expr, $($status:literal $variant:ident)*) => { async {
        use signalwire_phone_numbers::operations::$error as Documented;
        let validation = include_str!("bodies/validation_errors.json");
        for status in [400, 401, 403, 404, 422, 429, 500] {
            let body = if status == 422 { validation } else { r#"{"error":"Oh"}"# };
            let (_, client) = server(status, body).await;
            let error = $call(client).await.unwrap_err();
            assert_eq!(error.status().unwrap(), status);
            assert_eq!(error.body().unwrap(), body);
            let is_documented = match error.documented() {
                $(Some(Documented::$variant(_)) => status == $status,)*
                Some(_) => false,
                None => ![$($status),*].contains(&status),
            };
            assert!(is_documented, "{status}: {error:?}");
        }
    } };
}

#[tokio::test]
async fn each_operation_has_the_errors_that_are_documented_for_it() {
    let id = || ID;
    // At once, since each waits between its retries.
    tokio::join!(
        check_errors!(SearchAvailablePhoneNumbersError,
            |client: Client| client.search_available_phone_numbers().into_future(),
            401 Unauthorized 403 Forbidden 429 TooManyRequests 500 InternalServerError),
        check_errors!(ListPhoneNumbersError, |client: Client| client.list_phone_numbers().into_future(),
            400 BadRequest 401 Unauthorized 403 Forbidden 429 TooManyRequests 500 InternalServerError),
        check_errors!(PurchasePhoneNumberError,
            |client: Client| client.purchase_phone_number("+1").into_future(),
            400 BadRequest 401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(RetrievePhoneNumberError,
            |client: Client| client.retrieve_phone_number(id()).into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(UpdatePhoneNumberError,
            |client: Client| client.update_phone_number(id()).into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(ReleasePhoneNumberError,
            |client: Client| client.release_phone_number(id()).into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(AssignE911AddressError,
            |client: Client| client.assign_e911_address(id(), id()).into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(RemoveE911AddressError,
            |client: Client| client.remove_e911_address(id()).into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(ImportPhoneNumberError,
            |client: Client| client.import_phone_number("+1", ImportNumberType::Tollfree).into_future(),
            401 Unauthorized 403 Forbidden 422 UnprocessableEntity 429 TooManyRequests 500 InternalServerError),
        check_errors!(LookupPhoneNumberError,
            |client: Client| client.lookup_phone_number("+1").into_future(),
            401 Unauthorized 403 Forbidden 404 NotFound 429 TooManyRequests 500 InternalServerError),
    );
}

/// The steps from search to release, without async code, over one connection.
#[tokio::test]
async fn the_blocking_client_does_the_same() {
    let number = phone_number().to_string();
    let server = Server::start(&[
        Answer::Keep(answer(200, include_str!("bodies/available.json"))),
        Answer::Keep(answer(200, &number)),
        Answer::Keep(answer(200, &number)),
        Answer::Keep(answer(200, &format!(r#"{{"links":{{}},"data":[{number}]}}"#))),
        Answer::Close(String::from("HTTP/1.1 204 Reason\r\n\r\n")),
    ])
    .await;
    let builder = blocking::Client::builder().base_url(&server.url).credentials(PROJECT, TOKEN);
    let steps = move || {
        let client = builder.build().unwrap();
        let found = client.search_available_phone_numbers().areacode("555").send().unwrap();
        let available = found.data.unwrap().remove(0).e164.into_option().unwrap();
        let bought = client.purchase_phone_number(available).send().unwrap();
        let id = bought.id.into_option().unwrap();
        client.update_phone_number(&id).name("Jenny").send().unwrap();
        assert_eq!(client.list_phone_numbers().send().unwrap().data[0].number, bought.number);
        client.release_phone_number(&id).send().unwrap();
    };
    tokio::task::spawn_blocking(steps).await.unwrap();
    let lines: Vec<String> = server.requests().into_iter().map(|request| request.line).collect();
    let expected = [
        format!("GET {PHONE_NUMBERS}/search?areacode=555 HTTP/1.1"),
        format!("POST {PHONE_NUMBERS} HTTP/1.1"),
        format!("PUT {PHONE_NUMBERS}/{ID} HTTP/1.1"),
        format!("GET {PHONE_NUMBERS} HTTP/1.1"),
        format!("DELETE {PHONE_NUMBERS}/{ID} HTTP/1.1"),
    ];
    assert_eq!(lines, expected);
    assert_eq!(server.connections(), 1);
}
