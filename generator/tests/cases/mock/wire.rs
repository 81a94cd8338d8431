//! The server for tests that every client brings.

use std::time::{Duration, Instant};

use case_mock::Error;
use case_mock::blocking::Client;
use case_mock::mock::{Reply, Server};
use case_mock::models::{Pet, Problem};
use case_mock::operations::{GetPetError, NewPostError, NewPostOutput};
use case_mock::runtime::Retry;

fn pet() -> Pet {
    Pet::new("Ada").legs(4)
}

#[test]
fn what_is_responded_is_what_the_call_gives() {
    let server = Server::new();
    let client = Client::from(&server);
    server.get_pet().respond(pet());
    server.r#type().respond(());
    server.search().respond("a text");
    assert_eq!(client.get_pet("7").send().unwrap(), pet());
    client.r#type("7").send().unwrap();
    // The literal path goes before the templated one, and takes nothing from it.
    assert_eq!(client.search().send().unwrap(), "a text");
    assert_eq!(server.get_pet().calls().len(), 1);

    for output in [
        NewPostOutput::Created(pet()),
        NewPostOutput::Accepted,
        NewPostOutput::Success(vec![1, 0, 255].into()),
    ] {
        server.new_post().respond(output.clone());
        assert_eq!(client.new_post(pet()).send().unwrap(), output);
    }
}

#[test]
fn errors_are_those_that_are_documented() {
    let server = Server::new();
    let client = Client::from(&server);
    for error in [
        GetPetError::NotFound,
        GetPetError::ClientError(Problem::new("no")),
        GetPetError::Other(String::from("oh")),
    ] {
        server.get_pet().respond_error(error.clone());
        let given = client.get_pet("7").retry(Retry::never()).send().unwrap_err();
        assert_eq!(given.documented(), Some(&error));
    }
    for error in [
        NewPostError::ConflictJson(pet()),
        NewPostError::ConflictProblem(Problem::new("no")),
    ] {
        server.new_post().respond_error(error.clone());
        let given = client.new_post(pet()).send().unwrap_err();
        assert_eq!(given.documented(), Some(&error));
    }
}

#[test]
fn requests_are_read_as_what_a_test_asks_for() {
    let server = Server::new();
    let client = Client::from(&server);
    server.get_pet().respond(pet());
    server.new_post().respond(NewPostOutput::Accepted);
    client
        .get_pet("a/b c%,d+")
        .fields(["one".to_owned(), "two, and".to_owned()])
        .depth(3)
        .x_trace("100% a+b")
        .send()
        .unwrap();
    let [call] = &server.get_pet().calls()[..] else { panic!("one call") };
    assert_eq!(call.path::<String>("id").unwrap(), "a/b c%,d+");
    assert_eq!(call.query::<Vec<String>>("fields").unwrap(), ["one", "two, and"]);
    assert_eq!(call.query::<i64>("depth"), Some(3));
    assert_eq!(call.query::<String>("depth").unwrap(), "3");
    assert_eq!(call.query::<bool>("depth"), None);
    assert_eq!(call.query::<i64>("width"), None);
    assert_eq!(call.header::<String>("x-trace").unwrap(), "100% a+b");
    assert_eq!(call.query::<String>("token").unwrap(), "token");

    client.new_post(pet()).send().unwrap();
    client.new_post_form(pet()).send().unwrap();
    let [json, form] = &server.new_post().calls()[..] else { panic!("two calls") };
    assert_eq!(json.json::<Pet>().unwrap(), pet());
    assert_eq!(form.form::<String>("name").unwrap(), "Ada");
    assert_eq!(form.form::<u8>("legs"), Some(4));
    assert_eq!((form.method().as_str(), form.target()), ("POST", "/pets?token=token"));
}

#[test]
fn faults_come_on_demand() {
    let server = Server::new();
    let client = Client::from(&server);
    server
        .get_pet()
        .times(1)
        .reply(Reply::status(429).header("retry-after", "0"))
        .times(1)
        .reset()
        .delay(Duration::from_millis(50))
        .respond(pet());
    let start = Instant::now();
    assert_eq!(client.get_pet("7").send().unwrap(), pet());
    assert!(start.elapsed() >= Duration::from_millis(50));
    assert_eq!(server.get_pet().calls().len(), 3);

    server.get_pet().reset();
    let error = client.get_pet("7").retry(Retry::never()).send().unwrap_err();
    assert!(matches!(error, Error::Transport(_)), "{error:?}");
    server.get_pet().reply(Reply::status(200).text("no pet"));
    let error = client.get_pet("7").send().unwrap_err();
    assert!(matches!(error, Error::Decode(_)), "{error:?}");
}

#[test]
fn a_body_breaks_off_on_demand() {
    let server = Server::new();
    let client = Client::from(&server);
    let half = Reply::status(200).text("{\"name\": ");
    for reply in [half.clone().break_off(), half.clone().header("content-length", "30")] {
        server.get_pet().reply(reply);
        let error = client.get_pet("7").retry(Retry::never()).send().unwrap_err();
        assert!(matches!(error, Error::Incomplete(_)), "{error:?}");
        assert_eq!(error.body().unwrap().as_ref(), b"{\"name\": ");
    }
    let whole = Reply::status(200).json(&pet());
    let empty = Reply::status(200).break_off();
    server.get_pet().times(1).reply(empty).times(1).reply(whole.clone().break_off()).reply(whole);
    assert_eq!(client.get_pet("7").send().unwrap(), pet());
    assert_eq!(server.get_pet().calls().len(), 5);
}

#[test]
fn what_nothing_answers_is_told() {
    let server = Server::new();
    let builder = Client::builder().api_key("token");
    let client = builder.base_url(format!("{}/v2", server.url)).build().unwrap();
    let text = |error: Error<_>| String::from_utf8(error.body().unwrap().to_vec()).unwrap();
    let error = client.search().retry(Retry::never()).send().unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 501);
    assert_eq!(
        text(error),
        "`GET /v2/pets/search?token=token`: no operation has this method and path",
    );
    server.search().times(1).respond("once");
    let client = Client::from(&server);
    client.search().send().unwrap();
    assert_eq!(
        text(client.search().send().unwrap_err()),
        "`GET /pets/search?token=token`: the mock server has no response for `search`, or none left: set one by `search().respond(…)`",
    );
}

#[test]
fn a_header_of_a_reply_counts_whether_it_comes_before_the_body_or_after() {
    let server = Server::new();
    let client = Client::from(&server);
    let media_type = "application/problem+json";
    for reply in [
        Reply::status(409).header("content-type", media_type).json(&Problem::new("no")),
        Reply::status(409).json(&Problem::new("no")).header("content-type", media_type),
    ] {
        server.new_post().reply(reply);
        let given = client.new_post(pet()).send().unwrap_err();
        let expected = NewPostError::ConflictProblem(Problem::new("no"));
        assert_eq!(given.documented(), Some(&expected));
    }
}

#[test]
fn a_request_prints_no_credential() {
    let server = Server::new();
    let client = Client::from(&server);
    server.get_pet().respond(pet());
    client.get_pet("7").header("authorization", "Bearer a-secret").send().unwrap();
    let call = &server.get_pet().calls()[0];
    assert_eq!(call.header::<String>("authorization").as_deref(), Some("Bearer a-secret"));
    assert!(!format!("{call:?}").contains("a-secret"), "{call:?}");
}
