//! Files of citizens, one at a time. Opening one is recorded by the desk before its bytes come here.

use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde::Serialize;

use super::fault::Fault;
use super::session::{Who, may_see_cases};
use super::state::Site;
use crate::domain::ids::MediaId;
use crate::runtime::desk::DeskError;

/// How a page shows a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum FileKind {
    Picture,
    Document,
    Other,
}

/// What browsers may be told: nothing that runs. Everything else is offered as a download of plain bytes.
const KNOWN: [(&str, &str, FileKind); 4] = [
    ("image/jpeg", "jpg", FileKind::Picture),
    ("image/png", "png", FileKind::Picture),
    ("image/webp", "webp", FileKind::Picture),
    ("application/pdf", "pdf", FileKind::Document),
];

pub(super) fn file_kind(mime: Option<&str>) -> FileKind {
    KNOWN.iter().find(|(known, ..)| Some(*known) == mime).map_or(FileKind::Other, |(.., kind)| *kind)
}

pub(super) async fn file(
    State(site): State<Site>,
    Path(id): Path<String>,
    who: Who,
) -> Result<Response, Fault> {
    if !who.staff.may_chat() && !may_see_cases(&who.staff) {
        return Err(Fault::Forbidden);
    }
    let media = MediaId::parse(&id).map_err(|_| Fault::NotFound)?;
    let (mime, bytes) = match site.hands.open_file(&who.staff, &media).await {
        Ok(file) => file,
        Err(DeskError::Store(error)) => return Err(error.into()),
        Err(DeskError::NotAllowed) => return Err(Fault::Forbidden),
        Err(_) => return Err(Fault::NotFound),
    };
    let known = KNOWN.iter().find(|(known, ..)| *known == mime);
    let (mime, ending) = known.map_or(("application/octet-stream", "bin"), |(m, e, _)| (*m, *e));
    // Browsers do not draw documents inside a sandbox; and the name a citizen gave stays inside.
    let shown = if file_kind(Some(mime)) == FileKind::Picture { "inline" } else { "attachment" };
    let headers = [
        (header::CONTENT_TYPE, mime.to_owned()),
        (header::CONTENT_DISPOSITION, format!("{shown}; filename=\"{media}.{ending}\"")),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox; frame-ancestors 'none'".to_owned()),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin".to_owned()),
    ];
    Ok((StatusCode::OK, headers, bytes).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_pictures_are_drawn() {
        assert_eq!(file_kind(Some("image/jpeg")), FileKind::Picture);
        assert_eq!(file_kind(Some("application/pdf")), FileKind::Document);
        assert_eq!(file_kind(Some("image/svg+xml")), FileKind::Other);
        assert_eq!(file_kind(None), FileKind::Other);
    }
}
