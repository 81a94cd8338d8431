//! The server for tests, as a program that buys numbers uses it.

use signalwire_phone_numbers::Client;
use signalwire_phone_numbers::mock::{Reply, Server};
use signalwire_phone_numbers::models::{PhoneNumber, ValidationErrors};
use signalwire_phone_numbers::operations::PurchasePhoneNumberError;

#[tokio::test]
async fn a_purchase_is_tested_without_a_purchase() {
    let server = Server::new();
    let client = Client::from(&server);
    let busy = Reply::status(429).header("retry-after", "0");
    server.purchase_phone_number().times(1).reply(busy).respond(PhoneNumber::new("+15552345678"));

    let bought = client.purchase_phone_number("+15552345678").await.unwrap();
    assert_eq!(bought.number, "+15552345678");
    let calls = server.purchase_phone_number().calls();
    assert_eq!(calls.len(), 2);
    assert_eq!(calls[1].json::<PhoneNumber>().unwrap().number, "+15552345678");
    assert!(calls[1].header::<String>("authorization").unwrap().starts_with("Basic "));

    let refused = PurchasePhoneNumberError::UnprocessableEntity(ValidationErrors::default());
    server.purchase_phone_number().respond_error(refused.clone());
    let error = client.purchase_phone_number("+15552345678").await.unwrap_err();
    assert_eq!(error.documented(), Some(&refused));

    server.release_phone_number().respond(());
    let id = String::from("1f6d0b6e-2c1b-4f0e-9a37-8d5c4b3a2f19");
    client.release_phone_number(id.clone()).await.unwrap();
    assert_eq!(server.release_phone_number().calls()[0].path::<String>("id"), Some(id));
}
