//! Sapa: the chat front desk of a public office. This page is the map of the house.
//!
//! Everything that arrives becomes a row before it becomes an act. One pure function decides what is
//! said next. Everything that leaves is a row before it is sent, written in the same transaction as the
//! new state. Whoever adds a public service writes text, not Rust.
//!
//! # Rooms, from the street inwards
//!
//! | room | what happens here | what never happens here |
//! |---|---|---|
//! | [`cli`] | one file per subcommand | logic that a second caller would want |
//! | [`app`] | config to adapters to runtime to router; the only file that knows everyone | decisions |
//! | [`channels`] | the languages of WhatsApp and Telegram, in and out | knowing the conversation |
//! | [`simulation`] | seeded stories with crashes between any two effects, and what must always hold | standing in the program's way |
//! | [`simulator`] | stand-ins of both platforms and a page with two phones | sharing a wire type with `channels` |
//! | [`page`] | one question answered outside of the chat | deciding whether an answer holds |
//! | [`console`] | the staff's web pages | writing to a citizen except through `runtime` |
//! | [`runtime`] | drives the core: inbox, router, turn, files, timers, outbox, desk, cases, retention | SQL, wire formats |
//! | [`store`] | all SQL, for SQLite and PostgreSQL | decisions |
//! | [`blobs`] | encrypted files, in a folder or a bucket (S3) | plain bytes at rest |
//! | [`mail`] | e-mails with codes, to the office's SMTP server | knowing what a code proves |
//! | [`model`] | a model outside, asked in an OpenAI-compatible way | seeing a citizen's words |
//! | [`pubsub`] | wakes workers and consoles, shares budgets, over Redis if there are several processes | carrying truth |
//! | [`i18n`] | message keys to sentences | choosing which message |
//! | [`media`] | bytes in, verdict out | fetching, storing |
//! | [`nlu`] | what was meant | state, clock, side effects |
//! | [`engine`] | what is said next | async, clock, randomness, SQL |
//! | [`workflow`] | how a case moves in the built-in office | the same |
//! | [`config`] | one checked configuration, every fault at once | opening anything |
//! | [`telemetry`] | logs and metrics | personal data |
//! | [`vault`] | keys, sealing, blind indexes | knowing what it seals |
//! | [`domain`] | the nouns | verbs |
//!
//! Who may know whom, never upwards: app -> {channels, blobs, mail, model, pubsub, console, page, simulator} -> runtime ->
//! {store, i18n, media, vault} -> {nlu, engine, workflow} -> domain. A test reads every `use` and holds
//! this table (`tests/it/rooms.rs`). sqlx, rusqlite, fluent, dptree, lettre and teloxide each have one home.
//!
//! # The life of one message
//!
//! 1. [`channels`] authenticates the raw bytes, splits the batch and hands [`runtime`] the arrivals;
//!    one transaction stores them (unique per channel and provider id), then the platform gets its 200.
//! 2. `runtime::inbox` claims the lane of one person (a lease with a fencing number) and reads the oldest
//!    unserved arrival, leniently, into a [`domain::inbound::Inbound`]. Where the lane stood empty it is served in the
//!    transaction that stores it, which nobody else can see into.
//! 3. `runtime::router` decides who answers: a person who opted out, staff who hold the chat, a word
//!    that works anywhere, or the conversation.
//! 4. [`engine`] steps: `(definition, session, event, context) -> (session, reply, effects)`.
//! 5. `runtime::turn` writes session, transcript, outbox rows, timers and dossier in one transaction, which
//!    under load it shares with the turns and deliveries of others (`runtime::inbox`, a round).
//! 6. `runtime::outbox` sends in order per person and stores what the platform answered.
//!
//! The way back is the same road: a case moves ([`workflow`]), `runtime::cases` renders the message
//! and writes an outbox row in the transaction that moved it.
//!
//! # Several processes
//!
//! Any number of them may be at work on one PostgreSQL; the database is all that they must share besides keys and
//! files. Work is leased (lanes, bubbles, duties) with fencing numbers; `store::presence` knows who lives and ends
//! the leases of who does not; `runtime::replicas` beats and `runtime::common` divides the platforms' budgets.
//!
//! # To add something, touch one place
//!
//! A public service: `conversations/<office>/<service>/` and its `.ftl` texts, no Rust. A kind of
//! question: one file in `engine/questions/`, one variant, one arm. A rule of the office: one line of the
//! table in [`workflow`]. A channel: `channels/<name>/`. A table: a numbered migration and a file in `store/`.

pub mod app;
pub mod blobs;
pub mod channels;
pub mod cli;
pub mod config;
pub mod console;
pub mod domain;
pub mod engine;
pub mod i18n;
pub mod mail;
pub mod media;
pub mod model;
pub mod nlu;
pub mod page;
pub mod pubsub;
pub mod runtime;
pub mod simulation;
pub mod simulator;
pub mod store;
pub mod telemetry;
pub mod vault;
pub mod workflow;
