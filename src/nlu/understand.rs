//! A whole message to its intent.

use chrono::NaiveDate;

use super::classifier::softmax;
use super::entities::Entities;
use super::intent::Intent;
use super::load::Nlu;
use super::rules::Said;
use super::tokens::{Token, plain_words};

/// Measured by cross-validation (see `measure.rs`): from here on, fewer than three answers in a hundred are wrong.
const THRESHOLD: f32 = 0.5;
/// The classifier is surer than it is right: its log-odds are scaled down.
const SOBERING: f32 = 0.58;
/// Two likely intents closer than this are too close to call.
const MARGIN: f32 = 0.1;

/// What a message wants.
#[derive(Clone, Debug, PartialEq)]
pub struct Meaning {
    /// [`Intent::Unsure`] when the best guess is too weak.
    pub intent: Intent,
    /// Of the best guess, 0 to 1, also when it was too weak.
    pub confidence: f32,
    /// The best guess when unsure, else the second best.
    pub runner_up: Intent,
    pub entities: Entities,
}

/// A message read once, for the scores and the rules.
struct Heard {
    ranked: Vec<(Intent, f32)>,
    vague: bool,
}

impl Nlu {
    /// `lang` is the chat's language (`id`, `en`, `ban`), `today` the office's date for "yesterday".
    pub fn understand(&self, text: &str, lang: &str, today: NaiveDate) -> Meaning {
        let tokens = self.normalise(text, lang);
        self.meaning_of(&tokens, self.entities_of(text, &tokens, lang, today))
    }

    /// The same of a text that was normalised and whose entities were read before.
    pub fn meaning_of(&self, tokens: &[Token], entities: Entities) -> Meaning {
        let heard = self.hear(&plain_words(tokens));
        let [(best, confidence), (second, next)] = [heard.ranked[0], heard.ranked[1]];
        let sure = confidence >= THRESHOLD && confidence - next >= MARGIN && !heard.vague;
        let (intent, runner_up) = if sure { (best, second) } else { (Intent::Unsure, best) };
        let confidence = if sure { confidence } else { confidence.min(THRESHOLD) };
        Meaning { intent, confidence, runner_up, entities }
    }

    /// The likeliest intents to offer when unsure, best first.
    pub fn likely(&self, text: &str, lang: &str, limit: usize) -> Vec<(Intent, f32)> {
        let words = plain_words(&self.normalise(text, lang));
        self.hear(&words).ranked.into_iter().take(limit).collect()
    }

    /// Why a message was understood as it was. Holds the message's words: for the eyes of whoever asked,
    /// never for a log.
    pub fn explain(&self, text: &str, lang: &str) -> Vec<String> {
        let words = plain_words(&self.normalise(text, lang));
        let mut lines = vec![format!("words: {}", words.join(" "))];
        let said = Said::new(&words);
        let fired = self.rules.firing(&said, &self.vocabulary.fillers);
        lines.extend(fired.map(|rule| format!("rule: {} ({} {:+})", rule.why, rule.intent, rule.weight)));
        let ranked = self.hear(&words).ranked;
        lines.extend(ranked.iter().take(3).map(|(intent, p)| format!("{intent}: {:.0} %", p * 100.0)));
        lines.push(format!(
            "sure from {:.0} %, {:.0} points ahead of the next",
            THRESHOLD * 100.0,
            MARGIN * 100.0
        ));
        lines
    }

    /// Of what stands between the courtesies when that speaks for itself, else of the whole.
    fn sober_scores(&self, words: &[String]) -> Vec<f32> {
        let scores = |words: &[String]| -> Vec<f32> {
            self.classifier.scores(words).into_iter().map(|score| score * SOBERING).collect()
        };
        let core = self.vocabulary.without_courtesies(words);
        if core.len() < words.len() && !self.vocabulary.without_fillers(core).is_empty() {
            let of_core = scores(core);
            let (best, probability) = Intent::ALL
                .into_iter()
                .zip(softmax(&of_core))
                .fold((Intent::Unsure, 0.0), |a, b| if b.1 > a.1 { b } else { a });
            // A single unknown word looks out of scope: "suksma mewali", "wokeh makasih".
            let unknown = best == Intent::OutOfScope && core.len() == 1;
            if !unknown && probability >= if best == Intent::OutOfScope { 0.9 } else { 0.5 } {
                return of_core;
            }
        }
        scores(words)
    }

    /// The rules' weights by the classifier's columns, and whether the message is too vague for a guess: no rule
    /// speaks for an intent, and one says so.
    fn ruled(&self, words: &[String]) -> (Vec<f32>, bool) {
        let (mut scores, mut vague) = (vec![0.0; Intent::ALL.len()], false);
        let said = Said::new(words);
        for rule in self.rules.firing(&said, &self.vocabulary.fillers) {
            match Intent::ALL.iter().position(|intent| *intent == rule.intent) {
                Some(column) => scores[column] += rule.weight,
                None => vague = true,
            }
        }
        let vague = vague && scores.iter().all(|score| *score <= 0.0);
        (scores, vague)
    }

    /// All intents with their probabilities, best first.
    fn hear(&self, words: &[String]) -> Heard {
        if words.is_empty() {
            // Dots and dashes: nothing was said.
            let others = Intent::ALL.into_iter().filter(|i| *i != Intent::OutOfScope).map(|i| (i, 0.0));
            let ranked = std::iter::once((Intent::OutOfScope, 1.0)).chain(others).collect();
            return Heard { ranked, vague: false };
        }
        let (ruled, vague) = self.ruled(words);
        let mut scores = self.sober_scores(words);
        scores.iter_mut().zip(ruled).for_each(|(score, weight)| *score += weight);
        let mut ranked: Vec<(Intent, f32)> = Intent::ALL.into_iter().zip(softmax(&scores)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        Heard { ranked, vague }
    }
}
