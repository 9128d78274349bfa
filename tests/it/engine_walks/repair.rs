//! Repair works in every state: whatever is open, a citizen can mend, leave, ask and come back, and nothing that was
//! answered is lost by it.

use sapa::engine::{Effect, Event, Focus, Session};
use sapa::runtime::library::Library;

use super::play::Play;
use super::services;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// Plays every service as asked and stops in every state on the way.
fn in_every_state(check: impl Fn(&'static Library, &str, &Session, i64)) {
    for (library, service) in services() {
        for seed in 0..4 {
            let mut play = Play::new(library, &service, 500 + seed);
            play.lang = "id".into();
            play.open();
            let mut states = Vec::new();
            for _ in 0..70 {
                if play.session.service.is_none() {
                    break;
                }
                states.push((play.session.clone(), play.now));
                if play.one_fitting_step() {
                    break;
                }
            }
            assert!(states.len() > 2, "{service}: too few states");
            for (session, now) in states {
                check(library, &service, &session, now);
            }
        }
    }
}

fn at(library: &'static Library, service: &str, session: &Session, now: i64) -> Play<'static> {
    let mut play = Play::new(library, service, 1);
    play.lang = "id".into();
    play.session = session.clone();
    play.now = now;
    play
}

fn keys(play: &Play<'_>) -> Vec<String> {
    let reply = play.last.as_ref().and_then(|s| s.reply.as_ref());
    reply.map(|r| r.parts.iter().map(|p| p.key.clone()).collect()).unwrap_or_default()
}

fn effects(play: &Play<'_>) -> Vec<Effect> {
    play.last.as_ref().map(|s| s.effects.clone()).unwrap_or_default()
}

#[test]
fn from_every_state_a_person_and_a_cancellation_are_reached() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        play.says("petugas");
        assert!(effects(&play).iter().any(|e| matches!(e, Effect::AskPerson { .. })), "{service}: no person");
        let mut play = at(library, service, session, now);
        play.says("batal");
        assert_eq!(play.session.focus, Some(Focus::Cancel), "{service}");
        play.says("ya");
        assert!(
            play.session.service.is_none() && play.session.answers.is_empty(),
            "{service}: not cancelled"
        );
    });
}

#[test]
fn a_question_in_between_help_and_repetition_leave_everything_as_it_was() {
    in_every_state(|library, service, session, now| {
        let question = at(library, service, session, now).question().map(|q| q.id.clone());
        for said in ["bayar berapa?", "bantuan", "ulangi", "status", "menu", "ringkasan", "formulir"] {
            let mut play = at(library, service, session, now);
            play.says(said);
            let focus = play.session.focus.as_ref().filter(|f| f.is_step());
            let before = session.focus.as_ref().filter(|f| f.is_step());
            assert_eq!(focus, before, "{service}: {said:?} at {question:?} loses half an answer");
            assert_eq!(play.session.answers, session.answers, "{service}: {said:?} at {question:?}");
            assert_eq!(play.question().map(|q| q.id.clone()), question, "{service}: {said:?}");
            if said == "bayar berapa?" {
                assert_eq!(
                    keys(&play).first().map(String::as_str),
                    Some("faq-cost"),
                    "{service}: {question:?}"
                );
                assert!(keys(&play).len() > 1, "{service}: the question is asked again");
            }
        }
    });
}

#[test]
fn changing_the_language_keeps_the_place() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let question = play.question().map(|q| q.id.clone());
        play.says("english");
        assert_eq!(play.lang, "en", "{service}: {question:?}");
        assert_eq!(play.session.answers, session.answers);
        assert_eq!(play.question().map(|q| q.id.clone()), question);
    });
}

#[test]
fn a_cancellation_that_is_taken_back_goes_on_where_it_was() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        play.says("batal");
        play.says("lanjut");
        assert_eq!(play.session.answers, session.answers, "{service}");
        let step = |s: &Session| s.focus.clone().filter(Focus::is_step);
        assert_eq!(step(&play.session), step(session), "{service}: half an answer is lost");
    });
}

#[test]
fn any_earlier_answer_is_corrected_by_saying_that_it_is_wrong() {
    in_every_state(|library, service, session, now| {
        let probe = at(library, service, session, now);
        let definition = probe.definition().expect("a service is open");
        let current = probe.question().map(|q| q.id.clone());
        for question in session.visible(definition) {
            let answered = session.answers.contains_key(&question.id);
            if !answered || !question.kind.is_shown() || !question.correct || question.round > 1 {
                continue;
            }
            let label = library.texts.get("id", &definition.key(&question.id, "label"), &[]);
            let mut play = at(library, service, session, now);
            play.says(&format!("{label} salah"));
            let mended = !play.session.answers.contains_key(&question.id)
                && play.question().map(|q| &q.id) == Some(&question.id);
            // Two answers that are called alike: a list asks which.
            let asked = play.session.focus == Some(Focus::Correct);
            // Pictures are looked at first.
            let looked_at = matches!(&play.session.focus,
                Some(Focus::Files { question: q } | Focus::OneFile { question: q, .. }) if *q == question.id);
            assert!(
                mended || asked || looked_at,
                "{service} at {current:?}: {label:?} is not corrected: {:?}",
                keys(&play)
            );
        }
    });
}

#[test]
fn going_back_takes_one_answer_at_most() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        play.says("kembali");
        let left = session.answers.keys().filter(|id| !play.session.answers.contains_key(*id)).count();
        assert!(left <= 1, "{service}: {left} answers are gone");
        assert!(play.session.service.is_some());
    });
}

#[test]
fn who_comes_back_after_days_is_told_where_they_were() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now + 3 * DAY);
        play.says("bantuan");
        assert_eq!(keys(&play).first().map(String::as_str), Some("sys-welcome-back"), "{service}");
        assert_eq!(play.session.answers, session.answers);
    });
}

#[test]
fn the_second_failure_changes_the_approach_and_the_third_offers_a_person() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let Some(question) = play.question() else { return };
        if play.session.focus.is_some() || takes_anything(&question.kind) {
            return;
        }
        let mut said = Vec::new();
        for _ in 0..3 {
            play.says("qwzx vbnk plmj");
            said.push(keys(&play));
        }
        assert_ne!(said[0], said[1], "{service}: {} says the same twice", question.id);
        assert_ne!(said[1], said[2], "{service}: {} says the same twice", question.id);
        assert_eq!(play.session.focus, Some(Focus::OfferPerson), "{service}: {}: {said:?}", question.id);
    });
}

/// Names and free text: nonsense is an answer there.
fn takes_anything(kind: &sapa::engine::Kind) -> bool {
    use sapa::engine::Kind;
    matches!(kind, Kind::Name | Kind::Text { .. } | Kind::Person)
}

#[test]
fn old_buttons_and_things_no_question_takes_change_nothing() {
    in_every_state(|library, service, session, now| {
        let old = Event::Tap { payload: "q|00000000|nik|yes".into(), title: "Ya".into() };
        for event in [old, Event::Odd("sticker"), Event::Edited] {
            let mut play = at(library, service, session, now);
            play.take(&event);
            assert_eq!(play.session.answers, session.answers, "{service}: {event:?}");
        }
    });
}
