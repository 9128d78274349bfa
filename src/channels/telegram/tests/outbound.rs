use serde_json::json;

use crate::channels::kit::{address, message_id, with_choices, with_file};
use crate::channels::telegram::to_wire::{chat, wire};
use crate::domain::inbound::AddressKind::{TgUser, WaPhone};
use crate::domain::outbound::Outgoing;

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
fn nothing_exceeds_the_limits_of_the_platform() {
    let units = |text: &str| text.encode_utf16().count();
    let long = "panjang sekali 👨‍👩‍👧 ".repeat(400);
    assert!(units(&wire(&message_id(), &Outgoing::text(long.clone())).html) <= 4096);
    assert!(units(&wire(&message_id(), &with_file(&long, "application/pdf", "x.pdf")).html) <= 1024);
    let labels: Vec<String> = (1..=31).map(|n| format!("Desa {n}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let many = wire(&message_id(), &with_choices("Pilih desa", &labels));
    assert!(many.reply_markup.is_none() && many.html.ends_with("31. Desa 31"));
    let mut heavy = with_choices("Pilih", &["Ya"]);
    heavy.choices[0].id = "x".repeat(65);
    assert_eq!(
        json!(wire(&message_id(), &heavy)),
        json!({"html": "Pilih\n\n1. Ya", "reply_markup": null, "reply_parameters": null})
    );
}
