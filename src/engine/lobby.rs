//! Before and between requests: the menu, opening a service, filing again.

use super::definition::{Kind, Question};
use super::ending;
use super::focus;
use super::heard;
use super::moving;
use super::naming;
use super::payload;
use super::questions;
use super::repair;
use super::reply::{Arg, Effect, Reply, Say};
use super::session::{Answer, Focus, Session};
use super::step::Turn;
use super::{reasons, several, upgrade};
use crate::domain::dossier::DossierPayload;
use crate::domain::redacted::Redacted;
use crate::nlu::{Command, Intent, Meaning, Offered};

/// What the menu offers after the services.
const MENU_TAIL: [(&str, &str); 2] = [("status", "btn-status"), ("human", "btn-human")];

pub(super) const NOT_UNDERSTOOD: &str = "sys-not-understood";

/// What can be done here. The first time it says what Sapa is.
pub(super) fn menu(turn: &mut Turn<'_>) -> Reply {
    let mut reply = Reply::say(Say::new("sys-menu"));
    if !turn.session.greeted {
        reply = reply.after(hello(turn));
    }
    reply.offers = turn
        .ctx
        .office
        .services
        .iter()
        .filter(|s| turn.ctx.catalogue.services.contains_key(*s))
        .map(|s| payload::service(s))
        .collect();
    reply.offers.extend(MENU_TAIL.iter().map(|(command, label)| payload::command(command, label)));
    reply
}

/// Who is speaking: once per citizen.
pub(super) fn hello(turn: &mut Turn<'_>) -> Say {
    turn.session.greeted = true;
    let hour = turn.ctx.calendar.local(turn.ctx.now);
    Say::new("sys-hello")
        .text("office", &turn.ctx.office.name)
        .with("greeting", Arg::Key(greeting(chrono::Timelike::hour(&hour)).into()))
}

fn greeting(hour: u32) -> &'static str {
    match hour {
        4..=10 => "sys-greeting-morning",
        11..=14 => "sys-greeting-noon",
        15..=17 => "sys-greeting-afternoon",
        _ => "sys-greeting-evening",
    }
}

pub(super) fn text(turn: &mut Turn<'_>, text: &str) -> Reply {
    // Who refused and thinks better of it is asked again; this yes alone agrees to nothing.
    if let Some(refused) = turn.session.refused.take()
        && !repair::sounds_like_a_question(turn, text)
        && agrees(turn, text)
    {
        return open(turn, &refused);
    }
    // With nothing to agree to, an agreement asks for nothing.
    if !repair::sounds_like_a_question(turn, text) && agrees(turn, text) {
        return menu(turn);
    }
    if let Some(reply) = reasons::privacy(turn, text) {
        turn.session.failures = 0;
        return reply;
    }
    if let Some(reply) = filed_wrong(turn, text) {
        turn.session.failures = 0;
        return reply;
    }
    if let Some(reply) = repair::way_of_pickup(turn, text).or_else(|| moving::wished(turn, text)) {
        turn.session.failures = 0;
        return reply;
    }
    let reply = understood(turn, text);
    if turn.session.service.is_some() {
        note_whose(turn, text);
        note_ahead(turn, text);
    } else if turn.unanswered.is_none() && turn.session.focus.is_none() {
        turn.session.failures = 0;
    }
    reply
}

/// "nama saya salah ketik tadi": what was sent is corrected by staff. None: nothing open was
/// filed, or nothing of it is said to be wrong.
fn filed_wrong(turn: &Turn<'_>, text: &str) -> Option<Reply> {
    let case = turn.ctx.cases.iter().find(|case| !case.status.is_final())?;
    // A service, a wish or a person that is asked for goes first.
    if !matches!(heard::meaning(turn, text).intent, Intent::Unsure | Intent::OutOfScope | Intent::Complaint)
        || turn.ctx.nlu.command(text, turn.ctx.lang, crate::nlu::Strictness::Lenient).is_some()
    {
        return None;
    }
    let is = |key: &str| heard::says(turn, text, key);
    if !(is("sys-mistake-words") && is("sys-field-words")) || repair::sounds_like_a_question(turn, text) {
        return None;
    }
    let mut reply = Reply::say(Say::new("sys-filed-wrong").text("ticket", &case.ticket));
    reply.offers = vec![payload::command("human", "btn-human"), payload::command("status", "btn-status")];
    Some(reply)
}

/// "mau ngurus ktp ilang punya ibu saya": whose card it is need not be asked any more.
pub(super) fn note_whose(turn: &mut Turn<'_>, text: &str) {
    let meaning = heard::meaning(turn, text);
    let whose = |question: &&Question| is_whose(&question.kind);
    if meaning.intent == Intent::RepresentOther
        && let Some(definition) = turn.definition()
        && let Some(question) = definition.questions.iter().find(whose)
    {
        turn.session.answers.insert(question.id.clone(), Answer::Choice { id: OTHER.to_owned() });
    }
}

/// "ktp hilang, nama saya Made, nik 5108…": not taken before the agreement, and not asked again after it.
fn note_ahead(turn: &mut Turn<'_>, text: &str) {
    let told = heard::entities(turn, text);
    let numbers = told.nik.is_some() || told.kk_number.is_some() || told.phone.is_some();
    if numbers || told.name.is_some() || told.email.is_some() {
        turn.session.ahead = Some(Redacted::new(text.to_owned()));
    }
}

fn agrees(turn: &Turn<'_>, text: &str) -> bool {
    let options = [("yes", "btn-consent-yes"), ("no", "btn-consent-no")];
    let offered = options.map(|(id, label)| questions::offered(turn, id, &Say::new(label)));
    let label = (turn.ctx.words)("btn-consent-yes").unwrap_or_default();
    // In its own word: "oke terima kasih" is a goodbye.
    let named = heard::contains(&heard::plain(turn, text), &turn.ctx.nlu.label(&label, turn.ctx.lang).plain);
    named && questions::pick_named(turn, text, &offered) == Some(0)
}

fn understood(turn: &mut Turn<'_>, text: &str) -> Reply {
    // A number or a label of the menu.
    if turn.session.greeted
        && let Some(reply) = menu_choice(turn, text, questions::pick_named)
    {
        return reply;
    }
    if let Some(reply) = several::understood(turn, text) {
        return reply;
    }
    let meaning = heard::meaning(turn, text);
    let filed = turn.ctx.cases.iter().any(|case| !case.status.is_final());
    if filed && repair::asks_how_far(turn, text, meaning.intent) {
        return repair::command(turn, &Command::Status, "");
    }
    let asks_leave = meaning.intent == Intent::RepresentOther && repair::sounds_like_a_question(turn, text);
    if !asks_leave
        && naming::may_open(meaning.intent)
        && let Some(service) = naming::by_example(turn, text)
    {
        let asked = naming::asked_about(turn, &service, &meaning, text);
        return asked.unwrap_or_else(|| open(turn, &service));
    }
    if filed && repair::only_sounds_like_a_service(turn, text, meaning.intent) {
        let moved = meaning.intent == Intent::MovedKtp;
        let reply = if moved { moving::open(turn) } else { None };
        return reply.unwrap_or_else(|| repair::command(turn, &Command::Status, ""));
    }
    if let Some(definition) = turn.ctx.catalogue.by_intent(meaning.intent.as_str()) {
        let service = definition.service.clone();
        return open(turn, &service);
    }
    if meaning.intent == Intent::RepresentOther
        && !repair::sounds_like_a_question(turn, text)
        && let Some(service) = naming::for_another(turn, text)
    {
        return open(turn, &service);
    }
    if let Some(reply) = repair::intent(turn, &meaning) {
        return reply;
    }
    if meaning.intent == Intent::Unsure
        && turn.session.greeted
        && let Some(reply) = menu_choice(turn, text, questions::pick)
    {
        return reply;
    }
    match meaning.intent {
        Intent::Greeting => menu(turn),
        Intent::DamagedKtp | Intent::MovedKtp | Intent::AfterRecordingKtp | Intent::LostKtp => {
            menu(turn).after(Say::new("sys-service-elsewhere").text("phone", &turn.ctx.office.phone))
        }
        Intent::OutOfScope if !turn.session.greeted && is_told(turn, text, &meaning) => {
            turn.unanswered = Some(Say::new(NOT_UNDERSTOOD));
            let mut reply = menu(turn);
            let place = reply.parts.len().saturating_sub(1);
            let said = Say::new("sys-not-served").text("phone", &turn.ctx.office.phone);
            reply.parts.insert(place, said);
            reply
        }
        _ if let Some(reply) = moving::booked(turn, text) => reply,
        _ => {
            turn.unanswered = Some(Say::new(NOT_UNDERSTOOD));
            not_understood(turn)
        }
    }
}

/// Whether a text says, in words that are known here, what is wanted elsewhere: "mau bikin sim". Not "asdfgh", not a curse.
fn is_told(turn: &Turn<'_>, text: &str, meaning: &Meaning) -> bool {
    let said = heard::plain(turn, text);
    let telling = said.iter().filter(|word| turn.ctx.nlu.tells(word)).count();
    meaning.confidence >= repair::ASIDE_CONFIDENCE && telling > 1
}

/// The options of the question for oneself or for another.
pub(super) const OTHER: &str = "other";

fn is_whose(kind: &Kind) -> bool {
    let Kind::Choice { options } = kind else { return false };
    options.len() == 2 && ["self", OTHER].iter().all(|id| options.iter().any(|option| option.id == *id))
}

/// What is said to a text that means nothing here; to a first one, who is speaking and what can be done. The second
/// time examples, the third a person: never the same sentence three times.
pub(super) fn not_understood(turn: &mut Turn<'_>) -> Reply {
    let greeted = turn.session.greeted;
    let mut reply = menu(turn);
    if !greeted {
        return reply;
    }
    turn.session.failures += 1;
    match turn.session.failures {
        1 => reply.parts = vec![Say::new(NOT_UNDERSTOOD)],
        2 => reply.parts = vec![Say::new("sys-examples")],
        _ => {
            turn.session.failures = 0;
            reply = focus::open(turn, Focus::OfferPerson);
        }
    }
    reply
}

type Pick = fn(&Turn<'_>, &str, &[Offered]) -> Option<usize>;

fn menu_choice(turn: &mut Turn<'_>, text: &str, pick: Pick) -> Option<Reply> {
    let offers = menu(turn).offers;
    let offered: Vec<Offered> =
        offers.iter().map(|offer| questions::offered(turn, &offer.payload, &offer.label)).collect();
    let picked = pick(turn, text, &offered)?;
    let offer = offers.get(picked)?;
    match payload::decode(&offer.payload) {
        payload::Tapped::Service(service) => Some(open(turn, &service)),
        payload::Tapped::Command(command) => Some(repair::command(turn, &command, text)),
        _ => None,
    }
}

/// Begins a request, or goes on with one that is open.
pub(super) fn open(turn: &mut Turn<'_>, service: &str) -> Reply {
    if ending::is_here(turn) {
        turn.drop_draft();
    }
    if turn.session.service.as_deref() == Some(service) {
        return turn.ask_again(Say::new("sys-already-open"));
    }
    let Some(definition) = turn.ctx.service_of(service) else {
        return turn.ask_again(Say::new("sys-stale-button"));
    };
    if turn.session.service.is_some() {
        return focus::open(turn, Focus::Switch { service: service.to_owned() });
    }
    begin(turn, service, &definition.hash);
    let said = if turn.session.greeted { Say::new(format!("{service}-intro")) } else { hello(turn) };
    turn.ask().after(said)
}

/// Really leave what is open for another service?
pub(super) fn ask_switch(turn: &Turn<'_>, service: &str) -> Say {
    let title = |service: &str| Arg::Key(format!("{service}-title"));
    let open = turn.session.service.clone().unwrap_or_default();
    Say::new("sys-ask-switch").with("from", title(&open)).with("to", title(service))
}

/// Leaves an unfinished request for another service. What fits there is taken along, as from one version of a service
/// to the next.
pub(super) fn switch(turn: &mut Turn<'_>, service: &str) -> Reply {
    let Some(to) = turn.ctx.service_of(service) else {
        return turn.ask_again(Say::new("sys-stale-button"));
    };
    let from = turn.definition();
    if matches!(turn.session.focus, Some(Focus::EmailCode { .. })) {
        turn.effects.push(Effect::RecallMails);
    }
    let moved = upgrade::move_on(std::mem::take(&mut turn.session), from, to, turn.ctx.today());
    turn.effects.extend(moved.discard);
    turn.session = Session {
        tag: turn.ctx.fresh_tag.to_owned(),
        service: Some(service.to_owned()),
        noted: Vec::new(),
        news: None,
        ..moved.session
    };
    turn.session.settle();
    // The agreement alone is no answer that anyone would miss.
    let kept = moved.kept.iter().filter_map(|id| to.question(id)).any(|question| question.kind.is_shown());
    let said = if kept { "sys-switched-kept" } else { "sys-switched" };
    turn.ask().after(Say::new(said).with("service", Arg::Key(format!("{service}-title"))))
}

/// `t.me/<bot>?start=<payload>`: a ticket shows its state, a service opens, `lanjut` goes on where it stood. Telegram
/// allows letters, digits, `_` and `-`, 64 at most; anything else is a plain greeting.
pub(super) fn deep_link(turn: &mut Turn<'_>, link: &str) -> Reply {
    turn.session.leave_side_question();
    if repair::is_ticket(link) {
        return repair::command(turn, &Command::Status, link);
    }
    match link {
        "lanjut" | "resume" => repair::command(turn, &Command::Resume, ""),
        "status" => repair::command(turn, &Command::Status, ""),
        service if turn.ctx.service_of(service).is_some() => open(turn, service),
        _ => repair::command(turn, &Command::Menu, ""),
    }
}

fn begin(turn: &mut Turn<'_>, service: &str, hash: &str) {
    let greeted = turn.session.greeted;
    let last_at = turn.session.last_at;
    turn.session = Session {
        tag: turn.ctx.fresh_tag.to_owned(),
        definition: Some(hash.to_owned()),
        service: Some(service.to_owned()),
        greeted,
        last_at,
        ..Session::new()
    };
}

/// Begins anew with what was filed before: all valid answers and files are kept but those found missing.
/// The agreement is asked for again, since this is a new request.
pub(super) fn refile(turn: &mut Turn<'_>, filed: &DossierPayload, missing: &[String]) -> Reply {
    if turn.session.service.is_some() {
        return turn.ask_again(Say::new("sys-finish-first"));
    }
    let service = turn.ctx.definition.map(|d| d.service.clone()).unwrap_or_default();
    let Some(definition) = turn.ctx.service_of(&service) else {
        return turn.ask_again(Say::new("sys-stale-button"));
    };
    let hash = definition.hash.clone();
    begin(turn, &service, &hash);
    for question in &definition.questions {
        if missing.contains(&question.id) {
            continue;
        }
        let field = filed.fields.iter().find(|f| f.question == question.id);
        let files: Vec<_> = filed.files.iter().filter(|f| f.slot == question.id).collect();
        if let Some(answer) = questions::restore(turn, question, field, &files) {
            turn.session.answers.insert(question.id.clone(), answer);
        }
    }
    turn.ask_again(Say::new("sys-refile"))
}
