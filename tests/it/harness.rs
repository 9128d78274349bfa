//! The whole runtime in this process, with channels that lead nowhere and a clock that is moved by hand.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use sapa::blobs::Blobs;
use sapa::channels::local::{Local, Shown};
use sapa::domain::Millis;
use sapa::domain::ids::StaffId;
use sapa::domain::inbound::{Arrived, Body, ChannelKind};
use sapa::domain::outbound::Sensitive;
use sapa::domain::redacted::Redacted;
use sapa::domain::staff::{Role, Staff};
use sapa::pubsub::Bus;
use sapa::runtime::Runtime;
use sapa::runtime::house::{Adviser, Clock, House, Judge, Minter};
use sapa::runtime::library::Library;
use sapa::runtime::pace::Pace;
use sapa::runtime::ports::{Channel, Ingest, Mailer};
use sapa::telemetry::Metrics;

use crate::databases::TestDb;
use crate::mood::{Mood, Moody};

fn shipped() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> =
        LazyLock::new(|| Arc::new(Library::embedded("buleleng").expect("the shipped library is sound")));
    LIBRARY.clone()
}

/// Somebody who may do everything in the console.
pub(crate) fn officer() -> Staff {
    Staff {
        id: StaffId::parse("stf_01J00000000000000000009901").expect("an id"),
        login: "petugas".into(),
        name: "Petugas Contoh".into(),
        roles: Role::ALL.to_vec(),
        lang: "id".into(),
        disabled: false,
        must_change_password: false,
    }
}

/// A running office.
pub(crate) struct Harness {
    pub(crate) runtime: Runtime,
    pub(crate) db: TestDb,
    channels: BTreeMap<ChannelKind, Arc<Local>>,
    mood: Arc<Mutex<Mood>>,
    office: Office,
}

/// What offices differ in.
#[derive(Clone)]
struct Office {
    library: Arc<Library>,
    mail: Option<Arc<dyn Mailer>>,
    adviser: Option<Adviser>,
}

impl Office {
    fn shipped() -> Office {
        Office { library: shipped(), mail: None, adviser: None }
    }
}

impl Harness {
    /// Opens the office at this moment; everything is asked for in the chat.
    pub(crate) async fn new(now: Millis, db: TestDb) -> Harness {
        Harness::asking(now, db, |_| Sensitive::Chat).await
    }

    /// The same with what each channel wants to be asked for on a page.
    pub(crate) async fn asking(
        now: Millis,
        db: TestDb,
        sensitive: impl Fn(ChannelKind) -> Sensitive,
    ) -> Harness {
        let local = |kind| Arc::new(Local::new(kind).asking(sensitive(kind)));
        let channels = ChannelKind::ALL.into_iter().map(|kind| (kind, local(kind))).collect();
        Harness::open(now, db, channels, Arc::default(), Office::shipped()).await
    }

    /// An office with these conversations, whose e-mails leave this way.
    pub(crate) async fn mailing(
        now: Millis,
        db: TestDb,
        library: Arc<Library>,
        mail: Option<Arc<dyn Mailer>>,
    ) -> Harness {
        Harness::of(now, db, Office { library, mail, ..Office::shipped() }).await
    }

    /// The same with a model that free questions are put to.
    pub(crate) async fn advised(now: Millis, db: TestDb, adviser: Adviser) -> Harness {
        Harness::of(now, db, Office { adviser: Some(adviser), ..Office::shipped() }).await
    }

    async fn of(now: Millis, db: TestDb, office: Office) -> Harness {
        let local = |kind| Arc::new(Local::new(kind).asking(Sensitive::Chat));
        let channels = ChannelKind::ALL.into_iter().map(|kind| (kind, local(kind))).collect();
        Harness::open(now, db, channels, Arc::default(), office).await
    }

    async fn open(
        now: Millis,
        db: TestDb,
        channels: BTreeMap<ChannelKind, Arc<Local>>,
        mood: Arc<Mutex<Mood>>,
        office: Office,
    ) -> Harness {
        let clock = Clock::manual(now);
        let moody = |local: &Arc<Local>| Moody { local: local.clone(), mood: mood.clone() };
        let doors = channels.iter().map(|(kind, local)| (*kind, Arc::new(moody(local)) as Arc<dyn Channel>));
        let doors = doors.collect();
        let blobs =
            Blobs::folder(&db.folder().join("files"), TestDb::vault()).expect("a folder for files is made");
        let house = House {
            store: db.store().await,
            files: Arc::new(blobs),
            library: office.library.clone().into(),
            channels: Arc::new(doors),
            bus: Bus::default(),
            mint: Minter::new(clock.clone()),
            clock,
            metrics: Arc::new(Metrics::new()),
            mail: office.mail.clone(),
            judge: Judge::default(),
            public_url: Some("https://sapa.example.go.id".into()),
            adviser: office.adviser.clone(),
        };
        Harness { runtime: Runtime::new(house, Pace::default()), db, channels, mood, office }
    }

    /// The process dies here and starts again, with what was committed; the platforms live on.
    pub(crate) async fn restart(self) -> Harness {
        let now = self.runtime.house.clock.now();
        self.runtime.house.store.close().await;
        Harness::open(now, self.db, self.channels, self.mood, self.office).await
    }

    /// The same, and nobody takes e-mails any more.
    pub(crate) async fn restart_without_mail(mut self) -> Harness {
        self.office.mail = None;
        self.restart().await
    }

    /// The same, and from now on no model is configured.
    pub(crate) async fn restart_without_model(mut self) -> Harness {
        self.office.adviser = None;
        self.restart().await
    }

    /// How both platforms feel; well at first.
    pub(crate) fn mood(&self) -> MutexGuard<'_, Mood> {
        self.mood.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn channel(&self, kind: ChannelKind) -> &Local {
        &self.channels[&kind]
    }

    /// Stores something that a person did. It is served by [`Harness::settle`].
    pub(crate) async fn say(&self, person: &str, channel: ChannelKind, body: Body) {
        let now = self.runtime.house.clock.now();
        let arrived = self.channel(channel).arrival(person, now, body, None);
        self.ingest(channel, vec![arrived]).await;
    }

    pub(crate) async fn ingest(&self, channel: ChannelKind, arrivals: Vec<Arrived>) {
        self.runtime.inbox.ingest(channel, arrivals).await.expect("what arrives is stored");
    }

    /// Says a sentence and gives all that is answered.
    pub(crate) async fn ask(&self, person: &str, channel: ChannelKind, text: &str) -> String {
        self.say(person, channel, Body::Text { text: Redacted::from(text.to_owned()) }).await;
        self.settle().await;
        self.shown(channel).iter().map(|s| s.message.text.expose().as_str()).collect::<Vec<_>>().join("\n")
    }

    /// Time passes, and everything that is due is done.
    pub(crate) async fn wait(&self, by: Millis) {
        self.runtime.house.clock.advance(by);
        self.settle().await;
    }

    /// Does everything that is due now.
    pub(crate) async fn settle(&self) {
        self.runtime.settle().await.expect("the runtime settles");
    }

    /// What was sent since the last look.
    pub(crate) fn shown(&self, channel: ChannelKind) -> Vec<Shown> {
        self.channel(channel).take()
    }
}
