//! What was said, as it can be said again and saved as a transcript.

use chrono::NaiveDateTime;

use crate::domain::outbound::Outgoing;
use crate::runtime::library::Library;

struct Entry {
    /// As it can be typed again.
    line: String,
    as_written: String,
    told: Vec<Outgoing>,
}

pub(super) struct Notes {
    lang: String,
    clock: NaiveDateTime,
    zone: String,
    entries: Vec<Entry>,
}

impl Notes {
    pub(super) fn new(library: &Library, lang: &str, start: i64) -> Notes {
        Notes {
            lang: lang.to_owned(),
            clock: library.calendar.local(start),
            zone: library.office.zone.clone(),
            entries: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, line: String, as_written: String, told: Vec<Outgoing>) {
        self.entries.push(Entry { line, as_written, told });
    }

    pub(super) fn count(&self) -> usize {
        self.entries.len()
    }

    pub(super) fn last_told(&self) -> &[Outgoing] {
        self.entries.last().map_or(&[], |entry| &entry.told)
    }

    /// Forgets everything; gives what can be typed again, but for the last line. None: nothing was.
    pub(super) fn without_last(&mut self) -> Option<Vec<String>> {
        self.entries.pop()?;
        Some(std::mem::take(&mut self.entries).into_iter().map(|entry| entry.line).collect())
    }

    /// All of it in the format of transcripts.
    pub(super) fn transcript(&self) -> String {
        let mut out = format!(
            "# Saved by `sapa chat`: say here what it shows.\n-- Ayu on whatsapp, {}, {} {}\n",
            self.lang,
            self.clock.format("%Y-%m-%d %H:%M"),
            self.zone
        );
        for entry in &self.entries {
            out.push_str(&format!("{}\n{}", entry.as_written, expected(&entry.told)));
        }
        out
    }
}

/// What a bubble must say the next time too; numbers, codes and times that are drawn anew are left out.
fn expected(told: &[Outgoing]) -> String {
    let [only] = told else {
        // A transcript expects one bubble, or lets pass whatever is said.
        return if told.is_empty() { "<silence>\n".into() } else { "...\n".into() };
    };
    let stays = |line: &&str| !line.trim().is_empty() && !is_drawn(line);
    let mut out: String =
        only.text.expose().lines().filter(stays).map(|l| format!("< {}\n", l.trim())).collect();
    if out.is_empty() {
        return "...\n".into();
    }
    if !only.choices.is_empty() {
        let labels: Vec<String> = only.choices.iter().map(|c| format!("[{}]", c.label)).collect();
        out.push_str(&format!("  {}\n", labels.join(" ")));
    }
    out
}

/// A ticket, a code to link chats, or a time of day.
fn is_drawn(line: &str) -> bool {
    let code = |word: &str| word.len() == 6 && word.bytes().all(|b| b.is_ascii_uppercase());
    line.contains("SAPA-")
        || line.split(|c: char| !c.is_ascii_alphanumeric()).any(code)
        || [" WIB", " WITA", " WIT"].iter().any(|zone| line.contains(zone))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outbound::Choice;

    #[test]
    fn what_is_drawn_anew_is_not_expected_again() {
        let choice = |label: &str| Choice { id: "x".into(), label: label.into(), description: None };
        let bubble = Outgoing {
            choices: vec![choice("Ya"), choice("Tidak")],
            ..Outgoing::text(
                "Terima kasih.\nNomor: *SAPA-2611-00482-Z*\n\nTerkirim: Senin, 09.12 WITA\nKode: KXWMTR",
            )
        };
        assert_eq!(expected(std::slice::from_ref(&bubble)), "< Terima kasih.\n  [Ya] [Tidak]\n");
        assert_eq!(expected(&[]), "<silence>\n");
        assert_eq!(expected(&[bubble.clone(), bubble]), "...\n");
        assert_eq!(expected(&[Outgoing::text("SAPA-2611-00482-Z")]), "...\n");
    }
}
