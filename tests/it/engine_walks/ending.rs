//! A request that is over: what to do instead is said, and every way out of it works.

use sapa::engine::{Effect, Event, Kind};

use super::play::Play;

/// At the ending of the service with every kind of question.
fn at_the_end() -> Play<'static> {
    let mut play = Play::new(crate::everything::library(), "semua", 1);
    play.lang = "id".into();
    play.open();
    let yes = play.offers().first().cloned().expect("an agreement");
    play.take(&Event::Tap { payload: yes, title: String::new() });
    play.says("way leave");
    assert!(play.question().is_some_and(|q| matches!(q.kind, Kind::Ending { .. })), "{}", play.text());
    play
}

fn keys(play: &Play<'_>) -> Vec<String> {
    let reply = play.last.as_ref().and_then(|step| step.reply.as_ref());
    reply.map(|r| r.parts.iter().map(|part| part.key.clone()).collect()).unwrap_or_default()
}

#[test]
fn it_says_what_to_do_instead_and_who_helps() {
    let play = at_the_end();
    assert_eq!(keys(&play).last().map(String::as_str), Some("semua-elsewhere"));
    assert_eq!(play.offers(), ["s|ktp-hilang", "g|human", "g|menu"]);
}

#[test]
fn the_answer_that_led_there_is_mended_by_going_back_or_by_name() {
    for said in ["kembali", "way l salah", "ubah"] {
        let mut play = at_the_end();
        play.says(said);
        let reached = play.question().map(|q| q.id.as_str()) == Some("way")
            || keys(&play).iter().any(|key| key == "sys-ask-correct");
        assert!(reached && play.session.service.is_some(), "{said}: {:?}", keys(&play));
    }
}

#[test]
fn another_service_the_menu_and_anything_else_begin_anew() {
    let mut play = at_the_end();
    play.take(&Event::Tap { payload: "s|ktp-hilang".into(), title: String::new() });
    assert_eq!(play.session.service.as_deref(), Some("ktp-hilang"));
    assert!(keys(&play).contains(&"ktp-hilang-consent".to_owned()), "its own questions: {:?}", keys(&play));
    for (said, service) in [("menu", None), ("ktp saya hilang", Some("ktp-hilang")), ("terima kasih", None)] {
        let mut play = at_the_end();
        play.says(said);
        assert_eq!(play.session.service.as_deref(), service, "{said}: {:?}", keys(&play));
        let effects = play.last.as_ref().map(|step| step.effects.clone()).unwrap_or_default();
        assert!(effects.contains(&Effect::DropDraft), "{said}: its timers go");
    }
}

#[test]
fn nobody_is_reminded_of_what_is_over() {
    let mut play = at_the_end();
    play.take(&Event::Reminder);
    assert_eq!(play.last.as_ref().and_then(|step| step.reply.clone()), None);
    play.take(&Event::DraftExpired);
    assert!(play.session.service.is_none() && !play.session.lapsed);
    let mut play = at_the_end();
    play.now += 3 * 24 * 60 * 60 * 1000;
    play.says("petugas");
    assert!(!keys(&play).contains(&"sys-welcome-back".to_owned()), "{:?}", keys(&play));
}
