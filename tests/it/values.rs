//! Values that follow from answers, and endings where nothing is filed, from the chat to what is filed: a made-up service
//! beside the shipped ones.

use std::path::Path;
use std::sync::{Arc, LazyLock};

use sapa::domain::inbound::ChannelKind;
use sapa::runtime::library::{Library, Sources};

use crate::databases::{NOW, on_both_databases};
use crate::harness::Harness;

const WA: ChannelKind = ChannelKind::Whatsapp;
const AYU: &str = "+6281200009921";

fn library() -> Arc<Library> {
    static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
        let office = include_str!("../../conversations/buleleng/office.toml");
        let both = office.replace("services = [\"ktp-hilang\"]", "services = [\"ktp-hilang\", \"santunan\"]");
        let texts = include_str!("../data/buleleng/santunan/santunan.ftl");
        let service = include_str!("../data/buleleng/santunan/service.toml");
        let sources = Sources::embedded()
            .with("conversations/buleleng/office.toml", both)
            .with("conversations/buleleng/santunan/service.toml", service)
            .with("locales/id/santunan.ftl", texts)
            .with("locales/en/santunan.ftl", texts);
        Arc::new(Library::load(&sources, "buleleng").expect("it reads"))
    });
    LIBRARY.clone()
}

fn plays(name: &str) {
    let path = format!("{}/tests/data/buleleng/santunan/{name}.chat", env!("CARGO_MANIFEST_DIR"));
    crate::transcripts::plays_in(library(), Path::new(&path));
}

#[test]
fn the_service_is_sound() {
    let flaws: Vec<String> = library().flaws().iter().map(ToString::to_string).collect();
    assert!(flaws.is_empty(), "{}", flaws.join("\n"));
}

#[test]
fn what_follows_is_filed_with_what_was_answered() {
    plays("hitungan");
}

#[test]
fn who_cannot_have_the_service_here_is_told_what_to_do_instead() {
    plays("bukan-di-sini");
}

on_both_databases! {
    async fn nothing_is_filed_and_nothing_waits_behind_an_ending(db) {
        let office = Harness::mailing(NOW, db, library(), None).await;
        for said in ["halo", "santunan", "setuju", "tidak"] {
            office.ask(AYU, WA, said).await;
        }
        assert_eq!(office.db.count("dossiers").await, 0);
        for _ in 0..40 {
            office.wait(12 * 60 * 60 * 1000).await;
        }
        let told = office.shown(WA);
        assert!(told.is_empty(), "nobody is reminded of what is over: {told:?}");
        assert_eq!(office.db.count("timers").await, 0);
        let told = office.ask(AYU, WA, "halo").await;
        assert!(told.contains("Apa yang ingin Anda urus?"), "the menu: {told}");
    }
}

#[test]
fn the_prover_holds_texts_against_the_strictest_channel() {
    use sapa::channels::{telegram, whatsapp};
    use sapa::engine::check;
    let all = [whatsapp::ABILITIES, telegram::ABILITIES];
    let least =
        |of: fn(&sapa::domain::outbound::Abilities) -> usize| all.iter().map(of).filter(|n| *n > 0).min();
    assert_eq!(least(|a| a.text_max), Some(check::TEXT_MAX));
    assert_eq!(least(|a| a.text_with_choices_max), Some(check::TEXT_WITH_BUTTONS_MAX));
    assert_eq!(least(|a| a.buttons_max), Some(check::BUTTONS_MAX));
    assert_eq!(least(|a| a.button_label_max), Some(check::BUTTON_LABEL_MAX));
    assert_eq!(least(|a| a.row_label_max), Some(check::ROW_LABEL_MAX));
}
