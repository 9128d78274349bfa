//! As much of the office as the engine hears of: requests, their states, places at counters.

use super::Stage;
use crate::domain::appointment::{Booking, SlotCount};
use crate::domain::case::{CaseLine, Status};
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{DossierId, Id as _, id_bits};
use crate::domain::staff::Role;
use crate::domain::ticket::Ticket;
use crate::engine::{Effect, Event};
use crate::runtime::render::Slots;
use crate::workflow::{self, Actor, Given};

/// Transcripts name tickets; the first of a scene bears the next number.
const TICKETS_BEFORE: u32 = 481;

impl Stage<'_> {
    /// "File again" stands under what the office tells.
    pub(super) fn filed_again(&self, label: &str) -> Option<Event> {
        let again = self.library.texts.get(&self.lang, "btn-refile", &[]);
        let (_, payload) = self.filed.last().filter(|_| again == label)?;
        Some(Event::Refile { payload: payload.clone(), missing: self.missing.clone() })
    }

    pub(super) fn others_take(&mut self, place: &str, day: &str) {
        for (name, all) in &self.library.office.appointments {
            for hours in &all.hours {
                self.taken.push(SlotCount {
                    calendar: name.clone(),
                    place: place.to_owned(),
                    day: day.to_owned(),
                    hours: hours.clone(),
                    taken: all.quota(place),
                });
            }
        }
    }

    /// The newest case moves; what the citizen is told of it only the whole program knows.
    pub(super) fn office(&mut self, act: &str, missing: &[String], given: &str) {
        self.missing = missing.to_vec();
        let (counter, day) = given.split_once(' ').unwrap_or_default();
        let given = Given {
            reason: given.to_owned(),
            missing: missing.to_vec(),
            counter: counter.to_owned(),
            pickup_date: day.to_owned(),
        };
        let act = workflow::Act::parse(act);
        let moved = act.zip(self.cases.last_mut()).and_then(|(act, case)| {
            let moved = workflow::apply(case.status, act, &given, &Actor::Staff(Role::ALL.to_vec())).ok()?;
            case.status = moved.to;
            case.cancel_code = moved.cancel;
            case.updated_at = self.now;
            Some(moved)
        });
        // A number is drawn for who is called, and what is called for has its place.
        self.lost |= moved.is_none_or(|moved| moved.draws_queue_number);
    }

    pub(super) fn files(
        &mut self,
        payload: &DossierPayload,
        effects: &[Effect],
        slots: &mut Slots,
    ) -> Option<Event> {
        use chrono::Datelike as _;
        let service = self.session.service.clone().unwrap_or_default();
        if let Some(nik) = payload.value("nik") {
            let mut open = self.filed.iter().zip(&self.cases).filter(|(_, case)| {
                case.service == service && !matches!(case.status, Status::Cancelled | Status::Collected)
            });
            if let Some((_, case)) = open.find(|((_, filed), _)| filed.value("nik") == Some(nik)) {
                return Some(Event::AlreadyFiled { by_this_person: Some(case.ticket.clone()) });
            }
            if self.strangers.iter().any(|stranger| stranger == nik) {
                return Some(Event::AlreadyFiled { by_this_person: None });
            }
        }
        let booking = effects.iter().find_map(|effect| match effect {
            Effect::Book(booking) => Some(booking.clone()),
            _ => None,
        });
        if booking.as_ref().is_some_and(|wanted| !self.takes(wanted)) {
            return Some(Event::SlotGone);
        }
        let day = self.library.calendar.date(self.now);
        let (year, month) = (u8::try_from(day.year() % 100), u8::try_from(day.month()));
        let serial = TICKETS_BEFORE + u32::try_from(self.cases.len()).unwrap_or(0) + 1;
        let ticket = year.ok().zip(month.ok()).and_then(|(year, month)| Ticket::new(year, month, serial));
        slots.ticket = ticket.map(|ticket| ticket.to_string()).unwrap_or_default();
        self.serial += 1;
        self.cases.push(CaseLine {
            dossier: DossierId::from_bits(id_bits(self.now, self.serial)),
            ticket: slots.ticket.clone(),
            service,
            status: Status::Submitted,
            submitted_at: self.now,
            updated_at: self.now,
            queue_number: None,
            cancel_code: None,
            booking,
        });
        self.filed.push((self.session.definition.clone(), payload.clone()));
        None
    }

    /// Takes a place at a counter, unless it is gone.
    pub(super) fn takes(&mut self, wanted: &Booking) -> bool {
        let office = &self.library.office;
        let quota = office.appointments.get(&wanted.calendar).map_or(0, |all| all.quota(&wanted.place));
        let same = |count: &&SlotCount| {
            count.calendar == wanted.calendar
                && count.place == wanted.place
                && count.day == wanted.day
                && count.hours == wanted.hours
        };
        let taken: i64 = self.taken.iter().filter(same).map(|count| count.taken).sum();
        if taken >= quota {
            return false;
        }
        let Booking { calendar, place, day, hours } = wanted.clone();
        self.taken.push(SlotCount { calendar, place, day, hours, taken: 1 });
        true
    }
}
