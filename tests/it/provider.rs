//! WhatsApp through a Solution Provider: the stand-in speaks 360dialog's dialect.
#![expect(clippy::disallowed_methods, reason = "the provider that calls us is not the program")]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::BoxFuture;
use sapa::channels::whatsapp::{self, Provider, WhatsApp};
use sapa::channels::{Secret, http_client};
use sapa::domain::ids::MessageId;
use sapa::domain::inbound::{Address, AddressKind, Arrived, Body, ChannelKind};
use sapa::domain::outbound::{Attachment, Outgoing, Sensitive};
use sapa::domain::redacted::Redacted;
use sapa::domain::template::Standing;
use sapa::runtime::library::Library;
use sapa::runtime::library::transcript::Verdict;
use sapa::runtime::ports::{CannotStore, Channel, Ingest};
use sapa::simulator::{Dialect, Kind, Platform, PlatformConfig, WhatsAppPerson};

use crate::pictures;

const SECRET: &str = "a-secret-that-is-sent-along-9901";

#[derive(Default)]
struct Inbox(Mutex<Vec<Arrived>>);

impl Ingest for Inbox {
    fn ingest<'a>(
        &'a self,
        _channel: ChannelKind,
        arrivals: Vec<Arrived>,
    ) -> BoxFuture<'a, Result<(), CannotStore>> {
        self.0.lock().expect("no panic").extend(arrivals);
        Box::pin(std::future::ready(Ok(())))
    }
}

async fn stand_in() -> (Platform, whatsapp::Settings) {
    let mut config = PlatformConfig::quick();
    config.whatsapp.dialect = Dialect::Dialog360;
    config.whatsapp.app_secret = Some(SECRET.to_owned());
    let platform = Platform::start(config).await.expect("the stand-in starts");
    let access = platform.whatsapp();
    let settings = whatsapp::Settings {
        api_url: platform.whatsapp_api_url().parse().expect("an address"),
        phone_number_id: access.phone_number_id.clone(),
        business_account_id: None,
        access_token: Secret::new(access.access_token.clone()),
        app_secret: Secret::new(SECRET),
        verify_token: Secret::new(access.verify_token.clone()),
        sensitive: Sensitive::Chat,
        provider: Provider::dialog360(),
    };
    (platform, settings)
}

async fn webhook(settings: &whatsapp::Settings) -> (String, Arc<Inbox>) {
    let inbox = Arc::new(Inbox::default());
    let routes = whatsapp::routes(settings.clone(), inbox.clone());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/webhooks/whatsapp", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, routes).await });
    (url, inbox)
}

fn person() -> WhatsAppPerson {
    WhatsAppPerson::new("Ayu", "6281200009901")
}

#[tokio::test]
async fn messages_files_and_templates_pass_through_a_solution_provider() {
    let (platform, settings) = stand_in().await;
    let (url, inbox) = webhook(&settings).await;
    platform.set_whatsapp_webhook(&url).await.expect("set without a handshake");
    let phone = platform.whatsapp_phone(person());
    let door = WhatsApp::new(settings, http_client());
    phone.send_photo(pictures::photo(Verdict::Good), "image/jpeg", "");
    let arrived = async {
        loop {
            if let Some(found) = inbox.0.lock().expect("no panic").first().cloned() {
                return found;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let arrived = tokio::time::timeout(Duration::from_secs(10), arrived).await.expect("a photo arrives");
    let Body::Media { media, .. } = door.read(arrived.fragment.expose()).body else { panic!("a photo") };
    assert!(!door.fetch(&media).await.expect("its bytes, from the provider's host").is_empty());

    let to = [Address { kind: AddressKind::WaPhone, value: Redacted::new("+6281200009901".to_owned()) }];
    let id = MessageId::parse("msg_01J00000000000000000009901").expect("an id");
    door.send(&to, &id, &Outgoing::text("Halo"), None).await.expect("sent");
    let attachment = Attachment {
        blob_key: "k".to_owned(),
        mime: "application/pdf".to_owned(),
        file_name: Redacted::new("tanda-terima.pdf".to_owned()),
    };
    let receipt = Outgoing { attachment: Some(attachment), ..Outgoing::text("Tanda terima") };
    door.send(&to, &id, &receipt, Some(pictures::pdf())).await.expect("sent");

    let library = Library::embedded("buleleng").expect("the shipped library is sound");
    for template in library.templates.values() {
        for language in template.languages.keys() {
            let submission = template.submission(language).expect("a wording");
            platform.submit_template(&submission).expect("what we print is what is taken");
        }
    }
    let told = door.ask_templates().await.expect("asked").expect("told");
    assert_eq!(told.len(), 12);
    assert!(told.iter().all(|template| template.standing == Standing::Approved));
    for template in library.templates.values() {
        let values: Vec<(&str, String)> =
            template.occasion.parameters().iter().map(|name| (*name, "sesuatu".to_owned())).collect();
        let filled =
            template.fill("id", "id", &values, Some("r|dos_01J00000000000000000009901")).expect("filled");
        door.send_template(&to, &id, &filled).await.expect("taken as it was submitted");
    }
    let screen = phone.screen();
    let kinds: Vec<Kind> = screen.messages.iter().filter(|m| m.received()).map(|m| m.kind).collect();
    assert_eq!((kinds.len(), kinds[1]), (8, Kind::Document));
    platform.judge_template("sapa_siap_diambil", "id", "PAUSED");
    let told = door.ask_templates().await.expect("asked").expect("told");
    let paused = told.iter().find(|t| t.name == "sapa_siap_diambil" && t.language == "id").expect("listed");
    assert_eq!(paused.standing, Standing::Paused);
    platform.stop();
}

#[tokio::test]
async fn a_webhook_without_the_secret_is_never_believed() {
    let (platform, settings) = stand_in().await;
    let http = reqwest::Client::builder().no_proxy().build().expect("a client");
    let body = r#"{"object":"whatsapp_business_account","entry":[]}"#;
    let status = async |url: &str, header: Option<(&str, &str)>| {
        let request = http.post(url).body(body);
        let request = match header {
            Some((name, value)) => request.header(name, value),
            None => request,
        };
        request.send().await.expect("an answer").status().as_u16()
    };
    let (url, _) = webhook(&settings).await;
    assert_eq!(status(&url, None).await, 401);
    assert_eq!(status(&url, Some(("x-webhook-secret", "another"))).await, 401);
    assert_eq!(status(&url, Some(("x-hub-signature-256", "sha256=00"))).await, 401);
    assert_eq!(status(&url, Some(("x-webhook-secret", SECRET))).await, 200);

    let proof = whatsapp::Proof::Path;
    let keyed =
        whatsapp::Settings { provider: Provider { proof, ..Provider::dialog360() }, ..settings.clone() };
    let (url, _) = webhook(&keyed).await;
    assert_eq!(status(&url, Some(("x-webhook-secret", SECRET))).await, 401);
    assert_eq!(status(&format!("{url}/another"), None).await, 401);
    assert_eq!(status(&format!("{url}/{SECRET}"), None).await, 200);

    let bare = whatsapp::Settings { app_secret: Secret::new(""), ..settings };
    let (url, _) = webhook(&bare).await;
    assert_eq!(status(&url, Some(("x-webhook-secret", ""))).await, 401);
    platform.stop();
}
