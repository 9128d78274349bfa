//! How well messages are understood, measured: two held-out sets, and cross-validation on what is learnt from.
//!
//! `utterances.tsv` was known when the rules were written. The sets in `held_out` were written one after the other, each
//! without a look at what is learnt from; a set's misses were then mended by their kind, never by the sentence. What
//! each showed at first sight, on 2026-11-27: 94 % right and 3.6 % confidently wrong, 89 and 2.7, 90 and 3.4, 92 and
//! 3.6, 93 and 2.0, 87 and 2.9 (the sixth is half long stories), 92 and 1.9, 94 and 1.9; the last two are what
//! strangers may expect.
//! Utterances that are learnt from were then taken out of them.
//! The floors below lie a little under what is measured today.

use std::sync::OnceLock;

use chrono::NaiveDate;

use super::classifier::Classifier;
use super::intent::Intent;
use super::lessons::{self, Example};
use super::load::Nlu;
use super::load::built_in::SOURCES;

/// One for all tests.
pub(super) fn nlu() -> &'static Nlu {
    static NLU: OnceLock<Nlu> = OnceLock::new();
    NLU.get_or_init(Nlu::built_in)
}

struct Score {
    right: usize,
    unsure: usize,
    wrong: Vec<String>,
    total: usize,
}

fn score(nlu: &Nlu, examples: &[Example]) -> Score {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
    let mut score = Score { right: 0, unsure: 0, wrong: Vec::new(), total: examples.len() };
    for (text, expected) in examples {
        let meaning = nlu.understand(text, "id", today);
        match meaning.intent {
            found if found == *expected => score.right += 1,
            Intent::Unsure => score.unsure += 1,
            found => score.wrong.push(format!("{text} | {expected} -> {found} {:.2}", meaning.confidence)),
        }
    }
    score
}

fn share(part: usize, whole: usize) -> f32 {
    part as f32 / whole as f32
}

fn held_out() -> Vec<Example> {
    read(include_str!("../../tests/data/utterances.tsv"))
}

/// Farmers, students, drivers, mothers, spouses from abroad: seven tongues and all intents.
fn held_out_of_our_own() -> Vec<Example> {
    read(include_str!("../../tests/data/utterances_own.tsv"))
}

/// Each was written afresh when the one before had served: long stories, one word, voice turned to text, seven tongues.
fn held_out_sets() -> [Vec<Example>; 11] {
    [
        include_str!("../../tests/data/held_out/first.tsv"),
        include_str!("../../tests/data/held_out/second.tsv"),
        include_str!("../../tests/data/held_out/third.tsv"),
        include_str!("../../tests/data/held_out/fourth.tsv"),
        include_str!("../../tests/data/held_out/fifth.tsv"),
        include_str!("../../tests/data/held_out/sixth.tsv"),
        include_str!("../../tests/data/held_out/seventh.tsv"),
        include_str!("../../tests/data/held_out/eighth.tsv"),
        include_str!("../../tests/data/held_out/ninth.tsv"),
        include_str!("../../tests/data/held_out/tenth.tsv"),
        include_str!("../../tests/data/held_out/eleventh.tsv"),
    ]
    .map(read)
}

fn read(file: &str) -> Vec<Example> {
    let lines = file.lines();
    let example = |line: &str| {
        let (text, label) = line.split_once('\t').expect("text, tab, label");
        (text.to_owned(), label.parse().expect("a known label"))
    };
    lines.map(example).collect()
}

#[test]
fn held_out_utterances_are_understood() {
    let score = score(nlu(), &held_out());
    assert!(share(score.right, score.total) >= 0.97, "{} right; wrong: {:#?}", score.right, score.wrong);
    assert!(share(score.wrong.len(), score.total) <= 0.03, "{:#?}", score.wrong);
    let own = self::score(nlu(), &held_out_of_our_own());
    println!("own: {} right, {} unsure, of {}", own.right, own.unsure, own.total);
    assert!(share(own.right, own.total) >= 0.97, "{} right; wrong: {:#?}", own.right, own.wrong);
    assert!(share(own.wrong.len(), own.total) < 0.02, "{:#?}", own.wrong);
}

#[test]
fn sets_written_afresh_are_understood() {
    for (set, examples) in held_out_sets().iter().enumerate() {
        let score = score(nlu(), examples);
        println!("set {set}: {} right, {} unsure, of {}", score.right, score.unsure, score.total);
        assert!(
            share(score.right, score.total) >= 0.93,
            "{set}: {} right; wrong: {:#?}",
            score.right,
            score.wrong
        );
        assert!(share(score.wrong.len(), score.total) < 0.025, "{set}: {:#?}", score.wrong);
    }
}

#[test]
fn no_held_out_utterance_is_learnt_from() {
    let examples = lessons::examples(&SOURCES, &mut Vec::new());
    let held_out = [held_out(), held_out_of_our_own(), held_out_sets().concat()].concat();
    for (text, _) in &examples {
        assert!(!held_out.iter().any(|(held, _)| held.eq_ignore_ascii_case(text)), "{text}");
    }
    assert!(examples.len() >= 1500);
}

/// A fifth is asked after learning from the rest, each in turn. Harder than real chats: every
/// example was written to differ from the others.
#[test]
fn cross_validation_holds_its_floor() {
    let examples = lessons::examples(&SOURCES, &mut Vec::new());
    let (mut right, mut unsure, mut wrong, mut total) = (0, 0, Vec::new(), 0);
    for fold in 0..5 {
        let part = |asked: bool| {
            let chosen = examples.iter().enumerate().filter(|(i, _)| (i % 5 == fold) == asked);
            chosen.map(|(_, e)| e.clone()).collect::<Vec<_>>()
        };
        let mut nlu = Nlu::built_in();
        nlu.classifier = lessons::train(&nlu.vocabulary, &part(false));
        let score = score(&nlu, &part(true));
        total += score.total;
        right += score.right;
        unsure += score.unsure;
        wrong.extend(score.wrong);
    }
    let measured = format!("right {right}, unsure {unsure}, of {total}; wrong: {wrong:#?}");
    println!("cross-validation: {right} right, {unsure} unsure, of {total}");
    assert!(share(right, total) >= 0.925, "{measured}");
    assert!(share(wrong.len(), total) < 0.027, "{measured}");
}

/// The whole model is promised to stay under 8 MB.
#[test]
fn what_was_learnt_is_small() {
    let Classifier { rows, idf, weights, .. } = &nlu().classifier;
    let bytes = rows.len() * 2 + idf.len() * 4 + weights.len();
    println!("the classifier holds {} kB", bytes / 1024);
    assert!(bytes < 2 << 20, "{bytes}");
}

/// The same utterances as other people would type them.
#[test]
fn politeness_capitals_and_slips_change_little() {
    let check = |retyped: &dyn Fn(&str) -> String, floor: f32| {
        let examples: Vec<Example> =
            held_out().iter().map(|(text, intent)| (retyped(text), *intent)).collect();
        let score = score(nlu(), &examples);
        assert!(share(score.right, score.total) >= floor, "{} right: {:#?}", score.right, score.wrong);
    };
    check(&|text| text.to_uppercase(), 0.96);
    check(&|text| format!("halo min, {text}"), 0.94);
    check(&|text| format!("{text} ya kak??"), 0.95);
    check(&|text| format!("selamat siang pak. {text} mohon bantuannya terima kasih"), 0.90);
    check(&|text| text.replace('a', "aaaa").replace(' ', "  "), 0.95);
    let middle = |text: &str| (text.chars().count() > 7).then(|| text.chars().count() / 2);
    let swapped = |text: &str| {
        let mut chars: Vec<char> = text.chars().collect();
        middle(text).into_iter().for_each(|at| chars.swap(at, at + 1));
        chars.into_iter().collect()
    };
    let lost = |text: &str| {
        text.chars().enumerate().filter(|(i, _)| Some(*i) != middle(text)).map(|(_, c)| c).collect()
    };
    check(&swapped, 0.8);
    check(&lost, 0.82);
}

#[test]
fn what_is_too_vague_is_not_guessed() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
    for text in
        ["ktp", "mau urus ktp", "urus ktp dong kak", "bikin ktp", "mau tanya soal ktp", "sy mau ngurus"]
    {
        let meaning = nlu().understand(text, "id", today);
        assert_eq!(meaning.intent, Intent::Unsure, "{text}");
        assert!(meaning.confidence < 0.6 && meaning.runner_up != Intent::Unsure, "{text}");
    }
}

#[test]
fn whole_stories_are_understood() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
    for (text, intent) in [
        (
            "Selamat pagi pak, nama saya Made, saya kehilangan KTP saat perjalanan ke Denpasar kemarin, bagaimana cara mengurusnya?",
            Intent::LostKtp,
        ),
        (
            "Mohon maaf mengganggu, saya ingin menanyakan apakah permohonan KTP saya yang diajukan minggu lalu sudah selesai diproses atau belum? Terima kasih",
            Intent::Status,
        ),
        (
            "Assalamualaikum, saya sudah melakukan perekaman e-KTP 3 bulan yang lalu di kantor kecamatan tetapi sampai sekarang belum menerima KTP fisik",
            Intent::AfterRecordingKtp,
        ),
        (
            "pagi min, istri saya ktpnya patah, dia lagi hamil ga bisa keluar, bisa saya yg urus?",
            Intent::RepresentOther,
        ),
        (
            "min sy baru pindah dari Lombok, sudah ada surat pindahnya, ktp dibuat disini bs?",
            Intent::MovedKtp,
        ),
        ("om swastyastu, tiang jagi metaken, kantor capil mabukak jam kuda nggih?", Intent::HoursLocation),
    ] {
        assert_eq!(nlu().understand(text, "id", today).intent, intent, "{text}");
    }
}

#[test]
fn explain_says_which_words_rules_and_rivals() {
    let lines = nlu().explain("ktp sy ilang gmn", "id");
    assert_eq!(lines[0], "words: ktp saya hilang bagaimana");
    assert!(lines.iter().any(|l| l.starts_with("rule: a lost card (lost_ktp +1.4)")), "{lines:?}");
    assert!(lines.iter().any(|l| l.starts_with("lost_ktp: ")), "{lines:?}");
}

#[test]
fn the_empty_and_the_absurd_do_no_harm() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).expect("a date");
    let huge = "ktp hilang ".repeat(500);
    for text in [
        "",
        " ",
        "...",
        "\u{0}",
        "\u{202E}ktp",
        "🇮🇩",
        "a\u{316}\u{316}",
        "@",
        "sapa-",
        "+",
        "08",
        "é2",
        "'",
        huge.as_str(),
    ] {
        let meaning = nlu().understand(text, "xx", today);
        assert!((0.0..=1.0).contains(&meaning.confidence), "{text}");
        nlu().command(text, "ban", super::Strictness::Lenient);
        nlu().choose(text, &[], "en");
    }
}
