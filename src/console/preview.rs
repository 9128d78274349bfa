//! What a service will say, as each channel will show it: for who writes the texts.

use axum::extract::{Query, State};
use axum::response::Response;
use minijinja::context;
use serde::{Deserialize, Serialize};

use super::fault::Fault;
use super::render::view;
use super::session::Who;
use super::state::Site;
use crate::domain::inbound::ChannelKind;
use crate::domain::outbound::Abilities;
use crate::runtime::library::Preview;

/// Labels of at most so many letters share a row where a channel has rows of buttons.
const HALF_ROW: usize = 16;

#[derive(Deserialize)]
pub(super) struct Asked {
    service: Option<String>,
    lang: Option<String>,
}

#[derive(Serialize)]
struct Line {
    question: String,
    when: Option<String>,
    key: String,
    place: String,
    phones: Vec<Phone>,
}

/// One message on one channel.
#[derive(Serialize)]
struct Phone {
    channel: &'static str,
    runs: Vec<Run>,
    length: usize,
    most: usize,
    fits: bool,
    /// `buttons`, `rows` or `list`; empty without any.
    layout: &'static str,
    labels: Vec<Label>,
}

#[derive(Serialize)]
struct Run {
    text: String,
    bold: bool,
}

#[derive(Serialize)]
struct Label {
    text: String,
    length: usize,
    most: usize,
    fits: bool,
    wide: bool,
}

pub(super) async fn page(
    State(site): State<Site>,
    Query(asked): Query<Asked>,
    who: Who,
) -> Result<Response, Fault> {
    who.may_manage()?;
    let library = site.means.library.newest();
    let services: Vec<String> = library.catalogue.services.keys().cloned().collect();
    let service = asked.service.filter(|s| services.contains(s)).or_else(|| services.first().cloned());
    let service = service.unwrap_or_default();
    let languages: Vec<String> = library.texts.languages().into_iter().map(str::to_owned).collect();
    let shown = asked.lang.filter(|l| languages.contains(l)).unwrap_or_else(|| library.default_lang.clone());
    let lines: Vec<Line> = library
        .previews(&service, &shown)
        .into_iter()
        .map(|p| Line {
            phones: site.means.abilities.iter().map(|(kind, able)| phone(*kind, able, &p)).collect(),
            question: p.question,
            when: p.when,
            key: p.key,
            place: p.place,
        })
        .collect();
    let title = library.texts.get(&shown, &format!("{service}-title"), &[]);
    let content = context! {
        services => view(services), service, languages => view(languages), shown => shown.as_str(), lines => view(lines),
        service_title => title, list_label => library.texts.get(&shown, "btn-open-menu", &[]),
    };
    site.page(&who, "preview", "preview.html", content).await
}

fn phone(kind: ChannelKind, able: &Abilities, message: &Preview) -> Phone {
    let most = if message.buttons.is_empty() { able.text_max } else { able.text_with_choices_max };
    let length = message.text.encode_utf16().count();
    let as_list = message.buttons.len() > able.buttons_max && able.rows_max > 0;
    let layout = match (message.buttons.is_empty(), as_list, able.rows_max) {
        (true, ..) => "",
        (false, true, _) => "list",
        (false, false, 0) => "rows",
        (false, false, _) => "buttons",
    };
    let label_max = if as_list { able.row_label_max } else { able.button_label_max };
    let labels = message.buttons.iter().map(|text| {
        let length = text.chars().count();
        let fits = length <= label_max;
        Label { text: text.clone(), length, most: label_max, fits, wide: length > HALF_ROW }
    });
    Phone {
        channel: kind.as_str(),
        runs: runs(&message.text),
        length,
        most,
        fits: length <= most,
        layout,
        labels: labels.collect(),
    }
}

/// `*bold*` as people will see it.
fn runs(text: &str) -> Vec<Run> {
    let parts = text.split('*').enumerate();
    let run = |(at, part): (usize, &str)| Run { text: part.to_owned(), bold: at % 2 == 1 };
    parts.map(run).filter(|run| !run.text.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_that_does_not_fit_a_channel_is_marked() {
        let able = Abilities {
            text_max: 100,
            text_with_choices_max: 20,
            buttons_max: 2,
            button_label_max: 5,
            rows_max: 10,
            row_label_max: 8,
            row_description_max: 0,
            edits: false,
            window_hours: None,
        };
        let message = |text: &str, buttons: &[&str]| Preview {
            question: "q".into(),
            when: None,
            key: "k".into(),
            place: String::new(),
            text: text.into(),
            buttons: buttons.iter().map(|b| (*b).to_owned()).collect(),
        };
        let show = |m: &Preview| {
            let phone = phone(ChannelKind::Whatsapp, &able, m);
            (phone.fits, phone.layout, phone.labels.iter().map(|l| l.fits).collect::<Vec<_>>())
        };
        assert_eq!(show(&message("Halo *Ayu*, apa kabar hari ini?", &[])), (true, "", vec![]));
        assert_eq!(
            show(&message("Halo Ayu, apa kabar hari ini?", &["Baik"])),
            (false, "buttons", vec![true])
        );
        assert_eq!(
            show(&message("Halo", &["Baik", "Kurang baik", "Sakit"])),
            (true, "list", vec![true, false, true])
        );
        let bold: Vec<(String, bool)> =
            runs("Ketik *NIK* (16)").into_iter().map(|r| (r.text, r.bold)).collect();
        assert_eq!(bold, [("Ketik ".into(), false), ("NIK".into(), true), (" (16)".into(), false)]);
    }
}
