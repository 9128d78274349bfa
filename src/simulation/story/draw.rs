//! Stories from seeds.

use super::{DAY, Deed, Duty, HOUR, Item, MINUTE, Mishap, Role, SECOND, START, Stage, Story};
use crate::domain::inbound::ChannelKind;
use crate::simulation::chance::Chance;
use crate::simulation::faults::{Fault, Faults};
use crate::store::AtCommit;

const NAMES: [&str; 3] = ["Ayu", "Budi", "Citra"];

impl Story {
    pub(in crate::simulation) fn draw(seed: u64, faults: &Faults) -> Story {
        let mut chance = Chance::new(seed);
        let has = |fault: Fault| faults.has(fault);
        let people = 1 + usize::from(chance.percent(45)) + usize::from(chance.percent(15));
        let cast: Vec<Role> =
            NAMES.iter().take(people).enumerate().map(|(n, name)| role(n, name, &mut chance)).collect();
        let mut story = Story {
            seed,
            processes: 1 + usize::from(chance.percent(40)),
            second_first: chance.percent(30),
            patience: *chance.one(&[MINUTE, MINUTE, MINUTE, MINUTE, MINUTE, 21 * HOUR, 8 * DAY]),
            items: Vec::new(),
            cast,
        };
        story.deeds(&mut chance, faults);
        let acts = story.items.len() as u64;
        let mut some = |percent: u64, most: i64| {
            if chance.percent(percent) { chance.between(1, most) } else { 0 }
        };
        let (crashes, stalls, mishaps, statuses) = (some(60, 3), some(35, 2), some(45, 3), some(35, 3));
        if has(Fault::Crashes) {
            for _ in 0..crashes {
                let process = chance.below(story.processes);
                let after = chance.between(1, 8 + 12 * acts as i64) as u32;
                story.items.push(Item::Crash { process, after });
            }
        }
        if has(Fault::Stalls) {
            for _ in 0..stalls {
                let step = chance.between(3, 20 + 20 * acts as i64) as u64;
                story.items.push(Item::Stall { step, lasts: chance.between(61, 240) * SECOND });
            }
        }
        for _ in 0..mishaps {
            let lost = [Mishap::LostAnswer, Mishap::LostRequest];
            let refused = [
                Mishap::Retry,
                Mishap::WaitPerson,
                Mishap::SlowNumber,
                Mishap::HoldQueue,
                Mishap::WindowClosed,
                Mishap::Unreachable,
                Mishap::Refused,
            ];
            let hangs = chance.percent(35);
            let what = if hangs { *chance.one(&lost) } else { *chance.one(&refused) };
            let (channel, nth) = (story.channel(&mut chance), chance.between(1, 8) as u32);
            if has(if hangs { Fault::Hangs } else { Fault::Refusals }) {
                story.items.push(Item::Mishap { channel, nth, what });
            }
        }
        if story.cast.iter().any(|r| r.channel == ChannelKind::Whatsapp) {
            for _ in 0..statuses {
                let nth = chance.between(1, 8) as u32;
                let state = *chance.one(&["sent", "delivered", "read"]);
                let after = *chance.one(&[0, 0, 40, 2 * SECOND, 2 * HOUR]);
                story.items.push(Item::Status { channel: ChannelKind::Whatsapp, nth, state, after });
            }
        }
        let troubles = if chance.percent(45) { chance.between(1, 3) } else { 0 };
        for _ in 0..troubles {
            let process = chance.below(story.processes);
            let nth = chance.between(1, 6 + 4 * acts as i64) as u64;
            let fate = *chance.one(&[AtCommit::IsRefused, AtCommit::IsUnheard]);
            if has(Fault::Database) {
                story.items.push(Item::Commit { process, nth, fate });
            }
        }
        let deeds = story.items.iter().filter(|item| matches!(item, Item::Citizen { .. })).count();
        let of = chance.below(deeds.max(1)) as u32;
        if chance.percent(10) && has(Fault::Poison) && deeds > 0 {
            story.items.push(Item::Poison { of });
        }
        story
    }

    fn channel(&self, chance: &mut Chance) -> ChannelKind {
        self.cast[chance.below(self.cast.len())].channel
    }

    fn deeds(&mut self, chance: &mut Chance, faults: &Faults) {
        let count = chance.between(4, 11);
        let mut at = START;
        for id in 0..count as u32 {
            let who = chance.below(self.cast.len());
            let deed = deed(self.cast[who].stage, id, chance);
            let salt = chance.next();
            self.items.push(Item::Citizen { id, at, who, deed, salt });
            let again = *chance.one(&[0, 30, 5 * SECOND, HOUR, DAY, 7 * DAY]);
            if chance.percent(18) && faults.has(Fault::Duplicates) {
                self.items.push(Item::Again { of: id, after: again });
            }
            let late = *chance.one(&[15 * SECOND, 10 * MINUTE, 25 * HOUR]);
            if chance.percent(6) && faults.has(Fault::Delays) {
                self.items.push(Item::Late { of: id, by: late });
            }
            let overtaken = chance.between(1, 4_000);
            if chance.percent(12) && faults.has(Fault::Reordering) {
                self.items.push(Item::Late { of: id, by: overtaken });
            }
            let (fails, gone) = (chance.between(1, 3) as u8, chance.percent(35));
            if chance.percent(30)
                && matches!(deed, Deed::SendsPhotos { .. } | Deed::Answers)
                && faults.has(Fault::Files)
            {
                self.items.push(Item::File { of: id, fails, gone });
            }
            let duty = *chance.one(&[
                Duty::TakesOver,
                Duty::TakesOver,
                Duty::Writes,
                Duty::GivesBack,
                Duty::GivesBack,
                Duty::MovesACase,
                Duty::MovesACase,
                Duty::TriesAnything,
            ]);
            let (beside, salt) = (at + chance.between(0, 60), chance.next());
            if chance.percent(28) && faults.has(Fault::Officers) {
                self.items.push(Item::Officer { at: beside, duty, salt });
            }
            at += match chance.below(20) {
                0..=5 => chance.between(0, 40),
                6..=14 => chance.between(SECOND, 20 * SECOND),
                15..=17 => chance.between(MINUTE, 50 * MINUTE),
                18 => chance.between(HOUR, 30 * HOUR),
                _ => chance.between(DAY, 9 * DAY),
            };
            let jump = chance.between(2 * MINUTE, 26 * HOUR);
            if chance.percent(4) && faults.has(Fault::Jumps) {
                self.items.push(Item::Jump { at: at.saturating_sub(5), by: jump });
            }
        }
        let publish = START + chance.between(0, (at - START).max(1));
        if chance.percent(20) && faults.has(Fault::Publish) {
            self.items.push(Item::Publish { at: publish });
        }
    }
}

fn role(n: usize, name: &'static str, chance: &mut Chance) -> Role {
    let channel = *chance.one(&[ChannelKind::Whatsapp, ChannelKind::Whatsapp, ChannelKind::Telegram]);
    let stage = *chance.one(&[
        Stage::New,
        Stage::AtPhoto,
        Stage::AtPhoto,
        Stage::AtConfirm,
        Stage::AtConfirm,
        Stage::Filed,
    ]);
    Role { name, channel, stage, twin: n > 0 && chance.percent(15) }
}

fn deed(stage: Stage, id: u32, chance: &mut Chance) -> Deed {
    if id == 0 && stage == Stage::AtPhoto {
        return Deed::SendsPhotos { count: 1, quality: 0 };
    }
    match chance.below(20) {
        0..=11 => Deed::Answers,
        12 => Deed::TapsAnOldButton,
        13 | 14 => Deed::SendsPhotos { count: chance.between(1, 3) as u8, quality: chance.below(4) as u8 },
        15 => Deed::SendsSomethingOdd,
        16 => Deed::Says("asdf qwerty"),
        17 => Deed::Says(chance.one::<&str>(&["petugas", "petugas", "menu", "lanjutkan"])),
        18 => Deed::Says(chance.one::<&str>(&["batal", "kembali", "ulang", "stop"])),
        _ => {
            Deed::Says(chance.one::<&str>(&["status", "bayar berapa?", "halo", "bahasa", "hapus data saya"]))
        }
    }
}
