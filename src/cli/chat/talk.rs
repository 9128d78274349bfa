//! One conversation with the whole runtime, in a database of its own.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::blobs::Blobs;
use crate::channels::local::Local;
use crate::domain::ids::PersonId;
use crate::domain::inbound::{Address, AddressKind, Body, ChannelKind, MediaKind};
use crate::domain::outbound::{Choice, Outgoing};
use crate::domain::redacted::Redacted;
use crate::engine::{CODE_LENGTH, Session};
use crate::mail::Kept;
use crate::media::{self, Expect, Verdict};
use crate::pubsub::Bus;
use crate::runtime::Runtime;
use crate::runtime::house::{Clock, House, Judge, Minter};
use crate::runtime::library::Library;
use crate::runtime::pace::Pace;
use crate::runtime::ports::{Channel, Ingest, Letter};
use crate::simulator::Sample;
use crate::store::Store;
use crate::telemetry::Metrics;
use crate::vault::Vault;

const WHO: &str = "+6281200009901";
const MINUTE: i64 = 60_000;
/// Sends a file; types the code of the newest e-mail.
const FILE: &str = "/foto";
const CODE: &str = "/code";

/// The library of the options.
pub(super) fn library(options: &super::Options) -> Result<Arc<Library>, String> {
    let mut library = crate::cli::library(options.dir.as_deref(), &options.office, &options.lang)?;
    library.default_lang.clone_from(&options.lang);
    Ok(Arc::new(library))
}

/// Something that the citizen does.
pub(super) enum Doing {
    Sends(Body),
    Waits { minutes: i64 },
}

pub(super) struct Said {
    pub doing: Doing,
    /// As a transcript has it: `> setuju`, `> [Ya]`, `-- wait 20h`.
    pub as_written: String,
    /// As it can be typed again, in a conversation that begins anew.
    pub again: String,
}

pub(super) struct Talk {
    runtime: Runtime,
    local: Arc<Local>,
    choices: Vec<Choice>,
    mailbox: Kept,
    /// The code of the newest e-mail that was looked at.
    code: Option<String>,
}

impl Talk {
    pub(super) async fn open(library: &Arc<Library>, folder: &Path, start: i64) -> Result<Talk, String> {
        let vault = Vault::ephemeral();
        let clock = Clock::manual(start);
        let url = format!("sqlite://{}", folder.join("chat.db").display());
        let store = Store::open(&url, vault.clone(), clock.now()).await.map_err(|e| e.to_string())?;
        let blobs = Blobs::folder(&folder.join("files"), vault).map_err(|e| e.to_string())?;
        let local = Arc::new(Local::new(ChannelKind::Whatsapp));
        let mut doors: BTreeMap<ChannelKind, Arc<dyn Channel>> = BTreeMap::new();
        doors.insert(ChannelKind::Whatsapp, local.clone());
        let mailbox = Kept::default();
        let house = House {
            mail: Some(Arc::new(mailbox.clone())),
            store,
            files: Arc::new(blobs),
            library: library.clone().into(),
            channels: Arc::new(doors),
            bus: Bus::default(),
            mint: Minter::new(clock.clone()),
            clock,
            metrics: Arc::new(Metrics::new()),
            judge: Judge::default(),
            public_url: None,
            adviser: None,
        };
        Ok(Talk {
            runtime: Runtime::new(house, Pace::default()),
            local,
            choices: Vec::new(),
            mailbox,
            code: None,
        })
    }

    /// The e-mails that came since the last look.
    pub(super) fn mails(&mut self) -> Vec<Letter> {
        self.code = self.newest_code();
        self.mailbox.take()
    }

    /// The digits of the newest e-mail.
    fn newest_code(&self) -> Option<String> {
        let digits = |letter: &Letter| {
            let body = letter.body.expose();
            let mut runs = body.split(|c: char| !c.is_ascii_digit());
            runs.find(|run| run.len() == CODE_LENGTH).map(str::to_owned)
        };
        self.mailbox.letters().last().and_then(digits).or_else(|| self.code.clone())
    }

    pub(super) async fn close(&self) {
        self.runtime.house.store.close().await;
    }

    /// What a line means: a number taps the button, `/foto` sends a file, anything else is said.
    pub(super) fn read(&self, line: &str) -> Result<Said, String> {
        let line = line.trim();
        // Another code is drawn when this is said again, so the transcript reads the newest mail too.
        let code = self.newest_code();
        if line == CODE || code.as_deref() == Some(line) {
            let code = code.ok_or("no e-mail with a code came yet")?;
            let doing = Doing::Sends(Body::Text { text: Redacted::from(code) });
            return Ok(Said { doing, as_written: "-- code".into(), again: CODE.into() });
        }
        if let Some(path) = line.strip_prefix(FILE) {
            return self.file(path.trim());
        }
        if let Some(time) = line.strip_prefix("/wait ") {
            let time = time.trim();
            let unit = [("m", 1), ("h", 60), ("d", 24 * 60)].into_iter().find(|(u, _)| time.ends_with(u));
            let minutes = unit.and_then(|(u, of)| Some(time.strip_suffix(u)?.parse::<i64>().ok()? * of));
            let minutes = minutes.ok_or("/wait 20h: a number of m, h or d")?;
            return Ok(Said {
                doing: Doing::Waits { minutes },
                as_written: format!("-- wait {time}"),
                again: line.into(),
            });
        }
        if line.starts_with('/') {
            return Err(format!("{line}: unknown; /help tells what there is"));
        }
        let picked = line.parse::<usize>().ok().and_then(|n| self.choices.get(n.checked_sub(1)?));
        let named = || self.choices.iter().find(|choice| choice.label.to_lowercase() == line.to_lowercase());
        Ok(match picked.or_else(named) {
            Some(choice) => Said {
                doing: Doing::Sends(Body::Tap {
                    payload: choice.id.clone(),
                    title: Redacted::from(choice.label.clone()),
                    callback_id: None,
                }),
                as_written: format!("> [{}]", choice.label),
                again: line.into(),
            },
            None => Said {
                doing: Doing::Sends(Body::Text { text: Redacted::from(line.to_owned()) }),
                as_written: format!("> {line}"),
                again: line.into(),
            },
        })
    }

    fn file(&self, path: &str) -> Result<Said, String> {
        let (bytes, pdf) = if path.is_empty() {
            (Sample::find("letter").map(|s| s.data().to_vec()).unwrap_or_default(), false)
        } else {
            let bytes = std::fs::read(path).map_err(|e| format!("{path}: {e}"))?;
            (bytes, path.to_ascii_lowercase().ends_with(".pdf"))
        };
        let (kind, mime) =
            if pdf { (MediaKind::Document, "application/pdf") } else { (MediaKind::Photo, "image/jpeg") };
        // A transcript holds no file, but the word for one that is judged like it.
        let word = if pdf {
            "pdf"
        } else {
            match media::judge(&bytes, Some(mime), Expect::Any).verdict {
                Verdict::Accept => "foto baik",
                Verdict::Blurry | Verdict::Cropped => "foto buram",
                Verdict::Dark => "foto gelap",
                Verdict::Glare => "foto silau",
                Verdict::TooSmall => "foto kecil",
                Verdict::NotDocument => "foto bukan surat",
                Verdict::UnreadableFile => "foto rusak",
            }
        };
        let body = self.local.file(kind, mime, bytes);
        Ok(Said {
            doing: Doing::Sends(body),
            as_written: format!("> [{word}]"),
            again: format!("{FILE} {path}"),
        })
    }

    /// Gives what the bot says to it.
    pub(super) async fn say(&mut self, said: &Said) -> Result<Vec<Outgoing>, String> {
        let clock = self.runtime.house.clock.clone();
        match &said.doing {
            Doing::Sends(body) => {
                let arrival = self.local.arrival(WHO, clock.now(), body.clone(), None);
                let stored = self.runtime.inbox.ingest(self.local.kind(), vec![arrival]).await;
                stored.map_err(|e| e.to_string())?;
                clock.advance(1_000);
                self.settle().await?;
            }
            Doing::Waits { minutes } => {
                for _ in 0..(minutes / 30).max(1) {
                    clock.advance((*minutes).min(30) * MINUTE);
                    self.settle().await?;
                }
            }
        }
        let told: Vec<Outgoing> = self.local.take().into_iter().map(|shown| shown.message).collect();
        if let Some(last) = told.last() {
            self.choices.clone_from(&last.choices);
        }
        Ok(told)
    }

    async fn settle(&self) -> Result<(), String> {
        // An album is waited for seconds, not minutes.
        for _ in 0..60 {
            self.runtime.settle().await.map_err(|e| e.to_string())?;
            // A file waits a moment for the rest of its album, as everywhere; here that moment is let pass.
            let (waiting, _, _) = self.runtime.house.store.inbox_depth().await.map_err(|e| e.to_string())?;
            if waiting == 0 {
                return Ok(());
            }
            self.runtime.house.clock.advance(1_000);
        }
        Err("what arrived is not served".into())
    }

    /// What is remembered of this conversation.
    pub(super) async fn session(&self) -> Result<Session, String> {
        let house = &self.runtime.house;
        let address = Address { kind: AddressKind::WaPhone, value: Redacted::from(WHO.to_owned()) };
        let (fresh, now): (PersonId, i64) = (house.mint.id(), house.clock.now());
        let mut work = house.store.begin().await.map_err(|e| e.to_string())?;
        let lang = &house.library.default_lang;
        let person = work.person_of(&[address], None, &fresh, lang, now).await.map_err(|e| e.to_string())?;
        let json = work.session(&person).await.map_err(|e| e.to_string())?;
        json.map_or_else(|| Ok(Session::new()), |json| serde_json::from_str(&json).map_err(|e| e.to_string()))
    }
}
