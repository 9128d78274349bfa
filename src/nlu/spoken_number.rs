//! Numbers and amounts as people say them: "dua puluh lima", "1,5 juta", "50rb", "sejuta setengah".

use super::load::Nlu;
use super::lookup::{WordMap, WordSet};
use super::tokens::fold;
use super::words::CountWords;

/// A word or figure of a text.
#[derive(Clone, Debug, PartialEq)]
enum Piece {
    Word(String),
    /// In thousandths, so that "1,25 juta" is whole too.
    Figure(i64),
    /// A sign between two that do not belong together: "2jt-3jt".
    Gap,
}

/// What was read from a place on.
struct Read {
    /// In thousandths.
    thousandths: i64,
    pieces: usize,
    /// What its last word multiplies by, 1 when it is a number alone: "2 juta" goes on with "500 ribu".
    scale: i64,
}

impl Nlu {
    /// Every number in a text, in its order. Dots and commas group figures or part them, as scales tell.
    pub fn numbers(&self, text: &str, lang: &str) -> Vec<i64> {
        let pieces = pieces(&fold(text));
        let (mut found, mut at) = (Vec::new(), 0);
        while at < pieces.len() {
            match self.amount_at(&pieces[at..], lang) {
                Some(read) => {
                    at += read.pieces.max(1);
                    found.extend((read.thousandths % 1000 == 0).then_some(read.thousandths / 1000));
                }
                None => at += 1,
            }
        }
        found
    }

    /// The number that words begin with, in figures, and how many of them it takes; no scales of thousands.
    pub(super) fn number_in_words(&self, words: &[&str], lang: &str) -> Option<(i64, usize)> {
        let first = words.first()?;
        if !self.words(lang).any(|w| w.counting.begin_with(first)) {
            return None;
        }
        let pieces: Vec<Piece> = words.iter().map(|word| Piece::Word((*word).to_owned())).collect();
        let read = self.amount_at(&pieces, lang)?;
        (read.thousandths % 1000 == 0).then_some((read.thousandths / 1000, read.pieces))
    }

    /// In the language that reads the most of it.
    fn amount_at(&self, pieces: &[Piece], lang: &str) -> Option<Read> {
        let read = |words: &super::words::Words| Reader { words: &words.counting, pieces }.amount();
        self.words(lang).filter_map(read).reduce(|a, b| if b.pieces > a.pieces { b } else { a })
    }
}

struct Reader<'a> {
    words: &'a CountWords,
    pieces: &'a [Piece],
}

impl Reader<'_> {
    /// "2 juta 500 ribu": smaller scales may follow.
    fn amount(&self) -> Option<Read> {
        let mut whole = self.scaled(0)?;
        while whole.scale >= 1000
            && let Some(next) = self.scaled(whole.pieces)
            && (next.scale < whole.scale && next.thousandths < whole.scale.checked_mul(1000)?)
        {
            // "2 juta 3": a count of something else, but "seribu sembilan ratus" goes on.
            if next.scale == 1 && matches!(self.pieces[whole.pieces], Piece::Figure(_)) {
                break;
            }
            whole = Read {
                thousandths: whole.thousandths.checked_add(next.thousandths)?,
                pieces: whole.pieces + next.pieces,
                scale: next.scale,
            };
        }
        Some(whole)
    }

    /// "dua puluh ribu", "1,5 juta", "sejuta setengah", "setengah juta".
    fn scaled(&self, at: usize) -> Option<Read> {
        if let Some(scale) = self.listed(at, &self.words.wholes).filter(|whole| *whole >= 1000) {
            let half = self.is_half(at + 1);
            let thousandths = scale.checked_mul(if half { 1500 } else { 1000 })?;
            return Some(Read { thousandths, pieces: 1 + usize::from(half), scale });
        }
        let (mut thousandths, mut pieces) = self.below_thousand(at)?;
        // "satu setengah juta"
        if self.is_half(at + pieces) && self.listed(at + pieces + 1, &self.words.scales).is_some() {
            thousandths = thousandths.checked_add(500)?;
            pieces += 1;
        }
        let mut scale = 1;
        while let Some(times) = self.listed(at + pieces, &self.words.scales) {
            thousandths = thousandths.checked_mul(times)?;
            scale = times;
            pieces += 1;
        }
        Some(Read { thousandths, pieces, scale })
    }

    /// In thousandths, and how many pieces it has.
    fn below_thousand(&self, at: usize) -> Option<(i64, usize)> {
        if let Some(Piece::Figure(thousandths)) = self.pieces.get(at) {
            return Some((*thousandths, 1));
        }
        if self.is_half(at) && self.listed(at + 1, &self.words.scales).is_some() {
            return Some((500, 1));
        }
        let hundreds = match (self.listed(at, &self.words.wholes), self.listed(at, &self.words.units)) {
            (Some(whole), _) if whole < 1000 => Some((whole, 1)),
            (_, Some(unit)) if self.is(at + 1, &self.words.hundred) => Some((unit * 100, 2)),
            _ => None,
        };
        let (value, pieces) = match hundreds {
            Some((value, pieces)) => {
                let and = usize::from(self.is(at + pieces, &self.words.and));
                match self.below_hundred(at + pieces + and) {
                    Some((rest, more)) => (value + rest, pieces + and + more),
                    None => (value, pieces),
                }
            }
            None => self.below_hundred(at)?,
        };
        Some((value * 1000, pieces))
    }

    fn below_hundred(&self, at: usize) -> Option<(i64, usize)> {
        let one_to_nine =
            |at: usize| self.listed(at, &self.words.units).filter(|unit| (1..10).contains(unit));
        let (tens, pieces) = match (self.listed(at, &self.words.tens), one_to_nine(at)) {
            (Some(tens), _) => (tens, 1),
            (None, Some(unit)) if self.is(at + 1, &self.words.ten) => (unit * 10, 2),
            (None, Some(unit)) if self.is(at + 1, &self.words.teen) => return Some((unit + 10, 2)),
            (None, _) => return self.listed(at, &self.words.units).map(|unit| (unit, 1)),
        };
        // In "dua puluh dua belas" the second "dua" begins a number of its own.
        let behind = at + pieces + 1;
        let own = [&self.words.ten, &self.words.teen, &self.words.hundred];
        match one_to_nine(at + pieces).filter(|_| !own.iter().any(|list| self.is(behind, list))) {
            Some(unit) => Some((tens + unit, pieces + 1)),
            None => Some((tens, pieces)),
        }
    }

    fn word(&self, at: usize) -> Option<&String> {
        match self.pieces.get(at) {
            Some(Piece::Word(word)) => Some(word),
            _ => None,
        }
    }

    fn listed(&self, at: usize, list: &WordMap<i64>) -> Option<i64> {
        self.word(at).and_then(|word| list.get(word)).copied()
    }

    fn is(&self, at: usize, list: &WordSet) -> bool {
        self.word(at).is_some_and(|word| list.contains(word))
    }

    fn is_half(&self, at: usize) -> bool {
        self.is(at, &self.words.half)
    }
}

/// "rp1.500.000, 2,5jt" as words and figures. A minus counts where no word or figure stands right before it.
fn pieces(text: &str) -> Vec<Piece> {
    let (mut found, mut rest, mut before) = (Vec::new(), text, ' ');
    while let Some(first) = rest.chars().next() {
        let end = if first.is_ascii_digit() {
            rest.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',').unwrap_or(rest.len())
        } else if first.is_alphabetic() {
            rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len())
        } else {
            rest = &rest[first.len_utf8()..];
            let joins = before.is_alphabetic() && rest.starts_with(char::is_alphabetic);
            if !first.is_whitespace() && !joins && !found.is_empty() {
                found.push(Piece::Gap);
            }
            before = if first == '−' && !before.is_alphanumeric() { '-' } else { first };
            continue;
        };
        let (part, after) = rest.split_at(end);
        if first.is_ascii_digit() {
            let worded = after.trim_start().starts_with(char::is_alphabetic);
            let minus = before == '-'
                && !text[..text.len() - rest.len()].trim_end_matches('-').ends_with(char::is_alphanumeric);
            let read = figure(part.trim_end_matches(['.', ',']), worded);
            found.push(read.map_or(Piece::Gap, |read| Piece::Figure(if minus { -read } else { read })));
        } else if !matches!(part, "rp" | "idr") {
            found.push(Piece::Word(part.to_owned()));
        }
        before = part.chars().next_back().unwrap_or(' ');
        rest = after;
    }
    found
}

/// In thousandths. Groups of three belong together; "1.500.000,00" ends in cents; before a word "1,5" is one and a half.
fn figure(text: &str, worded: bool) -> Option<i64> {
    let whole = text.rsplit_once(',').filter(|(_, cents)| cents.len() == 2).map_or(text, |(whole, _)| whole);
    let mut groups = whole.split(['.', ',']).skip(1);
    if groups.all(|group| group.len() == 3) && (whole.len() == text.len() || !worded) {
        return whole.replace(['.', ','], "").parse::<i64>().ok()?.checked_mul(1000);
    }
    let (ones, part) = text.split_once(['.', ',']).filter(|_| worded)?;
    let part: i64 = format!("{part:0<3}").get(..3)?.parse().ok()?;
    ones.parse::<i64>().ok()?.checked_mul(1000)?.checked_add(part)
}

#[cfg(test)]
mod tests {
    use super::super::measure::nlu;

    #[test]
    fn numbers_are_read_as_they_are_said() {
        for (text, lang, numbers) in [
            ("seratus ribu", "id", vec![100_000]),
            ("dua juta", "id", vec![2_000_000]),
            ("2jt-3jt", "id", vec![2_000_000, 3_000_000]),
            ("2 sampai 3 juta", "id", vec![2, 3_000_000]),
            ("1 juta - 500 ribu", "id", vec![1_000_000, 500_000]),
            ("1 juta 500 ribu", "id", vec![1_500_000]),
            ("dua juta lima ratus ribu", "id", vec![2_500_000]),
            ("sejuta setengah", "id", vec![1_500_000]),
            ("satu setengah juta", "id", vec![1_500_000]),
            ("setengah juta", "id", vec![500_000]),
            ("1,5 juta", "id", vec![1_500_000]),
            ("1,25jt", "id", vec![1_250_000]),
            ("1.5jt an", "id", vec![1_500_000]),
            ("Rp1.500.000,00", "id", vec![1_500_000]),
            ("Rp 3.500.000 per bulan", "id", vec![3_500_000]),
            ("50rb", "id", vec![50_000]),
            ("75 rebu", "id", vec![75_000]),
            ("3 jutaan", "id", vec![3_000_000]),
            ("dua puluh dua belas", "id", vec![20, 12]),
            ("tiga orang", "id", vec![3]),
            ("dua puluh lima", "id", vec![25]),
            ("seratus dua", "id", vec![102]),
            ("enam belas", "id", vec![16]),
            ("sebelas", "id", vec![11]),
            ("sembilan belas sembilan puluh", "id", vec![19, 90]),
            ("seribu sembilan ratus sembilan puluh", "id", vec![1990]),
            ("dua ribu lima", "id", vec![2005]),
            ("-3", "id", vec![-3]),
            ("rumah-3", "id", vec![3]),
            ("2,5 orang", "id", vec![]),
            ("2.5", "id", vec![]),
            ("setengah mati", "id", vec![]),
            ("tidak tahu", "id", vec![]),
            ("99999999999999999999", "id", vec![]),
            ("twenty-five", "en", vec![25]),
            ("one hundred and five thousand", "en", vec![105_000]),
            ("two million", "en", vec![2_000_000]),
            ("1.2 million", "en", vec![1_200_000]),
        ] {
            assert_eq!(nlu().numbers(text, lang), numbers, "{text}");
        }
    }
}
