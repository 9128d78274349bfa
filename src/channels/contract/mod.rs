//! What every channel holds to, whichever platform is behind it: one list of promises, tried on each.
//!
//! Reading is total and repeatable, and shows nothing; long texts are cut between graphemes; a choice is a button
//! or a numbered line; a refusal is sorted by what to do next; neither an error nor a log line names a person or a
//! secret. A new channel is one more [`Subject`] and one more test at the foot.

mod sight;
mod subjects;
mod trap;

use std::sync::Arc;

use futures_util::future::BoxFuture;
use unicode_segmentation::UnicodeSegmentation;

use super::fit::units;
use super::kit::{Answer, Platform, choices, message_id, with_choices};
use crate::domain::inbound::{Address, Inbound, MediaKind, MediaRef};
use crate::domain::outbound::{Outgoing, Spent, Turning};
use crate::domain::redacted::Redacted;
use crate::runtime::ports::{Channel, SendError};
use sight::Sight;
use subjects::{Local, Telegram, WhatsApp};

/// What no error and no log line may name.
const CANARIES: [&str; 6] = [
    "Ni Luh Contoh Kenari",
    "5108064107909901",
    "81200009901",
    "9900009901",
    "token-rahasia",
    "kenari@example",
];

/// Said by a citizen and to them.
const SECRET_WORDS: &str = "Ni Luh Contoh Kenari, NIK 5108064107909901, kenari@example.com";

/// How a platform can refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Refused {
    /// Trouble of its own: again later.
    Passing,
    /// Slower, to this person or at all.
    TooFast,
    /// The person is not to be reached.
    Gone,
    /// Nothing goes out before an operator acts.
    NotUs,
    /// A fault of ours.
    Wrong,
}

/// A channel with a platform behind it.
trait Subject {
    /// Its door; the platform answers what it was told to.
    fn open<'a>(&'a self, platform: &'a Platform) -> BoxFuture<'a, Arc<dyn Channel>>;
    /// Events as they are stored, of every kind that it reads.
    fn fragments(&self) -> Vec<String>;
    fn person(&self) -> Vec<Address>;
    /// The platform takes a bubble.
    fn takes(&self) -> Answer;
    fn refusals(&self) -> Vec<(Refused, Answer)>;
    /// What the person sees of the last bubble.
    fn sight(&self, platform: &Platform) -> Sight;
}

async fn keeps_the_contract(subject: &impl Subject) {
    let trap = trap::Trap::set();
    reading_is_total_and_repeatable(subject).await;
    long_texts_are_cut_between_graphemes(subject).await;
    every_choice_is_a_button_or_a_numbered_line(subject).await;
    more_choices_than_fit_are_paged(subject).await;
    a_refusal_says_what_to_do_next(subject).await;
    courtesies_never_fail(subject).await;
    trap.is_empty();
}

async fn reading_is_total_and_repeatable(subject: &impl Subject) {
    let platform = Platform::default();
    let door = subject.open(&platform).await;
    let fragments = subject.fragments();
    assert!(fragments.len() > 10, "too few kinds");
    let twice = |fragment: &str| {
        let (first, again): (Inbound, Inbound) = (door.read(fragment), door.read(fragment));
        assert_eq!(first, again, "read differently the second time: {fragment}");
        assert!(!format!("{first:?}").contains("Kenari"), "a name prints: {first:?}");
    };
    for fragment in &fragments {
        twice(fragment);
        for end in (0..fragment.len()).step_by(37).filter(|end| fragment.is_char_boundary(*end)) {
            twice(&fragment[..end]);
        }
    }
    let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
    for odd in ["", "null", "[]", "{}", "\"x\"", "{\"message\":7}", "{\"update\":[]}", "\u{0}", &deep] {
        twice(odd);
    }
    assert!(platform.seen().is_empty(), "reading asks nobody");
}

/// Sends a bubble that the platform takes; what is seen of it.
async fn shown(subject: &impl Subject, message: &Outgoing) -> Sight {
    let platform = Platform::default().then(subject.takes());
    let door = subject.open(&platform).await;
    let sent = door.send(&subject.person(), &message_id(), message, None).await;
    assert!(sent.as_ref().is_ok_and(|sent| !sent.wire_id.is_empty()), "{sent:?}");
    subject.sight(&platform)
}

async fn long_texts_are_cut_between_graphemes(subject: &impl Subject) {
    let door = subject.open(&Platform::default()).await;
    let abilities = door.abilities();
    for word in ["panjang sekali ", "👨‍👩‍👧 ", "é", "*tebal* & <b> "] {
        let long = word.repeat(6_000 / word.len() * 4);
        for labels in [&[][..], &["Ya", "Tidak"]] {
            let sight = shown(subject, &with_choices(&long, labels)).await;
            assert!(units(&sight.text) <= abilities.text_max, "{} units", units(&sight.text));
            let whole: Vec<&str> = long.graphemes(true).collect();
            let kept = sight.text.split('…').next().unwrap_or_default().trim_end();
            assert!(!kept.is_empty() && kept.graphemes(true).all(|g| whole.contains(&g)), "{word:?} is torn");
            all_are_there(&sight, labels);
        }
    }
}

fn all_are_there(sight: &Sight, labels: &[impl AsRef<str>]) {
    for (n, label) in labels.iter().map(AsRef::as_ref).enumerate() {
        let button = sight.buttons.iter().any(|(id, shown)| id == &format!("c{n}") && shown.contains(label));
        let line = sight.text.contains(&format!("{}. {label}", n + 1));
        assert!(button || line, "choice {n} {label:?} is not there: {sight:?}");
    }
}

async fn every_choice_is_a_button_or_a_numbered_line(subject: &impl Subject) {
    for count in [1, 2, 3, 4, 9, 10, 11, 30, 31, 40] {
        for long in [false, true] {
            let label = |n: usize| match long {
                false => format!("Desa {n}"),
                true => format!("Kelurahan nomor {n} di kecamatan yang panjang sekali namanya di pulau ini"),
            };
            let labels: Vec<String> = (1..=count).map(label).collect();
            let texts: Vec<&str> = labels.iter().map(String::as_str).collect();
            let sight = shown(subject, &with_choices("Pilih satu", &texts)).await;
            assert!(sight.text.starts_with("Pilih satu"), "{sight:?}");
            all_are_there(&sight, &labels);
        }
    }
}

async fn more_choices_than_fit_are_paged(subject: &impl Subject) {
    let labels: Vec<String> = (1..=40).map(|n| format!("Desa {n}")).collect();
    let texts: Vec<&str> = labels.iter().map(String::as_str).collect();
    let turning = Turning { from: 0, previous: "Sebelumnya".into(), next: "Berikutnya".into() };
    let message =
        Outgoing { choices: choices(&texts), turning: Some(turning), ..Outgoing::text("Pilih desa") };
    let sight = shown(subject, &message).await;
    let all = sight.buttons.len() == labels.len();
    let turns = sight.buttons.iter().any(|(id, label)| id.starts_with("p|") && label == "Berikutnya");
    assert!(all || turns, "{sight:?}");
}

fn is(found: &SendError, refused: Refused) -> bool {
    match refused {
        Refused::Passing => matches!(found, SendError::Retry { .. } | SendError::RetryTimes { .. }),
        Refused::TooFast => matches!(found, SendError::WaitPerson { .. } | SendError::SlowNumber { .. }),
        Refused::Gone => matches!(found, SendError::Unreachable { .. }),
        Refused::NotUs => matches!(found, SendError::HoldQueue { .. }),
        Refused::Wrong => matches!(found, SendError::Refused { .. }),
    }
}

async fn a_refusal_says_what_to_do_next(subject: &impl Subject) {
    for (refused, answer) in subject.refusals() {
        let platform = Platform::default().then(answer);
        let door = subject.open(&platform).await;
        let error = door.send(&subject.person(), &message_id(), &Outgoing::text(SECRET_WORDS), None).await;
        let error = error.expect_err("the platform refused");
        assert!(is(&error, refused), "{refused:?} became {error:?}");
        let told = format!("{error} {error:?}");
        for canary in CANARIES {
            assert!(!told.contains(canary), "{refused:?} tells {canary}: {told}");
        }
    }
    // Nobody's address: not tried at all.
    let platform = Platform::default();
    let door = subject.open(&platform).await;
    if !subject.refusals().is_empty() {
        let error = door.send(&[], &message_id(), &Outgoing::text("Halo"), None).await;
        assert!(matches!(error, Err(SendError::Unreachable { .. })), "{error:?}");
        assert!(platform.seen().is_empty());
    }
}

async fn courtesies_never_fail(subject: &impl Subject) {
    for fragment in subject.fragments() {
        let mut platform = Platform::default();
        for (_, answer) in subject.refusals() {
            platform = platform.then(answer);
        }
        let door = subject.open(&platform).await;
        let inbound = door.read(&fragment);
        door.acknowledge(&subject.person(), &inbound).await;
        door.working(&subject.person(), &inbound).await;
        let message = with_choices(SECRET_WORDS, &["Ya"]);
        for wire_id in ["41", "wamid.A1", ""] {
            let spent =
                Spent { wire_id: wire_id.into(), message: message.clone(), chosen: Some("Ya".into()) };
            door.retire_choices(&subject.person(), &spent).await;
        }
    }
    let media = MediaRef {
        kind: MediaKind::Photo,
        provider_media_id: "../../etc".into(),
        same_file_key: None,
        mime: None,
        size: None,
        file_name: Some(Redacted::from("KTP Ni Luh Contoh Kenari.jpg".to_owned())),
    };
    for (_, answer) in subject.refusals() {
        let door = subject.open(&Platform::default().then(answer)).await;
        if let Err(error) = door.fetch(&media).await {
            let told = format!("{error} {error:?}");
            assert!(!CANARIES.iter().any(|canary| told.contains(canary)), "{told}");
        }
    }
}

#[tokio::test]
async fn whatsapp_keeps_the_contract() {
    keeps_the_contract(&WhatsApp).await;
}

#[tokio::test]
async fn telegram_keeps_the_contract() {
    keeps_the_contract(&Telegram).await;
}

#[tokio::test]
async fn the_local_channel_keeps_the_contract_in_both_dresses() {
    for kind in crate::domain::inbound::ChannelKind::ALL {
        keeps_the_contract(&Local::new(kind)).await;
    }
}
