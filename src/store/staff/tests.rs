#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::domain::ids::Id;
use crate::store::testing::{fresh, test_stores};

fn made(login: &str) -> Staff {
    Staff {
        id: StaffId::from_bits(fresh(1)),
        login: login.to_owned(),
        name: "Made Sari".to_owned(),
        roles: vec![Role::Verifier, Role::Agent],
        lang: "id".to_owned(),
        disabled: false,
        must_change_password: true,
    }
}

async fn add(store: &Store, staff: &Staff) {
    let mut work = store.begin().await.unwrap();
    work.add_staff(staff, &Hash("satu".into()), 5).await.unwrap();
    work.commit().await.unwrap();
}

#[tokio::test]
async fn an_account_is_read_back_as_it_was_made() {
    for (store, _guard) in test_stores().await {
        let staff = made("made");
        add(&store, &staff).await;
        let read = store.staff_by_login("made").await.unwrap().unwrap();
        assert_eq!((&read.staff.id, &read.staff.roles), (&staff.id, &staff.roles));
        assert_eq!((read.staff.must_change_password, read.created_at), (true, 5));
        assert_eq!(store.staff_names().await.unwrap()[staff.id.as_str()], "Made Sari");
        assert!(store.staff_by_login("Made").await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_login_is_taken_once() {
    for (store, _guard) in test_stores().await {
        add(&store, &made("made")).await;
        let mut work = store.begin().await.unwrap();
        let again = work.add_staff(&made("made"), &Hash("dua".into()), 6).await;
        assert!(matches!(again, Err(StoreError::Conflict)));
        work.commit().await.unwrap();
        assert_eq!(store.staff_accounts().await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_session_lives_until_it_ends_sits_idle_or_its_owner_is_shut_out() {
    for (store, _guard) in test_stores().await {
        let staff = made("made");
        add(&store, &staff).await;
        let mut work = store.begin().await.unwrap();
        work.open_staff_session("kunci", &staff.id, "token", 100, 1_000).await.unwrap();
        work.commit().await.unwrap();
        let found = async |now, idle_since| store.staff_session("kunci", now, idle_since).await.unwrap();
        assert_eq!(found(200, 50).await.unwrap().csrf, "token");
        assert!(store.staff_session("lain", 200, 50).await.unwrap().is_none());
        assert!(found(1_000, 50).await.is_none(), "ended");
        assert!(found(200, 150).await.is_none(), "idle");
        let mut work = store.begin().await.unwrap();
        work.touch_staff_session("kunci", 180).await.unwrap();
        work.commit().await.unwrap();
        assert!(found(200, 150).await.is_some(), "touched");
        let mut work = store.begin().await.unwrap();
        work.set_staff_disabled(&staff.id, Some(190)).await.unwrap();
        work.set_staff_disabled(&staff.id, None).await.unwrap();
        work.commit().await.unwrap();
        assert!(found(200, 150).await.is_none(), "shut out, and not back in by itself");
    }
}

#[tokio::test]
async fn tries_are_counted_until_a_success_or_a_new_password() {
    for (store, _guard) in test_stores().await {
        let staff = made("made");
        add(&store, &staff).await;
        let mut work = store.begin().await.unwrap();
        assert_eq!(work.count_login(&staff.id).await.unwrap(), (1, 0));
        assert_eq!(work.count_login(&staff.id).await.unwrap(), (2, 0));
        work.lock_staff(&staff.id, 99).await.unwrap();
        assert_eq!(work.count_login(&staff.id).await.unwrap(), (3, 99));
        work.forgive_staff(&staff.id).await.unwrap();
        assert_eq!(work.count_login(&staff.id).await.unwrap(), (1, 0));
        work.set_staff_password(&staff.id, &Hash("dua".into()), OneTime::No).await.unwrap();
        work.commit().await.unwrap();
        let read = store.staff_account(&staff.id).await.unwrap().unwrap();
        assert_eq!((read.failed_logins, read.staff.must_change_password), (0, false));
        assert!(read.password_hash == Hash("dua".into()));
    }
}

#[test]
fn roles_of_a_newer_version_grant_nothing() {
    assert_eq!(read_roles("agent emperor"), [Role::Agent]);
    assert_eq!(write_roles(&[Role::Agent, Role::Verifier, Role::Agent]), "verifier agent");
}
