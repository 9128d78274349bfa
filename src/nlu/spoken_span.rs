//! Stretches of days as people say them: "minggu kedua desember", "akhir bulan", "bulan depan".

use chrono::{Datelike, Days, Months, NaiveDate};

use super::load::Nlu;
use super::tokens::fold;
use super::words::{DateWords, Words};

/// Shorter names of months are other words too: "may", "mar", "des".
const SHORTEST_MONTH: usize = 4;
/// A stretch that begins later goes on to the end of the month.
const STRETCH_LAST: u32 = 20;
/// A month has no more weeks.
const WEEKS_MAX: u32 = 5;

impl Nlu {
    /// The first and the last day of the stretch that a message names; none where it names a day, or nothing.
    pub fn span(&self, text: &str, lang: &str, today: NaiveDate) -> Option<(NaiveDate, NaiveDate)> {
        let folded = fold(text);
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let read = |of: &Words| {
            let counted = self.in_figures(&words, of, lang);
            Reader { words: &counted, dates: &of.dates, today }.span()
        };
        self.words(lang).find_map(read)
    }
}

struct Reader<'a> {
    /// With figures for the words of numbers.
    words: &'a [String],
    dates: &'a DateWords,
    today: NaiveDate,
}

impl Reader<'_> {
    fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        let names_day = self.words.iter().any(|word| {
            !self.dates.units.contains_key(word)
                && self.dates.weekdays.iter().any(|names| names.contains(word))
        });
        if names_day {
            return None;
        }
        self.week().or_else(|| self.part()).or_else(|| self.whole_month())
    }

    /// "minggu ke-2 desember", "second week of december", "minggu ini", "next week".
    fn week(&self) -> Option<(NaiveDate, NaiveDate)> {
        let at = self.words.iter().position(|word| self.dates.units.get(word) == Some(&7))?;
        let (before, next) = (at.checked_sub(1).and_then(|b| self.words.get(b)), self.words.get(at + 1));
        let beside = |list: &[String]| [before, next].into_iter().flatten().any(|word| list.contains(word));
        let of_calendar = |weeks: u64| {
            let from_monday = u64::from(self.today.weekday().num_days_from_monday());
            let monday = self.today.checked_sub_days(Days::new(from_monday))?;
            let monday = monday.checked_add_days(Days::new(7 * weeks))?;
            Some((monday, monday.checked_add_days(Days::new(6))?))
        };
        let number = |word: Option<&String>| {
            let digits = word?.trim_start_matches("ke").trim_end_matches(char::is_alphabetic);
            digits.parse().ok().filter(|week| (1..=WEEKS_MAX).contains(week))
        };
        // "2 minggu lagi" is counted from today.
        let ahead = beside(&self.dates.ahead);
        let numbered = match next.filter(|word| word.as_str() == "ke") {
            Some(_) => number(self.words.get(at + 2)),
            None => number(next).or_else(|| number(before).filter(|_| !ahead)),
        };
        let Some(week) = numbered else {
            return if ahead && number(before).is_none() {
                of_calendar(1)
            } else if beside(&self.dates.this) {
                of_calendar(0)
            } else {
                None
            };
        };
        let of_month = |first: NaiveDate| {
            let from = first.checked_add_days(Days::new(7 * u64::from(week - 1)))?;
            let last = last_of(first)?;
            (from <= last).then(|| Some((from, from.checked_add_days(Days::new(6))?.min(last))))?
        };
        match self.month() {
            Some(first) => of_month(first),
            // Without a month the next such week.
            None => {
                let this = self.today.with_day(1)?;
                of_month(this)
                    .filter(|(_, last)| *last >= self.today)
                    .or_else(|| of_month(this.checked_add_months(Months::new(1))?))
            }
        }
    }

    /// "awal desember", "akhir bulan", "end of the month".
    fn part(&self) -> Option<(NaiveDate, NaiveDate)> {
        let (at, day) = self
            .words
            .iter()
            .enumerate()
            .find_map(|(at, word)| Some((at, *self.dates.stretches_of_month.get(word)?)))?;
        let near = self.words.iter().skip(at + 1).take(3);
        let is_month = |word: &String| self.dates.unit_months.get(word) == Some(&1);
        let first = match self.month() {
            Some(first) => first,
            None if near.clone().any(is_month) => self.today.with_day(1)?,
            None => return None,
        };
        let from = first.with_day(day)?;
        let last = last_of(first)?;
        // The last stretch is as long as the month.
        let end = from.checked_add_days(Days::new(9))?;
        Some((from, if day > STRETCH_LAST { last } else { end }))
    }

    /// "desember", "bulan depan", "next month".
    fn whole_month(&self) -> Option<(NaiveDate, NaiveDate)> {
        // "5 desember" is a day.
        let day = |word: &String| word.chars().any(|c| c.is_ascii_digit());
        if self.words.iter().any(day) {
            return None;
        }
        let first = self.month()?;
        Some((first, last_of(first)?))
    }

    /// The first day of the month that is named, the next one of that name.
    fn month(&self) -> Option<NaiveDate> {
        let this = self.today.with_day(1)?;
        let named = self.words.iter().find_map(|word| {
            let long = word.len() >= SHORTEST_MONTH;
            let mut months = self.dates.months.iter();
            months.position(|names| long && names.contains(word)).and_then(|at| u32::try_from(at + 1).ok())
        });
        if let Some(month) = named {
            let months = (0..12).filter_map(|ahead| this.checked_add_months(Months::new(ahead)));
            return months.into_iter().find(|first| first.month() == month);
        }
        let at = self.words.iter().position(|word| self.dates.unit_months.get(word) == Some(&1))?;
        let near = [at.checked_sub(1).and_then(|b| self.words.get(b)), self.words.get(at + 1)];
        let beside = |list: &[String]| near.into_iter().flatten().any(|word| list.contains(word));
        if beside(&self.dates.ahead) {
            this.checked_add_months(Months::new(1))
        } else {
            beside(&self.dates.this).then_some(this)
        }
    }
}

fn last_of(first: NaiveDate) -> Option<NaiveDate> {
    first.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::super::measure::nlu;
    use super::*;

    #[test]
    fn stretches_of_days_are_read_and_days_are_none() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap_or_default();
        let span = |text: &str, lang: &str| {
            let found = nlu().span(text, lang, today);
            found.map_or_else(String::new, |(from, last)| format!("{from} {last}"))
        };
        for (text, expected) in [
            ("minggu depan aja", "2026-11-30 2026-12-06"),
            ("minggu ini", "2026-11-23 2026-11-29"),
            ("minggu ke-2 desember", "2026-12-08 2026-12-14"),
            ("minggu kedua bulan desember", "2026-12-08 2026-12-14"),
            ("minggu ke2 bulan depan", "2026-12-08 2026-12-14"),
            ("minggu pertama aja", "2026-12-01 2026-12-07"),
            ("awal desember", "2026-12-01 2026-12-10"),
            ("akhir bulan ini", "2026-11-21 2026-11-30"),
            ("akhir bulan", "2026-11-21 2026-11-30"),
            ("pertengahan bulan depan", "2026-12-11 2026-12-20"),
            ("bulan depan", "2026-12-01 2026-12-31"),
            ("desember aja", "2026-12-01 2026-12-31"),
            ("januari", "2027-01-01 2027-01-31"),
            ("5 desember", ""),
            ("kamis minggu depan", ""),
            ("2 minggu lagi", ""),
            ("tgl 3 bulan depan", ""),
            ("rabu", ""),
            ("pagi", ""),
        ] {
            assert_eq!(span(text, "id"), expected, "{text}");
        }
        for (text, expected) in [
            ("next week please", "2026-11-30 2026-12-06"),
            ("this week", "2026-11-23 2026-11-29"),
            ("second week of december", "2026-12-08 2026-12-14"),
            ("the 2nd week of December", "2026-12-08 2026-12-14"),
            ("early December", "2026-12-01 2026-12-10"),
            ("end of the month", "2026-11-21 2026-11-30"),
            ("next month", "2026-12-01 2026-12-31"),
            ("i may come", ""),
            ("thursday next week", ""),
        ] {
            assert_eq!(span(text, "en"), expected, "{text}");
        }
    }
}
