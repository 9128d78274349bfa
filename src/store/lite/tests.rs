use std::time::Duration;

use super::super::db::{Db, exec};
use super::super::testing::{Guard, fresh};
use super::*;

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
