//! One case: what was filed, what happened, what this officer may do now.

mod parts;

use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Redirect, Response};
use minijinja::{Value, context};

use parts::{ActForm, Field, requirements};

use super::cases::my_turn;
use super::fault::Fault;
use super::flash::{Flash, Tone};
use super::render::view;
use super::session::{Posted, Who};
use super::state::{Shared, Site};
use crate::domain::ids::DossierId;
use crate::runtime::cases::ActError;
use crate::store::CaseCursor;
use crate::workflow::{Act, Given, REASON_MAX, REASON_MIN, Refusal, possible};

/// What differs between showing a case and answering a form on it.
#[derive(Default)]
struct Extra {
    revealed: Option<String>,
    /// The act that was refused, with what was typed and what is wrong with it.
    tried: Option<Tried>,
    problem: Option<Flash>,
}

struct Tried {
    act: Act,
    given: Given,
    /// Field and key of the sentence.
    faults: Vec<(&'static str, &'static str)>,
}

fn dossier(id: &str) -> Result<DossierId, Fault> {
    DossierId::parse(id).map_err(|_| Fault::NotFound)
}

pub(super) async fn page(
    State(site): State<Site>,
    Path(id): Path<String>,
    who: Who,
) -> Result<Response, Fault> {
    site.case_page(&who, &dossier(&id)?, Extra::default()).await
}

/// A page that answered a form was loaded again.
pub(super) async fn to_case(Path(id): Path<String>) -> Result<Redirect, Fault> {
    Ok(Redirect::to(&format!("/console/cases/{}", dossier(&id)?)))
}

pub(super) async fn to_case_of(Path((id, _)): Path<(String, String)>) -> Result<Redirect, Fault> {
    to_case(Path(id)).await
}

/// Shows one masked answer in full, once, and records who looked.
pub(super) async fn reveal(
    State(site): State<Site>,
    Path((id, question)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    let who = posted.who;
    who.may_see_cases()?;
    let id = dossier(&id)?;
    let case = site.store().case_detail(&id).await?.ok_or(Fault::NotFound)?;
    if case.payload.value(&question).is_none() {
        return Err(Fault::NotFound);
    }
    let mut work = site.store().begin().await?;
    site.record(&mut work, who.staff.id.as_str(), "case.reveal", id.as_str(), &question).await?;
    work.commit().await?;
    site.case_page(&who, &id, Extra { revealed: Some(question), ..Extra::default() }).await
}

pub(super) async fn act(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    let Posted { who, form } = posted;
    who.may_see_cases()?;
    let id = dossier(&id)?;
    let act = Act::parse(form.get("act")).ok_or(Fault::BadForm)?;
    let version: i64 = form.get("version").parse().map_err(|_| Fault::BadForm)?;
    let given = Given {
        reason: form.get("reason").replace("\r\n", "\n").trim().to_owned(),
        missing: form.all("missing").into_iter().map(str::to_owned).collect(),
        counter: form.get("counter").to_owned(),
        pickup_date: form.get("pickup_date").to_owned(),
    };
    let here = format!("/console/cases/{id}");
    let (status, extra) = match site.hands.act(&who.staff, &id, version, act, &given).await {
        Ok(moved) => {
            let status = format!("console-status-{}", moved.to.as_str().replace('_', "-"));
            let status = site.texts().get(&who.staff.lang, &status, &[]);
            let flash = match moved.queue_number {
                Some(number) => Flash::good("console-moved-number").with("number", number),
                None => Flash::good("console-moved"),
            };
            return Ok(site.redirect(&here, &flash.with("status", status)));
        }
        Err(ActError::Refused(Refusal::Faults(faults))) => {
            let tried = Some(Tried { act, given, faults });
            (StatusCode::UNPROCESSABLE_ENTITY, Extra { tried, ..Extra::default() })
        }
        Err(ActError::Conflict | ActError::Refused(Refusal::NotFromHere)) => {
            let problem = Some(Flash::bad("console-case-conflict"));
            (StatusCode::CONFLICT, Extra { problem, ..Extra::default() })
        }
        Err(ActError::Refused(Refusal::NotThisRole)) => return Err(Fault::Forbidden),
        Err(ActError::Missing) => return Err(Fault::NotFound),
        Err(ActError::Store(error)) => return Err(error.into()),
    };
    let mut page = site.case_page(&who, &id, extra).await?;
    *page.status_mut() = status;
    Ok(page)
}

impl Shared {
    async fn case_page(&self, who: &Who, id: &DossierId, extra: Extra) -> Result<Response, Fault> {
        who.may_see_cases()?;
        let store = self.store();
        let lang = &who.staff.lang;
        let detail = store.case_detail(id).await?.ok_or(Fault::NotFound)?;
        let row = &detail.row;
        let cursor = CaseCursor { submitted_at: row.submitted_at, id: row.id.to_string() };
        let mine = my_turn(&who.staff.roles);
        let next = store.cases_after(&mine, Some(&cursor), 1).await?.into_iter().next();
        let previous = store.case_before(&mine, &cursor).await?;
        let acts: Vec<ActForm> =
            possible(row.status, &who.staff.roles).into_iter().map(ActForm::new).collect();
        let fields: Vec<Field> = detail
            .payload
            .fields
            .iter()
            .map(|field| self.field(field, &row.service, lang, extra.revealed.as_deref()))
            .collect();
        let files = self.files(&detail, lang).await?;
        let problem = extra.problem.map(|f| {
            let text = f.sentence(self.texts(), lang);
            context! { tone => view(Tone::Bad), text }
        });
        let now = self.now();
        let counters: Vec<Value> = self
            .office()
            .counters
            .iter()
            .map(|c| context! { id => c.id.as_str(), name => c.name.as_str() })
            .collect();
        let counter_name = detail.counter.as_ref().map(|id| {
            let known = self.office().counters.iter().find(|c| c.id == *id);
            known.map_or_else(|| id.clone(), |c| c.name.clone())
        });
        let content = context! {
            here => format!("/console/cases/{id}"),
            requirements => requirements(&files, &fields),
            files => view(files),
            events => view(self.history(row, lang).await?),
            case => view(self.case_line(row.clone(), lang)),
            person => row.person.as_str(),
            version => row.version,
            revision => detail.revision,
            confirmed_at => detail.payload.confirmed_at,
            cancel_code => detail.cancel_code.map(|c| c.as_str()),
            cancel_text => detail.cancel_text.as_ref().map(|t| t.expose()),
            counter_name,
            pickup_date => detail.pickup_date,
            next => next.map(|c| c.id.to_string()),
            previous => previous.map(|c| c.id.to_string()),
            fields => view(fields),
            acts => view(acts),
            counters, problem,
            today => self.pages.zone.iso_date(now),
            pickup_on => self.next_working_day(),
            limits => context! { min => REASON_MIN, max => REASON_MAX },
            tried => extra.tried.map(tried),
        };
        self.page(who, "cases", "case.html", content).await
    }

    /// What a pickup date is offered as; empty when the office never opens again.
    fn next_working_day(&self) -> String {
        let calendar = &self.means.library.calendar;
        let days = calendar.working_days_after(calendar.date(self.now()), 1);
        days.first().map(ToString::to_string).unwrap_or_default()
    }
}

fn tried(tried: Tried) -> Value {
    let Tried { act, given, faults } = tried;
    let faults: std::collections::BTreeMap<_, _> = faults.into_iter().collect();
    context! {
        act => act.as_str(),
        reason => given.reason,
        missing => view(given.missing),
        counter => given.counter,
        pickup_date => given.pickup_date,
        faults => view(faults),
    }
}
