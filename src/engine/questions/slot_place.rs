//! Which place is meant: by its name as people type it, by a village that lies there, by the area that it lies in.

use super::slot::{calendar, named, place};
use crate::domain::edit::distance;
use crate::engine::context::Taken;
use crate::engine::heard::{self, listed, plain};
use crate::engine::reply::Say;
use crate::engine::session::Focus;
use crate::engine::step::Turn;

/// Areas that are shown as rows.
const ROWS: usize = 9;
/// Places that are shown when a typed name is not clear.
const CANDIDATES: usize = 5;
/// What an area's row is known by, before its first place.
const AREA: &str = "area-";

/// How well a name fits; less is better.
const EXACT: usize = 0;
const VILLAGE: usize = 1;
const VILLAGE_BEGINS: usize = 4;
const CONTAINED: usize = 5;
const VILLAGE_SLIPS: usize = 6;

/// Places with room, by id and name.
pub(in crate::engine) fn places<'t>(turn: &Turn<'t>, name: &str) -> Vec<(&'t str, &'t str)> {
    let Some(all) = calendar(turn, name) else { return Vec::new() };
    let ctx = turn.ctx;
    let open = all.with_room(name, ctx.calendar, ctx.now, ctx.taken);
    open.into_iter().map(|p| (p.id.as_str(), p.name.as_str())).collect()
}

/// The villages of the office's region, each by its name with the place of its district, where that has room.
fn villages<'t>(turn: &Turn<'t>, open: &[(&'t str, &'t str)]) -> Vec<(&'t str, &'t str)> {
    let districts: Vec<(String, &str)> = open.iter().map(|(id, name)| (key(name), *id)).collect();
    let of = |district: &str| {
        let district = key(district);
        districts.iter().find(|(name, _)| *name == district).map(|(_, id)| *id)
    };
    let all = turn.ctx.regions.villages(&turn.ctx.office.region);
    all.filter_map(|village| Some((of(village.district)?, village.name))).collect()
}

/// The areas in which there is room, each as it is called; none where they are too many to show, or just one.
fn areas<'t>(turn: &Turn<'t>, name: &str) -> Vec<&'t str> {
    let mut all: Vec<&str> = Vec::new();
    let open = places(turn, name);
    for place in calendar(turn, name).into_iter().flat_map(|all| &all.places) {
        if let Some(area) = place.area.as_deref()
            && !all.contains(&area)
            && open.iter().any(|(id, _)| *id == place.id)
        {
            all.push(area);
        }
    }
    if (2..=ROWS).contains(&all.len()) { all } else { Vec::new() }
}

pub(super) fn area_rows(turn: &Turn<'_>, name: &str) -> Vec<(String, Say)> {
    let rows = areas(turn, name).into_iter();
    // By the first place that it has, so that a row stays the same whatever is full by then.
    let first = |area: &str| {
        let mut all = calendar(turn, name).into_iter().flat_map(|all| &all.places);
        all.find(|place| place.area.as_deref() == Some(area)).map(|place| place.id.as_str())
    };
    rows.filter_map(|area| Some((format!("{AREA}{}", first(area)?), named(area)))).collect()
}

/// The places of an area's row. None: it is no such row.
pub(super) fn of_row(turn: &Turn<'_>, name: &str, id: &str) -> Option<Taken> {
    let first = id.strip_prefix(AREA)?;
    let area = calendar(turn, name)?.place(first)?.area.as_deref()?;
    Some(within(turn, name, area))
}

/// Which of an area's places?
fn within(turn: &Turn<'_>, name: &str, area: &str) -> Taken {
    let open = places(turn, name);
    let all = calendar(turn, name).into_iter().flat_map(|all| &all.places);
    let there = all.filter(|place| place.area.as_deref() == Some(area));
    let found: Vec<String> = there
        .filter(|place| open.iter().any(|(id, _)| *id == place.id))
        .map(|place| place.id.clone())
        .collect();
    match found.as_slice() {
        [only] => place(turn, name, only),
        _ => Taken::Ask(Focus::SlotPlace { found }),
    }
}

/// The area that a text names: "jakarta selatan", "selatan", "South Jakarta".
pub(super) fn named_area<'t>(turn: &Turn<'t>, name: &str, text: &str) -> Option<&'t str> {
    let said = [
        key(text),
        key(&plain(turn, text).join(" ")),
        key(&heard::without_little(turn, text)),
        key(&heard::renamed(turn, text)),
    ];
    let called = |area: &&str| {
        let area = key(area);
        said.iter().any(|said| miss(said, &area).is_some())
    };
    let mut found = areas(turn, name).into_iter().filter(called);
    let only = found.next()?;
    found.next().is_none().then_some(only)
}

/// What a text says that names a place, a village or an area, perhaps with slips. None: nothing that is known.
pub(super) fn by_name(turn: &Turn<'_>, name: &str, text: &str) -> Option<Taken> {
    let found = found(turn, name, text);
    // "utara" stands in the name of a place, and means the north of the city.
    let vague = found.first().is_none_or(|(fit, _)| *fit >= CONTAINED);
    // "saya tinggal di rawamangun"
    if vague && let Some(named) = named_place(turn, name, text, false).0 {
        return Some(place(turn, name, named));
    }
    if vague && let Some(area) = named_area(turn, name, text) {
        return Some(within(turn, name, area));
    }
    match found.as_slice() {
        [] => None,
        [(fit, only)] if *fit < VILLAGE_SLIPS => Some(place(turn, name, only)),
        many => Some(Taken::Ask(Focus::SlotPlace {
            found: many.iter().take(CANDIDATES).map(|(_, id)| (*id).to_owned()).collect(),
        })),
    }
}

/// The place that a text is the very name of or names, by its village too, or the area: where something else is asked.
pub(super) fn by_exact_name(turn: &Turn<'_>, name: &str, text: &str) -> Option<Taken> {
    if let [(EXACT | VILLAGE, only)] = found(turn, name, text).as_slice() {
        return Some(place(turn, name, only));
    }
    // "rawamangun jauh ga?" asks.
    if text.contains('?') {
        return None;
    }
    // "saya tinggal di rawamangun"
    let named = named_place(turn, name, text, true).0.map(|named| place(turn, name, named));
    named.or_else(|| named_area(turn, name, text).map(|area| within(turn, name, area)))
}

/// The places with room that a typed name may mean, the likeliest first; one alone when it is called so.
fn found<'t>(turn: &Turn<'t>, name: &str, text: &str) -> Vec<(usize, &'t str)> {
    let renamed = heard::renamed(turn, text);
    let mut said = vec![key(text), key(&renamed), key(&heard::without_little(turn, &renamed))];
    said.dedup();
    said.retain(|wanted| !wanted.is_empty());
    let open = places(turn, name);
    let mut found: Vec<(usize, &str)> = Vec::new();
    let mut note = |fit: usize, id: &'t str| match found.iter_mut().find(|(_, known)| *known == id) {
        Some((known, _)) => *known = fit.min(*known),
        None => found.push((fit, id)),
    };
    for wanted in &said {
        for (id, called) in &open {
            if let Some(fit) = miss(wanted, &key(called)) {
                note(if fit == 0 || fit == CONTAINED { fit } else { fit + VILLAGE }, id);
            }
        }
        for (id, name) in villages(turn, &open) {
            let called = key(name);
            let slips = miss(wanted, &called).filter(|slips| *slips < CONTAINED);
            match slips {
                // "baru", said alone, is asked back.
                Some(0) if wanted.len() >= SHORTEST && !is_everyday(turn, wanted) => note(VILLAGE, id),
                Some(0) => note(VILLAGE_SLIPS, id),
                _ if wanted.len() >= SHORTEST && begins(name, wanted) => note(VILLAGE_BEGINS, id),
                _ if wanted.len() >= SHORTEST && called.starts_with(wanted.as_str()) => {
                    note(VILLAGE_SLIPS, id);
                }
                Some(slips) if slips > 0 => note(VILLAGE_SLIPS + slips, id),
                _ => {}
            }
        }
    }
    found.sort_by_key(|(fit, _)| *fit);
    match found.first() {
        Some((EXACT, _)) => found.truncate(1),
        // "menteng dalam" is none of Menteng; "cipinang" is the beginning of several.
        Some((VILLAGE, _)) => found.retain(|(fit, _)| matches!(*fit, VILLAGE | VILLAGE_BEGINS)),
        Some((fit, _)) if *fit < VILLAGE_SLIPS => found.retain(|(fit, _)| *fit < VILLAGE_SLIPS),
        _ => {}
    }
    found
}

/// Whether a name begins with these words: "pejaten" is Pejaten Barat, and "kemang" is not Kemanggisan.
fn begins(name: &str, wanted: &str) -> bool {
    let mut said = String::new();
    name.split_whitespace().any(|word| {
        said.push_str(&key(word));
        said == wanted
    })
}

/// A shorter word says no village.
const SHORTEST: usize = 4;

/// How far a typed name is from a place's; none when too far.
fn miss(wanted: &str, name: &str) -> Option<usize> {
    if wanted == name {
        return Some(0);
    }
    let allowed = match wanted.len().min(name.len()) {
        0..5 => 0,
        5..8 => 1,
        _ => 2,
    };
    let slips = distance(wanted, name);
    if slips <= allowed {
        return Some(slips);
    }
    (wanted.len() >= 4 && (name.contains(wanted) || wanted.contains(name))).then_some(CONTAINED)
}

pub(super) fn key(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_alphanumeric());
    let level = |w: &&str| {
        !matches!(
            *w,
            "kecamatan" | "kec" | "kelurahan" | "kel" | "di" | "kantor" | "loket" | "the" | "in" | "district"
        )
    };
    words.filter(level).collect()
}

/// The place whose whole name, or that of its village, stands in a text, the longest of them, and the text without it:
/// "Pasar Minggu" is no Sunday. What stands around it stays as it was typed: "tebet 30/11/26". Where a place is picked,
/// "senen" is the Monday.
pub(super) fn named_place<'t>(
    turn: &Turn<'t>,
    calendar: &str,
    text: &str,
    picked: bool,
) -> (Option<&'t str>, String) {
    let lower = text.to_lowercase();
    let said = words(&lower);
    let leads = listed(turn, "sys-weekday-lead-words");
    let place = |name: &str, village: bool| {
        let (lower, said) = (name.to_lowercase(), said.as_slice());
        let name: Vec<&str> = words(&lower).into_iter().map(|(_, word)| word).collect();
        let there = |part: &[(usize, &str)]| part.iter().map(|(_, word)| word).eq(&name);
        let at = said.windows(name.len().max(1)).position(there).filter(|_| !key(&lower).is_empty())?;
        let part = &said[at..at + name.len()];
        let weekday = turn.ctx.nlu.names_weekday(&lower, turn.ctx.lang) && name.len() == 1;
        let led = at.checked_sub(1).is_some_and(|before| leads.iter().any(|lead| lead == said[before].1));
        if weekday && (picked || led) {
            return None;
        }
        // "baru", "tengah": names of villages and words of every day.
        if village && name.len() == 1 && is_everyday(turn, name[0]) {
            return None;
        }
        let ((start, _), (last, word)) = (part.first()?, part.last()?);
        Some(((!weekday, name.len(), !village), *start..last + word.len()))
    };
    let open = places(turn, calendar);
    let own = open.iter().filter_map(|(id, name)| Some((*id, place(name, false)?)));
    let around = villages(turn, &open).into_iter().filter_map(|(id, name)| Some((id, place(name, true)?)));
    match own.chain(around).max_by_key(|(_, (rank, _))| *rank) {
        Some((id, (_, span))) => (Some(id), format!("{} {}", &lower[..span.start], &lower[span.end..])),
        None => (None, text.to_owned()),
    }
}

fn is_everyday(turn: &Turn<'_>, word: &str) -> bool {
    word.len() < SHORTEST
        || turn.ctx.nlu.is_ordinary(word)
        || turn.ctx.nlu.is_given(word)
        || turn.ctx.nlu.says_little(word, turn.ctx.lang)
        || turn.ctx.nlu.names_weekday(word, turn.ctx.lang)
}

/// The words of a text, each with the byte at which it begins.
fn words(text: &str) -> Vec<(usize, &str)> {
    let starts = text.match_indices(|c: char| !c.is_alphanumeric()).map(|(at, sign)| at + sign.len());
    let parts = text.split(|c: char| !c.is_alphanumeric());
    std::iter::once(0).chain(starts).zip(parts).filter(|(_, word)| !word.is_empty()).collect()
}
