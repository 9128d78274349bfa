//! A whole message to its intent.

use chrono::NaiveDate;

use super::classifier::softmax;
use super::entities::Entities;
use super::intent::Intent;
use super::load::{Nlu, plain_words};

/// Measured by cross-validation (see `measure.rs`): above this, at most one answer in twenty is wrong.
const THRESHOLD: f32 = 0.45;
/// The classifier is surer than it is right; its log-odds are scaled so that a stated 70 % comes true in
/// about seven of ten (least log loss in cross-validation).
const SOBERING: f32 = 0.55;
/// Two likely intents closer than this are too close to call.
const MARGIN: f32 = 0.08;

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

impl Nlu {
    /// `lang` is the chat's language (`id`, `en`, `ban`), `today` the office's date for "yesterday".
    pub fn understand(&self, text: &str, lang: &str, today: NaiveDate) -> Meaning {
        let ranked = self.ranked(text, lang);
        let [(best, confidence), (second, next)] = [ranked[0], ranked[1]];
        let sure = confidence >= THRESHOLD && confidence - next >= MARGIN && !self.is_vague(text, lang);
        let (intent, runner_up) = if sure { (best, second) } else { (Intent::Unsure, best) };
        let confidence = if sure { confidence } else { confidence.min(THRESHOLD) };
        Meaning { intent, confidence, runner_up, entities: self.entities(text, lang, today) }
    }

    /// The likeliest intents to offer when unsure, best first.
    pub fn likely(&self, text: &str, lang: &str, limit: usize) -> Vec<(Intent, f32)> {
        self.ranked(text, lang).into_iter().take(limit).collect()
    }

    /// Why a message was understood as it was. Holds the message's words: for the eyes of whoever asked,
    /// never for a log.
    pub fn explain(&self, text: &str, lang: &str) -> Vec<String> {
        let words = plain_words(&self.normalise(text, lang));
        let mut lines = vec![format!("words: {}", words.join(" "))];
        let fired = self.rules.iter().filter(|rule| rule.holds(&words, &self.fillers));
        lines.extend(fired.map(|rule| format!("rule: {} ({} {:+})", rule.why, rule.intent, rule.weight)));
        let ranked = self.likely(text, lang, 3);
        lines.extend(ranked.into_iter().map(|(intent, p)| format!("{intent}: {:.0} %", p * 100.0)));
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
        let core = self.without_courtesies(words);
        if core.len() < words.len() {
            let of_core = scores(core);
            let (best, probability) = Intent::ALL
                .into_iter()
                .zip(softmax(&of_core))
                .fold((Intent::Unsure, 0.0), |a, b| if b.1 > a.1 { b } else { a });
            // A single unknown word looks out of scope: "suksma mewali".
            if probability >= if best == Intent::OutOfScope { 0.9 } else { 0.5 } {
                return of_core;
            }
        }
        scores(words)
    }

    fn is_vague(&self, text: &str, lang: &str) -> bool {
        let words = plain_words(&self.normalise(text, lang));
        self.rules.iter().any(|rule| rule.intent == Intent::Unsure && rule.holds(&words, &self.fillers))
    }

    /// All intents with their probabilities, best first.
    pub(super) fn ranked(&self, text: &str, lang: &str) -> Vec<(Intent, f32)> {
        let words = plain_words(&self.normalise(text, lang));
        if words.is_empty() {
            // Dots and dashes: nothing was said.
            let others = Intent::ALL.into_iter().filter(|i| *i != Intent::OutOfScope).map(|i| (i, 0.0));
            return std::iter::once((Intent::OutOfScope, 1.0)).chain(others).collect();
        }
        let mut scores = self.sober_scores(&words);
        for rule in self.rules.iter().filter(|rule| rule.holds(&words, &self.fillers)) {
            if let Some(column) = Intent::ALL.iter().position(|intent| *intent == rule.intent) {
                scores[column] += rule.weight;
            }
        }
        let mut ranked: Vec<(Intent, f32)> = Intent::ALL.into_iter().zip(softmax(&scores)).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked
    }
}
