//! What an operator must know: open alarms, since when, and what to do. Everyone sees them; an administrator says
//! that one was looked after.

use axum::extract::{Path, State};
use axum::response::Response;
use minijinja::context;
use serde::Serialize;

use super::fault::Fault;
use super::flash::Flash;
use super::render::view;
use super::session::{Posted, Who};
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::ids::{ArrivalId, DossierId, PersonId, RowId};
use crate::runtime::desk::DeskError;
use crate::store::Alarm;

#[derive(Serialize)]
struct Line {
    id: String,
    kind: String,
    what: String,
    advice: String,
    detail: String,
    at: Millis,
    /// The chat or the case that it is about, for who may see it.
    chat: Option<String>,
    case: Option<String>,
    /// The event that can be tried again.
    arrival: Option<String>,
}

pub(super) async fn page(State(site): State<Site>, who: Who) -> Result<Response, Fault> {
    let alarms = site.store().open_alarms().await?;
    let lines: Vec<Line> = alarms.into_iter().map(|alarm| site.alarm_line(alarm, &who)).collect();
    let manages = who.may_manage().is_ok();
    site.page(&who, "alarms", "alarms.html", context! { lines => view(lines), manages }).await
}

pub(super) async fn clear(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let who = posted.who;
    who.may_manage()?;
    let id = RowId::parse(&id).map_err(|_| Fault::NotFound)?;
    let mut work = site.store().begin().await?;
    let Some((kind, subject)) = work.clear_alarm_by(&id, &who.staff.id, site.now()).await? else {
        return Ok(site.redirect("/console/alarms", &Flash::bad("console-alarms-over")));
    };
    site.record(&mut work, who.staff.id.as_str(), "alarm.clear", &subject, &kind).await?;
    work.commit().await?;
    Ok(site.redirect("/console/alarms", &Flash::good("console-alarms-cleared")))
}

pub(super) async fn retry(
    State(site): State<Site>,
    Path(arrival): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let who = posted.who;
    who.may_manage()?;
    let arrival = ArrivalId::parse(&arrival).map_err(|_| Fault::NotFound)?;
    let flash = match site.hands.serve_again(&who.staff, &arrival).await {
        Ok(()) => Flash::good("console-alarms-retried"),
        Err(DeskError::Missing) => Flash::bad("console-alarms-over"),
        Err(_) => return Err(Fault::Inside),
    };
    Ok(site.redirect("/console/alarms", &flash))
}

impl Shared {
    fn alarm_line(&self, alarm: Alarm, who: &Who) -> Line {
        let lang = who.staff.lang.as_str();
        let word = alarm.kind.replace('_', "-");
        let text = |key: &str| self.texts().find(lang, key, &[]);
        let chat = PersonId::parse(&alarm.subject).is_ok() && who.may_chat().is_ok();
        let case = DossierId::parse(&alarm.subject).is_ok() && who.may_see_cases().is_ok();
        Line {
            what: text(&format!("console-alarm-{word}")).unwrap_or_else(|| alarm.kind.clone()),
            advice: text(&format!("console-alarm-{word}-do"))
                .or_else(|| text("console-alarm-do"))
                .unwrap_or_default(),
            chat: chat.then(|| alarm.subject.clone()),
            case: case.then(|| alarm.subject.clone()),
            arrival: ArrivalId::parse(&alarm.subject).ok().map(|id| id.to_string()),
            detail: if alarm.detail.is_empty() {
                alarm.subject
            } else {
                format!("{} · {}", alarm.subject, alarm.detail)
            },
            id: alarm.id.to_string(),
            kind: alarm.kind,
            at: alarm.at,
        }
    }
}
