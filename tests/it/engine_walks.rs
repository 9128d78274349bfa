//! Citizens who do anything at any time, on the engine alone. Whatever happens, it answers with texts that exist, in
//! bubbles that fit the platforms, and a session that reads back.

use sapa::domain::ids::{Id, MediaId, id_bits};
use sapa::domain::inbound::MediaKind;
use sapa::domain::outbound::Outgoing;
use sapa::domain::region::Regions;
use sapa::engine::{Ctx, Effect, Event, MediaSeen, Proof, Seen, Session, step};
use sapa::runtime::library::Library;
use sapa::runtime::render::{Renderer, Slots};
use unicode_segmentation::UnicodeSegmentation;

const WALKS: u64 = 60;
const STEPS: usize = 60;
const HOUR: i64 = 60 * 60 * 1000;

#[rustfmt::skip]
const SAID: &[&str] = &[
    "ktp hilang", "setuju", "tidak", "ya", "1", "2", "saya", "ibu saya", "5108064107909901", "5108065507109906",
    "510806", "5108O64107909901", "Ni Luh Ayu", "5108061203079901", "belum tahu", "belum punya", "ayu@gmial.com",
    "ayu@example.com", "kantor", "desa", "banyuning", "sangsid", "ubah", "nama", "nik", "batal", "kembali",
    "mulai dari awal", "menu", "status", "petugas", "bantuan", "bahasa", "english", "berapa biayanya?",
    "saya mau komplain", "ktp saya rusak", "boleh diwakilkan?", "data saya", "hapus data saya", "ringkasan",
    "formulir", "lanjut", "halo", "terima kasih", "berhenti", "SAPA-2611-00482-Z", "?!",
];

/// The same walk for the same seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % limit as u64).expect("below a limit that is a usize")
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }
}

struct Walk<'l> {
    library: &'l Library,
    dice: Dice,
    now: i64,
    serial: u128,
    lang: String,
    session: Session,
    /// The bubble that the citizen sees last.
    shown: Option<Outgoing>,
    filed: usize,
}

impl Walk<'_> {
    /// Mostly what is asked for, so that walks get somewhere.
    fn next(&mut self) -> Event {
        let hash = self.session.definition.clone();
        let definition = self.library.catalogue.services.values().find(|d| Some(&d.hash) == hash.as_ref());
        let open = definition.and_then(|d| self.session.current(d)).map(|q| q.id.clone());
        let text = |text: &str| Event::Text(text.to_owned());
        let choices = self.shown.as_ref().map(|b| b.choices.clone()).unwrap_or_default();
        match (self.dice.below(20), open.as_deref()) {
            (0..8, Some("nik")) => text("5108064107909901"),
            (0..8, Some("name" | "proxy_name")) => text("Ni Luh Ayu"),
            (0..8, Some("village")) => text("sangsit"),
            (0..8, Some("police_letter" | "attorney")) => self.files(),
            (0..8, None) => text("ktp hilang"),
            (0..15, _) if !choices.is_empty() => {
                let choice = self.dice.of(&choices).clone();
                Event::Tap { payload: choice.id, title: choice.label }
            }
            (0..17, _) => {
                let said: &str = self.dice.of::<&str>(SAID);
                text(said)
            }
            (17, _) => {
                self.now += *self.dice.of(&[1, 21, 200]) * HOUR;
                self.dice.of(&[Event::Reminder, Event::DraftExpired, Event::Edited]).clone()
            }
            (18, _) => self.dice.of(&[Event::HandedBack, Event::Resumed, Event::Odd("location")]).clone(),
            _ => self.files(),
        }
    }

    fn files(&mut self) -> Event {
        let poor = |verdict: &str, usable| Seen::Poor {
            verdict: verdict.to_owned(),
            advice: format!("photo-advice-{}", verdict.replace('_', "-")),
            usable,
        };
        let kind =
            *self.dice.of(&[MediaKind::Photo, MediaKind::Photo, MediaKind::Document, MediaKind::Video]);
        let count = 1 + self.dice.below(4);
        let items = (0..count)
            .map(|_| {
                self.serial += 1;
                let seen = match self.dice.below(8) {
                    0..4 => Seen::Good,
                    4 => poor("blurry", true),
                    5 => poor("not_document", true),
                    6 => Seen::Waiting,
                    _ => Seen::Gone { advice: "photo-advice-gone".into() },
                };
                MediaSeen { id: MediaId::from_bits(id_bits(self.now, self.serial)), kind, seen }
            })
            .collect();
        Event::Media { items, album: (count > 1).then(|| "album".to_owned()) }
    }

    fn take(&mut self, event: &Event) {
        let library = self.library;
        let json = serde_json::to_string(&self.session).expect("a session is written");
        let session: Session = serde_json::from_str(&json).expect("a session is read");
        let pinned =
            library.catalogue.services.values().find(|d| Some(&d.hash) == session.definition.as_ref());
        self.now += 20_000;
        self.serial += 1;
        let (tag, lang) = (format!("{:08x}", self.serial), self.lang.clone());
        let words = |key: &str| library.texts.find(&lang, key, &[]);
        let ctx = Ctx {
            now: self.now,
            lang: &lang,
            office: &library.office,
            calendar: &library.calendar,
            regions: Regions::get(),
            nlu: &library.nlu,
            catalogue: &library.catalogue,
            definition: pinned,
            cases: &[],
            proof: Proof { recheck: None, tries_left: 5 },
            fresh_tag: &tag,
            words: &words,
        };
        let done = step(session, event, &ctx);
        self.session = done.session;
        for effect in &done.effects {
            match effect {
                Effect::SetLanguage { lang } => self.lang.clone_from(lang),
                Effect::File(payload) => {
                    assert!(payload.value("nik").is_some() && payload.value("name").is_some());
                    assert!(payload.files.iter().any(|f| f.slot == "police_letter"));
                    self.filed += 1;
                }
                _ => {}
            }
        }
        if let Some(reply) = &done.reply {
            let keys = reply.parts.iter().chain(reply.offers.iter().map(|o| &o.label));
            for say in keys {
                assert!(library.texts.has(&self.lang, &say.key), "no text for {} in {}", say.key, self.lang);
            }
            let slots =
                Slots { ticket: "SAPA-2611-00482-Z".into(), queue_position: 1, link_code: "KXWMTR".into() };
            self.shown = Some(Renderer { library, lang: &self.lang, slots }.bubble(reply));
        }
    }
}

/// What is wrong with a bubble, if anything.
fn fault(bubble: &Outgoing) -> Option<String> {
    let (text, choices) = (bubble.text.expose(), &bubble.choices);
    let units = text.encode_utf16().count();
    let label_max = if choices.len() > 3 { 24 } else { 20 };
    // Channels cut the three longest of 148 villages by a letter or two; the names before the comma differ.
    let long =
        choices.iter().find(|c| !c.label.contains(", ") && c.label.graphemes(true).count() > label_max);
    if text.trim().is_empty() {
        Some("it is empty".into())
    } else if choices.len() > 10 {
        Some(format!("it has {} rows", choices.len()))
    } else if !choices.is_empty() && units > 1024 {
        Some(format!("it has {units} units beside buttons"))
    } else if let Some(choice) = choices.iter().find(|c| c.id.len() > 64 || !c.id.is_ascii()) {
        Some(format!("the payload {} does not fit", choice.id))
    } else {
        long.map(|choice| format!("the label {:?} is too long", choice.label))
    }
}

#[test]
fn whatever_a_citizen_does_the_answer_exists_and_fits() {
    let library = Library::embedded("buleleng").expect("the shipped library is sound");
    let mut filed = 0;
    for seed in 0..WALKS {
        let mut walk = Walk {
            library: &library,
            dice: Dice(seed),
            now: 1_795_400_000_000,
            serial: 0,
            lang: if seed % 3 == 0 { "en".into() } else { "id".into() },
            session: Session::new(),
            shown: None,
            filed: 0,
        };
        for n in 0..STEPS {
            let event = walk.next();
            walk.take(&event);
            if let Some(bubble) = &walk.shown
                && let Some(what) = fault(bubble)
            {
                panic!("walk {seed}, step {n}: {what}\n{}", bubble.text.expose());
            }
        }
        filed += walk.filed;
    }
    assert!(filed > 0, "no walk came as far as filing");
}
