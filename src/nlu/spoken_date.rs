//! Dates as people say them.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use super::load::Nlu;
use super::tokens::fold;
use super::words::DateWords;

/// Where a date without a year, or a weekday, is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leaning {
    /// A letter's date: the latest such day, today included.
    Past,
    /// A pickup: the next such day, today included.
    Future,
    /// Whichever is nearer.
    Nearest,
}

impl Nlu {
    /// The first date in the message. `today` is the office's.
    pub fn date(&self, text: &str, lang: &str, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
        let folded = fold(text);
        let figures = figures(&folded, today);
        // "jum'at" is one word, "12mei24" are three.
        let bare = folded.replace(['\'', '’', '`'], "");
        let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let names: Vec<&String> = self.words(lang).flat_map(|w| w.dates.months.iter().flatten()).collect();
        let words: Vec<&str> = words.into_iter().flat_map(|word| parted(word, &names)).collect();
        figures.or_else(|| {
            let reader = |w: &'_ super::words::Words| {
                let reader = Reader { words: &words, dates: &w.dates, numbers: &w.numbers, today, leaning };
                reader
                    .month()
                    .or_else(|| reader.counted())
                    .or_else(|| reader.of_month())
                    .or_else(|| reader.weekday())
                    .or_else(|| reader.days())
                    .or_else(|| reader.day_alone())
            };
            self.words(lang).find_map(reader)
        })
    }
}

/// `2026-11-20`, `20/11/2026`, `20-11-26`, `20.11.2026`: three numbers with the same sign between.
fn figures(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    text.split(|c: char| !(c.is_ascii_digit() || matches!(c, '/' | '-' | '.'))).find_map(|part| {
        let part = part.trim_matches(['.', '-', '/']);
        let sign = part.chars().find(|c| !c.is_ascii_digit())?;
        let numbers: Vec<&str> = part.split(sign).collect();
        let [a, b, c] = numbers[..] else { return None };
        let (day, year) = if a.len() == 4 { (c, a) } else { (a, c) };
        NaiveDate::from_ymd_opt(full_year(year, today)?, b.parse().ok()?, day.parse().ok()?)
    })
}

/// Two digits are this century up to next year's number, else the last one.
fn full_year(text: &str, today: NaiveDate) -> Option<i32> {
    let number: i32 = text.parse().ok()?;
    match text.len() {
        4 => (1900..=2100).contains(&number).then_some(number),
        2 if number <= today.year() % 100 + 1 => Some(2000 + number),
        2 => Some(1900 + number),
        _ => None,
    }
}

/// "12mei24" as "12", "mei", "24" when letters among digits name a month.
fn parted<'a>(word: &'a str, months: &[&String]) -> Vec<&'a str> {
    let letters = word.trim_matches(|c: char| c.is_ascii_digit());
    if letters.len() == word.len() || !months.iter().any(|month| month.as_str() == letters) {
        return vec![word];
    }
    let at = word.find(letters).unwrap_or(0);
    let parts = [&word[..at], letters, &word[at + letters.len()..]];
    parts.into_iter().filter(|part| !part.is_empty()).collect()
}

struct Reader<'a> {
    words: &'a [&'a str],
    dates: &'a DateWords,
    numbers: &'a BTreeMap<String, Vec<String>>,
    today: NaiveDate,
    leaning: Leaning,
}

impl Reader<'_> {
    /// "12 mei 24", "tgl 12 mei", "may 12th, 2024".
    fn month(&self) -> Option<NaiveDate> {
        self.words.iter().enumerate().find_map(|(i, word)| {
            let month =
                self.dates.months.iter().position(|names| names.iter().any(|n| n == word))? as u32 + 1;
            let before = i.checked_sub(1).and_then(|b| ordinal(self.words[b])).or_else(|| {
                // "12th of may"
                let of = i.checked_sub(2).filter(|_| matches!(self.words[i - 1], "of" | "bulan" | "bln"));
                of.and_then(|b| ordinal(self.words[b]))
            });
            let (day, next) = match before {
                Some(day) => (day, i + 1),
                None => (ordinal(self.words.get(i + 1)?)?, i + 2),
            };
            match self.words.get(next).and_then(|year| full_year(year, self.today)) {
                Some(year) => NaiveDate::from_ymd_opt(year, month, day),
                None => self.nearest(self.in_years(|y| NaiveDate::from_ymd_opt(y, month, day))),
            }
        })
    }

    /// "kemarin lusa", "tadi pagi".
    fn days(&self) -> Option<NaiveDate> {
        let phrases = self.dates.days.iter().filter(|(phrase, _)| self.says(phrase));
        phrases.max_by_key(|(phrase, _)| phrase.len()).and_then(|(_, days)| self.shifted(*days))
    }

    /// "3 hari yang lalu", "dua bulan lalu", "in 2 days".
    fn counted(&self) -> Option<NaiveDate> {
        self.words.windows(2).enumerate().find_map(|(i, pair)| {
            let count = self.number(pair[0]).filter(|n| (1..=400).contains(n))?;
            let (days, months) = (self.dates.units.get(pair[1]), self.dates.unit_months.get(pair[1]));
            let after = self.words[i + 2..].join(" ");
            let starts = |phrases: &[String]| phrases.iter().any(|p| after.starts_with(p.as_str()));
            let past = starts(&self.dates.ago);
            let before_in = i > 0 && matches!(self.words[i - 1], "in" | "dalam");
            // "tgl 3 bulan lalu" is a day of last month.
            let named = i > 0 && self.dates.day_words.iter().any(|w| w == self.words[i - 1]);
            if named || !(past || before_in || starts(&self.dates.ahead)) {
                return None;
            }
            match (days, months) {
                (Some(unit), _) => self.shifted(if past { -count * unit } else { count * unit }),
                (None, Some(unit)) => {
                    let months = Months::new(u32::try_from(count * unit).ok()?);
                    let (today, past) = (self.today, past);
                    if past { today.checked_sub_months(months) } else { today.checked_add_months(months) }
                }
                (None, None) => None,
            }
        })
    }

    /// "tgl 3 bulan lalu", "tanggal 5 bln 6", "awal bulan".
    fn of_month(&self) -> Option<NaiveDate> {
        let at = self.words.iter().position(|w| self.dates.unit_months.get(*w) == Some(&1))?;
        let next = self.words.get(at + 1).copied().unwrap_or_default();
        let listed = |list: &[String]| list.iter().any(|w| w == next);
        let this = self.today.with_day(1)?;
        let first = if listed(&self.dates.ago) {
            this.checked_sub_months(Months::new(1))?
        } else if listed(&self.dates.ahead) {
            this.checked_add_months(Months::new(1))?
        } else {
            this
        };
        let before = at.checked_sub(1).map(|b| self.words[b])?;
        match self.dates.parts_of_month.get(before) {
            // The last day.
            Some(0) => first.checked_add_months(Months::new(1))?.pred_opt(),
            Some(day) => first.with_day(*day),
            None => {
                let named = at > 1 && self.dates.day_words.iter().any(|w| w == self.words[at - 2]);
                let day = ordinal(before).filter(|_| named)?;
                match next.parse().ok().filter(|month| (1..=12).contains(month)) {
                    Some(month) => self.nearest(self.in_years(|y| NaiveDate::from_ymd_opt(y, month, day))),
                    None => first.with_day(day),
                }
            }
        }
    }

    /// "tgl 3": of this month, the last, or the next.
    fn day_alone(&self) -> Option<NaiveDate> {
        let pair = self.words.windows(2).find(|pair| self.dates.day_words.iter().any(|w| w == pair[0]))?;
        let day = ordinal(pair[1])?;
        let this = self.today.with_day(1)?;
        let months =
            [this.checked_sub_months(Months::new(1)), Some(this), this.checked_add_months(Months::new(1))];
        self.nearest(months.into_iter().flatten().filter_map(|first| first.with_day(day)).collect())
    }

    fn in_years(&self, of: impl Fn(i32) -> Option<NaiveDate>) -> Vec<NaiveDate> {
        let year = self.today.year();
        (year - 1..=year + 1).filter_map(of).collect()
    }

    /// "3", "tiga".
    fn number(&self, word: &str) -> Option<i64> {
        let spelled = || self.numbers.iter().find(|(_, words)| words.iter().any(|w| w == word));
        word.parse().ok().or_else(|| spelled().and_then(|(number, _)| number.parse().ok()))
    }

    /// "senin", "hari rabu lalu", "next friday".
    fn weekday(&self) -> Option<NaiveDate> {
        self.words.iter().enumerate().find_map(|(i, word)| {
            // "minggu" is also a week: "hari minggu" is the day.
            let is_week = self.dates.units.contains_key(*word)
                && !i.checked_sub(1).is_some_and(|b| matches!(self.words[b], "hari" | "hr"));
            if is_week && self.words.len() > 1 {
                return None;
            }
            let wanted = self.dates.weekdays.iter().position(|names| names.iter().any(|n| n == word))? as i64;
            let ahead = (wanted - i64::from(self.today.weekday().num_days_from_monday())).rem_euclid(7);
            let beside = |phrases: &[String]| {
                let near = [i.checked_sub(1).map(|b| self.words[b]), self.words.get(i + 1).copied()];
                near.into_iter().flatten().any(|w| phrases.iter().any(|p| p == w))
            };
            let next = if ahead == 0 { 7 } else { ahead };
            let days = match self.leaning {
                _ if beside(&self.dates.ago) => next - 7,
                _ if beside(&self.dates.ahead) => next,
                Leaning::Past if ahead > 0 => ahead - 7,
                Leaning::Nearest if ahead > 3 => ahead - 7,
                Leaning::Past | Leaning::Future | Leaning::Nearest => ahead,
            };
            // "rabu lalu" said on a Wednesday is a week ago.
            self.shifted(if beside(&self.dates.ago) && ahead == 0 { -7 } else { days })
        })
    }

    fn says(&self, phrase: &str) -> bool {
        let wanted: Vec<&str> = phrase.split(' ').collect();
        self.words.windows(wanted.len()).any(|window| window == wanted.as_slice())
    }

    fn shifted(&self, days: i64) -> Option<NaiveDate> {
        let distance = Days::new(days.unsigned_abs());
        if days < 0 { self.today.checked_sub_days(distance) } else { self.today.checked_add_days(distance) }
    }

    fn nearest(&self, dates: Vec<NaiveDate>) -> Option<NaiveDate> {
        let allowed = dates.into_iter().filter(|date| match self.leaning {
            Leaning::Past => *date <= self.today,
            Leaning::Future => *date >= self.today,
            Leaning::Nearest => true,
        });
        allowed.min_by_key(|date| (*date - self.today).num_days().abs())
    }
}

/// "12", "12th"; 1 to 31.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::super::measure::nlu;
    use super::*;

    /// 2026-11-21 is a Saturday.
    fn check(leaning: Leaning, cases: &[(&str, &str)]) {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        for (text, expected) in cases {
            let found = nlu().date(text, "id", today, leaning).map(|d| d.to_string()).unwrap_or_default();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn dates_are_read_as_people_write_them() {
        check(
            Leaning::Past,
            &[
                ("12 mei 2024", "2024-05-12"),
                ("12 mei 24", "2024-05-12"),
                ("tgl 12 Mei", "2026-05-12"),
                ("tanggal 3 des", "2025-12-03"),
                ("20/11/2026", "2026-11-20"),
                ("20-11-26", "2026-11-20"),
                ("1.7.1990", "1990-07-01"),
                ("01-07-90", "1990-07-01"),
                ("2026-11-20", "2026-11-20"),
                ("1 Nopember 2026", "2026-11-01"),
                ("May 12th, 2024", "2024-05-12"),
                ("the 12th of May 2024", "2024-05-12"),
                ("kemarin", "2026-11-20"),
                ("kemarin lusa", "2026-11-19"),
                ("hilangnya tadi pagi", "2026-11-21"),
                ("3 hari yang lalu", "2026-11-18"),
                ("2 minggu lalu", "2026-11-07"),
                ("3 days ago", "2026-11-18"),
                ("hari rabu", "2026-11-18"),
                ("sabtu lalu", "2026-11-14"),
                ("3 hr yg lalu", "2026-11-18"),
                ("tiga hari yang lalu", "2026-11-18"),
                ("dua bulan lalu", "2026-09-21"),
                ("tgl 3 bln lalu", "2026-10-03"),
                ("tanggal 5 bulan ini", "2026-11-05"),
                ("tgl 3", "2026-11-03"),
                ("12mei24", "2024-05-12"),
                ("senin kemarin", "2026-11-16"),
                ("jum'at lalu", "2026-11-20"),
                ("minggu lalu", "2026-11-14"),
                ("hari minggu", "2026-11-15"),
                ("awal bulan", "2026-11-01"),
                ("akhir bulan lalu", "2026-10-31"),
                ("kmrn", "2026-11-20"),
                ("ibi", "2026-11-20"),
                ("31 april 2026", ""),
                ("32/01/2026", ""),
                ("belum tahu", ""),
            ],
        );
    }

    #[test]
    fn what_lies_ahead_is_looked_for_ahead() {
        check(
            Leaning::Future,
            &[
                ("besok", "2026-11-22"),
                ("lusa", "2026-11-23"),
                ("senin", "2026-11-23"),
                ("senin depan", "2026-11-23"),
                ("next friday", "2026-11-27"),
                ("sabtu", "2026-11-21"),
                ("5 hari lagi", "2026-11-26"),
                ("in 2 days", "2026-11-23"),
                ("3 des", "2026-12-03"),
                ("5 januari", "2027-01-05"),
            ],
        );
    }
}
