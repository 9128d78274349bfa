//! The office, its services, texts and understanding as the program holds them: embedded in the binary, or read
//! from a directory that overrides them. Loaded once at start; a flaw stops the start with its file and line.

mod calendar;
mod embedded;
mod preview;
mod prove;
mod public;
mod rehearse;
mod schema;
mod share;
mod shelf;
pub mod templates;
mod texts;
pub mod transcript;

pub use preview::Preview;
pub use prove::{Proven, prove};
pub use schema::office_schema;
pub use share::share;
pub use shelf::Shelf;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use crate::domain::calendar::{Calendar, Holidays};
use crate::domain::office::Office;
use crate::domain::template::Occasion;
use crate::engine::{Catalogue, Definition, DefinitionFlaw, Kind, Question, Reach, toml_fault};
use crate::i18n::{FALLBACK, Texts};
use crate::nlu::{self, Intent, Nlu, Veil};

use templates::Template;

/// Everything that is text and data.
#[derive(Clone)]
pub struct Library {
    pub office: Arc<Office>,
    pub catalogue: Catalogue,
    pub texts: Arc<Texts>,
    pub nlu: Arc<Nlu>,
    pub calendar: Calendar,
    /// Each definition's content by its hash: kept with the sessions that pin it.
    pub sources: BTreeMap<String, String>,
    /// Services of other offices, whose texts stand beside this one's.
    elsewhere: Vec<Definition>,
    /// Of a person who has not chosen one.
    pub default_lang: String,
    /// What a platform approved for when it lets nothing else through.
    pub templates: BTreeMap<Occasion, Template>,
    /// Made when it is first needed: most offices ask no model.
    veil: Arc<OnceLock<Veil>>,
}

/// Something wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Flaw {
    pub file: String,
    /// Counted from 1; 0 when the file as a whole is meant.
    pub line: usize,
    pub what: String,
}

impl Flaw {
    fn new(file: impl Into<String>, line: usize, what: impl Into<String>) -> Flaw {
        Flaw { file: file.into(), line, what: what.into() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => write!(f, "{}: {}", self.file, self.what),
            line => write!(f, "{}:{line}: {}", self.file, self.what),
        }
    }
}

impl From<DefinitionFlaw> for Flaw {
    fn from(flaw: DefinitionFlaw) -> Flaw {
        Flaw { file: flaw.file, line: flaw.line, what: flaw.what }
    }
}

/// One file of the library: its place below `conversations/` or `locales/`, how it is called in messages, and
/// its content.
#[derive(Debug, Clone)]
struct Source {
    path: String,
    shown: String,
    content: String,
}

/// All files of a library, before they are understood.
#[derive(Debug, Clone, Default)]
pub struct Sources(Vec<Source>);

impl Sources {
    /// What is part of the program.
    #[must_use]
    pub fn embedded() -> Sources {
        let files = embedded::FILES.iter().map(|(path, content)| Source {
            path: (*path).to_owned(),
            shown: (*path).to_owned(),
            content: (*content).to_owned(),
        });
        Sources(files.collect())
    }

    /// A file in the place of another, or beside the others. `path` begins with `conversations/` or `locales/`.
    #[must_use]
    pub fn with(mut self, path: &str, content: impl Into<String>) -> Sources {
        let source = Source { path: path.to_owned(), shown: path.to_owned(), content: content.into() };
        self.0.retain(|s| s.path != path);
        self.0.push(source);
        self.0.sort_by(|a, b| a.path.cmp(&b.path));
        self
    }

    /// Where every file stands: below `conversations/` or `locales/`.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|source| source.path.as_str())
    }

    /// Whether any transcript stands beside the services.
    #[must_use]
    pub fn has_transcripts(&self) -> bool {
        self.0.iter().any(|s| s.path.ends_with(".chat"))
    }

    /// The content of a file.
    #[must_use]
    pub fn content(&self, path: &str) -> Option<&str> {
        self.get(path).map(|source| source.content.as_str())
    }

    /// What stands in two directories.
    ///
    /// # Errors
    /// Every file that cannot be read.
    pub fn from_dir(conversations: &Path, locales: &Path) -> Result<Sources, Vec<Flaw>> {
        let (mut files, mut flaws) = (Vec::new(), Vec::new());
        for (dir, prefix) in [(conversations, "conversations"), (locales, "locales")] {
            read_dir(dir, prefix, &mut files, &mut flaws);
        }
        files.sort_by(|a, b| a.path.cmp(&b.path));
        if flaws.is_empty() { Ok(Sources(files)) } else { Err(flaws) }
    }

    /// The same with one file changed, for trying out another version of it.
    #[must_use]
    pub fn edited(mut self, path: &str, edit: &dyn Fn(&str) -> String) -> Sources {
        for source in self.0.iter_mut().filter(|source| source.path == path) {
            source.content = edit(&source.content);
        }
        self
    }

    /// The offices that have an `office.toml`.
    #[must_use]
    pub fn offices(&self) -> Vec<String> {
        let office = |s: &Source| {
            let rest = s.path.strip_prefix("conversations/")?.strip_suffix("/office.toml")?;
            (!rest.contains('/')).then(|| rest.to_owned())
        };
        self.0.iter().filter_map(office).collect()
    }

    fn get(&self, path: &str) -> Option<&Source> {
        self.0.iter().find(|s| s.path == path)
    }

    /// Language, name in messages and content of the texts that an office uses: those of all, then its own in
    /// `locales/<lang>/<office>/`, which win.
    fn texts_of<'s>(&'s self, office: &str) -> Vec<(&'s str, &'s str, &'s str)> {
        let (mut shared, mut own) = (Vec::new(), Vec::new());
        for source in self.0.iter().filter(|s| s.path.ends_with(".ftl")) {
            let Some((lang, file)) = source.path.strip_prefix("locales/").and_then(|p| p.split_once('/'))
            else {
                continue;
            };
            let text = (lang, source.shown.as_str(), source.content.as_str());
            match file.split_once('/') {
                None => shared.push(text),
                Some((folder, _)) if folder == office => own.push(text),
                Some(_) => {}
            }
        }
        shared.append(&mut own);
        shared
    }

    /// Every service of every other office, as far as it can be read: their texts stand beside this one's.
    fn services_elsewhere(&self, office: &str) -> Vec<Definition> {
        let places = self.0.iter().filter_map(|s| {
            let (place, rest) = s.path.strip_prefix("conversations/")?.split_once('/')?;
            (place != office && rest.ends_with("/service.toml")).then_some((place, s))
        });
        places.filter_map(|(place, s)| Definition::load(place, &s.shown, &s.content).ok()).collect()
    }

    /// The directories below the office that hold a service.
    fn services(&self, office: &str) -> BTreeSet<&str> {
        let service = |s: &'_ Source| -> Option<(usize, usize)> {
            let start = format!("conversations/{office}/").len();
            let rest =
                s.path.strip_prefix(&format!("conversations/{office}/"))?.strip_suffix("/service.toml")?;
            Some((start, start + rest.len()))
        };
        self.0.iter().filter_map(|s| service(s).and_then(|(from, to)| s.path.get(from..to))).collect()
    }
}

/// Files that are part of a library, the transcripts that prove it among them; notes beside them are not.
fn belongs(folder: &str, name: &str) -> bool {
    if folder.ends_with("/templates") {
        return name.ends_with(".toml");
    }
    matches!(
        name,
        "office.toml"
            | "service.toml"
            | "defaults.toml"
            | "holidays_id.csv"
            | "lexicon.tsv"
            | "intents.toml"
            | "rules.toml"
            | "words.toml"
    ) || name.ends_with(".ftl")
        || name.ends_with(".chat")
}

fn read_dir(dir: &Path, prefix: &str, files: &mut Vec<Source>, flaws: &mut Vec<Flaw>) {
    let shown = |path: &Path| path.display().to_string();
    let entries = match std::fs::read_dir(dir) {
        Ok(entries) => entries,
        Err(error) => return flaws.push(Flaw::new(shown(dir), 0, format!("cannot be read: {error}"))),
    };
    for entry in entries.flatten() {
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
        let place = format!("{prefix}/{name}");
        if path.is_dir() {
            read_dir(&path, &place, files, flaws);
        } else if belongs(prefix, &name) {
            match std::fs::read_to_string(&path) {
                Ok(content) => {
                    // Some editors of Windows begin a file with a mark that is no part of it.
                    let content = content.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(content);
                    files.push(Source { path: place, shown: shown(&path), content });
                }
                Err(error) => flaws.push(Flaw::new(shown(&path), 0, format!("cannot be read: {error}"))),
            }
        }
    }
}

impl Library {
    /// A service that wants e-mail addresses proven, if there is one.
    #[must_use]
    pub fn asks_for_proof(&self) -> Option<&str> {
        let wants = |q: &Question| matches!(q.kind, Kind::Email { reach: Reach::Code, .. });
        let mut asking = self.catalogue.services.values().filter(|d| d.questions.iter().any(wants));
        asking.next().map(|definition| definition.service.as_str())
    }

    /// The library that is part of the program.
    ///
    /// # Errors
    /// Every flaw of every file.
    pub fn embedded(office: &str) -> Result<Library, Vec<Flaw>> {
        Library::load(&Sources::embedded(), office)
    }

    /// A library from two directories, which override the embedded one as a whole.
    ///
    /// # Errors
    /// Every flaw of every file.
    pub fn from_dir(conversations: &Path, locales: &Path, office: &str) -> Result<Library, Vec<Flaw>> {
        Library::load(&Sources::from_dir(conversations, locales)?, office)
    }

    /// # Errors
    /// Every flaw of every file.
    pub fn load(sources: &Sources, office: &str) -> Result<Library, Vec<Flaw>> {
        Library::load_with(&Shared::read(sources), sources, office)
    }

    /// One of several offices. `shared` was read from the same sources.
    ///
    /// # Errors
    /// Every flaw of every file.
    pub fn load_with(shared: &Shared, sources: &Sources, office: &str) -> Result<Library, Vec<Flaw>> {
        let (mut flaws, office_id) = (Vec::new(), office);
        let holidays = keep(holidays(sources), &mut flaws);
        let texts = Texts::load(sources.texts_of(office))
            .map_err(|all| all.into_iter().map(|f| Flaw::new(f.file, f.line, f.what)).collect());
        let texts = keep(texts, &mut flaws);
        let nlu = keep(shared.nlu.clone(), &mut flaws);
        let elsewhere = sources.services_elsewhere(office);
        let office = keep(read_office(sources, office), &mut flaws);
        let calendar = office.as_ref().zip(holidays).and_then(|((office, file), holidays)| {
            keep(calendar::of(office, holidays).map_err(|all| calendar::placed(all, file)), &mut flaws)
        });
        let services =
            office.as_ref().and_then(|(office, file)| keep(services(sources, office, file), &mut flaws));
        let templates = texts.as_ref().and_then(|texts| {
            keep(templates::load(sources, office_id, &texts.complete_languages()), &mut flaws)
        });
        if let Some(((office, file), texts)) = office.as_ref().zip(texts.as_ref()) {
            flaws.extend(calendar::placed(calendar::unworded(office, &texts.complete_languages()), file));
        }
        match (office, texts, nlu, calendar, services, templates) {
            (
                Some((office, _)),
                Some(texts),
                Some(nlu),
                Some(calendar),
                Some((catalogue, by_hash)),
                Some(templates),
            ) if flaws.is_empty() => Ok(Library {
                office: Arc::new(office),
                catalogue,
                texts: Arc::new(texts),
                nlu,
                calendar,
                sources: by_hash,
                elsewhere,
                default_lang: FALLBACK.to_owned(),
                templates,
                veil: Arc::default(),
            }),
            _ => Err(flaws),
        }
    }
}

/// What all offices of a library have in common.
pub struct Shared {
    nlu: Result<Arc<Nlu>, Vec<Flaw>>,
}

impl Shared {
    #[must_use]
    pub fn read(sources: &Sources) -> Shared {
        Shared { nlu: understanding(sources).map(Arc::new) }
    }
}

fn keep<T>(result: Result<T, Vec<Flaw>>, flaws: &mut Vec<Flaw>) -> Option<T> {
    result.map_err(|mut found| flaws.append(&mut found)).ok()
}

fn holidays(sources: &Sources) -> Result<Holidays, Vec<Flaw>> {
    const PATH: &str = "conversations/holidays_id.csv";
    let source =
        sources.get(PATH).ok_or_else(|| vec![Flaw::new(PATH, 0, "is missing: days off are unknown")])?;
    Holidays::parse(&source.content).map_err(|what| {
        let line = what.strip_prefix("line ").and_then(|w| w.split(':').next()).and_then(|n| n.parse().ok());
        vec![Flaw::new(&source.shown, line.unwrap_or(0), what)]
    })
}

/// The office and its file as shown and as read.
type OfficeRead<'s> = (Office, &'s Source);

/// The directory of what offices share.
const SHARED: &str = "conversations/_shared";

fn read_office<'s>(sources: &'s Sources, office: &str) -> Result<OfficeRead<'s>, Vec<Flaw>> {
    let path = format!("conversations/{office}/office.toml");
    let Some(source) = sources.get(&path) else {
        let known = sources.offices().join(" ");
        return Err(vec![Flaw::new(path, 0, format!("is missing; there are offices {known}"))]);
    };
    let read = including(sources, source)?;
    if read.id == office {
        Ok((read, source))
    } else {
        let what = format!("id is {:?}, but the directory is {office}: name both alike", read.id);
        Err(vec![Flaw::new(&source.shown, calendar::line_of(&source.content, "id"), what)])
    }
}

/// The office's file over the shared ones that it includes.
fn including(sources: &Sources, source: &Source) -> Result<Office, Vec<Flaw>> {
    #[derive(serde::Deserialize)]
    struct Includes {
        #[serde(default)]
        include: Vec<String>,
    }
    let placed = |error: toml::de::Error| {
        let (line, what) = toml_fault::placed(&source.content, &error);
        vec![Flaw::new(&source.shown, line, what)]
    };
    let Includes { include } = toml::from_str(&source.content).map_err(placed)?;
    if include.is_empty() {
        return toml::from_str(&source.content).map_err(placed);
    }
    let mut whole = toml::Table::new();
    for name in include {
        let path = format!("{SHARED}/{name}.toml");
        let line = calendar::line_of(&source.content, "include");
        let shared = sources.get(&path).ok_or_else(|| {
            vec![Flaw::new(&source.shown, line, format!("includes {name}, but there is no {path}"))]
        })?;
        let table: toml::Table = toml::from_str(&shared.content).map_err(|error| {
            let (line, what) = toml_fault::placed(&shared.content, &error);
            vec![Flaw::new(&shared.shown, line, what)]
        })?;
        whole.extend(table);
    }
    let own: toml::Table = toml::from_str(&source.content).map_err(placed)?;
    whole.extend(own.into_iter().filter(|(key, _)| key != "include"));
    // Of two files put together only the key says where a fault stands.
    toml::Value::Table(whole).try_into().map_err(|error: toml::de::Error| {
        let key = toml_fault::key(&error);
        let last = key.as_deref().and_then(|key| key.rsplit('.').next()).unwrap_or_default();
        vec![Flaw::new(
            &source.shown,
            calendar::line_of(&source.content, last),
            toml_fault::told(&error, key.as_deref()),
        )]
    })
}

/// Questions about places at counters name a calendar that the office has.
fn calendars(office: &Office, definition: &Definition) -> Vec<Flaw> {
    let wrong = definition.questions.iter().filter_map(|question| match &question.kind {
        Kind::Slot { calendar } if !office.appointments.contains_key(calendar) => {
            let known: Vec<&str> = office.appointments.keys().map(String::as_str).collect();
            let what = format!(
                "{} wants the calendar {calendar:?}; {} has under [appointments]: {}",
                question.id,
                office.id,
                if known.is_empty() { "none".to_owned() } else { known.join(" ") }
            );
            Some(Flaw::new(&definition.file, question.line, what))
        }
        _ => None,
    });
    wrong.collect()
}

type Services = (Catalogue, BTreeMap<String, String>);

fn services(sources: &Sources, office: &Office, file: &Source) -> Result<Services, Vec<Flaw>> {
    let (mut catalogue, mut by_hash, mut flaws) = (Catalogue::default(), BTreeMap::new(), Vec::new());
    let listed = calendar::line_of(&file.content, "services");
    for unlisted in sources.services(&office.id).iter().filter(|s| !office.services.iter().any(|o| o == *s)) {
        flaws.push(Flaw::new(
            &file.shown,
            listed,
            format!("services does not list {unlisted}, which has a directory"),
        ));
    }
    for (at, service) in office.services.iter().enumerate() {
        if office.services.iter().take(at).any(|other| other == service) {
            flaws.push(Flaw::new(
                &file.shown,
                listed,
                format!("services lists {service} twice: it would stand twice in the menu; drop one"),
            ));
            continue;
        }
        let path = format!("conversations/{}/{service}/service.toml", office.id);
        let shared = format!("{SHARED}/{service}/service.toml");
        let Some(source) = sources.get(&path).or_else(|| sources.get(&shared)) else {
            flaws.push(Flaw::new(
                &file.shown,
                listed,
                format!("services lists {service}, but there is no {path}"),
            ));
            continue;
        };
        match Definition::load(&office.id, &source.shown, &source.content) {
            Ok(definition) if definition.service != *service => {
                let what = format!("service is {:?}, but the directory is {service}", definition.service);
                flaws.push(Flaw::new(&source.shown, calendar::line_of(&source.content, "service"), what));
            }
            Ok(definition) => {
                flaws.extend(calendars(office, &definition));
                flaws.extend(unheard(source, &definition));
                by_hash.insert(definition.hash.clone(), source.content.clone());
                catalogue.services.insert(service.clone(), definition);
            }
            Err(found) => flaws.extend(found.into_iter().map(Flaw::from)),
        }
    }
    if flaws.is_empty() { Ok((catalogue, by_hash)) } else { Err(flaws) }
}

/// Intents that nobody is heard to have. Looked at here and not where definitions are read: one that citizens are in the
/// middle of was released once, and reads for ever.
fn unheard(source: &Source, definition: &Definition) -> Vec<Flaw> {
    let line = calendar::line_of(&source.content, "intents");
    let unknown = definition.intents.iter().filter(|intent| intent.parse::<Intent>().is_err());
    let known = Intent::ALL.map(Intent::as_str).join(", ");
    unknown
        .map(|intent| {
            Flaw::new(&source.shown, line, format!("there is no intent {intent}; there are: {known}"))
        })
        .collect()
}

/// What the languages' word lists and utterances teach. A language may have texts and no such files.
fn understanding(sources: &Sources) -> Result<Nlu, Vec<Flaw>> {
    let mut languages: BTreeMap<&str, nlu::Sources> = BTreeMap::new();
    for source in &sources.0 {
        let Some((lang, file)) = source.path.strip_prefix("locales/").and_then(|p| p.split_once('/')) else {
            continue;
        };
        if !["intents.toml", "lexicon.tsv", "rules.toml", "words.toml"].contains(&file) {
            continue;
        }
        let language = languages.entry(lang).or_insert(nlu::Sources { lang, ..nlu::Sources::default() });
        match file {
            "intents.toml" => language.intents = &source.content,
            "lexicon.tsv" => language.lexicon = &source.content,
            "rules.toml" => language.rules = &source.content,
            _ => language.words = &source.content,
        }
    }
    let languages: Vec<nlu::Sources> = languages.into_values().collect();
    let placed = |f: nlu::Flaw| Flaw::new(format!("locales/{}", f.file), f.line, f.what);
    Nlu::load(&languages).map_err(|flaws| flaws.into_iter().map(placed).collect())
}

#[cfg(test)]
mod tests;
