//! Files in a bucket.

use sapa::blobs::{BlobError, BlobKey, Blobs, S3Settings};
use sapa::simulator::Channel;
use sapa::vault::Vault;

use super::engines::{ACCESS_KEY, BUCKET, SECRET_KEY};
use super::fleet::fleet;
use super::*;
use crate::binary::citizen::{TO_THE_LETTER, answered};

fn settings(s3: &S3Server) -> S3Settings {
    S3Settings {
        bucket: BUCKET.into(),
        prefix: "sapa".into(),
        region: "us-east-1".into(),
        endpoint: Some(s3.endpoint()),
        access_key: ACCESS_KEY.into(),
        secret_key: SECRET_KEY.to_owned().into(),
        session_token: None,
    }
}

fn blobs(settings: S3Settings) -> Blobs {
    Blobs::s3(settings, sapa::channels::http_client(), Vault::from_seed(7)).unwrap()
}

fn key(text: &str) -> BlobKey {
    BlobKey::parse(text).unwrap()
}

#[tokio::test]
async fn a_file_comes_back_from_the_bucket_as_it_went_and_lies_there_sealed() {
    let Some(mut s3) = S3Server::new() else { return };
    s3.start();
    let blobs = blobs(settings(&s3));
    blobs.look().await.unwrap();
    let photo: Vec<u8> = (0..300_000_u32).map(|n| (n / 7) as u8).collect();
    blobs.put(&key("media/a"), photo.clone()).await.unwrap();
    assert_eq!(blobs.get(&key("media/a")).await.unwrap(), photo);
    let stored = s3.objects();
    assert!(stored.iter().any(|object| object.len() > photo.len()));
    assert!(stored.iter().all(|object| !object.windows(64).any(|part| part == &photo[1_000..1_064])));
    blobs.put(&key("media/a"), b"another".to_vec()).await.unwrap();
    assert_eq!(blobs.get(&key("media/a")).await.unwrap(), b"another");
    blobs.delete(&key("media/a")).await.unwrap();
    blobs.delete(&key("media/a")).await.unwrap();
    assert!(matches!(blobs.get(&key("media/a")).await, Err(BlobError::Missing { .. })));
    blobs.probe().await.unwrap();
}

#[tokio::test]
async fn a_wrong_bucket_and_wrong_keys_are_told_and_no_file_is_missing_by_them() {
    let Some(mut s3) = S3Server::new() else { return };
    s3.start();
    blobs(settings(&s3)).put(&key("a"), b"here".to_vec()).await.unwrap();
    type Spoil = fn(&mut S3Settings);
    let wrong: [(Spoil, &str); 3] = [
        (|s3| s3.bucket = "elsewhere".into(), "bucket"),
        (|s3| s3.secret_key = "guessed".to_owned().into(), "AWS_SECRET_ACCESS_KEY"),
        (|s3| s3.access_key = "unknown".into(), "key"),
    ];
    for (spoil, part) in wrong {
        let mut spoilt = settings(&s3);
        spoil(&mut spoilt);
        let blobs = blobs(spoilt);
        let mut errors = vec![blobs.probe().await.unwrap_err()];
        if part != "bucket" {
            errors.push(blobs.get(&key("a")).await.unwrap_err());
        }
        for error in errors {
            let told = error.to_string();
            assert!(matches!(error, BlobError::Unavailable { .. }), "{told}");
            assert!(!told.contains(SECRET_KEY) && !told.contains("Signature="), "{told}");
        }
        let told = match blobs.get(&key("a")).await {
            Err(BlobError::Unavailable { source, .. }) => source.to_string(),
            _ => blobs.look().await.unwrap_err().to_string(),
        };
        assert!(told.contains(part), "{told}");
    }
}

#[tokio::test]
async fn a_bucket_that_is_gone_or_silent_is_given_up_within_its_time() {
    let Some(mut s3) = S3Server::new() else { return };
    s3.start();
    let blobs = blobs(settings(&s3));
    blobs.put(&key("a"), b"here".to_vec()).await.unwrap();
    s3.freeze();
    let told = blobs.look().await.unwrap_err().to_string();
    assert!(told.contains("in time"), "{told}");
    s3.thaw();
    s3.kill();
    let told = blobs.get(&key("a")).await.unwrap_err().to_string();
    assert!(told.contains("no connection") && told.contains("s3://disdukcapil/sapa"), "{told}");
    s3.start();
    assert_eq!(blobs.get(&key("a")).await.unwrap(), b"here");
}

fn given(s3: &S3Server) -> Vec<(&'static str, String)> {
    s3.settings()
}

async fn fleet_with(s3: &S3Server) -> Option<Fleet> {
    let given = given(s3);
    let given: Vec<(&str, &str)> = given.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fleet(2, &given).await
}

#[tokio::test]
async fn photos_of_citizens_are_kept_in_the_bucket_and_no_replica_keeps_one() {
    let Some(mut s3) = S3Server::new() else { return };
    s3.start();
    let Some(fleet) = fleet_with(&s3).await else { return };
    whole_conversation(&fleet, Channel::WhatsApp).await;
    let photos = s3.objects();
    let large = photos.iter().filter(|object| object.len() > 10_000).count();
    assert!(large >= 1, "{:?}", photos.iter().map(Vec::len).collect::<Vec<_>>());
    assert!(photos.iter().all(|object| !object.starts_with(b"\xff\xd8\xff")), "a photo lies there unsealed");
    assert!(!fleet.folder.join("files").exists());
    let mut doctor = fleet.command(0);
    // Beside this thread, on which the platform answers it.
    let output = tokio::task::spawn_blocking(move || doctor.arg("doctor").output().unwrap()).await.unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("ok    files: s3://disdukcapil/sapa at http"), "{told}");
    assert!(told.contains("ok    WhatsApp: ") && told.contains("ok    Telegram: "), "{told}");
    fleet.end().await;
}

#[tokio::test]
async fn while_the_bucket_is_away_the_photo_waits_and_the_citizen_is_told_once() {
    let Some(mut s3) = S3Server::new() else { return };
    s3.start();
    let Some(fleet) = fleet_with(&s3).await else { return };
    let phone = fleet.phone(Channel::WhatsApp);
    walk(&phone, TO_THE_LETTER).await;
    s3.kill();
    until("nobody is ready", async || fleet.readiness(0).await.0 == 503).await;
    let place = phone.place();
    LOST_KTP[TO_THE_LETTER].take(&phone);
    answered(&phone, place, "sedang dalam perjalanan").await;
    s3.start();
    answered(&phone, place, LOST_KTP[TO_THE_LETTER].then).await;
    fleet.settled().await;
    let told = said(&phone).iter().filter(|text| text.contains("sedang dalam perjalanan")).count();
    assert_eq!((told, said(&phone).len()), (1, TO_THE_LETTER + 2), "{:#?}", said(&phone));
    assert_eq!(fleet.readiness(0).await.0, 200);
    fleet.end().await;
}
