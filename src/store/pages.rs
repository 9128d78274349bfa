//! One-time pages and the files that come through them in pieces.

use super::db::{all, exec};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{Id, MediaId, PageId, PersonId, id_bits};

/// A page to be made: one question of one request of one person.
#[derive(Debug)]
pub struct NewPage<'a> {
    pub id: &'a PageId,
    pub person: &'a PersonId,
    /// The request, by the tag of its session.
    pub tag: &'a str,
    pub question: &'a str,
    pub lang: &'a str,
    pub expires_at: Millis,
}

/// A page as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRow {
    pub id: PageId,
    pub person: PersonId,
    pub tag: String,
    pub question: String,
    pub lang: String,
    pub expires_at: Millis,
    pub done_at: Option<Millis>,
}

/// A file on its way, or here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UploadRow {
    /// The browser's name for it.
    pub name: String,
    /// Bytes in all.
    pub size: i64,
    /// Bytes that are here.
    pub received: i64,
    /// Pieces that are here.
    pub pieces: i64,
    /// Set once the file is whole and was judged.
    pub media: Option<MediaId>,
}

impl Work {
    pub async fn add_page(&mut self, page: &NewPage<'_>, now: Millis) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO pages (id, person_id, tag, question, lang, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7)",
            page.id.as_str(),
            page.person.as_str(),
            page.tag,
            page.question,
            page.lang,
            now,
            page.expires_at
        )?;
        Ok(())
    }

    /// # Errors
    /// [`StoreError::Missing`] when there is none.
    pub async fn page(&mut self, id: &PageId) -> Result<PageRow, StoreError> {
        let rows: Vec<(String, String, String, String, i64, Option<i64>)> = all!(
            &mut self.tx,
            "SELECT person_id, tag, question, lang, expires_at, done_at FROM pages WHERE id = $1",
            [id.as_str()],
            |row| (
                row.try_get(0)?,
                row.try_get(1)?,
                row.try_get(2)?,
                row.try_get(3)?,
                row.try_get(4)?,
                row.try_get(5)?
            )
        );
        let (person, tag, question, lang, expires_at, done_at) =
            rows.into_iter().next().ok_or(StoreError::Missing)?;
        let person = PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?;
        Ok(PageRow { id: id.clone(), person, tag, question, lang, expires_at, done_at })
    }

    /// Uses the page up, and with it every other that was made for the same question of the same request.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when it was used already: two taps on one button are one answer.
    pub async fn page_done(&mut self, page: &PageRow, now: Millis) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE pages SET done_at = $2 WHERE id = $1 AND done_at IS NULL",
            page.id.as_str(),
            now
        )?;
        if rows != 1 {
            return Err(StoreError::Conflict);
        }
        exec!(
            &mut self.tx,
            "UPDATE pages SET done_at = $4 WHERE person_id = $1 AND tag = $2 AND question = $3 AND done_at IS NULL",
            page.person.as_str(),
            page.tag.as_str(),
            page.question.as_str(),
            now
        )?;
        Ok(())
    }

    /// The files of a page, the earliest first.
    pub async fn page_uploads(&mut self, id: &PageId) -> Result<Vec<UploadRow>, StoreError> {
        let rows: Vec<(String, i64, i64, i64, Option<String>)> = all!(
            &mut self.tx,
            "SELECT upload, size, received, pieces, media_id FROM page_uploads WHERE page_id = $1 ORDER BY created_at, upload",
            [id.as_str()],
            |row| (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?, row.try_get(3)?, row.try_get(4)?)
        );
        rows.into_iter()
            .map(|(name, size, received, pieces, media)| {
                let media = media.map(|id| MediaId::parse(&id)).transpose();
                let media = media.map_err(|_| StoreError::Damaged("media id"))?;
                Ok(UploadRow { name, size, received, pieces, media })
            })
            .collect()
    }

    /// Begins a file, or leaves the one of this name as it is.
    pub async fn begin_upload(
        &mut self,
        page: &PageId,
        upload: &str,
        size: i64,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO page_uploads (page_id, upload, size, received, pieces, created_at) VALUES ($1, $2, $3, 0, 0, $4)
             ON CONFLICT (page_id, upload) DO NOTHING",
            page.as_str(),
            upload,
            size,
            now
        )?;
        Ok(())
    }

    /// Notes that the piece that begins at byte `at` is here.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when another piece is due.
    pub async fn piece_received(
        &mut self,
        page: &PageId,
        upload: &str,
        at: i64,
        bytes: i64,
    ) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE page_uploads SET received = received + $4, pieces = pieces + 1
             WHERE page_id = $1 AND upload = $2 AND received = $3 AND media_id IS NULL",
            page.as_str(),
            upload,
            at,
            bytes
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The whole file was judged and is this one.
    ///
    /// # Errors
    /// [`StoreError::Conflict`] when that was said already.
    pub async fn upload_settled(
        &mut self,
        page: &PageId,
        upload: &str,
        media: &MediaId,
    ) -> Result<(), StoreError> {
        let rows = exec!(
            &mut self.tx,
            "UPDATE page_uploads SET media_id = $3 WHERE page_id = $1 AND upload = $2 AND media_id IS NULL",
            page.as_str(),
            upload,
            media.as_str()
        )?;
        if rows == 1 { Ok(()) } else { Err(StoreError::Conflict) }
    }

    /// The citizen took a file back. Gives what it was.
    pub async fn drop_upload(
        &mut self,
        page: &PageId,
        upload: &str,
    ) -> Result<Option<UploadRow>, StoreError> {
        let found = self.page_uploads(page).await?.into_iter().find(|u| u.name == upload);
        exec!(
            &mut self.tx,
            "DELETE FROM page_uploads WHERE page_id = $1 AND upload = $2",
            page.as_str(),
            upload
        )?;
        Ok(found)
    }

    /// Pages made before `before`, the oldest first, with the files that came through them.
    pub async fn old_pages(
        &mut self,
        before: Millis,
        most: i64,
    ) -> Result<Vec<(PageRow, Vec<UploadRow>)>, StoreError> {
        // Ids begin with their time: the primary key finds the old ones.
        let first_kept = PageId::from_bits(id_bits(before, 0));
        let ids: Vec<String> = all!(
            &mut self.tx,
            "SELECT id FROM pages WHERE id < $1 ORDER BY id LIMIT $2 + 0",
            [first_kept.as_str(), most],
            |row| row.try_get(0)?
        );
        let mut pages = Vec::with_capacity(ids.len());
        for id in ids {
            let id = PageId::parse(&id).map_err(|_| StoreError::Damaged("page id"))?;
            let uploads = self.page_uploads(&id).await?;
            pages.push((self.page(&id).await?, uploads));
        }
        Ok(pages)
    }

    pub async fn forget_page(&mut self, id: &PageId) -> Result<(), StoreError> {
        exec!(&mut self.tx, "DELETE FROM page_uploads WHERE page_id = $1", id.as_str())?;
        exec!(&mut self.tx, "DELETE FROM pages WHERE id = $1", id.as_str())?;
        Ok(())
    }
}

const TOKEN: &str = "page/token";

/// Characters of an id behind its prefix.
const BARE: usize = 26;

impl Store {
    /// What stands in the link to a page: its id, signed. 48 characters that need no escaping in an address.
    #[must_use]
    pub fn page_token(&self, id: &PageId) -> String {
        let bare = id.as_str().trim_start_matches("pag_");
        format!("{bare}{}", self.vault.mac(TOKEN, id.as_str().as_bytes()))
    }

    /// The page behind a token of ours. None: it was not signed by this office.
    #[must_use]
    pub fn page_of_token(&self, token: &str) -> Option<PageId> {
        let (bare, mac) = token.split_at_checked(BARE)?;
        let id = PageId::parse(&format!("pag_{bare}")).ok()?;
        self.vault.verify(TOKEN, id.as_str().as_bytes(), mac).then_some(id)
    }
}
