use std::time::Duration;

use super::super::Store;
use super::super::db::{Db, all, exec};
use super::super::lanes::AWAKE;
use super::super::testing::{Guard, fresh, test_store};
use super::*;

/// How SQLite goes about a statement.
async fn plan(store: &Store, sql: &str) -> Result<Vec<String>, StoreError> {
    let mut tx = store.db.begin().await?;
    Ok(all!(&mut tx, &format!("EXPLAIN QUERY PLAN {sql}"), [], |row| row.try_get(3)?))
}

#[tokio::test]
async fn what_waits_is_found_among_all_lanes_without_a_look_at_each() {
    let (store, _guard) = test_store().await;
    let sql = format!("UPDATE lanes SET lease_until = 0 WHERE {AWAKE} AND lease_until > 0");
    let plan = plan(&store, &sql).await.expect("it is planned");
    assert_eq!(plan, ["SEARCH lanes USING INDEX lanes_due (due_at>?)"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_journal_comes_into_the_database_while_it_is_written_on() {
    let folder = std::env::temp_dir().join(format!("sapa-test-{:032x}", fresh(0)));
    let (file, _guard) = (folder.join("test.db"), Guard(folder));
    let db = Db::open(&format!("sqlite://{}", file.display())).await.expect("a fresh database opens");
    let mut tx = db.begin().await.expect("a transaction begins");
    exec!(&mut tx, "CREATE TABLE pages (words TEXT)").expect("a table is made");
    tx.commit().await.expect("committed");
    let page = "x".repeat(3_000);
    for _ in 0..CHECKPOINT {
        let mut tx = db.begin().await.expect("a transaction begins");
        exec!(&mut tx, "INSERT INTO pages (words) VALUES ($1)", page.as_str()).expect("a page is written");
        tx.commit().await.expect("committed");
    }
    let brought_in = async {
        // Most of what was written: the last commits may come with the next checkpoint.
        while std::fs::metadata(&file).expect("the file is there").len() < u64::from(CHECKPOINT / 2) * 3_000 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), brought_in).await.expect("a checkpoint was made");
    db.close().await;
}
