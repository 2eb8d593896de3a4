//! Accounts that people make and change themselves.

use reqwest::Method;
use serde_json::{Value, json};
use server::auth::Role;

use super::door::{Answer, Door, PASSWORD};

async fn register(door: &Door, body: &Value) -> Answer {
    door.send(door.to(Method::POST, "/api/v1/auth/register").json(body)).await
}

fn fields(problem: &Value) -> Vec<&str> {
    problem["errors"].as_array().expect("errors").iter().filter_map(|error| error["field"].as_str()).collect()
}

#[tokio::test]
async fn whoever_registers_may_look_and_no_more() {
    let door = Door::open().await;
    let options = door.send(door.to(Method::GET, "/api/v1/auth/options")).await.is(200, "");
    assert_eq!(options, json!({ "registration": true }));
    let body =
        json!({ "username": "nora", "password": PASSWORD, "full_name": " Nora N. ", "email": "nora@example.org" });
    let made = register(&door, &body).await.is(201, "");
    assert_eq!((&made["user"]["role"], &made["user"]["must_change_password"]), (&json!("viewer"), &json!(false)));
    assert!(made["refresh_token"].is_string());
    let token = door.sign_in("nora", PASSWORD).await;
    let as_nora = |method, path: &str| door.to(method, path).bearer_auth(&token);
    let me = door.send(as_nora(Method::GET, "/api/v1/auth/me")).await.is(200, "");
    assert_eq!((&me["profile"]["full_name"], &me["profile"]["email"]), (&json!("Nora N."), &json!("nora@example.org")));
    door.send(as_nora(Method::GET, "/api/v1/flows")).await.is(200, "");
    let flow = json!({ "document": super::door::command("mine", "true") });
    door.send(as_nora(Method::POST, "/api/v1/flows").json(&flow)).await.is(403, "forbidden");
}

#[tokio::test]
async fn what_does_not_fit_is_named_field_by_field() {
    let door = Door::open().await;
    let body = json!({ "username": "N", "password": "short", "full_name": "two\nlines", "email": "nowhere" });
    let refused = register(&door, &body).await.is(422, "invalid");
    assert_eq!(fields(&refused), ["username", "password", "full_name", "email"]);
    let admin = json!({ "username": "nora", "password": PASSWORD, "role": "admin" });
    let refused = register(&door, &admin).await;
    assert!(refused.status.is_client_error(), "nobody chooses a role: {}", refused.body);
}

#[tokio::test]
async fn a_name_like_anothers_is_taken() {
    let door = Door::open().await;
    door.user("Nora", Role::Operator).await;
    for name in ["admin", "nora"] {
        let refused = register(&door, &json!({ "username": name, "password": PASSWORD })).await.is(409, "name_taken");
        assert_eq!(fields(&refused), ["username"]);
    }
}

#[tokio::test]
async fn one_address_does_not_make_accounts_without_end() {
    let door = Door::open().await;
    for number in 0..10 {
        register(&door, &json!({ "username": format!("user{number}"), "password": PASSWORD })).await.is(201, "");
    }
    let refused = register(&door, &json!({ "username": "one-more", "password": PASSWORD })).await;
    assert!(refused.headers.contains_key("retry-after"));
    refused.is(429, "rate_limited");
}

#[tokio::test]
async fn nobody_registers_where_it_is_switched_off() {
    let door = Door::closed().await;
    let options = door.send(door.to(Method::GET, "/api/v1/auth/options")).await.is(200, "");
    assert_eq!(options, json!({ "registration": false }));
    register(&door, &json!({ "username": "nora", "password": PASSWORD })).await.is(403, "registration_off");
}

#[tokio::test]
async fn everybody_changes_what_is_said_of_them() {
    let door = Door::open().await;
    let viewer = door.user("vera", Role::Viewer).await;
    let put = |body: Value| door.to(Method::PUT, "/api/v1/auth/me").bearer_auth(&viewer).json(&body);
    let changed = door.send(put(json!({ "full_name": "Vera", "email": "" }))).await.is(200, "");
    assert_eq!((&changed["user"]["username"], &changed["profile"]["full_name"]), (&json!("vera"), &json!("Vera")));
    let refused = door.send(put(json!({ "full_name": "Vera", "email": "vera@" }))).await.is(422, "invalid");
    assert_eq!(fields(&refused), ["email"]);
    let kept = door.send(door.to(Method::GET, "/api/v1/auth/me").bearer_auth(&viewer)).await.is(200, "");
    assert_eq!(kept, changed);
}

#[tokio::test]
async fn one_sees_and_ends_ones_own_sessions_alone() {
    let door = Door::open().await;
    let here = door.user("vera", Role::Viewer).await;
    let there = door.sign_in("vera", PASSWORD).await;
    let list = |token: &str| door.send(door.to(Method::GET, "/api/v1/auth/sessions").bearer_auth(token));
    let sessions = list(&here).await.is(200, "");
    let items = sessions["items"].as_array().expect("items");
    let current: Vec<_> = items.iter().map(|item| item["is_current"] == true).collect();
    assert_eq!((items.len(), current.iter().filter(|is_current| **is_current).count()), (2, 1), "{sessions}");
    assert_eq!(items[0]["address"], "127.0.0.1");
    let other = items.iter().find(|item| item["is_current"] == false).expect("the other")["id"].clone();
    let path = format!("/api/v1/auth/sessions/{}", other.as_str().expect("an id"));
    let end = |token: &str| door.send(door.to(Method::DELETE, &path).bearer_auth(token));
    end(&door.token).await.is(404, "not_found");
    end(&here).await.is(204, "");
    end(&here).await.is(404, "not_found");
    list(&there).await.is(401, "token_invalid");
    assert_eq!(list(&here).await.is(200, "")["items"].as_array().map(Vec::len), Some(1));
}
