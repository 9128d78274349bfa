//! Places at counters: how many are taken, who holds one.

use super::db::{all, exec};
use super::{StoreError, Work};
use crate::domain::Millis;
use crate::domain::appointment::{Booking, SlotCount};
use crate::domain::ids::DossierId;

impl Work {
    /// What is taken in an office's calendars from a day (`2026-11-30`) on.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn slots_taken(&mut self, office: &str, from: &str) -> Result<Vec<SlotCount>, StoreError> {
        let rows: Vec<SlotCount> = all!(
            &mut self.tx,
            "SELECT calendar, place, day, hours, taken FROM slots WHERE office = $1 AND day >= $2 AND taken > 0
             ORDER BY calendar, day, place, hours",
            [office, from],
            |row| SlotCount {
                calendar: row.try_get(0)?,
                place: row.try_get(1)?,
                day: row.try_get(2)?,
                hours: row.try_get(3)?,
                taken: row.try_get(4)?,
            }
        );
        Ok(rows)
    }

    /// Takes one of so many places. False: all are taken. Two that want the last one wait for each other at the
    /// row, so one of them finds it taken.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn take_slot(
        &mut self,
        office: &str,
        wanted: &Booking,
        quota: i64,
    ) -> Result<bool, StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO slots (office, calendar, place, day, hours, taken) VALUES ($1, $2, $3, $4, $5, 0)
             ON CONFLICT (office, calendar, day, place, hours) DO NOTHING",
            office,
            wanted.calendar.as_str(),
            wanted.place.as_str(),
            wanted.day.as_str(),
            wanted.hours.as_str()
        )?;
        let rows = exec!(
            &mut self.tx,
            "UPDATE slots SET taken = taken + 1
             WHERE office = $1 AND calendar = $2 AND place = $3 AND day = $4 AND hours = $5 AND taken < $6",
            office,
            wanted.calendar.as_str(),
            wanted.place.as_str(),
            wanted.day.as_str(),
            wanted.hours.as_str(),
            quota
        )?;
        Ok(rows == 1)
    }

    /// Notes for which dossier a place was taken.
    ///
    /// # Errors
    /// When the database does not answer, or the dossier holds a place already.
    pub async fn book(
        &mut self,
        office: &str,
        dossier: &DossierId,
        booking: &Booking,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "INSERT INTO bookings (dossier_id, office, calendar, place, day, hours, made_at)
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
            dossier.as_str(),
            office,
            booking.calendar.as_str(),
            booking.place.as_str(),
            booking.day.as_str(),
            booking.hours.as_str(),
            now
        )?;
        Ok(())
    }

    /// Notes another place for a dossier that has given its first one back.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn book_again(
        &mut self,
        dossier: &DossierId,
        booking: &Booking,
        now: Millis,
    ) -> Result<(), StoreError> {
        exec!(
            &mut self.tx,
            "UPDATE bookings SET calendar = $2, place = $3, day = $4, hours = $5, made_at = $6, released_at = NULL
             WHERE dossier_id = $1",
            dossier.as_str(),
            booking.calendar.as_str(),
            booking.place.as_str(),
            booking.day.as_str(),
            booking.hours.as_str(),
            now
        )?;
        Ok(())
    }

    /// Gives a dossier's place back, if it holds one. Again does nothing.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn release_slot(&mut self, dossier: &DossierId, now: Millis) -> Result<(), StoreError> {
        let rows: Vec<(String, Booking)> = all!(
            &mut self.tx,
            "UPDATE bookings SET released_at = $2 WHERE dossier_id = $1 AND released_at IS NULL
             RETURNING office, calendar, place, day, hours",
            [dossier.as_str(), now],
            |row| (
                row.try_get(0)?,
                Booking {
                    calendar: row.try_get(1)?,
                    place: row.try_get(2)?,
                    day: row.try_get(3)?,
                    hours: row.try_get(4)?,
                }
            )
        );
        for (office, held) in rows {
            exec!(
                &mut self.tx,
                "UPDATE slots SET taken = taken - 1
                 WHERE office = $1 AND calendar = $2 AND place = $3 AND day = $4 AND hours = $5 AND taken > 0",
                office,
                held.calendar,
                held.place,
                held.day,
                held.hours
            )?;
        }
        Ok(())
    }

    /// The place that a dossier holds.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn booking_of(&mut self, dossier: &DossierId) -> Result<Option<Booking>, StoreError> {
        let rows: Vec<Booking> = all!(
            &mut self.tx,
            "SELECT calendar, place, day, hours FROM bookings WHERE dossier_id = $1 AND released_at IS NULL",
            [dossier.as_str()],
            |row| Booking {
                calendar: row.try_get(0)?,
                place: row.try_get(1)?,
                day: row.try_get(2)?,
                hours: row.try_get(3)?,
            }
        );
        Ok(rows.into_iter().next())
    }
}
