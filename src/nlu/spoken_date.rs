//! Dates as people say them.

use chrono::{Datelike, Days, NaiveDate};

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
        let words: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        figures.or_else(|| {
            let mut languages =
                self.words(lang).map(|w| Reader { words: &words, dates: &w.dates, today, leaning });
            languages.find_map(|reader| reader.month().or_else(|| reader.days()).or_else(|| reader.weekday()))
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

struct Reader<'a> {
    words: &'a [&'a str],
    dates: &'a DateWords,
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
                None => {
                    let year = self.today.year();
                    self.nearest(
                        (year - 1..=year + 1)
                            .filter_map(|y| NaiveDate::from_ymd_opt(y, month, day))
                            .collect(),
                    )
                }
            }
        })
    }

    /// "kemarin lusa", "3 hari yang lalu", "in 2 days".
    fn days(&self) -> Option<NaiveDate> {
        let phrases = self.dates.days.iter().filter(|(phrase, _)| self.says(phrase));
        let spoken = phrases.max_by_key(|(phrase, _)| phrase.len()).map(|(_, days)| *days);
        self.counted().or(spoken).and_then(|days| self.shifted(days))
    }

    fn counted(&self) -> Option<i64> {
        self.words.windows(2).enumerate().find_map(|(i, pair)| {
            let (count, unit) = (
                pair[0].parse::<i64>().ok().filter(|n| (1..=400).contains(n))?,
                self.dates.units.get(pair[1])?,
            );
            let after = self.words[i + 2..].join(" ");
            let starts = |phrases: &[String]| phrases.iter().any(|p| after.starts_with(p.as_str()));
            let before_in = i > 0 && matches!(self.words[i - 1], "in" | "dalam");
            if starts(&self.dates.ago) {
                Some(-count * unit)
            } else {
                (starts(&self.dates.ahead) || before_in).then_some(count * unit)
            }
        })
    }

    /// "senin", "hari rabu lalu", "next friday".
    fn weekday(&self) -> Option<NaiveDate> {
        self.words.iter().enumerate().find_map(|(i, word)| {
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
