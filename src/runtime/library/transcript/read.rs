//! From the text of a `.chat` file to its conversations.

use chrono::NaiveDateTime;

use super::{Act, Expected, Flaw, Scene, Sent, Step, Verdict};
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::Sensitive;

pub(super) fn scenes(place: &str, file: &str, content: &str) -> (Vec<Scene>, Vec<Flaw>) {
    let mut folders = place.rsplit('/').skip(1);
    let (service, office) = (folders.next().unwrap_or_default(), folders.next().unwrap_or_default());
    let (mut scenes, mut flaws): (Vec<Scene>, Vec<Flaw>) = (Vec::new(), Vec::new());
    for (at, line) in content.trim_start_matches('\u{feff}').lines().enumerate() {
        let (number, line) = (at + 1, line.trim_end());
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(scene) = line.strip_prefix("-- ").and_then(|rest| header(file, number, rest)) {
            scenes.push(Scene { office: office.to_owned(), service: service.to_owned(), ..scene });
            continue;
        }
        let done = match scenes.last_mut() {
            Some(scene) => step(&mut scene.steps, number, line),
            // Said once: what follows belongs to nobody either.
            None if !flaws.is_empty() => continue,
            None => Err(
                "a conversation begins with who, where, language and clock, as `-- Ayu on whatsapp, id, 2026-11-23 09:00 WITA`",
            ),
        };
        if let Err(what) = done {
            flaws.push(Flaw::new(file, number, format!("{what}: {line}")));
        }
    }
    (scenes, flaws)
}

fn step(steps: &mut Vec<(usize, Step)>, number: usize, line: &str) -> Result<(), &'static str> {
    if let Some(said) = line.strip_prefix("< ") {
        if let Some((_, Step::Expects(Expected::Bubble { lines, buttons: None }))) = steps.last_mut() {
            lines.push(said.into());
        } else {
            let bubble = Expected::Bubble { lines: vec![said.to_owned()], buttons: None };
            steps.push((number, Step::Expects(bubble)));
        }
        return Ok(());
    }
    if let Some(labels) = line.strip_prefix("  ").filter(|l| l.trim_start().starts_with('[')) {
        let Some((_, Step::Expects(Expected::Bubble { buttons, .. }))) = steps.last_mut() else {
            return Err("buttons stand below a bubble");
        };
        let labels = labels.trim().trim_start_matches('[').trim_end_matches(']');
        if !labels.is_empty() {
            buttons.get_or_insert_default().extend(labels.split("] [").map(str::to_owned));
        }
        buttons.get_or_insert_default();
        return Ok(());
    }
    let step = match line {
        "<silence>" => Step::Expects(Expected::Silence),
        "..." => Step::Expects(Expected::Anything),
        "?" => Step::Expects(Expected::Blank),
        _ => Step::Does(
            act(line).ok_or("not understood; conversations/README.md tells what a transcript holds")?,
        ),
    };
    steps.push((number, step));
    Ok(())
}

/// `Ayu on whatsapp, id, 2026-11-23 09:00 WITA`
fn header(file: &str, line: usize, rest: &str) -> Option<Scene> {
    let (who, rest) = rest.split_once(" on ")?;
    let mut parts = rest.split(", ");
    let (channel, lang, clock) = (parts.next()?, parts.next()?, parts.next()?);
    let sensitive = match parts.next() {
        None => Sensitive::Chat,
        Some("numbers on a page") => Sensitive::Numbers,
        Some("all on a page") => Sensitive::All,
        Some(_) => return None,
    };
    Some(Scene {
        office: String::new(),
        service: String::new(),
        file: file.to_owned(),
        line,
        who: who.to_owned(),
        channel: ChannelKind::parse(channel)?,
        lang: lang.to_owned(),
        clock: NaiveDateTime::parse_from_str(clock.get(..16)?, "%Y-%m-%d %H:%M").ok()?,
        sensitive,
        steps: Vec::new(),
    })
}

fn act(line: &str) -> Option<Act> {
    if let Some(said) = line.strip_prefix("> ") {
        let inner = said.strip_prefix('[').and_then(|s| s.strip_suffix(']'));
        return Some(match inner {
            Some(inner) => sent(inner).map_or_else(|| Act::Taps(inner.to_owned()), Act::Sends),
            None => Act::Writes(said.to_owned()),
        });
    }
    let rest = line.strip_prefix("-- ")?;
    if let Some(time) = rest.strip_prefix("wait ") {
        let (number, unit) = time.split_at_checked(time.len().checked_sub(1)?)?;
        let minutes = match unit {
            "m" => 1,
            "h" => 60,
            "d" => 24 * 60,
            _ => return None,
        };
        return Some(Act::Waits { minutes: number.parse::<i64>().ok()? * minutes });
    }
    if let Some(rest) = rest.strip_prefix("office ") {
        let (head, given) = rest.split_once(": ").unwrap_or((rest, ""));
        let (act, missing) = match head.split_once(" [") {
            Some((act, list)) => (act, list.trim_end_matches(']').split(' ').map(str::to_owned).collect()),
            None => (head, Vec::new()),
        };
        return Some(Act::Office { act: act.to_owned(), missing, given: given.to_owned() });
    }
    if let Some(text) = rest.strip_prefix("page: ") {
        return Some(Act::FillsIn(text.to_owned()));
    }
    if let Some(text) = rest.strip_prefix("staff: ") {
        return Some(Act::StaffWrites(text.to_owned()));
    }
    if let Some(nik) = rest.strip_prefix("someone filed ") {
        return Some(Act::SomeoneFiled { nik: nik.to_owned() });
    }
    if let Some((place, day)) = rest.strip_prefix("others take ").and_then(|r| r.split_once(' ')) {
        return Some(Act::OthersTake { place: place.to_owned(), day: day.to_owned() });
    }
    if let Some(fields) = rest.strip_prefix("filed: ") {
        let field = |f: &str| f.split_once(" = ").map(|(k, v)| (k.to_owned(), v.to_owned()));
        return Some(Act::Filed(fields.split(", ").map(field).collect::<Option<_>>()?));
    }
    Some(match rest {
        "foto tiba" => Act::PhotoArrives,
        "code" => Act::TypesCode,
        "staff takes" => Act::StaffTakes,
        "staff gives back" => Act::StaffGivesBack,
        _ => return None,
    })
}

fn sent(text: &str) -> Option<Sent> {
    let verdict = |word: &str| {
        Some(match word {
            "baik" => Verdict::Good,
            "buram" => Verdict::Poor("blurry"),
            "gelap" => Verdict::Poor("dark"),
            "silau" => Verdict::Poor("glare"),
            "kecil" => Verdict::Poor("too_small"),
            "bukan surat" => Verdict::Poor("not_document"),
            "lambat" => Verdict::Slow,
            "hilang" => Verdict::Gone("photo-advice-gone"),
            "terlalu besar" => Verdict::Gone("photo-advice-too-large"),
            "heic" => Verdict::Gone("photo-advice-heic"),
            "rusak" => Verdict::Gone("photo-advice-damaged"),
            _ => return None,
        })
    };
    // What is no verdict may be a button of the conversation: "Foto 2", "Foto ulang".
    if let Some(word) = text.strip_prefix("foto ") {
        return verdict(word).map(Sent::Photo);
    }
    if let Some(phone) = text.strip_prefix("kontak ") {
        return Some(Sent::Contact(Some(phone.to_owned())));
    }
    if let Some(phone) = text.strip_prefix("nomor saya ") {
        return Some(Sent::OwnNumber(phone.to_owned()));
    }
    if let Some(count) = text.strip_prefix("album ") {
        return count.parse().ok().map(Sent::Album);
    }
    Some(match text {
        "pdf" => Sent::Pdf,
        "pdf berprogram" => Sent::Photo(Verdict::Gone("photo-advice-active-pdf")),
        "video" => Sent::Video,
        "suara" => Sent::Voice,
        "stiker" => Sent::Sticker,
        "lokasi" => Sent::Location,
        "kontak" => Sent::Contact(None),
        "polling" => Sent::Poll,
        "reaksi" => Sent::Reaction,
        "ubah pesan" => Sent::Edit,
        _ => return None,
    })
}
