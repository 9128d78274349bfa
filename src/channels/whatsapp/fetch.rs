//! Downloading a citizen's file: the id gives a link that lives five minutes, the link gives the bytes.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::LOCATION;
use reqwest::{Response, StatusCode, Url};
use sha2::{Digest, Sha256};

use super::WhatsApp;
use super::abilities::DOWNLOAD_MAX;
use super::client::Failure;
use super::settings::NumberPath;
use crate::channels::http;
use crate::channels::json::{size, text};
use crate::channels::verdict::about_a_file;
use crate::domain::inbound::MediaRef;
use crate::runtime::ports::FetchError;

/// Enough for a CDN; more is a loop.
const REDIRECTS_MAX: usize = 3;

enum Got {
    Bytes(Vec<u8>),
    /// The link is over; the file may not be.
    Expired,
}

impl WhatsApp {
    pub(super) async fn fetch_now(&self, media: &MediaRef) -> Result<Vec<u8>, FetchError> {
        for _ in 0..2 {
            let link = self.link(media).await?;
            if let Got::Bytes(bytes) = self.download(link).await? {
                compare(media, &bytes);
                return Ok(bytes);
            }
        }
        // It still gives links to it: the bytes are late, or their host is unwell.
        Err(FetchError::Retry("the platform's links lead nowhere".to_owned()))
    }

    async fn link(&self, media: &MediaRef) -> Result<Url, FetchError> {
        let id = media.provider_media_id.as_str();
        if !id.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_:=".contains(&b)) {
            return Err(FetchError::Gone("not a media id".to_owned()));
        }
        let url = self.settings.url(id);
        let mut request = self.client.get(url).timeout(http::CALL_TIMEOUT);
        if self.settings.provider.number_path == NumberPath::Named {
            request = request.query(&[("phone_number_id", self.settings.phone_number_id.as_str())]);
        }
        let answer = self.call(request).await.map_err(|failure| match failure {
            // An unknown or expired media id is 404, or code 100.
            Failure::Refused(refusal) if refusal.status == 404 || refusal.code() == Some(100) => {
                FetchError::Gone("the platform does not know this file any more".to_owned())
            }
            failure => about_a_file(failure.verdict()),
        })?;
        if size(&answer, "file_size").is_some_and(|size| size > DOWNLOAD_MAX) {
            return Err(FetchError::TooLarge(format!("more than {DOWNLOAD_MAX} bytes")));
        }
        let link = text(&answer, "url").and_then(|url| Url::parse(url).ok());
        let link = link.ok_or_else(|| FetchError::Retry("the platform gave no link".to_owned()))?;
        let link = self.settings.media_link(link);
        // Our token goes with the request: never in the open, except to a stand-in that is itself so.
        if link.scheme() == "https" || link.scheme() == self.settings.api_url.scheme() {
            Ok(link)
        } else {
            Err(FetchError::Held("the platform gave a link without TLS".to_owned()))
        }
    }

    /// Follows redirects by itself: the token stays with the host that the platform named.
    async fn download(&self, link: Url) -> Result<Got, FetchError> {
        let mut at = link.clone();
        for _ in 0..=REDIRECTS_MAX {
            let mut request = self.client.get(at.clone()).timeout(http::TRANSFER_TIMEOUT);
            if at.origin() == link.origin() {
                let header = self.settings.provider.auth_header.as_str();
                request = request.header(header, self.settings.authorisation());
            }
            let response = request.send().await.map_err(|error| about_a_file(http::no_answer(&error)))?;
            let status = response.status();
            if status.is_success() {
                return http::read_capped(response, DOWNLOAD_MAX).await.map(Got::Bytes);
            }
            if status.is_redirection() {
                at = next(&response)
                    .ok_or_else(|| FetchError::Retry("a redirect without a usable address".to_owned()))?;
                continue;
            }
            return match status {
                StatusCode::NOT_FOUND | StatusCode::GONE => Ok(Got::Expired),
                StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                    Err(FetchError::Held(format!("the file was refused to us: HTTP {}", status.as_u16())))
                }
                _ => Err(FetchError::Retry(format!("the file did not come: HTTP {}", status.as_u16()))),
            };
        }
        Err(FetchError::Retry("too many redirects".to_owned()))
    }
}

fn next(response: &Response) -> Option<Url> {
    let to = response.headers().get(LOCATION)?.to_str().ok()?;
    let next = response.url().join(to).ok()?;
    let safe = next.scheme() == "https" || next.origin() == response.url().origin();
    safe.then_some(next)
}

/// A difference is told, not punished: refusing the file would lose it for a mistake in a field that
/// Meta's pages call both hexadecimal and base64.
fn compare(media: &MediaRef, bytes: &[u8]) {
    let Some(announced) = media.same_file_key.as_deref() else { return };
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    let same = STANDARD.encode(digest) == announced || hex.eq_ignore_ascii_case(announced);
    if !same {
        tracing::warn!(bytes = bytes.len(), "a file differs from the hash that was announced for it");
    }
}
