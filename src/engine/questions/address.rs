//! An address: the region is picked from the province down, typed with slips at any level; the street's line last.
//! Villages are known for the regions of the offices only, so elsewhere the district is the last that is picked and the
//! village belongs to the street's line.

use crate::domain::redacted::Redacted;
use crate::domain::region::Regions;
use crate::domain::text::clean;
use crate::engine::context::{At, Taken};
use crate::engine::definition::{Kind, Level};
use crate::engine::heard::{self, listed};
use crate::engine::reply::Say;
use crate::engine::session::{Answer, Focus};
use crate::engine::step::Turn;

/// Regions that are shown as rows; more are typed.
pub(in crate::engine) const ROWS: usize = 9;
const CANDIDATES: usize = 6;
/// As long as the line of a street on a family card may get.
const STREET_MAX: usize = 160;

fn terms(at: At<'_>) -> Option<(&str, Level, bool)> {
    match &at.question.kind {
        Kind::Address { within, level, street } => Some((within, *level, *street)),
        _ => None,
    }
}

/// What is picked before anything is said: the region that the question lies in.
pub(super) fn text(turn: &Turn<'_>, at: At<'_>, text: &str) -> Taken {
    let Some((within, ..)) = terms(at) else { return Taken::NotMine };
    typed(turn, at, within, text)
}

/// A name typed while `code` is picked: the regions below it that it may mean.
pub(in crate::engine) fn typed(turn: &Turn<'_>, at: At<'_>, code: &str, text: &str) -> Taken {
    let Some((_, level, _)) = terms(at) else { return Taken::NotMine };
    let find = |text: &str| turn.ctx.regions.find(text, code, level.digits(), CANDIDATES);
    // "dari jawa tengah kak", "I moved from South Jakarta"
    let bare = without_ends(turn, &heard::renamed(turn, text));
    let all = [find(text), find(&bare)];
    let sure = all.iter().position(|found| found.first().is_some_and(|first| first.sure));
    let some = all.iter().position(|found| !found.is_empty());
    let found = sure.or(some).and_then(|at| all.into_iter().nth(at)).unwrap_or_default();
    if found.is_empty() {
        return around(turn, code, level, &bare);
    }
    match found.as_slice() {
        [only] if only.sure => picked(turn, at, only.code),
        [first, second, ..] if first.sure && !second.sure => picked(turn, at, first.code),
        many => Taken::Ask(Focus::Region {
            code: code.to_owned(),
            found: many.iter().map(|f| f.code.to_owned()).collect(),
        }),
    }
}

/// A text without the words around the name of a region.
fn without_ends(turn: &Turn<'_>, text: &str) -> String {
    let origin = listed(turn, "sys-origin-words");
    let little = |word: &&str| {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'').to_lowercase();
        bare.is_empty() || turn.ctx.nlu.says_little(&bare, turn.ctx.lang) || origin.contains(&bare)
    };
    let words: Vec<&str> = text.split_whitespace().skip_while(little).collect();
    let last = words.iter().rposition(|word| !little(word)).map_or(0, |last| last + 1);
    words[..last].join(" ")
}

/// A smaller region than is asked for tells the one around it: "cibinong" where a regency is asked. It is asked back.
fn around(turn: &Turn<'_>, code: &str, level: Level, name: &str) -> Taken {
    let deeper = turn.ctx.regions.find(name, code, Level::Village.digits(), usize::MAX);
    let deeper = deeper.iter().filter(|found| found.begins);
    let mut found: Vec<String> = Vec::new();
    for part in deeper.filter_map(|found| found.code.get(..level.digits())) {
        if !found.iter().any(|known| known == part) {
            found.push(part.to_owned());
        }
    }
    if found.is_empty() {
        return Taken::Fault(Say::new("fault-region"));
    }
    found.truncate(CANDIDATES);
    Taken::Ask(Focus::Region { code: code.to_owned(), found })
}

/// A region is picked: deeper, or on to the street.
pub(in crate::engine) fn picked(turn: &Turn<'_>, at: At<'_>, code: &str) -> Taken {
    let Some((_, level, street)) = terms(at) else { return Taken::NotMine };
    let deeper = code.len() < level.digits() && turn.ctx.regions.below(code).next().is_some();
    if deeper {
        return Taken::Ask(Focus::Region { code: code.to_owned(), found: Vec::new() });
    }
    if street {
        return Taken::Ask(Focus::Street { code: code.to_owned() });
    }
    Taken::Answer(Answer::Address { code: code.to_owned(), street: None }, None)
}

/// The rows under "which one?".
pub(in crate::engine) fn options(turn: &Turn<'_>, code: &str, found: &[String]) -> Vec<(String, Say)> {
    let regions = turn.ctx.regions;
    let candidates: Vec<&str> = if found.is_empty() {
        let below: Vec<&str> = regions.below(code).take(ROWS + 1).collect();
        if below.len() > ROWS { Vec::new() } else { below }
    } else {
        found.iter().map(String::as_str).collect()
    };
    let label = |c: &str| {
        let (name, parent) = (regions.name(c).unwrap_or(c), regions.parent_name(c).unwrap_or_default());
        // Among one region's own parts the parent is known.
        if found.is_empty() || parent.is_empty() {
            super::slot::named(name)
        } else {
            Say::new("sys-village").text("name", name).text("district", parent)
        }
    };
    let mut all: Vec<(String, Say)> = candidates.iter().map(|c| ((*c).to_owned(), label(c))).collect();
    if !found.is_empty() {
        all.push(("other".into(), Say::new("btn-village-other")));
    }
    all
}

/// The key of the question after the next level.
pub(in crate::engine) fn question(code: &str, found: &[String]) -> &'static str {
    match (found.is_empty(), code.len()) {
        (false, _) => "sys-ask-region",
        (true, 0) => "sys-ask-region-province",
        (true, 2) => "sys-ask-region-regency",
        (true, 4) => "sys-ask-region-district",
        (true, _) => "sys-ask-region-village",
    }
}

pub(in crate::engine) fn street(code: &str, text: &str) -> Taken {
    let line = clean(text).replace('\n', ", ");
    let length = line.chars().count();
    if length < 5 || !line.chars().any(char::is_alphabetic) {
        return Taken::Fault(Say::new("fault-street"));
    }
    if length > STREET_MAX {
        let max = i64::try_from(STREET_MAX).unwrap_or(160);
        let digits = i64::try_from(length).unwrap_or(i64::MAX);
        return Taken::Fault(Say::new("fault-text-long").number("max", max).number("digits", digits));
    }
    let street = Some(Redacted::from(line));
    Taken::Answer(Answer::Address { code: code.to_owned(), street }, None)
}

/// "Jl. Tebet Raya 1, Tebet, Kota Jakarta Selatan, DKI Jakarta"
pub(in crate::engine) fn shown(regions: &Regions, code: &str, street: Option<&str>) -> String {
    let parts = street.into_iter().chain(regions.path(code));
    parts.collect::<Vec<_>>().join(", ")
}

/// `317401 Jl. Tebet Raya 1`: the code, then the line.
pub(in crate::engine) fn filed(code: &str, street: Option<&str>) -> String {
    street.map_or_else(|| code.to_owned(), |street| format!("{code} {street}"))
}

pub(super) fn restore(turn: &Turn<'_>, value: &str) -> Option<Answer> {
    let (code, street) = value.split_once(' ').map_or((value, None), |(code, street)| (code, Some(street)));
    turn.ctx.regions.name(code)?;
    let street = street.map(|s| Redacted::from(s.to_owned()));
    Some(Answer::Address { code: code.to_owned(), street })
}
