//! What follows from answers without being asked. Sources stand before what follows from them, so looking ends.
//! Of several sources only those count that are part of the conversation: a child that was taken back adds nothing.

use chrono::{Datelike, NaiveDate};

use super::definition::{Definition, Formula, Kind, Question, Source};
use super::questions::address;
use super::session::{Answer, Session};

impl Session {
    /// What a computed value is now; none while its sources have no answer.
    #[must_use]
    pub fn computed(&self, definition: &Definition, question: &Question) -> Option<String> {
        let Kind::Computed { formula } = &question.kind else { return None };
        let before = Before { session: self, definition, question };
        match formula {
            Formula::Same { of } => before.seen(of),
            Formula::Lookup { of, table, otherwise } => {
                let value = before.seen(of)?;
                table.get(&value).or(otherwise.as_ref()).cloned()
            }
            Formula::Age { of } => {
                let today = self.day.as_deref()?.parse().ok()?;
                let born: NaiveDate = before.content(of)?.parse().ok()?;
                Some(full_years(born, today).to_string())
            }
            Formula::Difference { of, less } => difference(&before.content(of)?, &before.content(less)?),
            Formula::Sum { of } => {
                let parts: Vec<i64> = of
                    .iter()
                    .flat_map(|source| before.rounds(source))
                    .filter_map(|value| value.parse().ok())
                    .collect();
                let sum = parts.iter().fold(0_i64, |sum, part| sum.saturating_add(*part));
                (!parts.is_empty()).then(|| sum.to_string())
            }
            Formula::Count { group } => before.count(group),
            Formula::First { of } => of.iter().find_map(|source| before.content(source)),
            Formula::Join { of, between } => {
                let parts: Vec<String> = of.iter().flat_map(|source| before.rounds(source)).collect();
                (!parts.is_empty()).then(|| parts.join(between))
            }
        }
    }
}

/// The questions that stand before one.
struct Before<'a> {
    session: &'a Session,
    definition: &'a Definition,
    question: &'a Question,
}

impl<'a> Before<'a> {
    fn questions(&self) -> impl Iterator<Item = &'a Question> {
        let own = self.question.id.as_str();
        self.definition.questions.iter().take_while(move |q| q.id != own)
    }

    /// What conditions see of a source.
    fn seen(&self, source: &Source) -> Option<String> {
        let of = self.questions().find(|q| q.id == source.question)?;
        let value = self.session.look(self.definition, &of.id, source.property.as_deref());
        (!value.is_empty()).then(|| value.into_owned())
    }

    /// What would be filed of a source.
    fn content(&self, source: &Source) -> Option<String> {
        self.content_of(self.questions().find(|q| q.id == source.question)?, source)
    }

    /// The same of each round, where the source stands in a group and this value behind it.
    fn rounds(&self, source: &Source) -> Vec<String> {
        let all = self.questions().filter(|q| q.id == source.question || q.base == source.question);
        all.filter_map(|of| self.content_of(of, source)).collect()
    }

    fn content_of(&self, of: &Question, source: &Source) -> Option<String> {
        if !self.session.is_visible(self.definition, of) {
            return None;
        }
        let value = match (self.session.answers.get(&of.id), source.property.as_deref()) {
            (Some(answer), Some(property)) => Some(answer.property(property)),
            (Some(answer), None) => content(answer),
            (None, _) => self.session.computed(self.definition, of),
        };
        value.filter(|value| !value.is_empty())
    }

    /// How often a group was gone through, once it is known.
    fn count(&self, group: &str) -> Option<String> {
        let openers = || self.questions().filter(|q| q.kind == Kind::Repeat && q.base == group);
        let first = openers().next()?;
        let answered = openers().any(|q| self.session.answers.contains_key(&q.id));
        // Rounds that must be there have no question in front of them.
        let sure = first.round.saturating_sub(1);
        let more = openers().filter(|q| {
            self.session.is_visible(self.definition, q)
                && self.session.answers.get(&q.id) == Some(&Answer::Choice { id: "yes".into() })
        });
        answered.then(|| (sure + more.count()).to_string())
    }
}

/// An answer as it is filed; none where there is nothing to say in one line.
fn content(answer: &Answer) -> Option<String> {
    match answer {
        Answer::Choice { id } => Some(id.clone()),
        Answer::Choices { ids } => Some(ids.join(" ")),
        Answer::Number { value } => Some(value.to_string()),
        Answer::Text { value, .. } | Answer::Nik { value, .. } => Some(value.expose().clone()),
        Answer::Village { name, .. } => Some(name.clone()),
        Answer::Address { code, street } => {
            Some(address::filed(code, street.as_ref().map(|s| s.expose().as_str())))
        }
        Answer::Slot { place, day, hours } => Some(format!("{place} {day} {hours}")),
        Answer::Without
        | Answer::Files { .. }
        | Answer::Consent { .. }
        | Answer::Declared { .. }
        | Answer::Handled { .. }
        | Answer::Confirmed { .. } => None,
    }
}

/// Nobody is a year old before the day comes round; who was born on 29 February is on 1 March.
fn full_years(born: NaiveDate, today: NaiveDate) -> i32 {
    let before = (today.month(), today.day()) < (born.month(), born.day());
    today.year() - born.year() - i32::from(before)
}

fn difference(of: &str, less: &str) -> Option<String> {
    if let (Ok(of), Ok(less)) = (of.parse::<NaiveDate>(), less.parse::<NaiveDate>()) {
        return Some((of - less).num_days().to_string());
    }
    let (of, less): (i64, i64) = (of.parse().ok()?, less.parse().ok()?);
    Some(of.saturating_sub(less).to_string())
}

#[cfg(test)]
mod tests;
