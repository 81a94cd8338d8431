//! Long-running operations: where the state is, how often it is asked for, and how the work ends.

use std::convert::Infallible;
use std::time::Duration;

use serde::Deserialize;

use crate::runtime::{
    Async, Blocking, Builder, DecodeError, FinalState, Info, LongRunning, Operation, PollError,
    Request, Response, Retry,
};
use crate::server::Server;

static API: crate::runtime::Api =
    crate::runtime::Api { user_agent: "poll", server: "", variables: &[], schemes: &[] };

#[derive(Debug, PartialEq, Eq, Deserialize)]
struct Thing {
    id: u32,
}

macro_rules! operation {
    ($name:ident, $method:literal, $state:expr) => {
        #[derive(Debug)]
        struct $name;

        impl Operation for $name {
            type Output = ();
            type Error = Infallible;
            const INFO: &'static Info = &Info {
                id: "make",
                method: $method,
                path: "/things/{id}",
                accept: "application/json",
                security: &[],
            };

            fn request(&self, request: &mut Request) {
                request.path("id", &1);
                request.query("v", &2);
                request.json(&1);
            }

            fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
                response.status().is_success().then_some(Ok(()))
            }
        }

        impl LongRunning for $name {
            type Result = Option<Thing>;
            const FINAL: FinalState = $state;

            fn result(response: &Response) -> Result<Option<Thing>, DecodeError> {
                response.json()
            }
        }
    };
}

operation!(Post, "POST", FinalState::Usual);
operation!(Put, "PUT", FinalState::Usual);
operation!(PostAtLocation, "POST", FinalState::Location);
operation!(Delete, "DELETE", FinalState::Usual);
operation!(PutAtMonitor, "PUT", FinalState::Monitor);

fn answer(status: u16, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Status\r\n{headers}Retry-After: 0\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
    )
}

async fn run<O: LongRunning<Error = Infallible>>(
    operation: O,
    answers: Vec<String>,
) -> (Result<O::Result, PollError<Infallible>>, Vec<String>) {
    let server = Server::sequence(answers);
    let client =
        Builder::<Async>::new(&API).base_url(&server.url).retry(Retry::never()).build().unwrap();
    let result = client.call(operation).header("x-mine", "1").poll().await;
    (result, server.targets())
}

const MONITOR: &str = "Operation-Location: /states/7?x=1\r\n";
const LOCATION: &str = "Location: /results/7\r\n";
const RUNNING: &str = r#"{"status": "InProgress"}"#;
const DONE: &str = r#"{"status": "Succeeded", "id": 9}"#;
const THING_1: Option<Thing> = Some(Thing { id: 1 });
const THING: &str = r#"{"id": 1}"#;

#[tokio::test]
async fn a_response_without_a_link_is_the_result() {
    let (result, targets) = run(Post, vec![answer(201, LOCATION, THING)]).await;
    assert_eq!((result.unwrap(), targets), (THING_1, vec!["/things/1?v=2".to_owned()]));
}

#[tokio::test]
async fn at_a_location_202_means_that_the_work_goes_on() {
    let moved = "Location: /results/8\r\n";
    let answers = vec![
        answer(202, LOCATION, ""),
        answer(202, moved, ""),
        answer(202, "", ""),
        answer(200, "", THING),
    ];
    let (result, targets) = run(Post, answers).await;
    assert_eq!(result.unwrap(), THING_1);
    assert_eq!(targets, ["/things/1?v=2", "/results/7", "/results/8", "/results/8"]);

    let answers = vec![answer(202, LOCATION, ""), answer(303, moved, ""), answer(200, "", THING)];
    let (result, targets) = run(Post, answers).await;
    assert_eq!(result.unwrap(), THING_1);
    assert_eq!(targets, ["/things/1?v=2", "/results/7", "/results/8"]);
}

#[tokio::test]
async fn a_monitor_tells_when_the_work_is_done_and_the_method_where_the_result_is() {
    let both = format!("{MONITOR}{LOCATION}");
    let begin = || vec![answer(202, MONITOR, ""), answer(200, "", RUNNING), answer(200, "", DONE)];
    let (result, targets) = run(Post, begin()).await;
    assert_eq!(result.unwrap(), Some(Thing { id: 9 }));
    assert_eq!(targets, ["/things/1?v=2", "/states/7?x=1", "/states/7?x=1"]);
    let (result, _) = run(PutAtMonitor, begin()).await;
    assert_eq!(result.unwrap(), Some(Thing { id: 9 }));

    let mut answers = begin();
    answers.push(answer(200, "", THING));
    let (result, targets) = run(Put, answers.clone()).await;
    assert_eq!(result.unwrap(), THING_1);
    assert_eq!(targets.last().unwrap(), "/things/1?v=2");

    answers[0] = answer(202, &both, "");
    for result in [run(Post, answers.clone()).await, run(PostAtLocation, answers).await] {
        assert_eq!(result.0.unwrap(), THING_1);
        assert_eq!(result.1.last().unwrap(), "/results/7");
    }

    let done = r#"{"status": "succeeded", "resourceLocation": "/made/3"}"#;
    let answers = vec![answer(202, MONITOR, ""), answer(200, "", done), answer(200, "", THING)];
    let (result, targets) = run(Post, answers).await;
    assert_eq!(result.unwrap(), THING_1);
    assert_eq!(targets.last().unwrap(), "/made/3");
}

#[tokio::test]
async fn a_put_without_a_link_has_its_state_in_the_resource() {
    let running = r#"{"id": 1, "properties": {"provisioningState": "Creating"}}"#;
    let done = r#"{"id": 1, "properties": {"provisioningState": "Succeeded"}}"#;
    let (result, targets) =
        run(Put, vec![answer(201, "", running), answer(200, "", running), answer(200, "", done)])
            .await;
    assert_eq!(result.unwrap(), THING_1);
    assert_eq!(targets, ["/things/1?v=2"; 3]);
}

#[tokio::test]
async fn there_may_be_no_result() {
    let both = format!("{MONITOR}{LOCATION}");
    let (result, targets) = run(Delete, vec![answer(202, &both, ""), answer(200, "", DONE)]).await;
    assert_eq!((result.unwrap(), targets.len()), (None, 2));
    let (result, _) = run(Post, vec![answer(202, LOCATION, ""), answer(204, "", "")]).await;
    assert_eq!(result.unwrap(), None);
}

#[tokio::test]
async fn a_resource_may_have_a_status_of_its_own_and_links_that_nobody_follows() {
    let active = r#"{"id": 1, "status": "active"}"#;
    let (result, _) = run(Put, vec![answer(200, "", active)]).await;
    assert_eq!(result.unwrap(), THING_1);
    let elsewhere = format!("{MONITOR}Location: https://elsewhere.example/\r\n");
    let answers = vec![answer(202, &elsewhere, ""), answer(200, "", DONE), answer(200, "", THING)];
    assert_eq!(run(Put, answers).await.0.unwrap(), THING_1);
}

#[tokio::test]
async fn work_that_fails_has_no_result() {
    let failed = r#"{"status": "Failed", "error": {"code": "x"}}"#;
    let (result, _) = run(Post, vec![answer(202, MONITOR, ""), answer(200, "", failed)]).await;
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), "make: the work ended in the state \"Failed\"");
    let PollError::Ended { response, .. } = error else { panic!("{error:?}") };
    assert_eq!(response.body(), failed);

    // What the server rejects has not begun, whatever its body says.
    let elsewhere = "Operation-Location: https://elsewhere.example/\r\n";
    let running = r#"{"status": "error", "properties": {"provisioningState": "Creating"}}"#;
    for headers in ["", elsewhere] {
        let (result, targets) = run(Put, vec![answer(409, headers, running)]).await;
        assert!(matches!(result, Err(PollError::Call(_))), "{result:?}");
        assert_eq!(targets.len(), 1);
    }
    let (result, _) = run(Post, vec![answer(202, "", "")]).await;
    assert!(matches!(result, Err(PollError::Unclear { .. })), "{result:?}");
    let (result, targets) =
        run(Put, vec![answer(202, MONITOR, ""), answer(404, "", RUNNING)]).await;
    assert!(matches!(result, Err(PollError::State(_))), "{result:?}");
    assert_eq!(targets.len(), 2);

    let (result, _) = run(Post, vec![answer(500, "", "{}")]).await;
    assert!(matches!(result, Err(PollError::Call(_))), "{result:?}");
    let (result, _) = run(Post, vec![answer(202, MONITOR, ""), answer(404, "", "{}")]).await;
    let PollError::State(error) = result.unwrap_err() else { panic!() };
    assert_eq!(error.status().unwrap(), 404);
}

#[tokio::test]
async fn a_link_to_another_host_is_not_followed() {
    let other = "Operation-Location: https://elsewhere.example/states/7\r\n";
    let (result, targets) = run(Post, vec![answer(202, other, "")]).await;
    let error = result.unwrap_err();
    assert!(matches!(error, PollError::Unclear { .. }));
    assert_eq!(
        error.to_string(),
        "make: the work has begun, and its state is unknown: the server's link leads to another host, `elsewhere.example`"
    );
    assert_eq!(targets.len(), 1);

    for body in ["", "{}", "{\"sta"] {
        let (result, _) = run(Put, vec![answer(202, MONITOR, ""), answer(200, "", body)]).await;
        assert!(matches!(result, Err(PollError::Unclear { .. })), "{body}");
    }
}

#[test]
fn without_async_code_it_is_sent() {
    let server = Server::sequence(vec![answer(202, LOCATION, ""), answer(200, "", THING)]);
    let client = Builder::<Blocking>::new(&API).base_url(&server.url).build().unwrap();
    let poll = client.call(Post).poll().interval(Duration::from_millis(1));
    assert_eq!(poll.send().unwrap(), THING_1);
}
