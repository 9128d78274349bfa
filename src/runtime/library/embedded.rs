//! The files that are part of the program. A test compares this table with the directories.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../", $path)))),*]
    };
}

pub(super) const FILES: &[(&str, &str)] = files![
    "conversations/buleleng/ktp-hilang/service.toml",
    "conversations/buleleng/office.toml",
    "conversations/buleleng/templates/cancelled.toml",
    "conversations/buleleng/templates/needs_correction.toml",
    "conversations/buleleng/templates/officer_answered.toml",
    "conversations/buleleng/templates/ready.toml",
    "conversations/buleleng/templates/received.toml",
    "conversations/buleleng/templates/resume.toml",
    "conversations/holidays_id.csv",
    "locales/en/console.ftl",
    "locales/en/intents.toml",
    "locales/en/ktp-hilang.ftl",
    "locales/en/system.ftl",
    "locales/en/words.toml",
    "locales/id/console.ftl",
    "locales/id/intents.toml",
    "locales/id/ktp-hilang.ftl",
    "locales/id/lexicon.tsv",
    "locales/id/system.ftl",
    "locales/id/words.toml",
];
