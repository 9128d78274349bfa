//! PostgreSQL goes away in mid-conversation.

use sapa::simulator::Channel;
use sqlx::{Connection as _, PgConnection};

use super::cluster::Cluster;
use super::*;
use crate::binary::citizen::answered;

async fn on_a_cluster() -> Option<(Cluster, Fleet)> {
    let cluster = Cluster::start()?;
    let quick = [("SAPA_WHATSAPP__PACE", "off"), ("SAPA_TELEGRAM__PACE", "off")];
    let mut fleet = Fleet::on(&cluster.url(), 2, &quick).await;
    for n in 0..2 {
        fleet.spawn(n);
        fleet.ready(n).await;
    }
    fleet.join().await;
    Some((cluster, fleet))
}

#[tokio::test]
async fn while_postgresql_is_down_webhooks_are_refused_and_everything_is_answered_once_afterwards() {
    let Some((mut cluster, fleet)) = on_a_cluster().await else { return };
    let phones = [Channel::WhatsApp, Channel::Telegram].map(|channel| fleet.phone(channel));
    for (number, step) in LOST_KTP.iter().enumerate() {
        let places = [phones[0].place(), phones[1].place()];
        if number % 4 == 1 {
            // At once, with whatever is under way.
            cluster.down();
            let refused = || fleet.balancer.answers().iter().filter(|(_, status)| *status == 503).count();
            let before = refused();
            phones.iter().for_each(|phone| step.take(phone));
            until("both replicas refuse", async || refused() >= before + 4).await;
            assert_eq!(fleet.readiness(0).await.0, 503);
            cluster.up();
        } else if number % 4 == 3 {
            phones.iter().for_each(|phone| step.take(phone));
            cluster.down();
            cluster.up();
        } else {
            phones.iter().for_each(|phone| step.take(phone));
        }
        for (phone, place) in phones.iter().zip(places) {
            answered(phone, place, step.then).await;
        }
    }
    fleet.settled().await;
    phones.iter().for_each(each_bubble_once);
    fleet.end().await;
}

#[tokio::test]
async fn connections_that_are_cut_in_mid_conversation_cost_nothing() {
    let Some((cluster, fleet)) = on_a_cluster().await else { return };
    let phones = [Channel::WhatsApp, Channel::Telegram].map(|channel| fleet.phone(channel));
    for step in &LOST_KTP {
        let places = [phones[0].place(), phones[1].place()];
        phones.iter().for_each(|phone| step.take(phone));
        let mut admin = PgConnection::connect(&cluster.url()).await.unwrap();
        let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity \
                   WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'";
        let cut: i64 = sqlx::query_scalar(cut).fetch_one(&mut admin).await.unwrap();
        assert!(cut > 0);
        admin.close().await.unwrap();
        for (phone, place) in phones.iter().zip(places) {
            answered(phone, place, step.then).await;
        }
    }
    fleet.settled().await;
    phones.iter().for_each(each_bubble_once);
    fleet.end().await;
}
