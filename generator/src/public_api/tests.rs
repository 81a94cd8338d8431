use super::public_api;
use crate::Files;

/// The text of a module of a crate with these files.
fn text(files: &[(&str, &str)], module: &str) -> String {
    let mut all = Files::default();
    files.iter().for_each(|(path, text)| all.insert(*path, *text));
    public_api(&all).unwrap().module(module).unwrap().text()
}

fn root(text: &str) -> String {
    self::text(&[("src/lib.rs", text)], "")
}

#[test]
fn docs_bodies_and_private_fields_are_left_out() {
    let source = "
        /// A pet.
        #[derive(Debug)]
        #[doc(hidden)]
        pub struct Pet { /// Its name.
            pub name: String, age: u8 }
        pub struct Id(pub u8, u8);
        impl Pet {
            /// Makes one.
            pub fn new(mut name: impl Into<String>) -> Self { todo!() }
            fn secret(&self) {}
        }
        impl Pet { fn only_private(&self) {} }
        pub const LEGS: u8 = 4;
        pub fn feed(pet: &mut Pet) -> bool where u8: Copy { true }
    ";
    insta::assert_snapshot!(root(source), @r#"
    #[derive(Debug)]
    pub struct Pet {
        pub name: String,
        // private fields
    }

    pub struct Id(pub u8, _);

    impl Pet {
        pub fn new(name: impl Into<String>) -> Self;
    }

    pub const LEGS: u8 = _;

    pub fn feed(pet: &mut Pet) -> bool
    where
        u8: Copy;
    "#);
}

#[test]
fn private_modules_are_looked_through() {
    let files = [
        ("src/lib.rs", "mod a; pub mod b; pub use a::Seen; pub use b::Other; pub use bytes;"),
        (
            "src/a.rs",
            "pub struct Seen; pub struct Hidden; pub(crate) trait Inner {} impl Seen { pub fn f(&self) {} }
             impl Hidden { pub fn f(&self) {} } impl Inner for Seen {} impl From<Hidden> for Seen {}",
        ),
        ("src/b/mod.rs", "mod c; pub use c::*;"),
        ("src/b/c.rs", "pub trait Other { type T; fn must(&self); fn may(&self) -> u8 { 1 } }"),
    ];
    insta::assert_snapshot!(text(&files, ""), @r#"
    pub struct Seen;

    impl Seen {
        pub fn f(&self);
    }

    pub use b::Other;
    pub use bytes;
    "#);
    insta::assert_snapshot!(text(&files, "b"), @r#"
    pub trait Other {
        type T;
        fn must(&self);
        fn may(&self) -> u8 {}
    }
    "#);
}

#[test]
fn macros_are_what_they_give_to_callers() {
    let source = r#"
        #[derive(Debug)]
        pub struct Pet { pub name: String }
        object! { Pet: required name; }
        pub(crate) struct Body {}
        object! { send Body: }
        open_enum! { pub enum Color { #[deprecated] Red = "red", } }
        value_enum! { pub enum Level { One = 1, Two = 2.5f64 } }
        union! { pub enum Either { #[when(object, has("name"))] Pet(Pet), #[when(any)] Boxed(Box<Color>) } }
    "#;
    insta::assert_snapshot!(root(source), @r#"
    #[derive(Debug, Serialize, Deserialize)]
    pub struct Pet {
        pub name: String,
    }

    #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
    #[non_exhaustive]
    pub enum Color {
        #[deprecated]
        Red,
        Unknown(String),
    }

    impl Color {
        pub const VALUES: &'static [Self] = _;
        pub fn as_str(&self) -> &str;
    }

    impl From<&str> for Color {}
    impl From<String> for Color {}
    impl From<&Self> for Color {}

    impl FromStr for Color {
        type Err = Infallible;
    }

    impl Display for Color {}

    #[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
    #[non_exhaustive]
    pub enum Level {
        One,
        Two,
        Unknown(serde_json::Value),
    }

    impl Level {
        pub const VALUES: &'static [Self] = _;
        pub fn to_value(&self) -> serde_json::Value;
    }

    impl From<serde_json::Value> for Level {}

    #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
    #[non_exhaustive]
    pub enum Either {
        Pet(Pet),
        Boxed(Box<Color>),
        Unknown(serde_json::Value),
    }

    impl From<Pet> for Either {}
    impl From<Box<Color>> for Either {}
    "#);
}

#[test]
fn the_server_for_tests_has_a_method_an_operation() {
    let source = "
        pub struct Server;
        pub struct GetPet;
        pub struct Type;
        pub struct Received;
        mock! {
            get_pet: GetPet gives 200 json fails GetPetError { NotFound 404 empty };
            #[cfg(feature = \"types\")]
            r#type: Type gives 204 empty;
        }
        received_xml! { GetPet: PET; }
    ";
    insta::assert_snapshot!(root(source), @r#"
    pub struct Server;
    pub struct GetPet;
    pub struct Type;
    pub struct Received;

    impl Server {
        pub fn new() -> Self;
        pub fn get_pet(&self) -> Mock<'_, GetPet>;
        #[cfg(feature = "types")]
        pub fn r#type(&self) -> Mock<'_, Type>;
    }

    impl From<&Server> for crate::Client {}

    #[cfg(feature = "blocking")]
    impl From<&Server> for crate::blocking::Client {}

    impl Mocked for GetPet {}

    #[cfg(feature = "types")]
    impl Mocked for Type {}

    impl Received {
        pub fn xml<T: DeserializeOwned>(&self) -> Result<T, DecodeError>;
    }
    "#);
}

#[test]
fn an_unknown_macro_is_an_error() {
    let mut files = Files::default();
    files.insert("src/lib.rs", "surprise! {}");
    let error = public_api(&files).unwrap_err();
    assert_eq!(error, "src/lib.rs: the expansion of `surprise!` is not known");
}
