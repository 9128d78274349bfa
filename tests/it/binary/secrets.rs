//! What the program must never tell: personal data and credentials, in no log, metric or error.

use sapa::simulator::{Fault, Person};

use super::citizen::{TO_THE_LETTER, answered, said, ticket, walk};
use super::requests::{post, post_as};
use super::*;

/// Everything of this citizen that no log may hold: what they typed, and who they are.
fn personal(phone: &Phone) -> Vec<String> {
    let screen = phone.screen();
    let typed = screen.messages.iter().filter(|shown| !shown.received()).map(|shown| shown.text.clone());
    let addresses = match phone.person() {
        Person::WhatsApp(person) => vec![person.name, person.phone.unwrap(), person.bsuid],
        Person::Telegram(person) => vec![person.first_name, person.user_id.to_string(), person.phone],
    };
    // Words of the office's own, tapped as buttons, are no secret.
    typed
        .chain(addresses)
        .filter(|text| text.len() > 6 && !text.contains(' ') || text.contains("Contoh"))
        .collect()
}

#[tokio::test]
async fn no_log_metric_or_error_tells_who_wrote_what_or_with_which_credentials() {
    on_each_database(async |program| {
        program.terminate().await;
        program.log_filter = "debug";
        program.restart().await;
        let phones = CHANNELS.map(|channel| program.phone(channel));
        for phone in &phones {
            let channel = phone.channel();
            let faults = program.platform.faults();
            faults.fail_next(channel, 1, Fault::ServerError(500));
            faults.fail_next(channel, 1, Fault::DropConnection);
            walk(phone, TO_THE_LETTER).await;
            let place = phone.place();
            phone.send_document(b"PK\x03\x04".as_slice(), "image/jpeg", "rahasia-ayu-contoh.jpg");
            answered(phone, place, "belum dapat kami terima").await;
            for step in &LOST_KTP[TO_THE_LETTER..] {
                step.walk(phone).await;
            }
            ticket(phone);
        }
        program.settled().await;
        let mut told = program.log();
        for channel in CHANNELS {
            let body = format!("{{\"text\": \"{}\"", "5108064107909942");
            assert_eq!(post(program, channel, body.clone()).await, 400);
            let answer = post_as(program, channel, body.into_bytes(), None).await;
            told += &answer.text().await.unwrap();
        }
        for path in ["/metrics", "/readyz", "/webhooks/whatsapp?hub.verify_token=rahasia"] {
            told += &program.http.get(program.url(path)).send().await.unwrap().text().await.unwrap();
        }
        let (wa, tg) = (program.platform.whatsapp(), program.platform.telegram());
        let mut secrets = vec![
            wa.access_token.clone(),
            wa.app_secret.clone(),
            wa.verify_token.clone(),
            tg.token.clone(),
            tg.webhook_secret.clone(),
            "5108064107909942".to_owned(),
            "rahasia".to_owned(),
        ];
        for phone in &phones {
            secrets.extend(personal(phone));
            assert!(said(phone).len() > LOST_KTP.len());
        }
        // NIK, KK number, name, e-mail, file and addresses of both, and the credentials.
        assert!(secrets.len() >= 7 + 2 * 6, "{}", secrets.len());
        for secret in secrets {
            let line = told.lines().find(|line| line.contains(&secret));
            assert!(line.is_none(), "{secret} in {line:?}");
        }
    })
    .await;
}
