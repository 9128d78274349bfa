//! Rows with much in them, many at once. PostgreSQL takes all of them in one statement, as JSON. SQLite is in this
//! process, and a statement costs it little: it takes one after the other, and no text is written as JSON only to be read
//! again.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use serde::Serialize;

use super::StoreError;
use super::db::{Tx, exec};

/// What stands in one column.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Cell {
    Null,
    Number(i64),
    Text(String),
}

impl From<i64> for Cell {
    fn from(number: i64) -> Cell {
        Cell::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Cell {
        Cell::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Cell {
        Cell::Text(text)
    }
}

impl<T: Into<Cell>> From<Option<T>> for Cell {
    fn from(text: Option<T>) -> Cell {
        text.map_or(Cell::Null, Into::into)
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Number(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// A statement that takes rows.
pub(super) struct Insert<'a> {
    /// `INSERT INTO table (columns)`: a row has a cell for each of them, in their order.
    pub into: &'a str,
    /// The columns of numbers, from 0; all others are of text.
    pub numbers: &'a [usize],
    /// What follows the rows: what to do about one that is there already.
    pub then: &'a str,
}

impl Insert<'_> {
    /// `each`: see [`super::db::Db::each`].
    ///
    /// # Errors
    /// When the database does not answer or refuses a row; the transaction is to be undone then.
    pub(super) async fn rows<const N: usize>(
        &self,
        tx: &mut Tx,
        rows: &[[Cell; N]],
        each: &str,
    ) -> Result<(), StoreError> {
        if rows.is_empty() {
            return Ok(());
        }
        let Insert { into, numbers, then } = self;
        match tx {
            Tx::Lite(tx) => {
                let cells = listed(N, |at| format!("${}", at + 1));
                tx.execute_each(&format!("{into} VALUES ({cells}) {then}"), rows)
            }
            Tx::Pg(_) => {
                let cells = listed(N, |at| match numbers.contains(&at) {
                    true => format!("CAST(e.value ->> {at} AS BIGINT)"),
                    false => format!("e.value ->> {at}"),
                });
                let sql = format!("{into} SELECT {cells} FROM {each} WHERE 1 = 1 {then}");
                let rows: Vec<&[Cell]> = rows.iter().map(<[Cell; N]>::as_slice).collect();
                let rows = serde_json::to_string(&rows).map_err(|_| StoreError::Damaged("row"))?;
                exec!(tx, &sql, rows).map(drop)
            }
        }
    }
}

fn listed(cells: usize, cell: impl Fn(usize) -> String) -> String {
    (0..cells).map(cell).collect::<Vec<_>>().join(", ")
}
