//! `sapa check [DIR]`: proves the conversations and texts of every office.

use std::path::Path;

use crate::engine::check::lengths;
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
    services: usize,
    questions: usize,
    shortest: Option<usize>,
    longest: Option<usize>,
}

impl Counts {
    fn add(&mut self, library: &Library) {
        self.languages = self.languages.max(library.texts.languages().len());
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
        let path = |messages: Option<usize>| messages.map_or("none".to_owned(), |m| counted(m, "message"));
        format!(
            "{}, {}, {}, shortest path {}, longest {}",
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
        assert_eq!(
            summary,
            "2 languages, 3 services, 45 questions, shortest path 10 messages, longest 19 messages: no flaws"
        );
    }

    #[test]
    fn a_directory_that_is_not_there_is_wrong_usage() {
        assert_eq!(run(Some(Path::new("no/such/place"))), 2);
    }
}
