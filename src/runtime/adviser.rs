//! Free questions to a model outside, where one is configured. The turn that meets one writes a row with what may be seen
//! of it and says nothing; a worker asks, and what comes of it becomes an event in the person's lane, whose turn
//! answers: with the model, or exactly as without one. So nothing waits in a transaction, and a crash loses nothing.
//!
//! Absent here: what a citizen wrote, who they are, and what they answered. A model decides nothing; see
//! `engine::advice` for what becomes of its answer.

mod answer;
mod circuit;
mod prompt;

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::house::House;
use super::inbox::Internal;
use super::ports::{Model, ModelError, Prompt};
use super::turn::Turn;
use super::watch;
use crate::domain::Millis;
use crate::domain::ids::RowId;
use crate::domain::redacted::Redacted;
use crate::engine::{Event, Unanswered};
use crate::pubsub::Wake;
use crate::store::{ModelQuestion, NewModelQuestion, StoreError, Work};
use circuit::{Circuit, News};

/// Questions that are out at once.
const AT_ONCE: usize = 4;
/// Calls for one question, within the time that a citizen is let wait.
const TRIES: usize = 2;
/// Between two of them.
const PAUSE: Duration = Duration::from_millis(200);
/// How often somebody may begin to ask one: it outlasts one crash.
const BEGUN_MOST: i64 = 2;
/// Whoever asked so long ago does not wait any more.
const STALE: Millis = 60_000;
/// After the time for an answer, for what is written about it.
const MARGIN: Millis = 5_000;
/// Where the bell was rung elsewhere, or by nobody.
const LOOK: Duration = Duration::from_secs(1);
/// The same where no model is configured: another process, or an earlier start, may have left some.
const LOOK_WITHOUT: Duration = Duration::from_secs(5);
/// No row is older.
const KEPT: Millis = 24 * 60 * 60 * 1000;
const ALARM: &str = "model_failing";
const SUBJECT: &str = "model";

/// The model with how it has been of late. Cheap to clone.
#[derive(Clone)]
pub struct Adviser {
    inner: Arc<Inner>,
}

struct Inner {
    model: Arc<dyn Model>,
    patience: Duration,
    circuit: Circuit,
    bell: Notify,
}

impl Adviser {
    /// `patience`: how long a citizen waits for an answer at most.
    #[must_use]
    pub fn new(model: Arc<dyn Model>, patience: Duration) -> Adviser {
        let circuit = Circuit::default();
        Adviser { inner: Arc::new(Inner { model, patience, circuit, bell: Notify::new() }) }
    }

    /// A question waits.
    pub(super) fn ring(&self) {
        self.inner.bell.notify_one();
    }

    fn lease(&self) -> Millis {
        millis(self.inner.patience) + MARGIN
    }

    /// Asks within the citizen's patience, twice if there is time.
    async fn hear(&self, house: &House, prompt: &Prompt) -> Result<String, String> {
        let ends = house.clock.deadline(self.inner.patience);
        let mut told = String::new();
        for round in 0..TRIES {
            if round > 0 {
                house.clock.sleep(PAUSE.min(ends.left())).await;
            }
            let left = ends.left();
            if left.is_zero() {
                break;
            }
            house.metrics.model_question("asked");
            told = match house.clock.within(left, self.inner.model.ask(prompt)).await {
                Some(Ok(said)) => return Ok(said),
                Some(Err(ModelError::Refused(why))) => return Err(why),
                Some(Err(ModelError::Retry(why))) => why,
                None => "no answer in time".to_owned(),
            };
        }
        Err(told)
    }
}

fn millis(time: Duration) -> Millis {
    Millis::try_from(time.as_millis()).unwrap_or(Millis::MAX)
}

/// Whether a model may be asked for this person now: there is one, it answers of late, and no other question of theirs
/// is out.
pub(super) async fn may_ask(turn: &Turn<'_>, work: &mut Work, event: &Event) -> Result<bool, StoreError> {
    let (Event::Text(_), Some(adviser)) = (event, &turn.house.adviser) else { return Ok(false) };
    Ok(!adviser.inner.circuit.is_open() && !work.has_model_question(&turn.person.id).await?)
}

/// Writes a question down, in the transaction of the turn that met it.
pub(super) async fn note(
    turn: &mut Turn<'_>,
    work: &mut Work,
    shown: &str,
    unanswered: &Unanswered,
) -> Result<(), StoreError> {
    let id: RowId = turn.house.mint.id();
    let new = NewModelQuestion {
        id: &id,
        person: &turn.person.id,
        lang: turn.house.library.language_of_facts(&turn.person.lang),
        shown,
        tag: &unanswered.tag,
        question: unanswered.question.as_deref(),
        fault: &unanswered.fault,
    };
    turn.asks_model = work.add_model_question(&new, turn.now).await?;
    Ok(())
}

pub(super) async fn run(house: House, stop: CancellationToken) {
    let mut out = JoinSet::new();
    let look = if house.adviser.is_some() { LOOK } else { LOOK_WITHOUT };
    loop {
        while out.try_join_next().is_some() {}
        match claim(&house, AT_ONCE.saturating_sub(out.len())).await {
            Ok(questions) => {
                for question in questions {
                    let house = house.clone();
                    out.spawn(async move {
                        if let Err(error) = settle(&house, &question).await {
                            tracing::error!(%error, "failed to note what became of a question to the model");
                        }
                    });
                }
            }
            Err(error) => tracing::error!(%error, "failed to look for questions to the model"),
        }
        let rung = async {
            match &house.adviser {
                Some(adviser) => adviser.inner.bell.notified().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            // What is out is asked again by another process or the next start.
            () = stop.cancelled() => return,
            () = rung => {}
            () = tokio::time::sleep(look) => {}
            Some(_) = out.join_next() => {}
        }
    }
}

/// Asks all that is due, one after the other. Gives how many.
pub(super) async fn sweep(house: &House) -> Result<usize, StoreError> {
    let questions = claim(house, AT_ONCE).await?;
    for question in &questions {
        settle(house, question).await?;
    }
    Ok(questions.len())
}

/// Forgets what nobody waits for any more.
pub(super) async fn forget(house: &House) -> Result<(), StoreError> {
    let mut work = house.store.begin().await?;
    work.forget_model_questions(house.clock.now() - KEPT).await?;
    work.commit().await
}

async fn claim(house: &House, most: usize) -> Result<Vec<ModelQuestion>, StoreError> {
    if most == 0 {
        return Ok(Vec::new());
    }
    let now = house.clock.now();
    // A look costs no writer anything.
    if !house.store.is_model_question_due(now).await? {
        return Ok(Vec::new());
    }
    let lease = house.adviser.as_ref().map_or(MARGIN, Adviser::lease);
    let mut work = house.store.begin().await?;
    let questions =
        work.claim_model_questions(i64::try_from(most).unwrap_or(i64::MAX), now, now + lease).await?;
    work.commit().await?;
    Ok(questions)
}

/// Asks, and places what came of it into the lane in the transaction that takes the question away.
async fn settle(house: &House, question: &ModelQuestion) -> Result<(), StoreError> {
    let (answer, news) = advise(house, question).await;
    let mut work = house.store.begin().await?;
    match &news {
        Some(News::Failing(why)) => watch::raise(house, &mut work, ALARM, SUBJECT, why).await?,
        Some(News::Well) => work.clear_alarm(ALARM, SUBJECT, house.clock.now()).await?,
        None => {}
    }
    let person = work.take_model_question(question).await?;
    if let Some(person) = &person {
        let unanswered = Unanswered {
            fault: question.fault.clone(),
            tag: question.tag.clone(),
            question: question.question.clone(),
        };
        let event = Internal::Advised { answer: answer.map(Redacted::new), unanswered };
        event.place(&mut work, house, person, &format!("model:{}", question.id)).await?;
    }
    work.commit().await?;
    if let Some(person) = person {
        house.bus.wake(Wake::Inbox(person));
    }
    Ok(())
}

/// The answer, checked; none: it is answered without. And what there is to tell of the model.
async fn advise(house: &House, question: &ModelQuestion) -> (Option<String>, Option<News>) {
    let (Some(adviser), Some(shown)) = (&house.adviser, &question.shown) else { return (None, None) };
    let waited = house.clock.now() - question.created_at;
    let patience = if question.tries > 1 { STALE } else { millis(adviser.inner.patience) };
    if question.tries > BEGUN_MOST || waited > patience || adviser.inner.circuit.is_open() {
        house.metrics.model_question("failed");
        return (None, None);
    }
    let library = house.library.newest();
    let facts = library.facts(&question.lang);
    let prompt = prompt::of(&library, &question.lang, &facts, shown);
    match adviser.hear(house, &prompt).await {
        Ok(said) => {
            let answer = answer::accepted(&said, &facts, library.veil());
            house.metrics.model_question(if answer.is_ok() { "answered" } else { "refused" });
            if let Err(why) = &answer {
                tracing::info!(why, "an answer of the model is not used");
            }
            (answer.ok(), adviser.inner.circuit.answered())
        }
        Err(why) => {
            house.metrics.model_question("failed");
            tracing::warn!(why, "the model did not answer");
            (None, adviser.inner.circuit.failed(&house.clock, why))
        }
    }
}
