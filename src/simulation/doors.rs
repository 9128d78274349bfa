//! The strangers at the door of one process: a platform, and a cabinet for files. Every call is a gate.

use futures_util::future::BoxFuture;

use super::gate::Gate;
use super::world::World;
use crate::channels::local::Local;
use crate::domain::Millis;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{Address, ChannelKind, Inbound, MediaRef};
use crate::domain::outbound::{Abilities, Choice, Outgoing, Sensitive, Spent};
use crate::domain::template::Filled;
use crate::media::{Advice, FileKind, Judged, Verdict};
use crate::runtime::house::Clock;
use crate::runtime::ports::{Channel, FetchError, FileError, FileStore, SendError, Sent};

/// One platform as one process sees it.
pub(super) struct Platform {
    pub local: Local,
    pub world: World,
    pub gate: Gate,
    pub clock: Clock,
}

impl Platform {
    fn window(&self) -> Option<Millis> {
        self.local.abilities().window_hours.map(|hours| Millis::from(hours) * 60 * 60 * 1000)
    }
}

impl Channel for Platform {
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
        let inbound = self.local.read(fragment);
        if self.world.lock().poison.contains(&inbound.provider_id) {
            // A panic without a line on standard error.
            std::panic::resume_unwind(Box::new("poison"));
        }
        inbound
    }

    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        _file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            self.world.asked(to, id, self.window(), self.clock.now());
            self.gate.cross().await;
            let answer = self.world.take(self.kind(), to, id, message, self.window(), self.clock.now());
            self.gate.cross().await;
            answer
        })
    }

    fn send_template<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        template: &'a Filled,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            self.world.asked(to, id, None, self.clock.now());
            self.gate.cross().await;
            self.world.lock().figures.templates += 1;
            let words: Vec<&str> = template.parameters.iter().map(|(_, v)| v.expose().as_str()).collect();
            let choice = |id: &String| Choice { id: id.clone(), label: id.clone(), description: None };
            let choices = template.payloads.iter().map(choice).collect();
            let message = Outgoing { choices, ..Outgoing::text(words.join("\n")) };
            let answer = self.world.take(self.kind(), to, id, &message, None, self.clock.now());
            self.gate.cross().await;
            answer
        })
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        Box::pin(async move {
            self.gate.cross().await;
            let mut state = self.world.lock();
            state.figures.files += 1;
            match state.files.get_mut(&media.provider_media_id) {
                None => Err(FetchError::Gone("no such file".into())),
                Some(plan) if plan.fails > 0 => {
                    plan.fails -= 1;
                    Err(FetchError::Retry("slow".into()))
                }
                Some(plan) if plan.gone => Err(FetchError::Gone("expired".into())),
                Some(plan) => Ok(vec![plan.quality]),
            }
        })
    }

    fn acknowledge<'a>(&'a self, _from: &'a [Address], _inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn retire_choices<'a>(&'a self, _to: &'a [Address], _spent: &'a Spent) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async { Ok("simulated".into()) })
    }
}

/// The verdict that a file of the simulation carries in its one byte.
pub(super) fn verdict(bytes: &[u8]) -> Judged {
    let advice = match bytes.first() {
        Some(0) => None,
        Some(1) => Some(Advice::Blurry),
        Some(2) => Some(Advice::Dark),
        _ => Some(Advice::Damaged),
    };
    let verdict = advice.map_or(Verdict::Accept, Advice::verdict);
    Judged {
        verdict,
        advice,
        kind: FileKind::Jpeg,
        mislabelled: false,
        clean: (verdict != Verdict::UnreadableFile).then(|| bytes.to_vec()),
        width: 1200,
        height: 1600,
        pages: None,
        sha256: String::from("simulated"),
        phash: 0,
        metrics: None,
    }
}

/// Where files are kept; outlives every crash, as a disk does.
pub(super) struct Cabinet {
    pub world: World,
    pub gate: Gate,
}

impl FileStore for Cabinet {
    fn put<'a>(&'a self, key: &'a str, _bytes: Vec<u8>) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(async move {
            self.gate.cross().await;
            self.world.lock().blobs.insert(key.to_owned());
            self.gate.cross().await;
            Ok(())
        })
    }

    fn get<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Vec<u8>, FileError>> {
        Box::pin(async move {
            self.gate.cross().await;
            if self.world.lock().blobs.contains(key) { Ok(vec![0]) } else { Err(FileError::Missing) }
        })
    }

    fn delete<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<(), FileError>> {
        Box::pin(async move {
            self.gate.cross().await;
            self.world.lock().blobs.remove(key);
            Ok(())
        })
    }
}
