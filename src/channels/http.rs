//! The HTTP client towards the platforms, and the sorting of its errors. Nothing here prints a URL:
//! Telegram's hold the token.

use std::time::Duration;

use reqwest::header::{CONTENT_LENGTH, RETRY_AFTER};
use reqwest::{Client, Response, redirect};

use super::verdict::Verdict;
use crate::runtime::ports::{FetchError, SendError};

/// A call that neither uploads nor waits for news answers within this.
pub(super) const CALL_TIMEOUT: Duration = Duration::from_secs(30);

/// A file of ours on its way out. With the call after it, it stays below the lease of the outbox (90 s): longer, and
/// another worker would send the same message a second time.
pub(super) const UPLOAD_TIMEOUT: Duration = Duration::from_secs(50);

/// A file of up to 100 MB over an office's line.
pub(super) const TRANSFER_TIMEOUT: Duration = Duration::from_secs(180);

/// The client for both channels. It follows no redirect (one to another host would carry our token
/// there), and it waits for each read longer than Telegram's long poll may stay silent (50 s).
#[must_use]
pub fn client() -> Client {
    builder().build().expect("constant settings make a client")
}

#[expect(clippy::disallowed_methods, reason = "the home of the HTTP client's settings")]
pub(super) fn builder() -> reqwest::ClientBuilder {
    Client::builder()
        .redirect(redirect::Policy::none())
        .connect_timeout(Duration::from_secs(10))
        .read_timeout(Duration::from_secs(65))
        .user_agent(concat!("sapa/", env!("CARGO_PKG_VERSION")))
}

/// A request that got no answer. `why` names the kind of trouble only: reqwest's own text holds the URL.
pub(super) fn no_answer(error: &reqwest::Error) -> SendError {
    let (verdict, why) = if error.is_connect() {
        (Verdict::Retry(None), "no connection to the platform")
    } else if error.is_timeout() {
        (Verdict::RetryUnsure, "the platform did not answer in time")
    } else if error.is_builder() {
        (Verdict::Hold, "the address or the token of the platform cannot be used")
    } else {
        (Verdict::RetryUnsure, "the connection to the platform broke")
    };
    verdict.into_error(None, why.to_owned())
}

pub(super) fn retry_after(response: &Response) -> Option<Duration> {
    let text = response.headers().get(RETRY_AFTER)?.to_str().ok()?;
    text.trim().parse().ok().map(Duration::from_secs)
}

/// Reads a file up to `cap` bytes: by the announced length first, by what really comes in the end.
pub(super) async fn read_capped(mut response: Response, cap: u64) -> Result<Vec<u8>, FetchError> {
    let too_large = || FetchError::TooLarge(format!("more than {cap} bytes"));
    let announced = response.headers().get(CONTENT_LENGTH).and_then(|v| v.to_str().ok()?.parse::<u64>().ok());
    if announced.is_some_and(|length| length > cap) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    loop {
        match response.chunk().await {
            Ok(Some(chunk)) if (bytes.len() + chunk.len()) as u64 > cap => return Err(too_large()),
            Ok(Some(chunk)) => bytes.extend_from_slice(&chunk),
            Ok(None) => return Ok(bytes),
            Err(_) => return Err(FetchError::Retry("the download broke off".to_owned())),
        }
    }
}
