//! Numbers come back as they were: floats bit by bit, decimals digit by digit, integers whatever their size.

use case_numbers::blocking::Client;
use case_numbers::models::Place;
use case_numbers::runtime::Decimal;

use crate::server::Server;

const PLACE: &str = r#"200 OK
content-type: application/json

{"latitude":126.81344432251069,"price":1e-101,"prices":[0.30,-1.00],"discount":null,"whole":18446744073709551616,"above":18446744073709551615,"int32":3000000000,"uint32":5000000000,"int64":-9223372036854775808,"percent":100,"size":18446744073709551615}"#;

const RUNS: usize = 100_000;

/// The same numbers on every run.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Any finite float: half of them with few digits, as people write them.
    fn float(&mut self) -> f64 {
        let (bits, kind) = (self.next(), self.next());
        let float = match kind % 2 {
            0 => f64::from_bits(bits),
            _ => (bits % 1_000_000_000_000) as f64 / 1e9,
        };
        if float.is_finite() { float } else { 0.5 }
    }

    fn decimal(&mut self) -> String {
        let mut digits = self.next().to_string() + &self.next().to_string();
        let point = 1 + (self.next() % 19) as usize;
        digits.insert(point, '.');
        let sign = if self.next() % 2 == 0 { "-" } else { "" };
        let exponent = match self.next() % 3 {
            0 => format!("e{}", self.next() % 400),
            1 => format!("E-{}", self.next() % 400),
            _ => String::new(),
        };
        format!("{sign}{digits}{exponent}")
    }
}

#[test]
fn random_numbers_come_back_the_same() {
    let mut random = Random(0x2545_F491_4F6C_DD1D);
    for _ in 0..RUNS {
        let (float, decimal) = (random.float(), random.decimal());
        let json = format!(r#"{{"latitude":{float:?},"price":{decimal}}}"#);
        let place: Place = serde_json::from_str(&json).unwrap();
        assert_eq!(place.latitude.to_bits(), float.to_bits(), "{json}");
        let copy = serde_json::to_string(&place).unwrap();
        assert!(copy.ends_with(&format!(r#","price":{decimal}}}"#)), "{json} {copy}");
        let copy: Place = serde_json::from_str(&copy).unwrap();
        assert_eq!(copy.latitude.to_bits(), float.to_bits(), "{json}");
        assert_eq!(copy, place, "{json}");
    }
}

#[test]
fn numbers_are_sent_and_received_with_their_digits() {
    let server = Server::answering([PLACE, PLACE]);
    let body = PLACE.rsplit('\n').next().unwrap();
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let third: Decimal = "0.1".parse().unwrap();
    let place = Place::new(126.0, 3).discount(third.clone()).prices([third]);
    let place = client.put_place(u64::MAX, place).most(Decimal::try_from(0.3).unwrap()).send().unwrap();
    let request = server.request();
    assert_eq!(request.line, "PUT /places/18446744073709551615?most=0.3");
    assert_eq!(request.body, r#"{"latitude":126,"price":3,"prices":[0.1],"discount":0.1}"#);
    assert_eq!(place.whole, Some(18_446_744_073_709_551_616));
    assert_eq!(place.whole_or_default(), 18_446_744_073_709_551_616);
    assert_eq!(place.price.to_string(), "1e-101");
    client.put_place(1, place).send().unwrap();
    let sent: serde_json::Value = serde_json::from_str(&server.request().body).unwrap();
    let received: serde_json::Value = serde_json::from_str(body).unwrap();
    assert_eq!(sent, received);
}
