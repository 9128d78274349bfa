//! Dates as people say them.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::domain::edit::distance_within;

use super::load::Nlu;
use super::lookup::WordSet;
use super::tokens::fold;
use super::words::{DateWords, Words};

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
    /// Whether a day of the week is named.
    pub fn names_weekday(&self, text: &str, lang: &str) -> bool {
        let named = |word: &String| {
            self.words(lang).any(|w| w.dates.weekdays.iter().any(|names| names.contains(word)))
        };
        self.normalise(text, lang).iter().any(|token| named(&token.raw) || token.plain.iter().any(named))
    }

    /// The first date in the message. `today` is the office's.
    pub fn date(&self, text: &str, lang: &str, today: NaiveDate, leaning: Leaning) -> Option<NaiveDate> {
        let folded = fold(text);
        // "jum'at" is one word, "12mei24" are three.
        let bare = folded.replace(['\'', '’', '`'], "");
        let words: Vec<&str> = bare.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty()).collect();
        let dated = |word: &&str| word.bytes().any(|b| b.is_ascii_digit()) || self.date_words.contains(*word);
        if !words.iter().any(dated) {
            return None;
        }
        let figures = figures(&folded, today);
        let names: Vec<&String> = self.words(lang).flat_map(|w| w.dates.months.iter().flatten()).collect();
        let words: Vec<&str> = words.into_iter().flat_map(|word| parted(word, &names)).collect();
        figures.or_else(|| {
            let reader = |w: &Words| {
                let counted = self.in_figures(&words, w, lang);
                let counted: Vec<&str> = counted.iter().map(String::as_str).collect();
                let reader = Reader { said: &words, words: &counted, dates: &w.dates, today, leaning };
                reader
                    .month()
                    .or_else(|| reader.spaced())
                    .or_else(|| reader.counted())
                    .or_else(|| reader.of_month())
                    // "selasa tgl 8" is the eighth.
                    .or_else(|| reader.day_alone())
                    .or_else(|| reader.weekday())
                    .or_else(|| reader.days())
            };
            self.words(lang).find_map(reader)
        })
    }
}

/// The words of all languages of which one stands in every date, unless a figure does: months, days and what they are
/// counted from, and numbers. They spare most messages the whole search.
pub(super) fn date_words(languages: &BTreeMap<String, Words>) -> WordSet {
    let of = |words: &Words| -> Vec<String> {
        let dates = &words.dates;
        let months = dates.unit_months.keys();
        let begins = |phrase: &String| phrase.split(' ').next().map(str::to_owned);
        months
            .clone()
            .map(|unit| format!("se{unit}"))
            .chain(dates.days.keys().filter_map(begins))
            .chain(months.cloned())
            .chain(dates.months.iter().flatten().cloned())
            .chain(dates.weekdays.iter().flatten().cloned())
            .chain(dates.day_words.iter().cloned())
            .chain(words.numbers.first_words().cloned())
            .chain(words.counting.beginnings().cloned())
            .collect()
    };
    languages.values().flat_map(of).collect()
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

/// What the words of a message stand for: figures for numbers, "1 bulan" for "sebulan".
enum Counted<'a> {
    Word(&'a str),
    Number(i64),
}

impl Nlu {
    /// "dua belas mei sembilan puluh" as "12 mei 90".
    pub(super) fn in_figures(&self, words: &[&str], of: &Words, lang: &str) -> Vec<String> {
        let spelled = |at: usize| {
            let listed = words.get(at).map_or(&[][..], |word| of.numbers.begun_by(word));
            let fits = listed.iter().filter(|(number, _)| *number >= 0).filter_map(|(number, name)| {
                let there = words.get(at..at + name.len())? == name.as_slice();
                there.then_some((*number, name.len()))
            });
            fits.chain(self.number_in_words(&words[at..], lang)).max_by_key(|(_, length)| *length)
        };
        let mut counted = Vec::with_capacity(words.len());
        let mut at = 0;
        while let Some(word) = words.get(at) {
            let unit = word.strip_prefix("se").filter(|unit| of.dates.unit_months.contains_key(*unit));
            let figure = || word.parse().ok().filter(|_| !word.starts_with('0')).map(|number| (number, 1));
            match (spelled(at).or_else(figure), unit) {
                (Some((number, length)), _) => {
                    // "sembilan belas sembilan puluh" is a year.
                    match counted.last_mut() {
                        Some(Counted::Number(century @ 19..=20))
                            if (10..100).contains(&number) && length > 1 =>
                        {
                            *century = *century * 100 + number;
                        }
                        _ => counted.push(Counted::Number(number)),
                    }
                    at += length;
                    continue;
                }
                (None, Some(unit)) => counted.extend([Counted::Number(1), Counted::Word(unit)]),
                (None, None) => counted.push(Counted::Word(word)),
            }
            at += 1;
        }
        let said = counted.into_iter().map(|part| match part {
            Counted::Word(word) => word.to_owned(),
            Counted::Number(number) => number.to_string(),
        });
        said.collect()
    }
}

struct Reader<'a> {
    /// As said, and with figures for the words of numbers.
    said: &'a [&'a str],
    words: &'a [&'a str],
    dates: &'a DateWords,
    today: NaiveDate,
    leaning: Leaning,
}

impl Reader<'_> {
    /// "12 mei 24", "tgl 12 mei", "may 12th, 2024".
    fn month(&self) -> Option<NaiveDate> {
        self.words.iter().enumerate().find_map(|(i, word)| {
            let month = self.month_named(i, word)?;
            let before = i.checked_sub(1).and_then(|b| ordinal(self.words[b])).or_else(|| {
                // "12th of may"
                let of = i.checked_sub(2).filter(|_| matches!(self.words[i - 1], "of" | "bulan" | "bln"));
                of.and_then(|b| ordinal(self.words[b]))
            });
            // "awal november"; 0 is the last day.
            let part = i.checked_sub(1).and_then(|b| self.dates.parts_of_month.get(self.words[b]));
            let (day, next) = match before.or(part.copied()) {
                Some(day) => (day, i + 1),
                None => (ordinal(self.words.get(i + 1)?)?, i + 2),
            };
            let on = |year| match day {
                0 => NaiveDate::from_ymd_opt(year, month, 1)?.checked_add_months(Months::new(1))?.pred_opt(),
                day => NaiveDate::from_ymd_opt(year, month, day),
            };
            match self.year_at(next) {
                Some(year) => on(year),
                None => self.nearest(self.in_years(on)),
            }
        })
    }

    /// From 1 on. A slip of one letter only between a day and a year: "12 mey 1990".
    fn month_named(&self, at: usize, word: &str) -> Option<u32> {
        let place = |fits: &dyn Fn(&String) -> bool| {
            let mut places = self.dates.months.iter().enumerate().filter(|(_, names)| names.iter().any(fits));
            let first = places.next()?;
            places.next().is_none().then_some(first.0 as u32 + 1)
        };
        place(&|name| name == word).or_else(|| {
            let between = at > 0
                && ordinal(self.words[at - 1]).is_some()
                && self.words.get(at + 1).is_some_and(|year| full_year(year, self.today).is_some());
            let slip = |name: &String| word.len() >= 3 && distance_within(name, word, 1).is_some();
            if between { place(&slip) } else { None }
        })
    }

    /// "24", "2024", "tahun 45".
    fn year_at(&self, at: usize) -> Option<i32> {
        let named = self.words.get(at).is_some_and(|w| self.dates.unit_months.get(*w) == Some(&12));
        self.words.get(if named { at + 1 } else { at }).and_then(|year| full_year(year, self.today))
    }

    /// "12 05 2024".
    fn spaced(&self) -> Option<NaiveDate> {
        self.words.windows(3).find_map(|three| {
            let (day, month) = (ordinal(three[0])?, ordinal(three[1])?);
            let year = Some(three[2]).filter(|year| year.len() == 4)?;
            NaiveDate::from_ymd_opt(full_year(year, self.today)?, month, day)
        })
    }

    /// "kemarin lusa", "tadi pagi".
    fn days(&self) -> Option<NaiveDate> {
        let phrases = self.dates.days.iter().filter(|(phrase, _)| self.says(phrase));
        let (phrase, days) = phrases.max_by_key(|(phrase, _)| phrase.len())?;
        if self.dates.ago.contains(phrase) && self.is_last_of_a_time(phrase) {
            return None;
        }
        self.shifted(*days)
    }

    /// "agustus kemarin", "lebaran kemarin": the last one, and no yesterday.
    fn is_last_of_a_time(&self, word: &str) -> bool {
        let time = |before: &&str| {
            self.dates.months.iter().flatten().any(|name| name == before)
                || self.dates.unit_months.contains_key(*before)
                || self.dates.times_of_year.iter().any(|time| time == before)
        };
        let at = self.words.iter().position(|w| *w == word);
        at.and_then(|at| at.checked_sub(1)).is_some_and(|before| time(&self.words[before]))
    }

    /// "3 hari yang lalu", "dua bulan lalu", "in 2 days".
    fn counted(&self) -> Option<NaiveDate> {
        self.words.windows(2).enumerate().find_map(|(i, pair)| {
            let count = pair[0].parse::<i64>().ok().filter(|n| (1..=400).contains(n))?;
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
        // "bulan lalu tanggal 20"
        if let Some([mark, day]) = self.words.get(at + 2..at + 4)
            && self.dates.day_words.iter().any(|w| w == mark)
        {
            return first.with_day(ordinal(day)?);
        }
        let before = at.checked_sub(1).map(|b| self.words[b])?;
        match self.dates.parts_of_month.get(before) {
            // The last day.
            Some(0) => first.checked_add_months(Months::new(1))?.pred_opt(),
            Some(day) => first.with_day(*day),
            None => {
                let named = at > 1 && self.dates.day_words.iter().any(|w| w == self.words[at - 2]);
                let day = ordinal(before).filter(|_| named)?;
                match next.parse().ok().filter(|month| (1..=12).contains(month)) {
                    Some(month) => match self.year_at(at + 2) {
                        Some(year) => NaiveDate::from_ymd_opt(year, month, day),
                        None => self.nearest(self.in_years(|y| NaiveDate::from_ymd_opt(y, month, day))),
                    },
                    None => first.with_day(day),
                }
            }
        }
    }

    /// "tgl 3": of this month, the last, or the next.
    fn day_alone(&self) -> Option<NaiveDate> {
        let counts =
            |word: &str| self.dates.units.contains_key(word) || self.dates.unit_months.contains_key(word);
        // "the 8th", and not "the 2nd week"
        let marked = |at: &usize| {
            self.dates.day_words.iter().any(|word| word == self.words[*at])
                && !self.words.get(at + 2).is_some_and(|next| counts(next))
        };
        let at = (0..self.words.len()).find(marked)?;
        let day = ordinal(self.words.get(at + 1)?)?;
        // "tgl 31 februari" is no day of another month.
        if self.words.iter().any(|w| self.dates.months.iter().flatten().any(|name| name == w)) {
            return None;
        }
        let this = self.today.with_day(1)?;
        let months =
            [this.checked_sub_months(Months::new(1)), Some(this), this.checked_add_months(Months::new(1))];
        self.nearest(months.into_iter().flatten().filter_map(|first| first.with_day(day)).collect())
    }

    fn in_years(&self, of: impl Fn(i32) -> Option<NaiveDate>) -> Vec<NaiveDate> {
        let year = self.today.year();
        (year - 1..=year + 1).filter_map(of).collect()
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
            let monday = -i64::from(self.today.weekday().num_days_from_monday());
            // "senin minggu lalu", "rabu minggu depan", "minggu depan hari kamis".
            let is_week = |at: &usize| self.words.get(*at).and_then(|w| self.dates.units.get(*w)) == Some(&7);
            let earlier = i.saturating_sub(3)..i.saturating_sub(1);
            if let Some(at) = Some(i + 1).into_iter().chain(earlier).find(is_week) {
                let listed = |list: &[String]| {
                    self.words.get(at + 1).is_some_and(|w| list.iter().any(|phrase| phrase == w))
                };
                let week = i64::from(listed(&self.dates.ahead)) - i64::from(listed(&self.dates.ago));
                return self.shifted(monday + wanted + 7 * week);
            }
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
        self.said.windows(wanted.len()).any(|window| window == wanted.as_slice())
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
        // What people name without a year mostly happened: what lies ahead has to be three times as near.
        let far = |date: &NaiveDate| match (*date - self.today).num_days() {
            ahead if ahead > 0 => ahead * 3,
            past => -past,
        };
        allowed.min_by_key(far)
    }
}

/// "12", "12th"; 1 to 31.
fn ordinal(word: &str) -> Option<u32> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok().filter(|day| (1..=31).contains(day) && digits.len() <= 2)
}

#[cfg(test)]
mod tests;
