//! A citizen with a phone: reads what the bot says, answers it, or does something else.

use super::chance::Chance;
use super::world::Delivery;
use crate::domain::Millis;
use crate::domain::inbound::{
    Address, AddressKind, ArrivalClass, Arrived, Body, ChannelKind, Delivery as Fate, DeliveryStatus,
    Inbound, MediaKind, MediaRef,
};
use crate::domain::outbound::Choice;
use crate::domain::redacted::Redacted;

/// One bubble on the phone.
struct Read {
    text: String,
    choices: Vec<Choice>,
}

/// A citizen.
pub(super) struct Citizen {
    pub name: &'static str,
    pub channel: ChannelKind,
    pub address: String,
    pub nik: String,
    pub kk: String,
    /// When the platform last heard from them: opens the reply window.
    pub wrote_at: Option<Millis>,
    pub last_taken: Option<String>,
    /// The question that is open before the first bubble.
    pub expects: Option<&'static str>,
    pub tickets: Vec<String>,
    phone: Vec<Read>,
}

/// What a citizen sends.
pub(super) enum Saying {
    Body(Body),
    /// A photo of this quality is to be made.
    Photo,
}

fn text(words: &str) -> Saying {
    Saying::Body(Body::Text { text: Redacted::from(words.to_owned()) })
}

fn tap(choice: &Choice) -> Saying {
    Saying::Body(Body::Tap {
        payload: choice.id.clone(),
        title: Redacted::from(choice.label.clone()),
        callback_id: None,
    })
}

impl Citizen {
    pub(super) fn new(n: usize, name: &'static str, channel: ChannelKind) -> Citizen {
        Citizen {
            name,
            channel,
            address: match channel {
                ChannelKind::Whatsapp => format!("+62812000099{n:02}"),
                ChannelKind::Telegram => format!("99000000{n:02}"),
            },
            nik: format!("51080612038599{:02}", 10 + n),
            kk: format!("51080612030799{:02}", 10 + n),
            wrote_at: None,
            last_taken: None,
            expects: None,
            tickets: Vec::new(),
            phone: Vec::new(),
        }
    }

    pub(super) fn reads(&mut self, text: String, choices: Vec<Choice>) {
        if let Some(at) = text.find("SAPA-") {
            let ticket: String =
                text[at..].chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
            // Some texts say how a ticket begins.
            if ticket.len() > "SAPA-".len() && !self.tickets.contains(&ticket) {
                self.tickets.push(ticket);
            }
        }
        self.phone.push(Read { text, choices });
    }

    fn address(&self) -> Address {
        let kind = match self.channel {
            ChannelKind::Whatsapp => AddressKind::WaPhone,
            ChannelKind::Telegram => AddressKind::TgUser,
        };
        Address { kind, value: Redacted::from(self.address.clone()) }
    }

    /// The answer that the last bubble asks for.
    pub(super) fn answer(&self, chance: &mut Chance) -> Saying {
        let Some(last) = self.phone.last() else {
            return match self.expects {
                Some(question) => self.reply(question, None, chance),
                None => text("ktp saya hilang"),
            };
        };
        let Some(first) = last.choices.first() else { return self.by_words(&last.text, chance) };
        let parts: Vec<&str> = first.id.split('|').collect();
        match parts.as_slice() {
            ["q", _, question, _] => self.reply(question, Some(&last.choices), chance),
            ["f", ..] => tap(chance.one(&last.choices)),
            _ if self.tickets.is_empty() => {
                last.choices.iter().find(|c| c.id.starts_with("s|")).map_or_else(|| text("ktp hilang"), tap)
            }
            _ => tap(chance.one(&last.choices)),
        }
    }

    fn by_words(&self, said: &str, chance: &mut Chance) -> Saying {
        let asks = |word: &str| said.contains(word);
        if asks("*NIK*") {
            self.reply("nik", None, chance)
        } else if asks("nama") {
            self.reply("name", None, chance)
        } else if asks("e-mail") {
            self.reply("email", None, chance)
        } else {
            text(chance.one::<&str>(&["lanjutkan", "ktp hilang", "menu", "halo"]))
        }
    }

    fn reply(&self, question: &str, choices: Option<&[Choice]>, chance: &mut Chance) -> Saying {
        let often = chance.percent(80);
        let choose = |n: usize, words: &str| match choices.and_then(|all| all.get(n)) {
            Some(choice) if often => tap(choice),
            _ => text(words),
        };
        match question {
            "consent" => choose(0, "setuju"),
            "applicant" => choose(0, "saya sendiri"),
            "nik" => text(&self.nik),
            "name" => text("Ni Luh Ayu Lestari"),
            "kk" if often => text(&self.kk),
            "kk" => choose(0, "belum tahu"),
            "police_letter" if often || choices.is_none() => Saying::Photo,
            "police_letter" => choose(0, "belum punya"),
            "email" if often => text("warga@example.com"),
            "email" => choose(0, "tidak punya"),
            "pickup" => choose(0, "kantor disdukcapil"),
            "confirm" => choose(0, "ya"),
            _ => match choices.and_then(<[Choice]>::first) {
                Some(choice) => tap(choice),
                None => text("saya sendiri"),
            },
        }
    }

    /// A button of any bubble, however old.
    pub(super) fn old_button(&self, chance: &mut Chance) -> Saying {
        let all: Vec<&Choice> = self.phone.iter().flat_map(|read| &read.choices).collect();
        if all.is_empty() { text("menu") } else { tap(all[chance.below(all.len())]) }
    }

    /// One event of this citizen's, as the platform hands it over.
    pub(super) fn arrived(
        &self,
        provider_id: &str,
        body: Body,
        album: Option<String>,
        now: Millis,
    ) -> Arrived {
        let class =
            if matches!(body, Body::Media { .. }) { ArrivalClass::Media } else { ArrivalClass::Message };
        self.fragment(provider_id, class, body, album, now)
    }

    fn fragment(
        &self,
        provider_id: &str,
        class: ArrivalClass,
        body: Body,
        album: Option<String>,
        now: Millis,
    ) -> Arrived {
        let inbound = Inbound {
            provider_id: provider_id.to_owned(),
            wire_id: None,
            at: now,
            body,
            album,
            reply_to: None,
            referral: None,
        };
        Arrived {
            provider_id: provider_id.to_owned(),
            class,
            addresses: vec![self.address()],
            profile_name: None,
            at: now,
            fragment: Redacted::from(serde_json::to_string(&inbound).unwrap_or_default()),
        }
    }

    /// The platform tells the fate of a bubble, after a while.
    pub(super) fn status(
        &self,
        channel: ChannelKind,
        wire: &str,
        message: &str,
        state: &str,
        now: Millis,
        after: Millis,
    ) -> Delivery {
        let fate = Fate::parse(state).unwrap_or(Fate::Sent);
        let status = DeliveryStatus {
            wire_id: wire.to_owned(),
            // WhatsApp echoes our own id.
            message_id: Some(message.to_owned()),
            state: fate,
            error: None,
        };
        let arrived = self.fragment(
            &format!("{wire}:{state}"),
            ArrivalClass::Status,
            Body::Status(status),
            None,
            now + after,
        );
        Delivery {
            channel,
            arrivals: vec![arrived],
            at: now + after,
            told: format!("that a bubble for {} was {state}", self.name),
            again: false,
        }
    }

    pub(super) fn photo(id: &str, kind: MediaKind) -> Body {
        let media = MediaRef {
            kind,
            provider_media_id: id.to_owned(),
            same_file_key: None,
            mime: Some("image/jpeg".into()),
            size: Some(1),
            file_name: None,
        };
        Body::Media { media, caption: None }
    }
}

/// What a body is, in words that name nobody.
pub(super) fn told(body: &Body) -> String {
    match body {
        Body::Text { text } if text.expose().chars().any(|c| c.is_ascii_digit()) => "a number".into(),
        Body::Text { text } => format!("\"{}\"", text.expose()),
        Body::Tap { title, .. } => format!("a tap on [{}]", title.expose()),
        Body::Media { media, .. } => format!("a {}", media.kind.as_str()),
        Body::Location { .. } => "a location".into(),
        Body::Reaction { .. } => "a reaction".into(),
        Body::Edited { .. } => "an edit".into(),
        other => format!("{other:?}")
            .split(|c: char| !c.is_alphanumeric())
            .next()
            .unwrap_or_default()
            .to_lowercase(),
    }
}
