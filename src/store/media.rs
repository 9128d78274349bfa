//! Files citizens sent, as rows of their own with a schedule of their own.

use super::db::{all, exec, read_all};
use super::{Store, StoreError, Work};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, Id, MediaId, PersonId, id_bits};
use crate::domain::inbound::{ChannelKind, MediaKind, MediaRef};

/// A file as far as it got.
#[derive(Debug, Clone)]
pub struct MediaRow {
    pub id: MediaId,
    pub person: PersonId,
    pub channel: ChannelKind,
    pub reference: MediaRef,
    pub state: MediaState,
    pub attempts: i64,
    pub created_at: Millis,
    pub mime: Option<String>,
    pub verdict: Option<String>,
    pub advice: Option<String>,
    pub blob_key: Option<String>,
    /// The conversation went on without waiting; it is told when the file has settled.
    pub late: bool,
    /// The event that announced it.
    pub arrival: String,
    /// It is here, and being looked at.
    pub judged: bool,
}

/// In the place of a fault, while the file is being looked at.
const JUDGED: &str = "being judged";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MediaState {
    /// Known, not here yet.
    Received,
    /// Fetched, judged, encrypted, stored.
    Stored,
    /// It will not come.
    Failed,
    /// Deleted: the conversation or retention let it go.
    Dropped,
}

impl MediaState {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            MediaState::Received => "received",
            MediaState::Stored => "stored",
            MediaState::Failed => "failed",
            MediaState::Dropped => "dropped",
        }
    }

    fn parse(text: &str) -> Option<MediaState> {
        [MediaState::Received, MediaState::Stored, MediaState::Failed, MediaState::Dropped]
            .into_iter()
            .find(|s| s.as_str() == text)
    }
}

/// What the triage found, to be kept with the file.
#[derive(Debug, Clone)]
pub struct Settled<'a> {
    pub mime: &'a str,
    pub bytes: i64,
    pub width: Option<i64>,
    pub height: Option<i64>,
    pub sha256: &'a str,
    pub phash: Option<String>,
    pub verdict: &'a str,
    pub advice: &'a str,
    /// None: it cannot be opened and is not kept.
    pub blob_key: Option<&'a str>,
}

const COLUMNS: &str = "id, person_id, channel, ref_sealed, state, attempts, created_at, mime, verdict, advice, blob_key, late, arrival_id, fault";

type Raw = (
    String,
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<String>,
    Option<String>,
    Option<String>,
    Option<String>,
    bool,
    String,
    Option<String>,
);

macro_rules! raw {
    ($row:ident) => {
        (
            $row.try_get(0)?,
            $row.try_get(1)?,
            $row.try_get(2)?,
            $row.try_get(3)?,
            $row.try_get(4)?,
            $row.try_get(5)?,
            $row.try_get(6)?,
            $row.try_get(7)?,
            $row.try_get(8)?,
            $row.try_get(9)?,
            $row.try_get(10)?,
            $row.try_get(11)?,
            $row.try_get(12)?,
            $row.try_get(13)?,
        )
    };
}

fn media(vault: &crate::vault::Vault, raw: Raw) -> Result<MediaRow, StoreError> {
    let (
        id,
        person,
        channel,
        reference,
        state,
        attempts,
        created_at,
        mime,
        verdict,
        advice,
        blob_key,
        late,
        arrival,
        fault,
    ) = raw;
    let reference =
        vault.open_str("media.ref_sealed", &reference).map_err(|_| StoreError::Damaged("media"))?;
    Ok(MediaRow {
        id: MediaId::parse(&id).map_err(|_| StoreError::Damaged("media id"))?,
        person: PersonId::parse(&person).map_err(|_| StoreError::Damaged("person id"))?,
        channel: ChannelKind::parse(&channel).ok_or(StoreError::Damaged("channel"))?,
        reference: serde_json::from_str(&reference).map_err(|_| StoreError::Damaged("media"))?,
        state: MediaState::parse(&state).ok_or(StoreError::Damaged("media state"))?,
        attempts,
        created_at,
        mime,
        verdict,
        advice,
        blob_key,
        late,
        arrival,
        judged: fault.as_deref() == Some(JUDGED),
    })
}

impl Work {
    /// Notes a file once per arrival. Gives the row's id: the new one, or the one that was there.
    pub async fn add_media(
        &mut self,
        fresh: &MediaId,
        person: &PersonId,
        channel: ChannelKind,
        arrival: &ArrivalId,
        reference: &MediaRef,
        now: Millis,
    ) -> Result<MediaId, StoreError> {
        let json = serde_json::to_string(reference).map_err(|_| StoreError::Damaged("media"))?;
        let sealed = self.vault.seal_str("media.ref_sealed", &json);
        exec!(
            &mut self.tx,
            "INSERT INTO media (id, person_id, channel, arrival_id, ref_sealed, state, attempts, next_at, late, created_at)
             VALUES ($1, $2, $3, $4, $5, 'received', 0, $6, $7, $6) ON CONFLICT (arrival_id) DO NOTHING",
            fresh.as_str(),
            person.as_str(),
            channel.as_str(),
            arrival.as_str(),
            sealed,
            now,
            false
        )?;
        let ids: Vec<String> =
            all!(&mut self.tx, "SELECT id FROM media WHERE arrival_id = $1", [arrival.as_str()], |row| row
                .try_get(
                0
            )?);
        let id = ids.first().ok_or(StoreError::Missing)?;
        MediaId::parse(id).map_err(|_| StoreError::Damaged("media id"))
    }

    pub async fn media_settled(
        &mut self,
        id: &MediaId,
        settled: &Settled<'_>,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE media SET state = 'stored', mime = $2, bytes = $3, width = $4, height = $5, sha256 = $6, phash = $7,
               verdict = $8, advice = $9, blob_key = $10, settled_at = $11, fault = NULL WHERE id = $1 AND state = 'received'",
            id.as_str(),
            settled.mime,
            settled.bytes,
            settled.width,
            settled.height,
            settled.sha256,
            settled.phash.as_deref(),
            settled.verdict,
            settled.advice,
            settled.blob_key,
            now
        )?;
        Ok(())
    }

    /// It will not come. `advice`: what the citizen is told.
    pub async fn media_failed(
        &mut self,
        id: &MediaId,
        fault: &str,
        advice: &str,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE media SET state = 'failed', fault = $2, advice = $3, settled_at = $4 WHERE id = $1 AND state = 'received'",
            id.as_str(),
            fault,
            advice,
            now
        )?;
        Ok(())
    }

    /// One more try at `next_at`.
    pub async fn media_later(
        &mut self,
        id: &MediaId,
        next_at: Millis,
        fault: &str,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE media SET attempts = attempts + 1, next_at = $2, claimed_until = 0, fault = $3, looks = 0 WHERE id = $1 AND state = 'received'",
            id.as_str(),
            next_at,
            fault
        )?;
        Ok(())
    }

    /// The platform gave it; who fetched it looks at it until then. Gives how often somebody began to look at it and
    /// came to no end, this time included.
    pub async fn file_is_judged(&mut self, id: &MediaId, until: Millis) -> Result<i64, StoreError> {
        let rows: Vec<i64> = all!(
            &mut self.tx,
            "UPDATE media SET fault = $2, claimed_until = $3, looks = looks + 1 WHERE id = $1 AND state = 'received' RETURNING looks",
            [id.as_str(), JUDGED, until],
            |row| row.try_get(0)?
        );
        Ok(rows.first().copied().unwrap_or(0))
    }

    /// The conversation goes on without it. False: it settled meanwhile.
    pub async fn media_is_late(&mut self, id: &MediaId) -> Result<bool, StoreError> {
        let sql = "UPDATE media SET late = $2 WHERE id = $1 AND state = 'received'";
        Ok(exec!(&mut self.tx, sql, id.as_str(), true)? == 1)
    }

    /// Takes one file, due or not. False: another worker fetches it, or it has settled.
    pub async fn claim_file(&mut self, id: &MediaId, now: Millis, until: Millis) -> Result<bool, StoreError> {
        let sql = "UPDATE media SET claimed_until = $3 WHERE id = $1 AND state = 'received' AND claimed_until <= $2";
        Ok(exec!(&mut self.tx, sql, id.as_str(), now, until)? == 1)
    }

    /// Takes files that are due, so that no other worker fetches them before `until`.
    pub async fn claim_media(
        &mut self,
        most: i64,
        now: Millis,
        until: Millis,
    ) -> Result<Vec<MediaRow>, StoreError> {
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT id FROM media WHERE state = 'received' AND next_at <= $1 AND claimed_until <= $1
               ORDER BY next_at LIMIT $2 + 0{})
             UPDATE media SET claimed_until = $3 WHERE id IN (SELECT id FROM c) RETURNING {COLUMNS}",
            self.skip_locked
        );
        let rows: Vec<Raw> = all!(&mut self.tx, &sql, [now, most, until], |row| raw!(row));
        let rows: Vec<_> = rows.into_iter().map(|raw| (raw.0.clone(), media(&self.vault, raw))).collect();
        Ok(self.readable(rows))
    }

    /// What is to be fetched does not read: it will not come. The row reads from now on.
    pub async fn media_unreadable(&mut self, id: &str, advice: &str, now: Millis) -> Result<(), StoreError> {
        let nothing = MediaRef {
            kind: MediaKind::Photo,
            provider_media_id: String::new(),
            same_file_key: None,
            mime: None,
            size: None,
            file_name: None,
        };
        let json = serde_json::to_string(&nothing).map_err(|_| StoreError::Damaged("media"))?;
        let sealed = self.vault.seal_str("media.ref_sealed", &json);
        exec!(
            &mut self.tx,
            "UPDATE media SET state = 'failed', fault = 'it does not read', advice = $2, settled_at = $3, ref_sealed = $4 WHERE id = $1",
            id,
            advice,
            now,
            sealed
        )?;
        Ok(())
    }

    pub async fn media_row(&mut self, id: &MediaId) -> Result<MediaRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM media WHERE id = $1");
        let rows: Vec<Raw> = all!(&mut self.tx, &sql, [id.as_str()], |row| raw!(row));
        media(&self.vault, rows.into_iter().next().ok_or(StoreError::Missing)?)
    }

    /// Lets stored files go whose time is over: all dossiers that hold them ended before `before`, or none holds
    /// them, they came before it, and no unfinished request of that person has moved since. Gives the blobs to
    /// delete.
    pub async fn forget_media(&mut self, before: Millis, most: i64) -> Result<Vec<String>, StoreError> {
        let sql = format!(
            "WITH c AS MATERIALIZED (SELECT m.id FROM media m WHERE m.state = 'stored' AND m.blob_key IS NOT NULL AND m.id < $3
               AND NOT EXISTS (SELECT 1 FROM dossier_files f JOIN dossiers d ON d.id = f.dossier_id WHERE f.media_id = m.id
                 AND (d.status NOT IN ('collected', 'cancelled', 'emailed') OR d.updated_at >= $1))
               AND (EXISTS (SELECT 1 FROM dossier_files f WHERE f.media_id = m.id)
                 OR NOT EXISTS (SELECT 1 FROM sessions s WHERE s.person_id = m.person_id AND s.service IS NOT NULL AND s.updated_at >= $1))
               ORDER BY m.id LIMIT $2 + 0{})
             SELECT m.id, m.blob_key FROM media m JOIN c ON c.id = m.id",
            self.skip_locked
        );
        // Ids begin with their time: the primary key finds the old ones.
        let first_kept = MediaId::from_bits(id_bits(before, 0));
        let rows: Vec<(String, Option<String>)> =
            all!(&mut self.tx, &sql, [before, most, first_kept.as_str()], |row| (
                row.try_get(0)?,
                row.try_get(1)?
            ));
        for (id, _) in &rows {
            exec!(
                &mut self.tx,
                "UPDATE media SET state = 'dropped', blob_key = NULL WHERE id = $1",
                id.as_str()
            )?;
        }
        Ok(rows.into_iter().filter_map(|(_, key)| key).collect())
    }

    /// Lets files go that no dossier holds. Gives the blobs to delete.
    pub async fn drop_media(&mut self, ids: &[MediaId]) -> Result<Vec<String>, StoreError> {
        let mut blobs = Vec::new();
        for id in ids {
            let rows: Vec<Option<String>> = all!(
                &mut self.tx,
                "SELECT blob_key FROM media WHERE id = $1 AND state <> 'dropped'
                   AND NOT EXISTS (SELECT 1 FROM dossier_files f WHERE f.media_id = media.id)",
                [id.as_str()],
                |row| row.try_get(0)?
            );
            if rows.is_empty() {
                continue;
            }
            blobs.extend(rows.into_iter().flatten());
            exec!(
                &mut self.tx,
                "UPDATE media SET state = 'dropped', blob_key = NULL WHERE id = $1",
                id.as_str()
            )?;
        }
        Ok(blobs)
    }
}

impl Store {
    /// The file that an arrival announced, when it is noted.
    pub async fn media_of(&self, arrival: &ArrivalId) -> Result<Option<MediaId>, StoreError> {
        let rows: Vec<String> =
            read_all!(&self.db, "SELECT id FROM media WHERE arrival_id = $1", [arrival.as_str()], |row| row
                .try_get(0)?);
        rows.first().map(|id| MediaId::parse(id).map_err(|_| StoreError::Damaged("media id"))).transpose()
    }

    /// When the oldest file came that is not here yet.
    pub async fn media_oldest(&self) -> Result<Option<Millis>, StoreError> {
        let rows: Vec<Option<i64>> =
            read_all!(&self.db, "SELECT MIN(created_at) FROM media WHERE state = 'received'", [], |row| row
                .try_get(0)?);
        Ok(rows.into_iter().next().flatten())
    }

    pub async fn media(&self, id: &MediaId) -> Result<MediaRow, StoreError> {
        let sql = format!("SELECT {COLUMNS} FROM media WHERE id = $1");
        let rows: Vec<Raw> = read_all!(&self.db, &sql, [id.as_str()], |row| raw!(row));
        media(&self.vault, rows.into_iter().next().ok_or(StoreError::Missing)?)
    }

    /// How many files are not here yet, and when the oldest of them came. Those that settled are the history, which
    /// grows: they are counted as they settle.
    pub async fn media_depth(&self) -> Result<(i64, Option<Millis>), StoreError> {
        let sql = "SELECT COUNT(*), MIN(created_at) FROM media WHERE state = 'received'";
        let rows: Vec<(i64, Option<i64>)> =
            read_all!(&self.db, sql, [], |row| (row.try_get(0)?, row.try_get(1)?));
        Ok(rows.into_iter().next().unwrap_or((0, None)))
    }
}
