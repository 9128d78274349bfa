//! Events from ourselves, served in the person's lane like any other.

use crate::domain::ids::{ArrivalId, MediaId, PersonId};
use crate::domain::inbound::ArrivalClass;
use crate::domain::redacted::Redacted;
use crate::engine::Event;
use crate::runtime::house::House;
use crate::store::{NewArrival, StoreError};

/// An event from ourselves, to be served in the person's lane like any other.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(in crate::runtime) enum Internal {
    Reminder,
    DraftExpiry,
    /// An officer gave the chat back.
    HandedBack,
    /// A file that took long has settled.
    MediaSettled {
        media: MediaId,
    },
    /// A question was answered on its page.
    Page {
        tag: String,
        question: String,
        answer: PageAnswer,
    },
}

/// What came through a page.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::runtime) enum PageAnswer {
    Text(Redacted<String>),
    /// "I don't know it": the id of the option.
    Past(String),
    Files(Vec<MediaId>),
}

impl Internal {
    /// What it means to the conversation; files are looked up by the turn.
    pub(in crate::runtime) fn event(&self) -> Option<Event> {
        match self {
            Internal::Reminder => Some(Event::Reminder),
            Internal::DraftExpiry => Some(Event::DraftExpired),
            Internal::HandedBack => Some(Event::HandedBack),
            Internal::MediaSettled { .. } | Internal::Page { .. } => None,
        }
    }

    /// Places it into the person's lane, once per `key`.
    pub(in crate::runtime) async fn place(
        &self,
        work: &mut crate::store::Work,
        house: &House,
        person: &PersonId,
        key: &str,
    ) -> Result<(), StoreError> {
        let now = house.clock.now();
        let id: ArrivalId = house.mint.id();
        let json = serde_json::to_string(self).map_err(|_| StoreError::Damaged("internal event"))?;
        let new = NewArrival {
            id: &id,
            channel: None,
            provider_id: key,
            person: Some(person),
            class: ArrivalClass::Internal,
            occurred_at: now,
            body: &Redacted::from(json),
        };
        if work.add_arrival(&new, now).await? {
            work.wake_lane(person, now).await?;
        }
        Ok(())
    }
}
