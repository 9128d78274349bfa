//! Releases: which definition of a service is the one that conversations in progress move to, and the move itself.
//!
//! A start (and an author's edit in development) releases what was never released before; `sapa publish` releases
//! whatever this program has, which is how an office goes back. So an old process that starts once more while others
//! are replaced does not pull conversations back. A conversation moves with the next thing that happens to it, in the
//! same transaction, and only in a process that has the released definition and its texts. What is filed never moves:
//! it is a dossier then, and no session.

use std::borrow::Cow;

use super::effects;
use super::house::House;
use super::library::Library;
use crate::domain::ids::{PersonId, RowId};
use crate::engine::upgrade::Moved;
use crate::engine::{Definition, Session};
use crate::store::{AuditEntry, NewRelease, StoreError, Work};

/// Why something is released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Occasion {
    /// The program starts: only what is new.
    Start,
    /// An author edits while it runs.
    Edit,
    /// Someone says so.
    Command,
}

impl Occasion {
    fn actor(self) -> &'static str {
        match self {
            Occasion::Start => "start",
            Occasion::Edit => "reload",
            Occasion::Command => "cli",
        }
    }
}

/// What became of one service.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub service: String,
    pub hash: String,
    pub outcome: Outcome,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was the released one already.
    Stood,
    Released,
    /// It was released before, and a newer one since: conversations stay with the newer one.
    Older,
}

/// Releases the definitions of the library in use: call it after [`super::library::Shelf::put`], and at the start.
///
/// # Errors
/// When the store fails; then nothing was released.
pub async fn publish(house: &House, occasion: Occasion) -> Result<Vec<Published>, StoreError> {
    let library = house.library.newest();
    let office = &library.office.id;
    let now = house.clock.now();
    let mut work = house.store.begin().await?;
    let mut all = Vec::new();
    for definition in library.catalogue.services.values() {
        let known = work.releases(office, &definition.service).await?;
        let outcome = match known.first() {
            Some(newest) if *newest == definition.hash => Outcome::Stood,
            _ if occasion == Occasion::Start && known.contains(&definition.hash) => Outcome::Older,
            newest => {
                release(house, &library, &mut work, definition, occasion).await?;
                let detail =
                    format!("{} to {}", newest.map_or("none", |h| short(h)), short(&definition.hash));
                let subject = format!("{office}/{}", definition.service);
                let entry = AuditEntry {
                    at: now,
                    actor: occasion.actor().into(),
                    action: "release.published".into(),
                    subject,
                    detail,
                };
                work.audit(&house.mint.id::<RowId>(), &entry).await?;
                Outcome::Released
            }
        };
        all.push(Published { service: definition.service.clone(), hash: definition.hash.clone(), outcome });
    }
    work.commit().await?;
    for one in &all {
        let (service, hash) = (one.service.as_str(), short(&one.hash));
        match one.outcome {
            Outcome::Stood => {}
            Outcome::Released => tracing::info!(service, hash, "released: conversations move to it"),
            Outcome::Older => tracing::warn!(
                service,
                hash,
                "a newer definition was released since; `sapa publish` makes this one the released one again"
            ),
        }
    }
    Ok(all)
}

async fn release(
    house: &House,
    library: &Library,
    work: &mut Work,
    definition: &Definition,
    occasion: Occasion,
) -> Result<(), StoreError> {
    let (office, now) = (&library.office.id, house.clock.now());
    if let Some(source) = library.sources.get(&definition.hash) {
        work.keep_definition(&definition.hash, office, &definition.service, source, now).await?;
    }
    let id: RowId = house.mint.id();
    work.add_release(&NewRelease {
        id: &id,
        office,
        service: &definition.service,
        definition: &definition.hash,
        actor: occasion.actor(),
        at: now,
    })
    .await
}

/// The start of a hash, as people compare them.
#[must_use]
pub fn short(hash: &str) -> &str {
    hash.get(..12).unwrap_or(hash)
}

/// From where to where a conversation moves.
pub(super) struct Move<'l> {
    /// None: nobody can read it any more.
    pub from: Option<Cow<'l, Definition>>,
    pub to: &'l Definition,
}

/// Whether a conversation is to move now. Looks into the database only where its definition is not this library's.
pub(super) async fn due<'l>(
    library: &'l Library,
    work: &mut Work,
    session: &Session,
) -> Result<Option<Move<'l>>, StoreError> {
    let (Some(hash), Some(service)) = (&session.definition, &session.service) else { return Ok(None) };
    let Some(to) = library.catalogue.services.get(service).filter(|own| own.hash != *hash) else {
        return Ok(None);
    };
    if work.releases(&library.office.id, service).await?.first() != Some(&to.hash) {
        return Ok(None);
    }
    let from = match effects::pinned(library, work, Some(hash)).await {
        Err(StoreError::Damaged(_)) => None,
        read => read?,
    };
    Ok(Some(Move { from, to }))
}

/// Notes that a conversation has moved: ids of questions, no answers.
pub(super) async fn record(
    house: &House,
    work: &mut Work,
    person: &PersonId,
    from: &str,
    moved: &Moved,
) -> Result<(), StoreError> {
    let session = &moved.session;
    let detail = format!(
        "{} {} to {}: kept {}, asked again [{}], dropped [{}], new [{}]",
        session.service.as_deref().unwrap_or_default(),
        short(from),
        short(session.definition.as_deref().unwrap_or_default()),
        moved.kept.len(),
        moved.again.join(" "),
        moved.gone.join(" "),
        moved.new.join(" "),
    );
    let entry = AuditEntry {
        at: house.clock.now(),
        actor: "release".into(),
        action: "session.moved".into(),
        subject: person.as_str().to_owned(),
        detail,
    };
    work.audit(&house.mint.id::<RowId>(), &entry).await
}
