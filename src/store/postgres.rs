//! PostgreSQL: what is asked of it. In boxes: there are hundreds of statements, and the task of each would carry, and the
//! program repeat, all that may happen on the way to a server and back.

use futures_util::FutureExt as _;
use futures_util::future::BoxFuture;
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::{Arguments as _, AssertSqlSafe, Encode, PgPool, Postgres, Transaction, Type};

use super::StoreError;

/// What goes where a statement says `$1`, `$2` and so on.
#[derive(Default)]
pub(super) struct Arguments {
    given: PgArguments,
    fault: Option<StoreError>,
}

impl Arguments {
    pub(super) fn with<'t, T: Encode<'t, Postgres> + Type<Postgres>>(mut self, value: T) -> Arguments {
        if self.given.add(value).is_err() {
            self.fault = Some(StoreError::Damaged("argument"));
        }
        self
    }

    fn given(self) -> Result<PgArguments, StoreError> {
        self.fault.map_or(Ok(self.given), Err)
    }
}

/// How many rows it changed.
pub(super) fn execute<'a>(
    tx: &'a mut Transaction<'static, Postgres>,
    sql: &str,
    arguments: Arguments,
) -> BoxFuture<'a, Result<u64, StoreError>> {
    let sql = AssertSqlSafe(sql.to_owned());
    async move { Ok(sqlx::query_with(sql, arguments.given()?).execute(&mut **tx).await?.rows_affected()) }
        .boxed()
}

pub(super) fn fetch<'a>(
    tx: &'a mut Transaction<'static, Postgres>,
    sql: &str,
    arguments: Arguments,
) -> BoxFuture<'a, Result<Vec<PgRow>, StoreError>> {
    let sql = AssertSqlSafe(sql.to_owned());
    async move { Ok(sqlx::query_with(sql, arguments.given()?).fetch_all(&mut **tx).await?) }.boxed()
}

/// Outside of any transaction.
pub(super) fn read<'a>(
    pool: &'a PgPool,
    sql: &str,
    arguments: Arguments,
) -> BoxFuture<'a, Result<Vec<PgRow>, StoreError>> {
    let sql = AssertSqlSafe(sql.to_owned());
    async move { Ok(sqlx::query_with(sql, arguments.given()?).fetch_all(pool).await?) }.boxed()
}
