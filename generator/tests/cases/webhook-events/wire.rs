//! What the API sends is told apart by what it holds.

use case_webhook_events::webhooks::WebhookEvent;

#[test]
fn the_body_says_which_webhook_it_is() {
    let paid = WebhookEvent::parse(br#"{"object":"event","type":"order.paid","amount":5}"#).unwrap();
    assert!(matches!(paid, WebhookEvent::OrderPaid(paid) if paid.amount == 5));
    let sent = WebhookEvent::parse(br#"{"object":"event","type":"order.sent"}"#).unwrap();
    assert!(matches!(sent, WebhookEvent::OrderSent(sent) if sent.carrier.is_none()));
}

#[test]
fn one_that_nobody_knows_is_kept_whole() {
    for body in [r#"{"at":1,"type":"order.lost"}"#, "[1]", "null", "{"] {
        let WebhookEvent::Unknown(unknown) = WebhookEvent::parse(body.as_bytes()).unwrap() else {
            panic!("{body} is known");
        };
        assert_eq!(unknown.bytes(), body);
    }
    let error = WebhookEvent::parse(br#"{"object":"event","type":"order.paid","amount":"a"}"#);
    assert_eq!(error.unwrap_err().path(), "$.amount");
}
