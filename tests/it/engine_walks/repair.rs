//! Repair works in every state: whatever is open, a citizen can mend, leave, ask and come back, and nothing that was
//! answered is lost by it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use sapa::engine::{Answer, Effect, Event, Focus, Kind, Question, Session};
use sapa::runtime::library::Library;

use super::play::Play;
use super::services;

/// Plays of each service that are looked into.
const PLAYED: u64 = 40;
const DAY: i64 = 24 * 60 * 60 * 1000;

/// A moment of a play.
struct State {
    library: &'static Library,
    service: String,
    session: Session,
    now: i64,
}

/// Every question of every service, with each half of an answer and each side question that plays come to; three of a
/// kind, with different answers before them.
fn states() -> &'static [State] {
    static STATES: LazyLock<Vec<State>> = LazyLock::new(|| {
        let (mut all, mut seen) = (Vec::new(), BTreeMap::new());
        for (library, service) in services() {
            for seed in 0..PLAYED {
                let mut play = Play::new(library, &service, 500 + seed);
                play.lang = "id".into();
                play.open();
                for _ in 0..70 {
                    if play.session.service.is_none() {
                        break;
                    }
                    // There is nothing to mend for who is told what to do instead, but the way back.
                    if play.question().is_some_and(|q| matches!(q.kind, Kind::Ending { .. })) {
                        break;
                    }
                    let question = play.question().map(|q| q.id.clone());
                    let focus = play.session.focus.as_ref().map(Focus::word);
                    let count = seen.entry((library.office.id.clone(), service.clone(), question, focus));
                    let count = count.or_insert(0);
                    *count += 1;
                    if *count <= 3 {
                        let (service, session) = (service.clone(), play.session.clone());
                        all.push(State { library, service, session, now: play.now });
                    }
                    if play.one_fitting_step() {
                        break;
                    }
                }
            }
        }
        all
    });
    &STATES
}

/// Stops in every state that plays come to.
pub(super) fn in_every_state(mut check: impl FnMut(&'static Library, &str, &Session, i64)) {
    let all = states();
    for (library, service) in services() {
        let definition = &library.catalogue.services[&service];
        for question in definition.questions.iter().filter(|q| q.kind.is_asked() && q.round == 1) {
            // A play ends with a person, and where it is over.
            if question.kind.stops() {
                continue;
            }
            let met = |s: &State| {
                s.service == service && s.session.current(definition).is_some_and(|q| q.id == question.id)
            };
            assert!(all.iter().any(met), "no play comes to {service}/{}", question.id);
        }
    }
    for state in all {
        check(state.library, &state.service, &state.session, state.now);
    }
}

pub(super) fn at(library: &'static Library, service: &str, session: &Session, now: i64) -> Play<'static> {
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
            let mended =
                !play.session.answers.contains_key(&question.id) && is_next(&play, session, question);
            // Two answers that are called alike: a list asks which.
            let asked = play.session.focus == Some(Focus::Correct);
            // Pictures are looked at first.
            let looked_at = matches!(&play.session.focus,
                Some(Focus::Files { question: q } | Focus::OneFile { question: q, .. }) if *q == question.id);
            // "Nama salah" is what some cards suffer from: where that is asked, it is the answer.
            let answered = current.as_ref().is_some_and(|id| play.session.answers.contains_key(id));
            assert!(
                mended || asked || looked_at || answered,
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
        assert_eq!(keys(&play).iter().filter(|k| *k == "sys-welcome-back").count(), 1, "{service}");
        let recap = play.text().split("\n\n").next().unwrap_or_default().to_owned();
        assert!(!recap.contains('\n') && recap.chars().count() < 120, "{service}: one line: {recap}");
        assert_eq!(play.session.answers, session.answers);
    });
}

/// What no question of this kind takes, in this half of its answer. None: everything is taken there.
fn nonsense(kind: &Kind, focus: Option<&Focus>) -> Option<&'static str> {
    match (kind, focus) {
        (Kind::Person, _) => None,
        (_, Some(Focus::Street { .. })) | (Kind::Text { .. }, _) => Some("!!"),
        (Kind::Name, _) => Some("12345"),
        _ => Some("qwzx vbnk plmj"),
    }
}

#[test]
fn at_every_question_the_second_failure_changes_the_approach_and_the_third_offers_a_person() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let Some(question) = play.question() else { return };
        let Some(nonsense) = nonsense(&question.kind, session.focus.as_ref().filter(|f| f.is_step())) else {
            return;
        };
        play.session.failures = 0;
        let mut said = Vec::new();
        for _ in 0..3 {
            play.says(nonsense);
            said.push(keys(&play));
        }
        let told = format!("{service}: {} ({}): {said:?}", question.id, question.kind.word());
        assert_ne!(said[0], said[1], "the same twice; {told}");
        assert_ne!(said[1], said[2], "the same twice; {told}");
        // A side question that decides something names another way to answer it.
        let another_way = |key: &String| key.ends_with("-help") || key == "sys-answer-first";
        let helped = said[1].iter().chain(&said[0]).any(another_way);
        assert!(helped, "no example, no other input; {told}");
        assert_eq!(play.session.focus, Some(Focus::OfferPerson), "no person; {told}");
        let mut offers = play.offers().into_iter();
        assert!(offers.any(|o| o.ends_with("|yes")), "no button leads to the person; {told}");
    });
}

#[test]
fn guesses_that_are_wrong_again_and_again_lead_to_a_person_too() {
    let check = |kind: fn(&Kind) -> bool, typed: &str, refused: &str| {
        let seen = std::cell::Cell::new(0);
        in_every_state(|library, service, session, now| {
            let probe = at(library, service, session, now);
            let open = session.focus.is_none() && probe.question().is_some_and(|q| kind(&q.kind));
            if !open {
                return;
            }
            seen.set(seen.get() + 1);
            let mut play = at(library, service, session, now);
            for n in 0..6 {
                if play.session.focus == Some(Focus::OfferPerson) {
                    return;
                }
                assert!(n < 5, "{service}: {typed:?} is guessed at and refused for ever: {:?}", keys(&play));
                play.says(typed);
                if play.session.focus.as_ref().is_some_and(Focus::is_guess) {
                    play.says(refused);
                }
            }
        });
        assert!(seen.get() > 0, "nobody asks what {typed:?} answers");
    };
    check(|k| matches!(k, Kind::Nik), "5108O64107909901", "tidak");
    check(|k| matches!(k, Kind::Email { .. }), "ayu@gmial.com", "tidak");
    check(|k| matches!(k, Kind::Village), "sangsid", "tidak ada di sini");
    check(|k| matches!(k, Kind::Declaration { .. }), "tidak", "");
}

#[test]
fn what_may_be_skipped_is_skipped_and_nothing_else() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let Some(question) = play.question() else { return };
        if question.kind == Kind::Person {
            return;
        }
        play.says("lewati");
        let told = format!("{service}: {} ({})", question.id, question.kind.word());
        // Who does not know a number, or has no address, may say so with this word too.
        let without =
            matches!(question.kind, Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. });
        if question.optional || without {
            assert_eq!(play.session.answers.get(&question.id), Some(&Answer::Without), "{told}");
            assert_ne!(play.question().map(|q| &q.id), Some(&question.id), "{told}");
        } else {
            assert_eq!(play.session.answers, session.answers, "{told}: {:?}", keys(&play));
            assert!(keys(&play).contains(&"sys-no-skip".to_owned()), "{told}: {:?}", keys(&play));
        }
    });
}

#[test]
fn a_pause_keeps_everything_and_the_way_back_is_one_word() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        let Some(question) = play.question() else { return };
        // "Belum, nanti" is an answer where a paper may follow later.
        if question.kind == Kind::Person || matches!(question.kind, Kind::Files { later: true, .. }) {
            return;
        }
        play.says("nanti dulu");
        let told = format!("{service}: {} ({})", question.id, question.kind.word());
        assert_eq!(keys(&play), ["sys-paused"], "{told}");
        assert_eq!(play.session.answers, session.answers, "{told}");
        play.now += 3 * DAY;
        play.says("lanjut");
        assert_eq!(keys(&play).first().map(String::as_str), Some("sys-welcome-back"), "{told}");
        assert!(keys(&play).len() > 1, "{told}: asked again");
        assert_eq!(play.question().map(|q| &q.id), Some(&question.id), "{told}");
        let step = |s: &Session| s.focus.clone().filter(Focus::is_step);
        assert_eq!(step(&play.session), step(session), "{told}: half an answer is lost");
    });
}

#[test]
fn starting_over_begins_the_same_service_with_nothing_answered() {
    in_every_state(|library, service, session, now| {
        let mut play = at(library, service, session, now);
        play.says("mulai dari awal");
        assert_eq!(play.session.focus, Some(Focus::StartOver), "{service}");
        assert_eq!(play.session.answers, session.answers, "{service}: nothing is lost before the yes");
        play.says("ya");
        assert!(play.session.answers.is_empty() && play.session.focus.is_none(), "{service}");
        assert_eq!(play.session.service.as_deref(), Some(service));
        let first = play.definition().and_then(|d| d.questions.iter().find(|q| q.kind.is_asked()));
        assert_eq!(play.question().map(|q| &q.id), first.map(|q| &q.id), "{service}");
    });
}

#[test]
fn any_earlier_answer_is_corrected_by_button_from_every_state() {
    in_every_state(|library, service, session, now| {
        let probe = at(library, service, session, now);
        let definition = probe.definition().expect("a service is open");
        let visible = session.visible(definition).into_iter();
        let shown: Vec<_> = visible
            .filter(|q| q.correct && q.kind.is_shown() && session.answers.contains_key(&q.id))
            .collect();
        for question in &shown {
            for way in ["button", "word"] {
                let mut play = at(library, service, session, now);
                if way == "word" && !takes_a_word(play.question().map(|q| &q.kind)) {
                    continue;
                }
                match way {
                    "button" => play.take(&Event::Tap { payload: "g|correct".into(), title: String::new() }),
                    _ => play.says("ubah"),
                }
                assert_eq!(play.session.focus, Some(Focus::Correct), "{service}: by {way}");
                assert_eq!(play.offers().len(), shown.len(), "{service}: a row for each answer");
                let row = play.offers().into_iter().find(|o| o.ends_with(&format!("|{}", question.id)));
                play.take(&Event::Tap { payload: row.expect("a row"), title: String::new() });
                // Pictures are looked at one by one before any is given up.
                if matches!(session.answers.get(&question.id), Some(Answer::Files { files, .. }) if !files.is_empty())
                {
                    assert!(
                        matches!(&play.session.focus,
                            Some(Focus::Files { question: q } | Focus::OneFile { question: q, .. }) if *q == question.id),
                        "{service}: by {way}"
                    );
                    assert_eq!(
                        play.session.answers, session.answers,
                        "{service}: nothing is lost by looking"
                    );
                    continue;
                }
                assert!(is_next(&play, session, question), "{service}: by {way}");
                let gone: Vec<_> =
                    session.answers.keys().filter(|id| !play.session.answers.contains_key(*id)).collect();
                assert_eq!(gone, [&question.id], "{service}: the other answers are kept");
            }
        }
    });
}

/// It is asked now, unless one before it was open already.
fn is_next(play: &Play<'_>, before: &Session, question: &Question) -> bool {
    let definition = play.definition().expect("a service is open");
    let place = |q: &Question| definition.questions.iter().position(|known| known.id == q.id);
    let now = play.question();
    let open = before.current(definition);
    now.map(|q| &q.id) == Some(&question.id)
        || (now.map(|q| &q.id) == open.map(|q| &q.id) && open.and_then(place) < place(question))
}

/// A bare "ubah" is no answer there.
fn takes_a_word(kind: Option<&Kind>) -> bool {
    kind.is_some_and(|kind| *kind != Kind::Person)
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

#[test]
fn a_text_that_speaks_of_an_earlier_answer_puts_no_other_in_its_place() {
    let said = [
        "nama saya salah, tidak sesuai dengan akta",
        "yang lapor polisi bukan saya",
        "ganti pakai nomor ibu saya",
        "yang ambil nanti 2 orang",
        "yang ambil nanti 2 orang saja",
        "setuju, nanti kartunya diserahkan waktu ambil pagi",
        "biar cepat diambil ibu saya",
        "nik kepala keluarga 3174015507909902",
    ];
    in_every_state(|library, service, session, now| {
        let before = at(library, service, session, now);
        let asked = before.question().map(|question| question.id.clone());
        for text in said {
            let mut play = at(library, service, session, now);
            play.says(text);
            for (id, answer) in &play.session.answers {
                let kept = before.session.answers.get(id).is_none_or(|earlier| earlier == answer);
                assert!(kept || asked.as_ref() == Some(id), "{service} at {asked:?}: {text:?} changes {id}");
            }
        }
    });
}

#[test]
fn what_is_said_is_taken_as_it_was_meant_or_asked_for_again() {
    // The kind of question, what is said, what is kept of it.
    let cases: &[(&str, &str, Option<&str>)] = &[
        ("number", "dua puluh lima", None),
        ("number", "seratus dua", None),
        ("number", "-3", None),
        ("number", "tiga orang", Some("3")),
        ("number", "ada 3", Some("3")),
        ("name", "maaf saya lupa", None),
        ("name", "halo", None),
        ("name", "ok", None),
        ("name", "Made Tahir ya kak", Some("Made Tahir")),
        ("name", "Kasih Selamat Mayasari", Some("Kasih Selamat Mayasari")),
        // A family name of Timor, and a word.
        ("name", "Yohanes Mau", Some("Yohanes Mau")),
        ("name", "capek deh", None),
        ("name", "wkwkwk lucu bgt", None),
        ("name", "gabisa ngetik nih", None),
        ("name", "sama kayak nama di atas", None),
        ("name", "nama saya ibu Hj. Putu Lestari, S.Pd. panggil aja ayu", Some("Hj. Putu Lestari, S.Pd.")),
        ("name", "Ibu Ni Luh Sari", Some("Ni Luh Sari")),
        ("name", "I Made Jadi Artana", Some("I Made Jadi Artana")),
        ("name", "Made Sari, sebentar ya", Some("Made Sari")),
        // Hardly a name, or one with words around it: asked back.
        ("name", "Bisa Ayu", None),
        ("name", "maaf nama saya Ni Luh Sekar", None),
        ("kk_number", "nanti saya buat dulu", None),
        ("kk_number", "bukan 1 tapi 2", None),
        ("name", "Ni Luh Sari, rumah di Penglatan", Some("Ni Luh Sari")),
        ("email", "email", None),
        ("email", "email saya salah", None),
        ("email", "ga masuk2 kodenya", None),
        ("email", "emailnya bukan ayu@example.com tapi ayi@example.com", Some("ayi@example.com")),
        ("email", "ayu at example dot com", None),
        ("kk_number", "bisa ngomong sama orang ga", None),
        ("kk_number", "KK nya ga dipake kan?", None),
        ("kk_number", "bentar ya kknya ga ketemu, sy cari dulu", None),
        ("email", "email saya ayu@example.com", Some("ayu@example.com")),
        ("email", "ayu@example.com ya kak", Some("ayu@example.com")),
        ("email", "ayu @ example.com", Some("ayu@example.com")),
        // Its front may be missing: asked back.
        ("email", "ayu lestari@example.com", None),
        ("phone", "hp saya 0812 0000 9901 ya", Some("+6281200009901")),
        ("consent", "mau tanya dulu", None),
        ("consent", "ya?", None),
        ("consent", "tidak keberatan", None),
        ("confirm", "kirim besok", None),
        ("confirm", "mau komplen", None),
        ("confirm", "oke makasih", None),
        ("confirm", "ga usah dikirim dulu", None),
        ("consent", "jangan disebar ya datanya", None),
        ("consent", "nanti dulu ya", None),
        ("consent", "setuju, eh nggak jadi", None),
        ("consent", "setuju, tapi mau baca dulu", None),
        ("yes_no", "gak tau", None),
        ("yes_no", "ada", Some("yes")),
        ("yes_no", "punya kak", Some("yes")),
        ("yes_no", "udah ada", Some("yes")),
        ("yes_no", "ada 2", Some("yes")),
        ("yes_no", "belum punya", Some("no")),
        ("yes_no", "gak ada", Some("no")),
        ("yes_no", "ada apa?", None),
        // Having something agrees to nothing.
        ("consent", "ada", None),
        ("declaration", "punya", None),
        ("signature", "ada", None),
        ("confirm", "ada", None),
        ("money", "seratus ribu", Some("100000")),
        ("money", "satu setengah juta", Some("1500000")),
        ("money", "2jt-3jt", None),
        ("money", "antara 2 dan 3 juta", None),
        ("money", "-5000", None),
        ("phone", "nomor ini aja", None),
        ("phone", "gak usah", Some("something")),
        ("nik", "gak tau nik", None),
        ("consent", "jangan dulu", None),
        ("consent", "saya baca dulu", None),
        ("confirm", "sebentar saya cek dulu", None),
        ("declaration", "aman kan?", None),
        // A yes with something behind it, and what only sounds like one.
        ("consent", "oke makasih tapi belum", None),
        ("consent", "apakah boleh", None),
        ("confirm", "oke terima kasih, tapi saya tanya istri dulu", None),
        ("confirm", "ya tapi nanti", None),
        ("confirm", "apa benar begitu", None),
        ("declaration", "ya tapi saya simpan dulu", None),
        // What is denied is not taken, whichever comes last.
        ("kk_number", "5108061201109901 bukan 5108061201109902", Some("5108061201109901")),
        ("phone", "081200009901 bukan 081200009902", Some("+6281200009901")),
        // A question about it leaves nothing out.
        ("phone", "perlu ga sih", None),
        ("phone", "kenapa perlu nomor saya", None),
        // Nothing but a no, where it may be left out; nothing that says more.
        ("phone", "ga", Some("something")),
        ("nik", "buat apa", None),
        ("nik", "nanti", None),
        ("kk_number", "kenapa perlu nomor kk", None),
        ("confirm", "udah bener semua tapi nanti", None),
        ("confirm", "semua data dikirim ke mana", None),
        ("confirm", "belum bener semua", None),
        ("declaration", "belum tentu saya bawa", None),
    ];
    let mut met = std::collections::BTreeSet::new();
    in_every_state(|library, service, session, now| {
        if session.focus.is_some() {
            return;
        }
        let before = at(library, service, session, now);
        let Some(question) = before.question() else { return };
        for (kind, says, kept) in cases.iter().filter(|(kind, ..)| *kind == question.kind.word()) {
            let mut play = at(library, service, session, now);
            play.says(says);
            let answer = play.session.answers.get(&question.id);
            let value = match answer {
                Some(Answer::Text { value, .. }) => Some(value.expose().clone()),
                Some(Answer::Number { value }) => Some(value.to_string()),
                Some(Answer::Choice { id }) => Some(id.clone()),
                Some(_) => Some("something".to_owned()),
                None => None,
            };
            if kind == &"email"
                && kept.is_some()
                && matches!(play.session.focus, Some(Focus::EmailCode { .. }))
            {
                continue;
            }
            assert_eq!(value.as_deref(), *kept, "{service}, {}: {says}", question.id);
            assert!(play.session.service.is_some(), "{service}, {}: {says}", question.id);
            met.insert(*says);
        }
    });
    for (kind, says, _) in cases {
        assert!(met.contains(says), "no question of the kind {kind} was come to");
    }
}
