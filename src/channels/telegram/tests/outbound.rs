use serde_json::json;

use crate::channels::kit::{address, message_id, with_choices, with_file};
use crate::channels::telegram::to_wire::{chat, wire};
use crate::domain::inbound::AddressKind::{TgUser, WaPhone};
use crate::domain::outbound::{Link, Outgoing, Spent, Turning};
use crate::domain::redacted::Redacted;

fn check(name: &str, message: &Outgoing) {
    insta::assert_json_snapshot!(name, wire(&message_id(), message));
}

#[test]
fn the_chat_is_the_user() {
    assert_eq!(chat(&[address(WaPhone, "+6281200009901"), address(TgUser, "9901")]), Some(9901));
    assert_eq!(chat(&[address(WaPhone, "+6281200009901")]), None);
}

#[test]
fn every_kind_of_bubble_has_its_wording() {
    check("out_text", &Outgoing::text("Halo *Ayu & Made*,\n2*3 < 7"));
    let reply = Outgoing { reply_to: Some("41".to_owned()), ..Outgoing::text("Baik.") };
    check("out_reply", &reply);
    check("out_reply_to_nothing_of_ours", &Outgoing { reply_to: Some("wamid.X".to_owned()), ..reply });
    check(
        "out_buttons",
        &with_choices("Setuju?", &["Setuju", "Tidak setuju", "Baca dulu selengkapnya", "Batal"]),
    );
    let mut described = with_choices("Pilih layanan", &["KTP hilang", "KTP rusak"]);
    described.choices[0].description = Some("dengan surat dari polisi".to_owned());
    check("out_described_buttons", &described);
    check(
        "out_label_too_long",
        &with_choices("Pilih", &["Perubahan data setelah pencatatan sipil di kota lain", "Ya"]),
    );
    let contact = Outgoing { ask_contact: true, ..with_choices("Boleh minta nomor Anda?", &["Lewati"]) };
    check("out_contact", &contact);
    let receipt = with_file("*Tanda terima*", "application/pdf", "tanda-terima.pdf");
    check("out_file", &Outgoing { choices: with_choices("", &["Ya"]).choices, ..receipt });
}

#[test]
fn what_a_bubble_asks_the_chat_for_has_a_button_of_its_own() {
    check("out_location", &Outgoing { ask_location: true, ..Outgoing::text("Di mana lokasinya?") });
    let link = |url: &str| Link { label: "Isi di halaman".to_owned(), url: Redacted::from(url.to_owned()) };
    let page = link("https://sapa.example/f/token");
    check("out_link", &Outgoing { link: Some(page.clone()), ..Outgoing::text("Mohon isi di halaman ini.") });
    check("out_link_with_choices", &Outgoing { link: Some(page), ..with_choices("Atau pilih.", &["Batal"]) });
    // A bare host is no address for a button there.
    let local = Outgoing {
        link: Some(link("http://localhost:8080/f/token")),
        ..Outgoing::text("Mohon isi di sini.")
    };
    check("out_link_that_no_button_takes", &local);
}

#[test]
fn more_choices_than_a_screen_are_turned() {
    let labels: Vec<String> = (1..=40).map(|n| format!("Desa {n}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let turning = Turning { from: 28, previous: "Sebelumnya".into(), next: "Berikutnya".into() };
    check("out_page", &Outgoing { turning: Some(turning), ..with_choices("Pilih desa", &labels) });
}

#[test]
fn a_spent_bubble_keeps_its_words_and_what_was_chosen() {
    let spent = |message: &Outgoing, chosen: Option<&str>| {
        let message = message.clone();
        super::super::to_wire::spent(&Spent {
            wire_id: "41".into(),
            message,
            chosen: chosen.map(str::to_owned),
        })
    };
    let asked = with_choices("Setuju & <yakin>?", &["Ya", "Tidak"]);
    assert_eq!(spent(&asked, Some("Ya")).as_deref(), Some("Setuju &amp; &lt;yakin&gt;?\n\n✓ Ya"));
    assert_eq!(spent(&asked, None), None);
    assert_eq!(spent(&with_choices(&"a".repeat(4_095), &["Ya"]), Some("Ya")), None, "no room for the trace");
}

#[test]
fn nothing_exceeds_the_limits_of_the_platform() {
    let units = |text: &str| text.encode_utf16().count();
    let long = "panjang sekali 👨‍👩‍👧 ".repeat(400);
    assert!(units(&wire(&message_id(), &Outgoing::text(long.clone())).html) <= 4096);
    assert!(units(&wire(&message_id(), &with_file(&long, "application/pdf", "x.pdf")).html) <= 1024);
    let labels: Vec<String> = (1..=31).map(|n| format!("Desa {n}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let many = wire(&message_id(), &with_choices("Pilih desa", &labels));
    assert_eq!(json!(many.reply_markup), json!({"remove_keyboard": true}));
    assert!(many.html.ends_with("31. Desa 31"));
    let mut heavy = with_choices("Pilih", &["Ya"]);
    heavy.choices[0].id = "x".repeat(65);
    assert_eq!(
        json!(wire(&message_id(), &heavy)),
        json!({"html": "Pilih\n\n1. Ya", "reply_markup": {"remove_keyboard": true}, "reply_parameters": null})
    );
}
