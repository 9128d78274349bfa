//! The states of a case, as the contract names them.

use super::Millis;
use super::appointment::Booking;
use super::ids::DossierId;

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($(#[$vdoc])* $variant),* }
        impl $name {
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
            #[must_use]
            pub fn as_str(self) -> &'static str { match self { $($name::$variant => $word),* } }
            #[must_use]
            pub fn parse(text: &str) -> Option<$name> { Self::ALL.iter().copied().find(|v| v.as_str() == text) }
        }
    };
}
pub(crate) use words;

words! {
    /// Where a filed dossier stands (contract.md, "Statuses").
    Status {
        Submitted = "submitted",
        Complete = "complete",
        InSiak = "in_siak",
        DraftPrinted = "draft_printed",
        TteReview = "tte_review",
        ReturnedToOperator = "returned_to_operator",
        HeadReview = "head_review",
        Approved = "approved",
        Emailed = "emailed",
        Produced = "produced",
        Printed = "printed",
        Ready = "ready",
        Collected = "collected",
        Cancelled = "cancelled",
    }
}

impl Status {
    /// Nothing more will happen.
    #[must_use]
    pub fn is_final(self) -> bool {
        matches!(self, Status::Collected | Status::Cancelled | Status::Emailed)
    }

    /// The citizen may choose another time: until the counter has called for the pickup.
    #[must_use]
    pub fn citizen_may_move(self) -> bool {
        !self.is_final() && self != Status::Ready
    }

    /// A citizen may withdraw up to the printed draft; later it is a request to staff (domain §1.4).
    #[must_use]
    pub fn citizen_may_withdraw(self) -> bool {
        matches!(self, Status::Submitted | Status::Complete | Status::InSiak | Status::DraftPrinted)
    }
}

words! {
    /// Why a case was cancelled (contract.md). The first three need a text for the citizen.
    CancelCode {
        Incomplete = "incomplete",
        SiakInvalid = "siak_invalid",
        HeadRejected = "head_rejected",
        ByCitizen = "by_citizen",
        Expired = "expired",
        Duplicate = "duplicate",
    }
}

impl CancelCode {
    #[must_use]
    pub fn needs_text(self) -> bool {
        matches!(self, CancelCode::Incomplete | CancelCode::SiakInvalid | CancelCode::HeadRejected)
    }
}

/// A case in one line, as the conversation may show it to the citizen who filed it: no personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    pub dossier: DossierId,
    pub ticket: String,
    pub service: String,
    pub status: Status,
    pub submitted_at: Millis,
    pub updated_at: Millis,
    pub queue_number: Option<String>,
    pub cancel_code: Option<CancelCode>,
    /// The place at a counter that it holds.
    pub booking: Option<Booking>,
}
