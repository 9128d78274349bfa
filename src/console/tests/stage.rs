//! A console with a seeded database and a hand-driven clock.

use std::sync::{Arc, Mutex};

use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use crate::console::hands::Hands;
use crate::console::state::Means;
use crate::console::{build, password};
use crate::domain::Millis;
use crate::domain::case::Status;
use crate::domain::chat::{Author, Owner};
use crate::domain::dossier::{DossierField, DossierFile, DossierPayload};
use crate::domain::ids::{ArrivalId, DossierId, Id, MediaId, MessageId, PersonId, StaffId};
use crate::domain::inbound::{AddressKind, ChannelKind};
use crate::domain::outbound::Abilities;
use crate::domain::staff::{Role, Staff};
use crate::pubsub::Bus;
use crate::runtime::cases::{ActError, Moved};
use crate::runtime::desk::DeskError;
use crate::runtime::house::{Clock, Minter};
use crate::runtime::library::Library;
use crate::store::testing::{Filed, Guard, Said, fresh, test_store};
use crate::store::{OneTime, Store};
use crate::workflow::{Act, Actor, Given, apply};

/// Monday 2026-11-23, 09.12 WITA.
pub(super) const NOW: Millis = 1_795_396_320_000;
pub(super) const MINUTE: Millis = 60_000;
pub(super) const PASSWORD: &str = "empat kuda lumping";
pub(super) const NIK: &str = "5108064107909901";
pub(super) const NAME: &str = "Ni Luh Ayu Lestari";
pub(super) const PHONE: &str = "+6281200009901";
pub(super) const SAID: &str = "KTP saya hilang di pasar Banyuasri";

/// The runtime of the tests: remembers what it was asked, refuses what it is told to.
#[derive(Default)]
pub(super) struct Stand {
    pub asked: Mutex<Vec<String>>,
    pub refuse: Mutex<Option<DeskError>>,
    pub status: Mutex<Option<Status>>,
}

impl Stand {
    fn answer<T>(&self, asked: String, good: T) -> BoxFuture<'static, Result<T, DeskError>>
    where
        T: Send + 'static,
    {
        self.asked.lock().unwrap().push(asked);
        let refused = self.refuse.lock().unwrap().take();
        Box::pin(async move { refused.map_or(Ok(good), Err) })
    }
}

impl Hands for Stand {
    fn take<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>> {
        self.answer(format!("take {} {person}", who.login), ())
    }
    fn give_back<'a>(&'a self, who: &'a Staff, person: &'a PersonId) -> BoxFuture<'a, Result<(), DeskError>> {
        self.answer(format!("give back {} {person}", who.login), ())
    }
    fn reply<'a>(
        &'a self,
        who: &'a Staff,
        _: &'a PersonId,
        text: &'a str,
    ) -> BoxFuture<'a, Result<MessageId, DeskError>> {
        self.answer(format!("reply {} {text}", who.login), MessageId::from_bits(1))
    }
    fn retry<'a>(&'a self, who: &'a Staff, message: &'a MessageId) -> BoxFuture<'a, Result<(), DeskError>> {
        self.answer(format!("retry {} {message}", who.login), ())
    }
    fn serve_again<'a>(
        &'a self,
        who: &'a Staff,
        arrival: &'a ArrivalId,
    ) -> BoxFuture<'a, Result<(), DeskError>> {
        self.answer(format!("serve again {} {arrival}", who.login), ())
    }
    fn window_left(&self, channel: &str, last_in_at: Option<Millis>) -> Option<Millis> {
        (channel == "whatsapp").then(|| (last_in_at.unwrap_or(0) + 24 * 60 * MINUTE - NOW).max(0))
    }
    fn open_file<'a>(
        &'a self,
        who: &'a Staff,
        media: &'a MediaId,
    ) -> BoxFuture<'a, Result<(String, Vec<u8>), DeskError>> {
        let picture = include_bytes!("letter.png").to_vec();
        self.answer(format!("open {} {media}", who.login), ("image/png".to_owned(), picture))
    }
    fn act<'a>(
        &'a self,
        who: &'a Staff,
        _: &'a DossierId,
        version: i64,
        act: Act,
        given: &'a Given,
    ) -> BoxFuture<'a, Result<Moved, ActError>> {
        self.asked.lock().unwrap().push(format!("act {} {} {version}", who.login, act.as_str()));
        let status = self.status.lock().unwrap().unwrap_or(Status::Submitted);
        let moved = apply(status, act, given, &Actor::Staff(who.roles.clone()));
        Box::pin(async move {
            let moved = moved?;
            let queue_number = moved.draws_queue_number.then(|| "SKS-20261123-014".to_owned());
            Ok(Moved { to: moved.to, queue_number })
        })
    }
}

pub(super) struct Stage {
    pub store: Store,
    pub stand: Arc<Stand>,
    pub bus: Bus,
    pub base: String,
    clock: Clock,
    server: tokio::task::JoinHandle<()>,
    _guard: Guard,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

/// What was seeded.
pub(super) struct Story {
    pub queued: PersonId,
    pub held: PersonId,
    pub submitted: DossierId,
    pub ready: DossierId,
    pub failed: MessageId,
    pub photo: MediaId,
}

/// A channel with few buttons and with lists.
const WITH_LISTS: Abilities = Abilities {
    text_max: 4096,
    text_with_choices_max: 1024,
    buttons_max: 3,
    button_label_max: 20,
    rows_max: 10,
    row_label_max: 24,
    row_description_max: 72,
    edits: false,
    window_hours: Some(24),
};

impl Stage {
    pub(super) async fn new() -> Stage {
        let (store, guard) = test_store().await;
        let clock = Clock::manual(NOW);
        let (stand, bus) = (Arc::new(Stand::default()), Bus::default());
        let means = Means {
            store: store.clone(),
            library: Library::embedded("buleleng").unwrap().into(),
            abilities: vec![(ChannelKind::Whatsapp, WITH_LISTS)],
            bus: bus.clone(),
            mint: Minter::new(clock.clone()),
            clock: clock.clone(),
            secure_cookies: false,
            closing: CancellationToken::new(),
        };
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}", listener.local_addr().unwrap());
        let router = build(means, stand.clone());
        let server = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Stage { store, stand, bus, base, clock, server, _guard: guard }
    }

    pub(super) fn wait(&self, millis: Millis) {
        self.clock.advance(millis);
    }

    /// An account with [`PASSWORD`].
    pub(super) async fn staff(&self, login: &str, name: &str, roles: &[Role]) -> StaffId {
        let id = StaffId::from_bits(fresh(NOW));
        let staff = Staff {
            id: id.clone(),
            login: login.to_owned(),
            name: name.to_owned(),
            roles: roles.to_vec(),
            lang: "id".to_owned(),
            disabled: false,
            must_change_password: true,
        };
        let mut work = self.store.begin().await.unwrap();
        let hash = password::hash(PASSWORD);
        work.add_staff(&staff, &hash, NOW).await.unwrap();
        work.set_staff_password(&id, &hash, OneTime::No).await.unwrap();
        work.commit().await.unwrap();
        id
    }

    /// Chats and cases as on a Monday morning; `me` holds one of the chats.
    pub(super) async fn story(&self, me: &StaffId) -> Story {
        let mut work = self.store.begin().await.unwrap();
        let queued = work
            .seed_chat(
                Some(NAME),
                (AddressKind::WaPhone, PHONE),
                &Owner::Queue,
                Some(NOW - 42 * MINUTE),
                NOW - 5 * MINUTE,
            )
            .await
            .unwrap();
        let photo = work.seed_media(&queued, "image/png", NOW - 60 * MINUTE).await.unwrap();
        let lines = [
            Said {
                choices: &["Urus KTP", "Cek status", "Petugas"],
                ..Said::new(
                    Author::Bot,
                    "Selamat datang di *Sapa*, layanan chat Disdukcapil Buleleng.\nAda yang bisa kami bantu?",
                    NOW - 26 * 60 * MINUTE,
                )
            },
            Said::new(Author::Citizen, SAID, NOW - 90 * MINUTE),
            Said {
                status: "read",
                ..Said::new(
                    Author::Bot,
                    "Baik. Mohon kirim foto *Surat Keterangan Hilang* dari Kepolisian.",
                    NOW - 89 * MINUTE,
                )
            },
            Said {
                kind: "photo",
                media: Some(&photo),
                ..Said::new(Author::Citizen, "ini suratnya", NOW - 60 * MINUTE)
            },
            Said {
                kind: "push",
                status: "delivered",
                ..Said::new(Author::Office, "Permohonan *SAPA-2611-00482-Z* kami terima.", NOW - 55 * MINUTE)
            },
            Said { kind: "tap", ..Said::new(Author::Citizen, "Petugas", NOW - 42 * MINUTE) },
            Said {
                status: "accepted",
                ..Said::new(
                    Author::Bot,
                    "Baik, Anda saya sambungkan ke petugas. Urutan Anda: *1*.",
                    NOW - 42 * MINUTE,
                )
            },
            Said::new(Author::Citizen, "halo, apakah ada orang?", NOW - 5 * MINUTE),
        ];
        for line in &lines {
            work.seed_message(&queued, line).await.unwrap();
        }
        let held = work
            .seed_chat(
                Some("I Made Wirawan"),
                (AddressKind::WaPhone, "+6281200009902"),
                &Owner::Staff(me.clone()),
                Some(NOW - 3 * MINUTE),
                NOW - 3 * MINUTE,
            )
            .await
            .unwrap();
        work.seed_message(
            &held,
            &Said::new(Author::Citizen, "Apakah KTP saya sudah jadi?", NOW - 20 * MINUTE),
        )
        .await
        .unwrap();
        let failed = Said {
            status: "failed",
            fault: Some("131026 Message undeliverable"),
            ..Said::new(
                Author::Staff(me.clone()),
                "Sudah, Pak. Silakan diambil di loket Sukasada.",
                NOW - 4 * MINUTE,
            )
        };
        work.seed_message(
            &held,
            &Said {
                status: "read",
                ..Said::new(Author::Staff(me.clone()), "Selamat pagi, saya periksa dulu.", NOW - 15 * MINUTE)
            },
        )
        .await
        .unwrap();
        let failed = work.seed_message(&held, &failed).await.unwrap();
        work.seed_message(
            &held,
            &Said::new(Author::Citizen, "<script>alert(1)</script> baik", NOW - 3 * MINUTE),
        )
        .await
        .unwrap();
        let bot = work
            .seed_chat(None, (AddressKind::TgUser, "7001990042"), &Owner::Bot, None, NOW - 26 * 60 * MINUTE)
            .await
            .unwrap();
        work.seed_message(
            &bot,
            &Said {
                status: "sent",
                ..Said::new(Author::Bot, "Mohon kirim 16 angka NIK Anda.", NOW - 26 * 60 * MINUTE)
            },
        )
        .await
        .unwrap();

        let submitted = work
            .seed_case(
                &queued,
                &filed("SAPA-2611-00482-Z", Status::Submitted, NOW - 55 * MINUTE, Some(&photo), None),
            )
            .await
            .unwrap();
        work.seed_event(&submitted, ("citizen", None), "submit", Status::Submitted, None, NOW - 55 * MINUTE)
            .await
            .unwrap();
        let ready = work
            .seed_case(
                &held,
                &filed(
                    "SAPA-2611-00455-T",
                    Status::Printed,
                    NOW - 28 * 60 * MINUTE,
                    None,
                    Some((NOW - 70 * MINUTE, NOW - 10 * MINUTE)),
                ),
            )
            .await
            .unwrap();
        for (act, to, ago) in [
            ("accept_complete", Status::Complete, 240),
            ("enter_siak", Status::InSiak, 200),
            ("print_draft", Status::DraftPrinted, 70),
        ] {
            work.seed_event(&ready, ("staff", Some(me.as_str())), act, to, None, NOW - ago * MINUTE)
                .await
                .unwrap();
        }
        work.seed_event(
            &ready,
            ("staff", Some(me.as_str())),
            "return_to_operator",
            Status::ReturnedToOperator,
            Some(r#"{"reason":"Tanggal lahir pada draf tidak sama dengan KK.","missing":["police_letter"]}"#),
            NOW - 60 * MINUTE,
        )
        .await
        .unwrap();
        work.seed_case(&bot, &filed("SAPA-2611-00470-K", Status::InSiak, NOW - 100 * MINUTE, None, None))
            .await
            .unwrap();
        work.seed_case(
            &bot,
            &filed(
                "SAPA-2611-00471-Q",
                Status::DraftPrinted,
                NOW - 95 * MINUTE,
                None,
                Some((NOW - 30 * MINUTE, NOW + 30 * MINUTE)),
            ),
        )
        .await
        .unwrap();
        work.commit().await.unwrap();
        Story { queued, held, submitted, ready, failed, photo }
    }
}

fn field(question: &str, kind: &str, value: Option<&str>, flags: &[&str]) -> DossierField {
    DossierField {
        question: question.to_owned(),
        kind: kind.to_owned(),
        value: value.map(|v| v.to_owned().into()),
        flags: flags.iter().map(|f| (*f).to_owned()).collect(),
    }
}

fn filed<'a>(
    ticket: &'a str,
    status: Status,
    at: Millis,
    photo: Option<&MediaId>,
    sla: Option<(Millis, Millis)>,
) -> Filed<'a> {
    let payload = DossierPayload {
        v: DossierPayload::VERSION,
        fields: vec![
            field("applicant", "choice", Some("self"), &[]),
            field("nik", "nik", Some(NIK), &["REGION_LEGACY"]),
            field("name", "name", Some(NAME), &[]),
            field("kk", "kk_number", Some("5108061202109901"), &[]),
            field("email", "email", None, &[]),
            field("village", "village", Some("5108062001"), &[]),
        ],
        files: photo
            .into_iter()
            .map(|media| DossierFile {
                slot: "police_letter".to_owned(),
                media: media.clone(),
                flags: vec!["blurry".to_owned()],
            })
            .collect(),
        confirmed_at: at,
    };
    Filed { ticket, service: "ktp-hilang", status, payload, nik: Some(NIK), at, sla }
}
