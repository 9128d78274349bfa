//! The rules themselves. To let a room know another, add it here and say in the commit why the house is better
//! for it.

/// Whom a room may know besides itself; `room::part` opens only that part.
pub(super) const EDGES: &[(&str, &[&str])] = &[
    ("lib", &[]),
    ("main", &["cli", "sapa::cli"]),
    // The top: joins everything, decides nothing.
    (
        "cli",
        &[
            "app",
            "blobs",
            "channels",
            "config",
            "console",
            "domain",
            "engine",
            "i18n",
            "mail",
            "media",
            "nlu",
            "pubsub",
            "runtime",
            "simulation",
            "simulator",
            "store",
            "telemetry",
            "vault",
        ],
    ),
    (
        "app",
        &[
            "blobs",
            "channels",
            "config",
            "console",
            "domain",
            "i18n",
            "mail",
            "model",
            // A command that is listed is one that is understood: a test holds it.
            "nlu",
            "page",
            "pubsub",
            "runtime",
            "simulator",
            "store",
            "telemetry",
            "vault",
        ],
    ),
    // Checked values of the types that their readers take.
    (
        "config",
        &[
            "channels::Secret",
            "channels::telegram::Mode",
            "channels::whatsapp::MediaHost",
            "channels::whatsapp::NumberPath",
            "channels::whatsapp::Proof",
            "channels::whatsapp::Provider",
            "domain",
            "mail::Settings",
            "telemetry::LogFormat",
        ],
    ),
    // Stands where app does, with strangers of its own at the door: a channel without a platform among them.
    (
        "simulation",
        &[
            "channels::local",
            "domain",
            "engine",
            "media",
            "pubsub",
            "runtime",
            "store",
            "telemetry",
            "vault",
            "workflow",
        ],
    ),
    // The strangers at the door see the ports and not the house behind them.
    ("channels", &["domain", "runtime::ports"]),
    ("blobs", &["runtime::ports", "vault"]),
    ("mail", &["domain", "runtime::ports"]),
    ("model", &["runtime::ports"]),
    // Stand-ins that shared a type with what they test would agree with its mistakes.
    ("simulator", &[]),
    (
        "console",
        &[
            "domain",
            "i18n",
            "pubsub",
            "runtime::cases",
            "runtime::desk",
            "runtime::house",
            "runtime::library",
            "store",
            "telemetry",
            "vault",
            "workflow",
        ],
    ),
    // A page for citizens: it sees the conversation through one door.
    ("page", &["domain", "i18n", "runtime::house", "runtime::library", "runtime::pages", "vault"]),
    (
        "runtime",
        &["domain", "engine", "i18n", "media", "nlu", "pubsub", "store", "telemetry", "vault", "workflow"],
    ),
    // It logs when a bubble was queued, under the name that logs have for it.
    ("store", &["domain", "telemetry", "vault"]),
    ("pubsub", &["domain"]),
    ("i18n", &["domain"]),
    ("media", &["domain"]),
    ("engine", &["domain", "nlu"]),
    ("nlu", &["domain"]),
    ("workflow", &["domain"]),
    ("vault", &[]),
    ("telemetry", &[]),
    ("domain", &[]),
];

/// A library, where it lives, and why nowhere else.
pub(super) const HOMES: &[(&str, &[&str], &str)] = &[
    ("sqlx", &["store/"], "all SQL is in one room"),
    ("rusqlite", &["store/"], "all SQL is in one room"),
    ("fluent", &["i18n/"], "sentences are made in one room"),
    ("fluent_syntax", &["i18n/"], "sentences are made in one room"),
    ("dptree", &["runtime/router.rs"], "who answers is decided in one file"),
    ("teloxide", &["channels/telegram/"], "a platform's types stay in its adapter"),
    ("lettre", &["mail/"], "e-mails leave by one room"),
    ("redis", &["pubsub/"], "what carries no truth is asked in one room"),
    ("rusty_s3", &["blobs/"], "files are kept by one room"),
    (
        "reqwest",
        &["app/", "blobs/", "channels/", "console/tests", "model/", "simulator/"],
        "the core calls nobody",
    ),
    ("axum", &["app/", "channels/", "console/", "page/", "simulator/"], "the core answers no requests"),
    ("minijinja", &["console/", "page/"], "pages are made in two rooms: staff's and citizens'"),
    ("prometheus_client", &["telemetry.rs"], "what is measured is named in one file"),
    ("tracing_subscriber", &["telemetry.rs"], "logging is set up in one file"),
    ("clap", &["cli/"], "the command line is read in one room"),
    ("chacha20", &["vault/"], "one room seals"),
    ("ring", &["vault/"], "one room seals"),
    ("argon2", &["console/"], "passwords are checked in one room"),
    ("image", &["media/", "simulator/"], "pictures are decoded behind the limits of one room"),
];

/// The pure core: the same input gives the same output, on every machine, at every time.
const CORE: &[&str] = &["domain", "nlu", "engine", "workflow"];
/// Rooms that are handed bytes and texts and fetch nothing.
const CORE_AND_MEDIA: &[&str] = &["domain", "nlu", "engine", "workflow", "i18n"];

/// Rooms, what may not appear in them outside tests, and why.
pub(super) const BANNED: &[(&[&str], &str, &str)] = &[
    (CORE_AND_MEDIA, "async", "what waits is not a pure function"),
    (CORE_AND_MEDIA, "tokio", "what waits is not a pure function"),
    (CORE, "std::time", "time is an argument"),
    (CORE, "HashMap", "its order differs from run to run"),
    (CORE, "HashSet", "its order differs from run to run"),
    (CORE, "uuid", "ids are made by the runtime"),
    (CORE, "tracing", "what is decided is returned, not logged"),
    (CORE_AND_MEDIA, "std::fs", "what is read is handed in"),
    (CORE_AND_MEDIA, "std::env", "what is configured is handed in"),
];
