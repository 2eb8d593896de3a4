//! `GET /api/v1/runs/{id}/artifacts/{artifact}`.

use axum::body::{Body, Bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream::unfold;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;

use super::super::store;
use crate::app::App;
use crate::web::Problem;

const CHUNK: usize = 64 * 1024;

/// A file of a run, to be saved, never to be shown by the browser as a page of this site.
#[utoipa::path(get, path = "/api/v1/runs/{id}/artifacts/{artifact}", tag = "runs",
    params(("id" = String, Path, description = "Id"), ("artifact" = String, Path, description = "Id of the file")),
    responses((status = 200, description = "The file", content_type = "application/octet-stream", body = Vec<u8>),
              (status = 404, description = "No such run or file")))]
pub(crate) async fn get(State(app): State<App>, Path((run, id)): Path<(String, String)>) -> Result<Response, Problem> {
    let missing = || Problem::not_found(format!("The run `{run}` has no file `{id}`. It may have been deleted."));
    let row = store::find(&app.store, &run, &id).await?.ok_or_else(missing)?;
    let path = app.runner.files.folder().file(&run, &id).ok_or_else(missing)?;
    let file = File::open(&path).await.map_err(|error| {
        tracing::error!(path = %path.display(), %error, "an artifact cannot be read");
        missing()
    })?;
    let stream = unfold(file, |mut file| async move {
        let mut chunk = vec![0; CHUNK];
        match file.read(&mut chunk).await {
            Ok(0) => None,
            Ok(count) => {
                chunk.truncate(count);
                Some((Ok(Bytes::from(chunk)), file))
            }
            Err(error) => Some((Err(error), file)),
        }
    });
    let value = |text: &str| HeaderValue::from_str(text).ok();
    let kind = value(&row.media_type).unwrap_or(HeaderValue::from_static("application/octet-stream"));
    let saved_as = value(&disposition(&row.name)).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, saved_as),
        (header::CONTENT_LENGTH, HeaderValue::from(row.size)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; default-src 'none'")),
    ];
    Ok((headers, Body::from_stream(stream)).into_response())
}

/// How a browser saves it: a name without anything that means something in a path or header, and the real
/// one in UTF-8.
fn disposition(name: &str) -> String {
    let is_plain = |letter: char| letter.is_ascii_alphanumeric() || "-_.".contains(letter);
    let plain: String = name.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    let plain = plain.trim_start_matches('.');
    let plain = if plain.is_empty() { "file" } else { plain };
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let exact: String = last
        .bytes()
        .map(|byte| if is_plain(char::from(byte)) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_harmless_in_a_header_and_on_a_disk() {
        let check = |name: &str, expected: &str| assert_eq!(disposition(name), expected);
        check("report.csv", "attachment; filename=\"report.csv\"; filename*=UTF-8''report.csv");
        check("../a\"b\r\n", "attachment; filename=\"_a_b__\"; filename*=UTF-8''a%22b%0D%0A");
        check("größe", "attachment; filename=\"gr__e\"; filename*=UTF-8''gr%C3%B6%C3%9Fe");
        check("", "attachment; filename=\"file\"; filename*=UTF-8''");
    }
}
