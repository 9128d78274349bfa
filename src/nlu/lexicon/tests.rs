//! Slang, slips and words of two meanings.

#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

fn plain(text: &str) -> String {
    let mut lexicon = Lexicon::default();
    let mut flaws = Vec::new();
    lexicon.add("id/lexicon.tsv", include_str!("../../../locales/id/lexicon.tsv"), &mut flaws);
    assert_eq!(flaws, []);
    let words: crate::nlu::words::Words =
        toml::from_str(include_str!("../../../locales/id/words.toml")).unwrap();
    lexicon.neighbours = words.neighbours;
    lexicon.know(["pengambilan"].into_iter());
    lexicon.read(text, false).into_iter().flat_map(|t| t.plain).collect::<Vec<_>>().join(" ")
}

#[test]
fn slang_becomes_plain() {
    assert_eq!(plain("ktp sy ilang gmn"), "ktp saya hilang bagaimana");
    assert_eq!(plain("e-KTPnya rusaaak"), "ktp rusak");
    assert_eq!(plain("e ktp tiang ical, sing nyidang"), "ktp saya hilang tidak bisa");
    assert_eq!(plain("dmn fotonya"), "di mana foto");
    assert_eq!(plain("pengambilam"), "pengambilan");
    assert_eq!(plain("hilnag hilamg"), "hilang hilang");
    assert_eq!(plain("sunat kadek"), "sunat <name>");
    assert_eq!(plain("iyaaa"), "ya");
}

#[test]
fn words_of_two_meanings_go_by_their_neighbours() {
    assert_eq!(plain("halo kk"), "halo kakak");
    assert_eq!(plain("foto kk"), "foto kk");
    assert_eq!(plain("bkn ktp baru"), "membuat ktp baru");
    assert_eq!(plain("bkn itu"), "bukan itu");
    assert_eq!(plain("no 12"), "nomor 12");
    assert_eq!(plain("no"), "no");
    assert_eq!(plain("buat ibu"), "untuk ibu");
    assert_eq!(plain("buat ktp"), "membuat ktp");
    assert_eq!(plain("sing"), "sing");
}

#[test]
fn a_line_that_cannot_be_read_is_a_flaw() {
    let mut flaws = Vec::new();
    Lexicon::default().add("id/lexicon.tsv", "token\tcanonical\tnote\nsaja\na\tb\tcontext:XYZ\n", &mut flaws);
    let shown: Vec<String> = flaws.iter().map(Flaw::to_string).collect();
    assert_eq!(
        shown,
        ["id/lexicon.tsv:2: expected token, canonical, note", "id/lexicon.tsv:3: unknown note"]
    );
}
