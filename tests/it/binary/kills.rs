//! The program is killed at moments that nobody chose, while citizens write without pause.

use std::time::{Duration, Instant};

use sapa::simulator::{PlatformConfig, Rates};

use super::citizen::said;
use super::*;

const CITIZENS: usize = 8;
/// A conversation without end: every sentence is answered.
const SENTENCES: [&str; 4] = ["ktp saya hilang", "setuju", "batal", "ya"];
/// Sentences of each citizen between two kills.
const EACH: usize = 3;
/// The program lives no longer than this after its citizens began to write.
const LIFE: Duration = Duration::from_millis(500);

/// Platforms that take whatever comes, and phones that keep all of it.
fn busy() -> PlatformConfig {
    PlatformConfig { rates: Rates::Unlimited, screen_limit: usize::MAX, ..PlatformConfig::quick() }
}

/// Chances that can be had again: xorshift64.
struct Chance(u64);

impl Chance {
    /// `SAPA_TEST_SEED`, or one of its own, printed with a failure.
    fn new() -> Self {
        let own =
            || u64::from(std::process::id()) << 32 ^ chrono::Utc::now().timestamp_millis().unsigned_abs();
        let seed = std::env::var("SAPA_TEST_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed: u64 = seed.unwrap_or_else(own);
        println!("SAPA_TEST_SEED={seed}");
        Self(seed | 1)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn up_to(&mut self, most: Duration) -> Duration {
        Duration::from_micros(self.below(u64::try_from(most.as_micros()).unwrap()))
    }
}

/// What only grows: events served, and sentences that the platform took.
const DONE: &str = "SELECT (SELECT COUNT(*) FROM arrivals WHERE state = 'served')
    + (SELECT COUNT(*) FROM messages WHERE author <> 'citizen' AND wire_id IS NOT NULL)";

/// Waits until all is served and sent. It may take as long as it wants, if only it goes on; what waits may grow
/// meanwhile, for every sentence brings the news of its arrival after it.
async fn worked_off(program: &Program) {
    let (mut most, mut ends) = (-1, Instant::now() + SOON);
    loop {
        let unheard = i64::try_from(program.platform.undelivered()).unwrap();
        let waiting = program.depth("arrivals_waiting").await;
        let unsent = program.depth("outbox_queued").await;
        if unheard + waiting + unsent == 0 {
            return;
        }
        let done = program.database.number(&program.data(), DONE).await;
        if done > most {
            (most, ends) = (done, Instant::now() + SOON);
        }
        assert!(
            Instant::now() < ends,
            "nothing happens: {unheard} undelivered, {waiting} not served, {unsent} not sent, {done} done"
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn killed_at_any_moment_under_load_it_applies_everything_once_and_in_order() {
    on_each_database_with(busy, async |program| {
        let mut chance = Chance::new();
        let phones: Vec<Phone> = (0..CITIZENS).map(|n| program.phone(CHANNELS[n % 2])).collect();
        let kills = count(3, 10, 200);
        let (mut hits, mut in_flight, mut said_before) = (0, 0, 0);
        for _ in 0..kills {
            for sentence in SENTENCES.iter().cycle().skip(said_before).take(EACH) {
                phones.iter().for_each(|phone| drop(phone.send_text(sentence)));
            }
            said_before = (said_before + EACH) % SENTENCES.len();
            tokio::time::sleep(chance.up_to(LIFE)).await;
            program.kill();
            let left = async |sql: &str| program.database.number(&program.data(), sql).await;
            let unserved = left("SELECT COUNT(*) FROM arrivals WHERE state = 'waiting'").await;
            let unsent = left("SELECT COUNT(*) FROM outbox").await;
            hits += usize::from(unserved + unsent > 0);
            in_flight += left("SELECT COUNT(*) FROM outbox WHERE attempts > 0").await;
            program.spawn();
            // Every fourth time it dies again while it starts.
            if chance.below(4) > 0 {
                program.ready().await;
            }
        }
        program.ready().await;
        worked_off(program).await;
        println!("{hits} of {kills} kills hit work that was not done; {in_flight} sentences were in flight");
        assert!(hits * 3 >= kills, "{hits} of {kills} kills hit anything: the load is too small to prove it");

        let number = async |sql: &str| program.database.number(&program.data(), sql).await;
        let written = i64::try_from(CITIZENS * EACH * kills).unwrap();
        assert_eq!(number("SELECT COUNT(*) FROM arrivals WHERE class = 'message'").await, written, "stored");
        // What the platform tells of the last bubbles may still be on its way.
        let unserved = "SELECT COUNT(*) FROM arrivals WHERE state = 'set_aside' OR (state <> 'served' AND class <> 'status')";
        assert_eq!(number(unserved).await, 0, "served");
        assert_eq!(number("SELECT COUNT(*) FROM messages WHERE author = 'citizen'").await, written, "applied");
        let apart = "SELECT COUNT(DISTINCT arrival_id) FROM messages WHERE author = 'citizen'";
        assert_eq!(number(apart).await, written, "each once");
        let overtaken = "SELECT COUNT(*) FROM messages a JOIN messages b ON a.person_id = b.person_id AND a.id < b.id
            AND a.arrival_id > b.arrival_id WHERE a.author = 'citizen' AND b.author = 'citizen'";
        assert_eq!(number(overtaken).await, 0, "in the order in which they were acknowledged");
        let disordered = "SELECT COUNT(*) FROM arrivals a JOIN arrivals b ON a.person_id = b.person_id AND a.id < b.id
            AND CAST(a.provider_id AS BIGINT) > CAST(b.provider_id AS BIGINT)
            WHERE a.channel = 'telegram' AND b.channel = 'telegram' AND a.class = 'message' AND b.class = 'message'";
        assert_eq!(number(disordered).await, 0, "in the order in which they were written");

        let answers = number("SELECT COUNT(*) FROM messages WHERE author <> 'citizen'").await;
        assert_eq!(number("SELECT COUNT(*) FROM messages WHERE status = 'failed'").await, 0);
        let shown: usize = phones.iter().map(|phone| said(phone).len()).sum();
        let shown = i64::try_from(shown).unwrap();
        assert!(shown >= answers, "{answers} answers, {shown} shown");
        assert!(shown - answers <= in_flight, "{answers} answers, {shown} shown, {in_flight} in flight at kills");
        assert_eq!(program.depth("alarms_open").await, 0);
    })
    .await;
}
