//! Where requests go.

use case_own_servers::blocking::Client;

use crate::server::Server;

#[test]
fn each_operation_goes_to_its_server() {
    let server = Server::answering(["204 No Content"; 9]);
    let port = server.url.rsplit(':').next().unwrap();
    let client = Client::builder().port(port).build().unwrap();
    let sent = || {
        let request = server.request();
        (request.line.clone(), request.header("host").replace(port, "PORT"))
    };
    let expected = |line: &str, host: &str| (line.to_owned(), host.to_owned());
    client.plain().send().unwrap();
    assert_eq!(sent(), expected("GET /v1/plain", "127.0.0.1:PORT"));
    client.of_path().send().unwrap();
    assert_eq!(sent(), expected("GET /of-path/of-path", "localhost:PORT"));
    client.of_operation().send().unwrap();
    assert_eq!(sent(), expected("PUT /relative/of-path", "127.0.0.1:PORT"));
    client.same().send().unwrap();
    assert_eq!(sent(), expected("DELETE /v1/of-path", "127.0.0.1:PORT"));

    // Of the servers of one operation, or its path, the caller chooses.
    let other = case_own_servers::Server::THE_OTHER_ONE;
    client.of_path().server(other).send().unwrap();
    assert_eq!(sent(), expected("GET /other/of-path", "localhost:PORT"));
    client.choice().server("q").send().unwrap();
    assert_eq!(sent(), expected("PATCH /v1/of-path?server=q", "127.0.0.1:PORT"));
    client.choice().server_choice(case_own_servers::Server::PATCHES).send().unwrap();
    assert_eq!(sent(), expected("PATCH /patches/of-path", "127.0.0.1:PORT"));
    let elsewhere = Client::builder().host("mars").build().unwrap();
    let error = elsewhere.of_path().server(other).send().unwrap_err();
    assert!(error.to_string().contains("`localhost`, `127.0.0.1`"), "{error}");

    let sandbox = case_own_servers::Server::THE_SANDBOX_SERVER;
    let client = Client::builder().server(sandbox).port(port).build().unwrap();
    client.plain().send().unwrap();
    assert_eq!(sent(), expected("GET /sandbox/plain", "localhost:PORT"));

    // A base URL is for all of them.
    let client = Client::builder().base_url(format!("{}/test/", server.url)).build().unwrap();
    client.of_path().send().unwrap();
    assert_eq!(sent(), expected("GET /test/of-path", "127.0.0.1:PORT"));
}

#[test]
fn variables_are_those_of_the_chosen_server() {
    let third = case_own_servers::Server::REGION_EXAMPLE_COM;
    let error = Client::builder().server(third).region("mars").build().unwrap_err();
    assert!(error.to_string().contains("`eu`, `us`"), "{error}");
    Client::builder().server(third).region("us").build().unwrap();
}
