//! Files that come through a page, in pieces, so that a break in a bad network costs a piece and not the file. Each
//! piece is sealed and kept like a file; the whole is judged while the citizen is there.

use super::{Judged, Open, Pages, Shut, Upload};
use crate::domain::ids::{ArrivalId, MediaId, PageId};
use crate::domain::inbound::{MediaKind, MediaRef};
use crate::engine::{Kind, Seen};
use crate::media::{MAX_FILE_BYTES, Verdict};
use crate::runtime::files;
use crate::runtime::house::House;
use crate::runtime::ports::FileError;
use crate::store::{MediaRow, Settled, StoreError, UploadRow};

/// Largest piece, in bytes: a few seconds on a 2G connection.
pub const PIECE_MAX: usize = 256 * 1024;
/// Largest file, in bytes: what the photo triage opens.
pub const SIZE_MAX: usize = MAX_FILE_BYTES;
/// Pieces of one file; a browser that sends smaller ones than it need is not served without end.
const PIECES_MAX: i64 = 2_000;
/// Files that one page holds at once, taken or not.
const FILES_MAX: usize = 12;

/// How far a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Bytes that are here; the next piece begins there.
    pub received: i64,
    pub whole: bool,
}

/// Why a piece was not taken.
#[derive(Debug, thiserror::Error)]
pub enum UploadFault {
    #[error(transparent)]
    Shut(#[from] Shut),
    /// Another piece is due: go on from there.
    #[error("another piece is due")]
    Elsewhere(Progress),
    /// The name, the size or the piece is not what a page sends.
    #[error("not a piece of a file")]
    Malformed,
    #[error("the file is too large")]
    TooLarge,
    /// As many files as the question takes are here.
    #[error("there are enough files")]
    Enough,
    #[error("the file store is unavailable")]
    Unavailable,
}

impl From<StoreError> for UploadFault {
    fn from(error: StoreError) -> Self {
        UploadFault::Shut(Shut::Store(error))
    }
}

impl From<FileError> for UploadFault {
    fn from(error: FileError) -> Self {
        tracing::error!(%error, "a piece of a file could not be kept");
        UploadFault::Unavailable
    }
}

impl Pages {
    /// Takes the piece of a file of `size` bytes that begins at byte `at`. The last one makes it whole: then it is
    /// judged, which takes up to seconds.
    ///
    /// # Errors
    /// See [`UploadFault`].
    pub async fn piece(
        &self,
        token: &str,
        name: &str,
        size: i64,
        at: i64,
        bytes: Vec<u8>,
    ) -> Result<Progress, UploadFault> {
        let length = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        if size > i64::try_from(SIZE_MAX).unwrap_or(i64::MAX) {
            return Err(UploadFault::TooLarge);
        }
        let well = is_name(name) && length > 0 && bytes.len() <= PIECE_MAX && at >= 0 && at + length <= size;
        if !well {
            return Err(UploadFault::Malformed);
        }
        let house = self.house();
        let mut open = self.open_for_files(token, name).await?;
        let now = house.clock.now();
        open.work.begin_upload(&open.row.id, name, size, now).await?;
        let row = named(open.work.page_uploads(&open.row.id).await?, name)?;
        let here = Progress { received: row.received, whole: row.media.is_some() };
        if row.size != size || row.pieces >= PIECES_MAX {
            return Err(UploadFault::Malformed);
        }
        if !here.whole && here.received == size {
            return self.finish(token, name, open).await;
        }
        if here.whole || here.received != at {
            return Err(UploadFault::Elsewhere(here));
        }
        let page = open.row.id.clone();
        // No transaction waits for the file store.
        open.work.commit().await?;
        // The piece first: a row that names a piece that is not there would break the whole file.
        house.files.put(&piece_key(&page, name, row.pieces), bytes).await?;
        let mut work = house.store.begin().await?;
        match work.piece_received(&page, name, at, length).await {
            Err(StoreError::Conflict) => return Err(UploadFault::Elsewhere(here)),
            other => other?,
        }
        work.commit().await?;
        let received = at + length;
        if received < size {
            return Ok(Progress { received, whole: false });
        }
        self.settle(token, name).await?;
        Ok(Progress { received, whole: true })
    }

    /// A file in one go, from a browser that runs no script.
    ///
    /// # Errors
    /// See [`UploadFault`].
    pub async fn whole(&self, token: &str, name: &str, bytes: &[u8]) -> Result<(), UploadFault> {
        let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
        let mut at = 0;
        for piece in bytes.chunks(PIECE_MAX) {
            match self.piece(token, name, size, at, piece.to_vec()).await {
                Ok(progress) => at = progress.received,
                Err(UploadFault::Elsewhere(progress)) if progress.whole => return Ok(()),
                Err(UploadFault::Elsewhere(progress)) if progress.received > at => at = progress.received,
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }

    /// How far a file is, so that a browser goes on after a break. Zero for one that is not known.
    ///
    /// # Errors
    /// See [`UploadFault`].
    pub async fn progress(&self, token: &str, name: &str) -> Result<Progress, UploadFault> {
        let mut open = self.open(token).await?;
        let rows = open.work.page_uploads(&open.row.id).await?;
        match rows.into_iter().find(|u| u.name == name) {
            Some(row) if row.media.is_none() && row.received == row.size => {
                self.finish(token, name, open).await
            }
            Some(row) => Ok(Progress { received: row.received, whole: row.media.is_some() }),
            None => Ok(Progress { received: 0, whole: false }),
        }
    }

    /// Every piece is here, but a crash came before the file was judged.
    async fn finish(&self, token: &str, name: &str, open: Open<'_>) -> Result<Progress, UploadFault> {
        drop(open);
        self.settle(token, name).await?;
        self.progress_of(token, name).await
    }

    async fn progress_of(&self, token: &str, name: &str) -> Result<Progress, UploadFault> {
        let mut open = self.open(token).await?;
        let row = named(open.work.page_uploads(&open.row.id).await?, name)?;
        Ok(Progress { received: row.received, whole: row.media.is_some() })
    }

    /// Takes a file back.
    ///
    /// # Errors
    /// See [`UploadFault`].
    pub async fn remove(&self, token: &str, name: &str) -> Result<(), UploadFault> {
        let house = self.house();
        let mut open = self.open(token).await?;
        let page = open.row.id.clone();
        let Some(row) = open.work.drop_upload(&page, name).await? else { return Ok(()) };
        let dead = match &row.media {
            Some(media) => open.work.drop_media(std::slice::from_ref(media)).await?,
            None => Vec::new(),
        };
        open.work.commit().await?;
        for key in dead {
            delete(house, &key).await;
        }
        if row.media.is_none() {
            delete_pieces(house, &page, &row).await;
        }
        Ok(())
    }

    pub(super) async fn uploads_of(&self, open: &mut Open<'_>) -> Result<Vec<Upload>, StoreError> {
        let mut seen = Vec::new();
        for row in open.work.page_uploads(&open.row.id).await? {
            let judged = match &row.media {
                Some(media) => Some(self.judged(&open.work.media_row(media).await?, &open.row.lang)),
                None => None,
            };
            let percent = if row.size > 0 { row.received * 100 / row.size } else { 0 };
            seen.push(Upload { name: row.name, percent, judged });
        }
        Ok(seen)
    }

    fn judged(&self, row: &MediaRow, lang: &str) -> Judged {
        let said = |key: &str| self.house().library.texts.get(lang, key, &[]);
        match files::seen(row).seen {
            Seen::Good => Judged::Good,
            Seen::Poor { advice, usable: true, .. } if !advice.is_empty() => {
                Judged::Doubtful { advice: said(&advice) }
            }
            Seen::Poor { usable: true, .. } => Judged::Doubtful { advice: said("photo-advice-unreadable") },
            Seen::Poor { advice, .. } | Seen::Gone { advice } if !advice.is_empty() => {
                Judged::Useless { advice: said(&advice) }
            }
            Seen::Poor { .. } | Seen::Gone { .. } | Seen::Waiting => {
                Judged::Useless { advice: said("photo-advice-unreadable") }
            }
        }
    }

    async fn open_for_files(&self, token: &str, name: &str) -> Result<Open<'_>, UploadFault> {
        let mut open = self.open(token).await?;
        let Kind::Files { max, .. } = open.kind else { return Err(UploadFault::Malformed) };
        let rows = open.work.page_uploads(&open.row.id).await?;
        let known = rows.iter().any(|u| u.name == name);
        let whole = rows.iter().filter(|u| u.media.is_some()).count();
        if !known && (whole >= max || rows.len() >= FILES_MAX) {
            return Err(UploadFault::Enough);
        }
        Ok(open)
    }

    /// Joins the pieces, judges the file and keeps it as one the citizen sent.
    async fn settle(&self, token: &str, name: &str) -> Result<(), UploadFault> {
        let house = self.house();
        let open = self.open(token).await?;
        let (page, person, channel) = (open.row.id.clone(), open.row.person.clone(), open.turn.channel);
        let mut work = open.work;
        let row = named(work.page_uploads(&page).await?, name)?;
        // Judging takes seconds: no transaction waits for it.
        drop(work);
        let mut bytes = Vec::with_capacity(usize::try_from(row.size).unwrap_or(0));
        for n in 0..row.pieces {
            bytes.append(&mut house.files.get(&piece_key(&page, name, n)).await?);
        }
        let length = bytes.len();
        let judged = house.judge.judge(bytes, None).await;
        let id: MediaId = house.mint.id();
        let key = format!("media/{}", id.as_str().to_ascii_lowercase());
        let mime = judged.clean_mime();
        let kept = match judged.clean {
            Some(clean) if judged.verdict != Verdict::UnreadableFile => {
                house.files.put(&key, clean).await?;
                Some(key.as_str())
            }
            _ => None,
        };
        house.metrics.photo(judged.verdict.as_str());
        let kind = if mime == Some("application/pdf") { MediaKind::Document } else { MediaKind::Photo };
        let reference = MediaRef {
            kind,
            provider_media_id: String::new(),
            same_file_key: None,
            mime: mime.map(str::to_owned),
            size: u64::try_from(length).ok(),
            file_name: None,
        };
        let settled = Settled {
            mime: mime.unwrap_or("application/octet-stream"),
            bytes: i64::try_from(length).unwrap_or(i64::MAX),
            width: (judged.width > 0).then_some(i64::from(judged.width)),
            height: (judged.height > 0).then_some(i64::from(judged.height)),
            sha256: &judged.sha256,
            phash: (judged.phash != 0).then(|| format!("{:016x}", judged.phash)),
            verdict: judged.verdict.as_str(),
            advice: judged.advice.map_or("", |a| a.key()),
            blob_key: kept,
        };
        let now = house.clock.now();
        let arrival: ArrivalId = house.mint.id();
        let mut work = house.store.begin().await?;
        let id = work.add_media(&id, &person, channel, &arrival, &reference, now).await?;
        work.media_settled(&id, &settled, now).await?;
        match work.upload_settled(&page, name, &id).await {
            // Two last pieces at once: the other one settled it. The file of this one goes with its row.
            Err(StoreError::Conflict) => {
                drop(work);
                if let Some(key) = kept {
                    house.files.delete(key).await?;
                }
                return Ok(());
            }
            other => other?,
        }
        work.commit().await?;
        delete_pieces(house, &page, &row).await;
        Ok(())
    }
}

fn named(rows: Vec<UploadRow>, name: &str) -> Result<UploadRow, UploadFault> {
    rows.into_iter().find(|u| u.name == name).ok_or(UploadFault::Malformed)
}

/// Names are made by the page; they become part of a file's name.
fn is_name(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
}

fn piece_key(page: &PageId, name: &str, n: i64) -> String {
    format!("page/{}/{name}/{n}", page.as_str().to_ascii_lowercase())
}

/// The pieces of a file that is whole, was taken back or never came.
pub(super) async fn delete_pieces(house: &House, page: &PageId, row: &UploadRow) {
    for n in 0..row.pieces {
        delete(house, &piece_key(page, &row.name, n)).await;
    }
}

pub(super) async fn delete(house: &House, key: &str) {
    match house.files.delete(key).await {
        Ok(()) | Err(FileError::Missing) => {}
        Err(error) => tracing::warn!(%error, "failed to delete a file of a page"),
    }
}
