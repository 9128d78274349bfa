use serde_json::{Value, json};

use crate::channels::kit::{address, message_id, with_choices, with_file};
use crate::channels::whatsapp::to_wire::{Recipient, Uploaded, recipient, request, template_request};
use crate::domain::inbound::AddressKind::{TgUser, WaBsuid, WaParentBsuid, WaPhone};
use crate::domain::outbound::{Choice, Link, Outgoing, Turning};
use crate::domain::redacted::Redacted;
use crate::domain::template::{Filled, Occasion};

const PHONE: Recipient<'_> = Recipient::Phone("+6281200009901");

fn check(name: &str, message: &Outgoing) {
    insta::assert_json_snapshot!(name, request(&PHONE, &message_id(), message, None));
}

#[test]
fn the_phone_is_written_to_when_it_is_known() {
    let phone = address(WaPhone, "+6281200009901");
    let user = address(WaBsuid, "ID.9901");
    let parent = address(WaParentBsuid, "ID.ENT.77");
    assert_eq!(recipient(&[user.clone(), parent.clone(), phone]), Some(PHONE));
    assert_eq!(recipient(&[parent.clone(), user]), Some(Recipient::UserId("ID.9901")));
    assert_eq!(recipient(&[parent]), Some(Recipient::UserId("ID.ENT.77")));
    assert_eq!(recipient(&[address(TgUser, "9901")]), None);
}

#[test]
fn every_kind_of_bubble_has_its_wording() {
    check("out_text", &Outgoing::text("Halo *Ayu*,\nada yang bisa dibantu?"));
    let reply = Outgoing { reply_to: Some("wamid.A1".to_owned()), ..Outgoing::text("Baik.") };
    check("out_reply", &reply);
    check("out_buttons", &with_choices("Setuju?", &["Setuju", "Tidak setuju", "Selengkapnya"]));
    let mut list = with_choices("Pilih layanan", &["KTP hilang", "KTP rusak", "Pindah alamat", "Lainnya"]);
    list.choices_label = "Lihat semua layanan kami".to_owned();
    list.choices[0].description = Some("Cetak ulang".to_owned());
    list.choices[3].label = "Perubahan data setelah pencatatan sipil".to_owned();
    check("out_list", &list);
    check("out_list_with_default_label", &with_choices("Pilih", &["satu", "dua", "tiga", "empat"]));
    check("out_equal_labels_become_a_list", &with_choices("Pilih", &["sama", "sama"]));
    let many: Vec<String> = (1..=11).map(|n| format!("Desa {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    check("out_numbered", &with_choices("Pilih desa", &many));
    let contact = Outgoing { ask_contact: true, ..Outgoing::text("Boleh minta nomor Anda?") };
    check("out_contact", &contact);
    let user = request(&Recipient::UserId("ID.9901"), &message_id(), &Outgoing::text("Halo"), None);
    insta::assert_json_snapshot!("out_to_a_user_id", user);
}

#[test]
fn what_a_bubble_asks_the_chat_for_has_a_button_of_its_own() {
    check("out_location", &Outgoing { ask_location: true, ..Outgoing::text("Di mana lokasinya?") });
    let asked = Outgoing { ask_contact: true, ..with_choices("Boleh minta nomor Anda?", &["Lewati"]) };
    check("out_contact_with_a_choice", &asked);
    let link = |url: &str, label: &str| Link { label: label.to_owned(), url: Redacted::from(url.to_owned()) };
    let page = link("https://sapa.example/f/token", "Isi di halaman");
    check("out_link", &Outgoing { link: Some(page.clone()), ..Outgoing::text("Mohon isi di halaman ini.") });
    check("out_link_with_choices", &Outgoing { link: Some(page), ..with_choices("Atau pilih.", &["Batal"]) });
    let bare = link("https://sapa.example/f/token", " ");
    check("out_link_without_a_label", &Outgoing { link: Some(bare), ..Outgoing::text("Mohon isi di sini.") });
    let nothing = Outgoing { ask_location: true, ..Outgoing::text("a".repeat(1_025)) };
    assert_eq!(request(&PHONE, &message_id(), &nothing, None)["type"], "text", "longer than beside a button");
}

#[test]
fn more_choices_than_rows_are_turned_by_rows() {
    let labels: Vec<String> = (1..=20).map(|n| format!("Desa {n}")).collect();
    let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
    let turning = Turning { from: 8, previous: "Sebelumnya".into(), next: "Berikutnya".into() };
    check("out_page", &Outgoing { turning: Some(turning), ..with_choices("Pilih desa", &labels) });
}

#[test]
fn a_template_goes_to_either_kind_of_address() {
    let filled = Filled {
        occasion: Occasion::Received,
        name: "sapa_diterima".into(),
        language: "id".into(),
        parameters: vec![("ticket".into(), Redacted::from("SAPA-2611-00482-Z".to_owned()))],
        payloads: vec!["g|status".into()],
    };
    for (name, to) in
        [("out_template_to_a_phone", PHONE), ("out_template_to_a_user_id", Recipient::UserId("ID.9901"))]
    {
        insta::assert_json_snapshot!(name, template_request(&to, &message_id(), &filled));
    }
}

#[test]
fn a_file_goes_out_with_its_caption_or_above_its_buttons() {
    let pdf = Uploaded { media_id: "55", picture: false, file_name: "tanda-terima.pdf" };
    let picture = Uploaded { media_id: "56", picture: true, file_name: "peta.png" };
    let receipt = with_file("Tanda terima Anda", "application/pdf", "tanda-terima.pdf");
    let check = |name: &str, message: &Outgoing, file: &Uploaded<'_>| {
        insta::assert_json_snapshot!(name, request(&PHONE, &message_id(), message, Some(file)));
    };
    check("out_document", &receipt, &pdf);
    check("out_image", &receipt, &picture);
    let asked = Outgoing { choices: with_choices("", &["Ya", "Tidak"]).choices, ..receipt.clone() };
    check("out_document_with_buttons", &asked, &pdf);
    let many = Outgoing { choices: with_choices("", &["a", "b", "c", "d"]).choices, ..receipt };
    check("out_document_with_many_choices", &many, &pdf);
}

#[test]
fn nothing_exceeds_the_limits_of_the_platform() {
    let units = |value: &Value| value.as_str().map_or(0, |text| text.encode_utf16().count());
    let long = "panjang sekali 👨‍👩‍👧 ".repeat(400);
    let body = request(&PHONE, &message_id(), &Outgoing::text(long.clone()), None);
    assert!(units(&body["text"]["body"]) <= 4096);

    let asked = request(&PHONE, &message_id(), &with_choices(&long, &["Ya", "Tidak"]), None);
    let text = asked["text"]["body"].as_str().unwrap_or("");
    assert!(text.ends_with("…\n\n1. Ya\n2. Tidak") && units(&asked["text"]["body"]) <= 4096);

    let middle = "a".repeat(1024);
    let beside = request(&PHONE, &message_id(), &with_choices(&middle, &["Ya"]), None);
    assert_eq!(beside["type"], "interactive");
    let above = request(&PHONE, &message_id(), &with_choices(&format!("{middle}a"), &["Ya"]), None);
    assert_eq!(above["type"], "text");

    let label = "Perubahan nama setelah penetapan pengadilan negeri yang sudah tetap benar";
    let choices = vec![Choice { id: "x".to_owned(), label: label.to_owned(), description: None }];
    let too_long = Outgoing { choices, ..Outgoing::text("Pilih") };
    assert_eq!(label.len(), 73);
    let body = request(&PHONE, &message_id(), &too_long, None);
    assert_eq!(body["text"], json!({"preview_url": false, "body": format!("Pilih\n\n1. {label}")}));

    let file = Uploaded { media_id: "55", picture: true, file_name: "x" };
    let captioned = request(&PHONE, &message_id(), &Outgoing::text(long), Some(&file));
    assert!(units(&captioned["image"]["caption"]) <= 1024);
}
