//! A client and a running server in; what became of each call out.

use std::path::PathBuf;

use clientsmith::Driver as Source;
use serde_json::Value;

use super::exchange::{parse, plain, send};
use super::plan::{Kept, Plan, Planned};
use super::proxy::{Exchange, Proxy};
use super::verdict::{self, Verdict};
use crate::conformance::description::{Operation, operations};
use crate::conformance::driver::{Driver, Outcome, Reading};
use crate::conformance::sample::{Direction, Extent, Sampler};
use crate::conformance::schema::Schemas;
use crate::conformance::trial::number;
use crate::conformance::values::{self, Sent};

/// What became of a call, or of an operation that was not called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Called {
    /// The method and the path of the operation.
    pub(super) of: String,
    pub(super) verdict: Verdict,
}

/// Calls the server at an address: as planned first, and then each other operation.
///
/// # Errors.
///
/// The program or the proxy cannot be run, or the plan has a call of no operation.
pub(super) fn run(
    source: &Source,
    program: PathBuf,
    address: &str,
    plan: &Plan,
) -> Result<Vec<Called>, String> {
    let proxy = Proxy::start(address).map_err(|error| format!("cannot start a proxy: {error}"))?;
    let url = format!("{}{}", proxy.url, plan.base);
    let operations = operations(&source.description);
    let mut bench = Bench { driver: Driver::new(program, &[&url]), proxy, address, source };
    let mut kept = Kept::new();
    let mut called = Vec::new();
    for planned in &plan.calls {
        let operation = operations.iter().find(|it| name(it) == planned.call);
        let operation = operation.ok_or_else(|| format!("no operation is `{}`", planned.call))?;
        let verdict = bench.planned(operation, planned, &mut kept)?;
        called.push(Called { of: planned.call.clone(), verdict });
    }
    let is_planned = |of: &str| plan.calls.iter().any(|planned| planned.call == of);
    for operation in &operations {
        let of = name(operation);
        if is_planned(&of) {
            continue;
        }
        let verdict = match plan.skip.get(&of) {
            Some(reason) => Verdict::NotSent(reason.clone()),
            None => bench.sampled(operation)?,
        };
        called.push(Called { of, verdict });
    }
    Ok(called)
}

fn name(operation: &Operation<'_>) -> String {
    format!("{} {}", operation.method, operation.path)
}

/// What calls are made with.
struct Bench<'s> {
    driver: Driver,
    proxy: Proxy,
    address: &'s str,
    source: &'s Source,
}

impl<'s> Bench<'s> {
    fn planned(
        &mut self,
        operation: &Operation<'s>,
        planned: &Planned,
        kept: &mut Kept,
    ) -> Result<Verdict, String> {
        let Some(number) = number(&self.source.map, operation) else { return Ok(no_method()) };
        let (exchange, outcome, verdict) = self.call(number, &planned.values(kept))?;
        let Some(response) = exchange.and_then(|it| it.response) else {
            return Ok(match verdict {
                Verdict::NotSent(why) => Verdict::Wrong(why),
                other => other,
            });
        };
        let is_expected = match planned.status {
            Some(status) => status == response.status,
            None => (200..300).contains(&response.status),
        };
        let body = String::from_utf8_lossy(&response.body);
        if !is_expected {
            return Ok(Verdict::Wrong(format!("the server sent {}: {body}", response.status)));
        }
        let json: Value = serde_json::from_str(&body).unwrap_or_default();
        let named = planned.keep.iter();
        if let Some(reason) = &planned.misdescribed {
            return Ok(verdict::misdescribed(&response, &outcome, reason));
        }
        kept.extend(named.filter_map(|(name, at)| Some((name.clone(), json.pointer(at)?.clone()))));
        Ok(verdict)
    }

    /// Calls the operation with what is required, sampled by the description.
    fn sampled(&mut self, operation: &Operation<'s>) -> Result<Verdict, String> {
        let Some(number) = number(&self.source.map, operation) else { return Ok(no_method()) };
        let sent = Sent::of(self.source, number);
        let schemas = Schemas::of(&self.source.description);
        let sampler = Sampler::new(schemas, Extent::Required, Direction::Given);
        match values::of(operation, &sampler, Extent::Required, sent) {
            Ok(values) => Ok(self.call(number, &values)?.2),
            Err(why) => Ok(Verdict::NotSent(why)),
        }
    }

    /// Calls the operation once.
    fn call(
        &mut self,
        number: usize,
        values: &Value,
    ) -> Result<(Option<Exchange>, Outcome, Verdict), String> {
        self.proxy.take();
        let outcome = self.driver.call(number, values, Reading::Whole)?;
        // A redirect that the client follows is two of them, of which the last one counts.
        let Some(exchange) = self.proxy.take().pop() else {
            let why = outcome.message.clone();
            return Ok((None, outcome, Verdict::NotSent(why)));
        };
        let verdict = match self.accepted_plainly(&exchange) {
            Some(why) => Verdict::Wrong(why),
            None => verdict::of(exchange.response.as_ref(), &outcome),
        };
        Ok((Some(exchange), outcome, verdict))
    }

    /// What the server sends to a plain client whose request reads the same, if it rejected only the other.
    fn accepted_plainly(&self, exchange: &Exchange) -> Option<String> {
        let (request, response) = (&exchange.request, exchange.response.as_ref()?);
        if request.method != "GET" || response.status < 400 {
            return None;
        }
        let is_kept = |name: &str| !["accept", "user-agent"].contains(&name);
        let headers = request.headers.iter().filter(|(name, _)| is_kept(name));
        let headers: Vec<_> =
            headers.map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let plain = plain(&request.method, &request.target, &headers);
        let other = send(self.address, &plain).ok().as_deref().and_then(parse)?;
        let message = format!("{} here, and {} for a plain client", response.status, other.status);
        (other.status < 400).then_some(message)
    }
}

fn no_method() -> Verdict {
    Verdict::NotSent("the client has no method for it".to_owned())
}
