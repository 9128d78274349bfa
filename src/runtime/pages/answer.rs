//! What a citizen fills in: tried against a copy of the session, then placed into the lane.

use super::{Answered, Open, Pages, Shut};
use crate::domain::inbound::MediaKind;
use crate::domain::redacted::{Redacted, mask_nik};
use crate::domain::text;
use crate::engine::{self, Answer, Event, Focus, Kind, Session};
use crate::pubsub::Wake;
use crate::runtime::files;
use crate::runtime::inbox::{Internal, PageAnswer};
use crate::runtime::render::{Renderer, Slots};
use crate::store::{PageRow, StoreError};

/// Longest typed answer that is looked at: a number with whatever people put between its digits.
const TEXT_MAX: usize = 256;

impl Pages {
    /// A typed number.
    ///
    /// # Errors
    /// See [`Shut`].
    pub async fn answer(&self, token: &str, typed: &str) -> Result<Answered, Shut> {
        let open = self.open(token).await?;
        let typed = text::clean_to(typed, TEXT_MAX);
        let event = Event::PageText(typed.clone());
        self.take(open, &event, PageAnswer::Text(Redacted::from(typed))).await
    }

    /// "I don't know it", where that is an answer, or "I don't have it yet".
    ///
    /// # Errors
    /// See [`Shut`].
    pub async fn pass_by(&self, token: &str) -> Result<Answered, Shut> {
        let open = self.open(token).await?;
        let Some(option) = open.past else { return Err(Shut::Over) };
        if option == engine::LATER {
            self.place(open.leave(), PageAnswer::Past(option.to_owned())).await?;
            return Ok(Answered::Taken { masked: None });
        }
        let event = engine::way_past_event(&open.row.tag, &open.row.question, option);
        self.take(open, &event, PageAnswer::Past(option.to_owned())).await
    }

    /// The files that are here are all.
    ///
    /// # Errors
    /// See [`Shut`].
    pub async fn send_files(&self, token: &str) -> Result<Answered, Shut> {
        let mut open = self.open(token).await?;
        let Kind::Files { min, max, .. } = open.kind else { return Err(Shut::Over) };
        let mut media = Vec::new();
        for upload in open.work.page_uploads(&open.row.id).await? {
            let Some(id) = upload.media else { continue };
            let seen = files::seen(&open.work.media_row(&id).await?);
            if matches!(seen.kind, MediaKind::Photo | MediaKind::Document) && super::is_readable(&seen.seen) {
                media.push(id);
            }
        }
        media.truncate(max);
        if media.len() < min.max(1) {
            let min = i64::try_from(min.max(1)).unwrap_or(1);
            let fault = self.house.library.texts.get(&open.row.lang, "page-none", &[("min", min.into())]);
            return Ok(Answered::Again { fault, suggestion: None });
        }
        let row = open.leave();
        self.place(row, PageAnswer::Files(media)).await?;
        Ok(Answered::Taken { masked: None })
    }

    async fn take(&self, mut open: Open<'_>, event: &Event, answer: PageAnswer) -> Result<Answered, Shut> {
        let (question, lang) = (open.row.question.clone(), open.row.lang.clone());
        // The page is answered now: no word of welcome belongs before what it says.
        let before = Session { last_at: open.turn.now, ..open.turn.session.clone() };
        let tried = open.turn.step_from(&mut open.work, before, event).await?;
        let row = open.leave();
        if tried.session.tag == row.tag
            && let Some(taken) = tried.session.answers.get(&question)
        {
            let masked = masked(taken);
            self.place(row, answer).await?;
            return Ok(Answered::Taken { masked });
        }
        let suggestion = match &tried.session.focus {
            Some(Focus::Suggest { value }) => Some(value.clone()),
            _ => None,
        };
        let renderer = Renderer { library: &self.house.library, lang: &lang, slots: Slots::default() };
        let fault = match (&suggestion, tried.reply.as_ref().and_then(|r| r.parts.first())) {
            (None, Some(said)) => renderer.say(said),
            (Some(_), _) => self.house.library.texts.get(&lang, "page-suggestion", &[]),
            (None, None) => self.house.library.texts.get(&lang, "page-again", &[]),
        };
        Ok(Answered::Again { fault, suggestion })
    }

    /// Uses the page up and puts the answer into the lane, together. In a transaction of its own, which looks at
    /// nothing of the person: a turn takes the lane before it looks, and two that wait for each other would both lose
    /// time. The turn looks again whether the question still stands.
    async fn place(&self, row: PageRow, answer: PageAnswer) -> Result<(), Shut> {
        let house = &self.house;
        let mut work = house.store.begin().await?;
        match work.page_done(&row, house.clock.now()).await {
            Err(StoreError::Conflict) => return Err(Shut::Done),
            other => other?,
        }
        let key = format!("page:{}", row.id);
        let PageRow { person, tag, question, .. } = row;
        Internal::Page { tag, question, answer }.place(&mut work, house, &person, &key).await?;
        work.commit().await?;
        house.bus.wake(Wake::Inbox(person));
        Ok(())
    }
}

/// A number as it is shown for confirmation: enough to see that it is the right one.
fn masked(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Nik { value, .. } | Answer::Text { value, .. } => Some(mask_nik(value.expose())),
        _ => None,
    }
}
