use super::*;
use crate::runtime::library::Library;

fn facts() -> Vec<String> {
    [
        "Biaya: gratis. Surat Kuasa (F-1.07) bermeterai Rp10.000. Berlaku mulai usia 17 tahun.",
        "Jam layanan: Senin–Kamis 07.30–16.00. Proses ±1 jam kerja. Telepon: (0362) 25887",
        "LAPOR! (lapor.go.id), disdukcapil@bulelengkab.go.id, disdukcapil.bulelengkab.go.id",
    ]
    .map(str::to_owned)
    .to_vec()
}

fn check(said: &str, expected: Result<(), &str>) {
    let library = Library::embedded("buleleng").expect("the shipped library is sound");
    let found = accepted(said, &facts(), library.veil());
    assert_eq!(found.as_ref().map(|_| ()).map_err(|why| *why), expected, "{said:?}");
    if let Ok(text) = found {
        assert_eq!(text, said.trim());
    }
}

#[test]
fn plain_sentences_with_the_facts_of_the_office_are_used() {
    for said in [
        "Bisa, selama Anda sudah berusia 17 tahun.",
        "Kantor buka pukul 07.30 sampai 16.00, dan layanannya gratis.",
        "Buka 07:30; telepon (0362) 25887.",
        " Surat Kuasa memerlukan meterai Rp10.000. Salah satu orang tua boleh datang. ",
        "Silakan lihat disdukcapil.bulelengkab.go.id, atau lapor.go.id!",
        "It takes 1 jam kerja, \u{201c}gratis\u{201d}.",
    ] {
        check(said, Ok(()));
    }
}

#[test]
fn what_the_office_did_not_say_is_refused() {
    let number = Err("a number of its own");
    check("Biayanya Rp50.000.", number);
    check("Biayanya Rp17.", number);
    check("Biayanya 10.000 lembar.", number);
    check("Selesai dalam 1 hari.", number);
    check("Buka pukul 7.30.", number);
    check("Telepon 25888.", number);
    check("Selesai dalam 17 jam.", number);
    let count = Err("a count of its own");
    check("Biayanya lima puluh ribu rupiah.", count);
    check("Selesai dalam dua hari.", count);
    check("Selesai dalam satu hari.", count);
    check("Selesai seminggu lagi.", count);
    let link = Err("a link of its own");
    check("Lihat bantuan.example.com.", link);
    check("Tulis ke seseorang@bulelengkab.go.id.", link);
    check("Lihat www.lapor.go.id.", link);
    check("Lihat https://lapor.go.id.", link);
}

#[test]
fn what_is_no_plain_sentence_is_refused() {
    check("", Err("empty"));
    check(" \u{200b} ", Err("empty"));
    for said in ["NONE", "NONE.", "Maaf. NONE"] {
        check(said, Err("not in the facts"));
    }
    for said in [
        "{\"answer\": \"Bisa.\"}",
        "*Bisa*.",
        "Bisa <b>sekali</b>.",
        "Bisa.\n- Bawa KK.",
        "# Bisa.",
        "Bisa [di sini](lapor.go.id).",
        "Bisa 👍.",
        "Bisa `ya`.",
        "Bisa ١.",
    ] {
        check(said, Err("not plain"));
    }
    check("Bisa, selama Anda", Err("cut off"));
    check(&"Bisa sekali. ".repeat(40), Err("too long"));
    check("Bisa.\nYa.\nAda.\nBaik.", Err("too long"));
}
