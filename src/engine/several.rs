//! Several wishes in one message: "my mother lost her ID card, can I apply for her and how much is it". The service that
//! a part of it names is begun, and what the other parts ask is answered in the same bubble.

use super::heard::{self, listed};
use super::lobby;
use super::naming;
use super::repair::{self, ASIDE_CONFIDENCE};
use super::reply::{Reply, Say};
use super::rethinking;
use super::step::Turn;
use crate::nlu::Intent;

/// More answers than these are no bubble any more.
const ANSWERS_MAX: usize = 2;

/// None: no part of it names a service, or none asks anything else.
pub(super) fn understood(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    // Who has filed speaks of that: "ktp saya yang hilang, kapan jadinya?"
    if turn.ctx.cases.iter().any(|case| !case.status.is_final()) {
        return None;
    }
    let parts = parts(turn, text);
    let named = |part: &&&str| !repair::sounds_like_a_question(turn, part);
    let (service, told) = parts.iter().filter(named).find_map(|part| Some((service(turn, part)?, *part)))?;
    let greeted = turn.session.greeted;
    let anothers = heard::meaning(turn, told).intent == Intent::RepresentOther;
    let mut answers: Vec<Say> = Vec::new();
    for part in parts.iter().filter(|part| **part != told) {
        let meaning = heard::meaning(turn, part);
        let sure = meaning.confidence >= ASIDE_CONFIDENCE;
        match meaning.intent {
            // Another wish goes first.
            Intent::Human | Intent::Cancel | Intent::Complaint | Intent::DeleteData | Intent::Status
                if sure =>
            {
                return None;
            }
            Intent::Requirements if sure => answers.push(Say::new(format!("{service}-requirements"))),
            Intent::Cost | Intent::HoursLocation | Intent::Duration | Intent::PickupSchedule if sure => {
                answers
                    .extend(repair::intent(turn, &meaning).and_then(|reply| reply.parts.into_iter().next()));
            }
            // "bisa saya urusin?"
            _ if (anothers || meaning.intent == Intent::RepresentOther)
                && repair::sounds_like_a_question(turn, part) =>
            {
                answers.push(Say::new("faq-represent-begun"));
            }
            _ => {}
        }
    }
    // Only what is said now says who is speaking.
    turn.session.greeted = greeted;
    answers.dedup_by(|a, b| a.key == b.key);
    answers.truncate(ANSWERS_MAX);
    if answers.is_empty() {
        return None;
    }
    let mut reply = lobby::open(turn, &service);
    lobby::note_whose(turn, told);
    // Behind who is speaking, before what is asked.
    let place = reply.parts.len().min(1);
    reply.parts.splice(place..place, answers);
    Some(reply)
}

/// The service that a part names, be it for another.
fn service(turn: &Turn<'_>, part: &str) -> Option<String> {
    let meaning = heard::meaning(turn, part);
    if let Some(service) = naming::by_example(turn, part).filter(|_| naming::may_open(meaning.intent)) {
        return Some(service);
    }
    match meaning.intent {
        Intent::RepresentOther => naming::for_another(turn, part),
        intent => turn.ctx.catalogue.by_intent(intent.as_str()).map(|named| named.service.clone()),
    }
}

/// What stands between commas, and from a word on that joins or begins a question.
fn parts<'t>(turn: &Turn<'_>, text: &'t str) -> Vec<&'t str> {
    let words = listed(turn, "sys-clause-words");
    let mut parts: Vec<&str> = Vec::new();
    for part in text.split_inclusive([',', '.', ';', '?', '!', '\n']) {
        let (mut begin, mut from) = (0, 0);
        while let Some((before, after)) = rethinking::cut(&part[from..], &words, false) {
            let start = from + before.len();
            if part[begin..start].chars().any(char::is_alphanumeric) {
                parts.push(&part[begin..start]);
                begin = start;
            }
            from = part.len() - after.len();
        }
        parts.push(&part[begin..]);
    }
    parts.into_iter().map(str::trim).filter(|part| part.chars().any(char::is_alphanumeric)).collect()
}
