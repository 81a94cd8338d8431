//! What the server refuses. Without it, the other checks would prove nothing.

use crate::server::{Raw, Server};
use crate::{Check, ID, equal};

/// The server takes what is right, and refuses what breaks the description.
pub(crate) async fn refuses(server: &Server) -> Check {
    let number = format!("/phone_numbers/{ID}");
    let e911 = format!("{number}/e911_address");
    let right = [
        Raw::new("GET", "/phone_numbers?page_size=5", None),
        Raw::new("POST", "/phone_numbers", Some("{\"number\":\"+1\"}")),
        Raw::new("GET", "/phone_numbers/search?number_type=local", None),
        Raw::new("GET", &number, None),
        Raw::new("PUT", &number, Some("{\"name\":null}")),
        Raw::new("DELETE", &number, None),
        Raw::new("DELETE", &e911, None),
        Raw::new("GET", "/lookup/phone_number/%2B1?include=cnam", None),
    ];
    for raw in right {
        let (status, _) = server.send(raw, true, "").await?;
        if !(200..300).contains(&status) {
            return Err(format!("{raw:?} is right, and is answered by {status}").into());
        }
        equal(
            &format!("{raw:?} without credentials"),
            &server.send(raw, false, "").await?.0,
            &401,
        )?;
    }
    let wrong = [
        Raw::new("POST", "/phone_numbers", Some("{}")),
        Raw::new("POST", "/phone_numbers", Some("{\"number\":5}")),
        Raw::new("POST", "/phone_numbers", Some("[]")),
        Raw::new("POST", "/phone_numbers", Some("")),
        Raw::new("GET", "/phone_numbers?page_size=0", None),
        Raw::new("GET", "/phone_numbers?page_size=many", None),
        Raw::new("GET", "/phone_numbers/search?number_type=longcode", None),
        Raw::new("GET", "/phone_numbers/search?starts_with=12", None),
        Raw::new("GET", "/phone_numbers/no-uuid", None),
        Raw::new("PUT", &number, Some("{\"call_handler\":\"ai\"}")),
        Raw::new("PUT", &number, None),
        Raw::new("POST", &e911, Some("{\"e911_address_id\":\"no-uuid\"}")),
        Raw::new("POST", "/imported_phone_numbers", Some("{\"number\":\"+49152\"}")),
        Raw::new(
            "POST",
            "/imported_phone_numbers",
            Some("{\"number\":\"+49152\",\"number_type\":\"toll-free\"}"),
        ),
        Raw::new("GET", "/lookup/phone_number/%2B1?include=carrier,name", None),
    ];
    for raw in wrong {
        let (status, _) = server.send(raw, true, "").await?;
        if !matches!(status, 400 | 422 | 500) {
            return Err(format!("{raw:?} is wrong, and is answered by {status}").into());
        }
    }
    Ok(())
}
