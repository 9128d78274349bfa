//! `sapa understand`: what Sapa makes of messages, one JSON object per line.

use std::io::{BufRead as _, BufReader, Read, Write};

use chrono::NaiveDate;
use serde::Serialize;

use crate::nlu::{Entities, Nlu};
use crate::runtime::house::Clock;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The chat's language: id, en or ban
    #[arg(long, default_value = "id")]
    lang: String,
    /// Folder under conversations/
    #[arg(long, default_value = "buleleng")]
    office: String,
    /// Folder with conversations/ and locales/; those that `serve` would use when left out
    #[arg(long)]
    dir: Option<std::path::PathBuf>,
    /// Add why: the plain words, the rules that fired, the likeliest intents
    #[arg(long)]
    why: bool,
}

/// Personal data stands here in clear: it goes back to whoever typed it.
#[derive(Serialize)]
struct Understood<'a> {
    text: &'a str,
    intent: &'static str,
    confidence: f64,
    runner_up: &'static str,
    entities: &'a Entities,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<Vec<String>>,
}

/// How much of standard input is read at once.
const BUFFER: usize = 1 << 16;

/// Reads one message a line from standard input until its end and answers each with one line, a blank one too.
///
/// Exit status: 0 well, 1 standard input cannot be read or is not UTF-8, 2 no such office or language, or texts with flaws.
pub(super) fn run(options: &Options) -> i32 {
    let library = match super::library(options.dir.as_deref(), &options.office, &options.lang) {
        Ok(library) => library,
        Err(why) => {
            why.lines().for_each(|line| eprintln!("sapa understand: {line}"));
            return 2;
        }
    };
    let today = library.calendar.date(Clock::System.now());
    let lines = BufReader::with_capacity(BUFFER, std::io::stdin().lock());
    let out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut status = 0;
    let fault = |what: String| {
        eprintln!("sapa understand: {what}");
        status = 1;
    };
    match answer(&library.nlu, options, today, lines, out, fault) {
        // Who reads us has seen enough: that is no failure.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => status,
        Err(error) => {
            eprintln!("sapa understand: {error}");
            1
        }
        Ok(()) => status,
    }
}

/// One line per message. They are handed on as soon as no further one waits: a person who types sees each at
/// once, a file goes through in blocks. What is not UTF-8 is named by its line and read as far as it can be.
fn answer(
    nlu: &Nlu,
    options: &Options,
    today: NaiveDate,
    mut lines: BufReader<impl Read>,
    mut out: impl Write,
    mut fault: impl FnMut(String),
) -> std::io::Result<()> {
    let mut line = Vec::new();
    for count in 1_u64.. {
        line.clear();
        if lines.read_until(b'\n', &mut line)? == 0 {
            break;
        }
        if let Err(error) = str::from_utf8(&line) {
            fault(format!("line {count} is not UTF-8 from byte {} on", error.valid_up_to() + 1));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\n', '\r']);
        let text = if count == 1 { text.trim_start_matches('\u{FEFF}') } else { text };
        let meaning = nlu.understand(text, &options.lang, today);
        let understood = Understood {
            text,
            intent: meaning.intent.as_str(),
            confidence: (f64::from(meaning.confidence) * 1000.0).round() / 1000.0,
            runner_up: meaning.runner_up.as_str(),
            entities: &meaning.entities,
            why: options.why.then(|| nlu.explain(text, &options.lang)),
        };
        serde_json::to_writer(&mut out, &understood)?;
        out.write_all(b"\n")?;
        if lines.buffer().is_empty() {
            out.flush()?;
        }
    }
    out.flush()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn answers(input: &[u8], why: Why) -> (Vec<serde_json::Value>, Vec<String>) {
        let nlu = Nlu::built_in();
        let why = why == Why::Wanted;
        let options = Options { lang: "id".into(), office: "buleleng".into(), dir: None, why };
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let (mut out, mut faults) = (Vec::new(), Vec::new());
        answer(&nlu, &options, today, BufReader::new(input), &mut out, |f| faults.push(f)).unwrap();
        let lines = str::from_utf8(&out).unwrap().lines();
        (lines.map(|l| serde_json::from_str(l).unwrap()).collect(), faults)
    }

    #[derive(PartialEq)]
    enum Why {
        Wanted,
        LeftOut,
    }

    #[test]
    fn every_line_is_answered_in_its_place_blank_and_broken_ones_too() {
        let input = b"ktp sy ilang gmn ya kak\n\r\n\xffhalo\nnama saya Made, nik 5108.0641.0790.9901";
        let (lines, faults) = answers(input, Why::LeftOut);
        let intents: Vec<&str> = lines.iter().map(|l| l["intent"].as_str().unwrap()).collect();
        assert_eq!(intents[..3], ["lost_ktp", "out_of_scope", "greeting"]);
        assert_eq!(lines[3]["entities"]["nik"], "5108064107909901");
        assert_eq!(lines[3]["entities"]["name"], "Made");
        assert_eq!(lines[0]["text"], "ktp sy ilang gmn ya kak");
        let mut keys: Vec<&String> = lines[0].as_object().unwrap().keys().collect();
        keys.sort();
        assert_eq!(keys, ["confidence", "entities", "intent", "runner_up", "text"]);
        assert_eq!(faults, ["line 3 is not UTF-8 from byte 1 on"]);
    }

    #[test]
    fn why_names_the_words_and_the_rules() {
        let (lines, _) = answers(b"ktp sy ilang", Why::Wanted);
        assert_eq!(lines[0]["why"][0], "words: ktp saya hilang");
    }
}
