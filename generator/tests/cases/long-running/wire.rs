//! The result of work that goes on after the response is asked for where the server says.

use case_long_running::blocking::Client;
use case_long_running::models::Machine;
use case_long_running::operations::{PutMachineError, StartExportBody};
use case_long_running::runtime::{Error, PollError};

use crate::server::Server;

const BEGUN: &str = "202 Accepted\nlocation: /exports/1\nretry-after: 0";
const WAIT: &str = "202 Accepted\nretry-after: 0";
const DONE: &str = "200 OK\ncontent-type: application/json\n\n{\"rows\":3}";

#[test]
fn the_location_of_a_202_leads_to_the_result() {
    let server = Server::answering([BEGUN, WAIT, DONE]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let rows = client.start_export(StartExportBody::new("b").poll(true)).poll().send().unwrap();
    assert_eq!(rows["rows"], 3);
    let lines = [(); 3].map(|()| server.request().line);
    let get = "GET /exports/1";
    assert_eq!(lines, ["POST /exports", get, get]);
}

#[test]
fn a_call_can_go_where_a_link_from_before_leads() {
    let machine = "200 OK\ncontent-type: application/json\n\n{\"size\":4}";
    let server = Server::answering([machine]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let found = client.get_machine("any").at_link("/machines/b?version=2").send().unwrap();
    assert_eq!(server.request().line, "GET /machines/b?version=2");
    assert!(format!("{found:?}").contains("size: Some(4)"), "{found:?}");
}

#[test]
fn a_monitor_has_the_result_or_the_failure() {
    let begun = "201 Created\nazure-asyncoperation: /states/1\nretry-after: 0\ncontent-type: application/json\n\n{}";
    let done = "200 OK\ncontent-type: application/json\n\n{\"status\":\"Succeeded\",\"size\":2}";
    let failed = "200 OK\ncontent-type: application/json\n\n{\"status\":\"Failed\"}";
    let problem = "409 Conflict\ncontent-type: application/json\n\n{\"code\":\"busy\"}";
    let server = Server::answering([begun, done, begun, failed, problem]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let put = || client.put_machine("a", Machine::default().size(2)).poll().send();
    assert_eq!(put().unwrap().size, Some(2));
    assert!(matches!(put(), Err(PollError::Ended { state, .. }) if state == "Failed"));
    let Err(PollError::Call(Error::Documented(error))) = put() else { panic!("it is documented") };
    assert!(matches!(error.error, PutMachineError::Other(problem) if problem.code == "busy"));
}

#[test]
fn there_may_be_no_result() {
    let server = Server::answering(["204 No Content"]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let () = client.delete_machine("a").poll().send().unwrap();
}

#[test]
fn the_extension_has_the_type_of_the_result() {
    let machine = "200 OK\ncontent-type: application/json\n\n{\"size\":4}";
    let server = Server::answering([BEGUN, machine]);
    let client = Client::builder().base_url(&server.url).build().unwrap();
    let machine: Machine = client.restart_machine("a").poll().send().unwrap();
    assert_eq!(machine.size, Some(4));
}
