//! One citizen's way through a service, by a seed.

use sapa::domain::appointment::SlotCount;
use sapa::domain::ids::{Id, MediaId, id_bits};
use sapa::domain::inbound::MediaKind;
use sapa::domain::outbound::{Outgoing, Sensitive};
use sapa::domain::redacted::Redacted;
use sapa::domain::region::Regions;
use sapa::engine::upgrade::step_moving;
use sapa::engine::{
    Ctx, Definition, Effect, Event, Focus, Kind, Mail, MailFate, MediaSeen, Proof, Question, Seen, Session,
    Step, step,
};
use sapa::runtime::library::Library;
use sapa::runtime::render::{Renderer, Slots};
use unicode_segmentation::UnicodeSegmentation;

const HOUR: i64 = 60 * 60 * 1000;

#[rustfmt::skip]
const SAID: &[&str] = &[
    "ktp hilang", "setuju", "tidak", "ya", "1", "2", "saya", "ibu saya", "5108064107909901", "5108065507109906",
    "510806", "5108O64107909901", "Ni Luh Ayu", "5108061203079901", "belum tahu", "belum punya", "ayu@gmial.com",
    "ayu@example.com", "kantor", "desa", "banyuning", "sangsid", "ubah", "nama", "nik", "batal", "kembali",
    "mulai dari awal", "menu", "status", "petugas", "bantuan", "bahasa", "english", "berapa biayanya?",
    "saya mau komplain", "ktp saya rusak", "boleh diwakilkan?", "data saya", "hapus data saya", "ringkasan",
    "formulir", "lanjut", "halo", "terima kasih", "berhenti", "SAPA-2611-00482-Z", "?!", "nik nya salah",
    "nama saya keliru", "lewati", "besok", "tebet", "3", "kemarin", "0812 3456 7890", "-8.11, 115.08", "buleleng",
    "om swastyastu", "suksma", "basa bali", "bahasa indonesia", "how much does it cost?", "skip", "nanti dulu", "i lost my ktp", "ubah",
    "ubah jadwal", "minggu depan", "bekasi", "Jl. Melati No. 5", "asdf qwer", "482915", "123 456", "48291", "kirim ulang kode", "ganti alamat", "👍", "😂😂", "1 dan 2", "50rb", "...", "ulangi", "anjing lambat banget",
];

/// How a play ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum End {
    Filed,
    Cancelled,
    Person,
    /// Told what to do instead.
    Over,
}

/// The code that is in every mail.
const CODE: &str = "482915";

/// The same play for the same seed (splitmix64).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Dice {
        Dice(seed)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("below a limit that is a usize")
    }

    pub(crate) fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

pub(crate) struct Play<'l> {
    library: &'l Library,
    /// The definition that the session began with, where a newer library is in use now.
    from: Option<&'l Definition>,
    service: String,
    dice: Dice,
    seed: u64,
    sensitive: Sensitive,
    /// How full the counters are.
    pub(crate) taken: Vec<SlotCount>,
    pub now: i64,
    serial: u128,
    pub lang: String,
    pub session: Session,
    /// What was said last, as keys and as a bubble.
    pub last: Option<Step>,
    /// The next events come within a second of each other.
    burst: usize,
    shown: Option<Outgoing>,
    /// A bubble from long ago, whose buttons stay tappable.
    old: Option<Outgoing>,
    end: Option<End>,
}

impl<'l> Play<'l> {
    pub(crate) fn new(library: &'l Library, service: &str, seed: u64) -> Play<'l> {
        Play {
            library,
            from: None,
            service: service.to_owned(),
            dice: Dice(seed),
            seed,
            sensitive: [Sensitive::Chat, Sensitive::Numbers, Sensitive::All][seed as usize / 3 % 3],
            taken: Vec::new(),
            now: 1_795_400_000_000,
            serial: 0,
            lang: if seed.is_multiple_of(3) { "en".into() } else { "id".into() },
            session: Session::new(),
            last: None,
            burst: 0,
            shown: None,
            old: None,
            end: None,
        }
    }

    pub(crate) fn open(&mut self) {
        self.take(&Event::Tap { payload: format!("s|{}", self.service), title: String::new() });
    }

    pub(crate) fn says(&mut self, text: &str) {
        self.take(&Event::Text(text.to_owned()));
    }

    pub(crate) fn definition(&self) -> Option<&'l Definition> {
        let hash = self.session.definition.as_ref()?;
        let all = self.library.catalogue.services.values().chain(self.from);
        all.into_iter().find(|d| d.hash == *hash)
    }

    /// A newer library is released: the session moves with the next event.
    pub(crate) fn move_to(&mut self, library: &'l Library) {
        self.from = self.definition();
        self.library = library;
    }

    pub(crate) fn question(&self) -> Option<&'l Question> {
        self.definition().and_then(|d| self.session.current(d))
    }

    pub(crate) fn is_offered_a_person(&self) -> bool {
        let offers =
            self.last.as_ref().and_then(|s| s.reply.as_ref()).map(|r| r.offers.clone()).unwrap_or_default();
        self.session.focus == Some(Focus::OfferPerson)
            || offers.iter().any(|o| o.payload == "g|human")
            || self.end == Some(End::Person)
    }

    /// The payloads of the buttons that were shown last.
    pub(crate) fn offers(&self) -> Vec<String> {
        let reply = self.last.as_ref().and_then(|s| s.reply.as_ref());
        reply.map(|r| r.offers.iter().map(|o| o.payload.clone()).collect()).unwrap_or_default()
    }

    /// The bubble that was said last.
    pub(crate) fn text(&self) -> &str {
        self.shown.as_ref().map(|b| b.text.expose().as_str()).unwrap_or_default()
    }

    /// Mischief first, then answers as asked, until it ends.
    pub(crate) fn run(&mut self, mischief: usize, willing: usize) -> End {
        self.open();
        self.goes_on(mischief, willing)
    }

    /// The same from where it stands.
    pub(crate) fn goes_on(&mut self, mischief: usize, willing: usize) -> End {
        for n in 0..mischief + willing {
            if let Some(end) = self.end {
                return end;
            }
            let event =
                if n < mischief && self.dice.below(10) < 6 { self.anything() } else { self.fitting() };
            self.take(&event);
        }
        let at = self.question().map(|q| q.id.clone());
        panic!(
            "{}, seed {}: no end after {} steps; at {at:?}, focus {:?}, last: {}",
            self.service,
            self.seed,
            mischief + willing,
            self.session.focus.as_ref().map(Focus::word),
            self.shown.as_ref().map(|b| b.text.expose().clone()).unwrap_or_default()
        );
    }

    /// One answer as asked; true when that was the end.
    pub(crate) fn one_fitting_step(&mut self) -> bool {
        let event = self.fitting();
        self.take(&event);
        self.end.is_some()
    }

    fn anything(&mut self) -> Event {
        let choices =
            |bubble: &Option<Outgoing>| bubble.as_ref().map(|b| b.choices.clone()).unwrap_or_default();
        let (shown, old) = (choices(&self.shown), choices(&self.old));
        match self.dice.below(16) {
            0..3 if !shown.is_empty() => tap(self.dice.of(&shown)),
            3 if !old.is_empty() => tap(self.dice.of(&old)),
            4 => Event::Tap { payload: "q|00000000|nik|yes".into(), title: "Ya".into() },
            5 => {
                // Silence of an hour, a night, days, longer than a draft is kept.
                self.now += *self.dice.of(&[1, 21, 80, 200]) * HOUR;
                self.dice.of(&[Event::Reminder, Event::DraftExpired, Event::Edited]).clone()
            }
            6 => self
                .dice
                .of(&[
                    Event::HandedBack,
                    Event::Resumed,
                    Event::Waits,
                    Event::Odd("sticker"),
                    Event::Odd("audio"),
                    Event::Odd("poll"),
                    Event::Edited,
                    Event::SlotGone,
                    Event::MailFailed(MailFate::Refused),
                    Event::MailFailed(MailFate::GaveUp),
                ])
                .clone(),
            7 => Event::Location { latitude: -8.11, longitude: 115.08 },
            8 => {
                let own = self.dice.below(2) == 0;
                Event::Contact { phone: Redacted::from("+6281234567890".to_owned()), own }
            }
            9 => self.files(),
            10 => match self.files() {
                Event::Media { items, .. } if self.dice.below(2) == 0 => Event::PageFiles(items),
                _ => Event::PageText((*self.dice.of(SAID)).to_owned()),
            },
            _ => Event::Text((*self.dice.of(SAID)).to_owned()),
        }
    }

    /// What the open question wants.
    fn fitting(&mut self) -> Event {
        let text = |text: &str| Event::Text(text.to_owned());
        let choices = self.shown.as_ref().map(|b| b.choices.clone()).unwrap_or_default();
        let focus = self.session.focus.clone();
        let Some(question) = self.question() else {
            return Event::Tap { payload: format!("s|{}", self.service), title: String::new() };
        };
        match focus {
            Some(Focus::Street { .. }) => return text("Jl. Melati No. 5, RT 02/RW 03"),
            Some(Focus::MoreFiles { .. }) => return self.good_files(),
            Some(Focus::EmailCode { .. }) => {
                let code: &str = self.dice.of::<&str>(&[CODE, CODE, CODE, "000000", "budi@example.com"]);
                return text(code);
            }
            Some(Focus::Region { code, found }) if found.is_empty() => {
                let regions = Regions::get();
                let below: Vec<&str> = regions.below(&code).collect();
                let pick = *self.dice.of(&below);
                return Event::Text(regions.name(pick).expect("a region has a name").to_owned());
            }
            // Nothing is thrown away on purpose.
            Some(Focus::Cancel | Focus::StartOver | Focus::Delete) => return text("lanjut"),
            Some(_) if !choices.is_empty() => return tap(self.dice.of(&choices)),
            _ => {}
        }
        match &question.kind {
            Kind::Nik => {
                // Mostly someone of here; now and then someone from elsewhere, or too young.
                let (here, elsewhere, young) = if self.library.office.region == "31" {
                    ("3174011203859901", "5108064107909901", "3174011203129902")
                } else {
                    ("5108064107909901", "3174011203859901", "5108061203129902")
                };
                let nik: &str = self.dice.of::<&str>(&[here, here, here, elsewhere, young]);
                self.number(nik)
            }
            Kind::Name => text("Ni Luh Ayu"),
            Kind::KkNumber { .. } => self.number("5108061203079901"),
            Kind::Text { .. } => text("di pasar, hari Minggu pagi"),
            Kind::Phone => text("0812 3456 7890"),
            Kind::Email { .. } => text("ayu@example.com"),
            Kind::Date { .. } => text("kemarin"),
            Kind::Number { .. } => text(&self.dice.below(9).to_string()),
            Kind::Money { .. } => text("50 ribu"),
            Kind::Location => Event::Location { latitude: -8.11, longitude: 115.08 },
            Kind::Address { within, .. } if within.is_empty() => text("kota bekasi"),
            Kind::Address { .. } => text("banyuning, buleleng"),
            Kind::Village => text("sangsit"),
            Kind::Slot { .. } if choices.is_empty() => {
                let place: &str = self.dice.of::<&str>(&["tebet", "Gambir", "pasar mingu"]);
                text(place)
            }
            Kind::Files { .. } => self.good_files(),
            Kind::Person => text("petugas"),
            Kind::Ending { .. } => text("menu"),
            Kind::Consent { .. } if !choices.is_empty() => tap(&choices[0]),
            Kind::Confirm if choices.len() > 1 => {
                let mends = usize::from(self.dice.below(6) == 0);
                tap(&choices[mends])
            }
            Kind::Consent { .. }
            | Kind::Choice { .. }
            | Kind::Choices { .. }
            | Kind::YesNo
            | Kind::Repeat
            | Kind::Declaration { .. }
            | Kind::Signature { .. }
            | Kind::Slot { .. }
            | Kind::Confirm
            | Kind::Computed { .. }
            | Kind::Note => match choices.first() {
                // "Yes" more often than not, or nobody ever comes to the end.
                Some(first) if self.dice.below(4) > 0 => tap(first),
                Some(_) => tap(self.dice.of(&choices)),
                None => text("ya"),
            },
        }
    }

    /// On the page where it is asked for there, or typed in the chat all the same.
    fn number(&mut self, number: &str) -> Event {
        let paged = self.last.as_ref().is_some_and(|step| step.page.is_some());
        if paged && self.dice.below(2) == 0 {
            Event::PageText(number.to_owned())
        } else {
            Event::Text(number.to_owned())
        }
    }

    fn good_files(&mut self) -> Event {
        let items = (0..1 + self.dice.below(2)).map(|_| self.file(MediaKind::Photo, Seen::Good)).collect();
        let paged = self.last.as_ref().is_some_and(|step| step.page.is_some());
        if paged { Event::PageFiles(items) } else { Event::Media { items, album: None } }
    }

    fn file(&mut self, kind: MediaKind, seen: Seen) -> MediaSeen {
        self.serial += 1;
        MediaSeen { id: MediaId::from_bits(id_bits(self.now, self.serial)), kind, seen }
    }

    fn files(&mut self) -> Event {
        let poor = |verdict: &str, usable| Seen::Poor {
            verdict: verdict.to_owned(),
            advice: format!("photo-advice-{}", verdict.replace('_', "-")),
            usable,
        };
        let kind = *self.dice.of(&[
            MediaKind::Photo,
            MediaKind::Photo,
            MediaKind::Photo,
            MediaKind::Document,
            MediaKind::Video,
            MediaKind::Audio,
            MediaKind::Sticker,
        ]);
        let count = 1 + self.dice.below(4);
        let items = (0..count)
            .map(|_| {
                let seen = match self.dice.below(8) {
                    0..4 => Seen::Good,
                    4 => poor("blurry", true),
                    5 => poor("not_document", true),
                    6 => Seen::Waiting,
                    _ => Seen::Gone { advice: "photo-advice-gone".into() },
                };
                self.file(kind, seen)
            })
            .collect();
        Event::Media { items, album: (count > 1).then(|| "album".to_owned()) }
    }

    /// One step, with everything that must hold after each.
    pub(crate) fn take(&mut self, event: &Event) {
        let library = self.library;
        let json = serde_json::to_string(&self.session).expect("a session is written");
        let session: Session = serde_json::from_str(&json).expect("a session is read");
        assert_eq!(session, self.session, "a session reads back as it was");
        let was_open = session.service.is_some();
        // Now and then a citizen sends a handful of messages at once.
        if self.burst == 0 && self.dice.below(25) == 0 {
            self.burst = 5;
        }
        self.burst = self.burst.saturating_sub(1);
        self.now += if self.burst > 0 { 150 } else { 20_000 };
        self.serial += 1;
        let (tag, lang, taken) = (format!("{:08x}", self.serial), self.lang.clone(), self.taken.clone());
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let lists = |key: &str| library.texts.listed(&lang, key);
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: Regions::get(),
            nlu: &library.nlu,
            sensitive: self.sensitive,
            mail: Mail::On,
            catalogue: &library.catalogue,
            definition: self.definition(),
            cases: &[],
            proof: Proof { recheck: None, tries_left: 5 },
            veil: None,
            taken: &taken,
            fresh_tag: &tag,
            words: &words,
            lists: &lists,
        };
        let newer = library.catalogue.services.get(&self.service).filter(|d| {
            was_open
                && session.service.as_ref() == Some(&self.service)
                && session.definition.as_ref() != Some(&d.hash)
        });
        let done = match newer {
            Some(to) => step_moving(session, event, &Ctx { definition: Some(to), ..ctx }, self.from, to).0,
            None => {
                let done = step(session.clone(), event, &ctx);
                match self.of_mail(&done.effects) {
                    Some(outcome) => step(session, &outcome, &ctx),
                    None => done,
                }
            }
        };
        self.session = done.session.clone();
        for effect in &done.effects {
            match effect {
                Effect::SetLanguage { lang } => self.lang.clone_from(lang),
                Effect::File(payload) => {
                    assert!(payload.value("nik").is_some() && payload.value("name").is_some());
                    assert!(!payload.files.is_empty(), "papers are filed with it");
                    self.end = Some(End::Filed);
                }
                Effect::AskPerson { .. } if self.end.is_none() => self.end = Some(End::Person),
                Effect::DropDraft if was_open && self.end.is_none() => self.end = Some(End::Cancelled),
                _ => {}
            }
        }
        if let Some(reply) = &done.reply {
            let keys = reply.parts.iter().chain(reply.offers.iter().map(|o| &o.label));
            for say in keys {
                let lang = if library.texts.is_partial(&self.lang) { "id" } else { &self.lang };
                assert!(library.texts.has(lang, &say.key), "no text for {} in {lang}", say.key);
            }
            let slots =
                Slots { ticket: "SAPA-2611-00482-Z".into(), queue_position: 1, link_code: "KXWMTR".into() };
            let bubble = Renderer { library, lang: &self.lang, slots }.bubble(reply, done.asks);
            if let Some(what) = fault(&bubble) {
                panic!("{}, seed {}: {what}\n{}", self.service, self.seed, bubble.text.expose());
            }
            if self.dice.below(6) == 0 {
                self.old = self.shown.take();
            }
            self.shown = Some(bubble);
        }
        let over = self.question().is_some_and(|q| matches!(q.kind, Kind::Ending { .. }));
        if over && self.end.is_none() {
            self.end = Some(End::Over);
        }
        self.last = Some(done);
    }

    /// What the runtime would say of a mail that a step wants, or of a typed code.
    fn of_mail(&mut self, effects: &[Effect]) -> Option<Event> {
        effects.iter().find_map(|effect| match effect {
            Effect::MailCode { .. } if self.dice.below(8) == 0 => {
                let wait = *self.dice.of(&[40_000, 600_000]);
                Some(Event::CodeNotMailed { wait })
            }
            Effect::CheckCode { address, code, .. } if code.expose() == CODE => {
                Some(match self.dice.below(8) {
                    0 => Event::CodeOver,
                    _ => Event::CodeRight { address: address.clone() },
                })
            }
            Effect::CheckCode { .. } => {
                Some(Event::CodeWrong { left: i64::try_from(self.dice.below(5)).expect("a small number") })
            }
            _ => None,
        })
    }
}

fn tap(choice: &sapa::domain::outbound::Choice) -> Event {
    Event::Tap { payload: choice.id.clone(), title: choice.label.clone() }
}

/// What is wrong with a bubble, if anything. More rows than a list holds are paged by the channels.
fn fault(bubble: &Outgoing) -> Option<String> {
    let (text, choices) = (bubble.text.expose(), &bubble.choices);
    let units = text.encode_utf16().count();
    let label_max = if choices.len() > 3 { 24 } else { 20 };
    // Channels cut the longest names of places by a letter or two; the names before the comma differ.
    let long = choices
        .iter()
        .find(|c| !c.label.contains(", ") && c.label.graphemes(true).count() > label_max.max(24));
    if text.trim().is_empty() {
        Some("it is empty".into())
    } else if !choices.is_empty() && units > 1024 {
        Some(format!("it has {units} units beside buttons"))
    } else if let Some(choice) = choices.iter().find(|c| c.id.len() > 64 || !c.id.is_ascii()) {
        Some(format!("the payload {} does not fit", choice.id))
    } else {
        long.map(|choice| format!("the label {:?} is too long", choice.label))
    }
}
