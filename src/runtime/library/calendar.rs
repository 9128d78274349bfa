//! The office's clock from its file.

use super::{Flaw, Source};
use crate::domain::calendar::{Calendar, Holidays, Interval};
use crate::domain::office::Office;

/// A fault: the key it is about, and what.
pub(super) type Fault = (&'static str, String);

/// The calendar, when everything about the office adds up.
pub(super) fn of(office: &Office, holidays: Holidays) -> Result<Calendar, Vec<Fault>> {
    let mut faults = plain(office);
    faults.extend(appointments(office));
    let mut week: [Vec<Interval>; 7] = Default::default();
    if office.hours.len() != 7 {
        faults.push(("hours", format!("has {} days; there are seven, Monday first", office.hours.len())));
    }
    for (day, intervals) in week.iter_mut().zip(&office.hours) {
        for [from, to] in intervals {
            match format!("{from}-{to}").parse() {
                Ok(interval) => day.push(interval),
                Err(what) => faults.push(("hours", what)),
            }
        }
    }
    match office.quiet_hours.parse() {
        Ok(night) if faults.is_empty() => {
            Ok(Calendar::new(office.utc_offset_minutes, week, holidays).with_night(night))
        }
        Ok(_) => Err(faults),
        Err(what) => {
            faults.push(("quiet_hours", what));
            Err(faults)
        }
    }
}

fn plain(office: &Office) -> Vec<Fault> {
    let mut faults = Vec::new();
    let offset = match office.zone.as_str() {
        "WIB" => 420,
        "WITA" => 480,
        "WIT" => 540,
        other => {
            faults.push(("zone", format!("{other:?} is not WIB, WITA or WIT")));
            office.utc_offset_minutes
        }
    };
    if office.utc_offset_minutes != offset {
        let (zone, minutes) = (&office.zone, office.utc_offset_minutes);
        faults.push(("utc_offset_minutes", format!("{zone} is {offset} minutes east of UTC, not {minutes}")));
    }
    if office.region.is_empty() || !office.region.bytes().all(|b| b.is_ascii_digit()) {
        faults.push(("region", "is the digits that NIKs of this office begin with, e.g. 5108".into()));
    }
    if !office.hours_text.contains_key(crate::i18n::FALLBACK) {
        faults.push(("hours_text", format!("has no words in {}", crate::i18n::FALLBACK)));
    }
    for (key, number) in [
        ("photo_retention_days", office.photo_retention_days),
        ("takeover_minutes", office.takeover_minutes),
        ("answer_minutes", office.answer_minutes),
        ("draft_days", office.draft_days),
    ] {
        if number == 0 {
            faults.push((key, format!("{key} is 0; it is at least 1")));
        }
    }
    if !(1..24).contains(&office.reminder_hours) {
        let what = "is 1 to 23: after 24 hours of silence a chat platform lets nobody write freely";
        faults.push(("reminder_hours", what.into()));
    }
    for (at, counter) in office.counters.iter().enumerate() {
        let well = (2..=4).contains(&counter.id.len()) && counter.id.bytes().all(|b| b.is_ascii_uppercase());
        if !well {
            faults.push(("counters", format!("the id {:?} is not two to four capitals", counter.id)));
        }
        if office.counters.iter().take(at).any(|c| c.id == counter.id) {
            faults.push(("counters", format!("the id {} stands twice: queue numbers would mix", counter.id)));
        }
    }
    faults
}

/// Words of the office that a language has not, though it has every text.
pub(super) fn unworded(office: &Office, languages: &[&str]) -> Vec<Fault> {
    let lacking = languages.iter().filter(|lang| !office.hours_text.contains_key(**lang));
    let told = |lang: &&str| {
        ("hours_text", format!("has no words in {lang}: add {lang} = \"…\" below [hours_text]"))
    };
    lacking.filter(|lang| **lang != crate::i18n::FALLBACK).map(told).collect()
}

/// Working days ahead at most: half a year.
const FAR: usize = 120;

/// Calendars in which citizens choose.
fn appointments(office: &Office) -> Vec<Fault> {
    let mut faults = Vec::new();
    for (name, all) in &office.appointments {
        let mut fault = |what: String| faults.push(("appointments", format!("{name}: {what}")));
        if all.lead_days == 0 || all.days == 0 {
            fault("lead_days and days are at least 1".into());
        }
        if all.quota < 1 || all.places.iter().any(|p| p.quota.is_some_and(|q| q < 0)) {
            fault("a quota is at least 1, of a single place at least 0".into());
        }
        if all.hours.is_empty() || all.places.is_empty() {
            fault("hours and places are not empty".into());
        }
        if all.lead_days > FAR || all.days > FAR {
            fault(format!(
                "lead_days and days are {FAR} at most: nobody plans a walk to a counter further ahead"
            ));
        }
        let mut before: Option<(&String, Interval)> = None;
        for hours in &all.hours {
            match (hours.parse::<Interval>(), before) {
                (Err(what), _) => fault(what),
                (Ok(now), Some((other, earlier))) if now.from < earlier.to => {
                    let why = if *hours == *other {
                        "stands twice"
                    } else {
                        "begins before the end of the one in front of it"
                    };
                    fault(format!(
                        "the hours {hours:?} {why}, {other:?}: list each once, in the order of the day"
                    ));
                    before = Some((hours, now));
                }
                (Ok(now), _) => before = Some((hours, now)),
            }
        }
        for (at, place) in all.places.iter().enumerate() {
            if !office.counters.iter().any(|c| c.id == place.id) {
                fault(format!("{} is none of the counters", place.id));
            }
            for row in std::iter::once(&place.name).chain(&place.area).filter(|row| row.chars().count() > 24)
            {
                fault(format!("{row:?} is longer than the 24 letters of a row"));
            }
            if all.places.iter().take(at).any(|p| p.id == place.id || p.name == place.name) {
                fault(format!("{} stands twice", place.id));
            }
        }
    }
    faults
}

/// Puts faults to the lines of their keys.
pub(super) fn placed(faults: Vec<Fault>, file: &Source) -> Vec<Flaw> {
    faults.into_iter().map(|(key, what)| Flaw::new(&file.shown, line_of(&file.content, key), what)).collect()
}

/// The line of a key or table in a file of settings, 1 when it stands nowhere.
pub(super) fn line_of(content: &str, key: &str) -> usize {
    let starts = |line: &str| {
        let line = line.trim_start().trim_start_matches('[');
        line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(['=', ']', '.']))
    };
    content.lines().position(starts).map_or(1, |at| at + 1)
}
