//! `sapa check [DIR]`: proves the conversations and texts of every office.

use std::collections::BTreeMap;
use std::path::Path;

use crate::engine::check::lengths;
use crate::i18n::FALLBACK;
use crate::runtime::library::{Flaw, Library, Sources};

/// Proves what stands in `DIR/conversations` and `DIR/locales`, or what is part of the program. Every flaw goes
/// to standard output as `file:line: what`; the summary says how long the conversations are.
///
/// Exit status: 0 proven, 1 flaws, 2 the directory cannot be read.
#[must_use]
pub fn run(dir: Option<&Path>) -> i32 {
    let sources = match dir {
        Some(dir) => Sources::from_dir(&dir.join("conversations"), &dir.join("locales")),
        None => Ok(Sources::embedded()),
    };
    match sources {
        Ok(sources) => {
            let (flaws, summary) = prove(&sources);
            for flaw in &flaws {
                println!("{flaw}");
            }
            println!("{summary}");
            i32::from(!flaws.is_empty())
        }
        Err(flaws) => {
            for flaw in &flaws {
                eprintln!("{flaw}");
            }
            2
        }
    }
}

/// All flaws of all offices, and the summary.
fn prove(sources: &Sources) -> (Vec<Flaw>, String) {
    let offices = sources.offices();
    let (mut flaws, mut counts) = (Vec::new(), Counts::default());
    if offices.is_empty() {
        flaws.push(Flaw {
            file: "conversations".into(),
            line: 0,
            what: "holds no <office>/office.toml".into(),
        });
    }
    for office in &offices {
        match Library::load(sources, office) {
            Ok(library) => {
                counts.add(&library);
                flaws.extend(library.flaws());
            }
            Err(found) => flaws.extend(found),
        }
    }
    // Offices share texts: what is wrong with them is said once.
    flaws.sort();
    flaws.dedup();
    let found = match flaws.len() {
        0 => "no flaws".to_owned(),
        n => counted(n, "flaw"),
    };
    (flaws, format!("{}: {found}", counts.told()))
}

#[derive(Default)]
struct Counts {
    languages: usize,
    /// Languages with some texts only, and of how many the rest falls back.
    partial: BTreeMap<String, (usize, usize)>,
    services: usize,
    questions: usize,
    shortest: Option<usize>,
    longest: Option<usize>,
}

impl Counts {
    fn add(&mut self, library: &Library) {
        let texts = &library.texts;
        self.languages = self.languages.max(texts.complete_languages().len());
        for lang in texts.languages().into_iter().filter(|lang| texts.is_partial(lang)) {
            let all = texts.keys(FALLBACK).filter(|(key, _)| !key.starts_with("console-")).count();
            let own = texts.keys(lang).count();
            self.partial.insert(lang.to_owned(), (own, all));
        }
        for definition in library.catalogue.services.values() {
            self.services += 1;
            self.questions += definition.questions.len();
            if let Some(path) = lengths(definition) {
                self.shortest = Some(self.shortest.map_or(path.shortest, |s| s.min(path.shortest)));
                self.longest = Some(self.longest.map_or(path.longest, |l| l.max(path.longest)));
            }
        }
    }

    fn told(&self) -> String {
        let partly = |(lang, (own, all)): (&String, &(usize, usize))| {
            format!(", {lang} in part ({own} of {all} texts, the rest in {FALLBACK})")
        };
        let partly: String = self.partial.iter().map(partly).collect();
        let path = |messages: Option<usize>| messages.map_or("none".to_owned(), |m| counted(m, "message"));
        format!(
            "{}{partly}, {}, {}, shortest path {}, longest {}",
            counted(self.languages, "language"),
            counted(self.services, "service"),
            counted(self.questions, "question"),
            path(self.shortest),
            path(self.longest)
        )
    }
}

fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_conversations_are_proven_and_counted() {
        let (flaws, summary) = prove(&Sources::embedded());
        assert_eq!(flaws, []);
        assert!(summary.starts_with("2 languages, ban in part ("), "{summary}");
        assert!(summary.ends_with(" the rest in id), 5 services, 73 questions, shortest path 10 messages, longest 20 messages: no flaws"), "{summary}");
    }

    #[test]
    fn a_directory_that_is_not_there_is_wrong_usage() {
        assert_eq!(run(Some(Path::new("no/such/place"))), 2);
    }
}
