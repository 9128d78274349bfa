//! The reply window: plainly inside it, as a template outside of it, by another channel, or not before the citizen
//! writes. One office with a channel whose refusals are planned.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use sapa::blobs::Blobs;
use sapa::channels::local::{Local, Shown};
use sapa::domain::Millis;
use sapa::domain::chat::Author;
use sapa::domain::ids::{MessageId, PersonId};
use sapa::domain::inbound::{
    Address, AddressKind, ArrivalClass, Arrived, Body, ChannelKind, Delivery, DeliveryStatus, Inbound,
    MediaKind, MediaRef,
};
use sapa::domain::outbound::{Abilities, Attachment, Choice, Outgoing, Sensitive, Spent, Turning};
use sapa::domain::redacted::Redacted;
use sapa::domain::template::{Filled, Occasion, Standing, TemplateNews};
use sapa::pubsub::Bus;
use sapa::runtime::Runtime;
use sapa::runtime::desk::Desk;
use sapa::runtime::house::{Clock, House, Judge, Minter};
use sapa::runtime::library::Library;
use sapa::runtime::pace::{Budget, Pace};
use sapa::runtime::ports::{Channel, FetchError, FileError, FileStore, Ingest, SendError, Sent};
use sapa::store::{Priority, TemplateLine};
use sapa::telemetry::Metrics;
use tokio::sync::Notify;

use crate::databases::{NOW, TestDb};
use crate::harness::officer;

const HOUR: Millis = 60 * 60 * 1000;
const AYU: &str = "+6281200009901";

/// A channel that refuses when it is told to, and remembers who called.
struct Moody {
    local: Local,
    refusals: Mutex<VecDeque<SendError>>,
    calls: Mutex<u32>,
    fate: Mutex<Option<SendError>>,
    news: Mutex<Vec<TemplateNews>>,
    files: Mutex<Files>,
    /// How often it showed that it takes long, and those who wait for that.
    shown: Mutex<u32>,
    showing: Notify,
}

/// When a file comes.
#[derive(Clone, Copy, Default)]
enum Files {
    #[default]
    AtOnce,
    /// When the citizen was shown that it takes long.
    OnceShown,
    Never,
}

impl Moody {
    fn new(kind: ChannelKind) -> Arc<Moody> {
        Arc::new(Moody {
            local: Local::new(kind),
            refusals: Mutex::default(),
            calls: Mutex::default(),
            fate: Mutex::default(),
            news: Mutex::default(),
            files: Mutex::default(),
            shown: Mutex::default(),
            showing: Notify::new(),
        })
    }

    fn refuse(&self, error: SendError) {
        self.refusals.lock().expect("no panic").push_back(error);
    }

    fn calls(&self) -> u32 {
        *self.calls.lock().expect("no panic")
    }

    fn next_refusal(&self) -> Option<SendError> {
        *self.calls.lock().expect("no panic") += 1;
        self.refusals.lock().expect("no panic").pop_front()
    }
}

impl Channel for Moody {
    fn kind(&self) -> ChannelKind {
        self.local.kind()
    }
    fn abilities(&self) -> &Abilities {
        self.local.abilities()
    }
    fn sensitive(&self) -> Sensitive {
        Sensitive::Chat
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
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        match self.next_refusal() {
            Some(error) => Box::pin(std::future::ready(Err(error))),
            None => self.local.send(to, id, message, file),
        }
    }
    fn send_template<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        template: &'a Filled,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        match self.next_refusal() {
            Some(error) => Box::pin(std::future::ready(Err(error))),
            None => self.local.send_template(to, id, template),
        }
    }
    fn fate(&self, _status: &DeliveryStatus) -> SendError {
        let planned = self.fate.lock().expect("no panic").clone();
        planned.unwrap_or(SendError::Refused { why: "failed".into() })
    }
    fn template_news(&self, _fragment: &str) -> Vec<TemplateNews> {
        std::mem::take(&mut *self.news.lock().expect("no panic"))
    }
    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        let files = *self.files.lock().expect("no panic");
        Box::pin(async move {
            match files {
                Files::AtOnce => {}
                Files::OnceShown => self.showing.notified().await,
                Files::Never => std::future::pending().await,
            }
            self.local.fetch(media).await
        })
    }
    fn working<'a>(&'a self, _from: &'a [Address], _inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        *self.shown.lock().expect("no panic") += 1;
        self.showing.notify_one();
        Box::pin(std::future::ready(()))
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

struct Office {
    runtime: Runtime,
    whatsapp: Arc<Moody>,
    telegram: Arc<Moody>,
    db: TestDb,
}

impl Office {
    async fn open() -> Office {
        Office::paced(Pace::default()).await
    }

    async fn paced(pace: Pace) -> Office {
        Office::built(pace, None).await
    }

    async fn built(pace: Pace, files: Option<Arc<dyn FileStore>>) -> Office {
        let (whatsapp, telegram) = (Moody::new(ChannelKind::Whatsapp), Moody::new(ChannelKind::Telegram));
        let doors: BTreeMap<ChannelKind, Arc<dyn Channel>> = BTreeMap::from([
            (ChannelKind::Whatsapp, whatsapp.clone() as Arc<dyn Channel>),
            (ChannelKind::Telegram, telegram.clone() as Arc<dyn Channel>),
        ]);
        let db = TestDb::sqlite();
        let clock = Clock::manual(NOW);
        let folder = || Blobs::folder(&db.folder().join("files"), TestDb::vault()).expect("a folder");
        let house = House {
            store: db.store().await,
            files: files.unwrap_or_else(|| Arc::new(folder())),
            library: Library::embedded("buleleng").expect("the shipped library is sound").into(),
            channels: Arc::new(doors),
            mail: None,
            judge: Judge::default(),
            bus: Bus::default(),
            mint: Minter::new(clock.clone()),
            clock,
            metrics: Arc::new(Metrics::new()),
            public_url: None,
            adviser: None,
        };
        Office { runtime: Runtime::new(house, pace), whatsapp, telegram, db }
    }

    fn house(&self) -> &House {
        &self.runtime.house
    }

    /// Somebody writes; what is answered is forgotten.
    async fn person(&self, number: &str) -> PersonId {
        self.says(number, "halo").await;
        self.whatsapp.local.take();
        self.person_of(number).await
    }

    async fn person_of(&self, number: &str) -> PersonId {
        let mut work = self.house().store.begin().await.expect("a transaction");
        let address = Address { kind: AddressKind::WaPhone, value: Redacted::from(number.to_owned()) };
        let fresh: PersonId = self.house().mint.id();
        let person = work.person_of(&[address], None, &fresh, "id", self.house().clock.now()).await;
        work.commit().await.expect("committed");
        person.expect("known")
    }

    async fn says(&self, number: &str, text: &str) {
        self.does(number, Body::Text { text: Redacted::from(text.to_owned()) }).await;
    }

    async fn does(&self, number: &str, body: Body) {
        let arrived = self.whatsapp.local.arrival(number, self.house().clock.now(), body, None);
        self.runtime.inbox.ingest(ChannelKind::Whatsapp, vec![arrived]).await.expect("stored");
        self.runtime.settle().await.expect("settled");
    }

    async fn waits(&self, by: Millis) -> Vec<Shown> {
        self.house().clock.advance(by);
        self.runtime.settle().await.expect("settled");
        self.whatsapp.local.take()
    }

    async fn push(&self, person: &PersonId, text: &str, occasion: Option<Occasion>) -> MessageId {
        let library = &self.house().library;
        let fill = |occasion| {
            let values = [("ticket", "SAPA-2611-00482-Z".to_owned()), ("queue", "SKS-1".to_owned())];
            library.templates.get(&occasion)?.fill("id", "id", &values, None)
        };
        let bubble = Outgoing { outside: occasion.and_then(fill), ..Outgoing::text(text) };
        let id: MessageId = self.house().mint.id();
        let now = self.house().clock.now();
        let mut work = self.house().store.begin().await.expect("a transaction");
        work.send(&id, person, ChannelKind::Whatsapp, &Author::Office, "push", &bubble, Priority::Push, now)
            .await
            .expect("queued");
        work.commit().await.expect("committed");
        self.runtime.settle().await.expect("settled");
        id
    }

    /// Writes a bubble that nobody has sent yet.
    async fn queue(&self, person: &PersonId, text: &str, priority: Priority) {
        self.queue_bubble(person, Outgoing::text(text), priority).await;
    }

    async fn queue_bubble(&self, person: &PersonId, bubble: Outgoing, priority: Priority) -> MessageId {
        let (id, channel): (MessageId, _) = (self.house().mint.id(), ChannelKind::Whatsapp);
        let now = self.house().clock.now();
        let mut work = self.house().store.begin().await.expect("a transaction");
        work.send(&id, person, channel, &Author::Bot, priority.kind(), &bubble, priority, now)
            .await
            .expect("queued");
        work.commit().await.expect("committed");
        id
    }

    async fn template_is(&self, standing: Standing) {
        let mut work = self.house().store.begin().await.expect("a transaction");
        work.note_template(&TemplateLine {
            channel: ChannelKind::Whatsapp,
            name: "sapa_siap_diambil".into(),
            language: "id".into(),
            standing,
            detail: "told by a test".into(),
            at: NOW,
        })
        .await
        .expect("noted");
        work.commit().await.expect("committed");
    }

    async fn status(&self, id: &MessageId) -> String {
        self.db.value(&format!("SELECT status FROM messages WHERE id = '{id}'")).await.unwrap_or_default()
    }

    async fn count(&self, table: &str) -> String {
        self.db.value(&format!("SELECT CAST(COUNT(*) AS TEXT) FROM {table}")).await.unwrap_or_default()
    }

    /// A bubble of Ayu's that was taken failed later.
    async fn fails(&self, id: &MessageId, fate: SendError) {
        *self.whatsapp.fate.lock().expect("no panic") = Some(fate);
        let status = DeliveryStatus {
            wire_id: format!("local-{id}"),
            message_id: Some(id.to_string()),
            state: Delivery::Failed,
            error: Some("131047".into()),
        };
        self.does(AYU, Body::Status(status)).await;
    }

    /// The platform has news about the office's own account.
    async fn account_news(&self, field: &str, event: &str, about: Option<&str>) {
        let body = Body::Account {
            field: field.into(),
            event: Some(event.into()),
            about: about.map(str::to_owned),
            summary: format!("event {event}"),
        };
        let arrived = self.whatsapp.local.arrival(AYU, NOW, body, None);
        let about_us = Arrived { addresses: Vec::new(), class: ArrivalClass::Account, ..arrived };
        self.runtime.inbox.ingest(ChannelKind::Whatsapp, vec![about_us]).await.expect("stored");
        self.runtime.settle().await.expect("settled");
    }

    async fn alarms(&self) -> Vec<String> {
        let alarms = self.house().store.open_alarms().await.expect("read");
        alarms.into_iter().map(|a| format!("{} {}", a.kind, a.subject)).collect()
    }
}

fn texts(shown: &[Shown]) -> Vec<String> {
    shown
        .iter()
        .map(|s| match &s.template {
            Some(name) => format!("[{name}] {}", s.message.text.expose().lines().next().unwrap_or_default()),
            None => s.message.text.expose().clone(),
        })
        .collect()
}

#[tokio::test]
async fn inside_the_window_words_outside_the_template_that_says_the_same() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["siap diambil"]);
    office.waits(25 * HOUR).await;
    let id = office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["[sapa_siap_diambil] SAPA-2611-00482-Z"]);
    assert_eq!(office.status(&id).await, "accepted");
    let sent_as = office.db.value(&format!("SELECT sent_as FROM messages WHERE id = '{id}'")).await;
    assert_eq!(sent_as.as_deref(), Some("sapa_siap_diambil"));
    assert_eq!(office.alarms().await, Vec::<String>::new());
}

#[tokio::test]
async fn what_has_no_template_waits_for_the_citizen_and_holds_nothing_up() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.waits(25 * HOUR).await;
    let held = office.push(&ayu, "tanpa templat", None).await;
    assert_eq!(texts(&office.whatsapp.local.take()), Vec::<String>::new());
    assert_eq!(
        (office.status(&held).await.as_str(), office.count("held_messages").await.as_str()),
        ("queued", "1")
    );
    assert_eq!(office.alarms().await, [format!("window_closed {ayu}")]);
    // What may leave passes what must wait.
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["[sapa_siap_diambil] SAPA-2611-00482-Z"]);
    office.says(AYU, "menu").await;
    let shown = texts(&office.whatsapp.local.take());
    assert_eq!(
        (shown.len(), shown[0].as_str()),
        (2, "tanpa templat"),
        "first what waited, then the answer: {shown:?}"
    );
    assert_eq!((office.count("held_messages").await.as_str(), office.alarms().await.len()), ("0", 0));
}

#[tokio::test]
async fn a_paused_template_is_an_alarm_and_the_message_leaves_when_it_is_approved_again() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.waits(25 * HOUR).await;
    office.template_is(Standing::Paused).await;
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.whatsapp.local.take()), Vec::<String>::new());
    let alarms = office.alarms().await;
    assert!(alarms.contains(&"template_unusable whatsapp:sapa_siap_diambil/id".to_owned()), "{alarms:?}");
    // Refused in the call, with nothing known before: the same, and remembered.
    office.template_is(Standing::Approved).await;
    office.whatsapp.refuse(SendError::Template { standing: Some(Standing::Disabled), why: "132016".into() });
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    let standing = office.house().store.templates().await.expect("read");
    assert_eq!(standing[0].standing, Standing::Disabled);
    assert_eq!(office.count("held_messages").await, "2");
    assert!(office.waits(HOUR).await.is_empty());
}

#[tokio::test]
async fn an_officers_answer_is_announced_once_and_follows_the_tap() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    let desk = Desk::new(office.house().clone());
    desk.take(&officer(), &ayu).await.expect("taken");
    office.runtime.settle().await.expect("settled");
    office.whatsapp.local.take();
    office.waits(30 * HOUR).await;
    desk.take(&officer(), &ayu).await.expect("taken");
    office.runtime.settle().await.expect("settled");
    office.whatsapp.local.take();
    desk.reply(&officer(), &ayu, "Silakan datang Senin.").await.expect("held");
    desk.reply(&officer(), &ayu, "Bawa KK.").await.expect("held");
    office.runtime.settle().await.expect("settled");
    let shown = office.whatsapp.local.take();
    assert_eq!(texts(&shown), ["[sapa_petugas_menjawab] Disdukcapil Kabupaten Buleleng"]);
    let payload = shown[0].message.choices[0].id.clone();
    let title = Redacted::from("Baca jawaban".to_owned());
    office.does(AYU, Body::Tap { payload, title, callback_id: None }).await;
    let shown = texts(&office.whatsapp.local.take());
    let answers: Vec<&String> =
        shown.iter().filter(|t| !t.contains("menyerahkan") && !t.contains("petugas")).collect();
    assert_eq!(answers, ["Silakan datang Senin.", "Bawa KK."], "{shown:?}");
}

#[tokio::test]
async fn a_window_that_the_platform_finds_shut_is_tried_once_more_and_then_believed() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    let shut = || SendError::WindowClosed { why: "131047".into() };
    office.whatsapp.refuse(shut());
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.waits(4_000).await), Vec::<String>::new());
    assert_eq!(texts(&office.waits(2_000).await), ["siap diambil"], "the platform's window lagged");
    office.whatsapp.refuse(shut());
    office.whatsapp.refuse(shut());
    office.push(&ayu, "siap lagi", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.waits(6_000).await), ["[sapa_siap_diambil] SAPA-2611-00482-Z"]);
}

#[tokio::test]
async fn a_message_that_was_taken_and_failed_later_goes_the_same_ways() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    let fails = async |id: &MessageId, fate: SendError| office.fails(id, fate).await;
    let shut = || SendError::WindowClosed { why: "131047".into() };
    let id = office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["siap diambil"]);
    fails(&id, shut()).await;
    assert_eq!(
        (office.status(&id).await.as_str(), texts(&office.waits(6_000).await)),
        ("queued", vec!["siap diambil".to_owned()])
    );
    fails(&id, shut()).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["[sapa_siap_diambil] SAPA-2611-00482-Z"]);
    // The template, too: it waits.
    fails(&id, SendError::Template { standing: Some(Standing::Paused), why: "132015".into() }).await;
    assert_eq!(
        (office.status(&id).await.as_str(), office.count("held_messages").await.as_str()),
        ("queued", "1")
    );
    let dead = office.push(&ayu, "lain", None).await;
    office.says(AYU, "menu").await;
    office.whatsapp.local.take();
    fails(&dead, SendError::Refused { why: "100 invalid parameter".into() }).await;
    assert_eq!(office.status(&dead).await, "failed");
    assert!(office.alarms().await.contains(&format!("message_failed {dead}")));
}

#[tokio::test]
async fn a_linked_channel_is_the_way_around() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    let link = |value: &str, kind| Address { kind, value: Redacted::from(value.to_owned()) };
    let both = [link(AYU, AddressKind::WaPhone), link("9901", AddressKind::TgUser)];
    let mut work = office.house().store.begin().await.expect("a transaction");
    let fresh: PersonId = office.house().mint.id();
    assert_eq!(work.person_of(&both, None, &fresh, "id", NOW).await.expect("linked"), ayu);
    work.commit().await.expect("committed");
    office.waits(25 * HOUR).await;
    let id = office.push(&ayu, "tanpa templat", None).await;
    assert_eq!(texts(&office.telegram.local.take()), ["tanpa templat"]);
    assert_eq!(office.status(&id).await, "accepted");
    // Blocked there, shut here: now it waits, and nobody is called in vain.
    office.telegram.refuse(SendError::Unreachable { why: "blocked".into() });
    let id = office.push(&ayu, "sekali lagi", None).await;
    assert_eq!(
        (office.status(&id).await.as_str(), office.count("held_messages").await.as_str()),
        ("failed", "0")
    );
    let calls = office.telegram.calls();
    office.push(&ayu, "masih ada", None).await;
    assert_eq!((office.telegram.calls(), office.count("held_messages").await.as_str()), (calls, "1"));
}

#[tokio::test]
async fn who_blocked_us_is_not_called_and_is_welcome_back() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.whatsapp.refuse(SendError::Unreachable { why: "131026".into() });
    let first = office.push(&ayu, "satu", None).await;
    let calls = office.whatsapp.calls();
    let second = office.push(&ayu, "dua", None).await;
    assert_eq!(
        (office.status(&first).await.as_str(), office.status(&second).await.as_str()),
        ("failed", "failed")
    );
    assert_eq!(office.whatsapp.calls(), calls, "nobody calls in vain");
    office.says(AYU, "menu").await;
    office.whatsapp.local.take();
    office.push(&ayu, "tiga", None).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["tiga"]);
}

#[tokio::test]
async fn nothing_unasked_leaves_while_the_platform_says_stop() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.waits(25 * HOUR).await;
    let after = std::time::Duration::from_secs(6 * 3600);
    office.whatsapp.refuse(SendError::StopUnasked { after, why: "131048".into() });
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    let made = office.person("+6281200009902").await;
    let calls = office.whatsapp.calls();
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(office.whatsapp.calls(), calls);
    // Answers go on.
    office.push(&made, "jawaban", None).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["jawaban"]);
    assert_eq!(texts(&office.waits(7 * HOUR).await).len(), 2);
}

#[tokio::test]
async fn a_file_of_many_messages_to_one_person_keeps_nobody_waiting() {
    let budget = Budget { per_second: 10, person_interval: 0, person_burst: 0 };
    let office = Office::paced(Pace::new([(ChannelKind::Whatsapp, budget)])).await;
    let heavy = office.person(AYU).await;
    let mut others = Vec::new();
    for n in 10..18 {
        let number = format!("+62812000099{n}");
        office.says(&number, "halo").await;
        others.push(number);
    }
    office.waits(HOUR).await;
    for n in 0..30 {
        office.queue(&heavy, &format!("banyak {n}"), Priority::Reply).await;
    }
    for number in &others {
        let person = office.person_of(number).await;
        office.queue(&person, "ingat", Priority::Reminder).await;
        office.queue(&person, "kabar", Priority::Push).await;
    }
    let mut order = Vec::new();
    for _ in 0..70 {
        order.extend(texts(&office.waits(100).await));
    }
    order.retain(|text| ["banyak", "ingat", "kabar"].iter().any(|ours| text.starts_with(ours)));
    assert_eq!(order.len(), 46);
    let last_news = order.iter().rposition(|t| t == "kabar").expect("said");
    let heavy_before = order[..last_news].iter().filter(|t| t.starts_with("banyak")).count();
    assert!(heavy_before < 30, "eight people waited behind one: {heavy_before}");
}

#[tokio::test]
async fn an_answer_leaves_before_the_reminders_of_people_who_were_never_served() {
    let budget = Budget { per_second: 5, person_interval: 0, person_burst: 0 };
    let office = Office::paced(Pace::new([(ChannelKind::Whatsapp, budget)])).await;
    let ayu = office.person(AYU).await;
    for n in 10..40 {
        let person = office.person_of(&format!("+62812000099{n}")).await;
        let now = office.house().clock.now();
        let mut work = office.house().store.begin().await.expect("a transaction");
        work.chat(&person, ChannelKind::Whatsapp, now).await.expect("a chat");
        work.open_window(&person, ChannelKind::Whatsapp, office.whatsapp.line(), now).await.expect("open");
        work.commit().await.expect("committed");
        office.queue(&person, "ingat", Priority::Reminder).await;
    }
    office.queue(&ayu, "jawaban", Priority::Reply).await;
    let mut left = texts(&office.waits(1_000).await);
    left.truncate(1);
    assert_eq!(left, ["jawaban"]);
    // News behind a reminder to the same person is as urgent as it is.
    let made = office.person_of("+6281200009939").await;
    office.queue(&made, "kabar", Priority::Push).await;
    let mut order = Vec::new();
    for _ in 0..3 {
        order.extend(texts(&office.waits(200).await));
    }
    assert!(order.contains(&"kabar".to_owned()), "{order:?}");
}

#[tokio::test]
async fn what_the_platform_tells_about_a_template_is_kept_and_frees_what_waited() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    office.waits(25 * HOUR).await;
    office.template_is(Standing::Rejected).await;
    office.push(&ayu, "siap diambil", Some(Occasion::Ready)).await;
    assert_eq!(office.count("held_messages").await, "1");
    let news = TemplateNews {
        name: "sapa_siap_diambil".into(),
        language: "id".into(),
        standing: Standing::Approved,
        detail: "approved".into(),
    };
    office.whatsapp.news.lock().expect("no panic").push(news);
    office.account_news("message_template_status_update", "APPROVED", None).await;
    assert_eq!(texts(&office.whatsapp.local.take()), ["[sapa_siap_diambil] SAPA-2611-00482-Z"]);
    let alarms = office.alarms().await;
    assert!(alarms.iter().all(|alarm| !alarm.starts_with("template_unusable")), "{alarms:?}");
}

#[tokio::test]
async fn a_ban_does_not_hide_behind_older_news_of_the_same_field() {
    let office = Office::open().await;
    for event in ["PARTNER_ADDED", "DISABLED_UPDATE", "DISABLED_UPDATE"] {
        office.account_news("account_update", event, None).await;
    }
    office.account_news("message_template_status_update", "PAUSED", Some("siap/id")).await;
    office.account_news("message_template_status_update", "PAUSED", Some("ulang/id")).await;
    let mut alarms = office.alarms().await;
    alarms.sort();
    let about = |what: &str| format!("account_news whatsapp:{what}");
    let expected = [
        about("account_update:DISABLED_UPDATE"),
        about("account_update:PARTNER_ADDED"),
        about("message_template_status_update:PAUSED:siap/id"),
        about("message_template_status_update:PAUSED:ulang/id"),
    ];
    assert_eq!(alarms, expected);
}

#[tokio::test]
async fn typing_shows_while_a_file_is_slow_and_only_where_the_bot_answers() {
    let photo =
        |office: &Office| office.whatsapp.local.file(MediaKind::Photo, "image/jpeg", vec![0xFF, 0xD8]);
    let shown = |office: &Office| *office.whatsapp.shown.lock().expect("no panic");
    let files = |office: &Office, files: Files| *office.whatsapp.files.lock().expect("no panic") = files;
    // To the turn alone, which is the one that shows; others of the photo's album are waited for before it.
    let sends_a_photo = async |office: &Office| {
        let now = office.house().clock.now();
        let arrived = office.whatsapp.local.arrival(AYU, now, photo(office), None);
        office.runtime.inbox.ingest(ChannelKind::Whatsapp, vec![arrived]).await.expect("stored");
        office.house().clock.advance(1_000);
        office.runtime.inbox.settle().await.expect("settled");
    };
    let without_a_file = async {
        let office = Office::open().await;
        office.says(AYU, "ktp hilang").await;
        office.does(AYU, Body::Reaction { emoji: Some("👍".into()) }).await;
        assert_eq!(shown(&office), 0);
    };
    let slow = async {
        let office = Office::open().await;
        office.says(AYU, "ktp hilang").await;
        files(&office, Files::OnceShown);
        sends_a_photo(&office).await;
        assert_eq!(shown(&office), 1);
    };
    let with_an_officer = async {
        let office = Office::open().await;
        office.says(AYU, "petugas").await;
        files(&office, Files::Never);
        sends_a_photo(&office).await;
        assert_eq!(shown(&office), 0);
    };
    tokio::join!(without_a_file, slow, with_an_officer);
}

#[tokio::test]
async fn a_message_that_reaches_nobody_is_an_alarm_whenever_the_platform_says_so() {
    for at_once in [true, false] {
        let office = Office::open().await;
        let ayu = office.person(AYU).await;
        let gone = SendError::Unreachable { why: "131026".into() };
        if at_once {
            office.whatsapp.refuse(gone);
            office.push(&ayu, "kabar", None).await;
        } else {
            let id = office.push(&ayu, "kabar", None).await;
            office.fails(&id, gone).await;
        }
        let alarms = office.alarms().await;
        assert!(alarms.iter().any(|alarm| alarm.starts_with("message_failed ")), "{at_once}: {alarms:?}");
        // Who is known to be out of reach is not called again, and not told of again.
        office.push(&ayu, "kabar lagi", None).await;
        assert_eq!(office.alarms().await.len(), alarms.len());
    }
}

#[tokio::test]
async fn an_officer_sees_what_advertisement_brought_a_person() {
    let office = Office::open().await;
    let said = Body::Text { text: Redacted::from("halo".to_owned()) };
    let arrived = office.whatsapp.local.arrival(AYU, NOW, said, None);
    let mut fragment: serde_json::Value = serde_json::from_str(arrived.fragment.expose()).expect("JSON");
    fragment["referral"] = "Urus KTP dari rumah".into();
    let arrived = Arrived { fragment: Redacted::from(fragment.to_string()), ..arrived };
    office.runtime.inbox.ingest(ChannelKind::Whatsapp, vec![arrived]).await.expect("stored");
    office.runtime.settle().await.expect("settled");
    let ayu = office.person_of(AYU).await;
    let lines = office.house().store.transcript(&ayu, None, 10).await.expect("read");
    let first = lines.first().and_then(|line| line.text.clone()).expect("a text");
    assert_eq!(first.expose(), "halo\n↗ Urus KTP dari rumah");
}

#[tokio::test]
async fn an_officer_sees_the_photo_that_an_edited_message_shows_now() {
    let office = Office::open().await;
    office.says(AYU, "halo").await;
    let photo = office.whatsapp.local.file(MediaKind::Photo, "image/jpeg", vec![0xFF, 0xD8]);
    let Body::Media { media, .. } = photo else { panic!("a photo is a file") };
    office.does(AYU, Body::Edited { original: "1".into(), text: None, media: Some(media) }).await;
    let ayu = office.person_of(AYU).await;
    let lines = office.house().store.transcript(&ayu, None, 10).await.expect("read");
    let edited = lines.iter().find(|line| line.kind == "edited").expect("it is in the transcript");
    assert!(edited.media.is_some());
}

fn with_a_file(text: &str) -> Outgoing {
    let attachment = Attachment {
        blob_key: "kept/form".into(),
        mime: "application/pdf".into(),
        file_name: Redacted::from("formulir.pdf".to_owned()),
    };
    Outgoing { attachment: Some(attachment), ..Outgoing::text(text) }
}

#[tokio::test]
async fn a_bubble_whose_file_is_gone_is_given_up_in_sight_of_staff_and_those_behind_it_go_on() {
    let office = Office::open().await;
    let ayu = office.person(AYU).await;
    let lost = office.queue_bubble(&ayu, with_a_file("ini formulirnya"), Priority::Reply).await;
    office.queue(&ayu, "sudah dikirim ya", Priority::Reply).await;
    assert_eq!(texts(&office.waits(0).await), [""; 0]);
    for pause in [2_000, 3_000, 5_000] {
        assert_eq!(texts(&office.waits(pause).await), [""; 0], "after {pause}");
    }
    assert_eq!(texts(&office.waits(10_000).await), ["sudah dikirim ya"]);
    assert_eq!(office.status(&lost).await, "failed");
    assert_eq!(office.alarms().await, [format!("message_failed {lost}")]);
}

/// A store that is out.
struct Out;

impl FileStore for Out {
    fn put<'a>(&'a self, _key: &'a str, _bytes: Vec<u8>) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(std::future::ready(Err(FileError::Unavailable("out".into()))))
    }
    fn get<'a>(&'a self, _key: &'a str) -> BoxFuture<'a, Result<Vec<u8>, FileError>> {
        Box::pin(std::future::ready(Err(FileError::Unavailable("out".into()))))
    }
    fn delete<'a>(&'a self, _key: &'a str) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(std::future::ready(Err(FileError::Unavailable("out".into()))))
    }
}

#[tokio::test]
async fn a_file_store_that_is_out_holds_its_bubble_for_a_day_and_no_longer() {
    let office = Office::built(Pace::default(), Some(Arc::new(Out))).await;
    let ayu = office.person(AYU).await;
    let stuck = office.queue_bubble(&ayu, with_a_file("ini formulirnya"), Priority::Reply).await;
    for _ in 0..20 {
        assert_eq!(texts(&office.waits(10 * 60_000).await), [""; 0]);
    }
    assert_eq!(office.status(&stuck).await, "queued");
    assert_eq!(office.alarms().await, ["outbox_waiting outbox"]);
    office.waits(20 * HOUR).await;
    // The window stays open: it is the file alone that keeps the bubble back.
    office.says(AYU, "halo?").await;
    assert_eq!(office.status(&stuck).await, "queued");
    office.waits(4 * HOUR).await;
    assert_eq!(office.status(&stuck).await, "failed");
    assert!(office.alarms().await.contains(&format!("message_failed {stuck}")));
}

#[tokio::test]
async fn the_next_choices_are_asked_for_by_the_word_on_their_button_on_either_channel() {
    for (number, kind) in [(AYU, ChannelKind::Whatsapp), ("+6281200009902", ChannelKind::Telegram)] {
        let office = Office::open().await;
        let door = if kind == ChannelKind::Whatsapp { &office.whatsapp } else { &office.telegram };
        let says = async |text: &str| {
            let body = Body::Text { text: Redacted::from(text.to_owned()) };
            let arrived = door.local.arrival(number, office.house().clock.now(), body, None);
            office.runtime.inbox.ingest(kind, vec![arrived]).await.expect("stored");
            office.runtime.settle().await.expect("settled");
            door.local.take()
        };
        says("halo").await;
        let person = office.db.value("SELECT id FROM persons").await.expect("known");
        let person = PersonId::parse(&person).expect("an id");
        let choice = |n| Choice { id: format!("x|{n}"), label: format!("Desa {n}"), description: None };
        let bubble = Outgoing {
            choices: (1..=40).map(choice).collect(),
            turning: Some(Turning { from: 0, previous: "Sebelumnya".into(), next: "Berikutnya".into() }),
            ..Outgoing::text("Desa yang mana?")
        };
        let (id, now): (MessageId, _) = (office.house().mint.id(), office.house().clock.now());
        let mut work = office.house().store.begin().await.expect("a transaction");
        work.send(&id, &person, kind, &Author::Bot, "text", &bubble, Priority::Reply, now)
            .await
            .expect("queued");
        work.commit().await.expect("committed");
        office.runtime.settle().await.expect("settled");
        door.local.take();
        let from = |shown: Vec<Shown>| -> Vec<usize> {
            shown.iter().filter_map(|s| s.message.turning.as_ref()).map(|turning| turning.from).collect()
        };
        let next = from(says("berikutnya").await);
        assert!(matches!(next[..], [from] if from > 0), "{kind:?}: {next:?}");
        assert_eq!(from(says("Sebelumnya").await), [0], "{kind:?}");
    }
}
