//! Coming to a counter at a time: how many may come, and who holds a place.

use std::str::FromStr;

use chrono::NaiveDate;
use serde::Deserialize;

use super::Millis;
use super::calendar::{Calendar, Interval};

/// One calendar of an office, by its name in `office.toml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Appointments {
    /// Working days from today to the first day that is offered; at least 1.
    pub lead_days: usize,
    /// Working days that are offered.
    pub days: usize,
    /// Stretches of a day, `08.00-12.00`; one that begins while the office is shut that day is left out.
    pub hours: Vec<String>,
    /// People per place and stretch.
    pub quota: i64,
    pub places: Vec<Place>,
}

/// A counter that takes part.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    /// The id of one of the office's counters.
    pub id: String,
    /// As it stands on a row of a list: at most 24 letters.
    pub name: String,
    /// Where it differs from the calendar's.
    pub quota: Option<i64>,
    /// The part of the office's region that it lies in, as on a row: shown to who does not find the place.
    pub area: Option<String>,
}

/// So many people come to this place then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlotCount {
    pub calendar: String,
    pub place: String,
    /// `2026-11-30`
    pub day: String,
    pub hours: String,
    pub taken: i64,
}

/// A place at a counter that someone wants or holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    pub calendar: String,
    pub place: String,
    pub day: String,
    pub hours: String,
}

impl Appointments {
    #[must_use]
    pub fn place(&self, id: &str) -> Option<&Place> {
        self.places.iter().find(|p| p.id == id)
    }

    /// How many may come to a place in one stretch; 0 where there is no such place.
    #[must_use]
    pub fn quota(&self, place: &str) -> i64 {
        self.place(place).map_or(0, |p| p.quota.unwrap_or(self.quota))
    }

    /// The days of a place on which someone may still come, each with its free stretches.
    #[must_use]
    pub fn free(
        &self,
        name: &str,
        place: &str,
        calendar: &Calendar,
        now: Millis,
        taken: &[SlotCount],
    ) -> Vec<(NaiveDate, Vec<String>)> {
        let free = |(day, hours): (NaiveDate, Vec<&String>)| {
            let iso = day.to_string();
            let room = hours.into_iter().filter(|hours| self.has_room(name, place, &iso, hours, taken));
            let free: Vec<String> = room.cloned().collect();
            (!free.is_empty()).then_some((day, free))
        };
        self.open(calendar, now).into_iter().filter_map(free).collect()
    }

    /// The places to which someone may still come.
    #[must_use]
    pub fn with_room(
        &self,
        name: &str,
        calendar: &Calendar,
        now: Millis,
        taken: &[SlotCount],
    ) -> Vec<&Place> {
        let open = self.open(calendar, now).into_iter();
        let open: Vec<(String, Vec<&String>)> = open.map(|(day, hours)| (day.to_string(), hours)).collect();
        let has_room = |place: &&Place| {
            let room = |iso: &str, hours: &str| self.has_room(name, &place.id, iso, hours, taken);
            open.iter().any(|(iso, hours)| hours.iter().any(|hours| room(iso, hours)))
        };
        self.places.iter().filter(has_room).collect()
    }

    /// The days that are offered, each with the stretches that begin while the office is open.
    fn open(&self, calendar: &Calendar, now: Millis) -> Vec<(NaiveDate, Vec<&String>)> {
        let lead = self.lead_days.max(1) - 1;
        let read: Vec<(&String, Interval)> =
            self.hours.iter().filter_map(|h| Some((h, Interval::from_str(h).ok()?))).collect();
        let days = calendar.working_days_after(calendar.date(now), lead + self.days).into_iter().skip(lead);
        days.map(|day| {
            let hours = calendar.hours(day);
            let begins_open = |h: &Interval| hours.iter().any(|i| i.from <= h.from && h.from < i.to);
            (day, read.iter().filter(|(_, h)| begins_open(h)).map(|(hours, _)| *hours).collect())
        })
        .collect()
    }

    fn has_room(&self, name: &str, place: &str, iso: &str, hours: &str, taken: &[SlotCount]) -> bool {
        let count =
            taken.iter().find(|c| c.place == place && c.day == iso && c.hours == hours && c.calendar == name);
        count.map_or(0, |c| c.taken) < self.quota(place)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::domain::calendar::Holidays;

    fn office() -> (Appointments, Calendar) {
        let place = |id: &str, quota| Place { id: id.into(), name: id.into(), quota, area: None };
        let appointments = Appointments {
            lead_days: 2,
            days: 3,
            hours: vec!["08.00-12.00".into(), "13.00-15.00".into()],
            quota: 2,
            places: vec![place("TBT", None), place("GMB", Some(1))],
        };
        let day = || vec!["07.30-16.00".parse().unwrap()];
        let week = [day(), day(), day(), day(), vec!["07.30-11.00".parse().unwrap()], vec![], vec![]];
        (appointments, Calendar::new(420, week, Holidays::default()))
    }

    fn count(place: &str, day: &str, hours: &str, taken: i64) -> SlotCount {
        let (calendar, place, day) = ("pickup".into(), place.into(), day.into());
        SlotCount { calendar, place, day, hours: hours.into(), taken }
    }

    #[test]
    fn working_days_with_room_are_offered_and_full_ones_are_not() {
        let (appointments, calendar) = office();
        // A Tuesday: the second working day is Thursday.
        let now = calendar.at("2026-11-24".parse().unwrap(), 600);
        let free = |place: &str, taken: &[SlotCount]| -> Vec<String> {
            let days = appointments.free("pickup", place, &calendar, now, taken);
            days.into_iter().map(|(day, hours)| format!("{day} {}", hours.join(" "))).collect()
        };
        let all = [
            "2026-11-26 08.00-12.00 13.00-15.00",
            "2026-11-27 08.00-12.00",
            "2026-11-30 08.00-12.00 13.00-15.00",
        ];
        assert_eq!(free("TBT", &[]), all);
        let taken = [
            count("TBT", "2026-11-26", "08.00-12.00", 2),
            count("TBT", "2026-11-27", "08.00-12.00", 2),
            count("TBT", "2026-11-30", "08.00-12.00", 1),
            count("GMB", "2026-11-26", "13.00-15.00", 1),
        ];
        assert_eq!(free("TBT", &taken), ["2026-11-26 13.00-15.00", "2026-11-30 08.00-12.00 13.00-15.00"]);
        assert_eq!(free("GMB", &taken).first().unwrap(), "2026-11-26 08.00-12.00");
        assert_eq!(free("XYZ", &[]), [""; 0], "no such place");
    }
}
