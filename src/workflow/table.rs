//! The rules of the office as one table: who may do what from where, what must be given, what the citizen
//! is told. Sources: domain.md §1.2 (A-09 … A-24) and §1.4; one rule per line of the standard procedure.

use super::Given;
use super::{REASON_MAX, REASON_MIN};
use crate::domain::case::{CancelCode, Status, words};
use crate::domain::staff::Role;

words! {
    /// What can be done to a case.
    Act {
        AcceptComplete = "accept_complete",
        CancelIncomplete = "cancel_incomplete",
        CancelDuplicate = "cancel_duplicate",
        EnterSiak = "enter_siak",
        CancelInvalid = "cancel_invalid",
        PrintDraft = "print_draft",
        RequestSignature = "request_signature",
        ReturnToOperator = "return_to_operator",
        ReprintDraft = "reprint_draft",
        ForwardToHead = "forward_to_head",
        Approve = "approve",
        Reject = "reject",
        SendByEmail = "send_by_email",
        Produce = "produce",
        Print = "print",
        CallForPickup = "call_for_pickup",
        HandOver = "hand_over",
        CancelUncollected = "cancel_uncollected",
        Withdraw = "withdraw",
    }
}

/// All acts, in the order of the table.
pub const ACTS: &[Act] = Act::ALL;

/// The clock of the promise "one hour after the papers are found complete and valid".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sla {
    Keep,
    Start,
    Stop,
}

/// What must come with an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A text that the citizen reads as it is.
    Reason,
    /// A text that stays in the office.
    Note,
    /// A counter, whose next queue number is drawn.
    Counter,
    PickupDate,
}

impl Need {
    /// The field that carries it and the key of the sentence that says what is expected.
    pub(super) fn fault(self, given: &Given) -> Option<(&'static str, &'static str)> {
        let length = given.reason.trim().chars().count();
        match self {
            Need::Reason | Need::Note if !(REASON_MIN..=REASON_MAX).contains(&length) => {
                Some(("reason", "console-fault-reason"))
            }
            Need::Counter if given.counter.is_empty() => Some(("counter", "console-fault-counter")),
            Need::PickupDate if !iso_date(&given.pickup_date) => {
                Some(("pickup_date", "console-fault-pickup-date"))
            }
            Need::Reason | Need::Note | Need::Counter | Need::PickupDate => None,
        }
    }
}

fn iso_date(text: &str) -> bool {
    chrono::NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// One line of the table.
#[derive(Debug)]
pub struct Rule {
    pub act: Act,
    pub from: &'static [Status],
    pub to: Status,
    /// Any one of these.
    pub roles: &'static [Role],
    /// The citizen who filed it may do it too.
    pub citizen: bool,
    pub needs: &'static [Need],
    pub sla: Sla,
    pub cancel: Option<CancelCode>,
    pub tells: Option<&'static str>,
}

const fn step(act: Act, from: &'static [Status], to: Status, roles: &'static [Role]) -> Rule {
    Rule { act, from, to, roles, citizen: false, needs: &[], sla: Sla::Keep, cancel: None, tells: None }
}

const fn cancel(
    act: Act,
    from: &'static [Status],
    roles: &'static [Role],
    code: CancelCode,
    needs: &'static [Need],
) -> Rule {
    Rule {
        act,
        from,
        to: Status::Cancelled,
        roles,
        citizen: false,
        needs,
        sla: Sla::Stop,
        cancel: Some(code),
        tells: Some("case-cancelled"),
    }
}

use Status as S;

pub const RULES: &[Rule] = &[
    // Admin checks completeness; incomplete papers end the case, with a reason.
    Rule {
        tells: Some("case-complete"),
        ..step(Act::AcceptComplete, &[S::Submitted], S::Complete, &[Role::Verifier])
    },
    cancel(
        Act::CancelIncomplete,
        &[S::Submitted],
        &[Role::Verifier],
        CancelCode::Incomplete,
        &[Need::Reason],
    ),
    cancel(Act::CancelDuplicate, &[S::Submitted, S::Complete], &[Role::Verifier], CancelCode::Duplicate, &[]),
    // the operator enters the data; data that SIAK finds invalid ends the case, with a reason.
    step(Act::EnterSiak, &[S::Complete], S::InSiak, &[Role::SiakOperator]),
    cancel(
        Act::CancelInvalid,
        &[S::InSiak],
        &[Role::SiakOperator, Role::Verifier],
        CancelCode::SiakInvalid,
        &[Need::Reason],
    ),
    // valid data are printed as a draft; the hour of the promise begins.
    Rule { sla: Sla::Start, ..step(Act::PrintDraft, &[S::InSiak], S::DraftPrinted, &[Role::SiakOperator]) },
    // two officials check the draft; a mismatch goes back to the operator, not to the citizen.
    step(Act::RequestSignature, &[S::DraftPrinted], S::TteReview, &[Role::SiakOperator, Role::Certifier]),
    Rule {
        needs: &[Need::Note],
        ..step(Act::ReturnToOperator, &[S::TteReview], S::ReturnedToOperator, &[Role::Certifier])
    },
    step(Act::ReprintDraft, &[S::ReturnedToOperator], S::DraftPrinted, &[Role::SiakOperator]),
    step(Act::ForwardToHead, &[S::TteReview], S::HeadReview, &[Role::Certifier]),
    // only the head approves; a rejection ends the case and says what must be mended.
    Rule { sla: Sla::Stop, ..step(Act::Approve, &[S::HeadReview], S::Approved, &[Role::Head]) },
    cancel(Act::Reject, &[S::HeadReview], &[Role::Head], CancelCode::HeadRejected, &[Need::Reason]),
    // products that are papers go out by e-mail; a card is produced, printed and collected.
    step(Act::SendByEmail, &[S::Approved], S::Emailed, &[Role::Producer]),
    step(Act::Produce, &[S::Approved], S::Produced, &[Role::Producer]),
    step(Act::Print, &[S::Produced], S::Printed, &[Role::Producer, Role::Counter]),
    // the counter prints, gives the queue number and tells the citizen.
    Rule {
        needs: &[Need::Counter, Need::PickupDate],
        tells: Some("case-ready"),
        ..step(Act::CallForPickup, &[S::Printed], S::Ready, &[Role::Counter])
    },
    Rule {
        tells: Some("case-collected"),
        ..step(Act::HandOver, &[S::Ready], S::Collected, &[Role::Counter])
    },
    cancel(Act::CancelUncollected, &[S::Ready], &[Role::Counter], CancelCode::Expired, &[]),
    // §1.4: a citizen may withdraw up to the printed draft.
    Rule {
        citizen: true,
        tells: None,
        ..cancel(
            Act::Withdraw,
            &[S::Submitted, S::Complete, S::InSiak, S::DraftPrinted],
            &[],
            CancelCode::ByCitizen,
            &[],
        )
    },
];

/// The line of an act.
#[must_use]
pub fn rule(act: Act) -> &'static Rule {
    RULES.iter().find(|rule| rule.act == act).expect("every act has a line: a test holds this")
}
