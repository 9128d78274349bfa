//! Events from ourselves, served in the person's lane like any other.

use crate::domain::ids::{ArrivalId, MailId, MediaId, PersonId};
use crate::domain::inbound::ArrivalClass;
use crate::domain::redacted::Redacted;
use crate::engine::{Event, MailFate, Unanswered};
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
    /// The mail with a code never reached its address.
    MailFailed {
        mail: MailId,
        /// The request that it was for.
        tag: String,
        fate: Fate,
    },
    /// A question was answered on its page.
    Page {
        tag: String,
        question: String,
        answer: PageAnswer,
    },
    /// What became of a question to the model; no answer: it is answered without.
    Advised {
        answer: Option<Redacted<String>>,
        unanswered: Unanswered,
    },
}

/// Why a mail never left, as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::runtime) enum Fate {
    Refused,
    GaveUp,
}

impl Fate {
    /// The state of its row.
    pub(in crate::runtime) fn as_str(self) -> &'static str {
        match self {
            Fate::Refused => "refused",
            Fate::GaveUp => "gave_up",
        }
    }
}

impl From<Fate> for MailFate {
    fn from(fate: Fate) -> MailFate {
        match fate {
            Fate::Refused => MailFate::Refused,
            Fate::GaveUp => MailFate::GaveUp,
        }
    }
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
            Internal::Advised { answer: Some(answer), .. } => {
                Some(Event::Advised { answer: answer.expose().clone() })
            }
            Internal::Advised { answer: None, unanswered } => Some(Event::NotAdvised(unanswered.clone())),
            Internal::MediaSettled { .. } | Internal::Page { .. } | Internal::MailFailed { .. } => None,
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
