//! `sapa new service|office`: a working skeleton that passes `sapa check` at once. Files that exist are never touched,
//! but for the line of an office that lists its services.

mod texts;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::engine::check::{Ways, clashes};
use crate::engine::{Definition, schema};
use crate::runtime::library::office_schema;

/// The service that a new office begins with.
const FIRST: &str = "surat-contoh";

#[derive(Subcommand)]
pub(super) enum Act {
    /// A service: its definition, its texts in Indonesian and English, and a transcript
    Service {
        /// Small letters, digits and dashes: surat-domisili
        name: String,
        /// Folder under conversations/
        #[arg(long)]
        office: String,
        /// The folder with conversations/ and locales/; the configured one or this one when left out
        #[arg(long)]
        dir: Option<PathBuf>,
    },
    /// An office with one service of its own
    Office {
        /// Small letters and digits: gianyar
        name: String,
        /// The folder with conversations/ and locales/; the configured one or this one when left out
        #[arg(long)]
        dir: Option<PathBuf>,
    },
}

pub(super) fn run(act: &Act) -> i32 {
    let (Act::Service { dir, .. } | Act::Office { dir, .. }) = act;
    let configured = || super::quiet_config().and_then(|config| config.texts_dir);
    let dir = dir.clone().or_else(configured).unwrap_or_else(|| PathBuf::from("."));
    let (made, office, first) = match act {
        Act::Service { name, office, .. } => (service(&dir, office, name), office, name.as_str()),
        Act::Office { name, .. } => (self::office(&dir, name), name, FIRST),
    };
    match made {
        Ok(files) => {
            for file in &files {
                println!("{}", file.display());
            }
            let dir = dir.display();
            println!("Edit them, prove them with `sapa check {dir}`,");
            println!("and talk to them: `sapa chat --dir {dir} --office {office} --service {first}`.");
            0
        }
        Err(message) => {
            eprintln!("sapa new: {message}");
            2
        }
    }
}

/// The files to write, all or none.
#[derive(Default)]
struct Plan(Vec<(PathBuf, String)>);

impl Plan {
    fn write(self) -> Result<Vec<PathBuf>, String> {
        for (path, _) in &self.0 {
            if path.exists() {
                return Err(format!("{} exists already", path.display()));
            }
        }
        for (path, content) in &self.0 {
            let failed = |e: std::io::Error| format!("failed to write {}: {e}", path.display());
            if let Some(folder) = path.parent() {
                std::fs::create_dir_all(folder).map_err(failed)?;
            }
            std::fs::write(path, content).map_err(failed)?;
        }
        Ok(self.0.into_iter().map(|(path, _)| path).collect())
    }
}

fn is_name(name: &str) -> Result<(), String> {
    let fits = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    let good = (2..=24).contains(&name.len()) && name.chars().all(fits) && !name.starts_with('-');
    if !good {
        return Err(format!("{name:?} is not made of 2 to 24 of a-z, 0-9 and -"));
    }
    match clashes(name) {
        Some(theirs) => {
            Err(format!("{name:?} is a word of the house's own texts ({theirs}…): choose another name"))
        }
        None => Ok(()),
    }
}

fn service(dir: &Path, office: &str, name: &str) -> Result<Vec<PathBuf>, String> {
    is_name(name)?;
    let settings = dir.join("conversations").join(office).join("office.toml");
    let before = std::fs::read_to_string(&settings)
        .map_err(|_| format!("{} is missing: is there such an office?", settings.display()))?;
    let after = listing(&before, name)
        .ok_or_else(|| format!("{}: no line `services = [...]` to add {name} to", settings.display()))?;
    let plan = planned(dir, office, name, zone_of(&before))?;
    let mut files = plan.write()?;
    std::fs::write(&settings, after).map_err(|e| format!("failed to write {}: {e}", settings.display()))?;
    files.push(settings);
    Ok(files)
}

fn office(dir: &Path, name: &str) -> Result<Vec<PathBuf>, String> {
    is_name(name)?;
    let mut plan = planned(dir, name, FIRST, "WIB")?;
    let words = texts::office(name, FIRST);
    let settings = dir.join("conversations").join(name).join("office.toml");
    plan.0.insert(0, (settings, words));
    for (file, schema) in [("service", schema::service()), ("office", office_schema())] {
        let target = dir.join(format!("conversations/schema/{file}.schema.json"));
        if !target.exists() {
            let content = serde_json::to_string_pretty(&schema).map_err(|e| e.to_string())? + "\n";
            plan.0.push((target, content));
        }
    }
    // An office of a copy of the program's folders shares their settings; a bare folder gets what it needs.
    let mut files = plan.write()?;
    let root = crate::runtime::library::Sources::embedded();
    for path in shared_paths(&root) {
        let target = dir.join(&path);
        if target.exists() {
            continue;
        }
        let mut plan = Plan::default();
        plan.0.push((target, root.content(&path).unwrap_or_default().to_owned()));
        files.extend(plan.write()?);
    }
    Ok(files)
}

/// What every office needs beside its own files.
fn shared_paths(root: &crate::runtime::library::Sources) -> Vec<String> {
    let shared = |path: &&str| {
        let texts = path.strip_prefix("locales/").and_then(|p| p.split_once('/'));
        // What is said everywhere; the texts of services stay with their services.
        let everywhere = |file: &str| {
            !file.contains('/')
                && (!file.ends_with(".ftl") || ["system.ftl", "console.ftl", "page.ftl"].contains(&file))
        };
        path.starts_with("conversations/_shared/")
            || *path == "conversations/holidays_id.csv"
            || texts.is_some_and(|(_, file)| everywhere(file))
    };
    let paths: Vec<&str> = root.paths().collect();
    paths.iter().filter(|p| shared(p)).map(|p| (*p).to_owned()).collect()
}

fn zone_of(settings: &str) -> &str {
    let line = settings.lines().find(|l| l.starts_with("zone"));
    line.and_then(|l| l.split('"').nth(1)).unwrap_or("WIB")
}

/// The settings of an office with one more service, however the list is laid out.
fn listing(settings: &str, name: &str) -> Option<String> {
    #[derive(serde::Deserialize)]
    struct Listed {
        services: toml::Spanned<Vec<toml::Spanned<String>>>,
    }
    let Listed { services } = toml::from_str(settings).ok()?;
    let mut out = settings.to_owned();
    match services.get_ref().last() {
        None => out.insert_str(services.span().start + 1, &format!("\"{name}\"")),
        Some(last) => {
            // A list of several lines goes on with a line of its own.
            let end = last.span().end;
            let before = settings.get(..last.span().start)?;
            let indent = before.rsplit('\n').next().filter(|line| line.trim().is_empty());
            let between = indent.map_or_else(|| " ".to_owned(), |indent| format!("\n{indent}"));
            out.insert_str(end, &format!(",{between}\"{name}\""));
        }
    }
    Some(out)
}

/// Definition, texts and transcript of a service.
fn planned(dir: &Path, office: &str, name: &str, zone: &str) -> Result<Plan, String> {
    let folder = dir.join("conversations").join(office).join(name);
    let draft = texts::definition(name, 99);
    let read = Definition::load(office, "new", &draft)
        .map_err(|flaws| flaws.iter().map(|f| f.what.clone()).collect::<Vec<_>>().join("; "))?;
    let budget = Ways::of(&read).lengths().map_or(99, |l| l.longest);
    let mut plan = Plan::default();
    plan.0.push((folder.join("service.toml"), texts::definition(name, budget)));
    plan.0.push((folder.join("baik.chat"), texts::transcript(name, zone)));
    for lang in ["id", "en"] {
        let file = dir.join("locales").join(lang).join(office).join(format!("{name}.ftl"));
        plan.0.push((file, texts::words(name, lang)));
    }
    Ok(plan)
}

#[cfg(test)]
mod tests;
