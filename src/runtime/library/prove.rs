//! What the prover can only show with the engine itself: that from every state a person and a cancel can be reached by
//! their word, and what the transcripts visit.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::rehearse::{self, Visits};
use super::share::share;
use super::{Flaw, Library, Sources, transcript};
use crate::domain::outbound::Sensitive;
use crate::domain::region::Regions;
use crate::engine::check::{Beside, State, Ways, check, check_shared, refusals, tone};
use crate::engine::{Ctx, Definition, Effect, Event, Focus, Mail, Proof, Session, Step, step};
use crate::nlu::Strictness;

/// One service as the prover saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Proven {
    pub office: String,
    pub service: String,
    pub questions: usize,
    /// Different ways through it.
    pub ways: usize,
    /// Billable messages on the shortest and longest good way, and what the office allows.
    pub shortest: usize,
    pub longest: usize,
    pub budget: usize,
    pub transcripts: usize,
    /// Questions that transcripts come to, of those that are asked; the same for refusals.
    pub visited: (usize, usize),
    pub refused: (usize, usize),
    /// Answers that were compared with what is said, of those that transcripts write down: what the office tells, pages
    /// and proofs of who writes are known to the whole program alone.
    pub compared: (usize, usize),
}

impl Library {
    /// What the prover finds without transcripts: dead ends, missing texts, labels that do not fit.
    #[must_use]
    pub fn flaws(&self) -> Vec<Flaw> {
        self.flaws_of(&self.ways())
    }

    /// Texts that do not speak as the house does: nothing is broken, but a citizen is served less well.
    #[must_use]
    pub fn out_of_tone(&self) -> Vec<Flaw> {
        tone(self.texts.as_ref()).into_iter().map(Flaw::from).collect()
    }

    fn ways(&self) -> Vec<Ways<'_>> {
        self.catalogue.services.values().map(Ways::of).collect()
    }

    fn flaws_of(&self, ways: &[Ways<'_>]) -> Vec<Flaw> {
        let texts = self.texts.as_ref();
        let definitions: Vec<&Definition> = ways.iter().map(|w| w.definition).collect();
        let beside = Beside::of(texts);
        let mut all = check_shared(&definitions, &self.elsewhere, texts);
        all.extend(share(ways, |w| check(w, &beside, texts)).into_iter().flatten());
        let mut all: Vec<Flaw> = all.into_iter().map(Flaw::from).collect();
        // With other flaws the engine would trip over what is known already.
        if all.is_empty() {
            all.extend(commands(self));
            all.extend(examples(self));
            all.extend(share(ways, |w| unreachable(self, w)).into_iter().flatten());
        }
        all
    }
}

/// Proves the services of a library with all that the prover knows, and tells what there is of each; of none when there
/// are flaws that leave a service without ways.
#[must_use]
pub fn prove(library: &Library, sources: &Sources) -> (Vec<Flaw>, Vec<Proven>) {
    let ways = library.ways();
    let mut flaws = library.flaws_of(&ways);
    if !flaws.is_empty() {
        return (flaws, Vec::new());
    }
    let (scenes, unread) = transcript::scenes(sources, &library.office.id);
    flaws.extend(unread);
    let mut visits = Visits::default();
    let mut compared: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for (scene, (report, visited)) in
        scenes.iter().zip(share(&scenes, |scene| rehearse::play(library, scene)))
    {
        flaws.extend(report.flaw);
        visits.extend(visited);
        let all = compared.entry(&scene.service).or_default();
        *all = (all.0 + report.compared, all.1 + report.written);
    }
    let mut proven = Vec::new();
    for ways in &ways {
        let definition = ways.definition;
        let own = |points: &BTreeSet<(String, String)>, id: &str| {
            points.contains(&(definition.service.clone(), id.to_owned()))
        };
        let asked: Vec<_> =
            definition.questions.iter().filter(|q| q.kind.is_asked() && q.round == 1).collect();
        let turned_down = refusals(definition);
        if sources.has_transcripts() {
            for question in asked.iter().filter(|q| !own(&visits.asked, &q.id)) {
                flaws.push(missing(definition, question.line, &format!("comes to {}", question.id)));
            }
            for question in turned_down.iter().filter(|q| !own(&visits.refused, &q.id)) {
                let what = format!("hears how {} is refused", question.id);
                flaws.push(missing(definition, question.line, &what));
            }
        }
        let length = ways.lengths();
        proven.push(Proven {
            office: library.office.id.clone(),
            service: definition.service.clone(),
            questions: definition.questions.len(),
            ways: ways.count(),
            shortest: length.map_or(0, |l| l.shortest),
            longest: length.map_or(0, |l| l.longest),
            budget: definition.message_budget,
            transcripts: scenes.iter().filter(|s| s.service == definition.service).count(),
            visited: (asked.iter().filter(|q| own(&visits.asked, &q.id)).count(), asked.len()),
            refused: (turned_down.iter().filter(|q| own(&visits.refused, &q.id)).count(), turned_down.len()),
            compared: compared.get(definition.service.as_str()).copied().unwrap_or_default(),
        });
    }
    (flaws, proven)
}

fn missing(definition: &Definition, line: usize, what: &str) -> Flaw {
    let folder = definition.file.rsplit_once('/').map_or("", |(folder, _)| folder);
    Flaw::new(
        &definition.file,
        line,
        format!("no transcript {what}: write one in {folder}/, or save one with `sapa chat` and /save"),
    )
}

/// Titles that do something else for whoever types them.
fn commands(library: &Library) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for service in library.catalogue.services.keys() {
        let key = format!("{service}-title");
        for lang in library.texts.languages() {
            let Some(place) = library.texts.info(lang, &key) else { continue };
            let title = library.texts.get(lang, &key, &[]);
            if library.nlu.command(&title, lang, Strictness::Exact).is_some() {
                let what = format!(
                    "{title:?} is a word that works everywhere, as menu or petugas: who types it does not come to {service}; word {key} anew"
                );
                flaws.push(Flaw::new(&place.file, place.line, what));
            }
        }
    }
    flaws
}

/// Examples of a service that do not open it.
fn examples(library: &Library) -> Vec<Flaw> {
    let mut flaws = Vec::new();
    for definition in library.catalogue.services.values() {
        let key = format!("{}-examples", definition.service);
        for lang in library.texts.languages() {
            let Some(place) = library.texts.info(lang, &key) else { continue };
            let all = library.texts.get(lang, &key, &[]);
            for example in all.lines().map(str::trim).filter(|line| !line.is_empty()) {
                let step = heard(library, None, Session::new(), lang, example);
                let opened = step.session.service;
                if opened.as_ref() != Some(&definition.service) {
                    let instead = match opened {
                        Some(other) => format!("it opens {other}"),
                        None => {
                            "it is understood as something else, or another service lists as much".to_owned()
                        }
                    };
                    let what = format!(
                        "{example:?} does not open {}: {instead}; say more of what is wanted, or drop it",
                        definition.service
                    );
                    flaws.push(Flaw::new(&place.file, place.line, what));
                }
            }
        }
    }
    flaws
}

/// States from which the word for a person or for cancelling leads elsewhere.
fn unreachable(library: &Library, ways: &Ways<'_>) -> Vec<Flaw> {
    let (mut flaws, definition) = (Vec::new(), ways.definition);
    for state in &ways.states() {
        for lang in library.texts.languages() {
            for (key, reached) in [("cmd-human", is_person as Reached), ("cmd-cancel", is_cancel)] {
                let line = library.texts.get(lang, key, &[]);
                let Some((word, _)) = line.split_once(':') else { continue };
                if !reached(&said(library, definition, state, lang, word.trim())) {
                    let what = format!(
                        "at {}{} the word {:?} ({lang}) does not lead to {}: it is taken for an answer; word the options anew",
                        state.question.id,
                        state.told,
                        word.trim(),
                        if key == "cmd-human" { "a person" } else { "a cancel" },
                    );
                    flaws.push(Flaw::new(&definition.file, state.question.line, what));
                }
            }
        }
    }
    flaws
}

type Reached = fn(&Step) -> bool;

fn is_person(step: &Step) -> bool {
    step.effects.iter().any(|e| matches!(e, Effect::AskPerson { .. }))
}

fn is_cancel(step: &Step) -> bool {
    step.session.focus == Some(Focus::Cancel) || step.effects.contains(&Effect::DropDraft)
}

/// A moment at which offices are open: Monday, 2026-11-23, 09:00.
const MORNING: u16 = 9 * 60;

fn said(library: &Library, definition: &Definition, state: &State<'_>, lang: &str, word: &str) -> Step {
    heard(library, Some(definition), state.session.clone(), lang, word)
}

fn heard(
    library: &Library,
    definition: Option<&Definition>,
    session: Session,
    lang: &str,
    text: &str,
) -> Step {
    let words = |key: &str| library.texts.find(lang, key, &[]);
    let listed = library.texts.lists(lang);
    let lists = |key: &str| listed.of(key);
    let day = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
    let ctx = Ctx {
        now: library.calendar.at(day, MORNING),
        lang,
        office: &library.office,
        calendar: &library.calendar,
        regions: Regions::get(),
        nlu: &library.nlu,
        sensitive: Sensitive::Chat,
        mail: Mail::On,
        catalogue: &library.catalogue,
        definition,
        cases: &[],
        proof: Proof { recheck: None, tries_left: 5 },
        veil: None,
        taken: &[],
        fresh_tag: "00000001",
        words: &words,
        lists: &lists,
    };
    step(session, &Event::Text(text.to_owned()), &ctx)
}

#[cfg(test)]
mod tests;
