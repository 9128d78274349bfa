//! `sapa diagram SERVICE`: the questions of a service as a picture: SVG for people, Mermaid for pages that draw it.

mod mermaid;
mod svg;

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::app;
use crate::engine::check::Ways;
use crate::engine::{Definition, Kind, Question, Reach};
use crate::runtime::library::{Library, Sources};

#[derive(Args)]
pub(super) struct Options {
    /// Its folder: ktp-hilang
    service: String,
    /// Folder under conversations/
    #[arg(long, default_value = "buleleng")]
    office: String,
    #[arg(long, value_enum, default_value_t = Format::Svg)]
    format: Format,
    /// Language of the words in it
    #[arg(long, default_value = "id")]
    lang: String,
    /// Folder with conversations/ and locales/; those that `serve` would use when left out
    #[arg(long)]
    dir: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Svg,
    Mermaid,
}

pub(super) fn run(options: &Options) -> i32 {
    match drawn(options) {
        Ok(picture) => {
            print!("{picture}");
            0
        }
        Err(message) => {
            eprintln!("sapa diagram: {message}");
            2
        }
    }
}

fn drawn(options: &Options) -> Result<String, String> {
    let sources = match &options.dir {
        Some(dir) => Sources::from_dir(&dir.join("conversations"), &dir.join("locales")),
        None => super::quiet_config().map_or_else(|| Ok(Sources::embedded()), |config| app::sources(&config)),
    };
    let library = sources.and_then(|sources| Library::load(&sources, &options.office));
    let library =
        library.map_err(|flaws| flaws.iter().map(|flaw| format!("{flaw}\n")).collect::<String>())?;
    let definition = library.catalogue.services.get(&options.service).ok_or_else(|| {
        let known: Vec<_> = library.catalogue.services.keys().cloned().collect();
        format!("there is no service {:?}; there are: {}", options.service, known.join(", "))
    })?;
    let chart = Chart::new(&library, definition, &options.lang);
    Ok(match options.format {
        Format::Svg => svg::draw(&chart),
        Format::Mermaid => mermaid::draw(&chart),
    })
}

/// What either picture shows.
struct Chart {
    title: String,
    about: String,
    boxes: Vec<Node>,
}

/// One question.
struct Node {
    id: String,
    /// What it is called, or asks.
    name: String,
    /// Kind and options.
    detail: String,
    when: Option<String>,
    look: Look,
    /// What else may happen here.
    aside: Option<&'static str>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Look {
    Asked,
    Consent,
    File,
    Person,
    Confirm,
    /// Said or computed: nobody answers.
    Quiet,
}

impl Chart {
    fn new(library: &Library, definition: &Definition, lang: &str) -> Chart {
        let text = |key: String| library.texts.find(lang, &key, &[]);
        let title = text(format!("{}-title", definition.service)).unwrap_or_default();
        let ways = Ways::of(definition);
        let length = ways.lengths();
        let about = format!(
            "{}/{} · {} ways · {} to {} messages, {} allowed · {}",
            definition.office,
            definition.service,
            ways.count(),
            length.map_or(0, |l| l.shortest),
            length.map_or(0, |l| l.longest),
            definition.message_budget,
            definition.hash.get(..12).unwrap_or_default()
        );
        let boxes = definition.questions.iter().map(|q| Node::new(definition, q, &text)).collect();
        Chart { title, about, boxes }
    }
}

impl Node {
    fn new(definition: &Definition, question: &Question, text: &dyn Fn(String) -> Option<String>) -> Node {
        let label = text(definition.key(&question.id, "label"));
        let name = label.unwrap_or_else(|| question.base.replace('_', " "));
        let name = if question.round > 1 { format!("{name} ({})", question.round) } else { name };
        let detail = match &question.kind {
            Kind::Choice { options } | Kind::Choices { options, .. } => {
                let labels: Vec<String> = options
                    .iter()
                    .map(|o| text(definition.key(&question.id, &o.id)).unwrap_or_else(|| o.id.clone()))
                    .collect();
                labels.join(" · ")
            }
            Kind::Computed { formula } => {
                format!("{}: follows from {}", formula.word(), formula.sources().join(", "))
            }
            Kind::Ending { next: Some(next) } => format!("over; {next} helps"),
            Kind::Ending { next: None } => "over".to_owned(),
            Kind::Email { reach: Reach::Code, .. } => "email, proven by a code".to_owned(),
            kind => kind.word().to_owned(),
        };
        let look = match &question.kind {
            Kind::Consent { .. } | Kind::Declaration { .. } | Kind::Signature { .. } => Look::Consent,
            Kind::Files { .. } => Look::File,
            Kind::Person | Kind::Ending { .. } => Look::Person,
            Kind::Confirm => Look::Confirm,
            kind if !kind.is_asked() => Look::Quiet,
            _ => Look::Asked,
        };
        let aside = match &question.kind {
            Kind::Consent { .. } => Some("no: nothing is kept"),
            Kind::Declaration { .. } | Kind::Signature { .. } => Some("no: it waits"),
            Kind::Files { later: true, .. } => Some("later: it waits"),
            Kind::KkNumber { unknown: true } | Kind::Email { none: true, .. } => Some("or none"),
            Kind::Person => Some("an officer goes on"),
            Kind::Ending { .. } => Some("nothing is filed"),
            Kind::Confirm => Some("yes: filed, with a receipt"),
            _ if question.optional => Some("may be skipped"),
            _ => None,
        };
        let when = question.when.as_ref().map(ToString::to_string);
        Node { id: question.id.clone(), name, detail, when, look, aside }
    }
}

#[cfg(test)]
mod tests;
