#![expect(clippy::unwrap_used, reason = "tests")]
use super::*;

fn chart() -> Chart {
    let library = Library::embedded("buleleng").unwrap();
    Chart::new(&library, &library.catalogue.services["ktp-hilang"], "id")
}

#[test]
fn the_picture_shows_every_question_and_every_condition() {
    let (chart, svg) = (chart(), svg::draw(&chart()));
    assert!(svg.starts_with("<svg ") && svg.trim_end().ends_with("</svg>"));
    for one in &chart.boxes {
        assert!(svg.contains(&format!("<title>{}: ", one.id)), "{}", one.id);
    }
    assert!(svg.contains("applicant == &quot;other&quot;"));
    assert!(svg.contains(">Nomor KK<") && svg.contains(">or none<"));
    let open = svg.matches("<text").count();
    assert_eq!(open, svg.matches("</text>").count());
}

#[test]
fn a_long_name_makes_room_for_what_may_happen_there() {
    let mut chart = chart();
    let name = "Surat Keterangan Hilang dari Kepolisian";
    for one in &mut chart.boxes {
        name.clone_into(&mut one.name);
    }
    let svg = svg::draw(&chart);
    let shown = |aside: Option<&str>| {
        let (one, words) =
            chart.boxes.iter().zip(svg.split("<g>").skip(1)).find(|(b, _)| b.aside == aside).unwrap();
        assert!(words.contains(&format!("<title>{}: ", one.id)));
        let name = words.split("font-weight=\"600\"").nth(1).unwrap();
        name.split_once('>').unwrap().1.split_once('<').unwrap().0.to_owned()
    };
    assert_eq!(shown(None), "Surat Keterangan Hilang dari…");
    assert_eq!(shown(Some("later: it waits")), "Surat Keterangan…");
}

#[test]
fn mermaid_has_an_arrow_to_every_question_that_may_come_next() {
    let mermaid = mermaid::draw(&chart());
    for arrow in [
        "q_consent --> q_applicant",
        "q_applicant -->|\"applicant == 'other'\"| q_proxy_name",
        "q_proxy_name --> q_attorney",
        "q_applicant -->|otherwise| q_nik",
        "q_nik -->|\"nik.under_17 == 'yes'\"| q_married",
    ] {
        assert!(mermaid.contains(arrow), "{arrow}\n{mermaid}");
    }
    assert!(!mermaid.contains("q_too_young -->"), "an officer goes on");
    for (from, to) in [("q_applicant", "q_attorney"), ("q_nik", "q_too_young")] {
        let straight = |line: &str| line.trim().starts_with(&format!("{from} -->")) && line.ends_with(to);
        assert!(!mermaid.lines().any(straight), "something comes before {to}:\n{mermaid}");
    }
}
