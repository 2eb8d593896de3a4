//! Signing in and out.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::door::{Door, PASSWORD};

async fn log_in(door: &Door) -> Value {
    let body = json!({ "username": "admin", "password": PASSWORD });
    door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await.is(200, "")
}

async fn refresh(door: &Door, tokens: &Value) -> super::door::Answer {
    let body = json!({ "refresh_token": tokens["refresh_token"] });
    door.send(door.to(Method::POST, "/api/v1/auth/refresh").json(&body)).await
}

async fn me(door: &Door, token: &str) -> super::door::Answer {
    door.send(door.to(Method::GET, "/api/v1/auth/me").bearer_auth(token)).await
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_user_read_the_same() {
    let door = Door::open().await;
    for name in ["admin", "nobody"] {
        let body = json!({ "username": name, "password": "not the password" });
        let answer = door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await;
        let body = answer.is(401, "invalid_credentials");
        assert_eq!(body["detail"], "The user name or the password is wrong.");
    }
}

#[tokio::test]
async fn a_token_ends_after_a_quarter_of_an_hour() {
    let door = Door::open().await;
    door.clock.advance(Duration::from_secs(14 * 60));
    me(&door, &door.token).await.is(200, "");
    door.clock.advance(Duration::from_secs(60));
    me(&door, &door.token).await.is(401, "token_expired");
}

#[tokio::test]
async fn a_forged_token_is_refused() {
    let door = Door::open().await;
    let parts: Vec<_> = door.token.split('.').collect();
    let unsigned = format!("eyJhbGciOiJub25lIn0.{}.", parts[1]);
    let mut cut = door.token.clone();
    cut.pop();
    for forged in [unsigned, cut, "nonsense".into()] {
        me(&door, &forged).await.is(401, "token_invalid");
    }
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    let door = Door::open().await;
    let first = log_in(&door).await;
    let second = refresh(&door, &first).await.is(200, "");
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    refresh(&door, &first).await.is(401, "token_reused");
    refresh(&door, &second).await.is(401, "token_invalid");
    me(&door, second["access_token"].as_str().expect("a token")).await.is(401, "token_invalid");
    me(&door, &door.token).await.is(200, "");
}

/// The cookie of an answer, as a browser sends it back.
fn cookie(answer: &super::door::Answer) -> String {
    let cookie = answer.headers["set-cookie"].to_str().expect("text");
    cookie.split(';').next().expect("a pair").to_owned()
}

#[tokio::test]
async fn a_page_that_was_left_before_it_had_its_answer_does_not_end_the_session() {
    let door = Door::open().await;
    let body = json!({ "username": "admin", "password": PASSWORD, "cookie": true });
    let first = cookie(&door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await);
    let refresh = |cookie: &str| door.to(Method::POST, "/api/v1/auth/refresh").header("cookie", cookie);
    door.clock.advance(Duration::from_secs(60));
    door.send(refresh(&first)).await.is(200, "");
    door.clock.advance(Duration::from_secs(9));
    let again = door.send(refresh(&first)).await;
    let second = cookie(&again);
    again.is(200, "");
    door.clock.advance(Duration::from_secs(1));
    let token = door.send(refresh(&second)).await.is(200, "")["access_token"].clone();
    // Now somebody has what was given for it, so whoever comes with it is somebody else.
    door.send(refresh(&first)).await.is(401, "token_reused");
    me(&door, token.as_str().expect("a token")).await.is(401, "token_invalid");
}

#[tokio::test]
async fn of_two_who_had_the_same_cookie_the_second_to_go_on_ends_the_session() {
    let door = Door::open().await;
    let body = json!({ "username": "admin", "password": PASSWORD, "cookie": true });
    let stolen = cookie(&door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await);
    let refresh = |cookie: &str| door.send(door.to(Method::POST, "/api/v1/auth/refresh").header("cookie", cookie));
    let (thief, owner) = (cookie(&refresh(&stolen).await), cookie(&refresh(&stolen).await));
    door.clock.advance(Duration::from_secs(60));
    let gained = refresh(&thief).await.is(200, "")["access_token"].clone();
    door.clock.advance(Duration::from_secs(60));
    refresh(&owner).await.is(401, "token_reused");
    me(&door, gained.as_str().expect("a token")).await.is(401, "token_invalid");
}

#[tokio::test]
async fn a_cookie_that_comes_again_too_late_ends_the_session() {
    let door = Door::open().await;
    let body = json!({ "username": "admin", "password": PASSWORD, "cookie": true });
    let first = cookie(&door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await);
    let refresh = || door.to(Method::POST, "/api/v1/auth/refresh").header("cookie", &first);
    door.send(refresh()).await.is(200, "");
    door.clock.advance(Duration::from_millis(10_001));
    door.send(refresh()).await.is(401, "token_reused");
}

#[tokio::test]
async fn a_refresh_token_ends_after_a_week() {
    let door = Door::open().await;
    let tokens = log_in(&door).await;
    door.clock.advance(Duration::from_secs(7 * 24 * 3600));
    refresh(&door, &tokens).await.is(401, "token_expired");
}

#[tokio::test]
async fn the_cookie_carries_the_refresh_token_where_scripts_cannot_see_it() {
    let door = Door::open().await;
    let body = json!({ "username": "admin", "password": PASSWORD, "cookie": true });
    let answer = door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await;
    let cookie = answer.headers["set-cookie"].to_str().expect("text").to_owned();
    for part in ["HttpOnly", "SameSite=Strict", "Path=/api/v1/auth"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    assert_eq!(answer.is(200, "").get("refresh_token"), None);
    let pair = cookie.split(';').next().expect("a pair");
    let again = door.send(door.to(Method::POST, "/api/v1/auth/refresh").header("cookie", pair)).await;
    assert!(again.headers.contains_key("set-cookie"));
    assert_eq!(again.is(200, "").get("refresh_token"), None);
    door.send(door.to(Method::POST, "/api/v1/auth/refresh")).await.is(401, "no_refresh_token");
}

#[tokio::test]
async fn signing_out_ends_the_session_at_once() {
    let door = Door::open().await;
    let tokens = log_in(&door).await;
    let body = json!({ "refresh_token": tokens["refresh_token"] });
    door.send(door.to(Method::POST, "/api/v1/auth/logout").json(&body)).await.is(204, "");
    me(&door, tokens["access_token"].as_str().expect("a token")).await.is(401, "token_invalid");
    refresh(&door, &tokens).await.is(401, "token_invalid");
}

#[tokio::test]
async fn revoke_all_ends_every_session_of_the_user() {
    let door = Door::open().await;
    let other = log_in(&door).await;
    door.send(door.api(Method::POST, "/auth/revoke-all")).await.is(204, "");
    me(&door, &door.token).await.is(401, "token_invalid");
    me(&door, other["access_token"].as_str().expect("a token")).await.is(401, "token_invalid");
}

#[tokio::test]
async fn a_password_is_changed_only_by_who_knows_it() {
    let door = Door::open().await;
    let other = log_in(&door).await;
    let change = |current: &str, new: &str| {
        let body = json!({ "current_password": current, "new_password": new });
        door.api(Method::PUT, "/auth/me/password").json(&body)
    };
    let wrong = door.send(change("not the password", "a new password")).await.is(422, "wrong_password");
    assert_eq!(wrong["errors"][0]["field"], "current_password");
    let weak = door.send(change(PASSWORD, "short")).await.is(422, "weak_password");
    assert_eq!(weak["errors"][0]["field"], "new_password");
    door.send(change(PASSWORD, "a new password")).await.is(204, "");
    me(&door, &door.token).await.is(200, "");
    me(&door, other["access_token"].as_str().expect("a token")).await.is(401, "token_invalid");
    door.sign_in("admin", "a new password").await;
}

#[tokio::test]
async fn too_many_attempts_on_one_name_have_to_wait() {
    let door = Door::open().await;
    let body = json!({ "username": "somebody", "password": "a guess" });
    for _ in 0..25 {
        let answer = door.send(door.to(Method::POST, "/api/v1/auth/login").json(&body)).await;
        if answer.status == 429 {
            assert!(answer.headers.contains_key("retry-after"));
            answer.is(429, "rate_limited");
            return;
        }
        answer.is(401, "invalid_credentials");
    }
    panic!("nobody said stop");
}
