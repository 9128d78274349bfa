//! `sapa check [DIR]`: proves the conversations and texts of every office; with `--against-live` also what releasing them
//! would mean for the conversations in progress.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use serde_json::json;

use super::live;
use crate::app;
use crate::i18n::{FALLBACK, Texts};
use crate::runtime::library::{Flaw, Library, Proven, Shared, Sources, prove, share};

#[derive(clap::Args, Default)]
pub(super) struct Options {
    /// Folder with conversations/ and locales/; those that `serve` would use when left out
    dir: Option<PathBuf>,
    /// Tell who waits where in the configured database, and what a release of these would change for them
    #[arg(long)]
    against_live: bool,
    /// One JSON object instead of lines
    #[arg(long)]
    json: bool,
}

/// Proves what stands in `DIR/conversations` and `DIR/locales`, or what is part of the program. Every flaw goes
/// to standard output as `file:line: what`; then what could be said better, as `note: file:line: what`, one line for each
/// service, and the summary.
///
/// Exit status: 0 proven, 1 flaws, 2 the directory cannot be read, or the database.
pub(super) async fn run(options: &Options) -> i32 {
    let sources = match &options.dir {
        Some(dir) => from_dir(dir),
        None => super::quiet_config().map_or_else(|| Ok(Sources::embedded()), |config| app::sources(&config)),
    };
    let sources = match sources {
        Ok(sources) => sources,
        Err(flaws) => {
            for flaw in &flaws {
                eprintln!("{flaw}");
            }
            return 2;
        }
    };
    let result = prove_all(&sources);
    let mut survey = None;
    if options.against_live {
        let config = match super::config() {
            Ok(config) => config,
            Err(status) => return status,
        };
        match live::look(&sources, &config).await {
            Ok(found) => survey = Some(found),
            Err(message) => {
                eprintln!("sapa check: {message}");
                return 2;
            }
        }
    }
    if options.json {
        let listed = |all: &[Flaw]| -> Vec<_> {
            all.iter().map(|f| json!({ "file": f.file, "line": f.line, "what": f.what })).collect()
        };
        let (flaws, notes) = (listed(&result.flaws), listed(&result.notes));
        let whole = json!({
            "flaws": flaws, "notes": notes, "services": result.services, "read_ms": result.read.as_millis(),
            "proof_ms": result.proof.as_millis(), "live": survey,
        });
        println!("{whole}");
    } else {
        for flaw in &result.flaws {
            println!("{flaw}");
        }
        for note in &result.notes {
            println!("note: {note}");
        }
        print!("{}", result.told());
        if super::quiet_config().is_none_or(|config| config.mail.is_none()) {
            for service in &result.proving {
                println!(
                    "note: {service} wants e-mail addresses proven; without SAPA_SMTP_URL they are taken unproven and marked"
                );
            }
        }
        if let Some(survey) = &survey {
            print!("\n{}", live::told(survey));
        }
    }
    i32::from(!result.flaws.is_empty())
}

fn from_dir(dir: &Path) -> Result<Sources, Vec<Flaw>> {
    Sources::from_dir(&dir.join("conversations"), &dir.join("locales"))
}

/// What the prover found.
struct Outcome {
    flaws: Vec<Flaw>,
    /// What is not wrong, but could be said better.
    notes: Vec<Flaw>,
    services: Vec<Proven>,
    languages: usize,
    /// Services that want e-mail addresses proven.
    proving: Vec<String>,
    /// Languages with some texts only, and of how many the rest falls back.
    partial: BTreeMap<String, (usize, usize)>,
    transcripts: bool,
    read: Duration,
    proof: Duration,
}

fn prove_all(sources: &Sources) -> Outcome {
    let offices = sources.offices();
    let mut out = Outcome {
        flaws: Vec::new(),
        notes: Vec::new(),
        services: Vec::new(),
        languages: 0,
        proving: Vec::new(),
        partial: BTreeMap::new(),
        transcripts: sources.has_transcripts(),
        read: Duration::ZERO,
        proof: Duration::ZERO,
    };
    if offices.is_empty() {
        out.flaws.push(Flaw {
            file: "conversations".into(),
            line: 0,
            what: "holds no <office>/office.toml".into(),
        });
    }
    let begun = Instant::now();
    let shared = Shared::read(sources);
    let loaded = share(&offices, |office| Library::load_with(&shared, sources, office));
    out.read = begun.elapsed();
    let begun = Instant::now();
    let proven = share(&loaded, |loaded| {
        let library = loaded.as_ref().ok()?;
        Some((library, library.out_of_tone(), prove(library, sources)))
    });
    out.proof = begun.elapsed();
    for (library, notes, (flaws, services)) in proven.into_iter().flatten() {
        out.languages = out.languages.max(library.texts.complete_languages().len());
        out.partial.extend(partial(&library.texts));
        out.notes.extend(notes);
        let office = &library.office.id;
        out.proving.extend(library.asks_for_proof().map(|service| format!("{office}/{service}")));
        out.flaws.extend(flaws);
        out.services.extend(services);
    }
    out.flaws.extend(loaded.into_iter().filter_map(Result::err).flatten());
    // Offices share texts: what is wrong with them is said once.
    for all in [&mut out.flaws, &mut out.notes] {
        all.sort();
        all.dedup();
    }
    out
}

fn partial(texts: &Texts) -> Vec<(String, (usize, usize))> {
    let spoken = |lang: &str| texts.keys(lang).filter(|(key, _)| !key.starts_with("console-")).count();
    let of = |lang: &str| (lang.to_owned(), (texts.keys(lang).count(), spoken(FALLBACK)));
    texts.languages().into_iter().filter(|lang| texts.is_partial(lang)).map(of).collect()
}

impl Outcome {
    fn told(&self) -> String {
        let mut lines = String::new();
        for s in &self.services {
            let visits = if self.transcripts {
                format!(
                    "; {} ask {} of {} questions and hear {} of {} refusals, {} of {} answers compared",
                    counted(s.transcripts, "transcript"),
                    s.visited.0,
                    s.visited.1,
                    s.refused.0,
                    s.refused.1,
                    s.compared.0,
                    s.compared.1,
                )
            } else {
                String::new()
            };
            lines.push_str(&format!(
                "{}/{}: {}, {}; {} to {} messages to a receipt, {} allowed{visits}\n",
                s.office,
                s.service,
                counted(s.questions, "question"),
                counted(s.ways, "way"),
                s.shortest,
                s.longest,
                s.budget,
            ));
        }
        let found = match self.flaws.len() {
            0 => "no flaws".to_owned(),
            n => counted(n, "flaw"),
        };
        let partly = |(lang, (own, all)): (&String, &(usize, usize))| {
            format!(", {lang} in part ({own} of {all} texts, the rest in {FALLBACK})")
        };
        let partly: String = self.partial.iter().map(partly).collect();
        lines.push_str(&format!(
            "{}{partly}, {}: {found} (read in {} ms, proven in {} ms)\n",
            counted(self.languages, "language"),
            counted(self.services.len(), "service"),
            self.read.as_millis(),
            self.proof.as_millis()
        ));
        lines
    }
}

fn counted(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_conversations_are_proven_and_every_question_and_refusal_is_in_a_transcript() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let outcome = prove_all(&from_dir(root).unwrap_or_default());
        let flaws: Vec<String> = outcome.flaws.iter().map(ToString::to_string).collect();
        assert!(flaws.is_empty(), "{}", flaws.join("\n"));
        let told = outcome.told();
        assert!(told.contains("buleleng/ktp-hilang: 14 questions, "), "{told}");
        assert!(told.contains(" messages to a receipt, 15 allowed; "), "{told}");
        for service in &outcome.services {
            assert_eq!(
                (service.visited.0, service.refused.0),
                (service.visited.1, service.refused.1),
                "{told}"
            );
            assert!(service.shortest <= service.longest && service.longest <= service.budget, "{told}");
        }
    }

    #[tokio::test]
    async fn a_directory_that_is_not_there_is_wrong_usage() {
        let options = Options { dir: Some("no/such/place".into()), ..Options::default() };
        assert_eq!(run(&options).await, 2);
    }
}
