//! Persons, their addresses, and who owns their chat.

use sapa::domain::chat::Owner;
use sapa::domain::ids::{PersonId, RowId, StaffId};
use sapa::domain::inbound::{Address, AddressKind, ChannelKind};
use sapa::store::{Store, StoreError, TimerKind};

use super::{address, citizen, id};
use crate::databases::{NOW, on_both_databases};

async fn person_of(store: &Store, addresses: &[Address], fresh: u128) -> PersonId {
    let mut work = store.begin().await.expect("a transaction begins");
    let person =
        work.person_of(addresses, None, &id(fresh), "id", NOW).await.expect("a person is found or made");
    work.commit().await.expect("the person is kept");
    person
}

on_both_databases! {
    async fn a_person_is_found_by_any_of_their_addresses(db) {
        let store = db.store().await;
        let bsuid = address(AddressKind::WaBsuid, "ID.9901");
        let phone = address(AddressKind::WaPhone, "+6281200009901");
        let ayu = person_of(&store, &[bsuid.clone(), phone.clone()], 1).await;
        assert_eq!(person_of(&store, std::slice::from_ref(&phone), 2).await, ayu);
        assert_eq!(person_of(&store, std::slice::from_ref(&bsuid), 3).await, ayu);
        // The same digits on Telegram are somebody else.
        let other = person_of(&store, &[address(AddressKind::TgUser, "+6281200009901")], 4).await;
        assert_ne!(other, ayu);
        assert_eq!(db.count("persons").await, 2);
        let mut known = store.addresses(&ayu, ChannelKind::Whatsapp).await.expect("addresses read");
        known.sort_by_key(|a| a.kind);
        assert_eq!(known, [bsuid, phone]);
    }

    /// The second delivery looks before the first has committed, sees nobody, and makes a person of its own.
    async fn two_deliveries_at_once_make_one_person(db) {
        let store = db.store().await;
        let addresses = [address(AddressKind::WaBsuid, "ID.9901"), address(AddressKind::WaPhone, "+6281200009901")];
        let mut first = store.begin().await.expect("a transaction begins");
        let ayu = first.person_of(&addresses, None, &id(1), "id", NOW).await.expect("a person is made");
        let second = {
            let (store, addresses) = (store.clone(), addresses.clone());
            tokio::spawn(async move { person_of(&store, &addresses, 2).await })
        };
        db.until_somebody_waits_for_a_row().await;
        first.commit().await.expect("the person is kept");
        assert_eq!(second.await.expect("no panic"), ayu);
        assert_eq!(db.count("persons").await, 1);
        assert_eq!(db.count("addresses").await, 2);
    }

    /// They share a phone and differ in what stands before it.
    async fn two_deliveries_at_once_that_share_one_address_make_one_person(db) {
        let store = db.store().await;
        let phone = address(AddressKind::WaPhone, "+6281200009901");
        let mut first = store.begin().await.expect("a transaction begins");
        let known = [phone.clone()];
        let ayu = first.person_of(&known, None, &id(1), "id", NOW).await.expect("a person is made");
        let second = {
            let (store, addresses) = (store.clone(), [address(AddressKind::WaBsuid, "ID.9901"), phone]);
            tokio::spawn(async move { person_of(&store, &addresses, 2).await })
        };
        db.until_somebody_waits_for_a_row().await;
        first.commit().await.expect("the person is kept");
        assert_eq!(second.await.expect("no panic"), ayu);
        assert_eq!(db.count("persons").await, 1);
        assert_eq!(db.count("addresses").await, 2);
    }

    async fn many_deliveries_at_once_make_one_person(db) {
        let store = db.store().await;
        let mut tasks = tokio::task::JoinSet::new();
        for n in 1..=8 {
            let store = store.clone();
            tasks.spawn(async move { person_of(&store, &[address(AddressKind::TgUser, "9901")], n).await });
        }
        let mut made = tasks.join_all().await;
        made.dedup();
        assert_eq!(made.len(), 1);
        assert_eq!(db.count("persons").await, 1);
    }

    async fn two_officers_cannot_take_the_same_chat(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut work = store.begin().await.expect("a transaction begins");
        let (seen, _) = work.find_chat(&ayu).await.expect("the chat reads").expect("there is a chat");
        let (ketut, luh): (StaffId, StaffId) = (id(1), id(2));
        work.set_owner(&seen, &Owner::Staff(ketut.clone()), None, NOW).await.expect("the first takes it");
        let second = work.set_owner(&seen, &Owner::Staff(luh), None, NOW).await;
        assert!(matches!(second, Err(StoreError::Conflict)), "{second:?}");
        work.commit().await.expect("that is kept");
        let mut work = store.begin().await.expect("a transaction begins");
        let (chat, _) = work.find_chat(&ayu).await.expect("the chat reads").expect("there is a chat");
        assert_eq!(chat.owner, Owner::Staff(ketut));
    }

    async fn who_writes_again_keeps_the_place_in_the_queue(db) {
        let store = db.store().await;
        let (ayu, made) = (citizen(&store, 1).await, citizen(&store, 2).await);
        let mut work = store.begin().await.expect("a transaction begins");
        for (person, at) in [(&ayu, NOW), (&made, NOW + 1_000), (&ayu, NOW + 2_000)] {
            let (chat, _) = work.find_chat(person).await.expect("the chat reads").expect("there is a chat");
            work.set_owner(&chat, &Owner::Queue, None, NOW).await.expect("the chat is queued");
            work.note_incoming(person, ChannelKind::Whatsapp, at, true).await.expect("it is noted");
        }
        let (chat, _) = work.find_chat(&ayu).await.expect("the chat reads").expect("there is a chat");
        assert_eq!((chat.waiting_since, chat.last_in_at), (Some(NOW), Some(NOW + 2_000)));
        assert_eq!(work.queue_ahead(NOW + 1_000, &made).await.expect("the queue reads"), 1);
        assert_eq!(work.queue_ahead(NOW, &ayu).await.expect("the queue reads"), 0);
    }

    async fn a_person_has_one_timer_of_each_kind(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut work = store.begin().await.expect("a transaction begins");
        work.set_timer(&id::<RowId>(1), &ayu, TimerKind::Reminder, NOW + 10).await.expect("a timer is set");
        work.set_timer(&id::<RowId>(2), &ayu, TimerKind::DraftExpiry, NOW + 30).await.expect("a timer is set");
        work.set_timer(&id::<RowId>(3), &ayu, TimerKind::Reminder, NOW + 20).await.expect("a timer is moved");
        assert!(work.due_timers(NOW + 19, 10).await.expect("timers read").is_empty());
        let due = work.due_timers(NOW + 30, 10).await.expect("timers read");
        let kinds: Vec<_> = due.iter().map(|t| (t.kind, t.due_at)).collect();
        assert_eq!(kinds, [(TimerKind::Reminder, NOW + 20), (TimerKind::DraftExpiry, NOW + 30)]);
        assert!(work.delete_timer(&id::<RowId>(3)).await.expect("a timer is deleted"));
        assert!(!work.delete_timer(&id::<RowId>(3)).await.expect("it was deleted"), "a timer fires once");
        work.clear_timer(&ayu, TimerKind::DraftExpiry).await.expect("a timer is cleared");
        assert!(work.due_timers(NOW + 60, 10).await.expect("timers read").is_empty());
    }

    async fn a_timer_that_one_worker_holds_is_passed_over_by_the_next(db) {
        let store = db.store().await;
        let ayu = citizen(&store, 1).await;
        let mut work = store.begin().await.expect("a transaction begins");
        work.set_timer(&id::<RowId>(1), &ayu, TimerKind::Reminder, NOW).await.expect("a timer is set");
        work.commit().await.expect("the timer is kept");
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..4 {
            let store = store.clone();
            tasks.spawn(async move {
                let mut work = store.begin().await.expect("a transaction begins");
                let due = work.due_timers(NOW, 10).await.expect("timers read");
                let mut fired = 0;
                for timer in &due {
                    fired += i32::from(work.delete_timer(&timer.id).await.expect("a timer is deleted"));
                }
                work.commit().await.expect("that is kept");
                fired
            });
        }
        assert_eq!(tasks.join_all().await.iter().sum::<i32>(), 1);
    }
}
