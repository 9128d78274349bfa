//! `sapa templates`: what the office says outside the reply window, and the exact bodies that submit it.

use std::io::{self, Write};
use std::path::PathBuf;

use clap::Args;

use crate::app;
use crate::runtime::library::{Library, Sources};

#[derive(Args)]
pub(super) struct Options {
    /// Whose templates, a folder under conversations/
    #[arg(long, default_value = "buleleng")]
    office: String,
    /// Folder with conversations/ and locales/; those that `serve` would use when left out
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Only the bodies, one JSON object a line: each is posted to /<business account id>/message_templates
    #[arg(long)]
    json: bool,
}

/// Prints the templates for people, then what to submit. Exit status: 0 printed, 1 flaws, 2 no such folder.
pub(super) fn run(options: &Options) -> i32 {
    let sources = match &options.dir {
        Some(dir) => Sources::from_dir(&dir.join("conversations"), &dir.join("locales")),
        None => super::quiet_config().map_or_else(|| Ok(Sources::embedded()), |config| app::sources(&config)),
    };
    let (library, status) = match sources {
        Ok(sources) => (Library::load(&sources, &options.office), 1),
        Err(flaws) => (Err(flaws), 2),
    };
    match library {
        Ok(library) => {
            let mut text = Vec::new();
            let written =
                print(&library, options.json, &mut text).and_then(|()| io::stdout().lock().write_all(&text));
            // Who reads only the first lines closes the pipe.
            i32::from(written.is_err_and(|error| error.kind() != io::ErrorKind::BrokenPipe))
        }
        Err(flaws) => {
            for flaw in &flaws {
                eprintln!("{flaw}");
            }
            status
        }
    }
}

fn print(library: &Library, only_json: bool, out: &mut impl Write) -> io::Result<()> {
    if library.templates.is_empty() && !only_json {
        return writeln!(
            out,
            "{} has no templates: outside the reply window messages wait.",
            library.office.id
        );
    }
    for template in library.templates.values() {
        for (lang, wording) in &template.languages {
            let submission = template.submission(lang).unwrap_or_default();
            if only_json {
                writeln!(out, "{submission}")?;
                continue;
            }
            writeln!(
                out,
                "{} ({lang}): when {}",
                template.name,
                template.occasion.as_str().replace('_', " ")
            )?;
            for line in wording.body.lines() {
                writeln!(out, "  | {line}")?;
            }
            if !wording.footer.is_empty() {
                writeln!(out, "  | {}", wording.footer)?;
            }
            let labels: Vec<String> = wording.buttons.iter().map(|b| format!("[{}]", b.label)).collect();
            if !labels.is_empty() {
                writeln!(out, "  {}", labels.join(" "))?;
            }
            for (name, sample) in &wording.samples {
                writeln!(out, "  {name}: {sample}")?;
            }
            writeln!(out, "  POST /<business account id>/message_templates")?;
            writeln!(out, "  {submission}")?;
            writeln!(out)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(only_json: bool) -> String {
        let library = Library::embedded("buleleng").expect("the shipped library is sound");
        let mut out = Vec::new();
        print(&library, only_json, &mut out).expect("written");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn each_template_is_shown_and_its_body_can_be_posted_as_it_stands() {
        let shown = printed(false);
        for part in ["sapa_siap_diambil (id): when ready", "[Baca jawaban]", "queue: SKS-20261123-014"] {
            assert!(shown.contains(part), "{part}");
        }
        let lines = printed(true);
        assert_eq!(lines.lines().count(), 12);
        for line in lines.lines() {
            let body: serde_json::Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(
                (body["category"].as_str(), body["parameter_format"].as_str()),
                (Some("UTILITY"), Some("NAMED"))
            );
        }
    }
}
