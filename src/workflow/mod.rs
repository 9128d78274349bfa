//! How a case moves in the built-in office: one table of rules and one pure function over it. No async, no
//! clock, no randomness; what is not in the table is refused.

mod table;

pub use table::{ACTS, Act, Need, RULES, Rule, Sla, rule};

use crate::domain::case::{CancelCode, Status};
use crate::domain::staff::Role;

/// Who acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A member of staff with these roles.
    Staff(Vec<Role>),
    /// The citizen who filed the case.
    Citizen,
}

/// What came with the act, as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Given {
    /// For the citizen, shown as it is.
    pub reason: String,
    /// Requirements that are missing, by question id.
    pub missing: Vec<String>,
    /// Counter id of the office.
    pub counter: String,
    /// ISO date.
    pub pickup_date: String,
}

/// What the move does, to be written by the caller in one transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move {
    pub act: Act,
    pub from: Status,
    pub to: Status,
    pub sla: Sla,
    pub cancel: Option<CancelCode>,
    /// A queue number of this counter is to be drawn.
    pub draws_queue_number: bool,
    /// Key of the text that tells the citizen; none where the citizen has nothing to do or to know.
    pub tells: Option<&'static str>,
}

/// Why not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The table has no such move from here.
    #[error("this act is not possible in this state")]
    NotFromHere,
    #[error("this role may not do this")]
    NotThisRole,
    /// One fault per field: (field, key of the text that says what is expected).
    #[error("something is missing")]
    Faults(Vec<(&'static str, &'static str)>),
}

/// Shortest reason that a citizen can act on (A-13: at least 10 letters).
pub const REASON_MIN: usize = 10;
/// Longest reason that fits a bubble beside the fixed sentences.
pub const REASON_MAX: usize = 500;

/// Checks one act against the table.
///
/// # Errors
/// [`Refusal`], with every fault of the input at once.
pub fn apply(status: Status, act: Act, given: &Given, actor: &Actor) -> Result<Move, Refusal> {
    let rule = rule(act);
    if !rule.from.contains(&status) {
        return Err(Refusal::NotFromHere);
    }
    let allowed = match actor {
        Actor::Citizen => rule.citizen,
        Actor::Staff(roles) => rule.roles.iter().any(|r| roles.contains(r)),
    };
    if !allowed {
        return Err(Refusal::NotThisRole);
    }
    let faults: Vec<_> = rule.needs.iter().filter_map(|need| need.fault(given)).collect();
    if !faults.is_empty() {
        return Err(Refusal::Faults(faults));
    }
    Ok(Move {
        act,
        from: status,
        to: rule.to,
        sla: rule.sla,
        cancel: rule.cancel,
        draws_queue_number: rule.needs.contains(&Need::Counter),
        tells: rule.tells,
    })
}

/// The acts that these roles may do now, in the order of the table.
#[must_use]
pub fn possible(status: Status, roles: &[Role]) -> Vec<&'static Rule> {
    RULES
        .iter()
        .filter(|rule| rule.from.contains(&status) && rule.roles.iter().any(|r| roles.contains(r)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given() -> Given {
        Given {
            reason: "Surat kehilangan sudah kedaluwarsa".into(),
            missing: vec![],
            counter: "SKS".into(),
            pickup_date: "2026-11-24".into(),
        }
    }

    #[test]
    fn every_state_act_and_role_outside_the_table_is_refused() {
        for &status in Status::ALL {
            for &act in ACTS {
                for role in Role::ALL {
                    let rule = rule(act);
                    let listed = rule.from.contains(&status) && rule.roles.contains(&role);
                    let got = apply(status, act, &given(), &Actor::Staff(vec![role]));
                    assert_eq!(got.is_ok(), listed, "{status:?} {act:?} {role:?}");
                }
                let citizen = apply(status, act, &given(), &Actor::Citizen);
                let may = act == Act::Withdraw && status.citizen_may_withdraw();
                assert_eq!(citizen.is_ok(), may, "{status:?} {act:?} citizen");
            }
        }
    }

    #[test]
    fn every_state_is_reached_and_every_open_state_is_left() {
        for &status in Status::ALL {
            if status != Status::Submitted {
                assert!(RULES.iter().any(|r| r.to == status), "{status:?} is never reached");
            }
            if !status.is_final() {
                assert!(RULES.iter().any(|r| r.from.contains(&status)), "{status:?} is never left");
            }
        }
    }

    #[test]
    fn a_cancellation_without_a_reason_is_refused_with_its_field() {
        let got = apply(
            Status::Submitted,
            Act::CancelIncomplete,
            &Given::default(),
            &Actor::Staff(vec![Role::Verifier]),
        );
        assert_eq!(got, Err(Refusal::Faults(vec![("reason", "console-fault-reason")])));
    }

    #[test]
    fn codes_that_need_a_text_are_given_one_by_the_table() {
        for rule in RULES {
            if let Some(code) = rule.cancel {
                assert_eq!(code.needs_text(), rule.needs.contains(&Need::Reason), "{:?}", rule.act);
                assert_eq!(rule.to, Status::Cancelled);
            }
        }
    }
}
