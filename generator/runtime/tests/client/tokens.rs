//! Tokens that are got when they are needed, and got anew when they run out or are refused.

use std::future::IntoFuture;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::runtime::{
    AccessToken, Api, Async, Blocking, BoxError, BoxFuture, Builder, Client, Credential,
    DecodeError, Error, Info, Operation, Request, Response, Retry, Scheme, SchemeKind, TokenError,
    TokenProvider,
};
use crate::server::{Server, status};
use crate::timer::TestTimer;

static API: Api = Api {
    user_agent: "test",
    server: "https://h",
    variables: &[],
    schemes: &[
        Scheme { name: "bearer", setter: "token", kind: SchemeKind::Bearer },
        Scheme { name: "hmac", setter: "signature", kind: SchemeKind::Http("HMAC") },
        Scheme { name: "query", setter: "key", kind: SchemeKind::QueryKey("key") },
    ],
};

macro_rules! operation {
    ($name:ident, $security:expr) => {
        struct $name;

        impl Operation for $name {
            type Output = ();
            type Error = std::convert::Infallible;
            const INFO: &'static Info =
                &Info { id: "op", method: "POST", path: "/p", accept: "", security: $security };

            fn request(&self, _: &mut Request) {}

            fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
                response.status().is_success().then_some(Ok(()))
            }
        }
    };
}

operation!(Bearer, &[&["bearer"]]);
operation!(Hmac, &[&["hmac"]]);
operation!(Both, &[&["bearer", "query"]]);

/// Gives `t1`, `t2` and so on.
#[derive(Clone, Default)]
struct Counting {
    given: Arc<AtomicUsize>,
    lifetime: Option<Duration>,
}

impl TokenProvider for Counting {
    fn token<'a>(&'a self, _: &'a reqwest::Client) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(async move {
            tokio::time::sleep(Duration::from_millis(10)).await;
            let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
            let token = AccessToken::new(format!("t{number}"));
            Ok(match self.lifetime {
                Some(lifetime) => token.expires_in(lifetime),
                None => token,
            })
        })
    }
}

fn client(server: &Server, provider: impl TokenProvider, timer: &TestTimer) -> Client {
    let builder = Builder::<Async>::new(&API).base_url(&server.url).timer(timer.clone());
    builder.token_provider("bearer", provider).build().unwrap()
}

fn sent(server: &Server) -> Vec<String> {
    let requests = server.requests();
    requests.iter().map(|request| request.header("authorization").unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_token_is_kept_until_it_runs_out() {
    let server = Server::raw(&status(204, &[]));
    let provider = Counting { lifetime: Some(Duration::from_secs(100)), ..Counting::default() };
    let timer = TestTimer::default();
    let client = client(&server, provider, &timer);
    for passes in [0, 89, 1, 0] {
        timer.pass(Duration::from_secs(passes));
        client.call(Bearer).await.unwrap();
    }
    assert_eq!(sent(&server), ["Bearer t1", "Bearer t1", "Bearer t2", "Bearer t2"]);
}

#[tokio::test]
async fn calls_at_the_same_time_share_a_token() {
    let server = Server::raw(&status(204, &[]));
    let client = client(&server, Counting::default(), &TestTimer::default());
    let calls: Vec<_> = (0..20).map(|_| tokio::spawn(client.call(Bearer).send())).collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(sent(&server).iter().all(|token| token == "Bearer t1"));
}

#[tokio::test]
async fn a_token_that_is_refused_is_got_anew_once() {
    let server = Server::sequence(vec![status(401, &[]), status(204, &[])]);
    client(&server, Counting::default(), &TestTimer::default()).call(Bearer).await.unwrap();
    assert_eq!(sent(&server), ["Bearer t1", "Bearer t2"]);

    let server = Server::raw(&status(401, &[]));
    let client = client(&server, Counting::default(), &TestTimer::default());
    let error = client.call(Bearer).await.unwrap_err();
    assert_eq!(error.status().unwrap().as_u16(), 401);
    assert_eq!(sent(&server), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_credential_that_stays_the_same_is_not_sent_again() {
    let server = Server::raw(&status(401, &[]));
    let builder = Builder::<Async>::new(&API).base_url(&server.url);
    let client = builder.credential("hmac", Credential::token("a=\"b\"")).build().unwrap();
    client.call(Hmac).await.unwrap_err();
    assert_eq!(sent(&server), ["HMAC a=\"b\""]);
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let server = Server::raw(&status(204, &[]));
    let fails = || async { Err(BoxError::from("the vault is sealed")) };
    let error = client(&server, fails, &TestTimer::default()).call(Bearer).await.unwrap_err();
    assert!(matches!(error, Error::NotSent(_)));
    assert_eq!(error.to_string(), "op: nothing was sent: failed to get a token");
    assert_eq!(std::error::Error::source(&error).unwrap().to_string(), "the vault is sealed");
    let bad = || async { Ok(AccessToken::new("hidden\n")) };
    let error = client(&server, bad, &TestTimer::default()).call(Bearer).await.unwrap_err();
    assert!(!format!("{error:?}").contains("hidden"));
    assert_eq!(server.count(), 0);
}

#[tokio::test]
async fn a_provider_goes_for_every_kind_of_scheme() {
    let server = Server::raw(&status(204, &[]));
    let key = || async { Ok(AccessToken::new("a&b")) };
    let builder = Builder::<Async>::new(&API).base_url(&server.url);
    let builder =
        builder.token_provider("query", key).token_provider("bearer", Counting::default());
    builder.build().unwrap().call(Both).await.unwrap();
    assert_eq!(server.request().target(), "/p?key=a%26b");
    assert_eq!(server.request().header("authorization"), Some("Bearer t1"));
}

#[test]
fn it_works_without_async_code() {
    let server = Server::sequence(vec![status(401, &[]), status(204, &[])]);
    let builder = Builder::<Blocking>::new(&API).base_url(&server.url);
    let client = builder.token_provider("bearer", Counting::default()).build().unwrap();
    client.call(Bearer).send().unwrap();
    assert_eq!(sent(&server), ["Bearer t1", "Bearer t2"]);
}

#[tokio::test]
async fn a_token_that_is_on_its_way_is_not_lost_with_the_call() {
    let server = Server::raw(&status(204, &[]));
    let provider = Counting::default();
    let given = provider.given.clone();
    let slow = move || {
        let provider = provider.clone();
        async move {
            let number = provider.given.fetch_add(1, Ordering::SeqCst) + 1;
            tokio::time::sleep(Duration::from_millis(200)).await;
            Ok(AccessToken::new(format!("t{number}")))
        }
    };
    let builder = Builder::<Async>::new(&API).base_url(&server.url).token_provider("bearer", slow);
    let client = builder.build().unwrap();
    let late = client.call(Bearer).timeout(Duration::from_millis(50)).await.unwrap_err();
    assert!(late.is_timeout() && !late.may_have_reached_server());
    client.call(Bearer).await.unwrap();
    assert_eq!((given.load(Ordering::SeqCst), sent(&server)), (1, vec!["Bearer t1".to_owned()]));
}

#[tokio::test]
async fn a_token_that_never_comes_is_asked_for_anew() {
    let server = Server::raw(&status(204, &[]));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let first_never = move || {
        let number = count.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            if number == 1 {
                std::future::pending::<()>().await;
            }
            Ok(AccessToken::new(format!("t{number}")))
        }
    };
    let client = client(&server, first_never, &TestTimer::default());
    let call = |seconds| client.call(Bearer).timeout(Duration::from_secs(seconds));
    assert!(call(1).await.unwrap_err().is_timeout());
    assert!(call(59).await.unwrap_err().is_timeout());
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    call(2).await.unwrap_err();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    client.call(Bearer).await.unwrap();
    assert_eq!(asked.load(Ordering::SeqCst), 2);
    assert_eq!(sent(&server).last().unwrap(), "Bearer t2");
}

#[tokio::test]
async fn a_key_is_sent_once_where_the_query_has_it_already() {
    struct Repeated;

    impl Operation for Repeated {
        type Output = ();
        type Error = std::convert::Infallible;
        const INFO: &'static Info = &Info {
            id: "op",
            method: "GET",
            path: "/p?a=1&key=old&b&keys=2",
            accept: "",
            security: &[&["query"]],
        };

        fn request(&self, _: &mut Request) {}

        fn decode(response: &Response) -> Option<Result<(), DecodeError>> {
            response.status().is_success().then_some(Ok(()))
        }
    }

    let server = Server::raw(&status(204, &[]));
    let builder = Builder::<Async>::new(&API).base_url(&server.url);
    let client = builder.credential("query", Credential::token("new")).build().unwrap();
    client.call(Repeated).await.unwrap();
    assert_eq!(server.request().target(), "/p?a=1&b&keys=2&key=new");
}

#[tokio::test]
async fn calls_that_wait_for_a_request_that_fails_do_not_repeat_it() {
    let server = Server::raw(&status(200, &[]));
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let provider = move || {
        let count = count.clone();
        async move {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(50)).await;
            Err("refused".into())
        }
    };
    let client = client(&server, provider, &TestTimer::default());
    let calls: Vec<_> = (0..50).map(|_| tokio::spawn(client.call(Bearer).into_future())).collect();
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert!(matches!(error, Error::NotSent(_)), "{error:?}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 1);
    // A later call asks again.
    client.call(Bearer).await.unwrap_err();
    assert_eq!((asked.load(Ordering::SeqCst), server.count()), (2, 0));
}

#[tokio::test]
async fn a_provider_that_panics_fails_only_that_call() {
    let server = Server::raw(&status(200, &[]));
    let asked = Arc::new(AtomicUsize::new(0));
    let provider = move || {
        let is_first = asked.fetch_add(1, Ordering::SeqCst) == 0;
        async move {
            assert!(!is_first, "the first request of the provider fails");
            Ok(AccessToken::new("t"))
        }
    };
    let client = client(&server, provider, &TestTimer::default());
    let error = client.call(Bearer).await.unwrap_err();
    let source = std::error::Error::source(&error).unwrap().to_string();
    assert_eq!(source, "the token provider panicked");
    client.call(Bearer).await.unwrap();
}

/// A provider whose token endpoint responds with that status until it was called so often.
fn busy(status: u16, until: usize, calls: &Arc<AtomicUsize>) -> impl TokenProvider + use<> {
    let calls = calls.clone();
    move || {
        let number = calls.fetch_add(1, Ordering::SeqCst) + 1;
        async move {
            if number >= until {
                return Ok(AccessToken::new("t"));
            }
            let status = http::StatusCode::from_u16(status).unwrap();
            Err(TokenError::new("busy").responded(status, Some(Duration::from_secs(7))).into())
        }
    }
}

#[tokio::test]
async fn a_token_endpoint_that_is_busy_is_asked_again() {
    let server = Server::json(204, "");
    for (code, until, asked, is_ok) in [(503, 3, 3, true), (503, 9, 3, false), (400, 2, 1, false)] {
        let (calls, timer) = (Arc::default(), TestTimer::default());
        let client = client(&server, busy(code, until, &calls), &timer);
        let outcome = client.call(Bearer).await;
        assert_eq!((outcome.is_ok(), calls.load(Ordering::SeqCst)), (is_ok, asked), "{code}");
        if let Err(error) = outcome {
            let source = std::error::Error::source(&error).unwrap();
            let source = std::iter::successors(Some(source), |it| it.source());
            let source = source.filter_map(|it| it.downcast_ref::<TokenError>()).next().unwrap();
            assert_eq!(source.status().unwrap().as_u16(), code);
        }
    }
    let calls = Arc::default();
    let client = client(&server, busy(503, 2, &calls), &TestTimer::default());
    client.call(Bearer).retry(Retry::never()).await.unwrap_err();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}
