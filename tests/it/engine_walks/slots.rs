//! A place, a day and an hour that are said one after the other.

use sapa::domain::appointment::SlotCount;
use sapa::engine::{Event, Focus, Kind};

use super::repair::{at, in_every_state};

#[test]
fn where_the_day_has_not_the_hours_that_were_said_they_are_asked_for() {
    let met = std::cell::Cell::new(0);
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let slot = play.question().filter(|q| matches!(q.kind, Kind::Slot { .. })).map(|q| q.id.clone());
        let (Some(slot), None, "ktp-rusak") = (slot, &session.focus, service) else { return };
        play.says("gambir jam 2 siang");
        let Some(Focus::SlotDay { hours: Some(hours), .. }) = play.session.focus.clone() else {
            panic!("{:?}", play.session.focus)
        };
        let day = play.offers().first().cloned().expect("a day is offered");
        let iso = day.rsplit('|').next().expect("it ends in the day").to_owned();
        let (calendar, place) = ("pickup".to_owned(), "GMB".to_owned());
        play.taken = vec![SlotCount { calendar, place, day: iso, hours, taken: 15 }];
        play.take(&Event::Tap { payload: day, title: String::new() });
        assert!(!play.session.answers.contains_key(&slot), "the other hours are taken unasked");
        assert!(matches!(play.session.focus, Some(Focus::SlotHour { .. })), "{:?}", play.session.focus);
        met.set(met.get() + 1);
    });
    assert!(met.get() > 0, "no state asked for a time");
}
