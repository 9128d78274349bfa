//! Many rows at once. PostgreSQL takes all of them in one statement, as arrays. SQLite is in this process, and a statement
//! costs it little: it takes one after the other; one statement for all would keep a copy of every page that it changes,
//! to take half of it back.

use std::borrow::Cow;
use std::collections::BTreeSet;

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

use super::StoreError;
use super::db::Tx;
use super::postgres::{self, Arguments};

/// What stands in one column.
pub(super) enum Cell<'a> {
    Null,
    Number(i64),
    Text(Cow<'a, str>),
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Cell::Number(number)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Cell::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Cell::Text(Cow::Owned(text))
    }
}

impl<'a, T: Into<Cell<'a>>> From<Option<T>> for Cell<'a> {
    fn from(cell: Option<T>) -> Self {
        cell.map_or(Cell::Null, Into::into)
    }
}

impl Cell<'_> {
    /// A copy, for rows that wait.
    pub(super) fn of(text: &str) -> Cell<'static> {
        Cell::Text(Cow::Owned(text.to_owned()))
    }

    fn text(&self) -> Option<&str> {
        match self {
            Cell::Text(text) => Some(text),
            Cell::Null | Cell::Number(_) => None,
        }
    }

    fn number(&self) -> Option<i64> {
        match self {
            Cell::Number(number) => Some(*number),
            Cell::Null | Cell::Text(_) => None,
        }
    }
}

impl ToSql for Cell<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Cell::Null => ValueRef::Null,
            Cell::Number(number) => ValueRef::Integer(*number),
            Cell::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// What is done with each of some rows. Of two that change the same row of the database either may count: on SQLite the
/// last does, on PostgreSQL any.
pub(super) struct Change<'a, const N: usize> {
    /// What the columns are called; the first tells the rows apart.
    pub columns: [&'a str; N],
    /// The columns of numbers; all others are of text.
    pub numbers: &'a [&'a str],
    /// A statement for one row: `$1` is its first column.
    pub one: &'a str,
    /// The same for all: they are in a table `v`. For [`Change::which`] it gives back the first column of those with
    /// which it did something.
    pub all: &'a str,
}

/// Rows for a table.
pub(super) struct Insert<'a, const N: usize> {
    pub into: &'a str,
    pub columns: [&'a str; N],
    pub numbers: &'a [&'a str],
    /// What follows the rows: what to do about one that is there already.
    pub then: &'a str,
}

impl<const N: usize> Change<'_, N> {
    /// # Errors
    /// When the database does not answer or refuses a row; the transaction is to be undone then.
    pub(super) async fn rows(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<(), StoreError> {
        match tx {
            _ if rows.is_empty() => Ok(()),
            Tx::Lite(tx) => tx.execute_each(self.one, rows).map(drop),
            Tx::Pg(tx) => postgres::execute(tx, &self.together(), self.arguments(rows)).await.map(drop),
        }
    }

    /// Gives for each row whether it changed something.
    ///
    /// # Errors
    /// As for [`Change::rows`].
    pub(super) async fn which(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<Vec<bool>, StoreError> {
        match tx {
            _ if rows.is_empty() => Ok(Vec::new()),
            Tx::Lite(tx) => tx.execute_each(self.one, rows),
            Tx::Pg(tx) => {
                use sqlx::Row as _;
                let changed = postgres::fetch(tx, &self.together(), self.arguments(rows)).await?;
                let changed = changed.iter().map(|row| row.try_get(0));
                let changed = changed.collect::<Result<BTreeSet<String>, sqlx::Error>>()?;
                let is_changed = |row: &[Cell<'_>; N]| row[0].text().is_some_and(|key| changed.contains(key));
                Ok(rows.iter().map(is_changed).collect())
            }
        }
    }

    fn is_number(&self, column: usize) -> bool {
        self.numbers.contains(&self.columns[column])
    }

    /// With a table `v` of all rows.
    fn together(&self) -> String {
        let arrays = listed(N, |at| {
            format!("CAST(${} AS {}[])", at + 1, if self.is_number(at) { "BIGINT" } else { "TEXT" })
        });
        format!("WITH v ({}) AS (SELECT * FROM UNNEST({arrays})) {}", self.columns.join(", "), self.all)
    }

    fn arguments(&self, rows: &[[Cell<'_>; N]]) -> Arguments {
        (0..N).fold(Arguments::default(), |arguments, at| match self.is_number(at) {
            true => arguments.with(rows.iter().map(|row| row[at].number()).collect::<Vec<Option<i64>>>()),
            false => arguments.with(rows.iter().map(|row| row[at].text()).collect::<Vec<Option<&str>>>()),
        })
    }
}

impl<const N: usize> Insert<'_, N> {
    /// # Errors
    /// As for [`Change::rows`].
    pub(super) async fn rows(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<(), StoreError> {
        let (one, all) = self.statements();
        self.change(&one, &all).rows(tx, rows).await
    }

    /// Gives for each row whether it is there now and was not before.
    ///
    /// # Errors
    /// As for [`Change::rows`].
    pub(super) async fn which(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<Vec<bool>, StoreError> {
        let (one, all) = self.statements();
        let all = format!("{all} RETURNING {}", self.columns[0]);
        self.change(&one, &all).which(tx, rows).await
    }

    fn statements(&self) -> (String, String) {
        let Insert { into, columns, then, .. } = self;
        let into = format!("INSERT INTO {into} ({})", columns.join(", "));
        let one = format!("{into} VALUES ({}) {then}", listed(N, |at| format!("${}", at + 1)));
        (one, format!("{into} SELECT * FROM v WHERE 1 = 1 {then}"))
    }

    fn change<'a>(&'a self, one: &'a str, all: &'a str) -> Change<'a, N> {
        Change { columns: self.columns, numbers: self.numbers, one, all }
    }
}

fn listed(columns: usize, column: impl Fn(usize) -> String) -> String {
    (0..columns).map(column).collect::<Vec<_>>().join(", ")
}
