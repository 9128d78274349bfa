//! When an office works. Pure: the moment is an argument, in UTC milliseconds.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime};
use serde::{Deserialize, Serialize};

/// A moment: milliseconds since 1970-01-01T00:00Z.
pub type Millis = i64;

pub const MINUTE: Millis = 60_000;

/// After the quiet day of Nyepi the first messages go out at this hour, not at the minute the network is back.
const AFTER_QUIET: Minute = 9 * 60;
/// Mobile data is off all over Bali from 06.00 to 06.00 of the next day, every year.
const QUIET_FROM: Minute = 6 * 60;
/// The longest stretch of closed days that is searched: more than a year means "never open".
const HORIZON_DAYS: u64 = 400;

/// A minute of the local day, 0..=1440.
pub type Minute = u16;

/// One stretch of opening within a day, written `07.30-12.00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Interval {
    pub from: Minute,
    pub to: Minute,
}

/// The office's working time. Indonesia has no summer time, so a fixed offset is the zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    offset_minutes: i32,
    /// Monday first.
    week: [Vec<Interval>; 7],
    holidays: Holidays,
    extra_days: BTreeMap<NaiveDate, Vec<Interval>>,
    night: Option<Night>,
}

/// The hours in which nobody is written to unasked, from an evening to the morning after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Night {
    from: Minute,
    to: Minute,
}

/// Closed days by date, from a CSV `date,kind,name`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holidays {
    days: BTreeMap<NaiveDate, Vec<Holiday>>,
    quiet: BTreeSet<NaiveDate>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holiday {
    pub kind: HolidayKind,
    pub name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HolidayKind {
    /// `libur_nasional`
    National,
    /// `cuti_bersama`: civil servants are off together.
    JointLeave,
    /// `fakultatif_bali`: closes the office only by decree, so by itself it does not.
    Optional,
}

impl Calendar {
    /// `offset_minutes` east of UTC (WIB 420, WITA 480, WIT 540); `week` begins on Monday.
    pub fn new(offset_minutes: i32, mut week: [Vec<Interval>; 7], holidays: Holidays) -> Calendar {
        week.iter_mut().for_each(|day| day.sort());
        Calendar { offset_minutes, week, holidays, extra_days: BTreeMap::new(), night: None }
    }

    /// An announced day of service whatever the weekday or holiday says.
    pub fn with_extra_day(mut self, date: NaiveDate, mut hours: Vec<Interval>) -> Calendar {
        hours.sort();
        self.extra_days.insert(date, hours);
        self
    }

    /// The hours in which nobody is written to unasked.
    pub fn with_night(mut self, night: Night) -> Calendar {
        self.night = Some(night);
        self
    }

    pub fn holidays(&self) -> &Holidays {
        &self.holidays
    }

    /// The local date and time of a moment.
    pub fn local(&self, at: Millis) -> NaiveDateTime {
        let shifted = at.saturating_add(Millis::from(self.offset_minutes) * MINUTE);
        DateTime::from_timestamp_millis(shifted).unwrap_or_default().naive_utc()
    }

    /// The local date of a moment.
    pub fn date(&self, at: Millis) -> NaiveDate {
        self.local(at).date()
    }

    /// The moment of a local minute.
    pub fn at(&self, date: NaiveDate, minute: Minute) -> Millis {
        let midnight = date.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
        midnight + (Millis::from(minute) - Millis::from(self.offset_minutes)) * MINUTE
    }

    /// The hours of one date, empty when closed.
    pub fn hours(&self, date: NaiveDate) -> &[Interval] {
        if let Some(hours) = self.extra_days.get(&date) {
            hours
        } else if self.holidays.closes(date) {
            &[]
        } else {
            &self.week[date.weekday().num_days_from_monday() as usize]
        }
    }

    pub fn is_working_day(&self, date: NaiveDate) -> bool {
        !self.hours(date).is_empty()
    }

    pub fn is_open(&self, at: Millis) -> bool {
        self.openings(at).next().is_some_and(|(from, _)| from <= at)
    }

    /// The moment itself when open, else the next one at which the office opens; None if it never does.
    pub fn next_opening(&self, at: Millis) -> Option<Millis> {
        self.openings(at).next().map(|(from, _)| from.max(at))
    }

    /// The moment so many working minutes later. Ends at a closing hour rather than at the opening after it.
    pub fn add_working_minutes(&self, from: Millis, minutes: u32) -> Option<Millis> {
        let mut left = Millis::from(minutes) * MINUTE;
        for (opens, closes) in self.openings(from) {
            let start = opens.max(from);
            if left <= closes - start {
                return Some(start + left);
            }
            left -= closes - start;
        }
        None
    }

    /// Whole working minutes between two moments, 0 when `to` is not after `from`.
    pub fn working_minutes_between(&self, from: Millis, to: Millis) -> i64 {
        let stretches = self.openings(from).take_while(|(opens, _)| *opens < to);
        stretches.map(|(opens, closes)| closes.min(to) - opens.max(from)).sum::<Millis>() / MINUTE
    }

    /// The first `count` working days after `date`, that day itself excluded.
    pub fn working_days_after(&self, date: NaiveDate, count: usize) -> Vec<NaiveDate> {
        let days = (1..=HORIZON_DAYS).filter_map(|n| date.checked_add_days(Days::new(n)));
        days.filter(|day| self.is_working_day(*day)).take(count).collect()
    }

    /// While the island is offline (Nyepi): when messages may go out again. Such hours do not count as a
    /// citizen's silence.
    pub fn quiet_until(&self, at: Millis) -> Option<Millis> {
        let today = self.date(at);
        let quiet_days =
            [today.pred_opt(), Some(today)].into_iter().flatten().filter(|d| self.holidays.is_quiet(*d));
        quiet_days.filter_map(|day| Some((day, day.succ_opt()?))).find_map(|(day, next)| {
            let offline = self.at(day, QUIET_FROM)..self.at(next, QUIET_FROM);
            offline.contains(&at).then(|| self.at(next, AFTER_QUIET))
        })
    }

    /// When someone who did not ask may be written to: after the night and after Nyepi. None: now.
    pub fn unasked_from(&self, at: Millis) -> Option<Millis> {
        let mut free = at;
        while let Some(later) = self.quiet_until(free).or_else(|| self.morning_after(free)) {
            free = later;
        }
        (free > at).then_some(free)
    }

    /// In a night: when it ends.
    fn morning_after(&self, at: Millis) -> Option<Millis> {
        let night = self.night?;
        let evening = self.evening_before(at)?;
        let day = self.date(evening).succ_opt()?;
        Some(self.at(day, night.to))
    }

    /// In a night: when it began.
    pub fn evening_before(&self, at: Millis) -> Option<Millis> {
        let night = self.night?;
        let (today, minute) = (self.date(at), self.at(self.date(at), 0));
        let minute = (at - minute) / MINUTE;
        if minute >= Millis::from(night.from) {
            Some(self.at(today, night.from))
        } else if minute < Millis::from(night.to) {
            Some(self.at(today.pred_opt()?, night.from))
        } else {
            None
        }
    }

    /// The stretches of opening that end after `at`, in order, as far as the horizon.
    fn openings(&self, at: Millis) -> impl Iterator<Item = (Millis, Millis)> + '_ {
        let today = self.date(at);
        let days = (0..HORIZON_DAYS).filter_map(move |n| today.checked_add_days(Days::new(n)));
        let all = days.flat_map(move |day| {
            self.hours(day).iter().map(move |i| (self.at(day, i.from), self.at(day, i.to)))
        });
        all.filter(move |(_, closes)| *closes > at)
    }
}

impl Holidays {
    /// Reads `date,kind,name` below a heading. Errors name the line.
    pub fn parse(csv: &str) -> Result<Holidays, String> {
        let mut holidays = Holidays::default();
        for (n, line) in csv.lines().enumerate().skip(1).filter(|(_, line)| !line.trim().is_empty()) {
            let fields: Vec<&str> = line.splitn(3, ',').map(str::trim).collect();
            let [date, kind, name] = fields[..] else {
                return Err(format!("line {}: expected date,kind,name", n + 1));
            };
            let date = date.parse().map_err(|_| format!("line {}: the date is not YYYY-MM-DD", n + 1))?;
            let kind = match kind {
                "libur_nasional" => HolidayKind::National,
                "cuti_bersama" => HolidayKind::JointLeave,
                "fakultatif_bali" => HolidayKind::Optional,
                _ => {
                    return Err(format!(
                        "line {}: the kind is not libur_nasional, cuti_bersama or fakultatif_bali",
                        n + 1
                    ));
                }
            };
            holidays.add(date, Holiday { kind, name: name.to_owned() });
        }
        Ok(holidays)
    }

    /// Nyepi itself, not its joint leave, is a quiet day.
    pub fn add(&mut self, date: NaiveDate, holiday: Holiday) {
        if holiday.kind == HolidayKind::National && holiday.name.contains("Nyepi") {
            self.quiet.insert(date);
        }
        self.days.entry(date).or_default().push(holiday);
    }

    pub fn on(&self, date: NaiveDate) -> &[Holiday] {
        self.days.get(&date).map(Vec::as_slice).unwrap_or_default()
    }

    pub fn closes(&self, date: NaiveDate) -> bool {
        self.on(date).iter().any(|holiday| holiday.kind != HolidayKind::Optional)
    }

    pub fn is_quiet(&self, date: NaiveDate) -> bool {
        self.quiet.contains(&date)
    }

    /// The last date with a holiday: beyond it the table knows nothing and wants feeding.
    pub fn known_until(&self) -> Option<NaiveDate> {
        self.days.keys().next_back().copied()
    }
}

impl FromStr for Night {
    type Err = String;

    /// `21.00-07.00`: it begins after it ends, on the day before.
    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not a night of the form 21.00-07.00");
        let (from, to) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let (from, to) = minute_of(from).zip(minute_of(to)).ok_or_else(wrong)?;
        if from > to && from < 24 * 60 { Ok(Night { from, to }) } else { Err(wrong()) }
    }
}

fn minute_of(part: &str) -> Option<Minute> {
    let (hour, minute) = part.trim().split_once(['.', ':'])?;
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (minute < 60 && hour * 60 + minute <= 24 * 60).then_some(hour * 60 + minute)
}

impl FromStr for Interval {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("{text:?} is not of the form 07.30-12.00");
        let (from, to) = text.split_once(['-', '–']).ok_or_else(wrong)?;
        let (from, to) = minute_of(from).zip(minute_of(to)).ok_or_else(wrong)?;
        if from < to { Ok(Interval { from, to }) } else { Err(format!("{text:?} ends before it begins")) }
    }
}

impl TryFrom<String> for Interval {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Interval> for String {
    fn from(i: Interval) -> String {
        format!("{:02}.{:02}-{:02}.{:02}", i.from / 60, i.from % 60, i.to / 60, i.to % 60)
    }
}

#[cfg(test)]
mod tests;
