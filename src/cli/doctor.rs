//! `sapa doctor`: each thing that Sapa needs, ok or what to do.

use std::time::Duration;

use crate::app;
use crate::channels::{self, telegram, whatsapp};
use crate::config::Config;
use crate::domain::template::TemplateNews;
use crate::mail::Smtp;
use crate::runtime::house::Clock;
use crate::runtime::library::Library;
use crate::runtime::ports::{Channel, Prompt};

/// No release is older than this: a clock before it is wrong, and with it every deadline and signature.
const EARLIEST: i64 = 1_790_000_000_000;

/// How long a platform is waited for: somebody looks on, and one that is well answers within a second.
const PATIENCE: Duration = Duration::from_secs(10);

pub(super) async fn run() -> i32 {
    let config = match super::config() {
        Ok(config) => config,
        Err(status) => return status,
    };
    let mut report = Report { bad: 0 };
    report.line("configuration", Ok("reads".into()));
    let now = Clock::System.now();
    let clock = if now > EARLIEST {
        let shown = chrono::DateTime::from_timestamp_millis(now).unwrap_or_default();
        Ok(shown.format("%Y-%m-%d %H:%M:%S UTC").to_string())
    } else {
        Err("the clock is years behind; start time synchronisation".into())
    };
    report.line("clock", clock);
    library(&mut report, &config);
    match app::open_store(&config, now).await {
        Err(error) => report.line("keys, database, files", Err(error.to_string())),
        Ok((store, blobs)) => {
            report.line("keys", Ok(config.key_file.display().to_string()));
            let database = store.ping().await.map(|()| place(&config.database_url));
            report.line("database", database.map_err(|e| e.to_string()));
            let files = blobs.probe().await.map(|()| app::place_of_files(&config));
            report.line("files", files.map_err(|e| e.to_string()));
            match app::redis(&config, &store) {
                Ok(None) => {}
                Ok(Some(redis)) => {
                    let found = redis.probe().await.map(|()| "answers".to_owned());
                    report.line(
                        "Redis",
                        found.map_err(|e| format!("{e}; everything goes on without it, slower")),
                    );
                }
                Err(error) => report.line("Redis", Err(error.to_string())),
            }
            match store.open_alarms().await {
                Ok(alarms) if alarms.is_empty() => report.line("alarms", Ok("none open".into())),
                Ok(alarms) => {
                    for alarm in alarms {
                        let what = format!("{} {}: {}", alarm.kind, alarm.subject, alarm.detail);
                        report.line("alarm", Err(what));
                    }
                }
                Err(error) => report.line("alarms", Err(error.to_string())),
            }
            store.close().await;
        }
    }
    mail(&mut report, &config).await;
    report.line("OCR", Ok("not in this version: staff read the papers".into()));
    model(&mut report, &config).await;
    platforms(&mut report, &config).await;
    i32::from(report.bad > 0)
}

async fn mail(report: &mut Report, config: &Config) {
    let asking = Library::embedded(&config.office).ok();
    let asking = asking.as_ref().and_then(|library| library.asks_for_proof().map(str::to_owned));
    let settings = match (&config.mail, asking) {
        (Some(settings), _) => settings,
        (None, Some(service)) => {
            let what = format!(
                "{service} wants e-mail addresses proven, and they are taken unproven; set SAPA_SMTP_URL"
            );
            return report.line("e-mail", Err(what));
        }
        (None, None) => return report.line("e-mail", Ok("none configured, and no service needs it".into())),
    };
    let found = match Smtp::new(settings) {
        Ok(smtp) => smtp.probe().await,
        Err(what) => Err(what),
    };
    report.line("e-mail", found.map(|()| format!("{} answers", settings.place())));
}

/// One question that says nothing about anybody.
async fn model(report: &mut Report, config: &Config) {
    let Some(settings) = &config.model else { return };
    let asked = match app::model(config, &channels::http_client()) {
        Ok(None) => return,
        Ok(Some(model)) => {
            let prompt = Prompt { instructions: "Answer with one word: OK".into(), question: "OK?".into() };
            tokio::time::timeout(settings.timeout, model.ask(&prompt)).await.map_or_else(
                |_| {
                    Err(format!(
                        "no answer within {} s; see model.timeout_seconds",
                        settings.timeout.as_secs()
                    ))
                },
                |answer| answer.map_err(|e| format!("{e}; check model.url, model.name and model.key")),
            )
        }
        Err(error) => Err(error.to_string()),
    };
    report.line("model", asked.map(|_| format!("{} answers", settings.name)));
}

struct Report {
    bad: usize,
}

impl Report {
    fn line(&mut self, what: &str, found: Result<String, String>) {
        match found {
            Ok(detail) => println!("ok    {what}: {detail}"),
            Err(advice) => {
                self.bad += 1;
                println!("WRONG {what}: {advice}");
            }
        }
    }
}

fn library(report: &mut Report, config: &Config) {
    let found = Library::embedded(&config.office)
        .map(|library| format!("{}, {} service(s)", library.office.name, library.catalogue.services.len()));
    let found = found.map_err(|flaws| {
        let first = flaws.first().map(|f| format!("{}:{}: {}", f.file, f.line, f.what)).unwrap_or_default();
        format!("{} flaw(s), the first: {first}; see `sapa check`", flaws.len())
    });
    report.line("conversations", found);
}

/// The address without user and password.
fn place(url: &str) -> String {
    match (url.split_once("://"), url.rsplit_once('@')) {
        (Some((scheme, _)), Some((_, host))) => format!("{scheme}://{host}"),
        _ => url.to_owned(),
    }
}

/// How each template of the office stands at the platform: one that may not be used is silence outside the window.
async fn templates(report: &mut Report, config: &Config, door: &impl Channel) {
    let Ok(library) = Library::embedded(&config.office) else { return };
    match door.ask_templates().await {
        Ok(Some(told)) => {
            for line in standings(&library, &told) {
                report.line("WhatsApp template", line);
            }
        }
        Ok(None) => {
            let how =
                "known from webhooks only; set SAPA_WHATSAPP__BUSINESS_ACCOUNT_ID to have them asked for";
            report.line("WhatsApp templates", Ok(how.into()));
        }
        Err(error) => report.line("WhatsApp templates", Err(error.to_string())),
    }
}

/// One line for each template and language of the office.
fn standings(library: &Library, told: &[TemplateNews]) -> Vec<Result<String, String>> {
    let mut lines = Vec::new();
    for template in library.templates.values() {
        for language in template.languages.keys() {
            let known = told.iter().find(|t| t.name == template.name && t.language == *language);
            let name = format!("{}/{language}", template.name);
            lines.push(match known {
                Some(news) if news.standing.usable() => Ok(format!("{name}: {}", news.detail)),
                Some(news) => Err(format!("{name}: {} ({})", news.standing.as_str(), news.detail)),
                None => Err(format!("{name}: missing; `sapa templates` prints what to submit")),
            });
        }
    }
    lines
}

async fn in_time(probe: impl Future<Output = Result<String, String>>) -> Result<String, String> {
    let late = |_| Err(format!("no answer within {} s; is the way there open?", PATIENCE.as_secs()));
    tokio::time::timeout(PATIENCE, probe).await.unwrap_or_else(late)
}

async fn platforms(report: &mut Report, config: &Config) {
    let settings = app::settings(config);
    let (wa, tg) = match settings {
        Ok(settings) => settings,
        Err(error) => return report.line("channels", Err(error.to_string())),
    };
    let http = channels::http_client();
    if wa.is_none() && tg.is_none() {
        report.line("channels", Ok("none configured: the simulator stands in".into()));
    }
    if let Some(settings) = wa {
        let door = whatsapp::WhatsApp::new(settings, http.clone());
        let found = in_time(door.probe()).await;
        let answers = found.is_ok();
        report.line("WhatsApp", found);
        if answers {
            templates(report, config, &door).await;
        }
        let webhook = match &config.public_url {
            Some(url) => Ok(format!("{url}/webhooks/whatsapp (register it in the app dashboard)")),
            None => Err("set SAPA_PUBLIC_URL: Meta must know where to deliver".into()),
        };
        report.line("WhatsApp webhook", webhook);
    }
    if let Some(settings) = tg {
        let mode = settings.mode;
        let door = telegram::Telegram::new(settings, http);
        report.line("Telegram", in_time(door.probe()).await);
        let how = match mode {
            telegram::Mode::Polling => "polling: needs no address",
            telegram::Mode::Webhook => "webhook: registered at every start",
        };
        report.line("Telegram updates", Ok(how.into()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::template::Standing;

    #[test]
    fn each_template_is_told_with_how_it_stands() {
        let library = Library::embedded("buleleng").expect("the shipped library is sound");
        let names: Vec<String> = library.templates.values().map(|t| t.name.clone()).collect();
        let news = |name: &String, standing: Standing| TemplateNews {
            name: name.clone(),
            language: "id".into(),
            standing,
            detail: standing.as_str().into(),
        };
        let told = [news(&names[0], Standing::Approved), news(&names[1], Standing::Paused)];
        let lines = standings(&library, &told);
        assert_eq!(lines.len(), library.templates.values().map(|t| t.languages.len()).sum::<usize>());
        let of = |name: &String| {
            let start = format!("{name}/id:");
            let found = |line: &&Result<String, String>| {
                line.as_ref().is_ok_and(|l| l.starts_with(&start))
                    || line.as_ref().is_err_and(|l| l.starts_with(&start))
            };
            lines.iter().find(found).expect("a line")
        };
        assert!(of(&names[0]).is_ok());
        assert!(of(&names[1]).as_ref().is_err_and(|line| line.contains("paused")));
        assert!(of(&names[2]).as_ref().is_err_and(|line| line.contains("missing")));
    }
}
