//! Statements that take many rows. There is one text for each of a few numbers of rows, so that prepared
//! statements are used again.

use std::sync::Arc;

use super::{Store, Tx};

/// How many rows one statement takes.
const SIZES: [usize; 9] = [256, 128, 64, 32, 16, 8, 4, 2, 1];

/// A statement in all its sizes, for each database.
pub(crate) struct Many {
    sqlite: Texts,
    postgres: Texts,
}

type Texts = [Arc<str>; SIZES.len()];

impl Many {
    /// Of rows with columns of these types. `text` gets `(VALUES ...) AS v`: there `v.column1` numbers the rows,
    /// and their columns follow from `v.column2` on.
    pub(crate) fn new(types: &[&str], text: impl Fn(&str) -> String) -> Self {
        // SQLite finds a parameter that has a name or number by looking through all of them.
        let sqlite = |_| "?".to_owned();
        let postgres = |number| format!("${number}");
        Self {
            sqlite: SIZES.map(|rows| text(&values(types, rows, sqlite)).into()),
            postgres: SIZES.map(|rows| text(&values(types, rows, postgres)).into()),
        }
    }

    /// Cuts rows into statements of the sizes there are.
    pub(crate) fn cut<'a, T>(&self, tx: &Tx, mut rows: &'a [T]) -> Vec<(Arc<str>, &'a [T])> {
        let texts = match tx {
            Tx::Sqlite(_) => &self.sqlite,
            Tx::Postgres(_) => &self.postgres,
        };
        let mut statements = Vec::new();
        for (size, sql) in SIZES.into_iter().zip(texts) {
            while rows.len() >= size {
                let (head, tail) = rows.split_at(size);
                statements.push((Arc::clone(sql), head));
                rows = tail;
            }
        }
        statements
    }

    /// The one statement that takes so many rows, if there is one.
    pub(crate) fn of(&self, store: &Store, rows: usize) -> Option<Arc<str>> {
        let texts = match store {
            Store::Sqlite(_) => &self.sqlite,
            Store::Postgres(_) => &self.postgres,
        };
        let size = SIZES.iter().position(|size| *size == rows)?;
        texts.get(size).cloned()
    }
}

fn values(types: &[&str], rows: usize, parameter: impl Fn(usize) -> String) -> String {
    let row = |row: usize| {
        let cast =
            |(column, kind): (usize, &&str)| format!("CAST({} AS {kind})", parameter(row * types.len() + column + 1));
        let places: Vec<_> = types.iter().enumerate().map(cast).collect();
        format!("({row}, {})", places.join(", "))
    };
    let rows: Vec<_> = (0..rows).map(row).collect();
    format!("(VALUES {}) AS v", rows.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn rows_are_cut_into_the_sizes_there_are_and_none_is_lost() {
        let folder = tempfile::tempdir().expect("a folder");
        let store = crate::store::open(folder.path()).await.expect("a database");
        let tx = store.begin().await.expect("a transaction");
        let many = Many::new(&["BIGINT", "TEXT"], |values| format!("SELECT v.column3 FROM {values}"));
        let rows: Vec<usize> = (0..583).collect();
        let cut = many.cut(&tx, &rows);
        let sizes: Vec<_> = cut.iter().map(|(_, rows)| rows.len()).collect();
        assert_eq!(sizes, [256, 256, 64, 4, 2, 1]);
        assert_eq!(cut.iter().flat_map(|(_, rows)| rows.iter().copied()).collect::<Vec<_>>(), rows);
        assert!(cut[4].0.contains("(1, CAST(? AS BIGINT), CAST(? AS TEXT))"), "{}", cut[4].0);
        assert!(many.postgres[7].contains("(1, CAST($3 AS BIGINT), CAST($4 AS TEXT))"), "{}", many.postgres[7]);
        assert_eq!(many.of(&store, 2), Some(Arc::clone(&cut[4].0)));
        assert_eq!(many.of(&store, 3), None);
    }
}
