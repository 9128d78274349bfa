//! What the console is built from.

use std::sync::Arc;

use tokio_util::sync::CancellationToken;

use super::assets::Assets;
use super::hands::Hands;
use super::password::Passwords;
use super::render::Pages;
use super::signin::Strangers;
use crate::domain::Millis;
use crate::domain::inbound::ChannelKind;
use crate::domain::office::Office;
use crate::domain::outbound::Abilities;
use crate::i18n::Texts;
use crate::pubsub::Bus;
use crate::runtime::cases::Cases;
use crate::runtime::desk::Desk;
use crate::runtime::house::{Clock, House, Minter};
use crate::runtime::library::Shelf;
use crate::store::{AuditEntry, Store, StoreError, Work};

/// Everything the console needs from the program around it.
#[derive(Clone)]
pub struct ConsoleState {
    pub house: House,
    pub desk: Desk,
    pub cases: Cases,
    /// The console is reached by https.
    pub secure_cookies: bool,
    /// Ends the live connections when the program closes; they would keep a graceful end waiting.
    pub closing: CancellationToken,
}

/// The same without what writes to citizens and cases: that goes through [`Hands`].
pub(super) struct Means {
    pub store: Store,
    pub library: Shelf,
    /// What each configured channel can show.
    pub abilities: Vec<(ChannelKind, Abilities)>,
    pub bus: Bus,
    pub clock: Clock,
    pub mint: Minter,
    pub secure_cookies: bool,
    pub closing: CancellationToken,
}

pub(super) type Site = Arc<Shared>;

pub(super) struct Shared {
    pub means: Means,
    pub hands: Arc<dyn Hands>,
    pub pages: Pages,
    pub assets: Assets,
    pub passwords: Passwords,
    pub strangers: Strangers,
}

impl Shared {
    pub(super) fn new(means: Means, hands: Arc<dyn Hands>) -> Shared {
        let assets = Assets::new();
        let pages = Pages::new(&means, &assets);
        let strangers = Strangers::default();
        Shared { means, hands, pages, assets, passwords: Passwords::default(), strangers }
    }

    pub(super) fn now(&self) -> Millis {
        self.means.clock.now()
    }

    pub(super) fn store(&self) -> &Store {
        &self.means.store
    }

    pub(super) fn office(&self) -> &Office {
        &self.means.library.office
    }

    pub(super) fn texts(&self) -> &Texts {
        &self.means.library.texts
    }

    /// Records an act in the transaction that does it; `actor` is a staff id.
    pub(super) async fn record(
        &self,
        work: &mut Work,
        actor: &str,
        action: &str,
        subject: &str,
        detail: &str,
    ) -> Result<(), StoreError> {
        let entry = AuditEntry {
            at: self.now(),
            actor: actor.to_owned(),
            action: action.to_owned(),
            subject: subject.to_owned(),
            detail: detail.to_owned(),
        };
        work.audit(&self.means.mint.id(), &entry).await
    }
}
