//! An office: its name, clock, places and ways to complain. Data from `conversations/<office>/office.toml`.

use serde::Deserialize;

use super::appointment::Appointments;

/// Everything about an office that texts and rules need. Unknown keys are faults.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Office {
    pub id: String,
    /// e.g. "Disdukcapil Kabupaten Buleleng".
    pub name: String,
    pub address: String,
    pub phone: String,
    pub whatsapp: String,
    pub email: String,
    pub website: String,
    pub facebook: String,
    pub survey: String,
    /// Region prefix of the NIKs registered here, e.g. "5108".
    pub region: String,
    /// Zone name as people write it: WIB, WITA, WIT.
    pub zone: String,
    /// Offset from UTC in minutes; no daylight saving in Indonesia.
    pub utc_offset_minutes: i32,
    /// Opening hours in words, by language.
    pub hours_text: std::collections::BTreeMap<String, String>,
    /// Intervals per weekday, Monday first: `[["07:30","12:00"],["12:45","16:00"]]`.
    pub hours: Vec<Vec<[String; 2]>>,
    pub pickup_hours: String,
    /// Days after the end of a case until photos are deleted; quoted in the consent.
    pub photo_retention_days: u32,
    /// Minutes without a staff message after which a taken chat goes back to the queue.
    pub takeover_minutes: u32,
    /// What citizens are told about the usual waiting time for a person.
    pub answer_minutes: u32,
    /// Hours of silence after which one reminder is sent.
    pub reminder_hours: u32,
    /// The night, e.g. `21.00-07.00`: reminders wait until it is over.
    #[serde(default = "night")]
    pub quiet_hours: String,
    /// Days after which an unfinished request is dropped.
    pub draft_days: u32,
    /// Data protection officer, shown with the consent.
    pub privacy_contact: String,
    /// Counters that give queue numbers: `{ id = "SKS", name = "Loket Kecamatan Sukasada" }`.
    pub counters: Vec<Counter>,
    /// Services, in the order of the menu.
    pub services: Vec<String>,
    /// Calendars in which citizens choose a place, a day and an hour, by name.
    #[serde(default)]
    pub appointments: std::collections::BTreeMap<String, Appointments>,
}

fn night() -> String {
    "21.00-07.00".into()
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counter {
    /// Prefix of the queue number, e.g. `SKS`.
    pub id: String,
    pub name: String,
}
