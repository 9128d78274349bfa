//! The page itself.

use std::sync::Arc;

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};

use crate::domain::redacted::Redacted;
use crate::i18n;
use crate::runtime::library::Library;
use crate::runtime::pages::{Asks, Judged, PIECE_MAX, SIZE_MAX, Shut, Upload, View};
use crate::vault::random_token;

const ROBOTS: HeaderName = HeaderName::from_static("x-robots-tag");
const PAGE: &str = include_str!("pages/page.html");
const CSS: &str = include_str!("pages/page.css");
const JS: &str = include_str!("pages/page.js");
/// On pages that take files.
const FILES_JS: &str = include_str!("pages/files.js");

pub(super) struct Render {
    office: String,
    /// By language; the first is the office's own.
    languages: Vec<(String, Environment<'static>)>,
}

/// Why a page shows its last sentence instead of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    Done,
    /// No link of ours.
    Unknown,
    Over,
    Staff,
    Fault,
}

impl Closed {
    pub(super) fn of(shut: &Shut) -> Closed {
        match shut {
            Shut::Done => Closed::Done,
            Shut::Unknown => Closed::Unknown,
            Shut::Over => Closed::Over,
            Shut::Staff => Closed::Staff,
            Shut::Store(error) => {
                tracing::error!(%error, "a page could not be opened");
                Closed::Fault
            }
        }
    }

    fn word(self) -> &'static str {
        match self {
            Closed::Done => "done",
            // Nothing tells whether such a link was ever good.
            Closed::Over | Closed::Unknown => "over",
            Closed::Staff => "staff",
            Closed::Fault => "fault",
        }
    }

    /// For the page's script: it goes on asking only where that can help.
    pub(super) fn status_of_a_piece(self) -> StatusCode {
        match self {
            Closed::Done | Closed::Unknown | Closed::Over | Closed::Staff => StatusCode::GONE,
            Closed::Fault => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    fn status(self) -> StatusCode {
        match self {
            Closed::Done | Closed::Staff => StatusCode::OK,
            Closed::Unknown => StatusCode::NOT_FOUND,
            Closed::Over => StatusCode::GONE,
            Closed::Fault => StatusCode::SERVICE_UNAVAILABLE,
        }
    }
}

/// What is shown beside the question after an answer that was not taken.
#[derive(Default)]
pub(super) struct Again {
    pub said: Said,
    pub number: Option<Redacted<String>>,
}

/// Why the question is shown again.
#[derive(Default)]
pub(super) enum Said {
    #[default]
    Nothing,
    /// What is wrong.
    Fault(String),
    /// Nothing may be wrong: the field holds what was probably meant.
    Suggestion(String),
}

impl Render {
    pub(super) fn new(library: &Arc<Library>) -> Render {
        let mut languages: Vec<String> = library.texts.languages().into_iter().map(str::to_owned).collect();
        languages.sort_by_key(|lang| *lang != library.default_lang);
        let languages =
            languages.into_iter().map(|lang| (lang.clone(), environment(library, lang))).collect();
        Render { office: library.office.name.clone(), languages }
    }

    pub(super) fn question(&self, token: &str, view: &View, again: &Again) -> Response {
        let number = again.number.as_ref().map_or("", |n| n.expose().as_str());
        let (label, help, past) = (&view.label, &view.help, &view.past);
        let (fault, suggested) = match &again.said {
            Said::Nothing => ("", false),
            Said::Fault(text) => (text.as_str(), false),
            Said::Suggestion(text) => (text.as_str(), true),
        };
        let base = context! { token, label, help, past, fault, suggested, number };
        let content = match &view.asks {
            Asks::Number => base,
            Asks::Photos { files, min, max } => context! { ..photos(files, *min, *max), ..base },
        };
        self.draw(&view.lang, StatusCode::OK, content)
    }

    /// The last sentence. `masked`: the number that was taken.
    pub(super) fn closed(&self, lang: &str, closed: Closed, masked: Option<&str>) -> Response {
        self.draw(lang, closed.status(), context! { closed => closed.word(), masked })
    }

    fn draw(&self, lang: &str, status: StatusCode, content: Value) -> Response {
        let found = self.languages.iter().find(|(l, _)| l == lang).or_else(|| self.languages.first());
        let Some((lang, env)) = found else { return StatusCode::INTERNAL_SERVER_ERROR.into_response() };
        let nonce = random_token();
        let all = context! {
            lang,
            office => self.office.as_str(),
            nonce => nonce.as_str(),
            css => Value::from_safe_string(CSS.to_owned()),
            js => Value::from_safe_string(JS.to_owned()),
            files_js => Value::from_safe_string(FILES_JS.to_owned()),
            ..content
        };
        let html = match env.get_template("page").and_then(|t| t.render(all)) {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, "a page could not be drawn");
                return StatusCode::INTERNAL_SERVER_ERROR.into_response();
            }
        };
        let mut response = (status, html).into_response();
        let policy = format!(
            "default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; form-action 'self'; \
             base-uri 'none'; frame-ancestors 'none'"
        );
        let headers = response.headers_mut();
        let fixed = [
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
            (header::CACHE_CONTROL, "no-store"),
            (header::REFERRER_POLICY, "no-referrer"),
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::X_FRAME_OPTIONS, "DENY"),
            (ROBOTS, "noindex"),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        if let Ok(policy) = HeaderValue::from_str(&policy) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

fn photos(files: &[Upload], min: usize, max: usize) -> Value {
    let shown: Vec<Value> = files
        .iter()
        .map(|file| {
            let (state, advice) = match &file.judged {
                Some(Judged::Good) => ("good", ""),
                Some(Judged::Doubtful { advice }) => ("doubtful", advice.as_str()),
                Some(Judged::Useless { advice }) => ("useless", advice.as_str()),
                None => ("partly", ""),
            };
            context! { name => &file.name, percent => file.percent, state, advice }
        })
        .collect();
    let whole = files.iter().filter(|f| f.judged.is_some()).count();
    let usable =
        files.iter().filter(|f| matches!(f.judged, Some(Judged::Good | Judged::Doubtful { .. }))).count();
    let doubtful = files.iter().any(|f| matches!(f.judged, Some(Judged::Doubtful { .. })));
    context! {
        photos => true,
        files => shown,
        min,
        max,
        room => max.saturating_sub(whole),
        ready => usable >= min.max(1),
        usable,
        doubtful,
        size_max => SIZE_MAX,
        piece_max => PIECE_MAX,
        mb => SIZE_MAX / (1024 * 1024),
    }
}

fn environment(library: &Arc<Library>, lang: String) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    env.add_template("page", PAGE).expect("the embedded template is well-formed");
    env.add_filter("bold", |text: &str| Value::from_safe_string(bold(text)));
    let library = library.clone();
    env.add_function("t", move |key: &str, args: Kwargs| -> Result<String, minijinja::Error> {
        let mut given: Vec<(&str, i18n::Value<'_>)> = Vec::new();
        for name in args.args() {
            let value: Value = args.get(name)?;
            let number = if value.is_number() { value.as_i64() } else { None };
            given
                .push((name, number.map_or_else(|| i18n::Value::from(value.to_string()), i18n::Value::from)));
        }
        Ok(library.texts.get(&lang, key, &given))
    });
    env
}

/// The texts of the chat mark bold with stars; everything else in them is text.
fn bold(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    let mut out = String::with_capacity(escaped.len());
    let parts: Vec<&str> = escaped.split('*').collect();
    let paired = parts.len() - (parts.len() + 1) % 2;
    for (n, part) in parts.iter().enumerate() {
        match n {
            0 => {}
            n if n >= paired => out.push('*'),
            n if n % 2 == 1 => out.push_str("<b>"),
            _ => out.push_str("</b>"),
        }
        out.push_str(part);
    }
    out.replace('\n', "<br>")
}

#[cfg(test)]
mod tests {
    use super::bold;

    #[test]
    fn stars_mark_bold_and_nothing_else_is_markup() {
        assert_eq!(bold("ketik *petugas*."), "ketik <b>petugas</b>.");
        assert_eq!(bold("*a* dan *b*"), "<b>a</b> dan <b>b</b>");
        assert_eq!(bold("2 * 3"), "2 * 3");
        assert_eq!(bold("*a* * b"), "<b>a</b> * b");
        assert_eq!(bold("<i> & \"x\"\nb"), "&lt;i&gt; &amp; &quot;x&quot;<br>b");
    }
}
