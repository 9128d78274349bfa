//! Words that work anywhere, and questions in between. After each of them the conversation stands where it
//! stood.

use super::context::Ctx;
use super::definition::Kind;
use super::focus;
use super::heard;
use super::payload;
use super::questions;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::Focus;
use super::step::Turn;
use super::{album, ending, lobby, moving, proof, summary};
use crate::domain::case::{CaseLine, Status};
use crate::domain::ticket::Ticket;
use crate::nlu::{Command, Intent, Meaning};

/// How sure the understanding must be to take a text that could be an answer for a question in between.
pub(super) const ASIDE_CONFIDENCE: f32 = 0.8;

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
    // "is it right": only where it comes first.
    let lower = text.trim_start().to_lowercase();
    let leads = |lead: &String| {
        lower.strip_prefix(lead.as_str()).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
    };
    heard::says(turn, text, "sys-question-words")
        || heard::listed(turn, "sys-question-lead-words").iter().any(leads)
}

/// The languages of the office's texts, each called by its own name.
pub(super) fn languages(turn: &Turn<'_>) -> Vec<(String, Say)> {
    let listed = (turn.ctx.words)("sys-languages").unwrap_or_default();
    let codes = listed.split(',').map(str::trim).filter(|code| !code.is_empty());
    codes.map(|code| (code.to_owned(), Say::new(format!("btn-language-{code}")))).collect()
}

/// Whether a text is a question in between that has an answer.
pub(super) fn is_aside(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = heard::meaning(turn, text);
    meaning.confidence >= ASIDE_CONFIDENCE
        && !matches!(meaning.intent, Intent::OutOfScope | Intent::Unsure | Intent::Greeting)
}

/// Whether a text is sure to be about something else than what is open: not this service, nor whom it is for.
pub(super) fn is_beside(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = heard::meaning(turn, text);
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
    if let Some(reply) = way_of_pickup(turn, text) {
        return Some(reply);
    }
    let meaning = heard::meaning(turn, text);
    if meaning.confidence < ASIDE_CONFIDENCE || only_sounds_like_a_service(turn, text, meaning.intent) {
        return None;
    }
    intent(turn, &meaning)
}

/// Whether a text is sure to ask for a service.
pub(super) fn tells_a_service(turn: &Turn<'_>, text: &str) -> bool {
    let meaning = heard::meaning(turn, text);
    meaning.confidence >= ASIDE_CONFIDENCE
        && turn.ctx.catalogue.by_intent(meaning.intent.as_str()).is_some()
        && !only_sounds_like_a_service(turn, text, meaning.intent)
}

/// "pindah ke gambir aja" moves a counter and no home; "fotonya buram ya?" complains of no card.
pub(super) fn only_sounds_like_a_service(turn: &Turn<'_>, text: &str, intent: Intent) -> bool {
    /// Who tells more tells of a move.
    const WORDS_MAX: usize = 5;
    let said = heard::plain(turn, text);
    let is = |key: &str| heard::listed(turn, key).iter().any(|word| said.contains(word));
    match intent {
        Intent::DamagedKtp => is("sys-photo-words") && sounds_like_a_question(turn, text),
        Intent::MovedKtp => {
            said.len() <= WORDS_MAX && !is("sys-field-words") && questions::slot::is_spoken_of(turn, text)
        }
        _ => false,
    }
}

/// "ktp saya yang hilang itu kapan selesai?": of a service that was asked for already, how far it is.
pub(super) fn asks_how_far(turn: &Turn<'_>, text: &str, intent: Intent) -> bool {
    let of_a_service = turn.ctx.catalogue.by_intent(intent.as_str()).is_some();
    (of_a_service || matches!(intent, Intent::Unsure | Intent::Duration))
        && heard::says(turn, text, "sys-done-words")
}

/// "bisa diambil orang lain?", "dikirim lewat pos bisa?": how the card comes to its owner. Where a time to collect it is
/// asked for, who will come is no answer even if nothing is asked. None: it is not about that.
pub(super) fn way_of_pickup(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let said = heard::plain(turn, text);
    let is = |key: &str| heard::phrases(turn, key).iter().any(|phrase| heard::contains(&said, &phrase.plain));
    let collecting = turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Slot { .. }));
    let asks = collecting || sounds_like_a_question(turn, text) || is("sys-may-words");
    let key = if asks && is("sys-delivery-words") {
        "faq-delivery"
    } else if asks && is("sys-collect-words") && is("sys-another-words") {
        "faq-collect-other"
    } else {
        return None;
    };
    let mut reply = turn.ask_again(Say::new(key));
    if turn.at().is_none() && turn.session.focus.is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    Some(reply)
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
            match turn.ctx.catalogue.by_intent(meaning.intent.as_str()) {
                // "tulisannya ga kebaca" is what is asked for, in words that are not known.
                Some(named)
                    if turn.session.service.as_ref() == Some(&named.service) && asks_for_facts(turn) =>
                {
                    return None;
                }
                Some(named) if turn.session.service.as_ref() == Some(&named.service) => {
                    Say::new("sys-already-open")
                }
                Some(named) => {
                    let service = named.service.clone();
                    return Some(focus::open(turn, Focus::Switch { service }));
                }
                None => Say::new("sys-service-elsewhere").text("phone", &office.phone),
            }
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
    if turn.at().is_none() && turn.session.focus.is_none() {
        // Outside of a request the menu's sentence adds nothing to the answer.
        reply.parts.truncate(1);
    }
    Some(reply)
}

/// Whether what is open asks for what the service is about: which damage, since when, whether it was done.
fn asks_for_facts(turn: &Turn<'_>) -> bool {
    turn.at().is_some_and(|at| matches!(at.question.kind, Kind::Choices { .. } | Kind::Date { .. }))
}

fn hours(ctx: &Ctx<'_>) -> String {
    let texts = &ctx.office.hours_text;
    texts.get(ctx.lang).or_else(|| texts.get("id")).cloned().unwrap_or_default()
}

pub(super) fn help(turn: &mut Turn<'_>) -> Reply {
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
                turn.step_back(&id);
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
    turn.session.told_to_wait = false;
    turn.effects.push(Effect::AskPerson { why: "asked" });
    Reply { parts: queue_parts(turn), offers: Vec::new() }
}

/// Who waits for a person and writes is told once that it is kept, and the way back. The bot has no part in it else.
pub(super) fn still_waits(turn: &mut Turn<'_>) -> Option<Reply> {
    if std::mem::replace(&mut turn.session.told_to_wait, true) {
        return None;
    }
    let opening =
        turn.ctx.calendar.next_opening(turn.ctx.now).filter(|_| !turn.ctx.calendar.is_open(turn.ctx.now));
    let said = match opening {
        Some(opening) => Say::new("sys-still-waiting-closed").with("opening", Arg::Time(opening)),
        None => Say::new("sys-still-waiting"),
    };
    Some(Reply { parts: vec![said], offers: vec![payload::command("resume", "btn-back-to-bot")] })
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
