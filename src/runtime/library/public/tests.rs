use proptest::prelude::*;
use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::*;

static OFFICES: LazyLock<Vec<Library>> = LazyLock::new(|| {
    let load = |office: &str| Library::embedded(office).expect("the shipped library is sound");
    vec![load("buleleng"), load("jakarta")]
});

/// People of all parts, many of whose names are ordinary words or stand in the office's texts as examples.
const PEOPLE: [&str; 36] = [
    "Ni Luh Ayu Lestari",
    "Siti Aminah",
    "I Made Sudiarta",
    "Cahaya Purnama",
    "Melati Sekar Kedaton",
    "Budi Hartono",
    "Agung Bagus Prakoso",
    "Indah Permata Sari",
    "Putri Bintang Fajar",
    "Kasih Setia Murni",
    "Kadek Surya Utama",
    "I Gusti Ngurah Rai",
    "Anak Agung Gede Ngurah",
    "Dewa Ayu Kartika",
    "Muhammad Rizky Ramadhan",
    "Abdul Hakim",
    "Nur Hidayah",
    "Tiur Simanjuntak",
    "Togar Sihombing",
    "Lie Mei Hwa",
    "Tan Kok Liong",
    "Yohanes Don Bosco",
    "Maria Goreti Wea",
    "Damai Sejahtera Manurung",
    "Bunga Citra Ningrum",
    "Slamet Riyadi",
    "Joko Widagdo",
    "Dian Mega Mustika",
    "Grace Hope Tanumihardja",
    "May Rose Tamba",
    "Will Hunter",
    "Imam Sabar Santosa",
    "Eka Dwi Rahayu",
    "Teguh Karya Bakti",
    "Intan Mutiara Dewi",
    "Zvonimir Qerimi",
];

const QUESTIONS: [(&str, &str); 10] = [
    ("apakah", "bisa urus ktp anak di luar negeri?"),
    ("kalau", "belum menikah, surat kuasa tetap perlu meterai?"),
    ("ktp", "rusak karena kebakaran, foto lama masih berlaku?"),
    ("saya mau tanya soal", "yang sudah meninggal, akta kelahiran anak bagaimana?"),
    ("berapa lama", "harus menunggu kartu identitas anak?"),
    ("can", "collect the card for my wife at another office?"),
    ("is a letter of attorney needed when", "signs for the father?"),
    ("bapak", "pindah kecamatan, nomor kartu keluarga ikut berubah?"),
    ("nama saya", "dan ktp suami hilang, syarat apa?"),
    ("polisi tidak mau buat surat untuk", "apa yang harus dilakukan?"),
];

fn words(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphabetic()).filter(|w| !w.is_empty()).map(str::to_lowercase).collect()
}

/// A person's data as somebody writes them, and the words of it that must not leave.
fn personal() -> impl Strategy<Value = (String, BTreeSet<String>)> {
    let name = (0..PEOPLE.len(), 0..4_usize).prop_map(|(n, style)| {
        let name = PEOPLE[n];
        // "Anak", "Mei" and the like stand before names and in sentences; with what follows them they tell nobody.
        let mut hidden = words(name);
        hidden.retain(|word| word != "anak" && word.len() > 2);
        let written = match style {
            0 => name.to_owned(),
            1 => name.to_lowercase(),
            2 => name.to_uppercase(),
            _ => format!("pak {},", name.to_lowercase()),
        };
        (written, hidden)
    });
    let unknown = "[b-df-hj-np-tv-z][aiu][b-df-hj-np-tv-z]{2}[aiu][b-df-hj-np-tv-z]{2}[aiu]"
        .prop_map(|word| (word.clone(), words(&word)));
    let nik = (510_801_u32..=510_809, 1_u32..=71, 1_u32..=12, 0_u32..=99, 1_u32..9_999)
        .prop_map(|(r, d, m, y, n)| (format!("nik {r}{d:02}{m:02}{y:02}{n:04}"), BTreeSet::new()));
    let phone = "(\\+62|0)8[1-9][0-9]{8,9}".prop_map(|phone| (phone, BTreeSet::new()));
    let email = "[a-z]{4,9}[._][a-z]{4,9}[0-9]{0,3}@(gmail|yahoo|contoh)\\.(com|co\\.id)".prop_map(|email| {
        let hidden = words(&email).into_iter().filter(|word| word.len() > 3).collect();
        (email, hidden)
    });
    let address =
        ("(Jl\\.|jalan|Gang|Banjar)", "[A-Z][a-z]{3,9}", 1_u32..200).prop_map(|(kind, street, number)| {
            (format!("{kind} {street}tama no {number}"), words(&format!("{street}tama")))
        });
    let spelled = prop::collection::vec(0..10_usize, 6..16).prop_map(|digits| {
        const NAMES: [&str; 10] =
            ["nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"];
        let written: Vec<&str> = digits.into_iter().map(|d| NAMES[d]).collect();
        let written = written.join(" ");
        let hidden = words(&written);
        (written, hidden)
    });
    prop_oneof![name, unknown, nik, phone, email, address, spelled]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    /// What is shown has no figure in it, no word that the office or the lexicon does not have, and nothing of the person.
    #[test]
    fn no_personal_data_is_ever_shown(
        office in 0..2_usize,
        question in 0..QUESTIONS.len(),
        people in prop::collection::vec(personal(), 1..4),
        lang in prop_oneof![Just("id"), Just("en"), Just("ban")],
    ) {
        let library = &OFFICES[office];
        let (head, tail) = QUESTIONS[question];
        let woven: Vec<&str> = people.iter().map(|(written, _)| written.as_str()).collect();
        let text = format!("{head} {} {tail}", woven.join(" "));
        let own = words(head).into_iter().chain(words(tail)).collect::<BTreeSet<_>>();
        if let Some(shown) = library.veil().question(&library.nlu, &text, lang) {
            prop_assert!(!shown.chars().any(char::is_numeric), "{shown}");
            prop_assert!(shown.chars().all(|c| c.is_alphabetic() || " …?-'".contains(c)), "{shown}");
            let shown_words = words(&shown);
            for (_, hidden) in &people {
                for word in hidden.difference(&own) {
                    prop_assert!(!shown_words.contains(word), "{word:?} of {text:?} in {shown:?}");
                }
            }
        }
    }
}

#[test]
fn questions_without_personal_data_are_shown_whole_enough() {
    for (head, tail) in QUESTIONS {
        let text = format!("{head} {tail}");
        for library in OFFICES.iter() {
            let shown = library.veil().question(&library.nlu, &text, "id").expect("a question is left");
            assert!(shown.split('…').count() <= 4, "{text:?} becomes {shown:?}");
        }
    }
}

/// As the README tells.
#[test]
fn a_name_and_a_number_leave_as_dots() {
    let library = &OFFICES[0];
    let shown = |text: &str| library.veil().question(&library.nlu, text, "id");
    let text = "apakah Budi Santoso, nik 5108064107909901, bisa pakai foto lama?";
    assert_eq!(shown(text).as_deref(), Some("apakah … nik … bisa pakai foto lama?"));
}

#[test]
fn the_facts_are_the_offices_own_words_without_marks() {
    let facts = OFFICES[0].facts("id");
    let told = facts.join("\n");
    for part in [
        "Disdukcapil Kabupaten Buleleng",
        "Jl. Gajah Mada No. 152",
        "07.30–16.00",
        "Tidak dipungut biaya",
        "±1 jam kerja",
        "KTP hilang:",
    ] {
        assert!(told.contains(part), "{part} in {told}");
    }
    assert!(!told.contains(['*', '{']), "{told}");
    assert!(OFFICES[1].facts("en").join("\n").contains("free"));
    assert_eq!(OFFICES[0].language_of_facts("ban"), "id");
}
