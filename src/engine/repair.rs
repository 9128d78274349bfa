//! Words that work anywhere, and questions in between. After each of them the conversation stands where it
//! stood.

use std::rc::Rc;

use super::context::{At, Ctx, Taken};
use super::definition::Kind;
use super::focus;
use super::payload;
use super::questions;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use super::{album, ending, facts, lobby, moving, proof, summary};
use crate::domain::case::{CaseLine, Status};
use crate::domain::ticket::Ticket;
use crate::nlu::{Command, Intent, Meaning};

/// Of the words for "skip", so many mean nothing else; the rest only count where skipping is offered.
const SKIP_WORDS: usize = 2;

/// How sure the understanding must be to take a text that could be an answer for a question in between.
const ASIDE_CONFIDENCE: f32 = 0.8;

pub(super) fn command(turn: &mut Turn<'_>, command: &Command, text: &str) -> Reply {
    match command {
        Command::Help => help(turn),
        Command::Back => back(turn),
        Command::Cancel => cancel(turn),
        Command::StartOver => match turn.at() {
            Some(_) => focus::open(turn, Focus::StartOver),
            None => lobby::menu(turn),
        },
        Command::Status => status(turn, text),
        Command::Human => human(turn),
        Command::Language(lang) => match lang {
            Some(lang) => language(turn, lang),
            None => focus::open(turn, Focus::Language),
        },
        Command::Menu if ending::is_here(turn) => ending::leave(turn),
        Command::Menu => match turn.at() {
            Some(_) => {
                turn.session.leave_side_question();
                turn.ask_again(Say::new("sys-menu-during"))
            }
            None => lobby::menu(turn),
        },
        Command::Stop => {
            turn.effects.push(Effect::OptOut);
            turn.session.leave_side_question();
            Reply::say(Say::new("sys-opted-out"))
        }
        Command::Resume | Command::Repeat => match turn.at() {
            Some(_) => {
                turn.session.leave_side_question();
                turn.ask()
            }
            None => lobby::menu(turn),
        },
        Command::Summary => so_far(turn),
        Command::Form => {
            let said = Say::new("sys-forms").text("address", &turn.ctx.office.address);
            turn.ask_again(said)
        }
        // Nothing is asked again: who looks for a card needs no second question meanwhile.
        Command::Wait => match turn.at() {
            Some(_) => Reply::say(Say::new("sys-wait")),
            None => lobby::menu(turn),
        },
        Command::MyData => my_data(turn),
        Command::DeleteData => focus::open(turn, Focus::Delete),
    }
}

/// Where a free text is expected, a name must not be taken for a question because it sounds like one to the
/// classifier: a question mark or a question word of the language has to be there.
pub(super) fn sounds_like_a_question(turn: &Turn<'_>, text: &str) -> bool {
    if text.contains('?') {
        return true;
    }
    let words = (turn.ctx.words)("sys-question-words").unwrap_or_default();
    let asked: Vec<&str> = words.split(',').map(str::trim).filter(|w| !w.is_empty()).collect();
    let plain = turn.ctx.nlu.normalise(text, turn.ctx.lang);
    plain.iter().flat_map(|token| &token.plain).any(|word| asked.contains(&word.as_str()))
}

/// The languages of the office's texts, each called by its own name.
pub(super) fn languages(turn: &Turn<'_>) -> Vec<(String, Say)> {
    let listed = (turn.ctx.words)("sys-languages").unwrap_or_default();
    let codes = listed.split(',').map(str::trim).filter(|code| !code.is_empty());
    codes.map(|code| (code.to_owned(), Say::new(format!("btn-language-{code}")))).collect()
}

/// "lewati", said of a question that may be skipped even while it is half answered, or of one that may not. None:
/// nobody wants to skip.
pub(super) fn skip<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if !wants_skip(turn, text) {
        return None;
    }
    let left_out = match at.question.kind {
        _ if at.question.optional => "skip",
        // Who has none, or does not know it, says so with this word too.
        Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => "without",
        _ => return Some(turn.ask_again(Say::new("sys-no-skip"))),
    };
    turn.let_go();
    let taken = questions::option(turn, at, left_out);
    Some(turn.taken(at, taken))
}

/// "nanti dulu": nothing is asked until the citizen comes back. None: nobody wants to pause.
pub(super) fn pause(turn: &Turn<'_>, at: At<'_>, text: &str) -> Option<Reply> {
    // "Nanti dulu" sounds like a no, and drops nothing.
    if !wants_pause(turn, text) || questions::lists(turn, at, text) {
        return None;
    }
    let mut reply = Reply::say(Say::new("sys-paused").number("days", i64::from(turn.ctx.office.draft_days)));
    reply.offers = vec![payload::command("resume", "btn-resume")];
    Some(reply)
}

/// A phrase for it with nothing around but words that say little, or between commas: "kk nya belum ketemu, sy cari dulu".
pub(super) fn wants_pause(turn: &Turn<'_>, text: &str) -> bool {
    let (nlu, lang) = (turn.ctx.nlu, turn.ctx.lang);
    let words = |text: &str| -> Vec<String> {
        plain(turn, text).iter().filter(|word| word.chars().any(char::is_alphanumeric)).cloned().collect()
    };
    let core = nlu.core(text, lang);
    let parts: Vec<Vec<String>> = text.split([',', '.']).map(words).collect();
    let phrases = listed(turn, "sys-pause-words");
    phrases.iter().map(|phrase| nlu.label(phrase, lang)).filter(|phrase| !phrase.plain.is_empty()).any(
        |phrase| {
            // Nothing around it but "ya", "kak", "oke".
            let alone = |part: &Vec<String>| {
                part.windows(phrase.plain.len()).position(|words| *words == *phrase.plain).is_some_and(|at| {
                    let (before, after) = (&part[..at], &part[at + phrase.plain.len()..]);
                    before.iter().chain(after).all(|word| nlu.fills(word))
                })
            };
            parts.iter().any(alone) || (phrase.core.len() > 1 && phrase.core == core)
        },
    )
}

/// "setuju, ini punya saya": the agreement, and what else was said with it as if it came next. None: only one thing is
/// said, or no agreement.
pub(super) fn agreed_and_more<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if !matches!(at.question.kind, Kind::Consent { .. }) || sounds_like_a_question(turn, text) {
        return None;
    }
    let (first, rest) = text.split_once([',', '.', '\n'])?;
    let rest = rest.trim();
    let agreed = questions::text(turn, at, first);
    let yes = matches!(agreed, Taken::Answer(Answer::Consent { .. }, _));
    if !yes || rest.is_empty() {
        return None;
    }
    let asked = turn.taken(at, agreed);
    let next = turn.at()?;
    let more = said_besides(turn, next, rest);
    Some(more.unwrap_or(asked))
}

/// What the rest of a text answers of the question that is next, or of later ones.
fn said_besides<'c>(turn: &mut Turn<'c>, at: At<'c>, text: &str) -> Option<Reply> {
    if let Some(noted) = facts::take(turn, at, text) {
        return Some(noted);
    }
    match questions::text(turn, at, text) {
        Taken::NotMine | Taken::Fault(_) | Taken::Wish(_) => aside(turn, text),
        taken => Some(turn.taken(at, taken)),
    }
}

/// "gak tau nik", "dimana liat nik?": help with the very question. None: something else is wanted, or an option of
/// its own says so.
pub(super) fn help_wanted(turn: &mut Turn<'_>, at: At<'_>, text: &str) -> Option<Reply> {
    let free = matches!(at.question.kind, Kind::Text { .. } | Kind::Address { .. } | Kind::Village);
    if free || turn.session.focus.is_some() || questions::names_option(turn, at, text) {
        return None;
    }
    let said = plain(turn, text);
    let label = Say::new(at.key("label"));
    let label = questions::offered(turn, &at.question.id, &label);
    let mut label = label.labels.iter().map(|label| turn.ctx.nlu.label(label, turn.ctx.lang));
    let is = |key: &str| listed(turn, key).iter().any(|word| said.contains(word));
    let about = label.any(|l| l.telling.iter().any(|word| said.contains(word))) || is("sys-see-words");
    let unknown = turn.ctx.nlu.does_not_know(&said, turn.ctx.lang) || is("sys-unknown-words");
    let lost = unknown && (said.len() <= 3 || (about && said.len() <= 8));
    let seeks = about && is("sys-where-words") && sounds_like_a_question(turn, text);
    // What the office says that its help answers: "di polsek mana ya?"
    let words = listed(turn, &format!("{}-words", at.key("help")));
    let mut words = words.iter().map(|words| turn.ctx.nlu.label(words, turn.ctx.lang));
    let answered = words.any(|words| contains(&said, &words.plain));
    // Who does not know it after two tries is offered a person instead.
    if !(lost || seeks || answered) || turn.session.failures >= 2 {
        return None;
    }
    if answered {
        turn.session.failures += 1;
        return Some(help(turn));
    }
    let meaning = turn.ctx.nlu.understand(text, turn.ctx.lang, turn.ctx.today());
    if meaning.confidence >= ASIDE_CONFIDENCE
        && !matches!(meaning.intent, Intent::OutOfScope | Intent::Unsure | Intent::HoursLocation)
    {
        return None;
    }
    turn.session.failures += 1;
    Some(help(turn))
}

/// "data saya aman kan?": what is done with the data, then on. None: nobody asks about that.
pub(super) fn privacy(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    if turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Text { .. })) {
        return None;
    }
    let said = plain(turn, text);
    let is = |key: &str| {
        let mut phrases =
            listed(turn, key).into_iter().map(|phrase| turn.ctx.nlu.label(&phrase, turn.ctx.lang));
        phrases.any(|phrase| contains(&said, &phrase.plain))
    };
    let tag = |word: &String| listed(turn, "sys-tag-words").contains(word);
    let begs = listed(turn, "sys-plea-words");
    let asks = sounds_like_a_question(turn, text)
        || said.iter().rev().take(2).any(tag)
        || said.iter().any(|word| begs.contains(word));
    if !(asks && is("sys-privacy-words") && is("sys-data-words")) || means_more(turn, text) {
        return None;
    }
    let said = Say::new("faq-privacy")
        .text("office", &turn.ctx.office.name)
        .number("days", i64::from(turn.ctx.office.photo_retention_days));
    let mut reply = turn.ask_again(said);
    if turn.at().is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    Some(reply)
}

/// A complaint, a wish or another question with words of trust in it: "petugas minta 50rb, ini aman?"
fn means_more(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = turn.ctx.nlu.understand(text, turn.ctx.lang, turn.ctx.today());
    !matches!(
        meaning.intent,
        Intent::Unsure | Intent::OutOfScope | Intent::DeleteData | Intent::Greeting | Intent::Thanks
    )
}

pub(super) fn wants_skip(turn: &Turn<'_>, text: &str) -> bool {
    let skip = questions::offered(turn, "skip", &Say::new("btn-skip"));
    let said = text.trim().to_lowercase();
    // Only words of its own: "tidak ada" and "next" say other things too.
    skip.labels.iter().chain(skip.synonyms.iter().take(SKIP_WORDS)).any(|w| w.to_lowercase() == said)
}

/// A text in plain words, read once in a step however often it is asked for.
pub(super) fn plain(turn: &Turn<'_>, text: &str) -> Rc<Vec<String>> {
    if let Some(said) = turn.heard.borrow().get(text) {
        return said.clone();
    }
    let read = turn.ctx.nlu.normalise(text, turn.ctx.lang).into_iter().flat_map(|token| token.plain);
    let said: Rc<Vec<String>> = Rc::new(read.collect());
    turn.heard.borrow_mut().insert(text.to_owned(), said.clone());
    said
}

pub(super) fn listed(turn: &Turn<'_>, key: &str) -> Vec<String> {
    let listed = (turn.ctx.words)(key).unwrap_or_default();
    listed.split(',').map(|word| word.trim().to_owned()).collect()
}

pub(super) fn contains(said: &[String], phrase: &[String]) -> bool {
    !phrase.is_empty() && said.windows(phrase.len()).any(|part| part == phrase)
}

/// Whether a text is a question in between that has an answer.
pub(super) fn is_aside(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = turn.ctx.nlu.understand(text, turn.ctx.lang, turn.ctx.today());
    meaning.confidence >= ASIDE_CONFIDENCE
        && !matches!(meaning.intent, Intent::OutOfScope | Intent::Unsure | Intent::Greeting)
}

/// Whether a text is sure to be about something else than what is open: not this service, nor whom it is for.
pub(super) fn is_beside(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = turn.ctx.nlu.understand(text, turn.ctx.lang, turn.ctx.today());
    let about = meaning.intent.as_str();
    let own = turn.definition().is_some_and(|open| open.intents.iter().any(|intent| intent == about));
    meaning.confidence >= ASIDE_CONFIDENCE
        && !own
        && !matches!(
            meaning.intent,
            Intent::RepresentOther | Intent::OutOfScope | Intent::Unsure | Intent::Greeting
        )
}

/// A question in between: answered, then the current question again. None: it is not one.
pub(super) fn aside(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let meaning = turn.ctx.nlu.understand(text, turn.ctx.lang, turn.ctx.today());
    if meaning.confidence < ASIDE_CONFIDENCE {
        return None;
    }
    intent(turn, &meaning)
}

/// The intents that have an answer of their own in every state.
pub(super) fn intent(turn: &mut Turn<'_>, meaning: &Meaning) -> Option<Reply> {
    let office = turn.ctx.office;
    let said = match meaning.intent {
        Intent::Cost => Say::new("faq-cost"),
        Intent::Requirements => match turn.definition() {
            Some(open) => Say::new(format!("{}-requirements", open.service)),
            None => Say::new("faq-requirements"),
        },
        Intent::HoursLocation => Say::new("faq-hours")
            .text("address", &office.address)
            .text("hours", hours(turn.ctx))
            .text("phone", &office.phone),
        Intent::Duration => Say::new("faq-duration"),
        Intent::PickupSchedule => match moving::movable(turn) {
            Some((_, booking)) => {
                Say::new("faq-pickup-booked").with("slot", questions::slot::shown(turn, booking))
            }
            None => Say::new("faq-pickup").text("hours", &office.pickup_hours),
        },
        Intent::Complaint => Say::new("faq-complaint")
            .text("whatsapp", &office.whatsapp)
            .text("email", &office.email)
            .text("website", &office.website)
            .text("facebook", &office.facebook)
            .text("phone", &office.phone)
            .text("survey", &office.survey)
            .text("address", &office.address),
        Intent::Thanks => Say::new("sys-thanks"),
        Intent::Status => return Some(command(turn, &Command::Status, "")),
        Intent::Human => return Some(human(turn)),
        Intent::Cancel => return Some(cancel(turn)),
        Intent::ChangeLanguage => return Some(focus::open(turn, Focus::Language)),
        Intent::DeleteData => return Some(focus::open(turn, Focus::Delete)),
        Intent::Greeting if turn.at().is_some() => Say::new("sys-greeted-during"),
        Intent::LostKtp | Intent::DamagedKtp | Intent::MovedKtp | Intent::AfterRecordingKtp
            if turn.at().is_some() =>
        {
            another_service(turn, meaning.intent)
        }
        Intent::RepresentOther => Say::new("faq-represent"),
        Intent::Greeting
        | Intent::LostKtp
        | Intent::DamagedKtp
        | Intent::MovedKtp
        | Intent::AfterRecordingKtp
        | Intent::OutOfScope
        | Intent::Unsure => return None,
    };
    let mut reply = turn.ask_again(said);
    if meaning.intent == Intent::Complaint {
        // Where to complain and the whole summary are more than a bubble with buttons holds.
        if turn.session.focus.is_none() && turn.at().is_some_and(|at| at.question.kind == Kind::Confirm) {
            reply.parts.truncate(1);
            reply.parts.push(Say::new(questions::fault_key(&Kind::Confirm)));
        }
        reply.offers.insert(0, payload::command("human", "btn-human"));
    }
    if meaning.intent == Intent::PickupSchedule && moving::movable(turn).is_some() {
        reply.offers.insert(0, moving::offer());
    }
    if turn.at().is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    Some(reply)
}

/// A service named in the middle of a request: this one, another one, or one that is not to be had here.
fn another_service(turn: &Turn<'_>, intent: Intent) -> Say {
    match turn.ctx.catalogue.by_intent(intent.as_str()) {
        Some(named) if turn.session.service.as_ref() == Some(&named.service) => Say::new("sys-already-open"),
        Some(_) => Say::new("sys-finish-first"),
        None => Say::new("sys-service-elsewhere").text("phone", &turn.ctx.office.phone),
    }
}

fn hours(ctx: &Ctx<'_>) -> String {
    let texts = &ctx.office.hours_text;
    texts.get(ctx.lang).or_else(|| texts.get("id")).cloned().unwrap_or_default()
}

fn help(turn: &mut Turn<'_>) -> Reply {
    turn.session.leave_side_question();
    match turn.at() {
        Some(at) => {
            let parts = vec![Say::new(at.key("help")), Say::new("sys-help-commands")];
            Reply { parts, offers: turn.offers(at) }
        }
        None => {
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-help-idle")];
            reply
        }
    }
}

fn back(turn: &mut Turn<'_>) -> Reply {
    let looked_at = match &turn.session.focus {
        Some(Focus::Files { question } | Focus::OneFile { question, .. }) => Some(question.clone()),
        Some(_) => {
            turn.let_go();
            return turn.ask();
        }
        None => None,
    };
    let Some(definition) = turn.definition() else { return lobby::menu(turn) };
    // From the pictures of an answer, back is what comes before that answer.
    let current = looked_at.or_else(|| turn.session.current(definition).map(|q| q.id.clone()));
    let before = turn
        .session
        .visible(definition)
        .into_iter()
        .take_while(|q| Some(&q.id) != current.as_ref())
        .filter(|q| q.kind.is_asked() && !matches!(q.kind, Kind::Consent { .. } | Kind::Person))
        .last()
        .map(|q| q.id.clone());
    match before {
        Some(id) => {
            turn.let_go();
            // Pictures are not thrown away by one word: they can be looked at.
            let pictures = album::open(turn, &id).map(|reply| reply.after(Say::new("sys-back")));
            pictures.unwrap_or_else(|| {
                turn.session.answers.remove(&id);
                turn.session.settle();
                turn.ask_again(Say::new("sys-back"))
            })
        }
        None => turn.ask_again(Say::new("sys-no-back")),
    }
}

fn cancel(turn: &mut Turn<'_>) -> Reply {
    if turn.session.service.is_some() {
        return focus::open(turn, Focus::Cancel);
    }
    match turn.ctx.cases.iter().find(|c| c.status.citizen_may_withdraw()) {
        Some(case) => {
            let dossier = case.dossier.clone();
            focus::open(turn, Focus::Withdraw { dossier })
        }
        None => match turn.ctx.cases.iter().find(|c| !c.status.is_final()) {
            // Too far along to be withdrawn by a tap: staff decide (domain §1.4).
            Some(case) => {
                let mut reply = Reply::say(Say::new("sys-too-late-to-cancel").text("ticket", &case.ticket));
                reply.offers =
                    vec![payload::command("human", "btn-human"), payload::command("status", "btn-status")];
                reply
            }
            None => lobby::menu(turn).after(Say::new("sys-nothing-to-cancel")),
        },
    }
}

fn status(turn: &mut Turn<'_>, text: &str) -> Reply {
    turn.session.leave_side_question();
    let asked = text.split_whitespace().find_map(|word| Ticket::parse(word).ok()).map(|t| t.to_string());
    let mut said = match asked {
        // Only what this very person filed is shown; whether the ticket exists for another is not said.
        Some(ticket) => match turn.ctx.cases.iter().find(|c| c.ticket == ticket) {
            Some(case) => status_lines(turn, case),
            None => return proof::ask_link(turn, ticket),
        },
        None => {
            let open = turn.ctx.cases.iter().filter(|c| !c.status.is_final()).take(3);
            let lines: Vec<Say> = open.flat_map(|case| status_lines(turn, case)).collect();
            match (lines.is_empty(), turn.ctx.cases.first()) {
                (false, _) => lines,
                (true, Some(last)) => status_lines(turn, last),
                (true, None) => vec![Say::new("sys-status-none")],
            }
        }
    };
    match turn.at() {
        Some(_) => {
            let mut reply = turn.ask();
            said.append(&mut reply.parts);
            reply.parts = said;
            reply
        }
        None => {
            let mut reply = lobby::menu(turn);
            reply.parts = said;
            reply.offers.retain(|o| o.payload != "g|status");
            if moving::movable(turn).is_some() {
                reply.offers.insert(0, moving::offer());
            }
            reply
        }
    }
}

/// A ticket and nothing else, with its letter: a number alone may be anything.
pub(super) fn is_ticket(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic()) && Ticket::parse(text).is_ok()
}

/// What a case's state means to the citizen, without personal data.
fn status_lines(turn: &Turn<'_>, case: &CaseLine) -> Vec<Say> {
    let state = match (case.status, case.cancel_code) {
        (Status::Cancelled, Some(code)) => format!("status-cancelled-{}", code.as_str()),
        (status, _) => format!("status-{}", status.as_str()),
    };
    let line = Say::new("sys-status")
        .text("ticket", &case.ticket)
        .with("state", Arg::Key(state.replace('_', "-")))
        .with("since", Arg::Time(case.submitted_at));
    let queue = match (&case.queue_number, case.status) {
        (Some(number), Status::Ready) => Some(Say::new("sys-status-queue").text("queue", number).tight()),
        _ => None,
    };
    let booked = case.booking.as_ref().filter(|_| case.status.citizen_may_move());
    let booked =
        booked.map(|b| Say::new("sys-receipt-slot").with("slot", questions::slot::shown(turn, b)).tight());
    std::iter::once(line).chain(queue).chain(booked).collect()
}

pub(super) fn human(turn: &mut Turn<'_>) -> Reply {
    turn.session.leave_side_question();
    turn.session.failures = 0;
    turn.effects.push(Effect::AskPerson { why: "asked" });
    Reply { parts: queue_parts(turn), offers: Vec::new() }
}

/// Where the citizen stands among those who wait, or when the office opens again.
pub(super) fn queue_parts(turn: &Turn<'_>) -> Vec<Say> {
    let minutes = i64::from(turn.ctx.office.answer_minutes);
    let queue = Say::new("sys-person-queue").with("position", Arg::QueuePosition).number("minutes", minutes);
    if turn.ctx.calendar.is_open(turn.ctx.now) {
        return vec![queue];
    }
    match turn.ctx.calendar.next_opening(turn.ctx.now) {
        Some(opening) => vec![
            Say::new("sys-person-closed").text("hours", hours(turn.ctx)).with("opening", Arg::Time(opening)),
        ],
        None => vec![queue],
    }
}

pub(super) fn language(turn: &mut Turn<'_>, lang: &str) -> Reply {
    turn.session.leave_side_question();
    turn.effects.push(Effect::SetLanguage { lang: lang.to_owned() });
    turn.ask_again(Say::new("sys-language-set"))
}

/// What was answered up to here.
fn so_far(turn: &mut Turn<'_>) -> Reply {
    turn.session.leave_side_question();
    let Some(definition) = turn.definition() else { return lobby::menu(turn) };
    let lines = summary::lines(turn, definition);
    let confirming = turn.at().is_some_and(|at| at.question.kind == Kind::Confirm);
    if lines.is_empty() || confirming {
        return turn.ask();
    }
    let mut reply = turn.ask();
    let mut parts = vec![Say::new("sys-summary-so-far")];
    parts.extend(lines);
    parts.append(&mut reply.parts);
    reply.parts = parts;
    reply.offers.push(payload::command("correct", "btn-correct"));
    reply
}

fn my_data(turn: &mut Turn<'_>) -> Reply {
    turn.session.leave_side_question();
    let filed = i64::try_from(turn.ctx.cases.len()).unwrap_or(0);
    let answers = i64::try_from(turn.session.answers.len()).unwrap_or(0);
    let said = Say::new("sys-my-data")
        .number("filed", filed)
        .number("answers", answers)
        .number("days", i64::from(turn.ctx.office.photo_retention_days))
        .text("contact", &turn.ctx.office.privacy_contact);
    let mut reply = Reply::say(said);
    reply.offers = vec![
        payload::command("delete", "btn-delete-data"),
        payload::command("human", "btn-human"),
        payload::command("resume", "btn-resume"),
    ];
    reply
}
