//! Databases for tests, and rows to look at. Each test has a database of its own.

use super::db::{Db, StoreError, exec};
use super::{Store, Work};
use crate::domain::Millis;
use crate::domain::case::Status;
use crate::domain::chat::{Author, Owner};
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{DossierId, Id, MediaId, MessageId, PersonId, RowId, id_bits};
use crate::domain::inbound::AddressKind;
use crate::vault::{Vault, random_bytes};

/// Removes the database's files at the end of a test.
pub(crate) struct Guard(pub(super) std::path::PathBuf);

impl Drop for Guard {
    fn drop(&mut self) {
        let _gone_already = std::fs::remove_dir_all(&self.0);
    }
}

/// Bits of an id made "now".
pub(crate) fn fresh(now: Millis) -> u128 {
    id_bits(now, u128::from_le_bytes(random_bytes()))
}

/// An empty database in a folder of its own.
pub(crate) async fn test_store() -> (Store, Guard) {
    let folder = std::env::temp_dir().join(format!("sapa-test-{:032x}", fresh(0)));
    let url = format!("sqlite://{}/test.db", folder.display());
    let store = Store::open(&url, Vault::ephemeral(), 0).await.expect("a fresh database opens");
    (store, Guard(folder))
}

/// The same on every database there is: SQLite, and PostgreSQL (a schema of its own) where
/// `SAPA_TEST_POSTGRES_URL` names one.
#[expect(clippy::disallowed_methods, reason = "what tests/run tells the tests")]
pub(crate) async fn test_stores() -> Vec<(Store, Guard)> {
    let mut stores = vec![test_store().await];
    if let Ok(url) = std::env::var("SAPA_TEST_POSTGRES_URL") {
        let schema = format!("t_{:032x}", fresh(0));
        let db = Db::open(&url).await.expect("the test database answers");
        let mut tx = db.begin().await.expect("a transaction begins");
        exec!(&mut tx, &format!("CREATE SCHEMA {schema}")).expect("a schema is made");
        tx.commit().await.expect("the schema is committed");
        db.close().await;
        let mark = if url.contains('?') { '&' } else { '?' };
        let url = format!("{url}{mark}options[search_path]={schema}");
        let store = Store::open(&url, Vault::ephemeral(), 0).await.expect("a fresh schema opens");
        stores.push((store, Guard(std::env::temp_dir().join(schema))));
    }
    stores
}

/// A bubble to be seeded.
pub(crate) struct Said<'a> {
    pub author: Author,
    pub kind: &'a str,
    pub text: &'a str,
    pub choices: &'a [&'a str],
    pub media: Option<&'a MediaId>,
    pub status: &'a str,
    pub fault: Option<&'a str>,
    pub at: Millis,
}

impl<'a> Said<'a> {
    pub(crate) fn new(author: Author, text: &'a str, at: Millis) -> Said<'a> {
        Said { author, kind: "text", text, choices: &[], media: None, status: "read", fault: None, at }
    }
}

/// A case to be seeded.
pub(crate) struct Filed<'a> {
    pub ticket: &'a str,
    pub service: &'a str,
    pub status: Status,
    pub payload: DossierPayload,
    pub nik: Option<&'a str>,
    pub at: Millis,
    /// Started, due.
    pub sla: Option<(Millis, Millis)>,
}

impl Work {
    pub(crate) async fn seed_chat(
        &mut self,
        name: Option<&str>,
        (kind, value): (AddressKind, &str),
        owner: &Owner,
        waiting_since: Option<Millis>,
        last: Millis,
    ) -> Result<PersonId, StoreError> {
        let person = PersonId::from_bits(fresh(last));
        let name = name.map(|n| self.vault.seal_str("persons.name_sealed", n));
        exec!(
            &mut self.tx,
            "INSERT INTO persons (id, created_at, lang, name_sealed, opted_out_at) VALUES ($1, $2, 'id', $3, NULL)",
            person.as_str(),
            last,
            name
        )?;
        exec!(
            &mut self.tx,
            "INSERT INTO addresses (kind, value_index, value_sealed, person_id, channel, created_at, last_seen_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $6)",
            kind.as_str(),
            self.vault.index("addresses.value_index", value),
            self.vault.seal_str("addresses.value_sealed", value),
            person.as_str(),
            kind.channel().as_str(),
            last
        )?;
        exec!(
            &mut self.tx,
            "INSERT INTO chats (person_id, channel, owner, owner_staff, owner_since, waiting_since, last_in_at, \
             last_message_at, version) VALUES ($1, $2, $3, $4, $5, $6, $5, $5, 1)",
            person.as_str(),
            kind.channel().as_str(),
            owner.kind(),
            owner.staff().map(|s| s.as_str().to_owned()),
            last,
            waiting_since
        )?;
        Ok(person)
    }

    pub(crate) async fn seed_message(
        &mut self,
        person: &PersonId,
        said: &Said<'_>,
    ) -> Result<MessageId, StoreError> {
        let id = MessageId::from_bits(fresh(said.at));
        let staff = match &said.author {
            Author::Staff(id) => Some(id.as_str().to_owned()),
            Author::Citizen | Author::Bot | Author::Office => None,
        };
        let choices = serde_json::to_string(said.choices).expect("labels become JSON");
        let choices =
            (!said.choices.is_empty()).then(|| self.vault.seal_str("messages.choices_sealed", &choices));
        exec!(
            &mut self.tx,
            "INSERT INTO messages (id, person_id, channel, author, author_staff, kind, text_sealed, choices_sealed, \
             media_id, status, status_at, fault, created_at) \
             VALUES ($1, $2, 'whatsapp', $3, $4, $5, $6, $7, $8, $9, $10, $11, $10)",
            id.as_str(),
            person.as_str(),
            said.author.kind(),
            staff,
            said.kind,
            self.vault.seal_str("messages.text_sealed", said.text),
            choices,
            said.media.map(|m| m.as_str().to_owned()),
            said.status,
            said.at,
            said.fault
        )?;
        Ok(id)
    }

    pub(crate) async fn seed_media(
        &mut self,
        person: &PersonId,
        mime: &str,
        at: Millis,
    ) -> Result<MediaId, StoreError> {
        let id = MediaId::from_bits(fresh(at));
        exec!(
            &mut self.tx,
            "INSERT INTO media (id, person_id, channel, arrival_id, ref_sealed, state, attempts, next_at, mime, late, \
             created_at) VALUES ($1, $2, 'whatsapp', $1, '', 'stored', 1, 0, $3, FALSE, $4)",
            id.as_str(),
            person.as_str(),
            mime,
            at
        )?;
        Ok(id)
    }

    pub(crate) async fn seed_case(
        &mut self,
        person: &PersonId,
        filed: &Filed<'_>,
    ) -> Result<DossierId, StoreError> {
        let id = DossierId::from_bits(fresh(filed.at));
        let payload = serde_json::to_string(&filed.payload).expect("a payload becomes JSON");
        exec!(
            &mut self.tx,
            "INSERT INTO dossiers (id, ticket, office, service, person_id, status, revision, version, definition_hash, \
             payload_sealed, nik_index, submitted_at, updated_at, sla_started_at, sla_due_at) \
             VALUES ($1, $2, 'buleleng', $3, $4, $5, 1, 1, 'hash', $6, $7, $8, $8, $9, $10)",
            id.as_str(),
            filed.ticket,
            filed.service,
            person.as_str(),
            filed.status.as_str(),
            self.vault.seal_str("dossiers.payload_sealed", &payload),
            filed.nik.map(|nik| self.vault.index("dossiers.nik_index", nik)),
            filed.at,
            filed.sla.map(|s| s.0),
            filed.sla.map(|s| s.1)
        )?;
        for (position, file) in (0_i64..).zip(&filed.payload.files) {
            exec!(
                &mut self.tx,
                "INSERT INTO dossier_files (dossier_id, media_id, slot, position, flags) VALUES ($1, $2, $3, $4, '')",
                id.as_str(),
                file.media.as_str(),
                file.slot.as_str(),
                position
            )?;
        }
        Ok(id)
    }

    pub(crate) async fn seed_event(
        &mut self,
        dossier: &DossierId,
        (actor, staff): (&str, Option<&str>),
        act: &str,
        to: Status,
        detail: Option<&str>,
        at: Millis,
    ) -> Result<(), StoreError> {
        let detail = detail.map(|d| self.vault.seal_str("dossier_events.detail_sealed", d));
        exec!(
            &mut self.tx,
            "INSERT INTO dossier_events (id, dossier_id, at, actor, actor_staff, act, from_status, to_status, \
             detail_sealed, message_id) VALUES ($1, $2, $3, $4, $5, $6, NULL, $7, $8, NULL)",
            RowId::from_bits(fresh(at)).as_str(),
            dossier.as_str(),
            at,
            actor,
            staff,
            act,
            to.as_str(),
            detail
        )?;
        Ok(())
    }
}
