//! Meta's error codes, sorted by what to do next.
//!
//! The code decides, not the HTTP status nor the title ("titles will be deprecated"): Meta's table, with
//! david-lev/pywa `errors.py` (2026-08-12) and nyaruka/courier `whatsapp` (2026-08-19) where it is silent.
//! The names are ours: Meta's `message` may repeat parts of the request.

use std::time::Duration;

use serde_json::Value;

use crate::channels::json::integer;
use crate::channels::verdict::Verdict;
use crate::domain::template::Standing;
use crate::runtime::ports::SendError;

use Verdict::{
    Hold, KeptBack, Refused, Retry, RetryTimes, RetryUnsure, SlowNumber, StopUnasked, Template,
    TemplateFilling, Unreachable, WaitPerson, WindowClosed,
};

const MINUTE: u64 = 60;
const HOUR: u64 = 3600;

/// First code, last code, what to do, what it means.
const TABLE: &[(i64, i64, Verdict, &str)] = &[
    (1, 1, RetryUnsure, "unknown API error"),
    (2, 2, RetryUnsure, "API service down"),
    (131_000, 131_000, RetryUnsure, "something went wrong"),
    (131_016, 131_016, RetryUnsure, "service unavailable"),
    (133_004, 133_004, RetryUnsure, "server temporarily unavailable"),
    // The file is uploaded anew with each try; one of a wrong type fails each time.
    (131_053, 131_053, RetryTimes(4), "media upload failed"),
    (135_000, 135_000, RetryTimes(2), "generic user error"),
    (131_057, 131_057, Retry(Some(MINUTE)), "account in maintenance"),
    (2_494_100, 2_494_100, Retry(Some(MINUTE)), "number in maintenance"),
    (130_429, 130_429, SlowNumber(None), "throughput of the number reached"),
    // Meta, about-the-platform#rate-limits: "retry after 4^X seconds", X from 0.
    (131_056, 131_056, WaitPerson(None), "too many messages to this user"),
    (4, 4, SlowNumber(Some(MINUTE)), "API calls of the app reached"),
    (613, 613, SlowNumber(Some(MINUTE)), "API calls reached"),
    (80_007, 80_007, SlowNumber(Some(MINUTE)), "API calls of the account reached"),
    (131_048, 131_048, StopUnasked(6 * HOUR), "too many messages flagged as spam"),
    (131_064, 131_064, StopUnasked(24 * HOUR), "templates limited for wrong classification"),
    (133_016, 133_016, Hold, "registered and deregistered too often"),
    (131_047, 131_047, WindowClosed, "more than 24 hours since the user wrote"),
    (131_026, 131_026, Unreachable, "undeliverable to this user"),
    (131_030, 131_030, Unreachable, "not in the list of a test number"),
    // About the country of this recipient (Meta: "restricted from messaging users in this country"): a foreign number
    // among our citizens must not stop the queue of all others, as 368 and 131031 do, which are about the account.
    (130_497, 130_497, Unreachable, "restricted from writing to users of this country"),
    (131_049, 131_049, KeptBack, "held back for a healthy ecosystem"),
    (131_050, 131_050, KeptBack, "the user stopped marketing messages"),
    (130_472, 130_472, KeptBack, "the user is part of an experiment"),
    (131_051, 131_051, Refused, "unsupported message type"),
    (131_052, 131_052, Refused, "the user's media cannot be downloaded"),
    // Only authentication templates: a phone number is preferred anyway where it is known.
    (131_062, 131_062, Refused, "a user id is not allowed here"),
    (131_021, 131_021, Refused, "recipient and sender are the same"),
    (33, 33, Refused, "unknown number id"),
    (100, 100, Refused, "invalid parameter"),
    (131_008, 131_008, Refused, "required parameter missing"),
    (131_009, 131_009, Refused, "invalid parameter value"),
    (132_000, 132_000, TemplateFilling, "template: number of parameters"),
    (132_001, 132_001, Template(Standing::Missing), "template does not exist"),
    (132_005, 132_005, TemplateFilling, "template: text too long"),
    (132_007, 132_007, Template(Standing::Rejected), "template: policy violated"),
    (132_008, 132_008, TemplateFilling, "template: parameter value"),
    (132_012, 132_012, TemplateFilling, "template: parameter format"),
    (132_015, 132_015, Template(Standing::Paused), "template paused"),
    (132_016, 132_016, Template(Standing::Disabled), "template disabled"),
    (132_068, 132_068, Refused, "flow blocked"),
    (132_069, 132_069, Refused, "flow throttled"),
    (137_000, 137_000, Refused, "identity key mismatch"),
    (131_042, 131_042, Hold, "payment method missing or wrong"),
    (131_044, 131_044, Hold, "payment or credit line"),
    (0, 0, Hold, "access token not valid"),
    (190, 190, Hold, "access token expired"),
    (102, 102, Hold, "session expired"),
    (3, 3, Hold, "capability or permission missing"),
    (10, 10, Hold, "permission denied"),
    (200, 299, Hold, "permission not granted"),
    (131_005, 131_005, Hold, "access denied"),
    (368, 368, Hold, "temporarily blocked for policy violations"),
    (131_031, 131_031, Hold, "account locked"),
    (133_010, 133_010, Hold, "number not registered"),
    (131_045, 131_045, Hold, "certificate of the number"),
    (131_037, 131_037, Hold, "display name not approved"),
];

fn row(code: i64) -> Option<(Verdict, &'static str)> {
    let row = TABLE.iter().find(|(first, last, ..)| (*first..=*last).contains(&code))?;
    Some((row.2, row.3))
}

pub(super) fn is_known(code: i64) -> bool {
    row(code).is_some()
}

/// `131047 more than 24 hours since the user wrote`.
pub(super) fn name(code: i64) -> String {
    match row(code) {
        Some((_, meaning)) => format!("{code} {meaning}"),
        None => code.to_string(),
    }
}

/// What a `failed` status means, from the name that its reader gave the error.
pub(super) fn fate(named: Option<&str>) -> SendError {
    let why = named.unwrap_or("failed, without a reason").to_owned();
    let code = why.split(' ').next().and_then(|code| code.parse().ok());
    match code.and_then(row) {
        // The call succeeded and the status is final: it surely did not arrive, so a repeat says it once.
        Some((RetryUnsure, _)) => RetryTimes(3).into_error(None, why),
        Some((verdict, _)) => verdict.into_error(None, why),
        None => Refused.into_error(None, why),
    }
}

/// An answer of the platform that is not a success.
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) retry_after: Option<Duration>,
    pub(super) body: Value,
}

impl Refusal {
    pub(super) fn code(&self) -> Option<i64> {
        self.body.get("error").and_then(|error| integer(error, "code"))
    }

    pub(super) fn verdict(&self) -> SendError {
        let error = self.body.get("error").unwrap_or(&Value::Null);
        let code = self.code();
        let why = match code {
            Some(code) => format!("{} (HTTP {})", name(code), self.status),
            None => format!("HTTP {}", self.status),
        };
        // Subcode 33 of 100: "object does not exist or permission missing", that is, our number id or
        // token, and thus every message.
        let ours = code == Some(100) && integer(error, "error_subcode") == Some(33);
        let transient = error.get("is_transient").and_then(Value::as_bool) == Some(true);
        let verdict = match (code.and_then(row), self.status) {
            _ if ours => Hold,
            (Some((verdict, _)), _) => verdict,
            (None, 429) => SlowNumber(None),
            // Graph always gives a code: a bare 404 or a redirect comes from a wrong address or a proxy.
            (None, 300..=399 | 401 | 403 | 404 | 407) => Hold,
            (None, 408 | 500..) => RetryUnsure,
            (None, _) if transient => Retry(None),
            (None, _) => Refused,
        };
        verdict.into_error(self.retry_after, why)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn verdict(status: u16, body: Value) -> SendError {
        Refusal { status, retry_after: None, body }.verdict()
    }

    /// Meta's table as of 2026-09, copied by hand a second time: a slip in one of the two shows.
    const DOCUMENTED: &[(i64, Verdict)] = &[
        (1, RetryUnsure),
        (2, RetryUnsure),
        (131_000, RetryUnsure),
        (131_016, RetryUnsure),
        (133_004, RetryUnsure),
        (131_053, RetryTimes(4)),
        (135_000, RetryTimes(2)),
        (131_057, Retry(Some(60))),
        (2_494_100, Retry(Some(60))),
        (130_429, SlowNumber(None)),
        (131_056, WaitPerson(None)),
        (80_007, SlowNumber(Some(60))),
        (4, SlowNumber(Some(60))),
        (613, SlowNumber(Some(60))),
        (133_016, Hold),
        (131_048, StopUnasked(21_600)),
        (131_064, StopUnasked(86_400)),
        (131_047, WindowClosed),
        (131_026, Unreachable),
        (131_030, Unreachable),
        (130_497, Unreachable),
        (131_049, KeptBack),
        (130_472, KeptBack),
        (131_050, KeptBack),
        (131_051, Refused),
        (131_052, Refused),
        (131_062, Refused),
        (131_021, Refused),
        (100, Refused),
        (131_008, Refused),
        (131_009, Refused),
        (33, Refused),
        (132_000, TemplateFilling),
        (132_001, Template(Standing::Missing)),
        (132_005, TemplateFilling),
        (132_007, Template(Standing::Rejected)),
        (132_008, TemplateFilling),
        (132_012, TemplateFilling),
        (132_015, Template(Standing::Paused)),
        (132_016, Template(Standing::Disabled)),
        (132_068, Refused),
        (132_069, Refused),
        (131_042, Hold),
        (131_044, Hold),
        (0, Hold),
        (190, Hold),
        (102, Hold),
        (3, Hold),
        (10, Hold),
        (200, Hold),
        (299, Hold),
        (131_005, Hold),
        (368, Hold),
        (131_031, Hold),
        (133_010, Hold),
        (131_045, Hold),
        (131_037, Hold),
        (137_000, Refused),
    ];

    #[test]
    fn every_documented_code_has_its_verdict_whatever_the_http_status() {
        for (code, expected) in DOCUMENTED {
            for status in [400, 429, 500] {
                let body = json!({"error": {"code": code, "message": "rahasia", "error_data": {"details": "rahasia"}}});
                let found = verdict(status, body);
                assert_eq!(
                    found,
                    expected.into_error(None, format!("{} (HTTP {status})", name(*code))),
                    "{code}"
                );
            }
        }
    }

    #[test]
    fn every_row_of_the_table_is_documented() {
        for (first, last, ..) in TABLE {
            assert!(DOCUMENTED.iter().any(|(code, _)| (*first..=*last).contains(code)), "{first}");
        }
    }

    #[test]
    fn a_status_that_failed_is_sorted_by_the_same_table() {
        for (code, expected) in DOCUMENTED {
            let expected = match expected {
                RetryUnsure => RetryTimes(3),
                other => *other,
            };
            assert_eq!(fate(Some(&name(*code))), expected.into_error(None, name(*code)), "{code}");
        }
        assert!(matches!(fate(Some("77")), SendError::Refused { .. }));
        assert!(matches!(fate(None), SendError::Refused { .. }));
    }

    #[test]
    fn an_unlisted_answer_is_sorted_by_its_status() {
        let check = |status: u16, body: Value, expected: Verdict, why: &str| {
            assert_eq!(verdict(status, body), expected.into_error(None, why.to_owned()));
        };
        check(503, Value::Null, RetryUnsure, "HTTP 503");
        check(429, Value::Null, SlowNumber(None), "HTTP 429");
        check(401, Value::Null, Hold, "HTTP 401");
        check(404, Value::Null, Hold, "HTTP 404");
        check(302, Value::Null, Hold, "HTTP 302");
        check(407, Value::Null, Hold, "HTTP 407");
        check(413, Value::Null, Refused, "HTTP 413");
        check(400, json!({"error": {"code": 77, "is_transient": true}}), Retry(None), "77 (HTTP 400)");
        let number = json!({"error": {"code": 100, "error_subcode": 33}});
        check(400, number, Hold, "100 invalid parameter (HTTP 400)");
    }

    #[test]
    fn the_pause_that_the_platform_names_wins() {
        let pause = Some(Duration::from_secs(17));
        let body = json!({"error": {"code": 131_056}});
        let found = Refusal { status: 400, retry_after: pause, body }.verdict();
        assert!(matches!(found, SendError::WaitPerson { after, .. } if after == pause));
    }
}
