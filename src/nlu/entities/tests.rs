//! What is found, and what only looks like it.

#![expect(clippy::unwrap_used, reason = "tests")]
use super::super::measure::nlu;
use super::*;

fn json(text: &str) -> String {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    serde_json::to_string(&nlu().entities(text, "id", today)).unwrap()
}

#[test]
fn each_kind_is_found() {
    let check = |text: &str, expected: &str| assert_eq!(json(text), expected, "{text}");
    check("nik saya 5108 0641 0790 9901", r#"{"nik":"5108064107909901"}"#);
    check("no kk 5108061203079901 ya", r#"{"kk_number":"5108061203079901"}"#);
    check(
        "5108064107909901 kk 5108061203079902",
        r#"{"nik":"5108064107909901","kk_number":"5108061203079902"}"#,
    );
    check("nama saya Ni Luh Ayu, ktp saya hilang", r#"{"name":"Ni Luh Ayu"}"#);
    check("nama saya made ktp hilang", r#"{"name":"made"}"#);
    check("Nama: Komang Adi", r#"{"name":"Komang Adi"}"#);
    check("my name is John Smith and I lost my ID", r#"{"name":"John Smith"}"#);
    check("hp 0819-3868-9900", r#"{"phone":"+6281938689900"}"#);
    check("email Ayu.L@gmail.com.", r#"{"email":"Ayu.L@gmail.com"}"#);
    check("email saya made dot com? bukan: made at gmail dot com", r#"{"email":"made@gmail.com"}"#);
    check("made dot sari at gmail dot com", r#"{"email":"made.sari@gmail.com"}"#);
    check("made underscore sari at yahoo dot co dot id", r#"{"email":"made_sari@yahoo.co.id"}"#);
    check("nama saya Made, nik 5108.0641.0790.9901", r#"{"nik":"5108064107909901","name":"Made"}"#);
    check("5108 0641 0790 9901 0819 3868 9900", r#"{"nik":"5108064107909901","phone":"+6281938689900"}"#);
    check("hilangnya kemarin", r#"{"date":"2026-11-20"}"#);
    check("surat tanggal 12 mei 24", r#"{"date":"2024-05-12"}"#);
    check("cek SAPA-2611-00482-Z dong", r#"{"ticket":"SAPA-2611-00482-Z"}"#);
    check("permohonan sapa 2611 00123 gimana", r#"{"ticket":"SAPA-2611-00123"}"#);
    check("pakai bahasa inggris bisa?", r#"{"language":"en"}"#);
    check("english please", r#"{"language":"en"}"#);
    check(
        "nama saya Made, nik 5108.0641.0790.9901 hilang kemarin",
        r#"{"nik":"5108064107909901","name":"Made","date":"2026-11-20"}"#,
    );
}

#[test]
fn what_only_looks_like_one_is_left_alone() {
    for text in [
        "nama saya salah di ktp",
        "siapa nama kamu",
        "atas nama orang tua",
        "pindah ke bali",
        "ktp saya hilang",
        "510806410790990",
        "nama di ktp luntur",
        "dengan hormat",
        "warga indonesia",
    ] {
        assert_eq!(json(text), "{}", "{text}");
    }
}

#[test]
fn what_was_found_does_not_print() {
    let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
    let found =
        nlu().entities("nama saya Ni Luh Ayu nik 5108064107909901 ayu@gmail.com 081938689900", "id", today);
    let printed = format!("{found:?}");
    for secret in ["Luh", "4107909901", "ayu@", "38689900"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[test]
fn two_numbers_are_told_apart_by_what_they_are_called() {
    let check = |text: &str, expected: &str| assert_eq!(json(text), expected, "{text}");
    let nik = r#"{"nik":"5108064107909901"}"#;
    let kk = r#"{"kk_number":"5108061203079901"}"#;
    let both = r#"{"nik":"5108064107909901","kk_number":"5108061203079901"}"#;
    check("NIK: 5108-0641-0790-9901 / KK: 5108-0612-0307-9901", both);
    check("nomor kk saya 5108061203079901 nik 5108064107909901", both);
    check("nik 5108064107909901 dan nik istri 5108064107909902", nik);
    // "kk" is a brother, sister or clerk at the edge of a sentence, and the family card beside a number.
    check("kk, nik saya 5108064107909901", nik);
    check("halo kk nik 5108064107909901", nik);
    check("kk 5108061203079901", kk);
    check("no.kk 5108061203079901", kk);
    check("5108061203079901 itu nomor kk saya", kk);
    check("5108061203079901 (KK)", kk);
    check("kartu keluarga: 5108061203079901", kk);
    check("5108064107909901/081938689900", r#"{"nik":"5108064107909901","phone":"+6281938689900"}"#);
    check("hp 081938689900 nik 5108064107909901", r#"{"nik":"5108064107909901","phone":"+6281938689900"}"#);
}

#[test]
fn telephones_are_read_in_every_form() {
    let phone = r#"{"phone":"+6281938689900"}"#;
    for text in [
        "081938689900",
        "+62 819-3868-9900",
        "62819 3868 9900",
        "62 819 3868 9900",
        "no wa saya 0819.3868.9900 ya",
        "(0819) 3868 9900",
    ] {
        assert_eq!(json(text), phone, "{text}");
    }
}

#[test]
fn a_number_with_letters_is_not_quietly_mended() {
    for text in ["5108O64107909901", "51080641O7909901", "510806410790990l", "nik 51080641079099011"] {
        assert_eq!(json(text), "{}", "{text}");
    }
}

#[test]
fn names_are_told_by_how_they_are_introduced() {
    let check = |text: &str, name: &str| assert_eq!(json(text), format!(r#"{{"name":"{name}"}}"#), "{text}");
    check("nama: komang adi", "komang adi");
    check("nama : Komang Adi", "Komang Adi");
    check("nama komang adi, ktp hilang", "komang adi");
    check("nama gue budi santoso bro", "budi santoso");
    check("atas nama I Gusti Ngurah Rai", "I Gusti Ngurah Rai");
    check("ini dengan Ibu Sari", "Sari");
    check("adan tiange wayan", "wayan");
    check("namaku putri", "putri");
    check("a.n. Made Sukarta", "Made Sukarta");
    check("saya Ketut Sudana, mau urus ktp", "Ketut Sudana");
    check("halo pak saya wayan sudira dari desa panji", "wayan sudira");
    check("saya Ni Made Ayu Lestari nik", "Ni Made Ayu Lestari");
    check("nama lengkap: NI LUH AYU PUTRI", "NI LUH AYU PUTRI");
    for text in [
        "nama ibu saya di kk salah",
        "atas nama siapa ya",
        "nama kantor camat dimana",
        "nama berubah",
        "dengan siapa saya bicara",
        "ktp saya gede banget",
        "saya Kehilangan Dompet",
        "saya ni lagi bingung",
        "saya komang kehilangan ktp",
    ] {
        assert_eq!(json(text), "{}", "{text}");
    }
}

#[test]
fn figures_that_are_no_dates_are_left_alone() {
    for text in [
        "rt 03 rw 05 no 12",
        "jl. udayana no 12",
        "umur 17 tahun",
        "bayar 50 ribu",
        "jam 10.30",
        "tgl 31 februari",
    ] {
        assert_eq!(json(text), "{}", "{text}");
    }
}
