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
}
