//! Who may do what: every route of the description, without a token and with too little.

use reqwest::Method;
use server::auth::Role;

use super::door::Door;

/// Routes that need no token; any other one does.
const PUBLIC: [&str; 13] = [
    "DELETE /hooks/{path}",
    "GET /api/v1/auth/options",
    "GET /api/v1/health",
    "GET /api/v1/ws",
    "GET /health",
    "GET /hooks/{path}",
    "PATCH /hooks/{path}",
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/register",
    "POST /hooks/{path}",
    "PUT /hooks/{path}",
];

struct Route {
    name: String,
    method: Method,
    path: String,
    permission: Option<String>,
}

async fn routes(door: &Door) -> Vec<Route> {
    let description = door.send(door.to(Method::GET, "/api/v1/openapi.json")).await.is(200, "");
    let mut routes = Vec::new();
    for (path, item) in description["paths"].as_object().expect("paths") {
        for (method, operation) in item.as_object().expect("operations") {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).expect("a method");
            routes.push(Route {
                name: format!("{method} {path}"),
                method,
                path: path
                    .replace("{version}", "1")
                    .replace("{id}", "some-id")
                    .replace("{type}", "flow.if")
                    .replace("{artifact}", "some-file")
                    .replace("{node}", "some-node")
                    .replace("{name}", "some_name"),
                permission: operation["x-permission"].as_str().map(ToOwned::to_owned),
            });
        }
    }
    assert!(routes.len() > 20, "only {} routes", routes.len());
    routes
}

#[tokio::test]
async fn every_route_but_the_public_ones_needs_a_token() {
    let door = Door::open().await;
    let mut public = Vec::new();
    for route in routes(&door).await {
        if route.permission.is_none() {
            public.push(route.name);
            continue;
        }
        door.send(door.to(route.method.clone(), &route.path)).await.is(401, "unauthenticated");
        let forged = door.to(route.method, &route.path).bearer_auth("a.b.c");
        door.send(forged).await.is(401, "token_invalid");
    }
    public.sort();
    assert_eq!(public, PUBLIC);
}

#[tokio::test]
async fn a_viewer_changes_nothing() {
    let door = Door::open().await;
    let viewer = door.user("vera", Role::Viewer).await;
    let mut refused = 0;
    for route in routes(&door).await {
        let changes = ["flow.edit", "run.start", "run.control", "approval.decide", "variable.edit", "target.edit"];
        let Some(permission) = route.permission.filter(|one| changes.contains(&one.as_str())) else { continue };
        let answer = door.send(door.to(route.method, &route.path).bearer_auth(&viewer)).await;
        assert_eq!(answer.is(403, "forbidden")["permission"], permission, "{}", route.name);
        refused += 1;
    }
    assert!(refused >= 6, "only {refused} routes change something");
    door.send(door.to(Method::GET, "/api/v1/flows").bearer_auth(&viewer)).await.is(200, "");
}

#[tokio::test]
async fn an_operator_edits_and_runs() {
    let door = Door::open().await;
    let operator = door.user("otto", Role::Operator).await;
    let body = serde_json::json!({ "document": super::door::command("mine", "true") });
    door.send(door.to(Method::POST, "/api/v1/flows").bearer_auth(&operator).json(&body)).await.is(201, "");
    door.send(door.to(Method::POST, "/api/v1/flows/mine/run").bearer_auth(&operator)).await.is(202, "");
}
