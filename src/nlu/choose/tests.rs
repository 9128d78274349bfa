use super::super::measure::nlu;
use super::*;

fn offered(options: &[(&str, &str, &str)]) -> Vec<Offered> {
    let split =
        |text: &str| text.split('|').filter(|s| !s.is_empty()).map(str::to_owned).collect::<Vec<String>>();
    let option = |(id, labels, synonyms): &(&str, &str, &str)| Offered {
        id: (*id).to_owned(),
        labels: split(labels),
        synonyms: split(synonyms).into(),
    };
    options.iter().map(option).collect()
}

fn category() -> Vec<Offered> {
    offered(&[
        ("lost", "KTP hilang|Lost ID card", "kecurian|dicuri|dicopet|jatuh"),
        ("damaged", "KTP rusak|Damaged ID card", "patah|pudar|sobek"),
        ("moved", "Pindah alamat", "pindah domisili"),
        ("other", "Lainnya", "yang lain"),
    ])
}

fn consent() -> Vec<Offered> {
    offered(&[
        ("yes", "Setuju", ""),
        ("no", "Tidak setuju", ""),
        ("more", "Selengkapnya", "info lengkap|jelaskan"),
    ])
}

fn picked(text: &str, options: &[Offered]) -> Option<usize> {
    match nlu().choose(text, options, "id") {
        Choice::Picked(index, _) => Some(index),
        Choice::Ambiguous(_) | Choice::None => None,
    }
}

#[test]
fn numbers_and_ordinals_pick_by_place() {
    for (text, index) in [
        ("1", 0),
        ("2.", 1),
        ("no 2", 1),
        ("nomor 3 kak", 2),
        ("yang pertama", 0),
        ("yg kedua aja", 1),
        ("dua", 1),
        ("pilih 4", 3),
        ("opsi 3", 2),
        ("ke-2", 1),
        ("terakhir", 3),
        ("1️⃣", 0),
        ("３", 2),
        ("b", 1),
        ("first one", 0),
        ("number two please", 1),
        ("besik", 0),
        ("siji", 0),
        ("loro", 1),
        ("nomer telu", 2),
        ("sekawan", 3),
        ("a", 0),
        ("paling bawah", 3),
    ] {
        assert_eq!(picked(text, &category()), Some(index), "{text}");
    }
    for text in ["0", "5", "17", "1 2", "2026", "z"] {
        assert_eq!(picked(text, &category()), None, "{text}");
    }
}

#[test]
fn a_number_that_is_a_label_is_the_label() {
    let slots = offered(&[("a", "10", ""), ("b", "2", ""), ("c", "1", "")]);
    assert_eq!(picked("1", &slots), Some(2));
    assert_eq!(picked("2", &slots), Some(1));
}

#[test]
fn labels_slips_and_synonyms_pick() {
    for (text, index) in [
        ("KTP hilang", 0),
        ("hilang", 0),
        ("ktp sy ilang kak", 0),
        ("hilnag", 0),
        ("yang rusak", 1),
        ("ktp rusakk", 1),
        ("rudak", 1),
        ("patah jadi dua", 1),
        ("pindah", 2),
        ("pindah domisili kak", 2),
        ("lainya", 3),
        ("yang lain", 3),
        ("bukan rusak, hilang", 0),
        ("damaged", 1),
        ("ical", 0),
        ("dicuri orang", 0),
    ] {
        assert_eq!(picked(text, &category()), Some(index), "{text}");
    }
}

#[test]
fn what_fits_two_is_asked_back_and_what_fits_none_is_none() {
    assert_eq!(nlu().choose("ktp", &category(), "id"), Choice::Ambiguous(vec![0, 1]));
    for text in ["", "apa kabar", "😀", "berapa biayanya", "saya lapar sekali hari ini"] {
        assert_eq!(nlu().choose(text, &category(), "id"), Choice::None, "{text}");
    }
    let same = offered(&[("a", "Munduk", ""), ("b", "Munduk", "")]);
    assert_eq!(nlu().choose("munduk", &same, "id"), Choice::Ambiguous(vec![0, 1]));
}

#[test]
fn every_yes_is_a_yes() {
    for text in [
        "ya",
        "iya",
        "iyaaa",
        "y",
        "Y",
        "yoi",
        "yup",
        "ok",
        "oke",
        "okee",
        "OK!",
        "setuju",
        "stuju",
        "nggih",
        "inggih",
        "sip",
        "benar",
        "bener",
        "betul",
        "lanjut",
        "👍",
        "👍🏽",
        "✅",
        "ya setuju",
        "iya kak",
        "oke gas",
        "ya benar semua",
        "siap",
        "boleh",
        "yes",
        "sure",
        "yes please",
        "ya, saya setuju",
        "gpp",
        "oke lanjut aja kak",
        "sampun patut",
        "i agree",
        "udah bener",
        "ya kirim",
        "iyah",
        "leres",
        "njih",
        "iyo",
        "yo wis",
        "saya bersedia",
        "tidak apa apa",
    ] {
        assert_eq!(picked(text, &consent()), Some(0), "{text}");
    }
}

#[test]
fn every_no_is_a_no() {
    for text in [
        "tidak",
        "gak",
        "ga",
        "nggak",
        "engga",
        "kagak",
        "ten",
        "sing",
        "bukan",
        "batal",
        "n",
        "no",
        "gak setuju",
        "ga mau",
        "tdk",
        "jangan",
        "👎",
        "❌",
        "tidak setuju",
        "saya tidak setuju",
        "belum",
        "nanti aja",
        "ogah",
        "no thanks",
        "nope",
        "ga dulu kak",
        "tidak, nama saya salah",
        "enggak ya",
        "nenten",
        "salah",
        "I don't agree",
        "ten setuju",
        "durung",
        "mau diubah",
    ] {
        assert_eq!(picked(text, &consent()), Some(1), "{text}");
    }
}

#[test]
fn yes_and_no_leave_other_answers_alone() {
    assert_eq!(picked("selengkapnya", &consent()), Some(2));
    assert_eq!(picked("info lengkap dong", &consent()), Some(2));
    for text in ["kenapa harus setuju?", "maksudnya apa", "ya atau tidak ya", "ktp saya hilang"] {
        assert_ne!(picked(text, &consent()), Some(1), "{text}");
    }
    assert_eq!(picked("ya atau tidak ya", &consent()), None);
    // Nothing is called yes here: "ya" picks nothing.
    assert_eq!(picked("ya", &category()), None);
}

#[test]
fn a_yes_is_sure_when_nothing_else_is_said_and_not_knowing_is_no_no() {
    let sure = |text: &str| match nlu().choose(text, &consent(), "id") {
        Choice::Picked(index, sure) => Some((index, sure >= 0.9)),
        Choice::Ambiguous(_) | Choice::None => None,
    };
    for text in ["iya kirim aja kak", "ya setuju", "oke siap pak", "boleh, lanjut"] {
        assert_eq!(sure(text), Some((0, true)), "{text}");
    }
    for text in ["mau tanya dulu", "mau komplen", "kirim besok", "oke besok", "kirim ulang foto"] {
        assert_ne!(sure(text), Some((0, true)), "{text}");
    }
    for text in ["ga tau", "gak tau kak", "tidak tahu", "belum paham", "tidak yakin"] {
        let yes_or_no = offered(&[("yes", "Ya", ""), ("no", "Tidak", "")]);
        assert_eq!(picked(text, &yes_or_no), None, "{text}");
    }
}
