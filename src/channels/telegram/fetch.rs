//! Downloading a citizen's file: getFile gives a path that lives an hour, the path gives the bytes.

use serde_json::json;

use super::Telegram;
use super::abilities::DOWNLOAD_MAX;
use super::api::{self, Failure};
use crate::channels::http;
use crate::channels::json::{size, text};
use crate::channels::verdict::about_a_file;
use crate::domain::inbound::MediaRef;
use crate::runtime::ports::FetchError;

fn too_large() -> FetchError {
    FetchError::TooLarge(format!("more than {DOWNLOAD_MAX} bytes"))
}

impl Telegram {
    pub(super) async fn fetch_now(&self, media: &MediaRef) -> Result<Vec<u8>, FetchError> {
        if media.size.is_some_and(|size| size > DOWNLOAD_MAX) {
            return Err(too_large());
        }
        for _ in 0..2 {
            let path = self.path(media).await?;
            if let Some(bytes) = self.download(&path).await? {
                return Ok(bytes);
            }
        }
        // It still gives paths to it: the bytes are late, or their host is unwell.
        Err(FetchError::Retry("the platform's paths lead nowhere".to_owned()))
    }

    async fn path(&self, media: &MediaRef) -> Result<String, FetchError> {
        let body = json!({"file_id": media.provider_media_id});
        let answer = api::call(&self.client, &self.settings, "getFile", &body, http::CALL_TIMEOUT);
        let answer = answer.await.map_err(|failure| match failure {
            Failure::Refused { description, .. } if description.contains("file is too big") => too_large(),
            failure => about_a_file(failure.verdict()),
        })?;
        if size(&answer, "file_size").is_some_and(|size| size > DOWNLOAD_MAX) {
            return Err(too_large());
        }
        text(&answer, "file_path")
            .map(str::to_owned)
            .ok_or_else(|| FetchError::Retry("the platform gave no path".to_owned()))
    }

    /// `None`: the path is over, the file may not be.
    async fn download(&self, path: &str) -> Result<Option<Vec<u8>>, FetchError> {
        let request = self.client.get(self.settings.file_url(path)).timeout(http::TRANSFER_TIMEOUT);
        let response = request.send().await.map_err(|error| about_a_file(http::no_answer(&error)))?;
        match response.status().as_u16() {
            200..=299 => http::read_capped(response, DOWNLOAD_MAX).await.map(Some),
            404 | 410 => Ok(None),
            401 | 403 => Err(FetchError::Held("the token is not valid".to_owned())),
            status => Err(FetchError::Retry(format!("the file did not come: HTTP {status}"))),
        }
    }
}
