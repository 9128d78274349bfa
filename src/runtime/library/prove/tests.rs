//! One planted flaw for each rule of the prover, each found at its place.
#![expect(clippy::unwrap_used, reason = "tests")]
use std::sync::{Arc, LazyLock};

use super::*;
use crate::i18n::Texts;

const SERVICE: &str = "conversations/desa/surat/service.toml";
const TEXTS: &str = "locales/id/desa/surat.ftl";
const CHAT: &str = "conversations/desa/surat/baik.chat";

const DEFINITION: &str = r#"schema = 2
service = "surat"
message_budget = 9

[[question]]
id = "consent"
kind = "consent"
text = "v1"

[[question]]
id = "who"
kind = "choice"
options = ["self", "other"]

[[question]]
id = "nik"
kind = "nik"

[[question]]
id = "letter"
kind = "photo"
later = true
when = 'who == "other"'

[[question]]
id = "too_young"
kind = "person"
when = 'nik.under_17 == "yes" and who == "self"'

[[question]]
id = "name"
kind = "name"

[[question]]
id = "confirm"
kind = "confirm"
"#;

const WORDS: &str = r"surat-title = Surat
surat-intro = Baik.
surat-requirements = NIK.
surat-consent = Setuju? { $days } hari.
surat-consent-help = Pilih satu.
surat-consent-more = Rincian: { $days } { $office } { $contact }
surat-who = Untuk siapa?
surat-who-help = Pilih satu.
surat-who-label = Untuk
surat-who-self = Saya
surat-who-other = Orang lain
surat-nik = Mohon ketik NIK.
surat-nik-help = Contoh: 5108 0641 0790 9901
surat-nik-label = NIK
surat-letter = Mohon kirim surat.
surat-letter-help = Foto dari atas.
surat-letter-label = Foto surat
surat-letter-later = Belum punya
surat-letter-later-told = Kami tunggu { $days } hari.
surat-too-young = Petugas membantu.
surat-too-young-help = Petugas membantu.
surat-name = Mohon ketik nama.
surat-name-help = Huruf saja.
surat-name-label = Nama
surat-confirm = Benar?
surat-confirm-help = Pilih satu.
surat-examples =
    mau buat surat domisili
    pindah alamat ke desa ini
";

const TRANSCRIPT: &str = "-- Ayu on whatsapp, id, 2026-11-23 09:00 WITA\n> halo\n...\n> [Surat]\n...\n> setuju\n< Untuk siapa?\n  [Saya] [Orang lain]\n\
    > [Orang lain]\n...\n> 5108064107909901\n...\n> [Belum punya]\n...\n> [foto baik]\n...\n> Ni Luh Ayu\n< Untuk: Orang lain\n> ya\n< SAPA-2611-00482\n\
    -- filed: name = Ni Luh Ayu, letter = 1\n-- office accept_complete\n< *lengkap*\n\n\
    -- Made on whatsapp, id, 2026-11-23 09:00 WITA\n> halo\n...\n> [Surat]\n...\n> setuju\n...\n> [Saya]\n...\n> 5108061203159902\n...\n\n\
    -- Komang on whatsapp, id, 2026-11-23 09:00 WITA\n> halo\n...\n> kak sy mau bikin surat domisili dong\n< Setuju?\n> [Tidak setuju]\n...\n";

/// A village office with one small service.
fn village() -> Sources {
    let mut sources = Sources::embedded();
    let office = sources.content("conversations/buleleng/office.toml").unwrap();
    let office =
        office.replace("id = \"buleleng\"", "id = \"desa\"").replace("[\"ktp-hilang\"]", "[\"surat\"]");
    let everywhere = |path: &str| {
        let service = path.ends_with("ktp-hilang.ftl") || path.contains("/jakarta/");
        path.starts_with("conversations/_shared")
            || path.ends_with(".csv")
            || (path.starts_with("locales/") && !service)
    };
    sources.0.retain(|s| everywhere(&s.path));
    sources
        .with("conversations/desa/office.toml", office)
        .with(SERVICE, DEFINITION)
        .with(TEXTS, WORDS)
        .with("locales/en/desa/surat.ftl", WORDS)
        .with(CHAT, TRANSCRIPT)
}

/// What is found, without learning the language anew each time.
fn found(sources: &Sources) -> Vec<String> {
    static BASE: LazyLock<Library> =
        LazyLock::new(|| Library::load(&village(), "desa").unwrap_or_else(|flaws| panic!("{flaws:#?}")));
    let shown = |flaws: Vec<Flaw>| flaws.iter().map(ToString::to_string).collect::<Vec<_>>();
    let mut library = BASE.clone();
    match Texts::load(sources.texts_of("desa")) {
        Ok(texts) => library.texts = Arc::new(texts),
        Err(flaws) => {
            return flaws.into_iter().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).collect();
        }
    }
    let office = library.office.clone();
    let file = sources.get("conversations/desa/office.toml").unwrap();
    match super::super::services(sources, &office, file) {
        Ok((catalogue, by_hash)) => {
            library.catalogue = catalogue;
            library.sources = by_hash;
        }
        Err(flaws) => return shown(flaws),
    }
    shown(prove(&library, sources).0)
}

#[test]
fn the_office_without_a_planted_flaw_is_proven_and_counted() {
    assert_eq!(found(&village()), [""; 0]);
    let (_, proven) = prove(&Library::load(&village(), "desa").unwrap(), &village());
    assert_eq!(
        proven,
        [Proven {
            office: "desa".into(),
            service: "surat".into(),
            questions: 7,
            ways: 4,
            shortest: 6,
            longest: 7,
            budget: 9,
            transcripts: 3,
            visited: (7, 7),
            refused: (3, 3),
            compared: (4, 5),
        }]
    );
}

/// In a file, what is replaced by what, and how the flaw that follows begins.
const PLANTED: &[(&str, &str, &str, &str)] = &[
    // What a file may say.
    (SERVICE, "kind = \"nik\"", "kind = \"nikk\"", ":15: the kind \"nikk\" is unknown; there are consent"),
    (SERVICE, "id = \"name\"", "id = \"nik\"", ":30: the id nik stands already in line 15"),
    (SERVICE, "later = true", "latter = true", ":19: a question of the kind photo has no `latter`"),
    (SERVICE, "who == \"other\"", "who = other", ":19: a condition reads `question == \"value\"`"),
    (SERVICE, "schema = 2", "schema = 9", ":1: schema is 9; this program reads 1 to 2"),
    // Agreement first, the yes last.
    (SERVICE, "kind = \"consent\"\ntext = \"v1\"", "kind = \"yes_no\"", ":1: nobody asks for agreement"),
    (
        SERVICE,
        "id = \"who\"\nkind = \"choice\"\noptions = [\"self\", \"other\"]",
        "id = \"who\"\nkind = \"consent\"\ntext = \"v2\"",
        ":10: who asks for agreement a second time",
    ),
    (
        SERVICE,
        "id = \"consent\"",
        "id = \"first\"\nkind = \"nik\"\n\n[[question]]\nid = \"consent\"",
        ":5: first asks for personal data before consent (line 9): move consent up",
    ),
    (
        SERVICE,
        "id = \"confirm\"\nkind = \"confirm\"",
        "id = \"confirm\"\nkind = \"yes_no\"",
        ":34: nothing is ever sent: put a question of the kind confirm last",
    ),
    (
        SERVICE,
        "id = \"name\"\nkind = \"name\"",
        "id = \"name\"\nkind = \"confirm\"",
        ":34: confirm confirms a second time: keep one, last",
    ),
    // Conditions.
    (
        SERVICE,
        "'who == \"other\"'",
        "'whom == \"other\"'",
        ":19: the condition of letter: there is no question whom; before it stand consent who nik",
    ),
    (
        SERVICE,
        "'who == \"other\"'",
        "'name == \"given\"'",
        ":19: the condition of letter: name is asked only in line 30: move it up",
    ),
    (
        SERVICE,
        "'who == \"other\"'",
        "'who == \"others\"'",
        ":19: the condition of letter: who is never \"others\"; it may be self other",
    ),
    (
        SERVICE,
        "'who == \"other\"'",
        "'who.age == \"1\"'",
        ":19: the condition of letter: who has no property age",
    ),
    (
        SERVICE,
        "'who == \"other\"'",
        "'who > 1'",
        ":19: the condition of letter: who is no number, so it has no order",
    ),
    // Ways.
    (
        SERVICE,
        "'who == \"other\"'",
        "'who == \"other\" and who == \"self\"'",
        ":19: letter is never asked: `who == \"other\" and who == \"self\"` holds with no answers",
    ),
    (
        SERVICE,
        "kind = \"confirm\"",
        "kind = \"confirm\"\nwhen = 'who == \"self\"'",
        ":30: with who = other, nik.under_17 = yes nothing is sent and no person helps: let confirm have no condition",
    ),
    (
        SERVICE,
        "message_budget = 9",
        "message_budget = 6",
        ":1: with who = other, nik.under_17 = no a request costs 7 messages, the budget is 6: ask less",
    ),
    // Texts.
    (
        TEXTS,
        "surat-nik-help =",
        "surat-nikk-help =",
        "conversations/desa/surat/service.toml:15: the text surat-nik-help is missing in id: add it to locales/id/desa/surat.ftl",
    ),
    (
        TEXTS,
        "Setuju? { $days } hari.",
        "Setuju? { $hari } hari.",
        ":4: surat-consent uses $hari, which it is not given; it has $days",
    ),
    (
        TEXTS,
        "Setuju? { $days } hari.",
        "Setuju?",
        ":4: surat-consent does not use $days: the citizen would miss it",
    ),
    (
        TEXTS,
        "= Baik.",
        "= Baik, { surat-salam }.",
        ":2: surat-intro says { surat-salam }, which is not there",
    ),
    (TEXTS, "= Baik.", "= Baik.\nsurat-lama = Dulu.", ":3: nobody says surat-lama: drop it, or mend the key"),
    (
        TEXTS,
        "= Orang lain",
        "= Orang lain yang mewakilkan",
        ":11: \"Orang lain yang mewakilkan\" has 26 characters; a button holds 20",
    ),
    (TEXTS, "= Orang lain", "= saya", ":11: \"saya\" is also the label of surat-who-self, beside it"),
    (
        TEXTS,
        "= NIK\n",
        "= Nama\n",
        ":24: \"Nama\" is also the label of surat-nik-label, beside it (the list of answers to change, with who = other",
    ),
    (
        TEXTS,
        "= Surat\n",
        "= Cek status\n",
        ":1: \"Cek status\" is also the label of btn-status, beside it (the menu): word one anew",
    ),
    (
        TEXTS,
        "= Saya\n",
        "= Petugas\n",
        "conversations/desa/surat/service.toml:10: at who the word \"petugas\" (id) does not lead to a person",
    ),
    (
        TEXTS,
        "= Saya\n",
        "= Batal\n",
        "conversations/desa/surat/service.toml:10: at who the word \"batal\" (id) does not lead to a cancel",
    ),
    (
        TEXTS,
        "= Surat\n",
        "= Petugas\n",
        ":1: \"petugas\", the label of surat-title, stands for btn-human, beside it (the menu): word the label anew",
    ),
    (
        TEXTS,
        "= Surat\n",
        "= Batal\n",
        ":1: \"Batal\" is a word that works everywhere, as menu or petugas: who types it does not come to surat",
    ),
    (
        TEXTS,
        "mau buat surat domisili",
        "cek status permohonan",
        ":27: \"cek status permohonan\" does not open surat: it is understood as something else",
    ),
    (
        TEXTS,
        "mau buat surat domisili",
        "berapa biaya surat domisili",
        ":27: \"berapa biaya surat domisili\" does not open surat",
    ),
    // Transcripts.
    (
        CHAT,
        "> Ni Luh Ayu\n< Untuk: Orang lain\n> ya\n< SAPA-2611-00482\n",
        "",
        "conversations/desa/surat/service.toml:34: no transcript comes to confirm: write one in conversations/desa/surat/",
    ),
    (
        CHAT,
        "> [Belum punya]\n...\n",
        "",
        "conversations/desa/surat/service.toml:19: no transcript hears how letter is refused",
    ),
    (
        CHAT,
        "5108061203159902",
        "5108061203859902",
        "conversations/desa/surat/service.toml:25: no transcript comes to too_young",
    ),
    (
        CHAT,
        "> [Tidak setuju]\n...\n",
        "",
        "conversations/desa/surat/service.toml:5: no transcript hears how consent is refused",
    ),
    // What transcripts write down is what is said.
    (
        CHAT,
        "< Untuk siapa?",
        "< Buat siapa?",
        ":7: expected: Buat siapa? (after line 6, where now who is open); this is said: \"Untuk siapa? [Saya] [Orang lain]\"; write here",
    ),
    (TEXTS, "= Untuk siapa?", "= Bagi siapa?", "baik.chat:7: expected: Untuk siapa?"),
    (CHAT, "[Saya] [Orang lain]", "[Saya]", ":7: expected the buttons [Saya]"),
    (
        CHAT,
        "> setuju\n< Untuk siapa?\n  [Saya] [Orang lain]\n",
        "> setuju\n",
        ":6: nothing says what is said to this",
    ),
    (
        CHAT,
        "> setuju\n<",
        "> setuju\n?\n<",
        ":7: a blank is left (after line 6, where now who is open): write here what is said; this is said: \"Untuk siapa?",
    ),
    (CHAT, "> [Orang lain]", "> [Orang tua]", ":9: no button is called \"Orang tua\"; there are [Surat]"),
    (CHAT, "name = Ni Luh Ayu", "name = Ni Luh", ":21: name is Ni Luh Ayu, not Ni Luh"),
    (CHAT, "-- office accept", "-- kantor accept", ":22: not understood"),
    (
        CHAT,
        "2026-11-23 09:00 WITA\n> halo",
        "2026-11-23\n> halo",
        ":1: a conversation begins with who, where",
    ),
];

#[test]
fn each_planted_flaw_is_found_with_its_file_and_line() {
    for (path, from, to, expected) in PLANTED {
        let sources = village();
        let content = sources.content(path).unwrap();
        assert!(content.contains(from), "{path} has no {from:?}");
        let planted = sources.clone().with(path, content.replacen(from, to, 1));
        let got = found(&planted);
        // A language with some texts only says the others as they are elsewhere: that is told once.
        let once: BTreeSet<&String> = got.iter().collect();
        let twice = once.len() < got.len() || got.iter().any(|flaw| flaw.starts_with("locales/ban:"));
        assert!(!twice, "{to:?} is told twice:\n{}", got.join("\n"));
        let whole =
            if expected.starts_with(':') { format!("{path}{expected}") } else { (*expected).to_owned() };
        assert!(
            got.iter().any(|flaw| flaw.contains(&whole)),
            "{to:?}: expected\n{whole}\ngot\n{}",
            got.join("\n")
        );
    }
}

#[test]
fn more_ways_than_anyone_could_read_are_a_flaw() {
    let many: String = (0..13).map(|n| format!("[[question]]\nid = \"y{n}\"\nkind = \"yes_no\"\n\n[[question]]\nid = \"n{n}\"\nkind = \"note\"\nwhen = 'y{n} == \"yes\"'\n\n")).collect();
    let service =
        DEFINITION.replace("[[question]]\nid = \"name\"", &format!("{many}[[question]]\nid = \"name\""));
    let got = found(&village().with(SERVICE, service));
    let expected = "more than 4096 ways lead here: make fewer conditions";
    assert!(
        got.iter().any(|flaw| flaw.contains(expected) && flaw.starts_with(SERVICE)),
        "{}",
        got.join("\n")
    );
}
