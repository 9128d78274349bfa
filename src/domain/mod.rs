//! The nouns of Sapa. Values only: no async, no clock, no randomness, no SQL, no texts for people.
//! Everyone may use this room; it uses nobody.

pub mod appointment;
pub mod calendar;
pub mod case;
pub mod chat;
pub mod dossier;
pub mod edit;
pub mod email;
pub mod ids;
pub mod inbound;
pub mod kk_number;
pub mod nik;
pub mod office;
pub mod outbound;
pub mod person_name;
pub mod phone;
pub mod redacted;
pub mod region;
pub mod staff;
pub mod template;
pub mod text;
pub mod ticket;

/// A moment: milliseconds since 1970-01-01 UTC. Stored as BIGINT; shown in the office's zone.
pub type Millis = i64;
