#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

/// Buleleng: Perbup 56/2025, in force since 2026-03-01.
fn buleleng() -> Calendar {
    let hours = |parts: [&str; 2]| parts.map(|p| p.parse().unwrap()).to_vec();
    let long = || hours(["07.30-12.00", "12.45-16.00"]);
    let week = [long(), long(), long(), long(), hours(["07.00-11.00", "11.30-14.00"]), vec![], vec![]];
    Calendar::new(480, week, Holidays::parse(include_str!("../../../conversations/holidays_id.csv")).unwrap())
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// `2027-03-05 13.40` in WITA.
fn wita(text: &str) -> Millis {
    let (day, time) = text.split_once(' ').unwrap();
    let (hour, minute) = time.split_once('.').unwrap();
    buleleng().at(date(day), hour.parse::<u16>().unwrap() * 60 + minute.parse::<u16>().unwrap())
}

#[test]
fn the_ten_closed_days_of_march_2027_do_not_count() {
    let office = buleleng();
    let mut day = date("2027-03-06");
    while day < date("2027-03-16") {
        assert!(!office.is_working_day(day), "{day}");
        day = day.succ_opt().unwrap();
    }
    assert_eq!(office.add_working_minutes(wita("2027-03-05 13.40"), 60), Some(wita("2027-03-16 08.10")));
    assert_eq!(office.next_opening(wita("2027-03-05 14.00")), Some(wita("2027-03-16 07.30")));
    assert_eq!(office.working_minutes_between(wita("2027-03-05 13.40"), wita("2027-03-16 08.10")), 60);
}

#[test]
fn the_lunch_break_is_closed() {
    let office = buleleng();
    let open = |text| office.is_open(wita(text));
    assert!(!open("2026-11-23 07.29") && open("2026-11-23 07.30") && open("2026-11-23 11.59"));
    assert!(!open("2026-11-23 12.00") && !open("2026-11-23 12.44") && open("2026-11-23 12.45"));
    assert!(open("2026-11-23 15.59") && !open("2026-11-23 16.00"));
    assert!(open("2026-11-27 07.00") && !open("2026-11-27 11.15") && !open("2026-11-27 14.00"));
    assert!(!open("2026-11-28 10.00"));
    assert_eq!(office.add_working_minutes(wita("2026-11-23 11.30"), 60), Some(wita("2026-11-23 13.15")));
}

#[test]
fn time_is_up_at_the_closing_hour_not_the_next_morning() {
    let office = buleleng();
    assert_eq!(office.add_working_minutes(wita("2026-11-23 15.00"), 60), Some(wita("2026-11-23 16.00")));
    assert_eq!(office.add_working_minutes(wita("2026-11-23 20.00"), 0), Some(wita("2026-11-24 07.30")));
    assert_eq!(office.working_minutes_between(wita("2026-11-24 09.00"), wita("2026-11-23 09.00")), 0);
}

#[test]
fn a_moment_is_read_in_the_offices_zone() {
    let office = buleleng();
    // 2026-11-22T16:30Z is already Monday in Singaraja.
    let at = DateTime::parse_from_rfc3339("2026-11-22T16:30:00Z").unwrap().timestamp_millis();
    assert_eq!(office.date(at), date("2026-11-23"));
    assert_eq!(office.next_opening(at), Some(wita("2026-11-23 07.30")));
}

#[test]
fn balinese_holy_days_close_nothing_by_themselves() {
    let office = buleleng();
    assert!(office.is_working_day(date("2027-01-13")));
    assert_eq!(office.holidays().on(date("2027-01-13"))[0].name, "Galungan");
    assert_eq!(office.holidays().known_until(), Some(date("2027-12-26")));
}

#[test]
fn on_nyepi_messages_wait_until_the_morning_after() {
    let office = buleleng();
    let check = |at, until: Option<&str>| assert_eq!(office.quiet_until(wita(at)), until.map(wita), "{at}");
    check("2027-03-08 05.59", None);
    check("2027-03-08 06.00", Some("2027-03-09 09.00"));
    check("2027-03-09 05.59", Some("2027-03-09 09.00"));
    check("2027-03-09 06.00", None);
    // Joint leave around Nyepi is an ordinary day for the network.
    check("2026-03-18 12.00", None);
}

#[test]
fn nobody_is_written_to_unasked_in_the_night_or_on_nyepi() {
    let office = buleleng().with_night("21.00-07.00".parse().unwrap());
    let check = |at, until: Option<&str>| assert_eq!(office.unasked_from(wita(at)), until.map(wita), "{at}");
    check("2026-11-23 20.59", None);
    check("2026-11-23 21.00", Some("2026-11-24 07.00"));
    check("2026-11-24 00.30", Some("2026-11-24 07.00"));
    check("2026-11-24 06.59", Some("2026-11-24 07.00"));
    check("2026-11-24 07.00", None);
    // The night before Nyepi ends in it.
    check("2027-03-07 22.00", Some("2027-03-09 09.00"));
    check("2027-03-08 12.00", Some("2027-03-09 09.00"));
    let evening =
        |at, began: Option<&str>| assert_eq!(office.evening_before(wita(at)), began.map(wita), "{at}");
    evening("2026-11-23 12.00", None);
    evening("2026-11-23 23.59", Some("2026-11-23 21.00"));
    evening("2026-11-24 05.00", Some("2026-11-23 21.00"));
    assert_eq!(buleleng().unasked_from(wita("2026-11-23 23.00")), None, "an office without a night");
    for wrong in ["07.00-21.00", "21.00", "24.00-07.00", "a-b"] {
        assert!(wrong.parse::<Night>().is_err(), "{wrong}");
    }
}

#[test]
fn an_announced_saturday_is_open() {
    let office = buleleng().with_extra_day(date("2026-11-28"), vec!["08.00-13.00".parse().unwrap()]);
    assert!(office.is_open(wita("2026-11-28 12.30")) && !office.is_open(wita("2026-11-28 13.00")));
    let days = office.working_days_after(date("2026-11-26"), 3);
    assert_eq!(days, [date("2026-11-27"), date("2026-11-28"), date("2026-11-30")]);
}

#[test]
fn an_office_that_never_opens_gives_no_date() {
    let never = Calendar::new(480, Default::default(), Holidays::default());
    assert_eq!(never.next_opening(0), None);
    assert_eq!(never.add_working_minutes(0, 1), None);
}

#[test]
fn hours_and_holidays_are_checked_when_read() {
    for wrong in ["0730-1200", "07.30", "12.00-07.30", "07.60-12.00", "07.30-24.01", "a.b-c.d"] {
        assert!(wrong.parse::<Interval>().is_err(), "{wrong}");
    }
    let interval: Interval = "7:30 – 12.00".parse().unwrap();
    assert_eq!(serde_json::to_string(&interval).unwrap(), "\"07.30-12.00\"");
    assert_eq!(
        Holidays::parse("date,kind,name\n2027-13-01,libur_nasional,X").unwrap_err(),
        "line 2: the date is not YYYY-MM-DD"
    );
    assert!(Holidays::parse("date,kind,name\n2027-01-01,pesta,X").is_err());
}
