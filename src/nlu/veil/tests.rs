use super::*;

/// A little of what an office publishes.
const PUBLIC: [&str; 5] = [
    "Untuk KTP-el hilang: Surat Keterangan Hilang dari Kepolisian, NIK, dan nomor Kartu Keluarga, tempat lahir, Surat Kuasa. Silakan tulis Cahaya.",
    "Alamat: Jl. Gajah Mada No. 152, Singaraja. Anak di bawah 17 tahun memakai Kartu Identitas Anak.",
    "Biaya paspor tidak ada di sini; foto buram, terlalu gelap, atau dekat jendela diulang. Luar negeri, sekolah.",
    "Can my child have a card? Bring the birth certificate and a photo. The office opens in May.",
    "Selamat pagi, Bapak/Ibu. Ibu kandung. Surat kuasa dari orang tua.",
];

fn seen(text: &str) -> Option<String> {
    let nlu = Nlu::built_in();
    Veil::new(&nlu, PUBLIC.into_iter()).question(&nlu, text, "id")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(seen(text).as_deref(), Some(expected), "{text:?}");
}

#[test]
fn ordinary_words_pass_in_their_plain_form() {
    check("ktp ank sy ilang di luar negeri gmn?", "ktp anak saya hilang di luar negeri bagaimana?");
    check("Kartu Keluarga dan Surat Kuasa dari orang tua?", "kartu keluarga dan surat kuasa dari orang tua?");
    check("can my child have a card?", "can my anak have kartu?");
    let nlu = Nlu::built_in();
    let english = Veil::new(&nlu, PUBLIC.into_iter()).question(&nlu, "can my child have a card?", "en");
    assert_eq!(english.as_deref(), Some("can my child have card?"));
    check("fotonya buram, boleh?", "foto buram boleh?");
}

#[test]
fn names_are_hidden_with_what_stands_beside_them() {
    check("apakah Budi Santoso bisa buat ktp anak?", "apakah … bisa membuat ktp anak?");
    check("apakah cahaya purnama bisa buat ktp anak?", "apakah … bisa membuat ktp anak?");
    check("apakah wayan surat keluarga bisa buat ktp anak?", "apakah … bisa membuat ktp anak?");
    check("nama saya Foto Gelap, ktp anak bagaimana?", "nama saya … ktp anak bagaimana?");
    check("boleh Jendela ambil foto ktp anak?", "boleh … foto ktp anak?");
    check("ktp MELATI hilang, foto buram?", "ktp … hilang foto buram?");
    check("ktp budinya hilang, foto buram?", "ktp … hilang foto buram?");
    check("does May Grace have a child card photo?", "does … have anak kartu foto?");
    check("apakah siti aminah bisa ambil foto?", "apakah … bisa mengambil foto?");
    // Words of the office, where a name stands.
    check("nama saya bulan, ktp anak bagaimana?", "nama saya … ktp anak bagaimana?");
    check("nama ibu kandung saya surat, ktp anak bagaimana?", "nama ibu kandung saya … ktp anak bagaimana?");
    check("anak saya bernama surat kuasa, ktp bagaimana?", "anak saya … ktp bagaimana?");
    check("ktp bulan hilang, surat polisi?", "ktp … hilang surat polisi?");
    check("beda nama di ktp anak dan surat lahir?", "beda nama di ktp anak dan surat lahir?");
}

#[test]
fn numbers_addresses_and_what_nobody_knows_are_hidden() {
    check("ktp anak 5108064107909901 hilang?", "ktp anak … hilang?");
    check("ktp anak lima satu nol delapan hilang?", "ktp anak … hilang?");
    check("ktp anak lahir 12 mei 1990 hilang?", "ktp anak lahir … hilang?");
    check("hubungi +62 812 0000 9901 soal ktp anak?", "hubungi … ktp anak?");
    check("kirim ke ayu.lestari@example.com atau https://a.example ktp anak?", "kirim ke … atau … ktp anak?");
    check(
        "saya tinggal di jalan keluarga gelap jendela nomor 5, ktp anak?",
        "saya tinggal di jalan … nomor … ktp anak?",
    );
    check("zvarg ktp anak qwertz hilang?", "… ktp anak … hilang?");
    check("b u d y ktp anak hilang?", "… ktp anak hilang?");
}

#[test]
fn what_says_too_little_or_is_abuse_is_shown_to_nobody() {
    for text in
        ["apakah bisa?", "Budi Santoso?", "ktp?", "5108064107909901 bagaimana?", "bagaimana kak ya?", "", "…"]
    {
        assert_eq!(seen(text), None, "{text:?}");
    }
    assert_eq!(seen("anjing, ktp anak hilang gimana?"), None);
}

#[test]
fn a_slip_is_not_mended_into_a_word_that_may_be_seen() {
    // "Suraat" and "Sekola" may be anybody.
    check("apakah sekola bisa buat ktp anak?", "apakah … bisa membuat ktp anak?");
}

#[test]
fn words_count_but_where_they_do_not() {
    let nlu = Nlu::built_in();
    let veil = Veil::new(&nlu, PUBLIC.into_iter());
    let counts = |text: &str| veil.counts(text);
    assert_eq!(counts("Bawa dua foto dan salah satu orang tua."), ["dua"]);
    assert_eq!(counts("Selesai dalam satu hari."), ["satu"]);
    assert_eq!(counts("One of your parents may bring it."), Vec::<String>::new());
    assert_eq!(counts("It takes one day."), ["one"]);
}
