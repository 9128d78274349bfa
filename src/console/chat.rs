//! One chat: what was said, who holds it, the reply.

use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::cases::CaseLine;
use super::fault::Fault;
use super::files::{FileKind, file_kind};
use super::flash::{Flash, Tone};
use super::render::view;
use super::session::{Posted, Who};
use super::state::{Shared, Site};
use crate::domain::Millis;
use crate::domain::ids::{MessageId, PersonId};
use crate::domain::inbound::Delivery;
use crate::domain::redacted::mask_id_numbers;
use crate::runtime::desk::DeskError;
use crate::store::TranscriptLine;

const PAGE: usize = 100;

#[derive(Deserialize)]
pub(super) struct Asked {
    before: Option<String>,
}

/// A piece of marked-up text.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Span {
    bold: bool,
    text: String,
}

#[derive(Serialize)]
struct Bubble {
    id: String,
    /// citizen | bot | office | staff
    author: String,
    author_name: String,
    /// Ours: on the right, with its delivery.
    ours: bool,
    kind: String,
    spans: Vec<Span>,
    readable: bool,
    choices: Vec<String>,
    media: Option<String>,
    media_state: Option<String>,
    file: FileKind,
    status: String,
    ticks: &'static str,
    /// Why it failed, as a word of ours, and in the runtime's own words.
    reason: Option<&'static str>,
    fault: Option<String>,
    sent_as: Option<String>,
    retry: bool,
    at: Millis,
    /// The first bubble of a day carries its date.
    new_day: bool,
}

/// An e-mail with a code, without the code and without the address.
#[derive(Serialize)]
struct Mail {
    state: String,
    tone: &'static str,
    attempts: i64,
    fault: Option<String>,
    at: Millis,
}

/// What may have become of a mail, with the look of each.
pub(super) const MAILS: [(&str, &str); 5] =
    [("queued", "warn"), ("sent", "good"), ("refused", "bad"), ("gave_up", "bad"), ("replaced", "quiet")];

fn person(id: &str) -> Result<PersonId, Fault> {
    PersonId::parse(id).map_err(|_| Fault::NotFound)
}

pub(super) async fn page(
    State(site): State<Site>,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
    who: Who,
) -> Result<Response, Fault> {
    let before = asked.before.as_deref().and_then(read_cursor);
    site.chat_page(&who, &person(&id)?, before, "", None).await
}

fn read_cursor(text: &str) -> Option<(Millis, MessageId)> {
    let (at, id) = text.split_once('~')?;
    Some((at.parse().ok()?, MessageId::parse(id).ok()?))
}

/// A page that answered a form was loaded again.
pub(super) async fn to_chat(Path(id): Path<String>) -> Result<Redirect, Fault> {
    Ok(Redirect::to(&format!("/console/chats/{}", person(&id)?)))
}

pub(super) async fn take(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.who.may_chat()?;
    let person = person(&id)?;
    let done = site.hands.take(&posted.who.staff, &person).await;
    site.back_to_chat(&person, done, Flash::good("console-taken"))
}

pub(super) async fn give_back(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.who.may_chat()?;
    let person = person(&id)?;
    let done = site.hands.give_back(&posted.who.staff, &person).await;
    site.back_to_chat(&person, done, Flash::good("console-given-back"))
}

pub(super) async fn retry(
    State(site): State<Site>,
    Path((id, message)): Path<(String, String)>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.who.may_chat()?;
    let person = person(&id)?;
    let message = MessageId::parse(&message).map_err(|_| Fault::NotFound)?;
    let done = site.hands.retry(&posted.who.staff, &message).await;
    site.back_to_chat(&person, done, Flash::good("console-retried"))
}

/// Sends a reply. What cannot be sent comes back in the box with the reason: nobody types twice.
pub(super) async fn reply(
    State(site): State<Site>,
    Path(id): Path<String>,
    posted: Posted,
) -> Result<Response, Fault> {
    posted.who.may_chat()?;
    let person = person(&id)?;
    // Browsers send line ends as CR LF.
    let text = posted.form.get("text").replace("\r\n", "\n");
    match site.hands.reply(&posted.who.staff, &person, &text).await {
        Ok(_) => Ok(Redirect::to(&format!("/console/chats/{person}")).into_response()),
        Err(error) => {
            let (status, flash) = refusal(error)?;
            let mut page = site.chat_page(&posted.who, &person, None, &text, Some(flash)).await?;
            *page.status_mut() = status;
            Ok(page)
        }
    }
}

/// What staff are told when the desk refuses.
fn refusal(error: DeskError) -> Result<(StatusCode, Flash), Fault> {
    let conflict = StatusCode::CONFLICT;
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match error {
        DeskError::HeldBy(name) => (conflict, Flash::bad("console-held-by").with("name", name)),
        DeskError::NotYours => (conflict, Flash::bad("console-not-yours")),
        DeskError::NotAllowed => return Err(Fault::Forbidden),
        DeskError::Missing | DeskError::FileGone => return Err(Fault::NotFound),
        DeskError::Unreachable => (conflict, Flash::bad("console-unreachable")),
        DeskError::Empty => (invalid, Flash::bad("console-reply-empty")),
        DeskError::TooLong { max } => {
            (invalid, Flash::bad("console-reply-too-long").with("max", max.to_string()))
        }
        DeskError::Store(error) => return Err(error.into()),
    })
}

impl Shared {
    fn back_to_chat(
        &self,
        person: &PersonId,
        done: Result<(), DeskError>,
        good: Flash,
    ) -> Result<Response, Fault> {
        let flash = match done {
            Ok(()) => good,
            Err(error) => refusal(error)?.1,
        };
        Ok(self.redirect(&format!("/console/chats/{person}"), &flash))
    }

    async fn chat_page(
        &self,
        who: &Who,
        person: &PersonId,
        before: Option<(Millis, MessageId)>,
        draft: &str,
        problem: Option<Flash>,
    ) -> Result<Response, Fault> {
        who.may_chat()?;
        let store = self.store();
        let row = store.chat_row_of(person).await?.ok_or(Fault::NotFound)?;
        let names = store.staff_names().await?;
        let name_of = |id: Option<&str>| id.and_then(|id| names.get(id)).cloned().unwrap_or_default();
        let cursor = before.as_ref().map(|(at, id)| (*at, id));
        let mut lines = store.transcript(person, cursor, PAGE as i64 + 1).await?;
        let older = lines.len() > PAGE;
        if older {
            lines.remove(0);
        }
        let earlier = lines.first().filter(|_| older).map(|line| format!("{}~{}", line.created_at, line.id));
        let mut day = None;
        let bubbles: Vec<Bubble> = lines
            .into_iter()
            .map(|line| {
                let today = self.pages.zone.local(line.created_at).date();
                let new_day = day.replace(today) != Some(today);
                let author_name = name_of(line.author_staff.as_deref());
                bubble(line, author_name, new_day)
            })
            .collect();
        let cases: Vec<CaseLine> = store
            .cases_of_person(person)
            .await?
            .into_iter()
            .map(|row| self.case_line(row, &who.staff.lang))
            .collect();
        let mails: Vec<Mail> = store
            .mails_of(person)
            .await?
            .into_iter()
            .map(|line| Mail {
                tone: MAILS.iter().find(|(state, _)| *state == line.state).map_or("quiet", |(_, tone)| tone),
                state: line.state,
                attempts: line.attempts,
                fault: line.fault,
                at: line.created_at,
            })
            .collect();
        let owner_name = name_of(row.owner.staff().map(|id| id.as_str()));
        let chat = self.line(row, owner_name, &who.staff);
        let problem = problem.map(|f| {
            let text = f.sentence(self.texts(), &who.staff.lang);
            context! { tone => view(Tone::Bad), text }
        });
        let here = format!("/console/chats/{person}");
        let here = if before.is_some() { &who.path } else { &here };
        let content = context! {
            here, earlier, draft, problem,
            chat => view(chat),
            bubbles => view(bubbles),
            past => before.is_some(),
            cases => view(cases),
            mails => view(mails),
        };
        self.page(who, "inbox", "chat.html", content).await
    }
}

fn bubble(line: TranscriptLine, author_name: String, new_day: bool) -> Bubble {
    let ours = line.author != "citizen";
    let file = file_kind(line.media_mime.as_deref());
    Bubble {
        id: line.id.to_string(),
        retry: line.author == "staff" && line.status == Delivery::Failed.as_str(),
        ours,
        author: line.author,
        author_name,
        kind: line.kind,
        readable: line.text.is_some(),
        // A look at a number is on record; a transcript that shows it to everyone who passes would not be.
        spans: line.text.map(|text| spans(&mask_id_numbers(text.expose()))).unwrap_or_default(),
        choices: line.choices,
        media: line.media.map(|id| id.to_string()),
        media_state: line.media_state,
        file,
        ticks: Delivery::parse(&line.status).map(ticks).unwrap_or_default(),
        status: if line.held { HELD.to_owned() } else { line.status },
        reason: line.fault.as_deref().map(reason),
        fault: line.fault,
        sent_as: line.sent_as,
        at: line.created_at,
        new_day,
    }
}

/// The mark of a bubble that waits until the citizen writes: queued, and not on its way.
pub(super) const HELD: &str = "held";

/// How the runtime's reasons begin, and our word for each.
pub(super) const REASONS: &[(&str, &str)] = &[
    ("unreachable", "unreachable"),
    ("window", "window"),
    ("outside the reply window", "window"),
    ("the template", "template"),
    ("kept back", "kept_back"),
    ("refused", "refused"),
    ("the queue is held", "held_back"),
    ("nothing unasked", "held_back"),
    ("try again", "gave_up"),
    ("this person must wait", "gave_up"),
    ("the number must slow down", "gave_up"),
];

fn reason(fault: &str) -> &'static str {
    REASONS.iter().find(|(start, _)| fault.starts_with(start)).map_or("other", |(_, word)| word)
}

fn ticks(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Queued => "◷",
        Delivery::Accepted => "·✓",
        Delivery::Sent => "✓",
        Delivery::Delivered | Delivery::Read => "✓✓",
        Delivery::Failed => "✕",
    }
}

/// Reads `*bold*` as the platforms do: around words, within one line.
fn spans(text: &str) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut push = |bold: bool, text: &str| match out.last_mut() {
        _ if text.is_empty() => {}
        Some(last) if last.bold == bold => last.text.push_str(text),
        _ => out.push(Span { bold, text: text.to_owned() }),
    };
    let mut rest = text;
    while let Some(at) = rest.find('*') {
        let inside = &rest[at + 1..];
        let end = inside.find('*').filter(|end| {
            let word = &inside[..*end];
            !word.is_empty() && !word.contains('\n') && word.trim() == word
        });
        match end {
            Some(end) => {
                push(false, &rest[..at]);
                push(true, &inside[..end]);
                rest = &inside[end + 1..];
            }
            None => {
                push(false, &rest[..=at]);
                rest = inside;
            }
        }
    }
    push(false, rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_around_words_are_bold_and_others_are_stars() {
        let check = |text: &str, expected: &[(bool, &str)]| {
            let got = spans(text);
            let got: Vec<_> = got.iter().map(|s| (s.bold, s.text.as_str())).collect();
            assert_eq!(got, expected, "{text}");
        };
        check("halo", &[(false, "halo")]);
        check("Nomor: *SAPA-1*.", &[(false, "Nomor: "), (true, "SAPA-1"), (false, ".")]);
        check("*a* *b*", &[(true, "a"), (false, " "), (true, "b")]);
        check("2 * 3 * 4", &[(false, "2 * 3 * 4")]);
        check("*satu\ndua*", &[(false, "*satu\ndua*")]);
        check("", &[]);
    }
}
