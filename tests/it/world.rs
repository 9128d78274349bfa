//! One citizen and one office around the whole runtime: store, inbox, engine, texts, outbox, desk and cases are the
//! real ones; only the platform is absent and the clock is moved by hand.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use chrono::Timelike;
use futures_util::future::BoxFuture;
use sapa::blobs::Blobs;
use sapa::channels::local::Local;
use sapa::domain::appointment::Booking;
use sapa::domain::dossier::{DossierField, DossierPayload};
use sapa::domain::ids::{DossierId, MessageId, PersonId};
use sapa::domain::inbound::{Address, AddressKind, Body, ChannelKind, Inbound, MediaKind, MediaRef};
use sapa::domain::outbound::{Abilities, Outgoing, Sensitive, Spent};
use sapa::domain::redacted::Redacted;
use sapa::domain::staff::Staff;
use sapa::domain::template::Filled;
use sapa::engine::{Definition, Session};
use sapa::mail::Kept;
use sapa::pubsub::Bus;
use sapa::runtime::Runtime;
use sapa::runtime::cases::Cases;
use sapa::runtime::desk::Desk;
use sapa::runtime::house::{Clock, House, Judge, Minter};
use sapa::runtime::library::Library;
use sapa::runtime::library::transcript::{self, Act, Bubble, Expected, Scene, Sent, Verdict};
use sapa::runtime::pace::Pace;
use sapa::runtime::pages::{Answered, Pages};
use sapa::runtime::ports::{Channel, FetchError, Ingest, SendError, Sent as Accepted};
use sapa::store::NewDossier;
use sapa::telemetry::Metrics;
use sapa::workflow::{Act as CaseAct, Given};

use crate::databases::TestDb;
use crate::harness::officer;
use crate::pictures;

const MINUTE: i64 = 60_000;
/// Transcripts name tickets; the first of a scene bears the next number.
const TICKETS_BEFORE: usize = 481;

/// The local channel, with files that can be slow to come.
struct Slow {
    local: Local,
    held: AtomicBool,
}

impl Channel for Slow {
    fn kind(&self) -> ChannelKind {
        self.local.kind()
    }
    fn abilities(&self) -> &Abilities {
        self.local.abilities()
    }
    fn sensitive(&self) -> Sensitive {
        self.local.sensitive()
    }
    fn read(&self, fragment: &str) -> Inbound {
        self.local.read(fragment)
    }
    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Accepted, SendError>> {
        self.local.send(to, id, message, file)
    }
    fn send_template<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        template: &'a Filled,
    ) -> BoxFuture<'a, Result<Accepted, SendError>> {
        self.local.send_template(to, id, template)
    }
    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        if self.held.load(Ordering::SeqCst) {
            return Box::pin(async { Err(FetchError::Retry("slow".into())) });
        }
        self.local.fetch(media)
    }
    fn acknowledge<'a>(&'a self, from: &'a [Address], inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        self.local.acknowledge(from, inbound)
    }
    fn retire_choices<'a>(&'a self, to: &'a [Address], spent: &'a Spent) -> BoxFuture<'a, ()> {
        self.local.retire_choices(to, spent)
    }
    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        self.local.probe()
    }
}

/// One citizen and one office.
pub(crate) struct World {
    runtime: Runtime,
    desk: Desk,
    cases: Cases,
    officer: Staff,
    channel: Arc<Slow>,
    address: Address,
    person: PersonId,
    mailbox: Kept,
    pub said: Vec<Bubble>,
    /// What was said and not yet looked at.
    pub fresh: Vec<Bubble>,
    /// What was said where a transcript left a blank.
    pub blanks: Vec<Vec<Bubble>>,
    pub asked: Mutex<std::collections::BTreeSet<String>>,
    _db: TestDb,
}

impl World {
    pub(crate) async fn new(library: Arc<Library>, scene: &Scene) -> World {
        let clock = scene.clock;
        let minute = u16::try_from(clock.hour() * 60 + clock.minute()).expect("a minute of the day");
        let clock = Clock::manual(library.calendar.at(clock.date(), minute));
        let kind = scene.channel;
        let db = TestDb::sqlite();
        let store = db.store().await;
        let channel =
            Arc::new(Slow { local: Local::new(kind).asking(scene.sensitive), held: AtomicBool::new(false) });
        let doors = BTreeMap::from([(kind, channel.clone() as Arc<dyn Channel>)]);
        let blobs = Blobs::folder(&db.folder().join("files"), TestDb::vault()).expect("a folder for files");
        let mailbox = Kept::default();
        let house = House {
            store,
            files: Arc::new(blobs),
            library: library.into(),
            channels: Arc::new(doors),
            bus: Bus::default(),
            mint: Minter::new(clock.clone()),
            clock,
            metrics: Arc::new(Metrics::new()),
            mail: Some(Arc::new(mailbox.clone())),
            judge: Judge::default(),
            public_url: Some("https://sapa.example.go.id".into()),
            adviser: None,
        };
        let address = Address {
            kind: match kind {
                ChannelKind::Whatsapp => AddressKind::WaPhone,
                ChannelKind::Telegram => AddressKind::TgUser,
            },
            value: Redacted::from("+6281200009901".to_owned()),
        };
        let now = house.clock.now();
        let mut work = house.store.begin().await.expect("the database answers");
        let fresh: PersonId = house.mint.id();
        let person = work.person_of(std::slice::from_ref(&address), None, &fresh, &scene.lang, now).await;
        let person = person.expect("a person is made");
        let month = house.library.calendar.date(now).format("ticket-%y%m").to_string();
        for _ in 0..TICKETS_BEFORE {
            work.next_serial(&month).await.expect("a number is drawn");
        }
        work.commit().await.expect("committed");
        World {
            desk: Desk::new(house.clone()),
            cases: Cases::new(house.clone()),
            runtime: Runtime::new(house, Pace::default()),
            officer: officer(),
            channel,
            address,
            person,
            mailbox,
            said: Vec::new(),
            fresh: Vec::new(),
            blanks: Vec::new(),
            asked: Mutex::default(),
            _db: db,
        }
    }

    fn house(&self) -> &House {
        &self.runtime.house
    }

    pub(crate) async fn act(&mut self, act: &Act) -> Result<(), String> {
        match act {
            Act::Writes(text) => self.does(Body::Text { text: Redacted::from(text.clone()) }).await,
            Act::Taps(label) => {
                let found = self.said.iter().rev().flat_map(|b| &b.buttons).find(|(l, _)| l == label);
                let (title, payload) =
                    found.cloned().ok_or_else(|| format!("no button is called {label:?}"))?;
                self.does(Body::Tap { payload, title: Redacted::from(title), callback_id: None }).await;
            }
            Act::Sends(sent) => self.sends(sent).await,
            Act::Waits { minutes } => {
                for _ in 0..(minutes / 30).max(1) {
                    self.house().clock.advance((*minutes).min(30) * MINUTE);
                    self.settle().await;
                }
            }
            Act::PhotoArrives => {
                self.channel.held.store(false, Ordering::SeqCst);
                self.house().clock.advance(2 * MINUTE);
                self.settle().await;
            }
            Act::Office { act, missing, given } => self.office(act, missing, given).await?,
            Act::StaffTakes => {
                self.desk.take(&self.officer, &self.person).await.map_err(|e| e.to_string())?
            }
            Act::StaffWrites(text) => {
                self.desk.reply(&self.officer, &self.person, text).await.map_err(|e| e.to_string())?;
            }
            Act::StaffGivesBack => {
                self.desk.give_back(&self.officer, &self.person).await.map_err(|e| e.to_string())?;
            }
            Act::OthersTake { place, day } => self.others_take(place, day).await,
            Act::SomeoneFiled { nik } => self.someone_filed(nik).await,
            Act::TypesCode => {
                let letters = self.mailbox.letters();
                let newest = letters.last().ok_or("no e-mail came")?;
                let body = newest.body.expose();
                let at = body.find(|c: char| c.is_ascii_digit()).ok_or("no code in it")?;
                self.does(Body::Text { text: Redacted::from(body[at..at + 6].to_owned()) }).await;
            }
            Act::FillsIn(text) => self.fills_in(text).await?,
            Act::Filed(fields) => return self.filed(fields).await,
        }
        self.settle().await;
        Ok(())
    }

    async fn does(&mut self, body: Body) {
        self.arrive(vec![body], None).await;
    }

    async fn arrive(&mut self, bodies: Vec<Body>, album: Option<&str>) {
        let now = self.house().clock.now();
        let from = self.address.value.expose();
        let arrivals = bodies
            .into_iter()
            .map(|body| self.channel.local.arrival(from, now, body, album.map(str::to_owned)))
            .collect();
        self.runtime.inbox.ingest(self.channel.kind(), arrivals).await.expect("what arrives is stored");
        // The rest of an album is waited for a moment.
        self.house().clock.advance(1_000);
    }

    async fn sends(&mut self, sent: &Sent) {
        let photo = |bytes: Vec<u8>| self.channel.local.file(MediaKind::Photo, "image/jpeg", bytes);
        let other = |kind: MediaKind, mime: &str| self.channel.local.file(kind, mime, vec![0; 64]);
        let body = match sent {
            Sent::Photo(Verdict::Gone("photo-advice-gone")) => match photo(Vec::new()) {
                Body::Media { mut media, caption } => {
                    media.provider_media_id = "expired".into();
                    Body::Media { media, caption }
                }
                other => other,
            },
            Sent::Photo(Verdict::Gone("photo-advice-active-pdf")) => {
                self.channel.local.file(MediaKind::Document, "application/pdf", pictures::active_pdf())
            }
            Sent::Photo(verdict) => {
                if *verdict == Verdict::Slow {
                    self.channel.held.store(true, Ordering::SeqCst);
                }
                photo(pictures::photo(*verdict))
            }
            Sent::Album(count) => {
                let photos = (0..*count).map(|_| photo(pictures::photo(Verdict::Good))).collect();
                return self.arrive(photos, Some("album-1")).await;
            }
            Sent::Pdf => self.channel.local.file(MediaKind::Document, "application/pdf", pictures::pdf()),
            Sent::Video => other(MediaKind::Video, "video/mp4"),
            Sent::Voice => other(MediaKind::Audio, "audio/ogg"),
            Sent::Sticker => other(MediaKind::Sticker, "image/webp"),
            Sent::Location => Body::Location { latitude: -8.1, longitude: 115.1, name: None },
            Sent::Contact(phone) => {
                Body::Contact { phone: phone.clone().map(Redacted::from), own: false, name: None }
            }
            Sent::OwnNumber(phone) => {
                Body::Contact { phone: Some(Redacted::from(phone.clone())), own: true, name: None }
            }
            Sent::Poll => Body::Unsupported { kind: "poll".into(), caption: None },
            Sent::Reaction => Body::Reaction { emoji: Some("👍".into()) },
            Sent::Edit => Body::Edited { original: "1".into(), text: None, media: None },
        };
        self.does(body).await;
    }

    /// Opens the page behind the newest link and fills it in. What the page says to it is a bubble of its own.
    async fn fills_in(&mut self, text: &str) -> Result<(), String> {
        let link = self.said.iter().rev().find_map(|b| b.link.clone()).ok_or("no link was sent")?;
        let token = link.rsplit('/').next().unwrap_or_default();
        let pages = Pages::new(self.house().clone());
        let view = pages.view(token).await.map_err(|e| e.to_string())?;
        let answered = if view.past.as_deref() == Some(text) {
            pages.pass_by(token).await
        } else {
            pages.answer(token, text).await
        };
        let said = match answered.map_err(|e| e.to_string())? {
            Answered::Taken { .. } => return Ok(()),
            Answered::Again { fault, suggestion } => {
                let meant = suggestion.map(|s| format!("\n{}", s.expose())).unwrap_or_default();
                format!("{fault}{meant}")
            }
        };
        let page = Bubble { text: format!("(halaman) {said}"), buttons: Vec::new(), link: None };
        self.said.push(page.clone());
        self.fresh.push(page);
        Ok(())
    }

    async fn office(&mut self, act: &str, missing: &[String], given: &str) -> Result<(), String> {
        let act = CaseAct::parse(act).ok_or_else(|| format!("no act is called {act}"))?;
        let (counter, day) = given.split_once(' ').unwrap_or_default();
        let given = Given {
            reason: given.to_owned(),
            missing: missing.to_vec(),
            counter: counter.to_owned(),
            pickup_date: day.to_owned(),
        };
        let dossier = self.newest_case().await?;
        let mut work = self.house().store.begin().await.map_err(|e| e.to_string())?;
        let version = work.case(&dossier).await.map_err(|e| e.to_string())?.version;
        drop(work);
        self.cases
            .act(&self.officer, &dossier, version, act, &given)
            .await
            .map_err(|e| format!("{act:?}: {e}"))?;
        Ok(())
    }

    async fn newest_case(&self) -> Result<DossierId, String> {
        let mut work = self.house().store.begin().await.map_err(|e| e.to_string())?;
        let cases = work.cases_of(&self.person).await.map_err(|e| e.to_string())?;
        cases.first().map(|c| c.dossier.clone()).ok_or_else(|| "nothing was filed".into())
    }

    async fn filed(&self, fields: &[(String, String)]) -> Result<(), String> {
        let dossier = self.newest_case().await?;
        let mut work = self.house().store.begin().await.map_err(|e| e.to_string())?;
        let payload = work.dossier_payload(&dossier).await.map_err(|e| e.to_string())?;
        transcript::holds(&payload, fields)
    }

    /// Strangers take every place of a counter on a day.
    async fn others_take(&self, place: &str, day: &str) {
        let house = self.house();
        let mut work = house.store.begin().await.expect("the database answers");
        for (name, all) in &house.library.office.appointments {
            for hours in &all.hours {
                let (calendar, place, day) = (name.clone(), place.to_owned(), day.to_owned());
                let wanted = Booking { calendar, place, day, hours: hours.clone() };
                let quota = all.quota(&wanted.place);
                while work.take_slot(&house.library.office.id, &wanted, quota).await.expect("it answers") {}
            }
        }
        work.commit().await.expect("committed");
    }

    /// A stranger has an open request for this NIK.
    async fn someone_filed(&self, nik: &str) {
        let house = self.house();
        let now = house.clock.now();
        let definition: &Definition = house.library.catalogue.services.values().next().expect("a service");
        let address = Address { kind: AddressKind::TgUser, value: Redacted::from("9900000001".to_owned()) };
        let mut work = house.store.begin().await.expect("the database answers");
        let fresh: PersonId = house.mint.id();
        let stranger = work.person_of(&[address], None, &fresh, "id", now).await.expect("a stranger");
        let field = DossierField {
            question: "nik".into(),
            kind: "nik".into(),
            value: Some(Redacted::from(nik.to_owned())),
            flags: Vec::new(),
        };
        let payload = DossierPayload {
            v: DossierPayload::VERSION,
            fields: vec![field],
            files: Vec::new(),
            confirmed_at: now,
        };
        let id: DossierId = house.mint.id();
        let dossier = NewDossier {
            id: &id,
            ticket: "SAPA-2611-00001-A",
            office: &house.library.office.id,
            service: &definition.service,
            person: &stranger,
            definition: &definition.hash,
            consent: None,
            payload: &payload,
            nik: Some(nik),
        };
        work.add_dossier(&dossier, now).await.expect("a stranger files");
        work.commit().await.expect("committed");
    }

    async fn settle(&mut self) {
        self.runtime.settle().await.expect("the runtime settles");
        for shown in self.channel.local.take() {
            let bubble = Bubble::of(&shown.message);
            self.said.push(bubble.clone());
            self.fresh.push(bubble);
        }
        self.note_question().await;
    }

    async fn note_question(&self) {
        let mut work = self.house().store.begin().await.expect("the database answers");
        let Some(json) = work.session(&self.person).await.expect("a session reads") else { return };
        let session: Session = serde_json::from_str(&json).expect("a session reads");
        let Some(service) = &session.service else { return };
        let definition = &self.house().library.catalogue.services[service];
        if let Some(question) = session.current(definition) {
            let mut asked = self.asked.lock().expect("nobody panicked");
            asked.insert(format!("{service}/{}", question.id));
        }
    }

    pub(crate) fn expect(&mut self, expected: &Expected) -> Result<(), String> {
        let fresh: Vec<Bubble> = self.fresh.drain(..).collect();
        if *expected == Expected::Blank {
            self.blanks.push(fresh.clone());
        }
        expected.met_by(&fresh)
    }
}
