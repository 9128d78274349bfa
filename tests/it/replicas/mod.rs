//! Several processes of the real program on one database, behind a load balancer, with the engines that offices run
//! them with: PostgreSQL, Redis and a store for files that speaks S3. The engines are stopped, killed, emptied and
//! started again.
//!
//! Tests need `SAPA_TEST_POSTGRES_URL`; some need `redis-server` (or `SAPA_TEST_REDIS_SERVER`), the programs of
//! PostgreSQL, or the s3s-fs that `SAPA_TEST_S3_SERVER` names. `tests/run` sees to all of them. What is missing is
//! said loudly, and is a failure with `CI=true`.
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(clippy::disallowed_methods, reason = "who starts and asks the program is not the program")]

mod balancer;
mod cluster;
mod engines;
mod files;
mod fleet;
mod postgres;
mod redis;
mod together;

use sapa::simulator::Channel;

use crate::binary::citizen::{LOST_KTP, said, ticket, walk};
use crate::binary::program::{SOON, until};
use engines::{RedisServer, S3Server};
use fleet::Fleet;

/// The whole conversation, and every bubble of it once.
async fn whole_conversation(fleet: &Fleet, channel: Channel) {
    let phone = fleet.phone(channel);
    walk(&phone, LOST_KTP.len()).await;
    fleet.settled().await;
    each_bubble_once(&phone);
}

/// Every question was asked once, in its order, up to the receipt.
fn each_bubble_once(phone: &sapa::simulator::Phone) {
    let bubbles = said(phone);
    assert_eq!(bubbles.len(), LOST_KTP.len(), "{bubbles:#?}");
    for (bubble, step) in bubbles.iter().zip(&LOST_KTP) {
        let part = crate::binary::citizen::plain(step.then, phone.channel());
        assert!(bubble.contains(&part), "{part:?} is not next in {bubbles:#?}");
    }
    ticket(phone);
}
