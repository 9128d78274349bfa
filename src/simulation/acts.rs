//! What citizens, officers and the office do, when their time has come.

use super::chance::Chance;
use super::citizen::{Citizen, Saying, told};
use super::process::{Done, Running, What};
use super::stage::Stage;
use super::story::{Deed, Duty, Item, Story};
use super::world::{Delivery, Doing};
use crate::domain::Millis;
use crate::domain::ids::{DossierId, Id as _, PersonId, StaffId, id_bits};
use crate::domain::inbound::{Body, ChannelKind, MediaKind};
use crate::domain::redacted::Redacted;
use crate::domain::staff::{Role, Staff};
use crate::store::StoreError;
use crate::workflow::{self, Given};

#[derive(Debug, Clone, Copy)]
pub(super) enum Act {
    Citizen { id: u32, who: usize, deed: Deed, salt: u64 },
    Officer { duty: Duty, salt: u64 },
    Publish,
    Jump(Millis),
}

/// What has its time, in order.
pub(super) fn agenda(story: &Story) -> Vec<(Millis, Act)> {
    let timed = |item: &Item| match item {
        Item::Citizen { id, at, who, deed, salt } => {
            Some((*at, Act::Citizen { id: *id, who: *who, deed: *deed, salt: *salt }))
        }
        Item::Officer { at, duty, salt } => Some((*at, Act::Officer { duty: *duty, salt: *salt })),
        Item::Publish { at } => Some((*at, Act::Publish)),
        Item::Jump { at, by } => Some((*at, Act::Jump(*by))),
        _ => None,
    };
    let mut agenda: Vec<(Millis, Act)> = story.items.iter().filter_map(timed).collect();
    agenda.sort_by_key(|(at, _)| *at);
    agenda
}

pub(super) async fn perform(stage: &mut Stage<'_>, act: Act) -> Result<(), StoreError> {
    match act {
        Act::Citizen { id, who, deed, salt } => citizen(stage, id, who, deed, salt),
        Act::Officer { duty, salt } => officer(stage, duty, salt).await?,
        Act::Publish => {
            stage.note(|| "a new version of the conversation is published".into());
            stage.publish();
        }
        Act::Jump(by) => stage.jump(by),
    }
    Ok(())
}

fn citizen(stage: &mut Stage<'_>, id: u32, who: usize, deed: Deed, salt: u64) {
    let mut chance = Chance::new(salt);
    let now = stage.now();
    let late: Millis = stage
        .story
        .items
        .iter()
        .map(|item| match item {
            Item::Late { of, by } if *of == id => *by,
            _ => 0,
        })
        .sum();
    let again = stage.story.items.iter().find_map(|item| match item {
        Item::Again { of, after } if *of == id => Some(*after),
        _ => None,
    });
    let poison = stage.story.items.iter().any(|item| matches!(item, Item::Poison { of } if *of == id));
    let mut plan = stage.plan(id, 0);
    let world = stage.around.world.clone();
    let mut state = world.lock();
    let text = |words: &str| Body::Text { text: Redacted::from(words.to_owned()) };
    let mut bodies = Vec::new();
    let mut photos = 0;
    let saying = match deed {
        Deed::Answers => state.citizens[who].answer(&mut chance),
        Deed::Says(words) => Saying::Body(text(words)),
        Deed::TapsAnOldButton => state.citizens[who].old_button(&mut chance),
        Deed::SendsPhotos { count, quality } => {
            photos = count;
            plan.quality = quality;
            Saying::Photo
        }
        Deed::SendsSomethingOdd => Saying::Body(match chance.below(4) {
            0 => Body::Location { latitude: -8.1, longitude: 115.1, name: None },
            1 => Body::Reaction { emoji: None },
            2 => Body::Edited { original: "1".into(), text: None, media: None },
            _ => Body::Unsupported { kind: "poll".into(), caption: None },
        }),
    };
    match saying {
        Saying::Body(body) => bodies.push(body),
        Saying::Photo => {
            let kind = if chance.percent(15) { MediaKind::Document } else { MediaKind::Photo };
            for n in 0..photos.max(1) {
                let file = state.fresh("file");
                // Only the first of an album is in trouble.
                let plan = if n == 0 {
                    plan
                } else {
                    super::story::FilePlan { quality: plan.quality, ..Default::default() }
                };
                state.files.insert(file.clone(), plan);
                bodies.push(Citizen::photo(&file, kind));
            }
        }
    }
    let channel = state.citizens[who].channel;
    let album = (bodies.len() > 1 && channel == ChannelKind::Telegram).then(|| state.fresh("album"));
    for (n, body) in bodies.into_iter().enumerate() {
        let provider = state.fresh(channel.as_str());
        let name = state.citizens[who].name;
        let what = format!("{name}'s {}", told(&body).trim_start_matches("a ").trim_start_matches("an "));
        let stop = match &body {
            Body::Text { text } => text.expose() == "stop",
            Body::Tap { payload, .. } => payload == "g|stop",
            _ => false,
        };
        let file = matches!(body, Body::Media { .. });
        let arrived = state.citizens[who].arrived(&provider, body, album.clone(), now);
        let doing = Doing {
            citizen: who,
            what: what.clone(),
            content: true,
            stop,
            file,
            started: None,
            acknowledged: None,
            applied: None,
        };
        state.ledger.insert(provider.clone(), doing);
        if poison {
            state.poison.insert(provider.clone());
        }
        if let Some(after) = again {
            stage.again.insert(provider, after);
        }
        state.note(now, || format!("{name} sends {}", what.trim_start_matches(&format!("{name}'s "))));
        let at = now + late + n as Millis * chance.between(0, 300);
        state.post.push(Delivery { channel, arrivals: vec![arrived], at, told: what, again: false });
    }
    state.citizens[who].wrote_at = Some(now);
}

/// The two officers of the office.
fn staff(n: u64) -> Staff {
    Staff {
        id: StaffId::from_bits(id_bits(1, u128::from(n + 1))),
        login: format!("petugas{n}"),
        name: format!("Petugas {n}"),
        roles: Role::ALL.to_vec(),
        lang: "id".into(),
        disabled: false,
        must_change_password: false,
    }
}

async fn officer(stage: &mut Stage<'_>, duty: Duty, salt: u64) -> Result<(), StoreError> {
    let mut chance = Chance::new(salt);
    let who = staff(chance.next() % 2);
    let alive: Vec<usize> =
        (0..stage.processes.len()).filter(|p| stage.processes[*p].life.is_some()).collect();
    if alive.is_empty() {
        return Ok(());
    }
    let p = *chance.one(&alive);
    let running = match duty {
        Duty::MovesACase | Duty::TriesAnything => moves(stage, p, who, duty, &mut chance).await?,
        Duty::TakesOver | Duty::Writes | Duty::GivesBack => talks(stage, p, who, duty, &mut chance),
    };
    if let (Some(running), Some(life)) = (running, &mut stage.processes[p].life) {
        life.add(What::Officer, running);
    }
    Ok(())
}

fn talks(stage: &Stage<'_>, p: usize, who: Staff, duty: Duty, chance: &mut Chance) -> Option<Running> {
    let held = |owner: &str| owner != "bot";
    let pulses = &stage.watchman.pulses;
    let fitting: Vec<_> = match duty {
        Duty::TakesOver => pulses.iter().collect(),
        _ => pulses.iter().filter(|pulse| held(&pulse.owner)).collect(),
    };
    if fitting.is_empty() {
        return None;
    }
    let person = PersonId::parse(&chance.one(&fitting).person).ok()?;
    let desk = stage.processes[p].life.as_ref()?.desk.clone();
    let world = stage.around.world.clone();
    Some(Box::pin(async move {
        let (word, answer) = match duty {
            Duty::TakesOver => ("takes the chat over", desk.take(&who, &person).await),
            Duty::GivesBack => ("gives the chat back", desk.give_back(&who, &person).await),
            _ => (
                "writes",
                desk.reply(&who, &person, "Selamat pagi, ada yang dapat kami bantu?").await.map(|_| ()),
            ),
        };
        if duty == Duty::TakesOver && answer.is_ok() {
            world.lock().figures.takeovers += 1;
        }
        let told = answer.as_ref().map_or_else(ToString::to_string, |()| "done".into());
        Done::Acted(format!("{} {word}: {told}", who.name))
    }))
}

async fn moves(
    stage: &Stage<'_>,
    p: usize,
    who: Staff,
    duty: Duty,
    chance: &mut Chance,
) -> Result<Option<Running>, StoreError> {
    let cases = stage.around.store.survey_cases().await?;
    if cases.is_empty() {
        return Ok(None);
    }
    let Ok(dossier) = DossierId::parse(&chance.one(&cases).id) else { return Ok(None) };
    let Some(life) = stage.processes[p].life.as_ref() else { return Ok(None) };
    let (desk, house, world) = (life.cases.clone(), life.house.clone(), stage.around.world.clone());
    let salt = chance.next();
    Ok(Some(Box::pin(async move {
        let seen = async {
            let mut work = house.store.begin().await?;
            work.case(&dossier).await
        };
        let Ok(case) = seen.await else { return Done::Nothing };
        let mut chance = Chance::new(salt);
        let act = match duty {
            Duty::TriesAnything => *chance.one(workflow::ACTS),
            _ => match workflow::possible(case.status, &who.roles).as_slice() {
                [] => return Done::Nothing,
                possible => chance.one(possible).act,
            },
        };
        let given = Given {
            reason: "Surat keterangan hilang sudah kedaluwarsa".into(),
            missing: vec!["police_letter".into()],
            counter: "SKS".into(),
            pickup_date: "2026-11-30".into(),
        };
        let answer = desk.act(&who, &dossier, case.version, act, &given).await;
        if answer.is_ok() {
            world.lock().figures.cases_moved += 1;
        }
        let told = answer.as_ref().map_or_else(ToString::to_string, |_| "done".into());
        Done::Acted(format!("{} does {} on {}: {told}", who.name, act.as_str(), case.ticket))
    })))
}
