//! `sapa new service|office`: a working skeleton that passes `sapa check` at once. Files that exist are never touched,
//! but for the line of an office that lists its services.

mod texts;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use crate::engine::Definition;
use crate::engine::check::Ways;

#[derive(Subcommand)]
pub(super) enum Act {
    /// A service: its definition, its texts in Indonesian and English, and a transcript
    Service {
        /// Small letters, digits and dashes: surat-domisili
        name: String,
        /// Folder under conversations/
        #[arg(long)]
        office: String,
        /// The folder with conversations/ and locales/
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
    /// An office with one service of its own
    Office {
        /// Small letters and digits: gianyar
        name: String,
        /// The folder with conversations/ and locales/
        #[arg(long, default_value = ".")]
        dir: PathBuf,
    },
}

pub(super) fn run(act: &Act) -> i32 {
    let made = match act {
        Act::Service { name, office, dir } => service(dir, office, name),
        Act::Office { name, dir } => office(dir, name),
    };
    match made {
        Ok(files) => {
            for file in &files {
                println!("{}", file.display());
            }
            println!("Edit them, and prove them with `sapa check {}`.", place(act).display());
            0
        }
        Err(message) => {
            eprintln!("sapa new: {message}");
            2
        }
    }
}

fn place(act: &Act) -> &Path {
    match act {
        Act::Service { dir, .. } | Act::Office { dir, .. } => dir,
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
    if good { Ok(()) } else { Err(format!("{name:?} is not made of 2 to 24 of a-z, 0-9 and -")) }
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
    let first = "surat-contoh";
    let mut plan = planned(dir, name, first, "WIB")?;
    let words = texts::office(name, first);
    let settings = dir.join("conversations").join(name).join("office.toml");
    plan.0.insert(0, (settings, words));
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

/// The settings of an office with one more service.
fn listing(settings: &str, name: &str) -> Option<String> {
    let start = settings.lines().position(|l| l.trim_start().starts_with("services"))?;
    let mut lines: Vec<String> = settings.lines().map(str::to_owned).collect();
    let line = lines.get_mut(start)?;
    let (before, after) = line.rsplit_once(']')?;
    let comma = if before.trim_end().ends_with('[') { "" } else { ", " };
    *line = format!("{before}{comma}\"{name}\"]{after}");
    Some(lines.join("\n") + "\n")
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
