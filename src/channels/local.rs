//! A channel without a platform: `sapa chat` and the transcripts talk through it. It speaks in JSON of our own
//! and keeps what is sent in a list; everything behind it is the real runtime.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use futures_util::future::BoxFuture;

use crate::domain::Millis;
use crate::domain::ids::MessageId;
use crate::domain::inbound::{
    Address, AddressKind, ArrivalClass, Arrived, Body, ChannelKind, Inbound, MediaKind, MediaRef,
};
use crate::domain::outbound::{Abilities, Choice, Outgoing, Sensitive, Spent};
use crate::domain::redacted::Redacted;
use crate::domain::template::Filled;
use crate::runtime::ports::{Channel, FetchError, SendError, Sent};

/// A bubble that was sent.
#[derive(Debug, Clone)]
pub struct Shown {
    pub to: String,
    pub message: Outgoing,
    /// It came as this template; then the message holds its parameters.
    pub template: Option<String>,
}

/// The channel. `kind` decides which platform's abilities it imitates.
pub struct Local {
    kind: ChannelKind,
    abilities: Abilities,
    sensitive: Sensitive,
    shown: Mutex<Vec<Shown>>,
    files: Mutex<HashMap<String, Vec<u8>>>,
    counter: AtomicU64,
}

impl Local {
    #[must_use]
    pub fn new(kind: ChannelKind) -> Local {
        let abilities = match kind {
            ChannelKind::Whatsapp => super::whatsapp::ABILITIES,
            ChannelKind::Telegram => super::telegram::ABILITIES,
        };
        Local {
            kind,
            abilities,
            sensitive: Sensitive::Chat,
            shown: Mutex::default(),
            files: Mutex::default(),
            counter: AtomicU64::new(1),
        }
    }

    /// The same with another wish about ID numbers and photos. Without one, everything is asked for in the chat.
    #[must_use]
    pub fn asking(self, sensitive: Sensitive) -> Local {
        Local { sensitive, ..self }
    }

    /// Takes what was sent since the last look.
    pub fn take(&self) -> Vec<Shown> {
        std::mem::take(&mut *self.shown.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Something the person does, as an arrival to be ingested.
    #[must_use]
    pub fn arrival(&self, from: &str, at: Millis, body: Body, album: Option<String>) -> Arrived {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let provider_id = format!("local-{}-{n}", self.kind.as_str());
        let class =
            if matches!(body, Body::Media { .. }) { ArrivalClass::Media } else { ArrivalClass::Message };
        let inbound = Inbound {
            provider_id: provider_id.clone(),
            at,
            body,
            album,
            reply_to: None,
            wire_id: None,
            referral: None,
        };
        let kind = match self.kind {
            ChannelKind::Whatsapp => AddressKind::WaPhone,
            ChannelKind::Telegram => AddressKind::TgUser,
        };
        Arrived {
            provider_id,
            class,
            addresses: vec![Address { kind, value: Redacted::from(from.to_owned()) }],
            profile_name: None,
            at,
            fragment: Redacted::from(serde_json::to_string(&inbound).unwrap_or_default()),
        }
    }

    /// A file the person sends: kept here until it is fetched.
    pub fn file(&self, kind: MediaKind, mime: &str, bytes: Vec<u8>) -> Body {
        let n = self.counter.fetch_add(1, Ordering::Relaxed);
        let id = format!("file-{n}");
        let size = bytes.len() as u64;
        self.files.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone(), bytes);
        let media = MediaRef {
            kind,
            provider_media_id: id,
            same_file_key: None,
            mime: Some(mime.to_owned()),
            size: Some(size),
            file_name: None,
        };
        Body::Media { media, caption: None }
    }
}

impl Channel for Local {
    fn kind(&self) -> ChannelKind {
        self.kind
    }

    fn abilities(&self) -> &Abilities {
        &self.abilities
    }

    fn sensitive(&self) -> Sensitive {
        self.sensitive
    }

    fn read(&self, fragment: &str) -> Inbound {
        serde_json::from_str(fragment).unwrap_or_else(|_| Inbound {
            provider_id: String::new(),
            at: 0,
            body: Body::Unsupported { kind: "unreadable".into(), caption: None },
            album: None,
            reply_to: None,
            wire_id: None,
            referral: None,
        })
    }

    fn send<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        message: &'a Outgoing,
        _file: Option<Vec<u8>>,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let to = to.first().map(|a| a.value.expose().clone()).unwrap_or_default();
            let text = super::fit::cut(message.text.expose(), self.abilities.text_max);
            let message = Outgoing { text: Redacted::from(text), ..message.clone() };
            let shown = Shown { to, message, template: None };
            self.shown.lock().unwrap_or_else(PoisonError::into_inner).push(shown);
            Ok(Sent { wire_id: format!("local-{id}") })
        })
    }

    fn send_template<'a>(
        &'a self,
        to: &'a [Address],
        id: &'a MessageId,
        template: &'a Filled,
    ) -> BoxFuture<'a, Result<Sent, SendError>> {
        Box::pin(async move {
            let to = to.first().map(|a| a.value.expose().clone()).unwrap_or_default();
            let words: Vec<&str> = template.parameters.iter().map(|(_, v)| v.expose().as_str()).collect();
            let choice = |id: &String| Choice { id: id.clone(), label: id.clone(), description: None };
            let choices = template.payloads.iter().map(choice).collect();
            let message = Outgoing { choices, ..Outgoing::text(words.join("\n")) };
            let shown = Shown { to, message, template: Some(template.name.clone()) };
            self.shown.lock().unwrap_or_else(PoisonError::into_inner).push(shown);
            Ok(Sent { wire_id: format!("local-{id}") })
        })
    }

    fn fetch<'a>(&'a self, media: &'a MediaRef) -> BoxFuture<'a, Result<Vec<u8>, FetchError>> {
        Box::pin(async move {
            let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
            files
                .get(&media.provider_media_id)
                .cloned()
                .ok_or_else(|| FetchError::Gone("no such file".into()))
        })
    }

    fn acknowledge<'a>(&'a self, _from: &'a [Address], _inbound: &'a Inbound) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn retire_choices<'a>(&'a self, _to: &'a [Address], _spent: &'a Spent) -> BoxFuture<'a, ()> {
        Box::pin(async {})
    }

    fn probe<'a>(&'a self) -> BoxFuture<'a, Result<String, String>> {
        Box::pin(async { Ok("in this process".into()) })
    }
}
