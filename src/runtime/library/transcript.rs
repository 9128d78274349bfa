//! Transcripts: conversations as people read them, in `conversations/**/*.chat`.
//!
//! ```text
//! # A note.
//! -- Ayu on whatsapp, id, 2026-11-23 09:00 WITA     a citizen, a channel, a language, the office's clock
//! -- Ayu on whatsapp, …, numbers on a page           where the channel asks for numbers, or for `all`, on a page
//! -- page: 5108064107909901                         fills in the page behind the newest link, or taps its button;
//!                                                   what the page says comes as a bubble: `< (halaman) …`
//! > ktp sy ilang                                    the citizen writes
//! > [Setuju]                                        the citizen taps, the newest bubble with this label
//! > [foto buram]                                    the citizen sends something: see `Sent`
//! > [nomor saya +6281234567890]                     by the chat's own button that asks for it
//! < Mohon ketik *NIK*                               one bubble; each line must appear in it, in this order
//!   [Setuju] [Tidak setuju]                         its buttons, all of them
//! <silence>                                         nothing is said
//! ...                                               whatever is said
//! ?                                                 to be written: `sapa check` tells what is said here
//! -- wait 20h                                       time passes (m, h, d); reminders come
//! -- foto tiba                                      the photo that was slow has come
//! -- code                                           reads the newest e-mail and types the code in it
//! -- office accept_complete                         staff act on the newest case
//! -- office cancel_incomplete [police_letter]: why  with what was missing, and the words for the citizen
//! -- office call_for_pickup: SKS 2026-11-24         with a counter and a day
//! -- staff takes   -- staff: text   -- staff gives back
//! -- others take TBT 2026-11-26                     strangers take every place of that counter and day
//! -- someone filed 5108064107909901                 a stranger has an open request for this NIK
//! -- filed: kk = none, police_letter = 1            what stands in the newest dossier
//! ```
//!
//! Every step is followed by what is said to it; a bubble that no line expects is a failure.

mod read;

use chrono::NaiveDateTime;

use super::{Flaw, Sources};
use crate::domain::dossier::DossierPayload;
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::{Outgoing, Sensitive};

/// One conversation of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Scene {
    /// The directory below `conversations/`.
    pub office: String,
    /// The directory below the office's.
    pub service: String,
    /// As it is called in messages.
    pub file: String,
    pub line: usize,
    pub who: String,
    pub channel: ChannelKind,
    pub lang: String,
    /// In the office's zone.
    pub clock: NaiveDateTime,
    pub sensitive: Sensitive,
    /// Each with its line.
    pub steps: Vec<(usize, Step)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Step {
    Does(Act),
    Expects(Expected),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Act {
    Writes(String),
    Taps(String),
    Sends(Sent),
    Waits {
        minutes: i64,
    },
    PhotoArrives,
    Office {
        act: String,
        missing: Vec<String>,
        given: String,
    },
    StaffTakes,
    StaffWrites(String),
    StaffGivesBack,
    SomeoneFiled {
        nik: String,
    },
    /// On the page behind the newest link.
    FillsIn(String),
    /// Reads the newest e-mail and types the code in it.
    TypesCode,
    OthersTake {
        place: String,
        day: String,
    },
    /// Not an act: looks into the newest dossier.
    Filed(Vec<(String, String)>),
}

/// What a citizen may send beside text.
#[derive(Debug, Clone, PartialEq)]
pub enum Sent {
    /// `foto baik`, or what the triage says of it: `foto buram` and so on.
    Photo(Verdict),
    /// So many good photos at once.
    Album(usize),
    Pdf,
    Video,
    Voice,
    Sticker,
    Location,
    /// A contact card with this phone number, or with none.
    Contact(Option<String>),
    /// The sender's own number, by the button that asks for it.
    OwnNumber(String),
    Poll,
    Reaction,
    /// An earlier message is changed.
    Edit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Good,
    /// Stored, doubted: the word of the contract.
    Poor(&'static str),
    /// Still on its way.
    Slow,
    /// Never comes; the key of the advice.
    Gone(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    Bubble {
        lines: Vec<String>,
        buttons: Option<Vec<String>>,
    },
    Silence,
    Anything,
    /// To be written.
    Blank,
}

/// A bubble as a citizen sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Bubble {
    pub text: String,
    /// Label and payload.
    pub buttons: Vec<(String, String)>,
    /// Where its link leads.
    pub link: Option<String>,
}

impl Bubble {
    /// What can be tapped: the way to a page first, then the chat's own button; what that sends is written as
    /// `[nomor saya …]`.
    #[must_use]
    pub fn of(message: &Outgoing) -> Bubble {
        let link = message.link.iter().map(|link| (link.label.clone(), String::new()));
        let asks = message.ask_contact || message.ask_location;
        let own = asks.then(|| (message.choices_label.clone(), String::new()));
        let choices = message.choices.iter().map(|c| (c.label.clone(), c.id.clone()));
        Bubble {
            text: message.text.expose().clone(),
            buttons: own.into_iter().chain(link).chain(choices).collect(),
            link: message.link.as_ref().map(|link| link.url.expose().clone()),
        }
    }

    fn labels(&self) -> Vec<&str> {
        self.buttons.iter().map(|(label, _)| label.as_str()).collect()
    }

    /// In one line: `Mohon ketik *NIK* / Contoh: … [Lewati]`.
    #[must_use]
    pub fn in_a_line(&self) -> String {
        let lines: Vec<&str> = self.text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let buttons: String = self.labels().iter().map(|label| format!(" [{label}]")).collect();
        format!("{}{buttons}", lines.join(" / "))
    }
}

impl Expected {
    /// Whether what was said is what was expected.
    ///
    /// # Errors
    /// What is missing.
    pub fn met_by(&self, said: &[Bubble]) -> Result<(), String> {
        match (self, said) {
            (Expected::Anything | Expected::Blank, _) | (Expected::Silence, []) => Ok(()),
            (Expected::Silence, _) => Err("silence was expected".into()),
            (Expected::Bubble { lines, buttons }, [bubble]) => {
                let mut rest = bubble.text.as_str();
                for line in lines {
                    match rest.find(line.as_str()) {
                        Some(at) => rest = rest.get(at + line.len()..).unwrap_or_default(),
                        None => return Err(format!("expected: {line}")),
                    }
                }
                match buttons {
                    Some(buttons) if *buttons != bubble.labels() => {
                        Err(format!("expected the buttons [{}]", buttons.join("] [")))
                    }
                    _ => Ok(()),
                }
            }
            (Expected::Bubble { .. }, []) => Err("nothing was said".into()),
            (Expected::Bubble { .. }, many) => Err(format!("{} bubbles were said", many.len())),
        }
    }
}

/// Whether a dossier holds these fields: `none` where there is no answer, the number of files of a slot.
///
/// # Errors
/// The first that differs.
pub fn holds(payload: &DossierPayload, fields: &[(String, String)]) -> Result<(), String> {
    for (question, expected) in fields {
        let files = payload.files.iter().filter(|f| f.slot == *question).count();
        let field = payload.fields.iter().find(|f| f.question == *question);
        let got = match field {
            Some(field) => field.value.as_ref().map_or("none".to_owned(), |v| v.expose().clone()),
            None if files > 0 => files.to_string(),
            None => "absent".to_owned(),
        };
        if got != *expected {
            return Err(format!("{question} is {got}, not {expected}"));
        }
    }
    Ok(())
}

/// The conversations of one file, and every line of it that makes no sense. `place`: its path below the library,
/// `conversations/<office>/<service>/x.chat`.
#[must_use]
pub fn scenes_of(place: &str, file: &str, content: &str) -> (Vec<Scene>, Vec<Flaw>) {
    read::scenes(place, file, content)
}

/// Every conversation beside an office's services, those of shared services among them.
pub(super) fn scenes(sources: &Sources, office: &str) -> (Vec<Scene>, Vec<Flaw>) {
    let (mut all, mut flaws) = (Vec::new(), Vec::new());
    for source in sources.0.iter().filter(|s| s.path.ends_with(".chat")) {
        let folder = source.path.strip_prefix("conversations/").and_then(|p| p.split('/').next());
        if folder.is_some_and(|folder| folder == office || folder == "_shared") {
            let (mut scenes, mut wrong) = scenes_of(&source.path, &source.shown, &source.content);
            all.append(&mut scenes);
            flaws.append(&mut wrong);
        }
    }
    (all, flaws)
}

#[cfg(test)]
mod tests;
