//! The style sheet, the script and the mark, with their content's hash in the address, so that browsers
//! keep them for good.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use sha2::{Digest as _, Sha256};

use super::fault::Fault;
use super::state::Site;

struct Asset {
    name: &'static str,
    mime: &'static str,
    body: &'static str,
}

const ALL: [Asset; 3] = [
    Asset {
        name: "console.css",
        mime: "text/css; charset=utf-8",
        body: include_str!("pages/assets/console.css"),
    },
    Asset {
        name: "console.js",
        mime: "text/javascript; charset=utf-8",
        body: include_str!("pages/assets/console.js"),
    },
    Asset { name: "mark.svg", mime: "image/svg+xml", body: include_str!("pages/assets/mark.svg") },
];

pub(super) struct Assets {
    /// One hash over all: they change together.
    hash: String,
}

impl Assets {
    pub(super) fn new() -> Assets {
        let mut sum = Sha256::new();
        for asset in ALL {
            sum.update(asset.body.as_bytes());
        }
        let hash = sum.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Assets { hash }
    }

    /// Where the files of this build lie, without a slash at the end.
    pub(super) fn base(&self) -> String {
        format!("/console/assets/{}", self.hash)
    }
}

pub(super) async fn asset(State(site): State<Site>, Path((hash, name)): Path<(String, String)>) -> Response {
    let found = ALL.into_iter().find(|asset| asset.name == name && hash == site.assets.hash);
    let Some(asset) = found else { return Fault::NotFound.into_response() };
    let headers =
        [(header::CONTENT_TYPE, asset.mime), (header::CACHE_CONTROL, "public, max-age=31536000, immutable")];
    (StatusCode::OK, headers, asset.body).into_response()
}
