//! Conditions of a query that are there only if somebody asks for them, so that the database can use its indexes.

/// What is put in at a place of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Bound {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
}

/// What a row must fulfil.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conditions {
    text: String,
    values: Vec<Bound>,
}

impl Conditions {
    /// One more condition; each `?` in it is the place of the next of its values.
    pub(crate) fn add(&mut self, condition: &str, values: impl IntoIterator<Item = Bound>) {
        self.text.push_str(if self.text.is_empty() { " WHERE " } else { " AND " });
        let mut values = values.into_iter();
        for (index, part) in condition.split('?').enumerate() {
            if index > 0 {
                let place = values.next().map(|value| self.place(value)).unwrap_or_default();
                self.text.push_str(&place);
            }
            self.text.push_str(part);
        }
    }

    /// A condition that a column has one of some texts; none of them means any.
    pub(crate) fn among(&mut self, column: &str, texts: &[String]) {
        if texts.is_empty() {
            return;
        }
        let places = vec!["?"; texts.len()].join(", ");
        self.add(&format!("{column} IN ({places})"), texts.iter().cloned().map(Bound::Text));
    }

    /// A condition that a column has a text; empty means any.
    pub(crate) fn is(&mut self, column: &str, text: &str) {
        if !text.is_empty() {
            self.add(&format!("{column} = ?"), [Bound::Text(text.to_owned())]);
        }
    }

    /// The place of a value elsewhere in the query.
    pub(crate) fn place(&mut self, value: Bound) -> String {
        self.values.push(value);
        format!("${}", self.values.len())
    }

    /// The `WHERE` of all conditions; nothing without any.
    pub(crate) fn clause(&self) -> &str {
        &self.text
    }

    /// What is put in, in order.
    pub(crate) fn values(&self) -> &[Bound] {
        &self.values
    }
}

/// Puts values in at the places of a query: `bound!(sqlx::query_as(SQL), conditions.values())`.
macro_rules! bound {
    ($query:expr, $values:expr) => {{
        let mut query = $query;
        for value in $values {
            query = match value {
                $crate::store::conditions::Bound::Text(text) => query.bind(text),
                $crate::store::conditions::Bound::Number(number) => query.bind(number),
            };
        }
        query
    }};
}

pub(crate) use bound;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_value_gets_the_place_it_is_asked_for_at() {
        let mut conditions = Conditions::default();
        assert_eq!(conditions.clause(), "");
        conditions.is("a", "");
        conditions.among("b", &["x".into(), "y".into()]);
        conditions.add("(c < ? OR c = ?)", [Bound::Number(1), Bound::Number(2)]);
        assert_eq!(conditions.place(Bound::Number(9)), "$5");
        assert_eq!(conditions.clause(), " WHERE b IN ($1, $2) AND (c < $3 OR c = $4)");
        let text = |text: &str| Bound::Text(text.into());
        assert_eq!(conditions.values(), [text("x"), text("y"), Bound::Number(1), Bound::Number(2), Bound::Number(9)]);
    }
}
