//! Moments and spans as staff read them: in the office's zone, in words of their language.

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike};

use crate::domain::Millis;
use crate::i18n::Texts;

/// The office's clock.
#[derive(Debug, Clone)]
pub(super) struct Zone {
    pub offset_minutes: i32,
    pub name: String,
}

const MINUTE: Millis = 60_000;
const HOUR: Millis = 60 * MINUTE;
const DAY: Millis = 24 * HOUR;

impl Zone {
    pub(super) fn local(&self, at: Millis) -> NaiveDateTime {
        let shifted = at.saturating_add(Millis::from(self.offset_minutes) * MINUTE);
        DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
    }

    /// `2026-11-23`, for date fields.
    pub(super) fn iso_date(&self, at: Millis) -> String {
        self.local(at).format("%Y-%m-%d").to_string()
    }

    /// `2026-11-23T09:12:00+08:00`, for machines that read the page.
    pub(super) fn machine(&self, at: Millis) -> String {
        let (sign, offset) =
            if self.offset_minutes < 0 { ('-', -self.offset_minutes) } else { ('+', self.offset_minutes) };
        format!("{}{sign}{:02}:{:02}", self.local(at).format("%Y-%m-%dT%H:%M:%S"), offset / 60, offset % 60)
    }

    /// `09.12` in Indonesian, `09:12` in English.
    pub(super) fn clock(&self, lang: &str, at: Millis) -> String {
        let local = self.local(at);
        let mark = if lang == "en" { ':' } else { '.' };
        format!("{:02}{mark}{:02}", local.hour(), local.minute())
    }

    /// `Sen 23 Nov`, with the year when it is not this one.
    pub(super) fn day(&self, texts: &Texts, lang: &str, at: Millis, now: Millis) -> String {
        let local = self.local(at);
        let weekday = word(texts, lang, "console-weekdays", local.weekday().num_days_from_monday());
        let month = word(texts, lang, "console-months", local.month0());
        let year = local.year();
        let year = if year == self.local(now).year() { String::new() } else { format!(" {year}") };
        format!("{weekday} {} {month}{year}", local.day())
    }

    /// The clock alone today, with the day otherwise.
    pub(super) fn moment(&self, texts: &Texts, lang: &str, at: Millis, now: Millis) -> String {
        let clock = self.clock(lang, at);
        if self.local(at).date() == self.local(now).date() {
            clock
        } else {
            format!("{}, {clock}", self.day(texts, lang, at, now))
        }
    }
}

/// The n-th word of a text that lists words.
fn word(texts: &Texts, lang: &str, key: &str, at: u32) -> String {
    texts.get(lang, key, &[]).split_whitespace().nth(at as usize).unwrap_or_default().to_owned()
}

/// `5 mnt`, `2 j 10 mnt`, `3 hr`: rounded down, never negative.
pub(super) fn span(texts: &Texts, lang: &str, millis: Millis) -> String {
    let millis = millis.max(0);
    let number = |key: &str, n: i64, m: i64| texts.get(lang, key, &[("n", n.into()), ("m", m.into())]);
    if millis < MINUTE {
        texts.get(lang, "console-span-now", &[])
    } else if millis < HOUR {
        number("console-span-minutes", millis / MINUTE, 0)
    } else if millis < DAY {
        number("console-span-hours", millis / HOUR, millis % HOUR / MINUTE)
    } else {
        number("console-span-days", millis / DAY, millis % DAY / HOUR)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::tests::texts;

    /// Monday 2026-11-23, 09.12 WITA.
    const NOW: Millis = 1_795_396_320_000;

    #[test]
    fn moments_are_told_in_the_zone_and_language_of_the_reader() {
        let zone = Zone { offset_minutes: 480, name: "WITA".into() };
        let check = |lang: &str, at: Millis, expected: &str| {
            assert_eq!(zone.moment(&texts(), lang, at, NOW), expected);
        };
        check("id", NOW, "09.12");
        check("en", NOW, "09:12");
        check("id", NOW - DAY, "Min 22 Nov, 09.12");
        check("en", NOW - 365 * DAY, "Sun 23 Nov 2025, 09:12");
        assert_eq!(zone.machine(NOW), "2026-11-23T09:12:00+08:00");
    }

    #[test]
    fn spans_are_rounded_down() {
        let check = |millis: Millis, expected: &str| assert_eq!(span(&texts(), "id", millis), expected);
        check(-5, "baru saja");
        check(59_999, "baru saja");
        check(5 * MINUTE, "5 mnt");
        check(2 * HOUR + 10 * MINUTE, "2 j 10 mnt");
        check(3 * DAY + HOUR, "3 hr 1 j");
    }
}
