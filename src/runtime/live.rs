//! Who waits where, and what a release would change for them. Looks only.

use std::collections::BTreeMap;

use serde::Serialize;

use super::library::Library;
use crate::domain::Millis;
use crate::engine::upgrade::{changes, move_on};
use crate::engine::{Definition, Session};
use crate::store::{Store, StoreError};

/// Rows looked at in one go.
const AT_ONCE: i64 = 500;

/// All conversations in progress, by service and definition.
#[derive(Debug, Serialize)]
pub struct Survey {
    pub office: String,
    pub conversations: usize,
    pub definitions: Vec<OnOne>,
}

/// Those on one definition.
#[derive(Debug, Serialize)]
pub struct OnOne {
    pub service: String,
    pub definition: String,
    pub conversations: usize,
    pub waiting: Vec<Waiting>,
    pub release: Release,
}

/// Those at one question.
#[derive(Debug, Serialize)]
pub struct Waiting {
    /// `-` where nobody can tell any more: the definition is lost.
    pub question: String,
    pub conversations: usize,
    /// Of the one who has been silent longest.
    pub longest_minutes: i64,
}

/// What the release means for them.
#[derive(Debug, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Release {
    /// It is the definition that they are on.
    Same,
    /// It has no such service: they stay on their definition, and their texts must stay too.
    NoSuchService,
    Moves(Box<Effect>),
}

#[derive(Debug, Serialize)]
pub struct Effect {
    pub to: String,
    pub changes: Vec<Told>,
    /// Answers that stay, of all of them together.
    pub kept_answers: usize,
    /// Who notice nothing: no answer is dropped, and the open question stays.
    pub unnoticed: usize,
    /// By question, how many conversations.
    pub asked_again: BTreeMap<String, usize>,
    pub dropped: BTreeMap<String, usize>,
    pub newly_asked: BTreeMap<String, usize>,
}

#[derive(Debug, Serialize)]
pub struct Told {
    pub what: &'static str,
    pub question: String,
    pub told: String,
}

/// Surveys the conversations of a database as if the library were released.
///
/// # Errors
/// When the store fails.
pub async fn survey(store: &Store, library: &Library, now: Millis) -> Result<Survey, StoreError> {
    let mut old: BTreeMap<String, Option<Definition>> = BTreeMap::new();
    let mut all: BTreeMap<(String, String), OnOne> = BTreeMap::new();
    let (mut after, mut count) = (String::new(), 0);
    loop {
        let rows = store.live_sessions(&after, AT_ONCE).await?;
        let Some(last) = rows.last() else { break };
        after.clone_from(&last.person);
        for row in rows {
            let Ok(session) = serde_json::from_str::<Session>(&row.session) else { continue };
            if !old.contains_key(&row.definition) {
                let kept = store.kept_definition(&row.definition).await?;
                let read = kept.and_then(|(office, source)| Definition::load(&office, "kept", &source).ok());
                old.insert(row.definition.clone(), read);
            }
            let from = old.get(&row.definition).and_then(Option::as_ref);
            let key = (row.service.clone(), row.definition.clone());
            let group = all.entry(key).or_insert_with(|| group(&row.service, &row.definition, from, library));
            count += 1;
            group.add(session, from, library, now, now - row.since);
        }
    }
    let mut definitions: Vec<OnOne> = all.into_values().collect();
    for group in &mut definitions {
        group.waiting.sort_by_key(|w| std::cmp::Reverse(w.conversations));
    }
    Ok(Survey { office: library.office.id.clone(), conversations: count, definitions })
}

fn group(service: &str, hash: &str, from: Option<&Definition>, library: &Library) -> OnOne {
    let release = match library.catalogue.services.get(service) {
        None => Release::NoSuchService,
        Some(to) if to.hash == hash => Release::Same,
        Some(to) => Release::Moves(Box::new(Effect {
            to: to.hash.clone(),
            changes: from
                .map(|from| changes(from, to))
                .unwrap_or_default()
                .into_iter()
                .map(|c| Told { what: c.what, question: c.question, told: c.told })
                .collect(),
            kept_answers: 0,
            unnoticed: 0,
            asked_again: BTreeMap::new(),
            dropped: BTreeMap::new(),
            newly_asked: BTreeMap::new(),
        })),
    };
    OnOne {
        service: service.to_owned(),
        definition: hash.to_owned(),
        conversations: 0,
        waiting: Vec::new(),
        release,
    }
}

impl OnOne {
    fn add(
        &mut self,
        session: Session,
        from: Option<&Definition>,
        library: &Library,
        now: Millis,
        silent: Millis,
    ) {
        self.conversations += 1;
        let open = from.and_then(|definition| session.current(definition));
        let question = open.map_or("-", |q| q.id.as_str());
        let minutes = silent.max(0) / 60_000;
        match self.waiting.iter_mut().find(|w| w.question == question) {
            Some(waiting) => {
                waiting.conversations += 1;
                waiting.longest_minutes = waiting.longest_minutes.max(minutes);
            }
            None => self.waiting.push(Waiting {
                question: question.to_owned(),
                conversations: 1,
                longest_minutes: minutes,
            }),
        }
        let Release::Moves(effect) = &mut self.release else { return };
        let Some(to) = library.catalogue.services.get(&self.service) else { return };
        let moved = move_on(session, from, to, library.calendar.date(now));
        effect.kept_answers += moved.kept.len();
        effect.unnoticed += usize::from(moved.same_place && moved.again.is_empty() && moved.gone.is_empty());
        let sums = [
            (&moved.again, &mut effect.asked_again),
            (&moved.gone, &mut effect.dropped),
            (&moved.new, &mut effect.newly_asked),
        ];
        for (ids, sum) in sums {
            for id in ids {
                *sum.entry(id.clone()).or_insert(0) += 1;
            }
        }
    }
}
