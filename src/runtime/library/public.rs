//! What the office itself publishes: the words that anyone may see, and the facts that a model may answer from.

use super::Library;
use crate::engine::{Definition, Kind};
use crate::i18n::{FALLBACK, Value};
use crate::nlu::Veil;

/// The answers to what is often asked, in the order in which the office would tell them.
const ANSWERS: [&str; 7] = [
    "faq-hours",
    "faq-cost",
    "faq-requirements",
    "faq-represent",
    "faq-duration",
    "faq-pickup",
    "faq-complaint",
];

impl Library {
    /// What of a message may be shown outside: words of the office's public texts, and ordinary ones.
    #[must_use]
    pub fn veil(&self) -> &Veil {
        self.veil.get_or_init(|| {
            let texts = self.public_texts();
            Veil::new(&self.nlu, texts.iter().map(String::as_str))
        })
    }

    /// Every text that citizens read and every name that the office has for itself and its places. Not those of the
    /// questions that are answered in one's own words: their examples are what citizens would write.
    fn public_texts(&self) -> Vec<String> {
        let office = &self.office;
        let mut all = vec![office.name.clone(), office.address.clone(), office.facebook.clone()];
        all.extend(office.hours_text.values().cloned());
        all.extend(office.counters.iter().map(|counter| counter.name.clone()));
        let personal = self.personal_keys();
        for lang in self.texts.languages() {
            for (key, info) in self.texts.keys(lang) {
                let own = |start: &String| {
                    key.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
                };
                if key.starts_with("console-") || personal.iter().any(own) {
                    continue;
                }
                let blank: Vec<(&str, Value<'_>)> =
                    info.variables.iter().map(|name| (name.as_str(), Value::from(""))).collect();
                all.push(self.texts.get(lang, key, &blank));
            }
        }
        all
    }

    /// The keys of questions for a name, a place, or anything in one's own words.
    fn personal_keys(&self) -> Vec<String> {
        let asks = |definition: &Definition| -> Vec<String> {
            let personal = definition.questions.iter().filter(|question| {
                matches!(
                    question.kind,
                    Kind::Name
                        | Kind::Text { .. }
                        | Kind::Email { .. }
                        | Kind::Phone
                        | Kind::Address { .. }
                        | Kind::Village
                        | Kind::Location
                )
            });
            personal.map(|question| definition.key(&question.id, "")).collect()
        };
        self.catalogue.services.values().chain(&self.elsewhere).flat_map(asks).collect()
    }

    /// The language in which a model is asked: the citizen's, if every text is there in it.
    #[must_use]
    pub fn language_of_facts<'a>(&self, lang: &'a str) -> &'a str {
        if self.texts.complete_languages().contains(&lang) { lang } else { FALLBACK }
    }

    /// The office and its services in its own words, one fact a line: what they need and cost, where, when, how long.
    #[must_use]
    pub fn facts(&self, lang: &str) -> Vec<String> {
        let office = &self.office;
        let hours = office.hours_text.get(lang).or_else(|| office.hours_text.get(FALLBACK));
        let hours = hours.map_or("", String::as_str);
        let mut facts = vec![office.name.clone()];
        for key in ANSWERS {
            let hours = if key == "faq-pickup" { office.pickup_hours.as_str() } else { hours };
            let args = [
                ("hours", hours),
                ("address", &office.address),
                ("phone", &office.phone),
                ("whatsapp", &office.whatsapp),
                ("email", &office.email),
                ("website", &office.website),
                ("facebook", &office.facebook),
                ("survey", &office.survey),
            ];
            let args = args.map(|(name, value)| (name, Value::from(value)));
            facts.push(self.texts.get(lang, key, &args));
        }
        for service in self.catalogue.services.keys() {
            let said = |part: &str| self.texts.get(lang, &format!("{service}-{part}"), &[]);
            facts.push(format!("{}: {} {}", said("title"), said("intro"), said("requirements")));
        }
        // The stars of a chat would be taken for a way of writing.
        let plain = facts.iter().map(|fact| fact.replace('*', "").replace('\n', " "));
        let mut plain: Vec<String> =
            plain.map(|f| f.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        plain.dedup();
        plain
    }
}

#[cfg(test)]
mod tests;
