//! Plays transcripts with the engine alone, to learn which questions and refusals they come to. Whether what is said is
//! what they expect is shown by playing them through the whole program; here lines that only that understands (staff,
//! other people's bookings) count for what the engine would hear of them.

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::{Library, Sources};
use crate::domain::Millis;
use crate::domain::dossier::DossierPayload;
use crate::domain::ids::{Id as _, MediaId, id_bits};
use crate::domain::inbound::MediaKind;
use crate::domain::outbound::Sensitive;
use crate::domain::redacted::Redacted;
use crate::domain::region::Regions;
use crate::engine::{
    Ctx, Definition, Effect, Event, Focus, Kind, Mail, MediaSeen, Offer, Proof, Seen, Session, Step, step,
};

const MINUTE: Millis = 60_000;

/// One conversation of a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Scene {
    /// The folder that it stands in.
    pub service: String,
    lang: String,
    clock: NaiveDateTime,
    lines: Vec<String>,
}

/// What was come to: (service, question).
#[derive(Default)]
pub(super) struct Visits {
    pub asked: BTreeSet<(String, String)>,
    pub refused: BTreeSet<(String, String)>,
}

/// Every conversation beside an office's services, those of shared services among them.
pub(super) fn scenes(sources: &Sources, office: &str) -> Vec<Scene> {
    let mut all: Vec<Scene> = Vec::new();
    for source in &sources.0 {
        let Some(place) = source.path.strip_prefix("conversations/").filter(|p| p.ends_with(".chat")) else {
            continue;
        };
        let mut parts = place.split('/');
        let (Some(folder), Some(service)) = (parts.next(), parts.next()) else { continue };
        if folder != office && folder != "_shared" {
            continue;
        }
        let before = all.len();
        for line in source.content.lines().map(str::trim_end) {
            if let Some((lang, clock)) = header(line) {
                all.push(Scene { service: service.to_owned(), lang, clock, lines: Vec::new() });
            } else if all.len() > before
                && (line.starts_with("> ") || line.starts_with("-- "))
                && let Some(scene) = all.last_mut()
            {
                scene.lines.push(line.to_owned());
            }
        }
    }
    all
}

/// `-- Ayu on whatsapp, id, 2026-11-23 09:00 WITA`
fn header(line: &str) -> Option<(String, NaiveDateTime)> {
    let (_, rest) = line.strip_prefix("-- ")?.split_once(" on ")?;
    let mut parts = rest.split(", ");
    let (_, lang, clock) = (parts.next()?, parts.next()?, parts.next()?);
    let clock = NaiveDateTime::parse_from_str(clock.get(..16)?, "%Y-%m-%d %H:%M").ok()?;
    Some((lang.to_owned(), clock))
}

struct Stage<'l> {
    library: &'l Library,
    session: Session,
    lang: String,
    now: Millis,
    serial: u128,
    said: Vec<Offer>,
    /// A photo that is still on its way.
    slow: Option<MediaSeen>,
    filed: Option<(Option<String>, DossierPayload)>,
    missing: Vec<String>,
    strangers: Vec<String>,
    with_staff: bool,
}

/// Plays a scene and notes what it comes to.
pub(super) fn play(library: &Library, scene: &Scene, visits: &mut Visits) {
    use chrono::Timelike as _;
    let minute = u16::try_from(scene.clock.hour() * 60 + scene.clock.minute()).unwrap_or(0);
    let mut stage = Stage {
        library,
        session: Session::new(),
        lang: scene.lang.clone(),
        now: library.calendar.at(scene.clock.date(), minute),
        serial: 0,
        said: Vec::new(),
        slow: None,
        filed: None,
        missing: Vec::new(),
        strangers: Vec::new(),
        with_staff: false,
    };
    for line in &scene.lines {
        if let Some(event) = stage.event(line) {
            stage.step(&event, visits);
        }
    }
}

impl Stage<'_> {
    fn event(&mut self, line: &str) -> Option<Event> {
        self.now += MINUTE / 3;
        if let Some(said) = line.strip_prefix("> ") {
            let event = match said.strip_prefix('[').and_then(|s| s.strip_suffix(']')) {
                Some(inner) => self.sent(inner).or_else(|| self.tapped(inner)),
                None => Some(Event::Text(said.to_owned())),
            };
            return self.past_staff(event);
        }
        let rest = line.strip_prefix("-- ")?;
        if let Some(time) = rest.strip_prefix("wait ") {
            return self.waits(time);
        }
        if let Some(nik) = rest.strip_prefix("someone filed ") {
            self.strangers.push(nik.to_owned());
        } else if let Some((_, missing)) = rest.split_once('[').filter(|_| rest.starts_with("office ")) {
            let list = missing.split(']').next().unwrap_or_default();
            self.missing = list.split(' ').map(str::to_owned).collect();
        }
        match rest {
            "foto tiba" => {
                let item = MediaSeen { seen: Seen::Good, ..self.slow.take()? };
                Some(Event::Media { items: vec![item], album: None })
            }
            // Whoever reads their mail types what stands there.
            "code" => match &self.session.focus {
                Some(Focus::EmailCode { address }) => Some(Event::CodeRight { address: address.clone() }),
                _ => None,
            },
            "staff takes" => {
                self.with_staff = true;
                None
            }
            "staff gives back" => {
                self.with_staff = false;
                Some(Event::HandedBack)
            }
            _ => None,
        }
    }

    /// While a person is waited for, the bot hears only that the citizen comes back.
    fn past_staff(&mut self, event: Option<Event>) -> Option<Event> {
        if !self.with_staff {
            return event;
        }
        match event {
            Some(Event::Text(text))
                if self
                    .library
                    .nlu
                    .command(&text, &self.lang, crate::nlu::Strictness::Exact)
                    .is_some_and(|c| c == crate::nlu::Command::Menu) =>
            {
                self.with_staff = false;
                Some(Event::Resumed)
            }
            _ => None,
        }
    }

    fn waits(&mut self, time: &str) -> Option<Event> {
        let (number, unit) = time.split_at(time.len().checked_sub(1)?);
        let minutes = match unit {
            "m" => 1,
            "h" => 60,
            "d" => 24 * 60,
            _ => return None,
        };
        let waited = number.parse::<i64>().ok()? * minutes * MINUTE;
        self.now += waited;
        let office = &self.library.office;
        if waited >= Millis::from(office.draft_days) * 24 * 60 * MINUTE {
            Some(Event::DraftExpired)
        } else {
            (waited >= Millis::from(office.reminder_hours) * 60 * MINUTE).then_some(Event::Reminder)
        }
    }

    fn tapped(&self, label: &str) -> Option<Event> {
        let title = label.to_owned();
        let named = |offer: &&Offer| self.library.texts.get(&self.lang, &offer.label.key, &[]) == label;
        if let Some(offer) = self.said.iter().rev().find(named) {
            return Some(Event::Tap { payload: offer.payload.clone(), title });
        }
        let again = self.library.texts.get(&self.lang, "btn-refile", &[]);
        let filed = self.filed.as_ref().filter(|_| again == label);
        Some(filed.map_or(Event::Text(title), |(_, payload)| Event::Refile {
            payload: payload.clone(),
            missing: self.missing.clone(),
        }))
    }

    fn file(&mut self, kind: MediaKind, seen: Seen) -> MediaSeen {
        self.serial += 1;
        MediaSeen { id: MediaId::from_bits(id_bits(self.now, self.serial)), kind, seen }
    }

    /// What a citizen may send beside text, by the words of transcripts.
    fn sent(&mut self, what: &str) -> Option<Event> {
        let gone = |advice: &str| Seen::Gone { advice: advice.to_owned() };
        let poor = |verdict: &str| Seen::Poor {
            verdict: verdict.to_owned(),
            advice: format!("photo-advice-{}", verdict.replace('_', "-")),
            usable: true,
        };
        if let Some(phone) = what.strip_prefix("kontak ") {
            return Some(Event::Contact { phone: Redacted::from(phone.to_owned()), own: true });
        }
        if let Some(count) = what.strip_prefix("album ").and_then(|n| n.parse::<usize>().ok()) {
            let items = (0..count).map(|_| self.file(MediaKind::Photo, Seen::Good)).collect();
            return Some(Event::Media { items, album: Some("album-1".into()) });
        }
        let (kind, seen) = match what {
            "pdf" => (MediaKind::Document, Seen::Good),
            "pdf berprogram" => (MediaKind::Document, gone("photo-advice-active-pdf")),
            "foto baik" => (MediaKind::Photo, Seen::Good),
            "foto buram" => (MediaKind::Photo, poor("blurry")),
            "foto gelap" => (MediaKind::Photo, poor("dark")),
            "foto silau" => (MediaKind::Photo, poor("glare")),
            "foto kecil" => (MediaKind::Photo, poor("too_small")),
            "foto bukan surat" => (MediaKind::Photo, poor("not_document")),
            "foto lambat" => (MediaKind::Photo, Seen::Waiting),
            "foto hilang" => (MediaKind::Photo, gone("photo-advice-gone")),
            "foto terlalu besar" => (MediaKind::Photo, gone("photo-advice-too-large")),
            "foto heic" => (MediaKind::Photo, gone("photo-advice-heic")),
            "foto rusak" => (MediaKind::Photo, gone("photo-advice-damaged")),
            "video" => (MediaKind::Video, gone("fault-files-video")),
            "suara" => (MediaKind::Audio, gone("fault-files-audio")),
            "stiker" => return Some(Event::Odd("sticker")),
            "lokasi" => return Some(Event::Location { latitude: -8.1, longitude: 115.1 }),
            "kontak" => return Some(Event::Odd("contact")),
            "polling" => return Some(Event::Odd("poll")),
            "ubah pesan" => return Some(Event::Edited),
            _ => return None,
        };
        let item = self.file(kind, seen);
        if item.seen == Seen::Waiting {
            self.slow = Some(item.clone());
        }
        Some(Event::Media { items: vec![item], album: None })
    }

    fn definition(&self) -> Option<&Definition> {
        let hash = self.session.definition.as_ref()?;
        self.library.catalogue.services.values().find(|d| d.hash == *hash)
    }

    fn step(&mut self, event: &Event, visits: &mut Visits) {
        let mut done = self.stepped(event);
        let files = done.effects.iter().find_map(|effect| match effect {
            Effect::File(payload) => Some(payload.clone()),
            _ => None,
        });
        if done.effects.iter().any(|effect| matches!(effect, Effect::CheckCode { .. })) {
            done = self.stepped(&Event::CodeWrong { left: 4 });
        }
        if let Some(payload) = files {
            if payload.value("nik").is_some_and(|nik| self.strangers.iter().any(|s| s == nik)) {
                done = self.stepped(&Event::AlreadyFiled { by_this_person: None });
            } else {
                self.filed = Some((self.session.definition.clone(), payload));
            }
        }
        self.note(&done, visits);
        for effect in &done.effects {
            match effect {
                Effect::SetLanguage { lang } => self.lang.clone_from(lang),
                Effect::AskPerson { .. } => self.with_staff = true,
                _ => {}
            }
        }
        if let Some(reply) = &done.reply {
            self.said.extend(reply.offers.iter().cloned());
        }
        self.session = done.session;
        if let (Event::Refile { .. }, None) = (event, &self.session.definition) {
            self.filed = None;
        }
    }

    fn stepped(&mut self, event: &Event) -> Step {
        let mut session = self.session.clone();
        if let (Event::Refile { .. }, None, Some((hash, _))) = (event, &session.service, &self.filed) {
            session.definition.clone_from(hash);
        }
        self.serial += 1;
        let (library, lang, tag) = (self.library, self.lang.clone(), format!("{:08x}", self.serial));
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let pinned = session.definition.clone();
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: Regions::get(),
            nlu: &library.nlu,
            sensitive: Sensitive::Chat,
            mail: Mail::On,
            catalogue: &library.catalogue,
            definition: library.catalogue.services.values().find(|d| Some(&d.hash) == pinned.as_ref()),
            cases: &[],
            proof: Proof { recheck: None, tries_left: 5 },
            veil: None,
            taken: &[],
            fresh_tag: &tag,
            words: &words,
        };
        step(session, event, &ctx)
    }

    /// The open question counts as asked; what turns a citizen down is known by its sentence.
    fn note(&self, done: &Step, visits: &mut Visits) {
        let before = self.definition();
        let after = done.session.definition.as_ref();
        let after = self.library.catalogue.services.values().find(|d| Some(&d.hash) == after);
        if let Some(definition) = after
            && let Some(open) = done.session.current(definition)
        {
            visits.asked.insert((definition.service.clone(), open.id.clone()));
        }
        let Some(definition) = before.or(after) else { return };
        let said: BTreeSet<&str> =
            done.reply.iter().flat_map(|r| r.parts.iter().map(|part| part.key.as_str())).collect();
        for question in &definition.questions {
            let key = match &question.kind {
                Kind::Consent { .. } => "sys-consent-refused".to_owned(),
                Kind::Declaration { .. } | Kind::Signature { .. } => definition.key(&question.id, "refused"),
                Kind::Files { later: true, .. } => definition.key(&question.id, "later-told"),
                Kind::Person | Kind::Ending { .. } => definition.key(&question.id, ""),
                _ => continue,
            };
            if said.contains(key.as_str()) {
                visits.refused.insert((definition.service.clone(), question.base.clone()));
            }
        }
    }
}
