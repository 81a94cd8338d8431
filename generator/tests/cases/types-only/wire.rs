//! A crate without a client has models, and parsers of what the API sends.

use case_types_only::models::{Pet, PetToy, Toy};
use case_types_only::webhooks::{self, AddPetCallback};

#[test]
fn models_are_what_they_are_beside_a_client() {
    let json = r#"{"id":"67e55044-10b1-426f-9247-bb680e5fe0c8","name":"Ada","toy":{"size":1,"new":2}}"#;
    let pet: Pet = serde_json::from_str(json).unwrap();
    assert!(matches!(&pet.toy, Some(PetToy::Toy(toy)) if toy.size == 1));
    assert_eq!(serde_json::to_string(&pet).unwrap(), json);
    assert!(pet.validate().is_ok());
    assert!(Pet::new("Adam").validate().is_err());
}

#[test]
fn what_the_api_sends_is_parsed() {
    let toy = webhooks::moved(b"<Toy><size>3</size></Toy>").unwrap();
    assert_eq!(toy, Toy::new(3));
    let sold = AddPetCallback::parse("sold", br#"{"size": 4}"#).unwrap();
    assert!(matches!(sold, AddPetCallback::Sold(toy) if toy.size == 4));
    assert_eq!(webhooks::add_pet_added(br#"{"id": 1, "toy": {"size": "big"}, "name": []}"#).unwrap_err().path(), "$.name");
}
