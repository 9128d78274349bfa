#![expect(clippy::unwrap_used, reason = "tests")]
use std::sync::Arc;

use axum::body::to_bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

use super::render::{Again, Closed, Render, Said};
use crate::domain::redacted::Redacted;
use crate::runtime::library::Library;
use crate::runtime::pages::{Asks, Judged, Upload, View};

/// As long as a real one.
const TOKEN: &str = "01KAQW00000000000000009901AAAAAAAAAAAAAAAAAAAAAA";
/// What a page may weigh, all in one.
const BUDGET: usize = 30 * 1000;

fn render() -> Render {
    Render::new(&Arc::new(Library::embedded("buleleng").unwrap()))
}

fn number(lang: &str) -> View {
    View {
        lang: lang.into(),
        label: "Nomor KK".into(),
        help: "Ada di *Kartu Keluarga*.".into(),
        asks: Asks::Number,
        past: Some("Belum tahu".into()),
    }
}

fn photos(lang: &str) -> View {
    let upload = |name: &str, percent, judged| Upload { name: name.into(), percent, judged };
    let advice = || "Fotonya agak buram. Mohon foto ulang.".to_owned();
    let files = vec![
        upload("f1", 100, Some(Judged::Good)),
        upload("f2", 100, Some(Judged::Doubtful { advice: advice() })),
        upload("f3", 100, Some(Judged::Useless { advice: advice() })),
        upload("f4", 40, None),
    ];
    View { asks: Asks::Photos { files, min: 1, max: 5 }, past: None, ..number(lang) }
}

async fn read(answer: Response) -> (StatusCode, HeaderMap, String) {
    let (parts, body) = answer.into_parts();
    let bytes = to_bytes(body, 1024 * 1024).await.unwrap();
    (parts.status, parts.headers, String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn every_page_is_whole_and_light_in_every_language() {
    let render = render();
    let again = Again { said: Said::Fault("NIK yang Anda kirim baru *15 angka*.".into()), number: None };
    for lang in ["id", "en"] {
        let mut pages = vec![render.question(TOKEN, &number(lang), &again)];
        pages.push(render.question(TOKEN, &photos(lang), &again));
        for closed in [Closed::Done, Closed::Unknown, Closed::Over, Closed::Staff, Closed::Fault] {
            pages.push(render.closed(lang, closed, Some("510806******9901")));
        }
        for page in pages {
            let (_, _, html) = read(page).await;
            assert!(html.len() < BUDGET, "{} bytes", html.len());
            assert!(html.contains(&format!("<html lang=\"{lang}\">")) && html.contains("</html>"), "{html}");
            // Nothing is loaded from anywhere, and no text is missing.
            for foreign in ["src=", "@import", "url(", "http:", "https:"] {
                assert!(!html.contains(foreign), "{foreign} in {html}");
            }
            assert!(!html.contains("page-") || html.split("page-").skip(1).all(in_test_id), "{html}");
        }
    }
}

/// The only place where a key's beginning may stand: `data-testid="page-…"`.
fn in_test_id(rest: &str) -> bool {
    ["number", "send", "fault", "past", "closed", "masked", "files", "camera", "choose", "progress"]
        .iter()
        .any(|id| rest.starts_with(id))
}

#[tokio::test]
async fn a_page_is_kept_by_nobody_and_runs_nothing_but_its_own() {
    let (status, headers, html) = read(render().question(TOKEN, &number("id"), &Again::default())).await;
    assert_eq!(status, StatusCode::OK);
    let header = |name: &str| headers.get(name).map(|v| v.to_str().unwrap()).unwrap_or_default();
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("referrer-policy"), "no-referrer");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("x-frame-options"), "DENY");
    assert_eq!(header("x-robots-tag"), "noindex");
    let policy = header("content-security-policy");
    for part in ["default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    let nonce = policy.split("script-src 'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert!(nonce.len() >= 20 && html.contains(&format!("<script nonce=\"{nonce}\">")), "{policy}");
    let (_, again, _) = read(render().question(TOKEN, &number("id"), &Again::default())).await;
    assert_ne!(again.get("content-security-policy"), headers.get("content-security-policy"));
}

#[tokio::test]
async fn a_fault_stands_at_its_field_in_the_words_of_the_chat_and_what_was_typed_is_kept() {
    let again = Again {
        said: Said::Fault("Baru *15 angka* <b>".into()),
        number: Some(Redacted::from("51080641\"><script>".to_owned())),
    };
    let (_, _, html) = read(render().question(TOKEN, &number("id"), &again)).await;
    assert!(
        html.contains(
            "role=\"alert\" id=\"fault\" data-testid=\"page-fault\">Baru <b>15 angka</b> &lt;b&gt;<"
        )
    );
    assert!(html.contains("aria-describedby=\"fault hint\"") && html.contains("aria-invalid=\"true\""));
    assert!(html.contains("value=\"51080641&quot;&gt;&lt;script&gt;\""), "{html}");
    assert!(html.contains("inputmode=\"numeric\"") && html.contains("<label for=\"number\">"));
}

#[tokio::test]
async fn what_was_probably_meant_is_not_shown_as_a_fault() {
    let again = Again {
        said: Said::Suggestion("Mungkin maksud Anda nomor ini.".into()),
        number: Some(Redacted::from("5108064107909901".to_owned())),
    };
    let (_, _, html) = read(render().question(TOKEN, &number("id"), &again)).await;
    assert!(html.contains("<p class=\"doubt\"") && html.contains("value=\"5108064107909901\""), "{html}");
    assert!(
        !html.contains("aria-invalid=\"true\"") && html.contains("aria-describedby=\"fault hint\""),
        "{html}"
    );
}

#[tokio::test]
async fn who_has_chosen_a_photo_is_not_offered_to_come_back_later() {
    let past = Some("Belum punya".to_owned());
    let none = Asks::Photos { files: Vec::new(), min: 1, max: 3 };
    let (_, _, html) = read(render().question(
        TOKEN,
        &View { asks: none, past: past.clone(), ..number("id") },
        &Again::default(),
    ))
    .await;
    assert!(html.contains(">Belum punya</button>"), "{html}");
    let (_, _, html) =
        read(render().question(TOKEN, &View { past, ..photos("id") }, &Again::default())).await;
    assert!(!html.contains("Belum punya"), "{html}");
}

#[tokio::test]
async fn every_form_works_without_the_script() {
    let (_, _, html) = read(render().question(TOKEN, &number("id"), &Again::default())).await;
    let posts = format!("<form method=\"post\" action=\"/f/{TOKEN}\"");
    assert_eq!(html.matches(&posts).count(), 2, "{html}");
    assert!(html.contains("name=\"act\" value=\"number\"") && html.contains("name=\"act\" value=\"past\""));
    let (_, _, html) = read(render().question(TOKEN, &photos("id"), &Again::default())).await;
    assert!(html.contains("enctype=\"multipart/form-data\"") && html.contains("capture=\"environment\""));
    assert!(html.contains("name=\"act\" value=\"files\"") && html.contains("40%"), "{html}");
    assert!(html.contains("Kirim 2 foto"), "what nobody can open is not sent: {html}");
}

#[tokio::test]
async fn a_link_that_is_over_explains_itself() {
    for (closed, status) in [(Closed::Unknown, StatusCode::NOT_FOUND), (Closed::Over, StatusCode::GONE)] {
        let (answered, _, html) = read(render().closed("id", closed, None)).await;
        assert_eq!(answered, status);
        assert!(html.contains("Tautan ini sudah tidak berlaku") && html.contains("<b>ulangi</b>"), "{html}");
    }
}
