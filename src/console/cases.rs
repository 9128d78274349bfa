//! The list of cases: whose turn it is, oldest first.

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::flash::Flash;
use super::render::view;
use super::session::{Posted, Who};
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::case::Status;
use crate::domain::staff::Role;
use crate::domain::ticket::Ticket;
use crate::store::{CaseCursor, CaseRow};
use crate::workflow::possible;

const PAGE: usize = 50;
/// Digits of a NIK.
const NIK_LEN: usize = 16;

#[derive(Deserialize)]
pub(super) struct Asked {
    show: Option<String>,
    after: Option<String>,
}

/// Where the promised hour stands.
#[derive(Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(super) enum SlaMark {
    /// The clock has not begun.
    None,
    Running {
        left: Millis,
    },
    Overdue {
        by: Millis,
    },
    Met,
    Missed,
}

fn sla(row: &CaseRow, now: Millis) -> SlaMark {
    match (row.sla_started_at, row.sla_due_at, row.sla_stopped_at) {
        (Some(_), Some(due), Some(stopped)) if stopped <= due => SlaMark::Met,
        (Some(_), Some(_), Some(_)) => SlaMark::Missed,
        (Some(_), Some(due), None) if now <= due => SlaMark::Running { left: due - now },
        (Some(_), Some(due), None) => SlaMark::Overdue { by: now - due },
        (None, ..) | (_, None, _) => SlaMark::None,
    }
}

#[derive(Serialize)]
pub(super) struct CaseLine {
    id: String,
    ticket: String,
    service: String,
    status: &'static str,
    /// Nothing more will happen.
    over: bool,
    name: String,
    submitted_at: Millis,
    updated_at: Millis,
    sla: SlaMark,
    sla_due_at: Option<Millis>,
    queue_number: Option<String>,
}

impl Shared {
    pub(super) fn case_line(&self, row: CaseRow, lang: &str) -> CaseLine {
        CaseLine {
            sla: sla(&row, self.now()),
            id: row.id.to_string(),
            service: self.texts().get(lang, &format!("{}-title", row.service), &[]),
            ticket: row.ticket,
            status: row.status.as_str(),
            over: row.status.is_final(),
            name: row.name.map(|n| n.expose().trim().to_owned()).unwrap_or_default(),
            submitted_at: row.submitted_at,
            updated_at: row.updated_at,
            sla_due_at: row.sla_due_at,
            queue_number: row.queue_number,
        }
    }
}

/// The states in which these roles have an act.
pub(super) fn my_turn(roles: &[Role]) -> Vec<Status> {
    Status::ALL.iter().copied().filter(|status| !possible(*status, roles).is_empty()).collect()
}

pub(super) async fn page(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    who: Who,
) -> Result<Response, Fault> {
    who.may_see_cases()?;
    let mine = my_turn(&who.staff.roles);
    let open: Vec<Status> = Status::ALL.iter().copied().filter(|s| !s.is_final()).collect();
    // Whoever has no act (an agent) begins with what is under way.
    let first = if mine.is_empty() { "open" } else { "mine" };
    let show = asked.show.as_deref().filter(|s| !s.is_empty()).unwrap_or(first);
    let statuses = match show {
        "mine" => mine.clone(),
        "open" => open.clone(),
        "all" => Status::ALL.to_vec(),
        word => vec![Status::parse(word).ok_or(Fault::NotFound)?],
    };
    let after = asked.after.as_deref().and_then(read_cursor);
    let mut rows = site.store().cases_after(&statuses, after.as_ref(), PAGE as i64 + 1).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|row| format!("{}~{}", row.submitted_at, row.id));
    let counts = site.store().case_counts().await?;
    let sum = |of: &[Status]| counts.iter().filter(|(s, _)| of.contains(s)).map(|(_, n)| n).sum::<i64>();
    let by_status: Vec<_> = Status::ALL
        .iter()
        .map(|status| context! { word => status.as_str(), count => sum(&[*status]) })
        .collect();
    let lines: Vec<CaseLine> = rows.into_iter().map(|row| site.case_line(row, &who.staff.lang)).collect();
    let content = context! {
        show, next, by_status,
        lines => view(lines),
        first_page => after.is_none(),
        has_turn => !mine.is_empty(),
        counts => context! { mine => sum(&mine), open => sum(&open), all => sum(Status::ALL) },
    };
    site.page(&who, "cases", "cases.html", content).await
}

fn read_cursor(text: &str) -> Option<CaseCursor> {
    let (at, id) = text.split_once('~')?;
    Some(CaseCursor { submitted_at: at.parse().ok()?, id: id.to_owned() })
}

pub(super) async fn to_cases() -> Redirect {
    Redirect::to("/console/cases")
}

/// By ticket, however it is typed, or by NIK. A form and not an address: a NIK must not stand in the
/// browser's history or a proxy's log.
pub(super) async fn search(State(site): State<Site>, posted: Posted) -> Result<Response, Fault> {
    let Posted { who, form } = posted;
    who.may_see_cases()?;
    let typed = form.get("q").trim();
    if let Ok(ticket) = Ticket::parse(typed)
        && let Some(row) = site.store().case_by_ticket(&ticket.to_string()).await?
    {
        return Ok(Redirect::to(&format!("/console/cases/{}", row.id)).into_response());
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let rows = if digits.len() == NIK_LEN && typed.chars().all(|c| c.is_ascii_digit() || " .-".contains(c)) {
        let mut work = site.store().begin().await?;
        site.record(&mut work, who.staff.id.as_str(), "case.search-nik", "", "").await?;
        work.commit().await?;
        site.store().cases_by_nik(&digits).await?
    } else {
        Vec::new()
    };
    if rows.is_empty() {
        return Ok(site.redirect("/console/cases", &Flash::bad("console-search-nothing")));
    }
    let lines: Vec<CaseLine> = rows.into_iter().map(|row| site.case_line(row, &who.staff.lang)).collect();
    let mut page =
        site.page(&who, "cases", "cases.html", context! { show => "found", lines => view(lines) }).await?;
    *page.status_mut() = StatusCode::OK;
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_my_turn_where_my_role_has_an_act() {
        assert_eq!(my_turn(&[Role::Head]), [Status::HeadReview]);
        assert!(my_turn(&[Role::Agent]).is_empty());
    }
}
