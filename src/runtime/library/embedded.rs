//! The files that are part of the program. A test compares this table with the directories.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../../", $path)))),*]
    };
}

pub(super) const FILES: &[(&str, &str)] = files![
    "conversations/_shared/defaults.toml",
    "conversations/buleleng/ktp-hilang/service.toml",
    "conversations/buleleng/office.toml",
    "conversations/buleleng/templates/cancelled.toml",
    "conversations/buleleng/templates/needs_correction.toml",
    "conversations/buleleng/templates/officer_answered.toml",
    "conversations/buleleng/templates/ready.toml",
    "conversations/buleleng/templates/received.toml",
    "conversations/buleleng/templates/resume.toml",
    "conversations/holidays_id.csv",
    "conversations/jakarta/ktp-hilang/service.toml",
    "conversations/jakarta/ktp-rusak/service.toml",
    "conversations/jakarta/office.toml",
    "locales/en/console.ftl",
    "locales/en/intents.toml",
    "locales/en/jakarta/ktp-hilang.ftl",
    "locales/en/jakarta/ktp-rusak.ftl",
    "locales/en/jakarta/office.ftl",
    "locales/en/ktp-hilang.ftl",
    "locales/en/lexicon.tsv",
    "locales/en/rules.toml",
    "locales/en/system.ftl",
    "locales/en/words.toml",
    "locales/id/console.ftl",
    "locales/id/intents.toml",
    "locales/id/jakarta/ktp-hilang.ftl",
    "locales/id/jakarta/ktp-rusak.ftl",
    "locales/id/jakarta/office.ftl",
    "locales/id/ktp-hilang.ftl",
    "locales/id/lexicon.tsv",
    "locales/id/rules.toml",
    "locales/id/system.ftl",
    "locales/id/words.toml",
];
