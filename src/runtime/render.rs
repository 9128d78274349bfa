//! From the engine's keys to a bubble in a person's language.

use chrono::{Datelike, NaiveDate, Timelike};

use super::library::Library;
use crate::domain::Millis;
use crate::domain::outbound::{Choice, Outgoing, Turning};
use crate::engine::{Arg, Asks, Reply, Say};
use crate::i18n::{Texts, Value};

/// With fewer choices no channel needs pages.
const PAGED_FROM: usize = 9;

/// What the engine left open because only the runtime knows it.
#[derive(Debug, Default, Clone)]
pub struct Slots {
    pub ticket: String,
    pub queue_position: i64,
    pub link_code: String,
}

/// Renders keys with the texts and the office's clock.
pub struct Renderer<'a> {
    pub library: &'a Library,
    pub lang: &'a str,
    pub slots: Slots,
}

impl Renderer<'_> {
    fn texts(&self) -> &Texts {
        &self.library.texts
    }

    /// One sentence.
    #[must_use]
    pub fn say(&self, say: &Say) -> String {
        let rendered: Vec<(&str, Value<'_>)> =
            say.args.iter().map(|(name, arg)| (*name, self.arg(arg))).collect();
        self.texts().get(self.lang, &say.key, &rendered)
    }

    fn arg(&self, arg: &Arg) -> Value<'static> {
        match arg {
            Arg::Text(text) => Value::from(text.expose().clone()),
            Arg::Number(number) => Value::from(*number),
            Arg::Key(key) => Value::from(self.texts().get(self.lang, key, &[])),
            Arg::Say(say) => Value::from(self.say(say)),
            Arg::List(all) => Value::from(all.iter().map(|say| self.say(say)).collect::<Vec<_>>().join(", ")),
            Arg::Day(day) => Value::from(self.day(*day)),
            Arg::Time(at) => Value::from(self.time(*at)),
            Arg::Ticket => Value::from(self.slots.ticket.clone()),
            Arg::LinkCode => Value::from(self.slots.link_code.clone()),
            Arg::QueuePosition => Value::from(self.slots.queue_position),
        }
    }

    /// "Selasa, 24 Nov 2026": the day without its clock.
    #[must_use]
    pub fn day(&self, day: NaiveDate) -> String {
        let word = |key: String| self.texts().get(self.lang, &key, &[]);
        format!(
            "{}, {} {} {}",
            word(format!("time-day-{}", day.weekday().number_from_monday())),
            day.day(),
            word(format!("time-month-{}", day.month())),
            day.year()
        )
    }

    /// "Senin, 23 Nov 2026, 09.12 WITA": the office's zone, the language's words.
    #[must_use]
    pub fn time(&self, at: Millis) -> String {
        let local = self.library.calendar.local(at);
        let word = |key: String| self.texts().get(self.lang, &key, &[]);
        let day = word(format!("time-day-{}", local.weekday().number_from_monday()));
        let month = word(format!("time-month-{}", local.month()));
        self.texts().get(
            self.lang,
            "time-full",
            &[
                ("day", day.into()),
                ("date", i64::from(local.day()).to_string().into()),
                ("month", month.into()),
                ("year", local.year().to_string().into()),
                ("clock", format!("{:02}.{:02}", local.hour(), local.minute()).into()),
                ("zone", self.library.office.zone.clone().into()),
            ],
        )
    }

    /// The whole bubble.
    #[must_use]
    pub fn bubble(&self, reply: &Reply, asks: Option<Asks>) -> Outgoing {
        let mut text = String::new();
        for part in &reply.parts {
            if !text.is_empty() {
                text.push_str(if part.tight { "\n" } else { "\n\n" });
            }
            text.push_str(self.say(part).trim());
        }
        let mut out = Outgoing::text(text);
        out.choices = reply
            .offers
            .iter()
            .map(|o| Choice { id: o.payload.clone(), label: self.say(&o.label), description: None })
            .collect();
        let opener = match asks {
            None if out.choices.is_empty() => None,
            None => Some("btn-open-menu"),
            Some(Asks::Contact) => Some("btn-share-contact"),
            Some(Asks::Location) => Some("btn-share-location"),
        };
        out.choices_label = opener.map(|key| self.texts().get(self.lang, key, &[])).unwrap_or_default();
        out.ask_contact = asks == Some(Asks::Contact);
        out.ask_location = asks == Some(Asks::Location);
        if out.choices.len() > PAGED_FROM {
            let word = |key: &str| self.texts().get(self.lang, key, &[]);
            out.turning = Some(Turning { from: 0, previous: word("btn-previous"), next: word("btn-next") });
        }
        out
    }
}
