//! One-time pages: a citizen answers one question of their request on a page of the office's own. The page shows the
//! question that the conversation is at, the conversation checks what comes, and goes on by itself in the chat.
//!
//! An answer is tried first, against a copy of the session, so that the page can say at once what is wrong; what
//! holds becomes an event in the person's lane and is served there like anything else that arrives.

mod answer;
mod arrived;
mod uploads;

pub(super) use arrived::{arrived, keep_quietly};
pub use uploads::{PIECE_MAX, Progress, SIZE_MAX, UploadFault};

use super::effects;
use super::house::House;
use super::render::{Renderer, Slots};
use super::turn::Turn;
use crate::domain::Millis;
use crate::domain::chat::Owner;
use crate::domain::ids::{MediaId, PageId, PersonId};
use crate::domain::outbound::{Link, Sensitive};
use crate::domain::redacted::Redacted;
use crate::engine::{Kind, Say, Seen, is_for_the_page, way_past};
use crate::store::{NewPage, PageRow, StoreError, Work};

/// How long a page can be opened: long enough to fetch the family card, short enough that a phone lent tomorrow
/// opens nothing.
const LIFE: Millis = 60 * 60 * 1000;
/// Rows of pages and pieces of files that never became whole are kept this long after the page is over.
const KEPT: Millis = 24 * 60 * 60 * 1000;

/// Why a page does not open. None tells whether the link was ever good for somebody else.
#[derive(Debug, thiserror::Error)]
pub enum Shut {
    /// Not a link of ours.
    #[error("the link does not verify")]
    Unknown,
    /// Too old, or the request went on without it.
    #[error("the link is over")]
    Over,
    /// Used: the chat goes on.
    #[error("the link was used")]
    Done,
    /// An officer has the chat.
    #[error("staff hold the chat")]
    Staff,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// What the page shows.
#[derive(Debug, Clone)]
pub struct View {
    pub lang: String,
    /// The question's name, e.g. "NIK".
    pub label: String,
    pub help: String,
    pub asks: Asks,
    /// The label of "I don't know it", "not yet" or "skip", where the question may be passed by.
    pub past: Option<String>,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub enum Asks {
    /// A number of 16 digits.
    Number,
    /// From `min` to `max` photos or PDFs, of which these are here or on their way.
    Photos { files: Vec<Upload>, min: usize, max: usize },
}

/// A file of the page as the citizen sees it.
#[derive(Debug, Clone)]
pub struct Upload {
    /// The browser's name for it.
    pub name: String,
    /// 0 to 100.
    pub percent: i64,
    /// What the triage says, once the file is whole.
    pub judged: Option<Judged>,
}

#[derive(Debug, Clone)]
pub enum Judged {
    Good,
    /// Doubtful, with what would make it better; a person could still read it.
    Doubtful {
        advice: String,
    },
    /// Not to be opened, with what to do instead.
    Useless {
        advice: String,
    },
}

/// What became of an answer.
#[derive(Debug, Clone)]
pub enum Answered {
    /// Taken; the chat goes on. `masked`: the number with most of its digits hidden.
    Taken { masked: Option<String> },
    /// Not taken, with the reason; `suggestion` is what was probably meant.
    Again { fault: String, suggestion: Option<Redacted<String>> },
}

/// Opens pages and takes their answers.
#[derive(Clone)]
pub struct Pages {
    house: House,
}

/// An open page: the request stands at its question, in the transaction that looked.
struct Open<'h> {
    row: PageRow,
    turn: Turn<'h>,
    work: Work,
    kind: Kind,
    /// The key of the question's text, to which parts are added: `ktp-hilang-nik`.
    key: String,
    /// The option that passes the question by.
    past: Option<&'static str>,
}

impl Open<'_> {
    /// Ends the look without a trace.
    fn leave(self) -> PageRow {
        self.row
    }
}

/// The text on the option that passes a question by.
fn past_label(question: &str, option: &str) -> String {
    if option == "skip" { "btn-skip".to_owned() } else { format!("{question}-{option}") }
}

fn is_readable(seen: &Seen) -> bool {
    matches!(seen, Seen::Good | Seen::Poor { usable: true, .. })
}

impl Pages {
    #[must_use]
    pub fn new(house: House) -> Pages {
        Pages { house }
    }

    #[must_use]
    pub fn house(&self) -> &House {
        &self.house
    }

    /// What to show.
    ///
    /// # Errors
    /// See [`Shut`].
    pub async fn view(&self, token: &str) -> Result<View, Shut> {
        let mut open = self.open(token).await?;
        let asks = match open.kind {
            Kind::Files { min, max, .. } => {
                Asks::Photos { files: self.uploads_of(&mut open).await?, min, max }
            }
            _ => Asks::Number,
        };
        let past = open.past.map(|option| self.say(&open, &past_label(&open.key, option)));
        let label = self.say(&open, &format!("{}-label", open.key));
        let help = self.say(&open, &format!("{}-help", open.key));
        Ok(View { lang: open.row.lang, label, help, asks, past })
    }

    /// Whether the office signed it. Asks nobody.
    #[must_use]
    pub fn is_ours(&self, token: &str) -> bool {
        self.house.store.page_of_token(token).is_some()
    }

    /// The language of a page that is shut, for its last sentence; the office's own when the link is not ours.
    pub async fn language(&self, token: &str) -> String {
        let known = async {
            let id = self.house.store.page_of_token(token)?;
            let mut work = self.house.store.begin().await.ok()?;
            work.page(&id).await.ok().map(|row| row.lang)
        };
        known.await.unwrap_or_else(|| self.house.library.default_lang.clone())
    }

    async fn open(&self, token: &str) -> Result<Open<'_>, Shut> {
        let house = &self.house;
        let id = house.store.page_of_token(token).ok_or(Shut::Unknown)?;
        let mut work = house.store.begin().await?;
        let row = match work.page(&id).await {
            Ok(row) => row,
            Err(StoreError::Missing) => return Err(Shut::Over),
            Err(error) => return Err(error.into()),
        };
        if row.done_at.is_some() {
            return Err(Shut::Done);
        }
        if row.expires_at <= house.clock.now() {
            return Err(Shut::Over);
        }
        let (_, channel) = work.find_chat(&row.person).await?.ok_or(Shut::Over)?;
        let turn = Turn::load(house, &mut work, &row.person, channel).await?;
        if turn.chat.owner != Owner::Bot {
            return Err(Shut::Staff);
        }
        let library = house.library.newest();
        let definition = effects::pinned(&library, &mut work, turn.session.definition.as_deref()).await?;
        let definition = definition.ok_or(Shut::Over)?;
        // Whoever got the link may use it, wherever they write from now.
        let question = turn.session.current(&definition).filter(|q| {
            q.id == row.question && turn.session.tag == row.tag && is_for_the_page(&q.kind, Sensitive::All)
        });
        let Some(question) = question else { return Err(Shut::Over) };
        let (kind, past) = (question.kind.clone(), way_past(question));
        let key = definition.key(&question.id, "");
        Ok(Open { row, turn, work, kind, key, past })
    }

    fn say(&self, open: &Open<'_>, key: &str) -> String {
        let renderer =
            Renderer { library: &self.house.library, lang: &open.row.lang, slots: Slots::default() };
        renderer.say(&Say::new(key))
    }
}

/// The button that leads to a page for this question, made in the transaction that writes the bubble.
pub(super) async fn link(
    turn: &Turn<'_>,
    work: &mut Work,
    tag: &str,
    question: &str,
) -> Result<Option<Link>, StoreError> {
    let house = turn.house;
    let Some(base) = house.public_url.as_deref() else { return Ok(None) };
    let (id, now): (PageId, Millis) = (house.mint.id(), turn.now);
    let person: &PersonId = &turn.person.id;
    let lang = &turn.person.lang;
    work.add_page(&NewPage { id: &id, person, tag, question, lang, expires_at: now + LIFE }, now).await?;
    let token = house.store.page_token(&id);
    let label = house.library.texts.get(lang, "btn-page", &[]);
    Ok(Some(Link { label, url: Redacted::from(format!("{base}/f/{token}")) }))
}

/// Forgets pages that are over, with the files that were never sent off. Gives how many.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(house: &House) -> Result<usize, StoreError> {
    let mut work = house.store.begin().await?;
    let old = work.old_pages(house.clock.now() - LIFE - KEPT, 50).await?;
    drop(work);
    // The pieces first: a crash in between leaves rows that still name them.
    for (row, files) in &old {
        for file in files.iter().filter(|f| f.media.is_none()) {
            uploads::delete_pieces(house, &row.id, file).await;
        }
    }
    let mut work = house.store.begin().await?;
    let mut dead = Vec::new();
    for (row, files) in &old {
        if row.done_at.is_none() {
            let unsent: Vec<MediaId> = files.iter().filter_map(|f| f.media.clone()).collect();
            dead.append(&mut work.drop_media(&unsent).await?);
        }
        work.forget_page(&row.id).await?;
    }
    work.commit().await?;
    for key in dead {
        uploads::delete(house, &key).await;
    }
    Ok(old.len())
}
