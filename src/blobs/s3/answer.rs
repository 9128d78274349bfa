//! What a store answered, sorted by what to do next. Never holds the address, whose query is a signature.

use reqwest::{RequestBuilder, StatusCode};

/// Answers that tell of a fault are a few hundred bytes.
const FAULT_MAX: usize = 16 * 1024;

pub(super) enum Answer {
    Done(Vec<u8>),
    /// The bucket is there, the object is not.
    NoObject,
    Trouble(Trouble),
}

/// Completes "the file store at … is unavailable: …".
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// The same again may work.
    Passing(String),
    /// An operator must act first.
    Lasting(String),
    Full(String),
}

pub(super) async fn of(request: RequestBuilder) -> Answer {
    let response = match request.send().await {
        Ok(response) => response,
        Err(error) => return Answer::Trouble(Trouble::Passing(no_answer(&error))),
    };
    let status = response.status();
    let body = match response.bytes().await {
        Ok(body) => body,
        Err(error) => return Answer::Trouble(Trouble::Passing(no_answer(&error))),
    };
    if status.is_success() {
        return Answer::Done(body.into());
    }
    let text = String::from_utf8_lossy(&body[..body.len().min(FAULT_MAX)]);
    sorted(status, code(&text))
}

fn no_answer(error: &reqwest::Error) -> String {
    let why = if error.is_connect() {
        "no connection"
    } else if error.is_timeout() {
        "it does not answer in time"
    } else {
        "the connection broke"
    };
    why.to_owned()
}

/// The text between `<Code>` and its end, the one thing that is needed of an error document.
fn code(body: &str) -> &str {
    let inside = body.split_once("<Code>").and_then(|(_, rest)| rest.split_once("</Code>"));
    // A code is one word; anything else is not from S3.
    inside.map(|(code, _)| code).filter(|code| code.bytes().all(|b| b.is_ascii_alphanumeric())).unwrap_or("")
}

/// Codes: docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11); `XMinio…` are MinIO's own.
fn sorted(status: StatusCode, code: &str) -> Answer {
    let lasting = |what: &str| Trouble::Lasting(format!("{what} ({code})"));
    let trouble = match (status.as_u16(), code) {
        (404, "NoSuchKey") => return Answer::NoObject,
        (_, "NoSuchBucket") => lasting("there is no such bucket"),
        // An answer to HEAD, which has no body, or of something that is no S3 at all: no file is gone by that.
        (404, _) => lasting("there is no such bucket; see AWS_ENDPOINT_URL too"),
        (_, "InvalidAccessKeyId") => lasting("the access key is not known there; see AWS_ACCESS_KEY_ID"),
        (_, "SignatureDoesNotMatch") => lasting("the secret key does not fit; see AWS_SECRET_ACCESS_KEY"),
        (_, "ExpiredToken" | "InvalidToken" | "TokenRefreshRequired") => {
            lasting("the session token is over; see AWS_SESSION_TOKEN")
        }
        (_, "RequestTimeTooSkewed" | "RequestExpired") => {
            lasting("the clocks of this machine and of the store differ; start time synchronisation")
        }
        (_, "PermanentRedirect" | "TemporaryRedirect" | "AuthorizationHeaderMalformed")
        | (_, "IllegalLocationConstraintException") => {
            lasting("the bucket is in another region; see AWS_REGION")
        }
        (301 | 307, _) => lasting("the bucket is elsewhere; see AWS_REGION and AWS_ENDPOINT_URL"),
        (507, _) | (_, "XMinioStorageFull" | "QuotaExceeded" | "XMinioAdminBucketQuotaExceeded") => {
            Trouble::Full(format!("the bucket is full ({code})"))
        }
        (401 | 403, _) => lasting("these keys may not do that there"),
        (408 | 429 | 500.., _) | (_, "SlowDown" | "RequestTimeout") => {
            Trouble::Passing(format!("it answers {} {code}", status.as_u16()))
        }
        _ => Trouble::Lasting(format!("it answers {} {code}", status.as_u16())),
    };
    Answer::Trouble(trouble)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn trouble(status: u16, body: &str) -> Option<Trouble> {
        match sorted(StatusCode::from_u16(status).expect("a status"), code(body)) {
            Answer::Done(_) => panic!("no fault is well"),
            Answer::NoObject => None,
            Answer::Trouble(trouble) => Some(trouble),
        }
    }

    fn document(code: &str) -> String {
        format!("<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>x</Message></Error>")
    }

    #[test]
    fn a_missing_file_and_a_missing_bucket_are_two_things() {
        assert_eq!(trouble(404, &document("NoSuchKey")), None);
        assert!(
            matches!(trouble(404, &document("NoSuchBucket")), Some(Trouble::Lasting(why)) if why.contains("bucket"))
        );
    }

    #[test]
    fn an_answer_of_something_that_is_no_s3_makes_no_file_missing() {
        assert!(matches!(trouble(404, "<html>not found</html>"), Some(Trouble::Lasting(_))));
    }

    #[test]
    fn each_fault_says_what_to_do() {
        let check = |status, code: &str, part: &str| match trouble(status, &document(code)) {
            Some(Trouble::Lasting(why)) => assert!(why.contains(part) && why.contains(code), "{why}"),
            other => panic!("{code}: {other:?}"),
        };
        check(403, "InvalidAccessKeyId", "AWS_ACCESS_KEY_ID");
        check(403, "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY");
        check(403, "RequestTimeTooSkewed", "clock");
        check(400, "ExpiredToken", "AWS_SESSION_TOKEN");
        check(400, "AuthorizationHeaderMalformed", "AWS_REGION");
        check(403, "AccessDenied", "may not");
    }

    #[test]
    fn what_passes_is_tried_again_and_a_full_bucket_is_told_apart() {
        for (status, code) in [(503, "SlowDown"), (500, "InternalError"), (429, ""), (502, "")] {
            assert!(matches!(trouble(status, &document(code)), Some(Trouble::Passing(_))), "{status}");
        }
        assert!(matches!(trouble(507, &document("XMinioStorageFull")), Some(Trouble::Full(_))));
        assert!(matches!(trouble(403, "<html>proxy</html>"), Some(Trouble::Lasting(_))));
    }
}
