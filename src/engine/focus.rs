//! Side questions: really cancel? which answer is wrong? did you mean this? Each is open before the current
//! question and answered by tap, number or words; what does not answer it goes on as usual. The later halves of
//! questions that are asked in several steps (a region, a place and day, several pictures) are open the same way,
//! and stay open when something else is asked in between.

use super::context::{At, Taken};
use super::facts;
use super::heard;
use super::payload;
use super::questions::{self, address, choices, files, slot, slot_said, slot_step};
use super::reply::{Arg, Effect, Offer, Reply, Say};
use super::session::{Answer, Focus};
use super::step::Turn;
use super::{album, code, correction, lobby, moving, proof, repair, rethinking, summary, uncancel, wishes};
use crate::nlu::Intent;

/// Rows of a list in a chat (whatsapp.md §2).
pub(super) const LIST_ROWS: usize = 10;

pub(super) fn open(turn: &mut Turn<'_>, focus: Focus) -> Reply {
    turn.set_focus(focus);
    ask(turn)
}

/// The options of a side question: (option, key of its label).
fn options(turn: &Turn<'_>, focus: &Focus) -> Vec<(String, Say)> {
    let fixed = |pairs: &[(&str, &str)]| -> Vec<(String, Say)> {
        pairs.iter().map(|(option, key)| ((*option).to_owned(), Say::new(*key))).collect()
    };
    match focus {
        Focus::Cancel => fixed(&[("yes", "btn-cancel-yes"), ("no", "btn-go-on")]),
        Focus::StartOver => fixed(&[("yes", "btn-start-over-yes"), ("no", "btn-go-on")]),
        Focus::Whose => fixed(&[("keep", "btn-whose-keep"), ("anew", "btn-whose-anew")]),
        Focus::Switch { .. } => fixed(&[("yes", "btn-switch-yes"), ("no", "btn-go-on")]),
        Focus::Withdraw { .. } => fixed(&[("yes", "btn-withdraw-yes"), ("no", "btn-withdraw-no")]),
        Focus::Suggest { .. } => fixed(&[("yes", "btn-yes"), ("no", "btn-no")]),
        Focus::PoorFile { .. } => fixed(&[("again", "btn-photo-again"), ("keep", "btn-photo-keep")]),
        Focus::Delete => fixed(&[("yes", "btn-delete-yes"), ("no", "btn-no")]),
        Focus::Language => repair::languages(turn),
        Focus::OfferPerson => fixed(&[("yes", "btn-human"), ("no", "btn-try-again")]),
        Focus::Recheck => fixed(&[("fresh", "btn-start-fresh"), ("human", "btn-human")]),
        Focus::EmailCode { .. } => fixed(&code::OPTIONS),
        Focus::Link { .. } => fixed(&[("no", "btn-withdraw-no"), ("human", "btn-human")]),
        Focus::Village { codes } => {
            let mut all: Vec<(String, Say)> = codes
                .iter()
                .filter_map(|code| turn.ctx.regions.village(code))
                .map(|v| {
                    let label = Say::new("sys-village").text("name", v.name).text("district", v.district);
                    (v.code.to_owned(), label)
                })
                .collect();
            all.push(("other".into(), Say::new("btn-village-other")));
            all
        }
        Focus::Region { code, found } => address::options(turn, code, found),
        Focus::Street { .. } => Vec::new(),
        Focus::MoreFiles { files, .. } => album::more_options(turn, files),
        Focus::Files { .. } | Focus::OneFile { .. } => album::options(turn, focus),
        Focus::Picking { ids } => turn.at().map(|at| choices::rest(at, ids)).unwrap_or_default(),
        Focus::SlotPlace { .. } | Focus::SlotDay { .. } | Focus::SlotHour { .. } => {
            slot_step::options(turn, calendar(turn), focus)
        }
        Focus::Move { calendar, step, .. } => moving::options(turn, calendar, step.as_deref()),
        Focus::Correct => match turn.definition() {
            Some(definition) => summary::shown_questions(&turn.session, definition)
                .filter(|q| q.correct)
                .map(|q| (q.id.clone(), summary::label(definition, q)))
                .collect(),
            None => Vec::new(),
        },
    }
}

/// The calendar that the open question wants.
fn calendar<'c>(turn: &Turn<'c>) -> &'c str {
    turn.at().map_or("", |at| slot::calendar_of(at))
}

pub(super) fn ask(turn: &mut Turn<'_>) -> Reply {
    let Some(focus) = turn.session.focus.clone() else { return turn.ask() };
    let said = match &focus {
        Focus::Cancel => Say::new("sys-ask-cancel"),
        Focus::StartOver => Say::new("sys-ask-start-over"),
        Focus::Whose => summary::ask_whose(turn),
        Focus::Switch { service } => lobby::ask_switch(turn, service),
        Focus::Withdraw { dossier } => {
            let ticket = turn.ctx.cases.iter().find(|c| &c.dossier == dossier).map(|c| c.ticket.clone());
            Say::new("sys-ask-withdraw").text("ticket", ticket.unwrap_or_default())
        }
        // A NIK is never sent back in full: the chat stays on a phone that may change hands.
        Focus::Suggest { value } if value.expose().bytes().all(|b| b.is_ascii_digit()) => {
            Say::new("sys-ask-suggest-number")
        }
        Focus::Suggest { value } => Say::new("sys-ask-suggest").text("value", value.expose().clone()),
        Focus::PoorFile { file } => {
            Say::new("sys-ask-poor-file").with("advice", Arg::Key(files::advice(file)))
        }
        Focus::Region { code, found } => {
            let name = turn.ctx.regions.name(code).unwrap_or_default();
            Say::new(address::question(code, found)).text("place", name)
        }
        Focus::Street { .. } => match turn.at() {
            Some(at) => Say::new(at.key("street")),
            None => Say::new("sys-menu"),
        },
        Focus::Picking { ids } => match turn.at() {
            Some(at) => {
                let labels = ids.iter().map(|id| Say::new(at.key(id))).collect();
                Say::new("sys-ask-picking").with("picked", Arg::List(labels))
            }
            None => Say::new("sys-menu"),
        },
        Focus::SlotPlace { .. } | Focus::SlotDay { .. } | Focus::SlotHour { .. } => {
            slot_step::ask(turn, calendar(turn), &focus)
        }
        Focus::MoreFiles { files, instead } => album::ask_more(turn, files, instead.as_ref()),
        Focus::Files { .. } | Focus::OneFile { .. } => album::ask(turn, &focus),
        Focus::Delete => Say::new("sys-ask-delete"),
        Focus::Language => Say::new("sys-ask-language"),
        Focus::OfferPerson => Say::new("sys-ask-person"),
        Focus::Village { .. } => Say::new("sys-ask-village"),
        Focus::Recheck => proof::ask_recheck(turn),
        Focus::EmailCode { address } => code::ask(address),
        Focus::Link { ticket } => Say::new("sys-ask-link").text("ticket", ticket.clone()),
        Focus::Correct => Say::new("sys-ask-correct"),
        Focus::Move { dossier, calendar, step } => moving::ask(turn, dossier, calendar, step.as_deref()),
    };
    Reply { parts: vec![said], offers: offers(turn, &focus) }
}

/// The buttons of a side question.
pub(super) fn offers(turn: &Turn<'_>, focus: &Focus) -> Vec<Offer> {
    let tag = &turn.session.tag;
    let mut all = options(turn, focus);
    // Who wants none of ten places types another name.
    if matches!(focus, Focus::SlotPlace { .. } | Focus::Move { .. }) {
        all.truncate(LIST_ROWS);
    }
    all.into_iter().map(|(option, label)| payload::focus(tag, focus.word(), &option, label)).collect()
}

/// What to say to a text that is nothing to a half-answered question.
pub(super) fn fault_key(focus: &Focus) -> &'static str {
    match focus {
        Focus::Region { .. } => "fault-region",
        Focus::Street { .. } => "fault-street",
        Focus::SlotPlace { .. } => "fault-slot-place",
        Focus::SlotDay { .. } => "fault-slot-when",
        Focus::SlotHour { .. } => "fault-slot-hour",
        Focus::MoreFiles { .. } => "fault-files-text",
        Focus::Picking { .. } => "fault-choices",
        Focus::EmailCode { .. } => "fault-email-code",
        Focus::Cancel
        | Focus::StartOver
        | Focus::Correct
        | Focus::Whose
        | Focus::Switch { .. }
        | Focus::Withdraw { .. }
        | Focus::Suggest { .. }
        | Focus::Village { .. }
        | Focus::PoorFile { .. }
        | Focus::Files { .. }
        | Focus::OneFile { .. }
        | Focus::Delete
        | Focus::Language
        | Focus::OfferPerson
        | Focus::Recheck
        | Focus::Link { .. }
        | Focus::Move { .. } => "fault-choice",
    }
}

/// Whether a text is the label or a synonym of one of its rows.
pub(super) fn lists(turn: &Turn<'_>, focus: &Focus, text: &str) -> bool {
    let offered = questions::offered_all(turn, &options(turn, focus));
    let said = text.trim().to_lowercase();
    offered.iter().any(|o| o.labels.iter().chain(&*o.synonyms).any(|name| name.to_lowercase() == said))
}

/// A typed text while a side question is open. None: it does not answer it, go on as usual.
pub(super) fn text(turn: &mut Turn<'_>, focus: &Focus, text: &str) -> Option<Reply> {
    if let Some(reply) = proof::text(turn, focus, text) {
        return Some(reply);
    }
    if let Focus::EmailCode { address } = focus
        && let Some(reply) = code::text(turn, address, text)
    {
        return Some(reply);
    }
    if *focus == Focus::Whose
        && let Some(reply) = of_another(turn, text)
    {
        return Some(reply);
    }
    let all = options(turn, focus);
    let offered = questions::offered_all(turn, &all);
    let picked = match focus {
        // "selain selasa" names the row that is not meant.
        Focus::SlotDay { .. } | Focus::SlotHour { .. } if slot_said::denies(turn, calendar(turn), text) => {
            None
        }
        // A figure is part of a day or a street here; only what names a row picks it.
        Focus::SlotDay { .. }
        | Focus::SlotHour { .. }
        | Focus::Region { .. }
        | Focus::Move { .. }
        | Focus::EmailCode { .. } => questions::pick_named(turn, text, &offered),
        // "bayar berapa?" resembles the answer about a payment, and asks something.
        _ if repair::sounds_like_a_question(turn, text) => questions::pick_named(turn, text, &offered),
        _ => questions::pick(turn, text, &offered),
    };
    if let Some(picked) = picked
        && let Some((picked, _)) = all.get(picked)
    {
        let picked = picked.clone();
        // "yes but keep my photos" is no yes where something is lost by it.
        let yes = picked == "yes" || picked == "keep";
        if focus.decides() && yes && questions::is_hedged(turn, text) {
            return Some(insist(turn, focus));
        }
        return Some(option(turn, focus, &picked));
    }
    // "ga jadi", said of a change that was begun, drops the change alone.
    if *focus == Focus::Correct && goes_on(turn, text) {
        turn.session.focus = turn.session.parked.take();
        return Some(turn.ask());
    }
    if matches!(focus, Focus::Move { .. }) {
        return moving::typed(turn, focus, text);
    }
    let at = turn.at()?;
    let taken = match focus {
        Focus::Region { code, .. } => match address::typed(turn, at, code, text) {
            Taken::Fault(_) => return None,
            taken => taken,
        },
        Focus::Street { code } => address::street(code, text),
        Focus::Picking { ids } => choices::more(turn, at, ids, text)?,
        Focus::SlotPlace { .. } | Focus::SlotDay { .. } | Focus::SlotHour { .. } => {
            slot_step::text(turn, slot::calendar_of(at), focus, text)?
        }
        _ => return None,
    };
    Some(stepped(turn, at, focus, taken))
}

/// "ga jadi", "lanjut": not what was begun, but on with the rest.
pub(super) fn goes_on(turn: &Turn<'_>, text: &str) -> bool {
    let go_on = [questions::offered(turn, "go_on", &Say::new("btn-go-on"))];
    questions::pick_named(turn, text, &go_on).is_some()
}

/// "ga jadi, punya saya aja", "nik ibu 5108…", said to whether the answers hold for the other owner too.
fn of_another(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let definition = turn.definition()?;
    let doubt = turn.session.doubt.clone()?;
    let (question, was) = (doubt.question.as_str(), doubt.was.as_str());
    let whose = At { definition, question: definition.question(question)? };
    let own = heard::listed(turn, "sys-own-words");
    let before = text.split([',', '.']).any(|part| {
        let contained = questions::contained_options(turn, whose, part);
        rethinking::cut(part, &own, false).is_some()
            && matches!(contained.found.as_slice(), [only] if only == was)
            && contained.longest > 1
    });
    if before && let Taken::Answer(answer, _) = questions::option(turn, whose, was) {
        let value = summary::shown(turn, definition, whose.question, &answer)?;
        turn.session.focus = turn.session.parked.take();
        turn.session.doubt = None;
        turn.session.answers.insert(question.to_owned(), answer);
        let label = Arg::Say(Box::new(summary::label(definition, whose.question)));
        return Some(turn.ask_again(Say::new("sys-corrected").with("label", label).with("value", value)));
    }
    let told = heard::entities(turn, text);
    if told.nik.is_none() && told.kk_number.is_none() && told.name.is_none() {
        return None;
    }
    turn.session.focus = turn.session.parked.take();
    turn.session.doubt = None;
    turn.ask_anew_of(question);
    let heard = turn.at().and_then(|at| facts::take_ahead(turn, at, text));
    Some(heard.unwrap_or_else(|| turn.ask()))
}

/// A side question that decides something is not left by what does not answer it, where the next yes would bind: a
/// question in between is answered, and the side question put again.
pub(super) fn insisted(turn: &mut Turn<'_>, text: &str) -> Option<Reply> {
    let focus = turn.session.focus.clone().filter(Focus::decides)?;
    let meaning = heard::meaning(turn, text);
    let leads_away = wishes::wants_pause(turn, text)
        || wishes::wants_skip(turn, text)
        || correction::wants_change(turn, text)
        || turn.at().is_some_and(|at| !correction::said_wrong(turn, at, text).is_empty());
    if leads_away {
        return None;
    }
    let asks = repair::sounds_like_a_question(turn, text);
    if asks && let Some(reply) = repair::aside(turn, text) {
        return Some(reply);
    }
    // "ya tapi simpan fotonya" is about this, whatever else is open.
    let offered = questions::offered_all(turn, &options(turn, &focus));
    let first = text.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let begins_with_yes = questions::pick_named(turn, first, &offered) == Some(0);
    let binds = match turn.at() {
        Some(at) => focus == Focus::Whose || begins_with_yes || questions::binds(&at.question.kind),
        None => matches!(meaning.intent, Intent::Unsure | Intent::OutOfScope),
    };
    if !binds {
        return None;
    }
    Some(insist(turn, &focus))
}

/// Puts a side question again; the second time with another way to answer it, the third time a person is offered.
fn insist(turn: &mut Turn<'_>, focus: &Focus) -> Reply {
    turn.session.failures += 1;
    match turn.session.failures {
        1 => turn.ask_again(Say::new(fault_key(focus))),
        2 => turn.ask_again(Say::new("sys-answer-first")),
        _ => {
            turn.session.failures = 0;
            open(turn, Focus::OfferPerson)
        }
    }
}

/// Goes on from a half-answered question; what could not be taken leaves it open.
fn stepped<'c>(turn: &mut Turn<'c>, at: At<'c>, focus: &Focus, taken: Taken) -> Reply {
    if matches!(taken, Taken::Fault(_)) {
        turn.session.focus = Some(focus.clone());
    }
    turn.taken(at, taken)
}

pub(super) fn option(turn: &mut Turn<'_>, focus: &Focus, option: &str) -> Reply {
    turn.session.focus = turn.session.parked.take();
    if let Some(at) = turn.at()
        && let Some(taken) = step_option(turn, at, focus, option)
    {
        return stepped(turn, at, focus, taken);
    }
    match (focus, option) {
        (Focus::Cancel, "yes") => {
            turn.drop_draft();
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-cancelled")];
            reply
        }
        (Focus::StartOver, "yes") => {
            let service = turn.session.service.clone().unwrap_or_default();
            turn.drop_draft();
            lobby::open(turn, &service)
        }
        (Focus::Whose, said) => {
            let doubt = turn.session.doubt.take();
            if let Some(doubt) = doubt.filter(|_| said == "anew") {
                turn.ask_anew_of(&doubt.question);
            }
            turn.go_on()
        }
        (Focus::Switch { service }, "yes") => lobby::switch(turn, service),
        (Focus::Withdraw { dossier }, "yes") => {
            turn.effects.push(Effect::Withdraw { dossier: dossier.clone() });
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-withdrawn")];
            reply
        }
        (Focus::Move { .. }, _) => moving::picked(turn, focus, option),
        (Focus::EmailCode { address }, option) => code::option(turn, address, option),
        (Focus::Suggest { value }, "yes") => match turn.at() {
            Some(at) => {
                let taken = questions::agreed(turn, at, value.expose());
                turn.taken(at, taken)
            }
            None => lobby::menu(turn),
        },
        (Focus::PoorFile { file }, "keep") => match turn.at() {
            Some(at) => files::settle(turn, at, vec![file.clone()], None, Some(Say::new("sys-photo-kept"))),
            None => lobby::menu(turn),
        },
        (Focus::PoorFile { file }, _) => {
            turn.effects.push(Effect::Discard { media: vec![file.media.clone()] });
            turn.ask()
        }
        (Focus::Delete, "yes") => {
            turn.drop_draft();
            let mut reply = lobby::menu(turn);
            reply.parts = vec![Say::new("sys-data-deleted")];
            reply
        }
        (Focus::Language, lang) => repair::language(turn, lang),
        (Focus::OfferPerson, "yes") | (Focus::Recheck | Focus::Link { .. }, "human") => repair::human(turn),
        (Focus::Recheck, _) => {
            turn.effects.push(Effect::StartAfresh);
            turn.ask()
        }
        (Focus::Link { .. }, _) => turn.ask(),
        (Focus::OfferPerson, _) => {
            turn.session.failures = 0;
            turn.ask()
        }
        (Focus::Village { .. }, code) => match (turn.at(), turn.ctx.regions.village(code)) {
            (Some(at), Some(village)) => {
                let answer = Answer::Village { code: village.code.into(), name: village.name.into() };
                turn.accept(at, answer, None)
            }
            _ => guessed_wrong(turn),
        },
        (Focus::Correct, question) => match album::open(turn, question) {
            Some(reply) => reply,
            None => {
                turn.let_go();
                turn.reopen(question);
                turn.ask()
            }
        },
        (Focus::Files { .. } | Focus::OneFile { .. }, option) => album::option(turn, focus, option),
        (Focus::MoreFiles { files, .. }, "done") => match turn.at() {
            Some(at) => files::settle(turn, at, files.clone(), None, None),
            None => lobby::menu(turn),
        },
        (Focus::Withdraw { .. }, _) => match (turn.at(), uncancel::goes_on(turn)) {
            (None, Some(reply)) => reply,
            _ => turn.ask(),
        },
        (Focus::Region { .. } | Focus::SlotPlace { .. } | Focus::Suggest { .. }, _) => guessed_wrong(turn),
        (
            Focus::Street { .. }
            | Focus::Picking { .. }
            | Focus::SlotDay { .. }
            | Focus::SlotHour { .. }
            | Focus::MoreFiles { .. },
            _,
        ) => turn.ask(),
        (Focus::Cancel | Focus::StartOver | Focus::Switch { .. } | Focus::Delete, _) => turn.ask(),
    }
}

fn guessed_wrong(turn: &mut Turn<'_>) -> Reply {
    match turn.at() {
        Some(at) => turn.guessed_wrong(at),
        None => lobby::menu(turn),
    }
}

/// The row of a half-answered question. None: none of its rows, or back to its beginning.
fn step_option(turn: &Turn<'_>, at: At<'_>, focus: &Focus, option: &str) -> Option<Taken> {
    if matches!(focus, Focus::SlotPlace { .. } | Focus::SlotDay { .. } | Focus::SlotHour { .. }) {
        return slot_step::option(turn, slot::calendar_of(at), focus, option);
    }
    if option == "other" {
        return None;
    }
    Some(match focus {
        Focus::Region { .. } => address::picked(turn, at, option),
        Focus::Picking { ids } if option == "enough" => choices::done(at, ids.clone()),
        Focus::Picking { ids } => choices::add(at, ids.clone(), option),
        _ => return None,
    })
}
