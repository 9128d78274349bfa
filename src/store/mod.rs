//! All SQL, and the only home of sqlx and rusqlite. One SQL text runs on SQLite and PostgreSQL. No decisions are taken
//! here: callers say what to write, this room writes it, in the transaction they hold.
//!
//! [`Store`] reads; [`Work`] is one transaction and does every write. Personal data is sealed on the way in
//! and opened on the way out, so a stolen database file shows none.

mod ahead;
mod alarms;
mod audit;
mod bulk;
mod chats;
mod clock;
mod console;
mod db;
mod deferred;
mod dossiers;
mod duties;
mod installation;
mod lanes;
mod linking;
mod lite;
mod mails;
mod media;
mod messages;
mod migrate;
mod model_questions;
mod outbox;
mod pages;
mod people;
mod planted;
mod postgres;
mod presence;
mod quotes;
mod reach;
mod releases;
mod rounds;
mod seam;
mod sessions;
mod slots;
mod staff;
mod survey;
#[cfg(test)]
pub(crate) mod testing;
mod windows;

pub use alarms::Alarm;
pub use audit::AuditEntry;
pub use console::{
    CaseCursor, CaseDetail, CaseEvent, CaseFile, CaseRow, ChatRow, InboxCursor, InboxTab, LastLine,
    TranscriptLine, Waiting,
};
pub use db::StoreError;
pub use dossiers::{CaseChange, CaseState, NewDossier, NewEvent};
pub use duties::Duty;
pub use lanes::{ArrivalRow, BEGUN, Lane, NewArrival};
pub use linking::PROOF_TRIES;
pub use mails::{CodeRow, MailLine, MailRow, NewMail};
pub use media::{MediaRow, MediaState, Settled};
pub use messages::{IncomingBubble, Shown};
pub use model_questions::{ModelQuestion, NewModelQuestion};
pub use outbox::{OutboxRow, Priority};
pub use pages::{NewPage, PageRow, UploadRow};
pub use people::{Person, Sender};
pub use planted::Planted;
pub use presence::{Beat, Presence};
pub use reach::{Reach, ReadsReach};
pub use releases::{LiveSession, NewRelease};
pub use rounds::{Noted, SentRow};
pub use seam::{AtCommit, Seam, Watch};
pub use sessions::{NewConsent, SessionRow, TimerKind, TimerRow};
pub use staff::{Account, Hash, OneTime, StaffSession};
pub use survey::{ArrivalLine, CaseSurvey, Due, FileLine, Line, Pulse};
pub use windows::{GivenBack, TemplateLine, TemplateRow};

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use ahead::Ahead;
use db::Db;
use deferred::Buffered;
use seam::{Busy, Seams};

use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, MessageId, PersonId};
use crate::telemetry::STORY;
use crate::vault::Vault;

/// A database with the keys to read it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Store {
    db: Db,
    vault: Vault,
    /// Whose leases are taken: the number of this process, 0 before it took up work.
    replica: Arc<AtomicI64>,
    installation: Arc<str>,
    /// Hashes of the definitions that are certainly in the database.
    kept: Arc<Mutex<BTreeSet<String>>>,
}

/// One transaction. Dropped without [`Work::commit`] it leaves nothing.
pub struct Work {
    tx: Buffered,
    vault: Vault,
    skip_locked: &'static str,
    cause: Option<ArrivalId>,
    /// The bubbles written, each with what it answers.
    queued: Vec<(MessageId, Option<ArrivalId>)>,
    seams: Seams,
    busy: Busy,
    replica: i64,
    ahead: BTreeMap<PersonId, Ahead>,
    /// Persons who became another in this transaction.
    gone: BTreeSet<PersonId>,
    kept: Arc<Mutex<BTreeSet<String>>>,
    /// Definitions that this transaction keeps.
    keeps: Vec<String>,
    birth_lease: Option<Millis>,
    born: Vec<OutboxRow>,
    /// Ids of claimed rows that do not read.
    unread: Vec<String>,
    /// Persons whose reminders were looked after.
    unreminded: BTreeSet<PersonId>,
    /// Bubbles that are not claimed.
    left_out: Vec<MessageId>,
}

impl Store {
    /// Opens the database and brings its schema up to date.
    ///
    /// # Errors
    /// When it does not answer, needs a newer program, or was made with other keys.
    pub async fn open(url: &str, vault: Vault, now: Millis) -> Result<Store, StoreError> {
        let db = Db::open(url).await?;
        let applied = migrate::run(&db, now).await?;
        if applied > 0 {
            tracing::info!(applied, "database schema brought up to date");
        }
        let mut store =
            Store { db, vault, replica: Arc::default(), installation: Arc::default(), kept: Arc::default() };
        let mut work = store.begin().await?;
        work.check_keys().await?;
        store.installation = work.installation().await?.into();
        work.commit().await?;
        Ok(store)
    }

    /// A random name that every process on this database knows, and nobody else.
    #[must_use]
    pub fn installation(&self) -> &str {
        &self.installation
    }

    /// Begins a transaction that will write.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn begin(&self) -> Result<Work, StoreError> {
        let seams = self.db.seams.clone();
        seams.pass(Seam::Begin).await;
        let busy = seams.busy();
        Ok(Work {
            tx: Buffered::new(self.db.begin().await?, self.db.each(), self.vault.clone()),
            vault: self.vault.clone(),
            skip_locked: self.db.skip_locked(),
            cause: None,
            queued: Vec::new(),
            seams,
            busy,
            replica: self.replica.load(Ordering::Relaxed),
            ahead: BTreeMap::new(),
            gone: BTreeSet::new(),
            kept: self.kept.clone(),
            keeps: Vec::new(),
            birth_lease: None,
            born: Vec::new(),
            unread: Vec::new(),
            unreminded: BTreeSet::new(),
            left_out: Vec::new(),
        })
    }

    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    pub(crate) fn has(&self, weakness: Planted) -> bool {
        self.db.seams.has(weakness)
    }

    #[cfg(any(debug_assertions, feature = "planted-faults"))]
    pub(crate) fn put_off(&self, work: futures_util::future::BoxFuture<'static, ()>) {
        self.db.seams.put_off(work);
    }

    /// The same database for a process whose every effect somebody watches.
    #[must_use]
    pub fn watched_by(&self, watch: Arc<dyn Watch>) -> Store {
        let db = Db { seams: Seams::watched(watch), ..self.db.clone() };
        Store { db, kept: Arc::default(), replica: Arc::default(), ..self.clone() }
    }

    /// Answers when the database does.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let _: Vec<i64> = db::read_all!(&self.db, "SELECT CAST(1 AS BIGINT)", [], |row| row.try_get(0)?);
        Ok(())
    }

    pub async fn close(&self) {
        self.db.close().await;
    }
}

impl Work {
    /// What is sent from here on answers this arrival: the logs of its story name it.
    pub fn because_of(&mut self, arrival: &ArrivalId) {
        self.cause = Some(arrival.clone());
    }

    /// What was claimed in this transaction and does not read, by id: one damaged row must not keep the others from
    /// being claimed, and whoever claims puts it aside, for it would be claimed again for ever.
    #[must_use]
    pub fn unreadable(&mut self) -> Vec<String> {
        std::mem::take(&mut self.unread)
    }

    /// What reads of these rows; the others are told by [`Work::unreadable`].
    fn readable<T>(&mut self, rows: impl IntoIterator<Item = (String, Result<T, StoreError>)>) -> Vec<T> {
        let mut whole = Vec::new();
        for (id, row) in rows {
            match row {
                Ok(row) => whole.push(row),
                Err(error) => {
                    tracing::error!(%error, id, "a row does not read");
                    self.unread.push(id);
                }
            }
        }
        whole
    }

    /// Gives everything up, its locks at once: a transaction that is only let go of keeps them until the database hears
    /// of it.
    pub async fn undo(self) {
        if let Err(error) = self.tx.rollback().await {
            tracing::debug!(%error, "a transaction ends with its connection");
        }
    }

    /// # Errors
    /// When the commit fails; then nothing was written.
    pub async fn commit(self) -> Result<(), StoreError> {
        let Work { tx, seams, busy, queued, kept, keeps, .. } = self;
        let unheard = || Err(StoreError::Unavailable("no answer to a commit".into()));
        match seams.at_commit() {
            AtCommit::Goes => tx.commit().await?,
            AtCommit::Falls => {
                tx.rollback().await?;
                drop(busy);
                // The process is no more: nobody hears of it.
                return std::future::pending().await;
            }
            AtCommit::IsRefused => {
                tx.rollback().await?;
                return unheard();
            }
            AtCommit::IsUnheard => {
                tx.commit().await?;
                return unheard();
            }
        }
        drop(busy);
        if !keeps.is_empty() {
            kept.lock().unwrap_or_else(PoisonError::into_inner).extend(keeps);
        }
        for (message, arrival) in &queued {
            let arrival = arrival.as_ref().map(ArrivalId::as_str);
            tracing::debug!(target: STORY, arrival, bubble = %message, "queued");
        }
        seams.pass(Seam::Committed).await;
        Ok(())
    }
}
