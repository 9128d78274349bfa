//! Templates to pages. The templates are part of the program; everything put into them is escaped.

use std::collections::BTreeMap;

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use minijinja::value::Kwargs;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value, context};
use serde::Serialize;

use super::assets::Assets;
use super::fault::Fault;
use super::flash;
use super::session::{Who, language, may_see_cases};
use super::state::{Means, Shared};
use super::time::{Zone, span};
use crate::domain::Millis;
use crate::domain::staff::Role;
use crate::i18n;
use crate::runtime::library::Shelf;

const TEMPLATES: [(&str, &str); 13] = [
    ("base.html", include_str!("pages/base.html")),
    ("parts.html", include_str!("pages/parts.html")),
    ("login.html", include_str!("pages/login.html")),
    ("password.html", include_str!("pages/password.html")),
    ("inbox.html", include_str!("pages/inbox.html")),
    ("chat.html", include_str!("pages/chat.html")),
    ("cases.html", include_str!("pages/cases.html")),
    ("case.html", include_str!("pages/case.html")),
    ("acts.html", include_str!("pages/acts.html")),
    ("preview.html", include_str!("pages/preview.html")),
    ("staff.html", include_str!("pages/staff.html")),
    ("alarms.html", include_str!("pages/alarms.html")),
    ("error.html", include_str!("pages/error.html")),
];

pub(super) struct Pages {
    indonesian: Environment<'static>,
    english: Environment<'static>,
    pub zone: Zone,
    office: String,
    assets: String,
    /// A wait longer than what citizens are told is marked.
    patience: Millis,
}

impl Pages {
    pub(super) fn new(means: &Means, assets: &Assets) -> Pages {
        let office = &means.library.office;
        let zone = Zone { offset_minutes: office.utc_offset_minutes, name: office.zone.clone() };
        Pages {
            indonesian: environment(means, &zone, "id"),
            english: environment(means, &zone, "en"),
            zone,
            office: office.name.clone(),
            assets: assets.base(),
            patience: Millis::from(office.answer_minutes) * 60_000,
        }
    }

    /// A page for someone not signed in.
    pub(super) fn bare(&self, template: &str, lang: &str, now: Millis, content: Value) -> Response {
        self.draw(template, lang, context! { now, ..content })
    }

    fn draw(&self, template: &str, lang: &str, content: Value) -> Response {
        let all = context! {
            lang,
            office => self.office.as_str(),
            zone => self.zone.name.as_str(),
            assets => Value::from_safe_string(self.assets.clone()),
            patience => self.patience,
            ..content
        };
        let env = if language(lang) == "en" { &self.english } else { &self.indonesian };
        match env.get_template(template).and_then(|t| t.render(all)) {
            Ok(html) => {
                (StatusCode::OK, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], html).into_response()
            }
            Err(error) => {
                // The kind and the line; a message could quote a value.
                let (kind, name, line) = (error.kind(), error.name(), error.line());
                tracing::error!(template, ?kind, ?name, ?line, "a page was not drawn");
                let broken = StatusCode::INTERNAL_SERVER_ERROR;
                if template == "error.html" { broken.into_response() } else { Fault::Inside.into_response() }
            }
        }
    }
}

/// One per language: macros do not see the page's variables, so the language cannot be one of them.
fn environment(means: &Means, zone: &Zone, lang: &'static str) -> Environment<'static> {
    let mut env = Environment::new();
    env.set_auto_escape_callback(|_| AutoEscape::Html);
    env.set_undefined_behavior(UndefinedBehavior::Chainable);
    for (name, source) in TEMPLATES {
        env.add_template(name, source).expect("the embedded templates are well-formed");
    }
    add_words(&mut env, &means.library, lang);
    add_times(&mut env, means, zone, lang);
    env
}

/// `{{ t("console-key", name=value) }}` and `{{ word|word("prefix") }}`.
fn add_words(env: &mut Environment<'static>, library: &Shelf, lang: &'static str) {
    let all = library.clone();
    env.add_function("t", move |key: &str, args: Kwargs| -> Result<String, minijinja::Error> {
        let mut given: Vec<(&str, i18n::Value<'_>)> = Vec::new();
        for name in args.args() {
            let value: Value = args.get(name)?;
            let number = if value.is_number() { value.as_i64() } else { None };
            given
                .push((name, number.map_or_else(|| i18n::Value::from(value.to_string()), i18n::Value::from)));
        }
        Ok(all.texts.get(lang, key, &given))
    });
    // A word of a table (status, role, kind): its sentence, or the word itself where there is none.
    let all = library.clone();
    env.add_filter("word", move |word: &str, prefix: &str| {
        let key = format!("console-{prefix}-{}", word.replace('_', "-"));
        all.texts.find(lang, &key, &[]).unwrap_or_else(|| word.to_owned())
    });
}

fn add_times(env: &mut Environment<'static>, means: &Means, zone: &Zone, lang: &'static str) {
    let (z, library, clock) = (zone.clone(), means.library.clone(), means.clock.clone());
    env.add_filter("moment", move |at: i64| z.moment(&library.texts, lang, at, clock.now()));
    let (z, library, clock) = (zone.clone(), means.library.clone(), means.clock.clone());
    env.add_filter("day", move |at: i64| z.day(&library.texts, lang, at, clock.now()));
    let z = zone.clone();
    env.add_filter("clock", move |at: i64| z.clock(lang, at));
    let z = zone.clone();
    env.add_filter("machine", move |at: i64| z.machine(at));
    env.add_filter("segment", segment);
    let library = means.library.clone();
    env.add_filter("span", move |millis: i64| span(&library.texts, lang, millis));
}

/// A view as a template value. A view of ours always becomes JSON: plain fields, text keys.
pub(super) fn view(of: impl Serialize) -> Value {
    fn value(json: serde_json::Value) -> Value {
        use serde_json::Value as Json;
        match json {
            Json::Null => Value::from(()),
            Json::Bool(yes) => Value::from(yes),
            Json::Number(n) => n.as_i64().map_or_else(|| Value::from(n.to_string()), Value::from),
            Json::String(text) => Value::from(text),
            Json::Array(items) => items.into_iter().map(value).collect(),
            Json::Object(fields) => {
                Value::from(fields.into_iter().map(|(n, v)| (n, value(v))).collect::<BTreeMap<_, _>>())
            }
        }
    }
    value(serde_json::to_value(of).expect("views have plain fields and text keys"))
}

/// For a part of an address: everything but plain letters and digits is escaped.
fn segment(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes().map(|b| if plain(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

#[derive(Serialize)]
struct Me<'a> {
    login: &'a str,
    name: &'a str,
    chats: bool,
    cases: bool,
    manages: bool,
}

impl Shared {
    /// A page for someone signed in, with the frame around it. `section` marks the place in the menu.
    pub(super) async fn page(
        &self,
        who: &Who,
        section: &str,
        template: &str,
        content: Value,
    ) -> Result<Response, Fault> {
        let staff = &who.staff;
        let waiting = if staff.may_chat() && !staff.must_change_password {
            self.store().inbox_counts(&staff.id).await?.waiting
        } else {
            0
        };
        let alarms = if staff.must_change_password { 0 } else { self.store().alarm_count().await? };
        let shown = who.flash.as_ref().filter(|_| !who.live);
        let flash =
            shown.map(|f| context! { tone => view(f.tone), text => f.sentence(self.texts(), &staff.lang) });
        let me = Me {
            login: &staff.login,
            name: &staff.name,
            chats: staff.may_chat(),
            cases: may_see_cases(staff),
            manages: staff.has(Role::Administrator),
        };
        let frame = context! {
            me => view(me), section, waiting, alarms, flash,
            now => self.now(),
            csrf => who.csrf.as_str(),
            path => who.path.as_str(),
            ready => !staff.must_change_password,
        };
        let mut response = self.pages.draw(template, &staff.lang, context! { ..content, ..frame });
        if shown.is_some() {
            self.set_cookie(&mut response, flash::COOKIE, "", Some(0));
        }
        Ok(response)
    }
}
