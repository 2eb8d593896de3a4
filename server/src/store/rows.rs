//! Statements that take many rows. For SQLite there is one text for each of a few numbers of rows, so that prepared
//! statements are used again; PostgreSQL takes the columns as arrays, so that one text does for any number. A statement
//! for PostgreSQL fits one TLS record: what is longer leaves in several pieces, and as the driver keeps Nagle's algorithm
//! (RFC 896) on, the last piece would wait some 40 ms for an acknowledgement that the other side delays (RFC 1122, 4.2.3.2).

use std::borrow::Cow;
use std::sync::Arc;

use sqlx::postgres::{PgArguments, PgRow};
use sqlx::sqlite::{SqliteArguments, SqliteRow};
use sqlx::{Arguments, AssertSqlSafe, FromRow};

use super::{Result, Store, Tx};

/// How many rows one statement takes on SQLite.
const SIZES: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// How many bytes of values one statement takes on PostgreSQL; a TLS record takes 16 KiB (RFC 8446, 5.1).
const MOST_BYTES: usize = 14 << 10;

/// A value of a row.
#[derive(Clone, Debug)]
pub(crate) enum Cell<'a> {
    /// Of a `BIGINT` column.
    Int(Option<i64>),
    /// Of a `TEXT` column.
    Text(Option<Cow<'a, str>>),
    /// Of a `BOOLEAN` column.
    Bool(bool),
}

/// A statement, for each database.
pub(crate) struct Many {
    sqlite: [Arc<str>; SIZES.len()],
    postgres: Arc<str>,
}

impl Many {
    /// Of rows with columns of these types. `text` gets something called `v`: there `v.column1` numbers the rows, and
    /// their columns follow from `v.column2` on.
    pub(crate) fn new(types: &[&str], text: impl Fn(&str) -> String) -> Self {
        Self { sqlite: SIZES.map(|rows| text(&values(types, rows)).into()), postgres: text(&arrays(types)).into() }
    }

    /// Writes rows, and says how many were changed.
    pub(crate) async fn execute<const N: usize>(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<u64> {
        let mut changed = 0;
        match tx {
            Tx::Sqlite(tx) => {
                for (sql, rows) in self.cut(rows) {
                    let query = sqlx::query_with(AssertSqlSafe(sql), one_by_one(rows)?);
                    changed += query.execute(&mut **tx).await?.rows_affected();
                }
            }
            Tx::Postgres(tx) => {
                for rows in cut_by_size(rows) {
                    let query = sqlx::query_with(AssertSqlSafe(self.of_postgres()), by_column(rows)?);
                    changed += query.execute(&mut **tx).await?.rows_affected();
                }
            }
        }
        Ok(changed)
    }

    /// Writes rows, and gives what the statement returns.
    pub(crate) async fn fetch<T, const N: usize>(&self, tx: &mut Tx, rows: &[[Cell<'_>; N]]) -> Result<Vec<T>>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut found = Vec::new();
        match tx {
            Tx::Sqlite(tx) => {
                for (sql, rows) in self.cut(rows) {
                    let query = sqlx::query_as_with(AssertSqlSafe(sql), one_by_one(rows)?);
                    found.extend(query.fetch_all(&mut **tx).await?);
                }
            }
            Tx::Postgres(tx) => {
                for rows in cut_by_size(rows) {
                    let query = sqlx::query_as_with(AssertSqlSafe(self.of_postgres()), by_column(rows)?);
                    found.extend(query.fetch_all(&mut **tx).await?);
                }
            }
        }
        Ok(found)
    }

    /// Writes rows that one statement can take, in a transaction of its own; `None` if there is no such statement.
    pub(crate) async fn execute_alone<const N: usize>(
        &self,
        store: &Store,
        rows: &[[Cell<'_>; N]],
    ) -> Option<Result<u64>> {
        let sql = match store {
            Store::Sqlite(_) => Arc::clone(self.sqlite.get(SIZES.iter().position(|size| *size == rows.len())?)?),
            Store::Postgres(_) => (cut_by_size(rows).len() == 1).then(|| self.of_postgres())?,
        };
        Some(execute_alone(store, AssertSqlSafe(sql), rows).await)
    }

    /// Cuts rows into statements of the sizes there are.
    fn cut<'r, T>(&self, mut rows: &'r [T]) -> Vec<(Arc<str>, &'r [T])> {
        let mut statements = Vec::new();
        for (size, sql) in SIZES.into_iter().zip(&self.sqlite) {
            while rows.len() >= size {
                let (head, tail) = rows.split_at(size);
                statements.push((Arc::clone(sql), head));
                rows = tail;
            }
        }
        statements
    }

    fn of_postgres(&self) -> Arc<str> {
        Arc::clone(&self.postgres)
    }
}

async fn execute_alone<const N: usize>(
    store: &Store,
    sql: AssertSqlSafe<Arc<str>>,
    rows: &[[Cell<'_>; N]],
) -> Result<u64> {
    Ok(match store {
        Store::Sqlite(pools) => sqlx::query_with(sql, one_by_one(rows)?).execute(&pools.writer).await?.rows_affected(),
        Store::Postgres(pool) => sqlx::query_with(sql, by_column(rows)?).execute(pool).await?.rows_affected(),
    })
}

/// Each column as an array; all cells of a column are of one kind.
fn by_column<const N: usize>(rows: &[[Cell<'_>; N]]) -> sqlx::Result<PgArguments> {
    let mut arguments = PgArguments::default();
    for (column, kind) in rows.iter().take(1).flatten().enumerate() {
        let cells = rows.iter().filter_map(|row| row.get(column));
        match kind {
            Cell::Int(_) => arguments.add(cells.map(Cell::int).collect::<Vec<_>>()),
            Cell::Text(_) => arguments.add(cells.map(Cell::text).collect::<Vec<_>>()),
            Cell::Bool(_) => arguments.add(cells.map(Cell::bool).collect::<Vec<_>>()),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

fn one_by_one<const N: usize>(rows: &[[Cell<'_>; N]]) -> sqlx::Result<SqliteArguments> {
    let mut arguments = SqliteArguments::default();
    arguments.reserve(rows.len() * N, 0);
    for cell in rows.iter().flatten() {
        match cell {
            Cell::Int(number) => arguments.add(*number),
            Cell::Text(text) => arguments.add(text.as_deref()),
            Cell::Bool(truth) => arguments.add(*truth),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}

/// Cuts rows into pieces of so many bytes, or of one row that has more.
fn cut_by_size<'r, 'a, const N: usize>(mut rows: &'r [[Cell<'a>; N]]) -> Vec<&'r [[Cell<'a>; N]]> {
    let mut pieces = Vec::new();
    while !rows.is_empty() {
        let mut bytes = 0;
        let fits = |row: &&[Cell<'_>; N]| {
            bytes += row.iter().map(Cell::weight).sum::<usize>();
            bytes <= MOST_BYTES
        };
        let (piece, rest) = rows.split_at(rows.iter().take_while(fits).count().max(1));
        pieces.push(piece);
        rows = rest;
    }
    pieces
}

impl Cell<'_> {
    /// Bytes on the wire, its length included.
    fn weight(&self) -> usize {
        4 + match self {
            Self::Int(_) => 8,
            Self::Text(text) => text.as_ref().map_or(0, |text| text.len()),
            Self::Bool(_) => 1,
        }
    }

    fn int(&self) -> Option<i64> {
        if let Self::Int(number) = self { *number } else { None }
    }

    fn text(&self) -> Option<&str> {
        if let Self::Text(text) = self { text.as_deref() } else { None }
    }

    fn bool(&self) -> Option<bool> {
        if let Self::Bool(truth) = self { Some(*truth) } else { None }
    }
}

impl From<i64> for Cell<'_> {
    fn from(number: i64) -> Self {
        Self::Int(Some(number))
    }
}

impl From<Option<i64>> for Cell<'_> {
    fn from(number: Option<i64>) -> Self {
        Self::Int(number)
    }
}

impl From<bool> for Cell<'_> {
    fn from(truth: bool) -> Self {
        Self::Bool(truth)
    }
}

impl<'a> From<&'a str> for Cell<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<&'a String> for Cell<'a> {
    fn from(text: &'a String) -> Self {
        text.as_str().into()
    }
}

impl<'a> From<&'a Option<String>> for Cell<'a> {
    fn from(text: &'a Option<String>) -> Self {
        text.as_deref().into()
    }
}

impl<'a> From<Option<&'a str>> for Cell<'a> {
    fn from(text: Option<&'a str>) -> Self {
        Self::Text(text.map(Cow::from))
    }
}

impl From<String> for Cell<'_> {
    fn from(text: String) -> Self {
        Self::Text(Some(text.into()))
    }
}

impl<'a> From<Cow<'a, str>> for Cell<'a> {
    fn from(text: Cow<'a, str>) -> Self {
        Self::Text(Some(text))
    }
}

/// SQLite finds a parameter that has a name or number by looking through all of them.
fn values(types: &[&str], rows: usize) -> String {
    let casts: Vec<_> = types.iter().map(|kind| format!("CAST(? AS {kind})")).collect();
    let rows: Vec<_> = (0..rows).map(|row| format!("({row}, {})", casts.join(", "))).collect();
    format!("(VALUES {}) AS v", rows.join(", "))
}

fn arrays(types: &[&str]) -> String {
    let array = |(at, kind): (usize, &&str)| format!("CAST(${} AS {kind}[])", at + 1);
    let arrays: Vec<_> = types.iter().enumerate().map(array).collect();
    let names: Vec<_> = (2..types.len() + 2).map(|column| format!("column{column}")).collect();
    format!("unnest({}) WITH ORDINALITY AS v({}, column1)", arrays.join(", "), names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_cut_into_the_sizes_there_are_and_none_is_lost() {
        let many = Many::new(&["BIGINT", "TEXT"], |values| format!("SELECT v.column3 FROM {values}"));
        let rows: Vec<_> = (0..583).map(|row: i64| [Cell::from(row), Cell::from("x")]).collect();
        let cut = many.cut(&rows);
        let sizes: Vec<_> = cut.iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!(sizes, [256, 256, 64, 4, 2, 1]);
        let kept: Vec<_> = cut.iter().flat_map(|(_, rows)| rows.iter().filter_map(|row| row[0].int())).collect();
        assert_eq!(kept, (0..583).collect::<Vec<_>>());
        assert!(cut[4].0.contains("(1, CAST(? AS BIGINT), CAST(? AS TEXT))"), "{}", cut[4].0);
        let arrays = "unnest(CAST($1 AS BIGINT[]), CAST($2 AS TEXT[])) WITH ORDINALITY AS v(column2, column3, column1)";
        assert!(many.postgres.ends_with(arrays), "{}", many.postgres);
    }

    #[test]
    fn rows_are_cut_into_pieces_that_fit_and_a_long_row_is_one() {
        let row = |bytes: usize| [Cell::from("x".repeat(bytes))];
        let rows = [row(5_000), row(5_000), row(5_000), row(20_000), row(1), row(1)];
        let sizes: Vec<_> = cut_by_size(&rows).iter().map(|piece| piece.len()).collect();
        assert_eq!(sizes, [2, 1, 1, 2]);
        assert_eq!(cut_by_size::<1>(&[]).len(), 0);
    }
}
