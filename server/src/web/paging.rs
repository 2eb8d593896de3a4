//! Lists in pages: a limit, and a cursor that says where the next page starts.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{StatusCode, Uri};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::Problem;
use super::json::read_query;

const DEFAULT: u32 = 50;
const MOST: u32 = 500;

/// One page of a list.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// What is on it.
    pub items: Vec<T>,
    /// Hand this in as `cursor` for the next page; `null` on the last.
    pub next_cursor: Option<String>,
}

/// Which page of a list.
#[derive(Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PageParams {
    /// Items on a page, at most 500.
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    cursor: Option<String>,
}

/// What a list is asked for in the address after `?`: which page, and which items.
pub struct Paged<T> {
    /// Which items.
    pub which: T,
    /// Which page.
    pub paging: Paging,
}

/// Any item.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Every {}

impl<S: Send + Sync, T: DeserializeOwned> FromRequestParts<S> for Paged<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Problem> {
        let (PageParams { limit, cursor }, which) = read_apart(&parts.uri, &["limit", "cursor"])?;
        Ok(Self { which, paging: Paging::of(limit, cursor.as_deref())? })
    }
}

/// Reads the part of an address after `?` as two: what has one of these names, and what has others.
///
/// # Errors
/// 400, if a name is not known or a value does not fit.
pub(crate) fn read_apart<A: DeserializeOwned, B: DeserializeOwned>(
    uri: &Uri,
    names: &[&str],
) -> Result<(A, B), Problem> {
    let is_named = |pair: &&str| names.contains(&pair.split('=').next().unwrap_or_default());
    let pairs = uri.query().unwrap_or_default().split('&');
    let (named, others): (Vec<&str>, Vec<&str>) = pairs.partition(is_named);
    Ok((read_query(&after_question_mark(&named))?, read_query(&after_question_mark(&others))?))
}

/// An address with some of the pairs that another one has, so that it is always a valid one.
fn after_question_mark(pairs: &[&str]) -> Uri {
    format!("/?{}", pairs.join("&")).parse().unwrap_or_default()
}

/// Which page is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paging {
    /// The most items.
    pub limit: u32,
    /// Sort key and id of the last item seen.
    pub after: Option<(i64, String)>,
}

impl Paging {
    /// Checks what was asked for.
    ///
    /// # Errors
    /// 400, if the limit is out of bounds or the cursor is not one of ours.
    fn of(limit: Option<u32>, cursor: Option<&str>) -> Result<Self, Problem> {
        let limit = limit.unwrap_or(DEFAULT);
        if limit == 0 || limit > MOST {
            let detail = format!("`limit` must be from 1 to {MOST}; {limit} was given.");
            return Err(Problem::new(StatusCode::BAD_REQUEST, "invalid_limit", detail.clone()).field("limit", detail));
        }
        let after = cursor.map(|cursor| decode(cursor).ok_or_else(unknown_cursor)).transpose()?;
        Ok(Self { limit, after })
    }

    /// How many rows to read: one more than the page holds, to see whether there is a next one.
    pub fn rows(&self) -> i64 {
        i64::from(self.limit) + 1
    }

    /// Cuts what was read to one page.
    pub fn page<R, T>(&self, mut rows: Vec<R>, key: impl Fn(&R) -> (i64, String), item: impl Fn(R) -> T) -> Page<T> {
        let limit = self.limit as usize;
        let has_more = rows.len() > limit;
        rows.truncate(limit);
        let next_cursor = if has_more { rows.last().map(|row| encode(&key(row))) } else { None };
        Page { items: rows.into_iter().map(item).collect(), next_cursor }
    }
}

fn encode((sort, id): &(i64, String)) -> String {
    URL_SAFE_NO_PAD.encode(format!("{sort}:{id}"))
}

fn decode(cursor: &str) -> Option<(i64, String)> {
    let text = String::from_utf8(URL_SAFE_NO_PAD.decode(cursor).ok()?).ok()?;
    let (sort, id) = text.split_once(':')?;
    Some((sort.parse().ok()?, id.to_owned()))
}

fn unknown_cursor() -> Problem {
    let detail = "`cursor` is not one this server gave. Take `next_cursor` of the page before, unchanged.";
    Problem::new(StatusCode::BAD_REQUEST, "invalid_cursor", detail).field("cursor", detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_leads_to_where_the_page_ended() {
        let paging = Paging::of(Some(2), None).expect("valid");
        let page = paging.page(vec![3_i64, 2, 1], |row| (*row, "x".into()), |row| row);
        assert_eq!(page.items, [3, 2]);
        let next = Paging::of(None, page.next_cursor.as_deref()).expect("valid");
        assert_eq!(next.after, Some((2, "x".into())));
        assert_eq!(paging.page(vec![1_i64], |row| (*row, String::new()), |row| row).next_cursor, None);
    }
}
