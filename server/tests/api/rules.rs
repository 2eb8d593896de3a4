//! What holds for every address: problems, strict bodies, headers.

use reqwest::Method;
use serde_json::json;

use super::door::Door;

#[tokio::test]
async fn an_unknown_address_of_the_api_is_a_problem_and_never_the_page() {
    let door = Door::open().await;
    for path in ["/api", "/api/v1/nothing", "/api/v2/flows", "/internal/decrypt/1"] {
        door.send(door.to(Method::GET, path)).await.is(404, "not_found");
        door.send(door.to(Method::POST, path)).await.is(404, "not_found");
    }
}

#[tokio::test]
async fn any_other_address_is_the_page() {
    let door = Door::open().await;
    for path in ["/", "/flows/some-id"] {
        let answer = door.send(door.to(Method::GET, path)).await;
        assert_eq!(answer.headers["content-type"], "text/html; charset=utf-8");
        assert!(answer.headers.contains_key("content-security-policy"));
        answer.is(200, "");
    }
    door.send(door.to(Method::GET, "/assets/none.js")).await.is(404, "not_found");
}

#[tokio::test]
async fn a_method_an_address_does_not_take_is_a_problem() {
    let door = Door::open().await;
    door.send(door.api(Method::DELETE, "/flows")).await.is(405, "method_not_allowed");
    door.send(door.to(Method::POST, "/")).await.is(405, "method_not_allowed");
}

#[tokio::test]
async fn an_unknown_field_is_refused_by_name() {
    let door = Door::open().await;
    let body = json!({ "username": "admin", "password": "x", "pasword": "y" });
    let answer = door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await;
    assert_eq!(answer.is(400, "unknown_field")["errors"][0]["field"], "pasword");
    door.get("/flows?order=name").await.is(400, "invalid_query");
}

#[tokio::test]
async fn a_body_that_is_no_json_is_refused() {
    let door = Door::open().await;
    let post = || door.api(Method::POST, "/flows").header("content-type", "application/json");
    door.send(post().body("{\"document\": ")).await.is(400, "malformed_json");
    door.send(post().body("{} {}")).await.is(400, "invalid_body");
    door.send(post().body("[1]")).await.is(400, "invalid_body");
    door.send(post().body(vec![0xff_u8, 0xfe])).await.is(400, "malformed_json");
    door.send(post().body("")).await.is(400, "malformed_json");
    door.send(door.api(Method::POST, "/flows").body("{}")).await.is(415, "unsupported_media_type");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let door = Door::open().await;
    let body = json!({ "document": "x".repeat(6 * 1024 * 1024) });
    door.post("/flows", &body).await.is(413, "body_too_large");
}

#[tokio::test]
async fn a_bad_limit_or_cursor_is_refused() {
    let door = Door::open().await;
    for path in ["/flows", "/runs"] {
        door.get(&format!("{path}?limit=0")).await.is(400, "invalid_limit");
        door.get(&format!("{path}?limit=501")).await.is(400, "invalid_limit");
        door.get(&format!("{path}?limit=many")).await.is(400, "invalid_query");
        door.get(&format!("{path}?cursor=bm9uc2Vuc2U")).await.is(400, "invalid_cursor");
        door.get(&format!("{path}?cursor=%25")).await.is(400, "invalid_cursor");
    }
}

#[tokio::test]
async fn the_reference_needs_nothing_from_elsewhere() {
    let door = Door::open().await;
    let page = door.send(door.to(Method::GET, "/api/v1/docs")).await.is(200, "");
    let page = page.as_str().expect("a page").to_owned();
    assert!(!page.contains("://"), "{page}");
    let script = page.split("src=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a script");
    door.send(door.to(Method::GET, script)).await.is(200, "");
}
