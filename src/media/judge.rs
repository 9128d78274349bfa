//! The way of a file through triage.

use std::fmt::Write as _;

use image::DynamicImage;
use sha2::{Digest as _, Sha256};
use tokio::sync::Semaphore;

use super::plane::Plane;
use super::sniff::FileKind;
use super::verdict::{Advice, Expect, Judged, Verdict};
use super::{alike, heic, pdf, picture, quality};

/// The largest file that is looked at: what Telegram lets a bot fetch, and four times what WhatsApp
/// takes as a photo.
pub const MAX_FILE_BYTES: usize = 20 * 1024 * 1024;
/// Each may hold 120 MB and a processor for a second; the rest wait their turn.
const AT_ONCE: usize = 2;
static TURNS: Semaphore = Semaphore::const_new(AT_ONCE);

/// Judges a file. Takes up to seconds of one processor: from async code use [`judge_blocking`].
pub fn judge(bytes: &[u8], claimed_mime: Option<&str>, expect: Expect) -> Judged {
    let kind = FileKind::of(bytes);
    let judged = Judged {
        verdict: Verdict::Accept,
        advice: None,
        kind,
        mislabelled: claimed_mime.is_some_and(|mime| !kind.is_called(mime)),
        clean: None,
        width: 0,
        height: 0,
        pages: None,
        sha256: String::new(),
        phash: 0,
        metrics: None,
    };
    let judged = match look(bytes, kind, expect, judged.clone()) {
        Ok(looked) => looked,
        Err(advice) => Judged { verdict: advice.verdict(), advice: Some(advice), ..judged },
    };
    let sha256 = hex(&Sha256::digest(judged.clean.as_deref().unwrap_or(bytes)));
    Judged { sha256, ..judged }
}

/// [`judge`] off the threads that serve everyone, at most two at a time.
pub async fn judge_blocking<B>(bytes: B, claimed_mime: Option<String>, expect: Expect) -> Judged
where
    B: AsRef<[u8]> + Send + 'static,
{
    let turn = TURNS.acquire().await.expect("the semaphore is never closed");
    let judging = tokio::task::spawn_blocking(move || {
        // Given back when the work ends, even if nobody waits for it any more.
        let _turn = turn;
        judge(bytes.as_ref(), claimed_mime.as_deref(), expect)
    });
    match judging.await {
        Ok(judged) => judged,
        Err(stopped) => match stopped.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            // Only a runtime that shuts down drops blocking work, and then nobody waits for this answer.
            Err(_) => std::future::pending().await,
        },
    }
}

/// The error is the advice for a file that cannot be opened.
fn look(bytes: &[u8], kind: FileKind, expect: Expect, judged: Judged) -> Result<Judged, Advice> {
    if bytes.is_empty() {
        return Err(Advice::Damaged);
    }
    if bytes.len() > MAX_FILE_BYTES {
        return Err(Advice::TooLarge);
    }
    match kind {
        FileKind::Jpeg | FileKind::Png | FileKind::Webp => look_at_picture(bytes, kind, expect, judged),
        FileKind::Pdf => {
            let pages = pdf::check(bytes)?.pages;
            Ok(Judged { pages, clean: Some(bytes.to_vec()), ..judged })
        }
        FileKind::Heic => match heic::as_jpeg(bytes) {
            Some(jpeg) => look_at_picture(&jpeg, FileKind::Jpeg, expect, judged),
            None => Err(Advice::Heic),
        },
        FileKind::Video => Err(Advice::Video),
        FileKind::Audio => Err(Advice::Audio),
        FileKind::Other => Err(Advice::OtherKind),
    }
}

fn look_at_picture(bytes: &[u8], kind: FileKind, expect: Expect, judged: Judged) -> Result<Judged, Advice> {
    let picture: DynamicImage = picture::open(bytes, kind)?;
    let (width, height) = (picture.width(), picture.height());
    let plane = Plane::of(&picture, quality::MEASURED_SIDE);
    let metrics = quality::measure(&plane);
    let advice = quality::fault(&metrics, width, height, expect);
    Ok(Judged {
        verdict: advice.map_or(Verdict::Accept, Advice::verdict),
        advice,
        clean: Some(picture::encode(&picture)?),
        width,
        height,
        phash: alike::phash(&plane),
        metrics: Some(metrics),
        ..judged
    })
}

fn hex(digest: &[u8]) -> String {
    let mut text = String::with_capacity(2 * digest.len());
    for byte in digest {
        write!(text, "{byte:02x}").expect("writing to a string does not fail");
    }
    text
}

#[cfg(test)]
mod tests;
