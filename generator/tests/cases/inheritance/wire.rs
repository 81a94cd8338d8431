//! Members of hierarchies: which one a value is, what all have in common, and what the property that tells them apart
//! belongs to.

use case_inheritance::models::{
    Animal, Asset, Bovine, BovineBase, Calf, Car, Closed, Event, Message, Ox, Part, Picture, Text,
    Vehicle, Whole,
};
use serde_json::{Value, json};

fn animal(value: &Value) -> Animal {
    let animal = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&animal).unwrap(), *value);
    animal
}

#[test]
fn a_schema_in_the_middle_is_a_union() {
    let calf = animal(&json!({"sort": "Calf", "name": "Berta", "days": 3}));
    let Animal::Bovine(Bovine::Calf(inner)) = &calf else { panic!("{calf:?}") };
    assert_eq!(inner.days, Some(3));
    let ox = animal(&json!({"sort": "#Microsoft.Ox", "milk": 0.0}));
    assert!(matches!(ox, Animal::Bovine(Bovine::Ox(_))), "{ox:?}");
    let plain = animal(&json!({"sort": "Bovine"}));
    assert!(matches!(plain, Animal::Bovine(Bovine::Bovine(_))), "{plain:?}");
    let sent = Bovine::from(Calf::default().days(3));
    assert_eq!(serde_json::to_value(sent).unwrap(), json!({"sort": "Calf", "days": 3}));
    assert_eq!(Ox::default().sort, "#Microsoft.Ox");
    assert_eq!(BovineBase::default().sort, "Bovine");
}

#[test]
fn what_is_common_to_all_is_read_of_an_unknown_one_too() {
    for sort in ["Horse", "Calf", "Animal", "Zebra"] {
        let value = json!({"sort": sort, "name": "Berta", "born": "2024-02-03", "legs": 4});
        let animal = animal(&value);
        assert_eq!(matches!(animal, Animal::Unknown(_)), sort == "Zebra");
        assert_eq!((animal.sort(), animal.name(), animal.legs()), (Some(sort), Some("Berta"), Some(4)));
        assert_eq!(animal.born().unwrap().to_string(), "2024-02-03");
    }
}

#[test]
fn without_the_property_the_outermost_union_is_unknown() {
    let none = animal(&json!({"name": "Berta", "days": 3}));
    assert!(matches!(none, Animal::Unknown(_)), "{none:?}");
    assert_eq!(none.name(), Some("Berta"));
}

#[test]
fn a_member_that_only_refers_to_another_is_one_of_its_own() {
    let closed: Event = serde_json::from_value(json!({"type": "Closed", "id": "1"})).unwrap();
    assert!(matches!(closed, Event::Closed(_)), "{closed:?}");
    assert_eq!(serde_json::to_value(Closed::default()).unwrap(), json!({"type": "Closed"}));
}

#[test]
fn a_union_adds_the_property_that_its_members_do_not_have() {
    assert_eq!(serde_json::to_value(Car::new(4)).unwrap(), json!({"wheels": 4}));
    let vehicle = Vehicle::from(Car::new(4));
    assert_eq!(serde_json::to_value(&vehicle).unwrap(), json!({"kind": "car", "wheels": 4}));
    let value = json!({"type": "auto", "kind": "car", "wheels": 4});
    assert_eq!(serde_json::to_value(Asset::from(vehicle)).unwrap(), value);
    let received: Asset = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&received).unwrap(), value);
    let Asset::Vehicle(Vehicle::Car(car)) = received else { panic!("{received:?}") };
    assert_eq!(serde_json::to_value(car).unwrap(), json!({"wheels": 4}));
}

#[test]
fn a_union_whose_members_extend_it_is_one_of_them() {
    let value = json!({"kind": "Picture", "sender": "Ada", "url": "https://example.com"});
    let message: Message = serde_json::from_value(value.clone()).unwrap();
    let Message::Picture(picture) = &message else { panic!("{message:?}") };
    assert_eq!(picture.sender.as_deref(), Some("Ada"));
    assert_eq!(message.sender(), Some("Ada"));
    assert_eq!(serde_json::to_value(&message).unwrap(), value);
    assert_eq!(Picture::default().kind, "Picture");
    let mut text = Text::default();
    text.words = Some("Hello".to_owned());
    assert_eq!(serde_json::to_value(Message::from(text)).unwrap(), json!({"kind": "text", "words": "Hello"}));

    let value = json!({"parts": ["a", {"parts": []}]});
    let whole: Whole = serde_json::from_value(value.clone()).unwrap();
    assert!(matches!(whole.parts.as_deref(), Some([Part::String(_), Part::Whole(_)])), "{whole:?}");
    assert_eq!(serde_json::to_value(whole).unwrap(), value);
}
