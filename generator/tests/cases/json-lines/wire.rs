//! JSON values one after the other, as a list or one by one.

use case_json_lines::blocking::Client;
use case_json_lines::mock;
use case_json_lines::models::Row;
use case_json_lines::operations::AddLogsBodyItem;
use case_json_lines::runtime::Records;

use crate::server::Server;

const DONE: &str = "204 No Content\n\n";

fn client(server: &Server) -> Client {
    Client::builder().base_url(&server.url).build().unwrap()
}

#[test]
fn each_value_is_a_line() {
    let server = Server::answering([DONE; 5]);
    let client = client(&server);
    client.add_rows([Row::new(1), Row::new(2)]).send().unwrap();
    client.add_rows(Records::iterator((1..=2).map(Row::new))).send().unwrap();
    client.add_rows((1..=2).map(Row::new).collect::<Records<_>>()).send().unwrap();
    client.add_rows(vec![]).send().unwrap();
    client.add_logs(vec![AddLogsBodyItem::new("a\nb")]).send().unwrap();
    let bodies = ["{\"n\":1}\n{\"n\":2}\n"; 3].into_iter();
    for body in bodies.chain([""]) {
        let request = server.request();
        assert_eq!(request.header("content-type"), "application/x-ndjson");
        assert_eq!(request.body, body);
    }
    let request = server.request();
    assert_eq!(request.header("content-type"), "application/jsonl");
    assert_eq!(request.body, "{\"text\":\"a\\nb\"}\n");
}

#[test]
fn each_value_of_a_sequence_stands_behind_a_separator() {
    let rows = "200 OK\ncontent-type: application/jsonl\n\n{\"n\":3}\n{\"n\":4}\n";
    let server = Server::answering([rows; 3]);
    let client = client(&server);
    let rows = client.replace_rows().body([Row::new(1), Row::new(2)]).into_stream().unwrap();
    let rows: Vec<Row> = rows.map(Result::unwrap).collect();
    assert_eq!(rows, [Row::new(3), Row::new(4)]);
    let records = Records::iterator((1..=2).map(Row::new));
    client.replace_rows().body(records).send().unwrap();
    for _ in 0..2 {
        let request = server.request();
        assert_eq!(request.header("content-type"), "application/json-seq");
        assert_eq!(request.body, "\u{1e}{\"n\":1}\n\u{1e}{\"n\":2}\n");
    }
    client.replace_rows_ndjson().body([Row::new(5)]).send().unwrap();
    assert_eq!(server.request().body, "{\"n\":5}\n");
}

#[test]
fn a_server_for_tests_reads_them() {
    let server = mock::Server::new();
    server.add_rows().respond(());
    server.replace_rows().respond("");
    let client = Client::from(&server);
    client.add_rows([Row::new(1), Row::new(2)]).send().unwrap();
    client.replace_rows().body([Row::new(3)]).send().unwrap();
    let calls = server.add_rows().calls();
    assert_eq!(calls[0].json_lines::<Row>().unwrap(), [Row::new(1), Row::new(2)]);
    let calls = server.replace_rows().calls();
    assert_eq!(calls[0].json_lines::<Row>().unwrap(), [Row::new(3)]);
    assert!(calls[0].json_lines::<u64>().is_err());
}

#[test]
fn what_is_no_list_is_a_text() {
    let server = Server::answering([DONE; 2]);
    let client = client(&server);
    client.run("{}\n").send().unwrap();
    client.tell("data: {}\n\n").send().unwrap();
    assert_eq!(server.request().body, "{}\n");
    assert_eq!(server.request().body, "data: {}\n\n");
}
