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
//! ?                                                 SAPA_TEST_WRITE=1 writes here what is said; a fault otherwise
//! -- wait 20h                                       time passes (m, h, d); reminders come
//! -- foto tiba                                      the photo that was slow has come
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

use std::path::{Path, PathBuf};

use sapa::domain::outbound::Sensitive;

/// One conversation of a file.
pub(crate) struct Scene {
    /// The directory below `conversations/`.
    pub office: String,
    /// The directory below the office's.
    pub service: String,
    pub path: PathBuf,
    pub file: String,
    pub line: usize,
    pub who: String,
    pub channel: String,
    pub lang: String,
    /// `2026-11-23 09:00`, in the office's zone.
    pub clock: String,
    pub sensitive: Sensitive,
    pub steps: Vec<(usize, Step)>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    Does(Act),
    Expects(Expected),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Act {
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
pub(crate) enum Sent {
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
pub(crate) enum Verdict {
    Good,
    /// Stored, doubted: the word of the contract.
    Poor(&'static str),
    /// Still on its way.
    Slow,
    /// Never comes; the key of the advice.
    Gone(&'static str),
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expected {
    Bubble {
        lines: Vec<String>,
        buttons: Option<Vec<String>>,
    },
    Silence,
    Anything,
    /// To be written.
    Blank,
}

impl Sent {
    fn parse(text: &str) -> Option<Sent> {
        let verdict = |word: &str| {
            Some(match word {
                "baik" => Verdict::Good,
                "buram" => Verdict::Poor("blurry"),
                "gelap" => Verdict::Poor("dark"),
                "silau" => Verdict::Poor("glare"),
                "kecil" => Verdict::Poor("too_small"),
                "bukan surat" => Verdict::Poor("not_document"),
                "lambat" => Verdict::Slow,
                "hilang" => Verdict::Gone("photo-advice-gone"),
                "terlalu besar" => Verdict::Gone("photo-advice-too-large"),
                "heic" => Verdict::Gone("photo-advice-heic"),
                "rusak" => Verdict::Gone("photo-advice-damaged"),
                _ => return None,
            })
        };
        if let Some(word) = text.strip_prefix("foto ") {
            return verdict(word).map(Sent::Photo);
        }
        if let Some(phone) = text.strip_prefix("kontak ") {
            return Some(Sent::Contact(Some(phone.to_owned())));
        }
        if let Some(phone) = text.strip_prefix("nomor saya ") {
            return Some(Sent::OwnNumber(phone.to_owned()));
        }
        if let Some(count) = text.strip_prefix("album ") {
            return count.parse().ok().map(Sent::Album);
        }
        Some(match text {
            "pdf" => Sent::Pdf,
            "pdf berprogram" => Sent::Photo(Verdict::Gone("photo-advice-active-pdf")),
            "video" => Sent::Video,
            "suara" => Sent::Voice,
            "stiker" => Sent::Sticker,
            "lokasi" => Sent::Location,
            "kontak" => Sent::Contact(None),
            "polling" => Sent::Poll,
            "reaksi" => Sent::Reaction,
            "ubah pesan" => Sent::Edit,
            _ => return None,
        })
    }
}

/// Every transcript below a directory, in the order of their names.
pub(crate) fn find(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(dir) = dirs.pop() {
        for entry in std::fs::read_dir(&dir).expect("a directory of conversations").flatten() {
            let path = entry.path();
            if path.is_dir() {
                dirs.push(path);
            } else if path.extension().is_some_and(|e| e == "chat") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Reads a file. Panics with file and line where it makes no sense: transcripts are tests.
pub(crate) fn read(path: &Path) -> Vec<Scene> {
    let file = path.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let office = path.parent().and_then(Path::parent).and_then(Path::file_name);
    let office = office.map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let service = path.parent().and_then(Path::file_name);
    let service = service.map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    let content = std::fs::read_to_string(path).expect("a readable transcript");
    let mut scenes: Vec<Scene> = Vec::new();
    for (at, line) in content.lines().enumerate() {
        let number = at + 1;
        let line = line.trim_end();
        let wrong = |what: &str| -> ! { panic!("{file}:{number}: {what}: {line}") };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(scene) = line.strip_prefix("-- ").and_then(|rest| header(&office, &file, number, rest)) {
            scenes.push(Scene { service: service.clone(), path: path.to_owned(), ..scene });
            continue;
        }
        let Some(scene) = scenes.last_mut() else { wrong("a scene begins with who, where and when") };
        if let Some(said) = line.strip_prefix("< ") {
            match scene.steps.last_mut() {
                Some((_, Step::Expects(Expected::Bubble { lines, buttons: None }))) => {
                    lines.push(said.into())
                }
                _ => {
                    let bubble = Expected::Bubble { lines: vec![said.to_owned()], buttons: None };
                    scene.steps.push((number, Step::Expects(bubble)));
                }
            }
        } else if let Some(labels) = line.strip_prefix("  ").filter(|l| l.trim_start().starts_with('[')) {
            match scene.steps.last_mut() {
                Some((_, Step::Expects(Expected::Bubble { buttons, .. }))) => {
                    let labels = labels.trim().trim_start_matches('[').trim_end_matches(']');
                    let labels: Vec<String> = match labels {
                        "" => Vec::new(),
                        labels => labels.split("] [").map(str::to_owned).collect(),
                    };
                    buttons.get_or_insert_default().extend(labels);
                }
                _ => wrong("buttons stand below a bubble"),
            }
        } else {
            let step = match line {
                "<silence>" => Step::Expects(Expected::Silence),
                "..." => Step::Expects(Expected::Anything),
                "?" => Step::Expects(Expected::Blank),
                _ => match act(line) {
                    Some(act) => Step::Does(act),
                    None => wrong("not understood"),
                },
            };
            scene.steps.push((number, step));
        }
    }
    scenes
}

/// `Ayu on whatsapp, id, 2026-11-23 09:00 WITA`
fn header(office: &str, file: &str, line: usize, rest: &str) -> Option<Scene> {
    let (who, rest) = rest.split_once(" on ")?;
    let mut parts = rest.split(", ");
    let (channel, lang, clock) = (parts.next()?, parts.next()?, parts.next()?);
    let sensitive = match parts.next() {
        None => Sensitive::Chat,
        Some("numbers on a page") => Sensitive::Numbers,
        Some("all on a page") => Sensitive::All,
        Some(_) => return None,
    };
    Some(Scene {
        office: office.to_owned(),
        service: String::new(),
        path: PathBuf::new(),
        file: file.to_owned(),
        line,
        who: who.to_owned(),
        channel: channel.to_owned(),
        lang: lang.to_owned(),
        clock: clock.trim_end_matches(" WITA").trim_end_matches(" WIB").to_owned(),
        sensitive,
        steps: Vec::new(),
    })
}

fn act(line: &str) -> Option<Act> {
    if let Some(said) = line.strip_prefix("> ") {
        let inner = said.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
        return Some(match inner {
            Some(inner) => Sent::parse(inner).map_or_else(|| Act::Taps(inner.to_owned()), Act::Sends),
            None => Act::Writes(said.to_owned()),
        });
    }
    let rest = line.strip_prefix("-- ")?;
    if let Some(time) = rest.strip_prefix("wait ") {
        let (number, unit) = time.split_at(time.len().checked_sub(1)?);
        let minutes = match unit {
            "m" => 1,
            "h" => 60,
            "d" => 24 * 60,
            _ => return None,
        };
        return Some(Act::Waits { minutes: number.parse::<i64>().ok()? * minutes });
    }
    if let Some(rest) = rest.strip_prefix("office ") {
        let (head, given) = rest.split_once(": ").unwrap_or((rest, ""));
        let (act, missing) = match head.split_once(" [") {
            Some((act, list)) => (act, list.trim_end_matches(']').split(' ').map(str::to_owned).collect()),
            None => (head, Vec::new()),
        };
        return Some(Act::Office { act: act.to_owned(), missing, given: given.to_owned() });
    }
    if let Some(text) = rest.strip_prefix("page: ") {
        return Some(Act::FillsIn(text.to_owned()));
    }
    if let Some(text) = rest.strip_prefix("staff: ") {
        return Some(Act::StaffWrites(text.to_owned()));
    }
    if let Some(nik) = rest.strip_prefix("someone filed ") {
        return Some(Act::SomeoneFiled { nik: nik.to_owned() });
    }
    if let Some((place, day)) = rest.strip_prefix("others take ").and_then(|r| r.split_once(' ')) {
        return Some(Act::OthersTake { place: place.to_owned(), day: day.to_owned() });
    }
    if let Some(fields) = rest.strip_prefix("filed: ") {
        let field = |f: &str| f.split_once(" = ").map(|(k, v)| (k.to_owned(), v.to_owned()));
        return Some(Act::Filed(fields.split(", ").map(field).collect::<Option<_>>()?));
    }
    Some(match rest {
        "foto tiba" => Act::PhotoArrives,
        "code" => Act::TypesCode,
        "staff takes" => Act::StaffTakes,
        "staff gives back" => Act::StaffGivesBack,
        _ => return None,
    })
}
