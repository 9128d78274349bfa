//! What reached us, in our own words: the same for every channel. Made by `channels/*/from_wire`.

use serde::{Deserialize, Serialize};

use super::Millis;
use super::redacted::Redacted;

/// A channel by name. What it can show is an [`super::outbound::Abilities`] value; nobody outside
/// `channels/`, configuration and tests decides by this name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChannelKind {
    Whatsapp,
    Telegram,
}

impl ChannelKind {
    pub const ALL: [ChannelKind; 2] = [ChannelKind::Whatsapp, ChannelKind::Telegram];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ChannelKind::Whatsapp => "whatsapp",
            ChannelKind::Telegram => "telegram",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<ChannelKind> {
        Self::ALL.into_iter().find(|c| c.as_str() == text)
    }
}

/// What kind of address a value is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AddressKind {
    /// WhatsApp business-scoped user id.
    WaBsuid,
    /// WhatsApp business-scoped user id of the parent portfolio.
    WaParentBsuid,
    /// A phone number that WhatsApp vouches for; canonical E.164 with plus.
    WaPhone,
    /// Telegram user id, decimal.
    TgUser,
}

impl AddressKind {
    pub const ALL: [AddressKind; 4] =
        [AddressKind::WaBsuid, AddressKind::WaParentBsuid, AddressKind::WaPhone, AddressKind::TgUser];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            AddressKind::WaBsuid => "wa_bsuid",
            AddressKind::WaParentBsuid => "wa_parent_bsuid",
            AddressKind::WaPhone => "wa_phone",
            AddressKind::TgUser => "tg_user",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<AddressKind> {
        Self::ALL.into_iter().find(|k| k.as_str() == text)
    }

    #[must_use]
    pub fn channel(self) -> ChannelKind {
        match self {
            AddressKind::WaBsuid | AddressKind::WaParentBsuid | AddressKind::WaPhone => ChannelKind::Whatsapp,
            AddressKind::TgUser => ChannelKind::Telegram,
        }
    }
}

/// Where a person can be reached. A person is not a phone number: several addresses, one person.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Address {
    pub kind: AddressKind,
    pub value: Redacted<String>,
}

/// How urgently and by whom an arrival is served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArrivalClass {
    /// Something the citizen said or did.
    Message,
    /// The same with a file: waits a moment for the rest of an album.
    Media,
    /// The fate of a message of ours.
    Status,
    /// About our own account: no person.
    Account,
    /// From ourselves: a timer that fired, a photo that was fetched late, a chat given back.
    Internal,
}

impl ArrivalClass {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            ArrivalClass::Message => "message",
            ArrivalClass::Media => "media",
            ArrivalClass::Status => "status",
            ArrivalClass::Account => "account",
            ArrivalClass::Internal => "internal",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<ArrivalClass> {
        use ArrivalClass::{Account, Internal, Media, Message, Status};
        [Message, Media, Status, Account, Internal].into_iter().find(|c| c.as_str() == text)
    }
}

/// One event cut out of a webhook body or a poll, not yet read beyond what is needed to store it: the
/// reader runs later, from the stored fragment, so that a flaw in it never costs an acknowledgement.
#[derive(Debug, Clone)]
pub struct Arrived {
    /// Unique per channel: wamid, `wamid:delivered`, `update_id`.
    pub provider_id: String,
    pub class: ArrivalClass,
    /// Who sent it, or whom it is about; empty for account news. Best address first.
    pub addresses: Vec<Address>,
    /// The profile name that the platform gave, for the console.
    pub profile_name: Option<Redacted<String>>,
    /// The platform's own time.
    pub at: Millis,
    /// JSON of this one event with the envelope parts that the reader needs.
    pub fragment: Redacted<String>,
}

/// One event, read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Inbound {
    pub provider_id: String,
    pub at: Millis,
    pub body: Body,
    /// Items of one album share this.
    pub album: Option<String>,
    /// The wire id of the message of ours that this answers, when the platform says so.
    pub reply_to: Option<String>,
    /// By which this message can be quoted, where that is not its provider id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wire_id: Option<String>,
    /// What brought the person here, in the words of an advertisement or a post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referral: Option<Redacted<String>>,
}

impl Inbound {
    /// By which an answer can quote this message.
    #[must_use]
    pub fn quotable(&self) -> &str {
        self.wire_id.as_deref().unwrap_or(&self.provider_id)
    }
}

/// [`Body::Unsupported`]: a file that the platform itself did not take, being too large.
pub const MEDIA_TOO_LARGE: &str = "media_too_large";
/// [`Body::Unsupported`]: a file that the platform could not get from the citizen's phone.
pub const MEDIA_FAILED: &str = "media_failed";

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Body {
    Text {
        text: Redacted<String>,
    },
    /// A tapped button or list row. `payload` is what we put into it.
    Tap {
        payload: String,
        title: Redacted<String>,
        /// To be acknowledged towards the platform (Telegram `callback_query.id`).
        callback_id: Option<String>,
    },
    Media {
        media: MediaRef,
        caption: Option<Redacted<String>>,
    },
    Location {
        latitude: f64,
        longitude: f64,
        /// What the place is called, when the citizen picked a named one.
        #[serde(default)]
        name: Option<Redacted<String>>,
    },
    Contact {
        phone: Option<Redacted<String>>,
        /// The sender's own number, vouched for by the platform.
        own: bool,
        /// Whose card it is, as it is written there.
        #[serde(default)]
        name: Option<Redacted<String>>,
    },
    /// A filled-in form of the platform (WhatsApp Flow). We send none: kept for staff to read.
    Form {
        /// As it came: mostly a JSON object, sometimes not even JSON.
        answers: Redacted<String>,
        /// What the chat shows for it.
        label: Option<Redacted<String>>,
    },
    /// None: an earlier reaction was taken back.
    Reaction {
        emoji: Option<String>,
    },
    /// The citizen changed an earlier message.
    Edited {
        original: String,
        text: Option<Redacted<String>>,
        /// The file that it shows now.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        media: Option<MediaRef>,
    },
    /// Nothing we can use; `kind` is the platform's word for it.
    Unsupported {
        kind: String,
        /// What was written with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        caption: Option<Redacted<String>>,
    },
    /// The fate of a message of ours.
    Status(DeliveryStatus),
    /// The citizen blocked us, or let us in again.
    Blocked {
        blocked: bool,
    },
    /// The citizen's address changed. Without a new one, the platform only says that another person may be
    /// behind the same address now.
    AddressChange {
        old: Vec<Address>,
        new: Vec<Address>,
    },
    /// News about our own account that an operator must hear about.
    Account {
        /// The platform's word for the part of the account.
        field: String,
        /// What happened there, where the field alone does not say it (`DISABLED_UPDATE`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        event: Option<String>,
        /// To what, where it is not the account as a whole (`siap_diambil/id`).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        about: Option<String>,
        summary: String,
    },
    /// Known and not for us: groups, echoes.
    Ignored {
        why: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MediaKind {
    Photo,
    Document,
    Audio,
    Video,
    Sticker,
}

impl MediaKind {
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            MediaKind::Photo => "photo",
            MediaKind::Document => "document",
            MediaKind::Audio => "audio",
            MediaKind::Video => "video",
            MediaKind::Sticker => "sticker",
        }
    }
}

/// A promise of a file: where the platform keeps it. Not yet bytes, not yet trusted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MediaRef {
    pub kind: MediaKind,
    /// WhatsApp media id; Telegram `file_id`.
    pub provider_media_id: String,
    /// Equal for the same file sent again, when the platform says so.
    pub same_file_key: Option<String>,
    pub mime: Option<String>,
    pub size: Option<u64>,
    pub file_name: Option<Redacted<String>>,
}

/// Forward only: `failed < sent < delivered < read`. A message that was sent may still fail; evidence that it
/// arrived wins over what was said before.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeliveryStatus {
    /// The platform's id of our message.
    pub wire_id: String,
    /// Our own message id, when the platform echoed it.
    pub message_id: Option<String>,
    pub state: Delivery,
    /// The platform's error code and title; never personal data.
    pub error: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// In the outbox.
    Queued,
    /// Accepted by the platform.
    Accepted,
    Sent,
    Delivered,
    Read,
    /// Will not arrive. Shown loudly to staff.
    Failed,
}

impl Delivery {
    pub const ALL: [Delivery; 6] = [
        Delivery::Queued,
        Delivery::Accepted,
        Delivery::Sent,
        Delivery::Delivered,
        Delivery::Read,
        Delivery::Failed,
    ];

    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Delivery::Queued => "queued",
            Delivery::Accepted => "accepted",
            Delivery::Sent => "sent",
            Delivery::Delivered => "delivered",
            Delivery::Read => "read",
            Delivery::Failed => "failed",
        }
    }

    #[must_use]
    pub fn parse(text: &str) -> Option<Delivery> {
        Self::ALL.into_iter().find(|d| d.as_str() == text)
    }

    /// Whether a platform's word moves a message on. A message that was delivered or read cannot fail any more. One
    /// that failed is not un-failed by a late `sent` (chatwoot#14529), which proves nothing; that it was delivered or
    /// read does.
    #[must_use]
    pub fn moves_to(self, next: Delivery) -> bool {
        match (self, next) {
            (Delivery::Failed, Delivery::Delivered | Delivery::Read) => true,
            (Delivery::Failed, _) | (Delivery::Delivered | Delivery::Read, Delivery::Failed) => false,
            (now, next) => next > now,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Delivery;

    #[test]
    fn a_delivery_status_moves_forward_only() {
        assert!(Delivery::Accepted.moves_to(Delivery::Read));
        assert!(!Delivery::Read.moves_to(Delivery::Delivered));
        assert!(Delivery::Failed.moves_to(Delivery::Delivered));
        assert!(Delivery::Failed.moves_to(Delivery::Read));
        assert!(!Delivery::Failed.moves_to(Delivery::Sent));
        assert!(!Delivery::Failed.moves_to(Delivery::Accepted));
        assert!(!Delivery::Read.moves_to(Delivery::Failed));
        assert!(!Delivery::Delivered.moves_to(Delivery::Failed));
        assert!(Delivery::Sent.moves_to(Delivery::Failed));
    }
}
